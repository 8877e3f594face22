//! Containers that were killed for their memory. A table of pods shows that only while they are down; the pod's
//! own status keeps the last end of each container.

use super::outcome::{Say, few};
use super::pick::{asks_kind, not_printed};
use super::text::{holds_text, printed};
use crate::facts::fields::{at, count, list, name, text, time};
use crate::facts::verdict::Judgement;
use crate::judge::scene::{Scene, View};
use crate::query::Query;
use crate::told;
use serde_json::Value;

const REASON: &str = "OOMKilled";

/// What a container's status tells.
enum Told {
    Nothing,
    Killed(String),
    /// It ended more often than its status keeps.
    Unclear(String),
}

/// No container was killed so, or only before the record's deployment.
pub(super) fn no_oom(scene: &Scene) -> Judgement {
    let shows_pods = |view: &View| {
        let query = view.query();
        matches!(query, Query::Get(_) | Query::Describe(_)) && asks_kind(query, "pods")
    };
    if !scene.views.iter().any(shows_pods) {
        // Neither logs nor events nor a workload's own status would say so of every container.
        if !holds_text(&printed(scene), REASON) {
            return not_printed(scene, REASON);
        }
        let told = told!(OutputHas, shown = REASON);
        return Say(scene.lang).failed(told).with_seen(REASON);
    }
    let pods = if scene.views.iter().any(View::is_filtered) {
        scene.all_pods()
    } else {
        scene.pods()
    };
    if pods.is_empty() && !scene.rows().is_empty() {
        return not_printed(scene, REASON);
    }
    judge(scene, &pods)
}

fn judge(scene: &Scene, pods: &[&Value]) -> Judgement {
    let say = Say(scene.lang);
    let (mut killed, mut unclear, mut seen) = (Vec::new(), Vec::new(), 0);
    for pod in pods {
        let own = list(pod, "/status/containerStatuses").iter();
        for status in own.chain(list(pod, "/status/initContainerStatuses")) {
            seen += 1;
            match told(scene, pod, status) {
                Told::Nothing => {}
                Told::Killed(one) => killed.push(one),
                Told::Unclear(one) => unclear.push(one),
            }
        }
    }
    if seen == 0 {
        return not_printed(scene, REASON);
    }
    if !killed.is_empty() {
        let shown = few(&killed, scene.lang);
        return say
            .failed(format!("{REASON}: {shown}"))
            .with_seen(killed.len().to_string());
    }
    if !unclear.is_empty() {
        let shown = few(&unclear, scene.lang);
        return say.manual(told!(RestartedMoreThanTold, shown));
    }
    say.passed(told!(NoneOfContainers, seen)).with_seen("0")
}

fn told(scene: &Scene, pod: &Value, status: &Value) -> Told {
    let label = || format!("{}/{}", name(pod), text(status, "/name"));
    let before = |end: &str| {
        let finished = time(status, &format!("{end}/finishedAt"));
        matches!((finished, scene.record_time), (Some(finished), Some(record)) if finished < record)
    };
    let ends = ["/state/terminated", "/lastState/terminated"];
    let killed = |end: &&str| text(status, &format!("{end}/reason")) == REASON && !before(end);
    if ends.iter().any(killed) {
        return Told::Killed(label());
    }
    // Each restart had an end; the status keeps the last one.
    let restarts = count(status, "/restartCount");
    let kept = i64::from(at(status, "/lastState/terminated").is_some());
    if restarts > kept && !before("/lastState/terminated") {
        Told::Unclear(format!("{} ({restarts})", label()))
    } else {
        Told::Nothing
    }
}
