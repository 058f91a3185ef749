//! Folder -> records: opens an index in a millisecond and fetches single records by number or key.

use super::directory::ReadOnly;
use super::manifest::{Manifest, OpenError, read_manifest};
use super::record::{Adjacency, DefinitionRecord, Tables};
use super::schema::{Fields, schema};
use super::writer::{FOLDED, PATHS, TABLES};
use crate::model::{BlobId, DefinitionId, FileId, Name};
use anyhow::{Context, Result, anyhow};
use serde::de::DeserializeOwned;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use tantivy::columnar::Column;
use tantivy::directory::{MmapDirectory, OwnedBytes};
use tantivy::schema::document::{DeserializeError, DocumentDeserialize, DocumentDeserializer};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::store::StoreReader;
use tantivy::{Directory, DocSet, Index, InvertedIndexReader, SegmentReader, TERMINATED, Term};

/// Decompressed blocks of 16 KiB that stay in memory.
const CACHED_BLOCKS: usize = 256;

/// An open index.
pub struct Reader {
    folder: PathBuf,
    manifest: Manifest,
    pub(super) fields: Fields,
    pub(super) segment: SegmentReader,
    store: StoreReader,
    definitions: u32,
    names: u32,
    paths: String,
    folded: OwnedBytes,
    tables_bytes: OwnedBytes,
    /// Where each path starts in `paths`, and one behind the end.
    starts: OnceLock<Vec<u32>>,
    tables: OnceLock<Tables>,
    weights: OnceLock<Option<Column<u64>>>,
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
        // Opened now, not when needed: by then another index may have taken the place.
        let searched = side_file(&directory, FOLDED)?;
        let tables_bytes = side_file(&directory, TABLES)?;
        let index = Index::open(ReadOnly(directory))?;
        let (ours, fields) = schema();
        if index.schema() != ours {
            return Err(anyhow!("its fields are not those of this program"));
        }
        let segments = index.searchable_segments()?;
        let [segment] = segments.as_slice() else { return Err(anyhow!("it has {} segments, not 1", segments.len())) };
        let segment = SegmentReader::open(segment)?;
        let store = segment.get_store_reader(CACHED_BLOCKS)?;
        let count = |what: &str| {
            let found = manifest.counts.iter().find(|(name, _)| name == what);
            found.map(|&(_, count)| count as u32).with_context(|| format!("its manifest does not count {what}"))
        };
        let (definitions, names) = (count("definitions")?, count("names")?);
        if u64::from(segment.max_doc()) != 2 * u64::from(definitions) + u64::from(names) {
            return Err(anyhow!("its documents are not those its manifest counts"));
        }
        Ok(Reader {
            folder: folder.to_owned(),
            manifest,
            fields,
            segment,
            store,
            definitions,
            names,
            paths,
            folded: searched,
            tables_bytes,
            starts: OnceLock::new(),
            tables: OnceLock::new(),
            weights: OnceLock::new(),
        })
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
        if id >= self.definitions {
            return Err(anyhow!("no definition {id}"));
        }
        self.record(id)
    }

    /// Returns a name.
    pub fn name(&self, number: u32) -> Result<Name> {
        if number >= self.names {
            return Err(anyhow!("no name {number}"));
        }
        self.record(self.definitions + number)
    }

    /// Returns the links of a definition.
    pub fn links(&self, id: DefinitionId) -> Result<Adjacency> {
        if id >= self.definitions {
            return Err(anyhow!("no definition {id}"));
        }
        self.record(self.definitions + self.names + id)
    }

    fn record<T: DeserializeOwned>(&self, document: u32) -> Result<T> {
        let Payload(bytes) = self.store.get(document).context("cannot read the index")?;
        postcard::from_bytes(&bytes).context("cannot understand a record of the index")
    }

    /// Returns the definitions whose symbol this is, letter by letter.
    pub fn by_symbol(&self, symbol: &str) -> Result<Vec<DefinitionId>> {
        self.documents(self.fields.symbol, symbol)
    }

    /// Returns the names and the Python definitions with this dotted name, names last.
    pub fn by_dotted(&self, dotted: &str) -> Result<Vec<Found>> {
        Ok(self.documents(self.fields.dotted, dotted)?.into_iter().filter_map(|doc| self.found(doc)).collect())
    }

    /// Returns the numbers of the names that live in a module or type.
    pub fn by_scope(&self, scope: &str) -> Result<Vec<u32>> {
        let documents = self.documents(self.fields.scope, scope)?;
        Ok(documents.into_iter().map(|document| document - self.definitions).collect())
    }

    /// Returns the names and definitions that are equal to an already folded text.
    pub fn by_folded(&self, folded: &str) -> Result<Vec<Found>> {
        Ok(self.documents(self.fields.fold, folded)?.into_iter().filter_map(|doc| self.found(doc)).collect())
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

    pub(super) fn inverted(&self, field: Field) -> Result<Arc<InvertedIndexReader>> {
        self.segment.inverted_index(field).context("cannot read the index")
    }

    /// The documents of one term, ascending.
    fn documents(&self, field: Field, text: &str) -> Result<Vec<u32>> {
        let term = Term::from_field_text(field, text);
        let postings = self.inverted(field)?.read_postings(&term, IndexRecordOption::Basic)?;
        let mut found = Vec::new();
        if let Some(mut postings) = postings {
            let mut document = postings.doc();
            while document != TERMINATED {
                found.push(document);
                document = postings.advance();
            }
        }
        Ok(found)
    }

    pub(super) fn weights(&self) -> Option<&Column<u64>> {
        self.weights.get_or_init(|| self.segment.fast_fields().u64("weight").ok()).as_ref()
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

/// Maps a file of the folder that tantivy does not know.
fn side_file(directory: &MmapDirectory, name: &str) -> Result<OwnedBytes> {
    let file = directory.open_read(Path::new(name)).with_context(|| format!("cannot read {name}"))?;
    file.read_bytes().with_context(|| format!("cannot read {name}"))
}

/// The one stored field of a document.
struct Payload(Vec<u8>);

impl DocumentDeserialize for Payload {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(mut document: D) -> Result<Self, DeserializeError> {
        match document.next_field::<BytesOnly>()? {
            Some((_, BytesOnly(bytes))) => Ok(Payload(bytes)),
            None => Err(DeserializeError::custom("a document without a record")),
        }
    }
}

struct BytesOnly(Vec<u8>);

impl tantivy::schema::document::ValueDeserialize for BytesOnly {
    fn deserialize<'de, D: tantivy::schema::document::ValueDeserializer<'de>>(
        value: D,
    ) -> Result<Self, DeserializeError> {
        value.deserialize_bytes().map(BytesOnly)
    }
}
