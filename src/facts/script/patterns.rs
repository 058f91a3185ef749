//! `match`: cases and their patterns.

use super::{Reader, Value, field, fields, named, seq};
use tree_sitter::Node as Syntax;

impl Reader<'_> {
    pub(super) fn match_statement(&self, node: Syntax<'_>) -> Value {
        let subjects = fields(node, "subject");
        let subject = if let [only] = subjects[..] {
            self.expression(only, "Load")
        } else {
            let elts = subjects.iter().map(|one| self.expression(*one, "Load")).collect();
            self.make(node, "Tuple", [("elts", seq(elts)), ("ctx", Value::Word("Load"))])
        };
        let block = field(node, "body").unwrap_or(node);
        let clauses = named(block).into_iter().filter(|one| one.kind() == "case_clause");
        let cases = clauses.map(|one| self.case(one)).collect();
        self.make(node, "Match", [("subject", subject), ("cases", seq(cases))])
    }

    fn case(&self, node: Syntax<'_>) -> Value {
        let patterns: Vec<Syntax<'_>> = named(node).into_iter().filter(|one| one.kind() == "case_pattern").collect();
        let pattern = if let [only] = patterns[..] {
            self.pattern(only)
        } else {
            let inner = patterns.iter().map(|one| self.pattern(*one)).collect();
            self.make(node, "MatchSequence", [("patterns", seq(inner))])
        };
        let guard = field(node, "guard").map_or(Value::Empty, |guard| self.first(guard));
        let body = seq(field(node, "consequence").map_or_else(Vec::new, |block| self.block(block)));
        self.make(node, "match_case", [("pattern", pattern), ("guard", guard), ("body", body)])
    }

    fn pattern(&self, node: Syntax<'_>) -> Value {
        let parts = named(node);
        let each = |parts: &[Syntax<'_>]| seq(parts.iter().map(|one| self.pattern(*one)).collect());
        match node.kind() {
            "case_pattern" | "parenthesized_pattern" => match parts.first() {
                Some(inner) => self.pattern(*inner),
                // `_` has no node of its own.
                None => self.capture(node, Value::Empty),
            },
            "dotted_name" if parts.len() > 1 => self.make(node, "MatchValue", [("value", self.dotted(node))]),
            "dotted_name" | "identifier" => match self.text(node) {
                "_" => self.capture(node, Value::Empty),
                name => self.capture(node, Value::Name(name.into())),
            },
            "as_pattern" => {
                let pattern = parts.first().map_or(Value::Empty, |first| self.pattern(*first));
                let name = parts.get(1).map_or(Value::Empty, |name| self.name(*name));
                self.make(node, "MatchAs", [("pattern", pattern), ("name", name)])
            }
            "union_pattern" => self.make(node, "MatchOr", [("patterns", each(&parts))]),
            "list_pattern" | "tuple_pattern" => {
                if let ("tuple_pattern", [only], false) = (node.kind(), &parts[..], super::has_word(node, ",")) {
                    return self.pattern(*only);
                }
                self.make(node, "MatchSequence", [("patterns", each(&parts))])
            }
            "splat_pattern" => {
                let name = parts.first().map(|name| self.text(*name)).filter(|name| *name != "_");
                self.make(node, "MatchStar", [("name", name.map_or(Value::Empty, |name| Value::Name(name.into())))])
            }
            "class_pattern" => {
                let cls = parts.first().map_or(Value::Empty, |cls| self.dotted(*cls));
                let (mut patterns, mut names, mut keywords) = (Vec::new(), Vec::new(), Vec::new());
                for one in parts.iter().skip(1) {
                    let inner = named(*one).first().copied().filter(|inner| inner.kind() == "keyword_pattern");
                    match inner.map(named) {
                        Some(pair) => {
                            names.extend(pair.first().map(|name| self.name(*name)));
                            keywords.extend(pair.get(1).map(|value| self.pattern(*value)));
                        }
                        None => patterns.push(self.pattern(*one)),
                    }
                }
                let fields = [
                    ("cls", cls),
                    ("patterns", seq(patterns)),
                    ("kwd_attrs", seq(names)),
                    ("kwd_patterns", seq(keywords)),
                ];
                self.make(node, "MatchClass", fields)
            }
            "dict_pattern" => self.mapping(node),
            "none" | "true" | "false" => {
                let value = self.literal(node).node().map_or(Value::Empty, |node| node.get("value").clone());
                self.make(node, "MatchSingleton", [("value", value)])
            }
            _ => self.make(node, "MatchValue", [("value", self.expression(node, "Load"))]),
        }
    }

    fn mapping(&self, node: Syntax<'_>) -> Value {
        let (mut keys, mut patterns, mut rest) = (Vec::new(), Vec::new(), Value::Empty);
        for key in fields(node, "key") {
            let inner = if key.kind() == "case_pattern" { named(key).first().copied().unwrap_or(key) } else { key };
            keys.push(if inner.kind() == "dotted_name" { self.dotted(inner) } else { self.expression(inner, "Load") });
        }
        patterns.extend(fields(node, "value").into_iter().map(|value| self.pattern(value)));
        for one in named(node) {
            let splat = if one.kind() == "case_pattern" { named(one).first().copied() } else { Some(one) };
            if let Some(splat) = splat.filter(|splat| splat.kind() == "splat_pattern") {
                rest = named(splat).first().map_or(Value::Empty, |name| self.name(*name));
            }
        }
        self.make(node, "MatchMapping", [("keys", seq(keys)), ("patterns", seq(patterns)), ("rest", rest)])
    }

    fn capture(&self, node: Syntax<'_>, name: Value) -> Value {
        self.make(node, "MatchAs", [("pattern", Value::Empty), ("name", name)])
    }

    /// `a.b.c` as an expression.
    fn dotted(&self, node: Syntax<'_>) -> Value {
        let load = || ("ctx", Value::Word("Load"));
        let mut value: Option<Value> = None;
        let parts = named(node);
        let parts = if parts.is_empty() { vec![node] } else { parts };
        for part in parts {
            value = Some(match value {
                None => self.make(node, "Name", [("id", self.name(part)), load()]),
                Some(value) => self.make(node, "Attribute", [("value", value), ("attr", self.name(part)), load()]),
            });
        }
        value.unwrap_or(Value::Empty)
    }
}
