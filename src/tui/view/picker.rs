//! A list over the panes, with the line that filters it.

use super::super::picker::Picker;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Block, BorderType, Clear};

/// Returns where the list stands with its frame: in the middle, above the key bar.
fn area((columns, rows): (u16, u16)) -> Rect {
    let height = rows.saturating_sub(1);
    let (x, y) = if columns >= 80 && height >= 20 { (columns / 8, 2) } else { (0, 0) };
    Rect { x, y, width: columns - 2 * x, height: height.saturating_sub(2 * y) }
}

/// Returns where the rows stand.
pub fn rows_area(size: (u16, u16)) -> Rect {
    let inside = Block::bordered().inner(area(size));
    let rows = inside.height.saturating_sub(1);
    Rect { y: inside.y + inside.height - rows, height: rows, ..inside }
}

/// Returns how many rows are seen, at least 1.
pub fn rows(size: (u16, u16)) -> usize {
    usize::from(rows_area(size).height).max(1)
}

/// Draws it.
pub fn draw(state: &State, picker: &Picker, frame: &mut Frame) {
    let size = (frame.area().width, frame.area().height);
    let whole = area(size);
    let style = state.theme.style(Role::Focused);
    let (title, empty) = picker.kind.words();
    let count = if picker.ready { format!(" {}", picker.shown.len()) } else { String::new() };
    let title = text::cut(&format!("» {title}{count} "), usize::from(whole.width).saturating_sub(2));
    let block = Block::bordered().border_type(BorderType::Double).border_style(style).title(title);
    let more =
        picker.kind.more().map(|more| text::cut(&format!(" {more} "), usize::from(whole.width).saturating_sub(2)));
    let block = block.title_bottom(more.unwrap_or_default());
    let inside = block.inner(whole);
    frame.render_widget(Clear, whole);
    frame.render_widget(block, whole);
    if inside.height == 0 || inside.width < 3 {
        return;
    }
    super::typed_line(state, "> ", &picker.prompt, "type to filter", Rect { height: 1, ..inside }, frame);
    let area = rows_area(size);
    let columns = usize::from(area.width);
    if picker.shown.is_empty() {
        let words = if picker.ready { empty } else { "" };
        return super::lines(vec![Line::styled(text::cut(words, columns), state.theme.style(Role::Dim))], area, frame);
    }
    let seen = picker.shown.iter().enumerate().skip(picker.list.top).take(usize::from(area.height));
    let lines = seen.map(|(at, row)| {
        let row = &picker.rows[*row];
        let selected = at == picker.list.selected;
        let left = format!("{} {}", if selected { '>' } else { ' ' }, row.left);
        let role = if selected { Role::Cursor } else { Role::Plain };
        super::ends(state, (&left, Role::Plain), (&row.right, Role::Kind), columns).style(state.theme.style(role))
    });
    super::lines(lines.collect(), area, frame);
}
