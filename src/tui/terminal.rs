//! The terminal: taken, given back, and given back whatever happens.

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::style::Print;
use ratatui::crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use ratatui::crossterm::{cursor, execute};
use ratatui::layout::Rect;
use std::io::{self, BufWriter, Stdout, Write};
use std::panic;
use std::sync::{Arc, Mutex};
use std::thread;

/// Buttons and wheel with coordinates of any size, but no motion, which nobody here needs.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// A terminal that was taken.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    mouse: bool,
}

impl Screen {
    /// Takes the terminal.
    pub fn take(mouse: bool) -> io::Result<Self> {
        let out = BufWriter::with_capacity(1 << 16, io::stdout());
        let terminal = Terminal::new(CrosstermBackend::new(out))?;
        let mut screen = Screen { terminal, mouse };
        screen.enter()?;
        Ok(screen)
    }

    /// Takes the terminal again after `give_back`; every cell is drawn anew.
    pub fn enter(&mut self) -> io::Result<()> {
        enable_raw_mode()?;
        let mouse = if self.mouse { MOUSE_ON } else { "" };
        execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, Print(mouse))?;
        self.redraw()
    }

    /// Returns columns and rows.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        let size = self.terminal.size()?;
        Ok((size.width, size.height))
    }

    /// Draws a frame; the terminal shows it at once.
    pub fn draw(&mut self, draw: impl FnOnce(&mut ratatui::Frame)) -> io::Result<()> {
        execute!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(draw)?;
        execute!(self.terminal.backend_mut(), EndSynchronizedUpdate)
    }

    /// Has every cell drawn anew, in the size that the terminal has now. `Terminal::clear` would ask the terminal where
    /// its cursor is and fail where nobody answers.
    pub fn redraw(&mut self) -> io::Result<()> {
        let size = self.terminal.size()?;
        self.terminal.resize(Rect::new(0, 0, size.width, size.height))
    }

    /// Sends an escape sequence of our own making.
    pub fn send(&mut self, sequence: &str) -> io::Result<()> {
        execute!(self.terminal.backend_mut(), Print(sequence))
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back as it was. May be called at any time, more than once; faults are left alone, as there is
/// nobody to tell.
pub fn give_back() {
    let mut out = io::stdout();
    let _ = execute!(
        out,
        EndSynchronizedUpdate,
        Print(MOUSE_OFF),
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = out.flush();
    let _ = disable_raw_mode();
}

/// Makes panics harmless while it lives: one of this thread gives the terminal back before it is reported; one of
/// another thread is kept, as its report would tear the screen, and handed out at the end.
pub struct PanicGuard {
    kept: Arc<Mutex<Vec<String>>>,
}

impl PanicGuard {
    /// Puts itself before the present panic hook.
    pub fn install() -> Self {
        let kept = Arc::new(Mutex::new(Vec::new()));
        let keep = Arc::clone(&kept);
        let own = thread::current().id();
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().id() == own {
                give_back();
                before(info);
            } else if let Ok(mut kept) = keep.lock() {
                kept.push(info.to_string());
            }
        }));
        PanicGuard { kept }
    }

    /// Returns the panics of other threads.
    pub fn kept(&self) -> Vec<String> {
        self.kept.lock().map(|mut kept| std::mem::take(&mut *kept)).unwrap_or_default()
    }
}

impl Drop for PanicGuard {
    fn drop(&mut self) {
        if !thread::panicking() {
            let _ = panic::take_hook();
        }
    }
}
