//! What a word means where it stands: the function around it, its file, what the file imports or includes, then all
//! the rest. The other way round than the uses of a definition, by the same rules.

use super::Found;
use super::python::Local;
use super::scan::FileUses;
use crate::facts::{self, uses, uses::Use};
use crate::index::{Found as Row, fold};
use crate::model::{Dialect, FileId, Kind, Language, UseKind};
use crate::nav::{Answer, FoundBy, Navigator};
use anyhow::{Context, Result};

/// Definitions that have only the name in common with a place are told up to so many.
const BY_NAME: usize = 50;

/// What a word means where it stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// These definitions, the likeliest first; more than one where the place leaves a choice; none where the word is no
    /// name of the program there, as in a comment.
    Definitions(Vec<Answer>),
    /// What the function around declares for itself: 1-based line and column of the declaration.
    Local(u32, u32),
    /// A file: what an `#include` names.
    File(String),
    /// Definitions that only have this name: nobody knows what stands before the dot.
    ByName(Vec<Answer>),
}

impl Navigator {
    /// Tells what the word at a 1-based line and column (in characters) of a file means.
    pub fn meaning(&self, file: &str, line: u32, column: u32, word: &str) -> Result<Meaning> {
        let id = self.reader.file(file).with_context(|| format!("{file} is not in the index"))?;
        let text = self.source(file)?.text;
        match facts::classify(file) {
            Ok(Dialect::Python) => self.in_python(id, &text, (line, column), word),
            Ok(Dialect::C | Dialect::Bytecodes) => self.meaning_in_c(id, &text, (line, column), word),
            Ok(Dialect::Rst | Dialect::Markdown) | Err(_) => Ok(Meaning::Definitions(Vec::new())),
            Ok(_) => self.anything(word),
        }
    }

    /// Whatever has exactly this name.
    pub(super) fn anything(&self, word: &str) -> Result<Meaning> {
        let mut found = self.exactly(word)?;
        found.truncate(BY_NAME);
        Ok(Meaning::Definitions(found))
    }

    fn in_python(&self, file: FileId, text: &str, (line, column): (u32, u32), word: &str) -> Result<Meaning> {
        let file = FileUses { file, uses: uses::find(Dialect::Python, text, word), lines: Vec::new() };
        let covers = |one: &&Use| one.line == line && (one.column..one.column + word.len() as u32).contains(&column);
        let mut found = Found::new(self);
        let Some(one) = file.uses.uses.iter().find(covers) else {
            // What binds a name is no use of it; a comment is no place of the program.
            let here = text.lines().nth(line as usize - 1).unwrap_or_default();
            let before: String = here.chars().take(column as usize - 1).collect();
            let bound = !before.contains('#') && file.uses.uses.iter().any(|one| *one.chain == *word);
            return match bound.then(|| declared(&mut found, file.file, text, line, word)) {
                Some(meaning) => meaning,
                None => Ok(Meaning::Definitions(Vec::new())),
            };
        };
        if one.kind == UseKind::Definition {
            let here = self.reader.in_file(file.file)?.map(|id| self.definition(id));
            let here = here.collect::<Result<Vec<_>>>()?.into_iter();
            return Ok(Meaning::Definitions(here.filter(|it| it.line == line && it.kind != Kind::Module).collect()));
        }
        if one.kind == UseKind::Import {
            let level = one.chain.len() - one.chain.trim_start_matches('.').len();
            let full = found.absolute(file.file, level, &one.chain[level..])?;
            return self.of_dotted(&full, word);
        }
        let (head, rest) = one.chain.split_once('.').unwrap_or((&one.chain, ""));
        let whole = |head: String| if rest.is_empty() { head } else { format!("{head}.{rest}") };
        if head.is_empty() {
            return self.by_name(word);
        }
        if matches!(head, "self" | "cls") && one.is_member {
            let class = found.class_around(file.file, line)?;
            return class.map_or_else(|| self.by_name(word), |class| self.of_dotted(&whole(class), word));
        }
        // What is bound is looked for under the name that begins the dotted text.
        let of_head = FileUses { uses: uses::find(Dialect::Python, text, head), ..file };
        match found.local(head, &of_head, one, head)? {
            Local::Is(id) if rest.is_empty() => Ok(Meaning::Definitions(vec![self.definition(id)?])),
            Local::Hidden if rest.is_empty() => Ok(declared(&mut found, file.file, text, line, word)?),
            Local::Is(_) | Local::Hidden => self.by_name(word),
            Local::No => match found.find_head(&of_head, head)? {
                Some(full) => self.of_dotted(&whole(full), word),
                // Nothing of the module, and not built in: a loop or a `with` of the function binds it.
                None if rest.is_empty() => declared(&mut found, of_head.file, text, line, word),
                None => self.by_name(word),
            },
        }
    }

    /// What a full dotted name stands for; where nothing is known under it, what has its last part as a name.
    fn of_dotted(&self, full: &str, word: &str) -> Result<Meaning> {
        let Some(resolved) = self.resolve(full)? else { return self.by_name(word) };
        let found = self.answers_of(full, &resolved)?;
        if found.is_empty() { self.by_name(word) } else { Ok(Meaning::Definitions(found)) }
    }

    /// What has this name, whatever it belongs to; Python's own names first.
    fn by_name(&self, word: &str) -> Result<Meaning> {
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
        if found.is_empty() {
            return self.anything(word);
        }
        found.sort_by_key(|it| (std::cmp::Reverse(self.reader.weight(it.id)), it.id));
        found.dedup_by_key(|it| it.id);
        found.truncate(BY_NAME);
        Ok(Meaning::ByName(found))
    }
}

/// The first mention of a name in the functions around a line: a parameter, or what binds it.
fn declared(found: &mut Found<'_>, file: FileId, text: &str, line: u32, word: &str) -> Result<Meaning> {
    let is_function = |kind| matches!(kind, Kind::Function | Kind::Method);
    let extents = found.extents(file)?.iter();
    let around = extents.filter(|one| one.first <= line && line <= one.last && is_function(one.kind));
    let mut spans: Vec<(u32, u32)> = around.map(|one| (one.line, one.last)).collect();
    // The innermost function that has the name binds it, or one around it does: the last mention that is first.
    spans.sort_unstable_by_key(|(first, last)| last - first);
    let lines: Vec<&str> = text.lines().collect();
    for (first, _) in spans {
        for number in first..line {
            let text = lines.get(number as usize - 1).copied().unwrap_or_default();
            if let Some(byte) = word_in(text, word) {
                return Ok(Meaning::Local(number, text[..byte].chars().count() as u32 + 1));
            }
        }
    }
    let here = lines.get(line as usize - 1).copied().unwrap_or_default();
    let column = word_in(here, word).map_or(1, |byte| here[..byte].chars().count() as u32 + 1);
    Ok(Meaning::Local(line, column))
}

/// The byte of a whole word in a line.
fn word_in(line: &str, word: &str) -> Option<usize> {
    let is_word = |c: char| c == '_' || c.is_alphanumeric();
    let whole = |at: &usize| !line[..*at].ends_with(is_word) && !line[*at + word.len()..].starts_with(is_word);
    line.match_indices(word).map(|(at, _)| at).find(whole)
}
