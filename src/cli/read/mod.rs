//! `read`: reading lists, on the terminal, as Markdown, JSON or a page; and what was read of them.

mod args;
mod ask_python;
mod choose;
mod html;
mod json;
mod markdown;
mod marks;
mod overview;
mod picture;
mod text;

use super::context::Context;
use super::error::{CliError, Exit, Outcome};
use super::pager::Pager;
use super::print::visible;
use crate::model::{Card, ReadingList};
use crate::nav::Navigator;
use crate::nav::reading::{Mark, Progress, Shown, Texts, excerpt};
pub use args::ReadArgs;
use args::ReadFormat;
use choose::Chosen;

/// A list with all that a printer needs.
struct Page<'a> {
    list: &'a ReadingList,
    navigator: &'a Navigator,
    texts: Texts<'a>,
    marks: &'a [Mark],
}

/// Runs `read`.
pub fn run(context: &mut Context, args: &ReadArgs) -> Outcome {
    let navigator = context.open()?;
    let list = match choose::choose(&navigator, args)? {
        Chosen::Overview => return overview::print(context, &navigator),
        Chosen::Nothing(words) => return Ok(overview::nothing_about(&words)),
        Chosen::NoModule(name) => {
            eprintln!("no module or type is named {} in {}", visible(&name), navigator.revision().rev);
            return Ok(Exit::Nothing);
        }
        Chosen::List(list) => list,
    };
    let mut progress = Progress::load(&context.places, &navigator, &list);
    if marks::is_change(args) {
        return marks::change(context, args, &list, &mut progress);
    }
    let page = Page { list: &list, navigator: &navigator, texts: Texts::new(&navigator), marks: &progress.marks };
    match args.format() {
        ReadFormat::Json => json::print(&mut context.out, &list)?,
        ReadFormat::Md => markdown::print(&mut context.out, &page)?,
        ReadFormat::Html => html::print(&mut context.out, &page)?,
        ReadFormat::Text => {
            let paged = context.out.terminal && !args.no_pager && !list.cards.is_empty();
            let pager = if paged { Pager::start(context.config.pager.as_deref(), &mut context.out) } else { None };
            let printed = text::print(&mut context.out, &page);
            if let Some(pager) = pager {
                pager.finish(&mut context.out);
            }
            match printed {
                // The person left the pager.
                Err(CliError { code: 0, .. }) if paged => {}
                other => other?,
            }
        }
    }
    Ok(if list.cards.is_empty() { Exit::Nothing } else { Exit::Found })
}

impl Page<'_> {
    fn mark(&self, place: usize) -> Mark {
        self.marks.get(place).cloned().unwrap_or_default()
    }

    /// How many cards were read as they are now.
    fn done(&self) -> usize {
        self.marks.iter().filter(|mark| mark.is_done()).count()
    }

    /// What to show of a card; empty where its text is not stored.
    fn excerpt(&self, card: &Card) -> Vec<Shown> {
        if self.texts.get(&card.file).is_ok() { excerpt(card) } else { Vec::new() }
    }

    /// What a reader of the addresses must know; `None` where the repository itself names its web address.
    fn supposed(&self) -> Option<&'static str> {
        let known = self.navigator.revision().web.is_some();
        (!known).then_some("the clone names no web address: links suppose github.com/python/cpython")
    }

    /// The address of some lines at the commit. A clone that names no web address is taken for one of CPython.
    fn permalink(&self, file: &str, first: u32, last: u32) -> Option<String> {
        const HOME: &str = "https://github.com/python/cpython";
        self.navigator.permalink(file, first, last).or_else(|| {
            let commit = &self.list.commit;
            let is_commit = commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
            let lines = if last > first { format!("L{first}-L{last}") } else { format!("L{first}") };
            is_commit.then(|| format!("{HOME}/blob/{commit}/{file}#{lines}"))
        })
    }
}

/// `41-60` or `41`.
fn span(first: u32, last: u32) -> String {
    if first == last { first.to_string() } else { format!("{first}-{last}") }
}

/// A share in per cent: two digits that say something.
fn percent(share: f64) -> String {
    let share = share * 100.0;
    if share >= 10.0 { format!("{share:.0} %") } else { format!("{share:.1} %") }
}

/// The share of a card and of all up to it, its workloads; empty where nothing was measured.
fn measured(card: &Card) -> String {
    let mut told = Vec::new();
    if card.share > 0.0 {
        told.push(format!("{}, {} so far", percent(card.share), percent(card.cumulative)));
    }
    if let Some((runs, of)) = card.runs_in {
        told.push(format!("in {runs} of {of} profiles"));
    }
    told.join(", ")
}
