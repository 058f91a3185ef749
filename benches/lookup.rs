//! What one look-up costs: in this process, as a process of its own beside `readtags` and `rg`, and many on standard input.

mod shared;

use cpynav::index::Reader;
use cpynav::places::Places;
use cpynav::{index, pipeline};
use shared::{CPYNAV, check_out, ctags, milliseconds, run, skipped, snapshot, timed};
use std::fmt::Write as _;
use std::process::{Command, Stdio};

const NAME: &str = "list.append";
const RUNS: u32 = 60;
/// So many names on standard input, where the sources have as many.
const MANY: u32 = 30_000;

fn main() {
    let (_source, snapshot) = snapshot();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let places = Places::find(Some(folder.path()));
    let outcome = pipeline::build(&snapshot, &places, false, &pipeline::Silent).expect("the revision can be indexed");

    let (_, opened) = timed(|| (0..RUNS).map(|_| Reader::open(&outcome.folder).is_ok()).filter(|it| *it).count());
    println!("open the index: {:.3} ms", opened.wall * 1e3 / f64::from(RUNS));
    let reader = Reader::open(&outcome.folder).expect("the new index opens");
    let (_, found) = timed(|| (0..RUNS).filter_map(|_| reader.by_dotted("builtins.list.append").ok()).count());
    println!("one exact name in it: {:.3} ms", found.wall * 1e3 / f64::from(RUNS));

    let words = || {
        let mut command = Command::new(CPYNAV);
        command.arg("--index-dir").arg(folder.path()).args(["where", NAME]);
        command
    };
    let ours = milliseconds(RUNS, words).expect("cpynav runs");
    let empty = milliseconds(RUNS, || Command::new("true")).unwrap_or(f64::NAN);
    println!("where {NAME}, the whole process: {ours:.2} ms (an empty process {empty:.2})");

    let tree = tempfile::tempdir().expect("a temporary folder");
    check_out(&snapshot, tree.path());
    let tags = folder.path().join("tags");
    if run(&mut ctags(tree.path(), &tags)).is_none() {
        skipped("ctags");
    } else {
        let readtags = || {
            let mut command = Command::new("readtags");
            command.arg("-t").arg(&tags).args(["-e", "list_append"]);
            command
        };
        match milliseconds(RUNS, readtags) {
            Some(peer) => println!("readtags: {peer:.2} ms; ours / readtags: {:.2}", ours / peer),
            None => skipped("readtags"),
        }
    }
    let rg = || {
        let mut command = Command::new("rg");
        command.args(["-n", r"^list_append\("]).arg(tree.path());
        command
    };
    match milliseconds(RUNS / 3, rg) {
        Some(peer) => println!("rg: {peer:.2} ms; ours / rg: {:.3}", ours / peer),
        None => skipped("rg"),
    }
    many(&outcome.folder, folder.path());
}

/// Asks for very many names in one process.
fn many(index: &std::path::Path, indexes: &std::path::Path) {
    let reader = index::Reader::open(index).expect("the new index opens");
    let step = (reader.names() / MANY).max(1);
    let mut text = String::new();
    let mut asked = 0;
    for number in (0..reader.names()).step_by(step as usize).take(MANY as usize) {
        let name = reader.name(number).expect("the index has the name");
        writeln!(text, "{}", name.dotted()).expect("memory is there");
        asked += 1;
    }
    let names = indexes.join("names.txt");
    std::fs::write(&names, text).expect("a temporary folder is writable");
    let (_, cost) = timed(|| {
        let input = std::fs::File::open(&names).expect("the file was just written");
        let mut command = Command::new(CPYNAV);
        command.arg("--index-dir").arg(indexes).args(["where", "--stdin", "--json"]);
        command.stdin(input).stdout(Stdio::null()).stderr(Stdio::null()).status()
    });
    println!("where --stdin, {asked} names: {:.2} s, {:.0} names a second", cost.wall, f64::from(asked) / cost.wall);
}
