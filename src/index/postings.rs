//! Folder of an index -> which definitions have a word, how often, and how long their text is: of one segment, or of
//! another index's and an own one as if they were one.

use super::directory::ReadOnly;
use super::overlay::{GONE, Overlay};
use super::schema::{Fields, schema};
use super::segment::{CHANGED, OVERLAY};
use crate::model::DefinitionId;
use anyhow::{Context, Result, bail, ensure};
use std::path::Path;
use std::sync::Arc;
use tantivy::directory::MmapDirectory;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Index, InvertedIndexReader, SegmentReader, TERMINATED, Term};

/// A definition that has a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Posting {
    pub id: DefinitionId,
    /// How often.
    pub times: u32,
    /// The words of the whole text, roughly.
    pub length: u32,
}

/// The segments of an index.
pub(super) struct Segments(Vec<Segment>);

struct Segment {
    reader: SegmentReader,
    /// The definition of each document; without it document n is definition n.
    ids: Option<Vec<DefinitionId>>,
}

impl Segments {
    /// Opens those of an index with so many definitions; `overlaid` says that it took over another's segment.
    pub fn open(folder: &Path, definitions: u32, overlaid: bool) -> Result<(Fields, Segments)> {
        let (fields, reader) = segment(folder)?;
        if !overlaid {
            ensure!(reader.max_doc() == definitions, "the words of the index are not those of its definitions");
            return Ok((fields, Segments(vec![Segment { reader, ids: None }])));
        }
        let bytes = std::fs::read(folder.join(OVERLAY)).with_context(|| format!("cannot read {OVERLAY}"))?;
        let Overlay { kept, own } = Overlay::decode(&bytes, definitions)?;
        let mut segments = vec![Segment { reader, ids: Some(kept) }];
        if !own.is_empty() {
            let (_, reader) = segment(&folder.join(CHANGED)).with_context(|| format!("cannot read {CHANGED}"))?;
            segments.push(Segment { reader, ids: Some(own) });
        }
        let fits = |one: &Segment| one.ids.as_ref().is_some_and(|ids| ids.len() == one.reader.max_doc() as usize);
        ensure!(segments.iter().all(fits), "the words of the index are not those of its definitions");
        Ok((fields, Segments(segments)))
    }

    /// Returns the words of a field.
    pub fn text(&self, field: Field) -> Result<FieldText<'_>> {
        let mut parts = Vec::with_capacity(self.0.len());
        let (mut words, mut documents) = (0_u64, 0_u64);
        for Segment { reader, ids } in &self.0 {
            let inverted = reader.inverted_index(field).context("cannot read the index")?;
            let lengths = reader.get_fieldnorms_reader(field).context("cannot read the index")?;
            for document in 0..reader.max_doc() {
                let stands = ids.as_ref().is_none_or(|ids| ids[document as usize] != GONE);
                words += if stands { u64::from(lengths.fieldnorm(document)) } else { 0 };
                documents += u64::from(stands);
            }
            parts.push(Part { inverted, lengths, ids: ids.as_deref() });
        }
        Ok(FieldText { field, parts, average: (words as f32 / documents.max(1) as f32).max(1.0) })
    }
}

/// The words of one field, in all segments.
pub(super) struct FieldText<'s> {
    field: Field,
    parts: Vec<Part<'s>>,
    average: f32,
}

struct Part<'s> {
    inverted: Arc<InvertedIndexReader>,
    lengths: FieldNormReader,
    ids: Option<&'s [DefinitionId]>,
}

impl FieldText<'_> {
    /// The words that a definition has on average.
    pub fn average(&self) -> f32 {
        self.average
    }

    /// Replaces `found` with the definitions that have a word.
    pub fn postings(&self, word: &str, found: &mut Vec<Posting>) -> Result<()> {
        found.clear();
        let term = Term::from_field_text(self.field, word);
        for Part { inverted, lengths, ids } in &self.parts {
            let Some(info) = inverted.get_term_info(&term)? else { continue };
            let mut postings = inverted.read_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)?;
            let mut document = postings.doc();
            while document != TERMINATED {
                let id = ids.map_or(document, |ids| ids.get(document as usize).copied().unwrap_or(GONE));
                if id != GONE {
                    found.push(Posting { id, times: postings.term_freq(), length: lengths.fieldnorm(document) });
                }
                document = postings.advance();
            }
        }
        Ok(())
    }
}

/// The only segment of a folder.
fn segment(folder: &Path) -> Result<(Fields, SegmentReader)> {
    let index = Index::open(ReadOnly(MmapDirectory::open(folder)?)).context("the index is damaged")?;
    let (ours, fields) = schema();
    ensure!(index.schema() == ours, "the fields of the index are not those of this program");
    let segments = index.searchable_segments()?;
    let [segment] = segments.as_slice() else { bail!("the index has {} segments, not 1", segments.len()) };
    Ok((fields, SegmentReader::open(segment)?))
}
