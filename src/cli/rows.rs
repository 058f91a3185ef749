//! Answers as the JSON contract spells them. Fields may be added, none renamed.

use crate::model::Definition;
use crate::nav::{Answer, EvidenceStep, LinkEnd, LinkRow, Reference, RemarkRow};
use serde::Serialize;

/// A row of `where`, `search`, `show` and `api`.
#[derive(Serialize)]
pub struct AnswerRow<'a> {
    query: &'a str,
    rank: usize,
    name: &'a str,
    kind: &'static str,
    language: &'static str,
    file: &'a str,
    line: u32,
    end_line: u32,
    symbol: Option<&'a str>,
    exact: bool,
    evidence: Vec<StepRow<'a>>,
    facts: Vec<FactRow<'a>>,
    rev: &'a str,
    commit: &'a str,
    first_line: u32,
    found_by: &'static str,
    condition: Option<&'a str>,
    platform: Option<&'static str>,
    generated: bool,
    from_macro: bool,
    python_name: Option<&'a str>,
    name_kind: Option<&'static str>,
    alias_of: Option<&'a str>,
    inherited_from: Option<&'a str>,
    twin: bool,
    serves: &'a [String],
    signature: &'a str,
    doc: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    why: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    web: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
}

#[derive(Serialize)]
struct StepRow<'a> {
    rule: &'a str,
    file: &'a str,
    line: u32,
    certain: bool,
}

#[derive(Serialize)]
struct FactRow<'a> {
    fact: &'static str,
    text: &'a str,
    file: &'a str,
    line: u32,
}

impl<'a> From<&'a RemarkRow> for FactRow<'a> {
    fn from(row: &'a RemarkRow) -> Self {
        FactRow { fact: row.kind.as_str(), text: &row.text, file: &row.file, line: row.line }
    }
}

impl<'a> From<&'a EvidenceStep> for StepRow<'a> {
    fn from(step: &'a EvidenceStep) -> Self {
        StepRow { rule: &step.rule, file: &step.file, line: step.line, certain: step.certain }
    }
}

impl<'a> AnswerRow<'a> {
    /// Makes the row of the answer at a place of the list, counted from 0.
    pub fn new(query: &'a str, place: usize, answer: &'a Answer, rev: &'a str, commit: &'a str) -> Self {
        AnswerRow {
            query,
            rank: place + 1,
            name: &answer.name,
            kind: answer.kind.as_str(),
            language: answer.language.as_str(),
            file: &answer.file,
            line: answer.line,
            end_line: answer.end_line,
            symbol: answer.symbol.as_deref(),
            exact: answer.exact,
            evidence: answer.evidence.iter().map(StepRow::from).collect(),
            facts: answer.remarks.iter().map(FactRow::from).collect(),
            rev,
            commit,
            first_line: answer.first_line,
            found_by: answer.found_by.as_str(),
            condition: answer.condition.as_deref(),
            platform: answer.platform,
            generated: answer.generated,
            from_macro: answer.from_macro,
            python_name: answer.python_name.as_deref(),
            name_kind: answer.name_kind.map(crate::model::NameKind::as_str),
            alias_of: answer.alias_of.as_deref(),
            inherited_from: answer.inherited_from.as_deref(),
            twin: answer.twin,
            serves: &answer.serves,
            signature: &answer.signature,
            doc: &answer.doc,
            why: &answer.why,
            web: None,
            source: None,
        }
    }

    /// Adds the text of the definition and its page, for `show`.
    pub fn with_source(self, source: &'a str, web: Option<String>) -> Self {
        AnswerRow { source: Some(source), web, ..self }
    }
}

/// A row of `export definitions`.
#[derive(Serialize)]
pub struct DefinitionRow<'a> {
    symbol: Option<&'a str>,
    name: &'a str,
    kind: &'static str,
    language: &'static str,
    file: &'a str,
    line: u32,
    end_line: u32,
    condition: Option<&'a str>,
    generated: bool,
    from_macro: bool,
    python_name: Option<&'a str>,
}

impl<'a> DefinitionRow<'a> {
    /// Makes the row of a definition in a file.
    pub fn new(definition: &'a Definition, file: &'a str) -> Self {
        let is_document = definition.language == crate::model::Language::Doc;
        DefinitionRow {
            symbol: (!is_document).then_some(&*definition.symbol),
            name: &definition.name,
            kind: definition.kind.as_str(),
            language: definition.language.as_str(),
            file,
            line: definition.line,
            end_line: definition.end_line,
            condition: definition.condition.as_deref(),
            generated: definition.generated,
            from_macro: definition.from_macro,
            python_name: (!definition.dotted.is_empty()).then_some(&*definition.dotted),
        }
    }
}

/// A row of `export links`, `links`, `callers` and `callees`.
#[derive(Serialize)]
pub struct LinkJson<'a> {
    kind: &'static str,
    language: &'static str,
    from: &'a str,
    from_file: &'a str,
    to: &'a str,
    to_file: &'a str,
    file: &'a str,
    line: u32,
    rule: &'a str,
    exact: bool,
    condition: Option<&'a str>,
    from_line: u32,
    to_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    depth: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    backward: Option<bool>,
}

impl<'a> From<&'a LinkRow> for LinkJson<'a> {
    fn from(row: &'a LinkRow) -> Self {
        let LinkEnd { symbol: from, file: from_file, line: from_line, language, .. } = &row.from;
        LinkJson {
            kind: row.kind.as_str(),
            language: language.as_str(),
            from,
            from_file,
            to: &row.to.symbol,
            to_file: &row.to.file,
            file: &row.file,
            line: row.line,
            rule: &row.rule,
            exact: row.exact,
            condition: row.condition.as_deref(),
            from_line: *from_line,
            to_line: row.to.line,
            depth: None,
            step: None,
            backward: None,
        }
    }
}

impl LinkJson<'_> {
    /// Tells which step of a chain it is, and whether it is followed against its direction.
    pub fn at_step(self, row: &LinkRow) -> Self {
        LinkJson { step: Some(row.depth), backward: Some(!row.outward), ..self }
    }

    /// Tells how many links away it is.
    pub fn at_depth(self, depth: u32) -> Self {
        LinkJson { depth: Some(depth), ..self }
    }
}

/// A row of `refs`.
#[derive(Serialize)]
pub struct ReferenceRow<'a> {
    kind: &'static str,
    file: &'a str,
    line: u32,
    column: u32,
    within: Option<&'a str>,
    within_file: Option<&'a str>,
    within_line: Option<u32>,
    exact: bool,
    rule: Option<&'a str>,
    text: &'a str,
}

impl<'a> From<&'a Reference> for ReferenceRow<'a> {
    fn from(row: &'a Reference) -> Self {
        let within = row.within.as_ref();
        ReferenceRow {
            kind: row.kind.as_str(),
            file: &row.file,
            line: row.line,
            column: row.column,
            within: within.map(|end| &*end.symbol),
            within_file: within.map(|end| &*end.file),
            within_line: within.map(|end| end.line),
            exact: row.exact,
            rule: row.rule.as_deref(),
            text: &row.text,
        }
    }
}
