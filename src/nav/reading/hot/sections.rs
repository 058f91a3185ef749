//! `queries/reading/sections.toml` -> which section of a list a definition stands in.

use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    hot: Vec<Section>,
    startup: Vec<Section>,
}

/// A section: its heading, and what stands in it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The heading.
    pub title: String,
    #[serde(default)]
    files: Vec<String>,
    #[serde(default)]
    symbols: Vec<String>,
}

static SECTIONS: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../queries/reading/sections.toml")).expect("compiled-in sections.toml")
});

/// The sections of a list in order.
pub fn sections(startup: bool) -> &'static [Section] {
    if startup { &SECTIONS.startup } else { &SECTIONS.hot }
}

/// The place of the section that a symbol of a file stands in.
pub fn place(sections: &[Section], file: &str, symbol: &str) -> usize {
    let by_symbol = sections.iter().position(|section| section.symbols.iter().any(|known| fits(known, symbol)));
    let by_file = || {
        // The longest beginning says most.
        let fit = |section: &Section| {
            section.files.iter().filter(|start| file.starts_with(start.as_str())).map(|start| start.len() + 1).max()
        };
        let best = sections.iter().filter_map(fit).max()?;
        sections.iter().position(|section| fit(section) == Some(best))
    };
    by_symbol.or_else(by_file).unwrap_or(sections.len().saturating_sub(1))
}

/// Whether a name fits a pattern with `*`.
pub fn fits(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(name) = name.strip_prefix(start) else { return false };
    rest.is_empty() || name.char_indices().map(|(at, _)| at).chain([name.len()]).any(|at| fits(rest, &name[at..]))
}

#[cfg(test)]
mod tests {
    use super::{fits, place, sections};

    #[test]
    fn patterns_stand_for_names() {
        assert!(fits("*_clear", "dict_clear") && fits("a*c*e", "abcde") && fits("init_*", "init_x"));
        assert!(!fits("*_clear", "dict_clear2") && !fits("x", "xy"));
    }

    #[test]
    fn the_symbol_says_more_than_the_file_and_the_longer_path_more_than_the_shorter() {
        let title = |startup, file, symbol| sections(startup)[place(sections(startup), file, symbol)].title.as_str();
        assert_eq!(title(false, "Objects/dictobject.c", "x"), "dictionaries and sets");
        assert_eq!(title(false, "Objects/longobject.c", "x"), "numbers, strings, lists and other built-in types");
        assert_eq!(title(false, "Modules/_json.c", "x"), "the rest");
        assert_eq!(title(true, "Objects/dictobject.c", "dict_dealloc"), "taking down");
    }
}
