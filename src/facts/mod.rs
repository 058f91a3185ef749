//! Stage 2: the bytes of one blob -> `FileFacts`. The only user of tree-sitter.
//!
//! It never reads a second file and never fails: broken code yields fewer facts and a count.

mod asdl;
mod bytecodes;
mod c;
mod classify;
mod data;
mod docs;
mod earlier;
mod grammar;
mod lines;
mod peps;
mod python;
mod rows;

pub mod highlight;
pub mod script;
pub mod statements;
pub mod uses;

pub use classify::classify;
pub use earlier::Earlier;

use crate::model::{Dialect, FileFacts};

/// Changes whenever the same bytes would give other facts: cached facts of another version are not used.
pub const VERSION: u32 = 36;

/// Reads one file. Lines of other encodings are read as they are; bytes that are no UTF-8 are replaced in texts.
pub fn extract(dialect: Dialect, bytes: &[u8]) -> FileFacts {
    extract_after(dialect, bytes, None)
}

/// The same facts, for less where an earlier state of the file is at hand.
pub fn extract_after(dialect: Dialect, bytes: &[u8], earlier: Option<Earlier<'_>>) -> FileFacts {
    let mut facts = match dialect {
        Dialect::C => c::extract(bytes, earlier),
        Dialect::Bytecodes => bytecodes::extract(bytes),
        Dialect::Rows => rows::extract(bytes),
        Dialect::Grammar => grammar::extract(bytes),
        Dialect::Asdl => asdl::extract(bytes),
        Dialect::Python => python::extract(bytes, earlier),
        Dialect::Rst => docs::rst(bytes),
        Dialect::Markdown => docs::markdown(bytes),
        Dialect::Refcounts => data::refcounts(bytes),
        Dialect::StableAbi => data::stable_abi(bytes),
    };
    facts.peps = peps::read(bytes, &facts.definitions);
    // Bytes that are no UTF-8 grow when they are replaced.
    facts.syntax.error_bytes = facts.syntax.error_bytes.min(facts.bytes);
    facts
}
