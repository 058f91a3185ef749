//! One number per definition: how likely it is the one that is meant when several match equally.

use crate::model::{Definition, Kind};

/// Returns whether a path belongs to tests: they answer last unless asked for.
pub fn is_test(path: &str) -> bool {
    let mut parts = path.split('/').rev();
    let file = parts.next().unwrap_or_default();
    let is_test_folder = |part: &str| matches!(part, "test" | "tests") || part.starts_with("_test");
    file.starts_with("_test") || file.starts_with("test_") || parts.any(is_test_folder)
}

/// Larger is better. From the top: no test, default build, hand-written, kind, how many links lead to it.
pub(super) fn weight(definition: &Definition, path: &str, links_in: usize) -> u64 {
    let central = u64::from((links_in + 1).ilog2()).min(31);
    let flag = |yes: bool, bit: u32| u64::from(yes) << bit;
    flag(!is_test(path), 30)
        | flag(definition.condition.is_none(), 29)
        | flag(!definition.generated, 28)
        | (kind(definition.kind) << 16)
        | central
}

/// What people look for: things that run or are instantiated, then what they are made of.
const fn kind(kind: Kind) -> u64 {
    match kind {
        Kind::Function | Kind::Method | Kind::Class | Kind::Type | Kind::Module => 9,
        Kind::Inst | Kind::Rule | Kind::Ast => 8,
        Kind::Macro | Kind::Op | Kind::Family => 7,
        Kind::Struct | Kind::Enum | Kind::Union => 6,
        Kind::Pseudo | Kind::Label | Kind::Section => 5,
        Kind::Typedef => 4,
        Kind::Table => 3,
        Kind::Global => 2,
        Kind::Field => 1,
    }
}
