//! Byte offsets -> line numbers.

use std::ops::Range;

/// Where the lines of a text start.
pub struct Lines {
    starts: Vec<u32>,
    length: u32,
}

impl Lines {
    /// Reads the line starts of `text`.
    pub fn new(text: &[u8]) -> Self {
        let mut starts = Vec::with_capacity(text.len() / 30 + 1);
        starts.push(0);
        starts.extend(memchr::memchr_iter(b'\n', text).map(|at| at as u32 + 1));
        Lines { starts, length: text.len() as u32 }
    }

    /// Returns the 1-based line of a byte offset.
    pub fn of(&self, offset: usize) -> u32 {
        self.starts.partition_point(|start| *start as usize <= offset) as u32
    }

    /// Returns the bytes of some 1-based lines, without the last line feed.
    pub fn span(&self, first: u32, last: u32) -> Range<usize> {
        let start = |line: usize| self.starts.get(line).map(|start| *start as usize);
        let from = start(first.saturating_sub(1) as usize).unwrap_or(self.length as usize);
        from..start(last as usize).map_or(self.length as usize, |next| next - 1).max(from)
    }

    /// Returns the number of lines; a last line without line feed counts.
    pub fn count(&self) -> u32 {
        let last = self.starts.last().copied().unwrap_or(0);
        self.starts.len() as u32 - u32::from(last == self.length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_one() {
        let lines = Lines::new(b"a\nb\nc");
        assert_eq!((lines.of(0), lines.of(1), lines.of(2), lines.of(4), lines.count()), (1, 1, 2, 3, 3));
        assert_eq!((lines.span(1, 2), lines.span(3, 3), lines.span(4, 9)), (0..3, 4..5, 5..5));
        assert_eq!((Lines::new(b"").count(), Lines::new(b"a\n").count()), (0, 1));
    }
}
