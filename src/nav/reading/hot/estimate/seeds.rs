//! How often the code of each instruction runs: a sample of the library's own functions is followed through the
//! compiler of the release, and what that adds is counted.

use crate::model::{Definition, DefinitionId, Kind, Language, LinkKind};
use crate::nav::Navigator;
use crate::nav::reading::Texts;
use crate::nav::reading::hot::owners::runs;
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Lines of Python to count in.
const SAMPLE: usize = 2500;
/// Shorter functions are mostly their own definition, a longer one would be too much of the sample.
const SHORTEST: u32 = 8;
const LONGEST: u32 = 60;
/// The part of all that is given to every instruction alike: what a sample does not have may still run.
const ALIKE: f64 = 0.1;
/// The part of an instruction that its general form runs, where there are special ones.
const GENERAL: f64 = 0.1;

/// How often the code of each instruction runs; sums to 1.
pub fn seeds(navigator: &Navigator, texts: &Texts<'_>) -> Result<BTreeMap<DefinitionId, f64>> {
    let codes = codes(navigator)?;
    let mut often: BTreeMap<&str, f64> = BTreeMap::new();
    let compiled = navigator.compiled(&sample(navigator, texts)?).unwrap_or_default();
    for one in compiled.instructions.iter().filter(|one| one.certain) {
        if let Some((name, _)) = codes.get_key_value(&one.name) {
            *often.entry(name).or_default() += 1.0;
        }
    }
    let special: HashMap<&str, Vec<&str>> = special(navigator, &codes)?;
    let is_special: BTreeSet<&str> = special.values().flatten().copied().collect();
    let plain: Vec<&str> = codes.keys().map(String::as_str).filter(|name| !is_special.contains(name)).collect();
    let counted: f64 = often.values().sum::<f64>().max(1.0);
    // What only a later step of the compiler makes of an instruction is named after it and shares with it.
    let mut makes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in plain.iter().filter(|name| !often.contains_key(*name)) {
        if let Some(from) = shorter(name, |one| often.contains_key(one)) {
            makes.entry(from).or_default().push(name);
        }
    }
    for (from, made) in makes {
        let each = often[from] / (made.len() + 1) as f64;
        often.extend(made.into_iter().chain([from]).map(|name| (name, each)));
    }
    for name in &plain {
        *often.entry(name).or_default() += ALIKE * counted / plain.len() as f64;
    }
    let mut seeds: BTreeMap<DefinitionId, f64> = BTreeMap::new();
    for (name, often) in often {
        let forms = special.get(name).map_or(&[][..], Vec::as_slice);
        let part = if forms.is_empty() { 1.0 } else { GENERAL };
        *seeds.entry(codes[name]).or_default() += often * part;
        for form in forms {
            *seeds.entry(codes[*form]).or_default() += often * (1.0 - part) / forms.len() as f64;
        }
    }
    let sum: f64 = seeds.values().sum();
    for often in seeds.values_mut() {
        *often /= sum;
    }
    Ok(seeds)
}

/// The longest beginning of a name, up to a `_`, that fits.
fn shorter(name: &str, fits: impl Fn(&str) -> bool) -> Option<&str> {
    name.rmatch_indices('_').map(|(at, _)| &name[..at]).find(|one| fits(one))
}

/// The code of the instructions, where the interpreter has most of it.
fn codes(navigator: &Navigator) -> Result<BTreeMap<String, DefinitionId>> {
    let reader = &navigator.reader;
    let mut by_file: BTreeMap<u32, BTreeMap<String, DefinitionId>> = BTreeMap::new();
    for (file, path) in reader.paths().enumerate() {
        // The second compiler's code and its optimiser have labels of the same names.
        if !path.starts_with("Python/") || path.contains("executor") || path.contains("optimizer") {
            continue;
        }
        for id in reader.in_file(file as u32)? {
            let definition = reader.definition(id)?.definition;
            if definition.kind == Kind::Label && runs(&definition) && definition.condition.is_none() {
                by_file.entry(file as u32).or_default().insert(definition.symbol.to_string(), id);
            }
        }
    }
    Ok(by_file.into_values().max_by_key(BTreeMap::len).unwrap_or_default())
}

/// The special forms of instructions.
fn special<'c>(
    navigator: &Navigator,
    codes: &'c BTreeMap<String, DefinitionId>,
) -> Result<HashMap<&'c str, Vec<&'c str>>> {
    let reader = &navigator.reader;
    let mut out: HashMap<&str, Vec<&str>> = HashMap::new();
    for name in codes.keys() {
        let mut forms: BTreeSet<&str> = BTreeSet::new();
        for id in reader.by_symbol(name)? {
            for edge in reader.links(id)?.into.iter().filter(|edge| edge.kind == LinkKind::Specializes) {
                let symbol = reader.definition(edge.other)?.definition.symbol;
                forms.extend(codes.get_key_value(&*symbol).map(|(form, _)| form.as_str()));
            }
        }
        forms.remove(name.as_str());
        if !forms.is_empty() {
            out.insert(name, forms.into_iter().collect());
        }
    }
    Ok(out)
}

/// Functions of the library, spread evenly over its modules, one after the other.
fn sample(navigator: &Navigator, texts: &Texts<'_>) -> Result<String> {
    let reader = &navigator.reader;
    let mut functions: Vec<Definition> = Vec::new();
    for (file, path) in reader.paths().enumerate() {
        if path.strip_prefix("Lib/").is_none_or(|rest| rest.contains('/')) {
            continue;
        }
        for id in reader.in_file(file as u32)? {
            let definition = reader.definition(id)?.definition;
            let is_function = matches!(definition.kind, Kind::Function | Kind::Method);
            let short =
                (SHORTEST..=LONGEST).contains(&(definition.end_line + 1 - definition.line.min(definition.end_line)));
            if is_function && definition.language == Language::Python && short {
                functions.push(definition);
            }
        }
    }
    let lines: usize = functions.iter().map(|one| (one.end_line + 1 - one.line) as usize).sum();
    let mut out = String::new();
    for one in functions.iter().step_by(lines.div_ceil(SAMPLE).max(1)) {
        let text = texts.get(reader.path(one.file))?;
        let margin = text.line(one.line).len() - text.line(one.line).trim_start().len();
        for line in one.line..=one.end_line {
            let line = text.line(line);
            out.push_str(line.get(margin..).unwrap_or_default());
            out.push('\n');
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::shorter;

    #[test]
    fn a_name_is_made_of_a_shorter_one() {
        let fits = |one: &str| ["LOAD", "LOAD_FAST"].contains(&one);
        assert_eq!(shorter("LOAD_FAST_BORROW", fits), Some("LOAD_FAST"));
        assert_eq!(shorter("STORE_FAST", fits), None);
    }
}
