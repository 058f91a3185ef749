//! The words of C, and the shape of names that are macros by custom.

/// Storage classes and function specifiers.
pub fn is_storage(word: &str) -> bool {
    matches!(
        word,
        "static"
            | "extern"
            | "register"
            | "auto"
            | "inline"
            | "__inline"
            | "__inline__"
            | "__forceinline"
            | "_Noreturn"
            | "thread_local"
            | "__thread"
            | "_Thread_local"
            | "typedef"
    )
}

/// Qualifiers of types.
pub fn is_qualifier(word: &str) -> bool {
    matches!(word, "const" | "volatile" | "restrict" | "__restrict" | "__restrict__" | "_Atomic" | "__extension__")
}

/// Words that are a type by themselves.
pub fn is_basic_type(word: &str) -> bool {
    matches!(
        word,
        "int"
            | "char"
            | "void"
            | "long"
            | "short"
            | "unsigned"
            | "signed"
            | "float"
            | "double"
            | "_Bool"
            | "bool"
            | "size_t"
    )
}

/// Words in front of a tag.
pub fn is_tag_word(word: &str) -> bool {
    matches!(word, "struct" | "union" | "enum")
}

/// Words that open or continue a statement.
pub fn is_statement(word: &str) -> bool {
    matches!(
        word,
        "if" | "else"
            | "for"
            | "while"
            | "do"
            | "switch"
            | "case"
            | "default"
            | "return"
            | "goto"
            | "break"
            | "continue"
    )
}

/// Any word a name cannot be.
pub fn is_keyword(word: &str) -> bool {
    is_statement(word)
        || is_storage(word)
        || is_qualifier(word)
        || (is_basic_type(word) && word != "bool" && word != "size_t")
        || is_tag_word(word)
        || matches!(
            word,
            "sizeof" | "alignof" | "_Alignof" | "__alignof__" | "asm" | "__asm__" | "__asm" | "typeof" | "__typeof__"
        )
}

/// Whether a name is written as macros are: capitals, digits and underscores behind an optional `_Py_` or `Py_`.
pub fn is_macro_shaped(name: &str) -> bool {
    let bare = name.trim_start_matches('_');
    let bare = match bare.split_once('_') {
        Some((head, rest))
            if head.len() > 1
                && head.starts_with(|c: char| c.is_ascii_uppercase())
                && head[1..].bytes().all(|byte| byte.is_ascii_lowercase()) =>
        {
            rest
        }
        _ => bare,
    };
    bare.len() > 1
        && bare.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
        && bare.bytes().any(|byte| byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::is_macro_shaped;

    #[test]
    fn macros_are_known_by_their_capitals() {
        let all = |names: &[&str], shaped: bool| names.iter().all(|name| is_macro_shaped(name) == shaped);
        assert!(all(&["Py_BEGIN_ALLOW_THREADS", "FASTCALL", "_Py_UNUSED", "NB_ADD"], true));
        assert!(all(&["PyObject", "Py_ssize_t", "x", "list_append", "_", "T"], false));
    }
}
