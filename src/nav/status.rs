//! What is known about an index: counts, sizes, files left out, syntax errors.

use super::topics::TOPICS;
use super::{Navigator, StatusReport};
use crate::facts;
use crate::index::{self, Manifest, Reader};
use crate::model::{BlobId, Dialect};
use crate::places::{Places, Sizes};
use anyhow::Result;
use std::collections::{HashMap, HashSet};

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
            bytes: Sizes::default().below(self.reader.folder()),
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

/// What one indexed revision costs and has in common with the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// What it is.
    pub manifest: Manifest,
    /// Bytes of its own index folder, without facts and texts, which all revisions share. A file that is in the folders
    /// of several counts for the newest.
    pub bytes: u64,
    /// Its files.
    pub files: usize,
    /// Those whose content no other indexed revision has.
    pub alone: usize,
}

/// What is kept for all revisions together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shared {
    /// Bytes of cached facts.
    pub facts: u64,
    /// Bytes of source texts.
    pub texts: u64,
}

/// Returns what each indexed revision costs and shares, the newest first. Reads the list of files of each.
pub fn shares(places: &Places) -> (Vec<Share>, Shared) {
    let mut users: HashMap<BlobId, u32> = HashMap::new();
    let (mut rows, mut sizes) = (Vec::new(), Sizes::default());
    for manifest in super::available(places) {
        let folder = index::folder_of(&places.index, &manifest.revision);
        let reader = Reader::open_known(&folder, manifest.clone()).ok();
        let count = reader.as_ref().map_or(0, |reader| reader.paths().count());
        let blobs: Vec<BlobId> =
            (0..count as u32).filter_map(|file| Some(reader.as_ref()?.blob(file).ok()?.0)).collect();
        // A content may stand at several paths of one revision.
        for blob in blobs.iter().collect::<HashSet<_>>() {
            *users.entry(*blob).or_insert(0) += 1;
        }
        rows.push((manifest, sizes.below(&folder), blobs));
    }
    let share = |(manifest, bytes, blobs): (Manifest, u64, Vec<BlobId>)| {
        let alone = blobs.iter().filter(|blob| users.get(blob) == Some(&1)).count();
        Share { manifest, bytes, files: blobs.len(), alone }
    };
    let shared = Shared { facts: sizes.below(&places.facts()), texts: sizes.below(&places.texts()) };
    (rows.into_iter().map(share).collect(), shared)
}
