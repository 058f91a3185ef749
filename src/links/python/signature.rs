//! Texts of parameters and of plain assignments, taken apart.

/// The names of parameters with their defaults, in order.
pub fn parameters(signature: &str) -> Vec<(&str, Option<&str>)> {
    let inner = signature.trim_start_matches("async ").trim_start_matches('(').trim_end_matches(')');
    let mut out = Vec::new();
    let (mut depth, mut start) = (0, 0);
    let ends = inner.bytes().enumerate().chain([(inner.len(), b',')]);
    for (at, byte) in ends {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            b',' if depth == 0 => {
                let one = inner[start..at].trim();
                start = (at + 1).min(inner.len());
                let (name, default) = one.split_once('=').map_or((one, None), |(name, text)| (name, Some(text.trim())));
                let name = name.split(':').next().unwrap_or_default().trim();
                if !name.is_empty() && !name.starts_with('*') && name != "/" {
                    out.push((name, default));
                }
            }
            _ => {}
        }
    }
    out
}

/// Splits `name = value` (also `name: type = value`).
pub fn assignment(text: &str) -> Option<(&str, &str)> {
    let (left, value) = text.split_once('=')?;
    let name = left.split(':').next()?.trim();
    let is_name = !name.is_empty() && name.chars().all(|c| c == '_' || c.is_alphanumeric());
    (is_name && !value.starts_with('=')).then_some((name, value.trim_start()))
}
