//! The blocks of a piece of Python and what each name is in them, as a symbol table tells it.

use crate::facts::script::{Node, Value};
use std::collections::{BTreeSet, HashMap, HashSet};

/// What kind of block it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    Module,
    Function,
    Class,
}

/// A block.
#[derive(Debug)]
pub struct Block {
    pub kind: BlockKind,
    pub parent: Option<usize>,
    children: Vec<usize>,
    bound: BTreeSet<String>,
    used: BTreeSet<String>,
    imported: HashSet<String>,
    /// The names of its parameters.
    pub params: HashSet<String>,
    /// How many parameters are given by place or name, and by place only.
    pub counts: (usize, usize),
    globals: HashSet<String>,
    nonlocals: HashSet<String>,
    pub generator: bool,
    pub coroutine: bool,
    /// Whether it is a comprehension, and whether one whose code runs inside the block around it in newer releases.
    pub comprehension: bool,
    pub inlined: bool,
    /// Whether its body begins with a text about it.
    pub docstring: bool,
    /// Whether it is that of annotations, and there are some.
    pub annotated: bool,
}

/// All blocks of a script.
#[derive(Debug, Default)]
pub struct Scopes {
    pub blocks: Vec<Block>,
    of_node: HashMap<usize, usize>,
    inlines: bool,
    defers: bool,
}

/// The name by which a method reaches its class.
const CLASS: &str = "__class__";

impl Scopes {
    /// Finds the blocks of a module, for a release that runs comprehensions inside the block around them or does not, and
    /// that compiles annotations of functions as code of their own or does not.
    pub fn new(module: &Node, inlines: bool, defers: bool) -> Self {
        let mut scopes = Scopes { inlines, defers, ..Scopes::default() };
        let block = scopes.open(module, BlockKind::Module, None);
        scopes.all(module.get("body"), block);
        scopes
    }

    /// The block that a node opens.
    pub fn of(&self, node: &Node) -> Option<usize> {
        self.of_node.get(&node.id).copied()
    }

    fn open(&mut self, node: &Node, kind: BlockKind, parent: Option<usize>) -> usize {
        let comprehension = matches!(node.kind, "ListComp" | "SetComp" | "DictComp" | "GeneratorExp");
        let at = self.blocks.len();
        self.blocks.push(Block {
            kind,
            parent,
            children: Vec::new(),
            bound: BTreeSet::new(),
            used: BTreeSet::new(),
            imported: HashSet::new(),
            params: HashSet::new(),
            counts: (0, 0),
            globals: HashSet::new(),
            nonlocals: HashSet::new(),
            generator: node.kind == "GeneratorExp",
            coroutine: node.kind == "AsyncFunctionDef",
            comprehension,
            inlined: self.inlines && comprehension && node.kind != "GeneratorExp",
            docstring: docstring(node.get("body")).is_some(),
            annotated: false,
        });
        self.of_node.insert(node.id, at);
        if let Some(parent) = parent {
            self.blocks[parent].children.push(at);
        }
        at
    }

    fn all(&mut self, value: &Value, block: usize) {
        match value {
            Value::Node(node) => self.node(node, block),
            Value::Seq(items) => items.iter().for_each(|item| self.all(item, block)),
            _ => {}
        }
    }

    fn bind(&mut self, name: &Value, block: usize) {
        if let Value::Name(name) = name {
            let first = name.split('.').next().unwrap_or(name);
            self.blocks[block].bound.insert(first.to_owned());
        }
    }

    /// `a := b`: in a comprehension the name is one of the block around it.
    fn bind_around(&mut self, name: &str, block: usize) {
        let mut at = block;
        while let (true, Some(parent)) = (self.blocks[at].comprehension, self.blocks[at].parent) {
            let outer = &self.blocks[parent];
            let outermost = !outer.comprehension;
            let is_global = outermost && (outer.kind != BlockKind::Function || outer.globals.contains(name));
            let one = &mut self.blocks[at];
            if is_global {
                one.globals.insert(name.to_owned())
            } else {
                one.nonlocals.insert(name.to_owned())
            };
            at = parent;
        }
        self.blocks[at].bound.insert(name.to_owned());
    }

    fn node(&mut self, node: &Node, block: usize) {
        match node.kind {
            "Name" => {
                if let Value::Name(name) = node.get("id") {
                    let one = &mut self.blocks[block];
                    if matches!(node.get("ctx"), Value::Word("Load")) {
                        one.used.insert(name.to_string());
                        if &**name == "super" && one.kind == BlockKind::Function {
                            one.used.insert(CLASS.to_owned());
                        }
                    } else {
                        one.bound.insert(name.to_string());
                    }
                }
            }
            "FunctionDef" | "AsyncFunctionDef" | "Lambda" => return self.function(node, block),
            "ClassDef" => {
                self.bind(node.get("name"), block);
                for field in ["decorator_list", "bases", "keywords"] {
                    self.all(node.get(field), block);
                }
                let inner = self.open(node, BlockKind::Class, Some(block));
                return self.all(node.get("body"), inner);
            }
            "ListComp" | "SetComp" | "DictComp" | "GeneratorExp" => return self.comprehension(node, block),
            "alias" => {
                let name = if matches!(node.get("asname"), Value::Empty) { "name" } else { "asname" };
                self.bind(node.get(name), block);
                if let Value::Name(name) = node.get(name) {
                    let first = name.split('.').next().unwrap_or(name);
                    self.blocks[block].imported.insert(first.to_owned());
                }
            }
            "NamedExpr" => {
                if let Some(Value::Name(name)) = node.get("target").node().map(|target| target.get("id")) {
                    self.bind_around(name, block);
                }
                return self.all(node.get("value"), block);
            }
            "Global" | "Nonlocal" => {
                for name in node.get("names").items() {
                    if let Value::Name(name) = name {
                        let one = &mut self.blocks[block];
                        let set = if node.kind == "Global" { &mut one.globals } else { &mut one.nonlocals };
                        set.insert(name.to_string());
                    }
                }
            }
            "ExceptHandler" | "MatchAs" | "MatchStar" => self.bind(node.get("name"), block),
            "MatchMapping" => self.bind(node.get("rest"), block),
            "Yield" | "YieldFrom" => self.blocks[block].generator = true,
            "Await" => self.blocks[block].coroutine = true,
            _ => {}
        }
        node.fields.values().for_each(|value| self.all(value, block));
    }

    fn function(&mut self, node: &Node, block: usize) {
        self.bind(node.get("name"), block);
        self.all(node.get("decorator_list"), block);
        let around = match node.get("args").node().filter(|_| self.defers) {
            Some(args) => {
                let around = self.open(args, BlockKind::Function, Some(block));
                self.blocks[around].params.insert(".format".to_owned());
                around
            }
            None => block,
        };
        self.annotation(node.get("returns"), around);
        let inner = self.open(node, BlockKind::Function, Some(block));
        if let Some(args) = node.get("args").node() {
            self.all(args.get("defaults"), block);
            self.all(args.get("kw_defaults"), block);
            let count = |field: &str| args.get(field).items().len();
            self.blocks[inner].counts = (count("args"), count("posonlyargs"));
            for field in ["posonlyargs", "args", "vararg", "kwonlyargs", "kwarg"] {
                let value = args.get(field);
                for arg in value.items().iter().chain(std::iter::once(value)) {
                    if let Some(arg) = arg.node() {
                        if let Value::Name(name) = arg.get("arg") {
                            self.blocks[inner].params.insert(name.to_string());
                        }
                        self.bind(arg.get("arg"), inner);
                        self.annotation(arg.get("annotation"), around);
                    }
                }
            }
        }
        self.all(node.get("body"), inner);
    }

    fn annotation(&mut self, value: &Value, block: usize) {
        self.blocks[block].annotated |= !matches!(value, Value::Empty);
        self.all(value, block);
    }

    fn comprehension(&mut self, node: &Node, block: usize) {
        let inner = self.open(node, BlockKind::Function, Some(block));
        for (place, generator) in node.get("generators").items().iter().enumerate() {
            let Some(generator) = generator.node() else { continue };
            self.blocks[inner].coroutine |= matches!(generator.get("is_async"), Value::Int(1));
            self.all(generator.get("iter"), if place == 0 { block } else { inner });
            self.all(generator.get("target"), inner);
            self.all(generator.get("ifs"), inner);
        }
        for field in ["elt", "key", "value"] {
            self.all(node.get(field), inner);
        }
    }

    /// The names that a block itself binds, uses or declares, in the order of the alphabet.
    pub fn names(&self, block: usize) -> Vec<&str> {
        let Some(one) = self.blocks.get(block) else { return Vec::new() };
        let all = one.bound.iter().chain(&one.used).chain(&one.globals).chain(&one.nonlocals);
        all.map(String::as_str).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// How a name comes into a block, in the words of the symbol table.
    pub fn ways(&self, block: usize, name: &str) -> Vec<&'static str> {
        let Some(one) = self.blocks.get(block) else { return Vec::new() };
        let elsewhere = one.globals.contains(name) || one.nonlocals.contains(name);
        let ways = [
            ("DEF_GLOBAL", one.globals.contains(name)),
            ("DEF_NONLOCAL", one.nonlocals.contains(name)),
            ("DEF_PARAM", one.params.contains(name)),
            ("DEF_LOCAL", one.bound.contains(name) && !one.params.contains(name) && !elsewhere),
            ("DEF_IMPORT", one.imported.contains(name)),
            ("USE", one.used.contains(name)),
        ];
        ways.into_iter().filter(|(_, is)| *is).map(|(way, _)| way).collect()
    }

    /// What a name is in a block, in the words of the symbol table.
    pub fn scope(&self, block: usize, name: &str) -> &'static str {
        let Some(one) = self.blocks.get(block) else { return "GLOBAL_IMPLICIT" };
        match () {
            () if one.globals.contains(name) => "GLOBAL_EXPLICIT",
            () if one.nonlocals.contains(name) => "FREE",
            () if one.bound.contains(name) && one.kind == BlockKind::Function && self.is_cell(block, name) => "CELL",
            () if one.bound.contains(name) => "LOCAL",
            () if name == CLASS && one.kind == BlockKind::Class => "CELL",
            () if self.is_around(block, name) => "FREE",
            // The target of a comprehension whose code runs here.
            () if one
                .children
                .iter()
                .any(|child| self.blocks[*child].inlined && self.blocks[*child].bound.contains(name)) =>
            {
                "LOCAL"
            }
            () => "GLOBAL_IMPLICIT",
        }
    }

    /// Whether a function around a block has a name.
    fn is_around(&self, block: usize, name: &str) -> bool {
        let mut at = self.blocks[block].parent;
        while let Some(outer) = at {
            let one = &self.blocks[outer];
            if name == CLASS && one.kind == BlockKind::Class {
                return true;
            }
            if one.kind == BlockKind::Function && one.bound.contains(name) {
                return true;
            }
            if one.globals.contains(name) {
                return false;
            }
            at = one.parent;
        }
        false
    }

    fn is_cell(&self, block: usize, name: &str) -> bool {
        self.blocks[block].children.iter().any(|&child| self.reaches_out(child, name, self.blocks[child].inlined))
    }

    /// Whether a block, or one inside of it, uses a name of a function around it. What is inlined is no other function.
    fn reaches_out(&self, block: usize, name: &str, inlined: bool) -> bool {
        let one = &self.blocks[block];
        if one.globals.contains(name) || (one.kind == BlockKind::Function && one.bound.contains(name)) {
            return false;
        }
        let own = one.used.contains(name) || one.nonlocals.contains(name);
        (own && !inlined && !one.bound.contains(name))
            || one.children.iter().any(|&child| self.reaches_out(child, name, self.blocks[child].inlined))
    }

    /// How many names of functions around it a block needs.
    pub fn free(&self, block: usize) -> usize {
        let mut names = BTreeSet::new();
        self.names_below(block, &mut names);
        let free = names.iter().filter(|name| {
            let one = &self.blocks[block];
            let own = one.bound.contains(**name) && !one.nonlocals.contains(**name);
            let local = own && one.kind == BlockKind::Function;
            !local && !one.globals.contains(**name) && self.is_around(block, name)
        });
        free.count()
    }

    fn names_below<'s>(&'s self, block: usize, names: &mut BTreeSet<&'s str>) {
        let one = &self.blocks[block];
        names.extend(one.used.iter().map(String::as_str));
        names.extend(one.nonlocals.iter().map(String::as_str));
        for &child in &one.children {
            self.names_below(child, names);
        }
    }

    /// How many names of a block functions inside of it need.
    pub fn cells(&self, block: usize) -> usize {
        let one = &self.blocks[block];
        one.bound.iter().filter(|name| one.kind == BlockKind::Function && self.is_cell(block, name)).count()
    }

    /// Whether code of a block begins with making cells. Where it runs inside the block around it the compiler itself adds
    /// what makes them.
    pub fn makes_cells(&self, block: usize) -> bool {
        !self.blocks[block].inlined && (self.cells(block) > 0 || self.needs_class(block))
    }

    /// Whether a method of a class needs the class itself.
    pub fn needs_class(&self, block: usize) -> bool {
        self.blocks[block].kind == BlockKind::Class && self.is_cell(block, CLASS)
    }
}

/// The text at the beginning of a body.
pub fn docstring(body: &Value) -> Option<Value> {
    let first = body.items().first()?.node().filter(|first| first.kind == "Expr")?;
    let text = first.get("value").node().filter(|value| value.kind == "Constant")?.get("value");
    matches!(text, Value::Constant("str", _)).then(|| text.clone())
}
