//! `gcov --json-format`: how often each line ran. A function's count is that of its first line: that of the interpreter
//! loop is wrong where it jumps by table.

use super::error::Fault;
use super::recording::{Format, Metric, Profile, Recorder};
use serde::Deserialize;

#[derive(Deserialize)]
struct Report {
    files: Vec<File>,
}

#[derive(Deserialize)]
struct File {
    #[serde(rename = "file")]
    path: String,
    #[serde(default)]
    functions: Vec<Function>,
    #[serde(default)]
    lines: Vec<Line>,
}

#[derive(Deserialize)]
struct Function {
    name: String,
    start_line: u32,
    #[serde(default)]
    end_line: u32,
}

#[derive(Deserialize)]
struct Line {
    line_number: u32,
    count: u64,
}

/// Reads one report, or several one after the other.
pub(super) fn read(text: &str) -> Result<Profile, Fault> {
    let mut recorder = Recorder::default();
    for report in serde_json::Deserializer::from_str(text).into_iter::<Report>() {
        let report = report.map_err(|error| {
            if error.is_eof() {
                Fault::new("is cut off: its JSON ends too early")
            } else {
                Fault::at(error.line(), "is no report of gcov --json-format")
            }
        })?;
        for file in &report.files {
            add(&mut recorder, file);
        }
    }
    Ok(recorder.finish(Format::Gcov, Metric::Executions))
}

fn add(recorder: &mut Recorder, file: &File) {
    let id = recorder.file(&file.path);
    for line in &file.lines {
        recorder.line(id, line.line_number, line.count);
        recorder.total = recorder.total.saturating_add(line.count);
    }
    for function in &file.functions {
        let end = function.end_line.max(function.start_line);
        let inside = |line: &&Line| (function.start_line..=end).contains(&line.line_number);
        let Some(first) = file.lines.iter().filter(inside).min_by_key(|line| line.line_number) else { continue };
        let number = recorder.function(id, &function.name);
        let known = recorder.function_mut(number);
        known.calls = known.calls.saturating_add(first.count);
        if first.count > 0 {
            let home = known.home.entry((id, function.start_line)).or_default();
            *home = home.saturating_add(first.count);
            known.own = file.lines.iter().filter(inside).fold(known.own, |own, line| own.saturating_add(line.count));
        }
    }
}
