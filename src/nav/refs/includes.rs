//! Uses of a file: who includes it.

use super::c::{included_file, is_c};
use super::{Found, Place};
use crate::facts::uses;
use crate::model::{FileId, UseKind};
use crate::nav::{Navigator, Reference};
use anyhow::Result;

impl Navigator {
    /// Returns the `#include`s of the C file that a name means; nothing where it means none.
    pub fn included(&self, name: &str) -> Result<Option<Vec<Reference>>> {
        let is_c_file = name.ends_with(".h") || name.ends_with(".c");
        let Some(file) = self.file_like(name).filter(|_| is_c_file) else { return Ok(None) };
        let path = self.reader.path(file);
        let base = path.rsplit('/').next().unwrap_or_default();
        let by_base = self.by_base();
        let rows: Vec<(FileId, u32, u32, String)> = self
            .texts_with(is_c, base, &|outer, _, text| {
                let from = self.reader.path(outer);
                let included =
                    uses::includes(text).filter(|(_, _, one)| included_file(&by_base, from, one) == Some(file));
                let line = |line: u32| text.lines().nth(line as usize - 1).unwrap_or_default().to_owned();
                Some(included.map(|(at, column, _)| (outer, at, column, line(at))).collect::<Vec<_>>())
            })?
            .into_iter()
            .flatten()
            .collect();
        let mut found = Found::new(self);
        for (file, line, column, text) in &rows {
            let (file, line, column) = (*file, *line, *column);
            found.add(&Place { file, line, column, kind: UseKind::Include, exact: true, text })?;
        }
        let mut rows = found.rows;
        rows.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        Ok(Some(rows))
    }
}
