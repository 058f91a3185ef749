//! What is about the program itself: version, completions, manual, and what to say when no command was given.

use super::args::Cli;
use super::browse;
use super::context::Context;
use super::error::{Exit, Outcome};
use super::print::Out;
use crate::nav::available;
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::IsTerminal;

/// Says what the program was built from.
pub fn version(out: &mut Out) -> Outcome {
    let built = option_env!("CPYNAV_BUILT_FROM").unwrap_or("unknown");
    let target = option_env!("CPYNAV_TARGET").unwrap_or("unknown");
    out.line(&format!("cpynav {}", env!("CARGO_PKG_VERSION")))?;
    out.line(&format!("built from {built}, for {target}"))?;
    out.line(&format!("index format {}, facts version {}", crate::index::FORMAT, crate::facts::VERSION))?;
    out.flush()?;
    Ok(Exit::Found)
}

/// Prints a completion script.
pub fn completions(out: &mut Out, shell: Shell) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "cpynav", &mut script);
    out.raw(&script)?;
    Ok(Exit::Found)
}

/// Prints the manual page.
pub fn man(out: &mut Out) -> Outcome {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    out.raw(&page)?;
    Ok(Exit::Found)
}

/// No command: the terminal interface, or, without a terminal, what is indexed and how to ask.
pub fn bare(context: &mut Context) -> Outcome {
    // A dumb terminal has no screen to draw on.
    let screen = std::env::var_os("TERM").is_none_or(|term| term != "dumb");
    if screen && std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        return browse::run(context);
    }
    let known = available(&context.places);
    let out = &mut context.out;
    if known.is_empty() {
        out.line("Nothing is indexed yet.")?;
        out.line("  cpynav index              clone CPython and index it")?;
        out.line("  cpynav index --repo DIR   index a clone or checkout that is there already")?;
        out.line("  cpynav --sample where list.append   ask the embedded miniature")?;
        return Ok(Exit::Nothing);
    }
    out.line("Indexed, newest first:")?;
    for manifest in known {
        let line = format!("  {:<12} {}", manifest.revision.rev, manifest.revision.repository);
        let line = out.clean(&line).into_owned();
        out.line(&line)?;
    }
    out.line("Ask:")?;
    out.line("  cpynav where list.append     where it is implemented")?;
    out.line("  cpynav show list.append      its source")?;
    out.line("  cpynav search 'dict lookup'  words")?;
    out.line("  cpynav --help                everything else")?;
    Ok(Exit::Found)
}
