//! Which files are generated: the `generated` attribute in the repository's own `.gitattributes`.

use super::world::World;
use crate::model::FileId;

/// The patterns of the root's `.gitattributes`.
#[derive(Default)]
pub struct Generated {
    patterns: Vec<Pattern>,
}

struct Pattern {
    text: String,
    /// What a path must end in: all behind the last `*` or `?`.
    end: String,
    line: u32,
}

impl Pattern {
    fn new(text: &str, line: u32) -> Self {
        let end = text.rsplit(['*', '?']).next().unwrap_or_default().trim_start_matches('/');
        Pattern { text: text.to_owned(), end: end.to_owned(), line }
    }

    fn fits(&self, path: &str) -> bool {
        path.ends_with(&self.end) && fits(&self.text, path)
    }
}

impl Generated {
    /// Reads the patterns that carry the attribute.
    pub fn new(world: &World<'_>) -> Self {
        let Some(file) = world.file_at(".gitattributes") else { return Generated::default() };
        let rows = &world.facts(file).rows;
        let carries = |word: &str| matches!(word, "generated" | "linguist-generated" | "linguist-generated=true");
        let patterns = rows
            .iter()
            .filter(|row| row.words.iter().skip(1).any(|word| carries(word)))
            .filter_map(|row| Some(Pattern::new(row.words.first()?, row.line)))
            .collect();
        Generated { patterns }
    }

    /// The line that says that a file is generated; 0 where none does.
    pub fn line(&self, world: &World<'_>, file: FileId) -> u32 {
        let path = world.path(file);
        self.patterns.iter().find(|pattern| pattern.fits(path)).map_or(0, |pattern| pattern.line)
    }
}

/// Git's rule: a pattern with a slash is matched from the root, one without against the file's name; `**/` stands for
/// any folders, `*` for anything but a slash.
fn fits(pattern: &str, path: &str) -> bool {
    let anchored = pattern.trim_end_matches('/').contains('/');
    let text = if anchored { path } else { path.rsplit('/').next().unwrap_or(path) };
    glob(pattern.trim_start_matches('/').as_bytes(), text.as_bytes())
}

fn glob(pattern: &[u8], text: &[u8]) -> bool {
    match pattern {
        [] => text.is_empty(),
        [b'*', b'*', b'/', rest @ ..] => {
            glob(rest, text) || text.iter().enumerate().any(|(at, &byte)| byte == b'/' && glob(rest, &text[at + 1..]))
        }
        [b'*', b'*', rest @ ..] => (0..=text.len()).any(|at| glob(rest, &text[at..])),
        [b'*', rest @ ..] => {
            let limit = text.iter().position(|&byte| byte == b'/').unwrap_or(text.len());
            (0..=limit).any(|at| glob(rest, &text[at..]))
        }
        [b'?', rest @ ..] => text.first().is_some_and(|&byte| byte != b'/') && glob(rest, &text[1..]),
        [first, rest @ ..] => text.first() == Some(first) && glob(rest, &text[1..]),
    }
}

#[cfg(test)]
mod tests {
    fn fits(pattern: &str, path: &str) -> bool {
        super::Pattern::new(pattern, 1).fits(path)
    }

    #[test]
    fn patterns_fit_as_git_fits_them() {
        assert!(fits("**/clinic/*.c.h", "Objects/clinic/listobject.c.h"));
        assert!(fits("*_db.h", "Modules/unicodename_db.h"));
        assert!(fits("Parser/parser.c", "Parser/parser.c"));
        assert!(!fits("Parser/parser.c", "Other/Parser/parser.c"));
        assert!(!fits("Python/*.h", "Python/a/b.h"));
    }
}
