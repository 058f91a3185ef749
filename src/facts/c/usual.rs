//! Which `#if` branch the usual build takes, as far as `queries/c/build.toml` tells: needed only where branches cannot be
//! read one after the other and one of them has to be chosen.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::clex::condition::{self, Knowledge};
use serde::Deserialize;

#[derive(Deserialize)]
struct Build {
    undefined: HashSet<String>,
    defined: HashMap<String, i64>,
}

static BUILD: LazyLock<Build> =
    LazyLock::new(|| toml::from_str(include_str!("../../../queries/c/build.toml")).expect("compiled-in build.toml"));

/// Whether a branch with this condition is taken; `None` where nothing is known.
pub fn takes(text: &str) -> Option<bool> {
    condition::holds(text, &|name| {
        if let Some(value) = BUILD.defined.get(name) {
            Knowledge::Defined(Some(*value))
        } else if BUILD.undefined.contains(name) {
            Knowledge::Undefined
        } else {
            Knowledge::Unknown
        }
    })
}
