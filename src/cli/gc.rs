//! `cpynav gc`: throws away what no index needs.

use super::progress::Shown;
use crate::pipeline::{self, Collected, PipelineError, mebibytes};
use crate::places::Places;

/// Collects below the index folder.
pub fn run(quiet: bool, places: &Places) -> Result<Collected, PipelineError> {
    pipeline::gc(places, &Shown::new(quiet))
}

/// Returns the lines that tell a person what went.
pub fn told(collected: &Collected) -> Vec<String> {
    let mut lines: Vec<String> =
        collected.indexes.iter().map(|(folder, why)| format!("removed {}: {why}", folder.display())).collect();
    let blobs = collected.texts.dropped + collected.facts.dropped;
    let damaged = collected.texts.damaged + collected.facts.damaged;
    lines.push(format!(
        "{} -> {}: {} indexes, {} cached files, {} old caches and {damaged} damaged packs removed",
        mebibytes(collected.before),
        mebibytes(collected.after),
        collected.indexes.len(),
        blobs,
        collected.old_facts,
    ));
    lines
}
