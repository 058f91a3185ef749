//! Looking for text in the shown file: the cursor follows while one types.

use super::super::finder;
use super::super::prompt::Prompt;
use super::super::state::{Focus, State};
use super::focus;

/// Opens the line that asks.
pub fn ask(state: &mut State) {
    if state.source.document.is_none() {
        state.notice = Some("no file is open: search for a name first".to_owned());
        return;
    }
    focus(state, Focus::Source);
    let here = (state.source.list.selected, state.source.byte);
    state.finder.asking = Some((Prompt::default(), here));
}

/// Goes to the first place of what is typed so far, from where it began.
pub fn look(state: &mut State) {
    let Some((prompt, from)) = &state.finder.asking else { return };
    let (text, from) = (prompt.text().to_owned(), *from);
    let Some(document) = state.source.document.clone() else { return };
    let found = finder::next(&document, &text, from, true);
    (state.source.list.selected, state.source.byte) = found.unwrap_or(from);
    if found.is_none() && !text.is_empty() {
        state.notice = Some(format!("{text} is not in this file"));
    }
    state.finder.text = text;
}

/// Closes the line that asks; the cursor stays at what was found, and going back leads to where it began.
pub fn stay(state: &mut State) {
    let Some((prompt, from)) = state.finder.asking.take() else { return };
    let found = (state.source.list.selected, state.source.byte);
    if found != from && !prompt.text().is_empty() {
        let mut here = state.visit();
        (here.source.list.selected, here.source.byte) = from;
        state.history.leave(here);
    }
}

/// Closes the line that asks and goes back to where it began.
pub fn give_up(state: &mut State) {
    if let Some((_, from)) = state.finder.asking.take() {
        (state.source.list.selected, state.source.byte) = from;
        state.finder.text.clear();
    }
}

/// Goes to the next place of the text, or to the one before.
pub fn turn(state: &mut State, forward: bool) {
    let Some(document) = state.source.document.clone() else { return };
    let text = &state.finder.text;
    if text.is_empty() {
        state.notice = Some("nothing to look for yet: / asks".to_owned());
        return;
    }
    let here = (state.source.list.selected, state.source.byte);
    let found =
        if forward { finder::next(&document, text, here, false) } else { finder::previous(&document, text, here) };
    match found {
        Some(place) => {
            let around = if forward { place <= here } else { place >= here };
            state.notice = around.then(|| format!("{text}: around the end of the file"));
            (state.source.list.selected, state.source.byte) = place;
        }
        None => state.notice = Some(format!("{text} is not in this file")),
    }
}
