//! Definitions -> a segment of tantivy with their words; an earlier segment is taken over where it holds nearly all of
//! them.
//!
//! An index that takes over has the files of the other's segment as its own (links to the same bytes where the file
//! system has them, so that either may go), a second segment below `CHANGED` for what is new or differs, and the file
//! `OVERLAY` that says which definition a document is. It answers as a whole segment does: what no longer stands
//! counts nowhere. Every later index takes over the whole segment again, never a chain of them, and once too much
//! differs a whole one is written.

use super::directory::ReadOnly;
use super::documents::{Documents, Text};
use super::manifest::UpdatedFrom;
use super::overlay::Overlay;
use super::schema::{schema, tokenizers};
use crate::model::{DefinitionId, SymbolGraph};
use anyhow::{Context, Result, bail, ensure};
use std::path::{Path, PathBuf};
use tantivy::directory::MmapDirectory;
use tantivy::{Index, SingleSegmentIndexWriter, TantivyDocument};

/// The file of `documents`.
pub(super) const DOCUMENTS: &str = "documents";
/// The file of `overlay`.
pub(super) const OVERLAY: &str = "overlay";
/// The folder of the second segment.
pub(super) const CHANGED: &str = "changed";
/// The file of tantivy that lists its segments.
pub(super) const META: &str = "meta.json";
/// And the one that lists its files.
const MANAGED: &str = ".managed.json";

/// Only sizes the first hash table; the writer never flushes early.
const MEMORY: usize = 50_000_000;
/// As much for a small segment.
const LITTLE_MEMORY: usize = 16_000_000;
/// After so many documents the watcher is told.
const BATCH: usize = 512;
/// A segment is taken over while less than one in so many documents differs or no longer stands.
const FEW: usize = 8;
/// So many earlier indexes are looked at.
const MOST_BASES: usize = 8;

/// Writes the words of all definitions into a folder; `bases` are folders of earlier indexes, the likeliest first.
/// Returns what was taken over. `progress` is told how many definitions are done and returns false to cancel.
pub(super) fn write(
    folder: &Path,
    graph: &SymbolGraph,
    serves: &[Vec<u32>],
    bases: &[PathBuf],
    progress: &mut dyn FnMut(u64) -> bool,
) -> Result<Option<UpdatedFrom>> {
    let now = Documents::of(graph, serves);
    let total = graph.definitions.len() as u64;
    if let Some((base, overlay)) = nearest(bases, &now)
        && take_over(&base, folder, overlay.kept.len()).is_ok()
    {
        std::fs::write(folder.join(OVERLAY), overlay.encode())?;
        if !overlay.own.is_empty() {
            let changed = folder.join(CHANGED);
            std::fs::create_dir(&changed)?;
            segment(&changed, graph, serves, &overlay.own, LITTLE_MEMORY, progress)?;
        }
        if !progress(total) {
            bail!("cancelled");
        }
        let from = super::read_manifest(&base)?.revision;
        return Ok(Some(UpdatedFrom { rev: from.rev, commit: from.commit, written: overlay.own.len() as u64 }));
    }
    let all: Vec<DefinitionId> = (0..graph.definitions.len() as u32).collect();
    segment(folder, graph, serves, &all, MEMORY, progress)?;
    std::fs::write(folder.join(DOCUMENTS), now.encode())?;
    Ok(None)
}

/// The earlier index whose segment differs least, if little does.
fn nearest(bases: &[PathBuf], now: &Documents) -> Option<(PathBuf, Overlay)> {
    let mut best: Option<(usize, PathBuf, Overlay)> = None;
    let mut seen = Vec::new();
    for base in bases {
        // The list of its segments: a long row of updates has one segment, and what cannot be read is no help.
        let Ok(segments) = std::fs::read(base.join(META)) else { continue };
        if seen.contains(&segments) {
            continue;
        }
        let Ok(before) = Documents::read(&base.join(DOCUMENTS)) else { continue };
        let overlay = Overlay::between(&before, now);
        let differs = overlay.own.len() + overlay.gone();
        if differs * FEW < now.len() && best.as_ref().is_none_or(|(least, ..)| differs < *least) {
            best = Some((differs, base.clone(), overlay));
        }
        seen.push(segments);
        if seen.len() == MOST_BASES {
            break;
        }
    }
    best.map(|(_, base, overlay)| (base, overlay))
}

/// Makes the files of the segment of an index those of another folder, after a look at their checksums.
fn take_over(base: &Path, folder: &Path, documents: usize) -> Result<()> {
    let index = Index::open(ReadOnly(MmapDirectory::open(base)?))?;
    let metas = index.searchable_segment_metas()?;
    let [meta] = metas.as_slice() else { bail!("{} segments, not 1", metas.len()) };
    ensure!(meta.max_doc() as usize == documents, "other documents than those of its fingerprints");
    ensure!(index.validate_checksum()?.is_empty(), "it is damaged");
    let name = meta.id().uuid_string();
    let names = std::fs::read_dir(base)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut files: Vec<String> = names.filter(|file| file.starts_with(&name)).collect();
    files.extend([META, MANAGED, DOCUMENTS].map(str::to_owned));
    let taken = files.iter().try_for_each(|file| share(&base.join(file), &folder.join(file)));
    if taken.is_err() {
        // Nothing may be written into a file that is also the other's.
        for file in &files {
            let _ = std::fs::remove_file(folder.join(file));
        }
    }
    taken
}

/// Gives a file a second place: the same bytes where the file system can, else a copy.
fn share(from: &Path, to: &Path) -> Result<()> {
    if std::fs::hard_link(from, to).is_err() {
        std::fs::copy(from, to).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    Ok(())
}

/// Writes one segment with some of the definitions, in this order.
fn segment(
    folder: &Path,
    graph: &SymbolGraph,
    serves: &[Vec<u32>],
    ids: &[DefinitionId],
    memory: usize,
    progress: &mut dyn FnMut(u64) -> bool,
) -> Result<()> {
    let (schema, fields) = schema();
    let mut writer: SingleSegmentIndexWriter = Index::builder()
        .schema(schema)
        .tokenizers(tokenizers())
        .single_segment_index_writer(MmapDirectory::open(folder)?, memory)?;
    let mut text = Text::default();
    for (done, &id) in ids.iter().enumerate() {
        text.read(graph, &graph.definitions[id as usize], &serves[id as usize]);
        let mut document = TantivyDocument::default();
        document.add_text(fields.words, &text.words);
        if !text.doc.is_empty() {
            document.add_text(fields.doc, &text.doc);
        }
        writer.add_document(document)?;
        if done % BATCH == 0 && !progress(done as u64) {
            bail!("cancelled");
        }
    }
    writer.finalize()?;
    Ok(())
}
