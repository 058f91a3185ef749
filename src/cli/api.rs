//! `api`: what a module or type exposes.

use super::context::Context;
use super::error::{Exit, Outcome};
use super::print::{Style, visible};
use super::rows::AnswerRow;

/// Arguments of `api`.
#[derive(Debug, Clone, clap::Args)]
pub struct ApiArgs {
    /// The dotted name of a module or type
    pub module: String,
    /// Names that begin with an underscore as well
    #[arg(long, short)]
    pub all: bool,
    /// Print one JSON object per line
    #[arg(long)]
    pub json: bool,
}

/// Runs `api`.
pub fn run(context: &mut Context, args: &ApiArgs) -> Outcome {
    let navigator = context.open()?;
    let mut answers = navigator.api(&args.module)?;
    let is_private = |name: &str| {
        let last = name.rsplit('.').next().unwrap_or(name);
        last.starts_with('_') && !last.ends_with("__")
    };
    answers.retain(|answer| args.all || !answer.python_name.as_deref().is_some_and(is_private));
    if answers.is_empty() {
        eprintln!("no module or type is named {} in {}", visible(&args.module), navigator.revision().rev);
        return Ok(Exit::Nothing);
    }
    let revision = navigator.revision();
    let short = |name: &str| name.rsplit('.').next().unwrap_or(name).to_owned();
    let names: Vec<String> =
        answers.iter().map(|answer| short(answer.python_name.as_deref().unwrap_or(&answer.name))).collect();
    let width = names.iter().map(String::len).max().unwrap_or(0).min(32);
    for (place, (answer, name)) in answers.iter().zip(&names).enumerate() {
        let out = &mut context.out;
        if args.json {
            let query = answer.python_name.as_deref().unwrap_or(&answer.name);
            out.json(&AnswerRow::new(query, place, answer, &revision.rev, &revision.commit))?;
            continue;
        }
        let padding = " ".repeat(width.saturating_sub(name.len()));
        let kind = answer.name_kind.map_or(answer.kind.as_str(), crate::model::NameKind::as_str);
        let at = out.paint(Style::Place, &format!("{}:{}", answer.file, answer.line));
        let symbol = answer.symbol.as_deref().unwrap_or_default();
        let line = format!("{}{padding}  {kind:<12} {at}  {}", out.paint(Style::Symbol, name), out.clean(symbol));
        out.line(&line)?;
    }
    Ok(Exit::Found)
}
