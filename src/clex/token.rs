//! Text -> tokens of C: comments, white space and line continuations are left out, directives kept as one token each.
//!
//! Never fails: a stray byte is a punctuation token, an unclosed string ends at its line.

/// The class of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A name or keyword.
    Word,
    /// A number.
    Number,
    /// A string with its prefix and quotes.
    Text,
    /// A character constant with its quotes.
    Char,
    /// `##`, `->`, `...`, or one character of punctuation.
    Punct,
    /// A whole preprocessor directive with its continuation lines.
    Directive,
}

/// A token with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// Its class.
    pub kind: TokenKind,
    /// As written.
    pub text: &'a str,
    /// Byte offset in the scanned text.
    pub offset: usize,
    /// Whether it is the first on its line.
    pub starts_line: bool,
}

impl Token<'_> {
    /// Whether it is this piece of punctuation.
    pub fn is(&self, punct: &str) -> bool {
        self.kind == TokenKind::Punct && self.text == punct
    }

    /// Whether it is a name or keyword.
    pub fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    /// The byte offset behind it.
    pub fn end(&self) -> usize {
        self.offset + self.text.len()
    }
}

/// Returns the tokens of `text`.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out = Vec::with_capacity(text.len() / 6 + 2);
    out.extend(pieces(text));
    out
}

/// The same one by one.
pub fn pieces(text: &str) -> impl Iterator<Item = Token<'_>> {
    Scanner { text, bytes: text.as_bytes(), at: 0, starts_line: true, only_white: true }
}

/// Returns the tokens of a text in which no directive can stand, such as a macro's replacement: `#x` is two tokens.
pub fn inner_tokens(text: &str) -> Vec<Token<'_>> {
    inner(text).collect()
}

/// The same one by one, directives (they stand behind line ends) left out.
pub fn inner_pieces(text: &str) -> impl Iterator<Item = Token<'_>> {
    inner(text).filter(|token| token.kind != TokenKind::Directive)
}

fn inner(text: &str) -> Scanner<'_> {
    Scanner { text, bytes: text.as_bytes(), at: 0, starts_line: true, only_white: false }
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    starts_line: bool,
    /// Whether only white space stood on the line so far: a `#` here opens a directive.
    only_white: bool,
}

impl Scanner<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn skip_blank(&mut self) {
        while self.at < self.bytes.len() {
            match self.bytes[self.at] {
                b'\n' => {
                    self.starts_line = true;
                    self.only_white = true;
                    self.at += 1;
                }
                b' ' | b'\t' | b'\r' | 0x0b | 0x0c => self.at += 1,
                b'\\' if matches!(self.peek(1), b'\n' | b'\r') => {
                    self.at += if self.peek(1) == b'\r' && self.peek(2) == b'\n' { 3 } else { 2 };
                }
                b'/' if self.peek(1) == b'/' => self.at = self.line_end(self.at),
                b'/' if self.peek(1) == b'*' => {
                    let rest = &self.bytes[self.at + 2..];
                    let length = rest.windows(2).position(|pair| pair == b"*/").map_or(rest.len(), |end| end + 2);
                    if rest[..length].contains(&b'\n') {
                        self.starts_line = true;
                        self.only_white = true;
                    }
                    self.at += 2 + length;
                }
                _ => return,
            }
        }
        self.at = self.bytes.len();
    }

    /// The end of the line, continuation lines included.
    fn line_end(&self, from: usize) -> usize {
        let mut at = from;
        while at < self.bytes.len() {
            if self.bytes[at] == b'\n' {
                let before = self.bytes[..at].iter().rposition(|&b| b != b'\r').map_or(0, |i| self.bytes[i]);
                if before != b'\\' {
                    return at;
                }
            }
            at += 1;
        }
        self.bytes.len()
    }

    /// The end of a directive: its line, but not a comment that opens in it and runs over the line.
    fn directive_end(&self) -> usize {
        let end = self.line_end(self.at);
        let line = &self.bytes[self.at..end];
        match line.windows(2).rposition(|pair| pair == b"/*") {
            Some(open) if !line[open..].windows(2).any(|pair| pair == b"*/") => self.at + open,
            _ => end,
        }
    }

    fn quoted_end(&self, from: usize, quote: u8) -> usize {
        let mut at = from;
        while at < self.bytes.len() {
            match self.bytes[at] {
                b'\\' => at += 2,
                b'\n' => return at,
                byte if byte == quote => return at + 1,
                _ => at += 1,
            }
        }
        self.bytes.len()
    }
}

/// Which bytes words are made of: every byte of all C text is asked for.
const WORD_BYTES: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] =
            byte == b'_' as usize || byte == b'$' as usize || byte >= 0x80 || (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

fn is_word_byte(byte: u8) -> bool {
    WORD_BYTES[byte as usize]
}

/// Whether a text is one word and nothing else.
pub fn is_one_word(text: &str) -> bool {
    text.bytes().next().is_some_and(|first| !first.is_ascii_digit()) && text.bytes().all(is_word_byte)
}

impl<'a> Iterator for Scanner<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        self.skip_blank();
        if self.at >= self.bytes.len() {
            return None;
        }
        let start = self.at;
        let first = self.bytes[start];
        let (kind, end) = if first == b'#' && self.only_white && self.peek(1) != b'#' {
            (TokenKind::Directive, self.directive_end())
        } else if first.is_ascii_digit() || (first == b'.' && self.peek(1).is_ascii_digit()) {
            let mut end = start + 1;
            while end < self.bytes.len() && (is_word_byte(self.bytes[end]) || self.bytes[end] == b'.') {
                end += 1;
            }
            (TokenKind::Number, end)
        } else if is_word_byte(first) {
            let mut end = start + 1;
            while end < self.bytes.len() && is_word_byte(self.bytes[end]) {
                end += 1;
            }
            let is_prefix = matches!(&self.bytes[start..end], b"L" | b"u" | b"U" | b"u8");
            match self.bytes.get(end) {
                Some(b'"') if is_prefix => (TokenKind::Text, self.quoted_end(end + 1, b'"')),
                Some(b'\'') if is_prefix => (TokenKind::Char, self.quoted_end(end + 1, b'\'')),
                _ => (TokenKind::Word, end),
            }
        } else if first == b'"' {
            (TokenKind::Text, self.quoted_end(start + 1, b'"'))
        } else if first == b'\'' {
            (TokenKind::Char, self.quoted_end(start + 1, b'\''))
        } else {
            let length = match (first, self.peek(1)) {
                (b'.', b'.') if self.peek(2) == b'.' => 3,
                (b'#', b'#')
                | (b'-' | b'>', b'>')
                | (b'=' | b'!' | b'<' | b'>', b'=')
                | (b'&', b'&')
                | (b'|', b'|')
                | (b'<', b'<') => 2,
                _ => 1,
            };
            (TokenKind::Punct, start + length)
        };
        let end = end.min(self.bytes.len());
        self.at = end;
        let token = Token { kind, text: &self.text[start..end], offset: start, starts_line: self.starts_line };
        self.starts_line = false;
        self.only_white = false;
        Some(token)
    }
}

/// Appends `token` to `out`, with a space only where the two would run together.
pub fn push_joined(out: &mut String, kind: TokenKind, text: &str) {
    if let Some(last) = out.bytes().last() {
        let wordy = matches!(kind, TokenKind::Word | TokenKind::Number | TokenKind::Text | TokenKind::Char);
        let after_word = is_word_byte(last) || last == b'"' || last == b'\'';
        if wordy && after_word {
            out.push(' ');
        }
    }
    out.push_str(text);
}

/// Joins tokens to one line of text, directives left out.
pub fn join(tokens: &[Token<'_>]) -> String {
    let mut out = String::with_capacity(tokens.iter().map(|token| token.text.len() + 1).sum());
    for token in tokens.iter().filter(|token| token.kind != TokenKind::Directive) {
        push_joined(&mut out, token.kind, token.text);
    }
    out
}

/// Returns the index of the token that closes the bracket at `open`, or the number of tokens.
pub fn closing(tokens: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0usize;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        if token.kind == TokenKind::Punct {
            match token.text {
                "(" | "{" | "[" => depth += 1,
                ")" | "}" | "]" => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return index;
                    }
                }
                _ => {}
            }
        }
    }
    tokens.len()
}

/// Splits at the commas that stand in no bracket.
pub fn split_commas<'t, 'a>(tokens: &'t [Token<'a>]) -> Vec<&'t [Token<'a>]> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0usize, 0usize);
    for (index, token) in tokens.iter().enumerate() {
        if token.kind == TokenKind::Punct {
            match token.text {
                "(" | "{" | "[" => depth += 1,
                ")" | "}" | "]" => depth = depth.saturating_sub(1),
                "," if depth == 0 => {
                    parts.push(&tokens[start..index]);
                    start = index + 1;
                }
                _ => {}
            }
        }
    }
    if start < tokens.len() || !parts.is_empty() {
        parts.push(&tokens[start..]);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|token| token.text).collect()
    }

    #[test]
    fn comments_vanish_and_directives_stay_whole() {
        let text = "a /* x\n y */ b // c\n#if A \\\n && B\n\"s\\\"t\" L'x' 1.5e3 a->b ...";
        assert_eq!(texts(text), ["a", "b", "#if A \\\n && B", "\"s\\\"t\"", "L'x'", "1.5e3", "a", "->", "b", "..."]);
    }

    #[test]
    fn joining_keeps_words_apart() {
        assert_eq!(
            join(&tokens("(PyCFunction) ( void (*) (void) ) f , \"a\" \"b\"")),
            "(PyCFunction)(void(*)(void))f,\"a\" \"b\""
        );
    }

    #[test]
    fn unclosed_things_end_somewhere() {
        assert_eq!(texts("\"open\nnext /* never"), ["\"open", "next"]);
        assert_eq!(texts("#define X /* over\nlines */ y"), ["#define X ", "y"]);
    }
}
