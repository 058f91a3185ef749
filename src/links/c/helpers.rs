//! Functions that publish what their callers name: `add_errcode(dict, "ENOENT", ENOENT)`.

use super::api::{ApiCall, is_api};
use super::api_calls::{Site, applied, arguments, site, words};
use crate::clex::value;
use crate::links::definitions::Definitions;
use crate::links::world::World;
use crate::model::{Call, FileId, Macro};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

/// Adds the calls that functions of a file make for their callers: one whose attribute's name is a parameter.
pub fn add(
    world: &World<'_>,
    definitions: &Definitions,
    file: FileId,
    calls: &[Call],
    from: usize,
    out: &mut Vec<ApiCall>,
) {
    let mut helpers: HashMap<&str, Helper> = HashMap::default();
    for call in &out[from..] {
        let Some(key) = call.arg(call.api.key).and_then(value::name) else { continue };
        let of = definitions.get(call.caller);
        let parameters = parameters(&of.signature);
        if parameters.iter().any(|parameter| *parameter == key) {
            let helper = helpers.entry(&of.symbol).or_insert_with(|| Helper { parameters, calls: Vec::new() });
            helper.calls.push(call.clone());
        }
    }
    if helpers.is_empty() {
        return;
    }
    let is_helper = |word: &str| helpers.contains_key(word);
    let own = |one: &&Macro| one.params.is_some() && words(&one.body).any(is_helper);
    let macros: HashSet<&str> =
        world.facts(file).c.iter().flat_map(|c| c.macros.iter().filter(own)).map(|one| &*one.name).collect();
    let mut found = Vec::new();
    for call in calls {
        let Some(site) = site(world, definitions, file, call) else { continue };
        if let Some(helper) = helpers.get(&*call.callee) {
            helper.called(site, &call.args, &mut found);
        } else if macros.contains(&*call.callee)
            && let Some(expanded) = applied(world, file, call, &macros, &|word| is_helper(word) || is_api(word))
        {
            let tokens = expanded.tokens();
            for at in 0..tokens.len() {
                if let Some(helper) = helpers.get(tokens[at].text)
                    && let Some(args) = arguments(&tokens, at)
                {
                    helper.called(site, &args, &mut found);
                }
            }
        }
    }
    out.append(&mut found);
}

/// A function that publishes what its callers name.
struct Helper {
    parameters: Vec<String>,
    calls: Vec<ApiCall>,
}

impl Helper {
    /// Its calls, as made from `site` with `args`.
    fn called(&self, site: Site, args: &[Box<str>], out: &mut Vec<ApiCall>) {
        for call in &self.calls {
            let given = |text: &str| {
                let at = self.parameters.iter().position(|parameter| parameter == text)?;
                args.get(at).cloned()
            };
            let filled = call.args.iter().map(|arg| given(arg).unwrap_or_else(|| arg.clone())).collect();
            out.push(site.call(call.api, filled, None));
        }
    }
}

/// The names of a function's parameters.
pub fn parameters(signature: &str) -> Vec<String> {
    let inner = signature.trim().trim_start_matches('(').trim_end_matches(')');
    inner.split(',').map(|one| value::last_word(one).to_owned()).collect()
}
