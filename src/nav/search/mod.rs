//! Words as people type them -> ranked definitions. Names first, then meaning; a definition stays in the strongest
//! stage that finds it.
//!
//! ```text
//! filter   lang: kind: path: in:            query   the words that matter
//! names    stages that compare names        sense   words, concepts, full text
//! hits     what was found, in its order     former  names of other revisions
//! ```

mod filter;
mod former;
mod hits;
mod names;
mod query;
mod sense;
mod successor;

use super::where_is::bare;
use super::{Answer, FoundBy, Navigator, pep, place};
use crate::model::DefinitionId;
use anyhow::Result;
use filter::{Filter, Gate};
use hits::{Hits, Why};
use query::Query;
use std::collections::HashSet;

impl Navigator {
    /// Answers words as people type them; exact names first. `lang:`, `kind:`, `path:` and `in:` restrict the answers.
    pub fn search(&self, asked: &str, limit: usize) -> Result<Vec<Answer>> {
        let (filter, rest) = Filter::parse(asked);
        let gate = Gate::new(self, &filter)?;
        let mut answers = Vec::new();
        let number = pep::number(bare(&rest));
        let exact = match number {
            Some(number) => self.about_pep(number, usize::MAX)?,
            None if rest.is_empty() => Vec::new(),
            None => self.exactly(&rest)?,
        };
        for answer in exact {
            if gate.lets(self, answer.id)? {
                answers.push(answer);
            }
        }
        if answers.is_empty() && number.is_none() {
            for answer in self.former(&rest)? {
                if gate.lets(self, answer.id)? {
                    answers.push(answer);
                }
            }
        }
        if number.is_none() && place::parse(&rest).is_none() && answers.len() < limit {
            let known: HashSet<DefinitionId> = answers.iter().map(|answer| answer.id).collect();
            let more = self.like(&rest, &filter, &gate, limit)?;
            answers.extend(more.into_iter().filter(|answer| !known.contains(&answer.id)));
        }
        answers.truncate(limit);
        Ok(answers)
    }

    /// Everything that is like the question without being named by it.
    pub(super) fn near(&self, asked: &str, limit: usize) -> Result<Vec<Answer>> {
        let filter = Filter::default();
        self.like(asked, &filter, &Gate::new(self, &filter)?, limit)
    }

    fn like(&self, asked: &str, filter: &Filter, gate: &Gate, limit: usize) -> Result<Vec<Answer>> {
        let query = Query::new(asked, filter);
        let mut hits = Hits::default();
        if query.text.is_empty() && !filter.is_empty() {
            for id in gate.ids() {
                hits.put(id, FoundBy::Text, 0.0, Why::Stage);
            }
        }
        self.add_names(&query, limit, &mut hits)?;
        self.add_sense(&query, &mut hits)?;
        hits.best(self, &query, gate, limit)
    }
}
