//! Question -> replies, from an open index. Runs in the worker.

use super::ask::{Jump, Landing, Question, RESULTS, Reply, Ticket, Want};
use super::document::Document;
use super::library::Library;
use super::memory::Mark;
use super::picker::PickerKind;
use crate::model::{Language, LinkKind};
use crate::nav::topics::TOPICS;
use crate::nav::{Answer, FoundBy, Meaning};
use anyhow::Result;
use std::sync::Arc;

/// Links shown for a symbol.
const LINKS: usize = 2000;
/// Meanings of a word that are looked at.
const MEANINGS: usize = 50;

/// Answers a question; every reply goes to `reply` as soon as it is known.
pub fn respond(library: &dyn Library, ticket: Ticket, question: &Question, reply: &mut dyn FnMut(Reply)) {
    let channel = question.channel();
    if let Err(error) = try_respond(library, ticket, question, reply) {
        reply(Reply::Trouble(channel, ticket, format!("{error:#}")));
    }
}

fn try_respond(library: &dyn Library, ticket: Ticket, question: &Question, reply: &mut dyn FnMut(Reply)) -> Result<()> {
    match question {
        Question::Search(words) => {
            reply(Reply::Found(ticket, words.clone(), library.search(words, RESULTS)?));
        }
        Question::Subject(answer) => {
            reply(Reply::Document(ticket, document(library, &answer.file)?));
            let mut rows = library.links(answer.id, LINKS + 1)?;
            let more = rows.len() > LINKS;
            rows.truncate(LINKS);
            reply(Reply::Links(ticket, rows, more));
        }
        Question::Paint(document, lines) => {
            reply(Reply::Painted(ticket, lines.clone(), library.paint(document, lines.clone())));
        }
        Question::Heat(file) => reply(Reply::Heated(ticket, library.heat(file)?.into())),
        Question::Jump(jump) => reply(Reply::Landed(ticket, land(library, jump)?)),
        // Whoever opened this index knows of others; this one knows itself alone.
        Question::Revisions(kind) => reply(Reply::Rows(ticket, *kind, Vec::new())),
        Question::Lists => reply(Reply::Rows(ticket, PickerKind::Lists, Vec::new())),
        Question::Switch(..) | Question::List(_) | Question::Tick(..) | Question::Difference(..) => {
            anyhow::bail!("this index stands alone");
        }
    }
    Ok(())
}

fn document(library: &dyn Library, file: &str) -> Result<Arc<Document>> {
    Ok(Arc::new(Document::new(library.source(file)?)))
}

fn land(library: &dyn Library, jump: &Jump) -> Result<Landing> {
    match jump {
        Jump::To { id, at } => {
            let answer = library.definition(*id)?;
            let line = at.as_ref().filter(|(file, _)| *file == answer.file).map(|(_, line)| *line);
            Ok(Landing::At(Box::new(answer), line))
        }
        Jump::Word { word, dotted, file, at, want } => word_landing(library, (word, dotted), file, *at, *want),
        Jump::Mark(mark) => kept(library, mark),
        Jump::Outline(file, line) => outline(library, file, *line),
        Jump::Topic(topic) => {
            let title = TOPICS.get(*topic).map_or("", |topic| &topic.title);
            let found = library.topic(*topic)?;
            Ok(match found.len() {
                0 => Landing::Nowhere(format!("this revision has nothing about {title}")),
                _ => Landing::Choice(title.to_owned(), found),
            })
        }
        Jump::Edit(file, line) => Ok(Landing::Edit(document(library, file)?, *line)),
        Jump::Implementation(answer) => implementation(library, answer),
        Jump::PythonNames(answer) => python_names(library, answer),
    }
}

fn word_landing(
    library: &dyn Library,
    (word, dotted): (&str, &str),
    file: &str,
    at: (u32, u32),
    want: Want,
) -> Result<Landing> {
    let by_name = || format!("{word}: by its name alone");
    let (mut found, is_sure) = match library.meaning(file, at, word)? {
        Meaning::Local(line, column) if want == Want::Definition => return Ok(Landing::Line(line, column)),
        Meaning::Local(..) => {
            return Ok(Landing::Nowhere(format!("{word} belongs to this file alone: / finds it")));
        }
        Meaning::Place(file, line) => return line_of(library, &file, line),
        Meaning::File(file) => return line_of(library, &file, 1),
        Meaning::ByName(found) => (found, false),
        Meaning::Text => (meanings(library, dotted, file)?, false),
        Meaning::Definitions(found) => (found, true),
    };
    if want == Want::Implementation && found.iter().any(|answer| answer.language == Language::C) {
        found.retain(|answer| answer.language == Language::C);
    }
    if found.is_empty() {
        let of_c = [".c", ".h"].iter().any(|end| file.ends_with(end));
        return Ok(Landing::Nowhere(if of_c {
            format!("{word} is not in these sources: the system, the compiler or a macro gives it")
        } else {
            format!("nothing in these sources is called {word}")
        }));
    }
    let first = found[0].clone();
    match want {
        Want::Definition if found.len() == 1 && is_sure => Ok(Landing::At(Box::new(first), None)),
        Want::Definition => Ok(Landing::Choice(if is_sure { word.to_owned() } else { by_name() }, found)),
        Want::References => Ok(Landing::Links(Box::new(first))),
        Want::Implementation if first.language == Language::C => Ok(Landing::At(Box::new(first), None)),
        Want::Implementation => implementation(library, &first),
        Want::PythonNames => python_names(library, &first),
    }
}

/// Returns what a word outside of code means: the definitions of that name, those of its own file alone where there are
/// some. Of a dotted word whose first parts are variables, the last parts count.
fn meanings(library: &dyn Library, word: &str, file: &str) -> Result<Vec<Answer>> {
    let mut rest = word;
    loop {
        let mut found = library.exactly(rest)?;
        found.truncate(MEANINGS);
        if found.iter().any(|answer| answer.file == file) {
            found.retain(|answer| answer.file == file);
        }
        match rest.split_once('.') {
            Some((_, shorter)) if found.is_empty() && !shorter.is_empty() => rest = shorter,
            _ => return Ok(found),
        }
    }
}

/// A 1-based line of a file, seen as a part of the definition around it.
fn line_of(library: &dyn Library, file: &str, line: u32) -> Result<Landing> {
    let outline = library.outline(file)?;
    let around = outline.iter().filter(|it| it.first_line <= line && line <= it.end_line);
    let inner = around.min_by_key(|it| it.end_line - it.first_line).or(outline.first());
    Ok(inner.map_or_else(
        || Landing::Nowhere(format!("{file} defines nothing")),
        |inner| Landing::At(Box::new(inner.clone()), Some(line)),
    ))
}

/// Returns the definitions of a file, without what lies inside of functions, and the one around a line.
fn outline(library: &dyn Library, file: &str, line: u32) -> Result<Landing> {
    let mut found = library.outline(file)?;
    found.retain(|answer| !answer.symbol.as_ref().is_some_and(|symbol| symbol.contains("<locals>")));
    if found.is_empty() {
        return Ok(Landing::Nowhere(format!("{file} defines nothing")));
    }
    let around = found.iter().enumerate().filter(|(_, it)| it.first_line <= line && line <= it.end_line);
    let inner = around.min_by_key(|(_, it)| it.end_line - it.first_line).map(|(at, _)| at);
    let before = || found.iter().rposition(|it| it.line <= line);
    let chosen = inner.or_else(before).unwrap_or(0);
    let name = file.rsplit('/').next().unwrap_or(file);
    Ok(Landing::Outline(format!("outline of {name}"), found, chosen))
}

/// Returns a place that was kept: its definition in this revision, at the line behind its own.
pub fn kept(library: &dyn Library, mark: &Mark) -> Result<Landing> {
    let mut rest = None;
    for name in [&mark.python, &mark.symbol].into_iter().filter(|name| !name.is_empty()) {
        let mut found = library.exactly(name)?;
        found.retain(|it| it.symbol.as_ref().is_some_and(|symbol| *symbol == mark.symbol));
        let mut here: Vec<_> = found.iter().filter(|it| it.file == mark.file).cloned().collect();
        here.sort_by_key(|it| it.line.abs_diff(mark.line - mark.offset.min(mark.line)));
        if let Some(best) = here.into_iter().next() {
            let line = (best.line + mark.offset).min(best.end_line);
            return Ok(Landing::At(Box::new(best), Some(line)));
        }
        rest = rest.or_else(|| found.into_iter().next());
    }
    if let Some(moved) = rest {
        return Ok(Landing::At(Box::new(moved), None));
    }
    // Nothing has its name any more: what stands at its line, else what took its place.
    let place = if mark.symbol.is_empty() { format!("{}:{}", mark.file, mark.line) } else { mark.symbol.clone() };
    let found = library.where_is(&place, MEANINGS)?.into_iter().next();
    let gone = if mark.symbol.is_empty() { &place } else { &mark.symbol };
    Ok(match found.filter(|it| it.exact || it.found_by == FoundBy::Former) {
        Some(found) => Landing::At(Box::new(found), None),
        None => Landing::Nowhere(format!("{gone} is not in this revision")),
    })
}

fn implementation(library: &dyn Library, answer: &Answer) -> Result<Landing> {
    let symbol = answer.symbol.as_deref().unwrap_or(&answer.name);
    let mut found = Vec::new();
    for row in library.links(answer.id, LINKS)? {
        let forward = matches!(row.kind, LinkKind::ImplementedBy | LinkKind::WrapperOf) && row.outward;
        let end = if row.outward { &row.to } else { &row.from };
        let twin = row.kind == LinkKind::Twin && end.language == Language::C;
        if (forward || twin) && end.id != answer.id {
            found.push(library.definition(end.id)?);
        }
    }
    found.dedup_by_key(|answer| answer.id);
    if found.is_empty()
        && let Some(name) = &answer.python_name
    {
        found = library.exactly(name)?;
        found.retain(|other| other.language == Language::C && other.id != answer.id);
    }
    Ok(match found.len() {
        0 if answer.language == Language::Python => {
            Landing::Nowhere(format!("no C code is known for {symbol}: the Python code runs"))
        }
        0 => Landing::Nowhere(format!("{symbol} is the code that runs")),
        1 => Landing::At(Box::new(found.remove(0)), None),
        _ => Landing::Choice(format!("implementations of {symbol}"), found),
    })
}

fn python_names(library: &dyn Library, answer: &Answer) -> Result<Landing> {
    let symbol = answer.symbol.as_deref().unwrap_or(&answer.name);
    let mut names: Vec<&String> = answer.python_name.iter().chain(&answer.serves).collect();
    let whole = library.definition(answer.id)?;
    names.extend(whole.python_name.iter().chain(&whole.serves));
    let mut rows: Vec<Answer> = Vec::new();
    for name in names {
        if rows.iter().any(|row| row.python_name.as_ref() == Some(name)) {
            continue;
        }
        let same = library.exactly(name)?.into_iter().find(|other| other.id == answer.id);
        rows.push(Answer { python_name: Some(name.clone()), ..same.unwrap_or_else(|| whole.clone()) });
        if rows.len() == MEANINGS {
            break;
        }
    }
    Ok(match rows.len() {
        0 => Landing::Nowhere(format!("no Python name leads straight to {symbol}: g r shows what uses it")),
        _ => Landing::Choice(format!("Python names of {symbol}"), rows),
    })
}
