//! Attributes of modules, classes and instances; the order in which a class asks its bases.

use super::added::Target;
use super::eval::{Scope, shared};
use super::expr::Expr;
use super::lookup::END;
use super::types;
use super::value::{Found, Place, Value};
use super::{Known, Python};
use crate::model::NameKind;
use std::rc::Rc;

impl Python<'_, '_> {
    /// `value.name`.
    pub fn attribute(&self, value: &Value, name: &str) -> Option<Found> {
        match value {
            Value::Module(module) => self.module_attribute(module, name),
            Value::Class(_) | Value::Made(_) => {
                let Some(mut found) = self.held_by_class(value, name) else {
                    // What the class does not have its metaclass may: bound to the class.
                    let metaclass = self.metaclass_of(value)?;
                    let mut found = self.held_by_class(&metaclass, name)?;
                    if matches!(found.value, Value::Function(_)) {
                        found.value = Value::Bound(shared(found.value), shared(value.clone()));
                    }
                    return Some(found);
                };
                found.value = match found.value {
                    Value::Static(inner) => (*inner).clone(),
                    Value::ClassMethod(inner) => Value::Bound(inner, shared(value.clone())),
                    other => other,
                };
                Some(found)
            }
            Value::C(class)
                if name == "__dict__" && self.c.dotted(class).is_some_and(|row| row.kind == NameKind::Class) =>
            {
                Some(Found::bare(Value::Result("mappingproxy")))
            }
            Value::C(_) => self.held_by_class(value, name),
            Value::Instance(class, _) => {
                let mut found = self.held_by_class(class, name)?;
                found.value = match found.value {
                    Value::Function(_) => Value::Bound(shared(found.value), shared(value.clone())),
                    Value::Static(inner) => (*inner).clone(),
                    Value::ClassMethod(inner) => Value::Bound(inner, class.clone()),
                    Value::C(row) => {
                        match row.rsplit_once('.').and_then(|(scope, name)| types::value_of(scope, name)) {
                            Some(kind) => Value::Result(kind),
                            None => Value::Bound(shared(Value::C(row)), shared(value.clone())),
                        }
                    }
                    other => other,
                };
                Some(found)
            }
            Value::Property(inner) => self.property_attribute(inner, name),
            Value::Function(_) | Value::Result(_) => {
                let class = self.class_of(value)?.value;
                self.attribute(&Value::Instance(shared(class), None), name)
            }
            Value::Sequence(_) => self.bound_to_instance_of("list", name),
            Value::Text(_) => self.bound_to_instance_of("str", name),
            Value::Mapping(_) => self.bound_to_instance_of("dict", name),
            _ => None,
        }
    }

    fn bound_to_instance_of(&self, class: &str, name: &str) -> Option<Found> {
        let class = self.c_attribute("builtins", class)?.value;
        self.attribute(&Value::Instance(shared(class), None), name)
    }

    /// `p.setter` and its like give a decorator that keeps the property; `p.fget` the function.
    fn property_attribute(&self, inner: &Value, name: &str) -> Option<Found> {
        let value = match name {
            "setter" | "deleter" => Value::Property(shared(inner.clone())),
            "getter" => self.c_attribute("builtins", "property")?.value,
            "fget" => inner.clone(),
            _ => return None,
        };
        Some(Found::bare(value))
    }

    /// What a class or one of its bases holds under a name, as it is held: `staticmethod` and the like are kept.
    pub fn held_by_class(&self, class: &Value, name: &str) -> Option<Found> {
        self.linearized(class).iter().find_map(|one| self.held_directly(one, name))
    }

    /// What a class itself holds.
    pub fn held_directly(&self, class: &Value, name: &str) -> Option<Found> {
        match class {
            Value::Class(place) => self
                .added_to(&Target::Class(*place), name)
                .or_else(|| self.in_scope(place.file, Some(place.fact), name, END)),
            Value::Made(made) => {
                made.attributes.iter().rfind(|(own, _)| **own == *name).map(|(_, value)| Found::bare(value.clone()))
            }
            Value::C(row) => self.c_attribute(&self.c_canonical(row), name),
            _ => None,
        }
    }

    /// The name under which C lists the attributes of a type.
    pub fn c_canonical(&self, row: &str) -> Box<str> {
        let alias = self.c.dotted(row).and_then(|row| row.alias_of.clone());
        alias.unwrap_or_else(|| row.into())
    }

    /// The bases of a class as they are written.
    pub fn bases(&self, class: &Value) -> Rc<[Value]> {
        let Value::Class(place) = class else { return self.find_bases(class).into() };
        if let Some(known) = self.memo.borrow().bases.get(place) {
            return Rc::clone(known);
        }
        let bases: Rc<[Value]> = self.find_bases(class).into();
        if self.depth.get() == 0 {
            self.memo.borrow_mut().bases.insert(*place, Rc::clone(&bases));
        }
        bases
    }

    fn find_bases(&self, class: &Value) -> Vec<Value> {
        match class {
            Value::Class(place) => {
                let fact = &self.world.facts(place.file).definitions[place.fact as usize];
                let outer = fact.outer.filter(|&outer| self.is_class(place.file, outer));
                let scope = Scope::new(place.file, outer, self.made_at(*place));
                let written = fact.bases.iter().filter(|base| !is_keyword(base));
                let given = fact.decorators.iter().filter_map(|one| self.base_by_decorator(&self.parsed(one), &scope));
                written.filter_map(|base| self.base(&self.parsed(base), &scope)).chain(given).collect()
            }
            Value::Made(made) => made.bases.clone(),
            Value::C(row) => {
                let canonical = self.c_canonical(row);
                let bases = self.c.dotted(&canonical).map(|row| row.bases.clone()).unwrap_or_default();
                bases.into_iter().map(Value::C).collect()
            }
            _ => Vec::new(),
        }
    }

    fn base(&self, written: &Expr, scope: &Scope<'_>) -> Option<Value> {
        // `Generic[T]`, `list[int]`: the class in front.
        if let Expr::Item(class, _) = written {
            return self.base(class, scope);
        }
        match self.eval(written, scope)?.value {
            value @ (Value::Class(_) | Value::Made(_) | Value::C(_)) => Some(value),
            function @ Value::Function(_) => self.made_by_base(&function),
            _ => None,
        }
    }

    /// The metaclass a class names itself.
    pub fn metaclass(&self, place: Place) -> Option<Value> {
        let fact = &self.world.facts(place.file).definitions[place.fact as usize];
        let written = fact.bases.iter().find_map(|base| base.strip_prefix("metaclass="))?;
        Some(self.eval(&self.parsed(written), &Scope::new(place.file, None, self.made_at(place)))?.value)
    }

    /// The metaclass of a class: its own or that of a base.
    pub fn metaclass_of(&self, class: &Value) -> Option<Value> {
        self.linearized(class).iter().find_map(|one| match one {
            Value::Class(place) => self.metaclass(*place),
            _ => None,
        })
    }

    /// Whether a definition is a class.
    pub fn is_class(&self, file: crate::model::FileId, fact: u32) -> bool {
        self.world.facts(file).definitions.get(fact as usize).is_some_and(|one| one.kind == crate::model::Kind::Class)
    }

    /// The class and its bases in the order in which they are asked (C3; where that fails, depth first).
    pub fn linearized(&self, class: &Value) -> Rc<[Value]> {
        let alone = || Rc::from([class.clone()]);
        let order = || self.deeper(|| Some(self.linearize(class).into())).unwrap_or_else(alone);
        if let Value::Class(place) = class {
            if let Some(known) = self.memo.borrow().linear.get(place) {
                return known.done().unwrap_or_else(alone);
            }
            self.memo.borrow_mut().linear.insert(*place, Known::InWork);
            let order = order();
            self.memo.borrow_mut().linear.insert(*place, Known::Done(Rc::clone(&order)));
            return order;
        }
        order()
    }

    fn linearize(&self, class: &Value) -> Vec<Value> {
        let bases = self.bases(class);
        let mut lists: Vec<Vec<Value>> = bases.iter().map(|base| self.linearized(base).to_vec()).collect();
        lists.push(bases.to_vec());
        let mut out = vec![class.clone()];
        loop {
            lists.retain(|list| !list.is_empty());
            if lists.is_empty() {
                return out;
            }
            let good =
                lists.iter().map(|list| &list[0]).find(|head| lists.iter().all(|list| !list[1..].contains(head)));
            let next = good.unwrap_or(&lists[0][0]).clone();
            for list in &mut lists {
                list.retain(|one| *one != next);
            }
            out.push(next);
        }
    }
}

/// `metaclass=Meta`, `**kwargs`.
fn is_keyword(base: &str) -> bool {
    let name = base.split('=').next().unwrap_or_default();
    base.starts_with('*')
        || (base.len() > name.len() && name.trim_end().chars().all(|c| c == '_' || c.is_alphanumeric()))
}
