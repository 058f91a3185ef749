//! Questions that wait for a thread: of those on one channel only the newest is kept.

use super::ask::{CHANNELS, Channel, Question, Ticket};
use std::collections::BTreeMap;
use std::sync::mpsc::Receiver;

/// Where a thread takes its questions from.
pub struct Queue {
    inbox: Receiver<(Ticket, Question)>,
    waiting: BTreeMap<Channel, (Ticket, Question)>,
}

impl Queue {
    /// Takes what comes on a channel.
    pub fn new(inbox: Receiver<(Ticket, Question)>) -> Self {
        Queue { inbox, waiting: BTreeMap::new() }
    }

    /// Returns the most urgent question, waiting for one; `None` when nobody asks any more.
    pub fn next(&mut self) -> Option<(Ticket, Question)> {
        if !self.has_more() {
            let (ticket, question) = self.inbox.recv().ok()?;
            self.waiting.insert(question.channel(), (ticket, question));
        }
        self.next_now()
    }

    /// Returns the most urgent question, if there is one now.
    pub fn next_now(&mut self) -> Option<(Ticket, Question)> {
        self.has_more();
        CHANNELS.iter().find_map(|channel| self.waiting.remove(channel))
    }

    /// Tells whether a question waits.
    pub fn has_more(&mut self) -> bool {
        self.waiting.extend(self.inbox.try_iter().map(|asked| (asked.1.channel(), asked)));
        !self.waiting.is_empty()
    }
}
