//! `cpynav index`: builds indexes or brings them up to date.

use super::progress::Shown;
use crate::pipeline::{self, Outcome, PipelineError};
use crate::places::Places;
use crate::source::Source;

/// Options of `cpynav index`.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct IndexArgs {
    /// Tags, branches or commits to index [default: HEAD, or the default branch of a URL]
    #[arg(value_name = "REV")]
    pub revs: Vec<String>,
    /// Index the checkout as it is, uncommitted changes included
    #[arg(long, conflicts_with = "revs")]
    pub worktree: bool,
    /// Clone with all branches, tags and history
    #[arg(long)]
    pub full: bool,
    /// Build again what is indexed already
    #[arg(long)]
    pub force: bool,
    /// Tell how long each stage took
    #[arg(long)]
    pub timings: bool,
}

/// Opens or clones the repository and indexes each revision. `sample` stands for the miniature that is part of the
/// program; `ends` says that the process does so afterwards. Returns what is indexed now, in the order asked for.
pub fn run(
    args: &IndexArgs,
    repo: Option<&str>,
    sample: bool,
    quiet: bool,
    ends: bool,
    places: &Places,
) -> Result<Vec<Outcome>, PipelineError> {
    let progress = Shown::new(quiet);
    let source = if sample {
        Source::sample()
    } else {
        pipeline::acquire(&pipeline::locate(repo, None, places), &args.revs, args.full, places, &progress)?
    };
    let revs: Vec<Option<&str>> =
        if args.revs.is_empty() { vec![None] } else { args.revs.iter().map(|rev| Some(rev.as_str())).collect() };
    let mut outcomes = Vec::new();
    let count = revs.len();
    for (at, rev) in revs.into_iter().enumerate() {
        if ends && at + 1 == count {
            progress.last();
        }
        let snapshot = if args.worktree { source.worktree()? } else { source.resolve(rev)? };
        outcomes.push(pipeline::build(&snapshot, places, args.force, &progress)?);
    }
    Ok(outcomes)
}

/// Returns the lines that tell a person what is indexed now, with `timings` also what it cost when it was built.
pub fn told(outcome: &Outcome, timings: bool) -> Vec<String> {
    let manifest = &outcome.manifest;
    let revision = &manifest.revision;
    let count = |name: &str| manifest.counts.iter().find(|(have, _)| have == name).map_or(0, |(_, count)| *count);
    let seconds: f64 = manifest.timings.iter().map(|(_, seconds)| seconds).sum();
    let what = format!(
        "{} ({}) of {}: {} files, {} definitions, {} names",
        revision.rev,
        short(&revision.commit),
        revision.repository,
        count("files"),
        count("definitions"),
        count("names"),
    );
    let mut lines =
        vec![if outcome.already { format!("{what}; nothing to do") } else { format!("{what}; {seconds:.1} s") }];
    if timings {
        lines.extend(manifest.timings.iter().map(|(stage, seconds)| stage_took(stage, *seconds)));
        lines.extend(manifest.cpu.map(|cpu| stage_took("CPU of all cores together", cpu)));
    }
    lines
}

/// `    0.72 s  link`
pub fn stage_took(stage: &str, seconds: f64) -> String {
    format!("  {seconds:>8.2} s  {stage}")
}

fn short(commit: &str) -> &str {
    let length = if commit.starts_with("tree-") { 17 } else { 12 };
    commit.get(..length).unwrap_or(commit)
}
