//! reStructuredText: sections by their underlines, directives that describe code, roles that name a source file.

use super::draft::Draft;
use super::names;
use super::text::plain;
use super::vocabulary::VOCABULARY;
use crate::model::{Dialect, DocEntry, FileFacts, Subject};

/// Reads a document.
pub fn extract(bytes: &[u8]) -> FileFacts {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text.lines().collect();
    let mut reader = Reader {
        draft: Draft::new(Dialect::Rst, bytes),
        open: Vec::new(),
        module: String::new(),
        levels: Vec::new(),
        last: 0,
    };
    let mut at = 0;
    while at < lines.len() {
        at += reader.read(&lines, at);
    }
    reader.leave(0);
    reader.draft.finish(lines.len() as u32)
}

struct Reader {
    draft: Draft,
    /// Directives around the line, outermost first.
    open: Vec<Open>,
    module: String,
    /// The underlines seen so far, outermost first: the character, and whether there is a line above, too.
    levels: Vec<(u8, bool)>,
    /// The last line with text.
    last: u32,
}

struct Open {
    indent: usize,
    section: u32,
    /// The name that those inside belong to; empty where they belong to none.
    scope: String,
    subject: Subject,
    /// Its entries in `DocFacts::entries`.
    entries: std::ops::Range<usize>,
}

impl Reader {
    /// Reads what starts at a line; returns how many lines that was.
    fn read(&mut self, lines: &[&str], at: usize) -> usize {
        let line = lines[at];
        let text = line.trim_start();
        if text.is_empty() {
            self.draft.settle_if_begun();
            return 1;
        }
        let indent = line.len() - text.len();
        if indent == 0
            && let Some((title, mark, length)) = heading(lines, at)
        {
            self.leave(0);
            self.heading(plain(title).trim(), mark, (at + usize::from(mark.1)) as u32 + 1);
            self.last = (at + length) as u32;
            return length;
        }
        self.leave(indent);
        self.last = at as u32 + 1;
        if let Some((name, arguments)) = text.strip_prefix(".. ").and_then(|rest| rest.split_once("::")) {
            self.draft.settle_if_begun();
            let name = name.trim().strip_prefix("py:").unwrap_or(name.trim());
            if VOCABULARY.current.contains(name) {
                arguments.trim().clone_into(&mut self.module);
            } else if let Some(subject) = VOCABULARY.subject(name) {
                return self.describe(lines, at, indent, name, subject, arguments);
            }
            return 1;
        }
        self.mentions(text, at as u32 + 1);
        let is_field = text.starts_with(':') && text[1..].find(':').is_some_and(|end| text[end + 2..].starts_with(' '));
        let wanted = if self.open.is_empty() { indent == 0 } else { indent > 0 };
        let is_ornament = mark(text).is_some() || text.starts_with("..") || text.starts_with("**Source");
        if wanted && !is_ornament && !is_field {
            self.draft.words(text);
        }
        if let Some((front, _)) = text.split_once("steal") {
            // `it does *not* steal`, over two lines as well.
            let before = at.checked_sub(1).map_or("", |before| lines[before]);
            let mut words = front.split_whitespace().rev().chain(before.split_whitespace().rev()).take(2);
            if !words.any(|word| word.trim_matches('*') == "not") {
                self.steals(at as u32 + 1);
            }
        }
        1
    }

    fn heading(&mut self, title: &str, mark: (u8, bool), line: u32) {
        let level = self.levels.iter().position(|known| *known == mark).unwrap_or_else(|| {
            self.levels.push(mark);
            self.levels.len() - 1
        });
        self.draft.heading(level, title, line, line.saturating_sub(u32::from(mark.1)));
    }

    /// Ends the directives that a line at this indent does not belong to.
    fn leave(&mut self, indent: usize) {
        while self.open.last().is_some_and(|open| open.indent >= indent) {
            if let Some(open) = self.open.pop() {
                self.draft.close(open.section, self.last);
            }
        }
    }

    fn section(&self) -> Option<u32> {
        self.open.last().map(|open| open.section).or_else(|| self.draft.open())
    }

    /// Reads a directive with its signatures, one a line.
    fn describe(
        &mut self,
        lines: &[&str],
        at: usize,
        indent: usize,
        directive: &str,
        subject: Subject,
        arguments: &str,
    ) -> usize {
        let mut signatures = vec![arguments.trim().to_owned()];
        let mut taken = 1;
        while let Some(next) = lines.get(at + taken) {
            let text = next.trim();
            if text.is_empty() || next.len() - next.trim_start().len() <= indent || text.starts_with(':') {
                break;
            }
            match signatures.last_mut().filter(|last| last.ends_with('\\')) {
                Some(last) => {
                    last.pop();
                    last.push_str(text);
                }
                None => signatures.push(text.to_owned()),
            }
            taken += 1;
        }
        let around = self.open.iter().rev().find(|open| !open.scope.is_empty() && open.subject == subject);
        let scope = around.map(|open| open.scope.clone()).unwrap_or_default();
        let name_of = |signature: &String| {
            let name = match subject {
                Subject::C => names::c(signature),
                _ => names::python(signature),
            };
            name.map(|name| {
                names::joined(if subject == Subject::C && !directive.ends_with("member") { "" } else { &scope }, name)
            })
        };
        let named: Vec<String> = signatures.iter().filter_map(name_of).collect();
        let Some(first) = named.first().cloned() else { return taken };
        if subject == Subject::Module {
            self.module.clone_from(&first);
        }
        let shown = match subject {
            Subject::Python => names::joined(&self.module, &first),
            _ => first.clone(),
        };
        let line = at as u32 + 1;
        let section = if subject == Subject::Module {
            self.draft.open().unwrap_or_else(|| self.draft.section(&shown, "", line, None))
        } else {
            self.draft.section(&shown, &signatures.join(", "), line, self.section())
        };
        let from = self.draft.doc().entries.len();
        for (place, name) in named.into_iter().enumerate() {
            self.draft.doc().entries.push(DocEntry {
                subject,
                name: name.into(),
                module: self.module.as_str().into(),
                section,
                line: line + place as u32,
                steals: 0,
            });
        }
        self.last = line + taken as u32 - 1;
        if subject != Subject::Module {
            let scope = if VOCABULARY.is_scope(directive) { first } else { String::new() };
            let entries = from..self.draft.doc().entries.len();
            self.open.push(Open { indent, section, scope, subject, entries });
        }
        taken
    }

    fn steals(&mut self, line: u32) {
        let Some(open) = self.open.last().filter(|open| open.subject == Subject::C) else { return };
        for entry in &mut self.draft.doc().entries[open.entries.clone()] {
            if entry.steals == 0 {
                entry.steals = line;
            }
        }
    }

    /// Paths in roles: `` :source:`Lib/heapq.py` ``.
    fn mentions(&mut self, text: &str, line: u32) {
        for role in &VOCABULARY.path_roles {
            for (at, _) in text.match_indices(role.as_str()) {
                let rest = &text[at + role.len()..];
                let Some(quoted) = rest.strip_prefix(":`").and_then(|rest| rest.split('`').next()) else { continue };
                let path = quoted.rsplit('<').next().unwrap_or(quoted).trim_end_matches('>');
                self.draft.mention(Subject::Path, path, self.section(), line);
            }
        }
    }
}

/// The title that starts at a line: its text, its mark (with a line above?), and how many lines it takes.
fn heading<'t>(lines: &[&'t str], at: usize) -> Option<(&'t str, (u8, bool), usize)> {
    let line = lines[at].trim_end();
    let next = lines.get(at + 1).map_or("", |next| next.trim_end());
    if let (Some(above), Some(below)) = (mark(line), lines.get(at + 2).and_then(|below| mark(below.trim_end())))
        && above == below
        && !next.trim().is_empty()
        && mark(next).is_none()
    {
        return Some((next.trim(), (above, true), 3));
    }
    let below = mark(next).filter(|_| mark(line).is_none() && !line.starts_with(".."))?;
    // An underline may be a little short; a border of a table is not as long as the text in it.
    let before = at.checked_sub(1).map_or("", |before| lines[before].trim());
    (before.is_empty() && next.len() + 3 >= line.chars().count()).then_some((line, (below, false), 2))
}

/// The character that a line repeats, where it is one that underlines titles.
fn mark(line: &str) -> Option<u8> {
    let first = *line.as_bytes().first()?;
    let fits = line.len() >= 3 && b"=-~^\"'#*+.:_`".contains(&first) && line.bytes().all(|byte| byte == first);
    fits.then_some(first)
}

#[cfg(test)]
mod tests {
    use super::extract;

    const TEXT: &[u8] = b"****\nHead\n****\n\n.. module:: m\n\nOne :func:`f`.\n\n.. class:: C(x)\n   D\n\n   Makes it.\n\n   .. method:: \
        get(a, \\\n             b)\n               C.put(a)\n\n      Gets.\n\nSub\n---\n\n.. c:function:: int *f(int a)\n\n   Does *not*\n   steal, it\n   steals *a*.\n";

    #[test]
    fn sections_and_descriptions() {
        let facts = extract(TEXT);
        let sections: Vec<String> = facts
            .definitions
            .iter()
            .map(|one| format!("{}:{}-{} {}", one.name, one.line, one.end_line, one.doc))
            .collect();
        assert_eq!(
            sections,
            [
                "Head:2-27 One f.",
                "m.C:9-18 Makes it.",
                "m.C.get:14-18 Gets.",
                "Sub:20-27 ",
                "f:23-27 Does not steal, it steals a."
            ]
        );
        let entries: Vec<String> = facts
            .doc
            .iter()
            .flat_map(|doc| &doc.entries)
            .map(|one| format!("{} {} {} {} {}", one.subject, one.module, one.name, one.section, one.steals))
            .collect();
        assert_eq!(
            entries,
            [
                "module m m 0 0",
                "python m C 1 0",
                "python m D 1 0",
                "python m C.get 2 0",
                "python m C.put 2 0",
                "c m f 4 27"
            ]
        );
    }

    #[test]
    fn a_table_is_no_title() {
        let facts = extract(b"Head\n====\n\n=====  ===\nA      B\n=====  ===\n\n----\n\ntext\n");
        assert_eq!(facts.definitions.len(), 1);
    }
}
