//! How search ranks on real CPython: the questions of `fixtures/search/questions.tsv`, asked of the newest release
//! that is there. Writes `fixtures/search/ranks.txt`, so that a change of the ranking is a readable diff, and fails
//! when the figures at its end fall below the floors. Also: which anchors of topics a release lacks.
//!
//! Needs sources, as `canary` does.

use crate::canary::Real;
use crate::support::root;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::fs;

/// What must not get worse: kind, recall at 1, recall at 5, mean reciprocal rank.
const FLOORS: &[(&str, f64, f64, f64)] =
    &[("exact", 0.95, 1.0, 0.97), ("partial", 0.7, 0.92, 0.8), ("natural", 0.7, 0.85, 0.78)];
/// So many answers are looked at.
const LOOKED_AT: usize = 10;

struct Question {
    kind: String,
    half: String,
    text: String,
    wanted: Vec<String>,
}

fn questions() -> Vec<Question> {
    let text = fs::read_to_string(root().join("fixtures/search/questions.tsv")).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.map(|row| {
        let cells: Vec<_> = row.split('\t').map(str::to_owned).collect();
        let Ok([kind, half, text, wanted]) = <[String; 4]>::try_from(cells) else { panic!("four columns: {row}") };
        Question { kind, half, text, wanted: wanted.split('|').map(str::to_owned).collect() }
    })
    .collect()
}

#[test]
fn the_list_of_questions_is_long_and_has_nothing_twice() {
    let questions = questions();
    let texts: BTreeSet<_> = questions.iter().map(|question| question.text.to_lowercase()).collect();
    assert!(questions.len() >= 100 && texts.len() == questions.len());
    assert!(questions.iter().all(|it| ["open", "held"].contains(&it.half.as_str())));
}

/// Recall at 1, recall at 5 and mean reciprocal rank.
fn figures(ranks: &[Option<usize>]) -> (f64, f64, f64) {
    let count = ranks.len().max(1) as f64;
    let within = |most: usize| ranks.iter().filter(|rank| rank.is_some_and(|rank| rank <= most)).count() as f64 / count;
    (within(1), within(5), ranks.iter().flatten().map(|&rank| 1.0 / rank as f64).sum::<f64>() / count)
}

#[test]
fn search_ranks_on_real_cpython() {
    let Some(real) = Real::open() else { return };
    let revision = real.newest();
    let questions = questions();
    let asked: Vec<_> = questions.iter().map(|question| question.text.as_str()).collect();
    let limit = LOOKED_AT.to_string();
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    for line in real.ask(&["search", "--json", "--stdin", "--limit", &limit], revision, &asked.join("\n")).lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let symbol = row["symbol"].as_str().unwrap_or_default().to_owned();
        found.entry(row["query"].as_str().unwrap().to_owned()).or_default().push(symbol);
    }
    let mut table =
        format!("Ranks of the questions in questions.tsv on CPython {revision}; - is not among {LOOKED_AT}.\n\n");
    let mut ranks: Vec<(&Question, Option<usize>)> = Vec::new();
    for question in &questions {
        let answers = found.get(&question.text).map_or(&[][..], Vec::as_slice);
        let rank = answers.iter().position(|symbol| question.wanted.contains(symbol)).map(|place| place + 1);
        let shown = rank.map_or_else(|| "-".to_owned(), |rank| rank.to_string());
        let Question { kind, half, text, wanted } = question;
        writeln!(table, "{shown:>2}  {kind:<7} {half}  {text}  ->  {}", wanted.join(" | ")).unwrap();
        ranks.push((question, rank));
    }
    table.push('\n');
    let mut faults = Vec::new();
    for &(kind, first, five, mean) in FLOORS {
        for half in ["open", "held", ""] {
            let chosen = ranks.iter().filter(|(it, _)| it.kind == kind && (half.is_empty() || it.half == half));
            let chosen: Vec<_> = chosen.map(|&(_, rank)| rank).collect();
            let (at_1, at_5, mrr) = figures(&chosen);
            let label = if half.is_empty() { "all" } else { half };
            writeln!(
                table,
                "{kind:<7} {label:<4}  {:>3} questions  recall@1 {at_1:.2}  recall@5 {at_5:.2}  MRR {mrr:.2}",
                chosen.len()
            )
            .unwrap();
            if half.is_empty() && (at_1 < first || at_5 < five || mrr < mean) {
                faults.push(format!("{kind}: recall@1 {at_1:.2}, recall@5 {at_5:.2}, MRR {mrr:.2}"));
            }
        }
    }
    fs::write(root().join("fixtures/search/ranks.txt"), table).unwrap();
    assert!(faults.is_empty(), "search ranks worse than it must: {faults:?}; see fixtures/search/ranks.txt");
}

#[test]
fn search_real_anchors_of_topics_are_there() {
    let Some(real) = Real::open() else { return };
    let path = root().join("fixtures/search/lost-anchors.txt");
    let known = fs::read_to_string(&path).unwrap_or_default();
    let known: BTreeSet<&str> = known.lines().collect();
    let mut lost = BTreeSet::new();
    for revision in &real.revisions {
        for line in real.ask(&["status", "--json"], revision, "").lines() {
            let row: Value = serde_json::from_str(line).unwrap();
            for anchor in row["lost_anchors"].as_array().into_iter().flatten() {
                let names: Vec<_> = anchor["names"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
                lost.insert(format!("{revision}  {}: {}", anchor["topic"].as_str().unwrap(), names.join(" | ")));
            }
        }
    }
    let news: Vec<_> = lost.iter().filter(|line| !known.contains(line.as_str())).collect();
    if std::env::var_os("CPYNAV_UPDATE_ANCHORS").is_some() {
        let lines: Vec<_> = lost.iter().map(String::as_str).collect();
        fs::write(&path, lines.join("\n") + "\n").unwrap();
        return;
    }
    assert!(
        news.is_empty(),
        "anchors of topics that lead nowhere (add today's name in front, or CPYNAV_UPDATE_ANCHORS=1): {news:#?}"
    );
}
