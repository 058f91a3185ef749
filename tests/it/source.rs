//! Revisions are resolved as git would, and every file of them is read or its absence explained.

use crate::repo::{FILE, LINK, Repo, SUBMODULE, write_all};
use cpynav::model::{Entry, EntryKind};
use cpynav::source::{ReadError, SIZE_LIMIT, Snapshot, Source, SourceError};
use git2::{ObjectType, Oid};
use std::fs;
use std::path::Path;

fn paths(snapshot: &Snapshot) -> Vec<&str> {
    snapshot.entries.iter().map(|entry| entry.path.as_str()).collect()
}

fn entry<'s>(snapshot: &'s Snapshot, path: &str) -> &'s Entry {
    snapshot.entries.iter().find(|entry| entry.path == path).unwrap()
}

fn read(snapshot: &Snapshot, path: &str) -> Result<String, ReadError> {
    let bytes = snapshot.reader().unwrap().read(entry(snapshot, path))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn head(path: &Path) -> Snapshot {
    Source::open(path).unwrap().resolve(None).unwrap()
}

#[test]
fn a_checkout_and_a_bare_repository_give_the_same_files() {
    let files = [("Objects/listobject.c", "int a;\n"), ("Lib/os.py", "x = 1\n"), ("Lib.c", "\n")];
    let (plain, bare) = (Repo::new(), Repo::bare());
    assert_eq!(plain.commit(&files), bare.commit(&files));
    let (a, b) = (head(&plain.path()), head(&bare.path()));
    assert_eq!(paths(&a), ["Lib.c", "Lib/os.py", "Objects/listobject.c"]);
    assert_eq!(a.entries, b.entries);
    assert_eq!((a.revision.rev.as_str(), &a.revision.names), ("main", &vec!["main".to_owned()]));
    assert_eq!(a.revision.repository, plain.path().display().to_string());
    assert_eq!(b.revision.repository, bare.path().display().to_string());
    assert_eq!(read(&b, "Lib/os.py").unwrap(), "x = 1\n");
}

#[test]
fn a_bare_repository_needs_no_configuration() {
    let repo = Repo::bare();
    repo.commit(&[("a.c", "1")]);
    repo.tag("v1", false);
    fs::remove_file(repo.path().join("config")).unwrap();
    let source = Source::open(&repo.path()).unwrap();
    assert_eq!(source.repository(), repo.path().display().to_string());
    assert_eq!(paths(&source.resolve(Some("v1")).unwrap()), ["a.c"]);
    assert!(matches!(source.worktree(), Err(SourceError::NoWorktree(_))));
}

#[test]
fn a_revision_of_a_plain_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.c"), "").unwrap();
    let error = Source::open(folder.path()).unwrap().resolve(Some("v3.13.5")).unwrap_err();
    assert!(matches!(error, SourceError::NoHistory(_)) && error.hint().is_some());
}

#[test]
fn a_repository_is_found_from_any_folder_inside_it() {
    let repo = Repo::new();
    repo.commit(&[("Objects/clinic/a.c.h", "")]);
    let source = Source::open(&repo.path().join("Objects/clinic")).unwrap();
    assert_eq!(source.repository(), repo.path().display().to_string());
    assert_eq!(Source::open(&repo.path().join(".git")).unwrap().repository(), source.repository());
}

#[test]
fn tags_branches_and_commits_are_resolved() {
    let repo = Repo::new();
    let first = repo.commit(&[("a.c", "1")]);
    repo.tag("v3.0.0", true);
    repo.tag("light", false);
    let second = repo.commit(&[("a.c", "2")]);
    repo.git.reference("refs/remotes/origin/3.0", first, true, "").unwrap();
    let source = Source::open(&repo.path()).unwrap();
    let commit = |rev: &str| source.resolve(Some(rev)).unwrap().revision.commit;
    let (first, second) = (first.to_string(), second.to_string());
    for rev in ["v3.0.0", "3.0.0", "light", "3.0", "origin/3.0", "main~1", &first, &first[..9], "refs/tags/light"] {
        assert_eq!(commit(rev), first, "{rev}");
    }
    assert_eq!((commit("main"), commit("HEAD")), (second.clone(), second));
    let revision = source.resolve(Some("v3.0.0")).unwrap().revision;
    assert_eq!(revision.names, ["3.0", "light", "origin/3.0", "v3.0.0"]);
    assert_eq!((revision.rev.as_str(), revision.time), ("v3.0.0", 1_000));
}

#[test]
fn an_unknown_revision_is_told_with_near_names() {
    let repo = Repo::new();
    repo.commit(&[("a.c", "")]);
    repo.tag("v3.13.5", true);
    let error = Source::open(&repo.path()).unwrap().resolve(Some("3.13")).unwrap_err();
    assert_eq!(error.to_string(), format!("{} has no revision 3.13", repo.path().display()));
    assert_eq!(error.hint().as_deref(), Some("near names: v3.13.5"));
    let error = Source::open(&repo.path()).unwrap().resolve(Some("--upload-pack=x\n")).unwrap_err();
    assert!(matches!(error, SourceError::NoRevision { .. }));
}

#[test]
fn a_repository_without_commits_is_told() {
    let repo = Repo::new();
    let error = Source::open(&repo.path()).unwrap().resolve(None).unwrap_err();
    assert!(error.to_string().ends_with("has no commits"), "{error}");
}

#[test]
fn a_detached_head_is_named_by_its_tag_or_its_number() {
    let repo = Repo::new();
    let first = repo.commit(&[("a.c", "1")]);
    repo.tag("v1", true);
    let second = repo.commit(&[("a.c", "2")]);
    repo.git.set_head_detached(first).unwrap();
    assert_eq!(head(&repo.path()).revision.rev, "v1");
    repo.git.find_branch("main", git2::BranchType::Local).unwrap().delete().unwrap();
    repo.git.set_head_detached(second).unwrap();
    assert_eq!(head(&repo.path()).revision.rev, second.to_string()[..12]);
}

#[test]
fn the_web_address_comes_from_the_remote_without_secrets() {
    let repo = Repo::new();
    repo.commit(&[("a.c", "")]);
    repo.git.remote("origin", "https://me:token@github.com/python/cpython.git").unwrap();
    let revision = head(&repo.path()).revision;
    assert_eq!(revision.web.as_deref(), Some("https://github.com/python/cpython"));
}

#[test]
fn what_is_no_plain_file_is_explained() {
    let repo = Repo::bare();
    let commit = "0123456789012345678901234567890123456789";
    repo.commit_entries(&[
        (b"Misc/mypy/token.py", LINK, b"../../Lib/token.py"),
        (b"Modules/sub", SUBMODULE, commit.as_bytes()),
        (b"Lib/lost.py", FILE, b"gone = 1\n"),
        (b"Lib/caf\xe9.py", FILE, b"# caf\xe9\n"),
        (b"large.c", FILE, &vec![b' '; usize::try_from(SIZE_LIMIT).unwrap() + 1]),
    ]);
    repo.lose(Oid::hash_object(ObjectType::Blob, b"gone = 1\n").unwrap());
    let snapshot = head(&repo.path());
    assert_eq!(read(&snapshot, "Misc/mypy/token.py"), Err(ReadError::Symlink));
    assert_eq!(read(&snapshot, "Modules/sub"), Err(ReadError::Submodule));
    assert_eq!(read(&snapshot, "Lib/lost.py"), Err(ReadError::Missing));
    assert_eq!(read(&snapshot, "large.c"), Err(ReadError::TooLarge));
    let lossy = entry(&snapshot, "Lib/caf\u{fffd}.py");
    assert!(lossy.lossy_path && lossy.kind == EntryKind::File);
    assert_eq!(read(&snapshot, "Lib/caf\u{fffd}.py").unwrap(), "# caf\u{fffd}\n");
}

#[test]
fn an_object_that_is_damaged_is_unreadable() {
    let repo = Repo::bare();
    repo.commit(&[("a.c", "int a;\n")]);
    let hex = Oid::hash_object(ObjectType::Blob, b"int a;\n").unwrap().to_string();
    let file = repo.git.path().join("objects").join(&hex[..2]).join(&hex[2..]);
    fs::remove_file(&file).unwrap();
    fs::write(&file, b"nonsense").unwrap();
    assert_eq!(read(&head(&repo.path()), "a.c"), Err(ReadError::Unreadable));
}

#[test]
fn uncommitted_changes_lie_over_head() {
    let repo = Repo::new();
    repo.commit(&[
        (".gitignore", "*.o\n"),
        ("kept.c", "kept"),
        ("edited.c", "old"),
        ("gone.c", "x"),
        ("staged.c", "x"),
    ]);
    let source = Source::open(&repo.path()).unwrap();
    assert_eq!(source.worktree().unwrap().revision, source.resolve(None).unwrap().revision, "nothing changed");

    repo.write("edited.c", "new");
    repo.write("new/fresh.c", "fresh");
    repo.write("built.o", "ignored");
    repo.write("staged.c", "staged");
    let mut index = repo.git.index().unwrap();
    index.add_path(Path::new("staged.c")).unwrap();
    index.write().unwrap();
    fs::remove_file(repo.path().join("gone.c")).unwrap();
    let snapshot = source.worktree().unwrap();
    assert_eq!(paths(&snapshot), [".gitignore", "edited.c", "kept.c", "new/fresh.c", "staged.c"]);
    for (path, text) in [("kept.c", "kept"), ("edited.c", "new"), ("new/fresh.c", "fresh"), ("staged.c", "staged")] {
        assert_eq!(read(&snapshot, path).unwrap(), text, "{path}");
    }
    assert_eq!(snapshot.revision.rev, "worktree");
    assert!(snapshot.revision.commit.starts_with("tree-"));
    assert_eq!(source.worktree().unwrap().revision, snapshot.revision, "the same state has the same id");

    repo.write("edited.c", "newer");
    assert_eq!(read(&snapshot, "edited.c"), Err(ReadError::Unreadable), "it is no longer what was listed");
    assert_ne!(source.worktree().unwrap().revision.commit, snapshot.revision.commit);
}

#[test]
fn a_bare_repository_has_no_work_tree() {
    let repo = Repo::bare();
    repo.commit(&[("a.c", "")]);
    assert!(matches!(Source::open(&repo.path()).unwrap().worktree(), Err(SourceError::NoWorktree(_))));
}

#[test]
fn a_linked_work_tree_is_a_checkout_of_its_own() {
    let repo = Repo::new();
    repo.commit(&[("a.c", "1")]);
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().canonicalize().unwrap().join("linked");
    repo.git.worktree("linked", &place, None).unwrap();
    fs::write(place.join("a.c"), "changed").unwrap();
    let source = Source::open(&place).unwrap();
    assert_eq!(source.repository(), place.display().to_string());
    assert_eq!(read(&source.worktree().unwrap(), "a.c").unwrap(), "changed");
}

#[test]
fn a_plain_folder_is_read_with_the_ids_git_would_give() {
    let folder = tempfile::tempdir().unwrap();
    let release = folder.path().join("Python-3.13.5");
    write_all(&release, &[("Lib/os.py", "x = 1\n"), ("Include/Python.h", ""), (".git-not/a.c", "")]);
    let snapshot = head(&release);
    assert_eq!(paths(&snapshot), [".git-not/a.c", "Include/Python.h", "Lib/os.py"]);
    let id = Oid::hash_object(ObjectType::Blob, b"x = 1\n").unwrap();
    assert_eq!(entry(&snapshot, "Lib/os.py").blob.to_string(), id.to_string());
    assert_eq!(snapshot.revision.rev, "Python-3.13.5");
    assert!(snapshot.revision.commit.starts_with("tree-") && snapshot.revision.commit.len() == 45);
    assert_eq!(read(&snapshot, "Lib/os.py").unwrap(), "x = 1\n");
}

#[cfg(unix)]
#[test]
fn symbolic_links_and_odd_names_of_a_folder_are_told_not_followed() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink("/", folder.path().join("loop.py")).unwrap();
    fs::write(folder.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9.py")), "x").unwrap();
    let snapshot = head(folder.path());
    assert_eq!(paths(&snapshot), ["caf\u{fffd}.py", "loop.py"]);
    assert_eq!(read(&snapshot, "loop.py"), Err(ReadError::Symlink));
    assert_eq!(read(&snapshot, "caf\u{fffd}.py").unwrap(), "x");
}

#[test]
fn a_folder_inside_a_foreign_repository_is_a_folder() {
    let home = Repo::new();
    home.commit(&[("dotfiles", "")]);
    home.write("src/Python-3.13.5/a.c", "int a;\n");
    let source = Source::open(&home.path().join("src/Python-3.13.5")).unwrap();
    assert!(source.has_no_history());
    assert_eq!(paths(&source.resolve(None).unwrap()), ["a.c"]);
}

#[test]
fn the_sample_is_there_and_readable() {
    let snapshot = Source::sample().resolve(None).unwrap();
    assert_eq!(snapshot.revision.rev, "sample");
    let reader = snapshot.reader().unwrap();
    assert!(snapshot.entries.iter().all(|entry| reader.read(entry).is_ok()));
}

#[test]
fn what_is_no_repository_is_told_with_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let error = Source::open(&folder.path().join("nothing")).unwrap_err();
    assert!(matches!(error, SourceError::Missing(_)) && error.hint().is_some());
    fs::write(folder.path().join("file"), "").unwrap();
    assert!(Source::open(&folder.path().join("file")).is_err());
}

#[test]
fn formats_that_cannot_be_read_are_told_with_a_way_out() {
    for (key, value, word) in
        [("extensions.objectformat", "sha256", "SHA-256"), ("extensions.refstorage", "reftable", "reftable")]
    {
        let repo = Repo::new();
        repo.commit(&[("a.c", "")]);
        let mut config = repo.git.config().unwrap();
        config.set_i32("core.repositoryformatversion", 1).unwrap();
        config.set_str(key, value).unwrap();
        let error = Source::open(&repo.path()).unwrap_err();
        assert!(error.to_string().contains(word), "{error}");
        assert!(error.hint().is_some_and(|hint| hint.contains("git -C")), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn a_repository_of_another_user_is_told_with_a_way_out() {
    let repo = Repo::new();
    repo.commit(&[("a.c", "")]);
    let (top, git) = (repo.path(), repo.path().join(".git"));
    // Only the administrator can give files away; elsewhere there is nothing to test.
    if [&top, &git].iter().any(|path| std::os::unix::fs::chown(path, Some(12_345), None).is_err()) {
        return;
    }
    match Source::open(&top) {
        Err(error @ SourceError::Owner(_)) => assert!(error.hint().unwrap().contains("safe.directory")),
        // Some machines trust every folder.
        other => assert!(other.is_ok(), "{other:?}"),
    }
}
