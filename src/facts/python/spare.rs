//! Bodies of functions that are known to parse well and say nothing beyond their docstring -> an empty pair of
//! parentheses: the tree has the same definitions on the same lines.

use super::logical::{Logical, LogicalLines};
use crate::facts::earlier::{Earlier, Known, blank};

/// A shorter text is parsed as fast as it is hidden.
const SHORTEST: usize = 64;

/// How lines begin that are part of the statement before.
const CONTINUING: [&[u8]; 4] = [b"elif", b"else", b"except", b"finally"];

/// Whether a body may hold a definition, an import or an assignment to an attribute of what `is_object` says, by how
/// its lines begin: most functions do not, which spares a query.
pub(super) fn says_something(body: &[u8], is_object: impl Fn(&[u8]) -> bool) -> bool {
    body.split(|&byte| byte == b'\n').any(|line| {
        let line = line.trim_ascii_start();
        let length = line.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
        let (word, rest) = line.split_at(length);
        match rest.first() {
            Some(b'@') if length == 0 => true,
            Some(b' ' | b'\t') => matches!(word, b"def" | b"class" | b"async" | b"import" | b"from"),
            Some(b'.') => word != b"self" && is_assigned(&rest[1..]) && is_object(word),
            _ => false,
        }
    })
}

/// Whether a line goes on as the name of an attribute and the sign of an assignment or annotation.
fn is_assigned(line: &[u8]) -> bool {
    let name =
        line.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b' ' | b'\t' | 128..));
    match line.get(name.count()..) {
        Some([b'=', next, ..]) => *next != b'=',
        Some(rest) => matches!(rest.first(), Some(b':' | b'\\' | b'=')),
        None => false,
    }
}

/// Returns the text for the parser without the bodies that stand in an earlier state of the file; `None` when it would
/// be the same.
pub(super) fn spared(source: &[u8], parsed: &[u8], earlier: Option<Earlier<'_>>) -> Option<Vec<u8>> {
    let known = Known::new(earlier, Some);
    // Where functions fill `globals()`, every statement of theirs counts.
    if known.is_empty() || super::text::contains(source, "globals()[") {
        return None;
    }
    let mut out: Option<Vec<u8>> = None;
    let mut lines = LogicalLines::new(source).peekable();
    while let Some(head) = lines.next() {
        let code = &source[head.start..head.end];
        if !(code.starts_with(b"def ") || code.starts_with(b"async def ")) {
            continue;
        }
        let mut body: Vec<Logical> = Vec::new();
        while let Some(line) = lines.next_if(|line| line.indent > head.indent) {
            body.push(line);
        }
        let Some(hidden) = hidden(source, head, &body) else { continue };
        if known.contains(&source[head.start - head.indent..line_end(source, hidden.end)]) {
            let text = &mut out.get_or_insert_with(|| parsed.to_vec())[hidden];
            blank(text);
            if let [first, .., last] = text {
                (*first, *last) = (b'(', b')');
            }
        }
    }
    out
}

fn line_end(source: &[u8], from: usize) -> usize {
    memchr::memchr(b'\n', &source[from..]).map_or(source.len(), |at| from + at)
}

/// The part of a function's body that says nothing: all behind the docstring.
fn hidden(source: &[u8], head: Logical, body: &[Logical]) -> Option<std::ops::Range<usize>> {
    let (first, last) = (body.first()?, body.last()?);
    let rest = if is_string(&source[first.start..]) { body.get(1)? } else { first };
    let continues = |line: &Logical| {
        let code = &source[line.start..line.end];
        CONTINUING.iter().any(|word| code.starts_with(word))
    };
    let own = || body.iter().filter(|line| line.indent == first.indent && !continues(line));
    let holds_return = |line: &Logical| memchr::memmem::find(&source[line.start..line.end], b"return").is_some();
    // What a function of one or two statements returns is a fact.
    let is_short = own().count() < 3 && own().next_back().is_some_and(holds_return);
    let says_something = || says_something(&source[head.end..last.end], |_| true);
    let enough = last.end >= rest.start + SHORTEST && rest.indent == first.indent;
    (enough && !is_short && !says_something()).then_some(rest.start..last.end)
}

/// Whether a string stands here.
fn is_string(code: &[u8]) -> bool {
    let prefix = code.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    prefix <= 2 && matches!(code.get(prefix), Some(b'"' | b'\''))
}
