//! Source bytes -> the short texts facts carry: white space folded, length bounded.

use tree_sitter::Node;

/// Longest text of an expression, a base or a decorator, in characters.
pub(super) const EXPRESSION: usize = 600;
/// Longest documentation, in characters.
pub(super) const DOC: usize = 400;
/// Longest text of a statement inside a function, in characters.
pub(super) const STATEMENT: usize = 800;
/// Longest test of a guard, in characters.
pub(super) const GUARD: usize = 300;

/// Whether a source holds a text.
pub(super) fn contains(source: &[u8], word: &str) -> bool {
    memchr::memmem::find(source, word.as_bytes()).is_some()
}

/// Returns where the line around an offset ends.
pub(super) fn line_end(source: &[u8], from: usize) -> usize {
    memchr::memchr(b'\n', &source[from..]).map_or(source.len(), |at| from + at)
}

/// Returns the bytes of a node.
pub(super) fn bytes<'a>(source: &'a [u8], node: Node<'_>) -> &'a [u8] {
    source.get(node.byte_range()).unwrap_or_default()
}

/// Counts the line ends.
pub(super) fn line_ends(bytes: &[u8]) -> u32 {
    bytes.iter().map(|&byte| u32::from(byte == b'\n')).sum()
}

/// Returns the text of a node that is an identifier or a dotted name.
pub(super) fn name(source: &[u8], node: Node<'_>) -> Box<str> {
    folded(bytes(source, node), EXPRESSION)
}

/// Folds white space (line continuations and comments included) and ends a text that is too long in `…`.
pub(super) fn folded(bytes: &[u8], limit: usize) -> Box<str> {
    let text = String::from_utf8_lossy(bytes);
    let mut out = String::with_capacity(text.len().min(limit + 4));
    let mut count = 0;
    let mut gap = false;
    let mut chars = text.chars().peekable();
    let mut quote = None;
    while let Some(c) = chars.next() {
        match (c, quote) {
            ('#', None) => {
                while chars.next().is_some_and(|c| c != '\n') {}
                gap = true;
                continue;
            }
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            ('\\', Some(_)) if chars.peek() != Some(&'\n') => {
                // What is escaped closes nothing.
                if gap && count > 0 {
                    out.push(' ');
                    count += 1;
                }
                gap = false;
                if count < limit {
                    out.push(c);
                    out.extend(chars.next());
                    count += 2;
                }
                continue;
            }
            _ => {}
        }
        if c.is_whitespace() || c == '\\' && chars.peek() == Some(&'\n') {
            gap = true;
            continue;
        }
        if gap && count > 0 {
            out.push(' ');
            count += 1;
        }
        gap = false;
        if count >= limit {
            out.push('…');
            break;
        }
        out.push(c);
        count += 1;
    }
    out.into_boxed_str()
}

/// Returns the value of a plain string literal without escapes; `None` for bytes, f-strings and other expressions.
pub(super) fn string_value(literal: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(literal).ok()?;
    let open = text.find(['"', '\''])?;
    if !text[..open].chars().all(|c| matches!(c, 'r' | 'R' | 'u' | 'U')) {
        return None;
    }
    let quoted = &text[open..];
    for quote in ["\"\"\"", "'''", "\"", "'"] {
        if let Some(inner) = quoted.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)) {
            return Some(inner);
        }
    }
    None
}

/// Returns the first paragraph of a docstring literal, folded.
pub(super) fn first_paragraph(literal: &str) -> Box<str> {
    let paragraph: Vec<&str> = literal
        .lines()
        .map(str::trim)
        .skip_while(|line| line.is_empty() || *line == "\\")
        .take_while(|line| !line.is_empty())
        .collect();
    folded(paragraph.join("\n").as_bytes(), DOC)
}
