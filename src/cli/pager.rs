//! The pager of `show`: `$CPYNAV_PAGER`, `$PAGER`, else `less -RF`.

use super::print::Out;
use std::process::{Child, Command, Stdio};

/// A running pager that reads what is printed.
pub struct Pager {
    child: Child,
}

impl Pager {
    /// Starts the pager and leads the output into it. Without one the output goes to the terminal as it is.
    pub fn start(configured: Option<&str>, out: &mut Out) -> Option<Pager> {
        let from = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        let line = from("CPYNAV_PAGER")
            .or_else(|| configured.map(str::to_owned))
            .or_else(|| from("PAGER"))
            .unwrap_or_else(|| "less -RF".to_owned());
        let words = shell_words::split(&line).ok()?;
        let (program, arguments) = words.split_first()?;
        if program == "cat" {
            return None;
        }
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::piped());
        if std::env::var_os("LESS").is_none() {
            // A bare `less` would show colours as text.
            command.env("LESS", "-RF");
        }
        let mut child = command.spawn().ok()?;
        out.redirect(child.stdin.take()?);
        Some(Pager { child })
    }

    /// Waits until the person has left it.
    pub fn finish(mut self, out: &mut Out) {
        out.restore();
        // Whatever the pager says, the text was shown.
        let _ = self.child.wait();
    }
}
