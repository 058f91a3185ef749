//! Going somewhere: following, back and forward, the `g` commands, the editor, the clipboard.

use super::super::ask::{Channel, Effect, Jump, Question, Want};
use super::super::groups;
use super::super::state::{Focus, State, Visit};
use super::{Effects, ask, focus, show};
use crate::nav::{Answer, LinkRow};
use std::sync::Arc;

/// Opens the result, jumps along the link, or jumps to the word.
pub fn follow(state: &mut State, effects: &mut Effects) {
    match state.focus {
        Focus::Box if state.tickets.waiting(Channel::Results) => state.results.open_first = true,
        Focus::Box | Focus::Results => match state.selected_result().cloned() {
            Some(answer) => enter(state, answer, None, Focus::Source, effects),
            None => state.notice = Some("no result to open: type a name".to_owned()),
        },
        Focus::Source => word_or(state, Want::Definition, effects, |_, state, _| {
            state.notice = Some("this is its definition".to_owned());
        }),
        Focus::Links => match state.selected_link().map(target) {
            Some(jump) => ask(state, Question::Jump(jump), effects),
            None => state.notice = Some("no link to follow".to_owned()),
        },
    }
}

/// Makes a definition the subject as a jump: the place before is kept.
pub fn enter(state: &mut State, answer: Answer, line: Option<u32>, pane: Focus, effects: &mut Effects) {
    let here = state.visit();
    state.history.leave(here);
    let shown = state.subject.as_ref().is_some_and(|subject| **subject == answer);
    if !(shown && line.is_none() && at_definition(state)) {
        show(state, answer, line, effects);
    }
    focus(state, pane);
}

/// Tells whether the source pane stands at the subject's definition already.
fn at_definition(state: &State) -> bool {
    let Some(subject) = &state.subject else { return false };
    state.source.document.as_ref().is_some_and(|document| document.file() == subject.file)
        && state.source.list.selected + 1 == subject.line as usize
        && state.links.ready
}

fn target(row: &LinkRow) -> Jump {
    let end = if row.outward { &row.to } else { &row.from };
    let at_use = !row.outward && groups::is_use(row.kind) && row.file == end.file;
    Jump::To { id: end.id, at: at_use.then(|| (row.file.clone(), row.line)) }
}

/// Returns to the place before.
pub fn back(state: &mut State, effects: &mut Effects) {
    let here = state.visit();
    match state.history.back(here) {
        Some(visit) => restore(state, visit, effects),
        None => state.notice = Some("this is where you started".to_owned()),
    }
}

/// Undoes `back`.
pub fn forward(state: &mut State, effects: &mut Effects) {
    let here = state.visit();
    match state.history.forward(here) {
        Some(visit) => restore(state, visit, effects),
        None => state.notice = Some("nothing is ahead".to_owned()),
    }
}

fn restore(state: &mut State, visit: Visit, effects: &mut Effects) {
    for channel in [Channel::Jump, Channel::Results, Channel::Subject, Channel::Paint] {
        state.tickets.forget(channel);
    }
    focus(state, visit.focus);
    state.prompt = visit.prompt;
    state.results = visit.results;
    state.subject = visit.subject;
    state.source = visit.source;
    state.links = visit.links;
    // What had not come yet when the place was left is asked for again.
    let partial = state.source.document.is_none() || state.source.landing.is_some() || !state.links.ready;
    if let (Some(subject), true) = (state.subject.clone(), partial) {
        ask(state, Question::Subject(subject), effects);
    }
}

/// To the definition of the selection or of the word.
pub fn definition(state: &mut State, effects: &mut Effects) {
    follow(state, effects);
}

/// To what links to the word or the subject.
pub fn references(state: &mut State, effects: &mut Effects) {
    word_or(state, Want::References, effects, |_, state, _| look_at_references(state));
}

/// Puts the cursor on the first link that leads to the subject.
pub fn look_at_references(state: &mut State) {
    focus(state, Focus::Links);
    state.links.inward = !state.links.ready;
    match groups::first_inward(&state.links.rows) {
        Some(link) => state.links.list.selected = link,
        None if state.links.ready => state.notice = Some("nothing in the index leads here".to_owned()),
        None => {}
    }
}

/// From the Python name to the code that runs.
pub fn implementation(state: &mut State, effects: &mut Effects) {
    word_or(state, Want::Implementation, effects, |subject, state, effects| {
        ask(state, Question::Jump(Jump::Implementation(subject)), effects);
    });
}

/// From a definition to the Python names it serves.
pub fn python_names(state: &mut State, effects: &mut Effects) {
    word_or(state, Want::PythonNames, effects, |subject, state, effects| {
        ask(state, Question::Jump(Jump::PythonNames(subject)), effects);
    });
}

/// Asks about the word under the cursor of the source; where that is the subject itself, or no source has the
/// keyboard, goes on with the subject.
fn word_or(
    state: &mut State,
    want: Want,
    effects: &mut Effects,
    subject: impl FnOnce(Arc<Answer>, &mut State, &mut Effects),
) {
    let word = match (&state.source.document, state.word()) {
        (Some(document), Some((line, word))) if state.focus == Focus::Source => Some((document.clone(), line, word)),
        _ => None,
    };
    let named = |text: &str| {
        state.subject.as_ref().is_some_and(|subject| {
            let here = word.as_ref().is_some_and(|(document, line, _)| {
                document.file() == subject.file && line + 1 == subject.line as usize
            });
            here && (subject.name == text || subject.symbol.as_deref() == Some(text))
        })
    };
    if let Some((document, line, word)) = &word {
        let text = &document.line(*line)[word.clone()];
        if !named(text) {
            let dotted = document.is_python();
            let text = if dotted { document.dotted(*line, word) } else { text };
            let jump = Jump::Word { word: text.to_owned(), file: document.file().to_owned(), want };
            return ask(state, Question::Jump(jump), effects);
        }
    }
    match state.subject.clone() {
        Some(answer) => subject(answer, state, effects),
        None => state.notice = Some("nothing is selected: search for a name first".to_owned()),
    }
}

/// Returns file and line (1-based) of what has the keyboard.
fn spot(state: &State) -> Option<(String, u32)> {
    match state.focus {
        Focus::Box | Focus::Results => state.selected_result().map(|answer| (answer.file.clone(), answer.line)),
        Focus::Source => state
            .source
            .document
            .as_ref()
            .map(|document| (document.file().to_owned(), state.source.list.selected as u32 + 1)),
        Focus::Links => state.selected_link().map(|row| {
            let end = if row.outward { &row.to } else { &row.from };
            match target(row) {
                Jump::To { at: Some(at), .. } => at,
                _ => (end.file.clone(), end.line),
            }
        }),
    }
}

/// Opens the editor.
pub fn edit(state: &mut State, effects: &mut Effects) {
    match spot(state) {
        Some((file, line)) => match state.source.document.clone().filter(|document| document.file() == file) {
            Some(document) => effects.push(Effect::Edit { line, document }),
            None => ask(state, Question::Jump(Jump::Edit(file, line)), effects),
        },
        None => state.notice = Some("no file to open".to_owned()),
    }
}

/// Copies `file:line`.
pub fn copy(state: &mut State, effects: &mut Effects) {
    match spot(state) {
        Some((file, line)) => {
            let text = format!("{file}:{line}");
            state.notice = Some(format!("copied {text}"));
            effects.push(Effect::Copy(text));
        }
        None => state.notice = Some("nothing to copy".to_owned()),
    }
}
