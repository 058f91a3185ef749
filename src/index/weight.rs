//! One number per definition: how likely it is the one that is meant when several match equally.

use crate::model::{Definition, Kind, Language};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use tantivy::directory::OwnedBytes;

/// The weights of all definitions, then for each name its best definition: a file of numbers, mapped.
pub(super) struct Weights(OwnedBytes);

impl Weights {
    /// Takes the bytes of the file.
    pub fn new(bytes: OwnedBytes) -> Self {
        Weights(bytes)
    }

    /// How many there are.
    pub fn len(&self) -> u32 {
        (self.0.len() / 4) as u32
    }

    /// Returns one.
    pub fn get(&self, at: u32) -> Option<u32> {
        crate::store::u32_at(&self.0, at as usize * 4).ok()
    }
}

/// In a weight: the definition belongs to no test.
pub const NO_TEST: u64 = 1 << 30;
/// In a weight: the default Linux build compiles it.
pub const DEFAULT_BUILD: u64 = 1 << 29;
/// In a weight: every interpreter is built from it.
const CORE: u64 = 1;
/// In a weight: where the count of links begins, above `CORE`.
const CENTRAL: u32 = 1;
/// In a weight: a person wrote it.
pub const HAND_WRITTEN: u64 = 1 << 28;

/// Returns whether a path belongs to tests: they answer last unless asked for.
pub fn is_test(path: &str) -> bool {
    let mut parts = path.split('/').rev();
    let file = parts.next().unwrap_or_default();
    let is_test_folder = |part: &str| matches!(part, "test" | "tests") || part.starts_with("_test");
    file.starts_with("_test") || file.starts_with("test_") || parts.any(is_test_folder)
}

/// What the default build leaves out by its path alone.
#[derive(Deserialize)]
struct Apart {
    outside: Vec<String>,
    core: Vec<String>,
    paths: BTreeMap<String, String>,
}

static APART: LazyLock<Apart> = LazyLock::new(|| {
    toml::from_str(include_str!("../../queries/platforms.toml")).expect("compiled-in data, parsed by a test")
});

fn is_built(path: &str) -> bool {
    !APART.outside.iter().chain(APART.paths.keys()).any(|front| path.starts_with(front.as_str()))
}

fn is_core(path: &str) -> bool {
    APART.core.iter().any(|front| path.starts_with(front.as_str()))
}

/// Returns how many links lead to it, as a power of two.
pub const fn central(weight: u64) -> u64 {
    (weight & 0xffff) >> CENTRAL
}

/// Whether a weight is that of a section of a document.
pub const fn is_document(weight: u64) -> bool {
    (weight >> 16).is_multiple_of(1 << 12)
}

/// What a path alone gives to the weight of all that stands in the file.
pub(super) fn weight_of_file(path: &str) -> u64 {
    flag(!is_test(path), NO_TEST) | flag(is_built(path), DEFAULT_BUILD) | flag(is_core(path), CORE)
}

/// Larger is better. From the top: no test, default build, hand-written, kind, how many links lead to it, core.
pub(super) fn weight(definition: &Definition, of_file: u64, links_in: usize) -> u32 {
    let central = u64::from((links_in + 1).ilog2()).min(31);
    // The instruction language is where an instruction is written; everything else about it is generated from there.
    let kind = if definition.language == Language::Dsl { 9 } else { kind(definition.kind) };
    let of_file = if definition.condition.is_none() { of_file } else { of_file & !DEFAULT_BUILD };
    let weight = of_file | flag(!definition.generated, HAND_WRITTEN) | (kind << 16) | (central << CENTRAL);
    weight as u32
}

const fn flag(yes: bool, bit: u64) -> u64 {
    if yes { bit } else { 0 }
}

/// What people look for: things that run or are instantiated, then what they are made of.
const fn kind(kind: Kind) -> u64 {
    match kind {
        Kind::Function | Kind::Method | Kind::Class | Kind::Type | Kind::Module => 9,
        Kind::Inst | Kind::Label => 8,
        Kind::Macro | Kind::Op | Kind::Family => 7,
        Kind::Struct | Kind::Enum | Kind::Union => 6,
        // Grammar names are common words: what runs under the same name goes first.
        Kind::Pseudo | Kind::Rule | Kind::Ast => 5,
        Kind::Typedef => 4,
        Kind::Table => 3,
        Kind::Global => 2,
        Kind::Field => 1,
        Kind::Section => 0,
    }
}
