//! A macro's replacement cut into parts, each with what it does: cut once where somebody keeps the parts, filled in often.

use super::token::{self, TokenKind};
use crate::model::Macro;
use std::borrow::Cow;
use std::ops::Deref;
use std::sync::OnceLock;

/// The parts of one macro's replacement, once somebody asked for them.
#[derive(Debug, Default)]
pub struct Cut(OnceLock<Box<[Part]>>);

/// A macro that a word stands for, and where its parts are kept.
#[derive(Debug, Clone, Copy)]
pub struct Known<'m> {
    /// The macro.
    pub of: &'m Macro,
    cut: Option<&'m Cut>,
}

impl<'m> Known<'m> {
    /// A macro whose parts are kept.
    pub fn kept(of: &'m Macro, cut: &'m Cut) -> Self {
        Known { of, cut: Some(cut) }
    }

    pub(super) fn parts(self) -> Cow<'m, [Part]> {
        match self.cut {
            Some(cut) => Cow::Borrowed(cut.0.get_or_init(|| parts(self.of).into())),
            None => Cow::Owned(parts(self.of)),
        }
    }

    pub(super) fn text(self, part: &Part) -> &'m str {
        &self.of.body[part.start as usize..part.end as usize]
    }
}

impl<'m> From<&'m Macro> for Known<'m> {
    fn from(of: &'m Macro) -> Self {
        Known { of, cut: None }
    }
}

impl Deref for Known<'_> {
    type Target = Macro;

    fn deref(&self) -> &Macro {
        self.of
    }
}

/// One token of a replacement.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    start: u32,
    end: u32,
    pub kind: TokenKind,
    pub role: Role,
}

/// What a token of a replacement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It stands for itself.
    Itself,
    /// It stands for the argument of this number.
    Param(u16),
    /// `#`.
    Hash,
    /// `##`.
    Paste,
}

fn parts(of: &Macro) -> Vec<Part> {
    let params = of.params.as_deref().unwrap_or_default();
    let position = |text: &str| {
        let name = if text == "__VA_ARGS__" { "..." } else { text };
        let at = params.iter().position(|param| **param == *name || param.strip_suffix("...") == Some(text))?;
        u16::try_from(at).ok()
    };
    let role = |kind: TokenKind, text: &str| match (kind, text) {
        (TokenKind::Word, text) => position(text).map_or(Role::Itself, Role::Param),
        (TokenKind::Punct, "#") => Role::Hash,
        (TokenKind::Punct, "##") => Role::Paste,
        _ => Role::Itself,
    };
    token::inner_pieces(&of.body)
        .map(|token| Part {
            start: token.offset as u32,
            end: token.end() as u32,
            kind: token.kind,
            role: role(token.kind, token.text),
        })
        .collect()
}
