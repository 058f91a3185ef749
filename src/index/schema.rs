//! The fields of the index and what each is for.

use super::words::WordTokenizer;
use tantivy::schema::{BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::TokenizerManager;

/// The fields. A document is a definition, a name, or the links of a definition (which has `record` alone).
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// Definition: its symbol as it stands.
    pub symbol: Field,
    /// Definition or name: the dotted Python name as it stands.
    pub dotted: Field,
    /// Name: the dotted name of the module or type it lives in.
    pub scope: Field,
    /// Definition or name: its names, folded.
    pub fold: Field,
    /// Definition: the words of its names, of the Python names it serves, and of its path.
    pub words: Field,
    /// Definition: the words of its signature and documentation.
    pub doc: Field,
    /// Definition: how likely it is meant when several match, see `weight`. Name: the definition that implements it.
    pub weight: Field,
    /// The payload, see `record`.
    pub record: Field,
}

const WORDS: &str = "words";

/// Returns the schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    let key = || {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic);
        TextOptions::default().set_indexing_options(indexing)
    };
    let text = || {
        let indexing = TextFieldIndexing::default().set_tokenizer(WORDS).set_index_option(IndexRecordOption::WithFreqs);
        TextOptions::default().set_indexing_options(indexing)
    };
    let mut builder = Schema::builder();
    let fields = Fields {
        symbol: builder.add_text_field("symbol", key()),
        dotted: builder.add_text_field("dotted", key()),
        scope: builder.add_text_field("scope", key()),
        fold: builder.add_text_field("fold", key()),
        words: builder.add_text_field("words", text()),
        doc: builder.add_text_field("doc", text()),
        weight: builder.add_u64_field("weight", NumericOptions::default().set_fast()),
        record: builder.add_bytes_field("record", BytesOptions::default().set_stored()),
    };
    (builder.build(), fields)
}

/// Returns the tokenizers that the schema names. Only writing needs them: readers build their terms themselves.
pub(super) fn tokenizers() -> TokenizerManager {
    let known = TokenizerManager::default();
    known.register(WORDS, WordTokenizer);
    known
}
