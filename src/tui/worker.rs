//! The thread that opens the index and answers questions; a second one finds colours, as parsing a large file would
//! keep the next search waiting. Of the questions that wait on a channel only the newest is
//! answered; a question that breaks the program is reported and the thread goes on.

use super::ask::{CHANNELS, Question, Reply, Ticket};
use super::library::Library;
use super::relay::Relay;
use super::respond::respond;
use super::{Channel, Opened};
use crate::pipeline::Progress;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Opens an index, building it first where it must.
pub trait Opener: Send {
    /// Returns the index and what to say about it, or why nothing can be opened.
    fn open(&mut self, progress: &dyn Progress) -> Result<(Box<dyn Library>, Opened), String>;
}

/// Stops a worker that builds an index.
#[derive(Debug, Clone, Default)]
pub struct Stopper {
    cancelled: Arc<AtomicBool>,
    opened: Arc<AtomicBool>,
}

impl Stopper {
    /// Asks the worker to stop and, while it opens or builds an index, gives it a moment to clean up.
    pub fn stop(&self, patience: Duration) {
        self.cancelled.store(true, Ordering::Relaxed);
        let end = Instant::now() + patience;
        while !self.opened.load(Ordering::Relaxed) && Instant::now() < end {
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// A running worker; it ends when this is dropped.
#[derive(Debug)]
pub struct Worker {
    questions: Sender<(Ticket, Question)>,
    /// Where the answers come.
    pub replies: Receiver<Reply>,
    /// Stops it while it builds.
    pub stopper: Stopper,
}

impl Worker {
    /// Starts it; the first reply tells what was opened.
    pub fn start(mut door: Box<dyn Opener>) -> Self {
        let (questions, inbox) = channel();
        let (outbox, replies) = channel();
        let stopper = Stopper::default();
        let Stopper { cancelled, opened } = stopper.clone();
        thread::spawn(move || {
            let relay = Relay::new(outbox.clone(), cancelled);
            let outcome = catch_unwind(AssertUnwindSafe(|| door.open(&relay)));
            opened.store(true, Ordering::Relaxed);
            match outcome.unwrap_or_else(|panic| Err(broken(panic.as_ref()))) {
                Ok((library, news)) => {
                    let _ = outbox.send(Reply::Opened(news));
                    serve_both(library.as_ref(), &inbox, &outbox);
                }
                Err(why) => {
                    let _ = outbox.send(Reply::Closed(why));
                }
            }
        });
        Worker { questions, replies, stopper }
    }

    /// Hands over a question.
    pub fn ask(&self, ticket: Ticket, question: Question) {
        // The worker is gone only when nothing could be opened; then nothing is asked.
        let _ = self.questions.send((ticket, question));
    }
}

fn serve_both(library: &dyn Library, inbox: &Receiver<(Ticket, Question)>, outbox: &Sender<Reply>) {
    let (paints, paint_inbox) = channel();
    let (others, other_inbox) = channel();
    let paint_outbox = outbox.clone();
    thread::scope(|scope| {
        scope.spawn(move || serve(library, &paint_inbox, &paint_outbox));
        scope.spawn(move || serve(library, &other_inbox, outbox));
        for (ticket, question) in inbox {
            let lane = if question.channel() == Channel::Paint { &paints } else { &others };
            // Both threads live as long as their lane.
            let _ = lane.send((ticket, question));
        }
        drop((paints, others));
    });
}

fn serve(library: &dyn Library, inbox: &Receiver<(Ticket, Question)>, outbox: &Sender<Reply>) {
    let mut waiting: BTreeMap<Channel, (Ticket, Question)> = BTreeMap::new();
    loop {
        if waiting.is_empty() {
            let Ok((ticket, question)) = inbox.recv() else { return };
            waiting.insert(question.channel(), (ticket, question));
        }
        for (ticket, question) in inbox.try_iter() {
            waiting.insert(question.channel(), (ticket, question));
        }
        let Some((ticket, question)) = CHANNELS.iter().find_map(|channel| waiting.remove(channel)) else { continue };
        let mut reply = |reply| {
            let _ = outbox.send(reply);
        };
        let answered = catch_unwind(AssertUnwindSafe(|| respond(library, ticket, &question, &mut reply)));
        if let Err(panic) = answered {
            reply(Reply::Trouble(question.channel(), ticket, broken(panic.as_ref())));
        }
    }
}

fn broken(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    format!("a defect of cpynav, please report it: {}", text.unwrap_or("unknown"))
}
