//! An abstract syntax: `Parser/Python.asdl`. Its types and their constructors are definitions.
//!
//! ```text
//! stmt = Return(expr? value) | Pass     attributes (int lineno)
//! alias = (identifier name, identifier? asname)
//! ```

use super::grammar::{cut, definition};
use crate::clex::Token;
use crate::clex::token::{closing, inner_tokens, split_commas};
use crate::model::{Dialect, FileFacts, GrammarFacts, GrammarRole, GrammarUse, Kind};

/// Longest list of fields that is kept.
const MAX_SIGNATURE: usize = 200;

/// Reads an abstract syntax.
pub fn extract(bytes: &[u8]) -> FileFacts {
    let text = without_comments(&String::from_utf8_lossy(bytes));
    let mut reader = Reader {
        text: &text,
        tokens: inner_tokens(&text),
        facts: FileFacts::new(Dialect::Asdl),
        uses: Vec::new(),
        counted: (0, 1),
    };
    reader.run();
    let (mut facts, uses) = (reader.facts, reader.uses);
    facts.bytes = bytes.len() as u32;
    facts.lines = text.lines().count() as u32;
    facts.grammar = Some(Box::new(GrammarFacts { uses }));
    facts
}

/// Blanks what follows `--`; every offset stays.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let code = line.find("--").unwrap_or(line.len());
        out.push_str(&line[..code]);
        out.extend(line[code..].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
    }
    out
}

struct Reader<'t> {
    text: &'t str,
    tokens: Vec<Token<'t>>,
    facts: FileFacts,
    uses: Vec<GrammarUse>,
    /// An offset and its line: lines are counted on from there.
    counted: (usize, u32),
}

impl Reader<'_> {
    fn is(&self, at: usize, punct: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(punct))
    }

    fn is_word(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(Token::is_word)
    }

    /// Offsets are asked for in rising order.
    fn line(&mut self, at: usize) -> u32 {
        let Some(token) = self.tokens.get(at) else { return self.counted.1 };
        let (from, line) = self.counted;
        if token.offset > from {
            let passed = self.text[from..token.offset].matches('\n').count() as u32;
            self.counted = (token.offset, line + passed);
        }
        self.counted.1
    }

    fn run(&mut self) {
        let mut at = 0;
        let mut of_type = None;
        while at < self.tokens.len() {
            if self.is_word(at) && self.is(at + 1, "=") {
                of_type = Some(self.add(at, None));
                at += 2;
                if self.is(at, "(") {
                    at = self.fields(at, of_type);
                } else {
                    at = self.constructor(at, of_type);
                }
            } else if self.is(at, "|") {
                at = self.constructor(at + 1, of_type);
            } else if self.is_word(at) && self.is(at + 1, "(") {
                // What every constructor of the type has: `attributes (…)`.
                at = self.fields(at + 1, of_type);
            } else {
                at += 1;
            }
        }
    }

    fn add(&mut self, at: usize, outer: Option<u32>) -> u32 {
        let line = self.line(at);
        let mut one = definition(self.tokens[at].text, Kind::Ast, line, "");
        one.outer = outer;
        self.facts.definitions.push(one);
        self.facts.definitions.len() as u32 - 1
    }

    fn constructor(&mut self, at: usize, of_type: Option<u32>) -> usize {
        if !self.is_word(at) || of_type.is_none() {
            return at;
        }
        let constructor = self.add(at, of_type);
        self.reaches(at, of_type);
        if !self.is(at + 1, "(") {
            return at + 1;
        }
        let end = self.fields(at + 1, Some(constructor));
        self.reaches(end - 1, of_type);
        end
    }

    /// Reads `(type name, …)`; returns the index behind it.
    fn fields(&mut self, open: usize, inside: Option<u32>) -> usize {
        let close = closing(&self.tokens, open).min(self.tokens.len() - 1);
        let Some(inside) = inside else { return close + 1 };
        let mut types: Vec<(usize, &str)> = Vec::new();
        let mut at = open + 1;
        for field in split_commas(&self.tokens[open + 1..close.max(open + 1)]) {
            if let Some(first) = field.first().filter(|first| first.is_word() && field.len() > 1) {
                types.push((at, first.text));
            }
            at += field.len() + 1;
        }
        for (at, name) in types {
            let line = self.line(at);
            if self.uses.iter().all(|one| one.inside != inside || *one.name != *name) {
                self.uses.push(GrammarUse { name: name.into(), inside, line, role: GrammarRole::Field });
            }
        }
        let one = &mut self.facts.definitions[inside as usize];
        if one.signature.is_empty() {
            let inner = self.text.get(self.tokens[open].end()..self.tokens[close].offset).unwrap_or_default();
            one.signature = cut(&inner.split_whitespace().collect::<Vec<_>>().join(" "), MAX_SIGNATURE).into();
        }
        self.reaches(close, Some(inside));
        close + 1
    }

    /// What stands at a token belongs to a definition.
    fn reaches(&mut self, at: usize, of: Option<u32>) {
        let line = self.line(at);
        if let Some(one) = of.and_then(|of| self.facts.definitions.get_mut(of as usize)) {
            one.end_line = one.end_line.max(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_have_constructors_and_fields() {
        let text = "-- It's ours\nmodule M\n{\n  stmt = Return(expr? value)\n       | Pass -- ' no\n       | Match(expr subject,\n           \
             match_case* cases)\n         attributes (int lineno, int? end)\n\n  op = Add | Sub\n  alias = (identifier name)\n}\n";
        let facts = extract(text.as_bytes());
        let told: Vec<String> = facts
            .definitions
            .iter()
            .map(|one| format!("{} {}-{} {:?} ({})", one.name, one.line, one.end_line, one.outer, one.signature))
            .collect();
        assert_eq!(
            told,
            [
                "stmt 4-8 None (int lineno, int? end)",
                "Return 4-4 Some(0) (expr? value)",
                "Pass 5-5 Some(0) ()",
                "Match 6-7 Some(0) (expr subject, match_case* cases)",
                "op 10-10 None ()",
                "Add 10-10 Some(4) ()",
                "Sub 10-10 Some(4) ()",
                "alias 11-11 None (identifier name)",
            ]
        );
        let uses = facts.grammar.expect("an abstract syntax").uses;
        let uses: Vec<_> = uses.iter().map(|one| (one.inside, &*one.name, one.line)).collect();
        assert_eq!(uses, [(1, "expr", 4), (3, "expr", 6), (3, "match_case", 7), (0, "int", 8), (7, "identifier", 11)]);
    }

    #[test]
    fn broken_input_gives_what_it_has() {
        for text in ["", "(", "stmt = ", "stmt = A(", "stmt = A(x", "= | (", "a = (b"] {
            extract(text.as_bytes());
        }
    }
}
