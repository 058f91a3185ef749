//! Which reader a file needs; decided from its path by the table in `queries/files.toml`.

use super::kind::{Language, named};
use serde::{Deserialize, Serialize};

named! {
    /// The reader a file needs. Part of the key under which its facts are cached.
    Dialect {
        /// C source or header.
        C = "c",
        /// Python source.
        Python = "python",
        /// The instruction language inside a C file.
        Bytecodes = "bytecodes",
        /// A PEG grammar.
        Grammar = "grammar",
        /// The abstract syntax.
        Asdl = "asdl",
        /// Lines of words: `Modules/Setup*`, `.gitattributes`.
        Rows = "rows",
        /// reStructuredText.
        Rst = "rst",
        /// Markdown.
        Markdown = "markdown",
        /// Which references the functions of the C API count.
        Refcounts = "refcounts",
        /// What is in the limited API.
        StableAbi = "stable-abi",
    }
}

impl Dialect {
    /// Returns the language that definitions in such a file have.
    pub const fn language(self) -> Language {
        match self {
            Dialect::C => Language::C,
            Dialect::Python => Language::Python,
            Dialect::Bytecodes => Language::Dsl,
            Dialect::Grammar | Dialect::Asdl => Language::Grammar,
            Dialect::Rows | Dialect::Rst | Dialect::Markdown | Dialect::Refcounts | Dialect::StableAbi => Language::Doc,
        }
    }
}
