//! The bundled profile beside the lines of one file: which of them ran, whatever list they are in.

use super::carry::{Part, carry};
use super::owners::Owners;
use crate::nav::Navigator;
use crate::profile::{Bundle, BundledFunction, bundled};
use anyhow::Result;
use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

/// Shares below these are noise beside a line.
const LEAST_WORK: f64 = 0.0002;
const LEAST_STARTUP: f64 = 0.001;

/// Unpacked once: a reader opens file after file.
static BUNDLED: LazyLock<Bundle> = LazyLock::new(|| bundled().unwrap_or_default());

/// A line that ran.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heat {
    /// 1-based line.
    pub line: u32,
    /// Its part of the work of all workloads, 0 to 1, start-up taken off.
    pub work: f64,
    /// Its part of a run that does nothing.
    pub startup: f64,
}

impl Navigator {
    /// Returns the lines of a file that the bundled profile knows to be hot, by line.
    ///
    /// # Errors
    /// A damaged index.
    pub fn heat(&self, file: &str) -> Result<Vec<Heat>> {
        let Some(id) = self.reader.file(file) else { return Ok(Vec::new()) };
        let mut owners = Owners::new(self);
        let owned = &owners.file(id)?.definitions;
        let symbols: HashSet<&str> = owned.iter().map(|(_, one)| &*one.symbol).collect();
        let here = BUNDLED.functions.iter().filter(|function| symbols.contains(function.symbol.as_str()));
        // Callers are places in the whole bundle, and nobody asks for them here.
        let alone = |function: &BundledFunction| BundledFunction {
            callers: Vec::new(),
            startup_callers: Vec::new(),
            ..function.clone()
        };
        let functions: Vec<_> = here.map(alone).collect();
        if functions.is_empty() {
            return Ok(Vec::new());
        }
        let part = Bundle { about: BUNDLED.about.clone(), files: BUNDLED.files.clone(), functions };
        let mut lines: BTreeMap<u32, Heat> = BTreeMap::new();
        for what in [Part::Work, Part::Startup] {
            for function in carry(&part, &mut owners, what)?.functions {
                for line in function.lines.iter().filter(|_| function.file == file) {
                    let heat = lines.entry(line.line).or_insert(Heat { line: line.line, work: 0.0, startup: 0.0 });
                    match what {
                        Part::Work => heat.work += line.share,
                        Part::Startup => heat.startup += line.share,
                    }
                }
            }
        }
        let is_hot = |heat: &Heat| heat.work >= LEAST_WORK || heat.startup >= LEAST_STARTUP;
        Ok(lines.into_values().filter(is_hot).collect())
    }
}
