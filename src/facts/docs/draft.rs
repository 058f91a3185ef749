//! A document while it is read: open sections and the paragraph that waits for its words.

use super::text::add_words;
use crate::model::{DefinitionFact, Dialect, DocFacts, DocMention, FileFacts, Kind, Subject};

/// Longest title or signature that is kept.
const LONGEST_NAME: usize = 200;

/// Collects the sections of one file.
pub struct Draft {
    facts: FileFacts,
    doc: DocFacts,
    /// Open headings: level and definition, outermost first.
    headings: Vec<(usize, u32)>,
    /// The definition whose first paragraph is being read, and what was read of it.
    waiting: Option<(u32, String)>,
}

impl Draft {
    /// Starts a file.
    pub fn new(dialect: Dialect, bytes: &[u8]) -> Self {
        let mut facts = FileFacts::new(dialect);
        facts.bytes = bytes.len() as u32;
        Draft { facts, doc: DocFacts::default(), headings: Vec::new(), waiting: None }
    }

    /// Opens a heading; those of its level and below end on the line before `ends`.
    pub fn heading(&mut self, level: usize, title: &str, line: u32, ends: u32) -> u32 {
        while self.headings.last().is_some_and(|(open, _)| *open >= level) {
            if let Some((_, section)) = self.headings.pop() {
                self.close(section, ends.saturating_sub(1));
            }
        }
        let outer = self.headings.last().map(|(_, section)| *section);
        let id = self.section(title, "", line, outer);
        self.headings.push((level, id));
        id
    }

    /// Adds a section whose first paragraph follows.
    pub fn section(&mut self, name: &str, signature: &str, line: u32, outer: Option<u32>) -> u32 {
        self.settle();
        let id = self.facts.definitions.len() as u32;
        self.facts.definitions.push(DefinitionFact {
            name: cut(name),
            qualname: "".into(),
            kind: Kind::Section,
            line,
            first_line: line,
            end_line: line,
            outer,
            condition: 0,
            is_static: false,
            decorators: Vec::new(),
            bases: Vec::new(),
            signature: cut(signature),
            doc: "".into(),
        });
        self.waiting = Some((id, String::new()));
        id
    }

    /// Says where a section ends.
    pub fn close(&mut self, section: u32, end_line: u32) {
        let section = &mut self.facts.definitions[section as usize];
        section.end_line = end_line.max(section.line);
    }

    /// The innermost open heading.
    pub fn open(&self) -> Option<u32> {
        self.headings.last().map(|(_, section)| *section)
    }

    /// Adds a line of the paragraph that is being read.
    pub fn words(&mut self, line: &str) {
        if let Some((_, text)) = &mut self.waiting
            && !add_words(text, line)
        {
            self.settle();
        }
    }

    /// Ends the first paragraph once there are words of it.
    pub fn settle_if_begun(&mut self) {
        if self.waiting.as_ref().is_some_and(|(_, text)| !text.is_empty()) {
            self.settle();
        }
    }

    /// Ends the paragraph: what was read is the section's text.
    pub fn settle(&mut self) {
        if let Some((section, text)) = self.waiting.take() {
            self.facts.definitions[section as usize].doc = text.into();
        }
    }

    /// Remembers a mention, once per section.
    pub fn mention(&mut self, subject: Subject, name: &str, section: Option<u32>, line: u32) {
        let Some(section) = section else { return };
        let known = self.doc.mentions.iter().rev().take_while(|one| one.section == section);
        if !known.into_iter().any(|one| *one.name == *name && one.subject == subject) {
            self.doc.mentions.push(DocMention { subject, name: name.into(), section, line });
        }
    }

    /// The facts about documents so far.
    pub fn doc(&mut self) -> &mut DocFacts {
        &mut self.doc
    }

    /// Ends the file.
    pub fn finish(mut self, lines: u32) -> FileFacts {
        self.settle();
        for (_, section) in std::mem::take(&mut self.headings) {
            self.close(section, lines);
        }
        self.facts.lines = lines;
        self.facts.doc = Some(Box::new(self.doc));
        self.facts
    }
}

fn cut(text: &str) -> Box<str> {
    let end = (0..=text.len().min(LONGEST_NAME)).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text[..end].into()
}
