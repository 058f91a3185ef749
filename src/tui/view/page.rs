//! A text over the panes. What was added and taken away is said by signs; colours only repeat it.

use super::super::page::Page;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Block, BorderType, Clear};

/// Draws it over everything but the key bar.
pub fn draw(state: &State, page: &Page, frame: &mut Frame) {
    let whole = frame.area();
    let area = Rect { height: whole.height.saturating_sub(1), ..whole };
    let title = text::cut(&format!("» {} ", page.title), usize::from(area.width).saturating_sub(2));
    let style = state.theme.style(Role::Focused);
    let block = Block::bordered().border_type(BorderType::Double).border_style(style).title(title);
    let inside = block.inner(area);
    frame.render_widget(Clear, area);
    frame.render_widget(block, area);
    let columns = usize::from(inside.width);
    let seen = page.lines.iter().skip(page.top).take(usize::from(inside.height));
    let line = |line: &String| {
        let role = match line.as_bytes().first() {
            Some(b'+') => Role::Added,
            Some(b'-') => Role::Removed,
            Some(b'@') => Role::Kind,
            _ => Role::Plain,
        };
        Line::styled(text::cut(line, columns), state.theme.style(role))
    };
    super::lines(seen.map(line).collect(), inside, frame);
}
