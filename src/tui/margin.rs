//! What is known about single lines of the shown file: a sign for the margin beside the line numbers, and words for the
//! line under the cursor. The sign is never the only message: the words say the same.

use super::groups;
use super::state::State;
use super::text;
use crate::model::RemarkKind;
use crate::nav::reading::Heat;
use crate::nav::topics::TOPICS;
use crate::nav::{Answer, RemarkRow};

/// What the signs beside the line numbers mean, for the help.
pub const LEGEND: [(char, &str); 15] = [
    ('>', "the line under the cursor"),
    ('│', "a line of the definition"),
    ('▌', "hot: a profile that comes with cpynav has much work there"),
    ('█', "very hot"),
    ('→', "a link leads from here, as a call does"),
    ('←', "a link leads here"),
    ('+', "on the reading list that is open"),
    ('*', "proves the answer"),
    ('G', "may let go of the GIL"),
    ('L', "locks an object"),
    ('R', "returns a new or a borrowed reference"),
    ('S', "steals a reference"),
    ('A', "in the limited API"),
    ('F', "only in the free-threaded build"),
    ('g', "generated (B: what it is built into)"),
];

/// From this part of all work on a line is very hot.
const VERY_HOT: f64 = 0.003;

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
        let words = if card.share > 0.0 { "on the reading list, for its heat" } else { "on the reading list" };
        let lines = card.hot_lines.iter().flat_map(|(first, last)| *first..=*last);
        notes.extend(lines.map(|line| (4, Note { line, sign: '+', words: words.to_owned() })));
    }
    for heat in state.source.heat.iter().flat_map(|lines| lines.iter()) {
        notes.push((5, Note { line: heat.line, sign: ' ', words: hot(heat) }));
    }
    for step in subject.evidence.iter().filter(|step| step.file == file) {
        notes.push((3, Note { line: step.line, sign: '*', words: format!("proof: {}", step.rule) }));
    }
    notes.sort_by_key(|(rank, note)| (note.line, *rank));
    notes.into_iter().map(|(_, note)| note).collect()
}

/// Returns the mark of a hot line, for the column between margin and text; `None` where nothing is known.
pub fn heat_at(state: &State, line: u32) -> Option<char> {
    let lines = state.source.heat.as_ref()?;
    let heat = lines[lines.binary_search_by_key(&line, |heat| heat.line).ok()?];
    Some(if heat.work >= VERY_HOT { '█' } else { '▌' })
}

/// Returns the part of all work that is done on some lines of the shown file (1-based, both included).
pub fn work_in(state: &State, first: u32, last: u32) -> f64 {
    let lines = state.source.heat.iter().flat_map(|lines| lines.iter());
    lines.filter(|heat| (first..=last).contains(&heat.line)).map(|heat| heat.work).sum()
}

fn hot(heat: &Heat) -> String {
    let mut told = Vec::new();
    if heat.work > 0.0 {
        told.push(format!("{} of the work", text::percent(heat.work)));
    }
    if heat.startup > 0.0 {
        told.push(format!("{} of the start-up", text::percent(heat.startup)));
    }
    format!("hot: {}", told.join(", "))
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

/// Returns the names that other releases have for a definition, as far as the topics tell; empty where it has none.
pub fn former_names(answer: &Answer) -> String {
    let symbol = answer.symbol.as_deref().unwrap_or(&answer.name);
    let anchors = TOPICS.iter().flat_map(|topic| &topic.anchors);
    let is_it = |name: &String| name.rsplit(':').next() == Some(symbol);
    let mut others: Vec<&str> = Vec::new();
    for anchor in anchors.filter(|anchor| anchor.names.iter().any(is_it)) {
        let bare = anchor.names.iter().map(|name| name.rsplit(':').next().unwrap_or(name));
        others.extend(bare.filter(|name| *name != symbol));
    }
    others.sort_unstable();
    others.dedup();
    if others.is_empty() { String::new() } else { format!("in other releases: {}", others.join(", ")) }
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
