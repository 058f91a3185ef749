//! What every command needs: places, selection, output; flags joined with environment and configuration.

use super::args::{Global, When};
use super::config::{self, Config};
use super::error::CliError;
use super::print::Out;
use crate::nav::{Navigator, Selection};
use crate::pipeline;
use crate::places::Places;
use crate::source::Source;
use std::path::PathBuf;

/// The settings of this run.
pub struct Context {
    /// Folders.
    pub places: Places,
    /// Which index answers.
    pub selection: Selection,
    /// What the file says.
    pub config: Config,
    /// Standard output.
    pub out: Out,
    /// Whether to say more.
    pub verbose: bool,
    /// Whether to show no progress.
    pub quiet: bool,
    /// Whether the embedded miniature answers.
    pub sample: bool,
}

/// Answers to one question, unless said otherwise.
const LIMIT: usize = 10;

impl Context {
    /// Joins flags and environment (`global`) with the configuration.
    pub fn new(global: &Global) -> Result<Self, CliError> {
        let places = Places::find(global.index_dir.as_deref());
        let config = config::load(&places.config)?;
        let places = match (&global.index_dir, &config.index_dir) {
            (None, Some(folder)) => Places::find(Some(&expanded(folder))),
            _ => places,
        };
        let repo = global.repo.clone().or_else(|| config.repo.clone());
        let selection = if global.sample {
            Selection { repo: Some(Source::sample().repository().to_owned()), rev: None }
        } else {
            Selection { repo, rev: global.rev.clone().or_else(|| config.rev.clone()) }
        };
        let when = global.color.or(config.color).unwrap_or(When::Auto);
        Ok(Context {
            places,
            selection,
            out: Out::new(when),
            config,
            verbose: global.verbose,
            quiet: global.quiet,
            sample: global.sample,
        })
    }

    /// Opens the index that answers. The embedded miniature is indexed on the way.
    pub fn open(&self) -> Result<Navigator, CliError> {
        match Navigator::open(&self.places, &self.selection) {
            // Whatever is wrong with it: the sample is built in a moment.
            Err(_) if self.sample => {
                pipeline::run(&Source::sample(), None, &self.places, &pipeline::Silent).map_err(CliError::from)?;
                Ok(Navigator::open(&self.places, &self.selection)?)
            }
            opened => Ok(opened?),
        }
    }

    /// Returns how many answers to print; 0 stands for all.
    pub fn limit(&self, flag: Option<usize>) -> usize {
        match flag.or(self.config.limit).unwrap_or(LIMIT) {
            0 => usize::MAX,
            limit => limit,
        }
    }
}

/// Reads `~/` as the home folder: a file has no shell in front of it.
fn expanded(path: &std::path::Path) -> PathBuf {
    match (path.strip_prefix("~"), std::env::var_os("HOME")) {
        (Ok(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => path.to_owned(),
    }
}
