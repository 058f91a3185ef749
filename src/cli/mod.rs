//! The command line: one straight line of calls per subcommand, no logic.

pub mod gc;
pub mod index;
pub mod progress;
pub mod update;

use std::process::ExitCode;

/// Runs the program.
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
