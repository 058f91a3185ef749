//! Progress of long work -> replies for the screen, not more of them than a screen can show.

use super::ask::{Reply, Work};
use super::partial::Partial;
use crate::model::FileFacts;
use crate::pipeline::Progress;
use crate::source::Snapshot;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The least time between two replies about one stage.
const PACE: Duration = Duration::from_millis(50);

/// How long reading goes on before what was read so far is offered: what is short is worth no change of screens.
const SOON: Duration = Duration::from_millis(300);

/// A test wants to look at every step: with `CPYNAV_TEST_SLOW` set, each takes so many milliseconds more.
fn slowed() {
    #[cfg(debug_assertions)]
    if let Some(pause) = std::env::var("CPYNAV_TEST_SLOW").ok().and_then(|text| text.parse().ok()) {
        std::thread::sleep(Duration::from_millis(pause));
    }
}

/// Takes what can be browsed already.
pub type Offer = Box<dyn Fn(Partial) + Send + Sync>;

/// Watches long work from many threads.
pub struct Relay {
    partial: Mutex<Option<(Partial, Instant)>>,
    offered: AtomicBool,
    offer: Offer,
    state: Mutex<(Work, Instant)>,
    outbox: Sender<Reply>,
    stop: Arc<AtomicBool>,
}

impl Relay {
    /// Tells `outbox`; work ends soon after `stop` is set. What can be browsed before it ends goes to `offer`.
    pub fn new(outbox: Sender<Reply>, stop: Arc<AtomicBool>, offer: Offer) -> Self {
        let state = Mutex::new((Work::default(), Instant::now()));
        Relay { partial: Mutex::default(), offered: AtomicBool::new(false), offer, state, outbox, stop }
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
        *state = (Work { stage: name.to_owned(), done: 0, total, ..Work::default() }, Instant::now());
        self.tell(&state.0);
        slowed();
    }

    fn detail(&self, text: &str) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        text.clone_into(&mut state.0.detail);
        if state.1.elapsed() >= PACE {
            state.1 = Instant::now();
            self.tell(&state.0);
        }
    }

    fn advance(&self, steps: u64) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.0.done += steps;
        if state.1.elapsed() >= PACE || state.0.total == Some(state.0.done) {
            state.1 = Instant::now();
            self.tell(&state.0);
        }
    }

    fn begins(&self, snapshot: &Snapshot) {
        let mut partial = self.partial.lock().unwrap_or_else(PoisonError::into_inner);
        *partial = Some((Partial::new(snapshot), Instant::now()));
    }

    fn read(&self, path: &str, facts: &FileFacts) {
        let partial = self.partial.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some((partial, begun)) = partial else { return };
        partial.add(path, facts);
        slowed();
        if begun.elapsed() >= SOON && !self.offered.swap(true, Ordering::Relaxed) {
            let opened = partial.opened();
            (self.offer)(partial);
            let _ = self.outbox.send(Reply::Partial(opened));
        }
    }

    fn cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}
