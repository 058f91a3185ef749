//! What an index says about itself: a small file that can be read without opening the index, and a report beside it.

use super::FORMAT;
use crate::model::{Revision, Skip};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::io::ErrorKind;
use std::path::Path;

/// The file that makes a folder an index.
pub(super) const MANIFEST: &str = "manifest.json";
const REPORT: &str = "report.json";

/// What is in an index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The format of the folder.
    pub format: u32,
    /// The version of the tool that wrote it.
    pub tool: String,
    /// What was indexed.
    pub revision: Revision,
    /// Seconds since 1970 when it was written.
    pub indexed_at: u64,
    /// Figures in the order to show them: `("files", 5300)`. Those of the graph are added by `write`.
    pub counts: Vec<(String, u64)>,
    /// Seconds per stage: `("parse", 3.4)`.
    pub timings: Vec<(String, f64)>,
    /// Seconds of CPU it took, on systems that tell.
    #[serde(default)]
    pub cpu: Option<f64>,
    /// The version of Python these sources say they are: `3.13.5`.
    pub python: Option<String>,
    /// The index whose words were taken over, where it differs little. Filled by `write`.
    #[serde(default)]
    pub updated_from: Option<UpdatedFrom>,
}

/// An earlier index that a later one was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdatedFrom {
    /// Its revision as it was asked for.
    pub rev: String,
    /// And its commit.
    pub commit: String,
    /// So many definitions have other words than there.
    pub written: u64,
}

impl Manifest {
    /// Returns a manifest of this program for a revision, written now.
    pub fn new(revision: Revision) -> Self {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Manifest {
            format: FORMAT,
            tool: env!("CARGO_PKG_VERSION").to_owned(),
            revision,
            indexed_at: now.map_or(0, |since| since.as_secs()),
            counts: Vec::new(),
            timings: Vec::new(),
            cpu: None,
            python: None,
            updated_from: None,
        }
    }
}

/// What indexing met on its way; only `status` reads it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Files that were left out.
    pub skipped: Vec<Skip>,
    /// Files that did not parse cleanly.
    pub syntax: Vec<SyntaxRow>,
    /// Bytes of all C files, clean ones included.
    #[serde(default)]
    pub c_bytes: u64,
    /// Names for which two independent rules disagree: `(dotted name, what each says)`. Filled by `write`.
    #[serde(default)]
    pub disagreements: Vec<(String, String)>,
    /// Instructions and syntax nodes that lead nowhere: `(name, why)`. Filled by `write`.
    #[serde(default)]
    pub gaps: Vec<(String, String)>,
}

/// A file that did not parse cleanly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyntaxRow {
    /// Path from the repository's root.
    pub file: String,
    /// Bytes of the file.
    pub bytes: u32,
    /// ERROR and MISSING nodes.
    pub errors: u32,
    /// Bytes that were not understood.
    pub error_bytes: u32,
    /// The first line of them, 1-based; 0 when unknown.
    pub first_line: u32,
    /// How that line reads from there; empty when unknown.
    #[serde(default)]
    pub construct: String,
}

/// Why an index could not be opened. The edges add what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no index in the folder.
    #[error("no index in this folder")]
    Missing,
    /// Another version of the tool wrote it.
    #[error("the index has format {found}, this program reads {want}")]
    OldFormat {
        /// Its format.
        found: u32,
        /// Ours.
        want: u32,
    },
    /// It cannot be read.
    #[error("the index is damaged: {0}")]
    Damaged(String),
}

/// Only what every format has, so that an index of any other version can still be named.
#[derive(Deserialize)]
struct Head {
    format: u32,
}

/// Reads the manifest of an index folder.
pub fn read_manifest(folder: &Path) -> Result<Manifest, OpenError> {
    let bytes = match std::fs::read(folder.join(MANIFEST)) {
        Ok(bytes) => bytes,
        // The folder of indexes also holds plain files.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Err(OpenError::Missing);
        }
        Err(error) => return Err(OpenError::Damaged(format!("cannot read {MANIFEST}: {error}"))),
    };
    let broken = |error: serde_json::Error| OpenError::Damaged(format!("cannot understand {MANIFEST}: {error}"));
    let head: Head = serde_json::from_slice(&bytes).map_err(broken)?;
    if head.format != FORMAT {
        return Err(OpenError::OldFormat { found: head.format, want: FORMAT });
    }
    serde_json::from_slice(&bytes).map_err(broken)
}

/// Reads the report beside a manifest.
pub fn read_report(folder: &Path) -> Result<Report> {
    let bytes = std::fs::read(folder.join(REPORT)).with_context(|| format!("cannot read {REPORT} of the index"))?;
    serde_json::from_slice(&bytes).with_context(|| format!("cannot understand {REPORT} of the index"))
}

/// Writes both files. The manifest comes last: a folder without one is no index.
pub(super) fn write_both(folder: &Path, manifest: &Manifest, report: &Report) -> Result<()> {
    std::fs::write(folder.join(REPORT), serde_json::to_vec(report)?).context("cannot write the report")?;
    std::fs::write(folder.join(MANIFEST), serde_json::to_vec_pretty(manifest)?).context("cannot write the manifest")
}

/// Replaces the manifest of an index that is there, for the names that point at its commit.
pub fn write_manifest(folder: &Path, manifest: &Manifest) -> Result<()> {
    let aside = folder.join(format!("{MANIFEST}.{}", std::process::id()));
    std::fs::write(&aside, serde_json::to_vec_pretty(manifest)?)
        .and_then(|()| std::fs::rename(&aside, folder.join(MANIFEST)))
        .context("cannot write the manifest")
}
