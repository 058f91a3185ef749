//! Macro expansion over text, as the preprocessor does it: arguments, `#`, `##`, `__VA_ARGS__`, no recursion.
//!
//! Bounded: an expansion that grows over the budget is given up and yields what it has. Pieces borrow from the texts they
//! come from: most expansions make no new text.

use super::token::{self, Token, TokenKind, push_joined};
use crate::model::Macro;
use std::rc::Rc;

/// Tokens one expansion may produce.
const BUDGET: usize = 200_000;

/// Expands every macro in `text` that `lookup` knows and returns the result as one line of text.
pub fn expand<'m>(text: &str, lookup: &dyn Fn(&str) -> Option<&'m Macro>) -> String {
    let mut expander = Expander { lookup, budget: BUDGET };
    Expanded { pieces: expander.run(pieces(text)) }.text()
}

/// Expands the use of one macro with these arguments.
pub fn apply<'p, 'm: 'p>(
    of: &'m Macro,
    args: &'p [Box<str>],
    lookup: &dyn Fn(&str) -> Option<&'m Macro>,
) -> Expanded<'p> {
    let mut expander = Expander { lookup, budget: BUDGET };
    let args = args.iter().map(|arg| pieces(arg)).collect();
    let mut stack = Stack::new(Vec::new());
    let body = expander.substitute(of, args);
    stack.push(body, &of.name);
    Expanded { pieces: expander.drain(stack) }
}

/// What an expansion gives.
pub struct Expanded<'p> {
    pieces: Vec<Piece<'p>>,
}

impl Expanded<'_> {
    /// As one line of text.
    pub fn text(&self) -> String {
        joined(&self.pieces)
    }

    /// As tokens, without places.
    pub fn tokens(&self) -> Vec<Token<'_>> {
        self.pieces.iter().map(Piece::token).collect()
    }
}

#[derive(Clone)]
struct Piece<'t> {
    kind: TokenKind,
    text: Text<'t>,
}

#[derive(Clone)]
enum Text<'t> {
    /// It stands so in a replacement or an argument.
    Source(&'t str),
    /// `#` or `##` made it.
    Made(Rc<str>),
}

impl Text<'_> {
    fn as_str(&self) -> &str {
        match self {
            Text::Source(text) => text,
            Text::Made(text) => text,
        }
    }
}

impl Piece<'_> {
    fn token(&self) -> Token<'_> {
        Token { kind: self.kind, text: self.text.as_str(), offset: 0, starts_line: false }
    }

    fn is(&self, punct: &str) -> bool {
        self.kind == TokenKind::Punct && self.text.as_str() == punct
    }
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    token::inner_pieces(text).map(|token| Piece { kind: token.kind, text: Text::Source(token.text) }).collect()
}

fn joined(pieces: &[Piece<'_>]) -> String {
    let mut out = String::new();
    for piece in pieces {
        push_joined(&mut out, piece.kind, piece.text.as_str());
    }
    out
}

/// What the input and the macros in work still have to give, the next at the end.
struct Stack<'t> {
    entries: Vec<Entry<'t>>,
    /// The macros in work: they are not replaced again.
    open: Vec<&'t str>,
}

enum Entry<'t> {
    Piece(Piece<'t>),
    /// Here ends what the innermost macro gave.
    End,
}

impl<'t> Stack<'t> {
    fn new(input: Vec<Piece<'t>>) -> Self {
        Stack { entries: input.into_iter().rev().map(Entry::Piece).collect(), open: Vec::new() }
    }

    fn push(&mut self, body: Vec<Piece<'t>>, name: &'t str) {
        self.open.push(name);
        self.entries.push(Entry::End);
        self.entries.extend(body.into_iter().rev().map(Entry::Piece));
    }

    fn next(&mut self) -> Option<Piece<'t>> {
        loop {
            match self.entries.pop()? {
                Entry::Piece(piece) => return Some(piece),
                Entry::End => drop(self.open.pop()),
            }
        }
    }

    /// The arguments of a call, when `(` comes next; nothing is taken when it does not.
    fn arguments(&mut self) -> Option<Vec<Vec<Piece<'t>>>> {
        let upcoming = self.entries.iter().rev().find_map(|entry| match entry {
            Entry::Piece(piece) => Some(piece),
            Entry::End => None,
        })?;
        if !upcoming.is("(") {
            return None;
        }
        self.next();
        let (mut args, mut depth) = (vec![Vec::new()], 0usize);
        while let Some(piece) = self.next() {
            if piece.kind == TokenKind::Punct {
                match piece.text.as_str() {
                    "(" | "[" | "{" => depth += 1,
                    ")" if depth == 0 => break,
                    ")" | "]" | "}" => depth = depth.saturating_sub(1),
                    "," if depth == 0 => {
                        args.push(Vec::new());
                        continue;
                    }
                    _ => {}
                }
            }
            if let Some(last) = args.last_mut() {
                last.push(piece);
            }
        }
        Some(args)
    }
}

struct Expander<'l, 'm> {
    lookup: &'l dyn Fn(&str) -> Option<&'m Macro>,
    budget: usize,
}

impl<'m> Expander<'_, 'm> {
    fn run<'p>(&mut self, input: Vec<Piece<'p>>) -> Vec<Piece<'p>>
    where
        'm: 'p,
    {
        self.drain(Stack::new(input))
    }

    fn drain<'p>(&mut self, mut stack: Stack<'p>) -> Vec<Piece<'p>>
    where
        'm: 'p,
    {
        let mut out = Vec::with_capacity(stack.entries.len());
        while let Some(piece) = stack.next() {
            if self.budget == 0 {
                break;
            }
            self.budget -= 1;
            let known = if piece.kind == TokenKind::Word { (self.lookup)(piece.text.as_str()) } else { None };
            let Some(known) = known.filter(|known| stack.open.iter().all(|open| *open != &*known.name)) else {
                out.push(piece);
                continue;
            };
            let args = if known.params.is_none() { Some(Vec::new()) } else { stack.arguments() };
            let Some(args) = args else {
                out.push(piece);
                continue;
            };
            let body = self.substitute(known, args);
            stack.push(body, &known.name);
        }
        out
    }

    /// The replacement with its parameters filled in, not yet scanned again.
    fn substitute<'p>(&mut self, of: &'p Macro, args: Vec<Vec<Piece<'p>>>) -> Vec<Piece<'p>>
    where
        'm: 'p,
    {
        let params = of.params.as_deref().unwrap_or_default();
        let args = fit(params, args);
        let position = |token: &Token<'_>| -> Option<usize> {
            if params.is_empty() || token.kind != TokenKind::Word {
                return None;
            }
            let name = if token.text == "__VA_ARGS__" { "..." } else { token.text };
            params.iter().position(|param| **param == *name || param.strip_suffix("...") == Some(token.text))
        };
        let mut filled: Vec<Option<Vec<Piece<'p>>>> = vec![None; args.len()];
        let mut pasted = Pasted { out: Vec::new(), glue: false, left_was_empty: false };
        let mut body = token::inner_pieces(&of.body).peekable();
        let mut after_paste = false;
        while let Some(token) = body.next() {
            if token.is("##") {
                pasted.glue = true;
                after_paste = true;
                continue;
            }
            let was_pasted = std::mem::take(&mut after_paste);
            if token.is("#")
                && let Some(index) = body.peek().and_then(position)
            {
                body.next();
                let text = joined(&args[index]).replace('\\', "\\\\").replace('"', "\\\"");
                pasted.one(Piece { kind: TokenKind::Text, text: Text::Made(format!("\"{text}\"").into()) });
                continue;
            }
            let Some(index) = position(&token) else {
                pasted.one(Piece { kind: token.kind, text: Text::Source(token.text) });
                continue;
            };
            if was_pasted || body.peek().is_some_and(|next| next.is("##")) {
                pasted.many(&args[index]);
            } else {
                let whole = filled[index].get_or_insert_with(|| self.run(args[index].clone()));
                pasted.many(whole);
            }
        }
        pasted.out
    }
}

/// A replacement as it grows: what stands on both sides of `##` is joined.
struct Pasted<'p> {
    out: Vec<Piece<'p>>,
    glue: bool,
    left_was_empty: bool,
}

impl<'p> Pasted<'p> {
    fn one(&mut self, piece: Piece<'p>) {
        if std::mem::take(&mut self.glue) && !self.left_was_empty {
            self.join(&piece);
        } else {
            self.out.push(piece);
        }
        self.left_was_empty = false;
    }

    fn many(&mut self, pieces: &[Piece<'p>]) {
        let glue = std::mem::take(&mut self.glue) && !self.left_was_empty;
        let mut rest = pieces;
        if let (true, [first, others @ ..]) = (glue, pieces) {
            self.join(first);
            rest = others;
        }
        self.out.extend_from_slice(rest);
        self.left_was_empty = pieces.is_empty();
    }

    fn join(&mut self, right: &Piece<'p>) {
        let Some(left) = self.out.pop() else { return self.out.push(right.clone()) };
        let text = format!("{}{}", left.text.as_str(), right.text.as_str());
        let made = |token: &Token<'_>| Piece { kind: token.kind, text: Text::Made(token.text.into()) };
        self.out.extend(token::tokens(&text).iter().map(made));
    }
}

/// Brings the arguments to the number of parameters; the rest of a variadic call becomes one.
fn fit<'p>(params: &[Box<str>], mut args: Vec<Vec<Piece<'p>>>) -> Vec<Vec<Piece<'p>>> {
    let variadic = params.last().is_some_and(|last| last.ends_with("..."));
    if variadic && args.len() > params.len() {
        let rest = args.split_off(params.len() - 1);
        let mut joined = Vec::new();
        for (index, arg) in rest.into_iter().enumerate() {
            if index > 0 {
                joined.push(Piece { kind: TokenKind::Punct, text: Text::Source(",") });
            }
            joined.extend(arg);
        }
        args.push(joined);
    }
    args.resize(params.len(), Vec::new());
    args
}

#[cfg(test)]
mod tests {
    use super::*;

    fn define(text: &str) -> Macro {
        let (head, body) = text.split_once(" => ").unwrap();
        let (name, params) = match head.split_once('(') {
            None => (head, None),
            Some((name, rest)) => {
                let list = rest.trim_end_matches(')');
                (name, Some(list.split(',').map(|p| p.trim().into()).collect()))
            }
        };
        Macro { name: name.into(), params, body: body.into(), line: 1, end_line: 1, condition: 0 }
    }

    fn check(macros: &[&str], text: &str) -> String {
        let macros: Vec<Macro> = macros.iter().map(|text| define(text)).collect();
        expand(text, &|name| macros.iter().find(|one| &*one.name == name))
    }

    #[test]
    fn arguments_are_filled_in() {
        assert_eq!(
            check(&["F(a,b) => static int a##_x(b) { return #a; }"], "F(m, int q)"),
            "static int m_x(int q){return \"m\";}"
        );
        assert_eq!(check(&["CAST(f) => ((T)(f))", "G => g"], "CAST(G)"), "((T)(g))");
        assert_eq!(check(&["S(x) => X(x)", "X(x) => #x", "N => _n"], "S(N) \".T\""), "\"_n\" \".T\"");
    }

    #[test]
    fn names_that_stand_for_macros_are_called() {
        assert_eq!(check(&["A => B", "B(x) => x+1"], "A(2)"), "2+1");
        assert_eq!(check(&["P(x) => x(1)", "Q(y) => [y]"], "P(Q)"), "[1]");
    }

    #[test]
    fn recursion_stops() {
        assert_eq!(check(&["Py_X(op) => Py_X(_cast(op))"], "Py_X(a)"), "Py_X(_cast(a))");
    }

    #[test]
    fn empty_and_variadic_arguments() {
        assert_eq!(check(&["J(a,b) => a##b"], "J(,x) J(y,)"), "x y");
        assert_eq!(check(&["V(f, ...) => f(__VA_ARGS__)"], "V(g, 1, 2)"), "g(1,2)");
        assert_eq!(check(&["N(a) => x a"], "N"), "N");
    }
}
