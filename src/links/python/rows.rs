//! What names hold -> the rows a person can ask for, with their proofs; twins of the other language behind them.

use super::Python;
use super::added::Target;
use super::guards::Truth;
use super::lookup::{END, Way};
use super::value::{Found, Place, Value};
use crate::links::paths;
use crate::model::{DefinitionId, FileId, Kind, Name, NameKind, NameTarget, Step};
use rustc_hash::FxHashSet as HashSet;
use std::borrow::Cow;

/// Builds the rows of all modules and classes.
pub fn rows(python: &Python<'_, '_>) -> Vec<Name> {
    let most = python.world.files().iter().filter_map(|file| file.facts.python.as_ref()).map(|one| one.bindings.len());
    let mut rows = Rows { python, out: Vec::with_capacity(most.sum()), given: Vec::new() };
    for (name, file) in python.modules.all() {
        rows.module(name, file);
    }
    for entry in python.modules.all_entries() {
        if let Some(Value::Module(module)) = python.module(entry).map(|found| found.value) {
            rows.out.push(alias("", entry, NameKind::Module, &module));
        }
    }
    for (target, list) in python.added.borrow().iter() {
        if let Target::C(class) = target {
            for one in list {
                let Found { value, steps } = one.found.clone();
                rows.out.extend(rows.row(class, &one.name, &value, steps, Row { in_class: true, ..Row::default() }));
            }
        }
        if let Target::Module(module) = target {
            for one in list.iter().filter(|one| python.modules.file(module).is_none() && !one.name.is_empty()) {
                let Found { value, steps } = one.found.clone();
                rows.out.extend(rows.row(module, &one.name, &value, steps, Row::default()));
            }
        }
    }
    let Rows { mut out, given, .. } = rows;
    let replaced: HashSet<(&str, &str)> = given.iter().map(|row| (&*row.scope, &*row.name)).collect();
    out.retain(|row| !replaced.contains(&(&*row.scope, &*row.name)));
    out.extend(given);
    out
}

/// What is known of a row before its value is looked at.
#[derive(Clone, Copy, Default)]
struct Row {
    in_class: bool,
    /// Whether the value is a definition that this very name holds: it is no other name for something.
    is_own: bool,
    /// The definition of the module or class around.
    holder: Option<DefinitionId>,
}

/// The names of a class: its module, its dotted name, its path in the module.
#[derive(Clone, Copy)]
struct Around<'n> {
    module: &'n str,
    canonical: &'n str,
    qualname: &'n str,
    is_test: bool,
}

/// Whether a class's path holds what it defines, and whether that is the class itself, not something around it.
#[derive(Clone, Copy)]
struct Held {
    is_held: bool,
    is_named: bool,
}

struct Rows<'p, 'a, 'f> {
    python: &'p Python<'a, 'f>,
    out: Vec<Name>,
    /// Rows that replace what a body says.
    given: Vec<Name>,
}

fn alias(scope: &str, name: &str, kind: NameKind, of: &str) -> Name {
    Name {
        scope: scope.into(),
        name: name.into(),
        kind,
        alias_of: Some(of.into()),
        bases: Vec::new(),
        targets: Vec::new(),
    }
}

impl Rows<'_, '_, '_> {
    fn module(&mut self, name: &str, file: FileId) {
        let python = self.python;
        let Some(own) = python.modules.name(file).filter(|own| *own == name) else {
            let own = python.modules.name(file).unwrap_or_default();
            self.out.push(alias("", name, NameKind::Module, own));
            return;
        };
        let Some(definition) = python.definitions.module(file) else { return };
        let step = Step { rule: "module-file".into(), file, line: 1, certain: true };
        let target = NameTarget { definition, line: None, twin: false, condition: None, evidence: vec![step] };
        self.out.push(Name {
            scope: "".into(),
            name: own.into(),
            kind: NameKind::Module,
            alias_of: None,
            bases: Vec::new(),
            targets: vec![target],
        });
        let is_test = paths::is_test(python.world.path(file));
        let mut names = python.names_of_file(file);
        let added = python.names_added_to(&Target::Module(own.into()));
        if !added.is_empty() {
            names.extend(added.into_iter().map(|name| Cow::Owned(name.into())));
            names.sort_unstable();
            names.dedup();
        }
        for name in names {
            // A test's own definitions are worth finding, what it imports is not.
            if is_test && python.is_only_imported(file, &name) {
                continue;
            }
            self.name(own, file, &name, is_test, definition);
        }
        let facts = &python.world.facts(file).definitions;
        for (fact, class) in
            facts.iter().enumerate().filter(|(_, fact)| fact.kind == Kind::Class && fact.outer.is_none())
        {
            self.class(own, Place { file, fact: fact as u32 }, &class.name, is_test);
        }
    }

    /// A name of a module: what it holds, then what it would hold otherwise.
    fn name(&mut self, module: &str, file: FileId, name: &str, is_test: bool, holder: DefinitionId) {
        let python = self.python;
        let found = python.in_scope(file, None, name, END);
        let is_own = found.as_ref().is_some_and(|found| python.is_at(&found.value, file, "", name));
        let found = found.or_else(|| python.added_to(&Target::Module(module.into()), name));
        let found = found.or_else(|| python.imported_late(file, name));
        let Some(found) = found else {
            self.out.extend(self.elsewhere(module, file, name));
            return;
        };
        if is_test && !matches!(found.value.place(), Some(place) if place.file == file) {
            return;
        }
        let Found { value, steps } = found;
        let made_by = if matches!(value, Value::Made(_)) { steps.clone() } else { Vec::new() };
        let about = Row { in_class: false, is_own, holder: Some(holder) };
        let Some(mut row) = self.row(module, name, &value, steps, about) else { return };
        if matches!(value, Value::Made(_)) && !is_test {
            let own = row.dotted();
            self.given(&own, &value, Some(holder), &made_by);
        }
        for way in python.ways(file, None, name, END).skip(1) {
            self.other_way(&mut row, file, way, name);
        }
        // C code that only makes an object there says less than the class of the same name.
        let is_value = row.kind == NameKind::Value && matches!(value, Value::C(_));
        if is_value && let Some(at) = row.targets.iter().position(|target| target.twin) {
            let mut better = row.targets.remove(at);
            better.twin = false;
            row.targets.insert(0, better);
        }
        self.out.push(row);
        if let Value::Class(place) = value
            && place.file == file
            && !is_own
            && python.canonical(&value).is_none()
        {
            let around = Around { module, canonical: &format!("{module}.{name}"), qualname: name, is_test };
            self.attributes(around, place, None, Held { is_held: true, is_named: false });
        }
    }

    /// A name that only other systems have: C has a row for it in a module that is imported by a star.
    fn elsewhere(&self, scope: &str, file: FileId, name: &str) -> Option<Name> {
        let python = self.python;
        let mut ways: Vec<Way<'_>> = python.ways(file, None, name, END).collect();
        ways.sort_by_key(|way| std::cmp::Reverse(python.reached(file, *way)));
        ways.into_iter().find_map(|way| {
            let Way::Star(star) = way else { return None };
            let module = python.modules.absolute(file, star.level, &star.module)?;
            let known = python.c.get(&module, name).filter(|_| !name.starts_with('_'))?;
            let step = Step { rule: "star-import".into(), file, line: star.line, certain: true };
            let dotted = known.dotted();
            Some(Name {
                scope: scope.into(),
                name: name.into(),
                kind: known.kind,
                alias_of: Some(python.c_canonical(&dotted)),
                bases: Vec::new(),
                targets: self.python.targets_of_c(&dotted, &[step]),
            })
        })
    }

    /// What a name holds when the imports that decide it fail, or on other systems.
    fn other_way(&self, row: &mut Name, file: FileId, way: Way<'_>, name: &str) {
        let python = self.python;
        let Some(found) = python.by_way_of(file, way, name) else { return };
        let targets = python.targets(&found.value, found.steps, None);
        let is_c = |one: &NameTarget| python.definitions.get(one.definition).language != crate::model::Language::Python;
        let first_is_c = row.targets.first().map(is_c);
        let condition = match way {
            Way::Binding(at) if python.binding_runs(file, at) != Truth::Yes => python.guard_text(file, at),
            _ => None,
        };
        for mut target in targets {
            if row.targets.iter().any(|known| known.definition == target.definition) {
                continue;
            }
            target.twin = first_is_c.is_some_and(|first| first != is_c(&target));
            target.condition = target.condition.or_else(|| condition.as_deref().map(Into::into));
            row.targets.push(target);
        }
    }

    /// The attributes of a class, and of the classes inside it.
    fn class(&mut self, module: &str, place: Place, qualname: &str, is_test: bool) {
        let python = self.python;
        let canonical = format!("{module}.{qualname}");
        let held = python.attribute_of_path(place.file, qualname);
        let is_held = held.as_ref().and_then(Value::place) == Some(place);
        let hidden_by_c = match &held {
            Some(Value::C(row)) => Some(python.c_canonical(row)),
            _ => None,
        };
        if is_held || hidden_by_c.is_some() {
            let is_named = held == Some(Value::Class(place));
            let around = Around { module, canonical: &canonical, qualname, is_test };
            self.attributes(around, place, hidden_by_c.as_deref(), Held { is_held, is_named });
        }
    }

    /// The attributes of a class, under the name `canonical`.
    fn attributes(&mut self, around: Around<'_>, place: Place, hidden_by_c: Option<&str>, held: Held) {
        let python = self.python;
        let Around { module, canonical, qualname, is_test } = around;
        let Some(scopes) = python.scopes(place.file) else { return };
        let added = python.names_added_to(&Target::Class(place));
        let mut names: Vec<&str> = scopes.names(Some(place.fact)).collect();
        if !added.is_empty() {
            names.extend(added.iter().map(|name| &**name));
            names.sort_unstable();
            names.dedup();
        }
        let holder = python.definitions.of_fact(place.file, place.fact);
        if !is_test && held.is_held {
            self.given(canonical, &Value::Class(place), holder, &[]);
        }
        for name in names {
            let Some(Found { value, steps }) = python.held_directly(&Value::Class(place), name) else { continue };
            if is_test && value.place().is_none() {
                continue;
            }
            let is_own = held.is_named && python.is_at(&value, place.file, qualname, name);
            let about = Row { in_class: true, is_own, holder };
            let Some(mut row) = self.row(canonical, name, &value, steps, about) else { continue };
            if let Some(c) = hidden_by_c {
                self.behind(&mut row, c);
            }
            if name.starts_with("__") && !name.ends_with("__") {
                // The name the object has at run time.
                let class = canonical.rsplit('.').next().unwrap_or_default().trim_start_matches('_');
                let mut mangled = row.clone();
                mangled.name = format!("_{class}{name}").into();
                self.out.push(mangled);
            }
            self.out.push(row);
            if let Value::Class(inner) = value
                && inner.file == place.file
            {
                let inner_name = python.world.facts(inner.file).definitions[inner.fact as usize].qualname.clone();
                if *inner_name == *format!("{qualname}.{name}") {
                    self.class(module, inner, &inner_name, is_test);
                }
            }
        }
    }

    /// Attributes that a class does not have from its body: made by a call, a metaclass, a hook, a decorator; and what
    /// bases hold that have no name to look under.
    ///
    /// A made class was made by the first of `steps`: there stand attributes of which no more is known.
    fn given(&mut self, scope: &str, class: &Value, holder: Option<DefinitionId>, steps: &[Step]) {
        let python = self.python;
        let mut given = python.given_to_class(class);
        for made in python.linearized(class).iter() {
            if let Value::Made(made) = made {
                let own = |name: &str| matches!(class, Value::Class(_)) && python.held_directly(class, name).is_some();
                let attributes = made.attributes.iter().filter(|(name, _)| !own(name));
                given.extend(attributes.map(|(name, value)| {
                    let has_place = value.place().is_some() || matches!(value, Value::C(_));
                    let steps = if has_place { Vec::new() } else { steps.to_vec() };
                    (name.clone(), Found { value: value.clone(), steps })
                }));
            }
        }
        let mut seen: Vec<Box<str>> = Vec::new();
        for (name, found) in given {
            if seen.contains(&name) {
                continue;
            }
            let about = Row { in_class: true, is_own: false, holder };
            if let Some(row) = self.row(scope, &name, &found.value, found.steps, about) {
                self.given.push(row);
            }
            seen.push(name);
        }
    }

    /// The class is hidden by one of C: C's attribute first, the Python one its twin.
    fn behind(&self, row: &mut Name, c: &str) {
        let python = self.python;
        row.targets.iter_mut().for_each(|target| target.twin = true);
        if let Some(found) = python.held_by_class(&Value::C(c.into()), &row.name)
            && let Value::C(dotted) = &found.value
            && let Some(known) = python.c.dotted(dotted)
        {
            row.kind = known.kind;
            row.targets.splice(0..0, known.targets.iter().cloned());
        }
    }

    /// The row of a name that holds a value by `steps`.
    fn row(&self, scope: &str, name: &str, value: &Value, steps: Vec<Step>, about: Row) -> Option<Name> {
        let python = self.python;
        let mut row = Name {
            scope: scope.into(),
            name: name.into(),
            kind: self.kind(value, about.in_class),
            alias_of: None,
            bases: Vec::new(),
            targets: python.targets(value, steps, about.holder),
        };
        if !about.is_own {
            row.alias_of = python.canonical(value).filter(|canonical| !row.is_called(canonical));
        }
        if matches!(value, Value::Class(_) | Value::Made(_)) {
            row.bases = python.bases(value).iter().filter_map(|base| python.canonical(base)).collect();
            if row.bases.is_empty() && !row.is_called("builtins.object") {
                row.bases.push("builtins.object".into());
            }
        }
        let is_somewhere = !matches!(value, Value::Module(name) if !python.modules.is_there_at_all(name));
        (is_somewhere && (row.alias_of.is_some() || !row.targets.is_empty())).then_some(row)
    }

    fn kind(&self, value: &Value, in_class: bool) -> NameKind {
        match value {
            Value::Module(_) => NameKind::Module,
            Value::Class(_) | Value::Made(_) => NameKind::Class,
            Value::Function(_) | Value::Bound(..) if in_class => NameKind::Method,
            Value::Function(_) | Value::Bound(..) | Value::Lambda => NameKind::Function,
            Value::Static(_) => NameKind::StaticMethod,
            Value::ClassMethod(_) => NameKind::ClassMethod,
            Value::Property(_) => NameKind::Property,
            Value::C(row) => self.python.c.dotted(row).map_or(NameKind::Value, |row| row.kind),
            _ => NameKind::Value,
        }
    }
}
