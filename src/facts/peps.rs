//! PEP numbers in any file: `PEP 8`, `pep-0008`, `` :pep:`8` ``, `test_pep8`.

use crate::model::{DefinitionFact, PepMention};
use memchr::memmem;
use std::collections::HashSet;

/// A title may stand between a role and its number: so far.
const LONGEST_TITLE: usize = 120;

/// Returns the first mention of each PEP per definition.
pub fn read(bytes: &[u8], definitions: &[DefinitionFact]) -> Vec<PepMention> {
    let mut out = Vec::new();
    let (mut line, mut counted) = (1, 0);
    let mut seen = HashSet::new();
    for (at, number) in numbers(bytes) {
        line += bytes[counted..at].split(|byte| *byte == b'\n').count() as u32 - 1;
        counted = at;
        let around = innermost(definitions, line);
        let (inside, certain) = match around {
            Some(inside) => (inside, true),
            None => match behind(definitions, line) {
                Some((next, first_line)) => (next, touches(&bytes[at..], first_line - line)),
                None => continue,
            },
        };
        if seen.insert((number, inside)) {
            out.push(PepMention { number, line, inside, certain });
        }
    }
    out
}

/// Every number with its place.
fn numbers(bytes: &[u8]) -> impl Iterator<Item = (usize, u16)> {
    let mut starts: Vec<usize> = memmem::find_iter(bytes, b"PEP").chain(memmem::find_iter(bytes, b"pep")).collect();
    starts.sort_unstable();
    starts.into_iter().filter_map(move |start| {
        let fresh = start.checked_sub(1).is_none_or(|before| !bytes[before].is_ascii_alphanumeric());
        let number = if fresh { number(&bytes[start + 3..]) } else { None };
        number.map(|number| (start, number))
    })
}

fn number(rest: &[u8]) -> Option<u16> {
    let mut at = usize::from(rest.first() == Some(&b's'));
    let separators = rest[at..].iter().take(3).take_while(|byte| b" -_:`".contains(byte)).count();
    at += separators;
    if separators > 0 && rest[..at].ends_with(b":`") && !rest.get(at).is_some_and(u8::is_ascii_digit) {
        let title = &rest[at..rest.len().min(at + LONGEST_TITLE)];
        let end = title.iter().position(|byte| *byte == b'`')?;
        at += title[..end].iter().rposition(|byte| *byte == b'<')? + 1;
    }
    let digits = rest[at..].iter().take(5).take_while(|byte| byte.is_ascii_digit()).count();
    let text = std::str::from_utf8(&rest[at..at + digits]).ok()?;
    text.parse().ok().filter(|number| (1..=9999).contains(number) && digits <= 4)
}

fn innermost(definitions: &[DefinitionFact], line: u32) -> Option<u32> {
    let holds = |one: &DefinitionFact| one.first_line.min(one.line) <= line && line <= one.end_line;
    let around = (0..).zip(definitions).filter(|(_, one)| holds(one));
    around.min_by_key(|(_, one)| one.end_line - one.first_line.min(one.line)).map(|(at, _)| at)
}

/// The next definition behind a line, else the last one in front of it, with the line it starts on.
fn behind(definitions: &[DefinitionFact], line: u32) -> Option<(u32, u32)> {
    let start = |one: &DefinitionFact| one.first_line.min(one.line);
    let all = || (0..).zip(definitions).map(|(at, one)| (at, start(one)));
    all()
        .filter(|(_, first)| *first > line)
        .min_by_key(|(_, first)| *first)
        .or_else(|| all().max_by_key(|(_, first)| *first).map(|(at, _)| (at, line)))
}

/// Whether the next lines, as many as given, have no empty one among them.
fn touches(rest: &[u8], lines: u32) -> bool {
    let mut rest = rest.split(|byte| *byte == b'\n').skip(1).take(lines.saturating_sub(1) as usize);
    lines > 0 && rest.all(|line| !line.trim_ascii().is_empty())
}

#[cfg(test)]
mod tests {
    use super::{numbers, read};

    #[test]
    fn numbers_in_all_their_forms() {
        let text = b"PEP 1, pep-0002 :pep:`3` :pep:`A title <4>` test_pep5_x PEPs 6 peps.python.org/pep-0007/ steppep 8 PEP X PEP 12345 pep:`a` 9";
        assert_eq!(numbers(text).map(|(_, number)| number).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn the_first_mention_of_each() {
        let facts =
            crate::facts::extract(crate::model::Dialect::Python, b"# PEP 1\ndef f():\n    # PEP 2, PEP 2\n    pass\n");
        let found: Vec<_> = facts.peps.iter().map(|one| (one.number, one.line, one.inside)).collect();
        assert_eq!(found, [(1, 1, 0), (2, 3, 1)]);
        assert!(read(b"PEP 1", &[]).is_empty());
    }
}
