//! What was typed -> the list that is meant.

use super::args::ReadArgs;
use crate::cli::error::CliError;
use crate::model::ReadingList;
use crate::nav::Navigator;
use crate::nav::reading::{HotList, HotRequest, topics_named};
use crate::nav::topics::about;

/// What the words led to.
pub enum Chosen {
    /// A list.
    List(ReadingList),
    /// No words: which lists there are.
    Overview,
    /// No module or type has that name.
    NoModule(String),
    /// Nothing is about the words.
    Nothing(String),
}

/// Lines of reading of a measured list, unless said otherwise.
const BUDGET: u32 = 500;
/// Further concepts that are told as related.
const RELATED: usize = 4;

/// Makes the list that the arguments mean.
pub fn choose(navigator: &Navigator, args: &ReadArgs) -> Result<Chosen, CliError> {
    if let Some(module) = &args.api {
        let list = navigator.api_list(module, args.budget)?;
        return Ok(list.map_or_else(|| Chosen::NoModule(module.clone()), Chosen::List));
    }
    if let Some(code) = &args.code {
        let compiled = navigator.compiled(code)?;
        let (name, title) = (format!("-c {code}"), format!("What runs for {code}"));
        return Ok(Chosen::List(navigator.script_list(&name, &title, &compiled, &args.types, args.budget)?));
    }
    if let Some(file) = &args.python {
        let shown = file.display();
        let read = |error| CliError::new(format!("cannot read {shown}: {error}"));
        let bytes = std::fs::read(file).map_err(read)?;
        let compiled = navigator.compiled(&String::from_utf8_lossy(&bytes))?;
        let (name, title) = (format!("--python {shown}"), format!("What runs for {shown}"));
        return Ok(Chosen::List(navigator.script_list(&name, &title, &compiled, &args.types, args.budget)?));
    }
    let words = args.list.join(" ");
    let hot = if words.is_empty() { None } else { HotList::parse(&words) };
    if hot.is_some() || !args.from.is_empty() {
        let request = HotRequest {
            list: hot.unwrap_or(HotList::Hot),
            budget: args.budget.unwrap_or(BUDGET),
            from: args.from.clone(),
            minus: args.minus.clone(),
            merge: args.merge,
            estimate: args.estimate,
        };
        return Ok(Chosen::List(navigator.hot(&request)?));
    }
    if words.trim().is_empty() {
        return Ok(Chosen::Overview);
    }
    let mut topics = topics_named(&words);
    let mut others = about(&words);
    if topics.is_empty() {
        topics.extend(others.first().copied());
    }
    let Some(first) = topics.first() else { return Ok(Chosen::Nothing(words)) };
    let name = if topics.len() > 1 { words.trim() } else { &first.title };
    let mut list = navigator.topic_list(name, &topics, args.budget)?;
    others.retain(|other| topics.iter().all(|topic| topic.title != other.title));
    if !others.is_empty() {
        let others: Vec<String> = others.iter().take(RELATED).map(|topic| topic.title.to_lowercase()).collect();
        list.notes.push(format!("related lists: {}", others.join("; ")));
    }
    Ok(Chosen::List(list))
}
