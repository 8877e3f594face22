mod batch;
mod cluster;
mod custom;
mod delivery;
mod driver;
mod lab;
mod mutations;
mod operators;
mod pods;
mod workloads;

use super::*;
use crate::tests::recordings::{body, exchange, items};

pub(super) fn ctx(lang: Lang) -> KindContext<'static> {
    KindContext::new("2026-11-23T10:14:00Z".parse().unwrap(), lang)
}

/// Our reviewed verdict on each of the 28 odd pods, beside the cells that the server prints.
const ZOO: &[(&str, &str, &str)] = &[
    ("a-running", "passed", "Ready"),
    ("b-running-restarted-3h", "passed", "Ready"),
    ("c-two-containers-one-crash", "failed", "CrashLoopBackOff"),
    ("d-oomkilled-now", "pending", "ContainerTerminated"),
    ("e-exitcode-3", "pending", "ContainerTerminated"),
    ("f-signal-9", "pending", "ContainerTerminated"),
    ("g-completed-and-running", "pending", "ContainerTerminated"),
    (
        "h-completed-and-running-notready",
        "pending",
        "ContainerTerminated",
    ),
    ("i-init-1-of-3", "pending", "Starting"),
    ("j-init-crash", "failed", "CrashLoopBackOff"),
    ("k-init-error", "pending", "ContainerTerminated"),
    ("l-init-exitcode", "pending", "ContainerTerminated"),
    ("m-podinitializing", "pending", "Starting"),
    ("n-sidecar-native", "passed", "Ready"),
    ("o-evicted", "failed", "Evicted"),
    ("p-nodelost", "failed", "NodeLost"),
    ("q-unknown", "failed", "NodeLost"),
    ("r-create-config-error", "failed", "ContainerError"),
    ("s-run-container-error", "failed", "ContainerError"),
    ("t-errimagepull", "failed", "ImagePullFailure"),
    ("u-invalidimagename", "failed", "ImagePullFailure"),
    ("v-gated", "pending", "SchedulingGated"),
    ("w-terminating", "pending", "Terminating"),
    ("x-terminating-nodelost", "pending", "Terminating"),
    ("y-containercreating", "pending", "Starting"),
    ("z-succeeded", "passed", "Completed"),
    ("zz-readiness-gate", "pending", "NotReady"),
    ("zzz-no-status", "pending", "Starting"),
];

#[test]
fn every_pod_of_the_zoo_prints_as_the_server_prints_it_and_has_a_reviewed_verdict() {
    let pods = items("extras/zoo.pods.list.json");
    let table = body("extras/zoo.pods.list.table.json");
    let rows = table["rows"].as_array().unwrap();
    assert_eq!((pods.len(), rows.len()), (ZOO.len(), ZOO.len()));
    for (pod, row) in pods.iter().zip(rows) {
        let name = fields::name(pod);
        let cells = crate::facts::pod::cells(pod);
        let seen = [
            cells.ready.as_str(),
            &cells.status,
            &cells.restarts.to_string(),
        ];
        let printed = [1, 2, 3].map(|i| row["cells"][i].as_str().unwrap());
        assert_eq!(seen[..2], printed[..2], "{name}");
        assert_eq!(seen[2], printed[2].split(' ').next().unwrap(), "{name}");
        let has_time = cells.restarts_cell(ctx(Lang::En).now).contains('(');
        assert_eq!(has_time, printed[2].contains('('), "{name}");

        let expected = ZOO.iter().find(|(zoo, ..)| *zoo == name).expect(name);
        for lang in [Lang::Ko, Lang::En] {
            let judgement = status(pod, &ctx(lang));
            let judged = (judgement.verdict.word(), judgement.reason.word());
            assert_eq!(
                judged,
                (expected.1, expected.2),
                "{name}: {}",
                judgement.message
            );
        }
    }
}

/// While the tolerations roll out, the DaemonSet passes only when every pod is new, ready and counted.
#[test]
fn during_the_rollout_only_the_finished_state_passes() {
    for (snapshot, verdict) in (0..8).zip([
        "pending", "pending", "pending", "pending", "pending", "passed", "passed", "passed",
    ]) {
        let ds = body(&format!("during/snap{snapshot}.daemonsets.get.alloy.json"));
        let judgement = status(&ds, &ctx(Lang::En));
        assert_eq!(
            judgement.verdict.word(),
            verdict,
            "{snapshot}: {}",
            judgement.message
        );
    }
}

/// The watch in order: whatever the counts of a moment say, only the last state passes.
#[test]
fn over_the_watch_only_the_last_state_passes() {
    let watch = exchange("watch/daemonset.watch.json");
    let events = watch["response"]["stream"].as_array().unwrap();
    let states = events.iter().map(|entry| &entry["event"]);
    let states: Vec<&Value> = states
        .filter(|event| event["type"] == "MODIFIED")
        .map(|event| &event["object"])
        .collect();
    for (index, state) in states.iter().enumerate() {
        for lang in [Lang::Ko, Lang::En] {
            let judgement = status(state, &ctx(lang));
            let last = index + 1 == states.len();
            assert_eq!(
                judgement.verdict == Verdict::Passed,
                last,
                "{index}: {}",
                judgement.message
            );
        }
    }
    let first = status(states[0], &ctx(Lang::En));
    assert_eq!(first.reason.word(), "GenerationLag", "{}", first.message);
}
