//! What a word means where it stands: the function around it, its file, what the file imports or includes, then all
//! the rest. The other way round than the uses of a definition, by the same rules.

use crate::facts;
use crate::index::{Found as Row, fold};
use crate::model::{Dialect, Language};
use crate::nav::{Answer, FoundBy, Navigator};
use anyhow::{Context, Result};

/// Definitions that have only the name in common with a place are told up to so many.
const BY_NAME: usize = 50;

/// What a word means where it stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// These definitions, the likeliest first; more than one where the place leaves a choice; none where nothing in the
    /// index is meant.
    Definitions(Vec<Answer>),
    /// What the file declares for itself: 1-based line and column of the declaration.
    Local(u32, u32),
    /// A line of another file, 1-based: a parameter, an attribute that a class sets, a declaration.
    Place(String, u32),
    /// A file: what an `#include` names.
    File(String),
    /// Definitions that only have this name: nobody knows what stands before the dot.
    ByName(Vec<Answer>),
    /// No name of the program: the word stands in a comment, a string or a document.
    Text,
}

impl Navigator {
    /// Tells what the word at a 1-based line and column (in characters) of a file means.
    pub fn meaning(&self, file: &str, line: u32, column: u32, word: &str) -> Result<Meaning> {
        let id = self.reader.file(file).with_context(|| format!("{file} is not in the index"))?;
        let text = self.source(file)?.text;
        match facts::classify(file) {
            Ok(Dialect::Python) => self.meaning_in_python(id, &text, (line, column), word),
            Ok(Dialect::C | Dialect::Bytecodes) => self.meaning_in_c(id, &text, (line, column), word),
            Ok(Dialect::Rst | Dialect::Markdown) | Err(_) => Ok(Meaning::Text),
            Ok(_) => self.anything(word),
        }
    }

    /// Whatever has exactly this name.
    pub(super) fn anything(&self, word: &str) -> Result<Meaning> {
        let mut found = self.exactly(word)?;
        found.truncate(BY_NAME);
        Ok(Meaning::Definitions(found))
    }

    /// What a full dotted name stands for; where nothing is known under it, what has its last part as a name.
    pub(super) fn of_dotted(&self, full: &str, word: &str) -> Result<Meaning> {
        let Some(resolved) = self.resolve(full)? else { return self.by_name(word) };
        let found = self.answers_of(full, &resolved)?;
        if found.is_empty() { self.by_name(word) } else { Ok(Meaning::Definitions(found)) }
    }

    /// What Python has under this name, whatever it belongs to.
    pub(super) fn by_name(&self, word: &str) -> Result<Meaning> {
        let mut found = Vec::new();
        for row in self.reader.by_folded(&fold(word))? {
            match row {
                Row::Definition(id) => {
                    let answer = self.answer(id, true, FoundBy::Symbol)?;
                    found.extend(Some(answer).filter(|it| it.name == word && it.language == Language::Python));
                }
                Row::Name(number) => {
                    let dotted = self.reader.name(number)?.dotted();
                    if dotted.rsplit('.').next() == Some(word)
                        && let Some(resolved) = self.resolve(&dotted)?
                    {
                        found.extend(self.answers_of(&dotted, &resolved)?.into_iter().take(1));
                    }
                }
            }
            if found.len() >= 4 * BY_NAME {
                break;
            }
        }
        found.sort_by_key(|it| (std::cmp::Reverse(self.reader.weight(it.id)), it.id));
        found.dedup_by_key(|it| it.id);
        found.truncate(BY_NAME);
        Ok(Meaning::ByName(found))
    }
}
