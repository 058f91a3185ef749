//! Collapsed stacks: `main;run;eval 12` a line, outermost frame first, as flame graphs are made from.

use super::error::Fault;
use super::recording::{Format, Metric, Profile, Recorder};
use std::collections::BTreeSet;

/// Whether a line is a stack with its count.
pub(super) fn is_stack(line: &str) -> bool {
    split(line).is_some_and(|(stack, _)| !stack.is_empty() && !stack.starts_with(char::is_whitespace))
}

fn split(line: &str) -> Option<(&str, u64)> {
    let (stack, count) = line.trim_end().rsplit_once(' ')?;
    Some((stack, count.parse().ok()?))
}

/// Reads stacks.
pub(super) fn read(text: &str) -> Result<Profile, Fault> {
    let mut recorder = Recorder::default();
    let mut of_c = 0u64;
    for (place, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let Some((stack, count)) = split(line) else {
            return Err(Fault::at(place + 1, "is no stack with a count at its end"));
        };
        recorder.total = recorder.total.saturating_add(count);
        let file = recorder.file("");
        let frames: Vec<&str> = stack.split(';').map(symbol).collect();
        if frames.iter().any(|frame| is_c(frame)) {
            of_c = of_c.saturating_add(count);
        }
        let Some(leaf) = frames.last().filter(|leaf| is_c(leaf)) else {
            recorder.unnamed = recorder.unnamed.saturating_add(count);
            continue;
        };
        let id = recorder.function(file, leaf);
        let own = &mut recorder.function_mut(id).own;
        *own = own.saturating_add(count);
        for frame in frames.iter().filter(|frame| is_c(frame)).collect::<BTreeSet<_>>() {
            let id = recorder.function(file, frame);
            let inclusive = &mut recorder.function_mut(id).inclusive;
            *inclusive = inclusive.saturating_add(count);
        }
    }
    if of_c == 0 {
        return Err(Fault::new("has no frames of C: it tells of Python code, not of the interpreter that runs it")
            .hint("py-spy shows none of the interpreter, even with --native; record with perf: cpynav profile record-help"));
    }
    let mut profile = recorder.finish(Format::Stacks, Metric::Samples);
    profile.remarks.push("it names functions, no lines".to_owned());
    Ok(profile)
}

/// Takes off what tools put around a symbol: ``libpython.so`name``, `name_[k]`, `name (libpython.so)`.
fn symbol(frame: &str) -> &str {
    let frame = frame.trim();
    let frame = frame.rsplit_once('`').map_or(frame, |(_, name)| name);
    let frame = if frame.contains(".py:") || frame.contains(".py)") {
        frame
    } else {
        frame.split(" (").next().unwrap_or(frame)
    };
    ["_[k]", "_[i]", "_[j]", "_[w]"].iter().find_map(|mark| frame.strip_suffix(mark)).unwrap_or(frame)
}

/// Whether a frame can be a symbol of C.
fn is_c(frame: &str) -> bool {
    let name = super::bare_symbol(frame);
    !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::{is_c, is_stack, symbol};

    #[test]
    fn frames_of_c_are_told_from_frames_of_python() {
        assert!(
            is_c(symbol("python3`PyObject_Call")) && is_c(symbol("do_fault_[k]")) && is_c(symbol("f.part.0 (lib.so)"))
        );
        assert!(!is_c(symbol("main (script.py:3)")) && !is_c(symbol("<module>")) && !is_c("[unknown]"));
        assert!(is_stack("main;run 12") && !is_stack("main;run") && !is_stack("  12c045 name 3"));
    }
}
