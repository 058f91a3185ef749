//! What the person chose.

use super::keymap::{KeyRow, Keymap};
use super::theme::{Theme, ThemeTable};
use std::path::PathBuf;

/// Settings of a run.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whether colours are used.
    pub colour: bool,
    /// Whether the mouse is.
    pub mouse: bool,
    /// Which editor to open, a command line.
    pub editor: String,
    /// The key table.
    pub keys: Keymap,
    /// Styles of one's own, and the ground they stand on.
    pub theme: Theme,
    /// The file that keeps searches, places and bookmarks, where they are kept.
    pub memory: Option<PathBuf>,
}

impl Options {
    /// Reads what the environment says: `NO_COLOR`, `CPYNAV_EDITOR`, `VISUAL`, `EDITOR`.
    pub fn from_environment() -> Self {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let editor = ["CPYNAV_EDITOR", "VISUAL", "EDITOR"].into_iter().find_map(set);
        Options {
            colour: set("NO_COLOR").is_none(),
            mouse: true,
            editor: editor.unwrap_or_else(|| "vi".to_owned()),
            keys: Keymap::default(),
            theme: Theme::on_ground(std::env::var("COLORFGBG").ok().as_deref()),
            memory: None,
        }
    }

    /// Adds a person's own rows to the key table; an error says what is wrong with one.
    pub fn with_keys(self, rows: Vec<KeyRow>) -> Result<Self, String> {
        Ok(Options { keys: self.keys.with(rows)?, ..self })
    }

    /// Takes a person's own colours; an error says what is wrong with one.
    pub fn with_theme(mut self, own: &ThemeTable) -> Result<Self, String> {
        self.theme = self.theme.with(own)?;
        Ok(self)
    }
}
