//! Roles -> styles. Sixteen colours, so that the terminal's own palette decides what they look like on light and dark;
//! without colours every role keeps a sign of its own (bold, underline, reverse) or a mark in the text.

use crate::nav::Class;
use ratatui::style::{Color, Modifier, Style};

/// How to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Whether colours are used at all (`NO_COLOR`).
    pub colour: bool,
}

impl Default for Theme {
    fn default() -> Self {
        Theme { colour: true }
    }
}

/// What a part of the screen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Plain text.
    Plain,
    /// Less important text.
    Dim,
    /// Names and headings.
    Strong,
    /// The frame of the pane that has the keyboard.
    Focused,
    /// The frame of the other panes.
    Frame,
    /// The row under the cursor, where the keyboard is.
    Cursor,
    /// The row under the cursor of another pane.
    Marked,
    /// The name under the cursor.
    Word,
    /// Keys in the key bar.
    Key,
    /// What the person must know.
    Alert,
    /// The kind of a definition.
    Kind,
}

impl Theme {
    /// Returns the style of a role.
    pub fn style(self, role: Role) -> Style {
        let plain = Style::new();
        let tint = |colour: Color| if self.colour { plain.fg(colour) } else { plain };
        match role {
            Role::Plain => plain,
            Role::Dim | Role::Frame => plain.add_modifier(Modifier::DIM),
            Role::Strong => plain.add_modifier(Modifier::BOLD),
            Role::Focused | Role::Key => tint(Color::Cyan).add_modifier(Modifier::BOLD),
            Role::Cursor => plain.add_modifier(Modifier::REVERSED),
            Role::Marked => plain.add_modifier(Modifier::UNDERLINED),
            Role::Word => plain.add_modifier(Modifier::UNDERLINED | Modifier::BOLD),
            Role::Alert => tint(Color::Yellow).add_modifier(Modifier::BOLD | Modifier::REVERSED),
            Role::Kind => tint(Color::Green),
        }
    }

    /// Returns the style of a part of a source text.
    pub fn class(self, class: Class) -> Style {
        let plain = Style::new();
        if !self.colour {
            return match class {
                Class::Keyword => plain.add_modifier(Modifier::BOLD),
                Class::Comment => plain.add_modifier(Modifier::DIM),
                _ => plain,
            };
        }
        match class {
            Class::Keyword => plain.fg(Color::Magenta),
            Class::String => plain.fg(Color::Green),
            Class::Constant => plain.fg(Color::Cyan),
            Class::Comment => plain.add_modifier(Modifier::DIM),
            Class::Function => plain.fg(Color::Blue),
            Class::Type => plain.fg(Color::Yellow),
            Class::Directive => plain.fg(Color::Red),
        }
    }
}
