//! A script's instructions -> the cards to read: the code of each instruction, its forms for the types of the operands,
//! what they call, and what the types put into the slots that those go through.

use super::forms::fits;
use super::{Compiled, Instruction};
use crate::model::{Card, CardSource, DefinitionId, LinkKind, ReadingList};
use crate::nav::platform::platform;
use crate::nav::reading::Texts;
use crate::nav::{CALLS, Direction, LinkFilter, Navigator};
use anyhow::Result;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

const HANDLERS: &str = "instructions";
const FORMS: &str = "specialised forms";
const CALLED: &str = "what they call";
const SLOTS: &str = "slots of the types";
const FOLLOWED: &str =
    "static: made by following the compiler's source, nothing was run; what the operands are is not known";
/// What one instruction calls is told up to so many.
const MOST_CALLS: usize = 12;
/// What so many definitions call is no news.
const COMMON: usize = 250;
/// Forms named in a sentence.
const MOST_FORMS: usize = 6;

/// The cards of a script, as they are collected.
struct Cards<'n> {
    navigator: &'n Navigator,
    texts: Texts<'n>,
    groups: BTreeMap<usize, Vec<(Card, DefinitionId)>>,
    seen: HashSet<DefinitionId>,
}

impl Navigator {
    /// Makes the reading list of what runs for a script; `types` are those of the operands, for specialised forms and
    /// slots. `name` and `title` say what the script is.
    pub fn script_list(
        &self,
        name: &str,
        title: &str,
        compiled: &Compiled,
        types: &[String],
        budget: Option<u32>,
    ) -> Result<ReadingList> {
        let groups = BTreeMap::new();
        let mut made = Cards { navigator: self, texts: Texts::new(self), groups, seen: HashSet::new() };
        let distinct = distinct(&compiled.instructions);
        let words = types.iter().map(|one| self.words_of(one)).collect::<Result<Vec<_>>>()?;
        let operators = self.operators()?;
        let mut runs: Vec<DefinitionId> = Vec::new();
        for one in &distinct {
            let forms = self.forms(&one.name)?;
            let fitting: Vec<(&String, Vec<usize>)> =
                forms.iter().filter_map(|form| Some((form, fits(form, one, &words, &operators)?))).collect();
            runs.extend(made.handler(one, &why(one, &forms, !types.is_empty()))?);
            for (form, named) in fitting {
                if let Some(id) = self.instruction(form)? {
                    let named: Vec<&str> = named.iter().map(|&place| types[place].as_str()).collect();
                    let why = format!("takes the place of {} for {}", one.name, named.join(" and "));
                    made.add(1, FORMS, id, &why)?;
                    runs.extend(made.parts(id, 1, FORMS, form)?);
                    runs.push(id);
                }
            }
            if let Some(detail) = &one.detail {
                runs.extend(made.numbered(detail, &one.name)?);
            }
        }
        let called = made.called(&runs)?;
        made.slots(&[runs, called].concat(), types)?;
        let (cards, ids): (Vec<Card>, Vec<DefinitionId>) = made.groups.into_values().flatten().unzip();
        let names: Vec<&str> = distinct.iter().map(|one| one.name.as_str()).collect();
        let how = compiled.asked.clone().unwrap_or_else(|| FOLLOWED.to_owned());
        let mut notes = vec![how, format!("compiles to {}", names.join(", "))];
        let unsure: Vec<&str> = distinct.iter().filter(|one| !one.certain).map(|one| one.name.as_str()).collect();
        if !unsure.is_empty() {
            notes.push(format!("only perhaps: {}", unsure.join(", ")));
        }
        if !compiled.errors.is_empty() {
            let lines: Vec<String> = compiled.errors.iter().take(8).map(ToString::to_string).collect();
            notes.push(format!("not understood: line {}", lines.join(", ")));
        }
        let (name, title) = (name.to_owned(), title.to_owned());
        let mut list =
            ReadingList { name, title, commit: self.revision().commit.clone(), notes, pages: Vec::new(), cards };
        self.fit(&mut list, &made.texts, &ids, budget)?;
        Ok(list)
    }

    /// The words for operators in the numbers that an instruction picks its function by: `ADD` of `NB_ADD`.
    fn operators(&self) -> Result<Vec<String>> {
        let mut words = Vec::new();
        for table in ["binary_ops", "_PyEval_BinaryOps"] {
            for id in self.reader.by_symbol(table)? {
                let one = self.reader.definition(id)?.definition;
                let text = Texts::new(self).get(self.reader.path(one.file))?;
                for line in one.line..=one.end_line {
                    let number = text.line(line).split(['[', ']']).nth(1).and_then(|name| name.split_once('_'));
                    words.extend(number.map(|(_, word)| word.to_owned()));
                }
            }
        }
        Ok(words)
    }
}

/// Each instruction once, where it is first added; sure where one of its places is.
fn distinct(all: &[Instruction]) -> Vec<Instruction> {
    let mut out: Vec<Instruction> = Vec::new();
    for one in all {
        match out.iter_mut().find(|known| known.name == one.name && known.detail == one.detail) {
            Some(known) => known.certain |= one.certain,
            None => match out.iter_mut().find(|known| known.name == one.name) {
                // Another operator of the same instruction.
                Some(_) if one.detail.is_some() && one.name.contains("OP") => out.push(one.clone()),
                Some(known) => known.certain |= one.certain,
                None => out.push(one.clone()),
            },
        }
    }
    out
}

fn why(one: &Instruction, forms: &[String], has_types: bool) -> String {
    let mut why = match one.node {
        Some(("", line)) => format!("line {line}"),
        Some((node, line)) => format!("{node} in line {line}"),
        None => "put in front of the code".to_owned(),
    };
    if !one.by.is_empty() {
        let _ = write!(why, ", added by {}", one.by);
    }
    if !one.certain {
        why += ", perhaps";
    }
    if !has_types && !forms.is_empty() {
        let shown: Vec<&str> = forms.iter().take(MOST_FORMS).map(String::as_str).collect();
        let _ = write!(why, "; may become {}", shown.join(", "));
        if forms.len() > shown.len() {
            let _ = write!(why, " or one of {} more", forms.len() - shown.len());
        }
    }
    why
}

impl Cards<'_> {
    /// Adds a card to a group; `false` where it is on the list.
    fn add(&mut self, group: usize, section: &str, id: DefinitionId, why: &str) -> Result<bool> {
        if !self.seen.insert(id) {
            return Ok(false);
        }
        let answer = self.navigator.definition(id)?;
        let card = self.navigator.card(&self.texts, &answer, section, why, CardSource::Static)?;
        self.groups.entry(group).or_default().push((card, id));
        Ok(true)
    }

    /// The code of an instruction, and of what it is made of.
    fn handler(&mut self, one: &Instruction, why: &str) -> Result<Vec<DefinitionId>> {
        let Some(id) = self.navigator.instruction(&one.name)? else { return Ok(Vec::new()) };
        self.add(0, HANDLERS, id, why)?;
        let mut ids = vec![id];
        ids.extend(self.parts(id, 0, HANDLERS, &one.name)?);
        Ok(ids)
    }

    fn parts(&mut self, id: DefinitionId, group: usize, section: &str, of: &str) -> Result<Vec<DefinitionId>> {
        let filter = LinkFilter { kinds: vec![LinkKind::MadeOf], direction: Some(Direction::Out), limit: 0 };
        let mut ids = Vec::new();
        for row in self.navigator.links(id, &filter)? {
            if self.add(group, section, row.to.id, &format!("a part of {of}"))? {
                ids.push(row.to.id);
            }
        }
        Ok(ids)
    }

    /// The function that an instruction picks by a number.
    fn numbered(&mut self, number: &str, of: &str) -> Result<Vec<DefinitionId>> {
        let filter = LinkFilter { kinds: vec![LinkKind::FilledBy], direction: Some(Direction::Out), limit: 0 };
        let mut ids = Vec::new();
        for id in self.navigator.reader.by_symbol(number)? {
            for row in self.navigator.links(id, &filter)? {
                self.add(2, CALLED, row.to.id, &format!("{of} with {number} calls it"))?;
                ids.push(row.to.id);
            }
        }
        Ok(ids)
    }

    /// What the instructions call.
    fn called(&mut self, runs: &[DefinitionId]) -> Result<Vec<DefinitionId>> {
        let filter = LinkFilter { kinds: CALLS.to_vec(), direction: Some(Direction::Out), limit: 0 };
        let mut ids = Vec::new();
        for &id in runs {
            let mut told = 0;
            for row in self.navigator.links(id, &filter)? {
                let common = self.navigator.reader.links(row.to.id)?.into.len() > COMMON;
                let elsewhere = row.condition.is_some() || platform(&row.to.file, None).is_some();
                if common || told == MOST_CALLS || elsewhere {
                    continue;
                }
                let why = format!("{} calls it", row.from.symbol);
                if self.add(2, CALLED, row.to.id, &why)? {
                    told += 1;
                    ids.push(row.to.id);
                }
            }
        }
        Ok(ids)
    }

    /// What types put into the slots that the code goes through.
    fn slots(&mut self, runs: &[DefinitionId], types: &[String]) -> Result<()> {
        let out = |kind| LinkFilter { kinds: vec![kind], direction: Some(Direction::Out), limit: 0 };
        let mut slots: Vec<(DefinitionId, String, String)> = Vec::new();
        for &id in runs {
            for row in self.navigator.links(id, &out(LinkKind::MayCall))? {
                if !slots.iter().any(|(known, ..)| *known == row.to.id) {
                    slots.push((row.to.id, row.to.symbol, row.from.symbol));
                }
            }
        }
        for kind in types {
            let Some(answer) = self.navigator.exactly(kind)?.into_iter().next() else { continue };
            let own: HashSet<DefinitionId> =
                self.navigator.links(answer.id, &out(LinkKind::SlotOf))?.into_iter().map(|row| row.to.id).collect();
            for (slot, name, by) in &slots {
                for row in self.navigator.links(*slot, &out(LinkKind::FilledBy))? {
                    if own.contains(&row.to.id) {
                        self.add(3, SLOTS, row.to.id, &format!("{kind} has it in {name}, which {by} calls"))?;
                    }
                }
            }
        }
        Ok(())
    }
}
