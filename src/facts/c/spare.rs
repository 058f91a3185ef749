//! Bodies of functions that are known to parse well -> blanks: the tree is asked for their heads only.

use super::directives::Directive;
use super::file::CFile;
use super::structure::Place;
use crate::clex::TokenKind;
use crate::facts::earlier::{Earlier, Known, blank};

/// Returns the text for the parser without the bodies that stand in an earlier state of the file; `None` when it would
/// be the same.
pub fn spared(file: &CFile<'_>, parsed: &[u8], earlier: Earlier<'_>) -> Option<Vec<u8>> {
    let known = Known::new(earlier, body);
    let mut out = None;
    for (open, place) in file.structure.places.iter().enumerate() {
        let is_body = *place == Place::File && file.is(open, "{");
        let Some(close) = file.partner(open).filter(|close| is_body && *close > open) else { continue };
        let (from, to) = (file.tokens[open].offset, file.tokens[close].end());
        if known.get(&file.text.as_bytes()[from..to]).is_some() && is_plain(file, open + 1..close) {
            blank(&mut out.get_or_insert_with(|| parsed.to_vec())[from + 1..to - 1]);
        }
    }
    out
}

/// The braces at the end of a function's lines.
fn body(lines: &[u8]) -> Option<&[u8]> {
    let from = memchr::memchr(b'{', lines)?;
    let to = memchr::memrchr(b'}', lines)?;
    lines.get(from..=to)
}

/// Whether statements are all there is: nothing is defined, and every `#if` ends where it began.
fn is_plain(file: &CFile<'_>, mut tokens: std::ops::Range<usize>) -> bool {
    let mut open = 0;
    tokens.all(|at| {
        let place = file.structure.places[at];
        if file.tokens[at].kind == TokenKind::Directive {
            let one = Directive::parse(file.tokens[at].text);
            if one.continues() && open == 0 {
                return false;
            }
            open += i32::from(one.opens()) - i32::from(one.word == "endif");
        }
        open >= 0 && !matches!(place, Place::File | Place::Fields | Place::Enumerators)
    }) && open == 0
}

#[cfg(test)]
mod tests {
    use super::spared;
    use crate::facts::c::CFile;
    use crate::facts::{Earlier, extract};
    use crate::model::Dialect;

    const OLD: &str = "\
static int
kept(int a)
{
    if (a) { return 1; }
    return 2;
}

int defines(void) { struct { int field; } local = {1}; return local.field; }

int opens(void) {
#if A
    return 1;
}
#else
    return 2;
}
#endif
";

    fn seen(new: &str) -> Option<String> {
        let facts = extract(Dialect::C, OLD.as_bytes());
        let earlier = Earlier { text: OLD.as_bytes(), facts: &facts };
        let text = spared(&CFile::new(new), new.as_bytes(), earlier)?;
        Some(String::from_utf8(text).expect("only blanks are written"))
    }

    #[test]
    fn bodies_of_known_functions_are_hidden() {
        let new = format!("int other;\n{OLD}");
        let seen = seen(&new).expect("one function is known");
        assert_eq!(seen.len(), new.len());
        assert!(seen.contains("kept(int a)\n{\n"), "{seen}");
        assert!(!seen.contains("return 2;\n}\n\n"), "{seen}");
        // What defines a field is seen, and so is what a directive cuts through.
        assert!(seen.contains("int field;") && seen.contains("    return 1;\n}\n#else"), "{seen}");
    }

    #[test]
    fn what_changed_is_seen() {
        let new = OLD.replace("if (a)", "if (!a)");
        assert_eq!(seen(&new), None);
    }
}
