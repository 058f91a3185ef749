//! The past of a definition: `log`, `blame` and `diff`, as a person sees them.

use crate::repo::Repo;
use crate::support::command;
use std::process::Output;
use tempfile::TempDir;

const ONE: &str = "\
#include \"Python.h\"

static int
helper(int value)
{
    return value + 1;
}

int
thing_add(int one, int other)
{
    int sum = one + other;
    if (sum < 0) {
        return helper(sum);
    }
    return sum;
}
";

/// A repository and where its indexes go.
struct Past {
    repo: Repo,
    folder: TempDir,
}

impl Past {
    fn new() -> Past {
        Past { repo: Repo::new(), folder: tempfile::tempdir().unwrap() }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let repo = self.repo.path().display().to_string();
        command(self.folder.path()).args(["--repo", &repo]).args(arguments).output().unwrap()
    }

    fn index(&self, revs: &[&str]) {
        let output = self.run(&[&["index"], revs].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Output and exit code; commits as their place in the history, the first one 0.
    fn ask(&self, arguments: &[&str]) -> (String, i32) {
        let output = self.run(arguments);
        let mut text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        let mut walk = self.repo.git.revwalk().unwrap();
        walk.push_glob("refs/heads/*").unwrap();
        walk.set_sorting(git2::Sort::TOPOLOGICAL | git2::Sort::REVERSE).unwrap();
        for (number, id) in walk.enumerate() {
            let id = id.unwrap().to_string();
            text = text.replace(&id[..12], &format!("{:<12}", format!("commit{number}")));
        }
        (text, output.status.code().unwrap())
    }
}

/// Added, changed, left alone, renamed, changed, its file renamed, moved into another file and changed.
fn eventful() -> Past {
    let past = Past::new();
    past.repo.commit(&[("Objects/thing.c", ONE), ("Lib/other.py", "x = 1\n")]);
    past.repo.tag("v3.1.0", false);
    let changed = ONE.replace("sum < 0", "sum <= 0");
    past.repo.commit(&[("Objects/thing.c", &changed)]);
    let elsewhere = changed.replace("value + 1", "value + 2");
    past.repo.commit(&[("Objects/thing.c", &elsewhere)]);
    let renamed = elsewhere.replace("thing_add", "thing_add_impl");
    past.repo.commit(&[("Objects/thing.c", &renamed)]);
    past.repo.tag("v3.2.0", false);
    past.repo.commit_without(&[("Objects/thingobject.c", &renamed)], &["Objects/thing.c"]);
    let (rest, body) = renamed.split_at(renamed.find("int\nthing_add").unwrap());
    let body = body.replace("int sum =", "long sum =");
    past.repo.commit(&[("Objects/thingobject.c", rest), ("Python/sums.c", &format!("#include \"x.h\"\n\n{body}"))]);
    past.repo.commit(&[("Lib/other.py", "x = 2\n")]);
    past.repo.tag("v3.3.0", false);
    past.index(&["v3.1.0", "v3.2.0", "main"]);
    past
}

#[test]
fn a_definition_is_followed_through_names_and_files() {
    let past = eventful();
    let (text, code) = past.ask(&["log", "thing_add_impl"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!(text, @r"
    Python/sums.c:4  thing_add_impl  function
    commit5       1970-01-01  moved    Python/sums.c:4  A U Thor  change
                  from Objects/thingobject.c:10  thing_add_impl
    commit4       1970-01-01  moved    Objects/thingobject.c:10  A U Thor  change
                  from Objects/thing.c:10  thing_add_impl
    commit3       1970-01-01  renamed  Objects/thing.c:10  A U Thor  change
                  from Objects/thing.c:10  thing_add
    commit1       1970-01-01  changed  Objects/thing.c:10  A U Thor  change
    commit0       1970-01-01  added    Objects/thing.c:10  A U Thor  change
    ");
    let (text, _) = past.ask(&["log", "--rev", "v3.1.0", "thing_add"]);
    insta::assert_snapshot!(text, @r"
    Objects/thing.c:10  thing_add  function
    commit0       1970-01-01  added    Objects/thing.c:10  A U Thor  change
    ");
    let (text, _) = past.ask(&["log", "-n", "1", "--patch", "thing_add_impl"]);
    insta::assert_snapshot!(text, @r"
    Python/sums.c:4  thing_add_impl  function
    commit5       1970-01-01  moved    Python/sums.c:4  A U Thor  change
                  from Objects/thingobject.c:10  thing_add_impl
    --- a/Objects/thingobject.c
    +++ b/Python/sums.c
    @@ -9,7 +3,7 @@
     int
     thing_add_impl(int one, int other)
     {
    -    int sum = one + other;
    +    long sum = one + other;
         if (sum <= 0) {
             return helper(sum);
         }

    the newest 1; there may be more: --limit 0 tells all
    ");
}

#[test]
fn a_second_answer_comes_from_what_is_kept() {
    let past = eventful();
    let (first, _) = past.ask(&["log", "thing_add_impl"]);
    let kept = past.folder.path().join("index/history");
    assert_eq!(std::fs::read_dir(&kept).unwrap().count(), 1);
    assert_eq!(past.ask(&["log", "thing_add_impl"]).0, first);
    let (text, _) = past.ask(&["log", "-n", "2", "thing_add_impl"]);
    assert_eq!(text.lines().count(), 6, "headline, two commits with their origins, a note: {text}");
    assert!(past.run(&["gc"]).status.success());
    assert_eq!(std::fs::read_dir(&kept).unwrap().count(), 1, "what is kept of an indexed commit stays");
    std::fs::rename(past.folder.path().join("index"), past.folder.path().join("old")).unwrap();
    past.index(&["v3.1.0"]);
    std::fs::rename(past.folder.path().join("old/history"), &kept).unwrap();
    assert!(past.run(&["gc"]).status.success());
    assert_eq!(std::fs::read_dir(&kept).unwrap().count(), 0, "that of others goes");
}

#[test]
fn the_walk_without_git_finds_the_same() {
    let past = eventful();
    let (with, _) = past.ask(&["log", "--patch", "thing_add_impl"]);
    let (blamed, _) = past.ask(&["blame", "helper"]);
    std::fs::remove_dir_all(past.folder.path().join("index/history")).unwrap();
    let bare = |arguments: &[&str]| {
        let repo = past.repo.path().display().to_string();
        let mut command = command(past.folder.path());
        // A folder without programs.
        let output = command.env("PATH", past.folder.path()).args(["--repo", &repo]).args(arguments).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let without = bare(&["log", "--patch", "thing_add_impl"]);
    assert_eq!(without.lines().count(), with.lines().count());
    assert_eq!(bare(&["blame", "helper"]).lines().count(), blamed.lines().count());
}

#[test]
fn every_line_has_its_writer() {
    let past = eventful();
    let (text, code) = past.ask(&["blame", "helper"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!(text, @r"
    Objects/thingobject.c:4  helper  function
    commit0       1970-01-01  A U Thor         3  static int
                                               4  helper(int value)
                                               5  {
    commit2       1970-01-01  A U Thor         6      return value + 2;
    commit0       1970-01-01  A U Thor         7  }
    ");
    let (text, _) = past.ask(&["blame", "--json", "thing_add_impl"]);
    let rows: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 9);
    assert_eq!(rows[0]["text"], "int");
    assert_eq!(rows[0]["author"], "A U Thor");
}

#[test]
fn two_revisions_of_one_definition() {
    let past = eventful();
    let (text, code) = past.ask(&["diff", "v3.2.0", "main", "thing_add_impl"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!(text, @r"
    v3.2.0     Objects/thing.c:10  thing_add_impl  function
    main       Python/sums.c:4  thing_add_impl  function
    moved
    --- a/Objects/thing.c
    +++ b/Python/sums.c
    @@ -9,7 +3,7 @@
     int
     thing_add_impl(int one, int other)
     {
    -    int sum = one + other;
    +    long sum = one + other;
         if (sum <= 0) {
             return helper(sum);
         }
    ");
    let (text, _) = past.ask(&["diff", "v3.1.0", "v3.2.0", "Lib/other.py:1"]);
    assert!(text.contains("the same text"), "{text}");
    let (text, code) = past.ask(&["diff", "v3.1.0", "v3.9.9", "helper"]);
    assert_eq!(code, 2);
    assert!(text.contains("cpynav index v3.9.9"), "{text}");
    assert_eq!(past.ask(&["diff", "v3.1.0", "main", "no_such_thing"]).1, 1);
}

#[test]
fn two_revisions_of_everything() {
    let past = eventful();
    let (text, code) = past.ask(&["diff", "v3.1.0", "main"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!(text, @r"
    v3.1.0 -> main  2 and 3 files, 4 differ
                  added  removed    moved  renamed  changed
    function          0        0        2        0        0

    moved    Objects/thingobject.c:4  helper  function  (from Objects/thing.c:4)
    moved    Python/sums.c:4  thing_add_impl  function  (from Objects/thing.c:10 thing_add)
    ");
    let (text, code) = past.ask(&["diff", "v3.1.0", "main", "--what", "moved", "--path", "Python/", "--json"]);
    assert_eq!(code, 0);
    let row: serde_json::Value = serde_json::from_str(text.trim()).unwrap();
    assert_eq!((&row["what"], &row["old"]["symbol"]), (&"moved".into(), &"thing_add".into()));
    assert_eq!(past.ask(&["diff", "v3.1.0", "main", "--kind", "macro"]).1, 1, "nothing of that kind");
    let (text, code) = past.ask(&["diff", "v3.1.0", "main", "--kind", "funktion"]);
    assert_eq!(code, 2);
    assert!(text.contains("did you mean function?"), "{text}");
}

#[test]
fn a_method_that_changed_does_not_change_its_class() {
    let past = Past::new();
    let class =
        "class A:\n    size = 1\n\n    def one(self):\n        return 1\n\n    def two(self):\n        return 2\n";
    past.repo.commit(&[("Lib/mod.py", class), ("Include/x.h", "#define LIMIT 1\n#define SAME 2\n")]);
    past.repo.tag("v3.1.0", false);
    let changed = class.replace("return 2", "return 3").replace("def one(self)", "def uno(self, more)");
    past.repo.commit(&[("Lib/mod.py", &changed), ("Include/x.h", "#define LIMIT 3\n#define SAME 2\n")]);
    past.index(&["v3.1.0", "main"]);
    let (text, _) = past.ask(&["diff", "v3.1.0", "main"]);
    insta::assert_snapshot!(text, @r"
    v3.1.0 -> main  2 and 2 files, 2 differ
                  added  removed    moved  renamed  changed
    method            1        1        0        0        1
    macro             0        0        0        0        1

    changed  Include/x.h:1  LIMIT  macro
    added    Lib/mod.py:4  A.uno  method
    removed  Lib/mod.py:4  A.one  method
    changed  Lib/mod.py:7  A.two  method
    ");
}

#[test]
fn status_tells_what_each_revision_costs_and_shares() {
    let past = eventful();
    let (text, code) = past.ask(&["status", "--json"]);
    assert_eq!(code, 0);
    let rows: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    // `main` changed all its three files; v3.2.0 has the other file as v3.1.0 has it.
    let told: Vec<_> =
        rows.iter().map(|row| (&row["rev"], &row["files_in_no_other"], &row["counts"]["parsed"])).collect();
    let expected = [("main", 3, 3), ("v3.2.0", 1, 1), ("v3.1.0", 1, 2)];
    let expected = expected.map(|(rev, alone, parsed)| (rev.into(), alone.into(), parsed.into()));
    assert!(told.iter().copied().eq(expected.iter().map(|(rev, alone, parsed)| (rev, alone, parsed))), "{told:?}");
    assert!(rows.iter().all(|row| row["bytes"].as_u64() > Some(0)));
    let (text, _) = past.ask(&["status"]);
    assert!(text.contains("2 files, 1 read anew, 1 in no other revision"), "{text}");
    assert!(text.contains("MB of cached facts"), "{text}");
}

#[test]
fn what_was_taken_back_and_came_again_is_told() {
    let past = Past::new();
    let without = "def first():\n    return 1\n";
    let with = format!("{without}\n\ndef second(value):\n    print(value)\n    return value\n");
    for text in [without, &with, without, &with] {
        past.repo.commit(&[("Lib/mod.py", text)]);
    }
    past.index(&["main"]);
    let (text, _) = past.ask(&["log", "mod.second"]);
    insta::assert_snapshot!(text, @r"
    Lib/mod.py:5  second  function
    commit3       1970-01-01  added    Lib/mod.py:5  A U Thor  change
    commit2       1970-01-01  removed  Lib/mod.py:5  A U Thor  change
    commit1       1970-01-01  added    Lib/mod.py:5  A U Thor  change
    ");
}

#[test]
fn a_body_that_was_handed_on_and_an_old_spelling_are_followed() {
    let past = Past::new();
    let body =
        "    int sum = one;\n    sum += other;\n    if (sum < 0) {\n        sum = -sum;\n    }\n    return sum;\n}\n";
    let oldest = format!("int\nthing_add(one, other)\n    int one, other;\n{{\n{body}");
    let ansi = format!("int\nthing_add(int one, int other)\n{{\n{body}");
    let split = format!(
        "int\nthing_add(int one, int other)\n{{\n    return hook(one, other);\n}}\n\nint\nthing_default(int one, int other)\n{{\n{body}"
    );
    for text in [&oldest, &ansi, &split] {
        past.repo.commit(&[("Objects/thing.c", text)]);
    }
    past.index(&["main"]);
    let (text, _) = past.ask(&["log", "thing_default"]);
    insta::assert_snapshot!(text, @r"
    Objects/thing.c:8  thing_default  function
    commit2       1970-01-01  renamed  Objects/thing.c:8  A U Thor  change
                  from Objects/thing.c:2  thing_add
    commit1       1970-01-01  changed  Objects/thing.c:2  A U Thor  change
    commit0       1970-01-01  added    Objects/thing.c:2  A U Thor  change
    ");
}

#[test]
fn a_shallow_clone_says_where_its_history_ends() {
    let past = eventful();
    // As `git clone --depth` leaves it: the commit is there, its parents are not.
    let head = past.repo.git.head().unwrap().peel_to_commit().unwrap();
    let oldest = head.parent(0).unwrap().parent(0).unwrap();
    std::fs::write(past.repo.git.path().join("shallow"), format!("{}\n", oldest.id())).unwrap();
    let (text, code) = past.ask(&["log", "thing_add_impl"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!(text, @r"
    Python/sums.c:4  thing_add_impl  function
    commit5       1970-01-01  moved    Python/sums.c:4  A U Thor  change
                  from Objects/thingobject.c:10  thing_add_impl
    commit4       1970-01-01  oldest   Objects/thingobject.c:10  A U Thor  change
    this clone's history ends here; to get the rest: cpynav index --full (or git fetch --unshallow)
    ");
}

#[test]
fn what_has_no_history_says_so() {
    let past = Past::new();
    let output = command(past.folder.path()).args(["--sample", "log", "list.append"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("has no history") && text.contains("cpynav index --full"), "{text}");
}

#[test]
fn index_and_update_tell_how_long_each_stage_took() {
    let past = eventful();
    let stages = |arguments: &[&str]| -> Vec<String> {
        let (told, code) = past.ask(arguments);
        assert_eq!(code, 0, "{told}");
        let row = |line: &str| {
            let (seconds, stage) = line.strip_prefix("  ")?.trim_start().split_once(" s  ")?;
            assert!(seconds.parse::<f64>().is_ok(), "{line}");
            Some(stage.to_owned())
        };
        told.lines().filter_map(row).collect()
    };
    assert!(stages(&["index", "v3.1.0"]).is_empty());
    let told = stages(&["index", "v3.2.0", "--timings"]);
    assert_eq!(told[..4], ["list files", "read and parse", "link", "write the index"]);
    past.repo.commit(&[("Lib/other.py", "x = 2\n")]);
    assert!(stages(&["update", "--timings"]).starts_with(&told[..4]));
}
