//! Files of foreign profilers -> costs of source lines and functions; nothing of an index.
//!
//! ```text
//! bytes -> recognise (by content) -> callgrind | perf | gcov | lcov | stacks -> Profile
//! Profiles of several workloads -> merge -> lines with one rank each
//! bundle: the profile that comes with the program, its format and its bytes
//! ```

mod bundle;
mod bytes;
mod callgrind;
mod error;
mod gcov;
mod lcov;
mod names;
mod perf;
mod recognise;
mod recording;
mod stacks;

pub use bundle::{About, Bundle, BundledFunction, BundledLine, bundled, hash_of_line, level_of, share_of};
pub use error::ProfileError;
pub use names::{bare_symbol, normal_path};
pub use recognise::{read, read_bundle};
pub use recording::{Format, FunctionCost, Metric, Profile};
