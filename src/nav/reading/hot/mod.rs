//! The lists of what the interpreter goes through: `hot` (every operation) and `startup` (every run).

mod cards;
mod carry;
mod choose;
mod estimate;
mod fit;
mod given;
mod heat;
mod join;
mod make;
mod measured;
mod owners;
mod sections;
mod spread;
mod vocabulary;

use crate::model::{CardSource, ReadingList};
use crate::nav::Navigator;
use crate::profile::{Bundle, bundled};
use anyhow::{Result, anyhow};
use carry::{Part, carry};
pub use heat::Heat;
use measured::Measured;
use owners::Owners;
use std::path::{Path, PathBuf};

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
    /// Of the user's own: a run that does nothing, whose costs are taken off.
    pub minus: Option<PathBuf>,
    /// Whether the bundled profile is merged with the user's own.
    pub merge: bool,
    /// Whether to estimate from the sources alone.
    pub estimate: bool,
}

impl Navigator {
    /// Returns the list of hot lines that was asked for, in reading order.
    pub fn hot(&self, request: &HotRequest) -> Result<ReadingList> {
        let mut owners = Owners::new(self);
        let startup = request.list == HotList::Startup;
        let (measured, source) = self.measured(request, &mut owners)?;
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

    /// Makes a bundle from profiles of the release that this index answers for, and says what must be known of them.
    pub fn bundle(&self, workloads: &[PathBuf], startup: Option<&Path>) -> Result<(Bundle, Vec<String>)> {
        let bundled = bundled().map_err(|what| anyhow!("the bundled profile {what}"))?;
        given::bundle(&mut Owners::new(self), workloads, startup, &bundled)
    }

    /// What was measured, by the user or by us, with the sentences that go with it.
    fn measured(&self, request: &HotRequest, owners: &mut Owners<'_>) -> Result<(Measured, CardSource)> {
        if request.estimate {
            return Ok((estimate::estimate(self)?, CardSource::Static));
        }
        let bundled = bundled().map_err(|what| anyhow!("the bundled profile {what}"))?;
        let mut given = given::given(owners, request.list, &request.from, request.minus.as_deref(), &bundled)?;
        let source = if request.from.is_empty() { CardSource::Bundled } else { CardSource::Profile };
        // A user's own profile is the whole run, unless its start-up was taken off.
        let startup = request.list == HotList::Startup;
        let raw_startup = startup && request.minus.is_none();
        let mut notes = Vec::new();
        if request.from.is_empty() || request.merge {
            given.bundles.push(bundled);
        }
        let (mut all, mut workloads) = (Vec::new(), 0);
        for (place, bundle) in given.bundles.iter().enumerate() {
            let own = !request.from.is_empty() && (place + 1 < given.bundles.len() || !request.merge);
            // Of a profile without one that does nothing the whole is taken for start-up.
            let whole = own && raw_startup && bundle.functions.iter().all(|one| one.startup_inclusive == 0);
            let part = if startup && !whole { Part::Startup } else { Part::Work };
            let carried = carry(bundle, owners, part)?;
            notes.push(source_note(bundle, startup, own));
            if !own || bundle.about.commit != self.revision().commit {
                notes.push(self.carried_note(bundle, &carried));
            }
            workloads += bundle.about.workloads.len() as u32;
            all.push(carried);
        }
        if request.merge && !request.from.is_empty() {
            notes.push("the bundled profile is merged in; it counts as much as all of yours".to_owned());
        }
        notes.extend(given.notes);
        Ok((Measured { functions: join::join(all).functions, workloads, notes }, source))
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

fn source_note(bundle: &Bundle, startup: bool, own: bool) -> String {
    let about = &bundle.about;
    let what = match (startup, own, about.workloads.as_slice()) {
        (true, false, _) => "one run that does nothing".to_owned(),
        (_, true, names) if names.len() <= 4 => names.join(", "),
        (_, _, names) => format!("{} workloads", names.len()),
    };
    let whose = if own { "your profile" } else { "the bundled profile" };
    let version = if about.version.is_empty() { "an unnamed version" } else { &about.version };
    let (metric, build) = (&about.metric, &about.build);
    let built = if build.is_empty() { String::new() } else { format!(", {build}") };
    let outside = f64::from(about.outside) / 10.0;
    format!(
        "{whose}: {what}, {metric} by {}, of {version}{built}; {outside:.1} % of it in no line of CPython",
        about.tool
    )
}
