//! Preprocessor directives, read from the original text: their words, macros, includes.

use crate::clex::{Token, token};
use crate::model::{ConditionId, Include, Macro};

use crate::facts::lines::Lines;

/// Longest macro body that is kept.
const MAX_BODY: usize = 32 * 1024;

/// A directive taken apart.
pub struct Directive<'t> {
    /// The word behind `#`.
    pub word: &'t str,
    /// What follows it, comments and continuation lines still inside.
    pub rest: &'t str,
}

impl<'t> Directive<'t> {
    /// Takes a directive token apart.
    pub fn parse(text: &'t str) -> Self {
        let inner = text.strip_prefix('#').unwrap_or(text).trim_start_matches([' ', '\t']);
        let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(inner.len());
        Directive { word: &inner[..end], rest: &inner[end..] }
    }

    /// Whether it opens a conditional group.
    pub fn opens(&self) -> bool {
        matches!(self.word, "if" | "ifdef" | "ifndef")
    }

    /// Whether it starts another branch of a group.
    pub fn continues(&self) -> bool {
        matches!(self.word, "elif" | "else" | "elifdef" | "elifndef")
    }

    /// Returns what an `#if`, `#ifdef`, … asks, without what came before it.
    pub fn question(&self) -> String {
        let text = clean(self.rest);
        let name = text.split([' ', '(']).next().unwrap_or_default();
        match self.word {
            "ifdef" | "elifdef" => format!("defined({name})"),
            "ifndef" | "elifndef" => format!("!defined({name})"),
            _ => text,
        }
    }
}

/// Removes comments and joins lines; white space is folded.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let bytes = text.as_bytes();
    let (mut at, mut quote) = (0, 0u8);
    while at < bytes.len() {
        let (byte, next) = (bytes[at], bytes.get(at + 1).copied().unwrap_or(0));
        if quote != 0 {
            let step = if byte == b'\\' && at + 1 < bytes.len() { 2 } else { 1 };
            if byte == quote {
                quote = 0;
            }
            let mut end = at + step;
            while !text.is_char_boundary(end) {
                end += 1;
            }
            out.push_str(&text[at..end]);
            at = end;
            continue;
        }
        match byte {
            b'/' if next == b'*' => {
                at = text[at + 2..].find("*/").map_or(bytes.len(), |end| at + end + 4);
                push_space(&mut out);
            }
            b'/' if next == b'/' => at = bytes.len(),
            b'\\' if next == b'\n' || next == b'\r' => {
                push_space(&mut out);
                at += 2;
            }
            b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => {
                push_space(&mut out);
                at += 1;
            }
            _ => {
                if byte == b'"' || byte == b'\'' {
                    quote = byte;
                }
                let mut end = at + 1;
                while !text.is_char_boundary(end) {
                    end += 1;
                }
                out.push_str(&text[at..end]);
                at = end;
            }
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn push_space(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// Reads a `#define`.
pub fn define(token: &Token<'_>, lines: &Lines, condition: ConditionId) -> Option<Macro> {
    let directive = Directive::parse(token.text);
    if directive.word != "define" {
        return None;
    }
    let rest = directive.rest.trim_start_matches([' ', '\t']);
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').unwrap_or(rest.len());
    let name = &rest[..end];
    if name.is_empty() {
        return None;
    }
    let (params, body) = match rest[end..].strip_prefix('(') {
        Some(inner) => {
            let (list, body) = inner.split_once(')').unwrap_or((inner, ""));
            let list = clean(list);
            let params = list.split(',').map(str::trim).filter(|param| !param.is_empty());
            (Some(params.map(Box::from).collect()), body)
        }
        None => (None, &rest[end..]),
    };
    let body = clean(body);
    let body = if body.len() > MAX_BODY { "" } else { &body };
    Some(Macro {
        name: name.into(),
        params,
        body: body.into(),
        line: lines.of(token.offset),
        end_line: lines.of(token.end().saturating_sub(1)),
        condition,
    })
}

/// Reads an `#include`.
pub fn include(word: &Token<'_>, lines: &Lines, condition: ConditionId) -> Option<Include> {
    let directive = Directive::parse(word.text);
    if directive.word != "include" {
        return None;
    }
    let rest = directive.rest.trim();
    let (path, system) = if let Some(inner) = rest.strip_prefix('<') {
        (inner.split('>').next().unwrap_or_default(), true)
    } else if let Some(inner) = rest.strip_prefix('"') {
        (inner.split('"').next().unwrap_or_default(), false)
    } else {
        let tokens = token::tokens(rest);
        (tokens.first().map_or("", |token| token.text), false)
    };
    let line = lines.of(word.offset);
    (!path.is_empty()).then(|| Include { path: path.into(), system, line, condition })
}

/// Reads `#undef NAME`.
pub fn undef(token: &Token<'_>, lines: &Lines) -> Option<(Box<str>, u32)> {
    let rest = token.text.strip_prefix('#')?.trim_start().strip_prefix("undef")?;
    let name: String = rest.trim_start().chars().take_while(|c| *c == '_' || c.is_ascii_alphanumeric()).collect();
    (!name.is_empty()).then(|| (name.into(), lines.of(token.offset)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_macro_keeps_its_text_without_comments() {
        let text = "#define F(a, ...) \\\n  g(a, \"/*\", /* no */ b) // end";
        let found = define(&token::tokens(text)[0], &Lines::new(text.as_bytes()), 0).expect("a macro");
        assert_eq!(&*found.body, "g(a, \"/*\", b)");
        assert_eq!((found.params.expect("parameters").len(), found.end_line), (2, 2));
    }
}
