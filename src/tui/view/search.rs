//! The search box.

use super::super::ask::{Channel, RESULTS};
use super::super::state::{Focus, State};
use super::super::text;
use super::super::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType};

/// What stands in the empty box.
const HINT: &str = "a name, part of one, or words: list.append, len, BINARY_OP, weakref";

/// Draws the box; the cursor stands in it while it has the keyboard.
pub fn draw(state: &State, area: Rect, frame: &mut Frame) {
    if area.height == 0 {
        return;
    }
    let focused = state.focus == Focus::Box && state.help.is_none();
    let style = state.theme.style(if focused { Role::Focused } else { Role::Frame });
    let inside = if area.height >= 3 {
        let title = if focused { "» search " } else { " search (s) " };
        let kind = if focused { BorderType::Double } else { BorderType::Plain };
        let block = Block::bordered().border_type(kind).border_style(style).title(title);
        let inside = block.inner(area);
        frame.render_widget(block, area);
        inside
    } else {
        let mark = if focused { "» " } else { "s " };
        super::lines(vec![Line::styled(mark, style)], area, frame);
        Rect { x: area.x + 2.min(area.width), width: area.width.saturating_sub(2), ..area }
    };
    let count = count(state);
    let room = usize::from(inside.width).saturating_sub(text::width(&count) + 2);
    let (shown, role, before) = super::typed(&state.prompt, HINT, room);
    let gap = usize::from(inside.width).saturating_sub(text::width(&shown) + text::width(&count));
    let line = Line::from(vec![
        Span::styled(shown, state.theme.style(role)),
        Span::raw(" ".repeat(gap)),
        Span::styled(count, state.theme.style(Role::Dim)),
    ]);
    super::lines(vec![line], inside, frame);
    if focused {
        super::put_cursor(inside, before, frame);
    }
}

fn count(state: &State) -> String {
    if state.tickets.waiting(Channel::Results) {
        "searching".to_owned()
    } else if state.prompt.text().trim().is_empty() || state.results.title != state.prompt.text() {
        String::new()
    } else {
        match state.results.rows.len() {
            0 => "nothing found".to_owned(),
            1 => "1 result".to_owned(),
            RESULTS => format!("the first {RESULTS} results"),
            many => format!("{many} results"),
        }
    }
}
