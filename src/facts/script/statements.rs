//! Statements.

use super::{Reader, Value, field, fields, has_word, named, seq};
use tree_sitter::Node as Syntax;

impl Reader<'_> {
    /// The statements of a block or module.
    pub(super) fn block(&self, block: Syntax<'_>) -> Vec<Value> {
        let mut body = Vec::new();
        for one in named(block) {
            self.statement(one, &mut body);
        }
        body
    }

    fn body(&self, node: Syntax<'_>, name: &str) -> Value {
        seq(field(node, name).map_or_else(Vec::new, |block| self.block(block)))
    }

    fn statement(&self, node: Syntax<'_>, body: &mut Vec<Value>) {
        let value = match node.kind() {
            "expression_statement" => return self.expression_statement(node, body),
            "return_statement" => self.make(node, "Return", [("value", self.first(node))]),
            "delete_statement" => {
                let targets = named(node).first().map_or_else(Vec::new, |only| match only.kind() {
                    "expression_list" => named(*only).iter().map(|one| self.expression(*one, "Del")).collect(),
                    _ => vec![self.expression(*only, "Del")],
                });
                self.make(node, "Delete", [("targets", seq(targets))])
            }
            "raise_statement" => {
                let cause = field(node, "cause");
                let exc = named(node).into_iter().find(|one| Some(*one) != cause);
                self.make(node, "Raise", [("exc", self.load(exc)), ("cause", self.load(cause))])
            }
            "pass_statement" => self.make(node, "Pass", []),
            "break_statement" => self.make(node, "Break", []),
            "continue_statement" => self.make(node, "Continue", []),
            "global_statement" | "nonlocal_statement" => {
                let names = named(node).iter().map(|one| self.name(*one)).collect();
                let kind = if node.kind().starts_with('g') { "Global" } else { "Nonlocal" };
                self.make(node, kind, [("names", seq(names))])
            }
            "import_statement" => {
                self.make(node, "Import", [("names", self.aliases(&fields(node, "name"))), ("is_lazy", Value::Int(0))])
            }
            "import_from_statement" | "future_import_statement" => self.import_from(node),
            "assert_statement" => {
                let parts = named(node);
                let part = |at: usize| self.load(parts.get(at).copied());
                self.make(node, "Assert", [("test", part(0)), ("msg", part(1))])
            }
            "if_statement" => {
                let clauses = fields(node, "alternative");
                let orelse = self.alternatives(&clauses);
                let test = self.load(field(node, "condition"));
                self.make(node, "If", [("test", test), ("body", self.body(node, "consequence")), ("orelse", orelse)])
            }
            "while_statement" => {
                let test = self.load(field(node, "condition"));
                let orelse = self.orelse(node);
                self.make(node, "While", [("test", test), ("body", self.body(node, "body")), ("orelse", orelse)])
            }
            "for_statement" => {
                let target = field(node, "left").map_or(Value::Empty, |left| self.expression(left, "Store"));
                let iter = self.load(field(node, "right"));
                let kind = if has_word(node, "async") { "AsyncFor" } else { "For" };
                let (body, orelse) = (self.body(node, "body"), self.orelse(node));
                self.make(node, kind, [("target", target), ("iter", iter), ("body", body), ("orelse", orelse)])
            }
            "with_statement" => self.with(node),
            "try_statement" => self.try_statement(node),
            "function_definition" | "class_definition" => self.definition(node, Vec::new()),
            "decorated_definition" => {
                let decorators: Vec<Value> =
                    named(node).iter().filter(|one| one.kind() == "decorator").map(|one| self.first(*one)).collect();
                match field(node, "definition") {
                    Some(inner) => self.definition(inner, decorators),
                    None => return,
                }
            }
            "match_statement" => self.match_statement(node),
            "type_alias_statement" => {
                let name = field(node, "left").map_or(Value::Empty, |left| self.expression(left, "Store"));
                let value = self.load(field(node, "right"));
                self.make(node, "TypeAlias", [("name", name), ("type_params", seq(Vec::new())), ("value", value)])
            }
            _ => {
                self.wrong(node);
                return;
            }
        };
        body.push(value);
    }

    fn expression_statement(&self, node: Syntax<'_>, body: &mut Vec<Value>) {
        let parts = named(node);
        let Some(&first) = parts.first() else { return };
        let value = match first.kind() {
            "assignment" => return body.extend(self.assignment(first)),
            "augmented_assignment" => {
                let target = field(first, "left").map_or(Value::Empty, |left| self.expression(left, "Store"));
                let op = field(first, "operator").map_or("", |op| self.text(op)).trim_end_matches('=');
                let value = self.load(field(first, "right"));
                let op = super::expressions::operator(op);
                self.make(first, "AugAssign", [("target", target), ("op", op), ("value", value)])
            }
            _ if parts.len() > 1 || has_word(node, ",") => {
                let elts = parts.iter().map(|one| self.expression(*one, "Load")).collect();
                let tuple = self.make(first, "Tuple", [("elts", seq(elts)), ("ctx", Value::Word("Load"))]);
                self.make(node, "Expr", [("value", super::fold::tuple(tuple))])
            }
            _ => self.make(node, "Expr", [("value", self.expression(first, "Load"))]),
        };
        body.push(value);
    }

    /// `a = b = c`, `a: T = b`.
    fn assignment(&self, node: Syntax<'_>) -> Option<Value> {
        let left = field(node, "left")?;
        if let Some(annotation) = field(node, "type") {
            let target = self.expression(left, "Store");
            let value = self.load(field(node, "right"));
            let simple = Value::Int(i64::from(left.kind() == "identifier"));
            let annotation = self.expression(annotation, "Load");
            let fields = [("target", target), ("annotation", annotation), ("value", value), ("simple", simple)];
            return Some(self.make(node, "AnnAssign", fields));
        }
        let mut targets = vec![self.expression(left, "Store")];
        let mut right = field(node, "right");
        while let Some(next) = right.filter(|right| right.kind() == "assignment") {
            targets.extend(field(next, "left").map(|left| self.expression(left, "Store")));
            right = field(next, "right");
        }
        Some(self.make(node, "Assign", [("targets", seq(targets)), ("value", self.load(right))]))
    }

    fn aliases(&self, names: &[Syntax<'_>]) -> Value {
        let alias = |one: &Syntax<'_>| {
            let name = field(*one, "name").filter(|_| one.kind() == "aliased_import").unwrap_or(*one);
            let asname = field(*one, "alias").map_or(Value::Empty, |alias| self.name(alias));
            self.make(*one, "alias", [("name", self.name(name)), ("asname", asname)])
        };
        seq(names.iter().map(alias).collect())
    }

    fn import_from(&self, node: Syntax<'_>) -> Value {
        let module = field(node, "module_name").map_or("__future__", |module| self.text(module));
        let level = module.bytes().take_while(|byte| *byte == b'.').count();
        let mut names = fields(node, "name");
        names.extend(named(node).into_iter().filter(|one| one.kind() == "wildcard_import"));
        let module = module.trim_start_matches('.').trim();
        let module = if module.is_empty() { Value::Empty } else { Value::Name(module.into()) };
        let fields = [
            ("module", module),
            ("names", self.aliases(&names)),
            ("level", Value::Int(i64::try_from(level).unwrap_or(0))),
        ];
        self.make(node, "ImportFrom", fields)
    }

    /// What follows `elif` and `else`.
    fn alternatives(&self, clauses: &[Syntax<'_>]) -> Value {
        let Some((&first, rest)) = clauses.split_first() else { return seq(Vec::new()) };
        if first.kind() == "else_clause" {
            return self.body(first, "body");
        }
        let test = self.load(field(first, "condition"));
        let fields = [("test", test), ("body", self.body(first, "consequence")), ("orelse", self.alternatives(rest))];
        seq(vec![self.make(first, "If", fields)])
    }

    fn orelse(&self, node: Syntax<'_>) -> Value {
        field(node, "alternative").map_or_else(|| seq(Vec::new()), |clause| self.body(clause, "body"))
    }

    fn with(&self, node: Syntax<'_>) -> Value {
        let clause = named(node).into_iter().find(|one| one.kind() == "with_clause");
        let items = clause.map_or_else(Vec::new, |clause| named(clause));
        let item = |one: &Syntax<'_>| {
            let value = field(*one, "value")?;
            let (value, target) = self.as_target(value);
            Some(self.make(*one, "withitem", [("context_expr", value), ("optional_vars", target)]))
        };
        let items = items.iter().filter_map(item).collect();
        let kind = if has_word(node, "async") { "AsyncWith" } else { "With" };
        self.make(node, kind, [("items", seq(items)), ("body", self.body(node, "body"))])
    }

    /// `value as target`; without `as` no target.
    fn as_target(&self, node: Syntax<'_>) -> (Value, Value) {
        if node.kind() != "as_pattern" {
            return (self.expression(node, "Load"), Value::Empty);
        }
        let value = self.load(named(node).first().copied());
        let target = field(node, "alias").and_then(|alias| named(alias).first().copied());
        (value, target.map_or(Value::Empty, |target| self.expression(target, "Store")))
    }

    fn try_statement(&self, node: Syntax<'_>) -> Value {
        let (mut handlers, mut orelse, mut finalbody) = (Vec::new(), Vec::new(), Vec::new());
        let mut star = false;
        for clause in named(node) {
            let blocks = || named(clause).into_iter().filter(|one| one.kind() == "block");
            let body = || blocks().next_back().map_or_else(Vec::new, |block| self.block(block));
            match clause.kind() {
                "except_clause" | "except_group_clause" => {
                    star |= clause.kind() == "except_group_clause" || has_word(clause, "*");
                    let parts: Vec<Syntax<'_>> =
                        named(clause).into_iter().filter(|one| one.kind() != "block").collect();
                    let (kind, name) = match parts[..] {
                        [] => (Value::Empty, Value::Empty),
                        [only] if only.kind() == "as_pattern" => {
                            let name = field(only, "alias").map_or(Value::Empty, |alias| self.name(alias));
                            (self.load(named(only).first().copied()), name)
                        }
                        [only] => (self.expression(only, "Load"), Value::Empty),
                        [kind, name, ..] => (self.expression(kind, "Load"), self.name(name)),
                    };
                    let fields = [("type", kind), ("name", name), ("body", seq(body()))];
                    handlers.push(self.make(clause, "ExceptHandler", fields));
                }
                "else_clause" => orelse = body(),
                "finally_clause" => finalbody = body(),
                _ => {}
            }
        }
        let kind = if star { "TryStar" } else { "Try" };
        let (orelse, finalbody) = (seq(orelse), seq(finalbody));
        let fields = [
            ("body", self.body(node, "body")),
            ("handlers", seq(handlers)),
            ("orelse", orelse),
            ("finalbody", finalbody),
        ];
        self.make(node, kind, fields)
    }

    fn definition(&self, node: Syntax<'_>, decorators: Vec<Value>) -> Value {
        let name = field(node, "name").map_or(Value::Empty, |name| self.name(name));
        let type_params = seq(Vec::new());
        if node.kind() == "class_definition" {
            let (bases, keywords) =
                field(node, "superclasses").map_or_else(Default::default, |list| self.arguments(list));
            let fields = [
                ("name", name),
                ("bases", seq(bases)),
                ("keywords", seq(keywords)),
                ("body", self.body(node, "body")),
                ("decorator_list", seq(decorators)),
                ("type_params", type_params),
            ];
            return self.make(node, "ClassDef", fields);
        }
        let kind = if has_word(node, "async") { "AsyncFunctionDef" } else { "FunctionDef" };
        let fields = [
            ("name", name),
            ("args", self.parameters(node, field(node, "parameters"))),
            ("body", self.body(node, "body")),
            ("decorator_list", seq(decorators)),
            ("returns", self.load(field(node, "return_type"))),
            ("type_params", type_params),
        ];
        self.make(node, kind, fields)
    }
}
