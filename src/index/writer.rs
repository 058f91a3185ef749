//! `SymbolGraph` -> folder: one segment, written beside its place and renamed into it.

use super::manifest::{Manifest, Report, write_both};
use super::record::{Adjacency, DefinitionOut, Edge, FileRow, Tables};
use super::schema::{Fields, schema, tokenizers};
use super::weight::weight;
use super::words::fold;
use crate::model::{Definition, DefinitionId, Kind, Language, LinkKind, Name, Remark, SymbolGraph};
use anyhow::{Context, Result, bail};
use rustc_hash::FxHashMap as HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use tantivy::directory::MmapDirectory;
use tantivy::{Index, SingleSegmentIndexWriter, TantivyDocument};

/// The file that holds all paths.
pub(super) const PATHS: &str = "paths";
/// The file that holds the folded name of every definition, then of every name, one a line.
pub(super) const FOLDED: &str = "folded";
/// The file that holds `Tables`.
pub(super) const TABLES: &str = "tables";

/// Only sizes the first hash table; the writer never flushes early.
const MEMORY: usize = 50_000_000;
/// So many documents travel together from thread to thread, and so many of these parcels may wait.
const BATCH: usize = 512;
const WAITING: usize = 8;
/// The module that needs no import.
const BUILTINS: &str = "builtins";
/// So many names of a definition go into its words; some are published under hundreds.
const NAMES_IN_WORDS: usize = 8;

/// Writes an index, replacing what is at `folder`. `progress` is told how many of how many steps are done and returns
/// false to cancel, which leaves `folder` as it was.
pub fn write(
    folder: &Path,
    graph: &SymbolGraph,
    manifest: &Manifest,
    report: &Report,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<()> {
    let aside = beside(folder, "new")?;
    let written = fill(&aside, graph, manifest, report, progress).and_then(|()| switch(&aside, folder));
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
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<()> {
    std::fs::create_dir(folder)?;
    let (schema, fields) = schema();
    let mut writer: SingleSegmentIndexWriter = Index::builder()
        .schema(schema)
        .tokenizers(tokenizers())
        .single_segment_index_writer(MmapDirectory::open(folder)?, MEMORY)?;

    let (tables, links) = tables_and_links(graph);
    let serves = names_by_definition(graph);
    let mut remarks: Vec<Vec<&Remark>> = vec![Vec::new(); graph.definitions.len()];
    for (about, remark) in &graph.remarks {
        remarks[*about as usize].push(remark);
    }
    let total = (graph.definitions.len() + graph.names.len()) as u64;
    let mut done = 0;

    // One thread makes documents while another feeds them to tantivy, which wants them in order.
    let (sender, receiver) = sync_channel::<Vec<Result<TantivyDocument>>>(WAITING);
    std::thread::scope(|scope| -> Result<()> {
        scope.spawn(|| {
            let sender = sender;
            let definitions = graph.definitions.iter().zip(serves.iter().zip(remarks.iter().zip(&links)));
            let definitions = definitions.map(|(definition, (serves, (remarks, links)))| {
                document(&fields, graph, &DefinitionOut { definition, serves, remarks }, links)
            });
            let names = graph.names.iter().map(|it| name(&fields, it));
            let links = links.iter().map(|it| store(TantivyDocument::default(), &fields, it));
            let mut documents = definitions.chain(names).chain(links);
            loop {
                let batch: Vec<_> = documents.by_ref().take(BATCH).collect();
                // When the other side has failed it says why.
                if batch.is_empty() || sender.send(batch).is_err() {
                    break;
                }
            }
        });
        for batch in receiver {
            done = (done + batch.len() as u64).min(total);
            for document in batch {
                writer.add_document(document?)?;
            }
            if !progress(done, total) {
                bail!("cancelled");
            }
        }
        Ok(())
    })?;
    writer.finalize()?;

    let paths: Vec<&str> = graph.files.iter().map(|file| &*file.path).collect();
    std::fs::write(folder.join(PATHS), paths.join("\0"))?;
    let mut searched = String::new();
    let names = graph.names.iter().map(|name| fold(without_builtins(&name.dotted())));
    let searched_name = |one: &Definition| if one.language == Language::Doc { String::new() } else { fold(&one.name) };
    for line in graph.definitions.iter().map(searched_name).chain(names) {
        searched.push_str(&line);
        searched.push('\n');
    }
    std::fs::write(folder.join(FOLDED), searched)?;
    std::fs::write(folder.join(TABLES), postcard::to_stdvec(&tables)?)?;
    readable_like(&folder.join(TABLES), folder)?;
    let mut manifest = manifest.clone();
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

/// Makes the document of a definition: the terms by which it is found, and its record.
fn document(
    fields: &Fields,
    graph: &SymbolGraph,
    record: &DefinitionOut<'_>,
    links: &Adjacency,
) -> Result<TantivyDocument> {
    let DefinitionOut { definition, serves, .. } = record;
    let mut document = TantivyDocument::default();
    let path = &graph.files[definition.file as usize].path;
    // Titles are found by their words: whoever types a name means the code. A PEP has no other place.
    let is_document = definition.language == Language::Doc;
    if !is_document || links.into.iter().any(|edge| edge.kind == LinkKind::MentionsPep) {
        document.add_text(fields.symbol, &definition.symbol);
    }
    let mut words = format!("{} {path}", definition.name);
    let mut folded = vec![fold(&definition.name)];
    if definition.symbol != definition.name {
        words.extend([" ", &definition.symbol]);
        folded.push(fold(&definition.symbol));
    }
    if !definition.dotted.is_empty() {
        document.add_text(fields.dotted, &definition.dotted);
        words.extend([" ", &definition.dotted]);
    }
    // The rows of a table are found by what they lead to.
    let in_words = if definition.kind == Kind::Table { 0 } else { NAMES_IN_WORDS };
    for &name in serves.iter().take(in_words) {
        let Name { scope, name, .. } = &graph.names[name as usize];
        words.extend([" ", scope, ".", name]);
    }
    folded.dedup();
    for folded in folded.into_iter().filter(|folded| !folded.is_empty() && !is_document) {
        document.add_text(fields.fold, folded);
    }
    document.add_text(fields.words, words);
    if !definition.doc.is_empty() || !definition.signature.is_empty() {
        document.add_text(fields.doc, format!("{} {}", definition.signature, definition.doc));
    }
    document.add_u64(fields.weight, weight(definition, path, links.into.len()));
    store(document, fields, record)
}

/// Makes the document of a name.
fn name(fields: &Fields, name: &Name) -> Result<TantivyDocument> {
    let mut document = TantivyDocument::default();
    let dotted = name.dotted();
    // People leave the module out, or the type as well: `deque.append`, `append`. Longer ones are found by words.
    let last = &*name.name;
    let before = without_builtins(&name.scope).rsplit('.').next().filter(|before| !before.is_empty());
    document.add_text(fields.fold, fold(last));
    if let Some(before) = before.filter(|before| *before != BUILTINS) {
        document.add_text(fields.fold, fold(before) + &fold(last));
    }
    document.add_text(fields.dotted, dotted);
    document.add_text(fields.scope, &name.scope);
    document.add_u64(fields.weight, name.targets.first().map_or(u64::MAX, |target| target.definition.into()));
    store(document, fields, name)
}

/// Nobody types the module that needs no import.
fn without_builtins(dotted: &str) -> &str {
    dotted.strip_prefix("builtins.").unwrap_or(dotted)
}

fn store<T: serde::Serialize>(mut document: TantivyDocument, fields: &Fields, record: &T) -> Result<TantivyDocument> {
    document.add_bytes(fields.record, &postcard::to_stdvec(record)?);
    Ok(document)
}

/// For each definition the names it implements; a generated wrapper serves what the function behind it serves.
fn names_by_definition(graph: &SymbolGraph) -> Vec<Vec<u32>> {
    let mut serves: Vec<Vec<u32>> = vec![Vec::new(); graph.definitions.len()];
    for (index, name) in graph.names.iter().enumerate() {
        for target in &name.targets {
            serves[target.definition as usize].push(index as u32);
        }
    }
    // A table serves what its rows give.
    let mut tables: Vec<Vec<DefinitionId>> = vec![Vec::new(); graph.files.len()];
    for (id, definition) in graph.definitions.iter().enumerate().filter(|(_, one)| one.kind == Kind::Table) {
        tables[definition.file as usize].push(id as DefinitionId);
    }
    for (index, name) in graph.names.iter().enumerate() {
        let steps = name.targets.iter().flat_map(|target| target.evidence.iter().take(2));
        for step in steps {
            let around = |id: &&DefinitionId| {
                let table = &graph.definitions[**id as usize];
                (table.line..=table.end_line).contains(&step.line)
            };
            if let Some(&table) = tables[step.file as usize].iter().find(around) {
                serves[table as usize].push(index as u32);
            }
        }
    }
    for link in graph.links.iter().filter(|link| link.kind == LinkKind::WrapperOf && link.from != link.to) {
        let behind = serves[link.to as usize].clone();
        serves[link.from as usize].extend(behind);
    }
    for names in &mut serves {
        names.sort_unstable();
        names.dedup();
    }
    serves
}

fn tables_and_links(graph: &SymbolGraph) -> (Tables, Vec<Adjacency>) {
    let mut tables = Tables::default();
    let mut next = 0;
    for (id, file) in graph.files.iter().enumerate() {
        while graph.definitions.get(next).is_some_and(|definition| (definition.file as usize) < id) {
            next += 1;
        }
        tables.files.push(FileRow {
            blob: file.blob.0,
            generated: file.generated,
            generated_line: file.generated_line,
            lines: file.lines,
            first: next as u32,
        });
    }
    let (mut rules, mut conditions) = (Interner::default(), Interner::default());
    let mut links: Vec<Adjacency> = Vec::new();
    links.resize_with(graph.definitions.len(), Adjacency::default);
    for link in &graph.links {
        let edge = |other| Edge {
            kind: link.kind,
            other,
            file: link.file,
            line: link.line,
            rule: 0,
            exact: link.exact,
            condition: 0,
        };
        let rule = rules.number(&link.rule) as u16;
        let condition = link.condition.as_deref().map_or(0, |text| conditions.number(text) + 1);
        links[link.from as usize].out.push(Edge { rule, condition, ..edge(link.to) });
        links[link.to as usize].into.push(Edge { rule, condition, ..edge(link.from) });
    }
    tables.rules = rules.texts;
    tables.conditions = conditions.texts;
    (tables, links)
}

/// Gives equal texts the same number, in the order of their first use.
#[derive(Default)]
struct Interner<'a> {
    numbers: HashMap<&'a str, u32>,
    texts: Vec<Box<str>>,
}

impl<'a> Interner<'a> {
    fn number(&mut self, text: &'a str) -> u32 {
        *self.numbers.entry(text).or_insert_with(|| {
            self.texts.push(text.into());
            self.texts.len() as u32 - 1
        })
    }
}

/// tantivy makes some of its files private to the user; an index may be shared.
fn readable_like(model: &Path, folder: &Path) -> Result<()> {
    let permissions = std::fs::metadata(model)?.permissions();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        // Where permissions cannot be set, the index works for its owner.
        let _ = std::fs::set_permissions(path, permissions.clone());
    }
    Ok(())
}
