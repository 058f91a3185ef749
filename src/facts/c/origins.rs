//! The comment at the head of a file, for the files it names: generated files say there what they were made from.

use super::file::CFile;

/// Only so much of the head is read.
const MOST: usize = 1500;

/// Returns the words of the head that look like files.
pub fn read(file: &CFile<'_>) -> Vec<Box<str>> {
    let end = file.tokens.first().map_or(file.text.len(), |token| token.offset).min(MOST);
    let head = file.text.get(..end).unwrap_or_default();
    if !head.contains("enerated") && !head.contains("from") {
        return Vec::new();
    }
    let words = head.split(|c: char| !c.is_ascii_alphanumeric() && !"/._-".contains(c));
    let words = words.map(|word| word.trim_matches(['.', '-', '/']));
    let is_file = |word: &&str| {
        let ending = word.rsplit_once('.').map_or("", |(_, ending)| ending);
        matches!(ending, "c" | "h" | "gram" | "asdl" | "py" | "toml" | "txt") && word.len() > ending.len() + 1
    };
    words.filter(is_file).map(Box::from).collect()
}
