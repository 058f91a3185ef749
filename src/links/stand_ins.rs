//! What the use of a macro calls: the macro is expanded once, with stand-ins for the arguments.
//!
//! That holds for most uses, as most arguments are plain. Where an argument could change what the macro becomes (it has
//! commas of its own, it could be called) nothing is told, and the use must be expanded as it is.

use super::calls::{called_names, kept};
use crate::clex::expand;
use crate::clex::replacement::Known;
use crate::clex::token::{self, Token};
use crate::model::Macro;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};

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
    /// Whether it is a macro in some file.
    fn is_macro(&self, name: &str) -> bool;
    /// Whether a macro of the system vanishes with its arguments.
    fn vanishes(&self, name: &str) -> bool;
}

/// What a macro calls.
pub struct Pattern {
    /// The functions that its replacement calls, sorted.
    pub names: Vec<Box<str>>,
    /// Words that it makes of an argument and something else.
    pasted: Vec<Pasted>,
    arguments: Vec<Argument>,
    /// What the macros on the way stood for: where they stand for the same, this macro becomes the same.
    given: Box<[(Box<str>, Option<*const Macro>)]>,
}

/// A word with stand-ins in it.
struct Pasted {
    word: Box<str>,
    is_called: bool,
}

/// What becomes of an argument.
#[derive(Default, Clone, Copy)]
struct Argument {
    is_used: bool,
    is_after_word: bool,
    is_before_parenthesis: bool,
}

impl Pattern {
    /// Expands a macro that is used with so many arguments; nothing where a line could change it.
    pub fn new<'m>(of: Known<'m>, count: usize, macros: &impl Macros<'m>) -> Option<Self> {
        let args: Vec<Box<str>> =
            (FIRST..).map_while(char::from_u32).map(|one| one.to_string().into()).take(count.min(MOST)).collect();
        let fits = Cell::new(args.len() == count);
        let (given, mixed) = (RefCell::new(Vec::new()), RefCell::new(Vec::new()));
        let expanded = expand::apply(of, &args, &|name| {
            let found = macros.known(name);
            fits.set(fits.get() && (found.is_none() || !macros.changes(name)));
            if found.is_some() || macros.is_macro(name) {
                given.borrow_mut().push((name.into(), found.map(|found| std::ptr::from_ref(found.of))));
            } else if name.contains(is_stand_in) && stands_for(name).is_none() {
                mixed.borrow_mut().push(name.into());
            }
            found
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
        let mut names = called_names(&tokens, &vanishes);
        let (mut given, mut mixed): (Vec<_>, Vec<Box<str>>) = (given.into_inner(), mixed.into_inner());
        given.sort_unstable();
        given.dedup();
        mixed.sort_unstable();
        mixed.dedup();
        let is_called = |word: &str| names.contains(&word);
        let pasted = mixed.into_iter().map(|word| Pasted { is_called: is_called(&word), word }).collect();
        names.retain(|name| !name.contains(is_stand_in));
        let names = names.into_iter().map(Box::from).collect();
        fits.get().then_some(Pattern { names, pasted, arguments, given: given.into() })
    }

    /// Whether the macro becomes the same where these hold.
    pub fn holds<'m>(&self, macros: &impl Macros<'m>) -> bool {
        self.given.iter().all(|(name, given)| match macros.known(name) {
            None => given.is_none(),
            Some(found) => *given == Some(std::ptr::from_ref(found.of)) && !macros.changes(name),
        })
    }

    /// The functions that the arguments of a use call; nothing where one could change what the macro becomes.
    pub fn called_in<'t, 'm>(&self, args: &'t [Box<str>], macros: &impl Macros<'m>) -> Option<Vec<Cow<'t, str>>> {
        let vanishes = |name: &str| macros.vanishes(name);
        let mut out = Vec::new();
        for Pasted { word, is_called } in &self.pasted {
            let word = filled(word, args)?;
            if macros.known(&word).is_some() || macros.vanishes(&word) {
                return None;
            }
            out.extend(is_called.then_some(Cow::Owned(word)));
        }
        let mut tokens = Vec::new();
        for (text, argument) in args.iter().zip(&self.arguments) {
            if token::is_one_word(text) && !argument.is_before_parenthesis && macros.known(text).is_none() {
                continue;
            }
            tokens.clear();
            tokens.extend(token::inner_pieces(text));
            if argument.is_used && tokens.iter().any(|it| it.is_word() && macros.known(it.text).is_some()) {
                let expanded = expand::expanded(text, &|name| macros.known(name));
                let tokens = expanded.tokens();
                argument.stays(&tokens)?;
                out.extend(called_names(&tokens, &vanishes).into_iter().map(|name| Cow::Owned(name.to_owned())));
                continue;
            }
            argument.stays(&tokens)?;
            if argument.is_used {
                out.extend(called_names(&tokens, &vanishes).into_iter().map(Cow::Borrowed));
            }
        }
        Some(out)
    }
}

impl Argument {
    /// Tells nothing where these tokens could change what the macro becomes.
    fn stays(self, tokens: &[Token<'_>]) -> Option<()> {
        let (first, last) = (tokens.first()?, tokens.last()?);
        let is_call = self.is_after_word && first.is("(") || self.is_before_parenthesis && last.is_word();
        (!is_call && is_plain(tokens)).then_some(())
    }
}

/// A word with the arguments in the places of their stand-ins; nothing where they make more than a word of it.
fn filled(word: &str, args: &[Box<str>]) -> Option<String> {
    let mut out = String::new();
    for one in word.chars() {
        if is_stand_in(one) {
            let arg = args.get((u32::from(one) - FIRST) as usize)?;
            out.push_str(Some(arg).filter(|arg| token::is_one_word(arg))?);
        } else {
            out.push(one);
        }
    }
    Some(out)
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
