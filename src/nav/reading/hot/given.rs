//! Files of the user's -> bundles: profiles are merged as ours are, a bundle made before is taken as it is.

use super::HotList;
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

/// Reads the files for a list. `minus` is what a run costs that does nothing.
pub fn given(
    owners: &mut Owners<'_>,
    list: HotList,
    files: &[PathBuf],
    minus: Option<&Path>,
    bundled: &Bundle,
) -> Result<Given> {
    let mut given = Given::default();
    let mut profiles: Vec<Profile> = Vec::new();
    let mut other = None;
    for file in files {
        if let Some(bundle) = read_bundle(file)? {
            let has_startup = bundle.functions.iter().flat_map(|function| &function.lines).any(|line| line.startup > 0);
            if list == HotList::Startup && !has_startup {
                let hint = "make it again with `cpynav profile bundle --startup FILE`".to_owned();
                let what =
                    "holds no run that does nothing, which is what a list of the start-up is made from".to_owned();
                return Err(ProfileError { file: file.clone(), what, hint: Some(hint) }.into());
            }
            given.bundles.push(bundle);
            continue;
        }
        let profile = checked(owners, file, bundled, &mut given.notes)?;
        given.notes.extend(fit::remarks(owners, &profile));
        if let Some(known) = fit::other_version(owners, &profile)? {
            given.notes.push(known.remark(&owners.navigator.revision().rev));
            other = Some(known.version.map_or_else(|| "another version".to_owned(), |version| format!("v{version}")));
        }
        profiles.push(profile);
    }
    if !profiles.is_empty() {
        let minus = minus.map(read).transpose()?;
        let mut bundle = bundle_of(owners, &profiles, minus.as_ref(), &mut given.notes)?;
        bundle.about.version = other.unwrap_or(bundle.about.version);
        given.bundles.insert(0, bundle);
    }
    Ok(given)
}

/// Makes a bundle of profiles of the release that answers, to be carried to others; with what must be known of them.
pub fn bundle(
    owners: &mut Owners<'_>,
    files: &[PathBuf],
    startup: Option<&Path>,
    bundled: &Bundle,
) -> Result<(Bundle, Vec<String>)> {
    let mut notes = Vec::new();
    let mut of_release = |file: &Path| -> Result<Profile> {
        let profile = checked(owners, file, bundled, &mut notes)?;
        // Lines are told apart by what stands in them: in another release that is something else.
        if let Some(other) = fit::other_version(owners, &profile)? {
            let hint = other.hint(&owners.navigator.revision().rev);
            return Err(ProfileError { file: file.to_owned(), what: other.what, hint: Some(hint) }.into());
        }
        notes.extend(fit::remarks(owners, &profile));
        Ok(profile)
    };
    let profiles = files.iter().map(|file| of_release(file)).collect::<Result<Vec<_>>>()?;
    let startup = startup.map(of_release).transpose()?;
    let bundle = bundle_of(owners, &profiles, startup.as_ref(), &mut notes)?;
    Ok((bundle, notes))
}

/// Reads a profile that names code of the release that answers.
fn checked(owners: &mut Owners<'_>, file: &Path, bundled: &Bundle, notes: &mut Vec<String>) -> Result<Profile> {
    let mut profile = read(file)?;
    if spread(owners, &mut profile, bundled)? {
        notes.push(format!(
            "{}: which lines of a function count is taken from the bundled profile, or guessed alike for all",
            profile.name
        ));
    }
    if !profile.files.iter().any(|path| owners.file_of(path).is_some()) || profile.lines.is_empty() {
        let what = format!("names no file and no function of CPython {}", owners.navigator.revision().rev);
        let hint = "the interpreter's debug symbols are missing, or it is no profile of CPython: \
                    cpynav profile record-help";
        return Err(ProfileError { file: file.to_owned(), what, hint: Some(hint.to_owned()) }.into());
    }
    Ok(profile)
}

fn bundle_of(
    owners: &mut Owners<'_>,
    profiles: &[Profile],
    startup: Option<&Profile>,
    notes: &mut Vec<String>,
) -> Result<Bundle> {
    let mut bundle = make(owners, profiles, startup)?;
    let revision = owners.navigator.revision();
    revision.commit.clone_into(&mut bundle.about.commit);
    revision.rev.clone_into(&mut bundle.about.version);
    if let Some(first) = profiles.first() {
        first.metric.as_str().clone_into(&mut bundle.about.metric);
        first.format.as_str().clone_into(&mut bundle.about.tool);
        if profiles.iter().any(|profile| profile.metric != first.metric) {
            notes.push("the profiles count different things: each is as much worth as another".to_owned());
        }
    }
    Ok(bundle)
}
