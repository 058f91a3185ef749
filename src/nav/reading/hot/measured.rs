//! Functions with the weight of their lines in the index that answers: what lists are chosen from, whatever measured it.

use crate::model::{Definition, DefinitionId};

/// A line that ran.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HotLine {
    /// 1-based line.
    pub line: u32,
    /// What it is chosen by.
    pub rank: f64,
    /// What is told of it: its part of all work, 0 to 1.
    pub share: f64,
}

/// A function, or the code of an instruction, that ran.
#[derive(Debug, Clone)]
pub struct HotFunction {
    /// Its number in the index.
    pub id: DefinitionId,
    /// Its path.
    pub file: String,
    /// Its record.
    pub definition: Definition,
    /// Its lines with weight, in rising order.
    pub lines: Vec<HotLine>,
    /// In how many workloads it runs.
    pub runs_in: u32,
    /// Who calls it most, most first.
    pub callers: Vec<(String, u64)>,
    /// Its part of all work with all that it calls; 0 where that is not known.
    pub inclusive: f64,
}

impl HotFunction {
    /// The part of all work that is done on its own lines.
    pub fn share(&self) -> f64 {
        self.lines.iter().map(|line| line.share).sum()
    }
}

/// Everything that was measured, as it is found in the index that answers.
#[derive(Debug, Clone, Default)]
pub struct Measured {
    /// The functions, by file and line.
    pub functions: Vec<HotFunction>,
    /// How many workloads or profiles there are.
    pub workloads: u32,
    /// Sentences about where it comes from and what is missing.
    pub notes: Vec<String>,
}
