//! Answers -> state; one that is no longer wanted is dropped.

use super::super::ask::{Channel, Effect, Landing, Reply};
use super::super::groups;
use super::super::list::List;
use super::super::state::{Focus, Phase, Results, State};
use super::{Effects, jumps, land, preview, search};
use std::sync::Arc;

/// Takes an answer.
pub fn take(state: &mut State, reply: Reply, effects: &mut Effects) {
    match reply {
        Reply::Opened(opened) => {
            state.phase = Phase::Browsing;
            state.revision = opened.revision;
            state.banner = opened.banner;
            search(state, effects);
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
        Reply::Landed(ticket, landing) if state.tickets.wants(Channel::Jump, ticket) => {
            state.tickets.close(Channel::Jump);
            arrive(state, landing, effects);
        }
        Reply::Trouble(channel, ticket, text) if state.tickets.wants(channel, ticket) => {
            state.tickets.close(channel);
            state.notice = Some(text);
        }
        // Overtaken by a newer question.
        _ => {}
    }
}

fn arrive(state: &mut State, landing: Landing, effects: &mut Effects) {
    match landing {
        Landing::At(answer, line) => jumps::enter(state, *answer, line, Focus::Source, effects),
        Landing::Links(answer) => {
            jumps::enter(state, *answer, None, Focus::Links, effects);
            jumps::look_at_references(state);
        }
        Landing::Choice(title, answers) => {
            let here = state.visit();
            state.history.leave(here);
            let rows: Arc<[_]> = answers.into();
            state.results = Results { title, rows, list: List::default(), open_first: false };
            super::focus(state, Focus::Results);
            preview(state, effects);
        }
        Landing::Edit(document, line) => effects.push(Effect::Edit { line, document }),
        Landing::Nowhere(why) => state.notice = Some(why),
    }
}
