//! The line above the key bar: what was just said, or the trail of jumps; the revision at its end.

use super::super::margin;
use super::super::state::{Focus, State};
use super::super::text;
use super::super::theme::Role;
use crate::nav::Answer;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Borders;

/// Jumps of the trail that are shown.
const TRAIL: usize = 6;

/// Draws the line.
pub fn draw(state: &State, area: Rect, frame: &mut Frame) {
    if let Some((prompt, _)) = &state.finder.asking {
        let missing = state.notice.as_deref().unwrap_or_default();
        let hint = "text in this file; small letters find capitals too";
        super::typed_line(state, "find: ", prompt, hint, area, frame);
        let room = usize::from(area.width) / 2;
        let missing = text::cut(missing, room);
        let width = text::width(&missing) as u16;
        let right = Rect { x: area.x + area.width.saturating_sub(width), width, ..area };
        return super::lines(vec![Line::styled(missing, state.theme.style(Role::Strong))], right, frame);
    }
    let (left, role) = match (&state.notice, told(state)) {
        (Some(notice), _) => (format!("* {notice}"), Role::Strong),
        (None, Some(words)) => (words, Role::Fact),
        (None, None) => (trail(state), Role::Dim),
    };
    let columns = usize::from(area.width);
    let left = if state.notice.is_none() { text::cut_start(&left, columns * 2 / 3) } else { left };
    super::lines(vec![super::ends(state, (&left, role), (&state.revision, Role::Dim), columns)], area, frame);
}

/// Returns what is known about the line under the cursor, where the source has no frame to say it in.
fn told(state: &State) -> Option<String> {
    if state.focus != Focus::Source || state.panes().borders == Borders::ALL {
        return None;
    }
    Some(margin::words_at(&margin::notes(state), state.source.list.selected as u32 + 1)).filter(|it| !it.is_empty())
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
