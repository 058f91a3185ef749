//! What only the one who opened the index can answer, as it takes other indexes and folders: which revisions there are,
//! how a definition differs between two, reading lists and what was read of them.

use super::opening::Opening;
use super::page::Page;
use super::picker::{Pick, Row};
use super::reading::{Reading, Tick};
use crate::history;
use crate::model::{ReadingList, Revision};
use crate::nav::reading::{HotList, HotRequest, Progress, State, long_lists, topics_named};
use crate::nav::{Answer, Navigator, Selection, available};
use std::sync::Arc;

/// Lines of a list of hot lines: about what somebody reads in a day.
const BUDGET: u32 = 1500;

impl Opening {
    /// Opens an indexed revision of the repository that is open.
    pub(super) fn navigator(&self, rev: &str) -> Result<Navigator, String> {
        let repo = self.open.as_ref().map(|open| open.repository.clone());
        let wanted = Selection { repo, rev: Some(rev.to_owned()) };
        Navigator::open(&self.places, &wanted).map_err(|error| error.to_string())
    }

    fn now(&self) -> Result<Navigator, String> {
        let open = self.open.as_ref().ok_or("nothing is open")?;
        self.navigator(&open.commit)
    }

    /// Returns the indexed revisions that can be compared with the open one.
    pub(super) fn others(&self) -> Vec<Row> {
        let open = self.open.as_ref().map(|open| Pick::Difference(open.commit.clone()));
        self.known(Pick::Difference).into_iter().filter(|row| Some(&row.pick) != open.as_ref()).collect()
    }

    /// Returns the indexed revisions of the repository that is open; `pick` says what each does.
    pub(super) fn known(&self, pick: fn(String) -> Pick) -> Vec<Row> {
        let repository = self.open.as_ref().map(|revision| &revision.repository);
        let known = available(&self.places).into_iter().map(|manifest| manifest.revision);
        let known = known.filter(|revision| Some(&revision.repository) == repository);
        let row = |revision: Revision| {
            let is_open = self.open.as_ref().is_some_and(|open| open.commit == revision.commit);
            let commit: String = revision.commit.chars().take(10).collect();
            Row {
                right: if is_open { format!("open now  {commit}") } else { commit },
                also: revision.names.join(" "),
                // Two revisions may have had one name.
                pick: pick(revision.commit),
                left: revision.rev,
            }
        };
        known.map(row).collect()
    }

    /// Compares a definition of the open revision with the same one in another.
    pub(super) fn differs(&self, answer: &Answer, other: &str) -> Result<Page, String> {
        let told = |error: anyhow::Error| format!("{error:#}");
        let (here, there) = (self.now()?, self.navigator(other)?);
        let counterpart = history::counterpart(&there, answer).map_err(told)?;
        let is_older = there.revision().time <= here.revision().time;
        let mine = Some(answer.clone());
        let pair = if is_older {
            history::compare_answers(&there, counterpart, &here, mine)
        } else {
            history::compare_answers(&here, mine, &there, counterpart)
        };
        let pair = pair.map_err(told)?;
        let (old, new) = if is_older { (&there, &here) } else { (&here, &there) };
        let (old, new) = (&old.revision().rev, &new.revision().rev);
        let name = answer.symbol.as_deref().unwrap_or(&answer.name);
        let mut lines: Vec<String> = pair.patch.lines().map(str::to_owned).collect();
        if lines.is_empty() {
            lines.push(" The text is the same in both.".to_owned());
        }
        Ok(Page { title: format!("{name}, {old} to {new}: {}", pair.what.as_str()), lines, top: 0 })
    }

    /// Returns the reading lists there are.
    pub(super) fn reading_lists() -> Vec<Row> {
        let row = |name: &str, right: &str| Row {
            left: name.to_owned(),
            right: right.to_owned(),
            also: String::new(),
            pick: Pick::List(name.to_owned()),
        };
        let measured = [row("hot", "what every operation goes through"), row("startup", "what every run goes through")];
        measured.into_iter().chain(long_lists().into_iter().map(|name| row(name, "concepts in order"))).collect()
    }

    /// Makes a reading list and finds its cards in the open revision.
    pub(super) fn reading(&mut self, name: &str) -> Result<(Reading, Vec<Answer>), String> {
        let told = |error: anyhow::Error| format!("{error:#}");
        let navigator = self.now()?;
        let list = match HotList::parse(name) {
            Some(list) => navigator.hot(&HotRequest {
                list,
                budget: BUDGET,
                from: Vec::new(),
                minus: None,
                merge: false,
                estimate: false,
            }),
            None => navigator.topic_list(name, &topics_named(name), None),
        };
        let list = list.map_err(told)?;
        let ticks = ticks(&Progress::load(&self.places, &navigator, &list));
        let (mut cards, mut answers) = (Vec::new(), Vec::new());
        for (at, card) in list.cards.iter().enumerate() {
            let place = format!("{}:{}", card.file, card.start_line);
            let around = navigator.where_is(&place, 8).map_err(told)?;
            let same = around.iter().position(|answer| answer.symbol.as_deref() == Some(&card.symbol));
            let Some(answer) = around.into_iter().nth(same.unwrap_or(0)) else { continue };
            cards.push((at, card.clone()));
            answers.push(Answer { why: card.why.clone(), ..answer });
        }
        let reading = Reading {
            name: list.name.clone(),
            title: list.title.clone(),
            notes: list.notes.clone(),
            cards: Arc::from(cards),
            ticks,
        };
        self.list = Some(list);
        Ok((reading, answers))
    }

    /// Ticks a card of the list that was made last, or takes the tick away; returns all ticks.
    pub(super) fn ticked(&self, name: &str, card: usize, read: bool) -> Result<Vec<Tick>, String> {
        let list: &ReadingList = self.list.as_ref().filter(|list| list.name == name).ok_or("open the list again")?;
        let navigator = self.now()?;
        let mut progress = Progress::load(&self.places, &navigator, list);
        let state = if read { State::Read } else { State::Todo };
        progress.change(card, |mark| mark.state = state).map_err(|error| format!("{error:#}"))?;
        Ok(ticks(&progress))
    }
}

fn ticks(progress: &Progress) -> Vec<Tick> {
    progress.marks.iter().map(|mark| Tick { read: mark.state == State::Read, stale: mark.stale }).collect()
}
