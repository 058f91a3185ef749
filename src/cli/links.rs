//! `links`, `callers` and `callees`: what leads to a definition and away from it.

use super::args::{CallArgs, LinksArgs};
use super::ask::{headline, one, remark_lines};
use super::context::Context;
use super::error::{CliError, Exit, Outcome, nearest};
use super::graph::{Format, Graph};
use super::print::{Out, Style};
use super::rows::LinkJson;
use crate::model::LinkKind;
use crate::nav::{Direction, LinkFilter, LinkRow};

/// Runs `links`.
pub fn links(context: &mut Context, args: &LinksArgs) -> Outcome {
    let kinds = args.kind.iter().map(|word| kind(word)).collect::<Result<_, _>>()?;
    let direction = match (args.inward, args.outward) {
        (true, _) => Some(Direction::In),
        (_, true) => Some(Direction::Out),
        _ => None,
    };
    let navigator = context.open()?;
    let answer = match one(&navigator, &args.name) {
        Ok(answer) => answer,
        Err(end) => return end,
    };
    let is_whole = args.kind.is_empty() && args.limit == 0;
    let mut rows = navigator.links(answer.id, &LinkFilter { kinds, direction, limit: args.limit })?;
    // Scripts ask for the links of the next one themselves.
    if is_whole && !args.json {
        rows = navigator.with_way(rows)?;
    }
    if !args.json {
        let line = headline(&context.out, &answer);
        context.out.line(&line)?;
        remark_lines(&mut context.out, &answer)?;
    }
    print(&mut context.out, &rows, args.json, context.verbose, false)
}

/// Runs `callers` (inward) and `callees`.
pub fn calls(context: &mut Context, args: &CallArgs, outward: bool) -> Outcome {
    let navigator = context.open()?;
    let answer = match one(&navigator, &args.name) {
        Ok(answer) => answer,
        Err(end) => return end,
    };
    let rows = if outward {
        navigator.callees(answer.id, args.depth, args.limit)?
    } else {
        navigator.callers(answer.id, args.depth, args.limit)?
    };
    if args.format != Format::Text {
        let graph = Graph::new(&answer, &rows);
        let graph = if outward { graph } else { graph.turned() };
        context.out.raw(graph.print(args.format).as_bytes())?;
        return Ok(if rows.is_empty() { Exit::Nothing } else { Exit::Found });
    }
    if !args.json {
        let line = headline(&context.out, &answer);
        context.out.line(&line)?;
    }
    print(&mut context.out, &rows, args.json, context.verbose, true)
}

fn kind(word: &str) -> Result<LinkKind, CliError> {
    LinkKind::parse(word).ok_or_else(|| {
        let known: Vec<String> = LinkKind::ALL.iter().map(|kind| kind.as_str().to_owned()).collect();
        let error = CliError::new(format!("there is no kind of link called {word}"));
        match nearest(word, &known) {
            Some(near) => error.hint(format!("did you mean {near}?")),
            None => error.hint(format!("the kinds are {}", known.join(", "))),
        }
    })
}

fn print(out: &mut Out, rows: &[LinkRow], json: bool, verbose: bool, rings: bool) -> Outcome {
    for row in rows {
        if json {
            let json = LinkJson::from(row);
            out.json(&if rings { json.at_depth(row.depth) } else { json })?;
            continue;
        }
        let line = row_line(out, row, row.depth, verbose);
        out.line(&line)?;
    }
    Ok(if rows.is_empty() { Exit::Nothing } else { Exit::Found })
}

/// The line of a link: the other end of it, and the place that shows it.
pub fn row_line(out: &Out, row: &LinkRow, depth: u32, verbose: bool) -> String {
    let (arrow, end) = if row.outward { ("->", &row.to) } else { ("<-", &row.from) };
    let symbol = out.paint(Style::Symbol, &end.symbol);
    let place = out.paint(Style::Place, &format!("{}:{}", row.file, row.line));
    let indent = "  ".repeat(depth as usize);
    let mut line = format!("{indent}{arrow} {:<14} {symbol}  {place}", row.kind.as_str());
    if !row.exact {
        line.push_str(&out.paint(Style::Warn, "  (a guess by name)"));
    }
    if let Some(condition) = &row.condition {
        line.push_str(&out.paint(Style::Warn, &format!("  (if {condition})")));
    }
    if verbose {
        let more = format!("  {} {} {}:{}", row.rule, end.kind, end.file, end.line);
        line.push_str(&out.paint(Style::Dim, &more));
    }
    line
}
