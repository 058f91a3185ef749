//! Jump targets of interpreter loops: `TARGET(NAME) {` or `TARGET(NAME):`, in a function or in a file that is included
//! into one, and `case NAME: {` in such a file. A target has the name of its instruction.

use super::draft::{Draft, fact};
use super::file::CFile;
use super::structure::Place;
use super::vocabulary::VOCABULARY;
use crate::clex::{Token, TokenKind};
use crate::model::Kind;

/// Finds all jump targets with the block behind them.
pub fn read(file: &CFile<'_>) -> Vec<Draft> {
    let words = (0..file.tokens.len()).filter(|at| file.tokens[*at].kind == TokenKind::Word);
    words
        .filter_map(|word| if file.tokens[word].text == "case" { case(file, word) } else { target(file, word) })
        .collect()
}

fn target(file: &CFile<'_>, word: usize) -> Option<Draft> {
    if !VOCABULARY.targets.contains(file.tokens[word].text) {
        return None;
    }
    let close = file.call_end(word)?;
    let is_one = file.tokens[word + 2].is_word() && (close == word + 3 || file.is(word + 3, ","));
    let behind = if file.is(close + 1, ":") { close + 2 } else { close + 1 };
    let has_block = file.is(behind, "{") && file.partner(behind).is_some();
    (is_one && (has_block || behind == close + 2)).then(|| label(file, word + 2, word, behind))
}

/// A label at file level: the file is included into a `switch`.
fn case(file: &CFile<'_>, word: usize) -> Option<Draft> {
    let at_file_level = file.structure.places.get(word) == Some(&Place::File);
    let is_name = file.tokens.get(word + 1).is_some_and(Token::is_word);
    let is_one = at_file_level && is_name && file.is(word + 2, ":") && file.is(word + 3, "{");
    // Its calls belong to the function that includes the file: no body of its own.
    is_one.then(|| Draft { body: 0..0, ..label(file, word + 1, word, word + 3) })
}

/// Makes the draft of a target named by the token at `name`, from `first` to the end of the block at `behind`.
fn label(file: &CFile<'_>, name: usize, first: usize, behind: usize) -> Draft {
    let block = file.partner(behind).filter(|_| file.is(behind, "{"));
    let span = file.tokens[first].offset..file.tokens[block.unwrap_or(behind - 1)].end();
    let mut draft = fact(file.tokens[name].text, Kind::Label, file, name, span);
    if let Some(end) = block {
        draft.body = file.tokens[behind].offset..file.tokens[end].end();
    }
    draft
}
