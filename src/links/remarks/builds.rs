//! Rules `setup`, `inittab`, `project`: which modules are inside the program and which are libraries beside it, by the
//! default build and on Windows.

use super::vocabulary::WORDS;
use super::{Remarks, remark};
use crate::clex::value;
use crate::links::definitions::{Definitions, callable};
use crate::links::names::Names;
use crate::links::tables::Tables;
use crate::links::world::World;
use crate::model::{DefinitionId, FileId, Language, Link, LinkKind, RemarkKind, Row};
use rustc_hash::FxHashSet as HashSet;

/// What is said of a module inside the program.
const BUILT_IN: &str = "built in";

/// Finds what the build files say about each module that C makes.
pub fn find(world: &World<'_>, definitions: &Definitions, tables: &Tables<'_>, names: &Names) -> (Remarks, Vec<Link>) {
    let mut finder = Finder { definitions, names, seen: HashSet::default(), out: Vec::new() };
    let mut links = Vec::new();
    for table in tables.list.iter().filter(|table| *table.type_name == *WORDS.inittab) {
        let on_windows = world.path(table.file).starts_with(&WORDS.windows_folder);
        for row in table.rows(world) {
            let Some(name) = row.cells.first().and_then(|cell| value::string(cell.value.text())) else { continue };
            let place = (table.file, row.line);
            finder.say(&name, on_windows, BUILT_IN, place);
            let init = row.cells.get(1).and_then(|cell| value::name(cell.value.text()));
            let init = init.and_then(|init| definitions.resolve(world, table.file, row.line, init, callable));
            links.extend(init.map(|init| link(table.definition, init, place)));
        }
    }
    for (id, file) in world.files().iter().enumerate() {
        if file.path.starts_with(&WORDS.setup) {
            finder.setup(id as FileId, &file.facts.rows);
        }
    }
    for (id, file) in world.files().iter().enumerate() {
        let project = file.path.strip_prefix(&WORDS.windows_projects).and_then(|name| name.strip_suffix(".vcxproj"));
        let Some(name) = project else { continue };
        let is_library = |row: &&Row| row.words.iter().any(|word| word.contains(&WORDS.windows_shared));
        if let Some(row) = file.facts.rows.iter().find(is_library) {
            finder.say(name, true, "shared library", (id as FileId, row.line));
        }
    }
    (finder.out, links)
}

fn link(table: DefinitionId, init: DefinitionId, place: (FileId, u32)) -> Link {
    Link {
        kind: LinkKind::Table,
        from: table,
        to: init,
        file: place.0,
        line: place.1,
        rule: "inittab".into(),
        exact: true,
        condition: None,
    }
}

struct Finder<'a> {
    definitions: &'a Definitions,
    names: &'a Names,
    /// What was said: definition, on Windows?
    seen: HashSet<(DefinitionId, bool)>,
    out: Remarks,
}

impl Finder<'_> {
    /// Says it about all that makes the module, unless an earlier file said otherwise.
    fn say(&mut self, module: &str, on_windows: bool, text: &str, place: (FileId, u32)) {
        let targets = self.names.get("", module).map_or(&[][..], |row| &row.targets);
        for target in targets {
            let is_c = self.definitions.get(target.definition).language == Language::C;
            if is_c && self.seen.insert((target.definition, on_windows)) {
                let text = format!("{}: {text}", if on_windows { "on Windows" } else { "default build" });
                self.out.push((target.definition, remark(RemarkKind::Build, &text, place)));
            }
        }
    }

    /// Reads lines of modules: a name and its sources, below the mark that says how they are built.
    fn setup(&mut self, file: FileId, rows: &[Row]) {
        // Without a mark a module is linked in.
        let mut mark = BUILT_IN;
        for row in rows {
            let first = &*row.words[0];
            if first.starts_with('*') {
                mark = WORDS.marks.get(first).map_or("", String::as_str);
                continue;
            }
            let (depends, name) = match first.strip_prefix('@').and_then(|rest| rest.split_once('@')) {
                Some((_, name)) => (true, name),
                None => (false, first),
            };
            let has_source = row.words[1..].iter().any(|word| word.contains(".c"));
            if has_source && !mark.is_empty() {
                let depends = if depends { ", where configure finds what it needs" } else { "" };
                self.say(name, false, &format!("{mark}{depends}"), (file, row.line));
            }
        }
    }
}
