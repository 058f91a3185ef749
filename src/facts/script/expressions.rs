//! Expressions, parameters and arguments.

use super::{Reader, Value, field, fields, fold, has_word, named, seq};
use tree_sitter::Node as Syntax;

/// The word of the abstract syntax for an operator as written.
pub(super) fn operator(text: &str) -> Value {
    const WORDS: &[(&str, &str)] = &[
        ("+", "Add"),
        ("-", "Sub"),
        ("*", "Mult"),
        ("/", "Div"),
        ("//", "FloorDiv"),
        ("%", "Mod"),
        ("@", "MatMult"),
        ("**", "Pow"),
        ("<<", "LShift"),
        (">>", "RShift"),
        ("|", "BitOr"),
        ("^", "BitXor"),
        ("&", "BitAnd"),
        ("and", "And"),
        ("or", "Or"),
        ("==", "Eq"),
        ("!=", "NotEq"),
        ("<>", "NotEq"),
        ("<", "Lt"),
        ("<=", "LtE"),
        (">", "Gt"),
        (">=", "GtE"),
        ("is", "Is"),
        ("is not", "IsNot"),
        ("in", "In"),
        ("not in", "NotIn"),
    ];
    let word = WORDS.iter().find(|(written, _)| *written == text);
    word.map_or(Value::Empty, |(_, word)| Value::Word(word))
}

impl Reader<'_> {
    pub(super) fn load(&self, node: Option<Syntax<'_>>) -> Value {
        node.map_or(Value::Empty, |node| self.expression(node, "Load"))
    }

    /// The first expression inside of a node.
    pub(super) fn first(&self, node: Syntax<'_>) -> Value {
        self.load(named(node).first().copied())
    }

    pub(super) fn expression(&self, node: Syntax<'_>, ctx: &'static str) -> Value {
        let context = ("ctx", Value::Word(ctx));
        let part = |name: &str| self.load(field(node, name));
        match node.kind() {
            "identifier" | "keyword_identifier" => self.make(node, "Name", [("id", self.name(node)), context]),
            "parenthesized_expression" | "type" | "interpolation" => {
                named(node).first().map_or(Value::Empty, |inner| self.expression(*inner, ctx))
            }
            "integer" | "float" | "true" | "false" | "none" | "ellipsis" | "string" | "concatenated_string" => {
                self.literal(node)
            }
            "binary_operator" => {
                let op = operator(field(node, "operator").map_or("", |op| self.text(op)));
                fold::binary(self.make(node, "BinOp", [("left", part("left")), ("op", op), ("right", part("right"))]))
            }
            "boolean_operator" => self.boolean(node),
            "not_operator" => {
                let fields = [("op", Value::Word("Not")), ("operand", part("argument"))];
                fold::unary(self.make(node, "UnaryOp", fields))
            }
            "unary_operator" => {
                let op = match field(node, "operator").map_or("", |op| self.text(op)) {
                    "-" => "USub",
                    "~" => "Invert",
                    _ => "UAdd",
                };
                fold::unary(self.make(node, "UnaryOp", [("op", Value::Word(op)), ("operand", part("argument"))]))
            }
            "comparison_operator" => self.comparison(node),
            "attribute" => {
                let attr = field(node, "attribute").map_or(Value::Empty, |attr| self.name(attr));
                self.make(node, "Attribute", [("value", part("object")), ("attr", attr), context])
            }
            "subscript" => self.subscript(node, context),
            "slice" => self.slice(node),
            "call" => self.call(node),
            "list" | "list_pattern" => self.elements(node, "List", ctx),
            "tuple" | "tuple_pattern" | "expression_list" | "pattern_list" => {
                fold::tuple(self.elements(node, "Tuple", ctx))
            }
            "set" => self.make(node, "Set", [("elts", seq(self.each(node, "Load")))]),
            "dictionary" => self.dictionary(node),
            "list_comprehension" => self.comprehension(node, "ListComp"),
            "set_comprehension" => self.comprehension(node, "SetComp"),
            "generator_expression" => self.comprehension(node, "GeneratorExp"),
            "dictionary_comprehension" => {
                let pair = field(node, "body");
                let value = |name| self.load(pair.and_then(|pair| field(pair, name)));
                let fields = [("key", value("key")), ("value", value("value")), ("generators", self.generators(node))];
                self.make(node, "DictComp", fields)
            }
            "lambda" => {
                let args = self.parameters(node, field(node, "parameters"));
                self.make(node, "Lambda", [("args", args), ("body", part("body"))])
            }
            "conditional_expression" => {
                let parts = named(node);
                let part = |at: usize| self.load(parts.get(at).copied());
                self.make(node, "IfExp", [("body", part(0)), ("test", part(1)), ("orelse", part(2))])
            }
            "named_expression" => {
                let target = field(node, "name").map_or(Value::Empty, |name| self.expression(name, "Store"));
                self.make(node, "NamedExpr", [("target", target), ("value", part("value"))])
            }
            "await" => self.make(node, "Await", [("value", self.first(node))]),
            "yield" => {
                let kind = if has_word(node, "from") { "YieldFrom" } else { "Yield" };
                self.make(node, kind, [("value", self.first(node))])
            }
            "list_splat" | "list_splat_pattern" => {
                let value = named(node).first().map_or(Value::Empty, |inner| self.expression(*inner, ctx));
                self.make(node, "Starred", [("value", value), context])
            }
            "as_pattern" => self.first(node),
            // Annotations have nodes of their own for the same expressions.
            "generic_type" | "union_type" | "member_type" | "constrained_type" | "splat_type" => {
                let value = self.first(node);
                self.make(node, "Subscript", [("value", value), ("slice", Value::Empty), context])
            }
            _ => {
                self.wrong(node);
                Value::Empty
            }
        }
    }

    fn each(&self, node: Syntax<'_>, ctx: &'static str) -> Vec<Value> {
        named(node).iter().map(|one| self.expression(*one, ctx)).collect()
    }

    fn elements(&self, node: Syntax<'_>, kind: &'static str, ctx: &'static str) -> Value {
        self.make(node, kind, [("elts", seq(self.each(node, ctx))), ("ctx", Value::Word(ctx))])
    }

    /// `a and b and c` is one node.
    fn boolean(&self, node: Syntax<'_>) -> Value {
        let word = |node: Syntax<'_>| field(node, "operator").map_or("", |op| self.text(op)).to_owned();
        let op = word(node);
        let mut operands = Vec::new();
        let mut left = Some(node);
        while let Some(inner) = left.filter(|left| left.kind() == "boolean_operator" && word(*left) == op) {
            operands.extend(field(inner, "right"));
            left = field(inner, "left");
        }
        operands.extend(left);
        operands.reverse();
        let values = operands.into_iter().map(|one| self.expression(one, "Load")).collect();
        self.make(node, "BoolOp", [("op", operator(&op)), ("values", seq(values))])
    }

    fn comparison(&self, node: Syntax<'_>) -> Value {
        let mut operands = self.each(node, "Load").into_iter();
        let left = operands.next().unwrap_or(Value::Empty);
        let mut cursor = node.walk();
        let written = node.children_by_field_name("operators", &mut cursor);
        let written: Vec<String> =
            written.map(|op| self.text(op).split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let ops = written.iter().map(|op| operator(op)).filter(|op| !matches!(op, Value::Empty)).collect();
        self.make(node, "Compare", [("left", left), ("ops", seq(ops)), ("comparators", seq(operands.collect()))])
    }

    fn subscript(&self, node: Syntax<'_>, context: (&'static str, Value)) -> Value {
        let parts = fields(node, "subscript");
        let index = match parts[..] {
            [only] if !has_word(node, ",") => self.expression(only, "Load"),
            _ => {
                let elts = parts.iter().map(|one| self.expression(*one, "Load")).collect();
                fold::tuple(self.make(node, "Tuple", [("elts", seq(elts)), ("ctx", Value::Word("Load"))]))
            }
        };
        self.make(node, "Subscript", [("value", self.load(field(node, "value"))), ("slice", index), context])
    }

    fn slice(&self, node: Syntax<'_>) -> Value {
        let mut parts = [Value::Empty, Value::Empty, Value::Empty];
        let mut at = 0;
        let mut cursor = node.walk();
        for child in node.children(&mut cursor) {
            if child.kind() == ":" {
                at += 1;
            } else if child.is_named() && at < parts.len() {
                parts[at] = self.expression(child, "Load");
            }
        }
        let [lower, upper, step] = parts;
        fold::slice(self.make(node, "Slice", [("lower", lower), ("upper", upper), ("step", step)]))
    }

    fn call(&self, node: Syntax<'_>) -> Value {
        let func = self.load(field(node, "function"));
        let list = field(node, "arguments");
        let (args, keywords) = match list {
            Some(list) if list.kind() == "generator_expression" => (vec![self.expression(list, "Load")], Vec::new()),
            Some(list) => self.arguments(list),
            None => Default::default(),
        };
        self.make(node, "Call", [("func", func), ("args", seq(args)), ("keywords", seq(keywords))])
    }

    /// Positional arguments and keywords.
    pub(super) fn arguments(&self, list: Syntax<'_>) -> (Vec<Value>, Vec<Value>) {
        let (mut args, mut keywords) = (Vec::new(), Vec::new());
        for one in named(list) {
            match one.kind() {
                "keyword_argument" => {
                    let name = field(one, "name").map_or(Value::Empty, |name| self.name(name));
                    let value = self.load(field(one, "value"));
                    keywords.push(self.make(one, "keyword", [("arg", name), ("value", value)]));
                }
                "dictionary_splat" => {
                    keywords.push(self.make(one, "keyword", [("arg", Value::Empty), ("value", self.first(one))]));
                }
                _ => args.push(self.expression(one, "Load")),
            }
        }
        (args, keywords)
    }

    fn dictionary(&self, node: Syntax<'_>) -> Value {
        let (mut keys, mut values) = (Vec::new(), Vec::new());
        for one in named(node) {
            if one.kind() == "pair" {
                keys.push(self.load(field(one, "key")));
                values.push(self.load(field(one, "value")));
            } else {
                keys.push(Value::Empty);
                values.push(self.first(one));
            }
        }
        self.make(node, "Dict", [("keys", seq(keys)), ("values", seq(values))])
    }

    fn comprehension(&self, node: Syntax<'_>, kind: &'static str) -> Value {
        let elt = self.load(field(node, "body"));
        self.make(node, kind, [("elt", elt), ("generators", self.generators(node))])
    }

    fn generators(&self, node: Syntax<'_>) -> Value {
        let mut made: Vec<(Syntax<'_>, Vec<Value>)> = Vec::new();
        for one in named(node) {
            match one.kind() {
                "for_in_clause" => made.push((one, Vec::new())),
                "if_clause" => made.iter_mut().next_back().into_iter().for_each(|last| last.1.push(self.first(one))),
                _ => {}
            }
        }
        let make = |(one, ifs): (Syntax<'_>, Vec<Value>)| {
            let target = field(one, "left").map_or(Value::Empty, |left| self.expression(left, "Store"));
            let is_async = Value::Int(i64::from(has_word(one, "async")));
            let iter = self.load(field(one, "right"));
            self.make(
                one,
                "comprehension",
                [("target", target), ("iter", iter), ("ifs", seq(ifs)), ("is_async", is_async)],
            )
        };
        seq(made.into_iter().map(make).collect())
    }

    /// The parameters of a function.
    pub(super) fn parameters(&self, of: Syntax<'_>, list: Option<Syntax<'_>>) -> Value {
        let (mut posonly, mut args, mut kwonly) = (Vec::new(), Vec::new(), Vec::new());
        let (mut defaults, mut kw_defaults) = (Vec::new(), Vec::new());
        let (mut vararg, mut kwarg) = (Value::Empty, Value::Empty);
        let mut after_star = false;
        for one in list.map_or_else(Vec::new, named) {
            let typed = matches!(one.kind(), "typed_parameter" | "typed_default_parameter");
            let name = field(one, "name").or_else(|| if one.kind() == "identifier" { Some(one) } else { inside(one) });
            let kind = if one.kind() == "typed_parameter" { name.map_or("", |name| name.kind()) } else { one.kind() };
            let named_by = name.map(|name| inside(name).filter(|_| name.kind() != "identifier").unwrap_or(name));
            let annotation = if typed { self.load(field(one, "type")) } else { Value::Empty };
            let arg = || {
                let name = named_by.map_or(Value::Empty, |name| self.name(name));
                self.make(one, "arg", [("arg", name), ("annotation", annotation.clone())])
            };
            let default = field(one, "value").map(|value| self.expression(value, "Load"));
            match kind {
                "positional_separator" => posonly = std::mem::take(&mut args),
                "keyword_separator" => after_star = true,
                "list_splat_pattern" => {
                    vararg = arg();
                    after_star = true;
                }
                "dictionary_splat_pattern" => kwarg = arg(),
                _ if after_star => {
                    kwonly.push(arg());
                    kw_defaults.push(default.unwrap_or(Value::Empty));
                }
                _ => {
                    args.push(arg());
                    defaults.extend(default);
                }
            }
        }
        let fields = [
            ("posonlyargs", seq(posonly)),
            ("args", seq(args)),
            ("vararg", vararg),
            ("kwonlyargs", seq(kwonly)),
            ("kw_defaults", seq(kw_defaults)),
            ("kwarg", kwarg),
            ("defaults", seq(defaults)),
        ];
        self.make(of, "arguments", fields)
    }
}

/// The first part of a node.
fn inside(node: Syntax<'_>) -> Option<Syntax<'_>> {
    named(node).first().copied()
}
