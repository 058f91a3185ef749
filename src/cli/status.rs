//! `status`: what is indexed, and what was left out.

use super::args::StatusArgs;
use super::context::Context;
use super::error::{CliError, Exit, Outcome};
use super::index::stage_took;
use super::print::{Out, Style};
use crate::index::UpdatedFrom;
use crate::model::SkipReason;
use crate::nav::{Navigator, OpenError, Share, StatusReport, shares};
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

#[derive(Serialize)]
struct Row<'a> {
    rev: &'a str,
    commit: &'a str,
    names: &'a [String],
    repository: &'a str,
    python: Option<&'a str>,
    tool: &'a str,
    indexed_at: u64,
    answers: bool,
    counts: BTreeMap<&'a str, u64>,
    timings: BTreeMap<&'a str, f64>,
    bytes: u64,
    cpu: Option<f64>,
    updated_from: Option<&'a UpdatedFrom>,
    files_in_no_other: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<BTreeMap<&'static str, usize>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    syntax: Option<&'a [crate::index::SyntaxRow]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    c_lost: Option<(u64, u64)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disagreements: Option<&'a [(String, String)]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gaps: Option<&'a [(String, String)]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lost_anchors: Option<Vec<LostRow<'a>>>,
}

#[derive(Serialize)]
struct LostRow<'a> {
    topic: &'a str,
    names: &'a [String],
}

/// Runs `status`.
pub fn run(context: &mut Context, args: &StatusArgs) -> Outcome {
    let navigator = match Navigator::open(&context.places, &context.selection) {
        Ok(navigator) => navigator,
        Err(error @ OpenError::NothingIndexed) => {
            context.out.line(&format!("index folder  {}", context.places.index.display()))?;
            context.out.flush()?;
            let CliError { error, hints, .. } = error.into();
            return Err(CliError { error, hints, code: 1 });
        }
        Err(error) => return Err(error.into()),
    };
    let report = navigator.status()?;
    let (known, shared) = shares(&context.places);
    if args.json {
        for share in &known {
            let answers = share.manifest == *navigator.manifest();
            context.out.json(&row(share, answers.then_some(&report)))?;
        }
        return Ok(Exit::Found);
    }
    let out = &mut context.out;
    out.line(&format!("index folder  {}", context.places.index.display()))?;
    out.line(&format!("configuration {}", context.places.config.display()))?;
    for share in &known {
        let manifest = &share.manifest;
        let mark = if manifest == navigator.manifest() { "*" } else { " " };
        let revision = &manifest.revision;
        let line = format!(
            "{mark} {}  {}  {}  {}",
            out.paint(Style::Symbol, &format!("{:<12}", revision.rev)),
            out.paint(Style::Dim, revision.commit.get(..12).unwrap_or(&revision.commit)),
            age(manifest.indexed_at),
            out.clean(&revision.repository),
        );
        out.line(&line)?;
        let cost = out.paint(Style::Dim, &cost(share));
        out.line(&cost)?;
    }
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    let (facts, texts) = (megabytes(shared.facts), megabytes(shared.texts));
    out.line(&format!("  for all of them {facts:.1} MB of cached facts and {texts:.1} MB of source texts"))?;
    details(out, &report, context.verbose)?;
    Ok(Exit::Found)
}

/// `9.3 s, 12.5 s of CPU; 3912 files, 1900 read anew, 12 in no other revision; 37.7 MB`
fn cost(share: &Share) -> String {
    let manifest = &share.manifest;
    let seconds: f64 = manifest.timings.iter().map(|(_, seconds)| seconds).sum();
    let cpu = manifest.cpu.map_or_else(String::new, |cpu| format!(", {cpu:.1} s of CPU"));
    let parsed = manifest.counts.iter().find(|(name, _)| name == "parsed").map_or(0, |(_, count)| *count);
    let update = manifest.updated_from.as_ref().map_or_else(String::new, |from| {
        let commit = from.commit.get(..12).unwrap_or(&from.commit);
        let from =
            if from.commit.starts_with(&from.rev) { commit.to_owned() } else { format!("{} {commit}", from.rev) };
        format!("; words of {from} but for {} definitions", manifest.updated_from.as_ref().map_or(0, |it| it.written))
    });
    format!(
        "    {seconds:.1} s{cpu}; {} files, {parsed} read anew, {} in no other revision; {:.1} MB{update}",
        share.files,
        share.alone,
        share.bytes as f64 / 1e6,
    )
}

fn row<'a>(share: &'a Share, report: Option<&'a StatusReport>) -> Row<'a> {
    let manifest = &share.manifest;
    Row {
        rev: &manifest.revision.rev,
        commit: &manifest.revision.commit,
        names: &manifest.revision.names,
        repository: &manifest.revision.repository,
        python: manifest.python.as_deref(),
        tool: &manifest.tool,
        indexed_at: manifest.indexed_at,
        answers: report.is_some(),
        counts: manifest.counts.iter().map(|(name, count)| (name.as_str(), *count)).collect(),
        timings: manifest.timings.iter().map(|(name, seconds)| (name.as_str(), *seconds)).collect(),
        bytes: share.bytes,
        cpu: manifest.cpu,
        updated_from: manifest.updated_from.as_ref(),
        files_in_no_other: share.alone,
        skipped: report.map(|report| by_reason(report).into_iter().map(|(why, n)| (why.as_str(), n)).collect()),
        syntax: report.map(|report| report.syntax.as_slice()),
        c_lost: report.map(|report| report.c_lost),
        disagreements: report.map(|report| report.disagreements.as_slice()),
        gaps: report.map(|report| report.gaps.as_slice()),
        lost_anchors: report.map(|report| {
            report.lost_anchors.iter().map(|lost| LostRow { topic: &lost.topic, names: &lost.names }).collect()
        }),
    }
}

fn by_reason(report: &StatusReport) -> BTreeMap<SkipReason, usize> {
    let mut counts = BTreeMap::new();
    for skip in &report.skipped {
        *counts.entry(skip.reason).or_insert(0) += 1;
    }
    counts
}

fn details(out: &mut Out, report: &StatusReport, verbose: bool) -> Result<(), CliError> {
    out.line("")?;
    let title = format!("{} by cpynav {}, {:.1} MB", report.revision.rev, report.tool, report.bytes as f64 / 1e6);
    let title = out.paint(Style::Strong, &title);
    out.line(&title)?;
    for (name, count) in &report.counts {
        out.line(&format!("  {count:>9}  {name}"))?;
    }
    for (reason, count) in by_reason(report) {
        out.line(&format!("  {count:>9}  left out: {reason}"))?;
        for skip in report.skipped.iter().filter(|skip| verbose && skip.reason == reason) {
            let line = out.paint(Style::Dim, &format!("             {}", skip.path));
            out.line(&line)?;
        }
    }
    let lost: u64 = report.syntax.iter().map(|row| u64::from(row.error_bytes)).sum();
    let (c, all) = report.c_lost;
    let share = if all > 0 { format!("; {:.2} % of the C", c as f64 * 100.0 / all as f64) } else { String::new() };
    out.line(&format!("  {:>9}  with syntax that was not understood ({lost} bytes{share})", report.syntax.len()))?;
    let mut worst: Vec<_> = report.syntax.iter().collect();
    worst.sort_by_key(|row| std::cmp::Reverse(row.error_bytes));
    for row in worst.iter().take(if verbose { usize::MAX } else { 0 }) {
        let line = if row.first_line > 0 { format!(":{}", row.first_line) } else { String::new() };
        let text =
            format!("             {}{line} {} of {} bytes  {}", row.file, row.error_bytes, row.bytes, row.construct);
        let text = out.paint(Style::Dim, text.trim_end());
        out.line(&text)?;
    }
    let lists = [
        (&report.disagreements, "names on which two rules disagree"),
        (&report.gaps, "instructions and syntax nodes that lead nowhere"),
    ];
    for (list, what) in lists.into_iter().filter(|(list, _)| !list.is_empty()) {
        out.line(&format!("  {:>9}  {what}", list.len()))?;
        for (name, says) in list.iter().take(if verbose { usize::MAX } else { 3 }) {
            let text = out.paint(Style::Dim, &format!("             {name}: {says}"));
            out.line(&text)?;
        }
    }
    let (lost, all) = (report.lost_anchors.len(), report.anchors);
    out.line(&format!("  {:>9}  of {all} anchors of topics", all - lost))?;
    // A small part of CPython lacks nearly all.
    for lost in report.lost_anchors.iter().take(if verbose && 2 * lost < all { usize::MAX } else { 0 }) {
        let text = out.paint(Style::Dim, &format!("             {}: {}", lost.topic, lost.names.join(" | ")));
        out.line(&text)?;
    }
    if verbose {
        for (stage, seconds) in &report.timings {
            out.line(&stage_took(stage, *seconds))?;
        }
    }
    Ok(())
}

/// How long ago, in the largest unit that fits.
fn age(at: u64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(at, |since| since.as_secs());
    let seconds = now.saturating_sub(at);
    match seconds {
        0..120 => "just now".to_owned(),
        120..7200 => format!("{} minutes ago", seconds / 60),
        7200..172_800 => format!("{} hours ago", seconds / 3600),
        _ => format!("{} days ago", seconds / 86_400),
    }
}
