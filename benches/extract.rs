//! What reading facts out of the files costs beside parsing them alone, one thread each.

mod shared;

use cpynav::facts;
use shared::{deep, files, megabytes, snapshot, timed};

fn main() {
    let (_, snapshot) = snapshot();
    let files = files(&snapshot);
    let (nodes, parse) = timed(|| shared::parse(&files));
    let (facts, extract) = timed(|| {
        deep(|| files.iter().map(|file| facts::extract(file.dialect, &file.bytes).definitions.len()).sum::<usize>())
    });
    println!("files {}  MB {:.1}  nodes {nodes}  definitions {facts}", files.len(), megabytes(&files));
    println!("cpu s: parse {:.2}  extract, parsing included, {:.2}", parse.cpu, extract.cpu);
    println!("extract / parse: {:.2}", extract.cpu / parse.cpu.max(0.01));
}
