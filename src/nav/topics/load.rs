//! `queries/topics/*.toml` -> topics. The files are compiled in and read when a question first needs them.

use serde::Deserialize;
use std::sync::LazyLock;

/// The files, in the order in which `topics` lists them. A test holds the list to the folder.
pub(super) const FILES: &[(&str, &str)] = &[
    ("builtins.toml", include_str!("../../../queries/topics/builtins.toml")),
    ("compile.toml", include_str!("../../../queries/topics/compile.toml")),
    ("imports.toml", include_str!("../../../queries/topics/imports.toml")),
    ("library.toml", include_str!("../../../queries/topics/library.toml")),
    ("lifecycle.toml", include_str!("../../../queries/topics/lifecycle.toml")),
    ("memory.toml", include_str!("../../../queries/topics/memory.toml")),
    ("objects.toml", include_str!("../../../queries/topics/objects.toml")),
    ("run.toml", include_str!("../../../queries/topics/run.toml")),
];

/// A concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its name, as a heading.
    pub title: String,
    /// Other words for it.
    pub also: Vec<String>,
    /// PEPs that tell of it.
    pub peps: Vec<u32>,
    /// Documents that tell of it: paths from the repository's root. Not every revision has each.
    pub pages: Vec<String>,
    /// Pages of the developer's guide that tell of it, as the end of their address.
    pub guides: Vec<String>,
    /// Longer reading lists that it is a part of.
    pub lists: Vec<String>,
    /// Whether it stands first in them.
    pub leads: bool,
    /// What to read, in this order.
    pub anchors: Vec<Anchor>,
}

/// A definition to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Its symbol or dotted name, the newest first, then what older revisions call it. `FILE:SYMBOL` where a symbol
    /// stands in several files.
    pub names: Vec<String>,
    /// What it does, in a few words.
    pub says: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    topic: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    title: String,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    peps: Vec<u32>,
    #[serde(default)]
    pages: Vec<String>,
    #[serde(default)]
    guides: Vec<String>,
    #[serde(default)]
    lists: Vec<String>,
    #[serde(default)]
    leads: bool,
    anchors: Vec<(String, String)>,
}

/// All topics, file by file.
pub static TOPICS: LazyLock<Vec<Topic>> = LazyLock::new(|| {
    let rows = FILES.iter().flat_map(|(name, text)| {
        let file: File = toml::from_str(text).unwrap_or_else(|error| panic!("compiled-in {name}: {error}"));
        file.topic
    });
    let topic = |row: Row| Topic {
        title: row.title,
        also: row.also,
        peps: row.peps,
        pages: row.pages,
        guides: row.guides,
        lists: row.lists,
        leads: row.leads,
        anchors: row.anchors.into_iter().map(anchor).collect(),
    };
    rows.map(topic).collect()
});

fn anchor((names, says): (String, String)) -> Anchor {
    Anchor { names: names.split('|').map(|name| name.trim().to_owned()).collect(), says }
}

#[cfg(test)]
mod tests {
    use super::{FILES, TOPICS};
    use std::collections::HashSet;

    #[test]
    fn every_file_is_compiled_in_and_every_topic_is_complete() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/queries/topics");
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != "words.toml")
            .collect();
        names.sort();
        let mut listed: Vec<String> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
        listed.sort();
        assert_eq!(names, listed);
        let mut titles = HashSet::new();
        for topic in TOPICS.iter() {
            assert!(titles.insert(topic.title.to_lowercase()), "{} stands there twice", topic.title);
            assert!(!topic.anchors.is_empty(), "{} leads nowhere", topic.title);
            for anchor in &topic.anchors {
                assert!(!anchor.says.is_empty() && anchor.names.iter().all(|name| !name.is_empty()), "{anchor:?}");
            }
        }
    }
}
