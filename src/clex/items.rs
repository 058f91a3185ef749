//! The rows of a table: tokens between braces -> `Item`s.
//!
//! Rows are not C before preprocessing: `LIST_APPEND_METHODDEF` stands without a comma, `PyVarObject_HEAD_INIT(…)`
//! carries its own.

use super::token::{Token, TokenKind, closing, join};
use crate::model::{ConditionId, Item, Value};

/// Tells line and condition of a byte offset.
pub type Place<'p> = &'p dyn Fn(usize) -> (u32, ConditionId);

/// Reads what stands between the braces of an initialiser.
pub fn items(tokens: &[Token<'_>], place: Place<'_>) -> Vec<Item> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at].is(",") || tokens[at].kind == TokenKind::Directive {
            at += 1;
            continue;
        }
        let (line, condition) = place(tokens[at].offset);
        let (field, value_at) = designator(tokens, at);
        let end = item_end(tokens, value_at);
        let value = value(&tokens[value_at.min(end)..end], place);
        out.push(Item { line, condition, field, value });
        at = end.max(at + 1);
    }
    out
}

/// `.field =`, `.a.b =` or `[index] =` in front of a value.
fn designator(tokens: &[Token<'_>], start: usize) -> (Option<Box<str>>, usize) {
    let first = tokens[start];
    let end = if first.is(".") {
        let mut end = start;
        while end < tokens.len() && (tokens[end].is(".") || tokens[end].is_word()) {
            end += 1;
        }
        end
    } else if first.is("[") {
        closing(tokens, start) + 1
    } else {
        return (None, start);
    };
    match tokens.get(end) {
        Some(token) if token.is("=") => {
            let text = join(&tokens[start..end]);
            let inner = text.trim_start_matches(['.', '[']).trim_end_matches(']');
            (Some(inner.into()), end + 1)
        }
        _ => (None, start),
    }
}

fn item_end(tokens: &[Token<'_>], start: usize) -> usize {
    let mut at = start;
    while at < tokens.len() {
        let token = tokens[at];
        if token.is(",") {
            return at;
        }
        if at > start && ends_before(tokens, start, at) {
            return at;
        }
        if token.is("(") || token.is("{") || token.is("[") {
            at = closing(tokens, at) + 1;
        } else {
            at += 1;
        }
    }
    tokens.len().min(at)
}

/// Whether the tokens from `start` are a macro that stands for a whole row, and `at` begins the next one.
fn ends_before(tokens: &[Token<'_>], start: usize, at: usize) -> bool {
    let next = tokens[at];
    let taken: Vec<&Token<'_>> = tokens[start..at].iter().filter(|token| token.kind != TokenKind::Directive).collect();
    let Some(first) = taken.first() else { return false };
    if !first.is_word() || next.kind == TokenKind::Directive {
        return false;
    }
    let begins_row = next.is("{") || next.is_word() || next.is(".");
    if taken.len() == 1 {
        let own_line = next.starts_line || matches!(tokens[at - 1].kind, TokenKind::Directive);
        return own_line && begins_row;
    }
    let is_call = taken[1].is("(") && closing(tokens, start + 1) + 1 == at;
    let literal = matches!(next.kind, TokenKind::Text | TokenKind::Number) || next.is("(") || next.is("&");
    is_call && (next.starts_line || first.text.ends_with("_HEAD_INIT")) && (begins_row || literal)
}

fn value(tokens: &[Token<'_>], place: Place<'_>) -> Value {
    let start = tokens.iter().position(|token| token.kind != TokenKind::Directive).unwrap_or(0);
    match tokens.get(start) {
        Some(token) if token.is("{") => {
            let close = closing(tokens, start).min(tokens.len());
            Value::List(items(&tokens[start + 1..close], place))
        }
        _ => Value::Text(join(tokens).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn shape(items: &[Item]) -> String {
        let one = |item: &Item| {
            let field = item.field.as_ref().map(|field| format!("{field}=")).unwrap_or_default();
            match &item.value {
                Value::Text(text) => format!("{field}{text}"),
                Value::List(inner) => format!("{field}[{}]", shape(inner)),
            }
        };
        items.iter().map(one).collect::<Vec<_>>().join("; ")
    }

    fn read(text: &str) -> String {
        shape(&items(&tokens(text), &|_| (1, 0)))
    }

    #[test]
    fn rows_without_commas_are_rows() {
        let text = "{\"a\", f, METH_O, a_doc},\n A_METHODDEF\n B_METHODDEF\n {\"c\", (PyCFunction)g, METH_VARARGS, \"x\" \"y\"},\n {NULL}";
        assert_eq!(
            read(text),
            "[\"a\"; f; METH_O; a_doc]; A_METHODDEF; B_METHODDEF; [\"c\"; (PyCFunction)g; METH_VARARGS; \"x\" \"y\"]; [NULL]"
        );
    }

    #[test]
    fn a_head_macro_is_one_item() {
        assert_eq!(
            read("PyVarObject_HEAD_INIT(&T, 0)\n \"int\", sizeof(x)"),
            "PyVarObject_HEAD_INIT(&T,0); \"int\"; sizeof(x)"
        );
        assert_eq!(read(".ob_base = X(0), .tp_name = \"a.b\", [3] = f"), "ob_base=X(0); tp_name=\"a.b\"; 3=f");
    }

    #[test]
    fn directives_do_not_join_rows() {
        assert_eq!(read("A_METHODDEF\n#ifdef X\n{\"a\", f},\n#endif\n{0}"), "A_METHODDEF; [\"a\"; f]; [0]");
        assert_eq!(read("FLAG_A |\n FLAG_B, 0"), "FLAG_A|FLAG_B; 0");
    }
}
