//! Colours of the source: at once from what stands near, then from the whole file.

use crate::tui_support::{Hand, PYTHON_TEXT};
use anyhow::Result;
use cpynav::nav::{Answer, Class, LinkRow, Meaning, Paint, SourceText};
use cpynav::pipeline::Progress;
use cpynav::tui::{Action, Channel, Desk, Document, Key, Library, Opened, Opener, Reply, State, Theme, Worker};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// An index whose files look like code from near, and are one comment as a whole.
struct Misleading {
    wholes: Arc<AtomicUsize>,
}

fn all_of(document: &Document, lines: &Range<usize>, class: Class) -> Vec<Paint> {
    let bytes = document.bytes(lines);
    vec![Paint { start: bytes.start, end: bytes.end, class }]
}

impl Library for Misleading {
    fn search(&self, words: &str, limit: usize) -> Result<Vec<Answer>> {
        Hand.search(words, limit)
    }

    fn where_is(&self, name: &str, limit: usize) -> Result<Vec<Answer>> {
        Hand.where_is(name, limit)
    }

    fn definition(&self, id: u32) -> Result<Answer> {
        Hand.definition(id)
    }

    fn links(&self, id: u32, limit: usize) -> Result<Vec<LinkRow>> {
        Hand.links(id, limit)
    }

    fn source(&self, file: &str) -> Result<SourceText> {
        let text = if file.ends_with(".py") { PYTHON_TEXT.repeat(200) } else { Hand.source(file)?.text };
        Ok(SourceText { file: file.into(), text, web: None })
    }

    fn paint(&self, document: &Document, lines: Range<usize>) -> Vec<Paint> {
        all_of(document, &lines, Class::Keyword)
    }

    fn paint_all(&self, document: &Document, stop: &mut dyn FnMut() -> bool) -> Option<Vec<Paint>> {
        if stop() {
            return None;
        }
        self.wholes.fetch_add(1, Ordering::Relaxed);
        Some(all_of(document, &(0..document.lines()), Class::Comment))
    }

    fn meaning(&self, file: &str, at: (u32, u32), word: &str) -> Result<Meaning> {
        Hand.meaning(file, at, word)
    }

    fn outline(&self, file: &str) -> Result<Vec<Answer>> {
        Hand.outline(file)
    }

    fn topic(&self, topic: usize) -> Result<Vec<Answer>> {
        Hand.topic(topic)
    }
}

struct Door(Arc<AtomicUsize>);

impl Opener for Door {
    fn open(&mut self, _progress: &dyn Progress) -> Result<(Box<dyn Library>, Opened), String> {
        Ok((Box::new(Misleading { wholes: Arc::clone(&self.0) }), Opened::default()))
    }
}

/// Takes answers until one with colours has come; returns what they are.
fn colours(desk: &mut Desk) -> Vec<Class> {
    loop {
        let reply = desk.worker.replies.recv_timeout(Duration::from_secs(20)).expect("colours come");
        let coloured = matches!(reply, Reply::Painted(..));
        desk.act(Action::Reply(reply));
        if coloured {
            return desk.state.source.paints.iter().map(|paint| paint.class).collect();
        }
    }
}

#[test]
fn colours_come_at_once_and_then_as_the_whole_file_tells() {
    let wholes = Arc::default();
    let worker = Worker::start(Box::new(Door(Arc::clone(&wholes))));
    let mut desk = Desk { state: State::new((80, 24), Theme::default()), worker };
    for key in "area".chars() {
        desk.act(Action::Key(Key::char(key)));
    }
    assert_eq!(colours(&mut desk), [Class::Keyword]);
    assert!(!desk.state.tickets.waiting(Channel::Paint), "the frame does not wait for the whole file");
    assert_eq!(colours(&mut desk), [Class::Comment]);
    // What is further down needs no parsing again.
    desk.act(Action::Key("enter".parse().unwrap()));
    desk.act(Action::Key(Key::char('G')));
    assert_eq!(colours(&mut desk), [Class::Comment]);
    assert_eq!(wholes.load(Ordering::Relaxed), 1);
}
