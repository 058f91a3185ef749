//! What is opened at the start: the index if there is one; else it is built; else the sample, under a banner.

use super::ask::Opened;
use super::library::Library;
use super::worker::Opener;
use super::{Page, Pick, PickerKind, Reading, Row, Tick};
use crate::model::{ReadingList, Revision};
use crate::nav::{Answer, Navigator, Selection};
use crate::pipeline::Progress;
use crate::places::Places;
use std::fmt;
use std::path::{Path, PathBuf};

/// Makes an index; an error says why there is none, for the person to read.
pub type Build = Box<dyn FnMut(&dyn Progress) -> Result<(), String> + Send>;

/// How to come to an index.
pub struct Opening {
    /// Where indexes are.
    pub places: Places,
    /// Which index is wanted.
    pub selection: Selection,
    /// Fetches and indexes what is wanted.
    pub build: Build,
    /// Which index is the sample's.
    pub sample: Selection,
    /// Indexes the sample.
    pub build_sample: Build,
    /// What is open.
    pub open: Option<Revision>,
    /// The reading list that was made last.
    pub list: Option<ReadingList>,
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opening").field("selection", &self.selection).finish_non_exhaustive()
    }
}

impl Opener for Opening {
    fn open(&mut self, progress: &dyn Progress) -> Result<(Box<dyn Library>, Opened), String> {
        let sample_wanted = self.selection == self.sample;
        let build = if sample_wanted { &mut self.build_sample } else { &mut self.build };
        let why = match open_or_build(&self.places, &self.selection, build, progress) {
            Ok(navigator) if sample_wanted => {
                return Ok(self.opened(navigator, Some(SAMPLE.to_owned())));
            }
            Ok(navigator) => return Ok(self.opened(navigator, None)),
            Err(why) if sample_wanted || progress.cancelled() => return Err(why),
            Err(why) => why,
        };
        let navigator = open_or_build(&self.places, &self.sample, &mut self.build_sample, progress)
            .map_err(|also| format!("{why}\nThe sample cannot be opened either: {also}"))?;
        let why = why.trim_end_matches('.');
        let banner =
            format!("Only the sample, a miniature of CPython: {why}. With a copy of CPython: cpynav --repo PATH");
        Ok(self.opened(navigator, Some(banner)))
    }

    fn revisions(&mut self, kind: PickerKind) -> Vec<Row> {
        if kind == PickerKind::Difference { self.others() } else { self.known(Pick::Revision) }
    }

    fn difference(&mut self, answer: &Answer, revision: &str) -> Result<Page, String> {
        self.differs(answer, revision)
    }

    fn lists(&mut self) -> Vec<Row> {
        Opening::reading_lists()
    }

    fn list(&mut self, name: &str) -> Result<(Reading, Vec<Answer>), String> {
        self.reading(name)
    }

    fn tick(&mut self, name: &str, card: usize, read: bool) -> Result<Vec<Tick>, String> {
        self.ticked(name, card, read)
    }

    fn switch(&mut self, revision: &str) -> Result<(Box<dyn Library>, Opened), String> {
        let navigator = self.navigator(revision)?;
        let sample = self.open.as_ref().is_some_and(|open| Some(&open.repository) == self.sample.repo.as_ref());
        Ok(self.opened(navigator, sample.then(|| SAMPLE.to_owned())))
    }
}

const SAMPLE: &str = "the sample: a miniature of CPython.";

impl Opening {
    fn opened(&mut self, navigator: Navigator, banner: Option<String>) -> (Box<dyn Library>, Opened) {
        let revision = navigator.revision();
        self.open = Some(revision.clone());
        let opened =
            Opened { revision: shown(revision), commit: revision.commit.clone(), banner, root: root(revision) };
        (Box::new(navigator), opened)
    }
}

fn open_or_build(
    places: &Places,
    selection: &Selection,
    build: &mut Build,
    progress: &dyn Progress,
) -> Result<Navigator, String> {
    // Whatever is wrong with an index, even that it is damaged, is mended by building it again.
    if let Ok(navigator) = Navigator::open(places, selection) {
        return Ok(navigator);
    }
    build(progress)?;
    Navigator::open(places, selection).map_err(|error| error.to_string())
}

/// Returns the revision for the status line: its name, and the start of its commit where that says more.
fn shown(revision: &Revision) -> String {
    let short: String = revision.commit.chars().take(10).collect();
    if revision.commit.starts_with("tree-") || revision.commit.starts_with(&revision.rev) {
        return revision.rev.clone();
    }
    format!("{} ({short})", revision.rev)
}

/// Returns the folder where the files lie, when the repository is a checkout or a plain folder.
fn root(revision: &Revision) -> Option<PathBuf> {
    Some(Path::new(&revision.repository)).filter(|path| path.is_dir()).map(Path::to_owned)
}
