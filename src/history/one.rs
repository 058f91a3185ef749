//! One definition in two indexed revisions: which is which, and how the texts differ.

use super::subject::{Place, What};
use super::unified::{Part, unified};
use crate::nav::{Answer, FoundBy, Navigator};
use anyhow::Result;

/// A definition in two revisions.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// In the older one; `None` where that has none.
    pub old: Option<Answer>,
    /// In the newer one.
    pub new: Option<Answer>,
    /// What happened to it.
    pub what: What,
    /// Whether its text is another (a moved or renamed definition may be unchanged; a name by itself counts as text).
    pub changed: bool,
    /// The unified diff; empty where the texts are equal.
    pub patch: String,
}

/// Compares what a name means in two revisions. `None` where neither knows it.
pub fn compare_name(old: &Navigator, new: &Navigator, name: &str) -> Result<Option<Pair>> {
    let before = best(old, name)?;
    let after = best(new, name)?;
    let (before, after) = match (before, after) {
        (None, None) => return Ok(None),
        // A symbol that only one of them has may have another name in the other.
        (Some(before), None) => {
            let after = counterpart(new, &before)?;
            (Some(before), after)
        }
        (None, Some(after)) => (counterpart(old, &after)?, Some(after)),
        both => both,
    };
    compare_answers(old, before, new, after).map(Some)
}

/// Finds in another revision the definition that an answer is about: under its Python name where that led to it, else
/// under its symbol, in the same file first. `None` where there is none.
pub fn counterpart(other: &Navigator, answer: &Answer) -> Result<Option<Answer>> {
    let symbol = answer.symbol.as_deref().unwrap_or(&answer.name);
    let named = answer.python_name.as_deref();
    if answer.found_by == FoundBy::PythonName
        && let Some(found) = named.map(|name| best(other, name)).transpose()?.flatten()
    {
        return Ok(Some(found));
    }
    let mut same = other.where_is(symbol, usize::MAX)?;
    same.retain(|found| found.exact && found.language == answer.language && found.found_by != FoundBy::Former);
    same.retain(|found| found.symbol.as_deref() == Some(symbol));
    let at = same.iter().position(|found| found.file == answer.file).unwrap_or(0);
    if at < same.len() {
        return Ok(Some(same.swap_remove(at)));
    }
    Ok(named.map(|name| best(other, name)).transpose()?.flatten())
}

/// Compares two answers, one of each revision.
pub fn compare_answers(
    old: &Navigator,
    before: Option<Answer>,
    new: &Navigator,
    after: Option<Answer>,
) -> Result<Pair> {
    let text = |navigator: &Navigator, answer: &Option<Answer>| -> Result<Option<(Place, Vec<u8>)>> {
        let Some(answer) = answer else { return Ok(None) };
        let place = Place::of(answer);
        let source = navigator.source(&answer.file)?;
        let text = super::lines::slice(source.text.as_bytes(), place.first_line, place.end_line).to_vec();
        Ok(Some((place, text)))
    };
    let (one, other) = (text(old, &before)?, text(new, &after)?);
    let changed = one.as_ref().map(|(_, text)| text) != other.as_ref().map(|(_, text)| text);
    let what = match (&one, &other) {
        (None, None) => What::Same,
        (None, Some(_)) => What::Added,
        (Some(_), None) => What::Removed,
        (Some((old, _)), Some((new, _))) if old.file != new.file => What::Moved,
        (Some((old, _)), Some((new, _))) if old.symbol != new.symbol => What::Renamed,
        _ if changed => What::Changed,
        _ => What::Same,
    };
    let patch = unified(part(one.as_ref()), part(other.as_ref()));
    Ok(Pair { old: before, new: after, what, changed, patch })
}

pub(super) fn part(side: Option<&(Place, Vec<u8>)>) -> Part<'_> {
    match side {
        Some((place, text)) => Part { path: Some(&place.file), first: place.first_line, text },
        None => Part { path: None, first: 1, text: b"" },
    }
}

/// The definition that a name means here; near and former names are not it.
fn best(navigator: &Navigator, name: &str) -> Result<Option<Answer>> {
    let answers = navigator.where_is(name, 8)?;
    Ok(answers.into_iter().find(|answer| answer.exact && answer.found_by != FoundBy::Former))
}
