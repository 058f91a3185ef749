//! The fields of the index and what each is for.

use super::words::WordTokenizer;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::TokenizerManager;

/// The fields. Document n is definition n.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// The words of its names, of the Python names it serves, and of its path.
    pub words: Field,
    /// The words of its signature and documentation.
    pub doc: Field,
}

const WORDS: &str = "words";

/// Returns the schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    let text = || {
        let indexing = TextFieldIndexing::default().set_tokenizer(WORDS).set_index_option(IndexRecordOption::WithFreqs);
        TextOptions::default().set_indexing_options(indexing)
    };
    let mut builder = Schema::builder();
    let fields = Fields { words: builder.add_text_field("words", text()), doc: builder.add_text_field("doc", text()) };
    (builder.build(), fields)
}

/// Returns the tokenizers that the schema names. Only writing needs them: readers build their terms themselves.
pub(super) fn tokenizers() -> TokenizerManager {
    let known = TokenizerManager::default();
    known.register(WORDS, WordTokenizer);
    known
}
