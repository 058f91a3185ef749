//! What is said about a definition, with paths: who gives the GIL away, which references are counted, since when.

use super::Navigator;
use crate::model::{Definition, Remark, RemarkKind};
use anyhow::Result;

/// Where a repository says which of its files are generated.
const ATTRIBUTES: &str = ".gitattributes";

/// A remark with the line that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemarkRow {
    /// What is said.
    pub kind: RemarkKind,
    /// In a few words: `new reference`, `through f > g`, `since 3.2`.
    pub text: String,
    /// Path from the repository's root.
    pub file: String,
    /// 1-based line.
    pub line: u32,
}

impl Navigator {
    /// Adds paths to remarks; generated code has one more.
    pub(super) fn remarks(&self, of: &Definition, remarks: &[Remark]) -> Result<Vec<RemarkRow>> {
        let row = |remark: &Remark| RemarkRow {
            kind: remark.kind,
            text: remark.text.to_string(),
            file: self.reader.path(remark.file).to_owned(),
            line: remark.line,
        };
        let mut rows: Vec<RemarkRow> = remarks.iter().map(row).collect();
        if of.generated {
            let line = self.reader.generated_line(of.file)?;
            let (file, text) = (ATTRIBUTES.to_owned(), "by a program".to_owned());
            rows.push(RemarkRow { kind: RemarkKind::Generated, text, file, line });
        }
        Ok(rows)
    }
}
