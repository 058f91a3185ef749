//! Calls of the compiler whose meaning is known: they ask for the user's syntax or blocks, or add an instruction.

use super::compiler::WORDS;
use super::flow::{Added, Step};
use super::run::{Run, Unit};
use super::scopes::{BlockKind, docstring};
use super::value::Val;
use crate::facts::script::Value;
use crate::facts::statements::Expression;
use std::rc::Rc;

pub(super) fn is(words: &[String], name: &str) -> bool {
    words.iter().any(|word| word == name)
}

impl Run<'_> {
    pub(super) fn calls(&mut self, of: &Expression, args: &[Expression]) -> Val {
        let Expression::Name(name) = of else {
            self.value(of);
            for arg in args {
                self.value(arg);
            }
            return Val::Unknown;
        };
        if is(&WORDS.skips, name) {
            return Val::Unknown;
        }
        if let ([to, from], true) = (args, is(&WORDS.objects.replace, name)) {
            let value = self.value(from);
            self.assign(to, value);
            return Val::Unknown;
        }
        // `(cmpop_ty)(x)` reads like a call.
        if let ([only], true) = (args, name.ends_with("_ty")) {
            return self.value(only);
        }
        let args: Vec<Val> = args.iter().map(|arg| self.value(arg)).collect();
        if let Some(known) = self.known(name, &args) {
            return known;
        }
        let inserts = WORDS.inserts.iter().any(|word| name.contains(word));
        if (name.contains(&WORDS.adds) || inserts)
            && let Some(place) = args.iter().position(|arg| self.is_instruction(arg))
        {
            self.add(&args, place, inserts);
            return Val::Done;
        }
        self.call(name, args).unwrap_or(Val::Unknown)
    }

    fn is_instruction(&self, value: &Val) -> bool {
        matches!(value, Val::Consts(words) if !words.is_empty() && words.iter().all(|word| (self.is_instruction)(word)))
    }

    fn add(&mut self, args: &[Val], place: usize, first: bool) {
        let Val::Consts(names) = &args[place] else { return };
        let rest = &args[place + 1..];
        let detail = rest.iter().find_map(|arg| match arg {
            Val::Consts(words) if words.len() == 1 && !is(&WORDS.no_line, &words[0]) => Some(Rc::clone(&words[0])),
            _ => None,
        });
        let number = rest.iter().find_map(|arg| if let Val::Int(number) = arg { Some(*number) } else { None });
        let line = self.line_of(args);
        let Some(frame) = self.frames.last() else { return };
        let constant = |value: &Val| match value {
            Val::Ast(Value::Constant(kind, text)) => Some((*kind, Rc::clone(text))),
            Val::Object(number) => Some(("int", number.to_string().into())),
            Val::Consts(words) if words.len() == 1 => {
                let word = words[0].strip_prefix("Py_")?;
                let kinds = [("None", "None"), ("True", "bool"), ("False", "bool"), ("Ellipsis", "Ellipsis")];
                kinds.iter().find(|(known, _)| *known == word).map(|(known, kind)| (*kind, Rc::from(*known)))
            }
            _ => None,
        };
        let name = |value: &Val| value.name().map(Rc::<str>::from);
        let added = Added {
            names: names.clone(),
            detail,
            number,
            constant: args.iter().find_map(constant).or_else(|| frame.first(&constant)),
            // A number beside it is that of the variable: whose that is only the function around knows.
            variable: args.iter().find_map(name).or_else(|| frame.first(&name).filter(|_| number.is_none())),
            by: Rc::clone(&frame.name),
            node: frame.node,
            line,
            certain: self.unsure == 0 && names.len() == 1,
            label: args.iter().find_map(|arg| if let Val::Label(label) = arg { Some(*label) } else { None }),
            back: None,
            unit: self.unit(),
            at: self.added.len(),
        };
        let unit = added.unit;
        let start = self.added.iter().position(|step| first && step.unit() == unit);
        self.added.insert(start.unwrap_or(self.added.len()), Step::Add(added));
    }

    /// The line that an instruction is given.
    fn line_of(&self, args: &[Val]) -> Option<u32> {
        for arg in args {
            match arg {
                Val::Line(line) => return *line,
                Val::Consts(words) if words.first().is_some_and(|word| is(&WORDS.no_line, word)) => return None,
                _ => {}
            }
        }
        if self.frames.last().is_some_and(|frame| WORDS.no_line.iter().any(|word| frame.name.contains(word))) {
            return None;
        }
        for word in &WORDS.line {
            if let Some(Val::Int(line)) = self.state.get(&(self.unit(), word.as_str().into())) {
                return u32::try_from(*line).ok();
            }
        }
        self.frames.last()?.node.map(|(_, line)| line)
    }

    /// The value of a call whose meaning is known; `None` where its function must be gone through.
    fn known(&mut self, name: &str, args: &[Val]) -> Option<Val> {
        let words = &*WORDS;
        let named = || args.iter().rev().find(|arg| arg.name().is_some());
        let block = || args.iter().find_map(|arg| if let Val::Block(block) = arg { Some(*block) } else { None });
        let seq = || args.iter().find(|arg| matches!(arg, Val::Null | Val::Ast(Value::Seq(_))));
        Some(match name {
            _ if is(&words.zero, name) => Val::Int(0),
            _ if is(&words.stops, name) => Val::Int(-1),
            _ if is(&words.length, name) => match seq() {
                Some(Val::Ast(value)) => Val::count(value.items().len()),
                Some(_) => Val::Int(0),
                None => Val::Unknown,
            },
            _ if is(&words.element, name) => match (args.first(), args.get(1)) {
                (Some(Val::Ast(value)), Some(Val::Int(at))) => {
                    usize::try_from(*at).ok().and_then(|at| value.items().get(at)).map_or(Val::Unknown, Val::of)
                }
                _ => Val::Unknown,
            },
            _ if is(&words.same_text, name) => {
                let text = args.iter().find_map(|arg| if let Val::Text(text) = arg { Some(text) } else { None });
                match (named().and_then(Val::name), text) {
                    (Some(one), Some(other)) => Val::Int(i64::from(*one == **other)),
                    _ => Val::Unknown,
                }
            }
            _ if is(&words.name_of, name) => match args.first() {
                Some(Val::Consts(words)) if words.len() == 1 => Val::Ast(Value::Name(Rc::clone(&words[0]))),
                _ => Val::Unknown,
            },
            _ if is(&words.docstring, name) => match seq() {
                Some(Val::Ast(body)) => docstring(body).map_or(Val::Null, Val::Ast),
                _ => Val::Unknown,
            },
            _ if is(&words.same_name, name) => named().cloned().unwrap_or(Val::Unknown),
            _ if is(&words.scope_of, name) => match named().and_then(Val::name).map(str::to_owned) {
                Some(one) => self.scope(block().unwrap_or(self.block()), &one),
                // A name that is made on the way is bound here.
                None => Val::word("LOCAL"),
            },
            _ if is(&words.line_of, name) => {
                args.iter().find_map(Val::node).map_or(Val::Unknown, |of| Val::Line(Some(of.line)))
            }
            _ if is(&words.line_made, name) => match args.first() {
                Some(Val::Int(line)) => Val::Line(u32::try_from(*line).ok()),
                _ => Val::Unknown,
            },
            _ if is(&words.same_line, name) => {
                args.iter().find(|arg| matches!(arg, Val::Line(_))).cloned().unwrap_or(Val::Unknown)
            }
            _ if is(&words.block_of, name) => {
                let of = args.iter().find_map(|arg| self.scopes.of(arg.node()?));
                let of = of.map_or(Val::Unknown, Val::Block);
                match args.iter().find(|arg| matches!(arg, Val::Ref(..))) {
                    Some(to) => {
                        self.give(to, of);
                        Val::Done
                    }
                    None => of,
                }
            }
            _ if is(&words.function_like, name) => {
                let block = self.scopes.blocks.get(block().unwrap_or(self.block()));
                Val::Int(i64::from(block.is_some_and(|block| block.kind == BlockKind::Function)))
            }
            _ if is(&words.current_block, name) => Val::Block(self.block()),
            _ if is(&words.scope_type, name) => self.blocks.last().map_or(Val::Unknown, |unit| unit.kind.clone()),
            _ if is(&words.label, name) => {
                self.labels += 1;
                Val::Label(self.labels)
            }
            _ if is(&words.is_label, name) => match args.first() {
                Some(Val::Label(_)) => Val::Int(1),
                Some(Val::Consts(names)) => Val::Int(i64::from(!names.iter().any(|name| is(&words.no_label, name)))),
                _ => Val::Unknown,
            },
            _ if is(&words.here, name) => {
                let unit = self.unit();
                let labels = args.iter().filter_map(|arg| if let Val::Label(it) = arg { Some(*it) } else { None });
                self.added.extend(labels.map(|label| Step::Here(unit, label)));
                Val::Unknown
            }
            _ if is(&words.enter, name) => {
                let of = args.iter().find_map(|arg| self.scopes.of(arg.node()?)).unwrap_or(self.block());
                let is_kind = |names: &[Rc<str>]| names.first().is_some_and(|name| name.contains(&words.block_kinds));
                let kind = args.iter().find(|arg| matches!(arg, Val::Consts(names) if is_kind(names)));
                let number = self.units.len();
                self.units.push(of);
                self.blocks.push(Unit { block: of, kind: kind.cloned().unwrap_or(Val::Unknown), number });
                return None;
            }
            _ if is(&words.leave, name) => {
                self.free = self.scopes.free(self.block());
                if self.blocks.len() > 1 {
                    self.blocks.pop();
                }
                Val::Unknown
            }
            _ if is(&words.push, name) => {
                let at = args.iter().position(
                    |arg| matches!(arg, Val::Consts(words) if words.len() == 1 && !is(&WORDS.no_line, &words[0])),
                );
                let kind = at
                    .and_then(|at| if let Val::Consts(words) = &args[at] { Some(Rc::clone(&words[0])) } else { None });
                let given =
                    |place: Option<usize>| place.and_then(|place| args.get(place)).cloned().unwrap_or(Val::Unknown);
                let datum = given(args.len().checked_sub(1));
                let with = Rc::new([datum, given(at.map(|at| at + 1)), given(at.map(|at| at + 2))]);
                self.undo.push(kind.map_or(Val::Unknown, |kind| Val::Undo(kind, with)));
                Val::Unknown
            }
            _ if is(&words.pop, name) => {
                self.undo.pop();
                Val::Unknown
            }
            _ if is(&words.unwind_all, name) => self.unwind(name, args),
            _ => return self.object_call(name, args),
        })
    }

    /// Leaves the statements around a `return`, `break` or `continue`, the innermost first; up to the loop where one is
    /// asked for.
    fn unwind(&mut self, name: &str, args: &[Val]) -> Val {
        let one = WORDS.unwind_one.iter().find(|one| self.compiler.function(one).is_some()).cloned();
        let (Some(one), Some(function)) = (one, self.compiler.function(name)) else { return Val::Unknown };
        let last = function.params.len().saturating_sub(1);
        let to_loop =
            if let Some(Val::Ref(frame, name)) = args.get(last) { Some((*frame, Rc::clone(name))) } else { None };
        // The parameters of both begin alike: compiler, where the place is wanted the place.
        let before = last.saturating_sub(2);
        let around = self.undo.clone();
        for (place, undo) in around.iter().enumerate().rev() {
            let Val::Undo(kind, _) = undo else { continue };
            if let Some((frame, name)) = to_loop.as_ref().filter(|_| WORDS.loops.iter().any(|word| kind.contains(word)))
            {
                if let Some(frame) = self.frames.get_mut(*frame) {
                    frame.vars.insert(Rc::clone(name), undo.clone());
                }
                break;
            }
            self.undo.truncate(place);
            let mut given: Vec<Val> = args.iter().take(before + 1).cloned().collect();
            given.push(undo.clone());
            given.extend(args.get(before + 1).cloned());
            self.call(&one, given);
        }
        self.undo = around;
        Val::Unknown
    }
}
