//! A grammar: `Grammar/python.gram` with actions in C, or the older `Grammar/Grammar` without.
//!
//! A rule begins in the first column: `name[type] (flags): alternatives`. What stands in braces is an action.

use crate::clex::token;
use crate::model::{DefinitionFact, Dialect, FileFacts, GrammarFacts, GrammarRole, GrammarUse, Kind};

/// Longest return type and comment that are kept.
const MAX_SIGNATURE: usize = 200;
const MAX_DOC: usize = 400;

/// Reads a grammar.
pub fn extract(bytes: &[u8]) -> FileFacts {
    let text = String::from_utf8_lossy(bytes);
    let mut reader = Reader { text: &text, at: 0, line: 1, facts: FileFacts::new(Dialect::Grammar), uses: Vec::new() };
    reader.run();
    let (mut facts, uses) = (reader.facts, reader.uses);
    facts.bytes = bytes.len() as u32;
    facts.lines = text.lines().count() as u32;
    facts.grammar = Some(Box::new(GrammarFacts { uses }));
    facts
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    line: u32,
    facts: FileFacts,
    uses: Vec<GrammarUse>,
}

impl<'t> Reader<'t> {
    fn run(&mut self) {
        let mut comment: Vec<&'t str> = Vec::new();
        while let Some(byte) = self.peek() {
            let first_column = self.at == 0 || self.text.as_bytes()[self.at - 1] == b'\n';
            match byte {
                b'\n' => {
                    // A blank line parts a comment from what follows.
                    if first_column {
                        comment.clear();
                    }
                    self.step(1);
                }
                b'#' => {
                    let rest = &self.text[self.at..];
                    let end = rest.find('\n').unwrap_or(rest.len());
                    if first_column {
                        comment.push(rest[1..end].trim());
                    }
                    self.step(end);
                }
                b'\'' | b'"' => self.string(byte),
                b'{' => self.action(),
                _ if is_word(byte) => {
                    if first_column && self.rule(&comment) {
                        comment.clear();
                    } else {
                        self.word();
                    }
                }
                _ => self.step(1),
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Goes on by `count` bytes, and to the next character where they end inside of one.
    fn step(&mut self, count: usize) {
        let mut end = (self.at + count).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        let passed = &self.text[self.at..end];
        self.line += passed.bytes().filter(|&byte| byte == b'\n').count() as u32;
        self.at = end;
        if let Some(rule) = self.facts.definitions.last_mut()
            && !passed.trim().is_empty()
            && !passed.starts_with('#')
        {
            rule.end_line = self.line - u32::from(passed.ends_with('\n'));
        }
    }

    fn string(&mut self, quote: u8) {
        let rest = &self.text.as_bytes()[self.at..];
        let triple = [quote; 3];
        if rest.starts_with(&triple) {
            let length = rest[3..].windows(3).position(|three| three == triple);
            self.step(length.map_or(rest.len(), |length| length + 6));
            return;
        }
        let end = rest[1..].iter().position(|&byte| byte == quote || byte == b'\n');
        self.step(end.map_or(rest.len(), |end| end + 2));
    }

    fn name_at(&self, from: usize) -> &'t str {
        let rest = &self.text[from..];
        &rest[..rest.bytes().position(|byte| !is_word(byte)).unwrap_or(rest.len())]
    }

    /// Reads the head of a rule; false where the word begins none.
    fn rule(&mut self, comment: &[&str]) -> bool {
        let name = self.name_at(self.at);
        let mut rest = &self.text[self.at + name.len()..];
        let mut of_type = "";
        if let Some((inner, behind)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            (of_type, rest) = (inner, behind);
        }
        rest = rest.trim_start_matches([' ', '\t']);
        if let Some((_, behind)) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
            rest = behind.trim_start_matches([' ', '\t']);
        }
        if !rest.starts_with(':') || of_type.contains('\n') {
            return false;
        }
        let length = self.text.len() - self.at - rest.len() + 1;
        let first_line = self.line;
        self.facts.definitions.push(definition(name, Kind::Rule, first_line, cut(of_type, MAX_SIGNATURE)));
        if let Some(rule) = self.facts.definitions.last_mut() {
            rule.doc = cut(comment.join(" ").trim(), MAX_DOC).into();
        }
        self.step(length);
        true
    }

    /// Reads a word of an alternative: the name of a variable, or of what is matched.
    fn word(&mut self) {
        let name = self.name_at(self.at);
        let line = self.line;
        let rest = &self.text[self.at + name.len()..];
        let behind = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((inner, behind)) if behind.starts_with('=') && !inner.contains('\n') => behind,
            _ => rest,
        };
        let is_variable = behind.starts_with('=');
        self.step(name.len() + if is_variable { rest.len() - behind.len() + 1 } else { 0 });
        if !is_variable {
            self.add(name, line, GrammarRole::Match);
        }
    }

    /// Reads an action; the functions it calls are the words in front of `(`.
    fn action(&mut self) {
        let text = &self.text[self.at..];
        let text = &text[..action_end(text.as_bytes())];
        let (mut counted, mut line) = (0, self.line);
        for pair in token::inner_tokens(text).windows(2).filter(|pair| pair[0].is_word() && pair[1].is("(")) {
            line += text[counted..pair[0].offset].bytes().filter(|&byte| byte == b'\n').count() as u32;
            counted = pair[0].offset;
            self.add(pair[0].text, line, GrammarRole::Action);
        }
        self.step(text.len());
    }

    fn add(&mut self, name: &str, line: u32, role: GrammarRole) {
        let Some(inside) = self.facts.definitions.len().checked_sub(1) else { return };
        let inside = inside as u32;
        let own = self.uses.iter().rev().take_while(|one| one.inside == inside);
        if own.clone().all(|one| one.role != role || *one.name != *name) {
            self.uses.push(GrammarUse { name: name.into(), inside, line, role });
        }
    }
}

/// The length of what stands in braces at the start of a text, strings skipped.
fn action_end(text: &[u8]) -> usize {
    let (mut depth, mut at) = (0usize, 0);
    while let Some(&byte) = text.get(at) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth <= 1 => return at + 1,
            b'}' => depth -= 1,
            b'"' | b'\'' => {
                at += 1;
                while text.get(at).is_some_and(|&inner| inner != byte && inner != b'\n') {
                    at += if text[at] == b'\\' { 2 } else { 1 };
                }
            }
            _ => {}
        }
        at += 1;
    }
    text.len()
}

fn is_word(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric()
}

/// Makes a definition that covers one line so far.
pub(super) fn definition(name: &str, kind: Kind, line: u32, signature: &str) -> DefinitionFact {
    DefinitionFact {
        name: name.into(),
        qualname: "".into(),
        kind,
        line,
        first_line: line,
        end_line: line,
        outer: None,
        condition: 0,
        is_static: false,
        decorators: Vec::new(),
        bases: Vec::new(),
        signature: signature.into(),
        doc: "".into(),
    }
}

/// Cuts a text to a number of bytes, between characters.
pub(super) fn cut(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_name_what_they_match_and_call() {
        let text = "@trailer '''\nvoid f(void) { g(); }\n'''\n# START\n\n# Adds.\nsum[expr_ty] (memo):\n    | a=sum '+' b[x*]=atom {\n        \
             CHECK(expr_ty, _PyAST_BinOp(a, \"}\", b)) }\n    | &&atom [sum] # no\n\natom: NAME\n";
        let facts = extract(text.as_bytes());
        let rules: Vec<String> = facts
            .definitions
            .iter()
            .map(|rule| format!("{} {}-{} [{}] {}", rule.name, rule.line, rule.end_line, rule.signature, rule.doc))
            .collect();
        assert_eq!(rules, ["sum 7-10 [expr_ty] Adds.", "atom 12-12 [] "]);
        let uses = facts.grammar.expect("a grammar").uses;
        let uses: Vec<String> =
            uses.iter().map(|one| format!("{} {} {} {:?}", one.inside, one.name, one.line, one.role)).collect();
        assert_eq!(
            uses,
            ["0 sum 8 Match", "0 atom 8 Match", "0 CHECK 9 Action", "0 _PyAST_BinOp 9 Action", "1 NAME 12 Match"]
        );
    }

    #[test]
    fn the_older_form_and_broken_input_are_read_as_far_as_they_go() {
        let facts = extract(b"if_stmt: 'if' test (':' suite\n  'x')*\ntest: NAME { open \"\n\xff");
        let names: Vec<_> = facts.definitions.iter().map(|rule| (&*rule.name, rule.line, rule.end_line)).collect();
        assert_eq!(names, [("if_stmt", 1, 2), ("test", 3, 4)]);
    }
}
