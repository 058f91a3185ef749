//! Keys -> commands; letters in the search box.

use super::super::ask::Effect;
use super::super::keymap::Meaning;
use super::super::state::{Focus, State};
use super::super::{Command, Key, Place};
use super::{Effects, focus, jumps, moves, search};

/// Takes a key.
pub fn press(state: &mut State, key: Key, effects: &mut Effects) {
    state.notice = None;
    state.results.open_first = false;
    let place = state.place();
    state.pending.push(key);
    match state.keys.meaning(place, &state.pending) {
        Meaning::Prefix => {}
        Meaning::Command(command) => {
            state.pending.clear();
            run(state, command, effects);
        }
        Meaning::Nothing => {
            state.pending.clear();
            if let (Place::Box, Some(char)) = (place, key.typed()) {
                state.prompt.insert(char.encode_utf8(&mut [0; 4]));
                search(state, effects);
            }
        }
    }
}

/// Takes pasted text: it always goes to the search box, and is never read as keys.
pub fn paste(state: &mut State, text: &str, effects: &mut Effects) {
    if matches!(state.place(), Place::Help | Place::Work) {
        return;
    }
    if state.focus != Focus::Box {
        focus(state, Focus::Box);
        state.prompt.set("");
    }
    state.prompt.insert(text.trim());
    search(state, effects);
}

fn run(state: &mut State, command: Command, effects: &mut Effects) {
    match command {
        Command::Follow => jumps::follow(state, effects),
        Command::Back => jumps::back(state, effects),
        Command::Forward => jumps::forward(state, effects),
        Command::Definition => jumps::definition(state, effects),
        Command::References => jumps::references(state, effects),
        Command::Implementation => jumps::implementation(state, effects),
        Command::PythonNames => jumps::python_names(state, effects),
        Command::Edit => jumps::edit(state, effects),
        Command::Copy => jumps::copy(state, effects),
        Command::Leave if state.help.is_some() => state.help = None,
        Command::Leave => focus(state, Focus::Results),
        Command::Quit => effects.push(Effect::Quit),
        Command::Help => state.help = Some(0),
        Command::Search => {
            focus(state, Focus::Box);
            state.prompt.end();
        }
        Command::NextPane => turn(state, [Focus::Results, Focus::Source, Focus::Links]),
        Command::PreviousPane => turn(state, [Focus::Links, Focus::Source, Focus::Results]),
        Command::Redraw => effects.push(Effect::Redraw),
        Command::Suspend => effects.push(Effect::Suspend),
        Command::Clear
        | Command::DeleteWord
        | Command::DeleteBack
        | Command::Delete
        | Command::CursorLeft
        | Command::CursorRight
        | Command::CursorStart
        | Command::CursorEnd => edit_prompt(state, command, effects),
        _ => moves::run(state, command, effects),
    }
}

fn edit_prompt(state: &mut State, command: Command, effects: &mut Effects) {
    let prompt = &mut state.prompt;
    let before = prompt.text().len();
    match command {
        Command::Clear => prompt.set(""),
        Command::DeleteWord => prompt.delete_word(),
        Command::DeleteBack => prompt.delete_back(),
        Command::Delete => prompt.delete(),
        Command::CursorLeft => prompt.left(),
        Command::CursorRight => prompt.right(),
        Command::CursorStart => prompt.start(),
        _ => prompt.end(),
    }
    if prompt.text().len() != before {
        search(state, effects);
    }
}

/// Goes to the pane that follows in the ring; from the box to the first.
fn turn(state: &mut State, ring: [Focus; 3]) {
    let next = ring.iter().position(|pane| *pane == state.focus).map_or(0, |at| (at + 1) % ring.len());
    focus(state, ring[next]);
}
