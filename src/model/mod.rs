//! The words every stage shares: plain values, no input or output, no parser or index types.
//!
//! `fact` is what one file says by itself, `graph` what all files of a revision say together.

mod dialect;
mod fact;
mod fact_c;
mod fact_doc;
mod fact_grammar;
mod fact_python;
mod graph;
mod kind;
mod reading;
mod reference;
mod references;
mod remark;
mod snapshot;

pub use dialect::Dialect;
pub use fact::{ConditionFact, ConditionId, DefinitionFact, FileFacts, Row, Syntax, SyntaxSpot};
pub use fact_c::{
    Assignment, CFacts, Call, Case, ClinicClass, ClinicFacts, ClinicFunction, ClinicModule, Constant, Include,
    Indirect, Initialiser, Item, Macro, Value,
};
pub use fact_doc::{DocEntry, DocFacts, DocMention, PepMention, Subject};
pub use fact_grammar::{GrammarFacts, GrammarRole, GrammarUse};
pub use fact_python::{Binding, Bound, ExportChange, Guard, PythonFacts, PythonReference, PythonStatement, Star};
pub use graph::{
    Definition, DefinitionId, FileId, FileRecord, Link, LinkKind, Name, NameKind, NameTarget, Step, SymbolGraph,
};
pub use kind::{Kind, Language};
pub use reading::{Card, CardSource, ReadingList};
pub use reference::UseKind;
pub use references::{Reference, References};
pub use remark::{Remark, RemarkKind};
pub use snapshot::{BlobId, Entry, EntryKind, Revision, Skip, SkipReason};
