//! `cpynav update`: fetches, then indexes what changed.

use super::progress::Shown;
use crate::pipeline::{self, PipelineError, Updated};
use crate::places::Places;

/// Options of `cpynav update`.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct UpdateArgs {
    /// Tell how long each stage took
    #[arg(long)]
    pub timings: bool,
}

/// Brings a repository up to date, or all that are indexed.
pub fn run(repo: Option<&str>, quiet: bool, places: &Places) -> Result<Vec<Updated>, PipelineError> {
    pipeline::update(repo, places, &Shown::new(quiet))
}

/// Returns the lines that tell a person how an update ended.
pub fn told(updated: &Updated, timings: bool) -> Vec<String> {
    match &updated.outcome {
        Ok(outcomes) => outcomes.iter().flat_map(|outcome| super::index::told(outcome, timings)).collect(),
        Err(error) => vec![format!("{}: not updated: {error}", updated.repository)],
    }
}
