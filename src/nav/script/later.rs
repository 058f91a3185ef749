//! What later steps of the compiler make of the instructions that it has added: two become one, a test for `None` a jump
//! of its own, and what does nothing goes.

use super::Instruction;
use super::compiler::WORDS;
use std::rc::Rc;

/// An instruction that the compiler adds.
#[derive(Debug, Clone)]
pub struct Added {
    /// Its name; several where one of them is added.
    pub names: Vec<Rc<str>>,
    /// What goes with it, where that is a constant of the compiler: `NB_ADD`.
    pub detail: Option<Rc<str>>,
    /// The number that goes with it, where that is known.
    pub number: Option<i64>,
    /// Whether it is added for the user's `None`.
    pub is_none: bool,
    /// The function of the compiler that adds it.
    pub by: Rc<str>,
    /// The user's syntax that it is added for: the node's name and its line.
    pub node: Option<(&'static str, u32)>,
    /// Whether it surely is added.
    pub certain: bool,
    /// Where it jumps: back, or forward.
    pub back: Option<bool>,
}

/// Puts one instruction in the place of two where the release has one for both.
pub fn joined(instructions: &mut Vec<Instruction>, is_instruction: &dyn Fn(&str) -> bool) {
    let mut at = 0;
    while at + 1 < instructions.len() {
        let (one, other) = (&instructions[at], &instructions[at + 1]);
        let line = |one: &Instruction| one.node.map(|(_, line)| line);
        let named = WORDS.joined.iter().find(|[first, second, _]| *first == one.name && *second == other.name);
        let name = match named {
            Some([_, _, name]) => Some(name.clone()).filter(|name| is_instruction(name)),
            None if line(one) == line(other) => {
                let name = format!("{}_{}", one.name, other.name);
                Some(name).filter(|name| is_instruction(name))
            }
            None => None,
        };
        if let Some(name) = name.filter(|_| one.certain && other.certain) {
            let first = instructions.remove(at);
            instructions[at] = Instruction { name, ..first };
        }
        at += 1;
    }
}

/// Makes one jump of a comparison with `None` and the jump that follows it.
pub fn tests_of_none(added: &mut Vec<Added>, is_instruction: &dyn Fn(&str) -> bool) {
    let words = &*WORDS;
    let is = |one: &Added, name: &str| one.names.len() == 1 && *one.names[0] == *name;
    let mut at = 0;
    while at + 2 < added.len() {
        let jump_at = if is(&added[at + 2], &words.to_bool) { at + 3 } else { at + 2 };
        let (none, test) = (&added[at], &added[at + 1]);
        let made = added.get(jump_at).filter(|_| none.is_none && is(none, &words.constant) && is(test, &words.is));
        let made = made.and_then(|jump| {
            let [_, if_none, if_other] = words.none_tests.iter().find(|[name, ..]| is(jump, name))?;
            // The number of the test says whether it asks for the opposite.
            let name = if test.number? == 0 { if_none } else { if_other };
            Some(name.as_str()).filter(|name| is_instruction(name))
        });
        if let Some(name) = made {
            added[jump_at].names = vec![name.into()];
            added.drain(at..jump_at);
        }
        at += 1;
    }
}

/// Takes away what does nothing, unless it alone stands for its line: a debugger stops there. What has no line of its own
/// takes that of the instruction before it; here it has that of the statement around it, which begins earlier.
pub fn without_nops(instructions: &mut Vec<Instruction>) {
    let line = |one: &Instruction| one.node.map_or(0, |(_, line)| line);
    let lines: Vec<u32> = instructions.iter().map(line).collect();
    let mut at = 0;
    instructions.retain(|one| {
        at += 1;
        let (here, before) = (lines[at - 1], at.checked_sub(2).map(|at| lines[at]));
        one.name != WORDS.nothing_done || (before != Some(here) && lines.get(at).is_some_and(|next| *next > here))
    });
}

#[cfg(test)]
mod tests {
    use super::{tests_of_none, without_nops};
    use crate::nav::script::{Added, Instruction};

    fn at(name: &str, line: u32) -> Instruction {
        let node = Some(("Pass", line));
        Instruction { name: name.to_owned(), detail: None, by: String::new(), node, certain: true }
    }

    #[test]
    fn what_does_nothing_stays_where_it_stands_for_its_line() {
        let mut some =
            vec![at("RESUME", 1), at("NOP", 1), at("NOP", 2), at("CALL", 3), at("NOP", 4), at("RETURN_VALUE", 1)];
        without_nops(&mut some);
        let names: Vec<&str> = some.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["RESUME", "NOP", "CALL", "RETURN_VALUE"]);
    }

    fn added(name: &str, number: Option<i64>, is_none: bool) -> Added {
        let (by, detail, node, back) = ("".into(), None, None, None);
        Added { names: vec![name.into()], detail, number, is_none, by, node, certain: true, back }
    }

    #[test]
    fn a_test_for_none_is_one_jump() {
        for (number, expected) in [(0, "POP_JUMP_IF_NOT_NONE"), (1, "POP_JUMP_IF_NONE")] {
            let jump = added("POP_JUMP_IF_FALSE", None, false);
            let mut some = vec![added("LOAD_CONST", None, true), added("IS_OP", Some(number), false), jump];
            tests_of_none(&mut some, &|_| true);
            assert_eq!((some.len(), &*some[0].names[0]), (1, expected));
        }
        let jump = added("POP_JUMP_IF_FALSE", None, false);
        let mut other = vec![added("LOAD_CONST", None, false), added("IS_OP", Some(0), false), jump];
        tests_of_none(&mut other, &|_| true);
        assert_eq!(other.len(), 3);
    }
}
