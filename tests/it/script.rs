//! What runs for a piece of Python: a Python that is asked on request, and the mistakes a person makes.

use crate::support::{command, miniature};
use std::fs;

/// Errors and exit code of a question that is refused.
fn refused(arguments: &[&str]) -> String {
    let output = miniature().run(&[&["read"], arguments].concat());
    assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_mistake_gets_one_clear_line() {
    assert!(refused(&["-c", "def"]).starts_with("error: line 1 is no Python that is understood: def\n"));
    assert!(refused(&["-c", ""]).starts_with("error: there is no code to follow\n"));
    assert!(refused(&["-c", "x[i]", "--types", "nosuch"]).starts_with("error: nosuch is no type of v3.99.0\n"));
    assert!(refused(&["--python", "no_such.py"]).starts_with("error: cannot read no_such.py: "));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("binary.py");
    fs::write(&file, b"\0\x01").unwrap();
    assert!(refused(&["--python", &file.to_string_lossy()]).contains(" is no text\n"));
    assert!(refused(&["--python", &folder.path().to_string_lossy()]).starts_with("error: cannot read "));
}

/// A program that answers as a Python of some version would.
#[cfg(unix)]
fn python(folder: &std::path::Path, answer: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    let program = folder.join("python");
    fs::write(&program, format!("#!/bin/sh\ncat >/dev/null\necho '{answer}'\n")).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    format!("--ask-python={}", program.display())
}

#[cfg(unix)]
#[test]
fn only_a_python_of_the_same_version_is_believed() {
    let folder = tempfile::tempdir().unwrap();
    let asks = python(folder.path(), r#"{"version": [3, 1, 4, "3.1.4"], "error": null, "instructions": []}"#);
    let told = refused(&["-c", "x", &asks]);
    assert!(told.contains("is Python 3.1.4, v3.99.0 is 3.99.0a0: their instructions are not the same\n"), "{told}");

    let asks = python(
        folder.path(),
        r#"{"version": [3, 99, 0, "3.99.0"], "error": null, "instructions": [["MATCH_SEQUENCE", 1, null]]}"#,
    );
    let output = miniature().run(&["read", "-c", "x", &asks]);
    let told = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("MATCH_SEQUENCE") && told.contains("Python 3.99.0, which compiled the code"), "{told}");

    let asks = python(folder.path(), r#"{"version": [3, 99, 0, "3.99.0"], "error": "invalid syntax, line 1"}"#);
    assert!(refused(&["-c", "x", &asks]).contains(" cannot compile it: invalid syntax, line 1\n"));
    assert!(refused(&["-c", "x", &python(folder.path(), "no answer")]).starts_with("error: cannot ask "));
    assert!(refused(&["-c", "x", "--ask-python=/no/such/python"]).starts_with("error: cannot ask /no/such/python: "));
}

#[cfg(unix)]
#[test]
fn the_search_path_is_asked_for_the_very_version_first() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    python(
        folder.path(),
        r#"{"version": [3, 99, 7, "3.99.7"], "error": null, "instructions": [["MATCH_SEQUENCE", 1, null]]}"#,
    );
    symlink(folder.path().join("python"), folder.path().join("python3.99")).unwrap();
    let mut asked = command(folder.path());
    let output = asked.env("PATH", format!("{}:/bin:/usr/bin", folder.path().display()));
    let output = output.args(["--sample", "read", "-c", "x", "--ask-python"]).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(told.contains("python3.99, Python 3.99.7") && told.contains("another release"), "{told}");
}
