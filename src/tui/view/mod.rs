//! `draw`: the state -> the screen. Reads the state, changes nothing. One file per view.

pub mod banner;
pub mod bar;
pub mod help;
pub mod links;
pub mod page;
pub mod picker;
pub mod results;
pub mod search;
pub mod source;
pub mod status;
pub mod welcome;
pub mod work;

use super::layout::{Panes, panes};
use super::prompt::Prompt;
use super::state::{Phase, State};
use super::text;
use super::theme::Role;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Paragraph};

/// Draws everything.
pub fn draw(state: &State, frame: &mut Frame) {
    let panes = panes(state, frame.area());
    if let Some(banner) = state.banner() {
        banner::draw(state, &banner, panes.banner, frame);
    }
    match &state.phase {
        Phase::Working(work) => work::draw_work(state, work, frame),
        Phase::Closed(why) => work::draw_closed(state, why, frame),
        Phase::Opening | Phase::Browsing => {
            search::draw(state, panes.search, frame);
            results::draw(state, &panes, frame);
            source::draw(state, &panes, frame);
            links::draw(state, &panes, frame);
            status::draw(state, panes.status, frame);
        }
    }
    if let Some(page) = &state.page {
        page::draw(state, page, frame);
    }
    if let Some(picker) = &state.picker {
        picker::draw(state, picker, frame);
    }
    if state.help.is_some() {
        help::draw(state, frame);
    }
    bar::draw(state, panes.bar, frame);
}

/// Draws the frame of a pane and returns its inside. The pane with the keyboard has a double frame and a mark.
fn pane(state: &State, panes: &Panes, area: Rect, title: &str, focused: bool, frame: &mut Frame) -> Rect {
    let role = if focused { Role::Focused } else { Role::Frame };
    let style = state.theme.style(role);
    let title = format!("{}{title} ", if focused { "» " } else { " " });
    let title = text::cut(&title, usize::from(area.width).saturating_sub(2));
    let block = Block::new()
        .borders(panes.borders)
        .border_type(if focused { BorderType::Double } else { BorderType::Plain })
        .border_style(style)
        .title(Span::styled(title, style));
    let inside = block.inner(area);
    frame.render_widget(block, area);
    inside
}

/// Draws a line that is being typed, with the cursor in it.
fn typed_line(state: &State, mark: &str, prompt: &Prompt, hint: &str, area: Rect, frame: &mut Frame) {
    let room = usize::from(area.width).saturating_sub(text::width(mark) + 1);
    let (shown, role, before) = typed(prompt, hint, room);
    let spans =
        vec![Span::styled(mark.to_owned(), state.theme.style(Role::Key)), Span::styled(shown, state.theme.style(role))];
    lines(vec![Line::from(spans)], area, frame);
    if state.help.is_none() {
        put_cursor(area, text::width(mark) + before, frame);
    }
}

/// Returns what is seen of a typed text, or of the hint where nothing is typed, and the columns before the cursor: what
/// does not fit slides out on the left.
fn typed(prompt: &Prompt, hint: &str, room: usize) -> (String, Role, usize) {
    let before = text::width(&prompt.text()[..prompt.cursor()]);
    let skip = (before + 1).saturating_sub(room);
    match prompt.text() {
        "" => (text::cut(hint, room), Role::Dim, 0),
        typed => {
            let seen = text::glyphs(typed).filter(|g| g.column >= skip && g.column + g.width <= skip + room);
            (seen.map(|g| g.shown).collect(), Role::Plain, before.saturating_sub(skip))
        }
    }
}

/// Puts the cursor into a line, so many columns behind its start.
fn put_cursor(area: Rect, columns: usize, frame: &mut Frame) {
    if area.width > 0 && area.height > 0 {
        let x = area.x + (columns as u16).min(area.width - 1);
        frame.set_cursor_position(Position { x, y: area.y });
    }
}

/// Draws lines, each cut at the right edge.
fn lines(lines: Vec<Line>, area: Rect, frame: &mut Frame) {
    frame.render_widget(Paragraph::new(lines), area);
}

/// Returns a line with something at its left and something at its right end; the left gives way.
fn ends(state: &State, left: (&str, Role), right: (&str, Role), columns: usize) -> Line<'static> {
    let right_text = text::cut(right.0, columns / 2);
    let room = columns.saturating_sub(text::width(&right_text) + 1);
    let left_text = text::cut(left.0, room);
    let gap = columns.saturating_sub(text::width(&left_text) + text::width(&right_text));
    Line::from(vec![
        Span::styled(left_text, state.theme.style(left.1)),
        Span::raw(" ".repeat(gap)),
        Span::styled(right_text, state.theme.style(right.1)),
    ])
}
