//! `blame`: each line of a definition with the commit that wrote it.

use super::ask::headline;
use super::context::Context;
use super::error::{CliError, Exit, Outcome};
use super::log::{DIGITS, about, date, progress};
use super::print::Style;
use crate::history::{self, Blamed};
use crate::pipeline::{PipelineError, Progress};
use serde::Serialize;

/// Columns of an author's name.
const AUTHOR: usize = 16;

#[derive(Serialize)]
struct Row<'a> {
    file: &'a str,
    line: u32,
    commit: &'a str,
    date: String,
    time: i64,
    author: &'a str,
    subject: &'a str,
    from_file: &'a str,
    from_line: u32,
    oldest: bool,
    text: &'a str,
}

/// Arguments of `blame`.
#[derive(Debug, Clone, clap::Args)]
pub struct BlameArgs {
    /// A name, a symbol, or a file and line as in `os.py:20`
    pub name: String,
    /// Print one JSON object per line
    #[arg(long)]
    pub json: bool,
}

/// Runs `blame`.
pub fn run(context: &mut Context, args: &BlameArgs) -> Outcome {
    let (answer, source, subject) = match about(context, &args.name) {
        Ok(found) => found,
        Err(end) => return end,
    };
    let progress = progress(context);
    progress.stage("look who wrote it", None);
    let kept = context.places.history();
    let blame = history::blame(&source, &subject, Some(&kept), &|| progress.cancelled());
    drop(progress);
    let blame = blame.map_err(|error| CliError::from(PipelineError::from(error)))?;
    let out = &mut context.out;
    if args.json {
        for Blamed { line, text, commit, file, origin, oldest } in &blame {
            out.json(&Row {
                file: &subject.place.file,
                line: *line,
                commit: &commit.id,
                date: date(commit),
                time: commit.time,
                author: &commit.author,
                subject: &commit.subject,
                from_file: file,
                from_line: *origin,
                oldest: *oldest,
                text,
            })?;
        }
        return Ok(if blame.is_empty() { Exit::Nothing } else { Exit::Found });
    }
    let head = headline(out, &answer);
    out.line(&head)?;
    let width = blame.last().map_or(1, |last| last.line.to_string().len());
    let mut before = "";
    for row in &blame {
        // A run of lines of one commit tells it once.
        let (mark, who) = if row.commit.id == before {
            (" ".repeat(DIGITS + 13), String::new())
        } else {
            let oldest = if row.oldest { '^' } else { ' ' };
            let id = row.commit.id.get(..DIGITS).unwrap_or(&row.commit.id);
            (format!("{id}{oldest} {} ", date(&row.commit)), row.commit.author.chars().take(AUTHOR).collect())
        };
        before = &row.commit.id;
        let mark = out.paint(Style::Dim, &mark);
        let who = out.paint(Style::Symbol, &format!("{who:<AUTHOR$}"));
        let number = out.paint(Style::Dim, &format!("{:>width$}", row.line));
        let line = format!("{mark} {who} {number}  {}", out.clean(&row.text));
        out.line(line.trim_end())?;
    }
    if blame.iter().any(|row| row.oldest) {
        out.flush()?;
        eprintln!("^ is older: this clone's history ends there; to get the rest: cpynav index --full");
    }
    Ok(if blame.is_empty() { Exit::Nothing } else { Exit::Found })
}
