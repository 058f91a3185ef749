//! A file -> its text: compressed files are unpacked, what is no profile is refused by name.

use super::error::Fault;
use flate2::read::MultiGzDecoder;
use std::io::Read;

/// More than any profile of an interpreter has.
const MOST: u64 = 4 << 30;

/// Beginnings of files that people hand in by mistake, what they are, and what to do.
const FOREIGN: &[(&[u8], &str, &str)] = &[
    (b"PERFILE2", "is perf's own recording, not a text", "perf script -i FILE -F ip,sym,srcline --full-source-path -G"),
    (b"adcg", "is a counter file of gcov (.gcda), not a report", "gcov --json-format --stdout FILE"),
    (b"oncg", "is a graph file of gcov (.gcno), not a report", "gcov --json-format --stdout FILE"),
    (b"gmon", "is a recording of gprof, which is not read", "cpynav profile record-help"),
    (
        b"# To display the perf.data header info",
        "is what `perf report` prints",
        "perf script -i FILE -F ip,sym,srcline --full-source-path -G",
    ),
    (b" Percent |", "is what `perf annotate` prints", "perf script -i FILE -F ip,sym,srcline --full-source-path -G"),
    (
        b"--------------------------------------------------------------------------------\nProfile data file",
        "is what callgrind_annotate prints",
        "cpynav read --from callgrind.out.PID",
    ),
    (b"        -:    0:Source:", "is a listing of gcov for people", "gcov --json-format --stdout FILE.gcda"),
    (b"cpynav-profile-", "is a bundle already", "cpynav read hot --from FILE"),
    (b"\x7fELF", "is a program, not a profile", "cpynav profile record-help"),
];

/// Returns the text of a profile.
pub(super) fn text(bytes: Vec<u8>) -> Result<String, Fault> {
    let bytes = if bytes.starts_with(b"\x1f\x8b") { unpacked(&bytes)? } else { bytes };
    for (magic, what, hint) in FOREIGN {
        if bytes.starts_with(magic) {
            return Err(Fault::new(*what).hint(*hint));
        }
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Fault::new("is empty"));
    }
    Ok(String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    match MultiGzDecoder::new(bytes).take(MOST).read_to_end(&mut out) {
        Ok(_) => Ok(out),
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            Err(Fault::new("is cut off: its compressed data ends too early"))
        }
        Err(_) => Err(Fault::new("is damaged: it cannot be unpacked")),
    }
}
