//! Markdown: sections by `#`, names set as code, links to files of the repository.

use super::draft::Draft;
use super::text::plain;
use crate::model::{Dialect, FileFacts, Subject};

/// Longer spans of code are no names.
const LONGEST_NAME: usize = 80;

/// Reads a document.
pub fn extract(bytes: &[u8]) -> FileFacts {
    let text = String::from_utf8_lossy(bytes);
    let mut draft = Draft::new(Dialect::Markdown, bytes);
    let (mut count, mut fenced) = (0, false);
    let mut before = "";
    for (number, line) in (1..).zip(text.lines()) {
        count = number;
        let trimmed = line.trim();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            fenced = !fenced;
            draft.settle_if_begun();
        } else if !fenced {
            let level = line.bytes().take_while(|byte| *byte == b'#').count();
            if (1..=6).contains(&level) && line[level..].starts_with(' ') {
                draft.heading(level, plain(trimmed.trim_matches('#')).trim(), number, number);
            } else if underlines(trimmed, before) {
                draft.heading(
                    if trimmed.starts_with('=') { 1 } else { 2 },
                    plain(before).trim(),
                    number - 1,
                    number - 1,
                );
            } else if trimmed.is_empty() {
                draft.settle_if_begun();
            } else {
                draft.words(&without_targets(trimmed));
                mentions(&mut draft, line, number);
            }
        }
        before = trimmed;
    }
    draft.finish(count)
}

/// Whether a line of `=` or `-` makes the line before a title.
fn underlines(line: &str, before: &str) -> bool {
    let same = line.len() >= 3 && (line.bytes().all(|byte| byte == b'=') || line.bytes().all(|byte| byte == b'-'));
    same && !before.is_empty() && !before.contains('|') && before.len() <= line.len() + 3
}

/// `[text](target)` without its target.
fn without_targets(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("](") {
        out.push_str(&rest[..at]);
        rest = rest[at..].find(')').map_or("", |end| &rest[at + end + 1..]);
    }
    out.push_str(rest);
    out.replace('[', "")
}

fn mentions(draft: &mut Draft, line: &str, number: u32) {
    let section = draft.open();
    for (place, span) in line.split('`').enumerate() {
        let name = span.strip_suffix("()").unwrap_or(span);
        let is_name = name.bytes().all(|byte| byte == b'_' || byte == b'.' || byte.is_ascii_alphanumeric());
        if place % 2 == 1 && is_name && name.len() > 2 && name.len() <= LONGEST_NAME {
            draft.mention(Subject::Word, name, section, number);
        }
    }
    for (at, _) in line.match_indices("](") {
        let target = line[at + 2..].split([')', '#', ' ']).next().unwrap_or_default();
        let path = target.trim_start_matches("../");
        // Only links that leave the folder are paths from the root.
        if path.len() < target.len() {
            draft.mention(Subject::Path, path, section, number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::extract;

    #[test]
    fn sections_names_and_paths() {
        let facts =
            extract(b"# Top\n\nThe `f_x()` in [a file](../Python/a.c).\n\n```c\n# no title\n```\n\n## Sub\n\nText.\n");
        let sections: Vec<String> = facts
            .definitions
            .iter()
            .map(|one| format!("{}:{}-{} {}", one.name, one.line, one.end_line, one.doc))
            .collect();
        assert_eq!(sections, ["Top:1-11 The f_x() in a file.", "Sub:9-11 Text."]);
        let mentions: Vec<String> =
            facts.doc.iter().flat_map(|doc| &doc.mentions).map(|one| format!("{} {}", one.subject, one.name)).collect();
        assert_eq!(mentions, ["word f_x", "path Python/a.c"]);
    }
}
