//! What is kept from one run to the next: searches, places visited, bookmarks. A plain value; `load` and `save` alone
//! touch the disk. Losing it harms nothing.

use crate::nav::Answer;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::Path;

/// A place to come back to, in whatever revision is open: by its definition, else by its line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The definition's symbol; empty where none is around.
    pub symbol: String,
    /// The Python name under which it was known, or empty.
    #[serde(default)]
    pub python: String,
    /// Path from the repository's root.
    pub file: String,
    /// 1-based line when it was kept.
    pub line: u32,
    /// Lines behind the definition's own line.
    #[serde(default)]
    pub offset: u32,
}

impl Mark {
    /// Keeps a line of a definition.
    pub fn of(answer: &Answer, line: u32) -> Mark {
        let inside = (answer.line..=answer.end_line).contains(&line);
        Mark {
            symbol: answer.symbol.clone().unwrap_or_default(),
            python: answer.python_name.clone().unwrap_or_default(),
            file: answer.file.clone(),
            line,
            offset: if inside { line - answer.line } else { 0 },
        }
    }

    /// Tells whether both are at the same line of the same definition.
    pub fn is_same(&self, other: &Mark) -> bool {
        (&self.symbol, &self.file, self.offset) == (&other.symbol, &other.file, other.offset)
            && (self.line == other.line || !self.symbol.is_empty())
    }
}

/// All that is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// Searches that led somewhere, the latest first.
    pub queries: Vec<String>,
    /// Definitions jumped to, the latest first.
    pub visited: Vec<Mark>,
    /// Places kept on purpose, the latest first.
    pub bookmarks: Vec<Mark>,
}

/// So many searches and places visited are kept.
const KEPT: usize = 200;

impl Memory {
    /// Notes a search that led somewhere.
    pub fn asked(&mut self, words: &str) {
        let words = words.trim();
        if !words.is_empty() {
            self.queries.retain(|other| other != words);
            self.queries.insert(0, words.to_owned());
            self.queries.truncate(KEPT);
        }
    }

    /// Notes a place that was jumped to.
    pub fn went(&mut self, mark: Mark) {
        self.visited.retain(|other| (&other.symbol, &other.file) != (&mark.symbol, &mark.file));
        self.visited.insert(0, mark);
        self.visited.truncate(KEPT);
    }

    /// Keeps a place or drops it again; tells whether it is kept now.
    pub fn toggle(&mut self, mark: Mark) -> bool {
        let before = self.bookmarks.len();
        self.bookmarks.retain(|other| !other.is_same(&mark));
        let is_new = self.bookmarks.len() == before;
        if is_new {
            self.bookmarks.insert(0, mark);
        }
        is_new
    }

    /// Reads what was kept; what cannot be read is empty.
    pub fn load(path: &Path) -> Memory {
        fs::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// Writes it, whole or not at all.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let aside = path.with_extension(format!("{}.tmp", std::process::id()));
        fs::write(&aside, serde_json::to_vec_pretty(self)?)?;
        fs::rename(&aside, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(symbol: &str, line: u32) -> Mark {
        Mark { symbol: symbol.into(), python: String::new(), file: "a.c".into(), line, offset: line - 1 }
    }

    #[test]
    fn the_latest_comes_first_and_once() {
        let mut memory = Memory::default();
        for words in ["len", "list", " ", "len"] {
            memory.asked(words);
        }
        assert_eq!(memory.queries, ["len", "list"]);
        assert!(memory.toggle(mark("f", 3)) && memory.toggle(mark("f", 4)) && !memory.toggle(mark("f", 3)));
        assert_eq!(memory.bookmarks, [mark("f", 4)]);
        memory.went(mark("f", 1));
        memory.went(mark("g", 1));
        memory.went(mark("f", 9));
        assert_eq!(memory.visited, [mark("f", 9), mark("g", 1)]);
    }

    #[test]
    fn it_survives_and_nonsense_is_empty() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/browse.json");
        let mut memory = Memory::default();
        memory.asked("len");
        memory.save(&path).unwrap();
        assert_eq!(Memory::load(&path), memory);
        fs::write(&path, "{").unwrap();
        assert_eq!(Memory::load(&path), Memory::default());
    }
}
