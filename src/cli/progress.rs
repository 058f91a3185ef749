//! Progress of long work on stderr: bars on a terminal, plain lines elsewhere; and Ctrl-C, which asks the work to stop.

use crate::pipeline::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use signal_hook::consts::{SIGINT, SIGTERM};
use std::fmt::Write;
use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

const COUNTED: &str = "{spinner} {msg:<22} [{bar:32}] {human_pos}/{human_len} {prefix} {rate} {elapsed}";
const UNCOUNTED: &str = "{spinner} {msg:<22} {prefix} {elapsed}";
const TICK: Duration = Duration::from_millis(120);
/// What a second Ctrl-C leaves with: the number shells give to a process that SIGINT ended.
const INTERRUPTED: i32 = 130;

/// Shows progress on stderr until it is dropped.
pub struct Shown {
    bars: bool,
    quiet: bool,
    stop: Arc<AtomicBool>,
    last: AtomicBool,
    now: Mutex<Option<Stage>>,
}

struct Stage {
    name: String,
    bar: ProgressBar,
    begun: Instant,
    done: u64,
}

impl Shown {
    /// Takes over Ctrl-C and SIGTERM: the first asks the work to stop, the second ends the process.
    pub fn new(quiet: bool) -> Shown {
        let stop = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            // In this order: the process ends only where the flag is set already. Without handlers Ctrl-C simply ends it.
            let _ = signal_hook::flag::register_conditional_shutdown(signal, INTERRUPTED, Arc::clone(&stop));
            let _ = signal_hook::flag::register(signal, Arc::clone(&stop));
        }
        let bars = std::io::stderr().is_terminal() && !quiet;
        Shown { bars, quiet, stop, last: AtomicBool::new(false), now: Mutex::new(None) }
    }

    /// Says that the process ends after what begins now.
    pub fn last(&self) {
        self.last.store(true, Ordering::Relaxed);
    }

    fn with(&self, run: impl FnOnce(&mut Stage)) {
        if let Some(stage) = self.now.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            run(stage);
        }
    }

    fn finish(&self) {
        let Some(stage) = self.now.lock().unwrap_or_else(PoisonError::into_inner).take() else { return };
        stage.bar.finish_and_clear();
        if self.quiet || self.cancelled() {
            return;
        }
        let seconds = stage.begun.elapsed().as_secs_f64();
        match stage.done {
            0 => eprintln!("{}: {seconds:.1} s", stage.name),
            done => eprintln!("{}: {done} in {seconds:.1} s", stage.name),
        }
    }
}

impl Progress for Shown {
    fn stage(&self, name: &str, total: Option<u64>) {
        self.finish();
        let target = if self.bars { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(total, target);
        let template = if total.is_some() { COUNTED } else { UNCOUNTED };
        // A template that cannot be read leaves the plain bar.
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let rate = |state: &ProgressState, out: &mut dyn Write| {
            // Writing into the line cannot fail.
            let _ = write!(out, "{:.0}/s", state.per_sec());
        };
        bar.set_style(style.progress_chars("=> ").with_key("rate", rate));
        bar.set_message(name.to_owned());
        if self.bars {
            bar.enable_steady_tick(TICK);
        }
        let stage = Stage { name: name.to_owned(), bar, begun: Instant::now(), done: 0 };
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = Some(stage);
    }

    fn advance(&self, steps: u64) {
        self.with(|stage| {
            stage.done += steps;
            stage.bar.inc(steps);
        });
    }

    fn detail(&self, text: &str) {
        self.with(|stage| stage.bar.set_prefix(text.to_owned()));
    }

    fn cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn is_last(&self) -> bool {
        self.last.load(Ordering::Relaxed)
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.finish();
    }
}
