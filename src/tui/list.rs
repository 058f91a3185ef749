//! A cursor in a list and the part of the list that is seen; knows rows by number only.

/// Cursor and first visible row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct List {
    /// The row under the cursor.
    pub selected: usize,
    /// The first row that is seen.
    pub top: usize,
}

impl List {
    /// Moves the cursor by `rows`, at most to the ends.
    pub fn step(&mut self, rows: isize, length: usize) {
        self.selected = self.selected.saturating_add_signed(rows).min(length.saturating_sub(1));
    }

    /// Scrolls so that the rows `first..=last` are seen in `height` rows, `first` above all.
    pub fn reveal(&mut self, first: usize, last: usize, height: usize) {
        if last >= self.top + height {
            self.top = (last + 1).saturating_sub(height);
        }
        self.top = self.top.min(first);
    }
}
