//! Rules `test-file`, `test-name`, `test-import`, `c-api-test`: which tests a definition has.

use super::link;
use super::resolve::Resolver;
use crate::links::definitions::Definitions;
use crate::links::paths;
use crate::links::world::World;
use crate::model::{Bound, DefinitionId, FileId, Kind, Link, LinkKind, PythonFacts};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

/// Where tests of the library lie, and how their files begin.
const FOLDER: &str = "Lib/test/";
const PREFIX: &str = "test_";
/// The helper that loads a module with or without its C half.
const FRESH: &str = "import_fresh_module";

/// Returns the links from definitions to the tests of them.
pub fn links(world: &World<'_>, definitions: &Definitions, resolver: &Resolver<'_>, calls: &[Link]) -> Vec<Link> {
    let mut callees: HashMap<DefinitionId, Vec<DefinitionId>> = HashMap::default();
    for call in calls.iter().filter(|call| call.kind == LinkKind::Calls) {
        callees.entry(call.from).or_default().push(call.to);
    }
    let mut out = Vec::new();
    for (id, file) in world.files().iter().enumerate() {
        let id = id as FileId;
        let (Some(python), Some(test)) = (&file.facts.python, definitions.module(id)) else { continue };
        let Some(inner) = file.path.strip_prefix(FOLDER) else { continue };
        let mut tested: Vec<(DefinitionId, u32, &str)> = Vec::new();
        let subject = subject(inner, resolver);
        if let Some(dotted) = &subject {
            let found = resolver.dotted(dotted).into_iter().chain(accelerator(resolver, dotted));
            tested.extend(found.map(|found| (found, 1, "test-file")));
        }
        for (name, line) in imported(python) {
            tested.extend(resolver.module(name).into_iter().map(|found| (found, line, "test-import")));
        }
        let mut seen = HashSet::default();
        tested.retain(|(found, ..)| *found != test && seen.insert(*found));
        out.extend(
            tested
                .into_iter()
                .map(|(found, line, rule)| link(LinkKind::TestedBy, (found, test), (id, line), rule, true)),
        );
        if let Some(dotted) = &subject {
            out.extend(named_tests(world, definitions, resolver, id, dotted));
        }
        out.extend(through_c(definitions, resolver, id, python, &callees));
    }
    out
}

/// The module or built-in type that a test file is named after; in a folder of tests a part of its module.
fn subject(inner: &str, resolver: &Resolver<'_>) -> Option<String> {
    let inner = inner.strip_suffix(".py")?;
    let inner = inner.strip_suffix("/__init__").unwrap_or(inner);
    let mut dotted: Option<String> = None;
    for part in inner.split('/') {
        let Some(name) = part.strip_prefix(PREFIX) else {
            // Helpers of the tests: nothing is tested in them.
            return None;
        };
        let known = |one: String| (!resolver.dotted(&one).is_empty()).then_some(one);
        let next = match &dotted {
            Some(outer) => known(format!("{outer}.{name}")),
            None => known(name.to_owned())
                .filter(|one| !resolver.module(one).is_empty())
                .or_else(|| known(format!("_{name}")).filter(|one| !resolver.module(one).is_empty()))
                .or_else(|| known(format!("{name}s")).filter(|one| !resolver.module(one).is_empty()))
                .or_else(|| known(name.replacen('_', ".", 1)))
                .or_else(|| known(format!("builtins.{name}"))),
        };
        dotted = next.or(dotted);
    }
    dotted
}

/// The C half of a Python module, by its name.
fn accelerator(resolver: &Resolver<'_>, dotted: &str) -> Vec<DefinitionId> {
    if dotted.contains('.') { Vec::new() } else { resolver.module(&format!("_{dotted}")) }
}

/// The modules that a test loads in order to test them: all arguments of the helper are names.
fn imported(python: &PythonFacts) -> Vec<(&str, u32)> {
    let mut out = Vec::new();
    for binding in &python.bindings {
        let Bound::Expression(text) = &binding.bound else { continue };
        let Some(at) = text.find(FRESH) else { continue };
        for (place, quoted) in text[at..].split(['\'', '"']).enumerate() {
            if place % 2 == 1 {
                out.push((quoted, binding.line));
            }
        }
    }
    out
}

/// Test functions named after what they test: `test_heappush` in the tests of `heapq`.
fn named_tests(
    world: &World<'_>,
    definitions: &Definitions,
    resolver: &Resolver<'_>,
    file: FileId,
    dotted: &str,
) -> Vec<Link> {
    let (mut out, mut full) = (Vec::new(), String::new());
    for (at, fact) in (0..).zip(&world.facts(file).definitions) {
        let is_test = matches!(fact.kind, Kind::Method | Kind::Function);
        let Some(name) = fact.name.strip_prefix(PREFIX).filter(|_| is_test) else { continue };
        let Some(test) = definitions.of_fact(file, at) else { continue };
        let found = ["", "__"].into_iter().find_map(|around| {
            full.clear();
            full.extend([dotted, ".", around, name, around]);
            // Most tests are named after no function, and need no look at bases and other names.
            let found =
                if resolver.may_be_last(&full[dotted.len() + 1..]) { resolver.dotted(&full) } else { Vec::new() };
            Some(found).filter(|found| !found.is_empty())
        });
        let here =
            found.unwrap_or_default().into_iter().filter(|&id| !paths::is_test(world.path(definitions.get(id).file)));
        out.extend(here.map(|from| link(LinkKind::TestedBy, (from, test), (file, fact.line), "test-name", false)));
    }
    out
}

/// Tests of the C API: they use a function of a C module made for tests, which calls the function it is named after.
fn through_c(
    definitions: &Definitions,
    resolver: &Resolver<'_>,
    file: FileId,
    python: &PythonFacts,
    callees: &HashMap<DefinitionId, Vec<DefinitionId>>,
) -> Vec<Link> {
    let mut out = Vec::new();
    if !python.references.names().any(|name| name.starts_with("_test")) {
        return out;
    }
    let helpers = python.references.iter().filter(|reference| reference.name.starts_with("_test"));
    for reference in helpers {
        let Some(test) = reference.inside.and_then(|inside| definitions.of_fact(file, inside)) else { continue };
        let name = folded(reference.name.rsplit('.').next().unwrap_or_default());
        for helper in resolver.dotted(reference.name) {
            let called = callees.get(&helper).map_or(&[][..], Vec::as_slice);
            let tested = called.iter().filter(|&&id| is_behind(&folded(&definitions.get(id).symbol), &name));
            out.extend(
                tested.map(|&from| link(LinkKind::TestedBy, (from, test), (file, reference.line), "c-api-test", true)),
            );
        }
    }
    out
}

/// `pylistappend` stands behind `listappend`, `testlistappend`, `pylistappend`.
fn is_behind(symbol: &str, helper: &str) -> bool {
    let bare = symbol.strip_prefix("py").unwrap_or(symbol);
    let helper = helper.strip_prefix("test").unwrap_or(helper);
    bare.len() > 3 && (helper == bare || helper == symbol)
}

fn folded(name: &str) -> String {
    name.chars().filter(|c| *c != '_').map(|c| c.to_ascii_lowercase()).collect()
}
