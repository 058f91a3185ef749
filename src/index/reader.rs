//! Folder -> records: opens an index in a millisecond and fetches single records by number or key.

use super::folds::FoldReader;
use super::keys::{KeyReader, Table};
use super::manifest::{Manifest, OpenError, read_manifest};
use super::postings::Segments;
use super::record::{Adjacency, DefinitionRecord, Tables};
use super::schema::Fields;
use super::segment::META;
use super::weight::Weights;
use super::writer::{DEFINITIONS, FOLDED, FOLDS, KEYS, LINKS, NAMES, PATHS, RECORDS, TABLES, WEIGHTS};
use crate::model::{BlobId, DefinitionId, FileId, Name};
use crate::store::BlockReader;
use anyhow::{Context, Result, anyhow};
use serde::de::DeserializeOwned;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tantivy::Directory;
use tantivy::directory::{MmapDirectory, OwnedBytes};

/// An open index.
pub struct Reader {
    folder: PathBuf,
    manifest: Manifest,
    definitions: u32,
    names: u32,
    paths: String,
    folded: OwnedBytes,
    tables_bytes: OwnedBytes,
    records: BlockReader<OwnedBytes>,
    keys: KeyReader,
    folds: FoldReader,
    weights: Weights,
    /// The words of names and documentation: only a search opens them.
    words: OnceLock<(Fields, Segments)>,
    /// Where each path starts in `paths`, and one behind the end.
    starts: OnceLock<Vec<u32>>,
    tables: OnceLock<Tables>,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// What a key leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Found {
    /// A definition, for `Reader::definition`.
    Definition(DefinitionId),
    /// A name, for `Reader::name`.
    Name(u32),
}

impl Reader {
    /// Opens the index in a folder.
    pub fn open(folder: &Path) -> Result<Self, OpenError> {
        let manifest = read_manifest(folder)?;
        Self::open_known(folder, manifest)
    }

    /// Opens the index whose manifest was read already.
    pub fn open_known(folder: &Path, manifest: Manifest) -> Result<Self, OpenError> {
        Self::open_segment(folder, manifest).map_err(|error| OpenError::Damaged(format!("{error:#}")))
    }

    fn open_segment(folder: &Path, manifest: Manifest) -> Result<Self> {
        let paths = std::fs::read_to_string(folder.join(PATHS)).with_context(|| format!("cannot read {PATHS}"))?;
        let directory = MmapDirectory::open(folder)?;
        let mapped = |name: &str| side_file(&directory, name);
        let records = BlockReader::new(mapped(RECORDS)?)?;
        let count = |what: &str| {
            let found = manifest.counts.iter().find(|(name, _)| name == what);
            found.map(|&(_, count)| count as u32).with_context(|| format!("its manifest does not count {what}"))
        };
        let (definitions, names) = (count("definitions")?, count("names")?);
        let weights = Weights::new(mapped(WEIGHTS)?);
        let all = [records.count(DEFINITIONS)?, records.count(NAMES)?, records.count(LINKS)?, weights.len()];
        if all != [definitions, names, definitions, definitions + names] || !folder.join(META).is_file() {
            return Err(anyhow!("its documents are not those its manifest counts"));
        }
        Ok(Reader {
            definitions,
            names,
            paths,
            folded: mapped(FOLDED)?,
            tables_bytes: mapped(TABLES)?,
            records,
            keys: KeyReader::new(mapped(KEYS)?)?,
            folds: FoldReader::new(mapped(FOLDS)?)?,
            weights,
            words: OnceLock::new(),
            starts: OnceLock::new(),
            tables: OnceLock::new(),
            folder: folder.to_owned(),
            manifest,
        })
    }

    /// The words of names and documentation. By now another index may have taken the place: then they are not ours.
    pub(super) fn words(&self) -> Result<&(Fields, Segments)> {
        if let Some(words) = self.words.get() {
            return Ok(words);
        }
        let now = read_manifest(&self.folder)?;
        if now.tool != self.manifest.tool || now.counts != self.manifest.counts {
            return Err(anyhow!("the index was replaced meanwhile; ask again"));
        }
        let words = Segments::open(&self.folder, self.definitions, now.updated_from.is_some())?;
        Ok(self.words.get_or_init(|| words))
    }

    /// Returns the folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns what the index says about itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Returns how many definitions there are; their ids are below.
    pub fn definitions(&self) -> u32 {
        self.definitions
    }

    /// Returns how many names there are; their numbers are below.
    pub fn names(&self) -> u32 {
        self.names
    }

    /// Returns a definition.
    pub fn definition(&self, id: DefinitionId) -> Result<DefinitionRecord> {
        self.record(DEFINITIONS, id)
    }

    /// Returns a name.
    pub fn name(&self, number: u32) -> Result<Name> {
        self.record(NAMES, number)
    }

    /// Returns the links of a definition.
    pub fn links(&self, id: DefinitionId) -> Result<Adjacency> {
        self.record(LINKS, id)
    }

    fn record<T: DeserializeOwned>(&self, section: u32, number: u32) -> Result<T> {
        let read = |bytes: &[u8]| postcard::from_bytes(bytes).context("cannot understand a record of the index");
        self.records.record(section, number, read)
    }

    /// Returns the definitions whose symbol this is, letter by letter.
    pub fn by_symbol(&self, symbol: &str) -> Result<Vec<DefinitionId>> {
        let is_it = |id: &DefinitionId| Ok(*self.definition(*id)?.definition.symbol == *symbol);
        kept(self.keys.documents(Table::Symbol, symbol), is_it)
    }

    /// Returns the names and the Python definitions with this dotted name, names last.
    pub fn by_dotted(&self, dotted: &str) -> Result<Vec<Found>> {
        let found = self.keys.documents(Table::Dotted, dotted).into_iter().filter_map(|doc| self.found(doc)).collect();
        kept(found, |found| {
            Ok(match *found {
                Found::Definition(id) => *self.definition(id)?.definition.dotted == *dotted,
                Found::Name(number) => self.name(number)?.is_called(dotted),
            })
        })
    }

    /// Returns the numbers of the names that live in a module or type.
    pub fn by_scope(&self, scope: &str) -> Result<Vec<u32>> {
        let found = self.keys.documents(Table::Scope, scope);
        let mut of_it = false;
        let mut before = None;
        // Names are sorted by scope: those of one follow each other, and the first speaks for all.
        kept(found, |&number| {
            if before != Some(number.wrapping_sub(1)) {
                of_it = *self.name(number)?.scope == *scope;
            }
            before = Some(number);
            Ok(of_it)
        })
    }

    /// Returns the names and definitions that are equal to an already folded text.
    pub fn by_folded(&self, folded: &str) -> Result<Vec<Found>> {
        Ok(self.folds.equal(folded).into_iter().filter_map(|doc| self.found(doc)).collect())
    }

    /// Returns names and definitions whose folded name starts with `folded`, at most `limit`, in the order of the
    /// alphabet.
    pub fn starting_with(&self, folded: &str, limit: usize) -> Result<Vec<Found>> {
        Ok(self.folds.starting(folded).filter_map(|doc| self.found(doc)).take(limit).collect())
    }

    pub(super) fn found(&self, document: u32) -> Option<Found> {
        if document < self.definitions {
            Some(Found::Definition(document))
        } else if document < self.definitions + self.names {
            Some(Found::Name(document - self.definitions))
        } else {
            None
        }
    }

    /// Returns the definition that implements what was found; a name may have none.
    pub fn implementation(&self, found: Found) -> Option<DefinitionId> {
        match found {
            Found::Definition(id) => Some(id),
            // A name's weight is its best target.
            Found::Name(number) => self.weights.get(self.definitions + number).filter(|&id| id < self.definitions),
        }
    }

    /// Returns how likely a definition is the one that is meant: larger is better.
    pub fn weight(&self, id: DefinitionId) -> u64 {
        self.weights.get(id).unwrap_or(0).into()
    }

    /// The folded name of every definition, then of every name, one a line.
    pub(super) fn folded(&self) -> &[u8] {
        &self.folded
    }

    fn starts(&self) -> &[u32] {
        self.starts.get_or_init(|| {
            let ends = self.paths.bytes().enumerate().filter(|&(_, byte)| byte == 0).map(|(at, _)| at as u32 + 1);
            let mut starts: Vec<u32> = std::iter::once(0).chain(ends).collect();
            starts.push(self.paths.len() as u32 + 1);
            starts
        })
    }

    /// Returns the path of a file.
    pub fn path(&self, file: FileId) -> &str {
        let starts = self.starts();
        let at = |index: usize| starts.get(index).map_or(self.paths.len() + 1, |&start| start as usize);
        let (from, to) = (at(file as usize), at(file as usize + 1));
        self.paths.get(from..to.saturating_sub(1)).unwrap_or("?")
    }

    /// Returns the paths of all files, in the order of their ids, which is sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.split('\0').filter(|path| !path.is_empty())
    }

    /// Returns the file with a path.
    pub fn file(&self, path: &str) -> Option<FileId> {
        let starts = self.starts();
        let place = starts[..starts.len() - 1].binary_search_by(|&start| {
            let rest = &self.paths[start as usize..];
            rest.split('\0').next().unwrap_or_default().cmp(path)
        });
        place.ok().map(|place| place as u32)
    }

    fn tables(&self) -> Result<&Tables> {
        if let Some(tables) = self.tables.get() {
            return Ok(tables);
        }
        let tables = postcard::from_bytes(&self.tables_bytes).with_context(|| format!("cannot understand {TABLES}"))?;
        Ok(self.tables.get_or_init(|| tables))
    }

    /// Returns the ids of the definitions in a file.
    pub fn in_file(&self, file: FileId) -> Result<Range<DefinitionId>> {
        let files = &self.tables()?.files;
        let first = |index: usize| files.get(index).map_or(self.definitions, |row| row.first);
        Ok(first(file as usize)..first(file as usize + 1))
    }

    /// Returns the content's id and whether the file is generated.
    pub fn blob(&self, file: FileId) -> Result<(BlobId, bool)> {
        let row = self.tables()?.files.get(file as usize).with_context(|| format!("no file {file}"))?;
        Ok((BlobId(row.blob), row.generated))
    }

    /// Returns the line of `.gitattributes` that calls a file generated, 0 where none does.
    pub fn generated_line(&self, file: FileId) -> Result<u32> {
        Ok(self.tables()?.files.get(file as usize).map_or(0, |row| row.generated_line))
    }

    /// Returns the rule of an edge.
    pub fn rule(&self, rule: u16) -> Result<&str> {
        Ok(self.tables()?.rules.get(rule as usize).map_or("?", |rule| rule))
    }

    /// Returns the condition of an edge.
    pub fn condition(&self, condition: u32) -> Result<Option<&str>> {
        let Some(place) = condition.checked_sub(1) else { return Ok(None) };
        Ok(self.tables()?.conditions.get(place as usize).map(|text| &**text))
    }
}

/// Keeps what has the key that was asked for: the keys' table only knows hashes.
fn kept<T>(found: Vec<T>, mut is_it: impl FnMut(&T) -> Result<bool>) -> Result<Vec<T>> {
    let mut out = Vec::with_capacity(found.len());
    for one in found {
        if is_it(&one)? {
            out.push(one);
        }
    }
    Ok(out)
}

/// Maps a file of the folder that tantivy does not know.
pub(super) fn side_file(directory: &MmapDirectory, name: &str) -> Result<OwnedBytes> {
    let file = directory.open_read(Path::new(name)).with_context(|| format!("cannot read {name}"))?;
    file.read_bytes().with_context(|| format!("cannot read {name}"))
}
