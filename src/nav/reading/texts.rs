//! The texts that a list reads lines of: each file is taken out of the store once.

use crate::nav::{Navigator, SourceText};
use anyhow::Result;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

/// A text with its lines.
#[derive(Debug)]
pub struct Text {
    /// The file.
    pub source: SourceText,
    /// Where each line begins, and the end of the text.
    starts: Vec<usize>,
}

impl Text {
    fn new(source: SourceText) -> Self {
        let ends = source.text.match_indices('\n').map(|(at, _)| at + 1);
        let mut starts: Vec<usize> = std::iter::once(0).chain(ends).collect();
        if starts.last() != Some(&source.text.len()) {
            starts.push(source.text.len());
        }
        Text { source, starts }
    }

    /// The bytes of a line, 1-based, with its end; empty behind the last one.
    pub fn bytes(&self, line: u32) -> Range<usize> {
        let at = (line.max(1) as usize - 1).min(self.starts.len() - 1);
        let end = self.starts.get(at + 1).copied().unwrap_or(self.starts[at]);
        self.starts[at]..end
    }

    /// A line, 1-based, without its end.
    pub fn line(&self, line: u32) -> &str {
        self.source.text[self.bytes(line)].trim_end_matches(['\n', '\r'])
    }
}

/// Texts of an index, kept as long as a list is made or printed.
pub struct Texts<'n> {
    navigator: &'n Navigator,
    known: RefCell<HashMap<String, Rc<Text>>>,
}

impl<'n> Texts<'n> {
    /// Begins with none.
    pub fn new(navigator: &'n Navigator) -> Self {
        Texts { navigator, known: RefCell::new(HashMap::new()) }
    }

    /// Returns the text of an indexed file.
    pub fn get(&self, file: &str) -> Result<Rc<Text>> {
        if let Some(text) = self.known.borrow().get(file) {
            return Ok(Rc::clone(text));
        }
        let text = Rc::new(Text::new(self.navigator.source(file)?));
        self.known.borrow_mut().insert(file.to_owned(), Rc::clone(&text));
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::Text;
    use crate::nav::SourceText;

    #[test]
    fn any_line_of_any_text_is_fine() {
        for (text, second) in [("", ""), ("a", ""), ("a\n", ""), ("a\r\nb", "b"), ("a\n\nc\n", "")] {
            let text = Text::new(SourceText { file: "f".into(), text: text.into(), web: None });
            assert_eq!(text.line(2), second);
            assert_eq!(text.line(99), "");
        }
    }
}
