//! The configuration file: defaults below the environment and the flags.

use super::args::When;
use super::error::CliError;
use crate::tui::{KeyRow, ThemeTable};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// What `config.toml` may say. An unknown key is an error: it is most likely misspelt.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// As `--repo`.
    pub repo: Option<String>,
    /// As `--rev`.
    pub rev: Option<String>,
    /// As `--index-dir`.
    pub index_dir: Option<PathBuf>,
    /// As `--color`.
    pub color: Option<When>,
    /// As `--limit`.
    pub limit: Option<usize>,
    /// The pager, as in `CPYNAV_PAGER`.
    pub pager: Option<String>,
    /// The editor, instead of `$VISUAL` and `$EDITOR`.
    pub editor: Option<String>,
    /// Whether the terminal interface takes the mouse.
    pub mouse: Option<bool>,
    /// Own rows of the key table of the terminal interface: `[[key]]` with `do`, `keys` and `in`, as in
    /// `src/tui/keys.toml`.
    #[serde(default)]
    pub key: Vec<KeyRow>,
    /// Colours of the terminal interface: `[theme]` with `ground = "light"`, and styles as in `keyword = "magenta bold"`.
    #[serde(default)]
    pub theme: ThemeTable,
}

/// Reads the file; one that is not there says nothing.
pub fn load(path: &Path) -> Result<Config, CliError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Config::default()),
        Err(error) => return Err(CliError::new(format!("cannot read {}: {error}", path.display()))),
    };
    toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        let what = error.message().lines().next().unwrap_or_default().to_owned();
        CliError::new(format!("{}:{line}: {what}", path.display()))
    })
}
