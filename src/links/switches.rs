//! Macros by which one source asks the shared headers for something: `#define PY_SSIZE_T_CLEAN` before `Python.h`.
//!
//! What a header defines under such a condition holds for some sources and not for others.

use super::Input;
use super::build::Build;
use crate::clex::condition::{Knowledge, holds, number};
use crate::model::{ConditionId, FileId};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The switches of a revision.
pub struct Switches<'f> {
    /// Which sources define a switch, each with its number.
    set: HashMap<&'f str, HashMap<FileId, Option<i64>>>,
    /// Per condition of a shared header that asks for a switch: the texts of its levels.
    asked: HashMap<(FileId, ConditionId), Vec<&'f str>>,
    /// Sources that take back what makes checks vanish.
    checked: HashSet<FileId>,
    known: Mutex<HashMap<(FileId, ConditionId, FileId), bool>>,
}

impl<'f> Switches<'f> {
    /// Collects what conditions of shared headers ask for and only other files define.
    pub fn new(files: &'f [Input]) -> Self {
        let is_shared = |file: &Input| file.path.starts_with("Include/");
        let mut words: HashSet<&str> = HashSet::default();
        for file in files.iter().filter(|file| is_shared(file)) {
            words.extend(file.facts.conditions.iter().flat_map(|condition| names(&condition.text)));
        }
        words.retain(|word| !Build::is_given(word));
        let mut set: HashMap<&str, HashMap<FileId, Option<i64>>> = HashMap::default();
        let mut checked = HashSet::default();
        for (id, file) in files.iter().enumerate() {
            // `PC/pyconfig.h` speaks for another platform.
            let Some(c) = &file.facts.c else { continue };
            for one in c.macros.iter().filter(|one| one.params.is_none()) {
                if is_shared(file) {
                    words.remove(&*one.name);
                } else if !file.path.starts_with("PC/") && words.contains(&*one.name) {
                    set.entry(&one.name).or_default().insert(id as FileId, number(one.body.trim()));
                }
            }
            if !is_shared(file) && c.undefs.iter().any(|(name, _)| Build::silences(name)) {
                checked.insert(id as FileId);
            }
        }
        set.retain(|name, _| words.contains(name));
        let mut asked = HashMap::default();
        for (id, file) in files.iter().enumerate().filter(|(_, file)| is_shared(file)) {
            for condition in 1..=file.facts.conditions.len() as ConditionId {
                let levels = levels(file, condition);
                if levels.iter().any(|text| names(text).any(|name| set.contains_key(name))) {
                    asked.insert((id as FileId, condition), levels);
                }
            }
        }
        Switches { set, asked, checked, known: Mutex::default() }
    }

    /// Whether what stands under a condition of a shared header holds for a source that reaches these files; `None`
    /// where no switch is asked for.
    pub fn holds(
        &self,
        build: &Build,
        (owner, condition): (FileId, ConditionId),
        source: FileId,
        reach: &HashSet<FileId>,
    ) -> Option<bool> {
        let levels = self.asked.get(&(owner, condition))?;
        let key = (owner, condition, source);
        if let Some(&known) = self.known().get(&key) {
            return Some(known);
        }
        let know = |name: &str| match self.set.get(name) {
            None => build.know(name),
            Some(by) => {
                let own = by.get(&source).or_else(|| by.iter().find(|(by, _)| reach.contains(by)).map(|(_, set)| set));
                own.map_or(Knowledge::Undefined, |set| Knowledge::Defined(*set))
            }
        };
        let all = levels.iter().all(|text| holds(text, &know) != Some(false));
        self.known().insert(key, all);
        Some(all)
    }

    fn known(&self) -> MutexGuard<'_, HashMap<(FileId, ConditionId, FileId), bool>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a source that reaches these files keeps the checks that a default build leaves out.
    pub fn keeps_checks(&self, reach: &HashSet<FileId>) -> bool {
        self.checked.iter().any(|file| reach.contains(file))
    }
}

fn names(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| c != '_' && !c.is_ascii_alphanumeric());
    words.filter(|word| word.len() > 1 && *word != "defined" && !word.starts_with(|c: char| c.is_ascii_digit()))
}

fn levels(file: &Input, condition: ConditionId) -> Vec<&str> {
    let mut out = Vec::new();
    let mut at = condition;
    while let Some(level) = (at as usize).checked_sub(1).and_then(|index| file.facts.conditions.get(index)) {
        out.push(&*level.text);
        at = if level.outer < at { level.outer } else { 0 };
    }
    out
}
