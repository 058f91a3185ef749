//! Chosen lines -> cards in the order of execution.

use super::measured::{HotFunction, Measured};
use super::owners::{first, last};
use super::sections::{place, sections};
use crate::model::{Card, CardSource, Kind, LinkKind};
use crate::nav::{Direction, LinkFilter, Navigator};
use anyhow::Result;

/// Makes the cards of the functions of which lines were chosen.
pub fn cards(
    navigator: &Navigator,
    measured: &Measured,
    chosen: &[Vec<u32>],
    source: CardSource,
    startup: bool,
) -> Result<Vec<Card>> {
    let sections = sections(startup);
    let mut rows: Vec<(usize, Card)> = Vec::new();
    for (function, lines) in measured.functions.iter().zip(chosen).filter(|(_, lines)| !lines.is_empty()) {
        let section = place(sections, &function.file, &function.definition.symbol);
        let card = card(navigator, function, lines, measured.workloads, source)?;
        let title = sections.get(section).map_or("", |section| section.title.as_str());
        rows.push((section, Card { section: title.to_owned(), ..card }));
    }
    // Within a section what does most first, file by file: neighbours in a file are read together.
    let weight = |section: usize, file: &str| {
        let same = rows.iter().filter(|(other, card)| *other == section && card.file == file);
        same.map(|(_, card)| card.share).sum::<f64>()
    };
    let mut keyed: Vec<(usize, f64, Card)> =
        rows.iter().map(|(section, card)| (*section, weight(*section, &card.file), card.clone())).collect();
    keyed.sort_by(|a, b| {
        let by_place = || (&a.2.file, a.2.start_line, &a.2.symbol).cmp(&(&b.2.file, b.2.start_line, &b.2.symbol));
        a.0.cmp(&b.0).then_with(|| b.1.total_cmp(&a.1)).then_with(by_place)
    });
    let mut sum = 0.0;
    Ok(keyed
        .into_iter()
        .map(|(_, _, mut card)| {
            sum += card.share;
            card.cumulative = sum;
            card
        })
        .collect())
}

fn card(
    navigator: &Navigator,
    function: &HotFunction,
    chosen: &[u32],
    workloads: u32,
    source: CardSource,
) -> Result<Card> {
    let definition = &function.definition;
    let share: f64 = function.lines.iter().filter(|line| chosen.contains(&line.line)).map(|line| line.share).sum();
    let (start, end) = (first(definition), last(definition));
    let origin = if definition.kind == Kind::Label {
        let filter = LinkFilter { kinds: vec![LinkKind::GeneratedFrom], direction: Some(Direction::Out), limit: 1 };
        navigator.links(function.id, &filter)?.into_iter().next().map(|row| (row.to.file, row.to.line))
    } else {
        None
    };
    Ok(Card {
        file: function.file.clone(),
        symbol: definition.symbol.to_string(),
        kind: definition.kind,
        language: definition.language,
        start_line: start,
        end_line: end,
        signature: (start, definition.line.max(start)),
        hot_lines: ranges(chosen),
        section: String::new(),
        why: why(function, share),
        share,
        cumulative: 0.0,
        source,
        runs_in: (workloads > 1 && function.runs_in > 0).then_some((function.runs_in, workloads)),
        callers: function.callers.clone(),
        origin,
    })
}

fn why(function: &HotFunction, shown: f64) -> String {
    let own = function.share();
    if own <= 0.0 {
        return "estimated from how often instructions run, along calls".to_owned();
    }
    let what = if function.definition.kind == Kind::Label { "the code of this instruction" } else { "its own lines" };
    let mut why = format!("{what}: {} of all work", percent(own));
    if own > 0.0 && shown / own < 0.995 {
        why = format!("{why}, {:.0} % of that on the lines shown", 100.0 * shown / own);
    }
    if function.inclusive >= 0.01 && function.inclusive > 1.2 * own {
        why = format!("{why}; with what it calls {}", percent(function.inclusive));
    }
    why
}

/// A share in words: `3.4 %`, `0.02 %`.
fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    match percent {
        p if p >= 9.95 => format!("{p:.0} %"),
        p if p >= 0.095 => format!("{p:.1} %"),
        p if p >= 0.0095 => format!("{p:.2} %"),
        _ => "less than 0.01 %".to_owned(),
    }
}

/// Lines in rising order -> ranges without gaps.
fn ranges(lines: &[u32]) -> Vec<(u32, u32)> {
    let mut out: Vec<(u32, u32)> = Vec::new();
    for &line in lines {
        match out.last_mut() {
            Some((_, last)) if line == *last + 1 => *last = line,
            _ => out.push((line, line)),
        }
    }
    out
}
