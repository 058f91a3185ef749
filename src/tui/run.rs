//! The loop: events -> `update` -> effects, and a frame after each round. The only place with a terminal and threads.

use super::action::Action;
use super::ask::{Effect, Opened, Reply};
use super::desk::Desk;
use super::document::Document;
use super::memory::Memory;
use super::options::Options;
use super::signals::{Signals, end_by, stop_here};
use super::state::{Phase, State};
use super::terminal::{PanicGuard, Screen, give_back};
use super::update::start;
use super::view::draw;
use super::watchdog::Watchdog;
use super::worker::{Opener, Worker};
use super::{clipboard, editing, input};
use anyhow::{Context, Result};
use ratatui::crossterm::event;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How often the keyboard is looked at while answers are under way.
const BUSY: Duration = Duration::from_millis(4);
/// And while nothing happens: a signal is noticed within this time.
const IDLE: Duration = Duration::from_millis(100);
/// And for what else there is after an event: crossterm looks at nothing at all when given no time.
const MORE: Duration = Duration::from_micros(100);
/// How long a cancelled first run may take to clean up.
const CLEAN_UP: Duration = Duration::from_secs(5);
/// Events taken before a frame is drawn: a pasted text or a storm of resizes costs one frame, not hundreds.
const BATCH: usize = 200;

/// Runs the interface until the person leaves. The terminal is as before when it returns, panics, or is told to end.
pub fn run(opener: Box<dyn Opener>, options: &Options) -> Result<()> {
    let signals = Signals::listen().context("listening to signals")?;
    let guard = PanicGuard::install();
    let screen = Screen::take(options.mouse).context("taking the terminal")?;
    let theme = options.theme.coloured(options.colour);
    let mut state = State::new(screen.size()?, theme);
    state.keys.clone_from(&options.keys);
    state.memory = options.memory.as_deref().map(Memory::load).unwrap_or_default();
    let worker = Worker::start(opener);
    let watchdog = Watchdog::start(signals.ended.clone(), worker.stopper.clone(), CLEAN_UP);
    let desk = Desk { state, worker };
    let mut app = App { screen, desk, signals, watchdog, options, root: None, copies: None, unsaved: false };
    let ended = app.work();
    let signal = app.leave();
    for panic in guard.kept() {
        eprintln!("{panic}");
    }
    drop(guard);
    match signal {
        Some(signal) => Ok(end_by(signal)?),
        None => ended,
    }
}

/// A test wants to see what a defect does to the terminal: with `CPYNAV_TEST_PANIC` set, F5 is one.
#[cfg(debug_assertions)]
fn break_on_purpose(action: &Action) {
    let is_f5 = matches!(action, Action::Key(key) if Some(*key) == super::Key::named("f5"));
    assert!(!is_f5 || std::env::var_os("CPYNAV_TEST_PANIC").is_none(), "broken on purpose");
}

struct App<'a> {
    screen: Screen,
    desk: Desk,
    signals: Signals,
    watchdog: Watchdog,
    options: &'a Options,
    /// The folder in which the files may lie.
    root: Option<PathBuf>,
    /// Copies of files handed to an editor.
    copies: Option<editing::Copies>,
    /// Whether there is something to keep that is not on disk yet.
    unsaved: bool,
}

impl App<'_> {
    fn work(&mut self) -> Result<()> {
        let mut go_on =
            start().into_iter().try_fold(true, |on, effect| Ok::<_, anyhow::Error>(on & self.run(effect)?))?;
        let mut changed = true;
        while go_on && self.signals.ended.signal().is_none() {
            self.watchdog.round();
            changed |= self.take_replies(&mut go_on)?;
            if changed {
                self.screen.draw(|frame| draw(&self.desk.state, frame))?;
            }
            changed = false;
            let pause = if self.busy() { BUSY } else { IDLE };
            for _ in 0..BATCH {
                if !event::poll(if changed { MORE } else { pause })? {
                    break;
                }
                changed = true;
                if let Some(action) = input::action(event::read()?) {
                    go_on &= self.act(action)?;
                }
            }
            if !changed {
                self.save();
            }
            if self.signals.suspend() {
                self.suspend()?;
                changed = true;
            }
            if self.signals.resumed() {
                self.screen.enter()?;
                changed = true;
            }
            if changed && go_on {
                self.wait_for_replies(&mut go_on)?;
            }
        }
        Ok(())
    }

    /// Tells whether something is under way that will change the screen by itself.
    fn busy(&self) -> bool {
        self.desk.state.tickets.any_waiting() || matches!(self.desk.state.phase, Phase::Opening | Phase::Working(_))
    }

    fn take_replies(&mut self, go_on: &mut bool) -> Result<bool> {
        let arrived: Vec<Reply> = self.desk.arrived().collect();
        let changed = !arrived.is_empty();
        for reply in arrived {
            *go_on &= self.reply(reply)?;
        }
        Ok(changed)
    }

    fn wait_for_replies(&mut self, go_on: &mut bool) -> Result<()> {
        let begun = Instant::now();
        while let Some(reply) = self.desk.awaited(begun) {
            *go_on &= self.reply(reply)?;
        }
        Ok(())
    }

    fn reply(&mut self, reply: Reply) -> Result<bool> {
        if let Reply::Opened(Opened { root, .. }) | Reply::Switched(_, Opened { root, .. }) = &reply {
            self.root.clone_from(root);
        }
        self.act(Action::Reply(reply))
    }

    /// Takes an action; `false` when it is time to leave.
    fn act(&mut self, action: Action) -> Result<bool> {
        #[cfg(debug_assertions)]
        break_on_purpose(&action);
        let mut go_on = true;
        for effect in self.desk.act(action) {
            go_on &= self.run(effect)?;
        }
        Ok(go_on)
    }

    fn run(&mut self, effect: Effect) -> Result<bool> {
        match effect {
            Effect::Ask(ticket, question) => self.desk.worker.ask(ticket, question),
            // The worker began to open the index when it was started.
            Effect::Start => {}
            Effect::Edit { line, document } => self.edit(&document, line)?,
            Effect::Copy(text) => {
                let tmux = std::env::var_os("TMUX").is_some();
                self.screen.send(&clipboard::sequence(&text, tmux))?;
            }
            Effect::Remember => self.unsaved = true,
            Effect::Redraw => self.screen.redraw()?,
            Effect::Suspend => self.suspend()?,
            Effect::Quit => return Ok(false),
        }
        Ok(true)
    }

    fn suspend(&mut self) -> Result<()> {
        give_back();
        self.watchdog.away(stop_here)?;
        self.signals.resumed();
        self.screen.enter()?;
        let (columns, rows) = self.screen.size()?;
        self.act(Action::Resize(columns, rows))?;
        Ok(())
    }

    fn edit(&mut self, document: &Document, line: u32) -> Result<()> {
        give_back();
        let (editor, root, copies) = (&self.options.editor, self.root.as_deref(), &mut self.copies);
        let edited = self.watchdog.away(|| editing::edit(editor, root, copies, document, line));
        self.screen.enter()?;
        let (columns, rows) = self.screen.size()?;
        self.act(Action::Resize(columns, rows))?;
        if let Err(error) = edited {
            self.act(Action::Reply(Reply::Notice(format!("{error:#}"))))?;
        }
        Ok(())
    }

    /// Writes what is to be kept. Nobody is told when that fails: it is a convenience of the next run.
    fn save(&mut self) {
        if let Some(path) = self.options.memory.as_deref().filter(|_| self.unsaved) {
            let _ = self.desk.state.memory.save(path);
        }
        self.unsaved = false;
    }

    /// Gives the terminal back and stops the worker; returns the signal that ended it.
    fn leave(mut self) -> Option<i32> {
        self.save();
        drop(self.screen);
        self.desk.worker.stopper.stop(CLEAN_UP);
        self.signals.ended.signal()
    }
}
