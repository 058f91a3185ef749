//! Where a definition is at home that the default Linux build leaves out: by its folder, or by the `#if` around it.

use crate::clex::condition::{Knowledge, holds};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Table {
    paths: BTreeMap<String, String>,
    macros: BTreeMap<String, Vec<String>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(include_str!("../../queries/platforms.toml")).expect("compiled-in data, parsed by a test")
});

/// Returns the one system or kind of build that has a place; nothing where several have it or none can be told.
pub(super) fn platform(file: &str, condition: Option<&str>) -> Option<&'static str> {
    if let Some((_, name)) = TABLE.paths.iter().find(|(front, _)| file.starts_with(front.as_str())) {
        return Some(name);
    }
    let condition = condition?;
    let named = |word: &String| condition.contains(word.as_str());
    let has = |all: &[String], name: &str| all.iter().any(|word| word == name);
    let mut fitting = TABLE.macros.iter().filter(|(_, own)| own.iter().any(named)).filter(|(_, own)| {
        let with = |name: &str| {
            let others = || TABLE.macros.values().any(|all| has(all, name));
            match name {
                name if has(own, name) => Knowledge::Defined(Some(1)),
                _ if others() => Knowledge::Undefined,
                _ => Knowledge::Unknown,
            }
        };
        let without = |name: &str| if has(own, name) { Knowledge::Undefined } else { with(name) };
        holds(condition, &with) != Some(false) && holds(condition, &without) == Some(false)
    });
    match (fitting.next(), fitting.next()) {
        (Some((name, _)), None) => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::platform;

    #[test]
    fn conditions_and_folders_tell_the_system() {
        assert_eq!(platform("Modules/a.c", Some("defined(MS_WINDOWS)")), Some("Windows"));
        assert_eq!(platform("Modules/a.c", Some("!(defined(HAVE_X)) && defined(__APPLE__)")), Some("macOS"));
        assert_eq!(platform("Modules/a.c", Some("defined(MS_WINDOWS) || defined(__APPLE__)")), None);
        assert_eq!(platform("Modules/a.c", Some("!defined(HAVE_FORK)")), None);
        assert_eq!(platform("PC/winreg.c", None), Some("Windows"));
        assert_eq!(platform("Objects/a.c", None), None);
        assert_eq!(platform("Objects/a.c", Some("defined(Py_GIL_DISABLED)")), Some("free-threaded build"));
    }
}
