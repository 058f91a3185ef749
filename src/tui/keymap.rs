//! The key table: TOML -> which command a sequence of keys means in a place, the lines of the help, the key bar.

use super::{Command, Key};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The default key table, compiled in.
const DEFAULT: &str = include_str!("keys.toml");

/// Where the keyboard is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// The search box: letters are text.
    Box,
    /// The list of results.
    Results,
    /// The source preview.
    Source,
    /// The links of the symbol.
    Links,
    /// The help over everything.
    Help,
    /// A list over the panes: letters filter it.
    Picker,
    /// A text over the panes.
    Page,
    /// The line that asks what to look for in the file: letters are text.
    Find,
    /// The first run: cloning and indexing.
    Work,
}

impl Place {
    /// Tells whether letters are text there.
    pub fn is_text(self) -> bool {
        matches!(self, Place::Box | Place::Picker | Place::Find)
    }
}

/// One row of the table.
#[derive(Debug, Clone)]
pub struct Binding {
    /// What it does.
    pub command: Command,
    /// Any of these sequences.
    pub keys: Vec<Vec<Key>>,
    /// Where it holds.
    pub places: Vec<Place>,
    /// The line in the help.
    pub help: String,
    /// The word in the key bar, by place.
    pub bar: BTreeMap<Place, String>,
}

/// What a sequence of keys means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// This command.
    Command(Command),
    /// More keys may follow.
    Prefix,
    /// Nothing.
    Nothing,
}

/// All keys.
#[derive(Debug, Clone)]
pub struct Keymap {
    /// The rows in the order of the table.
    pub bindings: Vec<Binding>,
}

#[derive(Deserialize)]
struct Table {
    key: Vec<KeyRow>,
}

/// A row as it is written; see `keys.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyRow {
    r#do: String,
    keys: Vec<String>,
    r#in: Vec<String>,
    #[serde(default)]
    help: String,
    #[serde(default)]
    bar: BTreeMap<Place, String>,
}

impl Default for Keymap {
    fn default() -> Self {
        Keymap::parse(DEFAULT).expect("the compiled-in key table is checked by a test")
    }
}

impl Keymap {
    /// Reads a key table. An error names the row and what is wrong with it.
    pub fn parse(text: &str) -> Result<Keymap, String> {
        let table: Table = toml::from_str(text).map_err(|error| error.to_string())?;
        let bindings = table.key.into_iter().map(Binding::read).collect::<Result<_, _>>()?;
        Ok(Keymap { bindings })
    }

    /// Puts a person's own rows before these; what they bind means nothing else there any more. A row without help
    /// has that of the same command.
    pub fn with(mut self, rows: Vec<KeyRow>) -> Result<Keymap, String> {
        let mut own = rows.into_iter().map(Binding::read).collect::<Result<Vec<_>, _>>()?;
        for binding in &mut own {
            let same = self.bindings.iter().find(|other| other.command == binding.command);
            if let Some(same) = same.filter(|_| binding.help.is_empty()) {
                binding.help.clone_from(&same.help);
            }
            self.bindings = self.bindings.into_iter().flat_map(|other| other.yield_to(binding)).collect();
        }
        own.append(&mut self.bindings);
        Ok(Keymap { bindings: own })
    }

    /// Returns what `keys`, pressed one after the other in `place`, mean.
    pub fn meaning(&self, place: Place, keys: &[Key]) -> Meaning {
        if place.is_text() && keys.last().is_some_and(|key| key.typed().is_some()) {
            return Meaning::Nothing;
        }
        let mut here = self.bindings.iter().filter(|binding| binding.places.contains(&place));
        let mut prefix = false;
        let command = here.find_map(|binding| {
            prefix |= binding.keys.iter().any(|all| all.len() > keys.len() && all.starts_with(keys));
            binding.keys.iter().any(|all| all == keys).then_some(binding.command)
        });
        match command {
            Some(command) => Meaning::Command(command),
            None if prefix => Meaning::Prefix,
            None => Meaning::Nothing,
        }
    }

    /// Returns the key bar of a place: `(keys, word)`, most needed first.
    pub fn bar(&self, place: Place) -> Vec<(String, &str)> {
        let entry = |binding: &'_ Binding| {
            let usable = |keys: &&Vec<Key>| !place.is_text() || keys.iter().all(|key| key.typed().is_none());
            binding.keys.iter().find(usable).map(|keys| sequence(keys))
        };
        let rows = self.bindings.iter().filter(|binding| binding.places.contains(&place));
        rows.filter_map(|binding| Some((entry(binding)?, binding.bar.get(&place)?.as_str()))).collect()
    }
}

impl Binding {
    fn read(row: KeyRow) -> Result<Binding, String> {
        let command = Command::parse(&row.r#do).ok_or_else(|| format!("no command is called {:?}", row.r#do))?;
        let keys = row.keys.iter().map(|keys| keys.split(' ').map(str::parse).collect()).collect::<Result<_, _>>()?;
        let mut places = Vec::new();
        for place in &row.r#in {
            match place.as_str() {
                "panes" => places.extend([Place::Results, Place::Source, Place::Links]),
                "box" => places.push(Place::Box),
                "results" => places.push(Place::Results),
                "source" => places.push(Place::Source),
                "links" => places.push(Place::Links),
                "help" => places.push(Place::Help),
                "picker" => places.push(Place::Picker),
                "page" => places.push(Place::Page),
                "find" => places.push(Place::Find),
                "work" => places.push(Place::Work),
                other => return Err(format!("no place is called {other:?}")),
            }
        }
        Ok(Binding { command, keys, places, help: row.help, bar: row.bar })
    }

    /// Gives up the keys that `other` has in the same places.
    fn yield_to(self, other: &Binding) -> Vec<Binding> {
        let (shared, free): (Vec<Place>, Vec<Place>) =
            self.places.iter().partition(|place| other.places.contains(place));
        let kept: Vec<_> = self.keys.iter().filter(|keys| !other.keys.contains(keys)).cloned().collect();
        if kept.len() == self.keys.len() {
            return vec![self];
        }
        let free = Binding { places: free, ..self.clone() };
        let kept = Binding { places: shared, keys: kept, ..self };
        [free, kept].into_iter().filter(|binding| !binding.places.is_empty() && !binding.keys.is_empty()).collect()
    }

    /// Returns its keys for the help: `j, ↓`.
    pub fn shown(&self) -> String {
        self.keys.iter().map(|keys| sequence(keys)).collect::<Vec<_>>().join(", ")
    }
}

fn sequence(keys: &[Key]) -> String {
    keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Place; 9] = [
        Place::Box,
        Place::Results,
        Place::Source,
        Place::Links,
        Place::Help,
        Place::Work,
        Place::Picker,
        Place::Page,
        Place::Find,
    ];

    #[test]
    fn the_compiled_in_table_is_sound() {
        let keymap = Keymap::parse(DEFAULT).map_err(|error| panic!("{error}")).unwrap_or_default();
        for place in ALL {
            let mut seen = std::collections::HashMap::new();
            for binding in keymap.bindings.iter().filter(|binding| binding.places.contains(&place)) {
                for keys in &binding.keys {
                    let other = seen.insert(keys.clone(), binding.command);
                    assert!(other.is_none(), "{place:?}: {} means two things", sequence(keys));
                    let cut_short = (1..keys.len()).any(|end| seen.contains_key(&keys[..end]));
                    assert!(!cut_short, "{place:?}: {} can never be typed", sequence(keys));
                }
            }
        }
    }

    #[test]
    fn every_place_shows_how_to_get_out() {
        let keymap = Keymap::default();
        for place in ALL {
            let words: Vec<&str> = keymap.bar(place).iter().take(3).map(|(_, word)| *word).collect();
            let wanted: &[&str] = match place {
                Place::Help => &["close help"],
                Place::Work => &["quit"],
                Place::Picker | Place::Page | Place::Find => &["close", "quit"],
                _ => &["back", "quit"],
            };
            assert!(wanted.iter().all(|word| words.contains(word)), "{place:?}: {words:?}");
        }
    }

    #[test]
    fn letters_are_text_in_the_box() {
        let keymap = Keymap::default();
        assert_eq!(keymap.meaning(Place::Box, &[Key::char('q')]), Meaning::Nothing);
        assert_eq!(keymap.meaning(Place::Results, &[Key::char('q')]), Meaning::Command(Command::Quit));
        assert_eq!(keymap.meaning(Place::Results, &[Key::char('g')]), Meaning::Prefix);
    }

    #[test]
    fn own_keys_win_where_they_hold() {
        let own = "[[key]]\ndo='quit'\nkeys=['x', 'j']\nin=['results']";
        let table: Table = toml::from_str(own).unwrap_or(Table { key: Vec::new() });
        let keymap = Keymap::default().with(table.key).unwrap_or_default();
        let meaning = |place, key| keymap.meaning(place, &[Key::char(key)]);
        assert_eq!(meaning(Place::Results, 'x'), Meaning::Command(Command::Quit));
        assert_eq!(meaning(Place::Results, 'j'), Meaning::Command(Command::Quit));
        assert_eq!(meaning(Place::Source, 'j'), Meaning::Command(Command::Down));
        assert_eq!(meaning(Place::Results, 'k'), Meaning::Command(Command::Up));
        assert!(keymap.bindings[0].help.starts_with("quit"));
        let down = keymap.bindings.iter().filter(|binding| binding.command == Command::Down);
        assert_eq!(down.map(Binding::shown).collect::<Vec<_>>(), ["j, ↓", "↓", "↓, Ctrl-n"]);
    }

    #[test]
    fn a_wrong_table_is_explained() {
        let error = |text: &str| Keymap::parse(text).err().unwrap_or_default();
        assert!(error("[[key]]\ndo='fly'\nkeys=[]\nin=[]\nhelp=''").contains("no command is called \"fly\""));
        assert!(error("[[key]]\ndo='quit'\nkeys=['hyper']\nin=[]\nhelp=''").contains("no key is called"));
        assert!(error("[[key]]\ndo='quit'\nkeys=['q']\nin=['sky']\nhelp=''").contains("no place is called"));
    }
}
