//! The comment directly in front of a definition -> its first paragraph.

/// Longest text that is kept.
const MAX: usize = 400;

/// Reads the comment that ends `gap`, the text between the token before and the definition; empty where an empty line
/// stands between them.
pub fn in_front(gap: &str) -> Box<str> {
    let body = gap.trim_end_matches([' ', '\t']);
    let body = body.strip_suffix('\n').unwrap_or(body).trim_end_matches([' ', '\t', '\r']);
    if body.ends_with("*/") {
        let Some(open) = body.rfind("/*") else { return "".into() };
        let comment = &body[open + 2..body.len() - 2];
        if comment.contains("[clinic ") || comment.contains("[python ") {
            return "".into();
        }
        return paragraph(comment.lines().map(|line| line.trim().trim_start_matches('*')));
    }
    let lines: Vec<&str> = body.lines().rev().take_while(|line| line.trim_start().starts_with("//")).collect();
    paragraph(lines.iter().rev().map(|line| line.trim().trim_start_matches('/')))
}

/// Reads the comment that follows on the same line: `int a; /* … */`.
pub fn behind(rest: &str) -> Box<str> {
    let rest = rest.trim_start_matches([';', ',', ' ', '\t']);
    if let Some(comment) = rest.strip_prefix("/*") {
        let comment = comment.split("*/").next().unwrap_or_default();
        return paragraph(comment.lines().map(|line| line.trim().trim_start_matches('*')));
    }
    paragraph(rest.strip_prefix("//").and_then(|comment| comment.lines().next()).into_iter())
}

/// The first paragraph, white space folded.
pub fn paragraph<'l>(lines: impl Iterator<Item = &'l str>) -> Box<str> {
    let mut out = String::new();
    for line in lines {
        let line = line.trim();
        let ornament = line.bytes().all(|byte| matches!(byte, b'-' | b'=' | b'*' | b'/' | b'_' | b'#'));
        if line.is_empty() || ornament {
            if out.is_empty() {
                continue;
            }
            break;
        }
        for word in line.split_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
        if out.len() > MAX {
            let end = (0..=MAX).rev().find(|end| out.is_char_boundary(*end)).unwrap_or(0);
            out.truncate(end);
            break;
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::in_front;

    #[test]
    fn the_first_paragraph_of_an_adjacent_comment_is_kept() {
        assert_eq!(&*in_front("\n/* Adds one.\n * Fast.\n *\n * Notes. */\n"), "Adds one. Fast.");
        assert_eq!(&*in_front("\n// One\n// line.\n"), "One line.");
        assert_eq!(&*in_front("\n/* Far away. */\n\n"), "");
        assert_eq!(&*in_front("/*[clinic input]\nx\n[clinic start generated code]*/\n"), "");
    }
}
