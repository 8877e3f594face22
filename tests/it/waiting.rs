//! `--wait` while a rollout goes on: what is good for a moment is not taken for the end, and a replay
//! tells the same without waiting.

use crate::support::Lab;
use deployment_report::testing::world::State;
use std::time::{Duration, Instant};

const RECORD: &str = ".kiro/deployments/2025-12-05-record.md";
/// At three of the recorded moments READY is 10 although old pods are still there.
const RECORDS: [(&str, &str); 2] = [
    (
        "# 배포\n\n## 검증 계획\n\n### 1. DaemonSet 상태 검증\n\n```bash\nkubectl get daemonset alloy -n loki-v3\n```\n\n- READY: 10\n\n## 다음 단계\n\n1. ⏳ DaemonSet 상태 검증\n",
        "1. ✅ DaemonSet 상태 검증\n",
    ),
    (
        "# Rollout\n\n## Verification plan\n\n### 1. Verify the DaemonSet\n\n```bash\nkubectl get daemonset alloy -n loki-v3\n```\n\n- READY: 10\n\n## Next steps\n\n- [ ] Verify the DaemonSet\n",
        "- [x] Verify the DaemonSet\n",
    ),
];

/// Waits until the world was asked again and all answers of that look are out.
fn looked(lab: &Lab, before: usize) -> usize {
    let started = Instant::now();
    let mut last = (before, Instant::now());
    loop {
        assert!(started.elapsed() < Duration::from_secs(60), "nobody looked");
        let count = lab.world().requests().len();
        if count != last.0 {
            last = (count, Instant::now());
        }
        if count > before && last.1.elapsed() > Duration::from_millis(700) {
            return count;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn only_the_end_of_a_rollout_ends_the_wait() {
    for (record, ticked) in RECORDS {
        let lab = Lab::with_world(State::During(0)).configured();
        lab.file(RECORD, record);
        let args = ["verify", RECORD, "--wait", "60s", "--format", "json"];
        let live = [&args[..], &["--save-evidence", "e.har"]].concat();
        let run = std::thread::scope(|scope| {
            let run = scope.spawn(|| lab.run(&live));
            let mut asked = 0;
            for snapshot in [4, 5] {
                asked = looked(&lab, asked);
                assert!(!run.is_finished(), "it did not wait");
                lab.world().set_state(State::During(snapshot));
            }
            run.join().unwrap()
        })
        .exits(0)
        .says("\"verdict\": \"passed\"");
        assert_eq!(lab.read(RECORD), record, "{run}");

        // A replay looks when the run looked, and waits for nothing.
        lab.world().forget_requests();
        let started = Instant::now();
        let replay = [&args[..], &["--replay", "e.har"]].concat();
        let again = lab.run(&replay).exits(0);
        assert_eq!(again.stdout, run.stdout);
        assert!(started.elapsed() < Duration::from_secs(20));
        // Without patience it is the first look that is told.
        let first = lab.run(&["verify", RECORD, "--replay", "e.har"]).exits(0);
        assert!(!first.stdout.contains("✓"), "{first}");
        assert!(lab.world().requests().is_empty());
        lab.run(&[&replay[..], &["--update"]].concat()).exits(0);
        assert!(lab.read(RECORD).ends_with(ticked), "{}", lab.read(RECORD));
    }
}

#[test]
fn a_rollout_that_does_not_end_runs_out_of_patience_live_and_replayed() {
    let (record, _) = RECORDS[0];
    let lab = Lab::with_world(State::During(3)).configured();
    lab.file(RECORD, record);
    let args = [
        "verify", RECORD, "--update", "--wait", "1s", "--format", "json",
    ];
    let live = [&args[..], &["--save-evidence", "e.har"]].concat();
    let run = lab.run(&live).exits(4);
    assert_eq!(lab.read(RECORD), record, "{run}");
    let again = lab
        .run(&[&args[..], &["--replay", "e.har"]].concat())
        .exits(4);
    assert_eq!(again.stdout, run.stdout);
    assert_eq!(lab.read(RECORD), record);
}
