//! Statements of a parsed file -> definitions and bindings, scope by scope in the order of the file.

use super::spare::Spared;
use super::text::{self, GUARD, STATEMENT};
use super::vocabulary::{Role, Statement, Statements};
use super::{bind, define, exports};
use crate::model::{Binding, Bound, DefinitionFact, Guard, Kind, PythonFacts, PythonStatement};
use std::collections::HashSet;
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::LazyLock;
use tree_sitter::{Node, QueryCursor};

/// Statements nested deeper than this are not looked at: Python itself refuses 100 levels of indentation.
const DEEPEST: u32 = 120;

/// The queries of both kinds of bodies.
pub(super) struct Queries {
    /// For module and class bodies.
    pub scope: LazyLock<Statements>,
    /// For function bodies.
    pub body: LazyLock<Statements>,
    /// For bodies of functions with `self`: assignments to its attributes are most of what is there, and say nothing.
    pub method: LazyLock<Statements>,
    /// For the bodies of functions that hold definitions.
    pub inner: LazyLock<Statements>,
}

/// What is collected on the way.
pub(super) struct Walk<'a, 'tree> {
    pub source: &'a [u8],
    pub queries: &'a Queries,
    pub cursor: &'a mut QueryCursor,
    pub definitions: Vec<DefinitionFact>,
    /// The bytes of each definition, decorators included.
    pub spans: Vec<Range<usize>>,
    pub python: PythonFacts,
    /// What an earlier state of the file spares.
    spared: Option<&'a Spared<'a>>,
    /// Names bound by `import` at module level.
    pub imported: HashSet<Box<str>>,
    /// Whether the file puts names into `globals()`: its functions may make them.
    fills_globals: bool,
    tree: PhantomData<Node<'tree>>,
}

/// The body being walked.
#[derive(Clone, Copy)]
pub(super) struct Scope<'s> {
    /// What stands in front of the names defined here, its dot included.
    pub prefix: &'s str,
    /// The class or function the body belongs to.
    pub owner: Option<u32>,
    pub is_class: bool,
    pub is_function: bool,
    /// Whether it is a function whose first parameter is `self`.
    pub has_self: bool,
    pub guard: u32,
    pub depth: u32,
}

impl Scope<'_> {
    /// The scope of bindings: the class, or nothing at module level.
    pub(super) fn class(&self) -> Option<u32> {
        self.owner.filter(|_| self.is_class)
    }

    fn guarded(self, guard: u32) -> Self {
        Scope { guard, depth: self.depth + 1, ..self }
    }
}

impl<'a, 'tree> Walk<'a, 'tree> {
    /// Starts with nothing found.
    pub(super) fn new(
        source: &'a [u8],
        queries: &'a Queries,
        cursor: &'a mut QueryCursor,
        spared: Option<&'a Spared<'a>>,
    ) -> Self {
        Walk {
            source,
            spared,
            queries,
            cursor,
            definitions: Vec::new(),
            spans: Vec::new(),
            python: PythonFacts::default(),
            imported: HashSet::new(),
            fills_globals: text::contains(source, "globals()["),
            tree: PhantomData,
        }
    }

    /// Walks the statements of one body.
    pub(super) fn body(&mut self, body: Node<'tree>, scope: Scope<'_>) {
        self.statements(body, scope, false);
    }

    fn statements(&mut self, body: Node<'tree>, scope: Scope<'_>, deep: bool) {
        if scope.depth > DEEPEST {
            return;
        }
        let query = match (scope.is_function, scope.has_self) {
            (false, _) => &self.queries.scope,
            (true, false) => &self.queries.body,
            (true, true) => &self.queries.method,
        };
        let mut found = Vec::new();
        query.run(self.cursor, body, deep, self.source, &mut found);
        // What stands inside a statement already taken is found again by a deep run.
        let mut taken = 0;
        for statement in found {
            if deep && (statement.node.start_byte() < taken || statement.node.id() == body.id()) {
                continue;
            }
            taken = statement.node.end_byte();
            self.statement(&statement, scope);
        }
    }

    fn statement(&mut self, statement: &Statement<'tree>, scope: Scope<'_>) {
        let node = statement.node;
        match statement.role {
            Role::Function | Role::Class => self.definition(statement, scope),
            Role::Assignment => bind::assignment(self, node, scope),
            Role::Augmented => exports::augmented(self, node, scope),
            Role::Call => exports::call(self, node, scope),
            Role::Import => bind::import(self, node, scope),
            Role::From => bind::from(self, node, scope),
            Role::Delete => bind::delete(self, node, scope),
            Role::Alias => bind::alias(self, node, scope),
            Role::Attribute => bind::module_attribute(self, statement, scope),
            Role::If => self.branches_of_if(node, scope),
            Role::Try => self.branches_of_try(node, scope),
            Role::For | Role::While | Role::With => self.block_statement(statement.role, node, scope),
            Role::Match => self.cases(node, scope),
            Role::Broken => self.statements(node, Scope { depth: scope.depth + 1, ..scope }, true),
            Role::Local => {
                if let Some(owner) = scope.owner {
                    self.inner_statement(owner, node);
                }
            }
            Role::Inner | Role::Name | Role::Parameters | Role::Bases | Role::Body | Role::Object => {}
        }
    }

    fn definition(&mut self, statement: &Statement<'tree>, scope: Scope<'_>) {
        let Some((name, body)) = statement.name.zip(statement.body) else { return };
        let is_class = statement.role == Role::Class;
        let kind = match (is_class, scope.is_class) {
            (true, _) => Kind::Class,
            (false, true) => Kind::Method,
            (false, false) => Kind::Function,
        };
        let id = self.definitions.len() as u32;
        let fact = define::definition(self.source, statement, name, body, kind, scope);
        self.bind(scope, fact.name.clone(), fact.line, Bound::Definition(id));
        let signature = fact.signature.clone();
        let has_self = bind::first_parameter(&signature) == "self";
        let prefix = if is_class { format!("{}.", fact.qualname) } else { format!("{}.<locals>.", fact.qualname) };
        self.definitions.push(fact);
        self.spans.push(statement.node.byte_range());
        let def = statement.inner.unwrap_or(statement.node);
        if !is_class && self.spared.is_some_and(|spared| spared.take_over(self, id, def.start_byte())) {
            return;
        }

        let inner = Scope {
            prefix: &prefix,
            owner: Some(id),
            is_class,
            is_function: !is_class,
            has_self: !is_class && has_self,
            guard: if is_class { scope.guard } else { 0 },
            depth: scope.depth + 1,
        };
        if is_class || self.is_worth_a_walk(body, &signature) {
            self.body(body, inner);
        }
        if is_class {
            return;
        }
        if self.definitions.len() as u32 > id + 1 || (self.fills_globals && scope.owner.is_none()) {
            self.inner_statements(id, body);
        } else if body.named_child_count() <= 2
            && let Some(last) = body.named_child(body.named_child_count().saturating_sub(1) as u32)
            && last.kind() == "return_statement"
        {
            self.inner_statement(id, last);
        }
    }

    /// Most functions hold no definition, no import and no assignment that says something: a look at how their lines
    /// begin spares the query.
    fn is_worth_a_walk(&self, body: Node<'_>, signature: &str) -> bool {
        let first = bind::first_parameter(signature);
        text::bytes(self.source, body).split(|&byte| byte == b'\n').any(|line| {
            let line = line.trim_ascii_start();
            let length = line.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
            let (word, rest) = line.split_at(length);
            match rest.first() {
                Some(b'@') if length == 0 => true,
                Some(b' ' | b'\t') => matches!(word, b"def" | b"class" | b"async" | b"import" | b"from"),
                Some(b'.') if word == b"self" => false,
                Some(b'.') => std::str::from_utf8(word).is_ok_and(|word| word == first || self.imported.contains(word)),
                _ => false,
            }
        })
    }

    /// The function `id` holds other definitions: its own statements tell which of them leaves it.
    fn inner_statements(&mut self, id: u32, body: Node<'tree>) {
        let mut found = Vec::new();
        self.queries.inner.run(self.cursor, body, true, self.source, &mut found);
        let spans: Vec<_> = self.spans[id as usize + 1..].to_vec();
        let mut nested = spans.iter().peekable();
        let mut taken = 0;
        for statement in found {
            let start = statement.node.start_byte();
            while let Some(span) = nested.next_if(|span| span.start <= start) {
                taken = taken.max(span.end);
            }
            let calls = statement.object.map(|object| text::bytes(self.source, object));
            if start >= taken && calls.is_none_or(|name| name == b"setattr" || name == b"update_wrapper") {
                self.inner_statement(id, statement.node);
            }
        }
    }

    /// Keeps a statement of the function `id`.
    pub(super) fn inner_statement(&mut self, id: u32, statement: Node<'tree>) {
        let text = text::folded(text::bytes(self.source, statement), STATEMENT);
        let kept = PythonStatement { inside: id, line: line(statement), text };
        if self.python.inner.last() != Some(&kept) {
            self.python.inner.push(kept);
        }
    }

    /// Records a binding; in a function body there are none.
    pub(super) fn bind(&mut self, scope: Scope<'_>, name: Box<str>, line: u32, bound: Bound) {
        if !scope.is_function {
            self.python.bindings.push(Binding { scope: scope.class(), name, line, guard: scope.guard, bound });
        }
    }

    /// Records a guard and returns the scope inside it. Functions have no guards: they have no bindings.
    pub(super) fn guard<'s>(&mut self, scope: Scope<'s>, text: String, line: u32, statement: u32) -> Scope<'s> {
        if scope.is_function {
            return scope.guarded(0);
        }
        self.python.guards.push(Guard { outer: scope.guard, text: text.into_boxed_str(), line, statement });
        scope.guarded(self.python.guards.len() as u32)
    }

    /// Returns the folded text of a part of a guard.
    fn test(&self, node: Option<Node<'_>>) -> Box<str> {
        node.map(|node| text::folded(text::bytes(self.source, node), GUARD)).unwrap_or_default()
    }

    fn branches_of_if(&mut self, node: Node<'tree>, scope: Scope<'_>) {
        let statement = line(node);
        let mut before = String::new();
        for branch in std::iter::once(node).chain(children(node)) {
            let is_else = branch.kind() == "else_clause";
            if branch != node && !is_else && branch.kind() != "elif_clause" {
                continue;
            }
            let (text, body) = if is_else {
                (format!("if {}", before.trim_end_matches(" and ")), branch.child_by_field_name("body"))
            } else if scope.is_function {
                (String::new(), branch.child_by_field_name("consequence"))
            } else {
                let condition = self.test(branch.child_by_field_name("condition"));
                let text =
                    if before.is_empty() { format!("if {condition}") } else { format!("if {before}({condition})") };
                before = format!("{before}not ({condition}) and ");
                (text, branch.child_by_field_name("consequence"))
            };
            if let Some(body) = body {
                let inside = self.guard(scope, text, line(branch), statement);
                self.body(body, inside);
            }
        }
    }

    fn branches_of_try(&mut self, node: Node<'tree>, scope: Scope<'_>) {
        let statement = line(node);
        if let Some(body) = node.child_by_field_name("body") {
            let inside = self.guard(scope, "try".to_owned(), statement, statement);
            self.body(body, inside);
        }
        for branch in children(node) {
            let text = match branch.kind() {
                "except_clause" => {
                    let mut exceptions = self.test(branch.child_by_field_name("value")).into_string();
                    if let Some((before, _)) = exceptions.split_once(" as ") {
                        exceptions.truncate(before.len());
                    }
                    format!("except {exceptions}").trim_end().to_owned()
                }
                "else_clause" => "else".to_owned(),
                "finally_clause" => "finally".to_owned(),
                _ => continue,
            };
            let Some(body) = children(branch).into_iter().find(|child| child.kind() == "block") else { continue };
            let inside = self.guard(scope, text, line(branch), statement);
            let is_except = branch.kind() == "except_clause" && !scope.is_function;
            if is_except {
                bind::exception(self, branch, inside, false);
            }
            self.body(body, inside);
            if is_except {
                bind::exception(self, branch, inside, true);
            }
        }
    }

    fn block_statement(&mut self, role: Role, node: Node<'tree>, scope: Scope<'_>) {
        let word = match role {
            Role::For => "for",
            Role::While => "while",
            _ => "with",
        };
        let statement = line(node);
        let inside = self.guard(scope, word.to_owned(), statement, statement);
        if !scope.is_function {
            bind::targets_of_block(self, node, inside);
        }
        if let Some(body) = node.child_by_field_name("body") {
            self.body(body, inside);
        }
        if let Some(body) = node.child_by_field_name("alternative").and_then(|other| other.child_by_field_name("body"))
        {
            self.body(body, inside);
        }
    }

    fn cases(&mut self, node: Node<'tree>, scope: Scope<'_>) {
        let statement = line(node);
        for case in node.child_by_field_name("body").map(children).unwrap_or_default() {
            if let Some(body) = case.child_by_field_name("consequence") {
                let inside = self.guard(scope, "match".to_owned(), line(case), statement);
                self.body(body, inside);
            }
        }
    }
}

/// Returns the 1-based line a node starts in.
pub(super) fn line(node: Node<'_>) -> u32 {
    node.start_position().row as u32 + 1
}

/// Returns the named children, comments left out.
pub(super) fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|child| child.kind() != "comment").collect()
}
