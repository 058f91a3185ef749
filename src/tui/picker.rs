//! A list over the panes that typing filters: commands, topics, revisions, bookmarks, places visited, searches.

use super::Command;
use super::list::List;
use super::memory::Mark;
use super::prompt::Prompt;
use std::sync::Arc;

/// What is picked from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PickerKind {
    /// All commands.
    Commands,
    /// Concepts with what to read about each.
    Topics,
    /// Indexed revisions, to go on in one.
    Revisions,
    /// Indexed revisions, to compare with one.
    Difference,
    /// Reading lists.
    Lists,
    /// Places kept.
    Bookmarks,
    /// Places visited.
    Visited,
    /// Earlier searches.
    Queries,
}

impl PickerKind {
    /// Returns the words above the list, and what stands there when it is empty.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            PickerKind::Commands => ("commands", "no command has these words"),
            PickerKind::Topics => ("topics", "no topic has these words"),
            PickerKind::Revisions => ("go on in another revision", "no revision has these words"),
            PickerKind::Difference => ("compare with another revision", "no other revision is indexed yet"),
            PickerKind::Lists => ("reading lists", "no list has these words"),
            PickerKind::Bookmarks => ("bookmarks", "nothing is kept yet: m keeps a place"),
            PickerKind::Visited => ("places visited", "nothing was visited yet"),
            PickerKind::Queries => ("earlier searches", "nothing was searched for yet"),
        }
    }

    /// Says how there come to be more rows, where that is not done here.
    pub fn more(self) -> Option<&'static str> {
        matches!(self, PickerKind::Revisions | PickerKind::Difference)
            .then_some("to index one more: cpynav index TAG, in a shell")
    }
}

/// What picking a row does.
#[derive(Debug, Clone, PartialEq)]
pub enum Pick {
    /// Runs a command.
    Command(Command),
    /// Lists what a topic tells to read, by its place among the topics.
    Topic(usize),
    /// Goes on in a revision.
    Revision(String),
    /// Compares with a revision.
    Difference(String),
    /// Opens a reading list.
    List(String),
    /// Goes to a place.
    Mark(Mark),
    /// Searches.
    Query(String),
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it is.
    pub left: String,
    /// What else is known, at the right end.
    pub right: String,
    /// Words that find it too, not shown.
    pub also: String,
    /// What picking it does.
    pub pick: Pick,
}

/// An open list.
#[derive(Debug, Clone)]
pub struct Picker {
    /// What is picked from.
    pub kind: PickerKind,
    /// What was typed.
    pub prompt: Prompt,
    /// All rows.
    pub rows: Arc<[Row]>,
    /// The rows that have the typed words, by their place in `rows`.
    pub shown: Vec<usize>,
    /// Cursor in `shown`, and scroll.
    pub list: List,
    /// Whether the rows have come.
    pub ready: bool,
    /// Whether the first one is picked as soon as the rows come: Enter was faster.
    pub hurried: bool,
}

impl Picker {
    /// A list whose rows are still to come.
    pub fn waiting(kind: PickerKind) -> Self {
        let rows = Arc::new([]);
        Picker {
            kind,
            prompt: Prompt::default(),
            rows,
            shown: Vec::new(),
            list: List::default(),
            ready: false,
            hurried: false,
        }
    }

    /// A list of these rows.
    pub fn of(kind: PickerKind, rows: Vec<Row>) -> Self {
        let mut picker = Picker::waiting(kind);
        picker.fill(rows);
        picker
    }

    /// Puts rows in; what was typed filters them.
    pub fn fill(&mut self, rows: Vec<Row>) {
        self.rows = rows.into();
        self.ready = true;
        self.filter();
    }

    /// Shows the rows that have all typed words, in any case; those that begin with them first.
    pub fn filter(&mut self) {
        let typed = self.prompt.text().to_lowercase();
        let words: Vec<&str> = typed.split_whitespace().collect();
        let rank = |row: &Row| {
            let text = format!("{} {} {}", row.left, row.right, row.also).to_lowercase();
            let all = words.iter().all(|word| text.contains(word));
            all.then(|| !text.starts_with(typed.trim()))
        };
        let mut found: Vec<(bool, usize)> =
            self.rows.iter().enumerate().filter_map(|(at, row)| Some((rank(row)?, at))).collect();
        found.sort_unstable();
        self.shown = found.into_iter().map(|(_, at)| at).collect();
        self.list = List::default();
    }

    /// Returns the row under the cursor.
    pub fn selected(&self) -> Option<&Row> {
        self.rows.get(*self.shown.get(self.list.selected)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_filters_by_all_words() {
        let row = |left: &str| Row {
            left: left.into(),
            right: String::new(),
            also: String::new(),
            pick: Pick::Query(left.into()),
        };
        let mut picker =
            Picker::of(PickerKind::Queries, vec![row("the Garbage collector"), row("garbage"), row("gil")]);
        picker.prompt.insert("garb");
        picker.filter();
        assert_eq!(picker.shown, [1, 0]);
        picker.prompt.insert(" coll");
        picker.filter();
        assert_eq!(picker.selected().map(|row| row.left.as_str()), Some("the Garbage collector"));
        picker.prompt.insert(" x");
        picker.filter();
        assert!(picker.selected().is_none());
    }
}
