//! The text of a C function, macros already expanded -> its statements as plain values, for whoever follows what it
//! does.

use std::cell::RefCell;
use tree_sitter::{Node, Parser};

/// A function.
#[derive(Debug, Default)]
pub struct Function {
    /// Type and name of each parameter.
    pub params: Vec<(String, String)>,
    /// What it does.
    pub body: Vec<Statement>,
}

/// A statement.
#[derive(Debug)]
pub enum Statement {
    /// An expression for its effect.
    Do(Expression),
    /// A new variable.
    Declare(String, Option<Expression>),
    /// `if`, with what runs otherwise.
    If(Expression, Vec<Statement>, Vec<Statement>),
    /// `switch`: the labels of a group, none for `default`, and what follows until the next label.
    Switch(Expression, Vec<(Option<Expression>, Vec<Statement>)>),
    /// A loop: what comes before it, its condition, its step, its body, whether the body comes first.
    Loop(Vec<Statement>, Option<Expression>, Option<Expression>, Vec<Statement>, bool),
    /// `return`.
    Return(Option<Expression>),
    /// `break`.
    Break,
    /// `continue`.
    Continue,
    /// `goto`.
    Goto(String),
    /// Where a `goto` leads.
    Label(String),
    /// `{ … }`.
    Block(Vec<Statement>),
}

/// An expression.
#[derive(Debug)]
pub enum Expression {
    /// A name.
    Name(String),
    /// A whole number.
    Number(i64),
    /// A string.
    Text(String),
    /// `a.b`, `a->b`.
    Field(Box<Expression>, String),
    /// A call.
    Call(Box<Expression>, Vec<Expression>),
    /// `{ a, b }`, as the value of a variable.
    List(Vec<Expression>),
    /// `a[b]`.
    Index(Box<Expression>, Box<Expression>),
    /// `!a`, `-a`, `&a`, `*a`, `~a`, `a++`, `a--`.
    Unary(String, Box<Expression>),
    /// `a == b`, `a && b`.
    Binary(String, Box<Expression>, Box<Expression>),
    /// `a = b`, `a |= b`.
    Assign(Box<Expression>, String, Box<Expression>),
    /// `a ? b : c`.
    Choice(Box<Expression>, Box<Expression>, Box<Expression>),
    /// Anything else, with the expressions in it.
    Other(Vec<Expression>),
}

/// Reads an expression; `None` where the text is none.
pub fn expression(text: &str) -> Option<Expression> {
    match function(&format!("int f(void) {{ return {text}; }}"))?.body.pop()? {
        Statement::Return(value) => value,
        _ => None,
    }
}

/// Reads a function; `None` where the text is none.
pub fn function(text: &str) -> Option<Function> {
    thread_local!(static PARSER: RefCell<Parser> = RefCell::new(Parser::new()));
    let tree = PARSER.with_borrow_mut(|parser| {
        parser.reset();
        parser.set_language(&tree_sitter_c::LANGUAGE.into()).ok()?;
        parser.parse(text, None)
    })?;
    let mut cursor = tree.walk();
    let root = tree.root_node();
    let of = root.named_children(&mut cursor).find(|node| node.kind() == "function_definition")?;
    let reader = Reader { text };
    let body = reader.list(of.child_by_field_name("body")?);
    let mut declarator = of.child_by_field_name("declarator")?;
    while declarator.kind() != "function_declarator" {
        declarator = declarator.child_by_field_name("declarator")?;
    }
    let list = declarator.child_by_field_name("parameters")?;
    let params = named(list).into_iter().filter(|node| node.kind() == "parameter_declaration");
    let params = params.map(|param| {
        let kind = param.child_by_field_name("type").map_or("", |node| reader.of(node)).to_owned();
        (kind, param.child_by_field_name("declarator").map_or_else(String::new, |node| reader.innermost(node)))
    });
    Some(Function { params: params.collect(), body })
}

struct Reader<'t> {
    text: &'t str,
}

fn named(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|child| child.kind() != "comment").collect()
}

impl<'t> Reader<'t> {
    fn of(&self, node: Node<'_>) -> &'t str {
        self.text.get(node.byte_range()).unwrap_or_default()
    }

    /// The name behind pointers and arrays.
    fn innermost(&self, mut node: Node<'_>) -> String {
        while let Some(inner) = node.child_by_field_name("declarator") {
            node = inner;
        }
        self.of(node).to_owned()
    }

    fn list(&self, node: Node<'_>) -> Vec<Statement> {
        named(node).into_iter().flat_map(|child| self.statement(child)).collect()
    }

    /// One statement, or the list in braces.
    fn branch(&self, node: Option<Node<'_>>) -> Vec<Statement> {
        node.map_or_else(Vec::new, |node| match node.kind() {
            "compound_statement" | "else_clause" => self.list(node),
            _ => self.statement(node),
        })
    }

    fn part(&self, node: Node<'_>, name: &str) -> Option<Expression> {
        node.child_by_field_name(name).map(|node| self.expression(node))
    }

    fn statement(&self, node: Node<'_>) -> Vec<Statement> {
        let one = match node.kind() {
            "expression_statement" => match named(node).first() {
                Some(inner) => Statement::Do(self.expression(*inner)),
                None => return Vec::new(),
            },
            "declaration" => return self.declaration(node),
            "if_statement" => Statement::If(
                self.part(node, "condition").unwrap_or(Expression::Other(Vec::new())),
                self.branch(node.child_by_field_name("consequence")),
                self.branch(node.child_by_field_name("alternative")),
            ),
            "switch_statement" => Statement::Switch(
                self.part(node, "condition").unwrap_or(Expression::Other(Vec::new())),
                node.child_by_field_name("body").map_or_else(Vec::new, |body| self.cases(body)),
            ),
            "while_statement" | "do_statement" => Statement::Loop(
                Vec::new(),
                self.part(node, "condition"),
                None,
                self.branch(node.child_by_field_name("body")),
                node.kind() == "do_statement",
            ),
            "for_statement" => {
                let before = node.child_by_field_name("initializer").map_or_else(Vec::new, |before| {
                    if before.kind() == "declaration" {
                        self.declaration(before)
                    } else {
                        vec![Statement::Do(self.expression(before))]
                    }
                });
                let (test, step) = (self.part(node, "condition"), self.part(node, "update"));
                Statement::Loop(before, test, step, self.branch(node.child_by_field_name("body")), false)
            }
            "return_statement" => Statement::Return(named(node).first().map(|inner| self.expression(*inner))),
            "break_statement" => Statement::Break,
            "continue_statement" => Statement::Continue,
            "goto_statement" => {
                Statement::Goto(node.child_by_field_name("label").map_or("", |label| self.of(label)).to_owned())
            }
            "compound_statement" => Statement::Block(self.list(node)),
            "labeled_statement" => {
                let label = node.child_by_field_name("label").map_or("", |label| self.of(label)).to_owned();
                let inner = named(node).into_iter().skip(1).flat_map(|one| self.statement(one));
                return std::iter::once(Statement::Label(label)).chain(inner).collect();
            }
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn declaration(&self, node: Node<'_>) -> Vec<Statement> {
        let mut cursor = node.walk();
        let all = node.children_by_field_name("declarator", &mut cursor);
        all.map(|one| Statement::Declare(self.innermost(one), self.part(one, "value"))).collect()
    }

    fn cases(&self, body: Node<'_>) -> Vec<(Option<Expression>, Vec<Statement>)> {
        let mut cases = Vec::new();
        for case in named(body).into_iter().filter(|node| node.kind() == "case_statement") {
            let value = case.child_by_field_name("value");
            let inside = named(case).into_iter().filter(|one| Some(*one) != value);
            let inside = inside.flat_map(|one| self.statement(one)).collect();
            cases.push((value.map(|value| self.expression(value)), inside));
        }
        cases
    }

    fn boxed(&self, node: Node<'_>, name: &str) -> Box<Expression> {
        Box::new(self.part(node, name).unwrap_or(Expression::Other(Vec::new())))
    }

    fn expression(&self, node: Node<'_>) -> Expression {
        let operator = || node.child_by_field_name("operator").map_or("", |op| self.of(op)).to_owned();
        match node.kind() {
            "identifier" | "field_identifier" | "true" | "false" | "null" => Expression::Name(self.of(node).to_owned()),
            "number_literal" => number(self.of(node)).map_or(Expression::Other(Vec::new()), Expression::Number),
            "char_literal" => letter(self.of(node)).map_or(Expression::Other(Vec::new()), Expression::Number),
            "string_literal" => Expression::Text(self.of(node).trim_matches('"').to_owned()),
            "parenthesized_expression" => {
                named(node).first().map_or(Expression::Other(Vec::new()), |inner| self.expression(*inner))
            }
            "cast_expression" => *self.boxed(node, "value"),
            "field_expression" => {
                let name = node.child_by_field_name("field").map_or("", |name| self.of(name)).to_owned();
                Expression::Field(self.boxed(node, "argument"), name)
            }
            "call_expression" => {
                let args = node.child_by_field_name("arguments").map_or_else(Vec::new, named);
                let args = args.into_iter().map(|arg| self.expression(arg)).collect();
                Expression::Call(self.boxed(node, "function"), args)
            }
            "subscript_expression" => Expression::Index(self.boxed(node, "argument"), self.boxed(node, "index")),
            // `++a` is worth what it makes of `a`, `a++` what that was before.
            "update_expression" if !node.child(0).is_some_and(|child| child.is_named()) => {
                let op = if operator() == "++" { "+=" } else { "-=" };
                Expression::Assign(self.boxed(node, "argument"), op.to_owned(), Box::new(Expression::Number(1)))
            }
            "unary_expression" | "pointer_expression" | "update_expression" => {
                Expression::Unary(operator(), self.boxed(node, "argument"))
            }
            "binary_expression" => Expression::Binary(operator(), self.boxed(node, "left"), self.boxed(node, "right")),
            "assignment_expression" => {
                Expression::Assign(self.boxed(node, "left"), operator(), self.boxed(node, "right"))
            }
            "conditional_expression" => Expression::Choice(
                self.boxed(node, "condition"),
                self.boxed(node, "consequence"),
                self.boxed(node, "alternative"),
            ),
            "initializer_list" => Expression::List(named(node).into_iter().map(|one| self.expression(one)).collect()),
            _ => Expression::Other(named(node).into_iter().map(|inner| self.expression(inner)).collect()),
        }
    }
}

/// `'*'`; what is written with a backslash is left out.
fn letter(text: &str) -> Option<i64> {
    let mut inner = text.strip_prefix('\'')?.strip_suffix('\'')?.chars();
    let (Some(only), None) = (inner.next(), inner.next()) else { return None };
    Some(i64::from(u32::from(only)))
}

fn number(text: &str) -> Option<i64> {
    let digits = text.trim_end_matches(['u', 'U', 'l', 'L']);
    match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        Some(hex) => i64::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    }
}
