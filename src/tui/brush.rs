//! The thread that finds colours and hot lines. What is seen gets its colours at once, from the lines around it; then
//! the whole file is parsed, which may take longer than a frame, and what is seen is coloured by it. A newer question
//! stops that.

use super::ask::{Channel, Question, Reply};
use super::document::Document;
use super::queue::Queue;
use super::worker::{Shelf, answer, broken};
use crate::nav::Paint;
use std::collections::VecDeque;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::Sender;

/// So many files keep their colours.
const KEPT: usize = 4;

/// Answers until nobody asks any more.
pub fn serve(shelf: &Shelf, mut queue: Queue, outbox: &Sender<Reply>) {
    let mut palette = Palette::default();
    // What was coloured by the lines around it alone.
    let mut sketch = None;
    loop {
        let asked = if sketch.is_some() { queue.next_now() } else { queue.next() };
        match (asked, sketch.take()) {
            (Some((ticket, Question::Paint(document, lines))), _) => {
                if let Some(paints) = palette.of(&document, &lines) {
                    let _ = outbox.send(Reply::Painted(ticket, lines, paints));
                } else {
                    answer(shelf, ticket, &Question::Paint(Arc::clone(&document), lines.clone()), outbox);
                    sketch = Some((ticket, document, lines));
                }
            }
            (Some((ticket, question)), later) => {
                answer(shelf, ticket, &question, outbox);
                sketch = later;
            }
            (None, Some((ticket, document, lines))) => {
                let Some(library) = shelf.get() else { continue };
                let mut stop = || queue.has_more();
                match catch_unwind(AssertUnwindSafe(|| library.paint_all(&document, &mut stop))) {
                    Ok(Some(all)) => {
                        palette.keep(&document, all);
                        let paints = palette.of(&document, &lines).unwrap_or_default();
                        let _ = outbox.send(Reply::Painted(ticket, lines, paints));
                    }
                    // What was asked meanwhile goes first.
                    Ok(None) => sketch = queue.has_more().then_some((ticket, document, lines)),
                    Err(panic) => {
                        let _ = outbox.send(Reply::Trouble(Channel::Paint, ticket, broken(panic.as_ref())));
                    }
                }
            }
            (None, None) => return,
        }
    }
}

/// The colours of whole files, the newest last.
#[derive(Default)]
struct Palette(VecDeque<(Arc<Document>, Vec<Paint>)>);

impl Palette {
    fn keep(&mut self, document: &Arc<Document>, paints: Vec<Paint>) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back((Arc::clone(document), paints));
    }

    /// Returns the colours of some lines of a file, where they are known.
    fn of(&self, document: &Arc<Document>, lines: &Range<usize>) -> Option<Vec<Paint>> {
        let (_, paints) = self.0.iter().find(|(known, _)| Arc::ptr_eq(known, document) || known == document)?;
        let bytes = document.bytes(lines);
        let first = paints.partition_point(|paint| paint.end <= bytes.start);
        let seen = paints[first..].iter().take_while(|paint| paint.start < bytes.end);
        // What begins above or goes on below is cut, as it is where these lines alone are coloured.
        let cut =
            |paint: &Paint| Paint { start: paint.start.max(bytes.start), end: paint.end.min(bytes.end), ..*paint };
        Some(seen.map(cut).collect())
    }
}
