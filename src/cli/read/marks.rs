//! `--done`, `--undo`, `--note`: what a person read of a list.

use super::args::ReadArgs;
use crate::cli::context::Context;
use crate::cli::error::{CliError, Exit, Outcome, nearest};
use crate::model::ReadingList;
use crate::nav::reading::{Progress, State};

/// Whether the arguments change what is kept rather than print a list.
pub fn is_change(args: &ReadArgs) -> bool {
    !args.done.is_empty() || !args.undo.is_empty() || args.note.is_some()
}

/// Changes the marks and says how far the list is read.
pub fn change(context: &mut Context, args: &ReadArgs, list: &ReadingList, progress: &mut Progress) -> Outcome {
    for (which, state) in
        args.done.iter().map(|which| (which, State::Read)).chain(args.undo.iter().map(|which| (which, State::Todo)))
    {
        for card in cards(list, which)? {
            progress.change(card, |mark| mark.state = state)?;
        }
    }
    if let Some([which, text]) = args.note.as_deref() {
        for card in cards(list, which)? {
            progress.change(card, |mark| text.trim().clone_into(&mut mark.note))?;
        }
    }
    let line = format!("{}: {} of {} read", list.name, progress.done(), list.cards.len());
    let line = context.out.clean(&line).into_owned();
    context.out.line(&line)?;
    Ok(Exit::Found)
}

/// The places of the cards that a word means: its number as printed, or its symbol.
fn cards(list: &ReadingList, which: &str) -> Result<Vec<usize>, CliError> {
    let count = list.cards.len();
    if let Ok(number) = which.parse::<usize>() {
        if (1..=count).contains(&number) {
            return Ok(vec![number - 1]);
        }
        return Err(CliError::new(format!("{} has no card {number}: there are {count}", list.name)));
    }
    let found: Vec<usize> = (0..count).filter(|&place| list.cards[place].symbol == which).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let symbols: Vec<String> = list.cards.iter().map(|card| card.symbol.clone()).collect();
    let error = CliError::new(format!("{} has no card {which}", list.name));
    Err(match nearest(which, &symbols) {
        Some(near) => error.hint(format!("did you mean {near}?")),
        None => error.hint("give a symbol of the list, or its number"),
    })
}
