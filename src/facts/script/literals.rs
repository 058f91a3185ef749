//! Constants and f-strings.

use super::{Reader, Value, field, named, seq};
use tree_sitter::Node as Syntax;

impl Reader<'_> {
    fn constant(&self, node: Syntax<'_>, kind: &'static str, text: &str) -> Value {
        self.make(node, "Constant", [("value", Value::Constant(kind, text.into())), ("kind", Value::Empty)])
    }

    pub(super) fn literal(&self, node: Syntax<'_>) -> Value {
        let text = self.text(node);
        match node.kind() {
            "integer" | "float" if text.ends_with(['j', 'J']) => self.constant(node, "complex", text),
            "integer" => self.constant(node, "int", &text.replace('_', "")),
            "float" => self.constant(node, "float", text),
            "true" => self.constant(node, "bool", "True"),
            "false" => self.constant(node, "bool", "False"),
            "none" => self.constant(node, "None", "None"),
            "ellipsis" => self.constant(node, "Ellipsis", "..."),
            "string" => self.strings(node, &[node]),
            _ => {
                let parts: Vec<Syntax<'_>> = named(node).into_iter().filter(|one| one.kind() == "string").collect();
                self.strings(node, &parts)
            }
        }
    }

    /// One or more strings side by side.
    fn strings(&self, node: Syntax<'_>, parts: &[Syntax<'_>]) -> Value {
        let prefix = |one: &Syntax<'_>| {
            let start = named(*one).first().map_or("", |start| self.text(*start));
            start.trim_end_matches(['"', '\'']).to_ascii_lowercase()
        };
        let prefixes: Vec<String> = parts.iter().map(prefix).collect();
        let is_template = prefixes.iter().any(|prefix| prefix.contains('t'));
        if !is_template && !prefixes.iter().any(|prefix| prefix.contains('f')) {
            let kind = if prefixes.iter().any(|prefix| prefix.contains('b')) { "bytes" } else { "str" };
            let text: String = parts.iter().map(|one| self.content(*one)).collect();
            return self.constant(node, kind, &text);
        }
        let mut values = Vec::new();
        for part in parts {
            self.pieces(*part, is_template, &mut values);
        }
        let kind = if is_template { "TemplateStr" } else { "JoinedStr" };
        self.make(node, kind, [("values", seq(values))])
    }

    fn content(&self, string: Syntax<'_>) -> String {
        named(string).into_iter().filter(|one| one.kind() == "string_content").map(|one| self.text(one)).collect()
    }

    /// Text and replacement fields of an f-string.
    fn pieces(&self, string: Syntax<'_>, is_template: bool, values: &mut Vec<Value>) {
        for one in named(string) {
            match one.kind() {
                "string_content" => values.push(self.constant(one, "str", self.text(one))),
                "interpolation" => values.push(self.replacement(one, is_template)),
                _ => {}
            }
        }
    }

    fn replacement(&self, node: Syntax<'_>, is_template: bool) -> Value {
        let value = self.load(field(node, "expression").or_else(|| named(node).first().copied()));
        let conversion = field(node, "type_conversion").map_or("", |one| self.text(one)).trim_start_matches('!');
        let conversion = conversion.bytes().next().map_or(-1, i64::from);
        let spec = field(node, "format_specifier").map_or(Value::Empty, |spec| {
            let mut values = Vec::new();
            let mut at = spec.start_byte() + 1;
            for one in named(spec) {
                let inner = matches!(one.kind(), "interpolation" | "format_expression");
                if inner {
                    if one.start_byte() > at {
                        values.push(self.constant(
                            spec,
                            "str",
                            self.text.get(at..one.start_byte()).unwrap_or_default(),
                        ));
                    }
                    values.push(self.replacement(one, false));
                    at = one.end_byte();
                }
            }
            if spec.end_byte() > at {
                values.push(self.constant(spec, "str", self.text.get(at..spec.end_byte()).unwrap_or_default()));
            }
            self.make(spec, "JoinedStr", [("values", seq(values))])
        });
        let fields = [("value", value), ("conversion", Value::Int(conversion)), ("format_spec", spec)];
        self.make(node, if is_template { "Interpolation" } else { "FormattedValue" }, fields)
    }
}
