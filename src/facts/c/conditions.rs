//! The `#if` groups of a file: which condition holds from which byte on.
//!
//! The grammar's own preprocessor nodes break as soon as a branch is no complete statement; a scan never does.

use super::directives::{Directive, clean};
use crate::clex::{Token, TokenKind};
use crate::facts::lines::Lines;
use crate::model::{ConditionFact, ConditionId};

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clex::token;

    fn conditions(text: &str) -> Vec<String> {
        let tokens = token::tokens(text);
        let lines = Lines::new(text.as_bytes());
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
}
