//! Reading lists: measured or static weights of lines, concepts in their order, what a module offers -> cards in reading
//! order. This folder also cuts definitions to the lines worth reading and keeps what was read.

mod among;
mod api;
mod cut;
mod excerpt;
mod fit;
mod hot;
mod progress;
mod texts;
mod topic;

use excerpt::last_of_signature;
pub use excerpt::{Shown, excerpt};
pub use hot::{Heat, HotList, HotRequest};
pub use progress::{Mark, Progress, State};
pub use texts::Texts;

use super::topics::{TOPICS, Topic};
use super::{Answer, Direction, LinkFilter, Navigator};
use crate::model::{Card, CardSource, Kind, Language, LinkKind};
use anyhow::Result;

/// Returns the topics that a list of this name is made of: those that say so, else the one with that title or one of
/// whose other words it is, whatever its case.
pub fn topics_named(words: &str) -> Vec<&'static Topic> {
    let is = |name: &String| name.eq_ignore_ascii_case(words.trim());
    let mut parts: Vec<&Topic> = TOPICS.iter().filter(|topic| topic.lists.iter().any(is)).collect();
    parts.sort_by_key(|topic| !topic.leads);
    if !parts.is_empty() {
        return parts;
    }
    let titled = TOPICS.iter().find(|topic| is(&topic.title));
    titled.or_else(|| TOPICS.iter().find(|topic| topic.also.iter().any(is))).into_iter().collect()
}

/// Returns the names of the lists that are made of several topics, sorted.
pub fn long_lists() -> Vec<&'static str> {
    let mut names: Vec<&str> = TOPICS.iter().flat_map(|topic| &topic.lists).map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    names
}

impl Navigator {
    /// Makes the card of a definition. All of its lines count; see `shorten`.
    pub(in crate::nav) fn card(
        &self,
        texts: &Texts<'_>,
        answer: &Answer,
        section: &str,
        why: &str,
        source: CardSource,
    ) -> Result<Card> {
        let (start, end) = if answer.is_row {
            (answer.line, answer.line)
        } else {
            (answer.first_line.min(answer.line).max(1), answer.end_line.max(answer.line))
        };
        let head = texts.get(&answer.file).map_or(start, |text| last_of_signature(&text, start, end, answer.language));
        let origin = if answer.generated { self.origin_of(answer)? } else { None };
        Ok(Card {
            file: answer.file.clone(),
            symbol: answer.symbol.clone().unwrap_or_else(|| answer.name.clone()),
            kind: answer.kind,
            language: answer.language,
            start_line: start,
            end_line: end,
            signature: (start, head),
            hot_lines: vec![(start, end)],
            section: section.to_owned(),
            why: why.to_owned(),
            share: 0.0,
            cumulative: 0.0,
            source,
            runs_in: None,
            callers: Vec::new(),
            origin,
        })
    }

    /// Where generated code was made from, as far as the index knows.
    fn origin_of(&self, answer: &Answer) -> Result<Option<(String, u32)>> {
        let filter = LinkFilter { kinds: vec![LinkKind::GeneratedFrom], direction: Some(Direction::Out), limit: 1 };
        Ok(self.links(answer.id, &filter)?.into_iter().next().map(|row| (row.to.file, row.to.line)))
    }
}

/// Whether a definition holds data rather than something that runs.
fn is_data(answer: &Answer) -> bool {
    match answer.kind {
        Kind::Struct
        | Kind::Union
        | Kind::Enum
        | Kind::Typedef
        | Kind::Global
        | Kind::Field
        | Kind::Type
        | Kind::Table => true,
        // A macro of one line without parameters is a number or a name.
        Kind::Macro => answer.language == Language::C && answer.signature.is_empty() && answer.line == answer.end_line,
        _ => false,
    }
}
