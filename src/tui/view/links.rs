//! The links of the subject, grouped by what they mean, with counts.

use super::super::groups::{self, Line as Row};
use super::super::layout::Panes;
use super::super::state::{Focus, State};
use super::super::text;
use super::super::theme::Role;
use crate::nav::LinkRow;
use ratatui::Frame;
use ratatui::text::{Line, Span};

/// Draws the pane.
pub fn draw(state: &State, panes: &Panes, frame: &mut Frame) {
    if panes.links.area() == 0 {
        return;
    }
    let focused = state.focus == Focus::Links;
    let links = &state.links;
    let title = match (&state.subject, links.rows.len()) {
        (None, _) => "links".to_owned(),
        (Some(_), 0) if !links.ready => "links".to_owned(),
        (Some(_), count) => format!("links {count}{}", if links.more { "+" } else { "" }),
    };
    let inside = super::pane(state, panes, panes.links, &title, focused, frame);
    let columns = usize::from(inside.width);
    if links.rows.is_empty() {
        let words = if links.ready { "no links in the index" } else { "" };
        return super::lines(vec![Line::styled(words, state.theme.style(Role::Dim))], inside, frame);
    }
    let rows = groups::lines(&links.rows);
    let seen = rows.iter().skip(links.list.top).take(usize::from(inside.height));
    let shown = seen.map(|row| match row {
        Row::Heading(arrow, label, count) => {
            Line::styled(text::cut(&format!("{arrow} {label} ({count})"), columns), state.theme.style(Role::Kind))
        }
        Row::Link(at) => {
            let selected = *at == links.list.selected;
            let role = match (selected, focused) {
                (true, true) => Role::Cursor,
                (true, false) => Role::Marked,
                _ => Role::Plain,
            };
            link(state, &links.rows[*at], selected, columns).style(state.theme.style(role))
        }
    });
    super::lines(shown.collect(), inside, frame);
}

fn link(state: &State, row: &LinkRow, selected: bool, columns: usize) -> Line<'static> {
    let end = if row.outward { &row.to } else { &row.from };
    let at_use = !row.outward && groups::is_use(row.kind);
    let line = if at_use { row.line } else { end.line };
    let file = end.file.rsplit('/').next().unwrap_or(&end.file);
    let mut name = format!("{} {}", if selected { ">" } else { " " }, end.symbol);
    if !row.exact {
        name.push_str(" (a guess)");
    }
    if row.condition.is_some() {
        name.push_str(" #if");
    }
    let place = format!("{file}:{line}");
    if columns < text::width(&name) + text::width(&place) + 1 && columns < 40 {
        // Both do not fit: the name matters more.
        let room = columns.saturating_sub(text::width(&name) + 1);
        let place = if room >= 8 { text::cut_start(&place, room) } else { String::new() };
        return Line::from(Span::raw(text::cut(&format!("{name} {place}"), columns)));
    }
    super::ends(state, (&name, Role::Plain), (&place, Role::Dim), columns)
}
