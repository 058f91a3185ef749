//! The door to an index: opens a revision; the questions it answers are in the other files of this folder.

use super::select::{OpenError, Selection, choose};
use crate::index::{Manifest, Reader};
use crate::model::Revision;
use crate::places::Places;
use crate::store::Packs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// An open index. Cheap to open (a few milliseconds), read-only, may be shared between threads.
#[derive(Debug)]
pub struct Navigator {
    pub(super) reader: Reader,
    texts: PathBuf,
    packs: OnceLock<Packs>,
    /// Other revisions of the same repository, for names that this one has no more.
    pub(super) others: OnceLock<Vec<Navigator>>,
}

impl Navigator {
    /// Opens the index that `selection` means.
    pub fn open(places: &Places, selection: &Selection) -> Result<Self, OpenError> {
        let (folder, manifest) = choose(places, selection)?;
        let rev = manifest.revision.rev.clone();
        let reader = Reader::open_known(&folder, manifest).map_err(|error| OpenError::of(error, &rev))?;
        Ok(Navigator { reader, texts: places.texts(), packs: OnceLock::new(), others: OnceLock::new() })
    }

    /// Opens the index in a folder, with the folder of source texts beside it.
    pub fn open_folder(folder: &Path, texts: &Path) -> Result<Self, OpenError> {
        let reader = Reader::open(folder).map_err(|error| OpenError::of(error, &folder.display().to_string()))?;
        Ok(Navigator { reader, texts: texts.to_owned(), packs: OnceLock::new(), others: OnceLock::new() })
    }

    /// Returns the revision that answers.
    pub fn revision(&self) -> &Revision {
        &self.manifest().revision
    }

    /// Returns what the index says about itself.
    pub fn manifest(&self) -> &Manifest {
        self.reader.manifest()
    }

    /// Returns the paths of all indexed files, sorted.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.reader.paths()
    }

    /// The folder of source texts.
    pub(super) fn texts(&self) -> &Path {
        &self.texts
    }

    /// The store of source texts; opened when the first text is asked for.
    pub(super) fn packs(&self) -> &Packs {
        self.packs.get_or_init(|| Packs::open(&self.texts))
    }
}
