//! `refs`: every place that uses a definition, file by file.

use super::ask::{headline, one};
use super::context::Context;
use super::error::{CliError, Exit, Outcome, nearest};
use super::print::Style;
use super::rows::ReferenceRow;
use crate::model::UseKind;
use crate::nav::{Navigator, Reference};

/// Arguments of `refs`.
#[derive(Debug, Clone, clap::Args)]
pub struct RefsArgs {
    /// A name, a symbol, or a C file that others include
    pub name: String,
    /// Only uses of this kind: call, address, read, write, type, include, import, declaration, definition; may be given
    /// more than once
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
    /// Only what is certain
    #[arg(long)]
    pub exact: bool,
    /// Print one JSON object per line
    #[arg(long)]
    pub json: bool,
    /// At most so many rows
    #[arg(long, short = 'n', value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub limit: usize,
}

/// Runs `refs`.
pub fn run(context: &mut Context, args: &RefsArgs) -> Outcome {
    let kinds = args.kind.iter().map(|word| kind(word)).collect::<Result<Vec<_>, _>>()?;
    let navigator = context.open()?;
    let mut rows = match found(context, &navigator, args)? {
        Ok(rows) => rows,
        Err(end) => return Ok(end),
    };
    rows.retain(|row| (kinds.is_empty() || kinds.contains(&row.kind)) && (row.exact || !args.exact));
    if args.limit > 0 {
        rows.truncate(args.limit);
    }
    print(context, &rows, args.json)
}

/// The places of what is asked for; an exit where nothing has that name.
fn found(
    context: &mut Context,
    navigator: &Navigator,
    args: &RefsArgs,
) -> Result<Result<Vec<Reference>, Exit>, CliError> {
    if let Some(rows) = navigator.included(&args.name)? {
        return Ok(Ok(rows));
    }
    let fields = if named(navigator, &args.name)? { Vec::new() } else { navigator.fields(&args.name)? };
    let answer = match fields.into_iter().next().map_or_else(|| one(navigator, &args.name), Ok) {
        Ok(answer) => answer,
        Err(end) => return end.map(Err),
    };
    if !args.json {
        let line = headline(&context.out, &answer);
        context.out.line(&line)?;
    }
    Ok(Ok(navigator.references(&answer)?))
}

/// Whether something has exactly this name.
fn named(navigator: &Navigator, name: &str) -> Result<bool, CliError> {
    Ok(navigator.where_is(name, 1)?.first().is_some_and(|answer| answer.exact))
}

fn kind(word: &str) -> Result<UseKind, CliError> {
    UseKind::parse(word).ok_or_else(|| {
        let known: Vec<String> = UseKind::ALL.iter().map(|kind| kind.as_str().to_owned()).collect();
        let error = CliError::new(format!("there is no kind of use called {word}"));
        match nearest(word, &known) {
            Some(near) => error.hint(format!("did you mean {near}?")),
            None => error.hint(format!("the kinds are {}", known.join(", "))),
        }
    })
}

fn print(context: &mut Context, rows: &[Reference], json: bool) -> Outcome {
    let mut file = "";
    for row in rows {
        if json {
            context.out.json(&ReferenceRow::from(row))?;
            continue;
        }
        let out = &mut context.out;
        if row.file != file {
            file = &row.file;
            let title = out.paint(Style::Place, file);
            out.line(&title)?;
        }
        let within = row.within.as_ref().map_or("", |end| &end.symbol);
        let within = out.paint(Style::Symbol, within);
        let mut line = format!("  {:>5}:{:<3} {:<11} {within}", row.line, row.column, row.kind.as_str());
        if !row.exact {
            line.push_str(&out.paint(Style::Warn, "  (by name)"));
        }
        if let Some(rule) = &row.rule {
            line.push_str(&out.paint(Style::Warn, &format!("  ({rule})")));
        }
        let text = out.paint(Style::Dim, &format!("  {}", row.text));
        line.push_str(&text);
        out.line(line.trim_end())?;
    }
    Ok(if rows.is_empty() { Exit::Nothing } else { Exit::Found })
}
