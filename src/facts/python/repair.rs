//! Same-length rewriting of what the grammar does not know yet, so that every offset stays valid.
//!
//! Only the parser sees the result; texts are read from the original bytes.

use std::borrow::Cow;

/// Rewrites lazy imports (`lazy ` in front of an import becomes `pass;`), defaults of type parameters (blanked), and
/// the dot at the end of a line that goes on further left (a comma: brackets must be open there).
pub(super) fn repaired(source: &[u8]) -> Cow<'_, [u8]> {
    let mut out = Cow::Borrowed(source);
    let mut start = 0;
    while start < source.len() {
        let end = find(source, b'\n', start).unwrap_or(source.len());
        let line = &source[start..end];
        let indent = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let words = &line[indent..];
        match words.first() {
            Some(b'l') if is_lazy_import(words) => {
                out.to_mut()[start + indent..start + indent + 5].copy_from_slice(b"pass;");
            }
            Some(b'd' | b'c' | b'a' | b't') => {
                if let Some(open) = type_parameters(words) {
                    blank_defaults(&mut out, start + indent + open);
                }
            }
            _ => {}
        }
        if line.ends_with(b".") && goes_on_further_left(line, source.get(end + 1..).unwrap_or_default(), indent) {
            out.to_mut()[end - 1] = b',';
        }
        start = end + 1;
    }
    out
}

fn goes_on_further_left(line: &[u8], next: &[u8], indent: usize) -> bool {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let behind_value = line.iter().rev().nth(1).is_some_and(|byte| is_name(byte) || matches!(byte, b')' | b']'));
    let next_indent = next.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    behind_value && next_indent < indent && next.get(next_indent).is_some_and(is_name)
}

fn find(source: &[u8], byte: u8, from: usize) -> Option<usize> {
    source[from..].iter().position(|&b| b == byte).map(|at| from + at)
}

fn is_lazy_import(words: &[u8]) -> bool {
    words
        .strip_prefix(b"lazy ")
        .map(<[u8]>::trim_ascii_start)
        .is_some_and(|rest| rest.starts_with(b"import ") || rest.starts_with(b"from "))
}

/// Returns where the `[` stands behind `def name`, `class name`, `async def name` or `type name`.
fn type_parameters(words: &[u8]) -> Option<usize> {
    let keyword =
        [b"def ".as_slice(), b"class ", b"async def ", b"type "].into_iter().find(|k| words.starts_with(k))?;
    let name = words[keyword.len()..].iter().take_while(|&&b| b.is_ascii_alphanumeric() || b == b'_' || b >= 128);
    let open = keyword.len() + name.count();
    (words.get(open) == Some(&b'[')).then_some(open)
}

fn blank_defaults(out: &mut Cow<'_, [u8]>, open: usize) {
    let mut depth = 0;
    let mut default = None;
    let mut spans = Vec::new();
    for at in open..out.len().min(open + 4096) {
        match out[at] {
            b'[' | b'(' | b'{' => depth += 1,
            b']' | b')' | b'}' => depth -= 1,
            b'=' if depth == 1 && default.is_none() => default = Some(at),
            b'#' | b'\'' | b'"' if default.is_none() => return,
            _ => {}
        }
        if (depth == 1 && out[at] == b',') || depth == 0 {
            spans.extend(default.take().map(|from| from..at));
        }
        if depth == 0 {
            break;
        }
    }
    if depth == 0 {
        for at in spans.into_iter().flatten() {
            if out[at] != b'\n' {
                out.to_mut()[at] = b' ';
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::repaired;

    fn text(source: &str) -> String {
        String::from_utf8(repaired(source.as_bytes()).into_owned()).expect("only ASCII is replaced")
    }

    #[test]
    fn lazy_imports_keep_their_offsets() {
        assert_eq!(
            text("lazy import os\nlazy from a import b\nlazy = 1\n"),
            "pass;import os\npass;from a import b\nlazy = 1\n"
        );
    }

    #[test]
    fn defaults_of_type_parameters_are_blanked() {
        assert_eq!(
            text("class A[T = int, *Ts = (1, 2)](B, c=1): pass\n"),
            "class A[T      , *Ts         ](B, c=1): pass\n"
        );
        assert_eq!(text("def f[T: int](a=1): pass\n"), "def f[T: int](a=1): pass\n");
    }

    #[test]
    fn a_dot_at_the_end_of_a_line_that_goes_on_further_left() {
        assert_eq!(text("    (a.\nb)\n"), "    (a,\nb)\n");
        assert_eq!(text("    a.\n    b\n"), "    a.\n    b\n");
    }
}
