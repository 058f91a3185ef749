//! Progress of long work -> replies for the screen, not more of them than a screen can show.

use super::ask::{Reply, Work};
use crate::pipeline::Progress;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The least time between two replies about one stage.
const PACE: Duration = Duration::from_millis(50);

/// Watches long work from many threads.
#[derive(Debug)]
pub struct Relay {
    state: Mutex<(Work, Instant)>,
    outbox: Sender<Reply>,
    stop: Arc<AtomicBool>,
}

impl Relay {
    /// Tells `outbox`; work ends soon after `stop` is set.
    pub fn new(outbox: Sender<Reply>, stop: Arc<AtomicBool>) -> Self {
        Relay { state: Mutex::new((Work::default(), Instant::now())), outbox, stop }
    }

    fn tell(&self, work: &Work) {
        if self.outbox.send(Reply::Working(work.clone())).is_err() {
            // The interface is gone.
            self.stop.store(true, Ordering::Relaxed);
        }
    }
}

impl Progress for Relay {
    fn stage(&self, name: &str, total: Option<u64>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        *state = (Work { stage: name.to_owned(), done: 0, total }, Instant::now());
        self.tell(&state.0);
    }

    fn advance(&self, steps: u64) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.0.done += steps;
        if state.1.elapsed() >= PACE || state.0.total == Some(state.0.done) {
            state.1 = Instant::now();
            self.tell(&state.0);
        }
    }

    fn cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}
