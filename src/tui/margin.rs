//! What is known about single lines of the shown file: a sign for the margin beside the line numbers, and words for the
//! line under the cursor. The sign is never the only message: the words say the same.

use super::groups;
use super::state::State;
use crate::model::RemarkKind;
use crate::nav::topics::TOPICS;
use crate::nav::{Answer, RemarkRow};

/// A line with something known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// 1-based line.
    pub line: u32,
    /// The sign.
    pub sign: char,
    /// What it says.
    pub words: String,
}

/// Returns what is known about the lines of the shown file, by line, the most telling first.
pub fn notes(state: &State) -> Vec<Note> {
    let (Some(document), Some(subject)) = (&state.source.document, &state.subject) else { return Vec::new() };
    let file = document.file();
    let mut notes: Vec<(usize, Note)> = Vec::new();
    for remark in subject.remarks.iter().filter(|remark| remark.file == file) {
        notes.push((0, Note { line: remark.line, sign: sign(remark.kind), words: words(remark) }));
    }
    if subject.file == file {
        // What is shown elsewhere counts for the definition as a whole.
        for remark in subject.remarks.iter().filter(|remark| remark.file != file) {
            notes.push((1, Note { line: subject.line, sign: sign(remark.kind), words: words(remark) }));
        }
    }
    for row in state.links.rows.iter().filter(|row| row.file == file) {
        let outward = row.outward;
        let end = if outward { &row.to } else { &row.from };
        let words = format!("{} {}", groups::label(row), end.symbol);
        notes.push((2, Note { line: row.line, sign: if outward { '→' } else { '←' }, words }));
    }
    if let Some((_, card)) = state.results.reading.as_ref().and_then(|it| it.cards.get(state.results.list.selected))
        && card.file == file
    {
        let words = if card.share > 0.0 {
            format!("hot: {:.1} % of the work in these lines", card.share * 100.0)
        } else {
            "worth reading".to_owned()
        };
        let lines = card.hot_lines.iter().flat_map(|(first, last)| *first..=*last);
        notes.extend(lines.map(|line| (4, Note { line, sign: '▌', words: words.clone() })));
    }
    for step in subject.evidence.iter().filter(|step| step.file == file) {
        notes.push((3, Note { line: step.line, sign: '*', words: format!("proof: {}", step.rule) }));
    }
    notes.sort_by_key(|(rank, note)| (note.line, *rank));
    notes.into_iter().map(|(_, note)| note).collect()
}

/// Returns the sign of a line among notes sorted by line.
pub fn sign_at(notes: &[Note], line: u32) -> char {
    let at = notes.partition_point(|note| note.line < line);
    notes.get(at).filter(|note| note.line == line).map_or(' ', |note| note.sign)
}

/// Returns what is known about a line, in words.
pub fn words_at(notes: &[Note], line: u32) -> String {
    let mut all: Vec<&str> = Vec::new();
    for note in notes.iter().filter(|note| note.line == line) {
        if !all.contains(&note.words.as_str()) {
            all.push(&note.words);
        }
    }
    all.join(" · ")
}

fn sign(kind: RemarkKind) -> char {
    match kind {
        RemarkKind::DropsGil => 'G',
        RemarkKind::CriticalSection => 'L',
        RemarkKind::Returns => 'R',
        RemarkKind::Steals => 'S',
        RemarkKind::LimitedApi => 'A',
        RemarkKind::FreeThreaded => 'F',
        RemarkKind::Generated => 'g',
        RemarkKind::Build => 'B',
    }
}

/// Returns the names that older releases have for a definition, as far as the topics tell; empty where it has none.
pub fn former_names(answer: &Answer) -> String {
    let symbol = answer.symbol.as_deref().unwrap_or(&answer.name);
    let anchors = TOPICS.iter().flat_map(|topic| &topic.anchors);
    let is_it = |name: &String| name.rsplit(':').next() == Some(symbol);
    let mut known = anchors.filter(|anchor| anchor.names.len() > 1 && anchor.names.first().is_some_and(is_it));
    known.next().map_or_else(String::new, |anchor| format!("formerly {}", anchor.names[1..].join(", ")))
}

/// Says a fact in words.
pub fn words(remark: &RemarkRow) -> String {
    let what = match remark.kind {
        RemarkKind::DropsGil => "may let go of the GIL:",
        RemarkKind::CriticalSection => "locks:",
        RemarkKind::Returns => "returns a",
        RemarkKind::Steals => "steals a reference:",
        RemarkKind::LimitedApi => "in the limited API",
        RemarkKind::FreeThreaded => "only in the free-threaded build",
        RemarkKind::Generated => "generated",
        RemarkKind::Build => "built",
    };
    format!("{what} {}", remark.text).trim_end().to_owned()
}
