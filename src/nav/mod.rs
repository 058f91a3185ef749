//! Stage 5: questions -> answers, plain values with evidence. It prints nothing and knows no terminal.

mod answer;
mod answers;
mod export;
mod links;
mod moved;
mod navigator;
mod path;
mod pep;
mod place;
mod platform;
pub mod reading;
mod refs;
mod remarks;
mod resolve;
pub mod script;
mod search;
mod select;
mod source;
mod status;
pub mod topics;
mod where_is;

pub use crate::facts::highlight::{Class, Paint};
pub use crate::index::SyntaxRow;
pub use answer::{Answer, Direction, EvidenceStep, FoundBy, LinkEnd, LinkFilter, LinkRow, SourceText, StatusReport};
pub use links::CALLS;
pub use navigator::Navigator;
pub use refs::{Meaning, Reference};
pub use remarks::RemarkRow;
pub use select::{OpenError, Selection, available};
pub use source::{paint_near, paint_whole};
pub use status::{Share, Shared, shares};
pub use where_is::TYPEDEF;
