//! Python text -> where it uses a name, and what its imports bind, from the dotted names of the text.

use super::tokens::{Token, Tokens};
use crate::facts::uses::{Import, Use, Uses, column};
use crate::model::UseKind;

/// Finds the places of a name: as it stands, and under the names that imports give it.
pub fn find(text: &str, name: &str) -> Uses {
    let source = text.as_bytes();
    let mut tokens = Tokens::new(source).keeping_passed();
    let mut found: Vec<(usize, Use)> = Vec::new();
    let mut before: &[u8] = b"";
    let dotted: Vec<Token<'_>> = tokens.by_ref().collect();
    let mut out = Uses::default();
    for passed in &tokens.passed {
        let part = text.get(passed.start..passed.end).unwrap_or_default();
        let imports = if passed.is_import { imports(part) } else { Vec::new() };
        for offset in words(part, name) {
            let kind = if passed.is_import { UseKind::Import } else { UseKind::Definition };
            let start = passed.start + offset;
            let line = passed.line + part[..offset].matches('\n').count() as u32;
            let chain = if passed.is_import { import_chain(part, offset + name.len()) } else { name.into() };
            found.push((start, Use { line, column: column(text, start), kind, is_member: false, chain }));
        }
        out.imports.extend(imports);
    }
    let renamed: Vec<&str> = out
        .imports
        .iter()
        .filter(|import| import.member.as_deref().unwrap_or(&import.module) == name && *import.bound != *name)
        .map(|import| &*import.bound)
        .collect();
    for token in dotted {
        found.extend(in_chain(text, &token, before, name, &renamed));
        before = token.text;
    }
    found.sort_by_key(|(start, _)| *start);
    out.uses = found.into_iter().map(|(_, found)| found).collect();
    out
}

/// The uses in one dotted name; `before` is the one in front.
fn in_chain(text: &str, token: &Token<'_>, before: &[u8], name: &str, renamed: &[&str]) -> Vec<(usize, Use)> {
    let Some(whole) = text.get(token.start..token.start + token.text.len()) else { return Vec::new() };
    let mut out = Vec::new();
    if !whole.contains(name) && !renamed.iter().any(|other| whole.starts_with(other)) {
        return out;
    }
    let last_start = whole.rfind('.').map_or(0, |dot| dot + 1);
    let mut at = 0;
    let mut chain = String::new();
    for (index, part) in whole.split('.').enumerate() {
        let word = part.trim_matches([' ', '\t', '\r', '\n', '\\']);
        if index > 0 {
            chain.push('.');
        }
        chain.push_str(word);
        let is_alias = index == 0 && renamed.contains(&word);
        if (word == name || is_alias) && !(token.keyword_argument && last_start == 0) {
            let offset = at + part.find(word).unwrap_or(0);
            let is_last = at == last_start;
            let behind = &text.as_bytes()[token.start + whole.len()..];
            let kind = match () {
                () if is_last && token.called => UseKind::Call,
                () if is_last && (before == b"for" && index == 0 || is_assigned(behind)) => UseKind::Write,
                () => UseKind::Read,
            };
            let start = token.start + offset;
            let line = token.line + whole[..offset].matches('\n').count() as u32;
            let chain = chain.as_str().into();
            out.push((start, Use { line, column: column(text, start), kind, is_member: index > 0, chain }));
        }
        at += part.len() + 1;
    }
    out
}

/// Whether an assignment follows: `=`, `+=`, `:=`, an annotation is none.
fn is_assigned(behind: &[u8]) -> bool {
    let rest = behind.trim_ascii_start();
    let operator = rest.iter().take_while(|byte| b"+-*/%&|^@:<>=!".contains(byte)).count();
    match &rest[..operator] {
        b"=" | b":=" => true,
        b"==" | b"!=" | b"<=" | b">=" => false,
        other => other.len() > 1 && other.ends_with(b"=") && !other.starts_with(b"=") && !other.starts_with(b":"),
    }
}

/// The offsets of a whole word.
fn words<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = usize> {
    let is_word = |c: char| c == '_' || c.is_alphanumeric();
    text.match_indices(name)
        .map(|(at, _)| at)
        .filter(move |&at| !text[..at].ends_with(is_word) && !text[at + name.len()..].starts_with(is_word))
}

/// What an import statement brings with the word that ends at `end`, dotted.
fn import_chain(statement: &str, end: usize) -> Box<str> {
    let is_part = |c: char| c == '.' || c == '_' || c.is_alphanumeric();
    let dotted = |end: usize| {
        let start = statement[..end].trim_end_matches(is_part).len();
        &statement[start..end]
    };
    let from = statement.split_once("from").map(|(_, rest)| rest).and_then(|rest| rest.split_once(" import"));
    match from {
        Some((module, members)) if end > statement.len() - members.len() => {
            let module: String = module.split_whitespace().collect();
            let dot = if module.ends_with('.') { "" } else { "." };
            format!("{module}{dot}{}", dotted(end)).into()
        }
        _ => dotted(end).into(),
    }
}

/// Reads an import statement.
fn imports(statement: &str) -> Vec<Import> {
    let plain: String =
        statement.lines().map(|line| line.split('#').next().unwrap_or_default()).collect::<Vec<_>>().join(" ");
    let plain = plain.replace(['(', ')', '\\'], " ");
    let mut words = plain.split_whitespace().peekable();
    while words.next_if(|word| !matches!(*word, "import" | "from")).is_some() {}
    let listed = |words: &[&str]| -> Vec<(String, String)> {
        let text = words.join(" ");
        let items = text.split(',').map(|item| item.split_whitespace().collect::<Vec<_>>());
        items
            .filter_map(|item| match item.as_slice() {
                [name] => Some(((*name).to_owned(), (*name).to_owned())),
                [name, "as", bound] => Some(((*name).to_owned(), (*bound).to_owned())),
                _ => None,
            })
            .collect()
    };
    match words.next() {
        Some("import") => {
            let rest: Vec<&str> = words.collect();
            listed(&rest)
                .into_iter()
                .map(|(module, bound)| {
                    // `import a.b` binds `a`.
                    let (module, bound) = if module == bound {
                        let first = module.split('.').next().unwrap_or_default().to_owned();
                        (first.clone(), first)
                    } else {
                        (module, bound)
                    };
                    Import { bound: bound.into(), level: 0, module: module.into(), member: None }
                })
                .collect()
        }
        Some("from") => {
            let mut module = String::new();
            while let Some(word) = words.next_if(|word| *word != "import") {
                module.push_str(word);
            }
            words.next();
            let name = module.trim_start_matches('.');
            let level = (module.len() - name.len()) as u32;
            let rest: Vec<&str> = words.collect();
            listed(&rest)
                .into_iter()
                .map(|(member, bound)| Import {
                    bound: bound.into(),
                    level,
                    module: name.into(),
                    member: Some(member.into()),
                })
                .collect()
        }
        _ => Vec::new(),
    }
}
