//! The line above the key bar: what was just said, or the trail of jumps; the revision at its end.

use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use crate::nav::Answer;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Jumps of the trail that are shown.
const TRAIL: usize = 6;

/// Draws the line.
pub fn draw(state: &State, area: Rect, frame: &mut Frame) {
    let (left, role) = match &state.notice {
        Some(notice) => (format!("* {notice}"), Role::Strong),
        None => (trail(state), Role::Dim),
    };
    let columns = usize::from(area.width);
    let left = if state.notice.is_none() { text::cut_start(&left, columns * 2 / 3) } else { left };
    super::lines(vec![super::ends(state, (&left, role), (&state.revision, Role::Dim), columns)], area, frame);
}

/// Returns the subjects one came through, the present one last.
fn trail(state: &State) -> String {
    let behind = state.history.trail().iter().filter_map(|visit| visit.subject.as_deref());
    let mut names: Vec<&str> = Vec::new();
    for subject in behind.chain(state.subject.as_deref()) {
        let name = name(subject);
        if names.last() != Some(&name) {
            names.push(name);
        }
    }
    names[names.len().saturating_sub(TRAIL)..].join(" › ")
}

fn name(answer: &Answer) -> &str {
    answer.symbol.as_deref().unwrap_or(&answer.name)
}
