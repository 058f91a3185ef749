//! Going somewhere: following, back and forward, the `g` commands, the editor, the clipboard.

use super::super::ask::{CHANNELS, Channel, Effect, Jump, Question, Want};
use super::super::groups;
use super::super::memory::Mark;
use super::super::state::{Focus, Phase, State, Visit};
use super::{Effects, ask, focus, show};
use crate::nav::{Answer, LinkRow};
use std::sync::Arc;

/// Opens the result, jumps along the link, or jumps to the word.
pub fn follow(state: &mut State, effects: &mut Effects) {
    match state.focus {
        // Faster than the search, or than the index.
        Focus::Box if state.tickets.waiting(Channel::Results) || is_early(state) => state.results.open_first = true,
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

/// Tells whether something was typed before the index was open.
fn is_early(state: &State) -> bool {
    state.phase == Phase::Opening && !state.prompt.text().trim().is_empty()
}

/// Makes a definition the subject as a jump: the place before is kept.
pub fn enter(state: &mut State, answer: Answer, line: Option<u32>, pane: Focus, effects: &mut Effects) {
    let here = state.visit();
    state.history.leave(here);
    state.memory.went(Mark::of(&answer, line.unwrap_or(answer.line)));
    if state.focus == Focus::Box || (state.focus == Focus::Results && state.results.title == state.prompt.text()) {
        let words = state.prompt.text().to_owned();
        state.memory.asked(&words);
    }
    effects.push(Effect::Remember);
    let shown = state.subject.as_ref().is_some_and(|subject| **subject == answer);
    if !(shown && line.is_none() && at_definition(state)) {
        show(state, answer, line, effects);
    }
    focus(state, pane);
}

/// Goes to a line and column (1-based, in characters) of the file that is shown: the place before is kept.
pub fn enter_line(state: &mut State, line: u32, column: u32) {
    let Some(document) = state.source.document.clone() else { return };
    let at = (line.max(1) as usize - 1).min(document.lines() - 1);
    let text = document.line(at);
    let byte = text.char_indices().nth(column.max(1) as usize - 1).map_or(text.len(), |(byte, _)| byte);
    if (state.source.list.selected, state.source.byte) == (at, byte) {
        state.notice = Some("this is where it is declared".to_owned());
        return;
    }
    let here = state.visit();
    state.history.leave(here);
    (state.source.list.selected, state.source.byte) = (at, byte);
    focus(state, Focus::Source);
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

/// Shows a place as it was left; one in another revision once that is open again.
pub fn restore(state: &mut State, visit: Visit, effects: &mut Effects) {
    if visit.commit != state.commit {
        let commit = visit.commit.clone();
        state.returning = Some(visit);
        return ask(state, Question::Switch(commit, None), effects);
    }
    for channel in CHANNELS {
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
            let column = document.line(*line)[..word.start].chars().count() as u32 + 1;
            let jump = Jump::Word {
                word: text.to_owned(),
                dotted: document.dotted(*line, word).to_owned(),
                file: document.file().to_owned(),
                at: (*line as u32 + 1, column),
                want,
            };
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

/// Lists the definitions of the file; a second time goes back to the results.
pub fn outline(state: &mut State, effects: &mut Effects) {
    if state.results.outline && state.focus == Focus::Results {
        return back(state, effects);
    }
    let file = state.source.document.as_ref().map(|document| document.file().to_owned());
    match file {
        Some(file) => {
            let line = state.source.list.selected as u32 + 1;
            ask(state, Question::Jump(Jump::Outline(file, line)), effects);
        }
        None => state.notice = Some("no file is open: search for a name first".to_owned()),
    }
}

/// Copies the web page of the line at the indexed commit.
pub fn copy_link(state: &mut State, effects: &mut Effects) {
    let document = state.source.document.clone();
    let page = document.as_ref().and_then(|document| document.source.web.as_ref());
    match (page, spot(state)) {
        (Some(page), Some((file, line))) if document.as_ref().is_some_and(|it| it.file() == file) => {
            let text = format!("{page}#L{line}");
            state.notice = Some(format!("copied {text}"));
            effects.push(Effect::Copy(text));
        }
        (Some(_), Some(_)) => state.notice = Some("open it first: the page of another file is not known".to_owned()),
        (None, _) => state.notice = Some("this repository has no known web page: y copies file:line".to_owned()),
        (_, None) => state.notice = Some("nothing to copy".to_owned()),
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
