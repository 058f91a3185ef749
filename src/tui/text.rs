//! Untrusted text -> what may reach the terminal: control characters and invisible ones made visible, tabs expanded,
//! wide characters measured. Lazy, so that a line of 10,000 characters costs what is shown of it.

use std::borrow::Cow;
use unicode_width::UnicodeWidthChar;

/// Columns between tab stops. CPython's C was written for 8 before it was re-indented with spaces.
const TAB: usize = 8;
/// Combining marks kept on one character; further ones are dropped, as they would pile up over other lines.
const MARKS: usize = 4;

/// One character of the original as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glyph<'a> {
    /// Offset in bytes of the original character.
    pub byte: usize,
    /// Column where it starts, from 0.
    pub column: usize,
    /// Columns it covers; 0 for a combining mark.
    pub width: usize,
    /// What is shown.
    pub shown: Cow<'a, str>,
}

/// Walks over one line.
pub fn glyphs(line: &str) -> impl Iterator<Item = Glyph<'_>> {
    let mut column = 0;
    let mut marks = 0;
    line.char_indices().filter_map(move |(byte, char)| {
        let original = &line[byte..byte + char.len_utf8()];
        let shown = show(char, original, column);
        let width = shown.chars().filter_map(UnicodeWidthChar::width).sum();
        marks = if width == 0 { marks + 1 } else { 0 };
        // A mark at the start of a line would join what stands before the line.
        if width == 0 && (marks > MARKS || column == 0) {
            return None;
        }
        let glyph = Glyph { byte, column, width, shown };
        column += width;
        Some(glyph)
    })
}

fn show(char: char, original: &str, column: usize) -> Cow<'_, str> {
    match char {
        '\t' => Cow::Owned(" ".repeat(TAB - column % TAB)),
        '\0'..='\x1f' => Cow::Owned(char::from_u32(0x2400 + char as u32).unwrap_or('?').to_string()),
        '\x7f' => Cow::Borrowed("\u{2421}"),
        _ if invisible(char) => Cow::Owned(format!("<U+{:04X}>", char as u32)),
        _ => Cow::Borrowed(original),
    }
}

/// Tells whether a character changes what is seen without being seen itself: C1 controls, line separators, bidirectional
/// controls, joiners, variation selectors, fillers, tags, skin tones.
fn invisible(char: char) -> bool {
    matches!(char,
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{1f3fb}'..='\u{1f3ff}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Returns text in one line, safe to show. For names, paths and messages.
pub fn clean(text: &str) -> String {
    glyphs(text).map(|glyph| glyph.shown).collect()
}

/// Returns the columns that a text covers once cleaned.
pub fn width(text: &str) -> usize {
    glyphs(text).last().map_or(0, |glyph| glyph.column + glyph.width)
}

/// Returns clean text in at most `columns` columns, cut at the end with `…`.
pub fn cut(text: &str, columns: usize) -> String {
    let mut out = String::new();
    let mut keep = 0;
    for glyph in glyphs(text) {
        if glyph.column + glyph.width > columns {
            out.truncate(keep);
            out.push_str(if columns > 0 { "…" } else { "" });
            return out;
        }
        out.push_str(&glyph.shown);
        if glyph.column + glyph.width < columns {
            keep = out.len();
        }
    }
    out
}

/// Returns clean text in at most `columns` columns, cut at the start with `…`: a path keeps its file name.
pub fn cut_start(text: &str, columns: usize) -> String {
    let excess = width(text).saturating_sub(columns);
    if excess == 0 {
        return clean(text);
    }
    let tail = glyphs(text).skip_while(|glyph| glyph.column < excess + 1).map(|glyph| glyph.shown);
    if columns == 0 { String::new() } else { std::iter::once(Cow::Borrowed("…")).chain(tail).collect() }
}

/// Says a part of a whole, 0 to 1: `3.4 %`, `0.02 %`.
pub fn percent(share: f64) -> String {
    match 100.0 * share {
        p if p >= 9.95 => format!("{p:.0} %"),
        p if p >= 0.095 => format!("{p:.1} %"),
        p if p >= 0.0095 => format!("{p:.2} %"),
        _ => "<0.01 %".to_owned(),
    }
}

/// Breaks text at spaces into at most `rows` clean lines; a line that is still too long is cut.
pub fn wrap(text: &str, columns: usize, rows: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    if lines.len() > rows && rows > 0 {
        let rest = lines.split_off(rows - 1).join(" ");
        lines.push(rest);
    }
    lines.iter().map(|line| cut(line, columns)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_dangerous_passes() {
        assert_eq!(clean("a\x1b[31mb\r\x07\x7f"), "a␛[31mb␍␇␡");
        assert_eq!(clean("\u{202e}x\u{200b}\u{9b}"), "<U+202E>x<U+200B><U+009B>");
        assert_eq!(clean("a\tb"), "a       b");
        assert_eq!(clean(&format!("e{}", "\u{301}".repeat(50))), format!("e{}", "\u{301}".repeat(4)));
        assert_eq!(clean("\u{301}e"), "e");
    }

    #[test]
    fn cuts_keep_to_the_columns() {
        assert_eq!(cut("list_append", 20), "list_append");
        assert_eq!(cut("list_append", 11), "list_append");
        assert_eq!(cut("list_append", 5), "list…");
        assert_eq!(cut("漢字漢字", 5), "漢字…");
        assert_eq!(cut("漢字漢字", 4), "漢…");
        assert_eq!(cut("abc", 0), "");
        assert_eq!(cut_start("Objects/listobject.c", 13), "…listobject.c");
        assert_eq!(cut_start("漢字漢字", 4), "…字");
        assert_eq!(cut_start("abc", 0), "");
        assert_eq!(width("漢\t|"), 9);
    }
}
