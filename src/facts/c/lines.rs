//! Byte offsets -> line numbers.

/// Where the lines of a text start.
pub struct Lines {
    starts: Vec<u32>,
    length: u32,
}

impl Lines {
    /// Reads the line starts of `text`.
    pub fn new(text: &str) -> Self {
        let mut starts = Vec::with_capacity(text.len() / 30 + 1);
        starts.push(0);
        starts.extend(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at as u32 + 1));
        Lines { starts, length: text.len() as u32 }
    }

    /// Returns the 1-based line of a byte offset.
    pub fn of(&self, offset: usize) -> u32 {
        self.starts.partition_point(|start| *start as usize <= offset) as u32
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
        let lines = Lines::new("a\nb\nc");
        assert_eq!((lines.of(0), lines.of(1), lines.of(2), lines.of(4), lines.count()), (1, 1, 2, 3, 3));
        assert_eq!((Lines::new("").count(), Lines::new("a\n").count()), (0, 1));
    }
}
