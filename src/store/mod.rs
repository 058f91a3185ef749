//! Bytes by key on disk, in immutable packs: the cache of facts and the text of indexed files.
