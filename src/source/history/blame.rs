//! Who wrote each of some lines: `git blame`, or libgit2's, which is slower, where git is missing.

use super::program::{Lines, Next};
use super::{History, SourceError, Stop};
use git2::BlameOptions;
use std::path::Path;

/// Where a line comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlameLine {
    /// Its number in the revision that was asked about.
    pub line: u32,
    /// The commit that wrote it.
    pub commit: String,
    /// The path it had there.
    pub file: String,
    /// Its number there.
    pub origin: u32,
}

impl History {
    /// Returns the origin of the lines `first..=last` that a path has in a commit. Lines that were moved or copied from
    /// files that the same commit changed are followed there; libgit2 follows them only within the file.
    pub fn blame(
        &self,
        commit: &str,
        path: &str,
        first: u32,
        last: u32,
        stop: Stop<'_>,
    ) -> Result<Vec<BlameLine>, SourceError> {
        if self.program {
            let range = format!("{first},{last}");
            // What the user's settings may leave out of a blame stays in.
            let plain = ["-c", "blame.ignoreRevsFile=", "blame", "--porcelain", "-C"];
            let arguments = [&plain[..], &["-L", &range, commit, "--", path]].concat();
            if let Ok(lines) = Lines::start(&self.git, &arguments) {
                return read(lines, path, stop);
            }
        }
        let failed = || SourceError::git(format!("blame {path}"));
        let mut options = BlameOptions::new();
        let newest = git2::Oid::from_str(commit).map_err(failed())?;
        options.newest_commit(newest).min_line(first as usize).max_line(last as usize);
        let blame = self.repository.blame_file(Path::new(path), Some(&mut options)).map_err(failed())?;
        let mut lines = Vec::new();
        for hunk in blame.iter() {
            let file = hunk.path().map_or_else(|| path.to_owned(), |path| path.to_string_lossy().into_owned());
            for at in 0..hunk.lines_in_hunk() {
                lines.push(BlameLine {
                    line: (hunk.final_start_line() + at) as u32,
                    commit: hunk.final_commit_id().to_string(),
                    file: file.clone(),
                    origin: (hunk.orig_start_line() + at) as u32,
                });
            }
        }
        lines.retain(|line| (first..=last).contains(&line.line));
        Ok(lines)
    }
}

/// Reads `--porcelain`: a header per line (`commit origin line [count]`), details of a commit where it comes first, the
/// line itself behind a tab.
fn read(mut output: Lines, path: &str, stop: Stop<'_>) -> Result<Vec<BlameLine>, SourceError> {
    let mut lines: Vec<BlameLine> = Vec::new();
    let mut in_header = true;
    loop {
        let line = match output.next(stop) {
            Next::Line(line) => line,
            Next::End(true) => return Ok(lines),
            Next::End(false) => {
                return Err(SourceError::Git { what: format!("blame {path}"), detail: "git blame failed".into() });
            }
            Next::Stopped => return Err(SourceError::Cancelled),
        };
        if line.first() == Some(&b'\t') {
            in_header = true;
            continue;
        }
        let text = String::from_utf8_lossy(&line);
        if in_header {
            let mut words = text.split(' ');
            let (commit, origin, number) = (words.next(), words.next(), words.next());
            let number_of = |word: Option<&str>| word.and_then(|word| word.parse().ok()).unwrap_or(0);
            let commit = commit.unwrap_or_default().to_owned();
            // Several groups of lines of one commit tell its file only once.
            let file = lines.iter().rev().find(|line| line.commit == commit).map(|line| line.file.clone());
            let file = file.unwrap_or_else(|| path.to_owned());
            lines.push(BlameLine { line: number_of(number), commit, file, origin: number_of(origin) });
            in_header = false;
        } else if let (Some(name), Some(last)) = (text.strip_prefix("filename "), lines.last_mut()) {
            name.clone_into(&mut last.file);
        }
    }
}
