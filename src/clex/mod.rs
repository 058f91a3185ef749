//! C text that is not C before preprocessing: tokens, initialiser rows, macro expansion, `#if` conditions.
//!
//! A leaf: it works on text and hands out plain values; `facts` reads tables with it, `links` expands macros with it.

pub mod condition;
pub mod expand;
pub mod include;
pub mod items;
pub mod replacement;
pub mod scan;
pub mod token;
pub mod value;

pub use token::{Token, TokenKind, tokens};
