//! The default Linux build: which `#if` branches it compiles, from `queries/c/build.toml` and the sources themselves.

use super::Input;
use crate::clex::condition::{Knowledge, holds, number};
use crate::model::FileFacts;
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Table {
    undefined: Vec<String>,
    vanishing: HashSet<String>,
    silencing: HashSet<String>,
    defined: HashMap<String, i64>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(include_str!("../../queries/c/build.toml")).expect("compiled-in data, parsed by a test")
});

/// Whether a macro of the system vanishes with its arguments.
pub fn vanishes(name: &str) -> bool {
    TABLE.vanishing.contains(name)
}

/// What is known of the macros that conditions ask for.
pub struct Build {
    exact: HashSet<&'static str>,
    patterns: Vec<(&'static str, &'static str)>,
    /// Macros the sources define outside of a fallback for themselves: their number, where it is one.
    in_sources: HashMap<Box<str>, Option<i64>>,
}

impl Build {
    /// Whether the table itself says that a name is defined.
    pub fn is_given(name: &str) -> bool {
        TABLE.defined.contains_key(name)
    }

    /// Whether a definition of this name makes the macros vanish that `vanishes` tells of.
    pub fn silences(name: &str) -> bool {
        TABLE.silencing.contains(name)
    }

    /// Collects what the headers define.
    pub fn new(files: &[Input]) -> Self {
        let mut exact = HashSet::default();
        let mut patterns = Vec::new();
        for name in &TABLE.undefined {
            match name.split_once('*') {
                None => {
                    exact.insert(name.as_str());
                }
                Some((front, back)) => patterns.push((front, back)),
            }
        }
        let mut build = Build { exact, patterns, in_sources: HashMap::default() };
        let mut asked = HashSet::default();
        let mut texts = HashSet::default();
        for condition in files.iter().flat_map(|file| &file.facts.conditions) {
            // Most files ask the same.
            if texts.insert(&*condition.text) {
                asked.extend(condition.text.split(|c: char| c != '_' && !c.is_alphanumeric()).filter(|w| w.len() > 1));
            }
        }
        for file in files {
            let Some(c) = &file.facts.c else { continue };
            for one in &c.macros {
                if one.params.is_some() || !asked.contains(&*one.name) {
                    continue;
                }
                let about_itself = file.facts.conditions.get((one.condition as usize).wrapping_sub(1));
                if about_itself.is_some_and(|condition| condition.text.contains(&*one.name)) {
                    continue;
                }
                // A header of another platform must not speak for this one.
                if build.condition_holds(&file.facts, one.condition) == Some(false) || file.path.starts_with("PC/") {
                    continue;
                }
                build.in_sources.insert(one.name.clone(), number(one.body.trim().trim_matches(['(', ')'])));
            }
        }
        build
    }

    /// What is known of a name.
    pub fn know(&self, name: &str) -> Knowledge {
        if let Some(&value) = TABLE.defined.get(name) {
            return Knowledge::Defined(Some(value));
        }
        let fits = |(front, back): &(&str, &str)| {
            name.len() >= front.len() + back.len() && name.starts_with(front) && name.ends_with(back)
        };
        if self.exact.contains(name) || self.patterns.iter().any(fits) {
            return Knowledge::Undefined;
        }
        match self.in_sources.get(name) {
            Some(value) => Knowledge::Defined(*value),
            None if name.starts_with("HAVE_") || name.starts_with("WITH_") => Knowledge::Defined(Some(1)),
            None => Knowledge::Unknown,
        }
    }

    /// Whether a condition with its outer levels holds; `None` where nothing is known.
    pub fn condition_holds(&self, facts: &FileFacts, condition: u32) -> Option<bool> {
        let mut at = condition;
        let mut all = Some(true);
        while let Some(level) = (at as usize).checked_sub(1).and_then(|index| facts.conditions.get(index)) {
            match holds(&level.text, &|name| self.know(name)) {
                Some(false) => return Some(false),
                None => all = None,
                Some(true) => {}
            }
            at = if level.outer < at { level.outer } else { 0 };
        }
        all
    }

    /// Per file, per condition: whether it holds by itself. What is unknown counts as holding.
    pub fn own<'f>(&self, files: &'f [Input]) -> Vec<Vec<bool>> {
        // Most files ask the same.
        let mut known: HashMap<&'f str, bool> = HashMap::default();
        let mut holds =
            |text| *known.entry(text).or_insert_with(|| holds(text, &|name| self.know(name)) != Some(false));
        let own = |file: &'f Input| file.facts.conditions.iter().map(|one| holds(&one.text)).collect();
        files.iter().map(own).collect()
    }

    /// Per condition of a file: whether it holds with all that are around it.
    pub fn chained(facts: &FileFacts, own: &[bool]) -> Vec<bool> {
        let mut out: Vec<bool> = Vec::with_capacity(own.len());
        for (condition, own) in facts.conditions.iter().zip(own) {
            let outer = (condition.outer as usize).checked_sub(1).and_then(|index| out.get(index)).copied();
            out.push(*own && outer.unwrap_or(true));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_parses_and_decides() {
        let build = Build::new(&[]);
        assert_eq!(build.know("MS_WINDOWS"), Knowledge::Undefined);
        assert_eq!(build.know("OPENSSL_NO_SSL3"), Knowledge::Undefined);
        assert_eq!(build.know("SIZEOF_LONG"), Knowledge::Defined(Some(8)));
        assert_eq!(build.know("HAVE_FORK"), Knowledge::Defined(Some(1)));
        assert_eq!(build.know("SIGALRM"), Knowledge::Unknown);
    }
}
