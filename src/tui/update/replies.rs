//! Answers -> state; one that is no longer wanted is dropped.

use super::super::ask::{Channel, Effect, Jump, Landing, Opened, Question, Reply, Work};
use super::super::groups;
use super::super::history::History;
use super::super::list::List;
use super::super::state::{Focus, Phase, Results, State};
use super::{Effects, jumps, land, picking, preview, search};
use std::sync::Arc;

/// Takes an answer.
pub fn take(state: &mut State, reply: Reply, effects: &mut Effects) {
    match reply {
        Reply::Opened(opened) => {
            state.phase = Phase::Browsing;
            let early = state.partial.take().and_then(|_| state.mark().filter(|_| state.focus != Focus::Box));
            if state.commit == opened.commit || early.is_some() {
                forget(state);
            }
            name(state, opened);
            match early {
                // What was looked at while the index was made is looked at in the whole one.
                Some(mark) => super::ask(state, Question::Jump(Jump::Mark(mark)), effects),
                None => search(state, effects),
            }
        }
        Reply::Partial(opened) => {
            state.phase = Phase::Browsing;
            state.partial = Some(Work::default());
            name(state, opened);
            search(state, effects);
        }
        Reply::Working(work) if state.partial.is_some() => state.partial = Some(work),
        Reply::Switched(ticket, opened) if state.tickets.wants(Channel::Jump, ticket) => {
            state.notice = None;
            if let Some(visit) = state.returning.take() {
                name(state, opened);
                return jumps::restore(state, visit, effects);
            }
            let here = state.visit();
            let history = std::mem::take(&mut state.history);
            forget(state);
            state.history = history;
            state.history.leave(here);
            name(state, opened);
        }
        Reply::Working(work) => state.phase = Phase::Working(work),
        Reply::Closed(why) => state.phase = Phase::Closed(why),
        Reply::Notice(text) => state.notice = Some(text),
        Reply::Found(ticket, words, answers) if state.tickets.wants(Channel::Results, ticket) => {
            state.tickets.close(Channel::Results);
            let open_first = state.results.open_first;
            state.results = Results { title: words, rows: answers.into(), ..Results::default() };
            if open_first {
                jumps::follow(state, effects);
            } else {
                preview(state, effects);
            }
        }
        Reply::Document(ticket, document) if state.tickets.wants(Channel::Subject, ticket) => {
            let same = state.source.document.as_ref().is_some_and(|old| old.file() == document.file());
            if !same {
                state.source.paints.clear();
                state.source.painted = 0..0;
                state.source.asked = 0..0;
                state.source.heat = None;
                state.tickets.forget(Channel::Heat);
                state.source.document = Some(document);
            }
            land(state);
        }
        Reply::Links(ticket, mut rows, more) if state.tickets.wants(Channel::Subject, ticket) => {
            state.tickets.close(Channel::Subject);
            groups::sort(&mut rows);
            state.links.rows = rows.into();
            state.links.more = more;
            state.links.ready = true;
            if state.links.inward {
                jumps::look_at_references(state);
            }
        }
        Reply::Painted(ticket, lines, paints) if state.tickets.wants(Channel::Paint, ticket) => {
            state.tickets.close(Channel::Paint);
            state.source.painted = lines;
            state.source.paints = paints;
        }
        Reply::Heated(ticket, lines) if state.tickets.wants(Channel::Heat, ticket) => {
            state.tickets.close(Channel::Heat);
            state.source.heat = Some(lines);
        }
        Reply::Rows(ticket, kind, rows) if state.tickets.wants(Channel::Rows, ticket) => {
            state.tickets.close(Channel::Rows);
            if let Some(picker) = state.picker.as_mut().filter(|picker| picker.kind == kind) {
                picker.fill(rows);
                if std::mem::take(&mut picker.hurried) {
                    picking::pick(state, effects);
                }
            }
        }
        Reply::Page(ticket, page) if state.tickets.wants(Channel::Rows, ticket) => {
            state.tickets.close(Channel::Rows);
            state.notice = None;
            state.page = Some(page);
        }
        Reply::Ticks(name, ticks) => {
            state.tickets.close(Channel::Ticks);
            let open = [&mut state.results].into_iter().chain(state.history.each_mut().map(|visit| &mut visit.results));
            for reading in open.filter_map(|results| results.reading.as_mut()).filter(|it| it.name == name) {
                reading.ticks.clone_from(&ticks);
            }
        }
        Reply::Landed(ticket, landing) if state.tickets.wants(Channel::Jump, ticket) => {
            state.tickets.close(Channel::Jump);
            arrive(state, landing, effects);
        }
        Reply::Trouble(channel, ticket, text) if state.tickets.wants(channel, ticket) => {
            state.tickets.close(channel);
            // What fails once is not asked for again and again.
            match channel {
                Channel::Paint => state.source.painted = state.source.asked.clone(),
                Channel::Heat => state.source.heat = Some(Arc::default()),
                _ => {}
            }
            state.notice = Some(text);
        }
        // Overtaken by a newer question.
        _ => {}
    }
}

/// Drops all that belongs to the index that was open: the numbers of another one mean something else.
fn forget(state: &mut State) {
    for channel in [Channel::Results, Channel::Subject, Channel::Paint, Channel::Heat] {
        state.tickets.forget(channel);
    }
    let open_first = state.results.open_first;
    state.subject = None;
    state.history = History::default();
    (state.results, state.source, state.links) = Default::default();
    state.results.open_first = open_first;
}

fn name(state: &mut State, opened: Opened) {
    state.revision = opened.revision;
    state.commit = opened.commit;
    state.banner = opened.banner;
}

fn arrive(state: &mut State, landing: Landing, effects: &mut Effects) {
    match landing {
        Landing::At(answer, line) if state.subject.is_none() && state.results.rows.is_empty() => {
            // The first place in another revision.
            let title = answer.symbol.clone().unwrap_or_default();
            state.results = Results { title, rows: [(*answer).clone()].into(), ..Results::default() };
            super::show(state, *answer, line, effects);
            super::focus(state, Focus::Source);
        }
        Landing::At(answer, line) => jumps::enter(state, *answer, line, Focus::Source, effects),
        Landing::Links(answer) => {
            jumps::enter(state, *answer, None, Focus::Links, effects);
            jumps::look_at_references(state);
        }
        Landing::Choice(title, answers) => {
            let here = state.visit();
            state.history.leave(here);
            state.results = Results { title, rows: answers.into(), ..Results::default() };
            super::focus(state, Focus::Results);
            preview(state, effects);
        }
        Landing::Outline(title, answers, selected) => {
            let here = state.visit();
            state.history.leave(here);
            let list = List { selected, top: selected.saturating_sub(5) };
            state.results = Results { title, rows: answers.into(), list, outline: true, ..Results::default() };
            super::focus(state, Focus::Results);
        }
        Landing::Reading(reading, answers) => {
            let here = state.visit();
            state.history.leave(here);
            let notes = reading.notes.join("; ");
            let next = (0..answers.len()).find(|row| !reading.tick(*row).is_done()).unwrap_or(0);
            let list = List { selected: next, top: next };
            let rows = answers.into();
            state.results = Results { title: String::new(), rows, list, reading: Some(*reading), ..Results::default() };
            super::focus(state, Focus::Results);
            preview(state, effects);
            state.notice = Some(notes).filter(|notes| !notes.is_empty());
        }
        Landing::Line(line, column) => jumps::enter_line(state, line, column),
        Landing::Edit(document, line) => effects.push(Effect::Edit { line, document }),
        Landing::Nowhere(why) => state.notice = Some(why),
    }
}
