//! Data about the C API -> rows of words: which references a function counts, what is in the limited API.

use crate::model::{Dialect, FileFacts, Row};

/// `function:type:parameter:effect:comment`; empty words are kept.
pub fn refcounts(bytes: &[u8]) -> FileFacts {
    read(Dialect::Refcounts, bytes, |line, rows, number| {
        if line.contains(':') && !line.starts_with('#') {
            let words = line.split(':').map(|word| word.trim().into()).collect();
            rows.push(Row { line: number, words });
        }
    })
}

/// `[function.NAME]` with `added = '3.2'` below, or `function NAME` with `added 3.2`: kind, name, release, and the
/// condition where there is one.
pub fn stable_abi(bytes: &[u8]) -> FileFacts {
    read(Dialect::StableAbi, bytes, |line, rows, number| {
        let text = line.split('#').next().unwrap_or_default().trim_end();
        let is_inside = text.starts_with([' ', '\t']);
        let text = text.trim();
        if let (Some(row), true) = (rows.last_mut(), is_inside) {
            let (key, value) = text.split_once([' ', '=']).unwrap_or((text, ""));
            let value = value.trim_matches([' ', '=', '\'', '"']);
            match key {
                "added" => row.words[2] = value.into(),
                "ifdef" => row.words[3] = value.into(),
                _ => {}
            }
            return;
        }
        let header = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
        let parts = header.and_then(|text| text.split_once('.')).or_else(|| text.split_once(' '));
        if let Some((kind, name)) = parts.filter(|(_, name)| !name.contains(' ')) {
            rows.push(Row { line: number, words: vec![kind.into(), name.into(), "".into(), "".into()] });
        }
    })
}

fn read(dialect: Dialect, bytes: &[u8], mut each: impl FnMut(&str, &mut Vec<Row>, u32)) -> FileFacts {
    let mut facts = FileFacts::new(dialect);
    facts.bytes = bytes.len() as u32;
    for (number, line) in (1..).zip(String::from_utf8_lossy(bytes).lines()) {
        facts.lines = number;
        each(line, &mut facts.rows, number);
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(facts: &FileFacts) -> Vec<String> {
        facts.rows.iter().map(|row| format!("{} {}", row.line, row.words.join("|"))).collect()
    }

    #[test]
    fn rows_of_both_kinds() {
        assert_eq!(told(&refcounts(b"# a:b\n\nf:int*::+1:\nf:int:a::\n")), ["3 f|int*||+1|", "4 f|int|a||"]);
        let toml = told(&stable_abi(b"# x\n[function.f] # y\n    added = '3.2'\n    ifdef = 'A'\n[data.d]\n"));
        assert_eq!(toml, ["2 function|f|3.2|A", "5 data|d||"]);
        assert_eq!(told(&stable_abi(b"function f\n    added 3.3\n")), ["1 function|f|3.3|"]);
    }
}
