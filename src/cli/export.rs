//! `export`: everything, one row at a time.

use super::args::{Export, ExportArgs};
use super::context::Context;
use super::error::{CliError, Exit, Outcome};
use super::rows::{DefinitionRow, LinkJson};
use crate::model::Language;
use crate::nav::Navigator;

/// Runs `export`.
pub fn run(context: &mut Context, args: &ExportArgs) -> Outcome {
    let navigator = context.open()?;
    match args.what {
        Export::Definitions => definitions(context, &navigator, args.json)?,
        Export::Links => links(context, &navigator, args.json)?,
        Export::Tags if args.json => {
            return Err(CliError::new("tags are not JSON").hint("cpynav export definitions --json"));
        }
        Export::Tags => tags(context, &navigator)?,
    }
    Ok(Exit::Found)
}

fn definitions(context: &mut Context, navigator: &Navigator, json: bool) -> Result<(), CliError> {
    for row in navigator.definitions() {
        let (_, file, definition) = row?;
        let out = &mut context.out;
        if json {
            out.json(&DefinitionRow::new(&definition, file))?;
        } else {
            let line = format!("{file}:{}\t{}\t{}", definition.line, definition.symbol, definition.kind);
            let line = out.clean(&line).into_owned();
            out.line(&line)?;
        }
    }
    Ok(())
}

fn links(context: &mut Context, navigator: &Navigator, json: bool) -> Result<(), CliError> {
    for row in navigator.all_links()? {
        let row = row?;
        let out = &mut context.out;
        if json {
            out.json(&LinkJson::from(&row))?;
        } else {
            let line = format!("{}:{}\t{}\t{}\t{}", row.file, row.line, row.kind, row.from.symbol, row.to.symbol);
            let line = out.clean(&line).into_owned();
            out.line(&line)?;
        }
    }
    Ok(())
}

/// A tags file by line numbers, sorted by bytes, as `readtags` and the editors expect it.
fn tags(context: &mut Context, navigator: &Navigator) -> Result<(), CliError> {
    let mut lines = Vec::new();
    for row in navigator.definitions() {
        let (_, file, definition) = row?;
        if definition.language == Language::Doc {
            continue;
        }
        let extra = format!("kind:{}\tlanguage:{}", definition.kind, definition.language);
        let names = [&definition.name, &definition.symbol, &definition.dotted];
        let mut told: Vec<&str> = Vec::new();
        for name in names.into_iter().map(|name| &**name) {
            if fits(name) && !told.contains(&name) {
                told.push(name);
                lines.push(format!("{name}\t{file}\t{};\"\t{extra}", definition.line));
            }
        }
    }
    for row in navigator.names() {
        let (name, answer) = row?;
        if fits(&name) {
            lines.push(format!(
                "{name}\t{}\t{};\"\tkind:{}\tlanguage:{}",
                answer.file, answer.line, answer.kind, answer.language
            ));
        }
    }
    lines.sort_unstable();
    lines.dedup();
    let out = &mut context.out;
    out.line("!_TAG_FILE_FORMAT\t2\t/extended format/")?;
    out.line("!_TAG_FILE_SORTED\t1\t/0=unsorted, 1=sorted, 2=foldcase/")?;
    out.line("!_TAG_PROGRAM_NAME\tcpynav\t//")?;
    out.line(&format!("!_TAG_PROGRAM_VERSION\t{}\t//", env!("CARGO_PKG_VERSION")))?;
    for line in lines {
        out.line(&line)?;
    }
    Ok(())
}

/// The format has no way to quote white space.
fn fits(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control()) && !name.starts_with('!')
}
