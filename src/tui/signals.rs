//! Signals, noted when they come and read by the loop: end, suspend, continue.

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::{SigId, flag, low_level};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// The signal that asks the program to end, once it came.
#[derive(Debug, Clone, Default)]
pub struct Ended(Arc<AtomicUsize>);

impl Ended {
    /// Returns its number.
    pub fn signal(&self) -> Option<i32> {
        i32::try_from(self.0.load(Ordering::Relaxed)).ok().filter(|signal| *signal != 0)
    }
}

/// What came.
#[derive(Debug, Default)]
pub struct Signals {
    /// A signal to end.
    pub ended: Ended,
    suspend: Arc<AtomicBool>,
    resumed: Arc<AtomicBool>,
    ids: Vec<SigId>,
}

impl Signals {
    /// Starts to listen.
    pub fn listen() -> io::Result<Self> {
        let mut signals = Signals::default();
        for signal in [SIGTERM, SIGHUP, SIGINT] {
            signals.ids.push(flag::register_usize(
                signal,
                Arc::clone(&signals.ended.0),
                signal.unsigned_abs() as usize,
            )?);
        }
        signals.ids.push(flag::register(SIGTSTP, Arc::clone(&signals.suspend))?);
        signals.ids.push(flag::register(SIGCONT, Arc::clone(&signals.resumed))?);
        Ok(signals)
    }

    /// Tells once that someone wants the program to suspend itself.
    pub fn suspend(&self) -> bool {
        self.suspend.swap(false, Ordering::Relaxed)
    }

    /// Tells once that the program was stopped and goes on.
    pub fn resumed(&self) -> bool {
        self.resumed.swap(false, Ordering::Relaxed)
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        for id in self.ids.drain(..) {
            low_level::unregister(id);
        }
    }
}

/// Stops the process as Ctrl-Z does; returns when it goes on.
pub fn stop_here() -> io::Result<()> {
    low_level::emulate_default_handler(SIGTSTP)
}

/// Ends the process by a signal, as if it had not been caught, so that the shell sees the truth.
pub fn end_by(signal: i32) -> io::Result<()> {
    low_level::emulate_default_handler(signal)
}
