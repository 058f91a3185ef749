//! `SymbolGraph` -> folder, written beside its place and renamed into it.

use super::adjacency::{Edges, tables_and_links};
use super::folds::Folds;
use super::keys::{Keys, Table};
use super::manifest::{Manifest, Report, write_both};
use super::reader::side_file;
use super::record::{AdjacencyOut, DefinitionOut};
use super::segment::{self, CHANGED};
use super::serves::names_by_definition;
use super::weight::{weight, weight_of_file};
use crate::model::{DefinitionId, Language, LinkKind, SymbolGraph};
use crate::store::{Blocks, Earlier};
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tantivy::directory::{MmapDirectory, OwnedBytes};

/// The file that holds all paths.
pub(super) const PATHS: &str = "paths";
/// The file that holds the folded name of every definition, then of every name, one a line.
pub(super) const FOLDED: &str = "folded";
/// The file that holds `Tables`.
pub(super) const TABLES: &str = "tables";
/// The file of `blocks`, and its sections.
pub(super) const RECORDS: &str = "records";
pub(super) const DEFINITIONS: u32 = 0;
pub(super) const NAMES: u32 = 1;
pub(super) const LINKS: u32 = 2;
/// The marks of its blocks, see `Earlier`.
const MARKS: &str = "marks";
/// The file of `keys`.
pub(super) const KEYS: &str = "keys";
/// The file of `folds`.
pub(super) const FOLDS: &str = "folds";
/// The file of `weight`.
pub(super) const WEIGHTS: &str = "weights";

/// Bytes that go to a file at once.
const BUFFER: usize = 256 << 10;

/// Writes an index, replacing what is at `folder`. `progress` is told how many of how many steps are done and returns
/// false to cancel, which leaves `folder` as it was.
pub fn write(
    folder: &Path,
    graph: &SymbolGraph,
    manifest: &Manifest,
    report: &Report,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<()> {
    update(folder, graph, manifest, report, &[], progress)
}

/// The same, but takes over what stands in one of `bases`, folders of earlier indexes of this very program, the
/// likeliest first. It answers as an index that was written from nothing.
pub fn update(
    folder: &Path,
    graph: &SymbolGraph,
    manifest: &Manifest,
    report: &Report,
    bases: &[PathBuf],
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<()> {
    let aside = beside(folder, "new")?;
    let written = fill(&aside, graph, manifest, report, bases, progress).and_then(|()| switch(&aside, folder));
    if written.is_err() {
        // The first error is the one to report; what is left behind is only garbage.
        let _ = std::fs::remove_dir_all(&aside);
    }
    written.with_context(|| format!("cannot write the index {}", folder.display()))
}

/// A hidden folder of this process next to `folder`, so that a rename stays within one file system.
fn beside(folder: &Path, what: &str) -> Result<PathBuf> {
    let (Some(parent), Some(name)) = (folder.parent(), folder.file_name()) else {
        bail!("{} is no place for an index", folder.display())
    };
    std::fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    let path = parent.join(format!(".{}.{}.{what}", name.to_string_lossy(), std::process::id()));
    if path.exists() {
        std::fs::remove_dir_all(&path).with_context(|| format!("cannot clear {}", path.display()))?;
    }
    Ok(path)
}

fn switch(aside: &Path, folder: &Path) -> Result<()> {
    if !folder.exists() {
        return std::fs::rename(aside, folder).context("cannot move it into place");
    }
    let old = beside(folder, "old")?;
    std::fs::rename(folder, &old).context("cannot move the old one away")?;
    std::fs::rename(aside, folder).context("cannot move it into place")?;
    // Readers that still have it open keep their files.
    let _ = std::fs::remove_dir_all(&old);
    Ok(())
}

fn fill(
    folder: &Path,
    graph: &SymbolGraph,
    manifest: &Manifest,
    report: &Report,
    bases: &[PathBuf],
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<()> {
    std::fs::create_dir(folder)?;
    let (tables, edges) = tables_and_links(graph);
    let serves = names_by_definition(graph);
    let total = (graph.definitions.len() + graph.names.len()) as u64;
    // One core makes the words, the other all that is looked up.
    let updated_from = std::thread::scope(|scope| {
        let rest = scope.spawn(|| look_ups(folder, graph, &serves, &edges, bases));
        let words = segment::write(folder, graph, &serves, bases, &mut |done| progress(done, total));
        let rest = rest.join().unwrap_or_else(|_| bail!("a thread of the writer failed"));
        words.and_then(|words| rest.map(|()| words))
    })?;

    let paths: Vec<&str> = graph.files.iter().map(|file| &*file.path).collect();
    std::fs::write(folder.join(PATHS), paths.join("\0"))?;
    std::fs::write(folder.join(TABLES), postcard::to_stdvec(&tables)?)?;
    readable_like(&folder.join(TABLES), folder)?;
    let mut manifest = manifest.clone();
    manifest.updated_from = updated_from;
    manifest.counts.extend([
        ("files".to_owned(), graph.files.len() as u64),
        ("definitions".to_owned(), graph.definitions.len() as u64),
        ("names".to_owned(), graph.names.len() as u64),
        ("links".to_owned(), graph.links.len() as u64),
    ]);
    let mut report = report.clone();
    let owned = |(name, text): &(Box<str>, Box<str>)| (name.to_string(), text.to_string());
    report.disagreements.extend(graph.disagreements.iter().map(owned));
    report.gaps.extend(graph.gaps.iter().map(owned));
    write_both(folder, &manifest, &report)?;
    if !progress(total, total) {
        bail!("cancelled");
    }
    Ok(())
}

/// The records of the likeliest earlier index, and their marks.
fn earlier(bases: &[PathBuf]) -> Option<(OwnedBytes, Vec<u8>)> {
    bases.iter().find_map(|base| {
        let marks = std::fs::read(base.join(MARKS)).ok()?;
        Some((side_file(&MmapDirectory::open(base).ok()?, RECORDS).ok()?, marks))
    })
}

/// Writes what exact look-ups need: records, keys, folded names, weights.
fn look_ups(folder: &Path, graph: &SymbolGraph, serves: &[Vec<u32>], edges: &Edges, bases: &[PathBuf]) -> Result<()> {
    let definitions = graph.definitions.len() as u32;
    let documents = graph.definitions.len() + graph.names.len();
    let mut keys = Keys::with_room(graph.definitions.len(), graph.names.len());
    let (mut folds, mut dotted) = (Folds::with_room(documents), String::new());
    let mut weights: Vec<u32> = Vec::with_capacity(documents);
    let of_files: Vec<u64> = graph.files.iter().map(|file| weight_of_file(&file.path)).collect();
    for (id, definition) in (0..).zip(&graph.definitions) {
        let (_, into) = edges.of(id);
        // Titles are found by their words: whoever types a name means the code. A PEP has no other place.
        let is_document = definition.language == Language::Doc;
        if !is_document || into.iter().any(|edge| edge.kind == LinkKind::MentionsPep) {
            keys.add(Table::Symbol, &definition.symbol, id);
        }
        if !definition.dotted.is_empty() {
            keys.add(Table::Dotted, &definition.dotted, id);
        }
        if is_document {
            folds.nothing();
        } else {
            folds.definition(id, &definition.name, &definition.symbol);
        }
        weights.push(weight(definition, of_files[definition.file as usize], into.len()));
    }
    for (document, name) in (definitions..).zip(&graph.names) {
        folds.name(document, &name.scope, &name.name);
        name.dotted_into(&mut dotted);
        keys.add(Table::Dotted, &dotted, document);
        keys.add(Table::Scope, &name.scope, document - definitions);
        weights.push(name.targets.first().map_or(u32::MAX, |target| target.definition));
    }
    std::fs::write(folder.join(FOLDED), folds.lines())?;
    file(folder, KEYS, |out| keys.write(out))?;
    file(folder, FOLDS, |out| folds.write(out))?;
    drop(folds);
    std::fs::write(folder.join(WEIGHTS), weights.into_iter().flat_map(u32::to_le_bytes).collect::<Vec<u8>>())?;

    let earlier = earlier(bases);
    let earlier = earlier.as_ref().map(|(records, marks)| Earlier::new(records, marks)).unwrap_or_default();
    let mut records = Blocks::after(earlier);
    let count = graph.definitions.len();
    // Sorted by definition.
    let mut remarks = vec![0; count + 1];
    for (about, _) in &graph.remarks {
        remarks[*about as usize + 1] += 1;
    }
    for at in 1..=count {
        remarks[at] += remarks[at - 1];
    }
    let definition = |id: usize| DefinitionOut {
        definition: &graph.definitions[id],
        serves: &serves[id],
        remarks: graph.remarks[remarks[id]..remarks[id + 1]].iter().map(|(_, remark)| remark).collect(),
    };
    let adjacency = |id: usize| {
        let (out, into) = edges.of(id as DefinitionId);
        AdjacencyOut { out, into }
    };
    records.section(count, definition, encode)?;
    records.section(graph.names.len(), |at| &graph.names[at], encode)?;
    records.section(count, adjacency, encode)?;
    std::fs::write(folder.join(MARKS), records.marks())?;
    file(folder, RECORDS, |out| records.write(out))
}

fn file(folder: &Path, name: &str, write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> Result<()> {
    let mut out = BufWriter::with_capacity(BUFFER, File::create(folder.join(name))?);
    write(&mut out)?;
    out.flush()?;
    Ok(())
}

fn encode<T: serde::Serialize>(record: &T, bytes: &mut Vec<u8>) -> Result<()> {
    *bytes = postcard::to_extend(record, std::mem::take(bytes))?;
    Ok(())
}

/// tantivy makes some of its files private to the user; an index may be shared.
fn readable_like(model: &Path, folder: &Path) -> Result<()> {
    let permissions = std::fs::metadata(model)?.permissions();
    let changed = std::fs::read_dir(folder.join(CHANGED)).into_iter().flatten();
    for entry in std::fs::read_dir(folder)?.chain(changed) {
        let path = entry?.path();
        if path.is_file() {
            // Where permissions cannot be set, the index works for its owner.
            let _ = std::fs::set_permissions(path, permissions.clone());
        }
    }
    Ok(())
}
