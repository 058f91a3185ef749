//! A file -> a profile, its format recognised by what stands in it.

use super::error::{Fault, ProfileError};
use super::{Bundle, Format, Profile, bytes, callgrind, gcov, lcov, perf, stacks};
use std::path::Path;

/// Reads a profile.
///
/// # Errors
/// A file that cannot be read, is in no known format, or is cut off.
pub fn read(path: &Path) -> Result<Profile, ProfileError> {
    let of = |fault: Fault| fault.of(path);
    let bytes = std::fs::read(path).map_err(|error| of(Fault::new(format!("cannot be read: {}", plain(&error)))))?;
    let text = bytes::text(bytes).map_err(of)?;
    let mut profile = parse(&text).map_err(of)?;
    profile.name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if profile.total == 0 {
        return Err(of(Fault::new("holds no costs: nothing was recorded")));
    }
    Ok(profile)
}

/// Reads a bundle; `None` where the file is none.
///
/// # Errors
/// A file that cannot be read, or a damaged bundle.
pub fn read_bundle(path: &Path) -> Result<Option<Bundle>, ProfileError> {
    let of = |what: String| Fault::new(what).of(path);
    let bytes = std::fs::read(path).map_err(|error| of(format!("cannot be read: {}", plain(&error))))?;
    if !Bundle::is_bundle(&bytes) {
        return Ok(None);
    }
    Bundle::from_bytes(&bytes).map(Some).map_err(of)
}

fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

fn parse(text: &str) -> Result<Profile, Fault> {
    match format(text) {
        Some(Format::Callgrind) => callgrind::read(text),
        Some(Format::Gcov) => gcov::read(text),
        Some(Format::Lcov) => lcov::read(text),
        Some(Format::Perf) => Ok(perf::read(text)),
        Some(Format::Stacks) => stacks::read(text),
        None => Err(Fault::new("is in no known format of a profile").hint("cpynav profile record-help")),
    }
}

/// The format of a text, by its first lines.
fn format(text: &str) -> Option<Format> {
    // A report in JSON may be one line.
    let start = text.trim_start();
    if start.starts_with('{') {
        let head = start.get(..4096.min(start.len())).unwrap_or(start);
        return (head.contains("\"gcc_version\"") || head.contains("\"current_working_directory\""))
            .then_some(Format::Gcov);
    }
    let head: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).take(40).collect();
    let has = |start: &str| head.iter().any(|line| line.starts_with(start));
    if has("# callgrind format") || has("creator: callgrind") || (has("events:") && has("fn=")) {
        return Some(Format::Callgrind);
    }
    if has("TN:") || has("SF:") {
        return Some(Format::Lcov);
    }
    if perf::is_perf(&head) {
        return Some(Format::Perf);
    }
    let stacks = head.iter().filter(|line| stacks::is_stack(line)).count();
    (stacks > 0 && stacks + 1 >= head.len()).then_some(Format::Stacks)
}
