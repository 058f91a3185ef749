//! Concepts: the words people use -> the definitions that a reader should see, in reading order. The concepts are data
//! in `queries/topics/`; which definitions they lead to is looked up in the index that is open.

mod book;
mod load;
mod resolve;
mod words;

pub use book::about;
pub(super) use book::matching;
pub use load::{Anchor, TOPICS, Topic};
pub use resolve::{Found, Lost};
pub(super) use words::spread;
