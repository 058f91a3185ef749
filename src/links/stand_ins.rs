//! What the use of a macro calls: the macro is expanded once per file, with stand-ins for the arguments.
//!
//! That holds for most uses, as most arguments are plain. Where an argument could change what the macro becomes (it is a
//! macro itself, it is pasted to something, it could be called) nothing is told, and the use must be expanded as it is.

use super::calls::{called_names, kept};
use crate::clex::expand;
use crate::clex::replacement::Known;
use crate::clex::token::{self, Token};
use std::cell::Cell;

/// Stand-ins are words of one character, from an area that no alphabet uses.
const FIRST: u32 = 0xE000;
/// So many there are.
const MOST: usize = 64;

/// What is known of macros where a call stands.
pub trait Macros<'m> {
    /// What a word stands for.
    fn known(&self, name: &str) -> Option<Known<'m>>;
    /// Whether it may stand for something else at another line of the file.
    fn changes(&self, name: &str) -> bool;
    /// Whether a macro of the system vanishes with its arguments.
    fn vanishes(&self, name: &str) -> bool;
}

/// What a macro calls.
pub struct Pattern {
    /// The functions that its replacement calls, sorted.
    pub names: Vec<Box<str>>,
    arguments: Vec<Argument>,
}

/// What becomes of an argument.
#[derive(Default, Clone, Copy)]
struct Argument {
    is_used: bool,
    is_after_word: bool,
    is_before_parenthesis: bool,
}

impl Pattern {
    /// Expands a macro that is used with so many arguments; nothing where a line or an argument could change it.
    pub fn new<'m>(of: Known<'m>, count: usize, macros: &impl Macros<'m>) -> Option<Self> {
        let args: Vec<Box<str>> =
            (FIRST..).map_while(char::from_u32).map(|one| one.to_string().into()).take(count.min(MOST)).collect();
        let fits = Cell::new(args.len() == count);
        let expanded = expand::apply(of, &args, &|name| {
            let is_whole = stands_for(name).is_some() || !name.contains(is_stand_in);
            fits.set(fits.get() && is_whole && !macros.changes(name));
            macros.known(name)
        });
        let tokens = expanded.tokens();
        let vanishes = |name: &str| macros.vanishes(name);
        let mut arguments = vec![Argument::default(); count];
        for at in kept(&tokens, &vanishes) {
            let Some(argument) = stands_for(tokens[at].text).and_then(|index| arguments.get_mut(index)) else {
                continue;
            };
            argument.is_used = true;
            argument.is_after_word |= at.checked_sub(1).is_some_and(|before| tokens[before].is_word());
            argument.is_before_parenthesis |= tokens.get(at + 1).is_some_and(|next| next.is("("));
        }
        let names = called_names(&tokens, &vanishes).into_iter().filter(|name| stands_for(name).is_none());
        fits.get().then(|| Pattern { names: names.map(Box::from).collect(), arguments })
    }

    /// The functions that the arguments of a use call; nothing where one could change what the macro becomes.
    pub fn called_in<'t, 'm>(&self, args: &'t [Box<str>], macros: &impl Macros<'m>) -> Option<Vec<&'t str>> {
        let mut out = Vec::new();
        let mut tokens = Vec::new();
        for (text, argument) in args.iter().zip(&self.arguments) {
            tokens.clear();
            tokens.extend(token::inner_pieces(text));
            let (first, last) = (tokens.first()?, tokens.last()?);
            let is_call = argument.is_after_word && first.is("(") || argument.is_before_parenthesis && last.is_word();
            if is_call || !is_plain(&tokens) || tokens.iter().any(|it| it.is_word() && macros.known(it.text).is_some())
            {
                return None;
            }
            if argument.is_used {
                out.extend(called_names(&tokens, &|name| macros.vanishes(name)));
            }
        }
        Some(out)
    }
}

fn is_stand_in(one: char) -> bool {
    (FIRST..FIRST + MOST as u32).contains(&u32::from(one))
}

/// The number of the argument that a word stands in for.
fn stands_for(word: &str) -> Option<usize> {
    let mut chars = word.chars();
    let one = chars.next().filter(|&one| is_stand_in(one))?;
    chars.next().is_none().then(|| (u32::from(one) - FIRST) as usize)
}

/// Whether an argument stays one argument wherever it goes: its brackets are closed and no comma stands outside of them.
fn is_plain(tokens: &[Token<'_>]) -> bool {
    let mut depth = 0usize;
    for token in tokens {
        if token.is("(") || token.is("[") || token.is("{") {
            depth += 1;
        } else if token.is(")") || token.is("]") || token.is("}") {
            let Some(outer) = depth.checked_sub(1) else { return false };
            depth = outer;
        } else if depth == 0 && token.is(",") {
            return false;
        }
    }
    depth == 0
}
