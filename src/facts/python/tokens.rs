//! Dotted names of Python text, strings and comments left out, the expressions inside f-strings included.

use super::text;

/// A dotted name where it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// As written; starts with a dot behind a receiver that is no name.
    pub text: &'a [u8],
    /// Offset of the first byte.
    pub start: usize,
    /// 1-based.
    pub line: u32,
    /// Whether `(` follows.
    pub called: bool,
    /// Whether `=` follows inside brackets.
    pub keyword_argument: bool,
}

/// An f-string whose replacement field is being read.
struct Field {
    quote: u8,
    triple: bool,
    depth: u32,
}

/// A piece of text that holds no use of a name but binds names: an import statement, the name of a definition.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passed {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
    /// 1-based.
    pub line: u32,
    /// Whether it is an import statement.
    pub is_import: bool,
}

/// The dotted names of a text, in order.
pub(super) struct Tokens<'a> {
    source: &'a [u8],
    at: usize,
    line: u32,
    /// Open brackets.
    depth: u32,
    /// Whether what stands in front is the end of an expression that is no name: `)`, `]`, `}`, a string.
    after_value: bool,
    fields: Vec<Field>,
    keeps_passed: bool,
    /// What was passed over, where that is kept.
    pub(super) passed: Vec<Passed>,
}

impl<'a> Tokens<'a> {
    /// Starts at the beginning of a file.
    pub(super) fn new(source: &'a [u8]) -> Self {
        Tokens {
            source,
            at: 0,
            line: 1,
            depth: 0,
            after_value: false,
            fields: Vec::new(),
            keeps_passed: false,
            passed: Vec::new(),
        }
    }

    /// Keeps what is passed over.
    pub(super) fn keeping_passed(self) -> Self {
        Tokens { keeps_passed: true, ..self }
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.source.get(self.at + ahead).copied().unwrap_or(0)
    }

    /// Skips to the end of a name that starts here.
    fn word_end(&self, from: usize) -> usize {
        from + self.source[from..].iter().take_while(|&&byte| is_word(byte)).count()
    }

    /// Skips blanks, and line ends too where brackets are open; returns the place behind them.
    fn blanks_end(&self, from: usize) -> usize {
        let in_brackets = self.depth > 0;
        from + self.source[from..]
            .iter()
            .take_while(|&&byte| matches!(byte, b' ' | b'\t') || (in_brackets && matches!(byte, b'\n' | b'\r')))
            .count()
    }

    fn move_to(&mut self, to: usize) {
        self.line += text::line_ends(&self.source[self.at..to]);
        self.at = to;
    }

    /// Reads the dotted name that starts here (at its dot, behind a value).
    fn dotted(&mut self) -> Token<'a> {
        let (start, line) = (self.at, self.line);
        let mut end = self.word_end(start);
        loop {
            let dot = self.blanks_end(end);
            if self.source.get(dot) != Some(&b'.') {
                break;
            }
            let word = self.blanks_end(dot + 1);
            if !self.source.get(word).is_some_and(|&byte| is_word(byte) && !byte.is_ascii_digit()) {
                break;
            }
            end = self.word_end(word);
        }
        self.move_to(end);
        let next = self.blanks_end(end);
        let follows = self.source.get(next).copied().unwrap_or(0);
        Token {
            text: &self.source[start..end],
            start,
            line,
            called: follows == b'(',
            keyword_argument: follows == b'=' && self.depth > 0 && self.source.get(next + 1) != Some(&b'='),
        }
    }

    /// Skips a string whose quote stands here; stops inside it where a replacement field begins.
    fn string(&mut self, formatted: bool) {
        let quote = self.peek(0);
        let triple = self.peek(1) == quote && self.peek(2) == quote;
        if !triple && self.peek(1) == quote {
            self.at += 2;
            self.after_value = true;
            return;
        }
        self.at += if triple { 3 } else { 1 };
        self.rest_of_string(quote, triple, formatted);
    }

    fn rest_of_string(&mut self, quote: u8, triple: bool, formatted: bool) {
        self.after_value = true;
        while self.at < self.source.len() {
            match self.peek(0) {
                b'\\' => {
                    self.line += u32::from(self.peek(1) == b'\n');
                    self.at += 2;
                }
                b'\n' => {
                    // An unfinished string ends with its line.
                    if !triple {
                        return;
                    }
                    self.line += 1;
                    self.at += 1;
                }
                byte if byte == quote && !triple => {
                    self.at += 1;
                    return;
                }
                byte if byte == quote && self.peek(1) == quote && self.peek(2) == quote => {
                    self.at += 3;
                    return;
                }
                b'{' if formatted && self.peek(1) == b'{' => self.at += 2,
                b'{' if formatted => {
                    self.at += 1;
                    self.fields.push(Field { quote, triple, depth: self.depth });
                    self.depth += 1;
                    self.after_value = false;
                    return;
                }
                _ => self.at += 1,
            }
        }
    }

    /// Returns to the f-string a replacement field belongs to.
    fn end_of_field(&mut self) {
        if let Some(field) = self.fields.pop() {
            self.depth = field.depth;
            self.rest_of_string(field.quote, field.triple, true);
        }
    }

    fn in_field(&self) -> bool {
        self.fields.last().is_some_and(|field| field.depth + 1 == self.depth)
    }

    /// Whether the word is a string's prefix and which.
    fn prefix(&self, end: usize) -> Option<bool> {
        let word = &self.source[self.at..end];
        let quoted = matches!(self.source.get(end), Some(b'"' | b'\''));
        let is_prefix = quoted && word.len() <= 2 && word.iter().all(|b| b"rRbBuUfFtT".contains(b));
        is_prefix.then(|| word.iter().any(|b| b"fFtT".contains(b)))
    }

    fn pass(&mut self, start: usize, line: u32, is_import: bool) {
        if self.keeps_passed {
            self.passed.push(Passed { start, end: self.at, line, is_import });
        }
    }

    /// Skips an import statement: its names are bindings, not uses.
    fn skip_statement(&mut self) {
        let mut in_brackets = false;
        while self.at < self.source.len() {
            match self.peek(0) {
                b'(' => in_brackets = true,
                b')' => in_brackets = false,
                b'\\' if self.peek(1) == b'\n' => {
                    self.line += 1;
                    self.at += 1;
                }
                b'\n' | b';' | b'#' if !in_brackets => return,
                b'\n' => self.line += 1,
                _ => {}
            }
            self.at += 1;
        }
    }
}

/// Whether a byte may be part of a name.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 128
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        while self.at < self.source.len() {
            let byte = self.peek(0);
            match byte {
                b'\n' => {
                    self.line += 1;
                    self.at += 1;
                    self.after_value &= self.depth > 0;
                }
                b' ' | b'\t' | b'\r' | b'\\' => self.at += 1,
                b'#' => {
                    let rest = &self.source[self.at..];
                    self.at += rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len());
                }
                b'"' | b'\'' => self.string(false),
                b'(' | b'[' | b'{' => {
                    self.depth += 1;
                    self.at += 1;
                    self.after_value = false;
                }
                b'}' if self.in_field() => {
                    self.at += 1;
                    self.end_of_field();
                }
                // A format specification is text again; fields inside it are rare and small.
                b':' if self.in_field() => {
                    let field = self.fields.pop()?;
                    self.depth = field.depth;
                    self.rest_of_string(field.quote, field.triple, true);
                }
                b')' | b']' | b'}' => {
                    self.depth = self.depth.saturating_sub(1);
                    self.at += 1;
                    self.after_value = true;
                }
                b'.' if self.after_value => {
                    let word = self.blanks_end(self.at + 1);
                    self.after_value = false;
                    if word == self.at + 1 && self.source.get(word).is_some_and(|&b| is_word(b) && !b.is_ascii_digit())
                    {
                        return Some(self.dotted());
                    }
                    self.at += 1;
                }
                _ if byte.is_ascii_digit() => {
                    let end = self.word_end(self.at);
                    self.at = end;
                    self.after_value = false;
                }
                _ if is_word(byte) => {
                    let end = self.word_end(self.at);
                    self.after_value = false;
                    if let Some(formatted) = self.prefix(end) {
                        self.at = end;
                        self.string(formatted);
                        continue;
                    }
                    match &self.source[self.at..end] {
                        b"import" | b"from" if self.depth == 0 && self.starts_statement() => {
                            let (start, line) = (self.at, self.line);
                            self.skip_statement();
                            self.pass(start, line, true);
                        }
                        b"def" | b"class" => {
                            let name = self.blanks_end(end);
                            let after = self.word_end(name);
                            self.move_to(after);
                            self.pass(name, self.line, false);
                        }
                        _ => return Some(self.dotted()),
                    }
                }
                _ => {
                    self.at += 1;
                    self.after_value = false;
                }
            }
        }
        None
    }
}

impl Tokens<'_> {
    fn starts_statement(&self) -> bool {
        let before = self.source[..self.at].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t'));
        let lazy = self.source[..self.at].ends_with(b"lazy ");
        lazy || matches!(before, None | Some(b'\n' | b';' | b':'))
    }
}
