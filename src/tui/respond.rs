//! Question -> replies, from an open index. Runs in the worker.

use super::ask::{Jump, Landing, Question, Reply, Ticket, Want};
use super::document::Document;
use super::library::Library;
use crate::model::{Language, LinkKind};
use crate::nav::Answer;
use anyhow::Result;
use std::sync::Arc;

/// Results shown for a search; nobody reads further.
const RESULTS: usize = 200;
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
        Question::Jump(jump) => reply(Reply::Landed(ticket, land(library, jump)?)),
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
        Jump::Word { word, file, want } => word_landing(library, word, file, *want),
        Jump::Edit(file, line) => Ok(Landing::Edit(document(library, file)?, *line)),
        Jump::Implementation(answer) => implementation(library, answer),
        Jump::PythonNames(answer) => python_names(library, answer),
    }
}

fn word_landing(library: &dyn Library, word: &str, file: &str, want: Want) -> Result<Landing> {
    let mut found = meanings(library, word, file)?;
    if want == Want::Implementation && found.iter().any(|answer| answer.language == Language::C) {
        found.retain(|answer| answer.language == Language::C);
    }
    if found.is_empty() {
        return Ok(Landing::Nowhere(format!("nothing in the index is called {word}")));
    }
    let first = found[0].clone();
    match want {
        Want::Definition if found.len() == 1 => Ok(Landing::At(Box::new(first), None)),
        Want::Definition => Ok(Landing::Choice(word.to_owned(), found)),
        Want::References => Ok(Landing::Links(Box::new(first))),
        Want::Implementation if first.language == Language::C => Ok(Landing::At(Box::new(first), None)),
        Want::Implementation => implementation(library, &first),
        Want::PythonNames => python_names(library, &first),
    }
}

/// Returns what a word means: the definitions of that name, those of its own file alone where there are some. Of a
/// dotted word whose first parts are variables, the last parts count.
fn meanings(library: &dyn Library, word: &str, file: &str) -> Result<Vec<Answer>> {
    let mut rest = word;
    loop {
        let mut found = library.where_is(rest, MEANINGS)?;
        found.retain(|answer| answer.exact);
        if found.iter().any(|answer| answer.file == file) {
            found.retain(|answer| answer.file == file);
        }
        match rest.split_once('.') {
            Some((_, shorter)) if found.is_empty() && !shorter.is_empty() => rest = shorter,
            _ => return Ok(found),
        }
    }
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
        found = library.where_is(name, MEANINGS)?;
        found.retain(|other| other.exact && other.language == Language::C && other.id != answer.id);
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
        let mut found = library.where_is(name, MEANINGS)?.into_iter();
        let same = found.find(|other| other.id == answer.id);
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
