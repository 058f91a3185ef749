//! `profile`: how to record one, and how the bundled one is made.

use super::context::Context;
use super::error::{CliError, Exit, Outcome};
use crate::profile::{Profile, ProfileError, read};
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
    /// Make a bundle from profiles of the release that answers: for those who extend the program
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
            let workloads = all(&args.files)?;
            let startup = args.startup.as_ref().map(|file| read(file)).transpose()?;
            let mut bundle = navigator.bundle(&workloads, startup.as_ref())?;
            args.build.clone_into(&mut bundle.about.build);
            if let Some(first) = workloads.first() {
                first.metric.as_str().clone_into(&mut bundle.about.metric);
                first.format.as_str().clone_into(&mut bundle.about.tool);
            }
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
            Ok(Exit::Found)
        }
    }
}

/// Reads profiles.
pub fn all(files: &[PathBuf]) -> Result<Vec<Profile>, ProfileError> {
    files.iter().map(|file| read(file)).collect()
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
