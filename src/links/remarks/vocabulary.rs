//! The words of `queries/c/remarks.toml`.

use rustc_hash::FxHashMap as HashMap;
use serde::Deserialize;
use std::sync::LazyLock;

/// The table.
#[derive(Deserialize)]
pub struct Vocabulary {
    pub drops_gil: Vec<String>,
    pub fatal: Vec<String>,
    pub critical_section: Vec<String>,
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

/// Whether a name is one of the patterns.
pub fn is_one(patterns: &[String], name: &str) -> bool {
    patterns.iter().any(|pattern| match pattern.strip_suffix('*') {
        Some(front) => name.starts_with(front),
        None => pattern == name,
    })
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
