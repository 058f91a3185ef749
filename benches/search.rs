//! What a search costs as a process of its own: a slip in a name, parts of a name, plain questions.

mod shared;

use cpynav::pipeline;
use cpynav::places::Places;
use shared::{CPYNAV, milliseconds, snapshot};
use std::process::Command;

const RUNS: u32 = 20;
const QUESTIONS: [&str; 5] =
    ["PyList_Appedn", "resize list", "evfram", "how is an item put on a heap?", "where are garbage cycles found"];

fn main() {
    let (_source, snapshot) = snapshot();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let places = Places::find(Some(folder.path()));
    pipeline::build(&snapshot, &places, false, &pipeline::Silent).expect("the revision can be indexed");
    for question in QUESTIONS {
        let search = || {
            let mut command = Command::new(CPYNAV);
            command.arg("--index-dir").arg(folder.path()).args(["search", question]);
            command
        };
        println!("search {question:?}: {:.1} ms", milliseconds(RUNS, search).expect("cpynav runs"));
    }
}
