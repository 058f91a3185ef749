//! Throw-away git repositories with a fixed author and date.

use git2::{IndexEntry, IndexTime, Oid, Repository, RepositoryInitOptions, Signature, Time};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub const FILE: u32 = 0o100_644;
pub const LINK: u32 = 0o120_000;
pub const SUBMODULE: u32 = 0o160_000;

/// A repository in a temporary folder.
pub struct Repo {
    folder: TempDir,
    pub git: Repository,
}

impl Repo {
    pub fn new() -> Repo {
        Repo::init(false)
    }

    pub fn bare() -> Repo {
        Repo::init(true)
    }

    fn init(bare: bool) -> Repo {
        let folder = tempfile::tempdir().unwrap();
        let mut options = RepositoryInitOptions::new();
        options.bare(bare).initial_head("main").external_template(false);
        let git = Repository::init_opts(folder.path(), &options).unwrap();
        git.config().unwrap().set_bool("core.autocrlf", false).unwrap();
        Repo { folder, git }
    }

    /// The folder's path as programs report it.
    pub fn path(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    /// Commits files on top of HEAD and, in a work tree, checks them out.
    pub fn commit(&self, files: &[(&str, &str)]) -> Oid {
        let files: Vec<_> = files.iter().map(|(path, text)| (path.as_bytes(), FILE, text.as_bytes())).collect();
        self.commit_entries(&files)
    }

    /// Commits files and takes others away.
    pub fn commit_without(&self, files: &[(&str, &str)], gone: &[&str]) -> Oid {
        let mut index = self.git.index().unwrap();
        for path in gone {
            index.remove_path(Path::new(path)).unwrap();
        }
        index.write().unwrap();
        self.commit(files)
    }

    /// Commits entries by mode: the content of a submodule is a commit's id in hexadecimal.
    pub fn commit_entries(&self, files: &[(&[u8], u32, &[u8])]) -> Oid {
        let mut index = self.git.index().unwrap();
        for &(path, mode, bytes) in files {
            let id = if mode == SUBMODULE {
                Oid::from_str(std::str::from_utf8(bytes).unwrap()).unwrap()
            } else {
                self.git.blob(bytes).unwrap()
            };
            index.add(&entry(path, mode, id)).unwrap();
        }
        let tree = self.git.find_tree(index.write_tree().unwrap()).unwrap();
        let parent = self.git.head().ok().and_then(|head| head.peel_to_commit().ok());
        let author = author(1_000 + parent.as_ref().map_or(0, |parent| parent.time().seconds()));
        let parents: Vec<_> = parent.iter().collect();
        let commit = self.git.commit(Some("HEAD"), &author, &author, "change", &tree, &parents).unwrap();
        if !self.git.is_bare() {
            index.write().unwrap();
            self.git.checkout_head(Some(git2::build::CheckoutBuilder::new().force())).unwrap();
        }
        commit
    }

    pub fn tag(&self, name: &str, annotated: bool) {
        let head = self.git.head().unwrap().peel(git2::ObjectType::Commit).unwrap();
        if annotated {
            self.git.tag(name, &head, &author(5), "release", false).unwrap();
        } else {
            self.git.tag_lightweight(name, &head, false).unwrap();
        }
    }

    /// Writes a file of the work tree, without telling git.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Deletes a loose object, as a partial clone would lack it.
    pub fn lose(&self, id: Oid) {
        let hex = id.to_string();
        fs::remove_file(self.git.path().join("objects").join(&hex[..2]).join(&hex[2..])).unwrap();
    }
}

/// Writes files below a plain folder.
pub fn write_all(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn author(seconds: i64) -> Signature<'static> {
    Signature::new("A U Thor", "author@example.com", &Time::new(seconds, 0)).unwrap()
}

fn entry(path: &[u8], mode: u32, id: Oid) -> IndexEntry {
    IndexEntry {
        ctime: IndexTime::new(0, 0),
        mtime: IndexTime::new(0, 0),
        dev: 0,
        ino: 0,
        mode,
        uid: 0,
        gid: 0,
        file_size: 0,
        id,
        flags: 0,
        flags_extended: 0,
        path: path.to_vec(),
    }
}
