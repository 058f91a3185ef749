//! The words of `queries/c/remarks.toml`.

use rustc_hash::FxHashMap as HashMap;
use serde::Deserialize;
use std::sync::LazyLock;

/// The table.
#[derive(Deserialize)]
pub struct Vocabulary {
    pub drops_gil: Vec<Pattern>,
    pub fatal: Vec<Pattern>,
    pub critical_section: Vec<Pattern>,
    pub critical_decorator: String,
    pub free_threaded: String,
    pub inittab: String,
    pub windows_folder: String,
    pub windows_projects: String,
    pub windows_shared: String,
    pub setup: String,
    pub marks: HashMap<String, String>,
}

/// The table, parsed once.
pub static WORDS: LazyLock<Vocabulary> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../queries/c/remarks.toml")).expect("compiled-in data, parsed by a test")
});

/// A name, or with `*` at its end how names begin.
#[derive(Deserialize)]
#[serde(from = "String")]
pub struct Pattern {
    text: String,
    is_front: bool,
}

impl From<String> for Pattern {
    fn from(text: String) -> Self {
        match text.strip_suffix('*') {
            Some(front) => Pattern { text: front.to_owned(), is_front: true },
            None => Pattern { text, is_front: false },
        }
    }
}

/// Whether a name is one of the patterns.
pub fn is_one(patterns: &[Pattern], name: &str) -> bool {
    patterns.iter().any(|one| if one.is_front { name.starts_with(&one.text) } else { *one.text == *name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_parses() {
        assert!(is_one(&WORDS.critical_section, "Py_BEGIN_CRITICAL_SECTION2"));
        assert!(!is_one(&WORDS.drops_gil, "Py_END_ALLOW_THREADS"));
    }
}
