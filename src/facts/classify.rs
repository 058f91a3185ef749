//! A path -> the reader it gets, or why it gets none. The rules are data: `queries/files.toml`.

use crate::model::{Dialect, SkipReason};
use serde::Deserialize;
use std::sync::OnceLock;

const RULES: &str = include_str!("../../queries/files.toml");

/// Returns the reader of a file, or why it is left out. First match in `queries/files.toml` wins.
pub fn classify(path: &str) -> Result<Dialect, SkipReason> {
    rules()
        .iter()
        .find(|rule| rule.paths.iter().any(|pattern| matches(pattern.as_bytes(), path.as_bytes())))
        .map_or(Err(SkipReason::NoReader), |rule| rule.verdict)
}

fn rules() -> &'static [Rule] {
    static TABLE: OnceLock<Vec<Rule>> = OnceLock::new();
    TABLE.get_or_init(|| parse(RULES).expect("queries/files.toml is compiled in and checked by a test"))
}

struct Rule {
    paths: Vec<String>,
    verdict: Result<Dialect, SkipReason>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    paths: Vec<String>,
    dialect: Option<String>,
    skip: Option<String>,
}

fn parse(text: &str) -> Result<Vec<Rule>, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    file.rule.into_iter().map(rule).collect()
}

fn rule(row: Row) -> Result<Rule, String> {
    let verdict = match (row.dialect.as_deref(), row.skip.as_deref()) {
        (Some(word), None) => Ok(Dialect::parse(word).ok_or_else(|| format!("no such dialect: {word}"))?),
        (None, Some(word)) => Err(SkipReason::parse(word).ok_or_else(|| format!("no such reason: {word}"))?),
        _ => return Err(format!("a rule needs either `dialect` or `skip`: {:?}", row.paths)),
    };
    Ok(Rule { paths: row.paths, verdict })
}

/// Whether a pattern (`*`, `?`, `**/`) covers a whole path.
fn matches(pattern: &[u8], path: &[u8]) -> bool {
    if let Some(rest) = pattern.strip_prefix(b"**/") {
        // Nearly all patterns are `**/*.c`: a look at the end tells.
        let end = rest.strip_prefix(b"*").filter(|end| !end.iter().any(|byte| b"*?/".contains(byte)));
        if let Some(end) = end {
            return path.ends_with(end);
        }
        let mut from = path;
        loop {
            if matches(rest, from) {
                return true;
            }
            match from.iter().position(|&byte| byte == b'/') {
                Some(slash) => from = &from[slash + 1..],
                None => return false,
            }
        }
    }
    match (pattern.split_first(), path.split_first()) {
        (None, None) => true,
        (Some((b'*', rest)), _) => {
            let part = path.iter().position(|&byte| byte == b'/').unwrap_or(path.len());
            (0..=part).any(|taken| matches(rest, &path[taken..]))
        }
        (Some((b'?', rest)), Some((&byte, tail))) => byte != b'/' && matches(rest, tail),
        (Some((want, rest)), Some((have, tail))) => want == have && matches(rest, tail),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{classify, matches, parse};
    use crate::model::{Dialect, SkipReason};

    #[test]
    fn the_compiled_in_rules_are_well_formed() {
        assert!(parse(super::RULES).is_ok());
    }

    #[test]
    fn patterns_cover_what_they_say() {
        let cover = |pattern: &str, path: &str| matches(pattern.as_bytes(), path.as_bytes());
        assert!(cover("**/*.c", "main.c") && cover("**/*.c", "a/b/main.c"));
        assert!(!cover("*.c", "a/main.c") && !cover("**/*.c", "main.cc"));
        assert!(cover("Misc/NEWS.d/**/*", "Misc/NEWS.d/next/C_API/x.rst"));
        assert!(cover("a?c", "abc") && !cover("a?c", "a/c") && !cover("abc", "abcd"));
    }

    #[test]
    fn the_first_rule_decides() {
        assert_eq!(classify("Python/bytecodes.c"), Ok(Dialect::Bytecodes));
        assert_eq!(classify("Objects/listobject.c"), Ok(Dialect::C));
        assert_eq!(classify("Modules/unicodename_db.h"), Err(SkipReason::DataTable));
        assert_eq!(classify("Modules/Setup.stdlib.in"), Ok(Dialect::Rows));
        assert_eq!(classify(".gitattributes"), Ok(Dialect::Rows));
        assert_eq!(classify("Objects/listsort.txt"), Ok(Dialect::Rst));
        assert_eq!(classify("Lib/test/zipdir.zip"), Err(SkipReason::NoReader));
    }
}
