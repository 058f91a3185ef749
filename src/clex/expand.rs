//! Macro expansion over text, as the preprocessor does it: arguments, `#`, `##`, `__VA_ARGS__`, no recursion.
//!
//! Bounded: an expansion that grows over the budget is given up and yields what it has. Pieces borrow from the texts they
//! come from: most expansions make no new text.

use super::replacement::{Known, Role};
use super::token::{self, Token, TokenKind, push_joined};

/// Tokens one expansion may produce.
const BUDGET: usize = 200_000;

/// Pieces to have room for where their number is not known: most replacements have fewer.
const ROOM: usize = 24;

/// Expands every macro in `text` that `lookup` knows and returns the result as one line of text.
pub fn expand<'m>(text: &str, lookup: &dyn Fn(&str) -> Option<Known<'m>>) -> String {
    expanded(text, lookup).text()
}

/// Expands every macro in `text` that `lookup` knows.
pub fn expanded<'p, 'm: 'p>(text: &'p str, lookup: &dyn Fn(&str) -> Option<Known<'m>>) -> Expanded<'p> {
    let mut expander = Expander::new(lookup);
    let mut input = Vec::with_capacity(ROOM);
    push_pieces(&mut input, text);
    let pieces = expander.drain(Stack::new(&input));
    Expanded { pieces, made: expander.made }
}

/// Expands the use of one macro with these arguments.
pub fn apply<'p, 'm: 'p>(
    of: Known<'m>,
    args: &'p [Box<str>],
    lookup: &dyn Fn(&str) -> Option<Known<'m>>,
) -> Expanded<'p> {
    let mut expander = Expander::new(lookup);
    let mut given = Args { pieces: Vec::with_capacity(ROOM), ends: Vec::with_capacity(args.len()) };
    for arg in args {
        push_pieces(&mut given.pieces, arg);
        given.ends.push(given.pieces.len());
    }
    let mut stack = Stack::new(&[]);
    expander.substitute(of, given, &mut stack);
    Expanded { pieces: expander.drain(stack), made: expander.made }
}

/// What an expansion gives.
pub struct Expanded<'p> {
    pieces: Vec<Piece<'p>>,
    made: Vec<Box<str>>,
}

impl Expanded<'_> {
    /// As one line of text.
    pub fn text(&self) -> String {
        joined(&self.made, &self.pieces)
    }

    /// As tokens, without places.
    pub fn tokens(&self) -> Vec<Token<'_>> {
        let pieces = self.pieces.iter().map(|piece| (piece.kind, piece.text(&self.made)));
        pieces.map(|(kind, text)| Token { kind, text, offset: 0, starts_line: false }).collect()
    }
}

#[derive(Clone, Copy)]
struct Piece<'t> {
    kind: TokenKind,
    text: Text<'t>,
}

#[derive(Clone, Copy)]
enum Text<'t> {
    /// It stands so in a replacement or an argument.
    Source(&'t str),
    /// `#` or `##` made it: its number among what was made.
    Made(u32),
}

impl<'t> Piece<'t> {
    fn source(kind: TokenKind, text: &'t str) -> Self {
        Piece { kind, text: Text::Source(text) }
    }

    fn text<'a>(self, made: &'a [Box<str>]) -> &'a str
    where
        't: 'a,
    {
        match self.text {
            Text::Source(text) => text,
            Text::Made(at) => &made[at as usize],
        }
    }
}

fn push_pieces<'t>(out: &mut Vec<Piece<'t>>, text: &'t str) {
    out.extend(token::inner_pieces(text).map(|token| Piece::source(token.kind, token.text)));
}

fn joined(made: &[Box<str>], pieces: &[Piece<'_>]) -> String {
    let mut out = String::with_capacity(pieces.iter().map(|piece| piece.text(made).len() + 1).sum());
    for piece in pieces {
        push_joined(&mut out, piece.kind, piece.text(made));
    }
    out
}

/// The arguments of a call, one behind the other, with the end of each.
#[derive(Default)]
struct Args<'t> {
    pieces: Vec<Piece<'t>>,
    ends: Vec<usize>,
}

impl<'t> Args<'t> {
    fn get(&self, index: usize) -> &[Piece<'t>] {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.pieces[start..self.ends[index]]
    }

    /// Brings the arguments to the number of parameters; the rest of a variadic call becomes one.
    fn fit(&mut self, params: &[Box<str>]) {
        let variadic = params.last().is_some_and(|last| last.ends_with("..."));
        if variadic && self.ends.len() > params.len() {
            for end in self.ends[params.len() - 1..self.ends.len() - 1].iter().rev() {
                self.pieces.insert(*end, Piece::source(TokenKind::Punct, ","));
            }
            self.ends.truncate(params.len() - 1);
            self.ends.push(self.pieces.len());
        }
        let last = if self.ends.len() < params.len() { self.ends.last().copied().unwrap_or(0) } else { 0 };
        self.ends.resize(params.len(), last);
    }
}

/// What the input and the macros in work still have to give, the next at the end.
struct Stack<'t> {
    entries: Vec<Entry<'t>>,
    /// The macros in work: they are not replaced again.
    open: Vec<&'t str>,
}

#[derive(Clone, Copy)]
enum Entry<'t> {
    Piece(Piece<'t>),
    /// Here ends what the innermost macro gave.
    End,
}

impl<'t> Stack<'t> {
    fn new(input: &[Piece<'t>]) -> Self {
        let mut entries = Vec::with_capacity(input.len() + ROOM);
        entries.extend(input.iter().rev().copied().map(Entry::Piece));
        Stack { entries, open: Vec::new() }
    }

    fn push(&mut self, body: &[Piece<'t>], name: &'t str) {
        self.open.push(name);
        self.entries.push(Entry::End);
        self.entries.extend(body.iter().rev().copied().map(Entry::Piece));
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
    fn arguments(&mut self, made: &[Box<str>]) -> Option<Args<'t>> {
        let upcoming = self.entries.iter().rev().find_map(|entry| match entry {
            Entry::Piece(piece) => Some(piece),
            Entry::End => None,
        })?;
        if upcoming.kind != TokenKind::Punct || upcoming.text(made) != "(" {
            return None;
        }
        self.next();
        let mut args = Args { pieces: Vec::with_capacity(ROOM), ends: Vec::with_capacity(4) };
        let mut depth = 0usize;
        while let Some(piece) = self.next() {
            if piece.kind == TokenKind::Punct {
                match piece.text(made) {
                    "(" | "[" | "{" => depth += 1,
                    ")" if depth == 0 => break,
                    ")" | "]" | "}" => depth = depth.saturating_sub(1),
                    "," if depth == 0 => {
                        args.ends.push(args.pieces.len());
                        continue;
                    }
                    _ => {}
                }
            }
            args.pieces.push(piece);
        }
        args.ends.push(args.pieces.len());
        Some(args)
    }
}

struct Expander<'l, 'm, 'p> {
    lookup: &'l dyn Fn(&str) -> Option<Known<'m>>,
    budget: usize,
    /// The texts that `#` and `##` made.
    made: Vec<Box<str>>,
    /// Memory that replacements were filled in and that can be used again.
    spare: Vec<Vec<Piece<'p>>>,
}

impl<'l, 'm: 'p, 'p> Expander<'l, 'm, 'p> {
    fn new(lookup: &'l dyn Fn(&str) -> Option<Known<'m>>) -> Self {
        Expander { lookup, budget: BUDGET, made: Vec::new(), spare: Vec::new() }
    }

    fn known(&self, piece: Piece<'p>) -> Option<Known<'m>> {
        if piece.kind == TokenKind::Word { (self.lookup)(piece.text(&self.made)) } else { None }
    }

    fn drain(&mut self, mut stack: Stack<'p>) -> Vec<Piece<'p>> {
        let mut out = Vec::with_capacity(stack.entries.len());
        while let Some(piece) = stack.next() {
            if self.budget == 0 {
                break;
            }
            self.budget -= 1;
            let known = self.known(piece).filter(|known| stack.open.iter().all(|open| *open != &*known.of.name));
            let Some(known) = known else {
                out.push(piece);
                continue;
            };
            let args = if known.of.params.is_none() { Some(Args::default()) } else { stack.arguments(&self.made) };
            match args {
                Some(args) => self.substitute(known, args, &mut stack),
                None => out.push(piece),
            }
        }
        out
    }

    /// An argument with its own macros replaced; `None` where that changes nothing.
    fn expanded(&mut self, arg: &[Piece<'p>]) -> Option<Vec<Piece<'p>>> {
        if self.budget >= arg.len() && arg.iter().all(|piece| self.known(*piece).is_none()) {
            self.budget -= arg.len();
            return None;
        }
        Some(self.drain(Stack::new(arg)))
    }

    /// Puts the replacement with its parameters filled in on the stack, where it is scanned again.
    fn substitute(&mut self, known: Known<'m>, mut args: Args<'p>, stack: &mut Stack<'p>) {
        args.fit(known.of.params.as_deref().unwrap_or_default());
        let mut filled: Vec<Option<Option<Vec<Piece<'p>>>>> = Vec::new();
        let parts = known.parts();
        let mut out = self.spare.pop().unwrap_or_default();
        out.reserve(parts.len() + args.pieces.len());
        let mut pasted = Pasted { out, glue: false, left_was_empty: false };
        let mut at = 0;
        let mut after_paste = false;
        while let Some(part) = parts.get(at) {
            at += 1;
            let was_pasted = std::mem::take(&mut after_paste);
            let next = parts.get(at).map(|next| next.role);
            match (part.role, next) {
                (Role::Paste, _) => {
                    pasted.glue = true;
                    after_paste = true;
                }
                (Role::Hash, Some(Role::Param(index))) => {
                    at += 1;
                    let text = joined(&self.made, args.get(index.into())).replace('\\', "\\\\").replace('"', "\\\"");
                    let text = self.make(format!("\"{text}\"").into());
                    pasted.one(Piece { kind: TokenKind::Text, text }, &mut self.made);
                }
                (Role::Param(index), next) => {
                    let index = usize::from(index);
                    let arg = args.get(index);
                    if was_pasted || next == Some(Role::Paste) {
                        pasted.many(arg, &mut self.made);
                    } else {
                        filled.resize_with(args.ends.len(), || None);
                        let whole = filled[index].get_or_insert_with(|| self.expanded(arg));
                        pasted.many(whole.as_deref().unwrap_or(arg), &mut self.made);
                    }
                }
                (Role::Itself | Role::Hash, _) => {
                    pasted.one(Piece::source(part.kind, known.text(part)), &mut self.made);
                }
            }
        }
        let mut out = pasted.out;
        stack.push(&out, &known.of.name);
        out.clear();
        self.spare.push(out);
    }

    fn make(&mut self, text: Box<str>) -> Text<'p> {
        self.made.push(text);
        Text::Made(self.made.len() as u32 - 1)
    }
}

/// A replacement as it grows: what stands on both sides of `##` is joined.
struct Pasted<'p> {
    out: Vec<Piece<'p>>,
    glue: bool,
    left_was_empty: bool,
}

impl<'p> Pasted<'p> {
    fn one(&mut self, piece: Piece<'p>, made: &mut Vec<Box<str>>) {
        if std::mem::take(&mut self.glue) && !self.left_was_empty {
            self.join(piece, made);
        } else {
            self.out.push(piece);
        }
        self.left_was_empty = false;
    }

    fn many(&mut self, pieces: &[Piece<'p>], made: &mut Vec<Box<str>>) {
        let glue = std::mem::take(&mut self.glue) && !self.left_was_empty;
        let mut rest = pieces;
        if let (true, [first, others @ ..]) = (glue, pieces) {
            self.join(*first, made);
            rest = others;
        }
        self.out.extend_from_slice(rest);
        self.left_was_empty = pieces.is_empty();
    }

    fn join(&mut self, right: Piece<'p>, made: &mut Vec<Box<str>>) {
        let Some(left) = self.out.pop() else { return self.out.push(right) };
        let text = [left.text(made), right.text(made)].concat();
        for token in token::tokens(&text) {
            self.out.push(Piece { kind: token.kind, text: Text::Made(made.len() as u32) });
            made.push(token.text.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Macro;

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
        expand(text, &|name| macros.iter().find(|one| &*one.name == name).map(Known::from))
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
