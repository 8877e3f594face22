//! The kind rules: what an object's own status says about it. Generic rules first (deletion,
//! generation), then one rule a kind, then standard conditions. Pure: `now` and the language are
//! values, and nothing is fetched.
//!
//! Where the engines of the field disagree (kubectl, Argo CD, kstatus, Helm), the strictest is taken.

pub mod daemonset;
pub mod deployment;
pub mod fields;
pub mod generic;
pub mod pod;
pub mod printed;
pub mod reason;
pub mod statefulset;

use crate::facts::lang::Lang;
use crate::facts::verdict::{Judgement, Verdict};
use chrono::{DateTime, Utc};
use generic::{Observes, unsettled};
pub use reason::Reason;
use serde_json::Value;

/// What a kind rule may know beside the object itself.
#[derive(Debug, Clone, Copy)]
pub struct KindContext<'a> {
    /// The clock of the run.
    pub now: DateTime<Utc>,
    /// The language of messages.
    pub lang: Lang,
    /// Pods and nodes seen beside the object, if any were.
    pub siblings: Option<&'a Siblings<'a>>,
}

/// Objects seen beside the judged one. A DaemonSet is held against them.
#[derive(Debug, Clone, Default)]
pub struct Siblings<'a> {
    /// Pods, of this workload or of others.
    pub pods: Vec<&'a Value>,
    /// All nodes of the cluster.
    pub nodes: Vec<&'a Value>,
}

impl<'a> KindContext<'a> {
    /// Without siblings.
    pub fn new(now: DateTime<Utc>, lang: Lang) -> KindContext<'a> {
        KindContext {
            now,
            lang,
            siblings: None,
        }
    }

    /// The same with siblings.
    pub fn beside(self, siblings: &'a Siblings<'a>) -> KindContext<'a> {
        KindContext {
            siblings: Some(siblings),
            ..self
        }
    }

    /// A passed judgement in the context's language.
    pub(crate) fn passed(&self, reason: Reason, ko: String, en: String) -> Judgement {
        self.say(Verdict::Passed, reason, ko, en)
    }

    /// A pending one.
    pub(crate) fn pending(&self, reason: Reason, ko: String, en: String) -> Judgement {
        self.say(Verdict::Pending, reason, ko, en)
    }

    /// A failed one.
    pub(crate) fn failed(&self, reason: Reason, ko: String, en: String) -> Judgement {
        self.say(Verdict::Failed, reason, ko, en)
    }

    /// A manual one.
    pub(crate) fn manual(&self, reason: Reason, ko: String, en: String) -> Judgement {
        self.say(Verdict::Manual, reason, ko, en)
    }

    fn say(&self, verdict: Verdict, reason: Reason, ko: String, en: String) -> Judgement {
        Judgement::new(verdict, reason.word(), self.lang.pick(ko, en))
    }
}

/// A rule: from an object of its kind to a judgement, after the generic rules.
type Rule = fn(&Value, &KindContext) -> Judgement;

/// Judges one object by what its own status says (and, for a DaemonSet, by pods and nodes beside it).
pub fn status(object: &Value, ctx: &KindContext) -> Judgement {
    let kind = fields::kind(object);
    if kind.is_empty() || fields::text(object, "/apiVersion").is_empty() {
        return ctx.manual(
            Reason::NotAnObject,
            "kind나 apiVersion이 없어 판정할 수 없습니다".into(),
            "has no kind or apiVersion, so no rule applies".into(),
        );
    }
    let (observes, rule) = rule(fields::group(object), kind);
    unsettled(object, observes, ctx).unwrap_or_else(|| rule(object, ctx))
}

/// What still moves, or cannot finish, among objects: it overrides any numbers that a command
/// printed (rules 3 and 4 of the order of rules). A failed one goes before a pending one; the message
/// names the first and counts the others. Pods of a workload that ended are left out: they are
/// reported, and are not live.
pub fn moving(objects: &[&Value], ctx: &KindContext) -> Option<Judgement> {
    let judged = objects
        .iter()
        .filter(|object| !pod::is_replaced(object))
        .map(|object| (*object, status(object, ctx)));
    let unsettled: Vec<(&Value, Judgement)> = judged
        .filter(|(_, judgement)| matches!(judgement.verdict, Verdict::Failed | Verdict::Pending))
        .collect();
    let first_of = |verdict| unsettled.iter().find(|(_, j)| j.verdict == verdict);
    let (object, judgement) = first_of(Verdict::Failed).or_else(|| first_of(Verdict::Pending))?;
    let others = unsettled
        .iter()
        .filter(|(_, j)| j.verdict == judgement.verdict)
        .count()
        - 1;
    let named = format!(
        "{}/{}: {}",
        fields::kind(object).to_lowercase(),
        fields::name(object),
        judgement.message
    );
    let message = match others {
        0 => named,
        _ => ctx.lang.pick(
            format!("{named} (외 {others}개)"),
            format!("{named} (and {others} more)"),
        ),
    };
    Some(Judgement {
        message,
        ..judgement.clone()
    })
}

/// The rule of a kind, and whether its controller always writes the observed generation.
fn rule(group: &str, kind: &str) -> (Observes, Rule) {
    use Observes::{Always, Sometimes};
    match (group, kind) {
        ("apps" | "extensions", "Deployment") => (Always, deployment::deployment),
        ("apps" | "extensions", "ReplicaSet") => (Always, deployment::replica_set),
        ("apps" | "extensions", "DaemonSet") => (Always, daemonset::daemon_set),
        ("apps", "StatefulSet") => (Always, statefulset::stateful_set),
        ("", "Pod") => (Sometimes, pod::pod),
        _ => (Sometimes, unlisted),
    }
}

fn unlisted(object: &Value, ctx: &KindContext) -> Judgement {
    let kind = fields::kind(object);
    ctx.manual(
        Reason::UnlistedKind,
        format!("{kind}의 상태가 무엇을 뜻하는지 정해진 규칙이 없습니다"),
        format!("no rule says what the state of a {kind} means"),
    )
}

#[cfg(test)]
mod tests;
