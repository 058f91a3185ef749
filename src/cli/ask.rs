//! `where` and `search`: questions from the command line or standard input, answers as lines or JSON.

use super::args::{QueryArgs, SearchArgs};
use super::context::Context;
use super::error::{CliError, Exit, Outcome};
use super::print::{Out, Style, visible};
use super::rows::AnswerRow;
use crate::nav::{Answer, FoundBy, Navigator, TYPEDEF};
use std::io::BufRead;

/// How a question is answered.
pub type Ask = fn(&Navigator, &str, usize) -> anyhow::Result<Vec<Answer>>;

/// Signs that stand in code and in no name.
const CODE: [char; 8] = ['[', '(', '{', '=', '+', '%', '|', '&'];

/// Runs `where`.
pub fn where_is(context: &mut Context, args: &QueryArgs) -> Outcome {
    run(context, args, Navigator::where_is, true, false)
}

/// Runs `search`.
pub fn search(context: &mut Context, args: &SearchArgs) -> Outcome {
    // A person types words, not a list: `search dict lookup` is one question.
    let joined = QueryArgs { queries: vec![args.query.queries.join(" ")], ..args.query.clone() };
    run(context, &joined, Navigator::search, false, args.explain)
}

fn run(context: &mut Context, args: &QueryArgs, ask: Ask, must_be_exact: bool, explain: bool) -> Outcome {
    let navigator = context.open()?;
    let limit = context.limit(args.limit);
    if args.stdin {
        for line in std::io::stdin().lock().lines() {
            let line = line.map_err(|error| CliError::new(format!("cannot read standard input: {error}")))?;
            if !line.trim().is_empty() {
                let answers = ask(&navigator, line.trim(), limit)?;
                let how = How { json: args.json, titled: true, explain };
                print(context, &navigator, &line, &answers, how)?;
            }
        }
        return Ok(Exit::Found);
    }
    let mut exit = Exit::Found;
    for query in &args.queries {
        let answers = ask(&navigator, query, limit)?;
        let named = answers.iter().any(|answer| answer.exact);
        if answers.is_empty() || (must_be_exact && !named) {
            exit = Exit::Nothing;
            tell_near(query, &answers, &navigator);
            if must_be_exact && query.contains(CODE) {
                let code = shell_words::quote(query);
                eprintln!("hint: what runs for a piece of Python: cpynav read -c {}", visible(&code));
            }
        }
        let how = How { json: args.json, titled: args.queries.len() > 1, explain };
        print(context, &navigator, query, &answers, how)?;
    }
    Ok(exit)
}

fn tell_near(query: &str, answers: &[Answer], navigator: &Navigator) {
    let (query, rev) = (visible(query), &navigator.revision().rev);
    if answers.is_empty() {
        eprintln!("nothing like {query} in {rev}");
    } else {
        eprintln!("nothing is named {query} in {rev}; near it:");
    }
}

/// How answers are printed.
#[derive(Clone, Copy)]
struct How {
    json: bool,
    titled: bool,
    explain: bool,
}

fn print(
    context: &mut Context,
    navigator: &Navigator,
    query: &str,
    answers: &[Answer],
    how: How,
) -> Result<(), CliError> {
    let revision = navigator.revision();
    if how.json {
        for (place, answer) in answers.iter().enumerate() {
            context.out.json(&AnswerRow::new(query, place, answer, &revision.rev, &revision.commit))?;
        }
        return Ok(());
    }
    if how.titled {
        let title = context.out.paint(Style::Strong, query);
        context.out.line(&title)?;
    }
    if let Some(note) = navigator.moved() {
        eprintln!("{note}");
    }
    let with_proof = context.verbose || context.out.terminal;
    for answer in answers {
        answer_lines(&mut context.out, query, answer, with_proof, context.verbose)?;
        if how.explain && answer.found_by != FoundBy::Former {
            let colon = if answer.why.is_empty() { "" } else { ": " };
            let why = format!("    {}{colon}{}", answer.found_by.as_str(), answer.why);
            let why = context.out.paint(Style::Dim, &why);
            context.out.line(&why)?;
        }
    }
    Ok(())
}

/// Prints the line of an answer and, below it, why.
pub fn answer_lines(
    out: &mut Out,
    query: &str,
    answer: &Answer,
    with_proof: bool,
    verbose: bool,
) -> Result<(), CliError> {
    let line = headline(out, answer);
    out.line(&line)?;
    if !with_proof {
        return Ok(());
    }
    if let Some(name) =
        answer.python_name.as_deref().filter(|name| *name != query && answer.alias_of.as_deref() != Some(name))
    {
        let more = answer.serves.len().saturating_sub(1);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let line = format!("    {}{}", out.clean(name), out.paint(Style::Dim, &more));
        out.line(&line)?;
    }
    if verbose {
        for step in &answer.evidence {
            let guess = if step.certain { "" } else { "  (a guess by name)" };
            let text = format!("    {:<16} {}:{}{guess}", step.rule, step.file, step.line);
            let text = out.paint(Style::Dim, &text);
            out.line(&text)?;
        }
        let serves: Vec<&str> = answer.serves.iter().map(String::as_str).filter(|name| *name != query).collect();
        for (label, value) in [("serves", serves.join(", ")), ("doc", answer.doc.clone())] {
            if !value.is_empty() {
                let text = out.paint(Style::Dim, &format!("    {label:<16} {value}"));
                out.line(&text)?;
            }
        }
    } else if !answer.evidence.is_empty() {
        let steps: Vec<String> =
            answer.evidence.iter().map(|step| format!("{} {}:{}", step.rule, step.file, step.line)).collect();
        let text = out.paint(Style::Dim, &format!("    {}", steps.join(" > ")));
        out.line(&text)?;
    }
    remark_lines(out, answer)
}

/// Prints what is said about an answer, one remark a line.
pub fn remark_lines(out: &mut Out, answer: &Answer) -> Result<(), CliError> {
    for remark in &answer.remarks {
        let text = format!("    {:<16} {}  {}:{}", remark.kind.as_str(), remark.text, remark.file, remark.line);
        let text = out.paint(Style::Dim, &text);
        out.line(&text)?;
    }
    Ok(())
}

/// `Objects/listobject.c:1176  list_append_impl  function`, with what is special about it.
pub fn headline(out: &Out, answer: &Answer) -> String {
    let place = out.paint(Style::Place, &format!("{}:{}", answer.file, answer.line));
    let symbol = out.paint(Style::Symbol, answer.symbol.as_deref().unwrap_or(&answer.name));
    let mut line = format!("{place}  {symbol}  {}", answer.kind);
    let mut labels: Vec<String> = Vec::new();
    if let Some(base) = &answer.inherited_from {
        labels.push(format!("inherited from {base}"));
    }
    if let Some(other) = &answer.alias_of {
        labels.push(format!("is {other}"));
    }
    // A line of a traceback or a profile: which Python names stand behind it?
    if let (FoundBy::Place, [first, more @ ..]) = (answer.found_by, answer.serves.as_slice()) {
        let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
        labels.push(format!("serves {first}{more}"));
    }
    if answer.found_by == FoundBy::Former {
        labels.push(answer.why.clone());
    }
    if answer.twin {
        labels.push(format!("{} twin, does not run by default", answer.language));
    }
    if answer.generated {
        labels.push("generated".to_owned());
    }
    if answer.from_macro {
        labels.push("made by a macro".to_owned());
    }
    if let Some(platform) = answer.platform {
        labels.push(platform.to_owned());
    }
    if let Some(condition) = &answer.condition {
        labels.push(format!("if {condition}"));
    }
    if !labels.is_empty() {
        line.push_str("  ");
        line.push_str(&out.paint(Style::Warn, &format!("({})", labels.join("; "))));
    }
    line
}

/// Answers a name for a command about the links of one definition; near names are only a hint.
///
/// A typedef answers before the struct that it names: code and documents use the typedef's name.
pub fn one(navigator: &Navigator, name: &str) -> Result<Answer, Result<Exit, CliError>> {
    named(navigator, name).map(|mut answers| {
        let by_typedef = |answer: &Answer| answer.evidence.iter().any(|step| step.rule == TYPEDEF);
        let own = answers.iter().position(|answer| !by_typedef(answer));
        answers.swap_remove(own.unwrap_or(0))
    })
}

/// Returns what a name means, the best first, at least one; near names are only a hint.
pub fn named(navigator: &Navigator, name: &str) -> Result<Vec<Answer>, Result<Exit, CliError>> {
    let mut answers = navigator.where_is(name, 5).map_err(|error| Err(error.into()))?;
    if answers.iter().any(|answer| answer.exact) {
        answers.retain(|answer| answer.exact);
        return Ok(answers);
    }
    tell_near(name, &answers, navigator);
    for answer in &answers {
        let symbol = answer.symbol.as_deref().unwrap_or(&answer.name);
        eprintln!("  {}", visible(answer.python_name.as_deref().unwrap_or(symbol)));
    }
    Err(Ok(Exit::Nothing))
}
