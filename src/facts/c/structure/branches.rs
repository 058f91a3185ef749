//! At an `#endif`: can all branches of the group be read one after the other, and if not, which one stays.

use super::{Branch, Group, NONE, Place, Reader};
use crate::clex::TokenKind;
use crate::facts::c::directives::Directive;
use crate::facts::c::words;

impl Reader<'_, '_> {
    /// Decides at `#endif` which branches stay.
    pub(super) fn settle(&mut self, group: &Group) {
        let place = group.stack.last().map_or(Place::File, |open| open.inner);
        let filled: Vec<&Branch> = group.branches.iter().filter(|branch| !self.live(branch).is_empty()).collect();
        let keeps_all = match filled.as_slice() {
            [] => true,
            [only] => {
                let level = only.stack.len() == group.stack.len() && only.low >= group.stack.len();
                level || !matches!(&*self.question(only), "defined(__cplusplus)" | "0")
            }
            _ => self.all_complete(group, &filled, place),
        };
        if keeps_all {
            if let Some(first) = filled.first() {
                self.stack.clone_from(&first.stack);
            } else {
                self.stack.clone_from(&group.stack);
            }
            return;
        }
        let kept = match filled.as_slice() {
            [_] => None,
            _ => self.choose(&filled),
        };
        for (number, branch) in filled.iter().enumerate() {
            if Some(number) != kept {
                self.out.dead[branch.directive + 1..branch.end].fill(true);
            }
        }
        if let Some(branch) = kept.map(|kept| filled[kept]) {
            for close in branch.directive + 1..branch.end {
                let open = self.out.partners[close] as usize;
                if open < close {
                    self.out.partners[open] = close as u32;
                }
            }
        }
        let stack = kept.map_or(&group.stack, |kept| &filled[kept].stack);
        self.stack.clone_from(stack);
    }

    /// The branch the usual build takes, else the first that no known condition rules out.
    fn choose(&self, filled: &[&Branch]) -> Option<usize> {
        let answers: Vec<Option<bool>> = filled.iter().map(|branch| self.taken(branch)).collect();
        let sure = answers.iter().position(|answer| *answer == Some(true));
        sure.or_else(|| answers.iter().position(Option::is_none)).or(Some(0))
    }

    fn question(&self, branch: &Branch) -> String {
        Directive::parse(self.tokens[branch.directive].text).question()
    }

    fn taken(&self, branch: &Branch) -> Option<bool> {
        let directive = Directive::parse(self.tokens[branch.directive].text);
        if directive.word == "else" { None } else { (self.known)(&directive.question()) }
    }

    fn live(&self, branch: &Branch) -> Vec<usize> {
        let span = branch.directive + 1..branch.end.max(branch.directive + 1);
        span.filter(|at| !self.out.dead[*at] && self.tokens[*at].kind != TokenKind::Directive).collect()
    }

    fn all_complete(&self, group: &Group, filled: &[&Branch], place: Place) -> bool {
        let level = group.stack.len();
        if filled.iter().any(|branch| branch.stack.len() != level || branch.low < level) {
            return false;
        }
        let ends: Vec<(usize, usize)> = filled
            .iter()
            .filter_map(|branch| {
                let live = self.live(branch);
                Some((*live.first()?, *live.last()?))
            })
            .collect();
        let text = |at: usize| self.tokens[at].text;
        match place {
            Place::File | Place::Block | Place::Fields => {
                // A function's head in front and its body inside, or heads inside and the body behind.
                let body_inside = group.before.is_some_and(|at| self.tokens[at].is(")"))
                    && ends.iter().any(|(first, _)| text(*first) == "{");
                let body_behind = self.tokens.get(group.end + 1).is_some_and(|token| token.is("{"));
                let opens_body = place == Place::File && (body_inside || body_behind);
                let mut else_ok = true;
                for pair in ends.windows(2) {
                    let starts_else = text(pair[1].0) == "else";
                    let goes_on =
                        text(pair[0].0) == "else" && self.tokens.get(pair[0].0 + 1).is_some_and(|t| t.text == "if");
                    else_ok &= !starts_else || goes_on;
                }
                else_ok && !opens_body && ends.iter().all(|(first, last)| self.ends_statement(*first, *last))
            }
            Place::List | Place::Enumerators | Place::Paren => {
                let trailing = ends.iter().all(|(first, last)| joins(text(*last)) || self.is_row_macro(*first, *last));
                let leading =
                    ends.iter().all(|(first, _)| joins(text(*first)) && !matches!(text(*first), "&" | "*" | "-"));
                trailing || leading
            }
        }
    }

    fn ends_statement(&self, first: usize, last: usize) -> bool {
        let token = self.tokens[last];
        if matches!(token.text, ";" | "}" | ":") {
            return true;
        }
        // `MACRO` or `MACRO(…)` alone on the branch's last line.
        if token.is_word() {
            return token.starts_line && words::is_macro_shaped(token.text);
        }
        let open = self.out.partners[last];
        if !token.is(")") || open == NONE || (open as usize) <= first {
            return token.is(")") && open != NONE && open as usize == first + 1 && self.is_macro_word(first);
        }
        let word = open as usize - 1;
        let behind_head = words::is_macro_shaped(self.tokens[word].text) && word > 0 && self.tokens[word - 1].is(")");
        (self.tokens[word].starts_line || behind_head) && self.is_macro_word(word)
    }

    fn is_macro_word(&self, at: usize) -> bool {
        self.tokens[at].is_word() && !words::is_keyword(self.tokens[at].text)
    }

    fn is_row_macro(&self, first: usize, last: usize) -> bool {
        let token = self.tokens[last];
        token.is_word() && token.starts_line && words::is_macro_shaped(token.text) || (first == last && token.is_word())
    }
}

/// Whether an expression or a list may go on behind or before it.
fn joins(text: &str) -> bool {
    matches!(text, "," | "&&" | "||" | "|" | "+" | "&" | "*" | "-")
}
