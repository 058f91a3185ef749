//! Signatures in documents -> the name they describe.

/// The name in a signature of Python: `list.append(x, /)` gives `list.append`.
pub fn python(signature: &str) -> Option<&str> {
    let mut text = signature.trim();
    for word in ["async ", "class ", "static ", "abstractmethod ", "classmethod ", "final "] {
        text = text.strip_prefix(word).unwrap_or(text).trim_start();
    }
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).unwrap_or(text.len());
    let name = text[..end].trim_matches('.');
    (!name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit())).then_some(name)
}

/// The name in a declaration of C: `PyObject *PyList_New(Py_ssize_t len)` gives `PyList_New`, members keep their type.
pub fn c(declaration: &str) -> Option<&str> {
    let text = declaration.trim().trim_end_matches(';');
    let head = match text.find("(*") {
        Some(at) => text[at + 2..].split(')').next()?,
        None => text.split(['(', '[', '=']).next()?,
    };
    let name = head.trim_end().rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.')).next()?;
    (!name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit())).then_some(name)
}

/// Joins a name with the scope around it, unless it says the scope itself.
pub fn joined(scope: &str, name: &str) -> String {
    let repeats = name.strip_prefix(scope).is_some_and(|rest| rest.starts_with('.'));
    if scope.is_empty() || repeats { name.to_owned() } else { format!("{scope}.{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_name_what_they_describe() {
        assert_eq!(python("list.append(x, /)"), Some("list.append"));
        assert_eq!(python("async wait(aws)"), Some("wait"));
        assert_eq!(python("(a, b)"), None);
        assert_eq!(c("PyObject *PyList_New(Py_ssize_t len)"), Some("PyList_New"));
        assert_eq!(c("typedef int (*visitproc)(PyObject *)"), Some("visitproc"));
        assert_eq!(c("const char *PyTypeObject.tp_name"), Some("PyTypeObject.tp_name"));
        assert_eq!(c("Py_RETURN_NONE"), Some("Py_RETURN_NONE"));
        assert_eq!(joined("list", "list.append"), "list.append");
        assert_eq!(joined("list", "append"), "list.append");
    }
}
