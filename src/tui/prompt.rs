//! The text of the search box and the cursor in it.

/// One line of text being typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prompt {
    text: String,
    cursor: usize,
}

impl Prompt {
    /// The most that is kept of what is typed or pasted, in bytes.
    const LIMIT: usize = 1000;

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the byte before which the next letter goes.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Replaces the text, cursor at the end.
    pub fn set(&mut self, text: &str) {
        self.text.clear();
        self.cursor = 0;
        self.insert(text);
    }

    /// Types text; line ends and other control characters become spaces.
    pub fn insert(&mut self, text: &str) {
        for char in text.chars() {
            let char = if char.is_control() { ' ' } else { char };
            if self.text.len() + char.len_utf8() <= Self::LIMIT {
                self.text.insert(self.cursor, char);
                self.cursor += char.len_utf8();
            }
        }
    }

    /// Moves a letter to the left.
    pub fn left(&mut self) {
        self.cursor = self.before();
    }

    /// Moves a letter to the right.
    pub fn right(&mut self) {
        self.cursor = self.after();
    }

    /// Moves to the start.
    pub fn start(&mut self) {
        self.cursor = 0;
    }

    /// Moves to the end.
    pub fn end(&mut self) {
        self.cursor = self.text.len();
    }

    /// Deletes the letter before the cursor.
    pub fn delete_back(&mut self) {
        let start = self.before();
        self.text.replace_range(start..self.cursor, "");
        self.cursor = start;
    }

    /// Deletes the letter under the cursor.
    pub fn delete(&mut self) {
        let end = self.after();
        self.text.replace_range(self.cursor..end, "");
    }

    /// Deletes the word before the cursor; a dot or underscore ends a word.
    pub fn delete_word(&mut self) {
        let head = self.text[..self.cursor].trim_end_matches(|char: char| !char.is_alphanumeric());
        let start = head.trim_end_matches(char::is_alphanumeric).len();
        self.text.replace_range(start..self.cursor, "");
        self.cursor = start;
    }

    fn before(&self) -> usize {
        self.text[..self.cursor].char_indices().next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        self.text[self.cursor..].chars().next().map_or(self.cursor, |char| self.cursor + char.len_utf8())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_by_letters_and_words() {
        let mut prompt = Prompt::default();
        prompt.insert("list.äppend\n");
        assert_eq!(prompt.text(), "list.äppend ");
        prompt.delete_word();
        assert_eq!(prompt.text(), "list.");
        prompt.left();
        prompt.insert("é");
        prompt.delete();
        prompt.left();
        prompt.delete_back();
        assert_eq!((prompt.text(), prompt.cursor()), ("lisé", 3));
        prompt.set(&"x".repeat(5000));
        assert_eq!(prompt.text().len(), 1000);
    }
}
