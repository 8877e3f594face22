//! Signs beside the conditions that a custom object does not work or has not settled: a state word,
//! an error text, another version than asked for, conditions of its parts.

use super::KindContext;
use super::fields::{at, conditions, count, list, number, shorten, text};
use super::polarity::contradiction;
use super::reason::Reason;
use crate::facts::verdict::Judgement;
use serde_json::{Value, json};

/// Fields of a status that hold one word for the whole object.
const WORDS: &[&str] = &[
    "/status/phase",
    "/status/state",
    "/status/currentState",
    "/status/status",
    "/status/modelStatus/transitionStatus",
];

/// Fields of a status that hold something only when something is wrong.
const ERRORS: &[&str] = &[
    "failureReason",
    "failureMessage",
    "errorMessage",
    "error",
    "errMsg",
    "errors",
    "lastError",
    "validationErrors",
];

/// State words of a broken object, in lower case.
const BAD: &[&str] = &[
    "failed",
    "failure",
    "failing",
    "error",
    "errored",
    "degraded",
    "unhealthy",
    "invalid",
    "lost",
    "faulted",
    "aborted",
    "rejected",
    "unavailable",
    "notready",
];

/// State words of an object that is on its way, in lower case.
const MOVING: &[&str] = &[
    "pending",
    "provisioning",
    "creating",
    "updating",
    "upgrading",
    "deleting",
    "terminating",
    "progressing",
    "reconciling",
    "installing",
    "uninstalling",
    "initializing",
    "scaling",
    "scalingup",
    "scalingdown",
    "rolling",
    "restoring",
    "starting",
    "stopping",
    "stopped",
    "paused",
    "pausing",
    "suspended",
    "suspending",
    "waiting",
    "queued",
    "unknown",
    "processing",
    "migrating",
    "inprogress",
    "new",
    "bootstrapping",
];

/// The first sign that contradicts what the conditions say; `None` if there is none.
pub fn contradicting(object: &Value, ctx: &KindContext) -> Option<Judgement> {
    contradiction(&conditions(object), ctx)
        .or_else(|| state_word(object, ctx))
        .or_else(|| error_text(object, ctx))
        .or_else(|| other_version(object, ctx))
        .or_else(|| too_few(object, ctx))
        .or_else(|| parts(object, ctx))
}

fn state_word(object: &Value, ctx: &KindContext) -> Option<Judgement> {
    WORDS.iter().find_map(|pointer| {
        let word = text(object, pointer);
        let folded: String = word
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        let said = format!("{}: {word}", pointer[1..].replace('/', "."));
        let broken = ["fail", "error", "degrad"]
            .iter()
            .any(|part| folded.contains(part));
        if broken || BAD.contains(&folded.as_str()) {
            Some(
                ctx.failed(Reason::Degraded, said.clone(), said)
                    .with_seen(word),
            )
        } else if MOVING.contains(&folded.as_str()) {
            Some(
                ctx.pending(Reason::Progressing, said.clone(), said)
                    .with_seen(word),
            )
        } else {
            None
        }
    })
}

fn error_text(object: &Value, ctx: &KindContext) -> Option<Judgement> {
    ERRORS.iter().find_map(|field| {
        let said = match at(object, &format!("/status/{field}"))? {
            Value::String(message) if !message.trim().is_empty() => shorten(message),
            Value::Array(errors) if !errors.is_empty() => shorten(&errors[0].to_string()),
            Value::Object(error) if !error.is_empty() => shorten(text(&json!(error), "/message")),
            _ => return None,
        };
        Some(ctx.pending(
            Reason::Contradicted,
            format!("status.{field}에 오류가 있습니다: {said}"),
            format!("status.{field} holds an error: {said}"),
        ))
    })
}

/// A version that was asked for and is not the running one: `1.36` asked, `v1.36.2` running is fine.
fn other_version(object: &Value, ctx: &KindContext) -> Option<Judgement> {
    let wanted = text(object, "/spec/version").trim_start_matches('v');
    let running = text(object, "/status/version").trim_start_matches('v');
    let rest = running.strip_prefix(wanted);
    let same = rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    (!wanted.is_empty() && !running.is_empty() && !same).then(|| {
        ctx.pending(
            Reason::OtherRevision,
            format!("버전 {wanted}을(를) 요청했지만 {running}이(가) 실행 중입니다"),
            format!("version {wanted} is asked for, {running} is running"),
        )
    })
}

/// Lists in the status whose entries carry conditions of their own (listeners, targets, members).
fn parts(object: &Value, ctx: &KindContext) -> Option<Judgement> {
    let status = at(object, "/status")?.as_object()?;
    let lists = status.iter().filter(|(field, _)| *field != "conditions");
    let entries = lists.filter_map(|(_, list)| list.as_array()).flatten();
    entries
        .filter_map(|entry| Some(json!({"status": {"conditions": entry.get("conditions")?}})))
        .find_map(|part| contradiction(&conditions(&part), ctx))
}

/// Counts of a status that are below the one that the spec asks for.
fn too_few(object: &Value, ctx: &KindContext) -> Option<Judgement> {
    let nodes = list(object, "/spec/nodeSets")
        .iter()
        .map(|set| count(set, "/count"));
    let asked = [
        (
            number(object, "/spec/replicas"),
            &["readyReplicas", "availableReplicas", "updatedReplicas"][..],
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
    Some(
        ctx.pending(Reason::LessReady, said.clone(), said)
            .with_seen(seen),
    )
}
