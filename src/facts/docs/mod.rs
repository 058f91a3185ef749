//! Documents: text -> sections, what they describe, what they mention. Read line by line; no markup is an error.

mod draft;
mod markdown;
mod names;
mod rst;
mod text;
mod vocabulary;

pub use self::markdown::extract as markdown;
pub use self::rst::extract as rst;
