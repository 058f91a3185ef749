//! Rules over Python sources: what the interpreter would find behind every name of a module or class.
//!
//! Nothing runs. Module and class bodies are read as ordered bindings; the last one that the default build reaches is
//! what a name holds. Facts about the platform are data, see `queries/python`.

mod added;
mod apply;
mod calls;
mod canonical;
mod classes;
mod eval;
mod exports;
mod expr;
mod from_c;
mod generated;
mod guards;
mod kinship;
mod late;
mod lookup;
mod modules;
mod parse;
mod platform;
mod published;
mod rows;
mod scopes;
mod signature;
mod targets;
mod tokens;
mod types;
mod value;

use super::c::makes::Makers;
use super::definitions::Definitions;
use super::names::Names;
use super::world::World;
use crate::model::{FileId, Link, Name};
use expr::Expr;
use guards::Truth;
use lookup::END;
use modules::Modules;
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use scopes::Scopes;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use value::{Found, Place, Value};

/// The modules of a revision, evaluated on demand.
pub struct Python<'a, 'f> {
    world: &'a World<'f>,
    definitions: &'a Definitions,
    /// What C publishes.
    c: &'a Names,
    /// What C functions make.
    makers: &'a Makers<'a, 'f>,
    modules: Modules,
    scopes: Vec<OnceCell<Option<Scopes<'f>>>>,
    memo: RefCell<Memo>,
    /// The trees of texts that stand at many places: decorators, bases, what functions do.
    parsed: RefCell<HashMap<&'f str, Rc<Expr>>>,
    /// Attributes that statements outside of a scope give it: `C.m = f`, `builtins.quit = …`.
    added: RefCell<HashMap<added::Target, Vec<added::Added>>>,
    /// How deep evaluation is.
    depth: std::cell::Cell<u32>,
}

#[derive(Default)]
struct Memo {
    bindings: HashMap<(FileId, u32), Known<Option<Found>>>,
    guards: HashMap<(FileId, u32), Known<Truth>>,
    raised: HashMap<(FileId, u32), Known<Option<guards::Raised>>>,
    linear: HashMap<Place, Known<Rc<[Value]>>>,
    /// The bases of classes that were asked for while nothing was in work.
    bases: HashMap<Place, Rc<[Value]>>,
    /// Functions that return a function as they were given it.
    keeping: HashSet<Place>,
}

/// Something evaluated once.
enum Known<T> {
    /// Asked for while it is evaluated: it depends on itself.
    InWork,
    /// The result.
    Done(T),
}

impl<T: Clone> Known<T> {
    fn done(&self) -> Option<T> {
        match self {
            Known::InWork => None,
            Known::Done(value) => Some(value.clone()),
        }
    }
}

/// Adds the names of all Python modules to what C publishes, and returns the links between Python definitions.
pub fn add(world: &World<'_>, definitions: &Definitions, makers: &Makers<'_, '_>, names: &mut Names) -> Vec<Link> {
    let python = Python::new(world, definitions, makers, names);
    let rows = python.rows();
    let mut links = calls::links(&python);
    links.extend(from_c::links(&python));
    links.extend(kinship::bases(&python));
    links.extend(kinship::twins(&python, &rows));
    for row in rows {
        names.add(row);
    }
    links
}

impl<'a, 'f> Python<'a, 'f> {
    fn new(world: &'a World<'f>, definitions: &'a Definitions, makers: &'a Makers<'a, 'f>, c: &'a Names) -> Self {
        let modules = Modules::new(world, c, &platform::foreign(world, definitions, c));
        let python = Python {
            world,
            definitions,
            c,
            makers,
            modules,
            scopes: (0..world.files().len()).map(|_| OnceCell::new()).collect(),
            memo: RefCell::default(),
            parsed: RefCell::default(),
            added: RefCell::default(),
            depth: std::cell::Cell::new(0),
        };
        python.collect_added();
        python
    }

    /// The bindings of a Python file.
    fn scopes(&self, file: FileId) -> Option<&Scopes<'f>> {
        self.scopes.get(file as usize)?.get_or_init(|| Scopes::new(self.world.facts(file))).as_ref()
    }

    /// The tree of a text that is likely to be read again.
    fn parsed(&self, text: &'f str) -> Rc<Expr> {
        Rc::clone(self.parsed.borrow_mut().entry(text).or_insert_with(|| Rc::new(Expr::parse(text))))
    }

    /// The binding that a class or function makes: what its head says was bound before.
    fn made_at(&self, place: Place) -> u32 {
        let definition = &self.world.facts(place.file).definitions[place.fact as usize];
        let made = self.scopes(place.file).and_then(|scopes| scopes.of_definition(place.fact, definition));
        made.unwrap_or(END)
    }

    /// All rows, in no order.
    fn rows(&self) -> Vec<Name> {
        rows::rows(self)
    }

    /// Runs `work` one level deeper; nothing where it is too deep already.
    fn deeper<T>(&self, work: impl FnOnce() -> Option<T>) -> Option<T> {
        const DEEPEST: u32 = 150;
        if self.depth.get() >= DEEPEST {
            return None;
        }
        self.depth.set(self.depth.get() + 1);
        let out = work();
        self.depth.set(self.depth.get() - 1);
        out
    }
}
