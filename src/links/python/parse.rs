//! Tokens of a Python expression -> its tree. Never fails: what it cannot read is opaque.

use super::expr::{Argument, Expr};
use super::tokens::{Token, tokens};

/// Reads a text.
pub fn parse(text: &str) -> Expr {
    let mut parser = Parser { tokens: tokens(text), at: 0, depth: 0 };
    let whole = parser.sequence();
    if parser.at == parser.tokens.len() { whole } else { Expr::Opaque }
}

struct Parser<'t> {
    tokens: Vec<Token<'t>>,
    at: usize,
    depth: u32,
}

/// Expressions nested deeper than this are opaque.
const DEEPEST: u32 = 60;

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&Token<'t>> {
        self.tokens.get(self.at)
    }

    fn sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(here)) if *here == sign);
        self.at += usize::from(found);
        found
    }

    fn word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(here)) if *here == word);
        self.at += usize::from(found);
        found
    }

    fn next_is_sign(&self, signs: &[&str]) -> Option<&'t str> {
        match self.peek() {
            Some(Token::Sign(here)) if signs.contains(here) => Some(here),
            _ => None,
        }
    }

    /// `a, b` without brackets.
    fn sequence(&mut self) -> Expr {
        let first = self.expression();
        if self.next_is_sign(&[","]).is_none() {
            return first;
        }
        let mut items = vec![first];
        while self.sign(",") {
            if self.peek().is_none() || self.next_is_sign(&[")", "]", "}"]).is_some() {
                break;
            }
            items.push(self.expression());
        }
        Expr::Sequence(items)
    }

    fn expression(&mut self) -> Expr {
        if self.is_plain() {
            return self.atom();
        }
        self.depth += 1;
        let out = if self.depth > DEEPEST { self.give_up() } else { self.conditional() };
        self.depth -= 1;
        out
    }

    /// Whether a literal or name stands alone, as most do.
    fn is_plain(&self) -> bool {
        let is_over = matches!(self.tokens.get(self.at + 1), None | Some(Token::Sign("," | ")" | "]" | "}" | ":")));
        is_over
            && match self.peek() {
                Some(Token::Word(word)) => !matches!(*word, "lambda" | "not" | "await" | "yield"),
                Some(Token::Text(_) | Token::OtherText | Token::Number(_)) => true,
                _ => false,
            }
    }

    fn give_up(&mut self) -> Expr {
        self.at = self.tokens.len();
        Expr::Opaque
    }

    fn conditional(&mut self) -> Expr {
        if self.word("lambda") {
            // The body ends where the enclosing bracket or list goes on.
            let mut open = 0;
            let first: Box<str> = match self.peek() {
                Some(Token::Word(name)) => (*name).into(),
                _ => "".into(),
            };
            while let Some(token) = self.peek() {
                match token {
                    Token::Sign("(" | "[" | "{") => open += 1,
                    Token::Sign(")" | "]" | "}") if open == 0 => break,
                    Token::Sign(")" | "]" | "}") => open -= 1,
                    Token::Sign(":") if open == 0 => {
                        self.at += 1;
                        return Expr::Lambda(first, Box::new(self.expression()));
                    }
                    _ => {}
                }
                self.at += 1;
            }
            return Expr::Lambda(first, Box::new(Expr::Opaque));
        }
        let first = self.either_or();
        if !self.word("if") {
            return first;
        }
        let test = self.either_or();
        if !self.word("else") {
            return self.give_up();
        }
        let otherwise = self.expression();
        Expr::Either(Box::new(test), Box::new(first), Box::new(otherwise))
    }

    fn either_or(&mut self) -> Expr {
        let first = self.both();
        if !self.word("or") {
            return first;
        }
        let mut all = vec![first, self.both()];
        while self.word("or") {
            all.push(self.both());
        }
        Expr::Or(all)
    }

    fn both(&mut self) -> Expr {
        let first = self.inverted();
        if !self.word("and") {
            return first;
        }
        let mut all = vec![first, self.inverted()];
        while self.word("and") {
            all.push(self.inverted());
        }
        Expr::And(all)
    }

    fn inverted(&mut self) -> Expr {
        if self.word("not") {
            return Expr::Not(Box::new(self.inverted()));
        }
        let mut left = self.binary();
        let mut all = Vec::new();
        while let Some(operator) = self.comparison() {
            let right = self.binary();
            all.push(Expr::Compare(Box::new(left), operator, Box::new(right.clone())));
            left = right;
        }
        match all.len() {
            0 => left,
            1 => all.remove(0),
            _ => Expr::And(all),
        }
    }

    fn comparison(&mut self) -> Option<Box<str>> {
        if let Some(sign) = self.next_is_sign(&["==", "!=", "<", "<=", ">", ">="]) {
            self.at += 1;
            return Some(sign.into());
        }
        if self.word("in") {
            return Some("in".into());
        }
        if self.word("is") {
            return Some(if self.word("not") { "is not".into() } else { "is".into() });
        }
        if self.word("not") {
            return self.word("in").then(|| "not in".into());
        }
        None
    }

    fn binary(&mut self) -> Expr {
        let mut left = self.unary();
        while let Some(sign) = self.next_is_sign(&["+", "-", "*", "/", "//", "%", "**", "|", "&", "^", "<<", ">>", "@"])
        {
            self.at += 1;
            let right = self.unary();
            left = Expr::Binary(Box::new(left), sign.into(), Box::new(right));
        }
        left
    }

    fn unary(&mut self) -> Expr {
        if self.next_is_sign(&["-", "+", "~", "*", "**"]).is_some() {
            self.at += 1;
            self.unary();
            return Expr::Opaque;
        }
        if self.word("await") || self.word("yield") {
            self.expression();
            return Expr::Opaque;
        }
        let atom = self.atom();
        self.trailers(atom)
    }

    fn atom(&mut self) -> Expr {
        let Some(token) = self.peek().cloned() else { return Expr::Opaque };
        self.at += 1;
        match token {
            Token::Word("True") => Expr::Bool(true),
            Token::Word("False") => Expr::Bool(false),
            Token::Word("None") => Expr::None,
            Token::Word(name) => Expr::Name(name.into()),
            Token::Number(digits) => digits.replace('_', "").parse().map_or(Expr::Opaque, Expr::Number),
            Token::OtherText => Expr::Opaque,
            Token::Text(text) => {
                let mut whole = text.to_owned();
                while let Some(Token::Text(more)) = self.peek().cloned() {
                    whole.push_str(more);
                    self.at += 1;
                }
                Expr::Text(whole.into())
            }
            Token::Sign("(") => self.bracket(")"),
            Token::Sign("[") => self.bracket("]"),
            Token::Sign("{") => self.mapping(),
            Token::Sign(_) => {
                self.at -= 1;
                self.give_up()
            }
        }
    }

    fn bracket(&mut self, close: &'static str) -> Expr {
        if self.sign(close) {
            return Expr::Sequence(Vec::new());
        }
        let inner = self.sequence();
        if self.sign(close) {
            return if close == "]" && !matches!(inner, Expr::Sequence(_)) {
                Expr::Sequence(vec![inner])
            } else {
                inner
            };
        }
        // A comprehension, or what else may stand there.
        self.skip_to(close);
        Expr::Opaque
    }

    fn skip_to(&mut self, close: &str) {
        let mut open = 0;
        while let Some(token) = self.peek() {
            match token {
                Token::Sign(sign) if open == 0 && *sign == close => {
                    self.at += 1;
                    return;
                }
                Token::Sign("(" | "[" | "{") => open += 1,
                Token::Sign(")" | "]" | "}") => open -= 1,
                _ => {}
            }
            self.at += 1;
        }
    }

    fn mapping(&mut self) -> Expr {
        let mut pairs = Vec::new();
        let mut items = Vec::new();
        while !self.sign("}") {
            let key = self.expression();
            if self.sign(":") {
                pairs.push((key, self.expression()));
            } else {
                items.push(key);
            }
            if !self.sign(",") && self.next_is_sign(&["}"]).is_none() {
                self.skip_to("}");
                // Cut off or a comprehension: what was read of a mapping still holds.
                return if pairs.is_empty() { Expr::Opaque } else { Expr::Mapping(pairs) };
            }
        }
        if pairs.is_empty() && !items.is_empty() { Expr::Sequence(items) } else { Expr::Mapping(pairs) }
    }

    fn trailers(&mut self, mut value: Expr) -> Expr {
        loop {
            if self.sign(".") {
                let Some(Token::Word(name)) = self.peek().cloned() else { return self.give_up() };
                self.at += 1;
                value = Expr::Attribute(Box::new(value), name.into());
            } else if self.sign("(") {
                value = Expr::Call(Box::new(value), self.arguments());
            } else if self.sign("[") {
                let index = self.sequence();
                if !self.sign("]") {
                    self.skip_to("]");
                    value = Expr::Item(Box::new(value), Box::new(Expr::Opaque));
                    continue;
                }
                value = Expr::Item(Box::new(value), Box::new(index));
            } else {
                return value;
            }
        }
    }

    /// Reads to the closing parenthesis; a text that is cut off ends all open calls.
    fn arguments(&mut self) -> Vec<Argument> {
        let mut out = Vec::new();
        while !self.sign(")") && self.peek().is_some() {
            let keyword = match (self.peek(), self.tokens.get(self.at + 1)) {
                (Some(Token::Word(name)), Some(Token::Sign("="))) => Some((*name).into()),
                _ => None,
            };
            if keyword.is_some() {
                self.at += 2;
            }
            let value = self.expression();
            out.push(Argument { name: keyword, value });
            if self.sign(",") {
                continue;
            }
            if self.sign(")") {
                break;
            }
            self.skip_to(")");
            break;
        }
        out
    }
}
