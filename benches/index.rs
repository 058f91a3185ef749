//! What a full index costs beside its floor (reading the blobs, parsing them with tree-sitter, writing as many tantivy
//! documents) and beside `ctags -R`, in the same run.

mod shared;

use cpynav::index;
use shared::{check_out, clone, cpynav, ctags, files, median, megabytes, run, skipped, snapshot, timed};

/// Runs of ctags: it is quick, and the middle is steadier.
const RUNS: usize = 3;

fn main() {
    let (_source, snapshot) = snapshot();
    let (files, read) = timed(|| files(&snapshot));
    let (nodes, parse) = timed(|| shared::parse(&files));
    let megabytes = megabytes(&files);
    let count = files.len();
    drop(files);

    // The program itself, for it has an allocator of its own.
    let folder = tempfile::tempdir().expect("a temporary folder");
    let repository = clone().map_or_else(String::new, |path| path.display().to_string());
    let words = if repository.is_empty() {
        vec!["index", "--sample"]
    } else {
        vec!["index", "--repo", &repository, &snapshot.revision.commit]
    };
    let ((), full) = timed(|| cpynav(folder.path(), &words));
    let made = index::catalogue(folder.path()).remove(0);
    let manifest = made.manifest.expect("the new index has a manifest");
    let opened = index::Reader::open(&made.folder).expect("the new index opens");
    let documents = opened.definitions() + opened.names();
    let ((), write) = timed(|| shared::tantivy::write(documents));

    let floor = read.cpu + parse.cpu + write.cpu;
    println!("files {count}  MB {megabytes:.1}  nodes {nodes}  documents {documents}");
    println!(
        "cpu s: read {:.2}  parse {:.2}  write {:.2}  floor {floor:.2}  full index {:.2}",
        read.cpu, parse.cpu, write.cpu, full.cpu
    );
    for (stage, seconds) in &manifest.timings {
        println!("  wall s, {stage}: {seconds:.2}");
    }
    println!("full index / (read + parse + write): {:.2}", full.cpu / floor.max(0.01));
    println!("wall / cpu: {:.2}  ({:.2} s on the clock)", full.wall / full.cpu.max(0.01), full.wall);

    let tree = tempfile::tempdir().expect("a temporary folder");
    check_out(&snapshot, tree.path());
    let tags = folder.path().join("tags");
    if run(&mut ctags(tree.path(), &tags)).is_none() {
        return skipped("ctags");
    }
    let peers: Vec<_> = (0..RUNS).map(|_| timed(|| run(&mut ctags(tree.path(), &tags))).1).collect();
    let cpu = median(peers.iter().map(|peer| peer.cpu).collect());
    let wall = median(peers.iter().map(|peer| peer.wall).collect());
    println!("ctags: cpu {cpu:.2} s  wall {wall:.2} s");
    println!("full index / ctags: cpu {:.1}  wall {:.1}", full.cpu / cpu.max(0.01), full.wall / wall.max(0.01));
}
