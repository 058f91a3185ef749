//! `index`, `update` and `gc` as commands: runs them and tells how they ended.

use super::context::Context;
use super::error::{CliError, Exit, Outcome};
use super::index::IndexArgs;
use super::update::UpdateArgs;
use super::{gc, index, update};
use crate::pipeline::PipelineError;

/// Runs `index`.
pub fn index(context: &mut Context, args: &IndexArgs) -> Outcome {
    let mut args = args.clone();
    if args.revs.is_empty() && !args.worktree {
        args.revs.extend(context.selection.rev.clone());
    }
    let repo = context.selection.repo.as_deref();
    let outcomes = index::run(&args, repo, context.sample, context.quiet, true, &context.places)?;
    for line in outcomes.iter().flat_map(|outcome| index::told(outcome, args.timings)) {
        let line = context.out.clean(&line).into_owned();
        context.out.line(&line)?;
    }
    Ok(Exit::Found)
}

/// Runs `update`.
pub fn update(context: &mut Context, args: &UpdateArgs) -> Outcome {
    let updated = update::run(context.selection.repo.as_deref(), context.quiet, &context.places)?;
    let failed = updated.iter().any(|one| one.outcome.is_err());
    for line in updated.iter().flat_map(|one| update::told(one, args.timings)) {
        let line = context.out.clean(&line).into_owned();
        context.out.line(&line)?;
    }
    if failed {
        context.out.flush()?;
        return Err(CliError::new("not everything could be updated"));
    }
    Ok(Exit::Found)
}

/// Runs `gc`.
pub fn gc(context: &mut Context) -> Outcome {
    for line in gc::told(&gc::run(context.quiet, &context.places)?) {
        let line = context.out.clean(&line).into_owned();
        context.out.line(&line)?;
    }
    Ok(Exit::Found)
}

impl From<PipelineError> for CliError {
    fn from(error: PipelineError) -> Self {
        let hint = error.hint();
        let error = CliError::new(error.to_string());
        match hint {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }
}
