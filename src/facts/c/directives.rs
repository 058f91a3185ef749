//! Preprocessor directives, read from the original text: conditions with their reach, macros, includes.
//!
//! The grammar's own preprocessor nodes break as soon as a branch is no complete statement; a scan never does.

use crate::clex::{Token, TokenKind, token};
use crate::model::{ConditionFact, ConditionId, Include, Macro};

use super::lines::Lines;

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

/// The conditional groups of a file.
#[derive(Default)]
pub struct Conditions {
    /// One entry per branch.
    pub facts: Vec<ConditionFact>,
    /// From which offset on which condition holds, in order.
    marks: Vec<(u32, ConditionId)>,
}

impl Conditions {
    /// Reads the conditions of a file.
    pub fn read(tokens: &[Token<'_>], lines: &Lines) -> Self {
        let mut out = Conditions::default();
        let guard = include_guard(tokens);
        let mut open: Vec<(ConditionId, Vec<String>)> = Vec::new();
        let mut current: ConditionId = 0;
        for (index, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Directive) {
            let directive = Directive::parse(token.text);
            let text = if directive.opens() {
                open.push((current, vec![directive.question()]));
                if guard == Some(index) {
                    continue;
                }
                directive.question()
            } else if directive.continues() {
                let Some((outer, earlier)) = open.last_mut() else { continue };
                current = *outer;
                let mut parts: Vec<String> = earlier.iter().map(|text| negated(text)).collect();
                if directive.word != "else" {
                    let question = directive.question();
                    parts.push(if parts.is_empty() { question.clone() } else { grouped(&question) });
                    earlier.push(question);
                }
                parts.join(" && ")
            } else if directive.word == "endif" {
                if let Some((outer, _)) = open.pop() {
                    current = outer;
                    out.marks.push((token.end() as u32, current));
                }
                continue;
            } else {
                continue;
            };
            out.facts.push(ConditionFact { outer: current, text: text.into(), line: lines.of(token.offset) });
            current = out.facts.len() as ConditionId;
            out.marks.push((token.offset as u32, current));
        }
        out
    }

    /// Returns the condition around a byte offset.
    pub fn at(&self, offset: usize) -> ConditionId {
        let after = self.marks.partition_point(|(start, _)| *start as usize <= offset);
        if after == 0 { 0 } else { self.marks[after - 1].1 }
    }
}

fn is_simple(text: &str) -> bool {
    let inner = text.strip_prefix('!').unwrap_or(text);
    let name = inner.strip_prefix("defined(").and_then(|rest| rest.strip_suffix(')')).unwrap_or(inner);
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn grouped(text: &str) -> String {
    if is_simple(text) { text.to_owned() } else { format!("({text})") }
}

/// Returns the opposite of a condition.
fn negated(text: &str) -> String {
    match text.strip_prefix('!') {
        Some(inner) if is_simple(text) => inner.to_owned(),
        _ if is_simple(text) => format!("!{text}"),
        _ => format!("!({text})"),
    }
}

/// The index of the `#ifndef X` that opens the file, when `#define X` follows and its `#endif` ends the file.
fn include_guard(tokens: &[Token<'_>]) -> Option<usize> {
    let mut directives = tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Directive);
    let (first, opening) = directives.by_ref().find(|(_, token)| Directive::parse(token.text).word != "pragma")?;
    if tokens[..first].iter().any(|token| token.kind != TokenKind::Directive) {
        return None;
    }
    let question = Directive::parse(opening.text).question();
    let name = question.strip_prefix("!defined")?.trim_matches(['(', ')', ' ']).to_owned();
    let (second, define) = directives.next()?;
    let second_directive = Directive::parse(define.text);
    let defined = clean(second_directive.rest);
    if second_directive.word != "define" || defined.split(' ').next() != Some(name.as_str()) {
        return None;
    }
    let mut depth = 1usize;
    for (index, token) in tokens.iter().enumerate().skip(second + 1) {
        if token.kind != TokenKind::Directive {
            continue;
        }
        let directive = Directive::parse(token.text);
        if directive.opens() {
            depth += 1;
        } else if directive.word == "endif" {
            depth -= 1;
            if depth == 0 {
                return (index + 1 == tokens.len()).then_some(first);
            }
        } else if depth == 1 && directive.continues() {
            return None;
        }
    }
    None
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

    fn conditions(text: &str) -> Vec<String> {
        let tokens = token::tokens(text);
        let lines = Lines::new(text);
        Conditions::read(&tokens, &lines).facts.iter().map(|fact| format!("{}<{}", fact.text, fact.outer)).collect()
    }

    #[test]
    fn branches_exclude_the_ones_before() {
        let text = "#ifdef A\n#elif B > 2 /* c */ || \\\n C\n#if X\n#endif\n#else\n#endif\n";
        assert_eq!(
            conditions(text),
            ["defined(A)<0", "!defined(A) && (B > 2 || C)<0", "X<2", "!defined(A) && !(B > 2 || C)<0"]
        );
    }

    #[test]
    fn an_include_guard_is_no_condition() {
        assert_eq!(
            conditions("/* h */\n#ifndef X_H\n#define X_H\n#ifdef Y\nint a;\n#endif\n#endif /* X_H */\n"),
            ["defined(Y)<0"]
        );
        assert_eq!(conditions("#ifndef X\n#define X 1\n#endif\nint a;\n"), ["!defined(X)<0"]);
    }

    #[test]
    fn a_macro_keeps_its_text_without_comments() {
        let text = "#define F(a, ...) \\\n  g(a, \"/*\", /* no */ b) // end";
        let found = define(&token::tokens(text)[0], &Lines::new(text), 0).expect("a macro");
        assert_eq!(&*found.body, "g(a, \"/*\", b)");
        assert_eq!((found.params.expect("parameters").len(), found.end_line), (2, 2));
    }
}
