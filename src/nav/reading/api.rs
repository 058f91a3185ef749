//! What a module or type offers -> its reading list: the offered names, what several of them share, the types.

use super::{Texts, is_data};
use crate::model::{Card, CardSource, DefinitionId, Kind, ReadingList};
use crate::nav::{Answer, CALLS, Direction, LinkFilter, Navigator};
use anyhow::Result;
use std::collections::{BTreeMap, HashSet};

const OFFERED: &str = "entry points";
const SHARED: &str = "helpers";
const DATA: &str = "data structures";
/// Helpers on one list.
const MOST_HELPERS: usize = 30;

impl Navigator {
    /// Makes the reading list of what a module or type offers, at most `budget` lines of it; `None` where nothing has
    /// that name. Names that begin with an underscore are left out.
    ///
    /// The order is that of the files; functions of the same files that more than one of them calls follow.
    pub fn api_list(&self, module: &str, budget: Option<u32>) -> Result<Option<ReadingList>> {
        let mut answers = self.api(module)?;
        let is_private = |answer: &Answer| {
            let name = answer.python_name.as_deref().unwrap_or(&answer.name);
            let last = name.rsplit('.').next().unwrap_or(name);
            last.starts_with('_') && !last.ends_with("__")
        };
        answers.retain(|answer| !is_private(answer) && answer.kind != Kind::Module);
        if answers.is_empty() {
            return Ok(None);
        }
        answers.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        let mut seen = HashSet::new();
        answers.retain(|answer| seen.insert((answer.id, answer.is_row.then_some(answer.line))));
        let (data, code): (Vec<Answer>, Vec<Answer>) =
            answers.into_iter().partition(|answer| is_data(answer) || answer.is_row);
        let helpers = self.shared_by(&code)?;
        let texts = Texts::new(self);
        let mut cards: Vec<(Card, DefinitionId)> = Vec::new();
        for (answers, section) in [(&code, OFFERED), (&helpers, SHARED), (&data, DATA)] {
            for answer in answers {
                cards.push((self.card(&texts, answer, section, &why(answer), CardSource::Static)?, answer.id));
            }
        }
        let (cards, ids): (Vec<Card>, Vec<DefinitionId>) = cards.into_iter().unzip();
        let mut list = ReadingList {
            name: format!("api {module}"),
            title: format!("What {module} offers"),
            commit: self.revision().commit.clone(),
            notes: vec!["made from the names that the sources publish, not measured".to_owned()],
            pages: Vec::new(),
            cards,
        };
        self.fit(&mut list, &texts, &ids, budget)?;
        Ok(Some(list))
    }

    /// Functions of the same files that more than one of these calls, the most wanted first.
    fn shared_by(&self, code: &[Answer]) -> Result<Vec<Answer>> {
        let listed: HashSet<DefinitionId> = code.iter().map(|answer| answer.id).collect();
        let files: HashSet<&str> = code.iter().map(|answer| answer.file.as_str()).collect();
        let filter = LinkFilter { kinds: CALLS.to_vec(), direction: Some(Direction::Out), limit: 0 };
        let mut callers: BTreeMap<DefinitionId, HashSet<DefinitionId>> = BTreeMap::new();
        for answer in code {
            for row in self.links(answer.id, &filter)? {
                if files.contains(row.to.file.as_str()) && !listed.contains(&row.to.id) {
                    callers.entry(row.to.id).or_default().insert(answer.id);
                }
            }
        }
        let mut shared: Vec<(usize, DefinitionId)> =
            callers.into_iter().map(|(id, by)| (by.len(), id)).filter(|(count, _)| *count > 1).collect();
        shared.sort_by_key(|&(count, id)| (std::cmp::Reverse(count), id));
        shared.truncate(MOST_HELPERS);
        let helper = |(count, id): (usize, DefinitionId)| {
            let answer = self.definition(id)?;
            Ok(Answer { why: format!("{count} of the entry points call it"), ..answer })
        };
        shared.into_iter().map(helper).collect()
    }
}

fn why(answer: &Answer) -> String {
    if !answer.why.is_empty() {
        return answer.why.clone();
    }
    let name = answer.python_name.as_deref().unwrap_or(&answer.name);
    let kind = answer.name_kind.map_or(answer.kind.as_str(), crate::model::NameKind::as_str);
    match &answer.alias_of {
        Some(of) => format!("{name}: {kind}, is {of}"),
        None => format!("{name}: {kind}"),
    }
}
