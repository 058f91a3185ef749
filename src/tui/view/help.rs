//! The help: every key of the key table, by where it holds.

use super::super::keymap::{Binding, Place};
use super::super::margin;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear};

const PANES: [Place; 3] = [Place::Results, Place::Source, Place::Links];
/// What stands before names in the results.
const SIGNS: [(&str, &str); 4] = [
    ("~", "near what was typed, not that name itself"),
    ("[ ]", "a card of a reading list, not read yet"),
    ("[x]", "read"),
    ("[!]", "read, but its source has changed since"),
];
/// Columns of the keys.
const KEYS: usize = 22;

/// Draws it over everything but the key bar.
pub fn draw(state: &State, frame: &mut Frame) {
    let whole = frame.area();
    let area = Rect { height: whole.height.saturating_sub(1), ..whole };
    let style = state.theme.style(Role::Focused);
    let block = Block::bordered().border_type(BorderType::Double).border_style(style);
    let inside = block.inner(area);
    let (top, room) = (state.help.unwrap_or(0), usize::from(inside.height));
    let lines = lines(state, usize::from(inside.width));
    // Where there is more, the title says how much of it is seen.
    let title = match lines.len() {
        all if all > room => format!("» keys {}-{} of {all} ", top + 1, (top + room).min(all)),
        _ => "» keys ".to_owned(),
    };
    frame.render_widget(Clear, area);
    frame.render_widget(block.title(title), area);
    super::lines(lines.into_iter().skip(top).collect(), inside, frame);
}

/// Returns the first line that is shown when the last one is.
pub fn last_top(state: &State) -> usize {
    let (columns, rows) = state.size;
    let room = usize::from(rows).saturating_sub(3);
    lines(state, usize::from(columns).saturating_sub(2)).len().saturating_sub(room.max(1))
}

fn lines(state: &State, columns: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let bindings = &state.keys.bindings;
    let in_panes = |binding: &&Binding| PANES.iter().any(|pane| binding.places.contains(pane));
    section(state, "In the panes", bindings.iter().filter(in_panes), columns, &mut lines);
    let typing = bindings.iter().filter(|binding| !in_panes(binding) && binding.places.contains(&Place::Box));
    section(state, "While typing in the search box (every letter is text there)", typing, columns, &mut lines);
    let listing = bindings.iter().filter(|binding| {
        !in_panes(binding) && !binding.places.contains(&Place::Box) && binding.places.contains(&Place::Picker)
    });
    section(state, "In a list over the panes (every letter filters)", listing, columns, &mut lines);
    let mouse = "The mouse: the wheel scrolls, a click selects, a second click follows.";
    lines.extend(text::wrap(mouse, columns, usize::MAX).into_iter().map(Line::from));
    lines.push(Line::default());
    let signs = "Beside the line numbers; what is known of the line under the cursor stands in words below the source";
    let strong = state.theme.style(Role::Strong);
    lines.extend(text::wrap(signs, columns, usize::MAX).into_iter().map(|line| Line::styled(line, strong)));
    for (sign, words) in margin::LEGEND {
        let sign = Span::styled(sign.to_string(), state.theme.style(Role::Fact));
        let words = text::cut(words, columns.saturating_sub(4));
        lines.push(Line::from(vec![Span::raw("  "), sign, Span::raw(format!(" {words}"))]));
    }
    lines.push(Line::default());
    lines.push(Line::styled(text::cut("In the results", columns), strong));
    for (sign, words) in SIGNS {
        lines.push(Line::from(text::cut(&format!("  {sign:3} {words}"), columns)));
    }
    lines
}

fn section<'a>(
    state: &State,
    title: &str,
    bindings: impl Iterator<Item = &'a Binding>,
    columns: usize,
    lines: &mut Vec<Line<'static>>,
) {
    lines.push(Line::styled(text::cut(title, columns), state.theme.style(Role::Strong)));
    for binding in bindings {
        let only: Vec<&str> = match PANES.iter().filter(|pane| binding.places.contains(pane)).count() {
            0 | 3 => Vec::new(),
            _ => PANES.iter().filter(|pane| binding.places.contains(pane)).map(|pane| name(*pane)).collect(),
        };
        let only = if only.is_empty() { String::new() } else { format!(" ({})", only.join(", ")) };
        let keys = binding.shown();
        // On a narrow screen the words go below the keys.
        let (indent, own_line) = if columns < 2 * KEYS { (4, true) } else { (KEYS + 2, false) };
        let words = text::wrap(&format!("{}{only}", binding.help), columns.saturating_sub(indent), usize::MAX);
        let gap = " ".repeat(KEYS.saturating_sub(text::width(&keys)).max(1));
        let shown = Span::styled(keys, state.theme.style(Role::Key));
        let mut words = words.into_iter();
        let first = if own_line { String::new() } else { words.next().unwrap_or_default() };
        lines.push(Line::from(vec![Span::raw("  "), shown, Span::raw(format!("{gap}{first}"))]));
        lines.extend(words.map(|line| Line::from(format!("{}{line}", " ".repeat(indent)))));
    }
    lines.push(Line::default());
}

fn name(place: Place) -> &'static str {
    match place {
        Place::Box => "search",
        Place::Results => "results",
        Place::Source => "source",
        Place::Links => "links",
        Place::Help => "help",
        Place::Work => "first run",
        Place::Picker => "list",
        Place::Page => "text",
        Place::Find => "find",
    }
}
