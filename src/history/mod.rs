//! The past of definitions: who touched one, who wrote its lines, what differs between two indexed revisions.
//!
//! All of it is done when it is asked for, from git's objects; nothing here runs on the way of a lookup. Every long
//! answer takes a `stop` and ends early when that says so.
//!
//! ```no_run
//! use cpynav::history::{self, Limits, Subject};
//! use cpynav::nav::{Navigator, Selection};
//! use cpynav::places::Places;
//! use cpynav::source::Source;
//! # fn main() -> anyhow::Result<()> {
//! let places = Places::find(None);
//! let old = Navigator::open(&places, &Selection { repo: None, rev: Some("v3.12.0".into()) })?;
//! let new = Navigator::open(&places, &Selection { repo: None, rev: Some("v3.13.0".into()) })?;
//!
//! // One definition in two indexed revisions: needs no repository, takes a few milliseconds.
//! if let Some(pair) = history::compare_name(&old, &new, "list.append")? {
//!     println!("{}\n{}", pair.what, pair.patch);
//! }
//! // From an answer at hand: the same definition in the other revision, then the two side by side.
//! let answer = new.where_is("dict.get", 1)?.remove(0);
//! let before = history::counterpart(&old, &answer)?;
//! let pair = history::compare_answers(&old, before, &new, Some(answer.clone()))?;
//!
//! // All definitions that differ.
//! let all = history::compare(&old, &new, &|| false)?;
//!
//! // The commits that touched it, newest first, each handed over as it is found: needs the repository.
//! let source = Source::open("/src/cpython".as_ref())?.history()?;
//! let subject = Subject::of(&new, &answer)?;
//! let log = history::log(&source, &subject, &Limits::default(), None, &|| false, &mut |touch| {
//!     println!("{} {} {}", touch.commit.id, touch.what, touch.commit.subject);
//! })?;
//! println!("{:?}", log.end);
//! # drop((pair, all)); Ok(()) }
//! ```

mod blame;
mod cache;
mod compare;
mod files;
mod lines;
mod log;
mod one;
mod origin;
mod pairing;
mod subject;
mod track;
mod unified;

pub use blame::{Blamed, blame};
pub use compare::{Difference, Differences, compare, counted};
pub use log::{End, Limits, Log, Touch, log};
pub use one::{Pair, compare_answers, compare_name, counterpart};
pub use subject::{Place, Subject, What};
