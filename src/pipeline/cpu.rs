//! How much CPU this process has used, user and system time of all threads, where the system tells it in a file.

use std::fs;

/// Linux counts in hundredths of a second for programs, whatever its own clock does.
const TICKS: f64 = 100.0;

/// Returns seconds since the process began; `None` on systems that tell it otherwise.
pub(super) fn seconds() -> Option<f64> {
    parse(&fs::read_to_string("/proc/self/stat").ok()?)
}

/// The 14th and 15th word; the second is the program's name in parentheses, which may hold anything.
fn parse(stat: &str) -> Option<f64> {
    let mut words = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let mut ticks = || words.next()?.parse::<u32>().ok();
    Some(f64::from(ticks()? + ticks()?) / TICKS)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn times_are_found_behind_any_name() {
        assert_eq!(parse("42 (a) b) S 1 42 42 0 -1 4194560 100 0 0 0 150 25 0 0 20 0 1 0"), Some(1.75));
        assert_eq!(parse("nonsense"), None);
    }
}
