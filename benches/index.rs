//! What a full index costs beside its floor: reading the blobs, parsing them with tree-sitter and writing as many
//! tantivy documents, in the same run.
//!
//! `CPYNAV_CPYTHON=<clone> [CPYNAV_REV=v3.13.5] cargo bench --bench index`; without a clone the embedded sample is
//! measured. CPU seconds (user + system, all threads) come from the operating system's own accounting on Linux; on
//! other systems wall time stands in for them.

use cpynav::facts::classify;
use cpynav::model::{Dialect, EntryKind};
use cpynav::places::Places;
use cpynav::source::Source;
use cpynav::{index, pipeline};
use std::path::Path;
use std::time::Instant;

fn main() {
    let repository = std::env::var_os("CPYNAV_CPYTHON");
    let rev = std::env::var("CPYNAV_REV").ok();
    let source = match &repository {
        Some(path) => Source::open(Path::new(path)).expect("the clone named by CPYNAV_CPYTHON opens"),
        None => Source::sample(),
    };
    let snapshot = source.resolve(rev.as_deref()).expect("the revision is there");
    let reader = snapshot.reader().expect("the objects are readable");

    let (blobs, read) = timed(|| {
        let files = snapshot.entries.iter().filter(|entry| entry.kind == EntryKind::File);
        let known = files.filter_map(|entry| Some((classify(&entry.path).ok()?, reader.read(entry).ok()?)));
        known.collect::<Vec<(Dialect, Vec<u8>)>>()
    });
    let bytes: usize = blobs.iter().map(|(_, blob)| blob.len()).sum();

    let (nodes, parse) = timed(|| {
        let mut c = parser(&tree_sitter_c::LANGUAGE.into());
        let mut python = parser(&tree_sitter_python::LANGUAGE.into());
        let mut nodes = 0;
        for (dialect, blob) in &blobs {
            let parser = match dialect {
                Dialect::C | Dialect::Bytecodes => &mut c,
                Dialect::Python => &mut python,
                _ => continue,
            };
            nodes += parser.parse(blob, None).map_or(0, |tree| tree.root_node().descendant_count());
        }
        nodes
    });

    let folder = tempfile::tempdir().expect("a temporary folder");
    let places = Places::find(Some(folder.path()));
    let (outcome, full) = timed(|| {
        pipeline::run(&source, rev.as_deref(), &places, &pipeline::Silent).expect("the revision can be indexed")
    });
    let opened = index::Reader::open(&outcome.folder).expect("the new index opens");
    let documents = opened.definitions() + opened.names();
    let ((), write) = timed(|| write(documents));

    let floor = read + parse + write;
    println!("files {}  MB {:.1}  nodes {nodes}  documents {documents}", blobs.len(), bytes as f64 / 1e6);
    println!("cpu s: read {read:.2}  parse {parse:.2}  write {write:.2}  floor {floor:.2}  full index {full:.2}");
    for (stage, seconds) in &outcome.manifest.timings {
        println!("  wall s, {stage}: {seconds:.2}");
    }
    println!("full index / (read + parse + write): {:.2}", full / floor.max(0.01));
}

fn parser(language: &tree_sitter::Language) -> tree_sitter::Parser {
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(language).expect("the grammar fits the library");
    parser
}

/// Writes as many documents as the index has, of the same shape: a few terms, some words, a stored record.
fn write(documents: u32) {
    use tantivy::schema::{STORED, STRING, Schema, TEXT};
    let mut schema = Schema::builder();
    let symbol = schema.add_text_field("symbol", STRING);
    let dotted = schema.add_text_field("dotted", STRING);
    let words = schema.add_text_field("words", TEXT);
    let record = schema.add_bytes_field("record", STORED);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let index = tantivy::Index::create_in_dir(folder.path(), schema.build()).expect("an index in an empty folder");
    let mut writer = index.writer_with_num_threads(1, 200_000_000).expect("a writer");
    for number in 0..documents {
        let name = format!("some_name_{number:06}");
        let text =
            format!("some name {number} of a function with a comment of a dozen words in front of it {}", number % 997);
        let bytes = [number as u8; 60];
        let document = tantivy::doc!(
            symbol => name.as_str(), dotted => format!("module.{name}"), words => text, record => &bytes[..]
        );
        writer.add_document(document).expect("the writer lives");
    }
    writer.commit().expect("the folder is writable");
    writer.wait_merging_threads().expect("merging ends");
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let (cpu, wall) = (cpu_seconds(), Instant::now());
    let value = work();
    let seconds = match (cpu, cpu_seconds()) {
        (Some(before), Some(after)) => after - before,
        _ => wall.elapsed().as_secs_f64(),
    };
    (value, seconds)
}

/// User and system time of this process; the kernel counts it in hundredths of a second.
fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks: f64 = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    Some(ticks / 100.0)
}
