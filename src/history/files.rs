//! Contents of the past and the definitions in them, each read once.

use super::lines;
use super::subject::Place;
use crate::facts;
use crate::model::{BlobId, Dialect, Kind};
use crate::source::history::History;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

/// Deeply nested sources need deep recursion.
const STACK_BYTES: usize = 32 << 20;
/// Contents that stay in memory.
const KEPT: usize = 64;

/// A definition of one content.
#[derive(Debug, Clone)]
pub(super) struct Definition {
    pub symbol: String,
    pub kind: Kind,
    pub line: u32,
    pub first_line: u32,
    pub end_line: u32,
}

impl Definition {
    /// Returns where it is.
    pub fn place(&self, file: &str) -> Place {
        Place {
            file: file.to_owned(),
            line: self.line,
            first_line: self.first_line,
            end_line: self.end_line,
            symbol: self.symbol.clone(),
        }
    }

    /// Returns its text.
    pub fn text<'t>(&self, bytes: &'t [u8]) -> &'t [u8] {
        lines::slice(bytes, self.first_line, self.end_line)
    }
}

/// Reads contents and finds definitions in them.
pub(super) struct Files<'h> {
    history: &'h History,
    bytes: HashMap<BlobId, Option<Rc<Vec<u8>>>>,
    definitions: HashMap<(BlobId, Dialect), Rc<Vec<Definition>>>,
    parser: Option<Parser>,
    /// Contents that the clone lacks.
    pub missing: usize,
    /// Contents that were parsed.
    pub parsed: usize,
}

impl<'h> Files<'h> {
    pub fn new(history: &'h History) -> Self {
        let (bytes, definitions) = (HashMap::new(), HashMap::new());
        Files { history, bytes, definitions, parser: None, missing: 0, parsed: 0 }
    }

    /// Returns a content, `None` where the clone lacks it.
    pub fn bytes(&mut self, blob: BlobId) -> Option<Rc<Vec<u8>>> {
        if let Some(known) = self.bytes.get(&blob) {
            return known.clone();
        }
        if self.bytes.len() > KEPT {
            self.bytes.clear();
        }
        let bytes = self.history.blob(blob).map(Rc::new);
        self.missing += usize::from(bytes.is_none());
        self.bytes.insert(blob, bytes.clone());
        bytes
    }

    /// Returns the definitions of a content that stands at a path, in its order; none where no reader knows it.
    pub fn definitions(&mut self, path: &str, blob: BlobId) -> Rc<Vec<Definition>> {
        let Ok(dialect) = facts::classify(path) else { return Rc::default() };
        if let Some(known) = self.definitions.get(&(blob, dialect)) {
            return Rc::clone(known);
        }
        let found = self.bytes(blob).map(|bytes| {
            self.parsed += 1;
            let parser = self.parser.get_or_insert_with(Parser::start);
            let found = parser.read(dialect, &bytes);
            if found.is_none() {
                // A defect of ours on this content; the next one gets a fresh reader.
                self.parser = None;
            }
            found.unwrap_or_default()
        });
        let found = Rc::new(found.unwrap_or_default());
        self.definitions.insert((blob, dialect), Rc::clone(&found));
        found
    }
}

/// A thread with room for deep recursion that keeps its compiled queries.
struct Parser {
    ask: Sender<(Dialect, Vec<u8>)>,
    answer: Receiver<Vec<Definition>>,
}

impl Parser {
    fn start() -> Parser {
        let (ask, asked) = mpsc::channel::<(Dialect, Vec<u8>)>();
        let (tell, answer) = mpsc::channel();
        let work = move || {
            for (dialect, bytes) in asked {
                if tell.send(read(dialect, &bytes)).is_err() {
                    return;
                }
            }
        };
        // Without the thread its channel is closed, and nothing is found.
        let _ = thread::Builder::new().name("history".into()).stack_size(STACK_BYTES).spawn(work);
        Parser { ask, answer }
    }

    fn read(&self, dialect: Dialect, bytes: &[u8]) -> Option<Vec<Definition>> {
        self.ask.send((dialect, bytes.to_vec())).ok()?;
        self.answer.recv().ok()
    }
}

fn read(dialect: Dialect, bytes: &[u8]) -> Vec<Definition> {
    let facts = facts::extract(dialect, bytes);
    let definition = |fact: crate::model::DefinitionFact| {
        let symbol = if fact.qualname.is_empty() { fact.name } else { fact.qualname };
        let first_line = fact.first_line.min(fact.line).max(1);
        let end_line = fact.end_line.max(fact.line);
        Definition { symbol: symbol.into(), kind: fact.kind, line: fact.line, first_line, end_line }
    };
    facts.definitions.into_iter().map(definition).collect()
}
