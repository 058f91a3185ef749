//! A text over the panes: how a definition differs between two revisions.

/// An open text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// What it is, in a few words.
    pub title: String,
    /// Its lines; of a difference each begins with `+`, `-`, `@` or a space.
    pub lines: Vec<String>,
    /// The first line that is seen.
    pub top: usize,
}
