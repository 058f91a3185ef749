//! The lines of a function -> how often each is passed when the function runs once, as far as the text tells: error
//! branches hardly ever, other branches now and then, loops twice, what stands behind a return less.

use super::VOCABULARY;

/// What a line of an error branch is passed.
const COLD: f64 = 0.02;
/// What a branch is taken of which nothing more is known. Chosen on the visible profiles, see `estimate`.
const BRANCH: f64 = 0.25;
/// Rounds of a loop.
const LOOP: f64 = 2.0;
/// How often a value that is looked for is there.
const USUAL: f64 = 0.8;
/// How often it is not, where that is no error.
const UNUSUAL: f64 = 0.1;
/// One of many cases.
const CASE: f64 = 0.1;
/// What surely follows a branch that leaves.
const REST: f64 = 0.05;

/// A line that is passed.
#[derive(Debug)]
pub struct Pass {
    /// Lines after the first one of the function.
    pub offset: u32,
    /// How often, where the function runs once.
    pub often: f64,
    /// Its text, without comments; empty for the line where the function begins or ends.
    pub text: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Shape {
    If,
    Else,
    Other,
}

/// A block that is open.
struct Block {
    shape: Shape,
    /// How often it is entered.
    often: f64,
    /// What of it is left behind branches that leave.
    left: f64,
    /// Where its lines begin.
    start: usize,
    cold: bool,
    leaves: bool,
    /// How often the `if` before, in this block, was entered.
    before: f64,
}

/// Follows a function, line by line.
#[derive(Default)]
struct Walk {
    out: Vec<Pass>,
    blocks: Vec<Block>,
    failed: bool,
    /// A branch without braces: the next statement is its.
    single: Option<f64>,
    /// A condition that goes on in the next line.
    open: Option<(Shape, f64)>,
}

/// Returns the lines that are passed, in order. `lines` are plain, from the line of the name on.
pub fn passes(lines: &[String]) -> Vec<Pass> {
    let mut walk = Walk::default();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
        walk.line(at as u32, line);
        if walk.blocks.is_empty() && !walk.out.is_empty() {
            break;
        }
    }
    walk.out
}

impl Walk {
    fn line(&mut self, offset: u32, line: &str) {
        if self.out.is_empty() {
            if line.contains('{') {
                self.open(Shape::Other, 1.0);
                self.out.push(Pass { offset, often: 1.0, text: String::new() });
            }
            return;
        }
        let closes = line.starts_with('}');
        if closes {
            self.close();
            if self.blocks.is_empty() {
                self.out.push(Pass { offset, often: 1.0, text: String::new() });
                return;
            }
        }
        let rest = line.trim_start_matches(['}', ' ']);
        self.pass(offset, rest);
        let head = self.head(rest);
        let opened = line.matches('{').count() + usize::from(closes);
        if line.ends_with('{') || opened > line.matches('}').count() {
            let (shape, often) = head.or(self.open.take()).unwrap_or((Shape::Other, 1.0));
            self.open = None;
            self.open(shape, often);
        } else if let Some((shape, often)) = head.filter(|_| !line.ends_with([';', '}', ':'])) {
            if line.matches('(').count() > line.matches(')').count() {
                self.open = Some((shape, often));
            } else {
                self.single = Some(often);
            }
        } else if line.ends_with(')')
            && let Some((_, often)) = self.open.take()
        {
            self.single = Some(often);
        }
    }

    /// Notes how often a line is passed.
    fn pass(&mut self, offset: u32, rest: &str) {
        let mut often: f64 = self.blocks.iter().map(|block| block.often * block.left).product();
        let cold = VOCABULARY.is_cold(rest);
        self.failed |= VOCABULARY.is_failure(rest);
        if self.failed {
            often *= COLD;
        }
        let leaves = ["return", "goto", "break", "continue"].iter().any(|word| rest.starts_with(word));
        let inside = self.blocks.len() > 1;
        if let Some(block) = self.blocks.last_mut() {
            // A function's own braces hold more than what fails.
            block.cold |= cold && inside && self.single.is_none();
            if let Some(single) = self.single {
                let single = if cold { COLD } else { single };
                often *= single;
                if cold || leaves {
                    block.left *= (1.0 - single).max(REST);
                }
                block.before = single;
            } else {
                block.leaves |= leaves || VOCABULARY.goes_on(rest);
                often *= if cold { COLD } else { 1.0 };
            }
        }
        if rest.ends_with([';', '}']) {
            self.single = None;
        }
        if !rest.is_empty() && !VOCABULARY.is_quiet(rest) {
            self.out.push(Pass { offset, often, text: rest.to_owned() });
        }
    }

    /// What a line begins, and how often that is entered.
    fn head(&self, rest: &str) -> Option<(Shape, f64)> {
        let word = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
        let before = self.blocks.last().map_or(0.5, |block| block.before);
        let often = if VOCABULARY.is_unlikely(rest) {
            COLD
        } else if VOCABULARY.is_likely(rest) {
            1.0 - COLD
        } else if VOCABULARY.tells_absence(rest) {
            UNUSUAL
        } else if VOCABULARY.tells_presence(rest) {
            USUAL
        } else {
            BRANCH
        };
        match word {
            "if" => Some((Shape::If, often)),
            "else" if rest.starts_with("else if") => Some((Shape::If, often * (1.0 - before))),
            "else" => Some((Shape::Else, 1.0 - before)),
            "for" | "while" | "do" => Some((Shape::Other, LOOP)),
            "switch" => Some((Shape::Other, 1.0)),
            "case" | "default" => Some((Shape::Other, CASE)),
            _ => None,
        }
    }

    fn open(&mut self, shape: Shape, often: f64) {
        let start = self.out.len();
        self.blocks.push(Block { shape, often, left: 1.0, start, cold: false, leaves: false, before: 0.5 });
    }

    fn close(&mut self) {
        let Some(block) = self.blocks.pop() else { return };
        let mut often = block.often;
        if block.cold && often > COLD {
            let less = COLD / often;
            self.out[block.start..].iter_mut().for_each(|pass| pass.often *= less);
            often = COLD;
        }
        let Some(around) = self.blocks.last_mut() else { return };
        if block.shape == Shape::If {
            around.before = often;
        }
        if block.shape != Shape::Other && block.leaves {
            around.left *= (1.0 - often).max(REST);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::passes;

    /// How often each line is passed.
    fn often(text: &str) -> Vec<f64> {
        let lines: Vec<String> = text.lines().map(|line| line.trim().to_owned()).collect();
        let mut out = vec![0.0; lines.len()];
        for pass in passes(&lines) {
            out[pass.offset as usize] = pass.often;
        }
        out
    }

    #[test]
    fn errors_are_passed_less_than_branches_and_these_less_than_loops() {
        let text = "f(void)\n{\n    a();\n    if (x) {\n        PyErr_NoMemory();\n        b();\n    }\n    while (y) {\n        c();\n    }\n    if (z) {\n        d();\n    }\n    assert(z);\n}";
        let often = often(text);
        assert!(often[5] < 0.1 && often[2] > 0.9 && often[8] > 1.0 && often[13] <= 0.0, "{often:?}");
        assert!(often[11] > often[5] && often[11] < often[2], "{often:?}");
    }

    #[test]
    fn what_stands_behind_a_return_is_passed_less() {
        let text = "f(void)\n{\n    if (x)\n        return 1;\n    a();\n    if (y) {\n        return 2;\n    }\n    else {\n        b();\n    }\n    c();\n}";
        let often = often(text);
        assert!(often[4] < 1.0 && often[11] < often[4] && often[9] > often[6], "{often:?}");
        assert!((often[12] - 1.0).abs() < 1e-9, "a function ends once");
    }
}
