//! What happens to the interface: keys, mouse, resizing, answers.

use super::Key;
use super::ask::Reply;

/// One event, as plain data.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The left button was pressed at a column and row.
    Click(u16, u16),
    /// The wheel was turned at a column and row; downwards when positive.
    Wheel(u16, u16, isize),
    /// The terminal has these columns and rows now.
    Resize(u16, u16),
    /// An answer came.
    Reply(Reply),
}
