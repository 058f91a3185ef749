//! What a profiler recorded, whatever its format: costs of lines and functions, and who called whom.

use std::collections::{BTreeMap, HashMap};

/// Which program wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `valgrind --tool=callgrind`.
    Callgrind,
    /// `perf script`.
    Perf,
    /// `gcov --json-format`.
    Gcov,
    /// `lcov` or `geninfo`.
    Lcov,
    /// One stack per line with a count, as flame graphs are made from.
    Stacks,
}

impl Format {
    /// The word for it in messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Callgrind => "callgrind",
            Format::Perf => "perf script",
            Format::Gcov => "gcov",
            Format::Lcov => "lcov",
            Format::Stacks => "collapsed stacks",
        }
    }
}

/// What its figures count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// Instructions executed.
    Instructions,
    /// Samples taken at intervals.
    Samples,
    /// How often a line ran: no cost.
    Executions,
}

impl Metric {
    /// The word for it in messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Metric::Instructions => "instructions",
            Metric::Samples => "samples",
            Metric::Executions => "execution counts (how often a line ran, not what it cost)",
        }
    }
}

/// A function of a profile.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FunctionCost {
    /// The bare symbol.
    pub symbol: String,
    /// The file it was compiled from, empty where the profile does not say.
    pub file: String,
    /// Its own cost, without what it calls.
    pub own: u64,
    /// Its cost with what it calls, of the outermost calls only; 0 where the format does not tell.
    pub inclusive: u64,
    /// How often it was called; 0 where the format does not tell.
    pub calls: u64,
    /// Lines that are its own, by file (a place in `files`) and line, with their cost. Where the profile does not say
    /// its file those of code put into it stand among them.
    pub home: BTreeMap<(u32, u32), u64>,
}

/// A profile.
#[derive(Debug, Clone)]
pub struct Profile {
    /// The file it was read from, without folders.
    pub name: String,
    /// Which program wrote it.
    pub format: Format,
    /// What its figures count.
    pub metric: Metric,
    /// The command that was profiled, empty where the profile does not say.
    pub command: String,
    /// What its reader must know, one sentence each.
    pub remarks: Vec<String>,
    /// Paths, as the profile has them but normalised.
    pub files: Vec<String>,
    /// Cost by file (a place in `files`) and line; sorted.
    pub lines: Vec<(u32, u32, u64)>,
    /// Functions, in the order in which the file names them.
    pub functions: Vec<FunctionCost>,
    /// Calls: file and line they are made on, who is called (a place in `functions`), how often; sorted.
    pub calls: Vec<(u32, u32, u32, u64)>,
    /// All that was recorded.
    pub total: u64,
    /// What of it belongs to no named function.
    pub unnamed: u64,
}

/// Collects costs while a file is read.
#[derive(Debug, Default)]
pub(super) struct Recorder {
    files: Vec<String>,
    file_ids: HashMap<String, u32>,
    lines: HashMap<(u32, u32), u64>,
    functions: Vec<FunctionCost>,
    function_ids: HashMap<(u32, String), u32>,
    calls: HashMap<(u32, u32, u32), u64>,
    pub total: u64,
    pub unnamed: u64,
}

impl Recorder {
    /// The number of a path.
    pub fn file(&mut self, path: &str) -> u32 {
        let path = super::normal_path(path);
        if let Some(&id) = self.file_ids.get(&path) {
            return id;
        }
        let id = self.files.len() as u32;
        self.files.push(path.clone());
        self.file_ids.insert(path, id);
        id
    }

    /// The number of a function.
    pub fn function(&mut self, file: u32, symbol: &str) -> u32 {
        let symbol = super::bare_symbol(symbol).to_owned();
        if let Some(&id) = self.function_ids.get(&(file, symbol.clone())) {
            return id;
        }
        let id = self.functions.len() as u32;
        let path = self.files.get(file as usize).cloned().unwrap_or_default();
        self.functions.push(FunctionCost { symbol: symbol.clone(), file: path, ..FunctionCost::default() });
        self.function_ids.insert((file, symbol), id);
        id
    }

    pub fn function_mut(&mut self, id: u32) -> &mut FunctionCost {
        &mut self.functions[id as usize]
    }

    /// Adds cost to a line.
    pub fn line(&mut self, file: u32, line: u32, cost: u64) {
        if line > 0 && cost > 0 {
            let sum = self.lines.entry((file, line)).or_default();
            *sum = sum.saturating_add(cost);
        }
    }

    /// Adds calls of a function, made on a line.
    pub fn call(&mut self, file: u32, line: u32, to: u32, count: u64) {
        let sum = self.calls.entry((file, line, to)).or_default();
        *sum = sum.saturating_add(count);
        let calls = &mut self.functions[to as usize].calls;
        *calls = calls.saturating_add(count);
    }

    /// Makes the profile: everything in a fixed order.
    pub fn finish(self, format: Format, metric: Metric) -> Profile {
        let mut lines: Vec<(u32, u32, u64)> =
            self.lines.into_iter().map(|((file, line), cost)| (file, line, cost)).collect();
        lines.sort_unstable();
        let mut calls: Vec<(u32, u32, u32, u64)> =
            self.calls.into_iter().map(|((file, line, to), count)| (file, line, to, count)).collect();
        calls.sort_unstable();
        Profile {
            name: String::new(),
            format,
            metric,
            command: String::new(),
            remarks: Vec::new(),
            files: self.files,
            lines,
            functions: self.functions,
            calls,
            total: self.total,
            unnamed: self.unnamed,
        }
    }
}
