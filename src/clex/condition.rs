//! Does an `#if` hold? Three answers: yes, no, not known from what is at hand.

use super::token::{Token, TokenKind, closing, tokens};

/// What is known of a macro's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Knowledge {
    /// It is not defined.
    Undefined,
    /// It is defined; its number, where it is one.
    Defined(Option<i64>),
    /// Nothing is known.
    Unknown,
}

/// Evaluates the expression of an `#if`, as `ConditionFact::text` writes it.
pub fn holds(text: &str, know: &dyn Fn(&str) -> Knowledge) -> Option<bool> {
    let tokens = tokens(text);
    let mut parser = Parser { tokens: &tokens, at: 0, know, depth: 0 };
    let value = parser.binary(0);
    if parser.at < tokens.len() { None } else { value.map(|value| value != 0) }
}

struct Parser<'t> {
    tokens: &'t [Token<'t>],
    at: usize,
    know: &'t dyn Fn(&str) -> Knowledge,
    depth: u32,
}

/// How strongly an operator binds; nothing for other tokens.
fn level(token: &Token<'_>) -> Option<u8> {
    let level = match token.text {
        "||" => 1,
        "&&" => 2,
        "|" => 3,
        "^" => 4,
        "&" => 5,
        "==" | "!=" => 6,
        "<" | ">" | "<=" | ">=" => 7,
        "<<" | ">>" => 8,
        "+" | "-" => 9,
        "*" | "/" | "%" => 10,
        _ => return None,
    };
    (token.kind == TokenKind::Punct).then_some(level)
}

impl Parser<'_> {
    fn take(&mut self, punct: &str) -> bool {
        let found = self.tokens.get(self.at).is_some_and(|token| token.is(punct));
        self.at += usize::from(found);
        found
    }

    /// Reads operators that bind more strongly than `outer`.
    fn binary(&mut self, outer: u8) -> Option<i64> {
        let mut left = self.unary();
        while let Some(operator) = self.tokens.get(self.at)
            && let Some(level) = level(operator).filter(|level| *level > outer)
        {
            self.at += 1;
            let right = self.binary(level);
            left = apply(operator.text, left, right);
        }
        left
    }

    fn unary(&mut self) -> Option<i64> {
        // Nesting deeper than any source has would overflow the stack on hostile input.
        self.depth += 1;
        if self.depth > 200 {
            self.at = self.tokens.len();
            return None;
        }
        let value = self.operand();
        self.depth -= 1;
        value
    }

    fn operand(&mut self) -> Option<i64> {
        if self.take("!") {
            return self.unary().map(|value| i64::from(value == 0));
        }
        if self.take("-") {
            return self.unary().and_then(i64::checked_neg);
        }
        if self.take("+") {
            return self.unary();
        }
        if self.take("(") {
            let value = self.binary(0);
            self.take(")");
            return value;
        }
        let token = *self.tokens.get(self.at)?;
        self.at += 1;
        match token.kind {
            TokenKind::Number => number(token.text),
            TokenKind::Word if token.text == "defined" => {
                let bracket = self.take("(");
                let name = self.tokens.get(self.at).map_or("", |token| token.text);
                self.at += 1;
                if bracket {
                    self.take(")");
                }
                match (self.know)(name) {
                    Knowledge::Undefined => Some(0),
                    Knowledge::Defined(_) => Some(1),
                    Knowledge::Unknown => None,
                }
            }
            TokenKind::Word => {
                if self.tokens.get(self.at).is_some_and(|next| next.is("(")) {
                    self.at = (closing(self.tokens, self.at) + 1).min(self.tokens.len());
                    return None;
                }
                match (self.know)(token.text) {
                    Knowledge::Undefined => Some(0),
                    Knowledge::Defined(value) => value,
                    Knowledge::Unknown => None,
                }
            }
            _ => None,
        }
    }
}

fn apply(operator: &str, left: Option<i64>, right: Option<i64>) -> Option<i64> {
    match operator {
        "||" => match (left, right) {
            (Some(a), _) if a != 0 => Some(1),
            (_, Some(b)) if b != 0 => Some(1),
            (Some(_), Some(_)) => Some(0),
            _ => None,
        },
        "&&" => match (left, right) {
            (Some(0), _) | (_, Some(0)) => Some(0),
            (Some(_), Some(_)) => Some(1),
            _ => None,
        },
        _ => {
            let (a, b) = (left?, right?);
            match operator {
                "|" => Some(a | b),
                "^" => Some(a ^ b),
                "&" => Some(a & b),
                "==" => Some(i64::from(a == b)),
                "!=" => Some(i64::from(a != b)),
                "<" => Some(i64::from(a < b)),
                ">" => Some(i64::from(a > b)),
                "<=" => Some(i64::from(a <= b)),
                ">=" => Some(i64::from(a >= b)),
                "<<" => a.checked_shl(u32::try_from(b).ok()?),
                ">>" => a.checked_shr(u32::try_from(b).ok()?),
                "+" => a.checked_add(b),
                "-" => a.checked_sub(b),
                "*" => a.checked_mul(b),
                "/" => a.checked_div(b),
                _ => a.checked_rem(b),
            }
        }
    }
}

/// Returns the value of a C integer constant.
pub fn number(text: &str) -> Option<i64> {
    let digits = text.trim_end_matches(['u', 'U', 'l', 'L']);
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &digits[2..]),
        [b'0', b'b' | b'B', ..] => (2, &digits[2..]),
        [b'0', _, ..] => (8, &digits[1..]),
        _ => (10, digits),
    };
    i64::from_str_radix(digits, radix).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Option<bool> {
        holds(text, &|name| match name {
            "ON" => Knowledge::Defined(Some(1)),
            "FLAG" => Knowledge::Defined(None),
            "OFF" => Knowledge::Undefined,
            "V" => Knowledge::Defined(Some(0x030d_0000)),
            _ => Knowledge::Unknown,
        })
    }

    #[test]
    fn known_parts_decide() {
        assert_eq!(check("defined(ON) && !defined OFF"), Some(true));
        assert_eq!(check("defined(X) && OFF"), Some(false));
        assert_eq!(check("defined(X) || defined(FLAG)"), Some(true));
        assert_eq!(check("!(defined(X))"), None);
        assert_eq!(check("V >= 0x030d0000 && (V >> 24) == 3"), Some(true));
        assert_eq!(check("__has_include(<a.h>) && OFF"), Some(false));
        assert_eq!(check("ON +"), None);
    }
}
