//! The text of a Python expression -> tokens.

/// A token of an expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Token<'t> {
    /// A name or keyword.
    Word(&'t str),
    /// A string literal without its quotes.
    Text(&'t str),
    /// A string that is no plain text: bytes, formatted.
    OtherText,
    /// A number, as written.
    Number(&'t str),
    /// An operator or a bracket.
    Sign(&'t str),
}

/// The length of the operator or bracket that a text begins with.
fn sign(rest: &str) -> Option<usize> {
    match rest.as_bytes() {
        [b'=' | b'!' | b'<' | b'>' | b':', b'=', ..]
        | [b'*', b'*', ..]
        | [b'/', b'/', ..]
        | [b'<', b'<', ..]
        | [b'-' | b'>', b'>', ..] => Some(2),
        [first, ..] if b"()[]{},.:=<>+-*/%&|^~@;".contains(first) => Some(1),
        _ => None,
    }
}

/// Splits a text; behind what is no Python nothing more is read.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out = Vec::with_capacity(text.len() / 4 + 2);
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let word = word_length(rest);
        let (token, length) = if first == '"' || first == '\'' || (word < 3 && is_string_prefix(rest, word)) {
            string(rest, if first == '"' || first == '\'' { 0 } else { word })
        } else if first.is_ascii_digit() {
            (Token::Number(&rest[..word]), word)
        } else if word > 0 {
            (Token::Word(&rest[..word]), word)
        } else if let Some(length) = sign(rest) {
            (Token::Sign(&rest[..length]), length)
        } else {
            // Comments fold into one line with what follows: nothing behind is to be trusted.
            out.push(Token::Sign(";"));
            return out;
        };
        out.push(token);
        rest = rest[length..].trim_start();
    }
    out
}

/// How many bytes of letters, digits and underscores a text begins with.
fn word_length(text: &str) -> usize {
    let plain = text.bytes().position(|byte| byte != b'_' && !byte.is_ascii_alphanumeric());
    match plain {
        // Other letters are rare.
        Some(at) if !text.as_bytes()[at].is_ascii() => {
            text.find(|c: char| !(c == '_' || c.is_alphanumeric())).unwrap_or(text.len())
        }
        Some(at) => at,
        None => text.len(),
    }
}

fn is_string_prefix(rest: &str, word: usize) -> bool {
    word > 0 && rest[word..].starts_with(['"', '\'']) && rest[..word].bytes().all(|byte| b"rRbBuUfFtT".contains(&byte))
}

/// Reads a string literal whose quote stands at `open`; one that does not end is no text.
fn string(rest: &str, open: usize) -> (Token<'_>, usize) {
    let plain = rest[..open].bytes().all(|byte| b"rRuU".contains(&byte));
    let body = &rest[open..];
    let bytes = body.as_bytes();
    let quote = bytes[0];
    let width = if bytes.starts_with(&[quote; 3]) { 3 } else { 1 };
    let end = &body[..width];
    let mut at = width;
    // No byte of a longer letter is a quote or a backslash.
    while at < bytes.len() {
        if bytes[at] == b'\\' {
            at += 1 + body[at + 1..].chars().next().map_or(0, char::len_utf8);
        } else if bytes[at] == quote && body[at..].starts_with(end) {
            let token = if plain { Token::Text(&body[width..at]) } else { Token::OtherText };
            return (token, open + at + width);
        } else {
            at += 1;
        }
    }
    (Token::OtherText, rest.len())
}
