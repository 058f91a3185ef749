//! lcov's trace files: `SF:` a file, `DA:` a line with its count, `FN:` where a function begins.

use super::error::Fault;
use super::recording::{Format, Metric, Profile, Recorder};
use std::collections::HashMap;

/// Reads a trace file.
pub(super) fn read(text: &str) -> Result<Profile, Fault> {
    if text.trim_end().lines().next_back().map(str::trim) != Some("end_of_record") {
        return Err(Fault::new("is cut off: its last record has no end"));
    }
    let mut recorder = Recorder::default();
    let mut file: Option<u32> = None;
    let mut starts: HashMap<String, u32> = HashMap::new();
    for (place, line) in text.lines().enumerate() {
        let line = line.trim();
        let fault = || Fault::at(place + 1, "is no line of an lcov trace file");
        if line == "end_of_record" {
            file = None;
            starts.clear();
            continue;
        }
        let Some((key, value)) = line.split_once(':') else {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            return Err(fault());
        };
        match (key, file) {
            ("SF", _) => file = Some(recorder.file(value)),
            ("DA", Some(file)) => {
                let mut words = value.split(',');
                let (line, count) =
                    (words.next().and_then(|w| w.parse().ok()), words.next().and_then(|w| w.parse().ok()));
                let (Some(line), Some(count)) = (line, count) else { return Err(fault()) };
                recorder.line(file, line, count);
                recorder.total = recorder.total.saturating_add(count);
            }
            // `FN:12,name`, in newer versions `FN:12,40,name`.
            ("FN", Some(_)) => {
                let start = value.split(',').next().and_then(|word| word.parse().ok());
                let name = value.rsplit(',').next().unwrap_or_default();
                starts.insert(name.to_owned(), start.ok_or_else(fault)?);
            }
            ("FNDA", Some(file)) => {
                let (count, name) = value.split_once(',').ok_or_else(fault)?;
                let count: u64 = count.parse().map_err(|_| fault())?;
                let id = recorder.function(file, name);
                let function = recorder.function_mut(id);
                function.calls = function.calls.saturating_add(count);
                if let Some(start) = starts.get(name).filter(|_| count > 0) {
                    function.own = function.own.saturating_add(count);
                    let home = function.home.entry((file, *start)).or_default();
                    *home = home.saturating_add(count);
                }
            }
            _ => {}
        }
    }
    Ok(recorder.finish(Format::Lcov, Metric::Executions))
}
