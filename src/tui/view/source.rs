//! The source of the subject with line numbers and colours, under what is known about it and why.

use super::super::document::Document;
use super::super::finder;
use super::super::layout::Panes;
use super::super::margin::{self, Note};
use super::super::state::{Focus, State};
use super::super::text;
use super::super::theme::Role;
use super::results::{flags, language};
use crate::nav::Answer;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Borders;
use std::ops::Range;

/// Draws the pane.
pub fn draw(state: &State, panes: &Panes, frame: &mut Frame) {
    if panes.source.area() == 0 {
        return;
    }
    let document = state.source.document.as_ref();
    let title = match (document, &state.subject) {
        (Some(document), _) => format!("{}:{}", document.file(), state.source.list.selected + 1),
        (None, Some(subject)) => subject.file.clone(),
        (None, None) => "source".to_owned(),
    };
    let notes = margin::notes(state);
    let inside = super::pane(state, panes, panes.source, &title, state.focus == Focus::Source, frame);
    told(state, panes, &notes, frame);
    let Some(subject) = &state.subject else {
        return super::welcome::draw(state, inside, frame);
    };
    let text = panes.source_text();
    super::lines(facts(state, subject, panes.facts, inside.width), inside, frame);
    let Some(document) = document else { return };
    let rows = state.source.list.top..document.lines().min(state.source.list.top + usize::from(text.height));
    let lines = rows.map(|line| source_line(state, subject, document, &notes, line, text)).collect();
    super::lines(lines, text, frame);
}

/// Returns the columns of the line numbers with the sign, the mark and the space behind them.
pub fn gutter(document: &Document) -> usize {
    document.lines().ilog10() as usize + 4
}

/// Says what is known about the line under the cursor, in the lower edge of the pane.
fn told(state: &State, panes: &Panes, notes: &[Note], frame: &mut Frame) {
    let words = margin::words_at(notes, state.source.list.selected as u32 + 1);
    let area = panes.source;
    if words.is_empty() || panes.borders != Borders::ALL || area.height < 3 || area.width < 8 {
        return;
    }
    let words = text::cut(&format!(" {words} "), usize::from(area.width) - 4);
    let edge = Rect { x: area.x + 2, y: area.y + area.height - 1, width: text::width(&words) as u16, height: 1 };
    super::lines(vec![Line::styled(words, state.theme.style(Role::Fact))], edge, frame);
}

/// Returns the rows that `facts` takes, at most `rows`.
pub fn facts_height(state: &State, rows: u16, columns: u16) -> u16 {
    state.subject.as_ref().map_or(0, |subject| facts(state, subject, rows, columns).len() as u16)
}

/// Returns what is known about the subject: what it is, why it is the answer, signature, documentation.
fn facts(state: &State, subject: &Answer, rows: u16, columns: u16) -> Vec<Line<'static>> {
    let (rows, columns) = (usize::from(rows), usize::from(columns));
    if rows == 0 {
        return Vec::new();
    }
    let symbol = subject.symbol.as_deref().unwrap_or(&subject.name);
    let name = match &subject.python_name {
        Some(python) if python != symbol => format!("{python} = {symbol}"),
        _ => symbol.to_owned(),
    };
    let is_shown = state.source.document.as_ref().is_some_and(|document| document.file() == subject.file);
    let work = if is_shown { margin::work_in(state, subject.first_line, subject.end_line) } else { 0.0 };
    let heat = if work > 0.0 { format!("hot {} · ", text::percent(work)) } else { String::new() };
    let kind = format!("{heat}{} {}", language(subject.language), subject.kind);
    let mut lines = vec![super::ends(state, (&name, Role::Strong), (&kind, Role::Kind), columns)];
    if rows == 1 {
        return lines;
    }
    let remarks = subject.remarks.iter().map(margin::words).collect::<Vec<_>>().join(" · ");
    let special = flags(subject);
    let why = text::wrap(&why(subject), columns, if rows > 3 { 3 } else { 1 });
    lines.extend(why.into_iter().map(Line::from));
    let dim = state.theme.style(Role::Dim);
    let former = margin::former_names(subject);
    let more = [&subject.why, &special, &subject.signature, &remarks, &former, &subject.doc];
    let more = more.into_iter().filter(|text| !text.is_empty());
    lines.extend(more.map(|text| Line::styled(text::cut(text, columns), dim)));
    lines.truncate(rows - 1);
    lines.push(Line::styled("─".repeat(columns), state.theme.style(Role::Frame)));
    lines
}

/// Returns the proof in a line of words.
fn why(subject: &Answer) -> String {
    if subject.evidence.is_empty() {
        return format!("why: {} at {}:{}", subject.found_by.as_str(), subject.file, subject.line);
    }
    let mut file = "";
    let steps = subject.evidence.iter().map(|step| {
        let guess = if step.certain { "" } else { " (a guess)" };
        // The path of the step before is not said again.
        let path = if step.file == file { "" } else { &step.file };
        file = &step.file;
        format!("{}{guess} {path}:{}", step.rule, step.line)
    });
    format!("why: {}", steps.collect::<Vec<_>>().join(" → "))
}

fn source_line(
    state: &State,
    subject: &Answer,
    document: &Document,
    notes: &[Note],
    line: usize,
    area: Rect,
) -> Line<'static> {
    let cursor = line == state.source.list.selected;
    let focused = cursor && state.focus == Focus::Source;
    let number = line as u32 + 1;
    let inside = document.file() == subject.file && (subject.first_line..=subject.end_line).contains(&number);
    let mark = match (cursor, margin::heat_at(state, number), inside) {
        (true, ..) => '>',
        (false, Some(heat), _) => heat,
        (false, None, true) => '│',
        (false, None, false) => ' ',
    };
    let digits = gutter(document) - 3;
    let style = state.theme.style(if cursor { Role::Strong } else { Role::Dim });
    let sign = Span::styled(margin::sign_at(notes, number).to_string(), state.theme.style(Role::Fact));
    let mut spans =
        vec![Span::styled(format!("{number:digits$}"), style), sign, Span::styled(format!("{mark} "), style)];
    let word = if focused { state.word().filter(|(at, _)| *at == line).map(|(_, word)| word) } else { None };
    let room = usize::from(area.width).saturating_sub(gutter(document));
    code(state, document, line, word.as_ref(), room, &mut spans);
    Line::from(spans)
}

/// Tells whether what was looked for is marked: while the source has the keyboard.
fn focused_file(state: &State) -> bool {
    state.focus == Focus::Source && !state.finder.text.is_empty()
}

/// Adds the visible part of a line in its colours.
fn code(
    state: &State,
    document: &Document,
    line: usize,
    word: Option<&Range<usize>>,
    room: usize,
    spans: &mut Vec<Span<'static>>,
) {
    let span = document.span(line);
    let left = state.source.left;
    let first = state.source.paints.partition_point(|paint| paint.end <= span.start);
    let mut paints = state.source.paints[first..].iter().take_while(|paint| paint.start < span.end).peekable();
    let found = if focused_file(state) { finder::places(document.line(line), &state.finder.text) } else { Vec::new() };
    let mut run = String::new();
    let mut style = Style::new();
    let mut cut = false;
    for glyph in text::glyphs(document.line(line)) {
        if glyph.column < left {
            continue;
        }
        if glyph.column + glyph.width > left + room {
            cut = true;
            break;
        }
        let at = span.start + glyph.byte;
        while paints.next_if(|paint| paint.end <= at).is_some() {}
        let paint = paints.peek().filter(|paint| paint.start <= at);
        let mut next = paint.map_or(Style::new(), |paint| state.theme.class(paint.class));
        if found.iter().any(|place| place.contains(&glyph.byte)) {
            next = next.patch(state.theme.style(Role::Found));
        }
        if word.is_some_and(|word| word.contains(&glyph.byte)) {
            next = next.patch(state.theme.style(Role::Word));
        }
        if next != style && !run.is_empty() {
            spans.push(Span::styled(std::mem::take(&mut run), style));
        }
        style = next;
        run.push_str(&glyph.shown);
    }
    if cut {
        // The last column says that the line goes on.
        let columns = text::width(&run);
        run.push(' ');
        run = text::cut(&run, columns);
    }
    spans.push(Span::styled(run, style));
}
