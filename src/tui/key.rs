//! A key press as plain data, written in the key table as `g`, `ctrl-o`, `alt-left`, `enter`.

use std::fmt;
use std::str::FromStr;

/// A key with its modifiers. Shift is part of the character (`G`), except for `shift-tab`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key itself.
    pub code: Code,
    /// Whether Ctrl was held.
    pub ctrl: bool,
    /// Whether Alt was held.
    pub alt: bool,
}

/// What was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// A character, upper case when Shift was held.
    Char(char),
    /// A key without a character; its name as the key table writes it.
    Named(&'static str),
}

/// Names of the keys without a character, as written in the key table, and as the key bar shows them.
const NAMES: [(&str, &str); 16] = [
    ("enter", "Enter"),
    ("esc", "Esc"),
    ("tab", "Tab"),
    ("shift-tab", "Shift-Tab"),
    ("backspace", "Backspace"),
    ("delete", "Del"),
    ("up", "↑"),
    ("down", "↓"),
    ("left", "←"),
    ("right", "→"),
    ("home", "Home"),
    ("end", "End"),
    ("pageup", "PgUp"),
    ("pagedown", "PgDn"),
    ("f1", "F1"),
    ("f5", "F5"),
];

impl Key {
    /// A key without modifiers, by its name in the key table; anything unknown is no key.
    pub fn named(name: &str) -> Option<Key> {
        let (name, _) = NAMES.iter().find(|(known, _)| *known == name)?;
        Some(Key { code: Code::Named(name), ctrl: false, alt: false })
    }

    /// A character without modifiers.
    pub fn char(char: char) -> Key {
        Key { code: Code::Char(char), ctrl: false, alt: false }
    }

    /// Returns the character that the key types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self {
            Key { code: Code::Char(char), ctrl: false, alt: false } => Some(char),
            _ => None,
        }
    }
}

impl FromStr for Key {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let unknown = || format!("no key is called {text:?}");
        if let Some(key) = Key::named(text) {
            return Ok(key);
        }
        if let Some(rest) = text.strip_prefix("ctrl-").filter(|rest| !rest.is_empty()) {
            return Ok(Key { ctrl: true, ..rest.parse()? });
        }
        if let Some(rest) = text.strip_prefix("alt-").filter(|rest| !rest.is_empty()) {
            return Ok(Key { alt: true, ..rest.parse()? });
        }
        if text == "space" {
            return Ok(Key::char(' '));
        }
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(char), None) => Ok(Key::char(char)),
            _ => Err(unknown()),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.alt {
            f.write_str("Alt-")?;
        }
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        match self.code {
            Code::Char(' ') => f.write_str("Space"),
            Code::Char(char) => write!(f, "{char}"),
            Code::Named(name) => {
                f.write_str(NAMES.iter().find(|(known, _)| *known == name).map_or(name, |(_, shown)| shown))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_keys() {
        let shown = |text: &str| text.parse::<Key>().map(|key| key.to_string());
        assert_eq!(shown("ctrl-o"), Ok("Ctrl-o".into()));
        assert_eq!(shown("alt-left"), Ok("Alt-←".into()));
        assert_eq!(shown("G"), Ok("G".into()));
        assert_eq!(shown("-"), Ok("-".into()));
        assert!(shown("hyper-x").is_err());
        assert!(shown("").is_err());
    }
}
