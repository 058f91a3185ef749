//! What runs for a piece of Python, told from the sources alone: its syntax, what the release's own compiler makes of it,
//! the code of those instructions.

mod branches;
mod cards;
mod compiler;
mod eval;
mod flow;
mod forms;
mod known;
mod number;
mod objects;
mod parts;
mod run;
mod scopes;
mod value;

use crate::facts::script::{self, Script};
use crate::facts::statements;
use crate::model::LinkKind;
use crate::model::{Kind, Language};
use crate::nav::reading::Texts;
use crate::nav::{Direction, LinkFilter, Navigator};
use anyhow::{Context, Result};
use compiler::{Compiler, WORDS};
use flow::{Added, Release};
use run::Run;
use scopes::{BlockKind, Scopes};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use value::Val;

/// An instruction that a script compiles to.
#[derive(Debug, Clone, PartialEq)]
pub struct Instruction {
    /// Its name.
    pub name: String,
    /// What goes with it, where that is a constant of the compiler: `NB_ADD`.
    pub detail: Option<String>,
    /// The function of the compiler that adds it; empty where a later step does.
    pub by: String,
    /// The syntax it is added for, empty where that is not known, and its line in the script.
    pub node: Option<(&'static str, u32)>,
    /// Whether it surely is added.
    pub certain: bool,
}

/// What a script compiles to.
#[derive(Debug, Default)]
pub struct Compiled {
    /// The instructions, in the order in which the compiler adds them.
    pub instructions: Vec<Instruction>,
    /// Lines of the script that were not understood.
    pub errors: Vec<u32>,
    /// Where the sources were not followed: who told the instructions instead.
    pub asked: Option<String>,
}

/// Names of numbers that stand for one another: more are a circle.
const MOST_NAMES: usize = 8;

impl Navigator {
    /// Follows the compiler of the release through a script.
    pub fn compiled(&self, text: &str) -> Result<Compiled> {
        let Script { module, errors } = script::parse(text);
        let texts = Texts::new(self);
        let compiler = Compiler::new(self, &texts)?;
        let scopes = Scopes::new(&module, compiler.mentions(&WORDS.inlines), compiler.mentions(&WORDS.defers));
        let entry =
            compiler.entry.clone().context("this revision has no compiler that leads from syntax to instructions")?;
        let function = compiler.function(&entry).context("the compiler of this revision cannot be read")?;
        let kinds: RefCell<HashMap<String, Option<Kind>>> = RefCell::default();
        let kind = |name: &str| {
            if let Some(known) = kinds.borrow().get(name) {
                return *known;
            }
            let found = self.instruction_kind(name).unwrap_or(None);
            kinds.borrow_mut().insert(name.to_owned(), found);
            found
        };
        let marks = |name: &str| *name == *WORDS.flow.pop || WORDS.flow.push.iter().any(|push| *push == *name);
        let is_instruction =
            |name: &str| kind(name).is_some() || marks(name) || directed(name).iter().any(|one| kind(one).is_some());
        let numbers: RefCell<HashMap<String, Option<i64>>> = RefCell::default();
        let constant = |name: &str| {
            if let Some(known) = numbers.borrow().get(name) {
                return *known;
            }
            let found = self.number(&texts, name, 0).unwrap_or(None);
            numbers.borrow_mut().insert(name.to_owned(), found);
            found
        };
        let mut run = Run::new(&compiler, &scopes, &is_instruction, &constant);
        let whole = Val::Ast(script::Value::Node(Rc::clone(&module)));
        let args =
            function.params.iter().map(|(kind, _)| if kind.ends_with("_ty") { whole.clone() } else { Val::Unknown });
        run.call(&entry, args.collect());
        let (steps, units) = (std::mem::take(&mut run.added), std::mem::take(&mut run.units));
        let release = Release {
            has: &|name| kind(name).is_some(),
            is_form: &|name| self.is_form(name).unwrap_or(false),
            does: &|name| self.function_text(&texts, name).unwrap_or(None),
        };
        let mut instructions = Vec::new();
        for one in &flow::shaped(steps, &units, &scopes, &release) {
            for name in self.real(one, &kind)? {
                let certain = one.certain;
                let detail = one.detail.as_ref().map(ToString::to_string);
                instructions.push(Instruction { name, detail, by: one.by.to_string(), node: one.node, certain });
            }
        }
        let generates = scopes.blocks.iter().any(|block| !block.inlined && (block.generator || block.coroutine));
        for (name, wanted) in [
            (&WORDS.cell, (0..scopes.blocks.len()).any(|block| scopes.makes_cells(block))),
            (
                &WORDS.free,
                (0..scopes.blocks.len()).any(|block| {
                    let one = &scopes.blocks[block];
                    one.kind == BlockKind::Function && !one.inlined && scopes.free(block) > 0
                }),
            ),
            (&WORDS.generator, generates),
            (&WORDS.flow.pop_top, generates),
        ] {
            if wanted && is_instruction(name) && !instructions.iter().any(|one| one.name == *name) {
                let (by, node, certain) = (String::new(), None, true);
                instructions.push(Instruction { name: name.clone(), detail: None, by, node, certain });
            }
        }
        Ok(Compiled { instructions, errors, asked: None })
    }

    /// What an instruction is in this revision; `None` where it has none of that name.
    fn instruction_kind(&self, name: &str) -> Result<Option<Kind>> {
        let mut found = None;
        for id in self.reader.by_symbol(name)? {
            let one = self.reader.definition(id)?.definition;
            match (one.language, one.kind) {
                (Language::Dsl, Kind::Inst | Kind::Macro) | (Language::C, Kind::Label) => return Ok(Some(Kind::Inst)),
                (Language::Dsl, Kind::Pseudo) => found = Some(Kind::Pseudo),
                _ => {}
            }
        }
        Ok(found)
    }

    /// The number that a macro of the revision stands for.
    fn number(&self, texts: &Texts<'_>, name: &str, depth: usize) -> Result<Option<i64>> {
        if depth > MOST_NAMES {
            return Ok(None);
        }
        let named = |name: &str| self.number(texts, name, depth + 1).unwrap_or(None);
        for id in self.reader.by_symbol(name)? {
            let one = self.reader.definition(id)?.definition;
            if one.kind == Kind::Macro && one.language == Language::C {
                let text = texts.get(self.reader.path(one.file))?;
                let written = text.line(one.line).split(name).nth(1).unwrap_or_default();
                let written = written.split("/*").next().unwrap_or_default();
                let number =
                    statements::expression(written.trim()).and_then(|written| number::plain_number(&written, &named));
                if number.is_some() {
                    return Ok(number);
                }
            }
        }
        Ok(None)
    }

    /// Whether an instruction is a form of another one.
    fn is_form(&self, name: &str) -> Result<bool> {
        let Some(id) = self.instruction(name)? else { return Ok(false) };
        let filter = LinkFilter { kinds: vec![LinkKind::Specializes], direction: Some(Direction::Out), limit: 1 };
        Ok(!self.links(id, &filter)?.is_empty())
    }

    /// The text of a C function of the revision.
    fn function_text(&self, texts: &Texts<'_>, name: &str) -> Result<Option<String>> {
        for id in self.reader.by_symbol(name)? {
            let one = self.reader.definition(id)?.definition;
            if one.language == Language::C && one.kind == Kind::Function {
                let text = texts.get(self.reader.path(one.file))?;
                let lines = (one.line..=one.end_line).map(|line| text.line(line));
                return Ok(Some(lines.collect::<Vec<_>>().join("\n")));
            }
        }
        Ok(None)
    }

    /// The instructions that really run for one that is added: what a later step makes of those that only the compiler
    /// knows.
    fn real(&self, added: &Added, kind: &dyn Fn(&str) -> Option<Kind>) -> Result<Vec<String>> {
        let mut real = Vec::new();
        for name in &added.names {
            let others: Vec<String> = match kind(name) {
                Some(Kind::Inst) => vec![name.to_string()],
                Some(_) => self.made_of(name)?,
                None => directed(name).into_iter().filter(|one| kind(one).is_some()).collect(),
            };
            let points = |name: &str| match (name.contains("BACKWARD"), name.contains("FORWARD")) {
                (true, _) => added.back != Some(false),
                (_, true) => added.back != Some(true),
                _ => true,
            };
            let left: Vec<String> = others.iter().filter(|one| points(one)).cloned().collect();
            real.extend(if left.is_empty() { others } else { left });
        }
        Ok(real)
    }
}

/// What a jump is called once it is known where it leads.
fn directed(name: &str) -> Vec<String> {
    let Some((front, rest)) = name.split_once("JUMP") else { return Vec::new() };
    ["FORWARD", "BACKWARD"].map(|way| format!("{front}JUMP_{way}{rest}")).to_vec()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_data_parses() {
        assert!(!super::WORDS.adds.is_empty());
    }
}
