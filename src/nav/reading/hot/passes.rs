//! The text of a function -> how often each of its lines is passed when the function runs once, as far as the text tells:
//! error branches hardly ever, other branches half the time, loops twice.

use super::vocabulary::VOCABULARY;

const COLD: f64 = 0.02;
const BRANCH: f64 = 0.5;
const LOOP: f64 = 2.0;

struct Block {
    start: usize,
    factor: f64,
    cold: bool,
}

/// Returns a figure for each line; 0 for lines that do nothing.
pub fn passes(lines: &[&str]) -> Vec<f64> {
    let mut out = vec![0.0; lines.len()];
    let mut blocks: Vec<Block> = Vec::new();
    let (mut off, mut failed): (Vec<bool>, bool) = (Vec::new(), false);
    for (at, line) in lines.iter().map(|line| line.trim()).enumerate() {
        if let Some(directive) = line.strip_prefix('#') {
            turn(&mut off, directive.trim_start());
            continue;
        }
        if line.starts_with('}')
            && let Some(block) = blocks.pop()
            && block.cold
        {
            out[block.start..at].iter_mut().for_each(|passes| *passes *= COLD);
        }
        let cold = VOCABULARY.is_cold(line);
        failed |= VOCABULARY.is_failure(line);
        let head = blocks.is_empty();
        if !off.contains(&true) && !head && !line.is_empty() && !VOCABULARY.is_quiet(line) && !is_declaration(line) {
            let factor: f64 = blocks.iter().map(|block| block.factor).product();
            out[at] = factor * if cold || failed { COLD } else { 1.0 };
        }
        // A function's own braces hold more than what fails.
        if cold
            && blocks.len() > 1
            && let Some(block) = blocks.last_mut()
        {
            block.cold = true;
        }
        if line.ends_with('{') {
            let word = line.trim_start_matches(['}', ' ']);
            let begins = |words: &[&str]| words.iter().any(|start| word.starts_with(start));
            let factor = match () {
                () if begins(&["for", "while", "do "]) => LOOP,
                () if begins(&["if", "else", "switch", "case", "default"]) => BRANCH,
                () => 1.0,
            };
            blocks.push(Block { start: at + 1, factor, cold: false });
        }
    }
    out
}

/// A name with its type and nothing else.
fn is_declaration(line: &str) -> bool {
    let plain = line.ends_with(';') && !line.contains(['=', '(', '+', '-']);
    plain && !["return", "goto", "break", "continue"].iter().any(|word| line.starts_with(word))
}

/// Follows `#if`: whether what stands under it is not compiled in the default build.
fn turn(off: &mut Vec<bool>, directive: &str) {
    if let Some(rest) = directive.strip_prefix("if") {
        let named = VOCABULARY.is_off(rest);
        let not = rest.starts_with("ndef") || rest.contains('!');
        off.push(named && !not);
    } else if directive.starts_with("el") {
        if let Some(last) = off.last_mut() {
            *last = directive.starts_with("elif") && !*last;
        }
    } else if directive.starts_with("endif") {
        off.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::passes;

    #[test]
    fn errors_are_passed_less_than_branches_and_these_less_than_loops() {
        let text = "int f(void)\n{\n    a();\n    if (x) {\n        PyErr_NoMemory();\n        b();\n    }\n    while (y) {\n        c();\n    }\n    assert(z);\n}";
        let passes = passes(&text.lines().collect::<Vec<_>>());
        assert!(passes[5] < 0.1 && passes[2] > 0.9 && passes[8] > 1.0 && passes[10] <= 0.0, "{passes:?}");
    }

    #[test]
    fn what_the_default_build_leaves_out_is_not_passed() {
        let text = "{\n#ifdef Py_GIL_DISABLED\n    a();\n#else\n    b();\n#endif\n}";
        let passes = passes(&text.lines().collect::<Vec<_>>());
        assert!(passes[2] <= 0.0 && passes[4] > 0.0, "{passes:?}");
    }
}
