//! What the interface asks of the world and what comes back. Every question that a later one can overtake carries a
//! ticket; an answer whose ticket is no longer the newest of its channel is dropped.

use super::document::Document;
use super::memory::Mark;
use super::page::Page;
use super::picker::{PickerKind, Row};
use super::reading::{Reading, Tick};
use crate::model::DefinitionId;
use crate::nav::reading::Heat;
use crate::nav::{Answer, LinkRow, Paint};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// So many results a search brings; nobody reads further.
pub const RESULTS: usize = 200;

/// The number of a question; larger is newer.
pub type Ticket = u64;

/// Questions on one channel overtake each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// The jump that a person waits for.
    Jump,
    /// The result list.
    Results,
    /// Source and links of the subject.
    Subject,
    /// Colours of the visible source.
    Paint,
    /// The rows of a list that lies over the panes.
    Rows,
    /// What was read of a list.
    Ticks,
    /// Hot lines of the shown file.
    Heat,
}

/// All channels, in the order in which a worker serves them.
pub const CHANNELS: [Channel; 7] =
    [Channel::Jump, Channel::Rows, Channel::Ticks, Channel::Results, Channel::Subject, Channel::Paint, Channel::Heat];

/// What `update` wants done. It does none of it itself.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Answer a question, if it is still the newest when its turn comes.
    Ask(Ticket, Question),
    /// Open the index; build it first when there is none.
    Start,
    /// Open an editor at a line of a file.
    Edit {
        /// 1-based line.
        line: u32,
        /// The file with its text, for when it is no file on this disk.
        document: Arc<Document>,
    },
    /// Put text on the clipboard.
    Copy(String),
    /// Keep what is to be known in the next run.
    Remember,
    /// Draw every cell again.
    Redraw,
    /// Hand the terminal back to the shell until it calls again.
    Suspend,
    /// End.
    Quit,
}

/// A question for the worker.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// Results for what stands in the search box.
    Search(String),
    /// Source and links of a definition.
    Subject(Arc<Answer>),
    /// Colours of some lines (0-based, end excluded).
    Paint(Arc<Document>, Range<usize>),
    /// Which lines of a file are hot.
    Heat(String),
    /// Where a jump leads.
    Jump(Jump),
    /// Which revisions are indexed.
    Revisions(PickerKind),
    /// Which reading lists there are.
    Lists,
    /// A reading list, by its name.
    List(String),
    /// Whether a card of a list was read.
    Tick(String, usize, bool),
    /// How a definition differs from the same one in another revision.
    Difference(Arc<Answer>, String),
    /// Another revision is to answer, and what the subject is there.
    Switch(String, Option<Mark>),
}

impl Question {
    /// Returns the channel on which it is overtaken.
    pub fn channel(&self) -> Channel {
        match self {
            Question::Search(_) => Channel::Results,
            Question::Subject(_) => Channel::Subject,
            Question::Paint(..) => Channel::Paint,
            Question::Heat(_) => Channel::Heat,
            Question::Jump(_) | Question::Switch(..) | Question::List(_) => Channel::Jump,
            Question::Revisions(_) | Question::Lists | Question::Difference(..) => Channel::Rows,
            Question::Tick(..) => Channel::Ticks,
        }
    }
}

/// A jump to be resolved.
#[derive(Debug, Clone, PartialEq)]
pub enum Jump {
    /// To a definition, or to a line that shows a link to it.
    To {
        /// The definition.
        id: DefinitionId,
        /// Where to land instead of the definition: file and 1-based line.
        at: Option<(String, u32)>,
    },
    /// To what a word of the source means.
    Word {
        /// The word.
        word: String,
        /// The word with the dotted parts before it.
        dotted: String,
        /// The file it stands in.
        file: String,
        /// Its 1-based line and column, in characters.
        at: (u32, u32),
        /// What is wanted of it.
        want: Want,
    },
    /// To a place that was kept.
    Mark(Mark),
    /// To the definitions of a file, at the one around a 1-based line.
    Outline(String, u32),
    /// To what a topic tells to read.
    Topic(usize),
    /// To the editor, with a file that is not on the screen: its path and a 1-based line.
    Edit(String, u32),
    /// To the code that runs for a Python definition.
    Implementation(Arc<Answer>),
    /// To the Python names that a definition serves.
    PythonNames(Arc<Answer>),
}

/// What is wanted of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// Its definition.
    Definition,
    /// What links to it.
    References,
    /// The C code that runs for it.
    Implementation,
    /// The Python names it serves.
    PythonNames,
}

/// What comes back.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// The index is open.
    Opened(Opened),
    /// Another revision is open.
    Switched(Ticket, Opened),
    /// What was read so far can be browsed before the index is whole.
    Partial(Opened),
    /// A first run has begun or gone on.
    Working(Work),
    /// Nothing could be opened.
    Closed(String),
    /// Results of a search.
    Found(Ticket, String, Vec<Answer>),
    /// The source of the subject.
    Document(Ticket, Arc<Document>),
    /// The links of the subject; `true` when there are more than these.
    Links(Ticket, Vec<LinkRow>, bool),
    /// Colours of some lines.
    Painted(Ticket, Range<usize>, Vec<Paint>),
    /// The hot lines of the shown file, by line.
    Heated(Ticket, Arc<[Heat]>),
    /// Where a jump leads.
    Landed(Ticket, Landing),
    /// The rows of a list.
    Rows(Ticket, PickerKind, Vec<Row>),
    /// A text to show over the panes.
    Page(Ticket, Page),
    /// What was read of a list, by its name.
    Ticks(String, Vec<Tick>),
    /// A question could not be answered.
    Trouble(Channel, Ticket, String),
    /// Something to tell that belongs to no question.
    Notice(String),
}

/// What was opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opened {
    /// The revision, for the status line.
    pub revision: String,
    /// Its commit, by which it is opened again.
    pub commit: String,
    /// What the person must know about it: that it is only the sample, and why.
    pub banner: Option<String>,
    /// The folder in which the files may lie on this disk.
    pub root: Option<PathBuf>,
}

/// How far the first run is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Work {
    /// What is being done.
    pub stage: String,
    /// Steps done.
    pub done: u64,
    /// Steps in all; `None` when unknown.
    pub total: Option<u64>,
    /// More about it, in a few words: how much was received, what a server says.
    pub detail: String,
}

/// Where a jump leads.
#[derive(Debug, Clone, PartialEq)]
pub enum Landing {
    /// To this definition; at that line of its file if given.
    At(Box<Answer>, Option<u32>),
    /// To this definition, with the eyes on what links to it.
    Links(Box<Answer>),
    /// To a choice; the title says of what.
    Choice(String, Vec<Answer>),
    /// To the definitions of a file, one of them chosen.
    Outline(String, Vec<Answer>, usize),
    /// To a reading list.
    Reading(Box<Reading>, Vec<Answer>),
    /// To a line and column (1-based, in characters) of the file that is shown.
    Line(u32, u32),
    /// To the editor, at a 1-based line.
    Edit(Arc<Document>, u32),
    /// Nowhere; the sentence says why.
    Nowhere(String),
}
