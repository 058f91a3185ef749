//! Reading lists: what to read, in which order and why. Every list, whatever it was made from, has this one shape, so
//! that each printer and view is written once.

use super::{Kind, Language};

/// What to read, in reading order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadingList {
    /// What the list is asked for by, and its progress kept under: `hot`, `memory`, `-c x[i]`.
    pub name: String,
    /// What it is, in words.
    pub title: String,
    /// The commit whose lines the cards give, in full.
    pub commit: String,
    /// What the list was made from and what it leaves out: one short sentence each, printed with every list.
    pub notes: Vec<String>,
    /// Pages that go with it: paths of documents in the repository and URLs.
    pub pages: Vec<String>,
    /// The cards; those of one section stand together.
    pub cards: Vec<Card>,
}

/// One definition of a list, or the part of it that counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Path from the repository's root.
    pub file: String,
    /// The C symbol or Python qualname; an opcode's name for its handler.
    pub symbol: String,
    /// What it is.
    pub kind: Kind,
    /// In which language.
    pub language: Language,
    /// First line of the definition, 1-based.
    pub start_line: u32,
    /// Last line of the definition.
    pub end_line: u32,
    /// The lines of its head, return type to parameters: shown with every card, charged only where `hot_lines` has them.
    pub signature: (u32, u32),
    /// The lines worth reading, as inclusive ranges in rising order. Ranges at most two lines apart are one place to
    /// look at: a view shows what stands between them, dimmed.
    pub hot_lines: Vec<(u32, u32)>,
    /// The group it stands in: `object model`, `entry points`.
    pub section: String,
    /// Why it is here, one sentence.
    pub why: String,
    /// The part of all work that its `hot_lines` hold, 0 to 1; 0 where nothing was measured.
    pub share: f64,
    /// `share` of this card and of all before it.
    pub cumulative: f64,
    /// What put it here.
    pub source: CardSource,
    /// In how many of the merged profiles it runs, and how many there are.
    pub runs_in: Option<(u32, u32)>,
    /// Who calls it most, with the count of calls; most first.
    pub callers: Vec<(String, u64)>,
    /// The hand-written place that generated code was made from: file and line.
    pub origin: Option<(String, u32)>,
}

/// What put a card on its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardSource {
    /// The line profile that comes with the program.
    Bundled,
    /// A profile the user gave.
    Profile,
    /// Links alone: nothing was measured.
    Static,
    /// A concept of `queries/topics`.
    Topic,
}

impl CardSource {
    /// The word in JSON and on screen.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bundled => "bundled profile",
            Self::Profile => "profile",
            Self::Static => "static",
            Self::Topic => "topic",
        }
    }
}

impl Card {
    /// Lines to read: every line of `hot_lines`, and one per place for finding it. What continues within three lines is
    /// the same place.
    pub fn cost(&self) -> u32 {
        let lines: u32 = self.hot_lines.iter().map(|(first, last)| last.saturating_sub(*first) + 1).sum();
        lines + self.places().len() as u32
    }

    /// The places to look at: `hot_lines` with gaps of at most two lines closed.
    pub fn places(&self) -> Vec<(u32, u32)> {
        let mut places: Vec<(u32, u32)> = Vec::new();
        for &(first, last) in &self.hot_lines {
            match places.last_mut() {
                Some(place) if first <= place.1.saturating_add(3) => place.1 = place.1.max(last),
                _ => places.push((first, last)),
            }
        }
        places
    }
}
