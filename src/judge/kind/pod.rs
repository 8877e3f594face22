//! Pod: phase, scheduling, waiting reasons, readiness.

pub(crate) use crate::facts::pod::printed_status;
use crate::told;
use crate::wording::Wording;

use super::KindContext;
use crate::facts::fields::{
    Condition, condition, conditions, count, flag, kind, list, number, shorten, text, time,
};
use crate::facts::kinds;
use crate::facts::pod::cells;
pub(crate) use crate::facts::pod::sidecar_names;
use crate::facts::verdict::{Judgement, Reason};
use crate::judge::word_list;
use chrono::TimeDelta;
use serde_json::Value;

/// For how long a pod may be unready or unscheduled before that is a failure.
const PATIENCE: TimeDelta = TimeDelta::minutes(10);

/// Sources: kstatus `podConditions` (but a failed pod is failed here), Argo CD `health_pod.go` (waiting
/// reasons; a pod that is meant to end is not healthy while it runs). Ready needs the pod's condition
/// *and* every container: a pod with a completed container beside a running one is not ready.
pub(crate) fn pod(pod: &Value, ctx: &KindContext) -> Judgement {
    let seen = cells(pod);
    let judgement = match text(pod, "/status/phase") {
        "" => super::generic::no_status(ctx),
        "Failed" => ended_badly(pod, ctx),
        "Succeeded" => ctx.passed(Reason::Completed, told!(RanToItsEndSuccessfully)),
        _ if is_lost(pod) => ctx.failed(
            Reason::NodeLost,
            told!(ItsNodeDoesNotAnswer, node = node(pod)),
        ),
        _ => alive(pod, ctx),
    };
    judgement.with_seen(format!("{} {}", seen.ready, seen.status))
}

/// Whether a pod is over and a controller keeps another one in its place: evicted and completed pods
/// of ReplicaSets, StatefulSets and DaemonSets are reported, but are not live.
pub(crate) fn is_replaced(object: &Value) -> bool {
    let ended = matches!(text(object, "/status/phase"), "Failed" | "Succeeded");
    kind(object) == "Pod" && ended && owner_kind(object).is_some_and(keeps_pods)
}

/// Whether a pod counts as live: not ended.
pub(crate) fn is_live(pod: &Value) -> bool {
    !matches!(text(pod, "/status/phase"), "Failed" | "Succeeded")
}

/// Whether a pod is ready by every sign that it carries, and not on its way out.
pub(crate) fn is_ready(pod: &Value) -> bool {
    let own = ["PodScheduled", "Initialized", "ContainersReady", "Ready"];
    let unmet = |c: &Condition| own.contains(&c.kind) && !c.is_true();
    text(pod, "/status/phase") == "Running"
        && text(pod, "/metadata/deletionTimestamp").is_empty()
        && !is_lost(pod)
        && condition(pod, "Ready").is_some_and(|c| c.is_true())
        && !conditions(pod).iter().any(unmet)
        && unready_containers(pod).is_empty()
        && !is_initializing(pod)
}

/// Whether an init container that is to end has not ended well.
fn is_initializing(pod: &Value) -> bool {
    let sidecars = sidecar_names(pod);
    let steps = list(pod, "/status/initContainerStatuses").iter();
    let mut steps = steps.filter(|status| !sidecars.contains(&text(status, "/name")));
    steps.any(|status| number(status, "/state/terminated/exitCode") != Some(0))
}

fn owner_kind(pod: &Value) -> Option<&str> {
    let owners = list(pod, "/metadata/ownerReferences");
    owners
        .iter()
        .find(|owner| flag(owner, "/controller"))
        .map(kind)
}

fn keeps_pods(owner: &str) -> bool {
    owner == "ReplicationController"
        || kinds::named(owner).is_some_and(|kind| kinds::keeps_pods(kind.plural))
}

fn is_lost(pod: &Value) -> bool {
    text(pod, "/status/reason") == "NodeLost" || text(pod, "/status/phase") == "Unknown"
}

fn node(pod: &Value) -> &str {
    text(pod, "/spec/nodeName")
}

fn ended_badly(pod: &Value, ctx: &KindContext) -> Judgement {
    let said = failure_text(pod);
    match text(pod, "/status/reason") {
        "Evicted" => ctx.failed(Reason::Evicted, told!(WasEvictedNotCountedAsLive, said)),
        _ => ctx.failed(Reason::PodFailed, told!(EndedWithAFailure, said)),
    }
}

/// What a failed pod says: its own message, else the word that its STATUS cell shows.
fn failure_text(pod: &Value) -> String {
    match text(pod, "/status/message") {
        "" => printed_status(pod),
        message => shorten(message),
    }
}

fn alive(pod: &Value, ctx: &KindContext) -> Judgement {
    if let Some(judgement) = stuck_container(pod, ctx) {
        return judgement;
    }
    let leaving = condition(pod, "DisruptionTarget").filter(|c| c.is_true());
    if let Some(leaving) = leaving {
        let told = told!(IsAboutToBeTerminated, said = leaving.said());
        return ctx.pending(Reason::Terminating, told);
    }
    if text(pod, "/status/phase") == "Pending" {
        return on_its_way(pod, ctx);
    }
    if text(pod, "/status/phase") != "Running" {
        return super::generic::no_status(ctx);
    }
    let (ready, total) = ready_of(pod);
    if !is_ready(pod) {
        return not_ready(pod, ready, total, ctx);
    }
    if let Some(judgement) = resizing(pod, ctx) {
        return judgement;
    }
    match text(pod, "/spec/restartPolicy") {
        "Never" | "OnFailure" => ctx.pending(Reason::Running, told!(StillRunsAndIsMeantToEnd)),
        _ => ctx.passed(Reason::Ready, told!(RunningReady, ready, total)),
    }
}

/// A resize in place (Kubernetes 1.33) that the kubelet has not carried out yet, or can't.
fn resizing(pod: &Value, ctx: &KindContext) -> Option<Judgement> {
    let conditions = conditions(pod);
    let wanted = conditions
        .iter()
        .find(|c| matches!(c.kind, "PodResizePending" | "PodResizeInProgress") && !c.is_false())?;
    let said = wanted.said();
    let unfinished = told!(ItsResizeIsNotFinished, said);
    Some(match wanted.reason {
        "Infeasible" => ctx.failed(Reason::Resizing, unfinished),
        _ => ctx.pending(Reason::Resizing, unfinished),
    })
}

/// A container that waits for a reason that does not pass by itself.
fn stuck_container(pod: &Value, ctx: &KindContext) -> Option<Judgement> {
    all_containers(pod).find_map(|container| {
        let word = text(container, "/state/waiting/reason");
        let reason = waiting_reason(word)?;
        let name = text(container, "/name");
        let restarts = count(container, "/restartCount");
        let said = after_colon(shorten(text(container, "/state/waiting/message")));
        Some(ctx.failed(reason, told!(ContainerRestarts, name, word, restarts, said)))
    })
}

/// Reasons of a waiting container that are failures: the kubelet's own words end in `Error` or
/// `BackOff` or begin with `Err` (Argo CD `health_pod.go`), and `InvalidImageName`.
fn waiting_reason(word: &str) -> Option<Reason> {
    match word {
        "CrashLoopBackOff" => Some(Reason::CrashLoopBackOff),
        _ if word_list("image-pull-reason").has(word) => Some(Reason::ImagePullFailure),
        _ if word.starts_with("Err") || word.ends_with("Error") || word.ends_with("BackOff") => {
            Some(Reason::ContainerError)
        }
        _ => None,
    }
}

fn on_its_way(pod: &Value, ctx: &KindContext) -> Judgement {
    let scheduled = condition(pod, "PodScheduled");
    if let Some(scheduled) = scheduled.filter(|c| !c.is_true()) {
        return unscheduled(pod, scheduled.reason, &scheduled.said(), ctx);
    }
    if let Some(judgement) = terminated_container(pod, ctx) {
        return judgement;
    }
    let status = printed_status(pod);
    ctx.pending(Reason::Starting, told!(IsStarting, status))
}

/// Source: kstatus, which gives the scheduler 15 seconds; an autoscaler needs minutes to add a node.
fn unscheduled(pod: &Value, reason: &str, said: &str, ctx: &KindContext) -> Judgement {
    match reason {
        "SchedulingGated" => ctx.pending(Reason::SchedulingGated, told!(SchedulingGatesHoldItBack)),
        "Unschedulable" if !is_young(pod, ctx) => ctx.failed(
            Reason::Unschedulable,
            told!(NotScheduledForTenMinutes, said),
        ),
        _ => ctx.pending(Reason::Unscheduled, told!(IsNotScheduledYet, said)),
    }
}

/// Running, but not ready: pending for ten minutes of age, then failed.
fn not_ready(pod: &Value, ready: usize, total: usize, ctx: &KindContext) -> Judgement {
    if let Some(judgement) = terminated_container(pod, ctx) {
        return judgement;
    }
    let what = unready_containers(pod);
    let detail = if what.is_empty() {
        condition(pod, "Ready").map_or_else(String::new, |c| c.said())
    } else {
        what.join(", ")
    };
    let detail = after_colon(detail);
    patience(
        pod,
        Reason::NotReady,
        told!(RunsButIsNotReady, ready, total, detail),
        ctx,
    )
}

/// What somebody says, if they say anything, behind a colon.
fn after_colon(said: String) -> String {
    if said.is_empty() {
        said
    } else {
        format!(": {said}")
    }
}

/// A container that ended and that the kubelet is to start again, or never will.
fn terminated_container(pod: &Value, ctx: &KindContext) -> Option<Judgement> {
    let sidecars = sidecar_names(pod);
    let init = list(pod, "/status/initContainerStatuses").iter();
    let init = init.filter(|c| {
        sidecars.contains(&text(c, "/name")) || count(c, "/state/terminated/exitCode") != 0
    });
    let container = init
        .chain(list(pod, "/status/containerStatuses"))
        .find(|c| c.pointer("/state/terminated").is_some_and(Value::is_object))?;
    let name = text(container, "/name");
    let code = count(container, "/state/terminated/exitCode");
    let word = text(container, "/state/terminated/reason");
    let ended = told!(ContainerEnded, name, word, code);
    let never = text(pod, "/spec/restartPolicy") == "Never";
    match (never, code) {
        (true, 0) => None,
        (true, _) => Some(ctx.failed(Reason::ContainerTerminated, ended)),
        (false, _) => Some(patience(pod, Reason::ContainerTerminated, ended, ctx)),
    }
}

fn patience(pod: &Value, reason: Reason, told: Wording, ctx: &KindContext) -> Judgement {
    if is_young(pod, ctx) {
        ctx.pending(reason, told)
    } else {
        ctx.failed(reason, told)
    }
}

/// Whether a pod is at most ten minutes old. One without a time is taken as old: nothing says that
/// waiting helps.
fn is_young(pod: &Value, ctx: &KindContext) -> bool {
    let born = time(pod, "/metadata/creationTimestamp").or_else(|| time(pod, "/status/startTime"));
    born.is_some_and(|born| ctx.now - born < PATIENCE)
}

/// Ready and total containers, native sidecars included, as READY prints them.
fn ready_of(pod: &Value) -> (usize, usize) {
    let ready = cells(pod).ready;
    let (ready, total) = ready.split_once('/').unwrap_or(("0", "0"));
    (ready.parse().unwrap_or(0), total.parse().unwrap_or(0))
}

/// Names of containers and native sidecars that are not ready by their own status. A pod that has no
/// container statuses at all says nothing about them.
fn unready_containers(pod: &Value) -> Vec<&str> {
    let statuses = list(pod, "/status/containerStatuses");
    let missing = list(pod, "/spec/containers")
        .iter()
        .map(|container| text(container, "/name"))
        .filter(|name| !statuses.is_empty() && !statuses.iter().any(|s| text(s, "/name") == *name));
    let is = |status: &Value, state: &str| status.pointer(state).is_some_and(Value::is_object);
    let is_unready = |status: &&Value| {
        !flag(status, "/ready") || is(status, "/state/terminated") || is(status, "/state/waiting")
    };
    lasting(pod)
        .into_iter()
        .filter(is_unready)
        .map(|status| text(status, "/name"))
        .chain(missing)
        .collect()
}

fn all_containers(pod: &Value) -> impl Iterator<Item = &Value> {
    list(pod, "/status/initContainerStatuses")
        .iter()
        .chain(list(pod, "/status/containerStatuses"))
}

/// The containers of a pod that are not meant to end. An init container may be tried again; a sidecar
/// is one of the containers.
pub(crate) fn lasting(pod: &Value) -> Vec<&Value> {
    let sidecars = sidecar_names(pod);
    let init = list(pod, "/status/initContainerStatuses").iter();
    let of_sidecars = init.filter(|status| sidecars.contains(&text(status, "/name")));
    list(pod, "/status/containerStatuses")
        .iter()
        .chain(of_sidecars)
        .collect()
}
