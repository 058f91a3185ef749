//! The first run: what is being done and how far it is. And the last word when nothing can be opened.

use super::super::ask::Work;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Wrap};

/// Draws the progress.
pub fn draw_work(state: &State, work: &Work, frame: &mut Frame) {
    let area = inside(frame.area());
    let columns = usize::from(area.width);
    let strong = state.theme.style(Role::Strong);
    let mut lines = vec![
        Line::styled("cpynav: first run", strong),
        Line::default(),
        Line::from("CPython is fetched and indexed once; later starts open at once."),
        Line::default(),
        Line::styled(text::cut(&work.stage, columns), strong),
    ];
    match work.total.filter(|total| *total > 0) {
        Some(total) => {
            let done = work.done.min(total);
            let cells = columns.saturating_sub(2).min(50) as u64;
            let full = cells * done / total;
            let bar = format!("[{}{}]", "#".repeat(full as usize), ".".repeat((cells - full) as usize));
            lines.push(Line::styled(bar, state.theme.style(Role::Key)));
            lines.push(Line::from(format!("{} of {} ({} %)", grouped(done), grouped(total), 100 * done / total)));
        }
        None if work.done > 0 => lines.push(Line::from(grouped(work.done))),
        None => {}
    }
    lines.push(Line::from(text::cut(&work.detail, columns)));
    lines.push(Line::default());
    lines.push(Line::styled("You can leave at any time: the next start goes on.", state.theme.style(Role::Dim)));
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: true }), area);
}

/// Draws why nothing is open.
pub fn draw_closed(state: &State, why: &str, frame: &mut Frame) {
    let mut lines = vec![Line::styled("cpynav cannot open anything", state.theme.style(Role::Alert)), Line::default()];
    lines.extend(why.lines().map(|line| Line::from(text::clean(line))));
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: true }), inside(frame.area()));
}

fn inside(area: Rect) -> Rect {
    let (x, y) = if area.width > 60 && area.height > 16 { (4, 3) } else { (0, 0) };
    Rect::new(area.x + x, area.y + y, area.width - 2 * x, area.height.saturating_sub(1 + 2 * y))
}

/// Writes a number with commas between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
