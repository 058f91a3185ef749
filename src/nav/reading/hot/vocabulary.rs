//! `queries/reading/estimate.toml`: what tells hot lines from cold ones where nothing was measured.

use serde::Deserialize;
use std::sync::LazyLock;

/// The words of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    /// Functions that the code of the instructions runs in.
    pub loops: Vec<String>,
    cold: Vec<String>,
    quiet: Vec<String>,
}

/// The words, read when they are first needed.
pub static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../queries/reading/estimate.toml")).expect("compiled-in estimate.toml")
});

impl Vocabulary {
    /// Whether a line, without the space before it, is not passed when all goes well.
    pub fn is_cold(&self, line: &str) -> bool {
        self.cold.iter().any(|start| line.starts_with(start.as_str()))
    }

    /// Whether a line does nothing.
    pub fn is_quiet(&self, line: &str) -> bool {
        self.quiet.iter().any(|start| line.starts_with(start.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::VOCABULARY;

    #[test]
    fn errors_are_cold_and_text_is_quiet() {
        assert!(VOCABULARY.is_cold("return NULL;") && !VOCABULARY.is_cold("return res;"));
        assert!(VOCABULARY.is_quiet("assert(x);") && !VOCABULARY.is_quiet("x = y;"));
    }
}
