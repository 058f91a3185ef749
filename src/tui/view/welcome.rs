//! What stands in the source pane before anything was searched for.

use super::super::state::{Phase, State};
use super::super::theme::Role;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

/// What can be typed, each with an example.
const ASK: [(&str, &str); 8] = [
    ("list.append", "a Python name"),
    ("len", "a built-in"),
    ("_PyEval_EvalFrameDefault", "a C function, macro or type"),
    ("BINARY_OP", "an instruction"),
    ("if_stmt", "a grammar rule"),
    ("Objects/listobject.c:100", "the definition at a line"),
    ("dict lok", "part of a name, or misspelt"),
    ("weak reference", "plain words"),
];

/// Draws it.
pub fn draw(state: &State, area: Rect, frame: &mut Frame) {
    let dim = state.theme.style(Role::Dim);
    let mut lines = Vec::new();
    match state.phase {
        Phase::Opening => lines.push(Line::styled("opening the index", dim)),
        _ if !state.prompt.text().trim().is_empty() => {
            if !state.tickets.any_waiting() {
                lines.push(Line::from("Nothing has that name. Try part of it, or other words."));
            }
        }
        _ => {
            lines.push(Line::styled(format!("CPython {}", state.revision), state.theme.style(Role::Strong)));
            lines.push(Line::default());
            lines.push(Line::from("Type what you look for:"));
            let meaning_fits = area.width >= 54;
            lines.extend(ASK.map(|(example, meaning)| {
                let meaning = if meaning_fits { meaning } else { "" };
                Line::from(format!("  {example:24} {meaning}"))
            }));
        }
    }
    super::lines(lines, area, frame);
}
