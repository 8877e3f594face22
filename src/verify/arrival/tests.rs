//! Where a deployment is, by what Gitploy, Argo CD and git say: one row a combination, in records of both
//! languages.

use super::*;
use crate::facts::observation::Seen;
use crate::verify::understand::{Vocabulary, understand};
use chrono::DateTime;
use serde_json::json;

const OWN: &str = "8531c7a49402ff7931704ea18d5ced0ba97f3168";
const OLD: &str = "c3d9aa1f0e5b7d2846f13c08b1a97e54d60f2b81";
const NEW: &str = "4be1d07c92a3f5d8e6017b94c2d3f1a8e5b6c790";

/// A record of two languages: its deployments, whether it names its Application, its environment.
fn records(numbers: &str, application: bool, env: &str) -> [String; 2] {
    let app = |key: &str| {
        if application {
            format!("- {key}: web\n")
        } else {
            String::new()
        }
    };
    let env = |key: &str| match env {
        "" => String::new(),
        env => format!("- {key}: {env}\n"),
    };
    [
        format!(
            "# 배포\n\n- 배포 번호: {numbers}\n{}{}\n커밋 {OWN}\n",
            app("Argo CD Application"),
            env("환경")
        ),
        format!(
            "# Rollout\n\n- Deployment number: {numbers}\n{}{}\nCommit {OWN}\n",
            app("Application"),
            env("Environment")
        ),
    ]
}

fn deployment(number: u64, status: &str) -> Value {
    json!({"repo": "o/r", "number": number, "type": "commit", "env": "ops", "ref": OWN, "status": status,
        "sha": OWN, "html_url": null, "production_environment": false, "is_rollback": false,
        "dynamic_payload": {"app": "web"}, "created_at": "2025-12-05T10:00:00Z", "user": null,
        "statuses": [], "reviews": []})
}

fn with_later(mut own: Value, number: u64, sha: &str) -> Value {
    let mut later = deployment(number, "success");
    later["sha"] = json!(sha);
    own["later"] = later;
    own
}

fn application_at(revision: &str, finished: &str) -> Value {
    json!({"kind": "Application", "metadata": {"name": "web"}, "status": {
        "sync": {"status": "Synced", "revision": revision}, "health": {"status": "Healthy"},
        "history": [{"id": 1, "revision": revision}],
        "operationState": {"phase": "Succeeded", "finishedAt": finished, "syncResult": {"revision": revision}}}})
}

fn changed(mut object: Value, pointer: &str, value: Value) -> Value {
    *object.pointer_mut(pointer).unwrap() = value;
    object
}

fn seen(object: &Value) -> Observation {
    Observation::Seen(Box::new(Seen {
        objects: vec![object.clone()],
        ..Seen::at(DateTime::UNIX_EPOCH)
    }))
}

fn nothing() -> Observation {
    Observation::Seen(Box::new(Seen::at(DateTime::UNIX_EPOCH)))
}

fn blind(cause: Cause) -> Observation {
    Observation::Blind(Blind::new(cause, "could not look", ""))
}

/// What git knows: pairs of an ancestor and a descendant.
type History<'a> = Option<&'a [(&'a str, &'a str)]>;

fn arrival(
    text: &str,
    gitploy: &[Observation],
    argo: Option<Observation>,
    git: History<'_>,
    by: ArrivalBy,
) -> Arrival {
    let understanding = understand(text, &Vocabulary::default());
    let mut answers = Answers::default();
    for (query, observation) in asking::deployments(&understanding).into_iter().zip(gitploy) {
        answers.put(query, observation.clone());
    }
    if let Some(query) = asking::argo(&understanding) {
        answers.put(query, argo.unwrap_or_else(nothing));
    }
    for query in commits_to_compare(&understanding, &answers) {
        let Query::Git(GitQuery { args, .. }) = &query else {
            panic!("{query:?}")
        };
        let answer = match git {
            None => blind(Cause::NotConfigured),
            Some(known) => {
                let mut seen = Seen::at(DateTime::UNIX_EPOCH);
                seen.success = known.contains(&(args[1].as_str(), args[2].as_str()));
                Observation::Seen(Box::new(seen))
            }
        };
        answers.put(query, answer);
    }
    Arrival::of(&understanding, &answers, by, understanding.record.lang)
}

/// The kind of an arrival, and what its text must hold.
fn word(arrival: &Arrival) -> (&'static str, &str) {
    match arrival {
        Arrival::NoDeployment => ("none", ""),
        Arrival::Arrived => ("arrived", ""),
        Arrival::Assumed => ("assumed", ""),
        Arrival::UnderWay(seen) => ("under way", seen),
        Arrival::NotDeployed(seen) => ("not deployed", seen),
        Arrival::Unknown(why) => ("unknown", why),
        Arrival::OtherEnvironment(why) => ("other environment", why),
        Arrival::Superseded {
            by,
            contains: Contained::Yes,
        } => ("contained", by),
        Arrival::Superseded {
            by,
            contains: Contained::No,
        } => ("replaced", by),
        Arrival::Superseded {
            by,
            contains: Contained::CannotTell,
        } => ("perhaps replaced", by),
    }
}

#[test]
fn gitploys_word_is_the_first_source() {
    let dep = |status: &str| seen(&deployment(1, status));
    for (status, expected) in [
        ("success", "arrived"),
        ("running", "under way"),
        ("waiting", "under way"),
        ("created", "under way"),
        ("queued", "under way"),
        ("in_progress", "under way"),
        ("Success", "under way"),
        ("", "under way"),
        ("failure", "not deployed"),
        ("canceled", "not deployed"),
    ] {
        for text in records("#1", false, "") {
            let found = arrival(&text, &[dep(status)], None, None, ArrivalBy::Asking);
            assert_eq!(word(&found).0, expected, "{status}\n{text}");
            // What the source says is not assumed away.
            let assumed = arrival(&text, &[dep(status)], None, None, ArrivalBy::Assuming);
            assert_eq!(found, assumed, "{status}");
        }
    }
    for cause in Cause::ALL {
        for text in records("#1", false, "") {
            let found = arrival(&text, &[blind(cause)], None, None, ArrivalBy::Asking);
            assert_eq!(word(&found).0, "unknown", "{cause:?}\n{text}");
            assert!(
                word(&found).1.contains("[deployments] arrival"),
                "{found:?}"
            );
            let found = arrival(&text, &[blind(cause)], None, None, ArrivalBy::Assuming);
            assert_eq!(found, Arrival::Assumed, "{cause:?}");
        }
    }
    for text in records("#1", false, "") {
        let found = arrival(&text, &[nothing()], None, None, ArrivalBy::Asking);
        assert_eq!(word(&found).0, "not deployed", "{text}");
    }
}

#[test]
fn of_several_deployments_the_worst_decides_in_any_order() {
    let rows: [(&str, &str, &str); 7] = [
        ("success", "success", "arrived"),
        ("success", "running", "under way"),
        ("running", "success", "under way"),
        ("success", "failure", "not deployed"),
        ("failure", "success", "not deployed"),
        ("running", "failure", "not deployed"),
        ("waiting", "canceled", "not deployed"),
    ];
    for (one, other, expected) in rows {
        for text in records("#1, #2", false, "") {
            let answers = [seen(&deployment(1, one)), seen(&deployment(2, other))];
            let found = arrival(&text, &answers, None, None, ArrivalBy::Asking);
            assert_eq!(word(&found).0, expected, "{one} {other}\n{text}");
        }
    }
    for text in records("#1, #2", false, "") {
        for (answers, expected) in [
            (
                [seen(&deployment(1, "success")), blind(Cause::Timeout)],
                "unknown",
            ),
            (
                [blind(Cause::Timeout), seen(&deployment(2, "success"))],
                "unknown",
            ),
            (
                [blind(Cause::Timeout), seen(&deployment(2, "failure"))],
                "not deployed",
            ),
            (
                [blind(Cause::Timeout), seen(&deployment(2, "running"))],
                "under way",
            ),
        ] {
            let found = arrival(&text, &answers, None, None, ArrivalBy::Asking);
            assert_eq!(word(&found).0, expected, "{answers:?}\n{text}");
        }
        // The second is the later one of the first, and both are the record's.
        let first = with_later(deployment(1, "success"), 2, NEW);
        let answers = [seen(&first), seen(&deployment(2, "success"))];
        let found = arrival(&text, &answers, None, None, ArrivalBy::Asking);
        assert_eq!(word(&found).0, "arrived", "{text}");
    }
}

#[test]
fn the_application_must_agree() {
    let (before, after) = ("2025-12-05T09:00:00Z", "2025-12-05T10:05:00Z");
    let at = |revision: &str, finished: &str| application_at(revision, finished);
    let contains: History<'_> = Some(&[(OWN, NEW)]);
    let older: History<'_> = Some(&[(OLD, OWN)]);
    let operation = "/status/operationState";
    let rolled_back = changed(
        at(OLD, after),
        "/status/history",
        json!([{"revision": OWN}, {"revision": OLD}]),
    );
    let failed = changed(
        at(OWN, after),
        operation,
        json!({"phase": "Failed", "message": "hook failed", "syncResult": {"revision": OWN}}),
    );
    let failed = changed(
        failed,
        "/status/sync",
        json!({"status": "OutOfSync", "revision": OWN}),
    );
    let failed = changed(failed, "/status/history", json!([{"revision": OLD}]));
    let chosen = |sync: Value| {
        let part = changed(
            at(OWN, after),
            "/status/sync",
            json!({"status": "OutOfSync"}),
        );
        let mut part = changed(part, "/status/history", json!([{"revision": OLD}]));
        part["status"]["operationState"]["operation"] = json!({"sync": sync});
        part
    };
    let sources = changed(
        at(OWN, after),
        "/status/operationState/syncResult",
        json!({"revisions": ["1.2.3", OWN]}),
    );
    let rows: Vec<(&str, Value, History<'_>, &str)> = vec![
        ("at the commit", at(OWN, after), None, "arrived"),
        (
            "at the commit since before",
            at(OWN, before),
            None,
            "arrived",
        ),
        ("of several sources", sources, None, "arrived"),
        (
            "degraded is for the checks",
            changed(at(OWN, after), "/status/health/status", json!("Degraded")),
            None,
            "arrived",
        ),
        (
            "drifted afterwards",
            changed(at(OWN, after), "/status/sync/status", json!("OutOfSync")),
            None,
            "arrived",
        ),
        ("at the old commit", at(OLD, before), None, "under way"),
        (
            "at the old commit, by git",
            at(OLD, after),
            older,
            "under way",
        ),
        (
            "syncing",
            changed(
                at(OWN, after),
                "/status/operationState/phase",
                json!("Running"),
            ),
            None,
            "under way",
        ),
        ("the sync failed", failed, None, "not deployed"),
        ("never synced", json!({"status": {}}), None, "under way"),
        (
            "at a newer one that contains it",
            at(NEW, after),
            contains,
            "contained",
        ),
        (
            "at a newer one that does not",
            at(NEW, after),
            Some(&[]),
            "replaced",
        ),
        (
            "at a newer one, no git",
            at(NEW, after),
            None,
            "perhaps replaced",
        ),
        ("rolled back", rolled_back.clone(), older, "replaced"),
        ("rolled back, no git", rolled_back, None, "perhaps replaced"),
        (
            "chosen resources at the commit",
            chosen(json!({"resources": [{"kind": "Service", "name": "web"}]})),
            None,
            "under way",
        ),
        (
            "only tried at the commit",
            chosen(json!({"dryRun": true})),
            None,
            "under way",
        ),
        (
            "a chart's version, failed since",
            changed(
                changed(
                    at("1.2.3", after),
                    &format!("{operation}/phase"),
                    json!("Failed"),
                ),
                "/status/history",
                json!([{"revision": "1.2.2"}]),
            ),
            None,
            "unknown",
        ),
        (
            "a chart's version, synced since",
            at("1.2.3", after),
            None,
            "arrived",
        ),
        (
            "a chart's version from before",
            at("1.2.3", before),
            None,
            "unknown",
        ),
    ];
    for (what, object, git, expected) in &rows {
        for text in records("#1", true, "") {
            let gitploy = [seen(&deployment(1, "success"))];
            let found = arrival(&text, &gitploy, Some(seen(object)), *git, ArrivalBy::Asking);
            assert_eq!(word(&found).0, *expected, "{what}: {found:?}\n{text}");
            // Gitploy's running or failed deployment, and its silence, are not healed by Argo CD.
            for (gitploy, expected) in [
                (seen(&deployment(1, "running")), "under way"),
                (seen(&deployment(1, "failure")), "not deployed"),
                (blind(Cause::Unauthorized), "unknown"),
            ] {
                let found = arrival(
                    &text,
                    &[gitploy],
                    Some(seen(object)),
                    *git,
                    ArrivalBy::Asking,
                );
                assert_eq!(word(&found).0, expected, "{what}: {found:?}");
            }
        }
    }
    for text in records("#1", true, "") {
        let gitploy = [seen(&deployment(1, "success"))];
        for (argo, expected) in [
            (nothing(), "unknown"),
            (blind(Cause::Forbidden), "unknown"),
            (blind(Cause::NoSuchApi), "unknown"),
            // A recording from before this was asked.
            (blind(Cause::Offline), "arrived"),
        ] {
            let found = arrival(&text, &gitploy, Some(argo.clone()), None, ArrivalBy::Asking);
            assert_eq!(word(&found).0, expected, "{argo:?}\n{text}");
        }
    }
}

/// One that the record only implies has a say where it is seen.
#[test]
fn an_application_that_is_only_implied_may_be_elsewhere() {
    let request = "\n```\ncurl -X POST -d '{\"env\": \"ops\", \"dynamic_payload\": {\"app\": \"web\"}}' https://gitploy.example.dev/api/v1/repos/o/r/deployments\n```\n";
    let old = application_at(OLD, "2025-12-05T09:00:00Z");
    for text in records("#1", false, "").map(|text| text + request) {
        let gitploy = [seen(&deployment(1, "success"))];
        for (argo, expected) in [
            (nothing(), "arrived"),
            (blind(Cause::NoSuchApi), "arrived"),
            (seen(&old), "under way"),
            (
                seen(&application_at(OWN, "2025-12-05T10:05:00Z")),
                "arrived",
            ),
            (blind(Cause::Forbidden), "unknown"),
        ] {
            let found = arrival(&text, &gitploy, Some(argo.clone()), None, ArrivalBy::Asking);
            assert_eq!(word(&found).0, expected, "{argo:?}\n{text}");
        }
    }
}

#[test]
fn a_later_deployment_is_named_and_compared() {
    let rows: [(&str, History<'_>, &str); 5] = [
        (NEW, Some(&[(OWN, NEW)]), "contained"),
        (NEW, Some(&[]), "replaced"),
        (NEW, None, "perhaps replaced"),
        (OLD, Some(&[(OLD, OWN)]), "replaced"),
        (OWN, None, "contained"),
    ];
    for (sha, git, expected) in rows {
        for text in records("#1", false, "") {
            let own = with_later(deployment(1, "success"), 9, sha);
            let found = arrival(&text, &[seen(&own)], None, git, ArrivalBy::Asking);
            assert_eq!(word(&found).0, expected, "{sha}\n{text}");
            assert!(word(&found).1.contains("#9"), "{found:?}");
            // Assuming arrival does not make it the newest.
            let found = arrival(&text, &[seen(&own)], None, git, ArrivalBy::Assuming);
            assert_eq!(word(&found).0, expected, "{sha}\n{text}");
        }
    }
    let mut own = deployment(1, "success");
    own["unseen_later"] = serde_json::to_value(Blind::new(Cause::Timeout, "late", "")).unwrap();
    for text in records("#1", false, "") {
        let found = arrival(&text, &[seen(&own)], None, None, ArrivalBy::Asking);
        assert_eq!(word(&found).0, "unknown", "{text}");
    }
}

#[test]
fn the_environment_of_the_deployment_must_be_the_records() {
    for (named, expected) in [
        ("", "arrived"),
        ("ops", "arrived"),
        ("OPS", "arrived"),
        ("buzzvil-eks-ops", "arrived"),
        ("dev, ops", "arrived"),
        ("ops 클러스터", "arrived"),
        ("dev", "other environment"),
        ("buzzvil-eks-prod", "other environment"),
        ("ops2", "other environment"),
        ("prod", "other environment"),
        ("development", "other environment"),
    ] {
        for text in records("#1", false, named) {
            let found = arrival(
                &text,
                &[seen(&deployment(1, "success"))],
                None,
                None,
                ArrivalBy::Assuming,
            );
            assert_eq!(word(&found).0, expected, "{named}\n{text}");
        }
    }
    assert!(is_environment("production", "acme-prod") && is_environment("stg", "staging-eks"));
    assert!(!is_environment("cluster", "prod") && !is_environment("ops", "dev-ops2"));
}

#[test]
fn a_commit_alone_is_held_against_a_named_application() {
    let text = |app: &str| {
        [
            format!("# 배포\n\n{app}커밋 {OWN}\n"),
            format!("# Rollout\n\n{app}Commit {OWN}\n"),
        ]
    };
    for text in text("") {
        assert_eq!(
            arrival(&text, &[], None, None, ArrivalBy::Asking),
            Arrival::NoDeployment,
            "{text}"
        );
        assert_eq!(
            arrival(&text, &[], None, None, ArrivalBy::Assuming),
            Arrival::NoDeployment,
            "{text}"
        );
    }
    for text in text("Application: web\n\n") {
        for (argo, expected) in [
            (
                seen(&application_at(OWN, "2025-12-05T10:05:00Z")),
                "arrived",
            ),
            (
                seen(&application_at(OLD, "2025-12-05T10:05:00Z")),
                "under way",
            ),
            (nothing(), "unknown"),
        ] {
            let found = arrival(&text, &[], Some(argo.clone()), None, ArrivalBy::Asking);
            assert_eq!(word(&found).0, expected, "{argo:?}\n{text}");
        }
    }
}

#[test]
fn the_gate_lets_nothing_through_from_before() {
    let verdicts = [
        Verdict::Passed,
        Verdict::Failed,
        Verdict::Pending,
        Verdict::Unknown,
        Verdict::Manual,
    ];
    let by = || "#9".to_owned();
    let arrivals = [
        (Arrival::NoDeployment, None),
        (Arrival::Arrived, None),
        (Arrival::Assumed, None),
        (Arrival::UnderWay("running".into()), Some(Verdict::Pending)),
        (
            Arrival::NotDeployed("failure".into()),
            Some(Verdict::Pending),
        ),
        (Arrival::Unknown("no token".into()), Some(Verdict::Unknown)),
        (
            Arrival::OtherEnvironment("dev".into()),
            Some(Verdict::Unknown),
        ),
        (
            Arrival::Superseded {
                by: by(),
                contains: Contained::Yes,
            },
            None,
        ),
        (
            Arrival::Superseded {
                by: by(),
                contains: Contained::No,
            },
            Some(Verdict::Unknown),
        ),
        (
            Arrival::Superseded {
                by: by(),
                contains: Contained::CannotTell,
            },
            Some(Verdict::Unknown),
        ),
    ];
    for (arrival, held) in arrivals {
        for lang in [Lang::Ko, Lang::En] {
            for verdict in verdicts {
                let judged = Judgement::new(verdict, Reason::AsExpected, "ready 7/10");
                let gated = arrival.gate(judged.clone(), lang);
                let looked = matches!(
                    verdict,
                    Verdict::Passed | Verdict::Failed | Verdict::Pending
                );
                match held.filter(|_| looked) {
                    Some(held) => assert_eq!(gated.verdict, held, "{arrival:?}"),
                    None => assert_eq!(
                        (gated.verdict, &gated.reason),
                        (verdict, &judged.reason),
                        "{arrival:?}"
                    ),
                }
                assert!(
                    gated.message.contains("ready 7/10"),
                    "{arrival:?}: {gated:?}"
                );
                if looked && !matches!(arrival, Arrival::NoDeployment | Arrival::Arrived) {
                    assert!(gated.message.len() > "ready 7/10".len(), "{arrival:?}");
                }
            }
        }
    }
}

/// A forge's deployment in records of both languages: its words, and what the Application says beside it.
#[test]
fn a_forges_deployment_arrives_by_its_own_words() {
    let texts = |application: bool| {
        let [ko, en] = records("#46", application, "");
        [
            ko.replace("배포 번호", "GitHub 배포 번호"),
            en.replace("Deployment number", "GitHub deployment number"),
        ]
    };
    let at = "2025-12-05T10:03:00Z";
    let events = |words: &[&str]| {
        let events = words.iter().map(
            |word| json!({"status": word, "description": null, "log_url": null, "created_at": at}),
        );
        json!(events.collect::<Vec<_>>())
    };
    let told = |words: &[&str]| {
        let mut one = deployment(46, words.last().copied().unwrap_or("pending"));
        one["source"] = json!("github");
        one["statuses"] = events(words);
        one
    };
    let unset = || blind(Cause::NotConfigured);
    let own = application_at(OWN, at);
    let old = application_at(OLD, "2025-12-05T09:00:00Z");
    let history: History<'_> = Some(&[(OLD, OWN)]);
    for (name, gitploy, argo, expected) in [
        ("success", seen(&told(&["success"])), None, "arrived"),
        (
            "under way",
            seen(&told(&["in_progress"])),
            None,
            "under way",
        ),
        ("no event", seen(&told(&[])), None, "under way"),
        ("waiting", seen(&told(&["waiting"])), None, "under way"),
        (
            "new word",
            seen(&told(&["success", "revived"])),
            None,
            "under way",
        ),
        ("failure", seen(&told(&["failure"])), None, "not deployed"),
        ("error", seen(&told(&["error"])), None, "not deployed"),
        (
            "after a success",
            seen(&told(&["success", "failure"])),
            None,
            "not deployed",
        ),
        // What is not in force any more has arrived only where the cluster says that it is there.
        (
            "inactive",
            seen(&told(&["success", "inactive"])),
            None,
            "perhaps replaced",
        ),
        (
            "inactive, there",
            seen(&told(&["success", "inactive"])),
            Some(&own),
            "arrived",
        ),
        (
            "inactive, gone",
            seen(&told(&["success", "inactive"])),
            Some(&old),
            "under way",
        ),
        (
            "never in force",
            seen(&told(&["in_progress", "inactive"])),
            Some(&own),
            "under way",
        ),
        (
            "success, not synced",
            seen(&told(&["success"])),
            Some(&old),
            "under way",
        ),
        (
            "success, synced",
            seen(&told(&["success"])),
            Some(&own),
            "arrived",
        ),
        ("not there", nothing(), None, "not deployed"),
        ("not set up", unset(), None, "unknown"),
        ("not set up, synced", unset(), Some(&own), "unknown"),
        (
            "limited",
            blind(Cause::TooManyRequests),
            Some(&own),
            "unknown",
        ),
        ("forbidden", blind(Cause::Forbidden), None, "unknown"),
    ] {
        for text in texts(argo.is_some()) {
            let argo = argo.map(seen);
            let found = arrival(
                &text,
                std::slice::from_ref(&gitploy),
                argo,
                history,
                ArrivalBy::Asking,
            );
            let (found, why) = word(&found);
            assert_eq!(found, expected, "{name}: {why}\n{text}");
        }
    }
}

/// What a record names beside Gitploy's counts where it is set up, and is not missed where it is not.
#[test]
fn a_forge_that_is_not_set_up_is_no_source_beside_another() {
    let success = seen(&deployment(12, "success"));
    let mut other = deployment(46, "failure");
    other["source"] = json!("github");
    for text in [
        "# 배포\n\n- Gitploy 배포: #12\n- GitHub 배포: #46\n",
        "# Rollout\n\n- Gitploy deployment: #12\n- GitHub deployment: #46\n",
    ] {
        for (forge, expected) in [
            (blind(Cause::NotConfigured), "arrived"),
            (blind(Cause::Unauthorized), "unknown"),
            (seen(&other), "not deployed"),
        ] {
            let all = [success.clone(), forge];
            let found = arrival(text, &all, None, None, ArrivalBy::Asking);
            assert_eq!(word(&found).0, expected, "{text}");
        }
        // Gitploy is missed, whatever the forge says.
        let mut forge = deployment(46, "success");
        forge["source"] = json!("github");
        let all = [blind(Cause::NotConfigured), seen(&forge)];
        let found = arrival(text, &all, None, None, ArrivalBy::Asking);
        assert_eq!(word(&found).0, "unknown", "{text}");
    }
}
