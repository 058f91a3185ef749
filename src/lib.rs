//! cpynav: from any Python name to the line of `CPython` that runs, with proof.
//!
//! Data flows one way; a stage knows the model and nothing of the stages after it:
//!
//! ```text
//! source   git2: revision -> files by blob id; clone, fetch        the only user of git2
//! facts    tree-sitter + queries/: one blob -> FileFacts           the only user of tree-sitter
//! links    pure: all FileFacts of a revision -> SymbolGraph        one rule of evidence per file
//! index    SymbolGraph <-> folder on disk                          the only user of tantivy
//! nav      questions -> answers with evidence                      plain values
//! cli tui  two edges over nav                                      clap / ratatui
//! ```
//!
//! Beside them: `model` (the words all share), `clex` (C text that is not C before preprocessing), `store` (bytes by
//! blob id on disk), `profile` (what foreign profilers wrote), `history` (the past of a definition, from git when it is asked
//! for), `pipeline` (runs the stages in order, for both edges). `tests/it/tidy.rs` holds the stages to it.

pub mod clex;
pub mod cli;
pub mod facts;
pub mod history;
pub mod index;
pub mod links;
pub mod model;
pub mod nav;
pub mod pipeline;
pub mod places;
pub mod profile;
pub mod source;
pub mod store;
pub mod tui;
