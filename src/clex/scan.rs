//! What a piece of expanded C defines at its top level: functions and initialised variables.
//!
//! For text that macros made; files themselves are read by tree-sitter.

use super::token::{Token, TokenKind, closing, join};

/// Something defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Defined<'t, 'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether `static` stands in front.
    pub is_static: bool,
    /// Which of the two.
    pub what: What<'t, 'a>,
}

/// A function or a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What<'t, 'a> {
    /// A function with a body.
    Function {
        /// Between the parentheses.
        params: &'t [Token<'a>],
        /// Between the braces.
        body: &'t [Token<'a>],
    },
    /// A variable with a brace initialiser.
    Variable {
        /// The word in front of the name: the type, stars left out.
        type_name: &'a str,
        /// Whether it is an array.
        is_array: bool,
        /// Between the braces.
        items: &'t [Token<'a>],
    },
    /// A variable with another initialiser: `PyObject *PyExc_X = (PyObject *)&_PyExc_X`.
    Alias {
        /// Behind the `=`.
        value: &'t [Token<'a>],
    },
}

/// Returns what `tokens` define, in order.
pub fn defined<'t, 'a>(tokens: &'t [Token<'a>]) -> Vec<Defined<'t, 'a>> {
    let mut out = Vec::new();
    let mut start = 0;
    while start < tokens.len() {
        let (found, end) = statement(tokens, start);
        out.extend(found);
        start = end.max(start + 1);
    }
    out
}

/// Reads one declaration from `start`; returns what it defines and where the next one starts.
fn statement<'t, 'a>(tokens: &'t [Token<'a>], start: usize) -> (Option<Defined<'t, 'a>>, usize) {
    let mut at = start;
    let mut equals = None;
    let mut call = None;
    while at < tokens.len() {
        let token = tokens[at];
        if token.is(";") {
            let found = equals.and_then(|equals| alias(tokens, start, equals, at));
            return (found, at + 1);
        }
        if token.is("=") && equals.is_none() {
            equals = Some(at);
        }
        if token.is("(") {
            let close = closing(tokens, at);
            if let Some(name) = called(&tokens[start..at]).filter(|_| equals.is_none()) {
                call = Some((start + name, at, close));
            }
            at = close + 1;
            continue;
        }
        if token.is("{") {
            let close = closing(tokens, at).min(tokens.len());
            let inside = &tokens[(at + 1).min(close)..close];
            let is_static = has_static(&tokens[start..at]);
            if let Some(equals) = equals.filter(|&equals| equals + 1 == at) {
                let found = variable(tokens, start, equals, inside, is_static);
                return (found, skip_to_semicolon(tokens, close + 1));
            }
            if let Some((name, open, end)) = call.filter(|&(_, _, end)| end + 1 == at) {
                let what = What::Function { params: &tokens[open + 1..end], body: inside };
                return (Some(Defined { name: tokens[name].text, is_static, what }), close + 1);
            }
            at = close + 1;
            continue;
        }
        at += 1;
    }
    (None, tokens.len())
}

/// Where the name in front of a parenthesis stands; it may have parentheses of its own: `(f)(int a)`.
fn called(before: &[Token<'_>]) -> Option<usize> {
    match before {
        [.., name] if name.is_word() => Some(before.len() - 1),
        [.., open, name, close] if open.is("(") && name.is_word() && close.is(")") => Some(before.len() - 2),
        _ => None,
    }
}

fn has_static(tokens: &[Token<'_>]) -> bool {
    tokens.iter().any(|token| token.kind == TokenKind::Word && token.text == "static")
}

fn skip_to_semicolon(tokens: &[Token<'_>], from: usize) -> usize {
    if tokens.get(from).is_some_and(|token| token.is(";")) { from + 1 } else { from }
}

fn variable<'t, 'a>(
    tokens: &'t [Token<'a>],
    start: usize,
    equals: usize,
    items: &'t [Token<'a>],
    is_static: bool,
) -> Option<Defined<'t, 'a>> {
    let bracket = (start..equals).find(|&index| tokens[index].is("["));
    let name_at = bracket.unwrap_or(equals).checked_sub(1).filter(|&at| at > start)?;
    let type_name = tokens[start..name_at].iter().rev().find(|token| token.is_word())?.text;
    let what = What::Variable { type_name, is_array: bracket.is_some(), items };
    tokens[name_at].is_word().then_some(Defined { name: tokens[name_at].text, is_static, what })
}

fn alias<'t, 'a>(tokens: &'t [Token<'a>], start: usize, equals: usize, end: usize) -> Option<Defined<'t, 'a>> {
    let name = tokens.get(equals.checked_sub(1)?).filter(|token| token.is_word())?;
    let what = What::Alias { value: &tokens[equals + 1..end] };
    Some(Defined { name: name.text, is_static: has_static(&tokens[start..equals]), what })
}

impl Defined<'_, '_> {
    /// Returns the parameters of a function as text.
    pub fn signature(&self) -> String {
        match self.what {
            What::Function { params, .. } => join(params),
            _ => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    #[test]
    fn functions_and_tables_are_found() {
        let text = "static PyObject *f(int a, b (*c)(void)) { if (x) { y(); } } \
                    static PyTypeObject _PyExc_X = { HEAD(0) \"X\", }; PyObject *PyExc_X = (PyObject *)&_PyExc_X; \
                    static struct PyMethodDef t[] = {{0}}; int decl(void); struct s { int q; }; int (g)(int b) {}";
        let tokens = tokens(text);
        let found: Vec<String> = defined(&tokens)
            .iter()
            .map(|one| match one.what {
                What::Function { .. } => format!("{}({}) static={}", one.name, one.signature(), one.is_static),
                What::Variable { type_name, is_array, .. } => format!("{type_name} {} array={is_array}", one.name),
                What::Alias { value } => format!("{} = {}", one.name, join(value)),
            })
            .collect();
        assert_eq!(
            found,
            [
                "f(int a,b(*c)(void)) static=true",
                "PyTypeObject _PyExc_X array=false",
                "PyExc_X = (PyObject*)&_PyExc_X",
                "PyMethodDef t array=true",
                "g(int b) static=false"
            ]
        );
    }
}
