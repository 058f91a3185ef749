//! The text of a Python expression -> a small tree: what bindings and guards need of the language, the rest opaque.

use super::parse::parse;

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// `name`.
    Name(Box<str>),
    /// `value.name`.
    Attribute(Box<Expr>, Box<str>),
    /// `function(arguments)`.
    Call(Box<Expr>, Vec<Argument>),
    /// `value[index]`.
    Item(Box<Expr>, Box<Expr>),
    /// A string literal without its quotes; escapes stay as written.
    Text(Box<str>),
    /// An integer.
    Number(i64),
    /// `True`, `False`.
    Bool(bool),
    /// `None`.
    None,
    /// `a, b`, `(a, b)`, `[a, b]`, `{a, b}`.
    Sequence(Vec<Expr>),
    /// `{key: value}`.
    Mapping(Vec<(Expr, Expr)>),
    /// `a or b`.
    Or(Vec<Expr>),
    /// `a and b`.
    And(Vec<Expr>),
    /// `not a`.
    Not(Box<Expr>),
    /// `a op b`; `op` is one of `== != < <= > >= in is`, `not in`, `is not`.
    Compare(Box<Expr>, Box<str>, Box<Expr>),
    /// `then if test else otherwise`: test, then, otherwise.
    Either(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `a + b` and the like.
    Binary(Box<Expr>, Box<str>, Box<Expr>),
    /// `lambda …`: the first parameter and the body.
    Lambda(Box<str>, Box<Expr>),
    /// Anything else.
    Opaque,
}

/// One argument of a call.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// The keyword, where there is one.
    pub name: Option<Box<str>>,
    /// The value.
    pub value: Expr,
}

impl Expr {
    /// Reads a text; what it cannot read is opaque.
    pub fn parse(text: &str) -> Expr {
        parse(text)
    }

    /// The function that a decorator names, without its arguments.
    pub fn called(&self) -> &Expr {
        match self {
            Expr::Call(function, _) => function,
            other => other,
        }
    }

    /// The last name of names and attributes.
    pub fn last_name(&self) -> Option<&str> {
        match self {
            Expr::Name(name) | Expr::Attribute(_, name) => Some(name),
            _ => None,
        }
    }

    /// The dotted text of names and attributes.
    pub fn dotted(&self) -> Option<String> {
        match self {
            Expr::Name(name) => Some(name.to_string()),
            Expr::Attribute(value, name) => Some(format!("{}.{name}", value.dotted()?)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Expr;

    #[test]
    fn the_shapes_bindings_need() {
        for (text, dotted) in [("a.b.c", Some("a.b.c")), ("f(x)", None), ("(a)", Some("a"))] {
            assert_eq!(Expr::parse(text).dotted().as_deref(), dotted, "{text}");
        }
        assert!(matches!(Expr::parse("c_f or py_f"), Expr::Or(all) if all.len() == 2));
        assert!(matches!(Expr::parse("'nt' in names and not x"), Expr::And(_)));
        assert!(matches!(Expr::parse("namedtuple('P', ['x', 'y'…"), Expr::Call(..)));
        assert!(
            matches!(Expr::parse("type(lambda: None)"), Expr::Call(_, args) if matches!(args[0].value, Expr::Lambda(..)))
        );
        assert!(matches!(Expr::parse("{'a': 1, 'b': f, 'c…"), Expr::Mapping(pairs) if pairs.len() >= 2));
        assert_eq!(Expr::parse("a b"), Expr::Opaque);
    }

    #[test]
    fn any_text_is_read_without_fault() {
        for text in
            ["", "(", ")", "'", "f'", "x[", "{", "lambda", "lambda:", "'…", "a.", "not", "é.ü('", "((((((", "1 if"]
        {
            Expr::parse(text);
        }
        Expr::parse(&"(".repeat(10_000));
        Expr::parse(&"not ".repeat(100));
    }
}
