//! Marked-up text -> plain words.

/// Longest text that is kept of a paragraph.
pub const LONGEST: usize = 400;

/// Takes the markup off a line: roles, quotes, emphasis, references.
pub fn plain(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['`', '*', '|', '\\']) {
        let (before, from) = rest.split_at(at);
        // `:role:` in front of a quote is no word of the text.
        let before = if from.starts_with('`') { without_role(before) } else { before };
        out.push_str(before);
        let skip = from.len() - from.trim_start_matches(from.chars().next().unwrap_or('`')).len();
        let mut inner = &from[skip.max(1)..];
        if from.starts_with('`') && skip == 1 {
            let end = inner.find('`').unwrap_or(inner.len());
            let shown = inner[..end].split(" <").next().unwrap_or_default();
            out.push_str(shown.trim_start_matches(['!', '~']));
            inner = inner.get(end + 1..).unwrap_or_default();
            inner = inner.strip_prefix('_').unwrap_or(inner);
        }
        rest = inner;
    }
    out.push_str(rest);
    out
}

fn without_role(before: &str) -> &str {
    let Some(inner) = before.strip_suffix(':') else { return before };
    let is_role = |c: char| c.is_ascii_alphanumeric() || c == ':' || c == '-';
    let front = inner.trim_end_matches(is_role);
    if inner[front.len()..].starts_with(':') { front } else { before }
}

/// Adds the words of a line to a paragraph; returns whether there is room for more.
pub fn add_words(paragraph: &mut String, line: &str) -> bool {
    for word in plain(line).split_whitespace() {
        if !paragraph.is_empty() {
            paragraph.push(' ');
        }
        paragraph.push_str(word);
    }
    if paragraph.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|end| paragraph.is_char_boundary(*end)).unwrap_or(0);
        paragraph.truncate(end);
        return false;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn markup_is_taken_off() {
        assert_eq!(plain("See :func:`heapq.merge` and *item*."), "See heapq.merge and item.");
        assert_eq!(plain(":mod:`!dis` --- ``x = 1``"), "dis --- x = 1");
        assert_eq!(plain("`a page <https://x>`_ (:pep:`8`)"), "a page (8)");
        assert_eq!(plain("open ` end"), "open  end");
        assert_eq!(plain("a\u{a0}:x:`b`"), "a\u{a0}b");
    }
}
