//! What later steps make of short runs of instructions.

use super::{Added, Release, Step, shaped};
use crate::nav::script::scopes::Scopes;

/// An instruction, on a line where that is not 0, with the label that it leads to where that is not 0.
fn add(name: &str, line: u32, label: usize) -> Step {
    let (line, label) = ((line > 0).then_some(line), (label > 0).then_some(label));
    Step::Add(Added {
        names: vec![name.into()],
        detail: None,
        number: None,
        constant: None,
        variable: None,
        by: "".into(),
        node: None,
        line,
        certain: true,
        label,
        back: None,
        unit: 0,
        at: 0,
    })
}

fn of(name: &str, change: impl FnOnce(&mut Added)) -> Step {
    let Step::Add(mut added) = add(name, 1, 0) else { unreachable!() };
    change(&mut added);
    Step::Add(added)
}

/// What is left for a release that has these instructions and functions beside the usual ones.
fn left(mut steps: Vec<Step>, has: &[&str]) -> String {
    for (place, step) in steps.iter_mut().enumerate() {
        if let Step::Add(added) = step {
            added.at = place;
        }
    }
    let release = Release {
        has: &|name| has.contains(&name),
        is_form: &|_| false,
        does: &|name| has.contains(&name).then(|| "JUMP_NO_INTERRUPT".to_owned()),
    };
    let names = shaped(steps, &[0], &Scopes::default(), &release);
    names.iter().map(|added| added.names.join("|")).collect::<Vec<_>>().join(" ")
}

const NEW: [&str; 2] = ["inline_small_or_no_lineno_blocks", "push_cold_blocks_to_end"];

#[test]
fn what_does_nothing_stays_where_it_stands_for_its_line() {
    let steps = vec![add("RESUME", 1, 0), add("NOP", 1, 0), add("NOP", 2, 0), add("CALL", 3, 0), add("NOP", 0, 0)];
    assert_eq!(left(steps, &[]), "RESUME NOP CALL");
}

#[test]
fn a_short_end_is_copied_to_the_jump_to_it() {
    let steps = || {
        vec![
            add("POP_JUMP_IF_FALSE", 1, 1),
            add("LOAD_NAME", 2, 0),
            add("JUMP", 0, 2),
            Step::Here(0, 1),
            add("LOAD_NAME", 4, 0),
            Step::Here(0, 2),
            add("POP_TOP", 5, 0),
            add("RETURN_VALUE", 5, 0),
        ]
    };
    assert_eq!(left(steps(), &[]).matches("JUMP").count(), 2, "an end with a line is copied by newer releases only");
    assert_eq!(left(steps(), &NEW).matches("RETURN_VALUE").count(), 2);
    assert_eq!(left(steps(), &NEW).matches("JUMP").count(), 1);
}

#[test]
fn a_test_that_leads_back_becomes_the_opposite_and_a_jump() {
    let steps =
        vec![Step::Here(0, 1), add("LOAD_NAME", 1, 0), add("POP_JUMP_IF_TRUE", 1, 1), add("RETURN_VALUE", 2, 0)];
    assert_eq!(left(steps.clone(), &NEW), "LOAD_NAME POP_JUMP_IF_FALSE JUMP RETURN_VALUE");
    let points = ["POP_JUMP_BACKWARD_IF_TRUE"];
    assert_eq!(left(steps, &points), "LOAD_NAME POP_JUMP_IF_TRUE RETURN_VALUE");
}

#[test]
fn a_local_that_may_have_no_value_is_checked() {
    let local = |name| of(name, |added| added.variable = Some("x".into()));
    let steps = vec![
        add("POP_JUMP_IF_FALSE", 1, 1),
        local("STORE_FAST"),
        Step::Here(0, 1),
        local("LOAD_FAST"),
        local("LOAD_FAST"),
        add("RETURN_VALUE", 1, 0),
    ];
    let expected = "POP_JUMP_IF_FALSE STORE_FAST LOAD_FAST_CHECK LOAD_FAST RETURN_VALUE";
    assert_eq!(left(steps.clone(), &["LOAD_FAST_CHECK"]), expected);
    assert!(!left(steps, &[]).contains("CHECK"));
}

#[test]
fn a_test_for_none_is_one_jump() {
    for (number, expected) in [(0, "POP_JUMP_IF_NOT_NONE"), (1, "POP_JUMP_IF_NONE")] {
        let none = of("LOAD_CONST", |added| added.constant = Some(("None", "None".into())));
        let is = of("IS_OP", |added| added.number = Some(number));
        let steps = vec![none, is, add("POP_JUMP_IF_FALSE", 1, 1), Step::Here(0, 1), add("RETURN_VALUE", 1, 0)];
        assert_eq!(left(steps, &[expected]), format!("{expected} RETURN_VALUE"));
    }
}

#[test]
fn constants_are_decided_before_the_code_runs() {
    let truth = of("LOAD_CONST", |added| added.constant = Some(("bool", "True".into())));
    let steps = vec![
        truth,
        add("POP_JUMP_IF_FALSE", 1, 1),
        add("LOAD_NAME", 2, 0),
        add("RETURN_VALUE", 2, 0),
        Step::Here(0, 1),
        add("CALL", 3, 0),
        add("RETURN_VALUE", 3, 0),
    ];
    assert_eq!(left(steps, &NEW), "NOP LOAD_NAME RETURN_VALUE");
}
