//! Objects of the compiler: its lists, sets and dictionaries, symbol tables, texts.

use super::compiler::WORDS;
use super::known::is;
use super::run::Run;
use super::value::Val;
use crate::facts::script::Value;
use std::rc::Rc;

/// A list, set or dictionary: keys with values, in order.
pub(super) type Held = Vec<(Val, Val)>;

fn same(one: &Val, other: &Val) -> bool {
    match (one.name(), other.name()) {
        (Some(one), Some(other)) => one == other,
        _ => one.equals(other) == Some(true),
    }
}

impl Run<'_> {
    fn hold(&mut self) -> Val {
        self.held.push(Vec::new());
        Val::Held(self.held.len() - 1)
    }

    /// The dictionary of the code that is being compiled.
    pub(super) fn dictionary(&mut self, field: &str) -> Val {
        let key = (self.unit(), Rc::from(field));
        if let Some(known) = self.state.get(&key) {
            return known.clone();
        }
        let new = self.hold();
        self.state.insert(key, new.clone());
        new
    }

    /// The value of a call that makes, reads or changes an object; `None` where it is another call or another object.
    pub(super) fn object_call(&mut self, name: &str, args: &[Val]) -> Option<Val> {
        let words = &WORDS.objects;
        if is(&words.new, name) {
            return Some(self.hold());
        }
        if is(&words.same, name) {
            return args.first().cloned();
        }
        if is(&words.zero, name) {
            return Some(Val::Object(0));
        }
        match args.first() {
            Some(Val::Int(symbol)) if is(&words.scope_in, name) => {
                let (offset, mask) = (self.number(&words.offset)?, self.number(&words.mask)?);
                return Some(Val::Int(symbol.checked_shr(u32::try_from(offset).ok()?)? & mask));
            }
            Some(Val::Int(number)) if is(&words.object_of, name) => return Some(Val::Object(*number)),
            Some(Val::Object(number)) if is(&words.number_of, name) => return Some(Val::Int(*number)),
            _ => {}
        }
        if let Some(text) = args.first().and_then(Val::name).map(Rc::<str>::from) {
            return text_call(name, &text, args);
        }
        match (args.first()?, name) {
            (Val::Symbols(block), _) => self.symbol_call(name, *block, args),
            (Val::Held(at), _) => self.held_call(name, *at, args),
            (Val::Block(block), _) if is(&words.symbol, name) => {
                self.symbol(*block, args.get(1)?.name()?).map(Val::Int)
            }
            _ => None,
        }
    }

    fn held_call(&mut self, name: &str, at: usize, args: &[Val]) -> Option<Val> {
        let words = &WORDS.objects;
        let key = args.get(1);
        let find = |run: &Self| key.and_then(|key| run.held[at].iter().position(|(known, _)| same(known, key)));
        Some(match name {
            _ if is(&words.add, name) || is(&words.set, name) => {
                let (key, value) = (key?.clone(), args.get(2).cloned().unwrap_or(Val::Unknown));
                let known = find(self).filter(|_| is(&words.set, name));
                match known {
                    Some(place) => self.held[at][place].1 = value,
                    None => self.held[at].push((key, value)),
                }
                Val::Int(0)
            }
            _ if is(&words.size, name) => Val::count(self.held[at].len()),
            _ if is(&words.contains, name) => Val::Int(i64::from(find(self).is_some())),
            _ if is(&words.get, name) => find(self).map_or(Val::Null, |place| self.held[at][place].1.clone()),
            _ if is(&words.get_into, name) => {
                let found = find(self).map(|place| self.held[at][place].1.clone());
                let truth = Val::Int(i64::from(found.is_some()));
                self.give(args.get(2)?, found.unwrap_or(Val::Null));
                truth
            }
            _ if is(&words.item, name) => {
                let Val::Int(place) = key? else { return None };
                self.held[at].get(usize::try_from(*place).ok()?).map_or(Val::Null, |(item, _)| item.clone())
            }
            _ if is(&words.take, name) => self.held[at].pop().map_or(Val::Null, |(item, _)| item),
            _ if is(&words.next, name) => {
                let all = self.held[at].clone();
                self.step(args, &all)
            }
            _ => return None,
        })
    }

    fn symbol_call(&mut self, name: &str, block: usize, args: &[Val]) -> Option<Val> {
        let words = &WORDS.objects;
        let known = args.get(1).and_then(Val::name).map(Rc::<str>::from);
        Some(match name {
            _ if is(&words.next, name) => {
                let names: Vec<String> = self.scopes.names(block).into_iter().map(str::to_owned).collect();
                let all: Held = names
                    .iter()
                    .map(|one| {
                        let value = self.symbol(block, one).map_or(Val::Unknown, Val::Object);
                        (Val::Ast(Value::Name(one.as_str().into())), value)
                    })
                    .collect();
                self.step(args, &all)
            }
            _ if is(&words.set, name) => {
                let Val::Object(symbol) = args.get(2)? else { return None };
                self.symbols.insert((block, known?), *symbol);
                Val::Int(0)
            }
            _ if is(&words.get, name) => match self.symbol(block, &known?)? {
                0 => Val::Null,
                symbol => Val::Object(symbol),
            },
            _ if is(&words.get_into, name) => {
                let symbol = self.symbol(block, &known?)?;
                let there = symbol != 0;
                self.give(args.get(2)?, if there { Val::Object(symbol) } else { Val::Null });
                Val::Int(i64::from(there))
            }
            _ => return None,
        })
    }

    /// `while (PyDict_Next(dict, &at, &key, &value))`.
    fn step(&mut self, args: &[Val], all: &[(Val, Val)]) -> Val {
        let [_, at, key, value, ..] = args else { return Val::Unknown };
        let Val::Int(place) = self.follow(at.clone()) else { return Val::Unknown };
        let Some((name, known)) = usize::try_from(place).ok().and_then(|place| all.get(place)) else {
            return Val::Int(0);
        };
        self.give(at, Val::Int(place + 1));
        self.give(key, name.clone());
        self.give(value, known.clone());
        Val::Int(1)
    }

    /// Writes a value behind an address.
    pub(super) fn give(&mut self, to: &Val, value: Val) {
        if let Val::Ref(frame, name) = to
            && let Some(frame) = self.frames.get_mut(*frame)
        {
            frame.vars.insert(Rc::clone(name), value);
        }
    }

    /// What a block knows of a name, as the number that the symbol table keeps: how it comes in, and what it is.
    fn symbol(&self, block: usize, name: &str) -> Option<i64> {
        if let Some(known) = self.symbols.get(&(block, name.into())) {
            return Some(*known);
        }
        let ways = self.scopes.ways(block, name);
        if ways.is_empty() {
            return Some(0);
        }
        let scope = self.scopes.scope(block, name);
        let mut symbol = self.number(scope)?.checked_shl(u32::try_from(self.number(&WORDS.objects.offset)?).ok()?)?;
        for way in ways {
            symbol |= self.number(way)?;
        }
        Some(symbol)
    }

    /// What a name is in a block, in the words of the symbol table; 0 where a module does not know it.
    pub(super) fn scope(&self, block: usize, name: &str) -> Val {
        let changed = self.symbols.get(&(block, name.into())).copied();
        let parts = self.number(&WORDS.objects.offset).zip(self.number(&WORDS.objects.mask));
        if let Some((symbol, (offset, mask))) = changed.zip(parts) {
            let scope = (symbol >> offset) & mask;
            let word = ["LOCAL", "GLOBAL_EXPLICIT", "GLOBAL_IMPLICIT", "FREE", "CELL"];
            let word = word.into_iter().find(|word| self.number(word) == Some(scope));
            return word.map_or(Val::Int(scope), Val::word);
        }
        if block == 0 && self.block() != 0 && self.scopes.ways(0, name).is_empty() {
            return Val::Int(0);
        }
        Val::word(self.scopes.scope(block, name))
    }
}

/// What the compiler asks of a name of the user's code.
fn text_call(name: &str, text: &str, args: &[Val]) -> Option<Val> {
    let words = &WORDS.objects;
    let number = |at: usize| match args.get(at) {
        Some(Val::Int(number)) => usize::try_from(*number).ok(),
        _ => None,
    };
    let letters = || text.chars().collect::<Vec<char>>();
    Some(match name {
        _ if is(&words.length, name) => Val::count(text.chars().count()),
        _ if is(&words.letter, name) => Val::Int(i64::from(u32::from(*letters().get(number(1)?)?))),
        _ if is(&words.find, name) => {
            let (wanted, from) = (char::from_u32(u32::try_from(number(1)?).ok()?)?, number(2)?);
            let place = letters().iter().skip(from).position(|one| *one == wanted);
            place.map_or(Val::Int(-1), |place| Val::count(place + from))
        }
        _ if is(&words.part, name) => {
            let (from, to) = (number(1)?, number(2)?);
            let part: String = letters().get(from..to)?.iter().collect();
            Val::Ast(Value::Name(part.as_str().into()))
        }
        _ => return None,
    })
}
