//! In what kind of bracket does each token stand, and which branches of `#if` groups are left out of the parse.
//!
//! A group whose branches are complete statements, rows or definitions reads well with all branches one after the
//! other. Where they are not (`#ifdef A` / `if (x) {` / `#else` / `if (y) {` / `#endif`), only one branch is live.

mod branches;

use super::directives::Directive;
use super::words;
use crate::clex::{Token, TokenKind};

/// What encloses a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Nothing: file level.
    File,
    /// A function's body or a block in it.
    Block,
    /// An initialiser's braces.
    List,
    /// The body of a struct or union.
    Fields,
    /// The body of an enum.
    Enumerators,
    /// Parentheses or square brackets.
    Paren,
}

/// A token without counterpart.
pub const NONE: u32 = u32::MAX;

/// The brackets of a file.
pub struct Structure {
    /// For each token what encloses it; a bracket stands in what is around it.
    pub places: Vec<Place>,
    /// For each bracket its counterpart, else `NONE`.
    pub partners: Vec<u32>,
    /// Tokens of branches that are left out.
    pub dead: Vec<bool>,
}

#[derive(Clone, Copy)]
struct Open {
    inner: Place,
    token: u32,
}

struct Branch {
    directive: usize,
    end: usize,
    stack: Vec<Open>,
    low: usize,
}

struct Group {
    before: Option<usize>,
    end: usize,
    stack: Vec<Open>,
    branches: Vec<Branch>,
    low: usize,
}

struct Reader<'t, 's> {
    tokens: &'s [Token<'t>],
    text: &'t str,
    known: &'s dyn Fn(&str) -> Option<bool>,
    out: Structure,
    stack: Vec<Open>,
    groups: Vec<Group>,
    /// The last token that is no directive.
    previous: Option<usize>,
    /// Open groups that are nested too deep to be looked at.
    ignored: usize,
}

/// Groups nested deeper are left as they are.
const MAX_NESTING: usize = 40;
/// Brackets nested deeper have no counterpart: no source needs them, and what reads them may recurse.
const MAX_DEPTH: usize = 200;

/// Reads the brackets of `tokens`; `known` says of a condition's text whether the usual build takes it.
pub fn read<'t>(text: &'t str, tokens: &[Token<'t>], known: &dyn Fn(&str) -> Option<bool>) -> Structure {
    let count = tokens.len();
    let out = Structure { places: vec![Place::File; count], partners: vec![NONE; count], dead: vec![false; count] };
    let mut reader =
        Reader { tokens, text, known, out, stack: Vec::new(), groups: Vec::new(), previous: None, ignored: 0 };
    for index in 0..count {
        reader.step(index);
    }
    reader.out
}

impl Reader<'_, '_> {
    fn place(&self) -> Place {
        self.stack.last().map_or(Place::File, |open| open.inner)
    }

    fn step(&mut self, index: usize) {
        let token = self.tokens[index];
        self.out.places[index] = self.place();
        if token.kind == TokenKind::Directive {
            self.directive(index, &Directive::parse(token.text));
            return;
        }
        if token.kind == TokenKind::Punct {
            match token.text {
                "(" | "[" if self.stack.len() < MAX_DEPTH => {
                    self.stack.push(Open { inner: Place::Paren, token: index as u32 });
                }
                "{" => self.open_brace(index),
                ")" | "]" => self.close_paren(index),
                "}" => self.close_brace(index),
                _ => {}
            }
        }
        self.previous = Some(index);
    }

    fn lowered(&mut self) {
        let depth = self.stack.len();
        if let Some(group) = self.groups.last_mut() {
            group.low = group.low.min(depth);
        }
    }

    fn close_paren(&mut self, index: usize) {
        if let Some(open) = self.stack.last().copied().filter(|open| open.inner == Place::Paren) {
            self.stack.pop();
            self.pair(open.token, index);
            self.lowered();
        }
        self.out.places[index] = self.place();
    }

    fn close_brace(&mut self, index: usize) {
        // Parentheses still open inside the braces were never closed.
        while self.stack.last().is_some_and(|open| open.inner == Place::Paren) && self.has_brace() {
            self.stack.pop();
        }
        if self.first_column(index) {
            // By custom a brace in the first column ends what stands at file level, whatever was counted.
            self.stack.truncate(1);
        }
        if let Some(open) = self.stack.pop() {
            self.pair(open.token, index);
        }
        self.lowered();
        self.out.places[index] = self.place();
    }

    fn first_column(&self, index: usize) -> bool {
        let offset = self.tokens[index].offset;
        offset == 0 || self.text.as_bytes()[offset - 1] == b'\n'
    }

    /// Whether a `{` opens a function's body by custom: in the first column, behind a name's parentheses.
    fn opens_function(&self, index: usize) -> bool {
        let Some(close) = self.previous.filter(|at| self.first_column(index) && self.tokens[*at].is(")")) else {
            return false;
        };
        let open = self.out.partners[close];
        let name = (open as usize).checked_sub(1).filter(|_| open != NONE).map(|at| self.tokens[at]);
        name.is_some_and(|name| name.is_word() && !words::is_keyword(name.text))
    }

    fn has_brace(&self) -> bool {
        self.stack.iter().any(|open| open.inner != Place::Paren)
    }

    fn pair(&mut self, open: u32, close: usize) {
        let first = self.out.partners[open as usize];
        if first == NONE || self.out.dead[first as usize] {
            self.out.partners[open as usize] = close as u32;
        }
        self.out.partners[close] = open;
    }

    fn open_brace(&mut self, index: usize) {
        if !self.stack.is_empty() && self.opens_function(index) {
            // Whatever was left open before it, it was by mistake.
            self.stack.clear();
            self.lowered();
            self.out.places[index] = Place::File;
        }
        let Some(inner) = self.brace_kind(index).filter(|_| self.stack.len() < MAX_DEPTH) else { return };
        self.stack.push(Open { inner, token: index as u32 });
    }

    /// What a `{` opens; `None` for `extern "C" {`, which encloses a file's definitions without being one.
    fn brace_kind(&self, index: usize) -> Option<Place> {
        let around = self.place();
        let Some(previous) = self.previous else { return Some(Place::Block) };
        let before = self.tokens[previous];
        if around == Place::File && before.kind == TokenKind::Text {
            return None;
        }
        if around == Place::List || before.is("=") || (before.is("]") && around != Place::Block) {
            return Some(Place::List);
        }
        if let Some(kind) = self.tag_in_front(index) {
            return Some(kind);
        }
        match around {
            Place::Paren if before.is("(") && self.stack_has(Place::Block) => Some(Place::Block),
            Place::Paren => Some(Place::List),
            Place::Block if before.is(")") && self.follows_cast(previous) => Some(Place::List),
            Place::Block if before.is(",") || before.is_word() && before.text == "return" => Some(Place::List),
            Place::Fields | Place::Enumerators => Some(Place::Fields),
            _ => Some(Place::Block),
        }
    }

    fn stack_has(&self, place: Place) -> bool {
        self.stack.iter().any(|open| open.inner == place)
    }

    fn follows_cast(&self, close: usize) -> bool {
        let open = self.out.partners[close];
        if open == NONE || open == 0 {
            return false;
        }
        let before = self.tokens[open as usize - 1];
        before.is("=") || before.is(",") || before.is("(") || before.is("&") || before.text == "return"
    }

    /// Looks back for `struct NAME` and the like, over attributes.
    fn tag_in_front(&self, index: usize) -> Option<Place> {
        let mut at = index;
        for _ in 0..8 {
            at = at.checked_sub(1)?;
            let token = self.tokens[at];
            match token.text {
                "struct" | "union" => return Some(Place::Fields),
                "enum" => return Some(Place::Enumerators),
                ")" if self.out.partners[at] != NONE => {
                    let open = self.out.partners[at] as usize;
                    let name = open.checked_sub(1).map_or("", |before| self.tokens[before].text);
                    if !words::is_macro_shaped(name)
                        && !name.starts_with("__")
                        && !name.starts_with("_Alignas")
                        && name != "("
                    {
                        return None;
                    }
                    at = open;
                }
                ":" => {}
                _ if token.is_word() && !words::is_statement(token.text) => {}
                _ => return None,
            }
        }
        None
    }

    fn directive(&mut self, index: usize, directive: &Directive<'_>) {
        if directive.opens() {
            if self.groups.len() >= MAX_NESTING {
                self.ignored += 1;
                return;
            }
            let low = self.stack.len();
            let branch = Branch { directive: index, end: index, stack: Vec::new(), low };
            let before = self.previous;
            self.groups.push(Group { before, end: index, stack: self.stack.clone(), branches: vec![branch], low });
        } else if self.ignored > 0 {
            self.ignored -= usize::from(directive.word == "endif");
        } else if directive.continues() {
            let Some(group) = self.groups.last_mut() else { return };
            end_branch(group, index, &self.stack);
            self.stack.clone_from(&group.stack);
            group.low = group.stack.len();
            group.branches.push(Branch { directive: index, end: index, stack: Vec::new(), low: group.low });
        } else if directive.word == "endif" {
            let Some(mut group) = self.groups.pop() else { return };
            end_branch(&mut group, index, &self.stack);
            group.end = index;
            self.settle(&group);
            let depth = self.stack.len();
            if let Some(outer) = self.groups.last_mut() {
                let lowest = group.branches.iter().map(|branch| branch.low).min().unwrap_or(depth);
                outer.low = outer.low.min(depth).min(lowest);
            }
        }
    }
}

fn end_branch(group: &mut Group, end: usize, stack: &[Open]) {
    let low = group.low;
    if let Some(branch) = group.branches.last_mut() {
        branch.end = end;
        branch.low = low.min(stack.len());
        branch.stack = stack.to_vec();
    }
}
