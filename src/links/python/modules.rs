//! Which modules there are: files below `Lib/`, modules made in C, and other names for either.

use crate::links::names::Names;
use crate::links::paths;
use crate::links::world::World;
use crate::model::{Bound, Dialect, FileId, NameKind};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

/// The modules of a revision.
pub struct Modules {
    by_name: HashMap<Box<str>, FileId>,
    names: HashMap<FileId, Box<str>>,
    packages: HashSet<FileId>,
    /// `sys.modules["os.path"] = path`: where the entry is made, by file and binding.
    entries: HashMap<Box<str>, (FileId, u32)>,
    /// Modules the default build does not have, though their source is here.
    foreign: HashSet<Box<str>>,
    c: HashSet<Box<str>>,
}

impl Modules {
    /// Collects them; `c` knows the modules made in C.
    pub fn new(world: &World<'_>, c: &Names, is_foreign: &dyn Fn(&str) -> bool) -> Self {
        let mut all = Modules {
            by_name: HashMap::default(),
            names: HashMap::default(),
            packages: HashSet::default(),
            entries: HashMap::default(),
            foreign: HashSet::default(),
            c: HashSet::default(),
        };
        for row in c.of_scope("").filter(|row| row.kind == NameKind::Module) {
            if is_foreign(&row.name) {
                all.foreign.insert(row.name.clone());
            }
            all.c.insert(row.name.clone());
        }
        for (id, file) in world.files().iter().enumerate() {
            if file.facts.dialect != Dialect::Python {
                continue;
            }
            let Some(name) = paths::python_module(&file.path) else { continue };
            let is_package = file.path.ends_with("/__init__.py");
            // A package hides a module of the same name.
            if is_package || !all.by_name.contains_key(name.as_str()) {
                all.by_name.insert(name.as_str().into(), id as FileId);
            }
            if is_package {
                all.packages.insert(id as FileId);
            }
            all.names.insert(id as FileId, name.into());
        }
        all.add_entries(world);
        all
    }

    /// `sys.modules["a"] = b`: another name for a module; or, where `a` is a file and `b` is nowhere else, the same
    /// module under the name the interpreter starts with (a frozen one).
    fn add_entries(&mut self, world: &World<'_>) {
        for (id, file) in world.files().iter().enumerate() {
            let Some(python) = file.facts.python.as_deref().filter(|_| self.names.contains_key(&(id as FileId))) else {
                continue;
            };
            for (index, binding) in python.bindings.iter().enumerate() {
                let key = binding.name.strip_prefix("sys.modules[").and_then(|rest| rest.strip_suffix(']'));
                let (Some(key), Bound::Expression(value)) = (key, &binding.bound) else { continue };
                let Some(&file) = self.by_name.get(key) else {
                    self.entries.entry(key.into()).or_insert((id as FileId, index as u32));
                    continue;
                };
                for other in python.bindings[..index].iter().filter(|other| other.name == *value) {
                    if let Bound::Module(module) = &other.bound
                        && !self.by_name.contains_key(module)
                        && !self.c.contains(module)
                    {
                        self.by_name.insert(module.clone(), file);
                    }
                }
            }
        }
    }

    /// The file of a module.
    pub fn file(&self, name: &str) -> Option<FileId> {
        self.by_name.get(name).copied()
    }

    /// The name of the module a file is.
    pub fn name(&self, file: FileId) -> Option<&str> {
        self.names.get(&file).map(|name| &**name)
    }

    /// Where `sys.modules` gets an entry of this name that is no file.
    pub fn entry(&self, name: &str) -> Option<(FileId, u32)> {
        self.entries.get(name).copied()
    }

    /// All names of files, other names included, sorted.
    pub fn all(&self) -> Vec<(&str, FileId)> {
        let mut all: Vec<_> = self.by_name.iter().map(|(name, &file)| (&**name, file)).collect();
        all.sort_unstable();
        all
    }

    /// All names of `sys.modules` entries, sorted.
    pub fn all_entries(&self) -> Vec<&str> {
        let mut all: Vec<_> = self.entries.keys().map(|name| &**name).collect();
        all.sort_unstable();
        all
    }

    /// Whether C makes a module of this name.
    pub fn is_c(&self, name: &str) -> bool {
        self.c.contains(name)
    }

    /// Whether the revision has a module of this name, for any build.
    pub fn is_there_at_all(&self, name: &str) -> bool {
        self.by_name.contains_key(name) || self.entries.contains_key(name) || self.c.contains(name)
    }

    /// Whether `import name` works in the default build.
    pub fn is_there(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
            || self.entries.contains_key(name)
            || (self.c.contains(name) && !self.foreign.contains(name))
    }

    /// The absolute name of a module that a file imports.
    pub fn absolute(&self, file: FileId, level: u32, module: &str) -> Option<String> {
        if level == 0 {
            return Some(module.to_owned());
        }
        let own = self.name(file)?;
        let mut parts: Vec<&str> = own.split('.').collect();
        let up = level as usize - usize::from(self.packages.contains(&file));
        parts.truncate(parts.len().checked_sub(up)?);
        parts.extend(module.split('.').filter(|part| !part.is_empty()));
        Some(parts.join("."))
    }
}
