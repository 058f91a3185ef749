//! Ends the process when the loop cannot: a terminal that is gone keeps the reader of keys busy for ever, and the signal
//! that told so is never looked at.

use super::signals::{Ended, end_by};
use super::worker::Stopper;
use signal_hook::consts::SIGHUP;
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

/// How often the loop is looked at.
const TICK: Duration = Duration::from_millis(250);
/// Ticks without a sign of life that are too many; drawing a frame takes far less than one.
const TOO_MANY: u32 = 3;

/// Watches the loop until it is dropped.
#[derive(Debug, Default)]
pub struct Watchdog {
    rounds: Arc<AtomicU64>,
    away: Arc<AtomicBool>,
    over: Arc<AtomicBool>,
}

impl Watchdog {
    /// Starts to watch. Before it ends the process it has the worker clean up, for at most `patience`.
    pub fn start(ended: Ended, stopper: Stopper, patience: Duration) -> Self {
        let dog = Watchdog::default();
        let (rounds, away, over) = (Arc::clone(&dog.rounds), Arc::clone(&dog.away), Arc::clone(&dog.over));
        thread::spawn(move || {
            let (mut seen, mut silent) = (0, 0);
            while !over.load(Ordering::Relaxed) {
                thread::sleep(TICK);
                let now = rounds.load(Ordering::Relaxed);
                let lives = now != seen || away.load(Ordering::Relaxed);
                silent = if lives { 0 } else { silent + 1 };
                seen = now;
                if silent < TOO_MANY || over.load(Ordering::Relaxed) {
                    continue;
                }
                let signal = ended.signal().or_else(|| (!std::io::stdin().is_terminal()).then_some(SIGHUP));
                if let Some(signal) = signal {
                    stopper.stop(patience);
                    let _ = end_by(signal);
                }
            }
        });
        dog
    }

    /// Shows that the loop goes on.
    pub fn round(&self) {
        self.rounds.fetch_add(1, Ordering::Relaxed);
    }

    /// Says that the loop rests on purpose: in an editor, suspended.
    pub fn away<T>(&self, rest: impl FnOnce() -> T) -> T {
        self.away.store(true, Ordering::Relaxed);
        let back = rest();
        self.round();
        self.away.store(false, Ordering::Relaxed);
        back
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
    }
}
