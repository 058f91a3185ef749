//! Stage 4: `SymbolGraph` <-> folder on disk. The only user of tantivy.
