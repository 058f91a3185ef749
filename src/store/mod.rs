//! Bytes by key on disk, in immutable packs: the cache of facts and the text of indexed files. And bytes by number in
//! one file: the records of an index.
//!
//! A run writes one pack aside and renames it, so a reader sees a whole pack or none, and two writers never meet: each
//! has its own file, and a key in two packs is harmless because equal keys have equal values. Readers use `pread`
//! and keep only the sorted keys in memory. A damaged pack is passed over and counted.

mod blocks;
mod earlier;
mod format;
mod pack;
mod packs;
mod print;
mod sweep;
mod writer;

pub use blocks::{BlockReader, Blocks, u32_at};
pub use earlier::Earlier;
pub use format::Key;
pub use packs::{Cursor, Packs};
pub use print::{fingerprint, joined};
pub use sweep::{Swept, sweep};
pub use writer::PackWriter;
