//! Standard output: buffered, in colour where wanted, and nothing of it can drive the terminal.

use super::args::When;
use super::error::CliError;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ChildStdin;

/// What a piece of text is; the colours are the terminal's own sixteen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// A path and line.
    Place,
    /// A symbol.
    Symbol,
    /// What may be overlooked.
    Dim,
    /// A heading.
    Strong,
    /// A word of warning.
    Warn,
    /// A line that a diff adds.
    New,
    /// A line that a diff takes away.
    Old,
}

impl Style {
    const fn code(self) -> &'static str {
        match self {
            Style::Place => "35",
            Style::Symbol => "1;36",
            Style::Dim => "2",
            Style::Strong => "1",
            Style::Warn => "33",
            Style::New => "32",
            Style::Old => "31",
        }
    }
}

/// Whether output to a stream is coloured.
pub fn wants_color(when: When, is_terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto if set("NO_COLOR") => false,
        When::Auto if std::env::var_os("CLICOLOR_FORCE").is_some_and(|value| value != "0" && !value.is_empty()) => true,
        When::Auto => {
            let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
            is_terminal && !dumb && std::env::var_os("CLICOLOR").is_none_or(|value| value != "0")
        }
    }
}

fn buffered(writer: impl Write + 'static) -> BufWriter<Box<dyn Write>> {
    BufWriter::with_capacity(1 << 16, Box::new(writer))
}

/// Standard output.
pub struct Out {
    writer: BufWriter<Box<dyn Write>>,
    /// Whether a person is likely to look at it directly.
    pub terminal: bool,
    /// Whether it is coloured.
    pub color: bool,
}

impl Out {
    /// Takes standard output for the rest of the run.
    pub fn new(when: When) -> Self {
        let terminal = io::stdout().is_terminal();
        Out { writer: buffered(io::stdout().lock()), terminal, color: wants_color(when, terminal) }
    }

    /// Prints a line. On a terminal what would drive it is made visible; colours come from `paint`.
    pub fn line(&mut self, line: &str) -> Result<(), CliError> {
        writeln!(self.writer, "{line}")?;
        Ok(())
    }

    /// Prints bytes of our own as they are.
    pub fn raw(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        Ok(self.writer.write_all(bytes)?)
    }

    /// Makes text that came from elsewhere fit to print, in a style.
    pub fn paint(&self, style: Style, text: &str) -> String {
        let text = self.clean(text);
        if self.color { format!("\x1b[{}m{text}\x1b[0m", style.code()) } else { text.into_owned() }
    }

    /// Makes text that came from elsewhere fit to print.
    pub fn clean<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.terminal { visible(text) } else { Cow::Borrowed(text) }
    }

    /// Prints a value as one line of JSON. What could drive a terminal is escaped.
    pub fn json<T: serde::Serialize>(&mut self, value: &T) -> Result<(), CliError> {
        let text = serde_json::to_string(value)?;
        if text.is_ascii() {
            return self.line(&text);
        }
        let mut safe = String::with_capacity(text.len() + 16);
        for c in text.chars() {
            // All of them are below U+10000: one escape each.
            if is_harmful(c) {
                write!(safe, "\\u{:04x}", u32::from(c)).expect("writing to a string cannot fail");
            } else {
                safe.push(c);
            }
        }
        self.line(&safe)
    }

    /// Leads what follows into a pager.
    pub fn redirect(&mut self, pager: ChildStdin) {
        self.writer = buffered(pager);
    }

    /// Ends the pager's input and goes back to standard output.
    pub fn restore(&mut self) {
        // A pager that was left early wants no more.
        let _ = self.writer.flush();
        self.writer = buffered(io::stdout().lock());
    }

    /// Writes out what is buffered.
    pub fn flush(&mut self) -> Result<(), CliError> {
        Ok(self.writer.flush()?)
    }
}

/// Control characters, and what changes the order or presence of others without being seen.
fn is_harmful(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Shows what would drive a terminal or deceive the eye as `<U+202E>`; tabs and line ends stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_harmful(c) {
            write!(safe, "<U+{:04X}>", u32::from(c)).expect("writing to a string cannot fail");
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn what_drives_a_terminal_is_shown_instead() {
        assert_eq!(visible("a\tb\n"), "a\tb\n");
        assert_eq!(visible("\x1b[31mred\u{202e}\u{9b}\u{200b}"), "<U+001B>[31mred<U+202E><U+009B><U+200B>");
        assert_eq!(visible("größe 名前"), "größe 名前");
    }
}
