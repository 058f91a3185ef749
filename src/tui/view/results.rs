//! The result list: name, language and kind; place and what is special about it below where there is room.

use super::super::layout::Panes;
use super::super::reading::Reading;
use super::super::state::{Focus, State};
use super::super::text;
use super::super::theme::Role;
use crate::model::Language;
use crate::nav::Answer;
use ratatui::Frame;
use ratatui::text::Line;

/// Draws the list.
pub fn draw(state: &State, panes: &Panes, frame: &mut Frame) {
    if panes.results.area() == 0 {
        return;
    }
    let focused = matches!(state.focus, Focus::Box | Focus::Results);
    let results = &state.results;
    let title = match (results.rows.len(), results.title.as_str()) {
        _ if results.reading.is_some() => results.reading.as_ref().map(Reading::heading).unwrap_or_default(),
        (0, _) => "results".to_owned(),
        (_, words) if words == state.prompt.text() => {
            format!("results {}/{}", results.list.selected + 1, results.rows.len())
        }
        (_, title) => format!("{title} {}/{}", results.list.selected + 1, results.rows.len()),
    };
    let inside = super::pane(state, panes, panes.results, &title, state.focus == Focus::Results, frame);
    if results.rows.is_empty() && panes.source.area() == 0 {
        return super::welcome::draw(state, inside, frame);
    }
    let columns = usize::from(inside.width);
    let height = panes.result_height();
    let seen = usize::from(inside.height).div_ceil(height);
    let mut lines = Vec::new();
    for (at, answer) in results.rows.iter().enumerate().skip(results.list.top).take(seen) {
        let selected = at == results.list.selected;
        let role = match (selected, focused) {
            (true, true) => Role::Cursor,
            (true, false) => Role::Marked,
            _ => Role::Plain,
        };
        if let Some(reading) = &results.reading {
            lines.extend(
                carded(state, reading, at, selected, height, columns)
                    .map(|(line, on)| if on { line.style(state.theme.style(role)) } else { line }),
            );
            continue;
        }
        if results.outline {
            lines.push(outlined(state, answer, selected, columns).style(state.theme.style(role)));
            continue;
        }
        let name = name(answer, selected);
        let kind = format!("{} {}", language(answer.language), answer.kind);
        if height == 1 {
            let line = super::ends(state, (&name, Role::Strong), (&kind, Role::Kind), columns);
            lines.push(line.style(state.theme.style(role)));
            continue;
        }
        let flags = flags(answer);
        let room = if text::width(&name) < columns / 2 { flags.as_str() } else { "" };
        let line = super::ends(state, (&name, Role::Strong), (room, Role::Dim), columns);
        lines.push(line.style(state.theme.style(role)));
        let place = format!("{}:{}", answer.file, answer.line);
        let place = format!("  {}", text::cut_start(&place, columns.saturating_sub(text::width(&kind) + 3)));
        lines.push(super::ends(state, (&place, Role::Dim), (&kind, Role::Kind), columns));
    }
    super::lines(lines, inside, frame);
}

/// Returns the rows of a card: its tick, its name and what it weighs; below why it is there. `true` marks the row that
/// shows the cursor.
fn carded(
    state: &State,
    reading: &Reading,
    at: usize,
    selected: bool,
    height: usize,
    columns: usize,
) -> impl Iterator<Item = (Line<'static>, bool)> {
    let card = reading.cards.get(at).map(|(_, card)| card);
    let mark = if selected { '>' } else { ' ' };
    let name = card.map_or("", |card| card.symbol.as_str());
    let name = format!("{mark} {} {name}", reading.tick(at).mark());
    let share = card.map(|card| card.share).filter(|share| *share > 0.0);
    let share = share.map(text::percent).unwrap_or_default();
    let first = super::ends(state, (&name, Role::Strong), (&share, Role::Kind), columns);
    let why = card.map(|card| format!("      {}: {}", card.section, card.why)).unwrap_or_default();
    let second = Line::styled(text::cut(&why, columns), state.theme.style(Role::Dim));
    [(first, true), (second, false)].into_iter().take(height)
}

/// Returns the row of an outline: what lies inside of something else is moved in; line and kind at the end.
fn outlined(state: &State, answer: &Answer, selected: bool, columns: usize) -> Line<'static> {
    let depth = answer.symbol.as_ref().map_or(0, |symbol| symbol.matches('.').count());
    let mark = if selected { '>' } else { ' ' };
    let name = format!("{mark} {}{}", "  ".repeat(depth), answer.name);
    super::ends(state, (&name, Role::Strong), (&format!("{} {}", answer.kind, answer.line), Role::Kind), columns)
}

/// Returns the name in front of which a mark says whether it is under the cursor and whether it is only near.
fn name(answer: &Answer, selected: bool) -> String {
    let mark = if selected { '>' } else { ' ' };
    let near = if answer.exact { "" } else { "~" };
    let name = answer.python_name.as_deref().or(answer.symbol.as_deref()).unwrap_or(&answer.name);
    format!("{mark} {near}{name}")
}

/// Returns the short name of a language.
pub fn language(language: Language) -> &'static str {
    match language {
        Language::C => "C",
        Language::Python => "Py",
        Language::Dsl => "DSL",
        Language::Grammar => "grammar",
        Language::Doc => "doc",
    }
}

/// Returns what is special about an answer.
pub fn flags(answer: &Answer) -> String {
    let mut flags = Vec::new();
    if answer.twin {
        flags.push("twin".to_owned());
    }
    if answer.generated {
        flags.push("generated".to_owned());
    }
    if answer.from_macro {
        flags.push("made by a macro".to_owned());
    }
    if let Some(from) = &answer.inherited_from {
        flags.push(format!("from {from}"));
    }
    if let Some(platform) = answer.platform {
        flags.push(platform.to_owned());
    }
    if let Some(condition) = &answer.condition {
        flags.push(format!("#if {condition}"));
    }
    flags.join(" · ")
}
