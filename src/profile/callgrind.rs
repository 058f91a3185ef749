//! `callgrind.out`: names are given once and then by number, lines as steps from the line before, inlined code at its
//! own file and line.

use super::error::Fault;
use super::recording::{Format, Metric, Profile, Recorder};
use std::collections::HashMap;

/// What the reader is in the middle of.
#[derive(Default)]
struct State {
    recorder: Recorder,
    /// Compressed names, by their number: files, functions.
    files: HashMap<u32, String>,
    names: HashMap<u32, String>,
    /// Where the function was compiled from, and where the current line is.
    home: u32,
    at: u32,
    /// The current function, whether it is the outermost level of a recursion, and its name.
    function: Option<u32>,
    outermost: bool,
    unnamed: bool,
    /// The call that the next line is the cost of.
    callee: Option<(u32, bool)>,
    callee_file: Option<u32>,
    calls: Option<u64>,
    /// The columns before the costs, the last ones of which are the line; which cost counts.
    columns: usize,
    event: usize,
    positions: Vec<u64>,
}

/// Reads a callgrind profile.
pub(super) fn read(text: &str) -> Result<Profile, Fault> {
    let mut state = State { columns: 1, ..State::default() };
    let (mut command, mut metric) = (String::new(), Metric::Instructions);
    if !text.lines().rev().take(8).any(|line| line.starts_with("totals:")) {
        return Err(Fault::new("is cut off: its last line, `totals:`, is missing")
            .hint("let the program end, or ask for a dump with callgrind_control --dump"));
    }
    for (number, line) in text.lines().enumerate() {
        let line = line.trim_end();
        let Some(first) = line.bytes().next() else { continue };
        if first == b'#' {
            continue;
        }
        if first.is_ascii_digit() || matches!(first, b'+' | b'-' | b'*') {
            state.cost(line).map_err(|what| Fault::at(number + 1, what))?;
            continue;
        }
        // Only names begin with a letter and have `=` before any colon.
        if let Some((key, value)) = line.split_once('=').filter(|(key, _)| key.bytes().all(|b| b.is_ascii_lowercase()))
        {
            state.name(key, value).map_err(|what| Fault::at(number + 1, what))?;
            continue;
        }
        match line.split_once(':') {
            Some(("cmd", value)) => value.trim().clone_into(&mut command),
            Some(("positions", value)) => state.columns = value.split_whitespace().count().max(1),
            Some(("events", value)) => {
                let events: Vec<&str> = value.split_whitespace().collect();
                state.event = events.iter().position(|event| *event == "Ir").unwrap_or(0);
                if events.first() == Some(&"Samples") {
                    metric = Metric::Samples;
                }
            }
            Some(_) => {}
            None => return Err(Fault::at(number + 1, "is no line of a callgrind profile")),
        }
    }
    let mut profile = state.recorder.finish(Format::Callgrind, metric);
    profile.command = command;
    Ok(profile)
}

impl State {
    /// `fl=(3) path`: a name, given or repeated by its number.
    fn name(&mut self, key: &str, value: &str) -> Result<(), String> {
        match key {
            "fl" | "fi" | "fe" | "cfi" | "cfl" => {
                let path = resolved(&mut self.files, value)?;
                let file = self.recorder.file(&path);
                match key {
                    "fl" => (self.home, self.at) = (file, file),
                    "fi" | "fe" => self.at = file,
                    _ => self.callee_file = Some(file),
                }
            }
            "fn" => {
                let name = resolved(&mut self.names, value)?;
                self.at = self.home;
                self.function = Some(self.recorder.function(self.home, &name));
                self.outermost = !name.contains('\'');
                self.unnamed = is_unnamed(&name);
                (self.callee, self.callee_file, self.calls) = (None, None, None);
            }
            "cfn" => {
                let name = resolved(&mut self.names, value)?;
                let file = self.callee_file.take().unwrap_or(self.at);
                self.callee = Some((self.recorder.function(file, &name), !name.contains('\'')));
            }
            "calls" => {
                let count = value.split_whitespace().next().and_then(number);
                self.calls = Some(count.ok_or("a count of calls is no number")?);
            }
            _ => {}
        }
        Ok(())
    }

    /// A line of costs: own, or those of the call before it.
    fn cost(&mut self, line: &str) -> Result<(), String> {
        let mut words = line.split_ascii_whitespace();
        self.positions.resize(self.columns, 0);
        for position in &mut self.positions {
            let word = words.next().ok_or("has no position")?;
            *position = match word.as_bytes() {
                [b'*'] => *position,
                [b'+', ..] => position.saturating_add(number(&word[1..]).ok_or("a position is no number")?),
                [b'-', ..] => position.saturating_sub(number(&word[1..]).ok_or("a position is no number")?),
                _ => number(word).ok_or("a position is no number")?,
            };
        }
        let cost = match words.nth(self.event) {
            Some(word) => number(word).ok_or("a cost is no number")?,
            // Costs of zero at the end of a line may be left out.
            None => 0,
        };
        let Some(function) = self.function else { return Err("a cost stands before the first function".to_owned()) };
        let line = u32::try_from(self.positions.last().copied().unwrap_or(0)).unwrap_or(0);
        if let Some(count) = self.calls.take() {
            let (callee, outermost) = self.callee.take().ok_or("calls of no function")?;
            self.recorder.call(self.at, line, callee, count);
            if self.outermost && !(callee == function && outermost) {
                let own = self.recorder.function_mut(function);
                own.inclusive = own.inclusive.saturating_add(cost);
            }
            return Ok(());
        }
        self.recorder.line(self.at, line, cost);
        self.recorder.total = self.recorder.total.saturating_add(cost);
        if self.unnamed {
            self.recorder.unnamed = self.recorder.unnamed.saturating_add(cost);
        }
        let (home, at_home) = (self.home, self.at == self.home);
        let own = self.recorder.function_mut(function);
        own.own = own.own.saturating_add(cost);
        if at_home && line > 0 {
            let sum = own.home.entry((home, line)).or_default();
            *sum = sum.saturating_add(cost);
        }
        if self.outermost {
            own.inclusive = own.inclusive.saturating_add(cost);
        }
        Ok(())
    }
}

/// A function that has no name but an address, or none at all.
fn is_unnamed(name: &str) -> bool {
    name == "???" || name.is_empty() || name.starts_with("0x")
}

/// `(3) name` gives a number to a name, `(3)` repeats it, anything else is the name itself.
fn resolved(known: &mut HashMap<u32, String>, value: &str) -> Result<String, String> {
    let value = value.trim();
    let Some((number, name)) = value.strip_prefix('(').and_then(|rest| rest.split_once(')')) else {
        return Ok(value.to_owned());
    };
    let Ok(number) = number.parse::<u32>() else { return Ok(value.to_owned()) };
    let name = name.trim();
    if name.is_empty() {
        return known.get(&number).cloned().ok_or_else(|| format!("the name ({number}) was never given"));
    }
    known.insert(number, name.to_owned());
    Ok(name.to_owned())
}

/// A number, decimal or hexadecimal.
fn number(word: &str) -> Option<u64> {
    match word.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => word.parse().ok(),
    }
}
