//! The text of a function -> its lines as the compiler of the default build sees them: no comments, no strings, nothing
//! under an `#if` of another build.

use super::VOCABULARY;

/// Returns what is left of each line, trimmed; empty where nothing is.
pub fn plain<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut comment = false;
    let mut branches: Vec<Branch> = Vec::new();
    let mut out = Vec::new();
    for line in lines {
        let line = without_comments(line, &mut comment);
        let line = line.trim();
        if let Some(directive) = line.strip_prefix('#') {
            turn(&mut branches, directive.trim_start());
            out.push(String::new());
        } else if branches.iter().any(|branch| branch.off) {
            out.push(String::new());
        } else {
            out.push(line.to_owned());
        }
    }
    out
}

/// Takes comments and the insides of strings out of a line. `comment`: whether it begins, and ends, inside of one.
fn without_comments(line: &str, comment: &mut bool) -> String {
    let mut out = String::new();
    let mut chars = line.chars().peekable();
    let mut quote: Option<char> = None;
    while let Some(one) = chars.next() {
        let next = chars.peek().copied();
        if *comment {
            if one == '*' && next == Some('/') {
                chars.next();
                *comment = false;
            }
        } else if let Some(open) = quote {
            if one == '\\' {
                chars.next();
            } else if one == open {
                quote = None;
                out.push(one);
            }
        } else if one == '/' && next == Some('/') {
            break;
        } else if one == '/' && next == Some('*') {
            chars.next();
            *comment = true;
        } else {
            if one == '"' || one == '\'' {
                quote = Some(one);
            }
            out.push(one);
        }
    }
    out
}

/// An `#if`: whether what stands under it now is left out, and whether a branch of it was surely taken.
struct Branch {
    off: bool,
    taken: bool,
}

fn turn(branches: &mut Vec<Branch>, directive: &str) {
    if let Some(rest) = directive.strip_prefix("if") {
        let named = VOCABULARY.is_off(rest);
        let not = rest.starts_with("ndef") || rest.contains('!');
        let never = rest.trim() == "0";
        branches.push(Branch { off: never || named && !not, taken: named && not });
    } else if let (Some(rest), Some(last)) = (directive.strip_prefix("el"), branches.last_mut()) {
        let elif = rest.starts_with("if");
        last.off = last.taken || (elif && VOCABULARY.is_off(rest));
    } else if directive.starts_with("endif") {
        branches.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn comments_and_other_builds_are_left_out() {
        let text = "a(); // no\n/* not\n this */ b(\"x /* y\");\n#ifdef Py_GIL_DISABLED\nc();\n#else\nd();\n#endif\n#if !Py_DEBUG\ne();\n#else\nf();\n#endif\n'\\'';";
        let lines: Vec<String> = plain(text.lines()).into_iter().filter(|line| !line.is_empty()).collect();
        assert_eq!(lines, ["a();", "b(\"\");", "d();", "e();", "'';"]);
    }
}
