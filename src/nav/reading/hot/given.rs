//! Files of the user's -> bundles: profiles are merged as ours are, a bundle made before is taken as it is.

use super::make::make;
use super::owners::Owners;
use crate::profile::{Bundle, Profile, read, read_bundle};
use anyhow::Result;
use std::path::PathBuf;

/// What the user's files hold.
#[derive(Debug, Default)]
pub struct Given {
    /// Bundles, each with the same weight; that of the profiles is the first.
    pub bundles: Vec<Bundle>,
    /// The profiles, as they were read.
    pub profiles: Vec<Profile>,
}

/// Reads the files. `minus` is what a run costs that does nothing.
pub fn given(owners: &mut Owners<'_>, files: &[PathBuf], minus: Option<&PathBuf>) -> Result<Given> {
    let mut given = Given::default();
    for file in files {
        match read_bundle(file)? {
            Some(bundle) => given.bundles.push(bundle),
            None => given.profiles.push(read(file)?),
        }
    }
    if !given.profiles.is_empty() {
        let minus = minus.map(|file| read(file)).transpose()?;
        let mut bundle = make(owners, &given.profiles, minus.as_ref())?;
        let revision = owners.navigator.revision();
        revision.commit.clone_into(&mut bundle.about.commit);
        revision.rev.clone_into(&mut bundle.about.version);
        given.bundles.insert(0, bundle);
    }
    Ok(given)
}
