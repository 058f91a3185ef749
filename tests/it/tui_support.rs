//! A hand-made index and a screen without a terminal: keys in, text out.

use anyhow::{Context, Result};
use cpynav::model::{Kind, Language, LinkKind, NameKind};
use cpynav::nav::{Answer, Class, EvidenceStep, FoundBy, LinkEnd, LinkRow, Meaning, Paint, SourceText};
use cpynav::tui::{
    Action, Document, Effect, Key, Library, Opened, Question, Reply, State, Theme, draw, respond, update,
};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::fmt::Write;
use std::ops::Range;

/// An index of three definitions in two files.
pub struct Hand;

pub const C_FILE: &str = "Objects/listobject.c";

pub fn c_text() -> String {
    let mut text = String::from("/* Lists. */\n#include \"Python.h\"\n\n");
    text.push_str("static int\nlist_grow(PyListObject *self, Py_ssize_t size)\n{\n\treturn size > 0; // enough\n}\n\n");
    text.push_str("static PyObject *\nlist_append(PyListObject *self, PyObject *object)\n{\n");
    text.push_str(
        "    if (list_grow(self, Py_SIZE(self) + 1) < 0) {\n        return NULL;\n    }\n    Py_RETURN_NONE;\n}\n",
    );
    writeln!(text, "/* {}\u{202e}\x1b[31m */", "long ".repeat(2000)).unwrap();
    for number in 0..60 {
        writeln!(text, "int filler_{number};").unwrap();
    }
    text
}

pub const PYTHON_TEXT: &str = "import math\n\ndef area(r):\n    return math.sqrt(r) * list_append\n";

/// A definition with nothing special about it.
pub fn answer(id: u32, name: &str, kind: Kind, language: Language, file: &str, lines: (u32, u32, u32)) -> Answer {
    let (first, line, end) = lines;
    Answer::plain(id, (name, Some(name)), (kind, language), file, [line, first, end])
}

fn step(rule: &str, line: u32) -> EvidenceStep {
    EvidenceStep { rule: rule.into(), file: C_FILE.into(), line, certain: rule != "by-name" }
}

pub fn all() -> Vec<Answer> {
    let append = Answer {
        python_name: Some("list.append".into()),
        name_kind: Some(NameKind::Method),
        found_by: FoundBy::PythonName,
        evidence: vec![step("type-table", 70), step("method-table", 41), step("by-name", 11)],
        signature: "(PyListObject *self, PyObject *object)".into(),
        doc: "Append object to the end of the list.".into(),
        serves: vec!["list.append".into()],
        ..answer(0, "list_append", Kind::Function, Language::C, C_FILE, (10, 11, 17))
    };
    let grow = answer(1, "list_grow", Kind::Function, Language::C, C_FILE, (4, 5, 8));
    let area = answer(2, "area", Kind::Function, Language::Python, "Lib/shapes.py", (3, 3, 4));
    vec![append, grow, area]
}

fn end(answer: &Answer) -> LinkEnd {
    LinkEnd {
        id: answer.id,
        symbol: answer.symbol.clone().unwrap_or_default(),
        kind: answer.kind,
        language: answer.language,
        file: answer.file.clone(),
        line: answer.line,
    }
}

impl Library for Hand {
    fn search(&self, words: &str, limit: usize) -> Result<Vec<Answer>> {
        if words == "fault" {
            anyhow::bail!("the index is damaged");
        }
        let mut rows = self.where_is(words, limit)?;
        let part =
            |row: &&Answer| row.name.contains(words) || row.python_name.as_ref().is_some_and(|n| n.contains(words));
        if rows.is_empty() {
            rows = all().iter().filter(part).map(|row| Answer { exact: false, ..row.clone() }).collect();
        }
        Ok(rows)
    }

    fn where_is(&self, name: &str, _limit: usize) -> Result<Vec<Answer>> {
        Ok(all().into_iter().filter(|row| row.name == name || row.python_name.as_deref() == Some(name)).collect())
    }

    fn definition(&self, id: u32) -> Result<Answer> {
        let row = all().into_iter().nth(id as usize).context("no such definition")?;
        Ok(Answer { python_name: None, evidence: Vec::new(), found_by: FoundBy::Symbol, ..row })
    }

    fn links(&self, id: u32, _limit: usize) -> Result<Vec<LinkRow>> {
        let all = all();
        let calls = |from: usize, to: usize, outward, line, kind| LinkRow {
            kind,
            from: end(&all[from]),
            to: end(&all[to]),
            outward,
            file: all[from].file.clone(),
            line,
            rule: "call".into(),
            exact: kind != LinkKind::PyCalls,
            condition: None,
            depth: 1,
        };
        Ok(match id {
            0 => vec![calls(2, 0, false, 4, LinkKind::PyCalls), calls(0, 1, true, 13, LinkKind::Calls)],
            1 => vec![calls(0, 1, false, 13, LinkKind::Calls)],
            _ => vec![calls(2, 0, true, 4, LinkKind::PyCalls)],
        })
    }

    fn source(&self, file: &str) -> Result<SourceText> {
        let text = match file {
            C_FILE => c_text(),
            "Lib/shapes.py" => PYTHON_TEXT.into(),
            _ => anyhow::bail!("{file} is not indexed"),
        };
        Ok(SourceText { file: file.into(), text, web: None })
    }

    fn meaning(&self, file: &str, (line, _): (u32, u32), word: &str) -> Result<Meaning> {
        if file == C_FILE && word == "self" && line != 11 {
            return Ok(Meaning::Local(11, 27));
        }
        let mut found = self.where_is(word, 9)?;
        found.retain(|answer| answer.file == file || file != C_FILE);
        Ok(Meaning::Definitions(found))
    }

    fn outline(&self, file: &str) -> Result<Vec<Answer>> {
        let mut all = all();
        all.retain(|answer| answer.file == file);
        all.sort_by_key(|answer| answer.line);
        Ok(all)
    }

    fn topic(&self, topic: usize) -> Result<Vec<Answer>> {
        Ok(all().into_iter().take(topic % 3).map(|answer| Answer { why: "says why".into(), ..answer }).collect())
    }

    fn paint(&self, document: &Document, lines: Range<usize>) -> Vec<Paint> {
        let spans = lines.filter_map(|line| {
            let start = document.line(line).find("return")? + document.span(line).start;
            Some(Paint { start, end: start + "return".len(), class: Class::Keyword })
        });
        spans.collect()
    }
}

/// The interface with a screen of text.
pub struct Screen {
    pub state: State,
    terminal: Terminal<TestBackend>,
    /// Effects that need the world outside.
    pub outside: Vec<Effect>,
    /// Questions that are not answered yet, when `slow`.
    pub questions: Vec<(u64, Question)>,
    pub slow: bool,
    library: &'static dyn Library,
}

impl Screen {
    /// An interface with an open index.
    pub fn new(columns: u16, rows: u16) -> Self {
        let mut screen = Screen::unopened(columns, rows);
        screen.act(Action::Reply(Reply::Opened(Opened { revision: "v3.13.5".into(), ..Opened::default() })));
        screen
    }

    /// An interface before anything was opened.
    pub fn unopened(columns: u16, rows: u16) -> Self {
        Screen {
            state: State::new((columns, rows), Theme::default()),
            terminal: Terminal::new(TestBackend::new(columns, rows)).unwrap(),
            outside: Vec::new(),
            questions: Vec::new(),
            slow: false,
            library: &Hand,
        }
    }

    /// The same screen on another index.
    pub fn on(mut self, library: &'static dyn Library) -> Self {
        self.library = library;
        self
    }

    /// Takes an action and answers what it asks, unless `slow`.
    pub fn act(&mut self, action: Action) -> &mut Self {
        for effect in update(&mut self.state, action) {
            match effect {
                Effect::Ask(ticket, question) if self.slow => self.questions.push((ticket, question)),
                Effect::Ask(ticket, question) => self.answer(ticket, &question),
                Effect::Remember => {}
                other => self.outside.push(other),
            }
        }
        self
    }

    /// Answers one question.
    pub fn answer(&mut self, ticket: u64, question: &Question) {
        let mut replies = Vec::new();
        respond(self.library, ticket, question, &mut |reply| replies.push(reply));
        for reply in replies {
            self.act(Action::Reply(reply));
        }
    }

    /// Presses keys: letters as they are, others as `<enter>`, `<ctrl-o>`.
    pub fn keys(&mut self, mut keys: &str) -> &mut Self {
        while let Some(first) = keys.chars().next() {
            let name =
                keys.strip_prefix('<').and_then(|rest| rest.split_once('>')).filter(|(name, _)| !name.is_empty());
            let key = if let Some((name, rest)) = name {
                keys = rest;
                name.parse().unwrap()
            } else {
                keys = &keys[first.len_utf8()..];
                Key::char(first)
            };
            self.act(Action::Key(key));
        }
        self
    }

    /// Changes the size.
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.terminal.backend_mut().resize(columns, rows);
        self.act(Action::Resize(columns, rows))
    }

    /// Returns the screen as text, without spaces at the ends of lines.
    pub fn text(&mut self) -> String {
        self.terminal.draw(|frame| draw(&self.state, frame)).unwrap();
        let buffer = self.terminal.backend().buffer();
        let mut out = String::new();
        for row in 0..buffer.area.height {
            let mut line = String::new();
            let mut column = 0;
            while column < buffer.area.width {
                let symbol = buffer[(column, row)].symbol();
                line.push_str(symbol);
                column += unicode_width::UnicodeWidthStr::width(symbol).max(1) as u16;
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }

    /// Returns the buffer that was drawn last.
    pub fn buffer(&self) -> &ratatui::buffer::Buffer {
        self.terminal.backend().buffer()
    }
}
