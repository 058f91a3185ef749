//! What the interface needs of an open index. One implementation is `Navigator`; tests bring their own.

use super::document::Document;
use crate::model::DefinitionId;
use crate::nav::reading::Heat;
use crate::nav::topics::TOPICS;
use crate::nav::{self, Answer, LinkFilter, LinkRow, Meaning, Navigator, Paint, SourceText};
use anyhow::Result;
use std::ops::Range;

/// An open index.
pub trait Library: Send + Sync {
    /// Answers words as people type them; exact names first.
    fn search(&self, words: &str, limit: usize) -> Result<Vec<Answer>>;
    /// Answers where something is implemented, best first.
    fn where_is(&self, name: &str, limit: usize) -> Result<Vec<Answer>>;
    /// Answers the same, without what is only near: nobody waits for a search to learn that nothing has a name.
    fn exactly(&self, name: &str) -> Result<Vec<Answer>> {
        Ok(self.where_is(name, usize::MAX)?.into_iter().filter(|answer| answer.exact).collect())
    }
    /// Returns a definition by its id.
    fn definition(&self, id: DefinitionId) -> Result<Answer>;
    /// Returns at most `limit` links of a definition, both ways.
    fn links(&self, id: DefinitionId, limit: usize) -> Result<Vec<LinkRow>>;
    /// Returns the text of a file.
    fn source(&self, file: &str) -> Result<SourceText>;
    /// Returns the colours of some lines (0-based, end excluded), in the order of the text, as well as what stands near
    /// them tells; it takes no longer than a frame.
    fn paint(&self, document: &Document, lines: Range<usize>) -> Vec<Paint> {
        nav::paint_near(&document.source, document.bytes(&lines))
    }
    /// Returns the colours of the whole text, as all of it tells; `None` when `stop` told to end before, and of
    /// texts too long for it.
    fn paint_all(&self, document: &Document, stop: &mut dyn FnMut() -> bool) -> Option<Vec<Paint>> {
        nav::paint_whole(&document.source, stop)
    }
    /// Returns the lines of a file that a measurement knows to be hot, by line.
    fn heat(&self, _file: &str) -> Result<Vec<Heat>> {
        Ok(Vec::new())
    }
    /// Opens what is opened late otherwise: the folder may be gone by then, and the first question is answered sooner.
    fn prepare(&self) {}
    /// Tells what the word at a 1-based line and column (in characters) of a file means.
    fn meaning(&self, file: &str, at: (u32, u32), word: &str) -> Result<Meaning>;
    /// Returns the definitions of a file, in its order.
    fn outline(&self, file: &str) -> Result<Vec<Answer>>;
    /// Returns what a topic tells to read, by its place among the topics; each says why.
    fn topic(&self, topic: usize) -> Result<Vec<Answer>>;
}

impl Library for Navigator {
    fn search(&self, words: &str, limit: usize) -> Result<Vec<Answer>> {
        Navigator::search(self, words, limit)
    }

    fn where_is(&self, name: &str, limit: usize) -> Result<Vec<Answer>> {
        Navigator::where_is(self, name, limit)
    }

    fn exactly(&self, name: &str) -> Result<Vec<Answer>> {
        Navigator::exactly(self, name)
    }

    fn definition(&self, id: DefinitionId) -> Result<Answer> {
        Navigator::definition(self, id)
    }

    fn links(&self, id: DefinitionId, limit: usize) -> Result<Vec<LinkRow>> {
        Navigator::links(self, id, &LinkFilter { limit, ..LinkFilter::default() })
    }

    fn source(&self, file: &str) -> Result<SourceText> {
        Navigator::source(self, file)
    }

    fn heat(&self, file: &str) -> Result<Vec<Heat>> {
        Navigator::heat(self, file)
    }

    fn prepare(&self) {
        if let Ok(found) = Navigator::search(self, "list", 1)
            && let Some(answer) = found.first()
        {
            let _ = Navigator::source(self, &answer.file);
        }
    }

    fn meaning(&self, file: &str, (line, column): (u32, u32), word: &str) -> Result<Meaning> {
        Navigator::meaning(self, file, line, column, word)
    }

    fn outline(&self, file: &str) -> Result<Vec<Answer>> {
        Navigator::outline(self, file)
    }

    fn topic(&self, topic: usize) -> Result<Vec<Answer>> {
        let Some(topic) = TOPICS.get(topic) else { return Ok(Vec::new()) };
        let found = Navigator::topic(self, topic)?.into_iter();
        Ok(found.filter_map(|one| Some(Answer { why: one.says, exact: true, ..one.answer? })).collect())
    }
}
