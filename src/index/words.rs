//! Identifiers and prose -> words: `snake_case`, `CamelCase` and digits are split, and the whole is kept as well.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Returns a name without regard to case, underscores, dots and spaces: `dict.get`, `Dict_Get` and `dict get` are alike.
pub fn fold(text: &str) -> String {
    let mut folded = Vec::with_capacity(text.len());
    fold_into(text, &mut folded);
    String::from_utf8(folded).unwrap_or_default()
}

/// What a byte becomes: letters small, 0 for what is left out.
const FOLDED: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            table[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

/// Appends a folded name.
pub(super) fn fold_into(text: &str, folded: &mut Vec<u8>) {
    if text.is_ascii() {
        let start = folded.len();
        folded.resize(start + text.len(), 0);
        let (room, mut end) = (&mut folded[start..], 0);
        // What is left out is written over by the next: no branch that a processor could guess wrong.
        for byte in text.bytes() {
            let byte = FOLDED[usize::from(byte)];
            room[end] = byte;
            end += usize::from(byte != 0);
        }
        folded.truncate(start + end);
    } else {
        let kept = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
        kept.for_each(|c| folded.extend(c.encode_utf8(&mut [0; 4]).bytes()));
    }
}

/// Returns the words of a text, as they are indexed: `PyDict_GetItem` gives `py dict get item pydictgetitem`.
pub fn words(text: &str) -> Vec<String> {
    let mut stream = WordStream::new(text);
    let mut found = Vec::new();
    while stream.advance() {
        found.push(std::mem::take(&mut stream.token.text));
    }
    found
}

/// tantivy's door to the same splitting.
#[derive(Clone, Default)]
pub(super) struct WordTokenizer;

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream::new(text)
    }
}

/// Longer words are data, not language.
const LONGEST: usize = 100;

/// Walks over a text identifier by identifier, and over each piece by piece.
pub(super) struct WordStream<'a> {
    text: &'a str,
    /// Where the identifier that is being split starts and ends.
    start: usize,
    end: usize,
    /// Where its next piece starts.
    at: usize,
    /// How many pieces it had so far.
    pieces: usize,
    token: Token,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Upper,
    Lower,
    Digit,
    Other,
}

fn class(c: char) -> Class {
    if c.is_ascii() {
        match c {
            'A'..='Z' => Class::Upper,
            'a'..='z' => Class::Lower,
            '0'..='9' => Class::Digit,
            _ => Class::Other,
        }
    } else if c.is_uppercase() {
        Class::Upper
    } else if c.is_alphabetic() {
        Class::Lower
    } else if c.is_numeric() {
        Class::Digit
    } else {
        Class::Other
    }
}

impl<'a> WordStream<'a> {
    fn new(text: &'a str) -> Self {
        WordStream { text, start: 0, end: 0, at: 0, pieces: 0, token: Token::default() }
    }

    /// Moves to the next identifier; there may be none.
    fn next_identifier(&mut self) -> bool {
        let rest = &self.text[self.end..];
        let Some(skip) = rest.find(|c| class(c) != Class::Other) else { return false };
        let length = rest[skip..].find(|c| c != '_' && class(c) == Class::Other).unwrap_or(rest.len() - skip);
        self.start = self.end + skip;
        self.end = self.start + length;
        self.at = self.start;
        self.pieces = 0;
        true
    }

    /// Returns the end of the piece that starts at `at`.
    fn piece_end(&self) -> usize {
        let mut chars = self.text[self.at..self.end].char_indices().peekable();
        let mut previous = Class::Other;
        while let Some((offset, c)) = chars.next() {
            let this = class(c);
            let next = chars.peek().map_or(Class::Other, |&(_, c)| class(c));
            let breaks = match (previous, this) {
                (_, Class::Other) => true,
                // `PyOS`, `HTTPServer`: the last capital starts the next word.
                (Class::Upper, Class::Upper) => next == Class::Lower,
                (Class::Other, _) | (Class::Upper, Class::Lower) => false,
                (before, now) => before != now,
            };
            if breaks {
                return self.at + offset;
            }
            previous = this;
        }
        self.end
    }

    fn put(&mut self, from: usize, to: usize) {
        self.token.text.clear();
        for c in self.text[from..to].chars().filter(|&c| c != '_') {
            if c.is_ascii() {
                self.token.text.push(c.to_ascii_lowercase());
            } else {
                self.token.text.extend(c.to_lowercase());
            }
        }
        self.token.offset_from = from;
        self.token.offset_to = to;
        self.token.position = self.token.position.wrapping_add(1);
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            while self.at < self.end {
                let skip = self.text[self.at..self.end].find(|c| c != '_').unwrap_or(self.end - self.at);
                self.at += skip;
                if self.at == self.end {
                    break;
                }
                let (from, to) = (self.at, self.piece_end());
                self.at = to;
                self.pieces += 1;
                if to - from <= LONGEST {
                    self.put(from, to);
                    return true;
                }
            }
            if self.pieces > 1 && self.end - self.start <= LONGEST {
                self.pieces = 0;
                self.put(self.start, self.end);
                return true;
            }
            if !self.next_identifier() {
                return false;
            }
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::{fold, words};

    #[test]
    fn identifiers_are_split_and_kept_whole() {
        let split = |text: &str| words(text).join(" ");
        assert_eq!(split("_PyEval_EvalFrameDefault"), "py eval eval frame default pyevalevalframedefault");
        assert_eq!(split("HTTPServer2"), "http server 2 httpserver2");
        assert_eq!(split("list.append"), "list append");
        assert_eq!(split("utf8 __init__ a_b"), "utf 8 utf8 init a b ab");
        assert_eq!(split("Straße größe"), "straße größe");
        assert_eq!(split(" ._ -"), "");
    }

    #[test]
    fn folding_forgets_case_and_separators() {
        assert_eq!(fold("dict.get"), fold("Dict_Get"));
        assert_eq!(fold("dict.get"), fold("dict get"));
    }
}
