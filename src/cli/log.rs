//! `log`: the commits that touched one definition.

use super::ask::{headline, named};
use super::context::Context;
use super::error::{CliError, Exit, Outcome};
use super::print::{Out, Style};
use super::progress::Shown;
use crate::history::{self, End, Limits, Place, Subject, Touch, What};
use crate::nav::{Answer, Navigator};
use crate::pipeline::{self, PipelineError, Progress};
use crate::source::SourceError;
use crate::source::history::{CommitInfo, History};
use serde::Serialize;
use std::io::IsTerminal;

/// Digits of a commit that are shown.
pub const DIGITS: usize = 12;

/// Arguments of `log`.
#[derive(Debug, Clone, clap::Args)]
pub struct LogArgs {
    /// A name, a symbol, or a file and line as in `os.py:20`
    pub name: String,
    /// Show what each commit changed of the definition
    #[arg(long, short)]
    pub patch: bool,
    /// Print one JSON object per commit
    #[arg(long)]
    pub json: bool,
    /// At most so many commits, 0 for all
    #[arg(long, short = 'n', value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// Look at no more than so many commits of its files, 0 for all
    #[arg(long, value_name = "N", default_value_t = 5000, hide_short_help = true)]
    pub cap: usize,
}

/// Runs `log`.
pub fn run(context: &mut Context, args: &LogArgs) -> Outcome {
    let (answer, source, subject) = match about(context, &args.name) {
        Ok(found) => found,
        Err(end) => return end,
    };
    if !args.json {
        let line = headline(&context.out, &answer);
        context.out.line(&line)?;
    }
    let all = |limit: usize| if limit == 0 { usize::MAX } else { limit };
    let limits = Limits { touches: all(args.limit), commits: all(args.cap) };
    let progress = progress(context);
    progress.stage("look through commits", None);
    let kept = context.places.history();
    let mut written = Ok(());
    let log = history::log(&source, &subject, &limits, Some(&kept), &|| progress.cancelled(), &mut |touch| {
        if written.is_ok() {
            written = print(&mut context.out, touch, args);
        }
    });
    drop(progress);
    written?;
    let log = log.map_err(|error| CliError::from(PipelineError::from(error)))?;
    context.out.flush()?;
    if let Some(note) = note(log.end, args) {
        eprintln!("{note}");
    }
    Ok(if log.touches > 0 { Exit::Found } else { Exit::Nothing })
}

/// Opens the repository behind an index.
fn open(context: &Context, navigator: &Navigator) -> Result<History, CliError> {
    let source = pipeline::local(&navigator.revision().repository, &context.places).map_err(CliError::from)?;
    source.history().map_err(|error: SourceError| PipelineError::from(error).into())
}

/// Returns the definition that is asked about, the repository its past is in, and where that past begins; or how to end.
pub fn about(context: &mut Context, name: &str) -> Result<(Answer, History, Subject), Outcome> {
    let navigator = context.open().map_err(Err)?;
    let answer = named(&navigator, name)?.swap_remove(0);
    let source = open(context, &navigator).map_err(Err)?;
    let subject = Subject::of(&navigator, &answer).map_err(|error| Err(error.into()))?;
    Ok((answer, source, subject))
}

/// Takes over Ctrl-C; shows on a terminal that work goes on.
pub fn progress(context: &Context) -> Shown {
    Shown::new(context.quiet || !std::io::stderr().is_terminal() || context.out.terminal)
}

fn note(end: End, args: &LogArgs) -> Option<String> {
    match end {
        End::Whole => None,
        End::Touches => Some(format!("the newest {}; there may be more: --limit 0 tells all", args.limit)),
        End::Commits => Some(format!("stopped after {} commits of its files; --cap 0 looks at all", args.cap)),
        End::Shallow => Some(
            "this clone's history ends here; to get the rest: cpynav index --full (or git fetch --unshallow)".into(),
        ),
        End::Missing => Some("contents of some commits are not in this clone: what they did is not told".into()),
        End::Stopped => Some("interrupted; older commits were not looked at".into()),
    }
}

#[derive(Serialize)]
struct Row<'a> {
    commit: &'a str,
    date: String,
    time: i64,
    author: &'a str,
    subject: &'a str,
    what: &'static str,
    changed: bool,
    file: &'a str,
    line: u32,
    end_line: u32,
    symbol: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    from_file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from_line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from_symbol: Option<&'a str>,
    patch: &'a str,
}

fn print(out: &mut Out, touch: &Touch, args: &LogArgs) -> Result<(), CliError> {
    let CommitInfo { id, author, subject, time, .. } = &touch.commit;
    let Place { file, line, end_line, symbol, .. } = &touch.place;
    let before = touch.before.as_ref().filter(|_| touch.what != What::Removed);
    if args.json {
        return out.json(&Row {
            commit: id,
            date: date(&touch.commit),
            time: *time,
            author,
            subject,
            what: touch.what.as_str(),
            changed: touch.changed,
            file,
            line: *line,
            end_line: *end_line,
            symbol,
            from_file: before.map(|place| place.file.as_str()),
            from_line: before.map(|place| place.line),
            from_symbol: before.map(|place| place.symbol.as_str()),
            patch: &touch.patch,
        });
    }
    let short = out.paint(Style::Strong, id.get(..DIGITS).unwrap_or(id));
    let what = out.paint(Style::Warn, &format!("{:<7}", touch.what));
    let place = out.paint(Style::Place, &format!("{file}:{line}"));
    let mut line = format!("{short}  {}  {what}  {place}  {}", date(&touch.commit), out.clean(author));
    line.push_str(&out.paint(Style::Dim, &format!("  {subject}")));
    out.line(&line)?;
    if let Some(before) = before.filter(|before| before.file != *file || before.symbol != *symbol) {
        let from = format!("{:DIGITS$}  from {}:{}  {}", "", before.file, before.line, before.symbol);
        let from = out.paint(Style::Dim, &from);
        out.line(&from)?;
    }
    if args.patch && !touch.patch.is_empty() {
        patch_lines(out, &touch.patch)?;
        out.line("")?;
    }
    out.flush()
}

/// Prints a unified diff in its colours.
pub fn patch_lines(out: &mut Out, patch: &str) -> Result<(), CliError> {
    for line in patch.lines() {
        let text = match line.as_bytes().first() {
            Some(b'@') => out.paint(Style::Place, line),
            Some(b'+') if !line.starts_with("+++") => out.paint(Style::New, line),
            Some(b'-') if !line.starts_with("---") => out.paint(Style::Old, line),
            Some(b'+' | b'-') => out.paint(Style::Strong, line),
            _ => out.clean(line).into_owned(),
        };
        out.line(&text)?;
    }
    Ok(())
}

/// The day on the author's calendar, `2024-02-29`.
pub fn date(commit: &CommitInfo) -> String {
    let days = (commit.time + i64::from(commit.offset) * 60).div_euclid(86_400);
    // Howard Hinnant's `civil_from_days`: years begin in March, so that the leap day comes last.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::{CommitInfo, date};

    #[test]
    fn days_of_the_calendar() {
        let at = |time, offset| {
            let text = String::new;
            date(&CommitInfo { id: text(), parents: Vec::new(), time, offset, author: text(), subject: text() })
        };
        assert_eq!(at(0, 0), "1970-01-01");
        assert_eq!(at(951_782_400, 0), "2000-02-29");
        assert_eq!(at(951_782_400, -60), "2000-02-28");
        assert_eq!(at(1_767_225_599, 0), "2025-12-31");
        assert_eq!(at(-1, 0), "1969-12-31");
    }
}
