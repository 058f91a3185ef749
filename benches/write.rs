//! What writing an index costs beside writing as many documents with tantivy alone.

mod shared;

use cpynav::index::{self, Manifest, Report};
use cpynav::links;
use shared::{deep, files, inputs, snapshot, timed};

fn main() {
    let (_, snapshot) = snapshot();
    let mut inputs = inputs(&snapshot, &files(&snapshot));
    let graph = deep(|| links::resolve(&mut inputs));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let place = folder.path().join("index");
    let manifest = Manifest::new(snapshot.revision.clone());
    let (written, ours) = timed(|| index::write(&place, &graph, &manifest, &Report::default(), &mut |_, _| true));
    written.expect("the index can be written");
    let documents = (graph.definitions.len() + graph.names.len()) as u32;
    let ((), bare) = timed(|| shared::tantivy::write(documents));
    println!("definitions and names {documents}  links {}", graph.links.len());
    println!("cpu s: ours {:.2}  tantivy alone {:.2}  wall s: ours {:.2}", ours.cpu, bare.cpu, ours.wall);
    println!("ours / as many documents with tantivy: {:.2}", ours.cpu / bare.cpu.max(0.01));
}
