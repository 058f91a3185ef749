//! Jump targets of interpreter loops: `TARGET(NAME) {` or `TARGET(NAME):`, in a function or in a file that is included
//! into one.

use super::draft::{Draft, fact};
use super::file::CFile;
use super::vocabulary::VOCABULARY;
use crate::clex::token::join;
use crate::model::Kind;

/// Finds all jump targets with the block behind them.
pub fn read(file: &CFile<'_>) -> Vec<Draft> {
    let words = (0..file.tokens.len()).filter(|at| VOCABULARY.targets.contains(file.tokens[*at].text));
    words.filter_map(|word| target(file, word)).collect()
}

fn target(file: &CFile<'_>, word: usize) -> Option<Draft> {
    let close = file.call_end(word).filter(|close| *close == word + 3)?;
    let behind = if file.is(close + 1, ":") { close + 2 } else { close + 1 };
    let block = file.partner(behind).filter(|_| file.is(behind, "{"));
    let end = block.or(file.is(close + 1, ":").then_some(close + 1))?;
    let span = file.tokens[word].offset..file.tokens[end].end();
    let mut draft = fact(&join(&file.tokens[word..=close]), Kind::Label, file, word, span);
    if let Some(end) = block {
        draft.body = file.tokens[behind].offset..file.tokens[end].end();
    }
    Some(draft)
}
