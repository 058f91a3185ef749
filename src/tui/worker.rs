//! The threads that know the index: one opens it, one answers questions, one finds colours, as parsing a large file
//! would keep the next search waiting. Of the questions that wait on a channel only the newest is answered; a question
//! that breaks the program is reported and the thread goes on.

use super::ask::{Question, Reply, Ticket};
use super::brush;
use super::library::Library;
use super::queue::Queue;
use super::relay::Relay;
use super::respond::{kept, respond};
use super::{Landing, Opened, Page, PickerKind, Reading, Row, Tick};
use crate::nav::Answer;
use crate::pipeline::Progress;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;
use std::time::{Duration, Instant};

/// Opens an index, building it first where it must.
pub trait Opener: Send {
    /// Returns the index and what to say about it, or why nothing can be opened.
    fn open(&mut self, progress: &dyn Progress) -> Result<(Box<dyn Library>, Opened), String>;
    /// Returns the revisions that can be opened instead, or compared with.
    fn revisions(&mut self, _kind: PickerKind) -> Vec<Row> {
        Vec::new()
    }
    /// Compares a definition with the same one in another revision.
    fn difference(&mut self, _answer: &Answer, revision: &str) -> Result<Page, String> {
        Err(format!("{revision} cannot be opened"))
    }
    /// Returns the reading lists there are.
    fn lists(&mut self) -> Vec<Row> {
        Vec::new()
    }
    /// Makes a reading list, with the definition behind each of its cards.
    fn list(&mut self, name: &str) -> Result<(Reading, Vec<Answer>), String> {
        Err(format!("no list is called {name}"))
    }
    /// Ticks a card of a list or takes the tick away; returns all ticks.
    fn tick(&mut self, _name: &str, _card: usize, _read: bool) -> Result<Vec<Tick>, String> {
        Ok(Vec::new())
    }
    /// Opens another revision of the same repository.
    fn switch(&mut self, revision: &str) -> Result<(Box<dyn Library>, Opened), String> {
        Err(format!("{revision} cannot be opened"))
    }
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
    /// One for each thread: who opens, who answers, who colours.
    lanes: [Sender<(Ticket, Question)>; 3],
    /// Where the answers come.
    pub replies: Receiver<Reply>,
    /// Stops it while it builds.
    pub stopper: Stopper,
}

/// The index that answers; another one takes its place when the person goes on in another revision.
#[derive(Default)]
pub(super) struct Shelf(RwLock<Option<Arc<dyn Library>>>);

impl Shelf {
    fn put(&self, library: Box<dyn Library>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(library.into());
    }

    fn prepare(&self) {
        if let Some(library) = self.get() {
            library.prepare();
        }
    }

    /// Returns the index that is open.
    pub fn get(&self) -> Option<Arc<dyn Library>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Worker {
    /// Starts it; the first reply tells what was opened.
    pub fn start(mut door: Box<dyn Opener>) -> Self {
        let (outbox, replies) = channel();
        let stopper = Stopper::default();
        let Stopper { cancelled, opened } = stopper.clone();
        let shelf = Arc::new(Shelf::default());
        let [(to_door, door_inbox), (to_desk, desk_inbox), (to_brush, brush_inbox)] = [(); 3].map(|()| channel());
        for (inbox, work) in [(desk_inbox, serve as fn(&Shelf, Queue, &Sender<Reply>)), (brush_inbox, brush::serve)] {
            let (shelf, outbox) = (Arc::clone(&shelf), outbox.clone());
            thread::spawn(move || work(&shelf, Queue::new(inbox), &outbox));
        }
        thread::spawn(move || {
            let early = Arc::clone(&shelf);
            let relay = Relay::new(outbox.clone(), cancelled, Box::new(move |partial| early.put(Box::new(partial))));
            let outcome = catch_unwind(AssertUnwindSafe(|| door.open(&relay)));
            opened.store(true, Ordering::Relaxed);
            match outcome.unwrap_or_else(|panic| Err(broken(panic.as_ref()))) {
                Ok((library, news)) => {
                    shelf.put(library);
                    let _ = outbox.send(Reply::Opened(news));
                    shelf.prepare();
                    keep_door(door.as_mut(), &shelf, &door_inbox, &outbox);
                }
                Err(why) => {
                    let _ = outbox.send(Reply::Closed(why));
                }
            }
        });
        Worker { lanes: [to_door, to_desk, to_brush], replies, stopper }
    }

    /// Hands over a question.
    pub fn ask(&self, ticket: Ticket, question: Question) {
        let [door, desk, brush] = &self.lanes;
        let lane = match &question {
            Question::Paint(..) | Question::Heat(_) => brush,
            Question::Search(_) | Question::Subject(_) | Question::Jump(_) => desk,
            _ => door,
        };
        // A thread is gone only when nothing could be opened; then nothing is asked.
        let _ = lane.send((ticket, question));
    }
}

/// Tells which revisions there are and opens the one that is wanted.
fn keep_door(door: &mut dyn Opener, shelf: &Shelf, inbox: &Receiver<(Ticket, Question)>, outbox: &Sender<Reply>) {
    for (ticket, question) in inbox {
        let channel = question.channel();
        let opens = matches!(question, Question::Switch(..));
        let answered = catch_unwind(AssertUnwindSafe(|| at_door(door, shelf, ticket, question)));
        let answered = answered.unwrap_or_else(|panic| Err(broken(panic.as_ref())));
        let replies = answered.unwrap_or_else(|why| vec![Reply::Trouble(channel, ticket, why)]);
        for reply in replies {
            let _ = outbox.send(reply);
        }
        if opens {
            shelf.prepare();
        }
    }
}

fn at_door(door: &mut dyn Opener, shelf: &Shelf, ticket: Ticket, question: Question) -> Result<Vec<Reply>, String> {
    Ok(match question {
        Question::Revisions(kind) => vec![Reply::Rows(ticket, kind, door.revisions(kind))],
        Question::Difference(answer, revision) => vec![Reply::Page(ticket, door.difference(&answer, &revision)?)],
        Question::Lists => vec![Reply::Rows(ticket, PickerKind::Lists, door.lists())],
        Question::List(name) => {
            let (reading, answers) = door.list(&name)?;
            vec![Reply::Landed(ticket, Landing::Reading(Box::new(reading), answers))]
        }
        Question::Tick(name, card, read) => {
            let ticks = door.tick(&name, card, read)?;
            vec![Reply::Ticks(name, ticks)]
        }
        Question::Switch(revision, mark) => {
            let (library, news) = door.switch(&revision)?;
            shelf.put(library);
            let library = shelf.get();
            let landing = mark.and_then(|mark| kept(library.as_deref()?, &mark).ok());
            let landed = landing.map(|landing| Reply::Landed(ticket, landing));
            std::iter::once(Reply::Switched(ticket, news)).chain(landed).collect()
        }
        _ => Vec::new(),
    })
}

fn serve(shelf: &Shelf, mut queue: Queue, outbox: &Sender<Reply>) {
    while let Some((ticket, question)) = queue.next() {
        answer(shelf, ticket, &question, outbox);
    }
}

/// Answers a question from the index that is open.
pub(super) fn answer(shelf: &Shelf, ticket: Ticket, question: &Question, outbox: &Sender<Reply>) {
    let mut reply = |reply| {
        let _ = outbox.send(reply);
    };
    let Some(library) = shelf.get() else {
        return reply(Reply::Trouble(question.channel(), ticket, "the index is not open yet".to_owned()));
    };
    let answered = catch_unwind(AssertUnwindSafe(|| respond(library.as_ref(), ticket, question, &mut reply)));
    if let Err(panic) = answered {
        reply(Reply::Trouble(question.channel(), ticket, broken(panic.as_ref())));
    }
}

/// Tells of a panic.
pub(super) fn broken(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    format!("a defect of cpynav, please report it: {}", text.unwrap_or("unknown"))
}
