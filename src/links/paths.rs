//! What a path says: the module a Python file is, and whether code is a test's.

/// The dotted name of the module in `Lib/`; `None` for other files.
pub fn python_module(path: &str) -> Option<String> {
    let inner = path.strip_prefix("Lib/")?.strip_suffix(".py")?;
    let inner = inner.strip_suffix("/__init__").unwrap_or(inner);
    let is_name = |part: &str| !part.is_empty() && part.chars().all(|c| c == '_' || c.is_alphanumeric());
    inner.split('/').all(is_name).then(|| inner.replace('/', "."))
}

/// Whether the file serves the test suite.
pub fn is_test(path: &str) -> bool {
    path.starts_with("Lib/test/")
        || path.contains("/test/")
        || path.contains("/tests/")
        || path.rsplit('/').take(2).any(|part| part.starts_with("_test") || part.starts_with("_xx"))
}
