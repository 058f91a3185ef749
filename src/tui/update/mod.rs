//! `update`: the state and what happened -> the next state and what is to be done. No input or output here.

mod finding;
mod jumps;
mod keys;
mod moves;
mod picking;
mod replies;

use super::action::Action;
use super::ask::{Channel, Effect, Question};
use super::groups::{self, Line};
use super::state::{Focus, Phase, Source, State};
use crate::nav::Answer;
use std::sync::Arc;

/// What is to be done, in order.
pub type Effects = Vec<Effect>;

/// Returns what is to be done first.
pub fn start() -> Effects {
    vec![Effect::Start]
}

/// Takes one event into the state and returns what is to be done.
pub fn update(state: &mut State, action: Action) -> Effects {
    let mut effects = Effects::new();
    match action {
        Action::Key(key) => keys::press(state, key, &mut effects),
        Action::Paste(text) => keys::paste(state, &text, &mut effects),
        Action::Click(column, row) => moves::click(state, column, row, &mut effects),
        Action::Wheel(column, row, rows) => moves::wheel(state, column, row, rows, &mut effects),
        Action::Resize(columns, rows) => state.size = (columns, rows),
        Action::Reply(reply) => replies::take(state, reply, &mut effects),
    }
    settle(state, &mut effects);
    effects
}

/// Asks a question; older ones on its channel are overtaken.
fn ask(state: &mut State, question: Question, effects: &mut Effects) {
    let ticket = state.tickets.take(question.channel());
    effects.push(Effect::Ask(ticket, question));
}

/// Asks for the results of what stands in the box.
fn search(state: &mut State, effects: &mut Effects) {
    if state.phase != Phase::Browsing {
        return;
    }
    if state.prompt.text().trim().is_empty() {
        state.tickets.forget(Channel::Results);
        state.results = super::state::Results::default();
        return;
    }
    let words = state.prompt.text().to_owned();
    ask(state, Question::Search(words), effects);
}

/// Makes a definition the subject: its source and links are asked for; the cursor lands on `line` (1-based).
fn show(state: &mut State, answer: Answer, line: Option<u32>, effects: &mut Effects) {
    let line = line.unwrap_or(answer.line);
    let same_file = state.source.document.take().filter(|document| document.file() == answer.file);
    let same = same_file.is_some() && state.subject.as_ref().is_some_and(|subject| subject.id == answer.id);
    if !same {
        state.links = super::state::Links::default();
    }
    let old = std::mem::take(&mut state.source);
    if let Some(document) = same_file {
        // Colours and hot lines belong to the file and stay true.
        state.source = Source { paints: old.paints, painted: old.painted, heat: old.heat, ..Source::default() };
        state.source.document = Some(document);
    }
    state.source.landing = Some(line);
    let answer = Arc::new(answer);
    state.subject = Some(Arc::clone(&answer));
    land(state);
    ask(state, Question::Subject(answer), effects);
}

/// Puts the cursor where it is to land, once the document is there.
fn land(state: &mut State) {
    let height = usize::from(state.panes().source_text().height);
    let source = &mut state.source;
    let (Some(document), Some(line)) = (&source.document, source.landing) else { return };
    source.landing = None;
    source.list.selected = (line.max(1) as usize - 1).min(document.lines() - 1);
    source.list.top = source.list.selected.saturating_sub(height / 3);
    source.left = 0;
    let name = state.subject.as_ref().map(|subject| subject.name.as_str()).filter(|name| !name.is_empty());
    source.byte = name.and_then(|name| document.line(source.list.selected).find(name)).unwrap_or(0);
}

/// Previews the result under the cursor.
fn preview(state: &mut State, effects: &mut Effects) {
    if let Some(answer) = state.selected_result().cloned() {
        show(state, answer, None, effects);
    }
}

/// Holds cursors and scrolling inside what there is, and asks for the colours of what is seen.
fn settle(state: &mut State, effects: &mut Effects) {
    let panes = state.panes();
    let results = panes.inside(panes.results);
    if results.height > 0 {
        let rows = usize::from(results.height) / panes.result_height();
        let list = &mut state.results.list;
        list.step(0, state.results.rows.len());
        list.reveal(list.selected, list.selected, rows.max(1));
    }
    settle_links(state, usize::from(panes.inside(panes.links).height));
    let text = panes.source_text();
    if text.height > 0 {
        settle_source(state, usize::from(text.height), effects);
    }
    let seen = super::view::picker::rows(state.size);
    if let Some(picker) = &mut state.picker {
        picker.list.step(0, picker.shown.len());
        let at = picker.list.selected;
        picker.list.reveal(at, at, seen);
    }
    if let Some(top) = state.help {
        state.help = Some(top.min(super::view::help::last_top(state)));
    }
}

fn settle_links(state: &mut State, height: usize) {
    let lines = groups::lines(&state.links.rows);
    let list = &mut state.links.list;
    list.step(0, state.links.rows.len());
    let Some(at) = lines.iter().position(|line| *line == Line::Link(list.selected)).filter(|_| height > 0) else {
        return;
    };
    let selected = list.selected;
    // The heading of the group is shown with its first link.
    let heading = at > 0 && matches!(lines[at - 1], Line::Heading(..)) && height > 1;
    list.reveal(if heading { at - 1 } else { at }, at, height);
    list.selected = selected;
}

fn settle_source(state: &mut State, height: usize, effects: &mut Effects) {
    let Some(document) = state.source.document.clone() else { return };
    let list = &mut state.source.list;
    list.step(0, document.lines());
    list.reveal(list.selected, list.selected, height);
    list.top = list.top.min(document.lines() - 1);
    let line = document.line(list.selected);
    state.source.byte = floor(line, state.source.byte);
    let seen = list.top..(list.top + height).min(document.lines());
    if state.source.heat.is_none() && !state.tickets.waiting(Channel::Heat) {
        ask(state, Question::Heat(document.file().to_owned()), effects);
    }
    let known = |lines: &std::ops::Range<usize>| lines.start <= seen.start && seen.end <= lines.end;
    if known(&state.source.painted) || (known(&state.source.asked) && state.tickets.waiting(Channel::Paint)) {
        return;
    }
    let margin = 2 * height;
    let lines = seen.start.saturating_sub(margin)..(seen.end + margin).min(document.lines());
    state.source.asked = lines.clone();
    ask(state, Question::Paint(document, lines), effects);
}

/// Returns the nearest start of a letter at or before a byte.
fn floor(line: &str, byte: usize) -> usize {
    (0..=byte.min(line.len())).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(0)
}

/// Moves the keyboard to a pane.
fn focus(state: &mut State, focus: Focus) {
    state.focus = focus;
    state.pending.clear();
}
