//! What several bundles became in one index -> one: each counts the same.

use super::carry::Carried;

/// Joins what was carried; the mean of ranks, shares and parts.
pub fn join(all: Vec<Carried>) -> Carried {
    let part = 1.0 / all.len().max(1) as f64;
    let mut out = Carried::default();
    for mut carried in all {
        out.lines += part * carried.lines;
        out.symbols += part * carried.symbols;
        for function in &mut carried.functions {
            function.inclusive *= part;
            for line in &mut function.lines {
                line.rank *= part;
                line.share *= part;
            }
        }
        out.functions.append(&mut carried.functions);
    }
    out.functions.sort_by_key(|function| (function.definition.file, function.definition.line, function.id));
    out.functions.dedup_by(|next, kept| {
        let same = next.id == kept.id;
        if same {
            kept.runs_in += next.runs_in;
            kept.inclusive += next.inclusive;
            for line in &next.lines {
                match kept.lines.binary_search_by_key(&line.line, |known| known.line) {
                    Ok(at) => {
                        kept.lines[at].rank += line.rank;
                        kept.lines[at].share += line.share;
                    }
                    Err(at) => kept.lines.insert(at, *line),
                }
            }
        }
        same
    });
    out
}
