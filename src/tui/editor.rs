//! Which command opens a file at a line in the person's editor.

use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;

/// How an editor takes a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `+N FILE`
    Plus,
    /// `FILE:N`
    Colon,
    /// `--goto FILE:N`
    Goto,
    /// `--line N FILE`
    LineFlag,
}

/// Editors that do not take `+N`, by program name.
const STYLES: [(&str, Style); 17] = [
    ("code", Style::Goto),
    ("code-insiders", Style::Goto),
    ("codium", Style::Goto),
    ("vscodium", Style::Goto),
    ("cursor", Style::Goto),
    ("hx", Style::Colon),
    ("helix", Style::Colon),
    ("zed", Style::Colon),
    ("zeditor", Style::Colon),
    ("subl", Style::Colon),
    ("sublime_text", Style::Colon),
    ("lapce", Style::Colon),
    ("idea", Style::LineFlag),
    ("pycharm", Style::LineFlag),
    ("clion", Style::LineFlag),
    ("charm", Style::LineFlag),
    ("kate", Style::LineFlag),
];

/// Returns the command that opens `file` at `line` (1-based). `editor` is split as a shell would, never run by one.
pub fn command(editor: &str, file: &Path, line: u32) -> Result<Command> {
    let words = shell_words::split(editor).with_context(|| format!("the editor {editor:?} cannot be understood"))?;
    let (program, arguments) = words.split_first().context("the editor is empty: set $VISUAL or $EDITOR")?;
    let mut command = Command::new(program);
    command.args(arguments);
    let name = Path::new(program).file_stem().unwrap_or_default();
    let style = STYLES.iter().find(|(known, _)| *known == name).map_or(Style::Plus, |(_, style)| *style);
    let place = || {
        let mut place = file.as_os_str().to_owned();
        place.push(format!(":{line}"));
        place
    };
    match style {
        Style::Plus => command.arg(format!("+{line}")).arg(file),
        Style::Colon => command.arg(place()),
        Style::Goto => command.arg("--goto").arg(place()),
        Style::LineFlag => command.arg("--line").arg(line.to_string()).arg(file),
    };
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_editor_gets_the_line_its_way() {
        let shown = |editor: &str| {
            let command = command(editor, Path::new("/a b/list.c"), 7).map_err(|error| error.to_string())?;
            let words: Vec<_> = std::iter::once(command.get_program()).chain(command.get_args()).collect();
            Ok(words.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join("|"))
        };
        assert_eq!(shown("vim"), Ok("vim|+7|/a b/list.c".to_owned()));
        assert_eq!(shown("'/opt/my editor/emacs' -nw"), Ok("/opt/my editor/emacs|-nw|+7|/a b/list.c".to_owned()));
        assert_eq!(shown("code --wait"), Ok("code|--wait|--goto|/a b/list.c:7".to_owned()));
        assert_eq!(shown("/usr/bin/hx"), Ok("/usr/bin/hx|/a b/list.c:7".to_owned()));
        assert_eq!(shown("pycharm.sh"), Ok("pycharm.sh|--line|7|/a b/list.c".to_owned()));
        assert!(shown("vim '").is_err_and(|error: String| error.contains("cannot be understood")));
        assert!(shown(" ").is_err());
    }
}
