//! How a place uses a name: the closed list of the JSON contract.

use super::kind::named;
use serde::{Deserialize, Serialize};

named! {
    /// How a place uses a name.
    UseKind {
        /// It is called, or a macro is used with arguments.
        Call = "call",
        /// Its address is taken: `&name`, or a function's name without a call.
        Address = "address",
        /// Its value is read.
        Read = "read",
        /// It is assigned to.
        Write = "write",
        /// It stands for a type.
        Type = "type",
        /// A file is included.
        Include = "include",
        /// A Python import binds it.
        Import = "import",
        /// It is declared and not defined: a prototype, `extern`.
        Declaration = "declaration",
        /// The definition itself.
        Definition = "definition",
    }
}
