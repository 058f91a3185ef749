//! The compiler's own functions, taken from the index: found by the links that lead from syntax nodes to them, read when
//! somebody goes through them.

use super::flow::FlowWords;
use crate::clex::expand;
use crate::facts;
use crate::facts::statements::{self, Function};
use crate::model::{DefinitionFact, Dialect, Kind, Language, LinkKind, Macro};
use crate::nav::reading::Texts;
use crate::nav::{Direction, LinkFilter, Navigator};
use anyhow::Result;
use serde::Deserialize;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::LazyLock;

/// Names that the data tells: how the compiler calls what must be known.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub adds: String,
    pub inserts: Vec<String>,
    pub length: Vec<String>,
    pub element: Vec<String>,
    pub same_text: Vec<String>,
    pub same_name: Vec<String>,
    pub name_of: Vec<String>,
    pub docstring: Vec<String>,
    pub scope_of: Vec<String>,
    pub function_like: Vec<String>,
    pub empty: Vec<String>,
    pub block_of: Vec<String>,
    pub current_block: Vec<String>,
    pub scope_type: Vec<String>,
    pub enter: Vec<String>,
    pub leave: Vec<String>,
    pub block_kinds: String,
    pub push: Vec<String>,
    pub pop: Vec<String>,
    pub unwind_all: Vec<String>,
    pub unwind_one: Vec<String>,
    pub loops: Vec<String>,
    pub zero: Vec<String>,
    pub stops: Vec<String>,
    pub skips: Vec<String>,
    pub label: Vec<String>,
    pub here: Vec<String>,
    pub no_label: Vec<String>,
    pub is_label: Vec<String>,
    pub state: Vec<String>,
    pub line: Vec<String>,
    pub line_of: Vec<String>,
    pub line_made: Vec<String>,
    pub same_line: Vec<String>,
    pub no_line: Vec<String>,
    pub inlines: String,
    pub defers: String,
    pub returned: Vec<String>,
    pub objects: Objects,
    pub flow: FlowWords,
    pub cell: String,
    pub free: String,
    pub generator: String,
}

/// Calls that make, read and change objects of the compiler.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objects {
    pub new: Vec<String>,
    pub same: Vec<String>,
    pub replace: Vec<String>,
    pub object_of: Vec<String>,
    pub number_of: Vec<String>,
    pub zero: Vec<String>,
    pub add: Vec<String>,
    pub set: Vec<String>,
    pub get: Vec<String>,
    pub get_into: Vec<String>,
    pub item: Vec<String>,
    pub take: Vec<String>,
    pub size: Vec<String>,
    pub contains: Vec<String>,
    pub next: Vec<String>,
    pub symbol: Vec<String>,
    pub offset: String,
    pub mask: String,
    pub scope_in: Vec<String>,
    pub length: Vec<String>,
    pub letter: Vec<String>,
    pub find: Vec<String>,
    pub part: Vec<String>,
}

pub static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../queries/c/compiler.toml")).expect("compiled-in data, parsed by a test")
});

/// A function's text, and its parts once it was gone through.
struct Entry {
    text: String,
    parsed: Option<Rc<Function>>,
}

/// The functions and macros of the files that compile.
pub struct Compiler {
    functions: RefCell<HashMap<String, Entry>>,
    macros: HashMap<String, Macro>,
    /// Where the compiler begins: the function that has a branch for whole modules.
    pub entry: Option<String>,
}

/// Nodes whose links lead to the files of the compiler.
const NODES: &[&str] = &["Module", "Expr", "Call", "Name", "BinOp", "FunctionDef", "Return"];

impl Compiler {
    /// Reads the files of the compiler of a release.
    pub fn new(navigator: &Navigator, texts: &Texts<'_>) -> Result<Self> {
        let filter = LinkFilter { kinds: vec![LinkKind::CompiledBy], direction: Some(Direction::Out), limit: 0 };
        let mut files: BTreeSet<String> = BTreeSet::new();
        let mut start: Option<(String, u32)> = None;
        for node in NODES {
            for id in navigator.reader.by_symbol(node)? {
                let one = navigator.reader.definition(id)?.definition;
                if one.kind != Kind::Ast || one.language != Language::Grammar {
                    continue;
                }
                for row in navigator.links(id, &filter)? {
                    if *node == "Module" && start.is_none() {
                        start = Some((row.file.clone(), row.line));
                    }
                    files.extend([row.file, row.to.file]);
                }
            }
        }
        let mut compiler = Compiler { functions: RefCell::default(), macros: HashMap::new(), entry: None };
        for file in &files {
            let text = texts.get(file)?;
            let read = facts::extract(Dialect::C, text.source.text.as_bytes());
            for fact in read.definitions.iter().filter(|fact| fact.kind == Kind::Function) {
                compiler.add(fact, &text.source.text);
                let around =
                    start.as_ref().filter(|(of, line)| of == file && (fact.line..=fact.end_line).contains(line));
                if around.is_some() {
                    compiler.entry = Some(fact.name.to_string());
                }
            }
            let Some(c) = read.c else { continue };
            for one in c.macros {
                // What stands for a number keeps its name: instructions are such.
                if !one.body.is_empty() {
                    compiler.macros.entry(one.name.to_string()).or_insert(one);
                }
            }
        }
        compiler.climb();
        Ok(compiler)
    }

    /// From the function that has a branch for whole modules up to the one that opens their block and ends their code:
    /// as long as one private function that gets the module calls it.
    fn climb(&mut self) {
        while let Some(entry) = self.entry.clone() {
            let call = format!("{entry}(");
            let all = self.functions.borrow();
            let gets_module = |text: &str| {
                text.starts_with("static") && text.split('{').next().is_some_and(|head| head.contains("mod_ty"))
            };
            let mut callers =
                all.iter().filter(|(name, one)| **name != entry && gets_module(&one.text) && one.text.contains(&call));
            let (Some((caller, _)), None) = (callers.next(), callers.next()) else { return };
            let caller = caller.clone();
            drop(callers);
            drop(all);
            self.entry = Some(caller);
        }
    }

    fn add(&mut self, fact: &DefinitionFact, text: &str) {
        let lines = text.split_inclusive('\n');
        let first = fact.first_line.min(fact.line).max(1) as usize;
        let count = (fact.end_line as usize + 1).saturating_sub(first);
        let text: String = lines.skip(first - 1).take(count).collect();
        self.functions.get_mut().entry(fact.name.to_string()).or_insert(Entry { text, parsed: None });
    }

    /// A function by its name, its macros expanded.
    pub fn function(&self, name: &str) -> Option<Rc<Function>> {
        let mut all = self.functions.borrow_mut();
        let entry = all.get_mut(name)?;
        if let Some(parsed) = &entry.parsed {
            return Some(Rc::clone(parsed));
        }
        let lookup = |name: &str| {
            let known = self.macros.get(name).filter(|one| one.params.is_some());
            let kept = |one: &&Macro| {
                let name = one.name.to_string();
                !WORDS.skips.contains(&name) && !WORDS.line_made.contains(&name)
            };
            known.filter(kept).map(Into::into)
        };
        let parsed = Rc::new(statements::function(&expand::expand(&entry.text, &lookup))?);
        entry.parsed = Some(Rc::clone(&parsed));
        Some(parsed)
    }

    /// Whether a word stands in the compiler.
    pub fn mentions(&self, word: &str) -> bool {
        self.functions.borrow().values().any(|one| one.text.contains(word))
    }

    /// The number that a macro without parameters stands for.
    pub fn number(&self, name: &str) -> Option<i64> {
        let body = &self.macros.get(name).filter(|one| one.params.is_none())?.body;
        body.trim_matches(['(', ')', ' ']).parse().ok()
    }
}
