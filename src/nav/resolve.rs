//! A dotted Python name -> the row that says what implements it, as the interpreter would look it up.
//!
//! The longest part that is known, then attribute by attribute: through other names of modules and types, through
//! bases from left to right, `object` last; built-in names with and without `builtins`.

use super::Navigator;
use crate::index::Found;
use crate::model::{DefinitionId, Name, NameKind};
use anyhow::Result;

/// Names that lead to names are followed so far; a cycle of aliases ends here.
const DEEPEST: u32 = 24;
const OBJECT: &str = "builtins.object";
const TYPE: &str = "builtins.type";

/// What a dotted name stands for.
#[derive(Debug, Clone)]
pub(super) struct Resolved {
    /// The canonical dotted name of what was found.
    pub dotted: String,
    /// Its row, where one is known.
    pub name: Option<Name>,
    /// Python definitions of that name.
    pub definitions: Vec<DefinitionId>,
    /// Python definitions of the name that was asked for, when it stands for something else: they are overridden.
    pub twins: Vec<DefinitionId>,
    /// The base it was found in, when that is not the type that was asked about.
    pub inherited_from: Option<String>,
}

impl Navigator {
    /// Resolves a name as typed; the result's `dotted` says under which name it was found.
    pub(super) fn resolve(&self, dotted: &str) -> Result<Option<Resolved>> {
        if dotted.is_empty() || dotted.split('.').any(str::is_empty) {
            return Ok(None);
        }
        match self.walk(dotted, 0)? {
            Some(found) => Ok(Some(found)),
            None => self.walk(&format!("builtins.{dotted}"), 0),
        }
    }

    /// Resolves a full name: as it stands, else as an attribute of what stands before its last dot.
    fn walk(&self, dotted: &str, depth: u32) -> Result<Option<Resolved>> {
        if depth > DEEPEST {
            return Ok(None);
        }
        if let Some(found) = self.direct(dotted, depth)? {
            return Ok(Some(found));
        }
        let Some((head, last)) = dotted.rsplit_once('.') else { return Ok(None) };
        let Some(owner) = self.walk(head, depth + 1)? else { return Ok(None) };
        if owner.dotted != head
            && let Some(found) = self.walk(&format!("{}.{last}", owner.dotted), depth + 1)?
        {
            return Ok(Some(found));
        }
        let Some(row) = owner.name else { return Ok(None) };
        for base in row.bases.iter().filter(|base| ***base != *OBJECT && ***base != *owner.dotted) {
            if let Some(found) = self.inherited(base, last, depth)? {
                return Ok(Some(found));
            }
        }
        let is_type = row.kind == NameKind::Class && owner.dotted != OBJECT;
        // In a base the search goes on with the next base; `object` comes once, after all of them.
        if !is_type || depth > 0 {
            return Ok(None);
        }
        match self.inherited(OBJECT, last, DEEPEST - 1)? {
            Some(found) => Ok(Some(found)),
            // What the class has as an object itself: `int.mro`.
            None => self.inherited(TYPE, last, DEEPEST - 1),
        }
    }

    fn inherited(&self, base: &str, attribute: &str, depth: u32) -> Result<Option<Resolved>> {
        let found = self.walk(&format!("{base}.{attribute}"), depth + 1)?;
        Ok(found.map(|found| {
            let from = found.inherited_from.clone().or_else(|| Some(base.to_owned()));
            Resolved { inherited_from: from, ..found }
        }))
    }

    /// What is known under exactly this name, other names followed.
    fn direct(&self, dotted: &str, depth: u32) -> Result<Option<Resolved>> {
        let (mut definitions, mut name) = (Vec::new(), None);
        for found in self.reader.by_dotted(dotted)? {
            match found {
                Found::Definition(id) => definitions.push(id),
                Found::Name(number) => name = name.or(Some(number)),
            }
        }
        let name = name.map(|number| self.reader.name(number)).transpose()?;
        if let Some(Name { alias_of: Some(target), .. }) = &name
            && **target != *dotted
            && let Some(mut found) = self.walk(target, depth + 1)?
        {
            found.twins.extend(definitions);
            // What this name itself is known to stand for goes before what the other name stands for.
            if let (Some(own), Some(other)) = (&name, &mut found.name)
                && !own.targets.is_empty()
            {
                other.targets.clone_from(&own.targets);
            }
            return Ok(Some(found));
        }
        if name.is_none() && definitions.is_empty() {
            return Ok(None);
        }
        Ok(Some(Resolved { dotted: dotted.to_owned(), name, definitions, twins: Vec::new(), inherited_from: None }))
    }
}
