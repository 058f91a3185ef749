//! `queries/reading/estimate.toml`: what tells hot lines from cold ones where nothing was measured.

use super::sections::fits;
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
    cold_names: Vec<String>,
    failed: Vec<String>,
    off: Vec<String>,
    next: Vec<String>,
    unlikely: Vec<String>,
    likely: Vec<String>,
    absence: Vec<String>,
    presence: Vec<String>,
    inline: Vec<String>,
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

    /// Whether a line is a label behind which stands what runs when something failed.
    pub fn is_failure(&self, line: &str) -> bool {
        self.failed.iter().any(|label| line.starts_with(label.as_str()))
    }

    /// Whether a line goes on with the next instruction of the interpreter.
    pub fn goes_on(&self, line: &str) -> bool {
        self.next.iter().any(|start| line.starts_with(start.as_str()))
    }

    /// Whether the sources mark a condition as rarely true.
    pub fn is_unlikely(&self, line: &str) -> bool {
        holds(&self.unlikely, line)
    }

    /// Whether the sources mark a condition as mostly true.
    pub fn is_likely(&self, line: &str) -> bool {
        holds(&self.likely, line)
    }

    /// Whether a condition asks if something failed or is not there.
    pub fn tells_absence(&self, line: &str) -> bool {
        holds(&self.absence, line)
    }

    /// Whether a condition asks if something is there.
    pub fn tells_presence(&self, line: &str) -> bool {
        holds(&self.presence, line)
    }

    /// Whether a line of a head makes its function inline.
    pub fn is_inline(&self, line: &str) -> bool {
        holds(&self.inline, line)
    }

    /// Whether a condition of the preprocessor names a build that is not the default one.
    pub fn is_off(&self, condition: &str) -> bool {
        condition.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| self.off.iter().any(|off| off == word))
    }

    /// Whether a function of that name runs rarely.
    pub fn is_cold_name(&self, name: &str) -> bool {
        self.cold_names.iter().any(|pattern| fits(pattern, name))
    }
}

fn holds(words: &[String], line: &str) -> bool {
    words.iter().any(|word| line.contains(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::VOCABULARY;

    #[test]
    fn errors_are_cold_and_text_is_quiet() {
        assert!(VOCABULARY.is_cold("return NULL;") && !VOCABULARY.is_cold("return res;"));
        assert!(VOCABULARY.is_quiet("assert(x);") && !VOCABULARY.is_quiet("x = y;"));
        assert!(VOCABULARY.is_cold_name("PyErr_NoMemory") && !VOCABULARY.is_cold_name("PyDict_GetItem"));
    }
}
