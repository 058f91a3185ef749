//! Files of the index: their text, their definitions in order, their page on the web.

use super::{Answer, FoundBy, Navigator, SourceText};
use crate::facts::{self, highlight::Paint};
use crate::model::{DefinitionId, NameKind};
use anyhow::{Context, Result, bail};
use std::ops::Range;

impl Navigator {
    /// Returns the text of an indexed file.
    pub fn source(&self, file: &str) -> Result<SourceText> {
        let id = self.reader.file(file).with_context(|| format!("{file} is not in the index"))?;
        let (blob, _) = self.reader.blob(id)?;
        let Some(bytes) = self.packs().get(&blob.0) else {
            bail!("the text of {file} is not stored; index this revision again")
        };
        let text =
            String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        Ok(SourceText { file: file.to_owned(), text, web: self.page(file) })
    }

    /// Returns the colours of some lines of a text, 1-based, the last one excluded. Bytes count in the whole text.
    pub fn highlight(&self, source: &SourceText, lines: Range<u32>) -> Vec<Paint> {
        let Ok(dialect) = facts::classify(&source.file) else { return Vec::new() };
        let mut starts = std::iter::once(0).chain(source.text.match_indices('\n').map(|(at, _)| at + 1));
        let first = lines.start.max(1) as usize - 1;
        let start = starts.by_ref().nth(first).unwrap_or(source.text.len());
        let count = (lines.end as usize).saturating_sub(first + 2);
        let end = starts.nth(count).unwrap_or(source.text.len());
        facts::highlight::highlight(dialect, &source.text, start..end)
    }

    /// Returns the web page of some lines of a file at the indexed commit, where the repository has one.
    pub fn permalink(&self, file: &str, first_line: u32, end_line: u32) -> Option<String> {
        let page = self.page(file)?;
        Some(if end_line > first_line {
            format!("{page}#L{first_line}-L{end_line}")
        } else {
            format!("{page}#L{first_line}")
        })
    }

    fn page(&self, file: &str) -> Option<String> {
        let revision = self.revision();
        let web = revision.web.as_deref()?.trim_end_matches('/');
        let is_commit = revision.commit.len() == 40 && revision.commit.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_commit.then(|| format!("{web}/blob/{}/{}", revision.commit, escaped(file)))
    }

    /// Returns the definitions of a file, in its order.
    pub fn outline(&self, file: &str) -> Result<Vec<Answer>> {
        let id = self.reader.file(file).with_context(|| format!("{file} is not in the index"))?;
        self.reader.in_file(id)?.map(|id| self.definition(id)).collect()
    }

    /// Returns a definition by its id, with the Python names it serves.
    pub fn definition(&self, id: DefinitionId) -> Result<Answer> {
        self.answer(id, true, FoundBy::Symbol)
    }

    /// Returns what a module or type exposes, each name with its best implementation; names without one are left out.
    pub fn api(&self, module: &str) -> Result<Vec<Answer>> {
        let Some(resolved) = self.resolve(module)? else { return Ok(Vec::new()) };
        let mut answers = Vec::new();
        for number in self.reader.by_scope(&resolved.dotted)? {
            let name = self.reader.name(number)?;
            let dotted = name.dotted();
            let Some(found) = self.resolve(&dotted)? else { continue };
            let Some(best) = self.answers_of(&dotted, &found)?.into_iter().next() else { continue };
            let alias_of = best.python_name.filter(|canonical| canonical != super::answers::shown(&dotted));
            answers.push(Answer { python_name: Some(dotted), alias_of, ..best });
        }
        answers.sort_by(|a, b| {
            let key = |answer: &Answer| {
                let name = answer.python_name.clone().unwrap_or_default();
                (answer.name_kind == Some(NameKind::Module), name)
            };
            key(a).cmp(&key(b))
        });
        Ok(answers)
    }
}

/// Returns the colours of some bytes of a text, told by what stands near them; needs no index.
pub fn paint_near(source: &SourceText, bytes: Range<usize>) -> Vec<Paint> {
    let Ok(dialect) = facts::classify(&source.file) else { return Vec::new() };
    facts::highlight::near(dialect, &source.text, bytes)
}

/// Returns the colours of a whole text; `None` when `stop` told to end before, and of texts too long for it. Needs no
/// index.
pub fn paint_whole(source: &SourceText, stop: &mut dyn FnMut() -> bool) -> Option<Vec<Paint>> {
    let Ok(dialect) = facts::classify(&source.file) else { return Some(Vec::new()) };
    facts::highlight::whole(dialect, &source.text, stop)
}

/// Escapes what a path may have and an address may not.
fn escaped(path: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/._-~+@,".contains(byte);
    path.bytes().map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
