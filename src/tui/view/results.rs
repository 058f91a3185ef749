//! The result list: name, language and kind; place and what is special about it below where there is room.

use super::super::layout::Panes;
use super::super::state::{Focus, State};
use super::super::text;
use super::super::theme::Role;
use crate::model::Language;
use crate::nav::Answer;
use ratatui::Frame;
use ratatui::text::{Line, Span};

/// Draws the list.
pub fn draw(state: &State, panes: &Panes, frame: &mut Frame) {
    if panes.results.area() == 0 {
        return;
    }
    let focused = matches!(state.focus, Focus::Box | Focus::Results);
    let results = &state.results;
    let title = match (results.rows.len(), results.title.as_str()) {
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
        lines.push(first_line(state, answer, selected, columns).style(state.theme.style(role)));
        if height > 1 {
            let place = format!("{}:{}", answer.file, answer.line);
            let flags = flags(answer);
            let room = columns.saturating_sub(2);
            let place = if flags.is_empty() {
                text::cut_start(&place, room)
            } else {
                let place = text::cut_start(&place, room.saturating_sub(text::width(&flags) + 1).max(room / 2));
                text::cut(&format!("{place} {flags}"), room)
            };
            lines.push(Line::styled(format!("  {place}"), state.theme.style(Role::Dim)));
        }
    }
    super::lines(lines, inside, frame);
}

fn first_line(state: &State, answer: &Answer, selected: bool, columns: usize) -> Line<'static> {
    let mark = if selected { "> " } else { "  " };
    let near = if answer.exact { "" } else { "~" };
    let name = answer.python_name.as_deref().or(answer.symbol.as_deref()).unwrap_or(&answer.name);
    let kind = format!("{} {}", language(answer.language), answer.kind);
    let mut line = super::ends(state, (&format!("{mark}{near}{name}"), Role::Strong), (&kind, Role::Kind), columns);
    if columns < 24 {
        line = Line::from(Span::raw(text::cut(&format!("{mark}{near}{name}"), columns)));
    }
    line
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
    if let Some(condition) = &answer.condition {
        flags.push(format!("#if {condition}"));
    }
    flags.join(" · ")
}
