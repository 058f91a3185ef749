//! What can be typed: every command, flag and example. Help, completions and the man page are made from here.

use super::api::ApiArgs;
use super::blame::BlameArgs;
use super::diff::DiffArgs;
use super::graph::Format;
use super::index::IndexArgs;
use super::log::LogArgs;
use super::path::PathArgs;
use super::profile::ProfileArgs;
use super::read::ReadArgs;
use super::refs::RefsArgs;
use super::update::UpdateArgs;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

/// Source navigation for CPython: from any Python name to the line of C or Python that runs, with proof
///
/// Without a command it opens the terminal interface.
#[derive(Debug, Parser)]
#[command(name = "cpynav", version, disable_version_flag = true, after_help = EXAMPLES, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Say what this program is and what it was built from
    #[arg(short = 'V', long)]
    pub version: bool,
}

const EXAMPLES: &str = "\
Examples:
  cpynav                           browse; the first run clones and indexes CPython
  cpynav where list.append         the line of C that runs
  cpynav show dict.get             its source
  cpynav index --repo ~/cpython v3.13.5
  cpynav where --rev v3.13.5 --json os.stat

Exit codes: 0 found, 1 nothing found (or only near names), 2 wrong use or a fault.
Environment: CPYNAV_REPO, CPYNAV_REV, CPYNAV_INDEX_DIR, CPYNAV_DATA, CPYNAV_CONFIG, CPYNAV_COLOR, CPYNAV_PAGER,
NO_COLOR. What is set in config.toml is overridden by the environment, and that by flags.";

/// Flags of every command.
#[derive(Debug, Clone, Default, Args)]
pub struct Global {
    /// The repository: a folder or URL [default: the checkout around you, else the one used last]
    #[arg(long, global = true, env = "CPYNAV_REPO", hide_env = true, value_name = "PATH|URL")]
    pub repo: Option<String>,
    /// The revision that answers: a tag, a branch or a commit [default: the newest indexed]
    #[arg(long, global = true, env = "CPYNAV_REV", hide_env = true)]
    pub rev: Option<String>,
    /// The folder of indexes
    #[arg(long, global = true, env = "CPYNAV_INDEX_DIR", hide_env = true, value_name = "DIR")]
    pub index_dir: Option<PathBuf>,
    /// Use the embedded miniature of CPython
    #[arg(long, global = true, conflicts_with_all = ["repo", "rev"])]
    pub sample: bool,
    /// When to use colours [default: auto]
    #[arg(long, global = true, env = "CPYNAV_COLOR", hide_env = true, value_name = "WHEN")]
    pub color: Option<When>,
    /// Say more
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// Show no progress
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum When {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Even into a file.
    Always,
    /// Not at all.
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build an index, or bring it up to date
    #[command(after_long_help = "\
Examples:
  cpynav index                                  the default repository, newest state of its main branch
  cpynav index --repo ~/cpython v3.13.5 main    two revisions of a local clone; no checkout is needed
  cpynav index --worktree                       the checkout around you with its uncommitted changes
  cpynav index --full v3.11.2 v3.13.5 main      clone with the whole history, for releases side by side")]
    Index(IndexArgs),
    /// Fetch, then index what changed
    Update(UpdateArgs),
    /// Tell what is indexed: counts, ages, what was left out, what did not parse
    #[command(after_long_help = "\
Examples:
  cpynav status
  cpynav status --rev v3.13.5 -v                every file that was left out or did not parse cleanly
  cpynav status --json")]
    Status(StatusArgs),
    /// Tell where something is implemented, best answer first
    #[command(after_long_help = "\
A NAME is a dotted Python name, a C symbol, an opcode, a grammar rule, or FILE:LINE as in a traceback.

Examples:
  cpynav where list.append
  cpynav where os.path.join PyDict_GetItem
  cpynav where Objects/listobject.c:1180        the definition around that line and the names it serves
  cut -f1 names.tsv | cpynav where --stdin --json")]
    Where(QueryArgs),
    /// Show the source of a definition, with its evidence
    #[command(after_long_help = "\
Examples:
  cpynav show list.append
  cpynav show Lib/heapq.py:130")]
    Show(ShowArgs),
    /// Tell every link of a definition, both ways
    #[command(after_long_help = "\
Examples:
  cpynav links list.append
  cpynav links PyList_Append --in --kind calls")]
    Links(LinksArgs),
    /// Tell who calls a function
    Callers(CallArgs),
    /// Tell what a function calls
    Callees(CallArgs),
    /// Find the shortest chain of links from one definition to another
    #[command(after_long_help = "\
Every step says which rule found it and at which line; <- is a link that is followed against its direction.

Examples:
  cpynav path match_stmt MATCH_SEQUENCE         from the grammar to the instruction
  cpynav path heapq.heappush PyList_Append      from a Python name to a C function")]
    Path(PathArgs),
    /// Tell every place that uses a definition, with the function around it
    #[command(after_long_help = "\
NAME is what `where` takes, or a C file: who includes it. Comments and strings do not count. What cannot be told apart
from another thing of the same name is marked: (by name), \"exact\":false.

Examples:
  cpynav refs PyList_Append
  cpynav refs ob_refcnt --kind write
  cpynav refs heapq.heappush --exact --json
  cpynav refs pycore_object.h")]
    Refs(RefsArgs),
    /// Tell the commits that touched one definition, newest first
    #[command(after_long_help = "\
The definition is followed through changes of its name, of its file's name, and into other files of the same commit.
Nothing of this is indexed: it is read from the repository when asked for, and kept.

Examples:
  cpynav log list.append
  cpynav log PyDict_GetItemRef --patch          with the diff of the definition in each commit
  cpynav log --rev v3.13.5 --limit 0 os.path.join")]
    Log(LogArgs),
    /// Tell who wrote each line of a definition
    #[command(after_long_help = "\
Lines that were moved or copied from files of the same commit are followed there.

Examples:
  cpynav blame list.append
  cpynav blame --rev v3.13.5 --json os.path.join")]
    Blame(BlameArgs),
    /// Tell what differs between two indexed revisions, or show one definition in both
    #[command(after_long_help = "\
Without a NAME every definition that was added, removed, moved, renamed or changed. A field
counts with its struct; a line of a method counts for the method, not for its class.

Examples:
  cpynav diff v3.12.0 v3.13.0                   counts, and the first of them
  cpynav diff v3.12.0 v3.13.0 --what removed --lang c --path Include/
  cpynav diff v3.12.0 v3.13.0 --json > differences
  cpynav diff v3.12.0 v3.13.0 list.append       how its implementation changed")]
    Diff(DiffArgs),
    /// Search names, concepts and documentation, in any way a person asks
    #[command(after_long_help = "\
The words may be a name with a slip in it, parts of a name in any order, an older name, a concept or a question.
Words that restrict the answers: lang:c|python|dsl|grammar|doc, kind:function|macro|struct|..., path:Objects/ (how a
path begins), in:dictobject.c (one file).

Examples:
  cpynav search evalframedefault
  cpynav search PyDict_GetItme                  a slip of the finger
  cpynav search 'dict lookup'
  cpynav search 'where are small ints cached' --explain
  cpynav search 'resize lang:c path:Objects/'
  cpynav search 'kind:macro in:dictobject.c'")]
    Search(SearchArgs),
    /// Tell which concepts search knows, or what to read about one
    #[command(after_long_help = "\
Examples:
  cpynav topics                                 all of them
  cpynav topics garbage collection              what to read, in this order")]
    Topics(TopicsArgs),
    /// Tell what a module or type exposes, each name with its implementation
    Api(ApiArgs),
    /// Print a reading list: what the interpreter goes through, a concept, a module; and tick off what was read
    #[command(after_long_help = "\
Examples:
  cpynav read hot                               what every operation goes through
  cpynav read startup --budget 200              what every run goes through, a short list
  cpynav read garbage collection                a concept: entry points, helpers, data structures
  cpynav read --api heapq                       what a module offers
  cpynav read gil --done take_gil               tick a card off; --undo, --note
  cpynav read hot --format html > hot.html      a page to read in a browser; md, json
  cpynav read --from callgrind.out.1234         from a profile of your own; cpynav profile record-help")]
    Read(ReadArgs),
    /// Tell how to record a profile, or make the one that comes with the program
    Profile(ProfileArgs),
    /// Print everything, for scripts and editors
    #[command(after_long_help = "\
Examples:
  cpynav export definitions --json | jq -r 'select(.kind == \"macro\").symbol'
  cpynav export tags > tags                     for vim, Emacs and whatever reads ctags")]
    Export(ExportArgs),
    /// Print what is read from one file, as JSON: for those who extend the program
    #[command(after_long_help = "\
Examples:
  cpynav facts Objects/listobject.c
  cpynav facts --as python - < script.py")]
    Facts(FactsArgs),
    /// Remove indexes and cached files that nothing needs any more
    Gc,
    /// Print a completion script
    #[command(after_long_help = "\
Examples:
  cpynav completions bash > ~/.local/share/bash-completion/completions/cpynav
  cpynav completions fish > ~/.config/fish/completions/cpynav.fish")]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page
    Man,
}

/// Arguments of `status`.
#[derive(Debug, Clone, Default, Args)]
pub struct StatusArgs {
    /// Print one JSON object per indexed revision
    #[arg(long)]
    pub json: bool,
}

/// Questions, as `where` and `search` take them.
#[derive(Debug, Clone, Args)]
pub struct QueryArgs {
    /// What is asked
    #[arg(required_unless_present = "stdin", value_name = "NAME")]
    pub queries: Vec<String>,
    /// Read one question per line from standard input
    #[arg(long, conflicts_with = "queries")]
    pub stdin: bool,
    /// Print one JSON object per line
    #[arg(long)]
    pub json: bool,
    /// At most so many answers to each question, 0 for all [default: 10]
    #[arg(long, short = 'n', value_name = "N")]
    pub limit: Option<usize>,
}

/// Arguments of `search`.
#[derive(Debug, Clone, Args)]
pub struct SearchArgs {
    #[command(flatten)]
    pub query: QueryArgs,
    /// Say why each answer is there
    #[arg(long)]
    pub explain: bool,
}

/// Arguments of `topics`.
#[derive(Debug, Clone, Args)]
pub struct TopicsArgs {
    /// What the topic is about
    #[arg(value_name = "WORD")]
    pub words: Vec<String>,
    /// Print one JSON object per topic
    #[arg(long)]
    pub json: bool,
    /// So many topics that are about the words [default: 1]
    #[arg(long, short = 'n', value_name = "N")]
    pub limit: Option<usize>,
}

/// Arguments of `show`.
#[derive(Debug, Clone, Args)]
pub struct ShowArgs {
    /// A name, a symbol, or a file and line as in `os.py:20`
    pub name: String,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Show so many of the answers, not only the best
    #[arg(long, short = 'n', value_name = "N", default_value_t = 1)]
    pub limit: usize,
    /// Do not start a pager
    #[arg(long)]
    pub no_pager: bool,
}

/// Arguments of `links`.
#[derive(Debug, Clone, Args)]
pub struct LinksArgs {
    /// A name, a symbol, or a file and line as in `os.py:20`
    pub name: String,
    /// Only links of this kind, e.g. calls, wrapper-of, table; may be given more than once
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
    /// Only links that lead to it
    #[arg(long = "in", conflicts_with = "outward")]
    pub inward: bool,
    /// Only links that lead away from it
    #[arg(long = "out")]
    pub outward: bool,
    /// Print one JSON object per line
    #[arg(long)]
    pub json: bool,
    /// At most so many links
    #[arg(long, short = 'n', value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub limit: usize,
}

/// Arguments of `callers` and `callees`.
#[derive(Debug, Clone, Args)]
pub struct CallArgs {
    /// A name, a symbol, or a file and line as in `os.py:20`
    pub name: String,
    /// How many calls away
    #[arg(long, short, default_value_t = 1)]
    pub depth: u32,
    /// Print one JSON object per line
    #[arg(long)]
    pub json: bool,
    /// Print a picture instead
    #[arg(long, value_enum, default_value_t, conflicts_with = "json", hide_default_value = true)]
    pub format: Format,
    /// At most so many rows
    #[arg(long, short = 'n', value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub limit: usize,
}

/// Arguments of `export`.
#[derive(Debug, Clone, Args)]
pub struct ExportArgs {
    /// What
    pub what: Export,
    /// Print one JSON object per line (not for tags)
    #[arg(long)]
    pub json: bool,
}

/// What can be exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Export {
    /// Every definition.
    Definitions,
    /// Every link between definitions.
    Links,
    /// A tags file, sorted, with the Python names as well.
    Tags,
}

/// Arguments of `facts`.
#[derive(Debug, Clone, Args)]
pub struct FactsArgs {
    /// A file, or - for standard input
    pub file: PathBuf,
    /// Read it as this instead of what its path says: c, python, bytecodes, grammar, asdl, rows, rst, markdown
    #[arg(long = "as", value_name = "READER")]
    pub dialect: Option<String>,
}
