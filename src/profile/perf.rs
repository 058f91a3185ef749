//! `perf script`: samples as frames, innermost first, each with its symbol and, with `-F +srcline`, its source line.

use super::recording::{Format, Metric, Profile, Recorder};
use std::collections::BTreeSet;

/// A frame: the symbol, and the place where perf knew it.
struct Frame<'a> {
    symbol: &'a str,
    place: Option<(&'a str, u32)>,
}

/// Whether a text looks like what `perf script` prints.
pub(super) fn is_perf(head: &[&str]) -> bool {
    let frames = head.iter().filter(|line| frame(line).or_else(|| one_line(line)).is_some()).count();
    frames >= 1
        && frames + head.iter().filter(|line| place(line).is_some() || is_header(line)).count() >= head.len() / 2
}

/// Reads samples.
pub(super) fn read(text: &str) -> Profile {
    // Without call chains (`-G`) and fields that begin a sample, each frame is a sample of its own.
    let begins = |line: &str| line.trim().is_empty() || is_header(line);
    let chains = text.lines().any(|line| begins(line) && one_line(line).is_none());
    let mut recorder = Recorder::default();
    let mut stack: Vec<Frame<'_>> = Vec::new();
    let mut with_places = false;
    for line in text.lines() {
        if let Some(symbol) = one_line(line) {
            add(&mut recorder, &stack);
            stack = vec![Frame { symbol, place: None }];
        } else if begins(line) {
            add(&mut recorder, &stack);
            stack.clear();
        } else if let Some(symbol) = frame(line) {
            if !chains {
                add(&mut recorder, &stack);
                stack.clear();
            }
            stack.push(Frame { symbol, place: None });
        } else if let (Some(place), Some(last)) = (place(line), stack.last_mut()) {
            with_places = true;
            last.place = Some(place);
        }
    }
    add(&mut recorder, &stack);
    let mut profile = recorder.finish(Format::Perf, Metric::Samples);
    if !with_places {
        profile.remarks.push("it names functions, no lines: perf script -F ip,sym,srcline tells them".to_owned());
    }
    profile
}

fn add(recorder: &mut Recorder, stack: &[Frame<'_>]) {
    let Some(leaf) = stack.first() else { return };
    recorder.total += 1;
    if leaf.symbol == "[unknown]" {
        recorder.unnamed += 1;
        return;
    }
    let ids: Vec<u32> = stack
        .iter()
        .map(|frame| {
            let file = recorder.file("");
            recorder.function(file, frame.symbol)
        })
        .collect();
    recorder.function_mut(ids[0]).own += 1;
    if let Some((path, line)) = leaf.place {
        let file = recorder.file(path);
        *recorder.function_mut(ids[0]).home.entry((file, line)).or_default() += 1;
        recorder.line(file, line, 1);
    }
    for id in ids.iter().collect::<BTreeSet<_>>() {
        recorder.function_mut(*id).inclusive += 1;
    }
    for (callee, caller) in ids.iter().zip(&stack[1..]) {
        if let Some((path, line)) = caller.place {
            let file = recorder.file(path);
            recorder.call(file, line, *callee, 1);
        }
    }
}

/// `    5d8f93 _PyEval_EvalFrameDefault+0x1f (/usr/bin/python3.11)` -> the symbol.
fn frame(line: &str) -> Option<&str> {
    let rest = line.strip_prefix([' ', '\t'])?.trim();
    let (address, rest) = rest.split_once(' ')?;
    if address.len() < 2 || !address.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let rest = rest.trim();
    let symbol = rest.split(" (").next().unwrap_or(rest).trim();
    // More words than a symbol has: a header of a sample whose command looks like a number.
    (!symbol.is_empty() && !symbol.contains(' ') && !symbol.ends_with(':')).then_some(symbol)
}

/// `python3.11 13910 27341.707520: 250000 cycles:  12c045 eval+0x5 (/usr/bin/python3)`, a sample without its callers ->
/// the symbol.
fn one_line(line: &str) -> Option<&str> {
    let (_, behind) = line.split_once(": ")?;
    let time = line.len() - behind.len() - 2;
    let time = line[..time].rsplit(' ').next()?;
    if !time.contains('.') || time.parse::<f64>().is_err() {
        return None;
    }
    // The event is the last word before the address.
    let (_, rest) = behind.split_once(": ")?;
    frame(&line[line.len() - rest.len() - 1..])
}

/// `  /build/Python/ceval.c:1234` -> path and line.
fn place(line: &str) -> Option<(&str, u32)> {
    let text = line.strip_prefix([' ', '\t'])?.trim();
    let (path, line) = text.rsplit_once(':')?;
    let digits = line.split(' ').next().unwrap_or(line);
    let line = digits.parse().ok()?;
    (line > 0 && !path.contains(' ') && !path.starts_with("??")).then_some((path, line))
}

/// `python3.11 13910 27341.707520:     250000 cpu-clock:ppp:` begins a sample.
fn is_header(line: &str) -> bool {
    let line = line.trim_end();
    let Some(first) = line.chars().next() else { return false };
    !first.is_whitespace()
        && line
            .split_whitespace()
            .any(|word| word.strip_suffix(':').is_some_and(|time| time.contains('.') && time.parse::<f64>().is_ok()))
}

#[cfg(test)]
mod tests {
    use super::{frame, is_header, one_line, place};

    #[test]
    fn the_lines_of_a_sample_are_told_apart() {
        assert_eq!(
            frame("\t  12c045 _PyEval_EvalFrameDefault+0xe05 (/usr/bin/python3)"),
            Some("_PyEval_EvalFrameDefault+0xe05")
        );
        assert_eq!(frame("    7fc8a285d080 [unknown] ([unknown])"), Some("[unknown]"));
        assert_eq!(frame("  /build/Python/ceval.c:1234"), None);
        assert_eq!(place("  /build/Python/ceval.c:1234"), Some(("/build/Python/ceval.c", 1234)));
        assert_eq!(place("  [kernel.kallsyms][ffffffff8158c7c0]"), None);
        assert_eq!(place("  ??:0"), None);
        let sample = "   python3 139 273.707520:  250000 cpu-clock:ppp:      12c045 eval+0xe05 (/usr/bin/python3)";
        assert_eq!(one_line(sample), Some("eval+0xe05"));
        assert_eq!(one_line("python3 139 273.707520:     250000 cpu-clock:ppp: "), None);
        assert!(is_header("python3.11 13910 27341.707520:     250000 cpu-clock:ppp: "));
    }
}
