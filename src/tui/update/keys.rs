//! Keys -> commands; letters in the search box.

use super::super::ask::Effect;
use super::super::keymap::Meaning;
use super::super::prompt::Prompt;
use super::super::state::{Focus, State};
use super::super::{Command, Key, Place};
use super::{Effects, finding, focus, jumps, moves, picking, search};

/// Takes a key.
pub fn press(state: &mut State, key: Key, effects: &mut Effects) {
    state.notice = None;
    state.results.open_first = false;
    if let Some(picker) = &mut state.picker {
        picker.hurried = false;
    }
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
            if let (true, Some(char)) = (place.is_text(), key.typed()) {
                typed(state, place, |prompt| prompt.insert(char.encode_utf8(&mut [0; 4])), effects);
            }
        }
    }
}

/// Takes pasted text: it always goes to the search box, and is never read as keys.
pub fn paste(state: &mut State, text: &str, effects: &mut Effects) {
    let place = state.place();
    if matches!(place, Place::Help | Place::Work) {
        return;
    }
    if matches!(place, Place::Picker | Place::Find) {
        return typed(state, place, |prompt| prompt.insert(text.trim()), effects);
    }
    if state.focus != Focus::Box {
        focus(state, Focus::Box);
        state.prompt.set("");
    }
    state.prompt.insert(text.trim());
    search(state, effects);
}

/// Runs a command.
pub fn run(state: &mut State, command: Command, effects: &mut Effects) {
    match command {
        Command::Follow if state.picker.is_some() => picking::pick(state, effects),
        Command::Follow if state.finder.asking.is_some() => finding::stay(state),
        Command::Leave if state.help.is_none() && state.picker.is_some() => state.picker = None,
        Command::Leave if state.help.is_none() && state.page.is_some() => state.page = None,
        Command::Leave if state.help.is_none() && state.finder.asking.is_some() => finding::give_up(state),
        Command::Follow => jumps::follow(state, effects),
        Command::Back => jumps::back(state, effects),
        Command::Forward => jumps::forward(state, effects),
        Command::Definition => jumps::definition(state, effects),
        Command::References => jumps::references(state, effects),
        Command::Implementation => jumps::implementation(state, effects),
        Command::PythonNames => jumps::python_names(state, effects),
        Command::Edit => jumps::edit(state, effects),
        Command::Copy => jumps::copy(state, effects),
        Command::CopyLink => jumps::copy_link(state, effects),
        Command::Outline => jumps::outline(state, effects),
        Command::Palette
        | Command::Topics
        | Command::Revisions
        | Command::Difference
        | Command::Lists
        | Command::Bookmarks
        | Command::Visited
        | Command::Queries => picking::open(state, command, effects),
        Command::Tick => picking::tick(state, effects),
        Command::Bookmark => picking::bookmark(state, effects),
        Command::Find => finding::ask(state),
        Command::FindNext => finding::turn(state, true),
        Command::FindPrevious => finding::turn(state, false),
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
    let place = state.place();
    typed(state, place, |prompt| edit(prompt, command), effects);
}

fn edit(prompt: &mut Prompt, command: Command) {
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
}

/// Changes the text that is being typed, wherever that is, and does what follows from it.
fn typed(state: &mut State, place: Place, change: impl FnOnce(&mut Prompt), effects: &mut Effects) {
    let changed = |prompt: &mut Prompt| {
        let before = prompt.text().to_owned();
        change(prompt);
        prompt.text() != before
    };
    match place {
        Place::Picker => {
            if let Some(picker) = state.picker.as_mut()
                && changed(&mut picker.prompt)
            {
                picker.filter();
            }
        }
        Place::Find => {
            let asking = state.finder.asking.as_mut();
            if asking.is_some_and(|(prompt, _)| changed(prompt)) {
                finding::look(state);
            }
        }
        _ => {
            if changed(&mut state.prompt) {
                search(state, effects);
            }
        }
    }
}

/// Goes to the pane that follows in the ring; from the box to the first.
fn turn(state: &mut State, ring: [Focus; 3]) {
    let next = ring.iter().position(|pane| *pane == state.focus).map_or(0, |at| (at + 1) % ring.len());
    focus(state, ring[next]);
}
