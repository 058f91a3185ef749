//! The profile that comes with the program: which lines of which functions ran in our workloads, by symbol and by a hash
//! of each line. The text of a line is never stored.

use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use serde::{Deserialize, Serialize};
use std::io::Read;

/// What the first bytes say: the kind of file and its version.
const MAGIC: &[u8] = b"cpynav-profile-1\n";
/// Larger than any bundle.
const MOST: u64 = 64 << 20;
/// Steps of a share per halving: 1 part in 90.
const STEPS: f64 = 64.0;

/// Where the figures come from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct About {
    /// The release that was profiled.
    pub version: String,
    /// Its commit.
    pub commit: String,
    /// How it was built, on what.
    pub build: String,
    /// What the figures count.
    pub metric: String,
    /// The program that recorded them.
    pub tool: String,
    /// The workloads, without the start-up run.
    pub workloads: Vec<String>,
    /// Share of all cost that belongs to no line of the release, in thousandths.
    pub outside: u32,
}

/// A line of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundledLine {
    /// Lines after the first line of its definition.
    pub offset: u32,
    /// Hash of the line without its white space.
    pub hash: u32,
    /// How much it counts among the lines that every operation goes through: merged so that what many workloads share
    /// comes first. A level, see `share_of`.
    pub rank: u16,
    /// Its mean share in the work of the workloads, start-up taken off. A level.
    pub share: u16,
    /// Its share in a run that does nothing. A level.
    pub startup: u16,
}

/// A function with the lines of it that ran.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundledFunction {
    /// The file, a place in `Bundle::files`.
    pub file: u32,
    /// Its symbol; for the code of an instruction the instruction's name.
    pub symbol: String,
    /// In how many workloads it costs more than in the start-up run.
    pub runs_in: u32,
    /// Who calls it most: a place in `Bundle::functions` and the calls in all workloads together.
    pub callers: Vec<(u32, u64)>,
    /// In the start-up run, likewise.
    pub startup_callers: Vec<(u32, u64)>,
    /// Its share in the start-up run with all that it calls. A level.
    pub startup_inclusive: u16,
    /// The lines, in order.
    pub lines: Vec<BundledLine>,
}

/// A profile carried with the program.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Bundle {
    /// Where it comes from.
    pub about: About,
    /// Paths from the root of the repository.
    pub files: Vec<String>,
    /// The functions, by file and line.
    pub functions: Vec<BundledFunction>,
}

impl Bundle {
    /// Returns the bytes of a bundle; the same for the same bundle.
    ///
    /// # Errors
    /// None that can happen in memory.
    pub fn to_bytes(&self) -> std::io::Result<Vec<u8>> {
        let plain = postcard::to_allocvec(self).map_err(std::io::Error::other)?;
        let mut bytes = MAGIC.to_vec();
        DeflateEncoder::new(&plain[..], Compression::best()).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Reads a bundle.
    ///
    /// # Errors
    /// Bytes that are no bundle of this version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, String> {
        let fault = || "is no profile bundle of this version".to_owned();
        let packed = bytes.strip_prefix(MAGIC).ok_or_else(fault)?;
        let mut plain = Vec::new();
        DeflateDecoder::new(packed).take(MOST).read_to_end(&mut plain).map_err(|_| fault())?;
        postcard::from_bytes(&plain).map_err(|_| fault())
    }

    /// Whether bytes begin as a bundle does.
    pub fn is_bundle(bytes: &[u8]) -> bool {
        bytes.starts_with(MAGIC)
    }
}

/// Returns the bundle that comes with the program.
///
/// # Errors
/// None, unless the program was built from a damaged file.
pub fn bundled() -> Result<Bundle, String> {
    Bundle::from_bytes(include_bytes!("bundled.bin"))
}

/// Returns the level that stands for a share of 0 to 1: 0 for none, 1 for all, more for less.
#[allow(clippy::cast_sign_loss)] // a share is at most 1, its logarithm at most 0
pub fn level_of(share: f64) -> u16 {
    if share.is_nan() || share <= 0.0 {
        return 0;
    }
    let level = (-share.min(1.0).log2() * STEPS).round() + 1.0;
    if level < f64::from(u16::MAX) { level as u16 } else { 0 }
}

/// Returns the share of a level.
pub fn share_of(level: u16) -> f64 {
    if level == 0 { 0.0 } else { (-f64::from(level - 1) / STEPS).exp2() }
}

/// Returns the hash of a line, whatever its white space.
pub fn hash_of_line(line: &str) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut mix = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    for (place, word) in line.split_whitespace().enumerate() {
        if place > 0 {
            mix(b' ');
        }
        word.bytes().for_each(&mut mix);
    }
    // 21 bits take three bytes; lines are only told apart within one function.
    ((hash >> 32) ^ hash) as u32 & 0x001f_ffff
}

#[cfg(test)]
mod tests {
    use super::{hash_of_line, level_of, share_of};

    #[test]
    fn a_share_survives_being_a_level() {
        for share in [1.0, 0.5, 0.034, 1e-6] {
            assert!((share_of(level_of(share)) / share - 1.0).abs() < 0.006);
        }
        assert_eq!((level_of(0.0), share_of(0)), (0, 0.0));
    }

    #[test]
    fn white_space_does_not_count_in_a_line() {
        assert_eq!(hash_of_line("    return  a;"), hash_of_line("\treturn a;  "));
        assert_ne!(hash_of_line("return a;"), hash_of_line("return b;"));
    }
}
