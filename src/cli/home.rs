//! No command at all: the terminal interface; without a terminal, what is indexed and how to ask. Either way the first
//! run clones and indexes CPython, or falls back to the embedded miniature and says why.

use super::browse;
use super::context::Context;
use super::error::{CliError, Exit, Outcome};
use super::index::{self, IndexArgs};
use super::print::Style;
use crate::nav::{Navigator, OpenError, Selection, available};
use crate::pipeline::{self, PipelineError};
use crate::places::checkout_around;
use crate::source::Source;
use std::io::IsTerminal;

/// Runs the program as `cpynav` alone does.
pub fn run(context: &mut Context) -> Outcome {
    if context.selection.repo.is_none() {
        // In a checkout of CPython that one is meant, indexed or not.
        let here = std::env::current_dir().ok().and_then(|folder| checkout_around(&folder));
        let here = here.filter(|top| pipeline::is_cpython(top));
        context.selection.repo = here.map(|top| top.display().to_string());
    }
    // A dumb terminal has no screen to draw on.
    let screen = std::env::var_os("TERM").is_none_or(|term| term != "dumb");
    if screen && context.out.terminal && std::io::stdin().is_terminal() { browse::run(context) } else { tell(context) }
}

fn sample() -> Selection {
    Selection { repo: Some(Source::sample().repository().to_owned()), rev: None }
}

fn tell(context: &mut Context) -> Outcome {
    match Navigator::open(&context.places, &context.selection) {
        Ok(_) => {}
        Err(OpenError::NothingIndexed | OpenError::NotIndexed { .. } | OpenError::UnknownRepository { .. })
            if context.sample =>
        {
            drop(context.open()?);
        }
        Err(OpenError::NothingIndexed | OpenError::NotIndexed { .. } | OpenError::UnknownRepository { .. }) => {
            first_run(context)?;
        }
        Err(error) => return Err(error.into()),
    }
    let navigator = Navigator::open(&context.places, &context.selection)?;
    let out = &mut context.out;
    let revision = navigator.revision();
    for manifest in available(&context.places) {
        let mark = if manifest == *navigator.manifest() { "*" } else { " " };
        let rev = out.paint(Style::Symbol, &format!("{:<12}", manifest.revision.rev));
        let line = format!("{mark} {rev} {}", out.clean(&manifest.revision.repository));
        out.line(&line)?;
    }
    let counts = &navigator.manifest().counts;
    let count = |name: &str| counts.iter().find(|(have, _)| have == name).map_or(0, |(_, count)| *count);
    let line = format!(
        "{}: {} files, {} definitions, {} Python names, {} links",
        revision.rev,
        count("files"),
        count("definitions"),
        count("names"),
        count("links"),
    );
    out.line(&line)?;
    let prefix = if context.sample { "cpynav --sample" } else { "cpynav" };
    for (ask, what) in [
        ("where list.append", "where it is implemented, with proof"),
        ("show list.append", "its source"),
        ("search dict lookup", "names and documentation"),
        ("status", "what was indexed and what was left out"),
        ("--help", "everything else; on a terminal cpynav alone opens a browser"),
    ] {
        out.line(&format!("  {prefix} {ask:<20} {what}"))?;
    }
    Ok(Exit::Found)
}

/// Indexes what is wanted. When that cannot be had, says why and how to go on, and takes the sample.
fn first_run(context: &mut Context) -> Result<(), CliError> {
    let args = IndexArgs { revs: context.selection.rev.iter().cloned().collect(), ..IndexArgs::default() };
    let repo = context.selection.repo.clone();
    let Err(error) = index::run(&args, repo.as_deref(), false, context.quiet, false, &context.places) else {
        return Ok(());
    };
    if matches!(error, PipelineError::Cancelled) {
        return Err(error.into());
    }
    let mut error = CliError::from(error);
    error.hints.push("until then the embedded miniature answers: cpynav --sample where list.append".to_owned());
    error.report(false);
    context.sample = true;
    context.selection = sample();
    context.open()?;
    Ok(())
}
