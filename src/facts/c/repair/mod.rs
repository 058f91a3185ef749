//! Rewrites what the grammar cannot read into something it can, byte for byte: lines and offsets stay.
//!
//! In: tokens and their structure. Out: the text for the parser, made of the live tokens only: comments, directives and
//! left-out branches are blanks. Names are never read from it.

mod block;
mod file;
mod head;
mod list;

use super::structure::{NONE, Place, Structure};
use super::vocabulary::VOCABULARY;
use super::words;
use crate::clex::{Token, TokenKind};

/// A token that the parser will see.
#[derive(Clone, Copy)]
pub struct Live<'t> {
    /// The token.
    pub token: Token<'t>,
    /// What encloses it.
    pub place: Place,
    /// The index of its counterpart among the live tokens, for brackets.
    pub partner: Option<usize>,
}

impl Live<'_> {
    fn is(&self, punct: &str) -> bool {
        self.token.is(punct)
    }

    fn is_word(&self) -> bool {
        self.token.kind == TokenKind::Word
    }

    /// A word that can be the name of a macro.
    fn is_name(&self) -> bool {
        self.is_word() && !words::is_keyword(self.token.text)
    }
}

/// The text for the parser.
pub struct Repaired {
    /// As long as the original.
    pub bytes: Vec<u8>,
    /// Bytes that were left out and are neither a directive nor a macro known by name or shape.
    pub lost: u32,
    /// Where the items at file level start: return types, storage classes, attributes.
    pub items: Vec<u32>,
    /// Where the macro uses at file level start.
    pub uses: Vec<u32>,
}

/// Rewrites a file.
pub fn repair(text: &str, tokens: &[Token<'_>], structure: &Structure) -> Repaired {
    let live = live_tokens(tokens, structure);
    let mut bytes: Vec<u8> = text.bytes().map(|byte| if byte == b'\n' { byte } else { b' ' }).collect();
    for item in &live {
        bytes[item.token.offset..item.token.end()].copy_from_slice(item.token.text.as_bytes());
    }
    let dead = tokens.iter().zip(&structure.dead).filter(|(token, dead)| **dead && token.kind != TokenKind::Directive);
    let lost = dead.map(|(token, _)| token.text.len() as u32).sum();
    let mut patch = Patch { live: &live, bytes, lost, items: Vec::new(), uses: Vec::new() };
    file::repair(&mut patch);
    block::repair(&mut patch);
    list::repair(&mut patch);
    Repaired { bytes: patch.bytes, lost: patch.lost, items: patch.items, uses: patch.uses }
}

/// The tokens that are no directives and stand in no left-out branch.
fn live_tokens<'t>(tokens: &[Token<'t>], structure: &Structure) -> Vec<Live<'t>> {
    let mut numbers = vec![NONE; tokens.len()];
    let mut live = Vec::with_capacity(tokens.len());
    for (index, token) in tokens.iter().enumerate() {
        if token.kind != TokenKind::Directive && !structure.dead[index] {
            numbers[index] = live.len() as u32;
            live.push(Live { token: *token, place: structure.places[index], partner: None });
        }
    }
    for (index, partner) in structure.partners.iter().enumerate() {
        if *partner != NONE && numbers[index] != NONE && numbers[*partner as usize] != NONE {
            live[numbers[index] as usize].partner = Some(numbers[*partner as usize] as usize);
        }
    }
    live
}

/// Whether a word is a macro by the word lists, or by its shape.
fn is_known(word: &str) -> bool {
    let lists = [
        &VOCABULARY.type_calls,
        &VOCABULARY.static_calls,
        &VOCABULARY.declaring,
        &VOCABULARY.attribute_calls,
        &VOCABULARY.attributes,
        &VOCABULARY.targets,
        &VOCABULARY.known,
    ];
    words::is_macro_shaped(word) || word.ends_with("_HEAD") || lists.iter().any(|list| list.contains(word))
}

/// The text being rewritten.
struct Patch<'t, 'l> {
    live: &'l [Live<'t>],
    bytes: Vec<u8>,
    lost: u32,
    items: Vec<u32>,
    uses: Vec<u32>,
}

impl<'t, 'l> Patch<'t, 'l> {
    fn get(&self, at: usize) -> Option<&'l Live<'t>> {
        self.live.get(at)
    }

    fn is(&self, at: usize, punct: &str) -> bool {
        self.live.get(at).is_some_and(|live| live.is(punct))
    }

    /// The `)` of the call that the name at `at` opens.
    fn call_end(&self, at: usize) -> Option<usize> {
        let open = self.live.get(at + 1).filter(|live| live.is("("))?;
        open.partner.filter(|close| *close > at + 1)
    }

    /// Blanks the tokens `from..=to`.
    fn blank(&mut self, from: usize, to: usize) {
        for item in &self.live[from..=to.min(self.live.len() - 1)] {
            self.bytes[item.token.offset..item.token.end()].fill(b' ');
        }
    }

    /// Blanks what is a macro by its place alone: unless it is a known one, its bytes are lost.
    fn blank_guess(&mut self, from: usize, to: usize) {
        if !is_known(self.live[from].token.text) {
            let guessed = &self.live[from..=to.min(self.live.len() - 1)];
            self.lost += guessed.iter().map(|item| item.token.text.len() as u32).sum::<u32>();
        }
        self.blank(from, to);
    }

    /// Writes one byte over the first of a token.
    fn put_first(&mut self, at: usize, byte: u8) {
        self.bytes[self.live[at].token.offset] = byte;
    }

    /// Writes one byte over the last of a token.
    fn put_last(&mut self, at: usize, byte: u8) {
        self.bytes[self.live[at].token.end() - 1] = byte;
    }

    /// Whether the token at `at` opens a new line, or is past the end.
    fn on_new_line(&self, at: usize) -> bool {
        self.live.get(at).is_none_or(|live| live.token.starts_line)
    }
}
