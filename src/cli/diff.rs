//! `diff`: what differs between two indexed revisions.

use super::ask::headline;
use super::context::Context;
use super::error::{CliError, Exit, Outcome};
use super::log::patch_lines;
use super::print::visible;
use crate::history::{self, Pair, What};
use crate::nav::{Answer, Navigator, Selection};
use serde::Serialize;

/// Arguments of `diff`.
#[derive(Debug, Clone, clap::Args)]
pub struct DiffArgs {
    /// The older revision: a tag, a branch or a commit that is indexed
    pub old: String,
    /// The newer one
    pub new: String,
    /// A name or a symbol
    pub name: String,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Runs `diff`.
pub fn run(context: &mut Context, args: &DiffArgs) -> Outcome {
    let old = open(context, &args.old)?;
    let new = open(context, &args.new)?;
    one(context, &old, &new, args, &args.name)
}

fn open(context: &Context, rev: &str) -> Result<Navigator, CliError> {
    let selection = Selection { rev: Some(rev.to_owned()), ..context.selection.clone() };
    Ok(Navigator::open(&context.places, &selection)?)
}

#[derive(Serialize)]
struct Row<'a> {
    query: &'a str,
    what: &'static str,
    changed: bool,
    old: Option<Side<'a>>,
    new: Option<Side<'a>>,
    patch: &'a str,
}

#[derive(Serialize)]
struct Side<'a> {
    rev: &'a str,
    symbol: Option<&'a str>,
    file: &'a str,
    line: u32,
    end_line: u32,
}

fn side<'a>(navigator: &'a Navigator, answer: &'a Answer) -> Side<'a> {
    Side {
        rev: &navigator.revision().rev,
        symbol: answer.symbol.as_deref(),
        file: &answer.file,
        line: answer.line,
        end_line: answer.end_line,
    }
}

/// One definition: a unified diff.
fn one(context: &mut Context, old: &Navigator, new: &Navigator, args: &DiffArgs, name: &str) -> Outcome {
    let Some(pair) = history::compare_name(old, new, name)? else {
        let (a, b) = (&old.revision().rev, &new.revision().rev);
        eprintln!("nothing is named {} in {a} or {b}", visible(name));
        return Ok(Exit::Nothing);
    };
    let Pair { old: before, new: after, what, changed, patch } = &pair;
    let out = &mut context.out;
    if args.json {
        out.json(&Row {
            query: name,
            what: what.as_str(),
            changed: *changed,
            old: before.as_ref().map(|answer| side(old, answer)),
            new: after.as_ref().map(|answer| side(new, answer)),
            patch,
        })?;
        return Ok(Exit::Found);
    }
    for (navigator, answer) in [(old, before), (new, after)] {
        let line = match answer {
            Some(answer) => headline(out, answer),
            None => "not there".to_owned(),
        };
        out.line(&format!("{:<10} {line}", navigator.revision().rev))?;
    }
    match (what, changed) {
        (What::Same, _) => out.line("the same text in both")?,
        (_, false) => out.line(&format!("{what}; the same text in both"))?,
        (_, true) => out.line(what.as_str())?,
    }
    patch_lines(out, patch)?;
    Ok(Exit::Found)
}
