//! Initialisers and enums: rows that are a macro, without a comma behind them.

use super::Patch;
use crate::clex::TokenKind;
use crate::facts::c::structure::Place;

/// Goes through the elements of every list.
pub fn repair(patch: &mut Patch<'_, '_>) {
    for at in 1..patch.live.len() {
        let live = patch.live[at];
        if !matches!(live.place, Place::List | Place::Enumerators) || !live.is_name() {
            continue;
        }
        let head = live.token.text.ends_with("_HEAD_INIT");
        let begins = patch.is(at - 1, ",") || patch.is(at - 1, "{") || patch.on_new_line(at);
        // `.ob_base = HEAD_INIT(…) .ob_item = …`: the macro brings its own comma.
        if !(begins || head && patch.is(at - 1, "=")) {
            continue;
        }
        let end = patch.call_end(at).unwrap_or(at);
        let Some(next) = patch.get(end + 1).copied().filter(|next| next.place == live.place) else { continue };
        if live.place == Place::Enumerators {
            if end > at && patch.is(at - 1, "{") | patch.is(at - 1, ",") | patch.on_new_line(at) {
                patch.blank(at, end + usize::from(next.is(",")));
            }
            continue;
        }
        let row_follows = next.is("{") || next.is_word() || next.is(".");
        let literal = matches!(next.token.kind, TokenKind::Text | TokenKind::Number) || next.is("&") || next.is("(");
        if end == at {
            if next.token.starts_line && row_follows && live.token.text.len() > 1 {
                patch.put_last(at, b',');
            }
        } else if (next.token.starts_line || head)
            && (row_follows || (literal && (head || next.token.kind != TokenKind::Text)))
        {
            patch.blank(at, end);
            patch.put_first(at, b'0');
            patch.put_last(end, b',');
        }
    }
}
