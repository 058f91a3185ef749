//! Neighbours that become one instruction, or none.

use super::blocks::{Graph, Op};
use super::{Added, Release};
use crate::nav::script::compiler::WORDS;

/// Whether a constant is true, where its kind and text tell it.
fn truth(constant: &(&'static str, std::rc::Rc<str>)) -> Option<bool> {
    match (constant.0, &*constant.1) {
        (_, "?") => None,
        ("None", _) => Some(false),
        ("bool", text) => Some(text == "True"),
        ("str" | "bytes", text) => Some(!text.is_empty()),
        ("Ellipsis", _) => Some(true),
        ("int", text) => text.parse::<i64>().ok().map(|number| number != 0),
        _ => None,
    }
}

impl Graph {
    /// Decides tests of constants, makes one test of a comparison with `None`, and shorter loads of small numbers.
    pub fn constants(&mut self, release: &Release<'_>) {
        let words = &WORDS.flow;
        for block in &mut self.blocks {
            let ops = &mut block.ops;
            for at in 0..ops.len() {
                let one = &ops[at].added;
                let Some(constant) = one.constant.clone().filter(|_| one.certain && one.is(&words.constant)) else {
                    continue;
                };
                if constant.0 == "int" && constant.1.parse::<u8>().is_ok() && (release.has)(&words.small) {
                    ops[at].added.become_one(&words.small);
                }
                let known = truth(&constant);
                let is_bool = |op: &Op| op.is(&words.to_bool);
                if let Some(known) = known.filter(|_| ops.get(at + 1).is_some_and(is_bool)) {
                    ops[at].added.drop_it();
                    let next = &mut ops[at + 1].added;
                    next.become_one(&words.constant);
                    next.constant = Some(("bool", if known { "True" } else { "False" }.into()));
                    continue;
                }
                let Some(next) = ops.get(at + 1) else { continue };
                if let Some(known) = known
                    && let Some(test) =
                        words.tests.iter().position(|[on_true, on_false]| next.is(on_true) || next.is(on_false))
                {
                    let jumps = next.is(&words.tests[test][usize::from(!known)]);
                    // The first pair of tests takes what it tests, the second where it does not jump.
                    if test == 0 || (test == 1 && !jumps) {
                        ops[at].added.drop_it();
                    }
                    if jumps {
                        ops[at + 1].added.become_one(&words.jump[0]);
                    } else {
                        ops[at + 1].added.drop_it();
                        ops[at + 1].to = None;
                    }
                } else if constant.0 == "None" && next.is(&words.is) {
                    none_test(ops, at, release);
                }
            }
        }
    }

    /// Loads constants that every interpreter has in a way of their own, where a function of the release does that.
    pub fn common_constants(&mut self, release: &Release<'_>) {
        let words = &WORDS.flow;
        if !(release.has)(&words.common) || !words.common_by.iter().any(|name| (release.does)(name).is_some()) {
            return;
        }
        for op in self.blocks.iter_mut().flat_map(|block| &mut block.ops).filter(|op| op.added.certain) {
            let is_common = |(kind, text): &(&str, std::rc::Rc<str>)| {
                words.commons.iter().any(|[of, written]| of == kind && **written == **text)
            };
            if op.is(&words.constant) && op.added.constant.as_ref().is_some_and(is_common) {
                op.added.become_one(&words.common);
            }
        }
    }

    /// Joins or drops neighbours within each block, and lets jumps to jumps lead on.
    pub fn pairs(&mut self, any_line: bool) {
        for block in &mut self.blocks {
            for at in 0..block.ops.len() {
                constant_tuple(&mut block.ops, at);
                neighbours(&mut block.ops, at);
            }
            for at in (0..block.ops.len()).rev() {
                swaps(&mut block.ops, at);
            }
        }
        self.thread(any_line);
    }

    /// Drops a value that is loaded and taken away again.
    pub fn drop_useless_pairs(&mut self) {
        let words = &WORDS.flow;
        for block in &mut self.blocks {
            for at in 1..block.ops.len() {
                let (one, other) = (&block.ops[at - 1].added, &block.ops[at].added);
                let loads =
                    one.is(&words.constant) || one.is(&words.small) || (one.is(&words.copy) && one.number == Some(1));
                if loads && one.certain && other.certain && other.is(&words.pop_top) {
                    block.ops[at - 1].added.drop_it();
                    block.ops[at].added.drop_it();
                }
            }
        }
    }

    /// Puts one instruction in the place of two on a line where the release has one for both.
    pub fn join_pairs(&mut self, release: &Release<'_>) {
        let words = &WORDS.flow;
        for block in &mut self.blocks {
            let mut at = 0;
            while at + 1 < block.ops.len() {
                let (one, other) = (&block.ops[at].added, &block.ops[at + 1].added);
                let lines = one.line.zip(other.line);
                let named = words.joined.iter().find(|[first, second, _]| one.is(first) && other.is(second));
                let name = match named {
                    Some([_, _, name]) => Some(name.clone()).filter(|name| (release.has)(name)),
                    None if lines.is_none_or(|(one, other)| one == other)
                        && one.names.len() == 1
                        && other.names.len() == 1 =>
                    {
                        let name = format!("{}_{}", one.names[0], other.names[0]);
                        Some(name).filter(|name| (release.has)(name) && !(release.is_form)(name))
                    }
                    None => None,
                };
                if let Some(name) = name.filter(|_| one.certain && other.certain) {
                    let line = one.line.or(other.line);
                    block.ops[at].added.become_one(&name);
                    block.ops[at].added.line = line;
                    block.ops.remove(at + 1);
                }
                at += 1;
            }
        }
    }
}

/// `is None` and a jump are one jump.
fn none_test(ops: &mut [Op], at: usize, release: &Release<'_>) {
    let words = &WORDS.flow;
    let to_bool = ops.get(at + 2).is_some_and(|op| op.is(&words.to_bool));
    let jump_at = if to_bool { at + 3 } else { at + 2 };
    let Some(jump) = ops.get(jump_at) else { return };
    let Some([_, if_none, if_other]) = words.none_tests.iter().find(|[name, ..]| jump.is(name)) else { return };
    // The number of the test says whether it asks for the opposite.
    let Some(number) = ops[at + 1].added.number else { return };
    let name = if number == 0 { if_none } else { if_other };
    if (release.has)(name) || crate::nav::script::directed(name).iter().any(|one| (release.has)(one)) {
        ops[at..jump_at].iter_mut().for_each(|op| op.added.drop_it());
        ops[jump_at].added.become_one(name);
    }
}

/// A tuple of constants is a constant.
fn constant_tuple(ops: &mut [Op], at: usize) {
    let words = &WORDS.flow;
    let one = &ops[at].added;
    if !one.certain || !one.is(&words.build) {
        return;
    }
    let Some(count) = one.number.and_then(|number| usize::try_from(number).ok()).filter(|count| *count <= at) else {
        return;
    };
    if ops.get(at + 1).is_some_and(|next| next.is(&words.unpack)) {
        return;
    }
    let loads = |op: &Op| op.added.certain && (op.is(&words.constant) || op.is(&words.small));
    if ops[at - count..at].iter().all(loads) {
        ops[at - count..at].iter_mut().for_each(|op| op.added.drop_it());
        ops[at].added.become_one(&words.constant);
        ops[at].added.constant = Some(("tuple", "?".into()));
    }
}

fn neighbours(ops: &mut [Op], at: usize) {
    let words = &WORDS.flow;
    let Some(next) = (at + 1..ops.len()).find(|next| !(ops[*next].is_idle())) else { return };
    let (one, other) = (&ops[at].added, &ops[next].added);
    if !one.certain || !other.certain {
        return;
    }
    let drops = |at: usize, ops: &mut [Op]| ops[at].added.drop_it();
    if one.is_one_of(&words.truths) && other.is(&words.to_bool) {
        return drops(next, ops);
    }
    if one.is_one_of(&words.opposed) && other.is(&words.not) {
        return drops(next, ops);
    }
    if one.is(&words.not) && other.is(&words.not) {
        drops(at, ops);
        return drops(next, ops);
    }
    if let Some([_, _, goes]) = words.absorbed.iter().find(|[first, second, _]| one.is(first) && other.is(second)) {
        return drops(if one.is(goes) { at } else { next }, ops);
    }
    let same_number = one.number.is_some() && one.number == other.number;
    if one.is(&words.build) && other.is(&words.unpack) && same_number {
        match one.number {
            Some(1) => drops(next, ops),
            Some(2 | 3) => ops[next].added.become_one(&words.swap),
            _ => return,
        }
        return drops(at, ops);
    }
    let same_name = one.variable.is_some() && one.variable == other.variable && one.line == other.line;
    if one.is(&words.store) && other.is(&words.store) && same_name {
        ops[at].added.become_one(&words.pop_top);
    }
}

/// Stores in another order need no swap before them.
fn swaps(ops: &mut [Op], at: usize) {
    let words = &WORDS.flow;
    let swap = &ops[at].added;
    if !swap.certain || !swap.is(&words.swap) {
        return;
    }
    let Some(count) = swap.number.and_then(|number| usize::try_from(number).ok()).filter(|count| *count > 0) else {
        return;
    };
    let moves = |op: &Op| op.added.certain && op.added.is_one_of(&words.stores);
    let mut places: Vec<usize> = Vec::new();
    for place in at + 1..ops.len() {
        let line = places.first().map(|first| ops[*first].added.line);
        match &ops[place] {
            op if line.is_some_and(|line| line.is_some() && line != op.added.line) => break,
            op if op.is_idle() => {}
            op if moves(op) => places.push(place),
            _ => break,
        }
        if places.len() == count {
            break;
        }
    }
    let (Some(&first), Some(&last)) = (places.first(), places.last()) else { return };
    let stored = |added: &Added| added.variable.clone().filter(|_| !added.is(&words.pop_top));
    let (one, other) = (stored(&ops[first].added), stored(&ops[last].added));
    let clash = (one.is_some() && one == other)
        || places.get(1..places.len().saturating_sub(1)).unwrap_or_default().iter().any(|place| {
            let between = stored(&ops[*place].added);
            between.is_some() && (between == one || between == other)
        });
    if places.len() == count && count > 1 && !clash {
        ops[at].added.drop_it();
        ops.swap(first, last);
    } else if count == 1 {
        ops[at].added.drop_it();
    }
}
