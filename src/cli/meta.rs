//! What is about the program itself: version, completions, manual.

use super::args::Cli;
use super::error::{Exit, Outcome};
use super::print::Out;
use clap::CommandFactory;
use clap_complete::Shell;

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
