//! Words -> what they have in common: stems, and the groups of words that mean the same in `queries/topics/words.toml`.

use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vocabulary {
    /// Groups of words that mean the same; a phrase of two words counts as one word.
    same: Vec<Vec<String>>,
}

/// Stems and pairs of stems -> the stem that stands for their group; and each group's single words.
struct Groups {
    leaders: HashMap<String, String>,
    pairs: HashMap<(String, String), String>,
    members: HashMap<String, Vec<String>>,
}

static GROUPS: LazyLock<Groups> = LazyLock::new(|| {
    let vocabulary: Vocabulary =
        toml::from_str(include_str!("../../../queries/topics/words.toml")).expect("compiled-in words.toml");
    let mut groups = Groups { leaders: HashMap::new(), pairs: HashMap::new(), members: HashMap::new() };
    for group in vocabulary.same {
        let Some(leader) = group.first().map(|word| stem(word)) else { continue };
        for word in &group {
            if let Some((one, two)) = word.split_once(' ') {
                groups.pairs.insert((stem(one), stem(two)), leader.clone());
            } else {
                groups.leaders.insert(stem(word), leader.clone());
                groups.members.entry(leader.clone()).or_default().push(word.clone());
            }
        }
    }
    groups
});

const ENDINGS: &[(&str, &str)] = &[
    ("izations", ""),
    ("isations", ""),
    ("ization", ""),
    ("isation", ""),
    ("ational", ""),
    ("ations", ""),
    ("ation", ""),
    ("ators", ""),
    ("ator", ""),
    ("ements", ""),
    ("ement", ""),
    ("ments", ""),
    ("ment", ""),
    ("ities", ""),
    ("iness", ""),
    ("ness", ""),
    ("ably", ""),
    ("able", ""),
    ("ible", ""),
    ("ating", ""),
    ("ated", ""),
    ("ates", ""),
    ("ate", ""),
    ("izing", ""),
    ("ising", ""),
    ("izes", ""),
    ("ises", ""),
    ("ized", ""),
    ("ised", ""),
    ("ize", ""),
    ("ise", ""),
    ("tions", "t"),
    ("tion", "t"),
    ("sions", "s"),
    ("sion", "s"),
    ("ings", ""),
    ("ing", ""),
    ("ers", ""),
    ("ors", ""),
    ("ies", "y"),
    ("ied", "y"),
    ("sses", "ss"),
    ("ity", ""),
    ("ive", ""),
    ("er", ""),
    ("or", ""),
    ("ed", ""),
    ("es", ""),
    ("ly", ""),
    ("al", ""),
    ("e", ""),
    ("s", ""),
];
/// A stem has at least so many letters.
const SHORTEST: usize = 3;

/// Returns what a word shares with its other forms: `allocator`, `allocation` and `allocates` give `alloc`. It need
/// be no word; only equality counts.
pub fn stem(word: &str) -> String {
    let word = word.to_lowercase();
    if !word.is_ascii() || word.ends_with("ss") || word.ends_with("us") {
        return word;
    }
    for (ending, instead) in ENDINGS {
        let Some(rest) = word.strip_suffix(ending) else { continue };
        let has_vowel = rest.bytes().any(|byte| b"aeiouy".contains(&byte));
        if rest.len() + instead.len() < SHORTEST || !has_vowel {
            continue;
        }
        let mut stem = rest.to_owned() + instead;
        // `stopping`, `mapped`; but `call` keeps both.
        let bytes = stem.as_bytes();
        let doubled = bytes.len() > SHORTEST && bytes[bytes.len() - 1] == bytes[bytes.len() - 2];
        let doubled = doubled && !b"lsz".contains(&bytes[bytes.len() - 1]);
        if doubled || (stem.ends_with('e') && stem.len() > SHORTEST) {
            stem.pop();
        }
        return stem;
    }
    word
}

/// Returns the stems of words in their order, one for each group of synonyms; two words that are one term become one.
pub fn terms(words: &[String]) -> Vec<String> {
    let stems: Vec<String> = words.iter().map(|word| stem(word)).collect();
    let (mut terms, mut at) = (Vec::new(), 0);
    while let Some(one) = stems.get(at) {
        let pair = stems.get(at + 1).and_then(|two| GROUPS.pairs.get(&(one.clone(), two.clone())));
        let leader = pair.or_else(|| GROUPS.leaders.get(one)).unwrap_or(one);
        if !terms.contains(leader) {
            terms.push(leader.clone());
        }
        at += if pair.is_some() { 2 } else { 1 };
    }
    terms
}

/// What another form of a word is worth beside the word itself, and what a synonym is.
const FORM: f32 = 0.9;
const SYNONYM: f32 = 0.5;

/// Returns the words that may stand in the text for a word, each with its worth.
pub fn spread(word: &str) -> Vec<(String, f32)> {
    let mut known = HashSet::from([word.to_owned()]);
    let mut forms = vec![(word.to_owned(), 1.0)];
    let mut add = |word: String, worth: f32| {
        if known.insert(word.clone()) {
            forms.push((word, worth));
        }
    };
    let root = stem(word);
    for form in inflections(word, &root) {
        add(form, FORM);
    }
    if let Some(members) = GROUPS.leaders.get(&root).and_then(|leader| GROUPS.members.get(leader)) {
        for member in members {
            add(member.clone(), SYNONYM);
            if !member.ends_with('s') {
                add(format!("{member}s"), SYNONYM);
            }
        }
    }
    forms
}

/// Endings that turn a stem into words; the index knows which of them exist.
const FORMS: &[&str] =
    &["", "s", "e", "es", "ed", "ing", "er", "or", "ion", "ation", "ate", "ated", "ating", "ator", "ment", "ize", "y"];

fn inflections(word: &str, root: &str) -> Vec<String> {
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return vec![format!("{word}s")];
    }
    let mut forms: Vec<String> = FORMS.iter().map(|ending| format!("{root}{ending}")).collect();
    if let Some(last) = root.chars().last().filter(|c| !"aeiouy".contains(*c)) {
        forms.extend(["ed", "ing", "er"].map(|ending| format!("{root}{last}{ending}")));
    }
    if let Some(before) = root.strip_suffix('y') {
        forms.extend([format!("{before}ies"), format!("{before}ied")]);
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for family in [
            &["allocate", "allocator", "allocation", "allocates", "allocated"][..],
            &["compile", "compiler", "compiles", "compiling", "compiled", "compilation"],
            &["collect", "collector", "collection", "collecting"],
            &["call", "calls", "called", "calling"],
            &["cache", "cached", "caches", "caching"],
            &["map", "mapped", "mapping", "maps"],
            &["resize", "resizing", "resized"],
            &["copy", "copies", "copied"],
            &["initialize", "initialization", "initialise"],
        ] {
            let stems: std::collections::HashSet<_> = family.iter().map(|word| stem(word)).collect();
            assert_eq!(stems.len(), 1, "{stems:?}");
        }
        assert_eq!(stem("class"), "class");
        assert_eq!(stem("gc"), "gc");
    }
}
