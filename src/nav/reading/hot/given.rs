//! Files of the user's -> bundles: profiles are merged as ours are, a bundle made before is taken as it is.

use super::fit;
use super::make::make;
use super::owners::Owners;
use super::spread::spread;
use crate::profile::{Bundle, Profile, ProfileError, read, read_bundle};
use anyhow::Result;
use std::path::{Path, PathBuf};

/// What the user's files hold.
#[derive(Debug, Default)]
pub struct Given {
    /// Bundles, each with the same weight; that of the profiles is the first.
    pub bundles: Vec<Bundle>,
    /// What must be known of the files.
    pub notes: Vec<String>,
}

/// Reads the files. `minus` is what a run costs that does nothing.
pub fn given(owners: &mut Owners<'_>, files: &[PathBuf], minus: Option<&Path>, bundled: &Bundle) -> Result<Given> {
    let mut given = Given::default();
    let mut profiles: Vec<Profile> = Vec::new();
    for file in files {
        if let Some(bundle) = read_bundle(file)? {
            given.bundles.push(bundle);
            continue;
        }
        let mut profile = read(file)?;
        given.notes.extend(fit::remarks(owners, &profile)?);
        if spread(owners, &mut profile, bundled)? {
            given.notes.push(format!(
                "{}: which lines of a function count is taken from the bundled profile, or guessed alike for all",
                profile.name
            ));
        }
        let rev = &owners.navigator.revision().rev;
        if !profile.files.iter().any(|path| owners.file_of(path).is_some()) || profile.lines.is_empty() {
            let what = format!("names no file and no function of CPython {rev}");
            let hint = "the interpreter's debug symbols are missing, or it is no profile of CPython: \
                        cpynav profile record-help";
            return Err(ProfileError { file: file.clone(), what, hint: Some(hint.to_owned()) }.into());
        }
        profiles.push(profile);
    }
    if let Some(first) = profiles.first() {
        let minus = minus.map(read).transpose()?;
        let mut bundle = make(owners, &profiles, minus.as_ref())?;
        let revision = owners.navigator.revision();
        revision.commit.clone_into(&mut bundle.about.commit);
        revision.rev.clone_into(&mut bundle.about.version);
        first.metric.as_str().clone_into(&mut bundle.about.metric);
        first.format.as_str().clone_into(&mut bundle.about.tool);
        if profiles.iter().any(|profile| profile.metric != first.metric) {
            given.notes.push("the profiles count different things: each is as much worth as another".to_owned());
        }
        given.bundles.insert(0, bundle);
    }
    Ok(given)
}
