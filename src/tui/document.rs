//! A source text cut into lines. A plain value: shared, never changed.

use crate::nav::SourceText;
use std::ops::Range;
use std::path::Path;

/// A file as it is shown.
#[derive(Debug, PartialEq, Eq)]
pub struct Document {
    /// Its path and the whole text.
    pub source: SourceText,
    starts: Vec<usize>,
}

impl Document {
    /// Cuts a text into lines.
    pub fn new(source: SourceText) -> Self {
        let text = &source.text;
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let mut starts: Vec<usize> = std::iter::once(0).chain(ends).collect();
        if starts.len() > 1 && starts.last() == Some(&text.len()) {
            starts.pop();
        }
        Document { source, starts }
    }

    /// Returns its path from the repository's root.
    pub fn file(&self) -> &str {
        &self.source.file
    }

    /// Tells whether dotted names mean something in it.
    pub fn is_python(&self) -> bool {
        Path::new(self.file()).extension().is_some_and(|end| end == "py" || end == "pyi")
    }

    /// Returns the number of lines, at least 1.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// Returns the bytes of a line (0-based) without its end.
    pub fn span(&self, line: usize) -> Range<usize> {
        let Some(&start) = self.starts.get(line) else { return self.source.text.len()..self.source.text.len() };
        let end = self.starts.get(line + 1).copied().unwrap_or(self.source.text.len());
        let text = &self.source.text[start..end];
        start..start + text.trim_end_matches(['\n', '\r']).len()
    }

    /// Returns the bytes of some lines (0-based, end excluded) without the end of the last.
    pub fn bytes(&self, lines: &Range<usize>) -> Range<usize> {
        self.span(lines.start).start..self.span(lines.end.max(lines.start + 1) - 1).end
    }

    /// Returns the text of a line (0-based) without its end.
    pub fn line(&self, line: usize) -> &str {
        &self.source.text[self.span(line)]
    }

    /// Returns the name at or after a byte of a line, as a range in that line.
    pub fn word(&self, line: usize, byte: usize) -> Option<Range<usize>> {
        let text = self.line(line);
        words(text).find(|word| word.end > byte)
    }

    /// Returns the first name of the document behind a place, as line and byte.
    pub fn word_after(&self, line: usize, byte: usize) -> Option<(usize, usize)> {
        let here = words(self.line(line)).find(|word| word.start > byte).map(|word| (line, word.start));
        let below = || (line + 1..self.lines()).find_map(|at| Some((at, words(self.line(at)).next()?.start)));
        here.or_else(below)
    }

    /// Returns the last name of the document before a place, as line and byte.
    pub fn word_before(&self, line: usize, byte: usize) -> Option<(usize, usize)> {
        let here = words(self.line(line)).take_while(|word| word.start < byte).last().map(|word| (line, word.start));
        let above = || (0..line).rev().find_map(|at| Some((at, words(self.line(at)).last()?.start)));
        here.or_else(above)
    }

    /// Returns the text of a name together with the dotted names before it: `os.path.join` at `join`.
    pub fn dotted(&self, line: usize, word: &Range<usize>) -> &str {
        let text = self.line(line);
        let before = text[..word.start].trim_end_matches(|char: char| is_name(char) || char == '.');
        let whole = &text[before.len()..word.end];
        whole.trim_start_matches('.')
    }
}

/// Returns the names of a line; numbers and the letters in front of a string are none.
fn words(line: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + line[at..].find(is_name)?;
            let end = line[start..].find(|char| !is_name(char)).map_or(line.len(), |length| start + length);
            at = end;
            let is_prefix = line[end..].starts_with(['"', '\'']) && is_prefix(&line[start..end]);
            if !is_prefix && !line[start..].starts_with(|char: char| char.is_ascii_digit()) {
                return Some(start..end);
            }
        }
    })
}

/// Whether a word is what Python or C write in front of a string: `b`, `rf`, `u8`, `L`.
fn is_prefix(word: &str) -> bool {
    word.len() <= 2 && word.chars().all(|char| "rRbBuUfFtTL8".contains(char))
}

fn is_name(char: char) -> bool {
    char == '_' || char.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_names() {
        let document = |text: &str| Document::new(SourceText { file: "a.py".into(), text: text.into(), web: None });
        assert_eq!(document("").lines(), 1);
        let document = document("x = os.path.join(1, y)\r\n\n  z\n");
        assert_eq!(document.lines(), 3);
        assert_eq!(document.line(0), "x = os.path.join(1, y)");
        assert_eq!((document.line(1), document.line(2), document.line(9)), ("", "  z", ""));
        let join = document.word(0, 13).unwrap_or_default();
        assert_eq!((&document.line(0)[join.clone()], document.dotted(0, &join)), ("join", "os.path.join"));
        assert_eq!(document.word_after(0, 12), Some((0, 20)));
        assert_eq!(document.word_after(0, 20), Some((2, 2)));
        assert_eq!(document.word_after(2, 2), None);
        assert_eq!(document.word_before(2, 2), Some((0, 20)));
    }
}
