//! What a table value says: the string behind literals, the function behind casts.

use super::token::{Token, TokenKind, closing, is_one_word, pieces, tokens};

/// Returns the value of adjacent string literals; `None` when anything else stands among them.
pub fn string(text: &str) -> Option<String> {
    if is_one_word(text) {
        return None;
    }
    let mut out = None;
    for token in pieces(text) {
        if token.kind != TokenKind::Text {
            return None;
        }
        let open = token.text.find('"')? + 1;
        let close = token.text.len() - usize::from(token.text.len() > open && token.text.ends_with('"'));
        unescape(&token.text[open..close.max(open)], out.get_or_insert_with(String::new));
    }
    out
}

fn unescape(text: &str, out: &mut String) {
    if !text.contains('\\') {
        out.push_str(text);
        return;
    }
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('0') => out.push('\0'),
            Some(other) => out.push(other),
            None => {}
        }
    }
}

/// Returns the name behind casts, parentheses and `&`: `(PyCFunction)(void(*)(void))f` and `&f` give `f`.
///
/// `None` where a name is not what remains: a call, a number, an expression.
pub fn name(text: &str) -> Option<&str> {
    if is_one_word(text) {
        return Some(text);
    }
    let all = tokens(text);
    let mut rest: &[Token<'_>] = &all;
    loop {
        match rest {
            [only] if only.is_word() => return Some(only.text),
            [first, inner @ ..] if first.is("&") => rest = inner,
            [first, ..] if first.is("(") => {
                let close = closing(rest, 0);
                if close + 1 >= rest.len() {
                    rest = rest.get(1..close)?;
                } else {
                    rest = &rest[close + 1..];
                }
            }
            _ => return None,
        }
    }
}

/// Returns the last word: the variable of a declaration, the member of an access; empty where there is none.
pub fn last_word(text: &str) -> &str {
    text.rsplit(|c: char| c != '_' && !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default()
}

/// Splits `NAME(arg, …)` into the name and the arguments as text.
pub fn call(text: &str) -> Option<(&str, Vec<String>)> {
    let all = tokens(text);
    let [callee, open, ..] = all.as_slice() else { return None };
    if !callee.is_word() || !open.is("(") {
        return None;
    }
    let close = closing(&all, 1);
    if close + 1 != all.len() {
        return None;
    }
    let args = super::token::split_commas(&all[2..close]).into_iter().map(super::token::join).collect();
    Some((callee.text, args))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn casts_come_off() {
        assert_eq!(name("(PyCFunction)(void(*)(void))f"), Some("f"));
        assert_eq!(name("((getter)((f)))"), Some("f"));
        assert_eq!(name("(void*)&PyList_Type"), Some("PyList_Type"));
        assert_eq!(name("F(x)"), None);
        assert_eq!(name("0"), None);
        assert_eq!(name("a+7"), None);
    }

    #[test]
    fn strings_join() {
        assert_eq!(string("\"a\" \"b\\\"c\"").as_deref(), Some("ab\"c"));
        assert_eq!(string("\"a\" NAME"), None);
        assert_eq!(string(""), None);
    }

    #[test]
    fn calls_split() {
        assert_eq!(call("F(a, (b, c), \"d\")"), Some(("F", vec!["a".into(), "(b,c)".into(), "\"d\"".into()])));
        assert_eq!(call("F(a) + 1"), None);
    }
}
