//! Stage 1: a repository, work tree, plain folder or the embedded sample -> a revision and its files by blob id.
//!
//! The only user of git2. It parses no code and writes nothing but clones.
