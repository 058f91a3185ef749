//! Argument Clinic blocks: comments that declare modules, classes and functions.

use super::file::CFile;
use crate::model::{ClinicClass, ClinicFacts, ClinicFunction, ClinicModule};

const OPEN: &str = "[clinic input]";
const CLOSE: &str = "[clinic start generated code]";

/// Reads all blocks of a file; blocks in Python are left out.
pub fn read(file: &CFile<'_>) -> ClinicFacts {
    let mut facts = ClinicFacts::default();
    let mut at = 0;
    while let Some(found) = file.text[at..].find(OPEN) {
        let open = at + found;
        let start = open + OPEN.len();
        let rest = &file.text[start..];
        let end = start + rest.find(CLOSE).or_else(|| rest.find("*/")).unwrap_or(rest.len());
        at = end;
        block(file, start, end, &mut facts);
    }
    facts
}

fn block(file: &CFile<'_>, start: usize, end: usize, facts: &mut ClinicFacts) {
    let mut offset = start;
    let mut decorators = Vec::new();
    let mut lines = file.text[start..end].split_inclusive('\n');
    while let Some(raw) = lines.next() {
        let here = offset;
        offset += raw.len();
        let line = raw.trim_end();
        if line.is_empty() || line.starts_with([' ', '\t', '#', '*']) {
            continue;
        }
        let line = file.lines.of(here + (raw.len() - raw.trim_start().len()));
        let text = raw.trim();
        let first = text.split_whitespace().next().unwrap_or_default();
        match first {
            "module" => {
                let name = text.split_whitespace().nth(1).unwrap_or_default();
                facts.modules.push(ClinicModule { name: name.into(), line });
            }
            "class" => facts.classes.push(class(text, line)),
            _ if first.starts_with('@') => decorators.push(text[1..].trim().into()),
            "preserve" | "output" | "dump" | "destination" | "set" | "printout" => {}
            _ => {
                if let Some(mut function) = function(text, line) {
                    function.decorators = std::mem::take(&mut decorators);
                    function.end_line = file.lines.of(end);
                    function.doc = docstring(lines);
                    function.condition = file.conditions.at(here);
                    facts.functions.push(function);
                }
                // Parameters and docstring: the rest belongs to the function.
                return;
            }
        }
    }
}

/// The first line of text behind the parameters.
fn docstring<'l>(lines: impl Iterator<Item = &'l str>) -> Box<str> {
    let mut outside = lines.filter(|line| !line.trim().is_empty() && !line.starts_with([' ', '\t', '#']));
    outside.next().map_or("".into(), |line| line.trim().into())
}

fn class(text: &str, line: u32) -> ClinicClass {
    let name = text.split_whitespace().nth(1).unwrap_or_default();
    let mut quoted = text.split('"').skip(1).step_by(2);
    let c_type = quoted.next().unwrap_or_default().into();
    let type_object = quoted.next().unwrap_or_default().into();
    ClinicClass { name: name.into(), c_type, type_object, line }
}

/// `name [as c_name] [= other] [-> converter]`.
fn function(text: &str, line: u32) -> Option<ClinicFunction> {
    let declaration = text.split("->").next().unwrap_or_default();
    let (head, clone) = match declaration.split_once('=') {
        Some((head, clone)) => (head, Some(clone.trim()).filter(|clone| !clone.is_empty())),
        None => (declaration, None),
    };
    let mut parts = head.split_whitespace();
    let name = parts.next()?;
    let dotted =
        name.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));
    if !dotted {
        return None;
    }
    let basename = match (parts.next(), parts.next()) {
        (Some("as"), Some(given)) => given.to_owned(),
        // The C names of a constructor are those of its class.
        (None, _) => name.strip_suffix(".__new__").unwrap_or(name).replace('.', "_"),
        _ => return None,
    };
    Some(ClinicFunction {
        name: name.into(),
        c_basename: basename.into(),
        clone_of: clone.map(Box::from),
        decorators: Vec::new(),
        line,
        end_line: line,
        doc: "".into(),
        condition: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declaration_names_its_c_function() {
        let text = "/*[clinic input]\nmodule m\nclass m.C \"c *\" \"&C_Type\"\n[clinic start generated code]*/\n\
            /*[clinic input]\n@classmethod\n@critical_section self other\nm.C.find as c_find = m.C.count -> object\n\n    self: self\n    /\n\nFind it.\n\nMore.\n[clinic start generated code]*/\n\
            /*[clinic input]\nm.f\n    a: int\n    /\n[clinic start generated code]*/\n";
        let facts = read(&CFile::new(text));
        assert_eq!((&*facts.modules[0].name, &*facts.classes[0].type_object), ("m", "&C_Type"));
        let [find, f] = &facts.functions[..] else { panic!("two functions") };
        assert_eq!(
            (&*find.c_basename, find.clone_of.as_deref(), &*find.doc, find.line),
            ("c_find", Some("m.C.count"), "Find it.", 8)
        );
        assert_eq!(find.decorators, ["classmethod".into(), "critical_section self other".into()]);
        assert_eq!((&*f.c_basename, &*f.doc), ("m_f", ""));
    }
}
