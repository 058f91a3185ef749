//! `diff`: what differs between two indexed revisions.

use super::ask::headline;
use super::context::Context;
use super::error::{CliError, Exit, Outcome, nearest};
use super::log::patch_lines;
use super::print::visible;
use crate::history::{self, Difference, Pair, What};
use crate::model::{Kind, Language};
use crate::nav::{Answer, Navigator, Selection};
use clap::builder::PossibleValue;
use serde::Serialize;

/// Arguments of `diff`.
#[derive(Debug, Clone, clap::Args)]
pub struct DiffArgs {
    /// The older revision: a tag, a branch or a commit that is indexed
    pub old: String,
    /// The newer one
    pub new: String,
    /// One definition: its unified diff
    pub name: Option<String>,
    /// Only what happened so: added, removed, moved, renamed, changed; may be given more than once
    #[arg(long, value_name = "WHAT", conflicts_with = "name")]
    pub what: Vec<What>,
    /// Only definitions of this kind: function, macro, class, ...; may be given more than once
    #[arg(long, value_name = "KIND", conflicts_with = "name")]
    pub kind: Vec<String>,
    /// Only definitions in this language: c, python, dsl, grammar, doc [default: all but doc]
    #[arg(long, value_name = "LANGUAGE", conflicts_with = "name")]
    pub lang: Vec<String>,
    /// Only files whose path, in either revision, begins so; may be given more than once
    #[arg(long, value_name = "PATH", conflicts_with = "name")]
    pub path: Vec<String>,
    /// Generated code as well
    #[arg(long, conflicts_with = "name")]
    pub generated: bool,
    /// Print one JSON object per definition
    #[arg(long)]
    pub json: bool,
    /// Print at most so many definitions, 0 for all [default: 40; with --json all]
    #[arg(long, short = 'n', value_name = "N")]
    pub limit: Option<usize>,
}

/// Runs `diff`.
pub fn run(context: &mut Context, args: &DiffArgs) -> Outcome {
    let wanted = Wanted::new(args)?;
    let old = open(context, &args.old)?;
    let new = open(context, &args.new)?;
    match &args.name {
        Some(name) => one(context, &old, &new, args, name),
        None => super::differences::run(context, &old, &new, args, &wanted),
    }
}

/// Which definitions are wanted; empty means all.
pub struct Wanted<'a> {
    what: &'a [What],
    kinds: Vec<Kind>,
    languages: Vec<Language>,
    paths: &'a [String],
    generated: bool,
}

impl<'a> Wanted<'a> {
    fn new(args: &'a DiffArgs) -> Result<Self, CliError> {
        Ok(Wanted {
            what: &args.what,
            kinds: words(&args.kind, "kind of definition", &Kind::ALL.iter().map(|kind| (kind.as_str(), *kind)))?,
            languages: words(&args.lang, "language", &Language::ALL.iter().map(|it| (it.as_str(), *it)))?,
            paths: &args.path,
            generated: args.generated,
        })
    }

    /// Sections of documents come only when they are asked for.
    fn is_code(&self, row: &Difference) -> bool {
        row.language != Language::Doc || self.kinds.contains(&Kind::Section)
    }

    /// Whether a definition is wanted.
    pub fn has(&self, row: &Difference) -> bool {
        let places = || row.old.iter().chain(&row.new);
        (self.what.is_empty() || self.what.contains(&row.what))
            && (self.kinds.is_empty() || self.kinds.contains(&row.kind))
            && (self.languages.contains(&row.language) || (self.languages.is_empty() && self.is_code(row)))
            && (self.paths.is_empty() || places().any(|it| self.paths.iter().any(|path| it.file.starts_with(path))))
            && (self.generated || !row.generated)
    }
}

fn words<T: Copy>(
    given: &[String],
    what: &str,
    known: &(impl Iterator<Item = (&'static str, T)> + Clone),
) -> Result<Vec<T>, CliError> {
    let word = |given: &String| {
        known.clone().find(|(name, _)| name == given).map(|(_, value)| value).ok_or_else(|| {
            let names: Vec<String> = known.clone().map(|(name, _)| name.to_owned()).collect();
            let error = CliError::new(format!("there is no {what} called {given}"));
            match nearest(given, &names) {
                Some(near) => error.hint(format!("did you mean {near}?")),
                None => error.hint(format!("known are {}", names.join(", "))),
            }
        })
    };
    given.iter().map(word).collect()
}

impl clap::ValueEnum for What {
    fn value_variants<'a>() -> &'a [Self] {
        &[What::Added, What::Removed, What::Moved, What::Renamed, What::Changed]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.as_str()))
    }
}

fn open(context: &Context, rev: &str) -> Result<Navigator, CliError> {
    let selection = Selection { rev: Some(rev.to_owned()), ..context.selection.clone() };
    Ok(Navigator::open(&context.places, &selection)?)
}

#[derive(Serialize)]
struct Row<'a> {
    query: &'a str,
    what: &'static str,
    changed: bool,
    old: Option<Side<'a>>,
    new: Option<Side<'a>>,
    patch: &'a str,
}

#[derive(Serialize)]
struct Side<'a> {
    rev: &'a str,
    symbol: Option<&'a str>,
    file: &'a str,
    line: u32,
    end_line: u32,
}

fn side<'a>(navigator: &'a Navigator, answer: &'a Answer) -> Side<'a> {
    Side {
        rev: &navigator.revision().rev,
        symbol: answer.symbol.as_deref(),
        file: &answer.file,
        line: answer.line,
        end_line: answer.end_line,
    }
}

/// One definition: a unified diff.
fn one(context: &mut Context, old: &Navigator, new: &Navigator, args: &DiffArgs, name: &str) -> Outcome {
    let Some(pair) = history::compare_name(old, new, name)? else {
        let (a, b) = (&old.revision().rev, &new.revision().rev);
        eprintln!("nothing is named {} in {a} or {b}", visible(name));
        return Ok(Exit::Nothing);
    };
    let Pair { old: before, new: after, what, changed, patch } = &pair;
    let out = &mut context.out;
    if args.json {
        out.json(&Row {
            query: name,
            what: what.as_str(),
            changed: *changed,
            old: before.as_ref().map(|answer| side(old, answer)),
            new: after.as_ref().map(|answer| side(new, answer)),
            patch,
        })?;
        return Ok(Exit::Found);
    }
    for (navigator, answer) in [(old, before), (new, after)] {
        let line = match answer {
            Some(answer) => headline(out, answer),
            None => "not there".to_owned(),
        };
        out.line(&format!("{:<10} {line}", navigator.revision().rev))?;
    }
    match (what, changed) {
        (What::Same, _) => out.line("the same text in both")?,
        (_, false) => out.line(&format!("{what}; the same text in both"))?,
        (_, true) => out.line(what.as_str())?,
    }
    patch_lines(out, patch)?;
    Ok(Exit::Found)
}
