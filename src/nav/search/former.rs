//! A name that this revision has no more -> what stands in its place: by the older names in the topics, else by
//! another indexed revision that still has it.

use super::successor::successor;
use crate::index::{catalogue, folder_of};
use crate::model::DefinitionId;
use crate::nav::topics::TOPICS;
use crate::nav::where_is::bare;
use crate::nav::{Answer, FoundBy, Navigator, place};
use anyhow::Result;
use std::cmp::Reverse;

/// Shorter words are no names that somebody remembers from an older release.
const SHORTEST: usize = 4;
/// So many other revisions are asked.
const OTHERS: usize = 6;

impl Navigator {
    /// Answers a former name; nothing when it is no name, or nobody knows it.
    pub(in crate::nav) fn former(&self, query: &str) -> Result<Vec<Answer>> {
        let name = bare(query);
        let is_name = name.len() >= SHORTEST && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.');
        if !is_name || place::parse(name).is_some() {
            return Ok(Vec::new());
        }
        let known = self.in_topics(name)?;
        for other in self.others() {
            let Some(old) = other.exactly(name)?.into_iter().next() else { continue };
            let then = format!("{}, where {name} is in {}:{}", other.revision().rev, old.file, old.line);
            if let Some((id, says)) = known {
                return self.is_former(id, format!("took its place since {then}: {says}"));
            }
            return match successor(self, other, old.id)? {
                Some(id) => self.is_former(id, format!("renamed since {then}")),
                None => Ok(Vec::new()),
            };
        }
        known.map_or_else(
            || Ok(Vec::new()),
            |(id, says)| self.is_former(id, format!("took the place of {name}: {says}")),
        )
    }

    fn is_former(&self, id: DefinitionId, why: String) -> Result<Vec<Answer>> {
        Ok(vec![Answer { why, ..self.answer(id, false, FoundBy::Former)? }])
    }

    /// What has the name as an older one in the topics, and what it does.
    fn in_topics(&self, name: &str) -> Result<Option<(DefinitionId, &'static str)>> {
        let anchors = TOPICS.iter().flat_map(|topic| &topic.anchors);
        for anchor in anchors.filter(|anchor| anchor.names.iter().skip(1).any(|known| known == name)) {
            if let Some((id, _)) = self.anchor(anchor)? {
                return Ok(Some((id, &anchor.says)));
            }
        }
        Ok(None)
    }

    /// The other indexed revisions of this repository, the latest first; opened when first needed.
    fn others(&self) -> &[Navigator] {
        self.others.get_or_init(|| {
            let Some(index_dir) = self.reader.folder().parent() else { return Vec::new() };
            let ours = self.revision();
            let mut others: Vec<_> = catalogue(index_dir)
                .into_iter()
                .filter_map(|it| it.manifest.ok())
                .filter(|it| it.revision.repository == ours.repository && it.revision.commit != ours.commit)
                .collect();
            others.sort_by_key(|manifest| Reverse((manifest.revision.time, manifest.indexed_at)));
            others.truncate(OTHERS);
            let open = |folder: std::path::PathBuf| Navigator::open_folder(&folder, self.texts()).ok();
            others.iter().filter_map(|manifest| open(folder_of(index_dir, &manifest.revision))).collect()
        })
    }
}
