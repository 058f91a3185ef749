//! Stage 4: `SymbolGraph` <-> folder on disk. The only user of tantivy.
//!
//! One folder holds one revision and never changes: it is written beside its place and renamed into it. In it:
//!
//! ```text
//! manifest.json   format, revision, counts: all that a list of indexes needs
//! report.json     files left out, syntax errors, disagreements, gaps: read by `status` alone
//! paths           the paths of all files, joined by NUL
//! tables          blobs and first definitions per file, the words that links share (postcard)
//! records         definitions, names, links of definitions, by number (postcard, compressed in blocks)
//! marks           by which a later index knows the blocks of records that it need not make again
//! keys, folds     exact look-ups: symbol, dotted name, scope; folded names in the order of the alphabet
//! folded, weights the folded name of each definition and name, to search through; one number for each
//! meta.json, *    one tantivy segment with the words; document n is definition n
//! documents       what tells whether a later index may take that segment over
//! overlay         only after an update: which documents of another's segment stand, and for which definition
//! changed/        only after an update: a second segment, with what is new or differs
//! ```
//!
//! It decides no relevance beyond one number per document (`weight`), and no type of tantivy leaves it.

mod adjacency;
mod catalogue;
mod directory;
mod documents;
mod folds;
mod keys;
mod manifest;
mod overlay;
mod postings;
mod reader;
mod record;
mod schema;
mod segment;
mod serves;
mod terms;
mod typo;
mod weight;
mod words;
mod writer;

pub use catalogue::{Indexed, catalogue, folder_of, indexed_once};
pub use manifest::{Manifest, OpenError, Report, SyntaxRow, UpdatedFrom, read_manifest, read_report, write_manifest};
pub use reader::{Found, Reader};
pub use record::{Adjacency, DefinitionRecord, Edge};
pub use terms::{MOST_WORDS, Scored};
pub use weight::{DEFAULT_BUILD, HAND_WRITTEN, NO_TEST, central, is_document, is_test};
pub use words::{fold, words};
pub use writer::{update, write};

/// Changes whenever an older index cannot be read any more, or would answer differently.
pub const FORMAT: u32 = 9;
