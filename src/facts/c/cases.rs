//! Labels of `switch` statements with the lines of their branch: `case Match_kind: return codegen_match(c, s);`.

use super::calls::Bodies;
use super::file::CFile;
use super::words::is_macro_shaped;
use crate::model::Case;

/// Reads all labels that are names and not written in capitals.
pub fn read(file: &CFile<'_>, bodies: &Bodies) -> Vec<Case> {
    let labels = (0..file.tokens.len()).filter(|&at| is_label(file, at) && file.is(at + 2, ":"));
    let read = |at: usize| {
        let label = file.tokens[at + 1];
        if !label.is_word() || is_macro_shaped(label.text) {
            return None;
        }
        let inside = bodies.around(label.offset)?;
        Some(Case { label: label.text.into(), inside, line: file.line(at + 1), end_line: file.line(end(file, at)) })
    };
    labels.filter_map(read).collect()
}

fn is_label(file: &CFile<'_>, at: usize) -> bool {
    file.tokens.get(at).is_some_and(|token| token.is_word() && token.text == "case")
}

/// The last token of the branch whose `case` stands at `at`.
fn end(file: &CFile<'_>, at: usize) -> usize {
    let (mut index, mut empty) = (at + 3, true);
    while let Some(token) = file.tokens.get(index) {
        let is_next = token.is_word() && (token.text == "case" || token.text == "default");
        if token.is("}") || (is_next && !empty) {
            break;
        }
        if is_next {
            // A label with nothing behind it: the next one's statements are its own.
            while file.tokens.get(index).is_some_and(|token| !token.is(":")) {
                index += 1;
            }
        } else {
            empty = false;
            let opens = token.is("{") || token.is("(") || token.is("[");
            index = file.partner(index).filter(|close| opens && *close > index).unwrap_or(index);
        }
        index += 1;
    }
    index.min(file.tokens.len()) - 1
}
