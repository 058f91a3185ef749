//! What went wrong, as a user sees it: one `error:` line, then `hint:` lines.

use super::print::visible;
use crate::nav::OpenError;
use crate::profile::ProfileError;
use std::io::{self, Write};
use std::process::ExitCode;

/// How a command ended well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// There was an answer.
    Found,
    /// There was none, or only near ones.
    Nothing,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Found => ExitCode::SUCCESS,
            Exit::Nothing => ExitCode::from(1),
        }
    }
}

/// A command's result.
pub type Outcome = Result<Exit, CliError>;

/// A fault, or wrong use.
#[derive(Debug)]
pub struct CliError {
    /// What failed, without a full stop.
    pub error: String,
    /// What to do about it.
    pub hints: Vec<String>,
    /// The exit code; 0 is silent (the reader of a pipe went away).
    pub code: u8,
}

impl CliError {
    /// Returns a fault without a hint.
    pub fn new(error: impl Into<String>) -> Self {
        CliError { error: error.into(), hints: Vec::new(), code: 2 }
    }

    /// Adds a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Prints it and returns the exit code.
    pub fn report(&self, color: bool) -> ExitCode {
        if self.code != 0 {
            let (red, cyan, plain) = if color { ("\x1b[1;31m", "\x1b[36m", "\x1b[0m") } else { ("", "", "") };
            let mut text = format!("{red}error:{plain} {}\n", visible(&self.error));
            for hint in &self.hints {
                text.extend([cyan, "hint:", plain, " ", &visible(hint), "\n"]);
            }
            // When even standard error is gone the exit code still tells.
            let _ = io::stderr().lock().write_all(text.as_bytes());
        }
        ExitCode::from(self.code)
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return CliError { error: String::new(), hints: Vec::new(), code: 0 };
        }
        CliError::new(format!("cannot write: {error}"))
    }
}

impl From<anyhow::Error> for CliError {
    fn from(error: anyhow::Error) -> Self {
        let error = match error.downcast::<ProfileError>() {
            Ok(error) => return error.into(),
            Err(error) => error,
        };
        match error.downcast::<io::Error>() {
            Ok(error) => error.into(),
            Err(error) => CliError::new(format!("{error:#}")),
        }
    }
}

impl From<serde_json::Error> for CliError {
    fn from(error: serde_json::Error) -> Self {
        io::Error::from(error).into()
    }
}

impl From<OpenError> for CliError {
    fn from(error: OpenError) -> Self {
        let text = error.to_string();
        match error {
            OpenError::NothingIndexed => CliError::new(text)
                .hint("cpynav index             clones CPython and indexes it")
                .hint("cpynav index --repo DIR  indexes a clone or checkout that is there already")
                .hint("add --sample             asks the embedded miniature"),
            OpenError::NotIndexed { wanted, have } => {
                let mut error = CliError::new(text);
                if let Some(near) = nearest(&wanted, &have) {
                    error = error.hint(format!("did you mean {near}?"));
                }
                error = error.hint(format!("to index it: cpynav index {}", quoted(&wanted)));
                if have.is_empty() { error } else { error.hint(format!("indexed: {}", have.join(", "))) }
            }
            OpenError::UnknownRepository { wanted, have } => CliError::new(text)
                .hint(format!("to index it: cpynav index --repo {}", quoted(&wanted)))
                .hint(format!("indexed repositories: {}", have.join(", "))),
            OpenError::OldFormat { rev, .. } => {
                let rev = if rev.contains('/') { "REV" } else { &rev };
                CliError::new(text).hint(format!("build it again: cpynav index {rev}"))
            }
            OpenError::Damaged { rev, .. } => {
                let rev = if rev.contains('/') { "REV" } else { &rev };
                CliError::new(text).hint(format!("build it again: cpynav index --force {rev}"))
            }
        }
    }
}

/// Quotes an argument where a shell would need it.
fn quoted(argument: &str) -> String {
    shell_words::quote(argument).into_owned()
}

/// Returns the candidate that needs the fewest changes, if they are few.
pub fn nearest<'a>(wanted: &str, candidates: &'a [String]) -> Option<&'a str> {
    let best = candidates.iter().map(|candidate| (distance(wanted, candidate), candidate)).min()?;
    (best.0 <= 2.min(wanted.chars().count() / 2)).then_some(best.1)
}

/// Levenshtein's distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &cb) in b.iter().enumerate() {
            let cost = diagonal + usize::from(ca != cb);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_finger_is_recognised() {
        let have = ["v3.13.5".to_owned(), "main".to_owned()];
        assert_eq!(nearest("v3.13.4", &have), Some("v3.13.5"));
        assert_eq!(nearest("mian", &have), Some("main"));
        assert_eq!(nearest("v2.7", &have), None);
    }
}
