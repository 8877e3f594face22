//! Stability over days (`1-2일 안정성 확인`), from the pods' own timestamps and restart counts: over the
//! whole time stated since the deployment succeeded, the workloads are ready at the end, no
//! container restarted and no pod failed. Until the time is over it is pending, with the date.
//!
//! A pod that was deleted takes its restarts and failures with it, so pods that came during the
//! watch (a drain, an autoscaler, a later rollout, a crash that somebody cleaned up) leave a part of
//! that time unseen: a person must say what happened then.
//!
//! The time ends when it is due. What happens later does not count, whenever it is looked at: a
//! restart after the end makes nothing unstable, and trouble that is seen later, but may have begun
//! later, is left to a person.

use super::kind::{self, KindContext, pod};
use crate::facts::duration;
use crate::facts::fields::{self, list, name, text, time};
use crate::facts::observation::Cause;
use crate::facts::verdict::{Judgement, Reason, Verdict};
use crate::told;
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use serde_json::Value;

/// Judges the time from `since` (when the deployment succeeded) over `over`. `zone` is the record's,
/// for the date that is shown.
pub(crate) fn judge(
    pods: &[&Value],
    workloads: &[&Value],
    since: DateTime<Utc>,
    over: TimeDelta,
    zone: Tz,
    ctx: &KindContext<'_>,
) -> Judgement {
    let watch = Watch {
        since,
        due: since + over,
        over,
        zone,
        ctx,
    };
    if let Some(trouble) = pods.iter().find_map(|pod| watch.trouble(pod)) {
        return trouble;
    }
    if ctx.now < watch.due {
        return watch.waiting();
    }
    let live: Vec<&Value> = pods
        .iter()
        .copied()
        .filter(|pod| pod::is_live(pod))
        .collect();
    if live.is_empty() {
        return nothing_seen(workloads, ctx);
    }
    watch.at_the_end(&live, workloads)
}

/// Without a live pod nothing tells of restarts, whatever the workloads' own status says.
fn nothing_seen(workloads: &[&Value], ctx: &KindContext<'_>) -> Judgement {
    if workloads.is_empty() {
        Reason::Cause(Cause::NotFound)
            .judged(Verdict::Failed, told!(ThereIsNoWorkload).words(ctx.lang))
    } else {
        Reason::NothingToJudge.judged(Verdict::Manual, told!(NoLivePodTells).words(ctx.lang))
    }
}

/// The time that is watched: from the deployment's success, included, to the end of what is stated,
/// included.
#[derive(Debug, Clone, Copy)]
struct Watch<'a> {
    since: DateTime<Utc>,
    due: DateTime<Utc>,
    over: TimeDelta,
    zone: Tz,
    ctx: &'a KindContext<'a>,
}

/// What a container's restarts say about the watch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Restarts {
    /// There was none in it.
    None,
    /// There was one in it, or nothing tells when it was.
    Within,
    /// The last one was after its end; whether the others were, can't be seen.
    Untold,
}

impl Watch<'_> {
    fn holds(&self, when: DateTime<Utc>) -> bool {
        when >= self.since && when <= self.due
    }

    fn shown(&self, at: DateTime<Utc>) -> String {
        let local = at.with_timezone(&self.zone);
        local.format("%Y-%m-%d %H:%M %Z").to_string()
    }

    /// Before the time is over nothing can pass, and the date is told.
    fn waiting(&self) -> Judgement {
        let local = self.shown(self.due);
        let message = told!(Watching, until = local);
        self.ctx.say(Verdict::Pending, Reason::NotDueYet, message)
    }

    /// The workloads and their live pods once the time is over: all must be well.
    fn at_the_end(&self, live: &[&Value], workloads: &[&Value]) -> Judgement {
        let judged: Vec<(&Value, Judgement)> = workloads
            .iter()
            .chain(live)
            .map(|object| (*object, kind::status(object, self.ctx)))
            .collect();
        let verdict = Verdict::all(judged.iter().map(|(_, one)| one.verdict));
        let mut unwell = judged.into_iter().filter(|(_, one)| one.verdict == verdict);
        if verdict == Verdict::Passed {
            let unseen = self.untold(live).or_else(|| self.replaced(live));
            return unseen.unwrap_or_else(|| self.stable(live));
        }
        let was_so = |(object, _): &(&Value, Judgement)| {
            self.ctx.now == self.due || began(object).is_some_and(|began| began <= self.due)
        };
        let first = unwell.next();
        let proven = first.iter().cloned().chain(unwell).find(was_so);
        match (proven, first) {
            (Some((object, one)), _) => Judgement {
                message: format!("{}: {}", name(object), one.message),
                ..one
            },
            (None, Some((object, one))) => self.after(object, &one),
            (None, None) => self.stable(live),
        }
    }

    fn stable(&self, live: &[&Value]) -> Judgement {
        let time = duration::words(self.over, self.ctx.lang);
        let pods = live.len();
        let message = told!(StableOver, time, pods);
        self.ctx.say(Verdict::Passed, Reason::Stable, message)
    }

    /// Something is not well now, after the end, and nothing says that it was so at the end.
    fn after(&self, object: &Value, judged: &Judgement) -> Judgement {
        let (name, end, said) = (name(object), self.shown(self.due), &judged.message);
        let message = told!(WatchEnded, end, name, said);
        self.ctx.say(Verdict::Manual, Reason::AfterWatch, message)
    }

    /// Several restarts, of which only the last is known to be after the end.
    fn untold(&self, live: &[&Value]) -> Option<Judgement> {
        let mut all = live.iter().flat_map(|pod| {
            let lasting = pod::lasting(pod).into_iter();
            lasting.map(|status| (*pod, status))
        });
        let (pod, status) = all.find(|(_, status)| self.restarts(status) == Restarts::Untold)?;
        let (name, container) = (name(pod), text(status, "/name"));
        let (restarts, end) = (fields::count(status, "/restartCount"), self.shown(self.due));
        let message = told!(RestartedAfterWatch, name, container, restarts, end);
        let judged = self.ctx.say(Verdict::Manual, Reason::AfterWatch, message);
        Some(judged.with_seen(restarts.to_string()))
    }

    /// How long after the deployment's success its own rollout may still make pods: an hour, or half
    /// of the watch where that is shorter. Argo CD syncs after the event, and large DaemonSets take a
    /// while.
    fn rollout(&self) -> TimeDelta {
        TimeDelta::hours(1).min(self.over / 2)
    }

    /// Pods that came during the watch, and so did not live through it.
    fn replaced(&self, live: &[&Value]) -> Option<Judgement> {
        let born = |pod: &Value| time(pod, "/metadata/creationTimestamp");
        let settled = self.since + self.rollout();
        let late = |pod: &Value| born(pod).is_none_or(|born| born > settled);
        let young: Vec<&Value> = live.iter().copied().filter(|pod| late(pod)).collect();
        let first = young.iter().min_by_key(|pod| born(pod))?;
        let (count, all, name) = (young.len(), live.len(), name(first));
        let when = born(first).map_or_else(|| "?".to_string(), |born| self.shown(born));
        let message = told!(PodsReplaced, count, all, name, when);
        let judged = self.ctx.say(Verdict::Manual, Reason::PodsReplaced, message);
        Some(judged.with_seen(count.to_string()))
    }

    /// A pod that failed during the watch, or a container of it that restarted or ended: that time
    /// can't become stable any more.
    fn trouble(&self, pod: &Value) -> Option<Judgement> {
        if text(pod, "/status/phase") == "Failed" {
            return self.failed(pod);
        }
        pod::lasting(pod)
            .into_iter()
            .find_map(|status| self.ended(pod, status))
    }

    /// A failed pod, unless it failed before the watch, or after it was over. When it failed is told
    /// by its containers, else by its conditions; where nothing tells, it counts.
    fn failed(&self, pod: &Value) -> Option<Judgement> {
        let containers = list(pod, "/status/containerStatuses").iter();
        let ends = containers.filter_map(|status| time(status, "/state/terminated/finishedAt"));
        let conditions = fields::conditions(pod).into_iter();
        let turned = conditions.filter(|c| !c.is_true()).filter_map(|c| c.since);
        let when = ends.max().or_else(|| turned.max());
        if when.is_some_and(|when| !self.holds(when)) {
            return None;
        }
        let reason = match text(pod, "/status/reason") {
            "" => "Failed",
            reason => reason,
        };
        let message = told!(PodFailed, name = name(pod), reason).words(self.ctx.lang);
        let judged = Judgement::new(Verdict::Failed, Reason::PodFailed, message);
        Some(judged.with_seen(reason))
    }

    /// A container that restarted during the watch, or that ended and was not meant to.
    fn ended(&self, pod: &Value, status: &Value) -> Option<Judgement> {
        let crashed = self.crashed_in(status);
        if !crashed && self.restarts(status) != Restarts::Within {
            return None;
        }
        let (container, restarts) = (
            text(status, "/name"),
            fields::count(status, "/restartCount"),
        );
        let state = if crashed { "state" } else { "lastState" };
        let why = text(status, &format!("/{state}/terminated/reason"));
        let message =
            told!(RestartedSince, name = name(pod), container, restarts, why).words(self.ctx.lang);
        let judged = Reason::Restarted.judged(Verdict::Failed, message.trim_end());
        Some(judged.with_seen(restarts.to_string()))
    }

    /// When a container restarted: the end of the run before this one tells, or where that is gone,
    /// the start of this one. Of the restarts before, the run before knows only its own beginning.
    fn restarts(&self, status: &Value) -> Restarts {
        let last_end = time(status, "/lastState/terminated/finishedAt");
        let this_start = time(status, "/state/running/startedAt");
        let (count, last) = (
            fields::count(status, "/restartCount"),
            last_end.or(this_start),
        );
        match (count, last) {
            (0, _) => Restarts::None,
            (_, None) => Restarts::Within,
            (_, Some(last)) if last < self.since => Restarts::None,
            (_, Some(last)) if last <= self.due => Restarts::Within,
            (1, Some(_)) => Restarts::None,
            (_, Some(_)) => match time(status, "/lastState/terminated/startedAt") {
                // That run lasted over the whole watch.
                Some(start) if start < self.since => Restarts::None,
                Some(start) if start <= self.due => Restarts::Within,
                Some(_) if count == 2 => Restarts::None,
                Some(_) | None => Restarts::Untold,
            },
        }
    }

    /// A container that just ended with an error: its restart is not counted yet.
    fn crashed_in(&self, status: &Value) -> bool {
        let code = fields::number(status, "/state/terminated/exitCode").unwrap_or(0);
        let when = time(status, "/state/terminated/finishedAt");
        code != 0 && when.is_none_or(|when| self.holds(when))
    }
}

/// Since when an object has been as it is, where a condition that it does not meet tells.
fn began(object: &Value) -> Option<DateTime<Utc>> {
    let conditions = fields::conditions(object).into_iter();
    let unmet = conditions.filter(|c| matches!(c.kind, "Ready" | "Available") && !c.is_true());
    unmet.filter_map(|c| c.since).max()
}

#[cfg(test)]
mod tests;
