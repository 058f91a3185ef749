//! Roles -> styles. Sixteen colours, so that the terminal's own palette decides what they look like on light and dark;
//! without colours every role keeps a sign of its own (bold, underline, reverse) or a mark in the text.

use crate::nav::Class;
use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;
use std::collections::BTreeMap;

/// How to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Whether colours are used at all (`NO_COLOR`).
    pub colour: bool,
    /// Whether the ground is light.
    pub light: bool,
    /// A person's own styles, by role.
    own_roles: [Option<Style>; ROLES.len()],
    /// A person's own styles, by class.
    own_classes: [Option<Style>; CLASSES.len()],
}

impl Default for Theme {
    fn default() -> Self {
        Theme { colour: true, light: false, own_roles: [None; ROLES.len()], own_classes: [None; CLASSES.len()] }
    }
}

/// What `[theme]` in the configuration may say: `ground = "light"` or `"dark"`, and a style for each role and class, as
/// in `keyword = "magenta bold"` or `cursor = "reverse"`.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct ThemeTable(BTreeMap<String, String>);

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
    /// What was looked for in the file.
    Found,
    /// The facts beside the line numbers.
    Fact,
    /// A line that a newer revision has.
    Added,
    /// A line that it has no more.
    Removed,
}

/// Roles by the names of the configuration.
const ROLES: [(&str, Role); 15] = [
    ("plain", Role::Plain),
    ("dim", Role::Dim),
    ("strong", Role::Strong),
    ("focused", Role::Focused),
    ("frame", Role::Frame),
    ("cursor", Role::Cursor),
    ("marked", Role::Marked),
    ("word", Role::Word),
    ("key", Role::Key),
    ("alert", Role::Alert),
    ("kind", Role::Kind),
    ("found", Role::Found),
    ("fact", Role::Fact),
    ("added", Role::Added),
    ("removed", Role::Removed),
];

/// Parts of source texts by the names of the configuration.
const CLASSES: [(&str, Class); 7] = [
    ("keyword", Class::Keyword),
    ("string", Class::String),
    ("constant", Class::Constant),
    ("comment", Class::Comment),
    ("function", Class::Function),
    ("type", Class::Type),
    ("directive", Class::Directive),
];

impl Theme {
    /// A theme for the ground that `COLORFGBG` tells, `15;0` for light on dark; dark where it tells nothing.
    pub fn on_ground(told: Option<&str>) -> Self {
        let ground = told.and_then(|told| told.rsplit(';').next()).and_then(|last| last.parse::<u8>().ok());
        Theme { light: matches!(ground, Some(7 | 15)), ..Theme::default() }
    }

    /// The same theme with or without colours.
    #[must_use]
    pub fn coloured(self, colour: bool) -> Self {
        Theme { colour, ..self }
    }

    /// Adds a person's own styles; an error says what is wrong with one.
    pub fn with(mut self, own: &ThemeTable) -> Result<Self, String> {
        for (name, text) in &own.0 {
            if name == "ground" {
                self.light = match text.as_str() {
                    "light" => true,
                    "dark" => false,
                    other => return Err(format!("theme.ground is light or dark, not {other:?}")),
                };
                continue;
            }
            let style = Some(read(text).map_err(|word| format!("theme.{name}: {word:?} is no colour and no style"))?);
            if let Some(at) = ROLES.iter().position(|(known, _)| known == name) {
                self.own_roles[at] = style;
            } else if let Some(at) = CLASSES.iter().position(|(known, _)| known == name) {
                self.own_classes[at] = style;
            } else {
                return Err(format!("theme: nothing is called {name:?}"));
            }
        }
        Ok(self)
    }

    /// Returns the style of a role.
    pub fn style(self, role: Role) -> Style {
        let own = ROLES.iter().position(|(_, known)| *known == role).and_then(|at| self.own_roles[at]);
        if let Some(own) = own {
            return self.seen(own);
        }
        let plain = Style::new();
        let tint = |colour: Color| if self.colour { plain.fg(colour) } else { plain };
        match role {
            Role::Plain => plain,
            Role::Dim | Role::Frame => plain.add_modifier(Modifier::DIM),
            Role::Strong => plain.add_modifier(Modifier::BOLD),
            Role::Focused | Role::Key => tint(self.ink(Color::Cyan)).add_modifier(Modifier::BOLD),
            Role::Cursor | Role::Found => plain.add_modifier(Modifier::REVERSED),
            Role::Marked => plain.add_modifier(Modifier::UNDERLINED),
            Role::Word => plain.add_modifier(Modifier::UNDERLINED | Modifier::BOLD),
            Role::Alert => tint(self.ink(Color::Yellow)).add_modifier(Modifier::BOLD | Modifier::REVERSED),
            Role::Kind | Role::Added => tint(self.ink(Color::Green)),
            Role::Removed => tint(Color::Red),
            Role::Fact => tint(self.ink(Color::Yellow)).add_modifier(Modifier::BOLD),
        }
    }

    /// Returns the style of a part of a source text.
    pub fn class(self, class: Class) -> Style {
        let own = CLASSES.iter().position(|(_, known)| *known == class).and_then(|at| self.own_classes[at]);
        if let Some(own) = own {
            return self.seen(own);
        }
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
            Class::String => plain.fg(self.ink(Color::Green)),
            Class::Constant => plain.fg(self.ink(Color::Cyan)),
            Class::Comment => plain.add_modifier(Modifier::DIM),
            Class::Function => plain.fg(Color::Blue),
            Class::Type => plain.fg(self.ink(Color::Yellow)),
            Class::Directive => plain.fg(Color::Red),
        }
    }

    /// Returns a colour that can be read on the ground: the light ones cannot on white.
    fn ink(self, colour: Color) -> Color {
        match colour {
            Color::Cyan if self.light => Color::Blue,
            Color::Yellow if self.light => Color::Red,
            Color::Green if self.light => Color::Rgb(0, 95, 0),
            other => other,
        }
    }

    fn seen(self, style: Style) -> Style {
        if self.colour { style } else { Style { fg: None, bg: None, underline_color: None, ..style } }
    }
}

/// Reads `magenta bold on black`; the error is the word that means nothing.
fn read(text: &str) -> Result<Style, &str> {
    let mut style = Style::new();
    let mut ground = false;
    for word in text.split_whitespace() {
        let modifier = match word {
            "bold" => Modifier::BOLD,
            "dim" => Modifier::DIM,
            "italic" => Modifier::ITALIC,
            "underline" => Modifier::UNDERLINED,
            "reverse" => Modifier::REVERSED,
            _ => Modifier::empty(),
        };
        match word {
            "on" => ground = true,
            "plain" => {}
            _ if !modifier.is_empty() => style = style.add_modifier(modifier),
            _ => {
                let colour = word.parse::<Color>().map_err(|_| word)?;
                style = if std::mem::take(&mut ground) { style.bg(colour) } else { style.fg(colour) };
            }
        }
    }
    Ok(style)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> ThemeTable {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn own_styles_win() {
        let own = table("ground = 'light'\nkeyword = 'red bold on #ffffff'\ncursor = 'underline'");
        let theme = Theme::default().with(&own).unwrap();
        let keyword = Style::new().fg(Color::Red).bg(Color::Rgb(255, 255, 255)).add_modifier(Modifier::BOLD);
        assert_eq!(theme.class(Class::Keyword), keyword);
        assert_eq!(theme.style(Role::Cursor), Style::new().add_modifier(Modifier::UNDERLINED));
        assert_eq!(theme.class(Class::Type), Style::new().fg(Color::Red));
        let plain = Theme { colour: false, ..theme };
        assert_eq!(plain.class(Class::Keyword), Style::new().add_modifier(Modifier::BOLD));
    }

    #[test]
    fn what_is_wrong_is_told() {
        let error = |text: &str| Theme::default().with(&table(text)).unwrap_err();
        assert_eq!(error("keyword = 'reddish'"), "theme.keyword: \"reddish\" is no colour and no style");
        assert_eq!(error("sky = 'blue'"), "theme: nothing is called \"sky\"");
        assert!(error("ground = 'grey'").contains("light or dark"));
    }

    #[test]
    fn the_terminal_tells_its_ground() {
        assert!(Theme::on_ground(Some("0;15")).light && Theme::on_ground(Some("0;default;7")).light);
        assert!(!Theme::on_ground(Some("15;0")).light && !Theme::on_ground(None).light);
    }
}
