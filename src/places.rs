//! Where things are on this machine: indexes, clones, configuration, state.
//!
//! ```text
//! index    indexes, cached facts, source texts: all of it can be built again    $XDG_CACHE_HOME/cpynav
//! data     clones                                                               $XDG_DATA_HOME/cpynav
//! config   config.toml, written by the user alone                               $XDG_CONFIG_HOME/cpynav
//! state    what was used last                                                   $XDG_STATE_HOME/cpynav
//! ```

use crate::facts;
use etcetera::{BaseStrategy, base_strategy::Xdg};
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folders and files of this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The folder of indexes.
    pub index: PathBuf,
    /// The folder of clones.
    pub data: PathBuf,
    /// The configuration file, which need not exist.
    pub config: PathBuf,
    /// The state file, which need not exist.
    pub state: PathBuf,
}

impl Places {
    /// Finds the places: an index folder that was asked for, then `CPYNAV_INDEX_DIR`, `CPYNAV_DATA`,
    /// `CPYNAV_CONFIG`, `CPYNAV_STATE`, then the XDG folders.
    pub fn find(index_dir: Option<&Path>) -> Places {
        Self::from_environment(index_dir, |name| std::env::var_os(name).filter(|value| !value.is_empty()))
    }

    /// As `find`, with the environment handed in.
    pub fn from_environment(index_dir: Option<&Path>, variable: impl Fn(&str) -> Option<OsString>) -> Places {
        let base = Xdg::new().ok();
        // Without a home folder the temporary one still lets every command work.
        let under = |pick: fn(&Xdg) -> PathBuf| base.as_ref().map_or_else(std::env::temp_dir, pick).join("cpynav");
        let place = |name: &str, pick: &dyn Fn() -> PathBuf| variable(name).map_or_else(pick, PathBuf::from);
        Places {
            index: index_dir
                .map_or_else(|| place("CPYNAV_INDEX_DIR", &|| under(BaseStrategy::cache_dir)), Path::to_owned),
            data: place("CPYNAV_DATA", &|| under(BaseStrategy::data_dir)),
            config: place("CPYNAV_CONFIG", &|| under(BaseStrategy::config_dir).join("config.toml")),
            state: place("CPYNAV_STATE", &|| {
                under(|base| base.state_dir().unwrap_or_else(|| base.data_dir())).join("state.json")
            }),
        }
    }

    /// Returns the folder of cached facts. It is another one when the extractor or its queries change.
    pub fn facts(&self) -> PathBuf {
        self.index.join(format!("{FACTS}{}-{}", facts::VERSION, env!("CPYNAV_QUERIES")))
    }

    /// Returns the folder of source texts.
    pub fn texts(&self) -> PathBuf {
        self.index.join("text")
    }

    /// Returns the folder of kept answers about the past.
    pub fn history(&self) -> PathBuf {
        self.index.join("history")
    }

    /// Returns the file that a process locks while it writes below `index`.
    pub fn lock(&self) -> PathBuf {
        self.index.join("lock")
    }

    /// Returns the folder where the clone of a URL belongs.
    pub fn clone_of(&self, url: &str) -> PathBuf {
        let plain = url.split_once("://").map_or(url, |(_, rest)| rest);
        let plain = plain.trim_end_matches('/').trim_end_matches(".git");
        let name: String =
            plain.chars().map(|c| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '-' }).collect();
        self.data.join(format!("{}.git", name.trim_matches(['-', '.'])))
    }

    /// Makes the index folder, marked so that backups leave it out.
    pub fn make_index(&self) -> io::Result<()> {
        fs::create_dir_all(&self.index)?;
        let tag = self.index.join("CACHEDIR.TAG");
        if !tag.exists() {
            // The first line is fixed: https://bford.info/cachedir/
            fs::write(tag, "Signature: 8a477f597d28d172789f06886806bc55\n# Made by cpynav; can be built again.\n")?;
        }
        Ok(())
    }
}

/// Folders of cached facts begin with this.
pub const FACTS: &str = "facts-";

/// What is remembered from one run to the next. Losing it harms nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// The repository used last, as in `Revision::repository`.
    pub repository: Option<String>,
}

impl State {
    /// Reads the state; what cannot be read is empty.
    pub fn load(places: &Places) -> State {
        let bytes = fs::read(&places.state).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// Writes the state, whole or not at all.
    pub fn save(&self, places: &Places) -> io::Result<()> {
        if let Some(folder) = places.state.parent() {
            fs::create_dir_all(folder)?;
        }
        let aside = places.state.with_extension(format!("{}.tmp", std::process::id()));
        fs::write(&aside, serde_json::to_vec(self)?)?;
        fs::rename(&aside, &places.state)
    }
}

/// Returns the checkout around a folder: the nearest folder upward that holds `.git`. Looks at names alone, so a lookup
/// may ask it.
pub fn checkout_around(folder: &Path) -> Option<PathBuf> {
    let start = folder.canonicalize().ok()?;
    start.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

/// Adds up what lies on disk. What stands at two places, as indexes of one repository share some of their files, counts
/// where it is met first.
#[derive(Debug, Default)]
pub struct Sizes {
    /// Files with several places, by device and number.
    #[cfg(unix)]
    met: std::collections::HashSet<(u64, u64)>,
}

impl Sizes {
    /// Returns the bytes of all files below a folder that were not met yet.
    pub fn below(&mut self, folder: &Path) -> u64 {
        let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        let mut bytes = 0;
        for entry in entries {
            match entry.metadata() {
                Ok(metadata) if metadata.is_dir() => bytes += self.below(&entry.path()),
                Ok(metadata) if self.is_first(&metadata) => bytes += metadata.len(),
                _ => {}
            }
        }
        bytes
    }

    #[cfg(unix)]
    fn is_first(&mut self, metadata: &std::fs::Metadata) -> bool {
        use std::os::unix::fs::MetadataExt;
        metadata.nlink() < 2 || self.met.insert((metadata.dev(), metadata.ino()))
    }

    #[cfg(not(unix))]
    fn is_first(&mut self, _metadata: &std::fs::Metadata) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::{Places, State, checkout_around};
    use std::fs;
    use std::path::Path;

    fn places(folder: &Path) -> Places {
        Places::from_environment(None, |name| Some(folder.join(name).into_os_string()))
    }

    #[test]
    fn flag_before_environment_before_default() {
        let set = |name: &str| (name == "CPYNAV_INDEX_DIR").then(|| "/env".into());
        assert_eq!(Places::from_environment(Some(Path::new("/flag")), set).index, Path::new("/flag"));
        assert_eq!(Places::from_environment(None, set).index, Path::new("/env"));
        let default = Places::from_environment(None, |_| None);
        assert!(default.index.ends_with("cpynav") && default.config.ends_with("cpynav/config.toml"));
    }

    #[test]
    fn clones_have_readable_names() {
        let places = places(Path::new("/p"));
        let name = |url: &str| places.clone_of(url).file_name().unwrap().to_string_lossy().into_owned();
        assert_eq!(name("https://github.com/python/cpython.git"), "github.com-python-cpython.git");
        assert_eq!(name("git://localhost:9418/real/"), "localhost-9418-real.git");
        assert_eq!(name("user@host:../../x"), "user-host-..-..-x.git");
    }

    #[test]
    fn state_survives_and_nonsense_is_empty() {
        let folder = tempfile::tempdir().unwrap();
        let places = places(folder.path());
        let state = State { repository: Some("/src/cpython".into()) };
        state.save(&places).unwrap();
        assert_eq!(State::load(&places), state);
        fs::write(&places.state, "{").unwrap();
        assert_eq!(State::load(&places), State::default());
    }

    #[test]
    fn the_nearest_checkout_counts() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("a/b")).unwrap();
        fs::create_dir(root.join("a/.git")).unwrap();
        assert_eq!(checkout_around(&root.join("a/b")), Some(root.join("a")));
    }
}
