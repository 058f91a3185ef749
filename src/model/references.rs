//! The uses of names in a Python file, kept close: there are hundreds of thousands, and most are never looked at.

use super::PythonReference;
use super::packed::{packed, put_number, take_number};
use serde::{Serialize, Serializer};
use std::collections::HashMap;

/// The uses of names in a file, in its order: every name stands once in one text, and the rest of each in a few bytes,
/// which are looked at when somebody asks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct References {
    text: Box<str>,
    /// Where each name ends in the text; it starts where the one before ends.
    ends: Vec<u32>,
    /// Per use: the number of its name and, as the lowest bit, whether it is called; one more than the definition around
    /// it, 0 where there is none; its line.
    rows: Box<[u8]>,
}

packed! { References { text, ends, rows } }

/// One of them; see `PythonReference`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
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
        let mut rows = &*self.rows;
        std::iter::from_fn(move || {
            let name = take_number(&mut rows)?;
            let (inside, line) = (take_number(&mut rows)?.checked_sub(1), take_number(&mut rows)?);
            Some(Reference { name: self.name(name as usize >> 1), inside, line, is_call: name & 1 == 1 })
        })
    }

    fn name(&self, at: usize) -> &str {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        self.ends.get(at).and_then(|end| self.text.get(start..*end as usize)).unwrap_or_default()
    }
}

impl Serialize for References {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl From<Vec<PythonReference>> for References {
    fn from(all: Vec<PythonReference>) -> Self {
        let mut known: HashMap<&str, u32> = HashMap::new();
        let (mut text, mut ends, mut rows) = (String::new(), Vec::new(), Vec::new());
        for PythonReference { name, inside, line, is_call } in &all {
            let name = *known.entry(name).or_insert_with(|| {
                text.push_str(name);
                ends.push(text.len() as u32);
                ends.len() as u32 - 1
            });
            put_number(name << 1 | u32::from(*is_call), &mut rows);
            put_number(inside.map_or(0, |inside| inside + 1), &mut rows);
            put_number(*line, &mut rows);
        }
        References { text: text.into(), ends, rows: rows.into() }
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
