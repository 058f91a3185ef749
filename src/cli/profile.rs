//! `profile`: how to record one, and how the bundled one is made.

use super::context::Context;
use super::error::{CliError, Exit, Outcome};
use crate::profile::ProfileError;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Arguments of `profile`.
#[derive(Debug, Clone, Args)]
pub struct ProfileArgs {
    #[command(subcommand)]
    pub command: ProfileCommand,
}

/// What to do with profiles.
#[derive(Debug, Clone, Subcommand)]
pub enum ProfileCommand {
    /// Tell how to record a profile with each tool
    RecordHelp,
    /// Make a bundle from profiles of one release, which `read hot --from` carries to any other
    Bundle(BundleArgs),
}

/// Arguments of `profile bundle`.
#[derive(Debug, Clone, Args)]
pub struct BundleArgs {
    /// Profiles of workloads
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The profile of a run that does nothing; its costs are taken off the others
    #[arg(long, value_name = "FILE")]
    pub startup: Option<PathBuf>,
    /// How the interpreter was built, in words
    #[arg(long, value_name = "WORDS", default_value = "")]
    pub build: String,
    /// Where to write the bundle
    #[arg(long, short, value_name = "FILE")]
    pub output: PathBuf,
}

/// How to record one.
const RECORD_HELP: &str = include_str!("../profile/record_help.txt");

/// Runs `profile`.
pub fn run(context: &mut Context, args: &ProfileArgs) -> Outcome {
    match &args.command {
        ProfileCommand::RecordHelp => {
            for line in RECORD_HELP.lines() {
                context.out.line(line)?;
            }
            Ok(Exit::Found)
        }
        ProfileCommand::Bundle(args) => {
            let navigator = context.open()?;
            let (mut bundle, notes) = navigator.bundle(&args.files, args.startup.as_deref())?;
            args.build.clone_into(&mut bundle.about.build);
            let bytes = bundle.to_bytes()?;
            std::fs::write(&args.output, &bytes)
                .map_err(|error| CliError::new(format!("cannot write {}: {error}", args.output.display())))?;
            let lines: usize = bundle.functions.iter().map(|function| function.lines.len()).sum();
            context.out.line(&format!(
                "{} functions, {lines} lines, {} bytes in {}",
                bundle.functions.len(),
                bytes.len(),
                args.output.display()
            ))?;
            for note in notes {
                context.out.line(&format!("  {note}"))?;
            }
            Ok(Exit::Found)
        }
    }
}

impl From<ProfileError> for CliError {
    fn from(error: ProfileError) -> Self {
        let hint = error.hint.clone();
        let error = CliError::new(error.to_string());
        match hint {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }
}
