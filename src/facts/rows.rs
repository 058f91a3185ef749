//! Lines of words: `Modules/Setup*`, `.gitattributes`.

use crate::model::{Dialect, FileFacts, Row};

/// Reads the words of every line; what follows `#` is cut, a `\` at the end joins the next line.
pub fn extract(bytes: &[u8]) -> FileFacts {
    let text = String::from_utf8_lossy(bytes);
    let mut facts = FileFacts::new(Dialect::Rows);
    facts.bytes = bytes.len() as u32;
    let mut joins = false;
    for (number, line) in text.lines().enumerate() {
        facts.lines += 1;
        let told = line.split('#').next().unwrap_or_default().trim();
        let goes_on = told.ends_with('\\');
        let words = told.trim_end_matches('\\').split_whitespace().map(Box::from);
        if let Some(row) = facts.rows.last_mut().filter(|_| joins) {
            row.words.extend(words);
        } else {
            let row = Row { line: number as u32 + 1, words: words.collect() };
            if !row.words.is_empty() {
                facts.rows.push(row);
            }
        }
        joins = goes_on;
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::extract;

    #[test]
    fn comments_are_cut_and_lines_joined() {
        let facts = extract(b"# head\n\nposix posixmodule.c # built in\n_x a.c \\\n  b.c\n");
        let rows: Vec<String> = facts.rows.iter().map(|row| format!("{}:{}", row.line, row.words.join("|"))).collect();
        assert_eq!(rows, ["3:posix|posixmodule.c", "4:_x|a.c|b.c"]);
        assert_eq!(facts.lines, 5);
    }
}
