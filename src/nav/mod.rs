//! Stage 5: questions -> answers, plain values with evidence. It prints nothing and knows no terminal.

mod answer;
mod navigator;

pub use crate::index::SyntaxRow;
pub use answer::{Answer, Direction, EvidenceStep, FoundBy, LinkEnd, LinkFilter, LinkRow, SourceText, StatusReport};
pub use navigator::{Navigator, OpenError, Selection};
