//! What a name of a Python text means where it stands: what its functions and file bind, what its imports bring, what its
//! class and the bases of that have, which parameter an argument is for.

use super::Found;
use super::at::Meaning;
use super::scan::FileUses;
use crate::facts::uses::{self, NameSpot, Role};
use crate::model::{Dialect, FileId, Kind, Language, NameKind};
use crate::nav::{Answer, Navigator};
use anyhow::Result;

/// Bases of a class are followed so far.
const BASES: usize = 64;
/// A block of Argument Clinic is at most so many lines above its function.
const CLINIC: usize = 400;

impl Navigator {
    /// Tells what the name at a place of a Python text means.
    pub(super) fn meaning_in_python(&self, file: FileId, text: &str, place: (u32, u32), word: &str) -> Result<Meaning> {
        match uses::role(text, place) {
            Role::Text => Ok(Meaning::Text),
            Role::Definition => Ok(Meaning::Definitions(self.defined_at(file, place.0, word)?)),
            Role::Import(dotted) => {
                let level = dotted.len() - dotted.trim_start_matches('.').len();
                let full = Found::new(self).absolute(file, level, &dotted[level..])?;
                self.of_dotted(&full, word)
            }
            Role::Argument(called) => {
                if let Some((place, name)) = called
                    && let Meaning::Definitions(called) = self.meaning_in_python(file, text, place, &name)?
                    && let Some(found) = self.parameter(file, &called, word)?
                {
                    return Ok(found);
                }
                self.by_name(word)
            }
            Role::Name(name) => self.python_name(file, text, place.0, word, &name),
        }
    }

    fn python_name(&self, file: FileId, text: &str, line: u32, word: &str, name: &NameSpot) -> Result<Meaning> {
        let mut found = Found::new(self);
        let (head, rest) = name.chain.split_once('.').unwrap_or((&name.chain, ""));
        if head == uses::SUPER {
            let class = found.class_around(file, line)?.unwrap_or_default();
            return self.of_super(&class, rest, word);
        }
        if head.is_empty() {
            return self.perhaps(file, text, word);
        }
        if let Some((at, column)) = name.declared {
            if rest.is_empty() {
                let here = self.defined_at(file, at, word)?;
                return Ok(if here.is_empty() { Meaning::Local(at, column) } else { Meaning::Definitions(here) });
            }
            let class = if matches!(head, "self" | "cls") { found.class_around(file, line)? } else { None };
            return match class {
                Some(class) => self.of_self(file, text, &class, rest, word),
                None => self.perhaps(file, text, word),
            };
        }
        let of_head = FileUses { file, uses: uses::find(Dialect::Python, text, head), lines: Vec::new() };
        let full = found.find_head(&of_head, head)?;
        match (full, name.at_module) {
            (Some(full), _) if rest.is_empty() => self.of_dotted(&full, word),
            (Some(full), _) => self.of_dotted(&format!("{full}.{rest}"), word),
            (None, Some((at, column))) if rest.is_empty() => Ok(Meaning::Local(at, column)),
            // What every module has without a line that says so.
            (None, None) if rest.is_empty() && head.starts_with("__") && head.ends_with("__") => {
                let module = self.reader.in_file(file)?.next();
                let module = module.map(|id| self.definition(id)).transpose()?;
                Ok(Meaning::Definitions(module.into_iter().filter(|it| it.kind == Kind::Module).collect()))
            }
            _ => self.perhaps(file, text, word),
        }
    }

    /// What has this name, whatever it belongs to: in Python, or set on `self` by a class of the file.
    fn perhaps(&self, file: FileId, text: &str, word: &str) -> Result<Meaning> {
        match self.by_name(word)? {
            Meaning::ByName(none) if none.is_empty() => {}
            found => return Ok(found),
        }
        let mut found: Vec<Answer> = Vec::new();
        for line in uses::setters(text, word) {
            let class = Found::new(self).class_id_around(file, line)?;
            if let Some(class) = class.filter(|class| found.iter().all(|it| it.id != *class)) {
                found.push(Answer { line, is_row: true, ..self.definition(class)? });
            }
        }
        Ok(Meaning::ByName(found))
    }

    /// What a file defines under a name on a line.
    fn defined_at(&self, file: FileId, line: u32, word: &str) -> Result<Vec<Answer>> {
        let here = self.reader.in_file(file)?.map(|id| self.definition(id)).collect::<Result<Vec<_>>>()?;
        let is_it = |it: &Answer| it.line == line && it.name == word && it.kind != Kind::Module;
        Ok(here.into_iter().filter(is_it).collect())
    }

    /// What an attribute of the instance is: known to the class, else set by its methods or those of its bases.
    fn of_self(&self, file: FileId, text: &str, class: &str, rest: &str, word: &str) -> Result<Meaning> {
        let full = format!("{class}.{rest}");
        if let Some(resolved) = self.resolve(&full)? {
            let found = self.answers_of(&full, &resolved)?;
            if !found.is_empty() {
                return Ok(Meaning::Definitions(found));
            }
        }
        if rest != word {
            return self.perhaps(file, text, word);
        }
        let mut waiting = vec![class.to_owned()];
        let mut at = 0;
        while let Some(next) = waiting.get(at).filter(|_| at < BASES).cloned() {
            at += 1;
            let Some(resolved) = self.resolve(&next)? else { continue };
            for answer in self.answers_of(&next, &resolved)?.into_iter().filter(|it| it.kind == Kind::Class) {
                let source = self.source(&answer.file)?.text;
                if let Some((line, column)) = uses::attribute(&source, answer.line, word) {
                    return Ok(self.spot(file, answer, line, column));
                }
            }
            let bases = resolved.name.map(|name| name.bases).unwrap_or_default();
            for base in bases.into_iter().map(String::from) {
                if !waiting.contains(&base) {
                    waiting.push(base);
                }
            }
        }
        self.by_name(word)
    }

    /// What an attribute of `super()` is: that of the first base that has it.
    fn of_super(&self, class: &str, rest: &str, word: &str) -> Result<Meaning> {
        let bases = self.resolve(class)?.and_then(|found| found.name).map(|name| name.bases).unwrap_or_default();
        for base in bases {
            let full = format!("{base}.{rest}");
            if let Some(resolved) = self.resolve(&full)? {
                let found = self.answers_of(&full, &resolved)?;
                if !found.is_empty() {
                    return Ok(Meaning::Definitions(found));
                }
            }
        }
        self.by_name(word)
    }

    /// Which parameter of what is called an argument is for.
    fn parameter(&self, file: FileId, called: &[Answer], word: &str) -> Result<Option<Meaning>> {
        for answer in called {
            let mut functions = vec![answer.clone()];
            if answer.name_kind == Some(NameKind::Class) || answer.kind == Kind::Class {
                let class = answer.python_name.clone().unwrap_or_else(|| answer.name.clone());
                for method in ["__init__", "__new__"] {
                    let full = format!("{class}.{method}");
                    if let Some(resolved) = self.resolve(&full)? {
                        functions.extend(self.answers_of(&full, &resolved)?);
                    }
                }
            }
            for one in functions {
                let source = self.source(&one.file)?.text;
                let found = match (one.language, one.kind) {
                    (Language::Python, Kind::Class) => uses::attribute(&source, one.line, word),
                    (Language::Python, _) => uses::parameter(&source, one.line, word),
                    _ => in_clinic(&source, one.line, word).map(|line| (line, 1)),
                };
                if let Some((line, column)) = found {
                    return Ok(Some(self.spot(file, one, line, column)));
                }
            }
        }
        Ok(None)
    }

    /// A place in a definition, seen from a file.
    fn spot(&self, from: FileId, answer: Answer, line: u32, column: u32) -> Meaning {
        let is_here = answer.file == self.reader.path(from);
        if is_here { Meaning::Local(line, column) } else { Meaning::Place(answer.file, line) }
    }
}

/// The line of a parameter in the block of Argument Clinic above a function: `name: converter`.
fn in_clinic(text: &str, function: u32, name: &str) -> Option<u32> {
    let lines: Vec<&str> = text.lines().take(function as usize).collect();
    for (at, line) in lines.iter().enumerate().rev().take(CLINIC) {
        if line.contains("[clinic input]") {
            return None;
        }
        let rest = line.strip_prefix("    ").and_then(|line| line.trim_start().strip_prefix(name)).map(str::trim_start);
        if rest.is_some_and(|rest| rest.starts_with(':') || rest.starts_with("as ")) {
            return Some(at as u32 + 1);
        }
    }
    None
}
