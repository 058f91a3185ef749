//! The program in a real terminal: keys go through a pseudo-terminal, an emulator keeps the screen that a person sees.

use crate::support::places;
use pty_process::Size;
use pty_process::blocking::{Command, Pty, open};
use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::num::NonZeroU16;
use std::path::Path;
use std::process::{Child, ExitStatus};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

fn size(cells: u16) -> NonZeroU16 {
    NonZeroU16::new(cells).unwrap()
}

/// What the program sent, and what became of it on the screen.
struct Seen {
    parser: vt100::Parser,
    raw: Vec<u8>,
}

/// A terminal with a program in it.
pub struct Terminal {
    child: Child,
    pty: Arc<Pty>,
    seen: Arc<Mutex<Seen>>,
}

impl Terminal {
    /// Starts the program on places below a folder, in a terminal of so many rows and columns.
    pub fn start(folder: &Path, arguments: &[&str], size: (u16, u16)) -> Terminal {
        Terminal::of(env!("CARGO_BIN_EXE_cpynav"), folder, arguments, size, &[])
    }

    /// Starts any program with these variables in its environment.
    pub fn of(
        program: impl AsRef<std::ffi::OsStr>,
        folder: &Path,
        arguments: &[&str],
        (rows, columns): (u16, u16),
        variables: &[(&str, &str)],
    ) -> Terminal {
        let (pty, pts) = open().unwrap();
        pty.resize(Size::new(rows, columns)).unwrap();
        let places = places(folder);
        let mut command = Command::new(program);
        for name in ["CPYNAV_REPO", "CPYNAV_REV", "CPYNAV_COLOR", "TMUX", "NO_COLOR", "COLORFGBG", "VISUAL", "EDITOR"] {
            command = command.env_remove(name);
        }
        let command = command
            .args(arguments)
            .env("CPYNAV_INDEX_DIR", places.index)
            .env("CPYNAV_DATA", places.data)
            .env("CPYNAV_CONFIG", places.config)
            .env("CPYNAV_STATE", places.state)
            .env("TERM", "xterm-256color")
            .envs(variables.iter().copied())
            .current_dir(folder);
        let child = command.spawn(pts).unwrap();
        let pty = Arc::new(pty);
        let seen =
            Arc::new(Mutex::new(Seen { parser: vt100::Parser::new(size(rows), size(columns), 0), raw: Vec::new() }));
        let (reader, notes) = (Arc::clone(&pty), Arc::clone(&seen));
        thread::spawn(move || {
            let mut buffer = [0; 1 << 14];
            while let Ok(count @ 1..) = (&*reader).read(&mut buffer) {
                let mut seen = notes.lock().unwrap();
                seen.parser.process(&buffer[..count]);
                seen.raw.extend_from_slice(&buffer[..count]);
            }
        });
        Terminal { child, pty, seen }
    }

    /// Types.
    pub fn keys(&self, keys: &str) -> &Self {
        (&*self.pty).write_all(keys.as_bytes()).unwrap();
        self
    }

    /// Changes the size.
    pub fn resize(&self, rows: u16, columns: u16) -> &Self {
        self.seen.lock().unwrap().parser.screen_mut().set_size(size(rows), size(columns));
        self.pty.resize(Size::new(rows, columns)).unwrap();
        self
    }

    /// Returns the screen as text, without spaces at the ends of lines.
    pub fn text(&self) -> String {
        let seen = self.seen.lock().unwrap();
        let (_, columns) = seen.parser.screen().size();
        let mut out = String::new();
        for row in seen.parser.screen().rows(0, columns.get()) {
            writeln!(out, "{}", row.trim_end()).unwrap();
        }
        out
    }

    /// Returns all bytes that the program sent.
    pub fn raw(&self) -> Vec<u8> {
        self.seen.lock().unwrap().raw.clone()
    }

    /// Waits until the screen has a text, and returns the screen.
    pub fn shows(&self, wanted: &str) -> String {
        self.until(&format!("{wanted:?}"), |text| text.contains(wanted))
    }

    /// Waits until the whole index is open with the keyboard in the search box: the line above the keys names the
    /// revision then. Before that a key may mean something else.
    pub fn ready(&self) -> String {
        self.until("the whole index", |text| {
            let mut lines = text.trim_end().lines().rev();
            let keys = lines.next().is_some_and(|line| line.contains("Esc leave the box"));
            keys && lines.next().is_some_and(|line| !line.trim().is_empty()) && !text.contains("partial")
        })
    }

    /// Waits until the screen is as wanted, and returns it.
    pub fn until(&self, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            let text = self.text();
            if wanted(&text) {
                return text;
            }
            assert!(Instant::now() < end, "waited in vain for {what}:\n{text}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Returns the screen once it has not changed for a while.
    pub fn rests(&self) -> String {
        let mut before = self.text();
        let mut still = 0;
        while still < 6 {
            thread::sleep(Duration::from_millis(40));
            let now = self.text();
            still = if now == before { still + 1 } else { 0 };
            before = now;
        }
        before
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: &str) -> &Self {
        let id = self.child.id().to_string();
        assert!(std::process::Command::new("kill").args(["-s", signal, &id]).status().unwrap().success());
        self
    }

    /// Waits for the end of the program.
    pub fn end(&mut self) -> ExitStatus {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                // What it sent last is still on its way.
                thread::sleep(Duration::from_millis(100));
                return status;
            }
            assert!(Instant::now() < end, "the program does not end:\n{}", self.text());
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Returns what is wrong with the terminal for whoever uses it next; nothing when it was given back as it was.
    pub fn left_over(&self) -> Vec<&'static str> {
        let seen = self.seen.lock().unwrap();
        let screen = seen.parser.screen();
        let checks = [
            (screen.alternate_screen(), "the alternate screen"),
            (screen.hide_cursor(), "a hidden cursor"),
            (screen.bracketed_paste(), "bracketed paste"),
            (screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None, "the mouse"),
        ];
        checks.into_iter().filter_map(|(wrong, what)| wrong.then_some(what)).collect()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
