//! A line of C -> about how many instructions a compiler makes of it, once what it calls inline is taken out.

use super::VOCABULARY;

/// To save and take back registers, where a function calls others.
pub const FRAME: f64 = 4.0;
/// The same where it calls none.
pub const LEAF: f64 = 1.0;
/// To go on with the next instruction of the interpreter.
const NEXT: f64 = 6.0;
/// To compare and jump.
const TEST: f64 = 2.5;
/// To call.
const CALL: f64 = 2.0;
/// To read or write what is not in a register, and of how many such places in a line.
const MEMORY: f64 = 1.0;
const MOST_PLACES: usize = 4;
/// To work with what is in registers.
const REGISTER: f64 = 0.3;
const RETURN: f64 = 0.5;
/// Nearly nothing: all is done by code that stands elsewhere.
const NOTHING: f64 = 0.05;
const LITTLE: f64 = 0.2;

/// Estimates a line that makes `calls` calls of other functions; `inlined` tells whether it calls inline ones.
pub fn cost(line: &str, calls: usize, inlined: bool) -> f64 {
    if VOCABULARY.goes_on(line) {
        return NEXT;
    }
    if is_declaration(line) {
        return 0.0;
    }
    let begins = |words: &[&str]| words.iter().any(|word| line.starts_with(word));
    let tests = begins(&["if", "else if", "while", "for", "switch"]);
    let places = (line.matches("->").count() + line.matches('[').count()).min(MOST_PLACES);
    let sum = CALL * calls as f64 + MEMORY * places as f64 + if tests { TEST } else { 0.0 };
    match sum {
        sum if sum > 0.0 => sum,
        _ if inlined => NOTHING,
        _ if begins(&["return"]) => RETURN,
        _ if line.contains(['=', '+']) => REGISTER,
        _ => LITTLE,
    }
}

/// A name with its type and nothing else.
fn is_declaration(line: &str) -> bool {
    let Some(plain) = line.strip_suffix(';') else { return false };
    plain.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b' ' | b'*'))
        && !["return", "goto", "break", "continue"].iter().any(|word| line.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::cost;

    #[test]
    fn what_is_done_elsewhere_and_what_only_names_cost_nothing() {
        assert!(cost("PyObject *x;", 0, false) <= 0.0 && cost("x = inlined(y);", 0, true) < 0.1);
        assert!(cost("x = other(y);", 1, false) > cost("x = y;", 0, false));
        assert!(cost("if (x->y) {", 0, false) > cost("x->y = z;", 0, false));
    }
}
