//! Tables of functions that an instruction picks from by its argument.

use super::Out;
use crate::links::world::World;

/// Adds the links from instructions to the functions they may pick.
pub fn link(_world: &World<'_>, _out: &mut Out<'_>) {}
