//! What the person chose.

use super::keymap::{KeyRow, Keymap};

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
        }
    }

    /// Adds a person's own rows to the key table; an error says what is wrong with one.
    pub fn with_keys(self, rows: Vec<KeyRow>) -> Result<Self, String> {
        Ok(Options { keys: self.keys.with(rows)?, ..self })
    }
}
