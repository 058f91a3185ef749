//! The command line: one straight line of calls per subcommand, no logic.

mod api;
mod args;
mod ask;
mod blame;
mod browse;
mod config;
mod context;
mod diff;
mod differences;
mod error;
mod export;
mod facts;
pub mod gc;
mod graph;
mod home;
pub mod index;
mod links;
mod log;
mod meta;
mod pager;
mod path;
mod print;
mod profile;
pub mod progress;
mod read;
mod refs;
mod rows;
mod show;
mod status;
mod topics;
pub mod update;
mod work;

use args::{Cli, Command};
use clap::Parser;
use context::Context;
use error::Outcome;
use print::{Out, wants_color};
use std::io::IsTerminal;
use std::process::ExitCode;

/// Runs the program.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // clap knows where help and where errors go, and in which colours.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let when = cli.global.color.unwrap_or(args::When::Auto);
    match run(&cli) {
        Ok(exit) => exit.into(),
        Err(error) => error.report(wants_color(when, std::io::stderr().is_terminal())),
    }
}

fn run(cli: &Cli) -> Outcome {
    if cli.version {
        return meta::version(&mut Out::new(args::When::Never));
    }
    let mut context = Context::new(&cli.global)?;
    let outcome = match &cli.command {
        None => home::run(&mut context),
        Some(Command::Index(args)) => work::index(&mut context, args),
        Some(Command::Update(args)) => work::update(&mut context, args),
        Some(Command::Gc) => work::gc(&mut context),
        Some(Command::Status(args)) => status::run(&mut context, args),
        Some(Command::Where(args)) => ask::where_is(&mut context, args),
        Some(Command::Show(args)) => show::run(&mut context, args),
        Some(Command::Links(args)) => links::links(&mut context, args),
        Some(Command::Callers(args)) => links::calls(&mut context, args, false),
        Some(Command::Callees(args)) => links::calls(&mut context, args, true),
        Some(Command::Refs(args)) => refs::run(&mut context, args),
        Some(Command::Path(args)) => path::run(&mut context, args),
        Some(Command::Log(args)) => log::run(&mut context, args),
        Some(Command::Blame(args)) => blame::run(&mut context, args),
        Some(Command::Diff(args)) => diff::run(&mut context, args),
        Some(Command::Search(args)) => ask::search(&mut context, args),
        Some(Command::Topics(args)) => topics::run(&mut context, args),
        Some(Command::Profile(args)) => profile::run(&mut context, args),
        Some(Command::Read(args)) => read::run(&mut context, args),
        Some(Command::Api(args)) => api::run(&mut context, args),
        Some(Command::Export(args)) => export::run(&mut context, args),
        Some(Command::Facts(args)) => facts::run(&mut context, args),
        Some(Command::Completions { shell }) => meta::completions(&mut context.out, *shell),
        Some(Command::Man) => meta::man(&mut context.out),
    };
    let flushed = context.out.flush();
    let exit = outcome?;
    flushed?;
    Ok(exit)
}
