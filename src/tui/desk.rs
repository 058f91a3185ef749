//! State and worker together, without a terminal: what the loop does between an event and a frame.

use super::action::Action;
use super::ask::{Channel, Effect, Reply};
use super::state::State;
use super::update::update;
use super::worker::Worker;
use std::time::{Duration, Instant};

/// How long a frame may wait for the answers to a key, so that it shows them instead of a gap.
const PATIENCE: Duration = Duration::from_millis(8);
/// And for colours alone: most files have them by then, the others are shown plain for a moment.
const PAINT_PATIENCE: Duration = Duration::from_millis(3);

/// The interface without its terminal.
#[derive(Debug)]
pub struct Desk {
    /// What the screen depends on.
    pub state: State,
    /// Who knows the index.
    pub worker: Worker,
}

impl Desk {
    /// Takes an action; questions go to the worker, the effects that need a terminal come back.
    pub fn act(&mut self, action: Action) -> Vec<Effect> {
        let mut outside = Vec::new();
        for effect in update(&mut self.state, action) {
            match effect {
                Effect::Ask(ticket, question) => self.worker.ask(ticket, question),
                other => outside.push(other),
            }
        }
        outside
    }

    /// Returns the answers that have come, without waiting.
    pub fn arrived(&self) -> impl Iterator<Item = Reply> + '_ {
        self.worker.replies.try_iter()
    }

    /// Returns the next answer that the frame after a key should show, waiting a moment for it; `begun` is when the key
    /// was taken.
    pub fn awaited(&self, begun: Instant) -> Option<Reply> {
        let waits = |channel| self.state.tickets.waiting(channel);
        let content = [Channel::Results, Channel::Subject, Channel::Jump, Channel::Rows].into_iter().any(waits);
        // Hot lines may come with a later frame.
        if !content && !waits(Channel::Paint) && !waits(Channel::Ticks) {
            return None;
        }
        let left = if content { PATIENCE } else { PAINT_PATIENCE }.saturating_sub(begun.elapsed());
        self.worker.replies.recv_timeout(left).ok()
    }
}
