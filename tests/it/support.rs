//! Puts a fixture into a throw-away git repository, runs the whole pipeline on it and opens the index.

use cpynav::nav::{Answer, Navigator, Selection};
use cpynav::pipeline::{self, Silent};
use cpynav::places::Places;
use cpynav::source::Source;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// The tag that `Indexed` puts on the one commit it makes.
pub const TAG: &str = "v3.99.0";

/// Files by path from the root of a repository, sorted.
pub type Files = Vec<(String, Vec<u8>)>;

/// The crate's own folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Reads a folder of fixtures.
pub fn fixture(name: &str) -> Files {
    let folder = root().join("fixtures").join(name);
    let mut files = Vec::new();
    for path in below(&folder) {
        let relative = path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
        files.push((relative, fs::read(&path).unwrap()));
    }
    files.sort();
    files
}

/// Every file below a folder.
pub fn below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            files.extend(below(&entry.path()));
        } else {
            files.push(entry.path());
        }
    }
    files.sort();
    files
}

/// Makes a repository with one commit on `main`: fixed author, fixed date, no configuration of this machine in it.
pub fn commit(folder: &Path, files: &Files, tag: &str) -> git2::Oid {
    let repository = git2::Repository::init_opts(
        folder,
        git2::RepositoryInitOptions::new().initial_head("main").external_template(false),
    )
    .unwrap();
    let mut index = git2::Index::new().unwrap();
    for (path, bytes) in files {
        let entry = git2::IndexEntry {
            ctime: git2::IndexTime::new(0, 0),
            mtime: git2::IndexTime::new(0, 0),
            dev: 0,
            ino: 0,
            mode: 0o100_644,
            uid: 0,
            gid: 0,
            file_size: 0,
            id: repository.blob(bytes).unwrap(),
            flags: 0,
            flags_extended: 0,
            path: path.clone().into_bytes(),
        };
        index.add(&entry).unwrap();
    }
    let tree = repository.find_tree(index.write_tree_to(&repository).unwrap()).unwrap();
    let who = git2::Signature::new("Fixture", "fixture@example.org", &git2::Time::new(1_000_000_000, 0)).unwrap();
    let parent = repository.head().ok().and_then(|head| head.peel_to_commit().ok());
    let parents: Vec<_> = parent.iter().collect();
    let id = repository.commit(Some("HEAD"), &who, &who, "A fixture", &tree, &parents).unwrap();
    repository.tag_lightweight(tag, &repository.find_object(id, None).unwrap(), true).unwrap();
    id
}

/// A fixture that was committed and indexed.
pub struct Indexed {
    folder: TempDir,
    /// What it was made of.
    pub files: Files,
    /// Where its index is.
    pub places: Places,
    /// The open index.
    pub navigator: Navigator,
}

impl Indexed {
    /// Commits and indexes files.
    pub fn new(files: Files) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let repository = folder.path().join("repository");
        commit(&repository, &files, TAG);
        let places = places(folder.path());
        let source = Source::open(&repository).unwrap();
        pipeline::run(&source, Some(TAG), &places, &Silent).unwrap();
        let selection = Selection { repo: Some(repository.display().to_string()), rev: Some(TAG.to_owned()) };
        let navigator = Navigator::open(&places, &selection).unwrap();
        Indexed { folder, files, places, navigator }
    }

    /// The repository.
    pub fn repository(&self) -> PathBuf {
        self.folder.path().join("repository")
    }

    /// The text of one of its files.
    pub fn text(&self, path: &str) -> String {
        let file = self.files.iter().find(|(name, _)| name == path);
        let (_, bytes) = file.unwrap_or_else(|| panic!("no such fixture: {path}"));
        String::from_utf8_lossy(bytes).into_owned()
    }

    /// The 1-based line of the first line that contains a marker.
    pub fn line_of(&self, path: &str, marker: &str) -> u32 {
        let text = self.text(path);
        let line = text.lines().position(|line| line.contains(marker));
        line.unwrap_or_else(|| panic!("no `{marker}` in {path}")) as u32 + 1
    }

    /// Asks where a name is implemented.
    pub fn where_is(&self, name: &str) -> Vec<Answer> {
        self.navigator.where_is(name, 5).unwrap()
    }

    /// Runs the program on this index, with nothing of this machine's configuration.
    pub fn run(&self, arguments: &[&str]) -> Output {
        command(self.folder.path()).args(arguments).output().unwrap()
    }
}

/// The program, with its folders below one that the test owns, no colours, no terminal.
pub fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cpynav"));
    for name in ["CPYNAV_REPO", "CPYNAV_REV", "CPYNAV_COLOR", "CPYNAV_LIMIT", "VISUAL", "EDITOR", "PAGER"] {
        command.env_remove(name);
    }
    let places = places(folder);
    command
        .env("CPYNAV_INDEX_DIR", places.index)
        .env("CPYNAV_DATA", places.data)
        .env("CPYNAV_CONFIG", places.config)
        .env("CPYNAV_STATE", places.state)
        .env("NO_COLOR", "1")
        .current_dir(folder)
        .stdin(Stdio::null());
    command
}

/// The program's places below one folder.
pub fn places(folder: &Path) -> Places {
    let at = |name: &str| folder.join(name);
    Places { index: at("index"), data: at("data"), config: at("config.toml"), state: at("state.json") }
}

/// The miniature of CPython, committed and indexed once for all tests that only ask.
pub fn miniature() -> &'static Indexed {
    static INDEXED: OnceLock<Indexed> = OnceLock::new();
    INDEXED.get_or_init(|| Indexed::new(fixture("cpython")))
}
