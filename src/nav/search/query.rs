//! What a person typed -> the words that matter, the filters, and whether it reads like a name or like a question.

use super::filter::Filter;
use crate::index::{MOST_WORDS, fold, words};
use crate::nav::where_is::bare;

/// The words of a question that say nothing about its subject.
const EMPTY_WORDS: &[&str] = &[
    "a",
    "about",
    "actually",
    "all",
    "an",
    "and",
    "another",
    "any",
    "are",
    "as",
    "at",
    "be",
    "been",
    "being",
    "between",
    "by",
    "c",
    "called",
    "can",
    "code",
    "cpython",
    "did",
    "do",
    "does",
    "doing",
    "done",
    "each",
    "else",
    "every",
    "exactly",
    "find",
    "for",
    "from",
    "function",
    "get",
    "gets",
    "given",
    "goes",
    "had",
    "happen",
    "happens",
    "has",
    "have",
    "how",
    "i",
    "if",
    "implement",
    "implementation",
    "implemented",
    "implements",
    "in",
    "inside",
    "internally",
    "into",
    "is",
    "it",
    "its",
    "just",
    "let",
    "make",
    "makes",
    "me",
    "my",
    "of",
    "on",
    "one",
    "or",
    "out",
    "over",
    "place",
    "python",
    "really",
    "s",
    "so",
    "some",
    "source",
    "such",
    "takes",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "they",
    "thing",
    "this",
    "to",
    "under",
    "up",
    "upon",
    "use",
    "used",
    "uses",
    "using",
    "was",
    "way",
    "we",
    "were",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "who",
    "why",
    "will",
    "with",
    "work",
    "working",
    "works",
    "would",
    "you",
    "your",
];
/// Words with which questions begin.
const ASKING: &[&str] = &["are", "can", "do", "does", "how", "is", "what", "when", "where", "which", "who", "why"];
/// More words than this are a sentence.
const NAME_WORDS: usize = 3;

/// A question, taken apart.
#[derive(Debug)]
pub(super) struct Query<'q> {
    /// Without filters, quotes and the parentheses of a call.
    pub text: &'q str,
    /// The text without case and separators.
    pub folded: String,
    /// The words that say something; all of them where none does.
    pub words: Vec<String>,
    /// The same pieces as typed between spaces, folded: parts that a name should have.
    pub parts: Vec<String>,
    /// Whether it reads like a question and not like a name.
    pub is_sentence: bool,
    /// Whether tests are asked for.
    pub wants_tests: bool,
}

impl<'q> Query<'q> {
    /// Takes apart what stands besides the filters.
    pub fn new(text: &'q str, filter: &Filter) -> Self {
        let text = bare(text).trim_end_matches('?').trim_end();
        let typed: Vec<&str> = text.split_whitespace().collect();
        let lower = |word: &&str| word.to_lowercase();
        let asks = typed.first().is_some_and(|first| ASKING.contains(&lower(first).as_str()));
        let has_empty = typed.iter().any(|word| EMPTY_WORDS.contains(&lower(word).as_str()));
        let mut all: Vec<String> = Vec::new();
        for word in words(text) {
            if !all.contains(&word) {
                all.push(word);
            }
        }
        let says = |word: &&String| !EMPTY_WORDS.contains(&word.as_str());
        let meaning: Vec<String> = all.iter().filter(says).cloned().collect();
        // `get_item` is made of words that are empty in a sentence.
        let is_name = typed.len() == 1 || meaning.is_empty() || (!asks && typed.len() <= NAME_WORDS);
        let mut words = if is_name { all } else { meaning };
        let wants_tests = filter.asks_tests() || words.iter().any(|word| word.starts_with("test"));
        words.truncate(MOST_WORDS);
        let parts = typed.iter().map(|part| fold(part)).filter(|part| !part.is_empty()).collect();
        let is_sentence = !is_name && (asks || has_empty || typed.len() > NAME_WORDS);
        Query { text, folded: fold(text), words, parts, is_sentence, wants_tests }
    }
}

#[cfg(test)]
mod tests {
    use super::{Filter, Query};

    fn read(text: &str) -> (String, bool) {
        let query = Query::new(text, &Filter::default());
        (query.words.join(" "), query.is_sentence)
    }

    #[test]
    fn sentences_lose_their_empty_words_and_names_do_not() {
        assert_eq!(read("where is the list resized?"), ("list resized".to_owned(), true));
        assert_eq!(read("dict get item"), ("dict get item".to_owned(), false));
        assert_eq!(read("make_code()"), ("make code makecode".to_owned(), false));
        assert_eq!(read("how"), ("how".to_owned(), false));
    }
}
