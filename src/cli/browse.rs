//! No command, on a terminal: the terminal interface. The first run clones and indexes inside it; where nothing can be
//! reached the embedded miniature opens.

use super::context::Context;
use super::error::{CliError, Exit, Outcome};
use crate::nav::Selection;
use crate::pipeline::{self, PipelineError, Progress};
use crate::places::Places;
use crate::source::Source;
use crate::tui::{self, Opening};

/// Opens the interface; returns when the person leaves it.
pub fn run(context: &Context) -> Outcome {
    let places = context.places.clone();
    let selection = context.selection.clone();
    let wanted = selection.clone();
    let sample = Selection { repo: Some(Source::sample().repository().to_owned()), rev: None };
    let (of_wanted, of_sample) = (places.clone(), places.clone());
    let opening = Opening {
        places,
        selection,
        build: Box::new(move |progress| told(index(&wanted, &of_wanted, progress))),
        sample,
        open: None,
        list: None,
        build_sample: Box::new(move |progress| {
            told(pipeline::run(&Source::sample(), None, &of_sample, progress).map(drop))
        }),
    };
    let wrong = |what| CliError::new(format!("{}: {what}", context.places.config.display()));
    let defaults = tui::Options::from_environment().with_keys(context.config.key.clone()).map_err(wrong)?;
    let defaults = defaults.with_theme(&context.config.theme).map_err(wrong)?;
    let chosen = std::env::var_os("CPYNAV_EDITOR").is_none().then(|| context.config.editor.clone()).flatten();
    let editor = chosen.unwrap_or(defaults.editor);
    let mouse = context.config.mouse.unwrap_or(defaults.mouse);
    let memory = Some(context.places.state.with_file_name("browse.json"));
    let options = tui::Options { colour: context.out.color, editor, mouse, memory, ..defaults };
    tui::run(Box::new(opening), &options).map_err(|error| CliError::new(format!("{error:#}")))?;
    Ok(Exit::Found)
}

fn index(wanted: &Selection, places: &Places, progress: &dyn Progress) -> Result<(), PipelineError> {
    let address = pipeline::locate(wanted.repo.as_deref(), wanted.rev.as_deref(), places);
    let revs: Vec<String> = wanted.rev.iter().cloned().collect();
    let source = pipeline::acquire(&address, &revs, false, places, progress)?;
    pipeline::run(&source, wanted.rev.as_deref(), places, progress).map(drop)
}

fn told(result: Result<(), PipelineError>) -> Result<(), String> {
    result.map_err(|error| error.to_string())
}
