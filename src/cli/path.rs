//! `path`: the chain of links from one definition to another.

use super::ask::{headline, named};
use super::context::Context;
use super::error::{Exit, Outcome};
use super::graph::{Format, Graph};
use super::links::row_line;
use super::print::visible;
use super::rows::LinkJson;

/// Arguments of `path`.
#[derive(Debug, Clone, clap::Args)]
pub struct PathArgs {
    /// Where the chain begins: a name, a symbol, or a file and line
    pub from: String,
    /// Where it ends
    pub to: String,
    /// Print one JSON object per step
    #[arg(long)]
    pub json: bool,
    /// Print a picture instead
    #[arg(long, value_enum, default_value_t, conflicts_with = "json", hide_default_value = true)]
    pub format: Format,
}

/// Runs `path`.
pub fn run(context: &mut Context, args: &PathArgs) -> Outcome {
    let navigator = context.open()?;
    let (from, to) = match (named(&navigator, &args.from), named(&navigator, &args.to)) {
        (Ok(from), Ok(to)) => (from, to),
        (Err(end), _) | (_, Err(end)) => return end,
    };
    let ids = |answers: &[crate::nav::Answer]| answers.iter().map(|answer| answer.id).collect::<Vec<_>>();
    let (starts, ends) = (ids(&from), ids(&to));
    let Some(rows) = navigator.path(&starts, &ends)? else {
        let (from, to) = (visible(&args.from), visible(&args.to));
        eprintln!("no chain of links leads from {from} to {to} in {}", navigator.revision().rev);
        if navigator.path(&ends, &starts)?.is_some() {
            eprintln!("  but one leads from {to} to {from}");
        }
        return Ok(Exit::Nothing);
    };
    if args.format != Format::Text {
        let first = rows.first().map(|row| if row.outward { row.from.id } else { row.to.id });
        let start = from.iter().find(|answer| Some(answer.id) == first).unwrap_or(&from[0]);
        context.out.raw(Graph::new(start, &rows).print(args.format).as_bytes())?;
        return Ok(Exit::Found);
    }
    if !args.json {
        let first = rows.first().map(|row| if row.outward { row.from.id } else { row.to.id });
        let start = from.iter().find(|answer| Some(answer.id) == first).unwrap_or(&from[0]);
        let line = headline(&context.out, start);
        context.out.line(&line)?;
    }
    for row in &rows {
        if args.json {
            context.out.json(&LinkJson::from(row).at_step(row))?;
        } else {
            let line = row_line(&context.out, row, 1, context.verbose);
            context.out.line(&line)?;
        }
    }
    Ok(Exit::Found)
}
