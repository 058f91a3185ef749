//! Macro expansion over text, as the preprocessor does it: arguments, `#`, `##`, `__VA_ARGS__`, no recursion.
//!
//! Bounded: an expansion that grows over the budget is given up and yields what it has.

use super::token::{self, Token, TokenKind, push_joined};
use crate::model::Macro;
use std::rc::Rc;

/// Tokens one expansion may produce.
const BUDGET: usize = 200_000;

#[derive(Clone)]
struct Piece {
    kind: TokenKind,
    text: Rc<str>,
}

impl Piece {
    fn is(&self, punct: &str) -> bool {
        self.kind == TokenKind::Punct && &*self.text == punct
    }
}

/// What one macro, or the input itself, still has to give.
struct Frame<'m> {
    pieces: std::vec::IntoIter<Piece>,
    name: Option<&'m str>,
}

/// Expands every macro in `text` that `lookup` knows and returns the result as one line of text.
pub fn expand<'m>(text: &str, lookup: &dyn Fn(&str) -> Option<&'m Macro>) -> String {
    let mut expander = Expander { lookup, budget: BUDGET };
    let out = expander.run(pieces(text));
    joined(&out)
}

/// Expands the use of one macro with these arguments.
pub fn apply<'m>(of: &'m Macro, args: &[Box<str>], lookup: &dyn Fn(&str) -> Option<&'m Macro>) -> String {
    let mut expander = Expander { lookup, budget: BUDGET };
    let args = args.iter().map(|arg| pieces(arg)).collect();
    let body = expander.substitute(of, args);
    let mut frames = vec![Frame { pieces: body.into_iter(), name: Some(&of.name) }];
    let out = expander.drain(&mut frames);
    joined(&out)
}

fn pieces(text: &str) -> Vec<Piece> {
    token::inner_tokens(text).iter().filter(|token| token.kind != TokenKind::Directive).map(piece).collect()
}

fn piece(token: &Token<'_>) -> Piece {
    Piece { kind: token.kind, text: token.text.into() }
}

fn joined(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        push_joined(&mut out, piece.kind, &piece.text);
    }
    out
}

struct Expander<'l, 'm> {
    lookup: &'l dyn Fn(&str) -> Option<&'m Macro>,
    budget: usize,
}

impl<'m> Expander<'_, 'm> {
    fn run(&mut self, input: Vec<Piece>) -> Vec<Piece> {
        self.drain(&mut vec![Frame { pieces: input.into_iter(), name: None }])
    }

    fn drain(&mut self, frames: &mut Vec<Frame<'m>>) -> Vec<Piece> {
        let mut out = Vec::new();
        while let Some(piece) = next(frames) {
            if self.budget == 0 {
                break;
            }
            self.budget -= 1;
            let known = if piece.kind == TokenKind::Word { (self.lookup)(&piece.text) } else { None };
            let Some(known) = known.filter(|known| !frames.iter().any(|frame| frame.name == Some(&known.name))) else {
                out.push(piece);
                continue;
            };
            let args = if known.params.is_none() { Some(Vec::new()) } else { arguments(frames) };
            let Some(args) = args else {
                out.push(piece);
                continue;
            };
            let body = self.substitute(known, args);
            frames.push(Frame { pieces: body.into_iter(), name: Some(&known.name) });
        }
        out
    }

    /// The replacement with its parameters filled in, not yet scanned again.
    fn substitute(&mut self, of: &'m Macro, args: Vec<Vec<Piece>>) -> Vec<Piece> {
        let body = pieces(&of.body);
        let Some(params) = &of.params else { return paste(body.into_iter().map(Part::One).collect()) };
        let args = fit(params, args);
        let position = |piece: &Piece| -> Option<usize> {
            let name = if &*piece.text == "__VA_ARGS__" { "..." } else { &*piece.text };
            if piece.kind != TokenKind::Word {
                return None;
            }
            params.iter().position(|param| &**param == name || param.strip_suffix("...") == Some(&*piece.text))
        };
        let mut parts = Vec::new();
        let mut at = 0;
        while at < body.len() {
            let piece = &body[at];
            if piece.is("#")
                && let Some(index) = body.get(at + 1).and_then(position)
            {
                let text = joined(&args[index]).replace('\\', "\\\\").replace('"', "\\\"");
                parts.push(Part::One(Piece { kind: TokenKind::Text, text: format!("\"{text}\"").into() }));
                at += 2;
                continue;
            }
            if let Some(index) = position(piece) {
                let pasted = at > 0 && body[at - 1].is("##") || body.get(at + 1).is_some_and(|next| next.is("##"));
                let filled = if pasted { args[index].clone() } else { self.run(args[index].clone()) };
                parts.push(Part::Many(filled));
            } else {
                parts.push(Part::One(piece.clone()));
            }
            at += 1;
        }
        paste(parts)
    }
}

enum Part {
    One(Piece),
    Many(Vec<Piece>),
}

/// Joins what stands on both sides of `##`.
fn paste(parts: Vec<Part>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut glue = false;
    let mut left_was_empty = false;
    for part in parts {
        let pieces = match part {
            Part::One(piece) if piece.is("##") => {
                glue = true;
                continue;
            }
            Part::One(piece) => vec![piece],
            Part::Many(pieces) => pieces,
        };
        let empty = pieces.is_empty();
        let mut pieces = pieces.into_iter();
        if glue
            && !left_was_empty
            && let (Some(last), Some(first)) = (out.last().cloned(), pieces.next())
        {
            let text = format!("{}{}", last.text, first.text);
            out.pop();
            out.extend(token::tokens(&text).iter().map(piece));
        }
        out.extend(pieces);
        glue = false;
        left_was_empty = empty;
    }
    out
}

/// Brings the arguments to the number of parameters; the rest of a variadic call becomes one.
fn fit(params: &[Box<str>], mut args: Vec<Vec<Piece>>) -> Vec<Vec<Piece>> {
    let variadic = params.last().is_some_and(|last| last.ends_with("..."));
    if variadic && args.len() > params.len() {
        let rest = args.split_off(params.len() - 1);
        let mut joined = Vec::new();
        for (index, arg) in rest.into_iter().enumerate() {
            if index > 0 {
                joined.push(Piece { kind: TokenKind::Punct, text: ",".into() });
            }
            joined.extend(arg);
        }
        args.push(joined);
    }
    args.resize(params.len(), Vec::new());
    args
}

fn next(frames: &mut Vec<Frame<'_>>) -> Option<Piece> {
    while let Some(top) = frames.last_mut() {
        if let Some(piece) = top.pieces.next() {
            return Some(piece);
        }
        if frames.len() == 1 {
            return None;
        }
        frames.pop();
    }
    None
}

/// The arguments of a call, when `(` comes next; nothing is taken when it does not.
fn arguments(frames: &mut Vec<Frame<'_>>) -> Option<Vec<Vec<Piece>>> {
    let upcoming = frames.iter().rev().find_map(|frame| frame.pieces.as_slice().first())?;
    if !upcoming.is("(") {
        return None;
    }
    next(frames);
    let (mut args, mut depth) = (vec![Vec::new()], 0usize);
    while let Some(piece) = next(frames) {
        if piece.kind == TokenKind::Punct {
            match &*piece.text {
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
