//! A watch of days in records of both languages: before its end, at it and after it; and the revision
//! that an Application is held to.

use crate::collect::observe::Outside;
use crate::collect::tests::fixture::access;
use crate::facts::lang::Lang;
use crate::facts::observation::{Observation, Seen};
use crate::facts::outcome::ItemOutcome;
use crate::facts::verdict::Verdict;
use crate::query::Query;
use crate::verify::Answers;
use crate::verify::understand::{Vocabulary, understand};
use crate::verify::{Context, Wanted, judge, questions};
use crate::world::{State, World};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

const RECORDS: [&str; 2] = [
    include_str!("../../demo/files/record.ko.md"),
    include_str!("../../demo/files/record.en.md"),
];

/// Every answer that a record gets in a world.
fn answered(text: &str, state: State) -> Vec<(Query, Observation)> {
    let world = World::start(state).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let outside = Outside::new(access(&world, folder.path()));
    let understanding = understand(text, &Vocabulary::default());
    let mut queries = questions(std::iter::once(&understanding));
    queries.sort();
    queries.dedup();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let answers = runtime.block_on(outside.observe(&queries));
    let observations = answers.into_iter().map(|answer| answer.observation);
    queries.into_iter().zip(observations).collect()
}

/// The items of a record, judged from answers at a time, and how many edits that makes.
fn items(
    text: &str,
    answers: &[(Query, Observation)],
    now: DateTime<Utc>,
) -> (Vec<ItemOutcome>, usize) {
    let mut all = Answers::default();
    for (query, observation) in answers {
        all.put(query.clone(), observation.clone());
    }
    let (vocabulary, wanted) = (Vocabulary::default(), Wanted::default());
    let context = Context {
        now,
        zone: None,
        lang: Lang::En,
        vocabulary: &vocabulary,
        wanted: &wanted,
    };
    let understanding = understand(text, &vocabulary);
    let judged = judge("record.md", text, &understanding, &all, &context);
    (judged.outcome.items, judged.edits.len())
}

/// The same answers, with every container of every pod as a change makes it.
fn changed(answers: &[(Query, Observation)], change: &Value) -> Vec<(Query, Observation)> {
    let mut answers = answers.to_vec();
    let seen = answers.iter_mut().filter_map(|(_, one)| match one {
        Observation::Seen(seen) => Some(seen),
        Observation::Blind(_) => None,
    });
    for pod in seen.flat_map(|seen| seen.objects.iter_mut()) {
        let statuses = pod.pointer_mut("/status/containerStatuses");
        for status in statuses.and_then(Value::as_array_mut).into_iter().flatten() {
            for (key, value) in change.as_object().unwrap() {
                status[key] = value.clone();
            }
        }
    }
    answers
}

fn restarted(count: u64, at: DateTime<Utc>, run_began: Option<DateTime<Utc>>) -> Value {
    let mut end = json!({"exitCode": 1, "reason": "Error", "finishedAt": at.to_rfc3339()});
    if let Some(began) = run_began {
        end["startedAt"] = json!(began.to_rfc3339());
    }
    json!({"restartCount": count, "lastState": {"terminated": end},
        "state": {"running": {"startedAt": at.to_rfc3339()}}})
}

#[test]
fn what_happens_after_the_end_of_a_watch_does_not_count_and_nothing_untold_passes() {
    for text in RECORDS {
        let answers = answered(text, State::Later);
        let at = text.lines().last().unwrap();
        let (all, _) = items(text, &answers, State::Later.clock());
        let watch = all.iter().position(|item| item.due.is_some()).expect(at);
        let due = all[watch].due.unwrap();
        let since = due - TimeDelta::days(2);
        let (hour, day) = (TimeDelta::hours(1), TimeDelta::days(1));
        let quiet = json!({"restartCount": 0, "lastState": {}});
        let cases = [
            // Before the end: pending, with its date, and a restart settles it.
            (quiet.clone(), due - hour, Verdict::Pending, "NotDueYet"),
            (
                restarted(1, due - day, None),
                due - hour,
                Verdict::Failed,
                "Restarted",
            ),
            // At the end.
            (quiet.clone(), due, Verdict::Passed, "Stable"),
            (restarted(1, due, None), due, Verdict::Failed, "Restarted"),
            // After it.
            (quiet, due + day, Verdict::Passed, "Stable"),
            (
                restarted(1, since - hour, None),
                due + day,
                Verdict::Passed,
                "Stable",
            ),
            (
                restarted(1, due - hour, None),
                due + day,
                Verdict::Failed,
                "Restarted",
            ),
            (
                restarted(1, due + hour, None),
                due + day,
                Verdict::Passed,
                "Stable",
            ),
            (
                restarted(2, due + hour, None),
                due + day,
                Verdict::Manual,
                "AfterWatch",
            ),
            (
                restarted(2, due + hour, Some(due - hour)),
                due + day,
                Verdict::Failed,
                "Restarted",
            ),
            (
                restarted(2, due + hour * 2, Some(due + hour)),
                due + day,
                Verdict::Passed,
                "Stable",
            ),
            (
                restarted(9, due + hour, Some(since - hour)),
                due + day,
                Verdict::Passed,
                "Stable",
            ),
            (
                restarted(9, due + hour * 2, Some(due + hour)),
                due + day,
                Verdict::Manual,
                "AfterWatch",
            ),
            (
                json!({"restartCount": 1, "lastState": {}, "state": {"running": {}}}),
                due + day,
                Verdict::Failed,
                "Restarted",
            ),
        ];
        for (change, now, verdict, reason) in cases {
            let answers = changed(&answers, &change);
            let (all, _) = items(text, &answers, now);
            let judged = &all[watch].judgement;
            let got = (judged.verdict, judged.reason.word());
            assert_eq!(got, (verdict, reason), "{change} at {now}: {judged:?}");
        }
    }
}

/// A tick that the watch has earned stays, whatever happens to the pods later.
#[test]
fn an_earned_tick_is_not_taken_back_by_what_came_later() {
    for text in RECORDS {
        let answers = answered(text, State::Later);
        let (all, _) = items(text, &answers, State::Later.clock());
        let watch = all.iter().position(|item| item.due.is_some()).unwrap();
        let due = all[watch].due.unwrap();
        let crashing = json!({"restartCount": 7, "ready": false,
            "state": {"waiting": {"reason": "CrashLoopBackOff"}},
            "lastState": {"terminated": {"exitCode": 1,
                "startedAt": (due + TimeDelta::hours(5)).to_rfc3339(),
                "finishedAt": (due + TimeDelta::hours(6)).to_rfc3339()}}});
        let later = changed(&answers, &crashing);
        let (all, _) = items(text, &later, due + TimeDelta::hours(7));
        let judged = &all[watch].judgement;
        assert_eq!(judged.verdict, Verdict::Manual, "{judged:?}");
        assert_eq!(judged.reason.word(), "AfterWatch");
    }
}

#[test]
fn an_application_is_held_to_what_gitploy_deployed() {
    let other = "0000000000000000000000000000000000000000";
    for (text, item) in [
        (
            "# 배포\n\n**배포**: Gitploy #4354\n\n커밋 `{other}`.\n\nApplication: `alloy-ops`\n\n```bash\nargocd app get alloy-ops\n```\n\n## 다음 단계\n\n1. ⏳ ArgoCD 동기화 확인\n",
            "ArgoCD 동기화 확인",
        ),
        (
            "# Rollout\n\n**Deployment**: Gitploy #4354\n\nCommit `{other}`.\n\nApplication: `alloy-ops`\n\n```bash\nargocd app get alloy-ops\n```\n\n## Next steps\n\n- [ ] Argo CD sync\n",
            "Argo CD sync",
        ),
    ] {
        let text = text.replace("{other}", other);
        let understanding = understand(&text, &Vocabulary::default());
        let asked = questions(std::iter::once(&understanding));
        let application = asked.iter().any(|query| matches!(query, Query::Argo(_)));
        let gitploy = asked
            .iter()
            .any(|query| matches!(query, Query::Deployment(_)));
        assert!(application && gitploy, "{asked:#?}");
        let answers = answered(&text, State::After);
        let (all, _) = items(&text, &answers, State::After.clock());
        let found = all.iter().find(|one| one.text == item).unwrap();
        assert_eq!(found.judgement.verdict, Verdict::Passed, "{found:?}");
        // Where Gitploy knows nothing, the commit that the record names counts.
        let unseen: Vec<(Query, Observation)> = answers
            .into_iter()
            .map(|(query, seen)| match query {
                Query::Deployment(_) => {
                    let nothing = Seen::at(State::After.clock());
                    (query, Observation::Seen(Box::new(nothing)))
                }
                _ => (query, seen),
            })
            .collect();
        let (all, _) = items(&text, &unseen, State::After.clock());
        let found = all.iter().find(|one| one.text == item).unwrap();
        assert_eq!(found.judgement.reason.word(), "OtherRevision", "{found:?}");
    }
}

/// A deployment that a source dates in the time to come is no moment since which nothing restarted.
#[test]
fn a_time_to_come_hides_no_restart() {
    let command =
        "kubectl --context buzzvil-eks-ops get pods -n loki-v3 -l app.kubernetes.io/name=alloy";
    for (deployment, plan, expected, claim) in [
        ("배포", "검증 계획", "기대 결과", "배포 이후 재시작 없음"),
        (
            "Deployment",
            "Verification plan",
            "Expected",
            "No restarts since the deployment",
        ),
    ] {
        let text = format!(
            "# Alloy\n\n**{deployment}**: Gitploy #4354\n\n## {plan}\n\n### 1. Pods\n\n```bash\n{command}\n```\n\n**{expected}**:\n- {claim}\n\n## Checklist\n\n- ⏳ Pods\n"
        );
        let mut answers = answered(&text, State::After);
        let clock = State::After.clock();
        let verdict = |answers: &[(Query, Observation)], now| {
            let (all, _) = items(&text, answers, now);
            (all[0].judgement.verdict, all[0].judgement.message.clone())
        };
        let now = verdict(&answers, clock);
        assert_eq!(now.0, Verdict::Passed, "{claim}: {}", now.1);
        let seen = answers.iter_mut().filter_map(|(_, one)| match one {
            Observation::Seen(seen) => Some(seen),
            Observation::Blind(_) => None,
        });
        for table in seen.flat_map(|seen| seen.tables.iter_mut()) {
            let at = table.columns.iter().position(|one| one.name == "RESTARTS");
            let Some(at) = at else { continue };
            for row in &mut table.rows {
                row.cells[at] = "2 (30m ago)".into();
            }
        }
        // An hour before the time that Gitploy gives.
        let before = verdict(&answers, clock - TimeDelta::hours(1));
        assert_ne!(before.0, Verdict::Passed, "{claim}: {}", before.1);
        // Long after it, those restarts are the deployment's.
        let after = verdict(&answers, clock + TimeDelta::hours(2));
        assert_ne!(after.0, Verdict::Passed, "{claim}: {}", after.1);
    }
}
