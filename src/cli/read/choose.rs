//! What was typed -> the list that is meant.

use super::args::ReadArgs;
use super::ask_python;
use crate::cli::error::CliError;
use crate::model::ReadingList;
use crate::nav::Navigator;
use crate::nav::reading::{HotList, HotRequest, topics_named};
use crate::nav::topics::about;
use std::path::Path;

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
    if args.code.is_some() || args.python.is_some() {
        return script(navigator, args);
    }
    let words = args.list.join(" ");
    let hot = if words.is_empty() { None } else { HotList::parse(&words) };
    if hot.is_none() && !words.is_empty() && !args.from.is_empty() {
        return Err(CliError::new(format!("{words} is not made from profiles")).hint("cpynav read hot --from FILE"));
    }
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

/// What runs for a piece or a file of Python.
fn script(navigator: &Navigator, args: &ReadArgs) -> Result<Chosen, CliError> {
    let (name, shown, code) = match (&args.code, &args.python) {
        (Some(code), _) => (format!("-c {code}"), code.clone(), code.clone()),
        (None, Some(file)) => {
            let shown = file.display().to_string();
            (format!("--python {shown}"), shown, file_text(file)?)
        }
        (None, None) => return Ok(Chosen::Overview),
    };
    if code.trim().is_empty() {
        return Err(CliError::new("there is no code to follow").hint("cpynav read -c 'x[i]'"));
    }
    for kind in &args.types {
        if !navigator.is_type(kind)? {
            let rev = &navigator.revision().rev;
            return Err(
                CliError::new(format!("{kind} is no type of {rev}")).hint("--types takes names such as list,int")
            );
        }
    }
    let compiled = match &args.ask_python {
        Some(program) => ask_python::ask(navigator, program, &code)?,
        None => navigator.compiled(&code)?,
    };
    if let (Some(line), true) = (compiled.errors.first(), compiled.instructions.iter().all(|one| one.node.is_none())) {
        let text = code.lines().nth(*line as usize - 1).unwrap_or_default().trim();
        return Err(CliError::new(format!("line {line} is no Python that is understood: {text}"))
            .hint("--ask-python asks a Python for its instructions instead"));
    }
    let title = format!("What runs for {shown}");
    Ok(Chosen::List(navigator.script_list(&name, &title, &compiled, &args.types, args.budget)?))
}

/// The text of a file of Python.
fn file_text(file: &Path) -> Result<String, CliError> {
    let shown = file.display();
    let bytes = std::fs::read(file).map_err(|error| CliError::new(format!("cannot read {shown}: {error}")))?;
    if bytes.contains(&0) {
        return Err(CliError::new(format!("{shown} is no text")).hint("--python takes the source of a script"));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
