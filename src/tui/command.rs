//! What a person can ask the interface to do: the closed list behind the key table and the palette.

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// A command, by whatever key it was given.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Command { $($(#[$doc])* $name,)* }

        impl Command {
            /// Returns the command of that name in the key table.
            pub fn parse(text: &str) -> Option<Command> {
                match text { $($text => Some(Command::$name),)* _ => None }
            }

            /// Returns its name in the key table.
            pub fn as_str(self) -> &'static str {
                match self { $(Command::$name => $text,)* }
            }
        }
    };
}

commands! {
    /// Opens the result, jumps along the link, jumps to the word.
    Follow = "follow",
    /// Returns to the place before the last jump.
    Back = "back",
    /// Undoes `Back`.
    Forward = "forward",
    /// Leaves the search box, the help, or the pane.
    Leave = "leave",
    /// Ends the program.
    Quit = "quit",
    /// Shows the help.
    Help = "help",
    /// Goes to the search box.
    Search = "search",
    /// The next pane.
    NextPane = "next-pane",
    /// The previous pane.
    PreviousPane = "previous-pane",
    /// To the definition.
    Definition = "definition",
    /// To the references.
    References = "references",
    /// From a Python name to what implements it.
    Implementation = "implementation",
    /// From a definition to the Python names it serves.
    PythonNames = "python-names",
    /// Opens an editor at the line.
    Edit = "edit",
    /// Copies `file:line`.
    Copy = "copy",
    /// Copies the web page of the line at the indexed commit.
    CopyLink = "copy-link",
    /// Lists the definitions of the file.
    Outline = "outline",
    /// Lists the topics.
    Topics = "topics",
    /// Lists the reading lists.
    Lists = "lists",
    /// Marks a card of a reading list as read, or as not read.
    Tick = "tick",
    /// Compares the definition with another revision.
    Difference = "difference",
    /// Lists the indexed revisions.
    Revisions = "revisions",
    /// Keeps the place, or drops it.
    Bookmark = "bookmark",
    /// Lists the places kept.
    Bookmarks = "bookmarks",
    /// Lists the places visited, those of earlier runs too.
    Visited = "visited",
    /// Lists the earlier searches.
    Queries = "queries",
    /// Lists all commands.
    Palette = "palette",
    /// Looks for text in the file.
    Find = "find",
    /// The next place of that text.
    FindNext = "find-next",
    /// The place of that text before this one.
    FindPrevious = "find-previous",
    /// The next group of links.
    NextGroup = "next-group",
    /// The group of links before this one.
    PreviousGroup = "previous-group",
    /// One row down.
    Down = "down",
    /// One row up.
    Up = "up",
    /// One page down.
    PageDown = "page-down",
    /// One page up.
    PageUp = "page-up",
    /// Half a page down.
    HalfPageDown = "half-page-down",
    /// Half a page up.
    HalfPageUp = "half-page-up",
    /// First row.
    Top = "top",
    /// Last row.
    Bottom = "bottom",
    /// Next identifier in the source.
    NextWord = "next-word",
    /// Previous identifier in the source.
    PreviousWord = "previous-word",
    /// Moves the source under the cursor.
    ScrollDown = "scroll-down",
    /// Moves the source under the cursor.
    ScrollUp = "scroll-up",
    /// Shows what lies right of the pane.
    ScrollRight = "scroll-right",
    /// Shows what lies left of the pane.
    ScrollLeft = "scroll-left",
    /// Empties the search box.
    Clear = "clear",
    /// Deletes a word in the search box.
    DeleteWord = "delete-word",
    /// Deletes the letter before the cursor.
    DeleteBack = "delete-back",
    /// Deletes the letter under the cursor.
    Delete = "delete",
    /// Moves in the search box.
    CursorLeft = "cursor-left",
    /// Moves in the search box.
    CursorRight = "cursor-right",
    /// Moves in the search box.
    CursorStart = "cursor-start",
    /// Moves in the search box.
    CursorEnd = "cursor-end",
    /// Draws every cell again.
    Redraw = "redraw",
    /// Hands the terminal back to the shell.
    Suspend = "suspend",
}
