//! Everything the screen depends on, as plain values: no handles, no threads, no input or output.

use super::ask::{CHANNELS, Channel, Ticket, Work};
use super::document::Document;
use super::finder::Finder;
use super::history::History;
use super::layout::{Panes, panes};
use super::list::List;
use super::memory::{Mark, Memory};
use super::page::Page;
use super::picker::Picker;
use super::prompt::Prompt;
use super::reading::Reading;
use super::theme::Theme;
use super::{Key, Keymap, Place};
use crate::nav::reading::Heat;
use crate::nav::{Answer, LinkRow, Paint};
use ratatui::layout::Rect;
use std::ops::Range;
use std::sync::Arc;

/// The whole interface.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The key table.
    pub keys: Keymap,
    /// Colours.
    pub theme: Theme,
    /// Keys of a sequence that is not complete yet.
    pub pending: Vec<Key>,
    /// What goes on as a whole.
    pub phase: Phase,
    /// The indexed revision.
    pub revision: String,
    /// Its commit.
    pub commit: String,
    /// The place to show once its revision is open again.
    pub returning: Option<Visit>,
    /// What the person must know all the time.
    pub banner: Option<String>,
    /// How far the index is, while only what was read so far can be browsed.
    pub partial: Option<Work>,
    /// What is said once, until the next key.
    pub notice: Option<String>,
    /// The first row of the help that is seen, when it is open.
    pub help: Option<usize>,
    /// Where the keyboard is: `Box`, `Results`, `Source` or `Links`.
    pub focus: Focus,
    /// The search box.
    pub prompt: Prompt,
    /// The result list.
    pub results: Results,
    /// The definition that source and links are about.
    pub subject: Option<Arc<Answer>>,
    /// The source pane.
    pub source: Source,
    /// The links pane.
    pub links: Links,
    /// Where one has been.
    pub history: History<Visit>,
    /// The list over the panes, when one is open.
    pub picker: Option<Picker>,
    /// The text over the panes, when one is open.
    pub page: Option<Page>,
    /// What is looked for in files.
    pub finder: Finder,
    /// What is kept from run to run.
    pub memory: Memory,
    /// The newest ticket of every channel, and which are still to be answered.
    pub tickets: Tickets,
}

/// Which part has the keyboard.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Focus {
    /// The search box.
    #[default]
    Box,
    /// The result list.
    Results,
    /// The source.
    Source,
    /// The links.
    Links,
}

/// What goes on as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Phase {
    /// The index is being opened.
    #[default]
    Opening,
    /// First run: cloning and indexing.
    Working(Work),
    /// The index is open.
    Browsing,
    /// Nothing can be opened; the sentence says why.
    Closed(String),
}

/// The result list.
#[derive(Debug, Clone)]
pub struct Results {
    /// What the rows are: the words searched for, or what they are a choice of.
    pub title: String,
    /// The rows, best first.
    pub rows: Arc<[Answer]>,
    /// Cursor and scroll.
    pub list: List,
    /// Whether the first one is opened as soon as the rows come: Enter was faster than the search.
    pub open_first: bool,
    /// Whether they are the definitions of a file: one line each, in its order.
    pub outline: bool,
    /// The reading list whose cards they are.
    pub reading: Option<Reading>,
}

impl Default for Results {
    fn default() -> Self {
        Results {
            title: String::new(),
            rows: Arc::new([]),
            list: List::default(),
            open_first: false,
            outline: false,
            reading: None,
        }
    }
}

/// The source pane.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// The file, once it is there.
    pub document: Option<Arc<Document>>,
    /// The line to land on when the document comes, 1-based.
    pub landing: Option<u32>,
    /// Cursor (line, 0-based) and scroll.
    pub list: List,
    /// Cursor in the line, in bytes.
    pub byte: usize,
    /// Columns that are scrolled out on the left.
    pub left: usize,
    /// Colours of `painted`.
    pub paints: Vec<Paint>,
    /// Lines whose colours are known.
    pub painted: Range<usize>,
    /// Lines whose colours were asked for.
    pub asked: Range<usize>,
    /// Hot lines of the file, by line, once they are known.
    pub heat: Option<Arc<[Heat]>>,
}

/// The links pane.
#[derive(Debug, Clone)]
pub struct Links {
    /// The links, grouped: rows of one kind and direction stand together.
    pub rows: Arc<[LinkRow]>,
    /// Whether there are more than these.
    pub more: bool,
    /// Cursor (in `rows`) and scroll (in lines, headings counted).
    pub list: List,
    /// Whether the cursor goes to the first link that leads here once the links come.
    pub inward: bool,
    /// Whether they have come.
    pub ready: bool,
}

impl Default for Links {
    fn default() -> Self {
        Links { rows: Arc::new([]), more: false, list: List::default(), inward: false, ready: false }
    }
}

/// A place to come back to, with all that was seen there.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The commit that was open.
    pub commit: String,
    /// The search box.
    pub prompt: Prompt,
    /// Where the keyboard was.
    pub focus: Focus,
    /// The result list.
    pub results: Results,
    /// The subject.
    pub subject: Option<Arc<Answer>>,
    /// The source pane.
    pub source: Source,
    /// The links pane.
    pub links: Links,
}

/// Numbers of the newest questions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tickets {
    last: Ticket,
    newest: [Ticket; CHANNELS.len()],
    open: [bool; CHANNELS.len()],
}

impl Tickets {
    /// Returns the number for a new question; older ones on the channel are overtaken.
    pub fn take(&mut self, channel: Channel) -> Ticket {
        self.last += 1;
        self.newest[channel as usize] = self.last;
        self.open[channel as usize] = true;
        self.last
    }

    /// Drops what is still to come on a channel.
    pub fn forget(&mut self, channel: Channel) {
        self.newest[channel as usize] = 0;
        self.open[channel as usize] = false;
    }

    /// Tells whether an answer is still wanted.
    pub fn wants(&self, channel: Channel, ticket: Ticket) -> bool {
        self.newest[channel as usize] == ticket
    }

    /// Notes that the newest question of a channel is answered.
    pub fn close(&mut self, channel: Channel) {
        self.open[channel as usize] = false;
    }

    /// Tells whether an answer is still to come.
    pub fn waiting(&self, channel: Channel) -> bool {
        self.open[channel as usize]
    }

    /// Tells whether any answer is still to come.
    pub fn any_waiting(&self) -> bool {
        self.open.contains(&true)
    }
}

impl State {
    /// A new interface of that size, with the default keys.
    pub fn new(size: (u16, u16), theme: Theme) -> Self {
        State { size, theme, ..State::default() }
    }

    /// Returns what the person must know all the time: that this is only the sample, or not whole yet.
    pub fn banner(&self) -> Option<String> {
        let Some(work) = &self.partial else { return self.banner.clone() };
        let part = work.total.filter(|total| *total > 0).map(|total| format!(" {} %", 100 * work.done / total));
        let part = part.unwrap_or_default();
        Some(format!("partial, {}{part}: links and Python names come with the whole index", work.stage))
    }

    /// Returns where everything stands on the screen.
    pub fn panes(&self) -> Panes {
        panes(self, Rect::new(0, 0, self.size.0, self.size.1))
    }

    /// Returns the place whose keys hold.
    pub fn place(&self) -> Place {
        match (self.help, &self.phase, self.focus) {
            (Some(_), ..) => Place::Help,
            _ if self.picker.is_some() => Place::Picker,
            _ if self.page.is_some() => Place::Page,
            _ if self.finder.asking.is_some() => Place::Find,
            (None, Phase::Working(_) | Phase::Closed(_), _) => Place::Work,
            (None, _, Focus::Box) => Place::Box,
            (None, _, Focus::Results) => Place::Results,
            (None, _, Focus::Source) => Place::Source,
            (None, _, Focus::Links) => Place::Links,
        }
    }

    /// Returns the present place, to come back to.
    pub fn visit(&self) -> Visit {
        Visit {
            commit: self.commit.clone(),
            prompt: self.prompt.clone(),
            focus: self.focus,
            results: self.results.clone(),
            subject: self.subject.clone(),
            source: self.source.clone(),
            links: self.links.clone(),
        }
    }

    /// Returns the result under the cursor.
    pub fn selected_result(&self) -> Option<&Answer> {
        self.results.rows.get(self.results.list.selected)
    }

    /// Returns the link under the cursor.
    pub fn selected_link(&self) -> Option<&LinkRow> {
        self.links.rows.get(self.links.list.selected)
    }

    /// Returns the place under the cursor of the source, else the subject's, to come back to in any run.
    pub fn mark(&self) -> Option<Mark> {
        let subject = self.subject.as_deref()?;
        let document = self.source.document.as_ref();
        Some(match document.filter(|_| self.focus == Focus::Source) {
            Some(document) if document.file() == subject.file => {
                Mark::of(subject, self.source.list.selected as u32 + 1)
            }
            _ => Mark::of(subject, subject.line),
        })
    }

    /// Returns the name under the cursor of the source: its line (0-based) and its bytes in that line.
    pub fn word(&self) -> Option<(usize, Range<usize>)> {
        let line = self.source.list.selected;
        Some((line, self.source.document.as_ref()?.word(line, self.source.byte)?))
    }
}
