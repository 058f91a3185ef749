//! The lists over the panes: opening one with its rows, and doing what the picked row says.

use super::super::ask::{Effect, Jump, Question};
use super::super::memory::Mark;
use super::super::picker::{Pick, Picker, PickerKind, Row};
use super::super::state::{Focus, State};
use super::super::{Command, Place};
use super::{Effects, ask, focus, keys, search};
use crate::nav::topics::TOPICS;

/// Opens the list that a command asks for.
pub fn open(state: &mut State, command: Command, effects: &mut Effects) {
    let (kind, rows) = match command {
        Command::Topics => (PickerKind::Topics, topics()),
        Command::Bookmarks => (PickerKind::Bookmarks, state.memory.bookmarks.iter().map(mark).collect()),
        Command::Visited => (PickerKind::Visited, state.memory.visited.iter().map(mark).collect()),
        Command::Queries => (PickerKind::Queries, state.memory.queries.iter().map(|words| query(words)).collect()),
        Command::Revisions => {
            state.picker = Some(Picker::waiting(PickerKind::Revisions));
            return ask(state, Question::Revisions(PickerKind::Revisions), effects);
        }
        Command::Difference if state.subject.is_none() => {
            state.notice = Some("nothing to compare: search for a name first".to_owned());
            return;
        }
        Command::Difference => {
            state.picker = Some(Picker::waiting(PickerKind::Difference));
            return ask(state, Question::Revisions(PickerKind::Difference), effects);
        }
        Command::Lists => {
            state.picker = Some(Picker::waiting(PickerKind::Lists));
            return ask(state, Question::Lists, effects);
        }
        _ => (PickerKind::Commands, commands(state)),
    };
    state.picker = Some(Picker::of(kind, rows));
}

/// Does what the row under the cursor says, and closes the list.
pub fn pick(state: &mut State, effects: &mut Effects) {
    if let Some(picker) = state.picker.as_mut().filter(|picker| !picker.ready) {
        picker.hurried = true;
        return;
    }
    let picked = state.picker.as_ref().and_then(Picker::selected).map(|row| row.pick.clone());
    let Some(picked) = picked else { return };
    state.picker = None;
    match picked {
        Pick::Command(command) => keys::run(state, command, effects),
        Pick::Topic(topic) => ask(state, Question::Jump(Jump::Topic(topic)), effects),
        Pick::Mark(mark) => ask(state, Question::Jump(Jump::Mark(mark)), effects),
        Pick::Revision(revision) => {
            let here = state.mark();
            state.notice = Some(format!("opening {revision}"));
            ask(state, Question::Switch(revision, here), effects);
        }
        Pick::Difference(revision) => {
            if let Some(subject) = state.subject.clone() {
                ask(state, Question::Difference(subject, revision), effects);
            }
        }
        Pick::List(name) => {
            state.notice = Some(format!("making the list {name}"));
            ask(state, Question::List(name), effects);
        }
        Pick::Query(words) => {
            focus(state, Focus::Box);
            state.prompt.set(&words);
            search(state, effects);
        }
    }
}

/// Takes a click: on a row it picks, outside of the list it closes it.
pub fn click(state: &mut State, column: u16, row: u16, effects: &mut Effects) {
    let inside = super::super::view::picker::rows_area(state.size);
    let Some(picker) = &mut state.picker else { return };
    if !inside.contains(ratatui::layout::Position { x: column, y: row }) {
        state.picker = None;
        return;
    }
    let wanted = picker.list.top + usize::from(row - inside.y);
    if wanted < picker.shown.len() {
        picker.list.selected = wanted;
        pick(state, effects);
    }
}

/// Ticks the card under the cursor as read, or takes the tick away.
pub fn tick(state: &mut State, effects: &mut Effects) {
    let row = state.results.list.selected;
    let ticked = state.results.reading.as_ref().and_then(|reading| {
        let (card, _) = reading.cards.get(row)?;
        Some(Question::Tick(reading.name.clone(), *card, !reading.tick(row).is_done()))
    });
    match ticked {
        Some(question) => ask(state, question, effects),
        None => state.notice = Some("ticks are for reading lists: r opens one".to_owned()),
    }
}

/// Keeps the place under the cursor, or drops it.
pub fn bookmark(state: &mut State, effects: &mut Effects) {
    let Some(mark) = state.mark() else {
        state.notice = Some("nothing to keep: search for a name first".to_owned());
        return;
    };
    let name = format!("{}:{}", mark.file, mark.line);
    let kept = state.memory.toggle(mark);
    state.notice = Some(if kept { format!("kept {name}: ' lists what is kept") } else { format!("dropped {name}") });
    effects.push(Effect::Remember);
}

fn mark(mark: &Mark) -> Row {
    let name = if mark.python.is_empty() { &mark.symbol } else { &mark.python };
    let offset = if mark.offset > 0 { format!(" +{}", mark.offset) } else { String::new() };
    Row {
        left: format!("{name}{offset}"),
        right: format!("{}:{}", mark.file, mark.line),
        also: mark.symbol.clone(),
        pick: Pick::Mark(mark.clone()),
    }
}

fn query(words: &str) -> Row {
    Row { left: words.to_owned(), right: String::new(), also: String::new(), pick: Pick::Query(words.to_owned()) }
}

fn topics() -> Vec<Row> {
    let row = |(at, topic): (usize, &crate::nav::topics::Topic)| Row {
        left: topic.title.clone(),
        right: format!("{} to read", topic.anchors.len()),
        also: topic.also.join(" "),
        pick: Pick::Topic(at),
    };
    TOPICS.iter().enumerate().map(row).collect()
}

/// Every command that means something in the panes, with its keys, from the key table.
fn commands(state: &State) -> Vec<Row> {
    let panes = [Place::Results, Place::Source, Place::Links];
    let mut rows: Vec<Row> = Vec::new();
    let wanted = state.keys.bindings.iter().filter(|it| panes.iter().any(|pane| it.places.contains(pane)));
    for binding in wanted.filter(|binding| binding.command != Command::Palette) {
        let keys = binding.shown();
        match rows.iter_mut().find(|row| row.pick == Pick::Command(binding.command)) {
            Some(row) => row.right = format!("{}, {keys}", row.right),
            None => rows.push(Row {
                left: binding.help.clone(),
                right: keys,
                also: binding.command.as_str().to_owned(),
                pick: Pick::Command(binding.command),
            }),
        }
    }
    rows
}
