//! Where everything stands: a pure function of the state and the size, used to draw and to tell what was clicked.

use super::state::{Focus, State};
use super::text;
use super::view::source::facts_height;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::widgets::{Block, Borders};

/// The parts of the screen; a part that is not seen has no area.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Panes {
    /// What the person must know all the time.
    pub banner: Rect,
    /// The search box with its frame.
    pub search: Rect,
    /// The result list with its frame.
    pub results: Rect,
    /// The source with its frame.
    pub source: Rect,
    /// The links with their frame.
    pub links: Rect,
    /// Trail, notice, revision.
    pub status: Rect,
    /// The key bar.
    pub bar: Rect,
    /// Rows of the source pane that tell about the subject.
    pub facts: u16,
    /// Whether the results are the definitions of a file.
    pub outline: bool,
    /// Which borders the panes have.
    pub borders: Borders,
}

/// From this width on the three panes stand side by side.
const THREE: u16 = 100;
/// From this width and height on, results and links stand above each other, left of the source.
const TWO: (u16, u16) = (60, 14);

/// Returns where everything stands.
pub fn panes(state: &State, area: Rect) -> Panes {
    let tall = area.height >= 20;
    let banner = banner_rows(state, area);
    let asks = state.finder.asking.is_some();
    let [banner, search, body, status, bar] = Layout::vertical([
        Constraint::Length(banner),
        Constraint::Length(if tall { 3 } else { u16::from(area.height >= 4) }),
        Constraint::Min(0),
        Constraint::Length(u16::from(area.height >= 12 || (asks && area.height >= 3))),
        Constraint::Length(1.min(area.height)),
    ])
    .areas(area);
    let outline = state.results.outline;
    let mut panes = Panes { banner, search, status, bar, outline, borders: Borders::ALL, ..Panes::default() };
    if body.width >= THREE {
        [panes.results, panes.source, panes.links] =
            Layout::horizontal([Constraint::Percentage(27), Constraint::Fill(1), Constraint::Percentage(25)])
                .areas(body);
    } else if body.width >= TWO.0 && body.height >= TWO.1 {
        let [left, right] = Layout::horizontal([Constraint::Percentage(37), Constraint::Fill(1)]).areas(body);
        [panes.results, panes.links] = Layout::vertical([Constraint::Fill(3), Constraint::Fill(2)]).areas(left);
        panes.source = right;
    } else {
        panes.borders = Borders::TOP;
        match state.focus {
            Focus::Box | Focus::Results => panes.results = body,
            Focus::Source => panes.source = body,
            Focus::Links => panes.links = body,
        }
    }
    let most = match panes.source.height {
        0..8 => 0,
        8..12 => 1,
        12..16 => 3,
        16..20 => 4,
        20..28 => 5,
        _ => 7,
    };
    panes.facts = facts_height(state, most, panes.inside(panes.source).width);
    panes
}

fn banner_rows(state: &State, area: Rect) -> u16 {
    let Some(banner) = state.banner().filter(|_| area.width > 0 && area.height >= 8) else { return 0 };
    let rows = text::width(&banner).div_ceil(usize::from(area.width).saturating_sub(2).max(1)) as u16;
    // Words are not broken, so a row may stay partly empty.
    (rows + u16::from(rows > 1)).clamp(1, area.height / 4)
}

impl Panes {
    /// Returns the inside of a pane.
    pub fn inside(&self, pane: Rect) -> Rect {
        Block::new().borders(self.borders).inner(pane)
    }

    /// Returns the rows for source text.
    pub fn source_text(&self) -> Rect {
        let inside = self.inside(self.source);
        let facts = self.facts.min(inside.height);
        Rect { y: inside.y + facts, height: inside.height - facts, ..inside }
    }

    /// Returns the lines that one result takes.
    pub fn result_height(&self) -> usize {
        if self.inside(self.results).height >= 8 && !self.outline { 2 } else { 1 }
    }
}
