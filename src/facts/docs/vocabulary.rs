//! Which directives describe what: `queries/docs/directives.toml`.

use crate::model::Subject;
use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The words of the table.
#[derive(Deserialize)]
pub struct Vocabulary {
    python: HashSet<String>,
    scopes: HashSet<String>,
    c: HashSet<String>,
    c_scopes: HashSet<String>,
    opcode: HashSet<String>,
    module: HashSet<String>,
    /// Directives that only say in which module the next names live.
    pub current: HashSet<String>,
    /// Roles that hold a path.
    pub path_roles: Vec<String>,
}

/// The table, parsed once.
pub static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../queries/docs/directives.toml")).expect("compiled-in data, parsed by a test")
});

impl Vocabulary {
    /// Returns what a directive describes.
    pub fn subject(&self, directive: &str) -> Option<Subject> {
        let table = [
            (&self.python, Subject::Python),
            (&self.c, Subject::C),
            (&self.opcode, Subject::Opcode),
            (&self.module, Subject::Module),
        ];
        table.into_iter().find(|(words, _)| words.contains(directive)).map(|(_, subject)| subject)
    }

    /// Whether names inside such a directive belong to what it describes.
    pub fn is_scope(&self, directive: &str) -> bool {
        self.scopes.contains(directive) || self.c_scopes.contains(directive)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_parses() {
        assert_eq!(VOCABULARY.subject("c:macro"), Some(Subject::C));
        assert_eq!(VOCABULARY.subject("note"), None);
        assert!(VOCABULARY.is_scope("class") && !VOCABULARY.is_scope("method"));
    }
}
