//! A hand-made `SymbolGraph`: what the later stages get, without the earlier ones.

use cpynav::index::{self, Manifest, Report, SyntaxRow};
use cpynav::model::*;
use std::path::Path;

fn is_python(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending == "py")
}

/// Collects definitions, names and links by symbol, and sorts them as linking does.
#[derive(Default)]
pub struct Made {
    graph: SymbolGraph,
}

impl Made {
    fn file(&mut self, path: &str) -> FileId {
        if let Some(place) = self.graph.files.iter().position(|file| &*file.path == path) {
            return place as FileId;
        }
        let dialect = if is_python(path) { Dialect::Python } else { Dialect::C };
        let blob = BlobId([self.graph.files.len() as u8; 20]);
        self.graph.files.push(FileRecord {
            path: path.into(),
            blob,
            dialect,
            generated: path.contains("clinic"),
            generated_line: 0,
            lines: 500,
        });
        self.graph.files.len() as FileId - 1
    }

    /// Adds a definition of ten lines. Files must be added in the order of their paths, lines ascending.
    pub fn define(&mut self, path: &str, line: u32, symbol: &str, kind: Kind) -> &mut Definition {
        let file = self.file(path);
        let language = if is_python(path) { Language::Python } else { Language::C };
        self.graph.definitions.push(Definition {
            file,
            name: symbol.rsplit('.').next().unwrap().into(),
            symbol: symbol.into(),
            dotted: "".into(),
            kind,
            language,
            line,
            first_line: line,
            end_line: line + 9,
            condition: None,
            generated: path.contains("clinic"),
            is_static: false,
            from_macro: false,
            signature: "".into(),
            doc: "".into(),
        });
        self.graph.definitions.last_mut().unwrap()
    }

    fn id(&self, symbol: &str) -> DefinitionId {
        self.graph.definitions.iter().position(|d| &*d.symbol == symbol).unwrap_or_else(|| panic!("{symbol}")) as u32
    }

    /// Adds a name with its targets, each proven by one step at its own line.
    pub fn name(&mut self, scope: &str, name: &str, kind: NameKind, targets: &[&str]) -> &mut Name {
        let targets = targets
            .iter()
            .map(|symbol| {
                let definition = self.id(symbol);
                let Definition { file, line, .. } = self.graph.definitions[definition as usize];
                let step = Step { rule: "method-table".into(), file, line, certain: true };
                NameTarget { definition, line: None, twin: false, condition: None, evidence: vec![step] }
            })
            .collect();
        let name = Name { scope: scope.into(), name: name.into(), kind, alias_of: None, bases: Vec::new(), targets };
        self.graph.names.push(name);
        self.graph.names.last_mut().unwrap()
    }

    /// Adds a link at the first line of where it starts.
    pub fn link(&mut self, kind: LinkKind, from: &str, to: &str) -> &mut Link {
        let (from, to) = (self.id(from), self.id(to));
        let Definition { file, line, .. } = self.graph.definitions[from as usize];
        self.graph.links.push(Link { kind, from, to, file, line, rule: "call".into(), exact: true, condition: None });
        self.graph.links.last_mut().unwrap()
    }

    /// Returns the graph, sorted as the model says.
    pub fn graph(mut self) -> SymbolGraph {
        self.graph.names.sort_by(|a, b| (&a.scope, &a.name).cmp(&(&b.scope, &b.name)));
        self.graph.links.sort();
        self.graph
    }
}

/// A little of everything: a clinic method, its wrapper, a base, an alias, a twin, a test, two platforms.
pub fn sample() -> SymbolGraph {
    let mut made = Made::default();
    let define = |made: &mut Made, path: &str, line, symbol: &str, kind, dotted: &str| {
        made.define(path, line, symbol, kind).dotted = dotted.into();
    };
    define(&mut made, "Lib/collections/__init__.py", 80, "OrderedDict", Kind::Class, "collections.OrderedDict");
    define(
        &mut made,
        "Lib/collections/__init__.py",
        90,
        "OrderedDict.popitem",
        Kind::Method,
        "collections.OrderedDict.popitem",
    );
    define(&mut made, "Lib/heapq.py", 130, "heappush", Kind::Function, "heapq.heappush");
    define(&mut made, "Lib/heapq.py", 160, "heapify", Kind::Function, "heapq.heapify");
    define(&mut made, "Lib/posixpath.py", 70, "join", Kind::Function, "posixpath.join");
    define(&mut made, "Lib/test/test_heapq.py", 20, "heappush", Kind::Function, "test.test_heapq.heappush");
    made.define("Modules/_heapqmodule.c", 100, "_heapq_heappush_impl", Kind::Function).doc =
        "Push item onto heap, keeping it a priority queue.".into();
    made.define("Modules/_heapqmodule.c", 200, "_heapq_heapify_impl", Kind::Function);
    made.define("Objects/clinic/listobject.c.h", 40, "list_append", Kind::Function);
    made.define("Objects/dictobject.c", 300, "PyDict_Type", Kind::Type);
    made.define("Objects/listobject.c", 200, "list_append_impl", Kind::Function).is_static = true;
    made.define("Objects/listobject.c", 300, "PyList_Append", Kind::Function);
    made.define("Objects/listobject.c", 400, "PyList_Type", Kind::Type);
    made.define("Objects/object.c", 50, "object_repr", Kind::Function);
    made.define("Objects/object.c", 90, "PyBaseObject_Type", Kind::Type);
    made.define("Python/thread_nt.h", 10, "PyThread_start", Kind::Function).condition =
        Some("defined(MS_WINDOWS)".into());
    made.define("Python/thread_pthread.h", 10, "PyThread_start", Kind::Function);

    made.name("", "collections", NameKind::Module, &[]);
    made.name("collections", "OrderedDict", NameKind::Class, &["OrderedDict"]).bases = vec!["builtins.dict".into()];
    made.name("", "heapq", NameKind::Module, &[]);
    let push = made.name("heapq", "heappush", NameKind::Function, &["_heapq_heappush_impl", "heappush"]);
    push.targets[1].twin = true;
    made.name("heapq", "heapify", NameKind::Function, &[]).alias_of = Some("_heapq.heapify".into());
    made.name("", "_heapq", NameKind::Module, &[]);
    made.name("_heapq", "heapify", NameKind::Function, &["_heapq_heapify_impl"]);
    made.name("", "os", NameKind::Module, &[]);
    made.name("os", "path", NameKind::Module, &[]).alias_of = Some("posixpath".into());
    made.name("", "posixpath", NameKind::Module, &[]);
    made.name("", "builtins", NameKind::Module, &[]);
    made.name("builtins", "object", NameKind::Class, &["PyBaseObject_Type"]);
    made.name("builtins.object", "__repr__", NameKind::Slot, &["object_repr"]);
    made.name("builtins", "dict", NameKind::Class, &["PyDict_Type"]).bases = vec!["builtins.object".into()];
    made.name("builtins", "list", NameKind::Class, &["PyList_Type"]).bases = vec!["builtins.object".into()];
    made.name("builtins.list", "append", NameKind::Method, &["list_append_impl"]);
    made.link(LinkKind::WrapperOf, "list_append", "list_append_impl");
    made.link(LinkKind::Calls, "list_append", "list_append_impl");
    made.link(LinkKind::Calls, "PyList_Append", "list_append_impl").condition = Some("defined(Py_DEBUG)".into());
    made.graph()
}

/// Says what the sample is a revision of.
pub fn revision(repository: &str, rev: &str) -> Revision {
    Revision {
        rev: rev.to_owned(),
        commit: "0123456789abcdef0123456789abcdef01234567".to_owned(),
        time: 1_700_000_000,
        names: vec![rev.to_owned()],
        repository: repository.to_owned(),
        web: Some("https://example.org/python/cpython".to_owned()),
    }
}

/// Writes the sample as the index of `rev` into a folder of indexes.
pub fn write(index_dir: &Path, rev: &str) {
    let manifest = Manifest::new(revision("/src/cpython", rev));
    let report = Report {
        skipped: vec![Skip { path: "Lib/logo.png".into(), reason: SkipReason::Binary }],
        syntax: vec![SyntaxRow {
            file: "Objects/object.c".into(),
            bytes: 1000,
            errors: 1,
            error_bytes: 10,
            first_line: 7,
            construct: "} else".into(),
        }],
        c_bytes: 2000,
        disagreements: Vec::new(),
        gaps: Vec::new(),
    };
    let folder = index::folder_of(index_dir, &manifest.revision);
    index::write(&folder, &sample(), &manifest, &report, &mut |_, _| true).unwrap();
}
