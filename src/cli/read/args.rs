//! What can be typed behind `read`.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Arguments of `read`.
#[derive(Debug, Clone, Args)]
pub struct ReadArgs {
    /// Which list: hot, startup, or words of a concept [default: tell which there are]
    #[arg(value_name = "LIST")]
    pub list: Vec<String>,
    /// Make hot or startup from these profiles: callgrind, perf script, gcov, lcov, collapsed stacks, a bundle
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with = "api")]
    pub from: Vec<PathBuf>,
    /// The profile of a run that does nothing: its costs are taken off those of --from
    #[arg(long, value_name = "FILE", requires = "from")]
    pub minus: Option<PathBuf>,
    /// Merge the bundled profile with those of --from
    #[arg(long, requires = "from")]
    pub merge: bool,
    /// Estimate from the sources alone instead of a profile
    #[arg(long = "static", conflicts_with = "from")]
    pub estimate: bool,
    /// What a module or type offers
    #[arg(long, value_name = "MODULE", conflicts_with = "list")]
    pub api: Option<String>,
    /// What runs for a file of Python
    #[arg(long, value_name = "FILE", conflicts_with_all = ["list", "api", "from"])]
    pub python: Option<PathBuf>,
    /// What runs for a piece of Python: -c 'x[i]'
    #[arg(short = 'c', value_name = "CODE", allow_hyphen_values = true, conflicts_with_all = ["list", "api", "from", "python"])]
    pub code: Option<String>,
    /// Ask a Python of the same version for the instructions instead of following the sources; it compiles, runs nothing
    #[arg(long, value_name = "PATH", num_args = 0..=1, require_equals = true, default_missing_value = super::ask_python::ANY, conflicts_with_all = ["list", "api", "from"])]
    pub ask_python: Option<PathBuf>,
    /// Types of the operands, for specialised forms and slots: list,int
    #[arg(long, value_name = "TYPES", value_delimiter = ',')]
    pub types: Vec<String>,
    /// Lines of reading: lines to read, and one for each range [default: 500 for measured lists, else all]
    #[arg(long, value_name = "LINES")]
    pub budget: Option<u32>,
    /// How to print it [default: text]
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<ReadFormat>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// Tick a card off, by its symbol or number; may be given more than once
    #[arg(long, value_name = "CARD")]
    pub done: Vec<String>,
    /// Take the tick away
    #[arg(long, value_name = "CARD")]
    pub undo: Vec<String>,
    /// Write a note to a card; an empty one takes it away
    #[arg(long, num_args = 2, value_names = ["CARD", "TEXT"])]
    pub note: Option<Vec<String>>,
    /// Do not start a pager
    #[arg(long)]
    pub no_pager: bool,
}

impl ReadArgs {
    /// How to print the list.
    pub fn format(&self) -> ReadFormat {
        if self.json { ReadFormat::Json } else { self.format.unwrap_or(ReadFormat::Text) }
    }
}

/// How to print a reading list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReadFormat {
    /// For a terminal.
    Text,
    /// Markdown with check boxes and permalinks.
    Md,
    /// A JSON array.
    Json,
    /// One page that opens without a network.
    Html,
}
