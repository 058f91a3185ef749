//! The git program: asked for lists that it makes faster than libgit2, with nothing of the user's settings in the way.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// How often somebody who waits for git asks whether to stop.
const PATIENCE: Duration = Duration::from_millis(50);

/// Variables that would lead git to another repository.
const ASTRAY: &[&str] = &[
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_EXTERNAL_DIFF",
];

/// Whether there is a git program.
pub(super) fn is_there() -> bool {
    let mut command = Command::new("git");
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// The lines that a git command prints, as they come.
pub(super) struct Lines {
    child: Child,
    lines: Receiver<Vec<u8>>,
}

/// What comes next.
pub(super) enum Next {
    Line(Vec<u8>),
    /// All was printed; whether git ended well.
    End(bool),
    /// The person stopped it.
    Stopped,
}

impl Lines {
    /// Starts git on a repository.
    pub fn start(git: &Path, arguments: &[&str]) -> std::io::Result<Lines> {
        let mut command = Command::new("git");
        command.arg("--git-dir").arg(git).arg("--no-pager").args(arguments);
        for name in ASTRAY {
            command.env_remove(name);
        }
        // Paths are no patterns; what a partial clone lacks is not fetched.
        for (name, value) in
            [("GIT_LITERAL_PATHSPECS", "1"), ("GIT_NO_LAZY_FETCH", "1"), ("GIT_OPTIONAL_LOCKS", "0"), ("LC_ALL", "C")]
        {
            command.env(name, value);
        }
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let (sender, lines) = mpsc::sync_channel(4096);
        if let Some(output) = child.stdout.take() {
            thread::spawn(move || {
                for line in BufReader::new(output).split(b'\n') {
                    let Ok(line) = line else { break };
                    if sender.send(line).is_err() {
                        break;
                    }
                }
            });
        }
        Ok(Lines { child, lines })
    }

    /// Waits for the next line.
    pub fn next(&mut self, stop: super::Stop<'_>) -> Next {
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => return Next::Line(line),
                Err(RecvTimeoutError::Timeout) if stop() => return Next::Stopped,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    let well = self.child.wait().is_ok_and(|status| status.success());
                    return if !well && stop() { Next::Stopped } else { Next::End(well) };
                }
            }
        }
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        // Nobody wants the rest. A program that has ended already cannot be stopped, which is as well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
