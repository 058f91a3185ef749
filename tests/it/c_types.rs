//! What a C name means first: the struct behind a typedef, the system's own header, code that an interpreter is built from.

use crate::support::Indexed;

fn library() -> Indexed {
    let files = [
        ("Doc/includes/shape.h", "typedef struct _shape {\n    int example;\n} Shape;\n"),
        ("Include/shape.h", "struct _shape;\ntypedef struct _shape Shape;\ntypedef Shape *(*maker)(void);\n"),
        ("Include/cpython/shape.h", "struct _shape {\n    int sides;\n    int area;\n};\n"),
        (
            "Python/lock.c",
            "#if defined(NT_THREADS)\n#include \"lock_nt.h\"\n#else\n#include \"lock_posix.h\"\n#endif\n",
        ),
        ("Python/lock_nt.h", "int Lock_Take(int a)\n{\n    return a;\n}\n"),
        ("Python/lock_posix.h", "int Lock_Take(int a)\n{\n    return a + 1;\n}\n"),
        ("Programs/_tool.c", "int the_table = 1;\n"),
        ("Python/table.c", "int the_table = 2;\n"),
    ];
    Indexed::new(files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect())
}

/// The places that answer a name, best first, with what proves them and the `#if` they need.
fn places(library: &Indexed, name: &str) -> Vec<String> {
    let answers = library.where_is(name).into_iter();
    let told = |one: cpynav::nav::Answer| {
        let steps = one.evidence.iter();
        let proof: Vec<String> = steps.map(|step| format!(" {} {}:{}", step.rule, step.file, step.line)).collect();
        let proof = proof.concat();
        let condition = one.condition.map(|text| format!(" if {text}")).unwrap_or_default();
        format!("{}:{} {}{proof}{condition}", one.file, one.line, one.kind)
    };
    answers.map(told).collect()
}

#[test]
fn a_typedef_leads_to_the_struct_that_it_names() {
    let library = library();
    assert_eq!(
        places(&library, "Shape"),
        [
            "Include/cpython/shape.h:1 struct typedef Include/shape.h:2",
            "Include/shape.h:2 typedef",
            "Doc/includes/shape.h:1 struct typedef Doc/includes/shape.h:3",
            "Doc/includes/shape.h:3 typedef",
        ]
    );
    assert_eq!(places(&library, "maker"), ["Include/shape.h:3 typedef"], "a function type has no members");
    let links = String::from_utf8(library.run(&["links", "Shape", "--out"]).stdout).unwrap();
    assert!(links.starts_with("Include/shape.h:2  Shape  typedef\n") && links.contains("-> uses "), "{links}");
}

#[test]
fn a_header_that_only_another_system_includes_answers_last() {
    let found = places(&library(), "Lock_Take");
    assert_eq!(found, ["Python/lock_posix.h:1 function", "Python/lock_nt.h:1 function if defined(NT_THREADS)"]);
}

#[test]
fn programs_of_the_build_answer_after_the_interpreter() {
    assert_eq!(places(&library(), "the_table"), ["Python/table.c:1 global", "Programs/_tool.c:1 global"]);
}
