//! Holds an object against what its kind asks for ([`super::operators::Works`]): what it misses, and
//! what is told of one that misses nothing.

mod conditions;
mod values;

use crate::told;
pub(crate) use conditions::{condition_lag, ready_or_available, required};

use super::KindContext;
use super::generic::no_status;
use super::operators::Works;
use crate::facts::fields::{at, number, text};
use crate::facts::verdict::{Judgement, Reason, Verdict};
use conditions::parents;
use serde_json::{Value, json};
use values::{alike, counts, fresh, is_set, ratio, same, scalar, state_words, unset, until};

/// What a kind's own rule misses; `None` if nothing.
pub(crate) fn falls_short(object: &Value, works: &Works, ctx: &KindContext) -> Option<Judgement> {
    let conditions = crate::facts::fields::conditions(object);
    match works {
        Works::Exists | Works::There => None,
        Works::Ready => required(object, &conditions, &[ready_or_available(&conditions)], ctx),
        Works::Conditions(wanted) => required(object, &conditions, wanted, ctx),
        Works::Endings(end) => {
            let wanted = conditions.iter().map(|c| c.kind);
            let wanted: Vec<&str> = wanted.filter(|kind| kind.ends_with(end)).collect();
            let wanted = if wanted.is_empty() {
                vec![*end]
            } else {
                wanted
            };
            required(object, &conditions, &wanted, ctx)
        }
        Works::Words(words) => state_words(object, words, ctx),
        Works::Counts(wanted, has) => counts(object, wanted, has, ctx),
        Works::Ratio(pointer) => ratio(object, pointer, ctx),
        Works::Same(one, other) => same(object, one, other, ctx),
        Works::Set(pointer) => (!is_set(object, pointer)).then(|| no_status(ctx)),
        Works::Unset(pointer) => unset(object, pointer, ctx),
        Works::Until(pointer) => until(object, pointer, ctx),
        Works::Fresh(interval, last) => fresh(object, interval, last, ctx),
        Works::Alike(entries, pointer) => alike(object, entries, pointer, ctx),
        Works::Parents(pointer) => parents(object, pointer, ctx),
        Works::Each(pointer, works) => each(object, pointer, works, ctx),
        Works::All(works) => {
            let missing = works
                .iter()
                .filter_map(|works| falls_short(object, works, ctx));
            worst(missing)
        }
        Works::If(pointer, then, otherwise) => {
            falls_short(object, chosen(object, pointer, then, otherwise), ctx)
        }
    }
}

/// Of versions that write their status differently, what an object's own asks for.
fn chosen<'w>(object: &Value, pointer: &str, then: &'w Works, otherwise: &'w Works) -> &'w Works {
    if is_set(object, pointer) {
        then
    } else {
        otherwise
    }
}

/// The first failed one, else the first.
fn worst(missing: impl Iterator<Item = Judgement>) -> Option<Judgement> {
    let missing: Vec<Judgement> = missing.collect();
    let failed = missing.iter().find(|j| j.verdict == Verdict::Failed);
    failed.or(missing.first()).cloned()
}

/// Every entry of a list or a map, read as a status of its own; no entry is no status.
fn each(object: &Value, pointer: &str, works: &Works, ctx: &KindContext) -> Option<Judgement> {
    let entries: Vec<&Value> = match at(object, pointer) {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(Value::Object(fields)) => fields.values().collect(),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => {
            Vec::new()
        }
    };
    if entries.is_empty() {
        return Some(no_status(ctx));
    }
    let generation = number(object, "/metadata/generation");
    let parts = entries
        .into_iter()
        .map(|entry| json!({"metadata": {"generation": generation}, "status": entry}));
    worst(parts.filter_map(|part| falls_short(&part, works, ctx)))
}

/// The conditions that a kind's rule names first.
pub(crate) fn wanted_of(works: &Works) -> &[&'static str] {
    match works {
        Works::Conditions(wanted) => wanted,
        Works::Ready => &["Ready"],
        Works::All(works) => works.first().map_or(&[], |works| wanted_of(works)),
        Works::If(_, then, _) => wanted_of(then),
        Works::Exists
        | Works::There
        | Works::Words(_)
        | Works::Counts(..)
        | Works::Parents(_)
        | Works::Endings(_)
        | Works::Ratio(_)
        | Works::Same(..)
        | Works::Set(_)
        | Works::Unset(_)
        | Works::Until(_)
        | Works::Fresh(..)
        | Works::Alike(..)
        | Works::Each(..) => &[],
    }
}

/// What is told of an object that misses nothing.
pub(crate) fn works_message(object: &Value, works: &Works, ctx: &KindContext) -> Judgement {
    match works {
        Works::Exists | Works::There => ctx.passed(Reason::Exists, told!(ItExists)),
        Works::Words(words) => {
            let said = words.iter().map(|word| scalar(object, word.pointer));
            ready(said.collect::<Vec<_>>().join(", "), ctx)
        }
        Works::Counts(wanted, _) => {
            super::workload::all_ready(number(object, wanted).unwrap_or(1), ctx)
        }
        Works::Ratio(pointer) => ready(text(object, pointer).to_string(), ctx),
        Works::Same(pointer, _) => ready(scalar(object, pointer), ctx),
        Works::If(pointer, then, otherwise) => {
            works_message(object, chosen(object, pointer, then, otherwise), ctx)
        }
        Works::Ready
        | Works::Conditions(_)
        | Works::Endings(_)
        | Works::Parents(_)
        | Works::Each(..)
        | Works::Set(_)
        | Works::Unset(_)
        | Works::Until(_)
        | Works::Fresh(..)
        | Works::Alike(..)
        | Works::All(_) => {
            let wanted = wanted_of(works);
            let all = crate::facts::fields::conditions(object);
            let met = all.iter().map(|c| c.kind);
            let met: Vec<&str> = met.filter(|kind| wanted.contains(kind)).collect();
            ready(met.join(", "), ctx)
        }
    }
}

fn ready(said: String, ctx: &KindContext) -> Judgement {
    let said = if said.is_empty() {
        "Ready".to_string()
    } else {
        said
    };
    ctx.passed(Reason::Ready, said)
}
