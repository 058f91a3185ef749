//! `lang:c kind:macro path:Objects/ in:dictobject.c` in a question -> which definitions may answer.

use crate::index::is_test;
use crate::model::{Definition, Kind, Language};
use crate::nav::Navigator;
use anyhow::Result;
use std::ops::Range;

/// What a question restricts its answers to; several values of one word are alternatives.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Filter {
    languages: Vec<Language>,
    kinds: Vec<Kind>,
    /// How the path begins, or a part of it with `/`.
    paths: Vec<String>,
    /// The file's name, or the end of its path.
    files: Vec<String>,
}

impl Filter {
    /// Splits a question into its filters and the rest. A word that is no filter after all belongs to the rest.
    pub fn parse(query: &str) -> (Filter, String) {
        let (mut filter, mut rest) = (Filter::default(), Vec::new());
        for word in query.split_whitespace() {
            if !filter.take(word) {
                rest.push(word);
            }
        }
        (filter, rest.join(" "))
    }

    fn take(&mut self, word: &str) -> bool {
        let Some((name, value)) = word.split_once(':') else { return false };
        if value.is_empty() {
            return false;
        }
        let lower = value.to_ascii_lowercase();
        match name {
            "lang" | "language" => {
                let language = match lower.as_str() {
                    "py" => Some(Language::Python),
                    "docs" => Some(Language::Doc),
                    other => Language::parse(other),
                };
                language.map(|language| self.languages.push(language)).is_some()
            }
            "kind" => Kind::parse(&lower).map(|kind| self.kinds.push(kind)).is_some(),
            "path" => {
                self.paths.push(lower);
                true
            }
            "in" => {
                self.files.push(lower);
                true
            }
            _ => false,
        }
    }

    /// Whether it lets everything pass.
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }

    /// Whether it leads into the tests.
    pub fn asks_tests(&self) -> bool {
        self.paths.iter().chain(&self.files).any(|path| path.contains("test") || is_test(path))
    }

    /// Whether it says something of the files.
    fn names_files(&self) -> bool {
        !self.paths.is_empty() || !self.files.is_empty()
    }

    /// Whether a file may answer.
    fn has_file(&self, path: &str) -> bool {
        let path = path.to_ascii_lowercase();
        let below = |part: &String| path.starts_with(part.as_str()) || path.contains(&format!("/{part}"));
        let ends =
            |end: &String| path == *end || path.strip_suffix(end.as_str()).is_some_and(|rest| rest.ends_with('/'));
        (self.paths.is_empty() || self.paths.iter().any(below))
            && (self.files.is_empty() || self.files.iter().any(ends))
    }

    /// Whether a definition may answer, its file aside.
    fn has_definition(&self, definition: &Definition) -> bool {
        (self.languages.is_empty() || self.languages.contains(&definition.language))
            && (self.kinds.is_empty() || self.kinds.contains(&definition.kind))
    }
}

/// A filter, ready to be asked about an index.
pub(super) struct Gate<'f> {
    filter: &'f Filter,
    /// The ids of the definitions in the files that may answer, ascending; `None` for all.
    files: Option<Vec<Range<u32>>>,
}

impl<'f> Gate<'f> {
    /// Looks up which files may answer.
    pub fn new(navigator: &Navigator, filter: &'f Filter) -> Result<Self> {
        let mut files = None;
        if filter.names_files() {
            let mut ranges = Vec::new();
            for (file, path) in navigator.files().enumerate() {
                if filter.has_file(path) {
                    ranges.push(navigator.reader.in_file(file as u32)?);
                }
            }
            files = Some(ranges);
        }
        Ok(Gate { filter, files })
    }

    /// Whether the file of a definition may answer: costs nothing.
    pub fn lets_file(&self, id: u32) -> bool {
        let Some(ranges) = &self.files else { return true };
        let after = ranges.partition_point(|range| range.start <= id);
        after > 0 && ranges[after - 1].contains(&id)
    }

    /// Whether a definition may answer.
    pub fn lets(&self, navigator: &Navigator, id: u32) -> Result<bool> {
        if !self.lets_file(id) {
            return Ok(false);
        }
        if self.filter.kinds.is_empty() && self.filter.languages.is_empty() {
            return Ok(true);
        }
        Ok(self.filter.has_definition(&navigator.reader.definition(id)?.definition))
    }

    /// All definitions of the files that the filter names; none where it names no file.
    pub fn ids(&self) -> impl Iterator<Item = u32> {
        self.files.iter().flatten().cloned().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_taken_out_of_the_question() {
        let (filter, rest) = Filter::parse("lang:c dict kind:macro get path:Objects/ in:dictobject.c size:9");
        assert_eq!(rest, "dict get size:9");
        assert_eq!((filter.languages.as_slice(), filter.kinds.as_slice()), (&[Language::C][..], &[Kind::Macro][..]));
        assert!(filter.has_file("Objects/dictobject.c"));
        assert!(!filter.has_file("Objects/listobject.c") && !filter.has_file("Python/dictobject.c"));
        assert!(Filter::parse("a b").0.is_empty());
    }
}
