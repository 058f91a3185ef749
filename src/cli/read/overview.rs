//! Which lists there are; what to say when none is meant.

use crate::cli::context::Context;
use crate::cli::error::{Exit, Outcome, nearest};
use crate::cli::print::{Style, visible};
use crate::nav::Navigator;
use crate::nav::reading::{long_lists, topics_named};
use crate::nav::topics::TOPICS;

/// The lists that are no concepts: how to ask for them, and what they are.
const OTHERS: &[(&str, &str)] = &[
    ("hot", "what every operation goes through"),
    ("startup", "what every run goes through"),
    ("--from FILE...", "what a profile of your own went through"),
    ("-c CODE", "what runs for a piece of Python"),
    ("--python FILE", "what runs for a file of Python"),
    ("--api MODULE", "what a module or type offers"),
];

/// Prints the names of all lists.
pub fn print(context: &mut Context, navigator: &Navigator) -> Outcome {
    let out = &mut context.out;
    for (name, title) in OTHERS {
        let line = format!("{}  {title}", out.paint(Style::Symbol, &format!("{name:<15}")));
        out.line(&line)?;
    }
    for name in long_lists() {
        let parts: Vec<String> = topics_named(name).iter().map(|topic| topic.title.to_lowercase()).collect();
        let line = format!("{}  {}", out.paint(Style::Symbol, &format!("{name:<15}")), parts.join(", "));
        out.line(&line)?;
    }
    out.line("")?;
    let line = out.paint(Style::Strong, &format!("Concepts, in {}:", navigator.revision().rev));
    out.line(&line)?;
    for topic in TOPICS.iter() {
        let also = topic.also.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(", ");
        let line =
            format!("{}  {}", out.paint(Style::Symbol, &topic.title.to_lowercase()), out.paint(Style::Dim, &also));
        out.line(line.trim_end())?;
    }
    Ok(Exit::Found)
}

/// Says that nothing is about some words, and what is near.
pub fn nothing_about(words: &str) -> Exit {
    let names: Vec<String> = OTHERS
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .filter(|name| !name.starts_with('-'))
        .chain(
            TOPICS
                .iter()
                .flat_map(|topic| std::iter::once(&topic.title).chain(&topic.also))
                .map(|it| it.to_lowercase()),
        )
        .collect();
    let near = nearest(&words.to_lowercase(), &names);
    let hint =
        near.map_or_else(|| "cpynav read tells which there are".to_owned(), |near| format!("did you mean {near}?"));
    eprintln!("no reading list is about {}; {hint}", visible(words));
    Exit::Nothing
}
