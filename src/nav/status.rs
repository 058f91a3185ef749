//! What is known about an index: counts, sizes, files left out, syntax errors.

use super::topics::TOPICS;
use super::{Navigator, StatusReport};
use crate::facts;
use crate::index;
use crate::model::Dialect;
use anyhow::Result;
use std::path::Path;

impl Navigator {
    /// Returns what is known about the index.
    pub fn status(&self) -> Result<StatusReport> {
        let manifest = self.manifest().clone();
        let report = index::read_report(self.reader.folder())?;
        let is_c = |row: &&index::SyntaxRow| {
            facts::classify(&row.file).is_ok_and(|dialect| matches!(dialect, Dialect::C | Dialect::Bytecodes))
        };
        let lost = report.syntax.iter().filter(is_c).map(|row| u64::from(row.error_bytes)).sum();
        Ok(StatusReport {
            c_lost: (lost, report.c_bytes),
            revision: manifest.revision,
            tool: manifest.tool,
            indexed_at: manifest.indexed_at,
            bytes: size(self.reader.folder()),
            counts: manifest.counts,
            timings: manifest.timings,
            skipped: report.skipped,
            syntax: report.syntax,
            disagreements: report.disagreements,
            gaps: report.gaps,
            anchors: TOPICS.iter().map(|topic| topic.anchors.len()).sum(),
            lost_anchors: self.lost_anchors()?,
        })
    }
}

fn size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries.filter_map(|entry| entry.metadata().ok()).map(|metadata| metadata.len()).sum()
}
