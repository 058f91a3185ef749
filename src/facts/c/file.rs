//! A C file as the readers of facts share it: text, tokens, brackets, conditions, lines.

use super::conditions::Conditions;
use super::directives::clean;
use super::structure::{NONE, Structure};
use crate::clex::{Token, TokenKind, token};
use crate::facts::lines::Lines;
use crate::model::ConditionId;

/// Longest signature that is kept.
const MAX_SIGNATURE: usize = 200;

/// A C file, read once.
pub struct CFile<'t> {
    /// The original text.
    pub text: &'t str,
    /// Its tokens, directives included.
    pub tokens: Vec<Token<'t>>,
    /// Its brackets.
    pub structure: Structure,
    /// Its `#if` groups.
    pub conditions: Conditions,
    /// Its lines.
    pub lines: Lines,
}

impl<'t> CFile<'t> {
    /// Reads tokens, conditions and brackets.
    pub fn new(text: &'t str) -> Self {
        let tokens = token::tokens(text);
        let lines = Lines::new(text.as_bytes());
        let conditions = Conditions::read(&tokens, &lines);
        let structure = super::structure::read(text, &tokens, &super::usual::takes);
        CFile { text, tokens, structure, conditions, lines }
    }

    /// Returns the line of a token.
    pub fn line(&self, index: usize) -> u32 {
        self.tokens.get(index).map_or(0, |token| self.lines.of(token.offset))
    }

    /// Returns the `#if` around a token.
    pub fn condition(&self, index: usize) -> ConditionId {
        self.tokens.get(index).map_or(0, |token| self.conditions.at(token.offset))
    }

    /// Returns line and condition of an offset.
    pub fn place(&self, offset: usize) -> (u32, ConditionId) {
        (self.lines.of(offset), self.conditions.at(offset))
    }

    /// Returns the preprocessor directives with their index.
    pub fn directives(&self) -> impl Iterator<Item = (usize, &Token<'t>)> {
        self.tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Directive)
    }

    /// Returns the counterpart of a bracket.
    pub fn partner(&self, index: usize) -> Option<usize> {
        let partner = *self.structure.partners.get(index)?;
        (partner != NONE).then_some(partner as usize)
    }

    /// Returns the token that starts at `offset`.
    pub fn token_at(&self, offset: usize) -> Option<usize> {
        self.tokens.binary_search_by_key(&offset, |token| token.offset).ok()
    }

    /// Whether the token is this punctuation.
    pub fn is(&self, index: usize, punct: &str) -> bool {
        self.tokens.get(index).is_some_and(|token| token.is(punct))
    }

    /// Returns the index of the `)` when the word at `index` is followed by parentheses.
    pub fn call_end(&self, index: usize) -> Option<usize> {
        if self.is(index + 1, "(") { self.partner(index + 1).filter(|close| *close > index + 1) } else { None }
    }

    /// Returns what stands between two brackets, white space folded, cut to the length of a signature.
    pub fn signature(&self, open: usize, close: usize) -> Box<str> {
        let (from, to) = (self.tokens[open].end(), self.tokens[close].offset);
        let mut text = clean(self.text.get(from..to).unwrap_or_default());
        if text.len() > MAX_SIGNATURE {
            let end = (0..=MAX_SIGNATURE).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
            text.truncate(end);
        }
        text.into()
    }
}
