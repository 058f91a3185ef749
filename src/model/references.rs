//! The uses of names in a Python file, kept close: there are hundreds of thousands, and most are never looked at.

use super::PythonReference;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The uses of names in a file, in its order: every name stands once in one text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct References {
    text: Box<str>,
    /// Where each name ends in the text; it starts where the one before ends.
    ends: Vec<u32>,
    rows: Vec<Row>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Row {
    /// Its place among the names.
    name: u32,
    inside: Option<u32>,
    line: u32,
    is_call: bool,
}

/// One of them; see `PythonReference`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reference<'r> {
    /// The dotted text.
    pub name: &'r str,
    /// The definition around it.
    pub inside: Option<u32>,
    /// 1-based line.
    pub line: u32,
    /// Whether it is called.
    pub is_call: bool,
}

impl References {
    /// Returns all of them.
    pub fn iter(&self) -> impl Iterator<Item = Reference<'_>> {
        self.rows.iter().map(|row| {
            let Row { name, inside, line, is_call } = *row;
            Reference { name: self.name(name as usize), inside, line, is_call }
        })
    }

    /// Returns the names, each once.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|at| self.name(at))
    }

    fn name(&self, at: usize) -> &str {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        self.ends.get(at).and_then(|end| self.text.get(start..*end as usize)).unwrap_or_default()
    }
}

impl From<Vec<PythonReference>> for References {
    fn from(all: Vec<PythonReference>) -> Self {
        let mut known: HashMap<&str, u32> = HashMap::new();
        let (mut text, mut ends, mut rows) = (String::new(), Vec::new(), Vec::with_capacity(all.len()));
        for PythonReference { name, inside, line, is_call } in &all {
            let name = *known.entry(name).or_insert_with(|| {
                text.push_str(name);
                ends.push(text.len() as u32);
                ends.len() as u32 - 1
            });
            rows.push(Row { name, inside: *inside, line: *line, is_call: *is_call });
        }
        References { text: text.into(), ends, rows }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_once_and_come_back_in_order() {
        let one = |name: &str, line| PythonReference { name: name.into(), inside: Some(line), line, is_call: line > 1 };
        let all = vec![one("a.b", 1), one("é", 2), one("a.b", 3), one("", 4)];
        let references = References::from(all.clone());
        assert_eq!(&*references.text, "a.bé");
        let back = references.iter().map(|it| PythonReference {
            name: it.name.into(),
            inside: it.inside,
            line: it.line,
            is_call: it.is_call,
        });
        assert_eq!(back.collect::<Vec<_>>(), all);
    }
}
