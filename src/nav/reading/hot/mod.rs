//! The lists of what the interpreter goes through: `hot` (every operation) and `startup` (every run).

mod cards;
mod carry;
mod choose;
mod given;
mod make;
mod measured;
mod owners;
mod sections;

use crate::model::{CardSource, ReadingList};
use crate::nav::Navigator;
use crate::profile::{Bundle, Profile, bundled};
use anyhow::{Result, anyhow};
use carry::{Part, carry};
use measured::Measured;
use owners::Owners;
use std::path::PathBuf;

/// Which of the two lists is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HotList {
    /// What every operation goes through: what grows with the work.
    Hot,
    /// What every run goes through, from the first call to the last.
    Startup,
}

impl HotList {
    /// The word it is asked for by.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hot => "hot",
            Self::Startup => "startup",
        }
    }

    /// Returns the list of that name.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Hot, Self::Startup].into_iter().find(|list| list.as_str() == word)
    }
}

/// What a list of hot lines is asked for with.
#[derive(Debug, Clone)]
pub struct HotRequest {
    /// Which list.
    pub list: HotList,
    /// Lines of reading: hot lines and one per range.
    pub budget: u32,
    /// Profiles of the user's own; empty for the bundled one.
    pub from: Vec<PathBuf>,
    /// Whether to estimate from links alone.
    pub estimate: bool,
}

impl Navigator {
    /// Returns the list of hot lines that was asked for, in reading order.
    pub fn hot(&self, request: &HotRequest) -> Result<ReadingList> {
        let mut owners = Owners::new(self);
        let mut given = given::given(&mut owners, &request.from, None)?;
        let source = if given.bundles.is_empty() { CardSource::Bundled } else { CardSource::Profile };
        if given.bundles.is_empty() {
            given.bundles.push(bundled().map_err(|what| anyhow!("the bundled profile {what}"))?);
        }
        let bundle = given.bundles.swap_remove(0);
        let startup = request.list == HotList::Startup;
        let part = if startup { Part::Startup } else { Part::Work };
        let carried = carry(&bundle, &mut owners, part)?;
        let mut notes = vec![source_note(&bundle, startup)];
        notes.push(self.carried_note(&bundle, &carried));
        let workloads = bundle.about.workloads.len() as u32;
        let measured = Measured { functions: carried.functions, workloads, notes };
        let chosen = choose::choose(&measured.functions, request.budget);
        let cards = cards::cards(self, &measured, &chosen, source, startup)?;
        Ok(ReadingList {
            name: request.list.as_str().to_owned(),
            title: match request.list {
                HotList::Hot => "What every operation goes through".to_owned(),
                HotList::Startup => "What every run goes through".to_owned(),
            },
            commit: self.revision().commit.clone(),
            notes: measured.notes,
            pages: Vec::new(),
            cards,
        })
    }

    /// Makes a bundle from profiles of the release that this index answers for.
    pub fn bundle(&self, workloads: &[Profile], startup: Option<&Profile>) -> Result<Bundle> {
        let mut bundle = make::make(&mut Owners::new(self), workloads, startup)?;
        self.revision().rev.clone_into(&mut bundle.about.version);
        self.revision().commit.clone_into(&mut bundle.about.commit);
        Ok(bundle)
    }

    fn carried_note(&self, bundle: &Bundle, carried: &carry::Carried) -> String {
        let rev = &self.revision().rev;
        if bundle.about.commit == self.revision().commit {
            return format!("recorded with this very release, {rev}");
        }
        format!(
            "carried from {} to {rev} by symbol and by line: {:.0} % of the work is found, {:.0} % could not be carried",
            bundle.about.version,
            100.0 * carried.lines,
            100.0 * (1.0 - carried.lines),
        )
    }
}

fn source_note(bundle: &Bundle, startup: bool) -> String {
    let about = &bundle.about;
    let what =
        if startup { "one run that does nothing".to_owned() } else { format!("{} workloads", about.workloads.len()) };
    format!(
        "measured: {what}, {} of {} {}; {:.1} % of it in no line of CPython",
        about.metric,
        about.version,
        about.build,
        f64::from(about.outside) / 10.0
    )
}
