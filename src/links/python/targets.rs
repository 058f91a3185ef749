//! What a name holds -> the definitions that stand behind it, each with the steps that led there.

use super::Python;
use super::value::{Place, Value};
use crate::model::{DefinitionId, NameTarget, Step};

impl Python<'_, '_> {
    /// Where what a name holds by `steps` stands; `holder` is the definition that a plain value belongs to.
    pub fn targets(&self, value: &Value, steps: Vec<Step>, holder: Option<DefinitionId>) -> Vec<NameTarget> {
        let at = |place: Place| self.definitions.of_fact(place.file, place.fact);
        let mut out = Vec::new();
        match value {
            Value::Module(_) => return out,
            Value::C(row) => out = self.targets_of_c(row, &steps),
            Value::Instance(class, decorated) => {
                // An object that a call made stands where it is assigned; its class tells what it is.
                if let (None, Some(holder), Some(first)) = (decorated, holder, steps.first()) {
                    out.push(target(holder, Some(first.line), steps.clone()));
                }
                match &**class {
                    Value::C(row) => out.extend(self.targets_of_c(row, &steps)),
                    class => out.extend(class.place().and_then(at).map(|found| target(found, None, steps.clone()))),
                }
                out.extend(decorated.and_then(at).map(|found| target(found, None, steps.clone())));
            }
            Value::Bound(inner, _) | Value::Static(inner) | Value::ClassMethod(inner) | Value::Property(inner) => {
                out = self.targets(inner, steps.clone(), None);
            }
            // One and no room for more: there is such a list for every name.
            value => {
                if let Some(found) = value.place().and_then(at) {
                    return vec![target(found, None, steps)];
                }
            }
        }
        if let (true, Some(holder), Some(first)) = (out.is_empty(), holder, steps.first()) {
            // A value of another module: where that one assigns it.
            let origin = steps.last().filter(|step| step.file != first.file && &*step.rule == "assignment");
            let origin = origin.and_then(|step| Some((self.definitions.module(step.file)?, step.line)));
            let (holder, line) = origin.unwrap_or((holder, first.line));
            return vec![target(holder, Some(line), steps)];
        }
        out
    }

    /// The same of a row of C, the steps that led to it in front.
    pub fn targets_of_c(&self, row: &str, steps: &[Step]) -> Vec<NameTarget> {
        let canonical = self.c_canonical(row);
        let known = self.c.dotted(row).filter(|row| !row.targets.is_empty());
        let Some(known) = known.or_else(|| self.c.dotted(&canonical)) else { return Vec::new() };
        let targets = known.targets.iter().cloned();
        targets
            .map(|mut target| {
                target.evidence.splice(0..0, steps.iter().cloned());
                target
            })
            .collect()
    }
}

fn target(definition: DefinitionId, line: Option<u32>, evidence: Vec<Step>) -> NameTarget {
    NameTarget { definition, line, twin: false, condition: None, evidence }
}
