//! The names that C calls, as numbers: many rules ask something of the callee of every call, and most are called often.

use super::Input;
use rustc_hash::{FxBuildHasher, FxHashMap as HashMap};

/// The names of a revision.
#[derive(Default)]
pub struct Callees<'f> {
    /// Each once.
    names: Vec<&'f str>,
    /// Per file, per call: the number of its name.
    of_calls: Vec<Box<[u32]>>,
}

impl<'f> Callees<'f> {
    /// Numbers them in the order of files and calls.
    pub fn new(files: &'f [Input]) -> Self {
        let calls = |file: &'f Input| file.facts.c.as_ref().map_or(&[][..], |c| &c.calls);
        // A name is called ten times on average.
        let room = files.iter().map(|file| calls(file).len()).sum::<usize>() / 8;
        let (mut names, mut numbers) = (Vec::new(), HashMap::with_capacity_and_hasher(room, FxBuildHasher));
        let mut number = |name: &'f str| {
            *numbers.entry(name).or_insert_with(|| {
                names.push(name);
                names.len() as u32 - 1
            })
        };
        let of_calls = files.iter().map(|file| calls(file).iter().map(|call| number(&call.callee)).collect()).collect();
        Callees { names, of_calls }
    }

    /// The numbers of the names that the calls of a file have.
    pub fn of_file(&self, file: u32) -> &[u32] {
        &self.of_calls[file as usize]
    }

    /// How many calls there are.
    pub fn calls(&self) -> usize {
        self.of_calls.iter().map(|calls| calls.len()).sum()
    }

    /// What each name means to a rule, by number.
    pub fn each<T>(&self, meaning: impl Fn(&'f str) -> T) -> Vec<T> {
        self.names.iter().map(|name| meaning(name)).collect()
    }
}
