//! Questions for a PEP: where the sources say most of it, and everything that names it.

use super::{Answer, EvidenceStep, FoundBy, Navigator};
use crate::model::LinkKind;
use anyhow::Result;
use std::cmp::Reverse;

/// Reads `PEP 8`, `pep8`, `pep-0008`.
pub(super) fn number(query: &str) -> Option<u16> {
    let (word, rest) = query.split_at_checked(3)?;
    let digits = rest.trim_start_matches([' ', '-', '_', ':']);
    let is_number = word.eq_ignore_ascii_case("pep") && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}

impl Navigator {
    /// Answers the PEP itself.
    pub(super) fn pep(&self, number: u16) -> Result<Vec<Answer>> {
        let ids = self.reader.by_symbol(&format!("PEP {number}"))?;
        ids.into_iter().map(|id| self.answer(id, true, FoundBy::Symbol)).collect()
    }

    /// Answers the PEP, then what names it, code before documents; the evidence is the line that does.
    pub(super) fn about_pep(&self, number: u16, limit: usize) -> Result<Vec<Answer>> {
        let mut answers = self.pep(number)?;
        let mut named = Vec::new();
        for answer in &answers {
            let links = self.reader.links(answer.id)?.into;
            named.extend(links.into_iter().filter(|edge| edge.kind == LinkKind::MentionsPep));
        }
        named.sort_by_cached_key(|edge| (Reverse(self.reader.weight(edge.other)), edge.other));
        for edge in named.into_iter().take(limit.saturating_sub(answers.len())) {
            let step = EvidenceStep {
                rule: self.reader.rule(edge.rule)?.to_owned(),
                file: self.reader.path(edge.file).to_owned(),
                line: edge.line,
                certain: edge.exact,
            };
            let answer = self.answer(edge.other, false, FoundBy::Text)?;
            answers.push(Answer { evidence: vec![step], ..answer });
        }
        answers.truncate(limit);
        Ok(answers)
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn a_pep_is_asked_for_by_its_number() {
        assert_eq!(["PEP 8", "pep-0008", "pep8", "Pep: 8"].map(number), [Some(8); 4]);
        assert_eq!(["pep", "pep 8 style", "peptide", "é", "8"].map(number), [None; 5]);
    }
}
