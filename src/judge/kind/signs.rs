//! Signs beside the conditions that a custom object does not work or has not settled: a state word,
//! an error text, another version than asked for, conditions of its parts.

use super::KindContext;
use super::polarity::contradiction;
use crate::facts::fields::{at, conditions, count, list, number, shorten, text};
use crate::facts::verdict::{Judgement, Reason};
use crate::judge::word_list;
use crate::told;
use serde_json::{Value, json};

/// The first sign that contradicts what the conditions say; `None` if there is none.
pub(crate) fn contradicting(object: &Value, ctx: &KindContext) -> Option<Judgement> {
    contradiction(&conditions(object), ctx)
        .or_else(|| state_word(object, ctx))
        .or_else(|| error_text(object, ctx))
        .or_else(|| other_version(object, ctx))
        .or_else(|| too_few(object, ctx))
        .or_else(|| parts(object, ctx))
        .or_else(|| failed_upgrade(object, ctx))
}

/// Numaplane keeps an upgrade that it gave up in a label; the status of the child stays good.
fn failed_upgrade(object: &Value, ctx: &KindContext) -> Option<Judgement> {
    let label = "/metadata/labels/numaplane.numaproj.io~1progressive-result-state";
    let said = "progressive-result-state: failed";
    (text(object, label) == "failed").then(|| ctx.failed(Reason::Degraded, said))
}

fn state_word(object: &Value, ctx: &KindContext) -> Option<Judgement> {
    word_list("state-field").iter().find_map(|pointer| {
        let word = text(object, pointer);
        let folded: String = word
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        let said = format!("{}: {word}", pointer[1..].replace('/', "."));
        if is_bad(&folded) {
            Some(ctx.failed(Reason::Degraded, said).with_seen(word))
        } else if word_list("moving-state").has(&folded) {
            Some(ctx.pending(Reason::Progressing, said).with_seen(word))
        } else {
            None
        }
    })
}

/// Whether a state word, in lower case and without signs, is one of a broken object.
fn is_bad(state: &str) -> bool {
    word_list("bad-state").has(state) || word_list("bad-state-part").is_within(state)
}

fn error_text(object: &Value, ctx: &KindContext) -> Option<Judgement> {
    word_list("error-field").iter().find_map(|field| {
        let said = match at(object, &format!("/status/{field}"))? {
            Value::String(message) if !message.trim().is_empty() => shorten(message),
            Value::Array(errors) if !errors.is_empty() => shorten(&errors[0].to_string()),
            Value::Object(error) if !error.is_empty() => shorten(text(&json!(error), "/message")),
            _ => return None,
        };
        Some(ctx.pending(Reason::Contradicted, told!(StatusHoldsAnError, field, said)))
    })
}

/// A version that was asked for and is not the running one: `1.36` asked, `v1.36.2` running is fine.
fn other_version(object: &Value, ctx: &KindContext) -> Option<Judgement> {
    let wanted = text(object, "/spec/version").trim_start_matches('v');
    let running = text(object, "/status/version").trim_start_matches('v');
    let rest = running.strip_prefix(wanted);
    let same = rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    (!wanted.is_empty() && !running.is_empty() && !same).then(|| {
        let told = told!(AnotherVersionRuns, wanted, running);
        ctx.pending(Reason::OtherRevision, told)
    })
}

/// Parts of the status that carry conditions or errors of their own (listeners, targets, members).
fn parts(object: &Value, ctx: &KindContext) -> Option<Judgement> {
    let status = at(object, "/status")?.as_object()?;
    let fields = status.iter().filter(|(field, _)| *field != "conditions");
    let parts = fields.flat_map(|(_, value)| match value {
        Value::Array(entries) => entries.iter().collect(),
        Value::Object(_) => vec![value],
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    });
    let errors = ["conditions", "error", "errors"];
    parts
        .filter(|part| errors.iter().any(|field| part.get(field).is_some()))
        .map(|part| {
            let own = errors.map(|field| (field.to_string(), part.get(field).cloned()));
            let own = own
                .into_iter()
                .filter_map(|(field, value)| Some((field, value?)));
            json!({"status": own.collect::<serde_json::Map<_, _>>()})
        })
        .find_map(|part| contradiction(&conditions(&part), ctx).or_else(|| error_text(&part, ctx)))
}

/// Counts of a status that are below the one that the spec asks for.
fn too_few(object: &Value, ctx: &KindContext) -> Option<Judgement> {
    let nodes = list(object, "/spec/nodeSets")
        .iter()
        .map(|set| count(set, "/count"));
    let asked = [
        (
            number(object, "/spec/replicas"),
            &word_list("replica-count-field")[..],
        ),
        (number(object, "/spec/instances"), &["readyInstances"][..]),
        (
            number(object, "/status/expectedNodes"),
            &["availableNodes"][..],
        ),
        (Some(nodes.sum()), &["availableNodes"][..]),
        (number(object, "/status/size"), &["ready"][..]),
    ];
    let pairs = asked.into_iter().flat_map(|(wanted, fields)| {
        let fields = fields.iter();
        fields.filter_map(move |field| Some((wanted?, *field)))
    });
    let short = pairs
        .filter_map(|(wanted, field)| {
            Some((wanted, field, number(object, &format!("/status/{field}"))?))
        })
        .find(|(wanted, _, has)| has < wanted)
        .map(|(wanted, field, has)| (format!("{field} {has}/{wanted}"), format!("{has}/{wanted}")));
    let unavailable = count(object, "/status/unavailableReplicas");
    let missing = (unavailable > 0).then(|| {
        let said = format!("unavailableReplicas {unavailable}");
        (said, unavailable.to_string())
    });
    let (said, seen) = short.or(missing)?;
    Some(ctx.pending(Reason::LessReady, said).with_seen(seen))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_bad_state_is_a_whole_word_or_holds_a_bad_part() {
        for (state, is_bad) in [
            ("walarchivingfailing", true),
            ("red", true),
            ("bored", false),
        ] {
            assert_eq!(super::is_bad(state), is_bad, "{state}");
        }
    }
}
