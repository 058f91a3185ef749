//! The terminal interface: state -> update -> draw; effects run elsewhere.
//!
//! `update` is pure: it takes an `Action` into the `State` and returns `Effect`s. `draw` is pure: it reads the `State`.
//! `run` is the only place that owns a terminal; a worker thread answers questions, and an answer that a newer
//! question has overtaken is dropped by its ticket. So typing never waits.

mod action;
mod ask;
mod brush;
mod clipboard;
mod command;
mod desk;
mod document;
mod editing;
mod editor;
mod finder;
mod groups;
mod history;
mod input;
mod key;
mod keymap;
mod layout;
mod library;
mod list;
mod margin;
mod memory;
mod opening;
mod options;
mod page;
mod partial;
mod picker;
mod prompt;
mod queue;
mod reading;
mod relay;
mod respond;
mod run;
mod shelf;
mod signals;
mod state;
mod terminal;
mod text;
mod theme;
mod update;
mod view;
mod watchdog;
mod worker;

pub use action::Action;
pub use ask::{Channel, Effect, Jump, Landing, Opened, Question, Reply, Ticket, Want, Work};
pub use command::Command;
pub use desk::Desk;
pub use document::Document;
pub use key::{Code, Key};
pub use keymap::{KeyRow, Keymap, Place};
pub use library::Library;
pub use memory::{Mark, Memory};
pub use opening::{Build, Opening};
pub use options::Options;
pub use page::Page;
pub use partial::Partial;
pub use picker::{Pick, Picker, PickerKind, Row};
pub use reading::{Reading, Tick};
pub use respond::respond;
pub use run::run;
pub use state::{Focus, Phase, State};
pub use theme::{Theme, ThemeTable};
pub use update::{start, update};
pub use view::draw;
pub use worker::{Opener, Worker};
