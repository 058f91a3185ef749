//! Facts <-> the bytes that are kept of them: which fields, in which order.

use super::packed::{In, Out, Packed, pack, packed, unpack};
use super::{
    Assignment, Binding, Bound, CFacts, Call, Case, ClinicClass, ClinicFacts, ClinicFunction, ClinicModule,
    ConditionFact, Constant, DefinitionFact, Dialect, DocEntry, DocFacts, DocMention, ExportChange, FileFacts,
    GrammarFacts, GrammarRole, GrammarUse, Guard, Include, Indirect, Initialiser, Item, Kind, Macro, PepMention,
    PythonFacts, PythonStatement, Row, Star, Subject, Syntax, SyntaxSpot, Value,
};

impl FileFacts {
    /// Returns the bytes to keep.
    pub fn to_bytes(&self) -> Vec<u8> {
        pack(self)
    }

    /// Returns the facts that were kept; nothing where the bytes are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<FileFacts> {
        unpack(bytes)
    }
}

packed! {
    FileFacts { dialect, lines, bytes, syntax, conditions, definitions, c, python, grammar, rows, doc, peps }
    Syntax { errors, error_bytes, spots }
    SyntaxSpot { line, text }
    ConditionFact { outer, text, line }
    DefinitionFact {
        name, qualname, kind, line, first_line, end_line, outer, condition, is_static, decorators, bases, signature, doc,
    }
    Row { line, words }
    PepMention { number, line, inside, certain }

    CFacts {
        macros, undefs, includes, initialisers, calls, assignments, clinic, cases, constants, indirect, origins,
    }
    Case { label, inside, line, end_line }
    Indirect { members, tables }
    Constant { name, inside, line }
    Macro { name, params, body, line, end_line, condition }
    Include { path, system, line, condition }
    Initialiser { type_name, name, is_array, is_static, line, end_line, condition, inside, items }
    Item { line, condition, field, value }
    Call { callee, caller, within, line, condition, args, assigned_to }
    Assignment { left, right, inside, line, condition }
    ClinicFacts { modules, classes, functions }
    ClinicModule { name, line }
    ClinicClass { name, c_type, type_object, line }
    ClinicFunction { name, c_basename, clone_of, decorators, line, end_line, doc, condition }

    PythonFacts { bindings, stars, exports, guards, references, generators, inner }
    Binding { scope, name, line, guard, bound }
    Star { level, module, line, guard, after }
    ExportChange { replaces, names, others, line, guard }
    Guard { outer, text, line, statement }
    PythonStatement { inside, line, text }

    GrammarFacts { uses }
    GrammarUse { name, inside, line, role }
    DocFacts { entries, mentions }
    DocEntry { subject, name, module, section, line, steals }
    DocMention { subject, name, section, line }
}

/// Packs values of closed lists by their place.
macro_rules! listed {
    ($($name:ident)*) => {$(
        impl Packed for $name {
            fn put<'v>(&'v self, out: &mut Out<'v>) {
                out.number(*self as u32);
            }

            fn take(from: &mut In<'_>) -> Self {
                let number = u32::take(from) as usize;
                from.or_damaged(|_| Self::ALL.get(number).copied().map(Some)).unwrap_or(Self::ALL[0])
            }
        }
    )*};
}
listed!(Dialect Kind Subject GrammarRole);

impl Packed for Value {
    fn put<'v>(&'v self, out: &mut Out<'v>) {
        match self {
            Value::Text(text) => {
                out.number(0);
                text.put(out);
            }
            Value::List(items) => {
                out.number(1);
                items.put(out);
            }
        }
    }

    fn take(from: &mut In<'_>) -> Self {
        if bool::take(from) { Value::List(Packed::take(from)) } else { Value::Text(Packed::take(from)) }
    }
}

impl Packed for Bound {
    fn put<'v>(&'v self, out: &mut Out<'v>) {
        match self {
            Bound::Definition(id) => {
                out.number(0);
                id.put(out);
            }
            Bound::Module(module) => {
                out.number(1);
                module.put(out);
            }
            Bound::Member { level, module, name } => {
                out.number(2);
                level.put(out);
                module.put(out);
                name.put(out);
            }
            Bound::Expression(text) => {
                out.number(3);
                text.put(out);
            }
            Bound::Deleted => out.number(4),
        }
    }

    fn take(from: &mut In<'_>) -> Self {
        match u32::take(from) {
            0 => Bound::Definition(Packed::take(from)),
            1 => Bound::Module(Packed::take(from)),
            2 => Bound::Member { level: Packed::take(from), module: Packed::take(from), name: Packed::take(from) },
            3 => Bound::Expression(Packed::take(from)),
            _ => Bound::Deleted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_bytes_are_told_from_whole_ones() {
        let mut facts = FileFacts::new(Dialect::Python);
        let rows = [("é", 1), ("", 300), ("é", u32::MAX)];
        facts.rows = rows.map(|(word, line)| Row { line, words: vec![word.into(), "b".into()] }).to_vec();
        let bytes = facts.to_bytes();
        assert_eq!(FileFacts::from_bytes(&bytes), Some(facts));
        for at in 0..bytes.len() {
            assert_eq!(FileFacts::from_bytes(&bytes[..at]), None);
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            let _ = FileFacts::from_bytes(&damaged);
        }
    }
}
