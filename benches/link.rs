//! What joining the facts of all files costs: CPU, and how far two cores help.

mod shared;

use cpynav::links;
use shared::{deep, files, inputs, snapshot, timed};

fn main() {
    let (_, snapshot) = snapshot();
    let mut inputs = inputs(&snapshot, &files(&snapshot));
    let count = inputs.len();
    let (graph, link) = timed(|| deep(|| links::resolve(&mut inputs)));
    println!(
        "files {count}  definitions {}  names {}  links {}",
        graph.definitions.len(),
        graph.names.len(),
        graph.links.len()
    );
    let thousands = (graph.names.len() + graph.links.len()) as f64 / 1e3;
    println!("cpu s: {:.2}  wall s: {:.2}", link.cpu, link.wall);
    println!("names and links: {:.0} thousand a second of CPU", thousands / link.cpu.max(0.01));
}
