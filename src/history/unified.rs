//! Two texts -> the unified diff of them, as `diff -u` and git print it.

use super::lines::{self, Change};
use std::fmt::Write as _;

/// Equal lines shown around a change.
const CONTEXT: usize = 3;

/// One side of a diff.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'t> {
    /// The path shown in the header; `None` where there is nothing on this side.
    pub path: Option<&'t str>,
    /// The line of the file at which the text begins.
    pub first: u32,
    pub text: &'t [u8],
}

/// Returns the diff; empty where the texts are equal. Line numbers are those of the files.
pub(super) fn unified(old: Part<'_>, new: Part<'_>) -> String {
    let (a, b) = (lines::split(old.text), lines::split(new.text));
    let changes = lines::compare(&a, &b);
    if changes.is_empty() {
        return String::new();
    }
    let mut out = String::new();
    let header = |side: char, path: Option<&str>| match path {
        Some(path) => format!("{side}/{path}"),
        None => "/dev/null".to_owned(),
    };
    // Writing to a string cannot fail.
    let _ = writeln!(out, "--- {}\n+++ {}", header('a', old.path), header('b', new.path));
    for group in grouped(&changes) {
        hunk(&mut out, group, (&a, old.first), (&b, new.first));
    }
    out
}

/// Changes whose contexts touch belong to one hunk.
fn grouped(changes: &[Change]) -> impl Iterator<Item = &[Change]> {
    changes.chunk_by(|one, next| next.old.start - one.old.end <= 2 * CONTEXT)
}

fn hunk(out: &mut String, group: &[Change], (a, old_first): (&[&[u8]], u32), (b, new_first): (&[&[u8]], u32)) {
    let (Some(head), Some(tail)) = (group.first(), group.last()) else { return };
    let before = head.old.start.min(CONTEXT);
    let after = (a.len() - tail.old.end).min(CONTEXT);
    let (old, new) = (head.old.start - before..tail.old.end + after, head.new.start - before..tail.new.end + after);
    let span = |from: usize, count: usize, first: u32| {
        // Nothing stands behind the line in front of it.
        let start = if count == 0 { (from as u32 + first).saturating_sub(1) } else { from as u32 + first };
        if count == 1 { start.to_string() } else { format!("{start},{count}") }
    };
    let _ =
        writeln!(out, "@@ -{} +{} @@", span(old.start, old.len(), old_first), span(new.start, new.len(), new_first));
    let mut at = old.start;
    for change in group {
        print(out, ' ', &a[at..change.old.start]);
        print(out, '-', &a[change.old.clone()]);
        print(out, '+', &b[change.new.clone()]);
        at = change.old.end;
    }
    print(out, ' ', &a[at..old.end]);
}

fn print(out: &mut String, mark: char, lines: &[&[u8]]) {
    for line in lines {
        let text = String::from_utf8_lossy(line);
        let text = text.strip_suffix('\n').unwrap_or(&text);
        let _ = writeln!(out, "{mark}{}", text.strip_suffix('\r').unwrap_or(text));
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, unified};

    #[test]
    fn a_diff_as_people_know_it() {
        let side = |text, first| Part { path: Some("a.c"), first, text };
        let text =
            unified(side(b"int f()\n{\n    a();\n    b();\n}\n", 10), side(b"int f()\n{\n    a();\n    c();\n}\n", 12));
        assert_eq!(
            text,
            "--- a/a.c\n+++ b/a.c\n@@ -10,5 +12,5 @@\n int f()\n {\n     a();\n-    b();\n+    c();\n }\n"
        );
        assert_eq!(unified(side(b"x\n", 1), side(b"x\n", 5)), "");
        let new = Part { path: None, first: 1, text: b"" };
        assert_eq!(unified(new, side(b"x\n", 4)), "--- /dev/null\n+++ b/a.c\n@@ -0,0 +4 @@\n+x\n");
    }
}
