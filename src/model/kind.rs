//! What a definition is and in which language: the closed lists of the JSON contract.

use serde::{Deserialize, Serialize};

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// Returns the word the JSON contract uses.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            /// Returns the value of a contract word.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}
pub(super) use named;

named! {
    /// The language a definition is written in.
    Language {
        /// C, headers included.
        C = "c",
        /// Python.
        Python = "python",
        /// The instruction language of `Python/bytecodes.c`.
        Dsl = "dsl",
        /// `Grammar/python.gram` and `Parser/Python.asdl`.
        Grammar = "grammar",
        /// Documentation: `.rst`, `.md`, `.txt`.
        Doc = "doc",
    }
}

named! {
    /// The kind of a definition.
    Kind {
        /// A C function, or a Python function whose nearest scope is no class.
        Function = "function",
        /// A Python function whose nearest scope is a class.
        Method = "method",
        /// A Python class.
        Class = "class",
        /// A Python module, or a C extension module (`PyInit_…`).
        Module = "module",
        /// A C macro, or an instruction made of micro-ops in the instruction language.
        Macro = "macro",
        /// A C struct.
        Struct = "struct",
        /// A C union.
        Union = "union",
        /// A C enum.
        Enum = "enum",
        /// A C typedef.
        Typedef = "typedef",
        /// A C variable at file level that is no table and no type object.
        Global = "global",
        /// A member of a C struct or union, or an enumerator.
        Field = "field",
        /// A C object that is a Python type: `PyTypeObject` or `PyType_Spec`.
        Type = "type",
        /// An array or struct that publishes names: `PyMethodDef[]`, `PyType_Slot[]`, `PyModuleDef`, …
        Table = "table",
        /// An instruction.
        Inst = "inst",
        /// A micro-op.
        Op = "op",
        /// An instruction and its specialised forms.
        Family = "family",
        /// An instruction that only the compiler uses.
        Pseudo = "pseudo",
        /// A jump target of the interpreter loop.
        Label = "label",
        /// A grammar rule.
        Rule = "rule",
        /// A constructor of the abstract syntax.
        Ast = "ast",
        /// A section of a document.
        Section = "section",
    }
}
