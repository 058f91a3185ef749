//! `show`: the source of a definition, highlighted, with its evidence and its page on the web.

use super::args::ShowArgs;
use super::ask::answer_lines;
use super::context::Context;
use super::error::{CliError, Exit, Outcome};
use super::pager::Pager;
use super::print::{Style, visible};
use super::rows::AnswerRow;
use crate::nav::{Answer, Class, Navigator, Paint};
use std::ops::Range;

/// Runs `show`.
pub fn run(context: &mut Context, args: &ShowArgs) -> Outcome {
    let navigator = context.open()?;
    let answers = navigator.where_is(&args.name, args.limit.max(1))?;
    let exact = answers.iter().any(|answer| answer.exact);
    if !exact {
        let rev = &navigator.revision().rev;
        let what = if answers.is_empty() { "nothing like it" } else { "this is near" };
        eprintln!("nothing is named {} in {rev}; {what}", visible(&args.name));
    }
    let paged = context.out.terminal && !args.json && !args.no_pager && !answers.is_empty();
    let reader = if paged { Pager::start(context.config.pager.as_deref(), &mut context.out) } else { None };
    for (place, answer) in answers.iter().enumerate() {
        let shown = one(context, &navigator, args, place, answer);
        if let Err(CliError { code: 0, .. }) = shown {
            break; // The person left the pager.
        }
        shown?;
    }
    if let Some(pager) = reader {
        pager.finish(&mut context.out);
    }
    Ok(if exact { Exit::Found } else { Exit::Nothing })
}

fn one(
    context: &mut Context,
    navigator: &Navigator,
    args: &ShowArgs,
    place: usize,
    answer: &Answer,
) -> Result<(), CliError> {
    let revision = navigator.revision();
    let source = navigator.source(&answer.file)?;
    let (first, last) = lines_of(answer);
    let range = bytes_of(&source.text, first, last);
    let web = navigator.permalink(&answer.file, first, last);
    let out = &mut context.out;
    if args.json {
        let row = AnswerRow::new(&args.name, place, answer, &revision.rev, &revision.commit);
        return out.json(&row.with_source(&source.text[range], web));
    }
    if place > 0 {
        out.line("")?;
    }
    answer_lines(out, &args.name, answer, true, context.verbose)?;
    if let Some(web) = web {
        let web = out.paint(Style::Dim, &format!("    {web}"));
        out.line(&web)?;
    }
    out.line("")?;
    let paints = if out.color { navigator.highlight(&source, first..last + 1) } else { Vec::new() };
    let width = last.to_string().len();
    let (mut from, mut next) = (range.start, 0);
    for (number, line) in (first..).zip(source.text[range].split_inclusive('\n')) {
        let to = from + line.len();
        while paints.get(next).is_some_and(|paint| paint.end <= from) {
            next += 1;
        }
        let at = number;
        let number = out.paint(Style::Dim, &format!("{number:>width$}"));
        let text = painted(out, &source.text, from..to, &paints[next..]);
        let mark = if answer.is_row && at == answer.line { '>' } else { ' ' };
        out.line(format!("{number}{mark} {text}").trim_end())?;
        from = to;
    }
    Ok(())
}

/// Lines in front of and behind a row that are shown where the table or function around it is long.
const AROUND_A_ROW: u32 = 12;

/// Everything that belongs to the definition; for a row the part of the definition around it.
fn lines_of(answer: &Answer) -> (u32, u32) {
    let first = answer.first_line.min(answer.line).max(1);
    let last = answer.end_line.max(answer.line);
    if !answer.is_row {
        return (first, last);
    }
    (first.max(answer.line.saturating_sub(AROUND_A_ROW)), last.min(answer.line + AROUND_A_ROW))
}

/// The bytes of some lines, 1-based, both included.
fn bytes_of(text: &str, first: u32, last: u32) -> Range<usize> {
    let mut starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    let start = starts.by_ref().nth(first as usize - 1).unwrap_or(text.len());
    let end = starts.nth((last - first) as usize).unwrap_or(text.len());
    start..end
}

/// A line of a text with its colours, ready to print.
pub(super) fn painted(out: &super::print::Out, text: &str, line: Range<usize>, paints: &[Paint]) -> String {
    let mut shown = String::new();
    let mut at = line.start;
    for paint in paints.iter().take_while(|paint| paint.start < line.end) {
        let (start, end) = (paint.start.clamp(at, line.end), paint.end.clamp(at, line.end));
        shown.push_str(&expanded(&out.clean(&text[at..start])));
        let piece = expanded(&out.clean(text[start..end].trim_end_matches(['\n', '\r'])));
        if !piece.is_empty() {
            shown.push_str("\x1b[");
            shown.push_str(color(paint.class));
            shown.push('m');
            shown.push_str(&piece);
            shown.push_str("\x1b[0m");
        }
        at = end;
    }
    shown.push_str(&expanded(&out.clean(&text[at..line.end])));
    shown
}

/// Behind a line number a tab would not stand where the author saw it.
fn expanded(text: &str) -> String {
    text.replace('\t', "        ")
}

const fn color(class: Class) -> &'static str {
    match class {
        Class::Keyword => "35",
        Class::String => "32",
        Class::Constant => "36",
        Class::Comment => "2",
        Class::Function => "34",
        Class::Type => "33",
        Class::Directive => "31",
    }
}
