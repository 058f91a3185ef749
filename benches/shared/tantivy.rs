//! The floor of writing: as many documents as an index has, of the same shape, with tantivy alone.

/// Writes them: a few terms, some words, a stored record each.
pub fn write(documents: u32) {
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
