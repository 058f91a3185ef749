//! A concept -> its reading list: entry points, then helpers, then data structures.

use super::{Texts, is_data};
use crate::model::{Card, CardSource, DefinitionId, Kind, Language, ReadingList};
use crate::nav::topics::{Found, Topic};
use crate::nav::{Answer, CALLS, Direction, LinkFilter, Navigator};
use anyhow::Result;
use std::collections::{HashMap, HashSet};

/// The groups of a concept's list, in reading order.
const SECTIONS: &[&str] = &["entry points", "helpers", "data structures", "documents"];

/// Where the pages of the developer's guide and of PEPs are.
const GUIDE: &str = "https://devguide.python.org";
const PEPS: &str = "https://peps.python.org";

impl Navigator {
    /// Makes the reading list of a concept, or of several one after the other under a name of their own; at most
    /// `budget` lines of it.
    ///
    /// Within a group the cards keep the order of the concept. A definition is an entry point where Python code or
    /// other files reach it by name and no card before it calls it. Several concepts are told each in its own order.
    pub fn topic_list(&self, name: &str, topics: &[&Topic], budget: Option<u32>) -> Result<ReadingList> {
        let texts = Texts::new(self);
        let (mut cards, mut ids, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
        let (mut pages, mut lost, mut all): (Vec<String>, usize, usize) = (Vec::new(), 0, 0);
        for topic in topics {
            let found = self.topic(topic)?;
            lost += found.iter().filter(|found| found.answer.is_none()).count();
            all += found.len();
            for (section, card, id) in self.cards_of(&texts, found, &mut seen, topics.len() > 1)? {
                let section = if topics.len() > 1 { topic.title.clone() } else { SECTIONS[section].to_owned() };
                cards.push(Card { section, ..card });
                ids.push(id);
            }
            for page in self.pages_of(topic) {
                if !pages.contains(&page) {
                    pages.push(page);
                }
            }
        }
        let title = match topics {
            [only] => only.title.clone(),
            _ => name.chars().enumerate().map(|(at, c)| if at == 0 { c.to_ascii_uppercase() } else { c }).collect(),
        };
        let commit = self.revision().commit.clone();
        let notes = vec!["made from concepts that cpynav knows, not measured; the order is a suggestion".to_owned()];
        let mut list = ReadingList { name: name.to_lowercase(), title, commit, notes, pages, cards };
        if lost > 0 {
            list.notes.push(format!("{lost} of {all} places are not in {}", self.revision().rev));
        }
        self.fit(&mut list, &texts, &ids, budget)?;
        Ok(list)
    }

    /// The cards of a concept with the place of their group, in reading order, without those already seen.
    fn cards_of(
        &self,
        texts: &Texts<'_>,
        found: Vec<Found>,
        seen: &mut HashSet<DefinitionId>,
        among_others: bool,
    ) -> Result<Vec<(usize, Card, DefinitionId)>> {
        let known = found.into_iter().filter_map(|Found { says, answer, .. }| Some((answer?, says)));
        let known: Vec<(Answer, String)> = known.filter(|(answer, _)| seen.insert(answer.id)).collect();
        let called = self.called_earlier(&known.iter().map(|(answer, _)| answer.id).collect::<Vec<_>>())?;
        let mut cards = Vec::new();
        for (answer, says) in &known {
            let section = section(answer, &called);
            let card = self.card(texts, answer, SECTIONS[section], says, CardSource::Topic)?;
            cards.push((section, card, answer.id));
        }
        // Groups that have the names of concepts show nothing of entry points and helpers.
        if !among_others {
            cards.sort_by_key(|(section, ..)| *section);
        }
        Ok(cards)
    }

    /// What to read beside the code.
    fn pages_of(&self, topic: &Topic) -> Vec<String> {
        let mut pages: Vec<String> = self.pages(topic).into_iter().map(str::to_owned).collect();
        pages.extend(topic.peps.iter().map(|pep| format!("{PEPS}/pep-{pep:04}/")));
        pages.extend(topic.guides.iter().map(|page| format!("{GUIDE}/{page}/")));
        pages
    }

    /// Those of some definitions that one before them calls.
    fn called_earlier(&self, all: &[DefinitionId]) -> Result<HashSet<DefinitionId>> {
        let filter = LinkFilter { kinds: CALLS.to_vec(), direction: Some(Direction::Out), limit: 0 };
        let place: HashMap<DefinitionId, usize> = all.iter().zip(0..).map(|(&id, at)| (id, at)).collect();
        let mut called = HashSet::new();
        for (at, &id) in all.iter().enumerate() {
            let rows = self.links(id, &filter)?.into_iter().map(|row| row.to.id);
            called.extend(rows.filter(|to| place.get(to).is_some_and(|&its| its > at)));
        }
        Ok(called)
    }
}

/// The place of a definition's group in `SECTIONS`.
fn section(answer: &Answer, called: &HashSet<DefinitionId>) -> usize {
    let is_instruction = answer.language == Language::Dsl && matches!(answer.kind, Kind::Inst | Kind::Macro);
    let named = is_instruction || !answer.serves.is_empty() || answer.python_name.is_some();
    match () {
        () if answer.language == Language::Doc => 3,
        () if is_data(answer) => 2,
        () if matches!(answer.kind, Kind::Op | Kind::Label) => 1,
        () if named && answer.language != Language::Python => 0,
        () if called.contains(&answer.id) => 1,
        () if answer.language == Language::Python => usize::from(is_private(&answer.name)),
        // What is static in a header is there for every file.
        () => usize::from(answer.is_static && answer.file.ends_with(".c")),
    }
}

fn is_private(name: &str) -> bool {
    name.starts_with('_') && !name.ends_with("__")
}
