//! What the sources say about a definition besides what it is, with the line that shows it.

use super::FileId;
use super::kind::named;
use serde::{Deserialize, Serialize};

named! {
    /// What is said.
    RemarkKind {
        /// Other threads may run meanwhile.
        DropsGil = "may-drop-gil",
        /// It locks objects in the build without the GIL.
        CriticalSection = "critical-section",
        /// What its caller owns of the result: a new or a borrowed reference.
        Returns = "returns",
        /// It takes a reference away from its caller.
        Steals = "steals",
        /// The release since which extension modules may rely on it.
        LimitedApi = "limited-api",
        /// Only the build without the GIL has it.
        FreeThreaded = "free-threaded-only",
        /// A program wrote it.
        Generated = "generated",
        /// A module: whether it is inside the program or a library beside it.
        Build = "build",
    }
}

/// One remark. The definition it is about is known to whoever holds it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Remark {
    /// What is said.
    pub kind: RemarkKind,
    /// In a few words: `new reference`, `through f > g`, `since 3.2`.
    pub text: Box<str>,
    /// The file that shows it.
    pub file: FileId,
    /// 1-based line.
    pub line: u32,
}
