//! Moving and scrolling in the pane that has the keyboard; the mouse.

use super::super::groups::{self, Line};
use super::super::state::{Focus, State};
use super::super::{Command, text};
use super::{Effects, focus, jumps, preview};
use ratatui::layout::{Position, Rect};

/// Runs a command that moves.
pub fn run(state: &mut State, command: Command, effects: &mut Effects) {
    let height = height(state).cast_signed();
    let rows = match command {
        Command::Down => 1,
        Command::Up => -1,
        Command::PageDown => height.max(1),
        Command::PageUp => -height.max(1),
        Command::HalfPageDown => (height / 2).max(1),
        Command::HalfPageUp => -(height / 2).max(1),
        // Far more than any list is long, and far from overflowing.
        Command::Top => -(1 << 40),
        Command::Bottom => 1 << 40,
        _ => return in_source(state, command),
    };
    let pages = !matches!(command, Command::Down | Command::Up);
    step(state, rows, pages, effects);
}

fn step(state: &mut State, rows: isize, pages: bool, effects: &mut Effects) {
    if let Some(top) = state.help {
        state.help = Some(top.saturating_add_signed(rows));
        return;
    }
    if let Some(page) = state.page.as_mut().filter(|_| state.picker.is_none()) {
        page.top = page.top.saturating_add_signed(rows).min(page.lines.len().saturating_sub(1));
        return;
    }
    if let Some(picker) = &mut state.picker {
        picker.list.step(rows, picker.shown.len());
        return;
    }
    match state.focus {
        Focus::Box | Focus::Results => {
            let before = state.results.list.selected;
            state.results.list.step(rows, state.results.rows.len());
            if state.results.list.selected != before {
                preview(state, effects);
            }
        }
        Focus::Source => {
            let Some(document) = &state.source.document else { return };
            let list = &mut state.source.list;
            list.step(rows, document.lines());
            if pages {
                list.top = list.top.saturating_add_signed(rows).min(document.lines() - 1);
            }
        }
        Focus::Links => {
            let list = &mut state.links.list;
            list.step(rows, state.links.rows.len());
            if list.selected == 0 {
                list.top = 0;
            }
        }
    }
}

/// Columns of a step to the side.
const SIDEWAYS: usize = 16;

fn list_lines(top: usize, height: usize, lines: usize) -> std::ops::Range<usize> {
    top..(top + height.max(1)).min(lines)
}

fn in_source(state: &mut State, command: Command) {
    let height = height(state);
    if matches!(command, Command::NextGroup | Command::PreviousGroup) {
        return turn_group(state, command == Command::NextGroup);
    }
    let source = &mut state.source;
    let Some(document) = &source.document else { return };
    let here = (source.list.selected, source.byte);
    match command {
        Command::NextWord => {
            (source.list.selected, source.byte) = document.word_after(here.0, here.1).unwrap_or(here);
        }
        Command::PreviousWord => {
            (source.list.selected, source.byte) = document.word_before(here.0, here.1).unwrap_or(here);
        }
        Command::ScrollDown => scroll(state, 1, height),
        Command::ScrollUp => scroll(state, -1, height),
        Command::ScrollRight => {
            let seen = list_lines(source.list.top, height, document.lines());
            let longest = seen.map(|line| document.span(line).len()).max().unwrap_or(0);
            if source.left + SIDEWAYS < longest {
                source.left += SIDEWAYS;
            }
        }
        Command::ScrollLeft => source.left = source.left.saturating_sub(SIDEWAYS),
        _ => {}
    }
}

/// Goes to the first link of the next group of links, or of the one before.
fn turn_group(state: &mut State, forward: bool) {
    let rows = &state.links.rows;
    let begins = |at: &usize| *at == 0 || groups::label(&rows[*at]) != groups::label(&rows[*at - 1]);
    let starts: Vec<usize> = (0..rows.len()).filter(begins).collect();
    let here = starts.iter().rposition(|start| *start <= state.links.list.selected).unwrap_or(0);
    let wanted = if forward { here + 1 } else { here.saturating_sub(1) };
    state.links.list.selected = starts.get(wanted).or(starts.last()).copied().unwrap_or(0);
}

/// Moves the source under the cursor; the cursor stays on the screen.
fn scroll(state: &mut State, rows: isize, height: usize) {
    let source = &mut state.source;
    let Some(document) = &source.document else { return };
    let list = &mut source.list;
    let end = document.lines() - 1;
    list.top = list.top.saturating_add_signed(rows).min(end);
    list.selected = list.selected.clamp(list.top, (list.top + height.max(1) - 1).min(end));
}

/// Rows that the pane with the keyboard shows.
fn height(state: &State) -> usize {
    let panes = state.panes();
    if state.help.is_some() || state.page.is_some() {
        return usize::from(state.size.1.saturating_sub(4));
    }
    if state.picker.is_some() {
        return super::super::view::picker::rows(state.size);
    }
    match state.focus {
        Focus::Box | Focus::Results => usize::from(panes.inside(panes.results).height) / panes.result_height(),
        Focus::Source => usize::from(panes.source_text().height),
        Focus::Links => usize::from(panes.inside(panes.links).height),
    }
}

/// Takes a turn of the wheel over a pane.
pub fn wheel(state: &mut State, column: u16, row: u16, rows: isize, effects: &mut Effects) {
    if state.help.is_some() || state.picker.is_some() || state.page.is_some() {
        return step(state, rows, true, effects);
    }
    let panes = state.panes();
    let at = Position { x: column, y: row };
    let before = state.focus;
    if panes.source.contains(at) {
        scroll(state, rows, usize::from(panes.source_text().height));
    } else if panes.links.contains(at) {
        state.focus = Focus::Links;
        step(state, rows, false, effects);
        state.focus = before;
    } else if panes.results.contains(at) {
        state.focus = Focus::Results;
        step(state, rows.signum(), false, effects);
        state.focus = before;
    }
}

/// Takes a click: it goes to what was clicked; a click on what is under the cursor already follows it.
pub fn click(state: &mut State, column: u16, row: u16, effects: &mut Effects) {
    state.notice = None;
    if state.help.take().is_some() {
        return;
    }
    if state.page.is_some() && state.picker.is_none() {
        state.page = None;
        return;
    }
    if state.picker.is_some() {
        return super::picking::click(state, column, row, effects);
    }
    if state.finder.asking.is_some() {
        super::finding::stay(state);
    }
    let panes = state.panes();
    let at = Position { x: column, y: row };
    let row_in = |pane: Rect| usize::from(row - pane.y);
    if panes.search.contains(at) {
        focus(state, Focus::Box);
    } else if panes.results.contains(at) {
        let inside = panes.inside(panes.results);
        let again = std::mem::replace(&mut state.focus, Focus::Results) == Focus::Results;
        if inside.contains(at) {
            let wanted = state.results.list.top + row_in(inside) / panes.result_height();
            pick_result(state, wanted, again, effects);
        }
    } else if panes.links.contains(at) {
        let inside = panes.inside(panes.links);
        let again = std::mem::replace(&mut state.focus, Focus::Links) == Focus::Links;
        let line = inside.contains(at).then(|| state.links.list.top + row_in(inside));
        let lines = groups::lines(&state.links.rows);
        if let Some(Line::Link(link)) = line.and_then(|line| lines.get(line).copied()) {
            let again = again && link == state.links.list.selected;
            state.links.list.selected = link;
            if again {
                jumps::follow(state, effects);
            }
        }
    } else if panes.source.contains(at) {
        let inside = panes.source_text();
        let again = std::mem::replace(&mut state.focus, Focus::Source) == Focus::Source;
        if inside.contains(at) {
            pick_word(state, row_in(inside), usize::from(column - inside.x), again, effects);
        }
    }
}

fn pick_result(state: &mut State, wanted: usize, again: bool, effects: &mut Effects) {
    if wanted >= state.results.rows.len() {
        return;
    }
    let same = wanted == state.results.list.selected;
    state.results.list.selected = wanted;
    if !same {
        preview(state, effects);
    } else if again {
        jumps::follow(state, effects);
    }
}

fn pick_word(state: &mut State, row: usize, column: usize, again: bool, effects: &mut Effects) {
    let Some(document) = state.source.document.clone() else { return };
    let line = state.source.list.top + row;
    if line >= document.lines() {
        return;
    }
    let before = state.word();
    let gutter = super::super::view::source::gutter(&document);
    let column = (column + state.source.left).saturating_sub(gutter);
    state.source.list.selected = line;
    let glyph = text::glyphs(document.line(line)).find(|glyph| glyph.column + glyph.width > column);
    state.source.byte = glyph.map_or(document.line(line).len(), |glyph| glyph.byte);
    let hit = state.word().filter(|(_, word)| word.contains(&state.source.byte));
    if again && hit.is_some() && hit == before {
        jumps::follow(state, effects);
    }
}
