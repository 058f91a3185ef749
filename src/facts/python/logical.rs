//! Python text -> its logical lines: what stands between two line ends that end a statement.
//!
//! Brackets, strings and backslashes join lines; strings inside the fields of f-strings are read as if they ended them,
//! which keeps to the line as long as their quotes come in pairs.

use super::text::line_end;

/// A logical line with code on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Logical {
    /// Offset of its first byte that is no blank.
    pub start: usize,
    /// Blanks in front.
    pub indent: usize,
    /// Offset behind the last byte that is neither blank nor comment.
    pub end: usize,
}

/// The logical lines of a source, comments and empty lines left out.
pub(super) struct LogicalLines<'a> {
    source: &'a [u8],
    at: usize,
}

impl<'a> LogicalLines<'a> {
    pub(super) fn new(source: &'a [u8]) -> Self {
        LogicalLines { source, at: 0 }
    }

    fn is_at(&self, at: usize, byte: u8) -> bool {
        self.source.get(at) == Some(&byte)
    }

    /// Returns the place behind a string whose quote stands at `at`.
    fn string_end(&self, at: usize) -> usize {
        let quote = self.source[at];
        let triple = self.is_at(at + 1, quote) && self.is_at(at + 2, quote);
        let mut at = if triple { at + 3 } else { at + 1 };
        while let Some(&byte) = self.source.get(at) {
            match byte {
                b'\\' => at += 1,
                b'\n' if !triple => return at,
                _ if byte != quote => {}
                _ if !triple => return at + 1,
                _ if self.is_at(at + 1, quote) && self.is_at(at + 2, quote) => return at + 3,
                _ => {}
            }
            at += 1;
        }
        self.source.len()
    }
}

impl Iterator for LogicalLines<'_> {
    type Item = Logical;

    fn next(&mut self) -> Option<Logical> {
        loop {
            let blanks = self.source[self.at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            let start = self.at + blanks;
            match self.source.get(start)? {
                b'#' => self.at = (line_end(self.source, start) + 1).min(self.source.len()),
                b'\n' | b'\r' | b'\x0c' => self.at = start + 1,
                _ => {
                    let end = self.end(start);
                    return Some(Logical { start, indent: blanks, end });
                }
            }
        }
    }
}

impl LogicalLines<'_> {
    /// Goes to the next line; returns the end of the code of the one that starts at `start`.
    fn end(&mut self, start: usize) -> usize {
        let (mut at, mut end, mut depth) = (start, start, 0usize);
        while let Some(&byte) = self.source.get(at) {
            match byte {
                b'\n' if depth == 0 => {
                    at += 1;
                    break;
                }
                b'\n' | b'\r' | b' ' | b'\t' | b'\x0c' => at += 1,
                b'#' => at = line_end(self.source, at),
                b'"' | b'\'' => {
                    at = self.string_end(at);
                    end = at;
                }
                b'\\' => {
                    at += if self.is_at(at + 1, b'\r') { 3 } else { 2 };
                }
                _ => {
                    match byte {
                        b'(' | b'[' | b'{' => depth += 1,
                        b')' | b']' | b'}' => depth = depth.saturating_sub(1),
                        _ => {}
                    }
                    at += 1;
                    end = at;
                }
            }
        }
        self.at = at.min(self.source.len());
        end
    }
}

#[cfg(test)]
mod tests {
    use super::LogicalLines;

    fn lines(source: &str) -> Vec<(usize, &str)> {
        LogicalLines::new(source.as_bytes()).map(|line| (line.indent, &source[line.start..line.end])).collect()
    }

    #[test]
    fn brackets_strings_and_backslashes_join_lines() {
        let source = "# a comment\n\ndef f(a,  # one\n      b):\n    '''x\ndef g(): pass\n'''\n    return a + \\\n  b # c\nx = 1\n";
        assert_eq!(
            lines(source),
            [
                (0, "def f(a,  # one\n      b):"),
                (4, "'''x\ndef g(): pass\n'''"),
                (4, "return a + \\\n  b"),
                (0, "x = 1")
            ]
        );
    }

    #[test]
    fn what_never_ends_ends_with_the_text() {
        assert_eq!(lines("x = '''a\n"), [(0, "x = '''a\n")]);
        assert_eq!(lines("x = (1,\n"), [(0, "x = (1,")]);
        assert_eq!(lines("x = 'a\ny = '\\"), [(0, "x = 'a"), (0, "y = '\\")]);
    }
}
