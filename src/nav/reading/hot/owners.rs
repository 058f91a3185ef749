//! Which definition a line belongs to, and which file a path of a profile means.

use crate::model::{Definition, DefinitionId, FileId, Kind, Language};
use crate::nav::Navigator;
use crate::profile::hash_of_line;
use anyhow::Result;
use std::collections::HashMap;

/// Definitions and texts of the files that were asked about.
pub struct Owners<'a> {
    pub navigator: &'a Navigator,
    files: HashMap<FileId, OwnedFile>,
}

/// A file: what runs in it, by line, and a hash of each line.
#[derive(Default)]
pub struct OwnedFile {
    /// Sorted so that of two around a line the inner one comes first.
    pub definitions: Vec<(DefinitionId, Definition)>,
    hashes: Vec<u32>,
}

impl OwnedFile {
    /// The innermost definition around a line that is code.
    pub fn at(&self, line: u32) -> Option<&(DefinitionId, Definition)> {
        self.definitions.iter().find(|(_, definition)| (first(definition)..=last(definition)).contains(&line))
    }

    /// Hashes of the lines of a definition, from its first line.
    pub fn hashes(&self, definition: &Definition) -> &[u32] {
        let from = (first(definition) as usize - 1).min(self.hashes.len());
        &self.hashes[from..(last(definition) as usize).clamp(from, self.hashes.len())]
    }
}

/// The first line of a definition: its return type.
pub fn first(definition: &Definition) -> u32 {
    definition.first_line.min(definition.line).max(1)
}

/// The last line of a definition.
pub fn last(definition: &Definition) -> u32 {
    definition.end_line.max(definition.line)
}

/// Whether a definition is C that runs: a function, one made by a macro, the code of an instruction.
pub fn runs(definition: &Definition) -> bool {
    definition.language == Language::C && matches!(definition.kind, Kind::Function | Kind::Label)
}

impl<'a> Owners<'a> {
    pub fn new(navigator: &'a Navigator) -> Self {
        Owners { navigator, files: HashMap::new() }
    }

    /// What is known of a file.
    pub fn file(&mut self, file: FileId) -> Result<&OwnedFile> {
        if !self.files.contains_key(&file) {
            let owned = self.load(file)?;
            self.files.insert(file, owned);
        }
        Ok(&self.files[&file])
    }

    fn load(&self, file: FileId) -> Result<OwnedFile> {
        let reader = &self.navigator.reader;
        let mut definitions = Vec::new();
        for id in reader.in_file(file)? {
            let definition = reader.definition(id)?.definition;
            if runs(&definition) {
                definitions.push((id, definition));
            }
        }
        // Twins on the same lines: the one of the default build, then the first.
        definitions.sort_by_key(|(id, definition)| {
            (last(definition) - first(definition), definition.condition.is_some(), *id)
        });
        let text = self.navigator.source(reader.path(file)).map(|source| source.text).unwrap_or_default();
        Ok(OwnedFile { definitions, hashes: text.lines().map(hash_of_line).collect() })
    }

    /// The file that a path of a profile means: the longest end of the path that is a file with its folder; a bare name
    /// only where one source has it.
    pub fn file_of(&self, path: &str) -> Option<FileId> {
        let reader = &self.navigator.reader;
        let mut rest = path.trim_start_matches('/');
        while rest.contains('/') {
            if let Some(file) = reader.file(rest) {
                return Some(file);
            }
            rest = rest.split_once('/').map_or("", |(_, rest)| rest);
        }
        if rest != path.trim_start_matches('/') || rest.is_empty() {
            return None;
        }
        let ending = format!("/{rest}");
        let mut alike = reader.paths().enumerate().filter(|(_, known)| *known == rest || known.ends_with(&ending));
        match (alike.next(), alike.next()) {
            (Some((file, _)), None) => Some(file as FileId),
            _ => None,
        }
    }
}
