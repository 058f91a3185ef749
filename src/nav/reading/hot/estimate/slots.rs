//! A call through a slot -> the functions that types put there, those of much used types first: of types whose file is
//! called most.

use crate::model::{DefinitionId, FileId, LinkKind};
use crate::nav::Navigator;
use crate::nav::reading::hot::owners::runs;
use anyhow::Result;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// Types with a smaller part of the calls are left out.
const LEAST: f64 = 0.01;

/// Finds what stands in slots; remembers it.
pub struct Slots<'n> {
    navigator: &'n Navigator,
    filled: HashMap<DefinitionId, Rc<Vec<(DefinitionId, f64)>>>,
    called: HashMap<FileId, f64>,
}

impl<'n> Slots<'n> {
    pub fn new(navigator: &'n Navigator) -> Self {
        Slots { navigator, filled: HashMap::new(), called: HashMap::new() }
    }

    /// The calls of a function through slots: the line, who may be called, the part of the calls that it gets.
    pub fn of(&mut self, id: DefinitionId, file: FileId) -> Result<Vec<(u32, DefinitionId, f64)>> {
        let mut out = Vec::new();
        for edge in self.navigator.reader.links(id)?.out {
            if edge.kind == LinkKind::MayCall && edge.condition == 0 && edge.file == file {
                out.extend(self.filled(edge.other)?.iter().map(|(id, part)| (edge.line, *id, *part)));
            }
        }
        Ok(out)
    }

    fn filled(&mut self, slot: DefinitionId) -> Result<Rc<Vec<(DefinitionId, f64)>>> {
        if let Some(known) = self.filled.get(&slot) {
            return Ok(Rc::clone(known));
        }
        let mut found: Vec<(DefinitionId, f64)> = Vec::new();
        let by: BTreeSet<DefinitionId> = self
            .navigator
            .reader
            .links(slot)?
            .out
            .iter()
            .filter(|edge| edge.kind == LinkKind::FilledBy && edge.condition == 0)
            .map(|edge| edge.other)
            .collect();
        for id in by {
            let definition = self.navigator.reader.definition(id)?.definition;
            if runs(&definition) {
                // Use begets use: the part of a type grows faster than its calls.
                found.push((id, self.called(definition.file)?.powi(2)));
            }
        }
        let sum: f64 = found.iter().map(|(_, calls)| calls).sum();
        for (_, calls) in &mut found {
            *calls /= sum.max(f64::MIN_POSITIVE);
        }
        found.retain(|(_, part)| *part > LEAST);
        let found = Rc::new(found);
        self.filled.insert(slot, Rc::clone(&found));
        Ok(found)
    }

    /// How many functions call those of a file.
    fn called(&mut self, file: FileId) -> Result<f64> {
        if let Some(known) = self.called.get(&file) {
            return Ok(*known);
        }
        let reader = &self.navigator.reader;
        let mut calls = 0;
        for id in reader.in_file(file)? {
            let into = reader.links(id)?.into;
            calls += into.iter().filter(|edge| edge.kind == LinkKind::Calls && edge.condition == 0).count();
        }
        self.called.insert(file, calls as f64);
        Ok(calls as f64)
    }
}
