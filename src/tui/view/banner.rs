//! What the person must know all the time: that this is only the sample, why, and the way out.

use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::{Paragraph, Wrap};

/// Draws the banner.
pub fn draw(state: &State, banner: &str, area: Rect, frame: &mut Frame) {
    let text = format!("! {}", text::clean(banner));
    let widget = Paragraph::new(text).wrap(Wrap { trim: true }).style(state.theme.style(Role::Alert));
    frame.render_widget(widget, area);
}
