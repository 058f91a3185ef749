//! Expressions of the compiler: their value as far as it is known, and what they call.

use super::compiler::WORDS;
use super::flow::Step;
use super::run::Run;
use super::scopes::BlockKind;
use super::value::Val;
use crate::facts::script::Value;
use crate::facts::statements::Expression;

impl Run<'_> {
    pub(super) fn value(&mut self, expression: &Expression) -> Val {
        match expression {
            Expression::Name(name) => self.name(name),
            Expression::Number(number) => Val::Int(*number),
            Expression::Text(text) => Val::Text(text.as_str().into()),
            Expression::Field(base, field) => self.read_part(expression).unwrap_or_else(|| {
                let base = self.value(base);
                self.field(&base, field)
            }),
            Expression::Index(base, index) => self.read_part(expression).unwrap_or_else(|| {
                self.value(base);
                self.value(index);
                Val::Unknown
            }),
            Expression::Call(of, args) => self.calls(of, args),
            Expression::Unary(op, inner) => self.unary(op, inner),
            Expression::Binary(op, left, right) => self.binary(op, left, right),
            Expression::Assign(to, op, value) => {
                if op == "=" {
                    self.copy_parts(value, to);
                }
                let value = self.value(value);
                let value = match op.as_str() {
                    "=" => value,
                    "|=" | "+=" | "-=" | "&=" => {
                        let before = self.value(to);
                        self.arithmetic(&op[..1], &before, &value)
                    }
                    _ => Val::Unknown,
                };
                self.assign(to, value.clone());
                value
            }
            Expression::Choice(test, then, otherwise) => {
                let test = self.value(test);
                match self.truth(&test) {
                    Some(true) => self.value(then),
                    Some(false) => self.value(otherwise),
                    None => {
                        self.unsure += 1;
                        let (one, other) = (self.value(then), self.value(otherwise));
                        self.unsure -= 1;
                        one.or(other)
                    }
                }
            }
            Expression::Other(parts) | Expression::List(parts) => {
                let mut values: Vec<Val> = parts.iter().map(|part| self.value(part)).collect();
                if values.len() == 1 { values.remove(0) } else { Val::Unknown }
            }
        }
    }

    fn name(&self, name: &str) -> Val {
        if let Some(value) = self.frames.last().and_then(|frame| frame.vars.get(name)) {
            return value.clone();
        }
        match name {
            "NULL" => Val::Null,
            "true" => Val::Int(1),
            "false" => Val::Int(0),
            _ => Val::word(name),
        }
    }

    pub(super) fn follow(&self, value: Val) -> Val {
        match value {
            Val::Ref(frame, name) => {
                self.frames.get(frame).and_then(|frame| frame.vars.get(&name)).cloned().unwrap_or(Val::Unknown)
            }
            other => other,
        }
    }

    fn unary(&mut self, op: &str, inner: &Expression) -> Val {
        if op == "&" {
            if let Expression::Name(name) = inner {
                return Val::Ref(self.frames.len() - 1, name.as_str().into());
            }
            let value = self.value(inner);
            return if value.name().is_some() { value } else { Val::Unknown };
        }
        let value = self.value(inner);
        match (op, &value) {
            ("!", _) => self.truth(&value).map_or(Val::Unknown, |truth| Val::Int(i64::from(!truth))),
            ("-", Val::Int(number)) => Val::Int(-number),
            ("~", Val::Int(number)) => Val::Int(!number),
            ("*", _) => self.follow(value),
            ("++" | "--", Val::Int(number)) => {
                let next = if op == "++" { number + 1 } else { number - 1 };
                self.assign(inner, Val::Int(next));
                value
            }
            _ => Val::Unknown,
        }
    }

    fn binary(&mut self, op: &str, left: &Expression, right: &Expression) -> Val {
        let one = self.value(left);
        if op == "&&" || op == "||" {
            let ends = op == "||";
            let first = self.truth(&one);
            if first == Some(ends) {
                return Val::Int(i64::from(ends));
            }
            let other = self.value(right);
            return match (first, self.truth(&other)) {
                (_, Some(second)) if second == ends => Val::Int(i64::from(ends)),
                (Some(_), Some(second)) => Val::Int(i64::from(second)),
                _ => Val::Unknown,
            };
        }
        let other = self.value(right);
        let known = |truth: Option<bool>| truth.map_or(Val::Unknown, |truth| Val::Int(i64::from(truth)));
        match op {
            "==" => known(self.equals(&one, &other)),
            "!=" => known(self.equals(&one, &other).map(|truth| !truth)),
            _ => self.arithmetic(op, &one, &other),
        }
    }

    fn whole(&self, value: &Val) -> Option<i64> {
        match value {
            Val::Int(number) => Some(*number),
            Val::Consts(words) if words.len() == 1 => self.number(&words[0]),
            _ => None,
        }
    }

    fn arithmetic(&self, op: &str, one: &Val, other: &Val) -> Val {
        let (a, b) = (self.whole(one), self.whole(other));
        if op == "&" && (a == Some(0) || b == Some(0)) {
            return Val::Int(0);
        }
        if let (Val::Done, Some(0), "<") = (one, b, op) {
            return Val::Int(0);
        }
        let (Some(a), Some(b)) = (a, b) else { return Val::Unknown };
        let truth = |truth: bool| Some(i64::from(truth));
        let value = match op {
            "<" => truth(a < b),
            ">" => truth(a > b),
            "<=" => truth(a <= b),
            ">=" => truth(a >= b),
            "+" => a.checked_add(b),
            "-" => a.checked_sub(b),
            "*" => a.checked_mul(b),
            "&" => Some(a & b),
            "|" => Some(a | b),
            "^" => Some(a ^ b),
            ">>" if (0..64).contains(&b) => u32::try_from(b).ok().and_then(|b| a.checked_shr(b)),
            "/" => a.checked_div(b),
            "<<" if (0..32).contains(&b) => u32::try_from(b).ok().and_then(|b| a.checked_shl(b)),
            _ => None,
        };
        value.map_or(Val::Unknown, Val::Int)
    }

    fn field(&mut self, base: &Val, field: &str) -> Val {
        if WORDS.zero.iter().any(|word| word == field) {
            return Val::Int(0);
        }
        if WORDS.empty.iter().any(|word| word == field) {
            return self.dictionary(field);
        }
        if WORDS.state.iter().any(|word| word == field) {
            return self.state(field);
        }
        if WORDS.returned.iter().any(|word| word == field) {
            let unit = self.unit();
            let last = self.added.iter().rfind(|step| step.unit() == unit);
            let ends = matches!(last, Some(Step::Add(added)) if added.is_one_of(&WORDS.flow.ends));
            return Val::Int(i64::from(ends));
        }
        let base = self.follow(base.clone());
        match &base {
            Val::Label(_) => return base,
            Val::Consts(words) if words.iter().all(|word| WORDS.no_label.iter().any(|none| **none == **word)) => {
                return Val::Int(-1);
            }
            Val::Ast(Value::Node(node)) => {
                return match field {
                    "v" => base.clone(),
                    "kind" if !matches!(node.get("kind"), Value::Empty) => Val::Unknown,
                    "kind" => Val::word(&format!("{}_kind", node.kind)),
                    _ if field == node.kind => base.clone(),
                    "lineno" => Val::Int(i64::from(node.line)),
                    _ if field.starts_with(char::is_uppercase)
                        || field.contains("lineno")
                        || field.contains("col_") =>
                    {
                        Val::Unknown
                    }
                    _ => Val::of(node.get(field)),
                };
            }
            Val::Ast(Value::Seq(items)) if field == "size" => return Val::count(items.len()),
            Val::Undo(kind, _) if field == "fb_type" => return Val::word(kind),
            Val::Undo(_, with) => {
                let at = ["fb_datum", "fb_block", "fb_exit"].iter().position(|word| *word == field);
                return at.map_or(Val::Unknown, |at| with[at].clone());
            }
            _ => {}
        }
        match field {
            "u_ste" => return Val::Block(self.block()),
            "st_top" => return Val::Block(0),
            "u_scope_type" => return self.blocks.last().map_or(Val::Unknown, |unit| unit.kind.clone()),
            "u_nfblocks" => return Val::count(self.undo.len()),
            "co_nfreevars" => return Val::count(self.free),
            _ => {}
        }
        let at = if let Val::Block(at) = base { at } else { self.block() };
        let Some(block) = self.scopes.blocks.get(at) else { return Val::Unknown };
        let flag = |flag: bool| Val::Int(i64::from(flag));
        match field {
            "ste_type" => Val::word(match block.kind {
                BlockKind::Module => "ModuleBlock",
                BlockKind::Function => "FunctionBlock",
                BlockKind::Class => "ClassBlock",
            }),
            "ste_symbols" => Val::Symbols(at),
            "u_argcount" => Val::count(block.counts.0),
            "u_posonlyargcount" => Val::count(block.counts.1),
            "ste_generator" => flag(block.generator),
            "ste_coroutine" => flag(block.coroutine),
            "ste_comprehension" => {
                if block.comprehension {
                    Val::Unknown
                } else {
                    Val::Int(0)
                }
            }
            "ste_comp_inlined" => flag(block.inlined),
            "ste_needs_class_closure" => flag(self.scopes.needs_class(at)),
            "ste_needs_classdict" | "ste_has_conditional_annotations" | "ste_can_see_class_scope" => Val::Int(0),
            "ste_annotations_used" => flag(block.annotated),
            "ste_has_docstring" => flag(block.docstring),
            "ste_nested" => {
                flag(block.parent.is_some_and(|parent| self.scopes.blocks[parent].kind == BlockKind::Function))
            }
            _ => Val::Unknown,
        }
    }

    /// The block that is compiled.
    pub(super) fn block(&self) -> usize {
        self.blocks.last().map_or(0, |unit| unit.block)
    }

    pub(super) fn truth(&self, value: &Val) -> Option<bool> {
        match value {
            Val::Consts(words) if words.len() == 1 => self.number(&words[0]).map(|number| number != 0),
            other => other.truth(),
        }
    }

    pub(super) fn equals(&self, one: &Val, other: &Val) -> Option<bool> {
        match (one, other) {
            (Val::Consts(words), Val::Int(number)) | (Val::Int(number), Val::Consts(words)) if words.len() == 1 => {
                self.number(&words[0]).map(|word| word == *number)
            }
            (Val::Done, Val::Consts(words)) | (Val::Consts(words), Val::Done) if words.len() == 1 => {
                self.number(&words[0]).filter(|word| *word < 0).map(|_| false)
            }
            _ => one.equals(other),
        }
    }
}
