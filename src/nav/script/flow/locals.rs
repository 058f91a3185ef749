//! Where a local variable may have no value yet, its load is one that checks.

use super::blocks::Graph;
use crate::nav::script::compiler::WORDS;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

type Names = BTreeSet<Rc<str>>;

impl Graph {
    /// Makes loads of variables that may have no value check it. Parameters have one.
    pub fn check_locals(&mut self, params: Option<&HashSet<String>>) {
        let words = &WORDS.flow;
        let Some(&entry) = self.order.first() else { return };
        let is_local = |name: &str| {
            [&words.load, &words.store].contains(&&name.to_owned()) || words.unsets.iter().any(|one| one == name)
        };
        let ops = self.blocks.iter().flat_map(|block| &block.ops);
        let local = ops.filter(|op| op.added.names.len() == 1 && is_local(&op.added.names[0]));
        let given = |name: &str| name.starts_with('.') || params.is_some_and(|params| params.contains(name));
        let unset: Names = local.filter_map(|op| op.added.variable.clone()).filter(|name| !given(name)).collect();
        let mut before: HashMap<usize, Names> = HashMap::from([(entry, unset)]);
        let mut todo: Vec<usize> = self.order.iter().rev().copied().collect();
        let mut rounds = 0;
        while let Some(at) = todo.pop() {
            rounds += 1;
            if rounds > 50 * self.blocks.len() {
                break;
            }
            let mut unset = before.get(&at).cloned().unwrap_or_default();
            let mut leads: Vec<(usize, Names)> = Vec::new();
            for op in &mut self.blocks[at].ops {
                if let Some(failure) = op.on_failure {
                    leads.push((failure, unset.clone()));
                }
                let Some(name) = op.added.variable.clone().filter(|_| op.added.certain) else { continue };
                if op.is(&words.load) {
                    if unset.remove(&name) {
                        op.added.become_one(&words.check);
                    }
                } else if op.is(&words.store) || op.is(&words.check) {
                    unset.remove(&name);
                } else if op.added.is_one_of(&words.unsets) {
                    unset.insert(name);
                }
            }
            let jump = self.blocks[at].ops.last().filter(|last| last.may_jump()).and_then(|last| last.to);
            let next = self.next(at).filter(|_| self.blocks[at].falls_through());
            leads.extend(jump.into_iter().chain(next).map(|to| (to, unset.clone())));
            for (to, names) in leads {
                let known = before.entry(to).or_default();
                let count = known.len();
                known.extend(names);
                if known.len() > count {
                    todo.push(to);
                }
            }
        }
    }
}
