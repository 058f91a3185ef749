//! `diff` without a name: counts, then every definition that is not the same.

use super::context::Context;
use super::diff::{DiffArgs, Wanted};
use super::error::{CliError, Exit, Outcome};
use super::log::progress;
use super::print::{Out, Style};
use crate::history::{self, Difference, Place, What};
use crate::nav::Navigator;
use crate::pipeline::{PipelineError, Progress};
use serde::Serialize;

/// Rows that a person sees unless said otherwise.
const LIMIT: usize = 40;
const COLUMNS: &[What] = &[What::Added, What::Removed, What::Moved, What::Renamed, What::Changed];

#[derive(Serialize)]
struct Row<'a> {
    what: &'static str,
    changed: bool,
    kind: &'static str,
    language: &'static str,
    generated: bool,
    old: Option<Side<'a>>,
    new: Option<Side<'a>>,
}

#[derive(Serialize)]
struct Side<'a> {
    symbol: &'a str,
    file: &'a str,
    line: u32,
    end_line: u32,
}

impl<'a> From<&'a Place> for Side<'a> {
    fn from(place: &'a Place) -> Self {
        Side { symbol: &place.symbol, file: &place.file, line: place.line, end_line: place.end_line }
    }
}

/// Tells the differences that are wanted.
pub fn run(context: &mut Context, old: &Navigator, new: &Navigator, args: &DiffArgs, wanted: &Wanted<'_>) -> Outcome {
    let progress = progress(context);
    progress.stage("compare", None);
    let found = history::compare(old, new, &|| progress.cancelled())?;
    drop(progress);
    let mut found = found.ok_or_else(|| CliError::from(PipelineError::Cancelled))?;
    found.rows.retain(|row| wanted.has(row));
    let all = found.rows.len();
    let exit = if all > 0 { Exit::Found } else { Exit::Nothing };
    let limit = match (args.limit, args.json) {
        (Some(0), _) | (None, true) => usize::MAX,
        (limit, _) => limit.unwrap_or(LIMIT),
    };
    let out = &mut context.out;
    if args.json {
        for row in found.rows.iter().take(limit) {
            let Difference { what, changed, kind, language, generated, old, new } = row;
            out.json(&Row {
                what: what.as_str(),
                changed: *changed,
                kind: kind.as_str(),
                language: language.as_str(),
                generated: *generated,
                old: old.as_ref().map(Side::from),
                new: new.as_ref().map(Side::from),
            })?;
        }
        return Ok(exit);
    }
    let (a, b) = (&old.revision().rev, &new.revision().rev);
    let files = format!("{} and {} files, {} differ", found.files.0, found.files.1, found.changed_files);
    let title = out.paint(Style::Strong, &format!("{a} -> {b}"));
    out.line(&format!("{title}  {files}"))?;
    counts(out, &found.rows)?;
    for row in found.rows.iter().take(limit) {
        print(out, row)?;
    }
    if all > limit {
        out.flush()?;
        eprintln!("{limit} of {all}; --limit 0 tells all; --what, --kind, --lang, --path choose");
    }
    Ok(exit)
}

fn counts(out: &mut Out, rows: &[Difference]) -> Result<(), CliError> {
    let counts = history::counted(rows);
    if counts.is_empty() {
        return Ok(());
    }
    let cells = |cell: &dyn Fn(What) -> String| COLUMNS.iter().fold(String::new(), |line, what| line + &cell(*what));
    let head = cells(&|what| format!("{:>9}", what.as_str()));
    let head = out.paint(Style::Dim, &format!("{:<10}{head}", ""));
    out.line(&head)?;
    for (kind, row) in &counts {
        let row = cells(&|what| format!("{:>9}", row.get(&what).copied().unwrap_or(0)));
        out.line(&format!("{:<10}{row}", kind.as_str()))?;
    }
    out.line("")
}

fn print(out: &mut Out, row: &Difference) -> Result<(), CliError> {
    let Some(place) = row.new.as_ref().or(row.old.as_ref()) else { return Ok(()) };
    let what = out.paint(Style::Warn, &format!("{:<7}", row.what));
    let at = out.paint(Style::Place, &format!("{}:{}", place.file, place.line));
    let symbol = out.paint(Style::Symbol, &place.symbol);
    let mut line = format!("{what}  {at}  {symbol}  {}", row.kind);
    if let (What::Moved | What::Renamed, Some(old)) = (row.what, &row.old) {
        let mut from = format!("  (from {}:{}", old.file, old.line);
        if old.symbol != place.symbol {
            from.push(' ');
            from.push_str(&old.symbol);
        }
        from.push_str(if row.changed { ")" } else { ", same text)" });
        line.push_str(&out.paint(Style::Dim, &from));
    }
    out.line(&line)
}
