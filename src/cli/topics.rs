//! `topics`: the concepts that search knows, and what to read for one of them.

use super::args::TopicsArgs;
use super::context::Context;
use super::error::{CliError, Exit, Outcome};
use super::print::{Out, Style, visible};
use crate::nav::Navigator;
use crate::nav::topics::{Found, TOPICS, Topic, about};
use serde::Serialize;

#[derive(Serialize)]
struct Row<'a> {
    topic: &'a str,
    also: &'a [String],
    peps: &'a [u32],
    pages: Vec<&'a str>,
    anchors: Vec<AnchorRow<'a>>,
    rev: &'a str,
}

#[derive(Serialize)]
struct AnchorRow<'a> {
    name: &'a str,
    says: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
    symbol: Option<&'a str>,
}

/// Runs `topics`.
pub fn run(context: &mut Context, args: &TopicsArgs) -> Outcome {
    let navigator = context.open()?;
    let words = args.words.join(" ");
    let wanted: Vec<&Topic> = if words.is_empty() { TOPICS.iter().collect() } else { about(&words) };
    if wanted.is_empty() {
        eprintln!("no topic is about {}; cpynav topics lists them all", visible(&words));
        return Ok(Exit::Nothing);
    }
    let limit = if words.is_empty() { wanted.len() } else { context.limit(args.limit.or(Some(1))) };
    for (place, topic) in wanted.into_iter().take(limit).enumerate() {
        let out = &mut context.out;
        if args.json {
            json(out, &navigator, topic)?;
        } else if words.is_empty() {
            let also = topic.also.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(", ");
            let line = format!("{}  {}", out.paint(Style::Symbol, &topic.title), out.paint(Style::Dim, &also));
            out.line(line.trim_end())?;
        } else {
            if place > 0 {
                out.line("")?;
            }
            tell(out, &navigator, topic)?;
        }
    }
    Ok(Exit::Found)
}

fn tell(out: &mut Out, navigator: &Navigator, topic: &Topic) -> Result<(), CliError> {
    let title = out.paint(Style::Strong, &topic.title);
    out.line(&title)?;
    let mut about: Vec<String> = topic.peps.iter().map(|pep| format!("PEP {pep}")).collect();
    about.extend(navigator.pages(topic).into_iter().map(str::to_owned));
    if !about.is_empty() {
        let line = out.paint(Style::Dim, &about.join(", "));
        out.line(&line)?;
    }
    for Found { name, says, answer } in navigator.topic(topic)? {
        let line = match &answer {
            Some(answer) => {
                let place = out.paint(Style::Place, &format!("{}:{}", answer.file, answer.line));
                let symbol = out.paint(Style::Symbol, answer.symbol.as_deref().unwrap_or(&answer.name));
                format!("{place}  {symbol}  {says}")
            }
            None => out.paint(Style::Dim, &format!("(not in {})  {name}  {says}", navigator.revision().rev)),
        };
        out.line(&line)?;
    }
    Ok(())
}

fn json(out: &mut Out, navigator: &Navigator, topic: &Topic) -> Result<(), CliError> {
    let found = navigator.topic(topic)?;
    let anchors = found.iter().map(|Found { name, says, answer }| AnchorRow {
        name,
        says,
        file: answer.as_ref().map(|answer| answer.file.as_str()),
        line: answer.as_ref().map(|answer| answer.line),
        symbol: answer.as_ref().and_then(|answer| answer.symbol.as_deref()),
    });
    out.json(&Row {
        topic: &topic.title,
        also: &topic.also,
        peps: &topic.peps,
        pages: navigator.pages(topic),
        anchors: anchors.collect(),
        rev: &navigator.revision().rev,
    })
}
