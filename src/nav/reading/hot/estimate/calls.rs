//! A line of C -> the functions it calls, also those behind macros. By name: a graph of calls keeps one line for each pair
//! of functions, an estimate needs every one.

use super::VOCABULARY;
use crate::model::{Definition, DefinitionId, FileId, Kind, Language};
use crate::nav::Navigator;
use crate::nav::reading::Texts;
use anyhow::Result;
use std::collections::HashMap;
use std::rc::Rc;

/// Macros are followed so deep.
const DEEPEST: usize = 6;

/// A function that may be called.
#[derive(Debug, Clone, Copy)]
pub struct Callee {
    /// Which.
    pub id: DefinitionId,
    /// Whether its code stands where it is called.
    pub inline: bool,
    /// Whether its name says that it runs rarely.
    pub cold: bool,
}

/// Finds callees; remembers names.
pub struct Calls<'n> {
    navigator: &'n Navigator,
    texts: &'n Texts<'n>,
    functions: HashMap<(String, FileId), Option<Callee>>,
    macros: HashMap<(String, FileId), Option<Rc<Vec<Callee>>>>,
}

impl<'n> Calls<'n> {
    pub fn new(navigator: &'n Navigator, texts: &'n Texts<'n>) -> Self {
        Calls { navigator, texts, functions: HashMap::new(), macros: HashMap::new() }
    }

    /// The functions that a line of a file calls.
    pub fn on(&mut self, line: &str, file: FileId) -> Result<Vec<Callee>> {
        let mut out = Vec::new();
        for name in called(line) {
            if let Some(behind) = self.behind(name, file, 0)? {
                out.extend(behind.iter().copied());
            } else {
                out.extend(self.function(name, file)?);
            }
        }
        Ok(out)
    }

    /// What the body of a macro calls; `None` where no macro has that name.
    fn behind(&mut self, name: &str, file: FileId, depth: usize) -> Result<Option<Rc<Vec<Callee>>>> {
        let key = (name.to_owned(), file);
        if let Some(known) = self.macros.get(&key) {
            return Ok(known.clone());
        }
        let Some(definition) = self.visible(name, file, Kind::Macro)?.map(|(_, definition)| definition) else {
            self.macros.insert(key, None);
            return Ok(None);
        };
        // A macro that names itself is known from here on.
        self.macros.insert(key.clone(), Some(Rc::default()));
        let mut out = Vec::new();
        let text = self.texts.get(self.navigator.reader.path(definition.file))?;
        let body: String = (definition.line..=definition.end_line).map(|line| text.line(line)).collect();
        let body = body.split_once(name).map_or("", |(_, rest)| rest);
        let body = if body.starts_with('(') { body.split_once(')').map_or("", |(_, rest)| rest) } else { body };
        for inner in called(body) {
            if let Some(callee) = self.function(inner, definition.file)? {
                out.push(callee);
            } else if inner != name && depth < DEEPEST {
                let behind = self.behind(inner, definition.file, depth + 1)?;
                out.extend(behind.iter().flat_map(|behind| behind.iter().copied()));
            }
        }
        let out = Some(Rc::new(out));
        self.macros.insert(key, out.clone());
        Ok(out)
    }

    /// The function of a name that a file sees.
    fn function(&mut self, name: &str, file: FileId) -> Result<Option<Callee>> {
        let key = (name.to_owned(), file);
        if let Some(known) = self.functions.get(&key) {
            return Ok(*known);
        }
        let found = self.visible(name, file, Kind::Function)?;
        let found = found.map(|(id, definition)| self.callee(id, &definition)).transpose()?;
        self.functions.insert(key, found);
        Ok(found)
    }

    /// A function as a callee.
    pub fn callee(&self, id: DefinitionId, definition: &Definition) -> Result<Callee> {
        let text = self.texts.get(self.navigator.reader.path(definition.file))?;
        let from = definition.first_line.min(definition.line);
        let inline = (from..=definition.line).any(|line| VOCABULARY.is_inline(text.line(line)));
        Ok(Callee { id, inline, cold: !inline && VOCABULARY.is_cold_name(&definition.symbol) })
    }

    /// What a name means in a file, in the default build: what stands there, else the only file that shows one.
    fn visible(&self, name: &str, file: FileId, kind: Kind) -> Result<Option<(DefinitionId, Definition)>> {
        let reader = &self.navigator.reader;
        let (mut here, mut elsewhere): (Option<_>, Vec<(DefinitionId, Definition)>) = (None, Vec::new());
        for id in reader.by_symbol(name)? {
            let definition = reader.definition(id)?.definition;
            if definition.kind != kind || definition.language != Language::C || definition.condition.is_some() {
                continue;
            }
            let shown = || !definition.is_static || reader.path(definition.file).ends_with(".h");
            if definition.file == file {
                here = Some((id, definition));
            } else if kind == Kind::Macro || shown() {
                elsewhere.push((id, definition));
            }
        }
        let one = elsewhere.windows(2).all(|two| two[0].1.file == two[1].1.file);
        Ok(here.or_else(|| match kind {
            Kind::Macro => elsewhere.into_iter().next(),
            _ if one => elsewhere.pop(),
            _ => None,
        }))
    }
}

/// The names before an opening bracket.
fn called(line: &str) -> impl Iterator<Item = &str> {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices('(').filter_map(move |(at, _)| {
        let before = line[..at].trim_end();
        let name = &before[before.rfind(|c| !word(c)).map_or(0, |at| at + 1)..];
        name.starts_with(|c: char| !c.is_ascii_digit()).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::called;

    #[test]
    fn names_before_brackets_are_called() {
        assert_eq!(called("if (f(x) && (g (y)))").collect::<Vec<_>>(), ["if", "f", "g"]);
    }
}
