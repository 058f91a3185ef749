//! `FILE:LINE` as people paste it -> a file of the index and a line.

use super::Navigator;
use crate::index::Found;
use crate::model::{DefinitionId, FileId};
use anyhow::Result;

/// Splits `Objects/listobject.c:1176`, `listobject.c:1176:5`, `./Lib/os.py:20` and a traceback's
/// `File "/usr/lib/python3.13/os.py", line 20` into path and line.
pub(super) fn parse(query: &str) -> Option<(&str, u32)> {
    let query = query.trim();
    if let Some((path, rest)) = query.strip_prefix("File \"").and_then(|rest| rest.split_once("\", line ")) {
        let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
        return Some((path, digits.parse().ok()?));
    }
    let (mut path, mut line) = query.rsplit_once(':')?;
    if let Some((before, first)) = path.rsplit_once(':')
        && first.parse::<u32>().is_ok()
        && line.parse::<u32>().is_ok()
    {
        (path, line) = (before, first);
    }
    let line = line.parse().ok()?;
    (!path.is_empty()).then_some((path, line))
}

impl Navigator {
    /// Returns the file a path means: as it stands; by its longest end, so that build folders and installed libraries
    /// (`/usr/lib/python3.13/os.py` is `Lib/os.py`) are seen through; else the only file that ends like it.
    pub(super) fn file_like(&self, path: &str) -> Option<FileId> {
        let mut rest = path.trim_start_matches("./");
        loop {
            let installed = || self.reader.file(&format!("Lib/{rest}"));
            if let Some(file) = self.reader.file(rest).or_else(installed) {
                return Some(file);
            }
            let Some((_, shorter)) = rest.split_once('/') else { break };
            rest = shorter;
        }
        let ending = format!("/{path}");
        let mut alike = self.reader.paths().enumerate().filter(|(_, known)| known.ends_with(&ending));
        match (alike.next(), alike.next()) {
            (Some((file, _)), None) => Some(file as FileId),
            _ => None,
        }
    }

    /// Returns the definitions around a line, innermost first.
    pub(super) fn around(&self, file: FileId, line: u32) -> Result<Vec<Found>> {
        let mut around: Vec<(u32, std::cmp::Reverse<DefinitionId>)> = Vec::new();
        for id in self.reader.in_file(file)? {
            let definition = self.reader.definition(id)?.definition;
            let first = definition.first_line.min(definition.line);
            if (first..=definition.end_line.max(definition.line)).contains(&line) {
                around.push((definition.end_line.saturating_sub(first), std::cmp::Reverse(id)));
            }
        }
        around.sort_unstable();
        Ok(around.into_iter().map(|(_, id)| Found::Definition(id.0)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn places_are_read_as_people_paste_them() {
        assert_eq!(parse("Objects/listobject.c:1176"), Some(("Objects/listobject.c", 1176)));
        assert_eq!(parse("listobject.c:1176:5"), Some(("listobject.c", 1176)));
        assert_eq!(
            parse("File \"/usr/lib/python3.13/os.py\", line 20, in walk"),
            Some(("/usr/lib/python3.13/os.py", 20))
        );
        assert_eq!(parse("list.append"), None);
        assert_eq!(parse(":12"), None);
        assert_eq!(parse("c:list_append"), None);
    }
}
