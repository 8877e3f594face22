//! What the fields of a status say towards a kind's rule: words, counts, things that must be there,
//! or not, or agree.

use crate::facts::fields::{at, count, list, number, shorten, text, time};
use crate::facts::verdict::{Judgement, Reason};
use crate::judge::kind::KindContext;
use crate::judge::kind::generic::no_status;
use crate::judge::kind::operators::Word;
use crate::judge::kind::workload::nothing_desired;
use crate::told;
use chrono::{SecondsFormat, TimeDelta};
use serde_json::Value;

/// State words (`status.phase`): every one must be good; a bad one is a failure; any other is on its way.
pub(super) fn state_words(object: &Value, words: &[Word], ctx: &KindContext) -> Option<Judgement> {
    let read = words
        .iter()
        .map(|word| (word, scalar(object, word.pointer)));
    let read: Vec<(&Word, String)> = read.collect();
    let (bad, moving) = (
        read.iter()
            .find(|(word, value)| word.bad.contains(&value.as_str())),
        read.iter()
            .find(|(word, value)| !word.good.contains(&value.as_str())),
    );
    let said = |word: &Word, value: &str| {
        let why = explanation(object);
        format!(
            "{}: {value}{why}",
            word.pointer.trim_start_matches('/').replace('/', ".")
        )
    };
    match (bad, moving) {
        (Some((word, value)), _) => {
            let said = said(word, value);
            Some(ctx.failed(Reason::Degraded, said).with_seen(value.as_str()))
        }
        (None, Some((_, value))) if value.is_empty() => Some(no_status(ctx)),
        (None, Some((word, value))) => {
            let said = said(word, value);
            Some(
                ctx.pending(Reason::Progressing, said)
                    .with_seen(value.as_str()),
            )
        }
        (None, None) => None,
    }
}

/// What a status says about its own state word, if it does: ` (reason)`.
fn explanation(object: &Value) -> String {
    let fields = ["/status/message", "/status/reason", "/status/phaseReason"];
    let said = fields.into_iter().map(|field| text(object, field));
    match said.into_iter().find(|said| !said.is_empty()) {
        Some(said) => format!(" ({})", shorten(said)),
        None => String::new(),
    }
}

/// The text, number or flag at a pointer as text; empty when absent.
pub(super) fn scalar(object: &Value, pointer: &str) -> String {
    match at(object, pointer) {
        Some(Value::String(text)) => text.clone(),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => value.to_string(),
        Some(Value::Null | Value::Array(_) | Value::Object(_)) | None => String::new(),
    }
}

/// Counts of a status against a wanted one, which is 1 where it is absent.
pub(super) fn counts(
    object: &Value,
    wanted: &str,
    has: &[&str],
    ctx: &KindContext,
) -> Option<Judgement> {
    if at(object, "/status").is_none() {
        return Some(no_status(ctx));
    }
    let from_status = wanted.starts_with("/status/");
    let wanted = number(object, wanted).unwrap_or(1);
    if from_status && wanted == 0 {
        return Some(nothing_desired(ctx));
    }
    has.iter().find_map(|pointer| {
        let seen = count(object, pointer);
        let field = pointer.rsplit('/').next().unwrap_or(pointer);
        let reason = if seen < wanted {
            Reason::LessReady
        } else {
            Reason::OldPods
        };
        let said = format!("{field} {seen}/{wanted}");
        let judgement = ctx.pending(reason, said);
        (seen != wanted).then(|| judgement.with_seen(format!("{seen}/{wanted}")))
    })
}

/// A text that counts itself (`2/3`): nothing wanted is left to a person, as with a DaemonSet.
pub(super) fn ratio(object: &Value, pointer: &str, ctx: &KindContext) -> Option<Judgement> {
    let said = text(object, pointer);
    let parsed = said.split_once('/');
    let parsed = parsed.and_then(|(has, wanted)| {
        Some((
            has.trim().parse::<u64>().ok()?,
            wanted.trim().parse::<u64>().ok()?,
        ))
    });
    match parsed {
        None => Some(no_status(ctx)),
        Some((_, 0)) => Some(nothing_desired(ctx)),
        Some((has, wanted)) if has == wanted => None,
        Some(_) => {
            let message = told!(ReadyOf, seen = said);
            Some(ctx.pending(Reason::LessReady, message).with_seen(said))
        }
    }
}

/// Two places that must hold the same: what was asked for and what runs.
pub(super) fn same(object: &Value, one: &str, other: &str, ctx: &KindContext) -> Option<Judgement> {
    let (asked, has) = (scalar(object, one), scalar(object, other));
    (asked.is_empty() || asked != has)
        .then(|| ctx.pending(Reason::OtherRevision, told!(AskedForAnother, asked, has)))
}

/// Something that stands there only while the object is not done, or not right.
pub(super) fn unset(object: &Value, pointer: &str, ctx: &KindContext) -> Option<Judgement> {
    let still = match at(object, pointer)? {
        Value::Null | Value::Bool(false) => false,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(_) | Value::Array(_) | Value::Object(_) => is_set(object, pointer),
        Value::Bool(true) => true,
    };
    let field = pointer.trim_start_matches('/').replace('/', ".");
    still.then(|| ctx.pending(Reason::Progressing, told!(StillHoldsSomething, field)))
}

/// A time that must not have passed.
pub(super) fn until(object: &Value, pointer: &str, ctx: &KindContext) -> Option<Judgement> {
    let end = time(object, pointer)?;
    (end <= ctx.now).then(|| {
        let end = end.format("%Y-%m-%d %H:%M UTC");
        ctx.failed(Reason::Degraded, told!(ExpiredAt, end))
    })
}

/// How many intervals may pass before what is done at each of them is called overdue: controllers back off and queue.
const OVERDUE: i32 = 5;

/// Something that is done again at each interval and has not been for many of them: its controller is not at work,
/// whatever its conditions say. An interval of 0 is never.
pub(super) fn fresh(
    object: &Value,
    interval: &str,
    last: &str,
    ctx: &KindContext,
) -> Option<Judgement> {
    let interval = crate::facts::duration::parse(text(object, interval))?;
    let last = time(object, last)?;
    let patience = interval * OVERDUE + TimeDelta::minutes(5);
    (!interval.is_zero() && ctx.now - last > patience).then(|| {
        let at = last.to_rfc3339_opts(SecondsFormat::Secs, true);
        ctx.pending(Reason::Progressing, told!(SyncedLongAgo, at))
    })
}

/// Entries that must agree: branches that are promoted together.
pub(super) fn alike(
    object: &Value,
    entries: &str,
    pointer: &str,
    ctx: &KindContext,
) -> Option<Judgement> {
    let said = list(object, entries).iter();
    let said: Vec<String> = said.map(|entry| scalar(entry, pointer)).collect();
    match said.split_first() {
        None => Some(no_status(ctx)),
        Some((first, others)) if others.iter().all(|other| other == first) => None,
        Some(_) => {
            let said = said.join(", ");
            Some(ctx.pending(Reason::OtherRevision, told!(TheyDiffer, said)))
        }
    }
}

pub(super) fn is_set(object: &Value, pointer: &str) -> bool {
    match at(object, pointer) {
        None | Some(Value::Null) => false,
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Array(items)) => !items.is_empty(),
        Some(Value::Object(fields)) => !fields.is_empty(),
        Some(Value::Bool(_) | Value::Number(_)) => true,
    }
}
