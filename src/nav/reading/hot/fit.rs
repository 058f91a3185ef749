//! Does a profile belong to the release that answers? What its reader must know about it, in sentences.

use super::owners::{Owners, first};
use crate::model::{Definition, FileId};
use crate::profile::{Metric, Profile};
use anyhow::Result;
use std::collections::BTreeSet;

/// Below this part of functions that begin where the release has them, the profile is of another version.
const FITS: f64 = 0.6;
/// Parts smaller than this are not worth a word.
const LITTLE: f64 = 0.005;

/// Tells what must be known of a profile, whatever release it belongs to.
pub fn remarks(owners: &Owners<'_>, profile: &Profile) -> Vec<String> {
    let (name, total) = (&profile.name, profile.total.max(1) as f64);
    let mut out = Vec::new();
    if profile.metric == Metric::Executions {
        out.push(format!("{name}: counts, not heat: how often a line ran says nothing of what it cost"));
    }
    out.extend(profile.remarks.iter().map(|remark| format!("{name}: {remark}")));
    let unnamed = profile.unnamed as f64 / total;
    if unnamed > LITTLE {
        out.push(format!(
            "{name}: {:.0} % of it has no symbol; the debug symbols of exactly this build (compare the build ids) name it",
            100.0 * unnamed
        ));
    }
    let ambiguous = ambiguous(owners, profile) as f64 / total;
    if ambiguous > LITTLE {
        out.push(format!(
            "{name}: {:.0} % of it lies in files whose bare name several sources have; record with full paths",
            100.0 * ambiguous
        ));
    }
    out
}

/// A profile of another version than the release that answers.
pub struct OtherVersion {
    /// How that shows, in words.
    pub what: String,
    /// The version, where its paths say it.
    pub version: Option<String>,
    /// The name of the profile.
    name: String,
}

impl OtherVersion {
    /// The same as a remark, with the way to carry it to a release.
    pub fn remark(&self, rev: &str) -> String {
        format!("{}: {}; carry it here: {}", self.name, self.what, self.hint(rev))
    }

    /// How to carry it to a release.
    pub fn hint(&self, rev: &str) -> String {
        let of = self.version.as_ref().map_or_else(|| "RELEASE".to_owned(), |version| format!("v{version}"));
        let name = &self.name;
        format!("`cpynav profile bundle --rev {of} -o OUT {name}`, then `cpynav read hot --rev {rev} --from OUT`")
    }
}

/// Tells whether a profile is one of another version.
pub fn other_version(owners: &mut Owners<'_>, profile: &Profile) -> Result<Option<OtherVersion>> {
    let Some(fit) = fit(owners, profile)?.filter(|fit| *fit < FITS) else { return Ok(None) };
    let (rev, version) = (&owners.navigator.revision().rev, version_said(profile));
    // Its own word, where it has one, goes before what a few samples seem to tell.
    if version.is_some() && version.as_deref() == owners.navigator.manifest().python.as_deref() {
        return Ok(None);
    }
    let said = version.as_ref().map(|version| format!(" (its paths say {version})")).unwrap_or_default();
    let what = format!(
        "recorded with another version than {rev}{said}: only {:.0} % of its functions are where {rev} has them",
        100.0 * fit
    );
    Ok(Some(OtherVersion { what, version, name: profile.name.clone() }))
}

/// The part of the named functions, by their cost, whose lines lie where the index has the function; `None` where the
/// profile gives no lines of functions.
fn fit(owners: &mut Owners<'_>, profile: &Profile) -> Result<Option<f64>> {
    let (mut known, mut fits) = (0u64, 0u64);
    let placed: Vec<Option<FileId>> = profile.files.iter().map(|path| owners.file_of(path)).collect();
    for function in profile.functions.iter().filter(|function| !function.home.is_empty()) {
        let lines_in = |file: FileId| -> Vec<(u32, u64)> {
            let in_file = |place: u32| placed.get(place as usize).copied().flatten() == Some(file);
            let lines = function.home.iter().filter(|((place, _), _)| in_file(*place));
            lines.map(|((_, line), cost)| (*line, *cost)).collect()
        };
        let mut here = Vec::new();
        let files: Vec<FileId> = if function.file.is_empty() {
            let ids = owners.navigator.reader.by_symbol(&function.symbol)?;
            let file = |id| owners.navigator.reader.definition(id).map(|record| record.definition.file);
            ids.into_iter().map(file).collect::<Result<BTreeSet<_>>>()?.into_iter().collect()
        } else {
            owners.file_of(&function.file).into_iter().collect()
        };
        for file in files {
            let definitions = &owners.file(file)?.definitions;
            here.extend(
                definitions.iter().filter(|(_, one)| *one.symbol == *function.symbol).map(|(_, one)| one.clone()),
            );
        }
        // Lines of code put into it from other files tell nothing of where it stands itself.
        here.retain(|definition: &Definition| !lines_in(definition.file).is_empty());
        if here.is_empty() {
            continue;
        }
        known = known.saturating_add(function.own);
        // A function's own first line costs something whenever it is called; of samples the heaviest line must do.
        let fits_here = here.iter().any(|definition| {
            let lines = lines_in(definition.file);
            let heaviest = lines.iter().max_by_key(|(line, cost)| (*cost, std::cmp::Reverse(*line)));
            match profile.metric {
                Metric::Samples => {
                    heaviest.is_some_and(|(line, _)| (first(definition)..=definition.end_line).contains(line))
                }
                _ => lines.iter().any(|(line, _)| (first(definition)..=definition.line + 1).contains(line)),
            }
        });
        if fits_here {
            fits = fits.saturating_add(function.own);
        }
    }
    Ok((known > 0).then(|| fits as f64 / known as f64))
}

/// The cost of files that are given by a bare name which several sources have.
fn ambiguous(owners: &Owners<'_>, profile: &Profile) -> u64 {
    let several = |path: &String| {
        let ending = format!("/{path}");
        !path.contains('/') && owners.navigator.reader.paths().filter(|known| known.ends_with(&ending)).nth(1).is_some()
    };
    let bare: Vec<bool> = profile.files.iter().map(several).collect();
    let of = |file: u32| bare.get(file as usize).copied().unwrap_or(false);
    profile.lines.iter().filter(|(file, _, _)| of(*file)).fold(0, |sum, (_, _, cost)| sum.saturating_add(*cost))
}

/// The version in a folder of the profile's paths: `/build/python3.11-3.11.2/Python/ceval.c`.
fn version_said(profile: &Profile) -> Option<String> {
    let parts = profile.files.iter().flat_map(|path| path.split('/'));
    parts.filter(|part| part.to_ascii_lowercase().contains("python")).find_map(|part| {
        let version = part.rsplit(['-', '_']).next()?.trim_start_matches(|c: char| !c.is_ascii_digit());
        let numbers = version.split('.').filter(|number| number.starts_with(|c: char| c.is_ascii_digit())).count();
        (numbers == 3).then(|| version.to_owned())
    })
}
