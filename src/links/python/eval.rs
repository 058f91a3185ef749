//! The value of an expression, as far as reading tells.

use super::Python;
use super::expr::{Argument, Expr};
use super::value::{Found, Value};
use crate::model::{FileId, NameKind};
use rustc_hash::FxHashMap as HashMap;
use std::rc::Rc;

/// Where an expression stands.
#[derive(Clone, Copy)]
pub struct Scope<'s> {
    /// The file.
    pub file: FileId,
    /// The class body, if it stands in one.
    pub class: Option<u32>,
    /// Bindings from this one on are not made yet.
    pub before: u32,
    /// The local names of a function call.
    pub locals: Option<&'s HashMap<Box<str>, Value>>,
}

impl Scope<'_> {
    /// The scope of a statement at module or class level.
    pub fn new(file: FileId, class: Option<u32>, before: u32) -> Self {
        Scope { file, class, before, locals: None }
    }
}

impl Python<'_, '_> {
    /// Evaluates an expression; nothing where a name in it is bound nowhere.
    pub fn eval(&self, expression: &Expr, scope: &Scope<'_>) -> Option<Found> {
        self.deeper(|| self.evaluate(expression, scope))
    }

    /// The value alone; unknown where there is none.
    pub fn value(&self, expression: &Expr, scope: &Scope<'_>) -> Value {
        self.eval(expression, scope).map_or(Value::Unknown, |found| found.value)
    }

    fn evaluate(&self, expression: &Expr, scope: &Scope<'_>) -> Option<Found> {
        let bare = |value| Some(Found::bare(value));
        match expression {
            Expr::Name(name) => {
                if let Some(value) = scope.locals.and_then(|locals| locals.get(name)) {
                    return bare(value.clone());
                }
                self.name(scope.file, scope.class, name, scope.before)
            }
            Expr::Attribute(holder, name) => {
                let holder = self.eval(holder, scope)?;
                self.attribute(&holder.value, name).map(|mut found| {
                    found.steps.extend(holder.steps);
                    found
                })
            }
            Expr::Call(function, arguments) => self.call_expression(function, arguments, scope),
            Expr::Item(holder, index) => self.item(holder, index, scope),
            Expr::Either(test, then, otherwise) => match self.truth(test, scope) {
                Some(false) => self.eval(otherwise, scope),
                _ => self.eval(then, scope),
            },
            // What is known not to be there loses: `c_f or py_f`.
            Expr::Or(all) => {
                let mut last = None;
                for one in all {
                    last = self.eval(one, scope);
                    if last.as_ref().is_some_and(|found| found.value.truth() != Some(false)) {
                        break;
                    }
                }
                last
            }
            Expr::And(all) => {
                let mut last = None;
                for one in all {
                    last = self.eval(one, scope);
                    if last.as_ref().is_some_and(|found| found.value.truth() == Some(false)) {
                        break;
                    }
                }
                last
            }
            Expr::Not(_) | Expr::Compare(..) => bare(self.truth(expression, scope).map_or(Value::Unknown, Value::Bool)),
            Expr::Sequence(items) => bare(Value::Sequence(items.iter().map(|item| self.value(item, scope)).collect())),
            Expr::Mapping(pairs) => {
                let entries = pairs.iter().filter_map(|(key, value)| match self.value(key, scope) {
                    Value::Text(key) => Some((key, self.value(value, scope))),
                    _ => None,
                });
                bare(Value::Mapping(entries.collect()))
            }
            Expr::Text(text) => bare(Value::Text(text.clone())),
            Expr::Number(number) => bare(Value::Number(*number)),
            Expr::Bool(truth) => bare(Value::Bool(*truth)),
            Expr::None => bare(Value::None),
            Expr::Lambda(..) => bare(Value::Lambda),
            Expr::Binary(left, sign, right) => {
                let joined = match (self.value(left, scope), &**sign, self.value(right, scope)) {
                    (Value::Text(a), "+", Value::Text(b)) => Value::Text(format!("{a}{b}").into()),
                    (a, "|", b) if is_type(&a) && (is_type(&b) || b == Value::None) => Value::Result("union"),
                    _ => Value::Unknown,
                };
                bare(joined)
            }
            Expr::Opaque => bare(Value::Unknown),
        }
    }

    fn item(&self, holder: &Expr, index: &Expr, scope: &Scope<'_>) -> Option<Found> {
        let found = self.eval(holder, scope)?;
        let value = match (&found.value, self.value(index, scope)) {
            (Value::Sequence(items), Value::Number(at)) => {
                usize::try_from(at).ok().and_then(|at| items.get(at)).cloned().unwrap_or(Value::Unknown)
            }
            (Value::Mapping(entries), Value::Text(key)) => {
                entries.iter().rfind(|(name, _)| *name == key).map_or(Value::Unknown, |(_, value)| value.clone())
            }
            (Value::Result("mappingproxy"), Value::Text(key)) => {
                // `dict.__dict__["fromkeys"]`: the attribute as the class holds it.
                let Expr::Attribute(class, _) = holder else { return Some(Found::bare(Value::Unknown)) };
                let class = self.eval(class, scope)?.value;
                return self.held_by_class(&class, &key);
            }
            (Value::Result(kind), Value::Number(at)) => {
                super::types::value_of(kind, &at.to_string()).map_or(Value::Unknown, Value::Result)
            }
            (value, _) if is_type(value) => Value::Result("generic_alias"),
            _ => Value::Unknown,
        };
        Some(Found { value, steps: found.steps })
    }

    /// Whether an expression is true in the default build; `None` where that is unknown.
    pub fn truth(&self, expression: &Expr, scope: &Scope<'_>) -> Option<bool> {
        match expression {
            Expr::Not(inner) => self.truth(inner, scope).map(|truth| !truth),
            Expr::And(all) => {
                let truths: Vec<_> = all.iter().map(|one| self.truth(one, scope)).collect();
                if truths.contains(&Some(false)) {
                    return Some(false);
                }
                truths.iter().all(|truth| *truth == Some(true)).then_some(true)
            }
            Expr::Or(all) => {
                let truths: Vec<_> = all.iter().map(|one| self.truth(one, scope)).collect();
                if truths.contains(&Some(true)) {
                    return Some(true);
                }
                truths.iter().all(|truth| *truth == Some(false)).then_some(false)
            }
            Expr::Compare(left, operator, right) => self.compare(left, operator, right, scope),
            Expr::Call(function, arguments) => self.test_call(function, arguments, scope),
            // The test stands in a module that is imported, not run.
            other => self.eval(other, scope)?.value.truth(),
        }
    }

    fn compare(&self, left: &Expr, operator: &str, right: &Expr, scope: &Scope<'_>) -> Option<bool> {
        if let Some(dotted) = self.module_text(left, scope)
            && dotted == "sys.version_info"
        {
            // A revision is the version it is: sources ask only to work with older interpreters too.
            return Some(matches!(operator, ">=" | ">" | "!="));
        }
        if let Expr::Call(function, arguments) = right
            && arguments.is_empty()
            && matches!(&**function, Expr::Name(name) if &**name == "globals")
            && let Value::Text(name) = self.value(left, scope)
        {
            let module = self.modules.name(scope.file)?;
            let found = self.in_scope(scope.file, None, &name, scope.before);
            if found.is_none() && !self.c_says_no(module, &name) && self.may_have(module, &name) {
                return None;
            }
            return Some(found.is_some() == (operator == "in"));
        }
        if let Some(dotted) = self.module_text(right, scope)
            && dotted == "sys.builtin_module_names"
            && let Value::Text(name) = self.value(left, scope)
        {
            let is_there = self.modules.is_c(&name) && self.modules.is_there(&name);
            return Some(is_there == (operator == "in"));
        }
        let (a, b) = (self.eval(left, scope)?.value, self.eval(right, scope)?.value);
        let is_object = |value: &Value| matches!(value, Value::C(row) if self.c.dotted(row).is_some_and(|row| row.kind != NameKind::Value));
        let equal = |a: &Value, b: &Value| match (a, b) {
            (one, Value::None) | (Value::None, one) if is_object(one) => Some(false),
            (Value::Unknown | Value::Instance(..) | Value::C(_) | Value::Result(_), _)
            | (_, Value::Unknown | Value::Instance(..) | Value::C(_) | Value::Result(_)) => None,
            (a, b) => Some(a == b),
        };
        match operator {
            "==" | "is" => equal(&a, &b),
            "!=" | "is not" => equal(&a, &b).map(|truth| !truth),
            "in" | "not in" => {
                let found = match (&a, &b) {
                    (a, Value::Sequence(items)) => {
                        items.iter().map(|item| equal(a, item)).try_fold(false, |all, one| Some(all || one?))
                    }
                    (Value::Text(a), Value::Text(b)) => Some(b.contains(&**a)),
                    _ => None,
                };
                found.map(|truth| truth == (operator == "in"))
            }
            _ => match (a, b) {
                (Value::Number(a), Value::Number(b)) => Some(match operator {
                    "<" => a < b,
                    "<=" => a <= b,
                    ">" => a > b,
                    _ => a >= b,
                }),
                _ => None,
            },
        }
    }

    /// The dotted text of an attribute of a module, through any names.
    fn module_text(&self, expression: &Expr, scope: &Scope<'_>) -> Option<String> {
        match expression {
            Expr::Attribute(holder, name) => match self.eval(holder, scope)?.value {
                Value::Module(module) => Some(format!("{module}.{name}")),
                _ => None,
            },
            Expr::Name(name) => {
                // A name given to it before: `_names = sys.builtin_module_names`.
                let scopes = self.scopes(scope.file)?;
                let at = scopes.named(None, name).find(|&at| at < scope.before)?;
                let crate::model::Bound::Expression(text) = &scopes.python.bindings[at as usize].bound else {
                    return None;
                };
                let inner = Expr::parse(text);
                matches!(inner, Expr::Attribute(..)).then(|| self.module_text(&inner, scope)).flatten()
            }
            Expr::Item(holder, _) => self.module_text(holder, scope),
            _ => None,
        }
    }

    fn test_call(&self, function: &Expr, arguments: &[Argument], scope: &Scope<'_>) -> Option<bool> {
        if let Expr::Attribute(text, method) = function
            && arguments.is_empty()
            && let Some(Value::Text(text)) = self.eval(text, scope).map(|found| found.value)
        {
            let has_letters = text.chars().any(char::is_alphabetic);
            return match &**method {
                "isupper" => Some(has_letters && !text.chars().any(char::is_lowercase)),
                "islower" => Some(has_letters && !text.chars().any(char::is_uppercase)),
                _ => None,
            };
        }
        if let Expr::Attribute(text, method) = function
            && let Some(Value::Text(text)) = self.eval(text, scope).map(|found| found.value)
            && let Some(Value::Text(part)) = arguments.first().map(|first| self.value(&first.value, scope))
        {
            return match &**method {
                "startswith" => Some(text.starts_with(&*part)),
                "endswith" => Some(text.ends_with(&*part)),
                _ => None,
            };
        }
        if matches!(function, Expr::Name(name) if &**name == "hasattr") {
            let [holder, name] = arguments else { return None };
            let holder = self.eval(&holder.value, scope)?.value;
            let Value::Text(name) = self.value(&name.value, scope) else { return None };
            if self.attribute(&holder, &name).is_some() {
                return Some(true);
            }
            return match &holder {
                // C has a row, but not in this build.
                Value::Module(module) if self.c_says_no(module, &name) => Some(false),
                Value::Module(module) if self.may_have(module, &name) => None,
                Value::Module(_) | Value::Class(_) => Some(false),
                _ => None,
            };
        }
        self.call_expression(function, arguments, scope)?.value.truth()
    }
}

/// Whether a value is a class.
pub fn is_type(value: &Value) -> bool {
    matches!(value, Value::Class(_) | Value::Made(_) | Value::C(_))
}

/// Shares a value.
pub fn shared(value: Value) -> Rc<Value> {
    Rc::new(value)
}
