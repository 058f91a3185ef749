//! `facts`: what is read from one file, for those who extend the program.

use super::args::FactsArgs;
use super::context::Context;
use super::error::{CliError, Exit, Outcome};
use crate::facts;
use crate::model::Dialect;
use std::io::Read;
use std::path::Path;

/// Runs `facts`.
pub fn run(context: &mut Context, args: &FactsArgs) -> Outcome {
    let dialect = match &args.dialect {
        Some(word) => Dialect::parse(word).ok_or_else(|| {
            let known: Vec<&str> = Dialect::ALL.iter().map(|dialect| dialect.as_str()).collect();
            CliError::new(format!("there is no reader called {word}"))
                .hint(format!("the readers are {}", known.join(", ")))
        })?,
        None => of_path(&args.file)?,
    };
    let mut bytes = Vec::new();
    let read = if args.file == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        std::fs::read(&args.file).map(|read| bytes = read)
    };
    read.map_err(|error| CliError::new(format!("cannot read {}: {error}", args.file.display())))?;
    context.out.json(&facts::extract(dialect, &bytes))?;
    Ok(Exit::Found)
}

/// A file is classified by its path in the repository, which is one of the ends of the path that was typed.
fn of_path(path: &Path) -> Result<Dialect, CliError> {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let parts: Vec<_> = full.iter().filter_map(|part| part.to_str()).filter(|part| *part != "/").collect();
    let root = crate::places::checkout_around(full.parent().unwrap_or(&full));
    let inside = root.and_then(|root| Some(full.strip_prefix(root).ok()?.to_str()?.to_owned()));
    let ends = (0..parts.len()).map(|from| parts[from..].join("/"));
    let mut reason = None;
    for candidate in inside.into_iter().chain(ends) {
        match facts::classify(&candidate) {
            Ok(dialect) => return Ok(dialect),
            Err(why) => reason = reason.or(Some(why)),
        }
    }
    let why = reason.map_or("no reader", crate::model::SkipReason::as_str);
    Err(CliError::new(format!("{} is not read: {why}", path.display())).hint("say how to read it: --as c"))
}
