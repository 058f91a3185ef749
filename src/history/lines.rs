//! Two lists of lines -> which of them stand in both, in order; how alike two texts are.

use std::collections::HashMap;
use std::ops::Range;

/// More differences than this are not looked for one by one: the rest counts as replaced.
const MOST: usize = 1_500;
/// Shorter lines say nothing about where a text comes from.
const TELLING: usize = 4;

/// A pair of ranges, old and new, that differ; lines between such pairs are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub old: Range<usize>,
    pub new: Range<usize>,
}

/// Splits a text into lines, each with its end.
pub(super) fn split(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|&byte| byte == b'\n').collect()
}

/// Returns the lines `first..=last` of a text, counted from 1.
pub(super) fn slice(text: &[u8], first: u32, last: u32) -> &[u8] {
    let mut starts =
        std::iter::once(0).chain(text.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(at, _)| at + 1));
    let start = starts.by_ref().nth(first.max(1) as usize - 1).unwrap_or(text.len());
    let end = starts.nth((last.max(first) - first.max(1)) as usize).unwrap_or(text.len());
    &text[start..end]
}

/// Returns where two lists of lines differ: the shortest edit (Myers), with equal beginnings and ends set aside first.
pub(super) fn compare(old: &[&[u8]], new: &[&[u8]]) -> Vec<Change> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let (a, b) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let mut changes: Vec<Change> = Vec::new();
    let mut change = |old: Range<usize>, new: Range<usize>| match changes.last_mut() {
        Some(last) if last.old.end == old.start && last.new.end == new.start => {
            (last.old.end, last.new.end) = (old.end, new.end);
        }
        _ if old.is_empty() && new.is_empty() => {}
        _ => changes.push(Change { old, new }),
    };
    let (mut x, mut y) = (0, 0);
    for (at_x, at_y) in matches(&numbers(a, b)) {
        change(head + x..head + at_x, head + y..head + at_y);
        (x, y) = (at_x + 1, at_y + 1);
    }
    change(head + x..head + a.len(), head + y..head + b.len());
    changes
}

/// Lines as numbers, equal for equal lines.
fn numbers<'t>(a: &[&'t [u8]], b: &[&'t [u8]]) -> (Vec<u32>, Vec<u32>) {
    let mut known: HashMap<&'t [u8], u32> = HashMap::new();
    let mut number = |line: &&'t [u8]| {
        let next = known.len() as u32;
        *known.entry(line).or_insert(next)
    };
    let a = a.iter().map(&mut number).collect();
    (a, b.iter().map(&mut number).collect())
}

/// The pairs of equal lines that the shortest edit keeps, in order.
fn matches((old, new): &(Vec<u32>, Vec<u32>)) -> Vec<(usize, usize)> {
    let most = (old.len() + new.len()).min(MOST);
    // A diagonal holds the pairs `(x, y)` with the same `x - y`; it is counted from a middle so that it is never negative.
    let middle = most + 1;
    let mut furthest = vec![0; 2 * middle + 1];
    let mut trace: Vec<Vec<usize>> = Vec::new();
    let mut steps = 0;
    'search: loop {
        trace.push(furthest[middle - steps - 1..=middle + steps + 1].to_vec());
        for diagonal in (middle - steps..=middle + steps).step_by(2) {
            let mut x = before(diagonal, middle, steps, |at| furthest[at]).1;
            while old.get(x).is_some_and(|line| new.get(x + middle - diagonal) == Some(line)) {
                x += 1;
            }
            furthest[diagonal] = x;
            if x >= old.len() && x + middle - diagonal >= new.len() {
                break 'search;
            }
        }
        steps += 1;
        if steps > most {
            return Vec::new();
        }
    }
    let mut pairs = Vec::new();
    let (mut x, mut y) = (old.len(), new.len());
    for (steps, row) in trace.iter().enumerate().rev() {
        let first = middle - steps - 1;
        let (from, start) = before(x + middle - y, middle, steps, |at| row[at - first]);
        while x > start {
            (x, y) = (x - 1, y - 1);
            pairs.push((x, y));
        }
        if steps > 0 {
            x = row[from - first];
            y = x + middle - from;
        }
    }
    pairs.reverse();
    pairs
}

/// The diagonal from which the search came to another one, and the `x` where it began there.
fn before(diagonal: usize, middle: usize, steps: usize, furthest: impl Fn(usize) -> usize) -> (usize, usize) {
    if steps == 0 {
        return (diagonal, 0);
    }
    let (low, high) = (middle - steps, middle + steps);
    let down = diagonal == low || (diagonal != high && furthest(diagonal - 1) < furthest(diagonal + 1));
    if down { (diagonal + 1, furthest(diagonal + 1)) } else { (diagonal - 1, furthest(diagonal - 1) + 1) }
}

/// Returns where lines `first..=last` (from 1) of the new text stood in the old one, which has `old_lines` lines; `None`
/// where all of them are new.
pub(super) fn mapped_back(changes: &[Change], old_lines: usize, first: u32, last: u32) -> Option<(u32, u32)> {
    let (start, end) = (first.max(1) as usize - 1, last as usize);
    let mut mapped: Option<Range<usize>> = None;
    let mut take = |old: Range<usize>| {
        let known = mapped.get_or_insert(old.clone());
        *known = known.start.min(old.start)..known.end.max(old.end);
    };
    let (mut old_at, mut new_at, mut kept) = (0, 0, 0);
    let rest = Change { old: old_lines..old_lines, new: usize::MAX..usize::MAX };
    for change in changes.iter().chain([&rest]) {
        // The equal lines in front of the change.
        let (from, to) = (new_at.max(start), change.new.start.min(end));
        if from < to {
            kept += to - from;
            take(old_at + (from - new_at)..old_at + (to - new_at));
        }
        let inside = change.new.start >= start && change.new.end <= end;
        let at_edge = change.new.is_empty() && (change.new.start == start || change.new.start == end);
        if inside && !at_edge {
            take(change.old.clone());
        }
        (old_at, new_at) = (change.old.end, change.new.end);
    }
    mapped.filter(|_| kept > 0).map(|old| (old.start as u32 + 1, old.end.min(old_lines) as u32))
}

/// What two texts have in common: twice the telling lines of both over the telling lines in all, from 0 to 1. The
/// definitions' own names count as equal.
pub(super) fn likeness(old: &[u8], old_name: &str, new: &[u8], new_name: &str) -> f64 {
    let old = telling(old, old_name);
    let new = telling(new, new_name);
    let all = old.values().sum::<u32>() + new.values().sum::<u32>();
    if all == 0 {
        return 0.0;
    }
    let both: u32 = old.iter().map(|(line, count)| (*count).min(new.get(line).copied().unwrap_or(0))).sum();
    f64::from(2 * both) / f64::from(all)
}

fn telling(text: &[u8], name: &str) -> HashMap<Vec<u8>, u32> {
    let mut lines = HashMap::new();
    for line in split(text) {
        let line = line.trim_ascii();
        if line.len() >= TELLING {
            *lines.entry(without(line, name.as_bytes())).or_insert(0) += 1;
        }
    }
    lines
}

/// A line with the name taken out.
fn without(line: &[u8], name: &[u8]) -> Vec<u8> {
    let mut rest = line;
    let mut out = Vec::with_capacity(line.len());
    while let Some(at) = find(rest, name).filter(|_| !name.is_empty()) {
        out.extend_from_slice(&rest[..at]);
        out.push(0);
        rest = &rest[at + name.len()..];
    }
    out.extend_from_slice(rest);
    out
}

/// Returns where a text first contains another.
pub(super) fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    if wanted.is_empty() || wanted.len() > text.len() {
        return None;
    }
    // The rarest thing a name or a body has is mostly not its first byte; still this is one fast pass.
    let (first, last) = (wanted[0], text.len() - wanted.len());
    let mut from = 0;
    while from <= last {
        let at = from + text[from..=last].iter().position(|&byte| byte == first)?;
        if text[at..].starts_with(wanted) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<&[u8]> {
        split(text.as_bytes())
    }

    #[test]
    fn the_shortest_edit_is_found() {
        let changes = compare(&lines("a\nb\nc\nd\n"), &lines("a\nc\nx\nd\ne\n"));
        let told: Vec<_> = changes.iter().map(|it| (it.old.clone(), it.new.clone())).collect();
        assert_eq!(told, [(1..2, 1..1), (3..3, 2..3), (4..4, 4..5)]);
        assert!(compare(&lines("a\n"), &lines("a\n")).is_empty());
        assert_eq!(compare(&lines(""), &lines("a\n")), [Change { old: 0..0, new: 0..1 }]);
        assert_eq!(compare(&lines("x\ny\n"), &lines("a\n")), [Change { old: 0..2, new: 0..1 }]);
    }

    #[test]
    fn edits_lead_from_one_text_to_the_other() {
        // All pairs of short texts over two lines, and the number of equal lines that remain.
        let texts: Vec<String> =
            (0..64u32).map(|bits| (0..6).map(|at| if bits >> at & 1 == 0 { "a\n" } else { "b\n" }).collect()).collect();
        for (old, new) in texts.iter().flat_map(|old| texts.iter().map(move |new| (old, &new[..old.len() - 2]))) {
            let (old, new) = (lines(old), lines(new));
            let (mut built, mut at) = (Vec::new(), 0);
            for change in compare(&old, &new) {
                built.extend_from_slice(&old[at..change.old.start]);
                assert_eq!(built.len(), change.new.start);
                built.extend_from_slice(&new[change.new.clone()]);
                at = change.old.end;
            }
            built.extend_from_slice(&old[at..]);
            assert_eq!(built, new);
        }
    }

    #[test]
    fn a_range_is_followed_back() {
        let old = lines("a\nb\nf1\nf2\nf3\nc\n");
        let new = lines("a\nnew\nb\nf1\nF2\nf3\nc\n");
        let changes = compare(&old, &new);
        assert_eq!(mapped_back(&changes, 6, 4, 6), Some((3, 5)));
        assert_eq!(mapped_back(&changes, 6, 2, 2), None);
        assert_eq!(mapped_back(&changes, 6, 7, 7), Some((6, 6)));
    }

    #[test]
    fn a_renamed_body_is_alike() {
        let old = b"int old_name(void)\n{\n    return old_name(1);\n}\n";
        let new = b"int name(void)\n{\n    return name(1);\n}\n";
        assert!(likeness(old, "old_name", new, "name") > 0.99);
        assert!(likeness(old, "old_name", b"int other(char *a)\n{ go(); }\n", "other") < 0.1);
    }

    #[test]
    fn lines_are_cut_out() {
        assert_eq!(slice(b"a\nb\nc\n", 2, 3), b"b\nc\n");
        assert_eq!(slice(b"a\nb", 2, 2), b"b");
        assert_eq!(slice(b"a\n", 9, 9), b"");
    }
}
