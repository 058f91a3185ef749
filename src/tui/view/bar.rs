//! The key bar: what the keys do here, from the key table. How to jump, go back and quit comes first.

use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Draws the key bar.
pub fn draw(state: &State, area: Rect, frame: &mut Frame) {
    let room = usize::from(area.width);
    let mut spans = Vec::new();
    let mut used = 0;
    if !state.pending.is_empty() {
        let keys: Vec<String> = state.pending.iter().map(ToString::to_string).collect();
        let pending = format!("{} …", keys.join(" "));
        used = text::width(&pending) + 2;
        spans.push(Span::styled(pending, state.theme.style(Role::Strong)));
        spans.push(Span::raw("  "));
    }
    for (keys, word) in state.keys.bar(state.place()) {
        let columns = text::width(&keys) + 1 + text::width(word);
        if used + columns > room {
            break;
        }
        spans.push(Span::styled(keys, state.theme.style(Role::Key)));
        spans.push(Span::raw(format!(" {word}")));
        used += columns;
        let gap = if room < 60 { 1 } else { 2 };
        spans.push(Span::raw(" ".repeat(gap)));
        used += gap;
    }
    super::lines(vec![Line::from(spans)], area, frame);
}
