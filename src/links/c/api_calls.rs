//! The calls of the API in all sources, macros around them expanded.

use super::api::{self, Api, ApiCall, is_api};
use super::helpers;
use crate::clex::expand::{self, Expanded};
use crate::clex::token::{self, Token};
use crate::clex::value;
use crate::links::definitions::Definitions;
use crate::links::made::Made;
use crate::links::world::World;
use crate::model::{Call, ConditionId, DefinitionId, FileId};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

/// Returns every API call of the revision, in the order of files and lines; those that a function of the same file
/// makes with its caller's name for the attribute stand where it is called.
pub fn calls(world: &World<'_>, definitions: &Definitions, made: &Made) -> Vec<ApiCall> {
    let publishing = macros_around(world, &|word| is_api(word));
    let meaning = world.callees().each(|name| (api::named(name), publishing.contains(name)));
    let makes_text = world.callees().each(api::makes_text);
    let mut out = Vec::new();
    for (id, file) in world.files().iter().enumerate() {
        let id = id as FileId;
        let Some(c) = &file.facts.c else { continue };
        let from = out.len();
        for (call, callee) in world.calls(id) {
            let (api, publishes) = meaning[callee];
            let Some(site) = site(world, definitions, id, call).filter(|_| api.is_some() || publishes) else {
                continue;
            };
            if let Some(api) = api {
                out.push(site.call(api, call.args.clone(), call.assigned_to.clone()));
            } else if let Some(expanded) = applied(world, id, call, &publishing, &is_api) {
                scan(&expanded.tokens(), site, &mut out);
            }
        }
        let texts = world.calls(id).filter(|(_, callee)| makes_text[*callee]).map(|(call, _)| call);
        spell_keys(definitions, id, texts, &mut out[from..]);
        helpers::add(world, definitions, id, &c.calls, from, &mut out);
    }
    for (caller, file, line, body) in &made.bodies {
        let site = Site { caller: *caller, file: *file, line: *line, compiled: true, condition: 0 };
        scan(&token::tokens(body), site, &mut out);
    }
    out
}

/// Where a call stands.
#[derive(Clone, Copy)]
pub struct Site {
    caller: DefinitionId,
    file: FileId,
    line: u32,
    compiled: bool,
    condition: ConditionId,
}

impl Site {
    /// The call of a function of the API that stands there.
    pub fn call(self, api: &'static Api, args: Vec<Box<str>>, assigned_to: Option<Box<str>>) -> ApiCall {
        let Site { caller, file, line, compiled, condition } = self;
        ApiCall { api, caller, file, line, compiled, condition, args, assigned_to }
    }
}

/// Where a call stands; nothing for a use at file level.
pub fn site(world: &World<'_>, definitions: &Definitions, file: FileId, call: &Call) -> Option<Site> {
    let caller = definitions.of_fact(file, call.caller?)?;
    let (line, condition) = (call.line, call.condition);
    Some(Site { caller, file, line, compiled: world.is_compiled(file, condition), condition })
}

/// The replacement of a macro that stands as a call; of the macros in it only the ones in `inner` and those that
/// `keeps` does not hold are replaced.
pub fn applied<'w>(
    world: &'w World<'_>,
    file: FileId,
    call: &'w Call,
    inner: &HashSet<&str>,
    keeps: &dyn Fn(&str) -> bool,
) -> Option<Expanded<'w>> {
    let of = world.macro_at(file, call.line, &call.callee)?;
    Some(expand::apply(of, &call.args, &|name| {
        world.macro_at(file, call.line, name).filter(|_| inner.contains(name) || !keeps(name))
    }))
}

/// Macros whose replacement names one of the functions that `wanted` tells, directly or through another macro.
pub fn macros_around<'f>(world: &World<'f>, wanted: &dyn Fn(&str) -> bool) -> HashSet<&'f str> {
    let macros = || world.files().iter().filter_map(|file| file.facts.c.as_ref()).flat_map(|c| &c.macros);
    let with_parameters = || macros().filter(|one| one.params.is_some() && !is_api(&one.name));
    let candidates: HashSet<&str> = with_parameters().map(|one| &*one.name).collect();
    let mut known: HashSet<&str> = HashSet::default();
    // Which macros name a macro in their replacement.
    let mut users: HashMap<&str, Vec<&str>> = HashMap::default();
    for one in with_parameters() {
        for word in words(&one.body) {
            if wanted(word) {
                known.insert(&one.name);
            } else if let Some(inner) = candidates.get(word) {
                users.entry(inner).or_default().push(&one.name);
            }
        }
    }
    let mut waiting: Vec<&str> = known.iter().copied().collect();
    while let Some(inner) = waiting.pop() {
        let outer = users.get(inner).into_iter().flatten();
        waiting.extend(outer.filter(|outer| known.insert(outer)));
    }
    known
}

/// Puts the text in place of an attribute's name that stands there as an object: `&_Py_ID(stdout)`, or a variable that
/// got a new string; `makers` are the calls that make strings.
fn spell_keys<'f>(
    definitions: &Definitions,
    file: FileId,
    makers: impl Iterator<Item = &'f Call>,
    made: &mut [ApiCall],
) {
    let mut texts: HashMap<(DefinitionId, &str), Vec<(u32, &str)>> = HashMap::default();
    for call in makers {
        let caller = call.caller.and_then(|caller| definitions.of_fact(file, caller));
        if let (Some(caller), Some(variable), Some(text)) = (caller, &call.assigned_to, call.args.first()) {
            let variable = value::last_word(variable);
            texts.entry((caller, variable)).or_default().push((call.line, text));
        }
    }
    for call in made {
        let Some(key) = call.api.key.and_then(|column| call.args.get_mut(column)) else { continue };
        // A macro's parentheses around its argument.
        while let Some(inner) = key.strip_prefix("(\"").and_then(|rest| rest.strip_suffix("\")")) {
            *key = format!("\"{inner}\"").into();
        }
        if let Some((name, args)) = value::call(key.trim_start_matches('&'))
            && api::is_text_macro(name)
            && let [word] = &args[..]
        {
            *key = format!("\"{word}\"").into();
        } else if let Some(known) = texts.get(&(call.caller, &**key)) {
            let before = known.iter().rev().find(|(line, _)| *line <= call.line);
            *key = before.unwrap_or(&known[0]).1.into();
        }
    }
}

/// The words of a text.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let is_inside = |at: &usize| bytes.get(*at).is_some_and(|byte| *byte == b'_' || byte.is_ascii_alphanumeric());
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = (at..bytes.len()).find(is_inside)?;
        at = (start..bytes.len()).find(|at| !is_inside(at)).unwrap_or(bytes.len());
        text.get(start..at)
    })
}

/// The arguments of the call whose name stands at `at`.
pub fn arguments(tokens: &[Token<'_>], at: usize) -> Option<Vec<Box<str>>> {
    tokens.get(at + 1).filter(|next| next.is("("))?;
    let close = token::closing(tokens, at + 1).min(tokens.len());
    Some(token::split_commas(&tokens[at + 2..close]).into_iter().map(|arg| token::join(arg).into()).collect())
}

/// Finds API calls in expanded text.
fn scan(tokens: &[Token<'_>], site: Site, out: &mut Vec<ApiCall>) {
    for at in 0..tokens.len() {
        if !tokens.get(at + 1).is_some_and(|next| next.is("(")) {
            continue;
        }
        let Some(api) = api::named(tokens[at].text) else { continue };
        let Some(mut args) = arguments(tokens, at) else { continue };
        let close = token::closing(tokens, at + 1).min(tokens.len());
        // `X = Y; PyModule_AddObject(m, "x", X)` in one macro publishes Y.
        if let Some(value) = api.value.and_then(|column| args.get_mut(column))
            && let Some(source) = copied_from(&tokens[..at], value)
        {
            *value = source;
        }
        let assigned_to = assigned(&tokens[..at]);
        // `p = PyType_FromSpec(…); state->type = p;` stores it in the second place too.
        let further = assigned_to.as_deref().and_then(|name| copied_to(&tokens[close..], name));
        if let Some(place) = further {
            out.push(site.call(api, args.clone(), Some(place)));
        }
        out.push(site.call(api, args, assigned_to));
    }
}

/// Y of the last `X = Y;` among the tokens, casts skipped.
fn copied_from(tokens: &[Token<'_>], name: &str) -> Option<Box<str>> {
    let at = (1..tokens.len()).rev().find(|&at| tokens[at].is("=") && tokens[at - 1].text == name)?;
    let end = (at..tokens.len()).find(|&end| tokens[end].is(";"))?;
    let mut source = &tokens[at + 1..end];
    while source.first().is_some_and(|first| first.is("(")) && token::closing(source, 0) + 1 == source.len() {
        source = &source[1..source.len() - 1];
    }
    let text = token::join(source);
    let is_call = value::call(&text).is_some();
    if is_call { Some(text.into()) } else { value::name(&text).map(Into::into) }
}

/// Z of the first `Z = (cast)X;` among the tokens.
fn copied_to(tokens: &[Token<'_>], name: &str) -> Option<Box<str>> {
    let at = (1..tokens.len()).find(|&at| {
        let rest = tokens[at + 1..].iter().position(|token| token.is(";")).map(|end| &tokens[at + 1..at + 1 + end]);
        tokens[at].is("=") && rest.is_some_and(|rest| value::name(&token::join(rest)) == Some(name))
    })?;
    assigned(&tokens[..=at])
}

/// The left side in front of `= (cast)`.
pub fn assigned(before: &[Token<'_>]) -> Option<Box<str>> {
    let mut end = before.len();
    while end > 0 && before[end - 1].is(")") {
        let open = (0..end).rev().find(|&at| before[at].is("(") && token::closing(before, at) == end - 1)?;
        end = open;
    }
    let equals = end.checked_sub(1).filter(|&at| before[at].is("="))?;
    let is_left =
        |token: &Token<'_>| token.is_word() || token.is("->") || token.is(".") || token.is("(") || token.is(")");
    let start = (0..equals).rev().take_while(|&at| is_left(&before[at])).last()?;
    Some(token::join(&before[start..equals]).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_left_side_is_found() {
        let tokens = token::tokens("do { st->foo = (PyTypeObject*)");
        assert_eq!(assigned(&tokens).as_deref(), Some("st->foo"));
    }
}
