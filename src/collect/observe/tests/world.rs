//! Every kind of question, asked of the test world.

use crate::collect::deployments::Wanted;
use crate::collect::observe::{Answer, Outside};
pub(super) use crate::collect::tests::fixture::{access, put};
use crate::facts::deployment::{DeploymentRef, System};
use crate::facts::observation::{Observation, Seen};
use crate::query::{Class, Query};
use crate::world::{CONTEXT, REPOSITORY, State, World};

/// The query of a command line.
pub(super) fn query(line: &str) -> Query {
    let script = crate::query::script::read(line, "bash");
    match &script.commands[0].class {
        Class::Understood(pipeline) => pipeline.query.clone(),
        other => panic!("{line}: {other:?}"),
    }
}

/// Asks one command of an outside.
pub(super) fn ask(outside: &Outside, line: &str) -> Answer {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(outside.observe(&[query(line)])).remove(0)
}

/// What one command sees in a world.
pub(super) fn seen(state: State, line: &str) -> Seen {
    let world = World::start(state).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let outside = Outside::new(access(&world, folder.path()));
    match ask(&outside, line).observation {
        Observation::Seen(seen) => *seen,
        Observation::Blind(blind) => panic!("{line}: {blind:?}"),
    }
}

#[test]
fn a_table_is_what_kubectl_prints_and_carries_the_objects_of_workloads() {
    let seen = seen(State::After, "kubectl get ds -n loki-v3");
    assert_eq!(
        seen.text.lines().next().unwrap(),
        "NAME    DESIRED   CURRENT   READY   UP-TO-DATE   AVAILABLE   NODE SELECTOR   AGE"
    );
    assert_eq!(
        seen.tables[0].cell(&seen.tables[0].rows[0], "ready"),
        Some("10")
    );
    assert_eq!(seen.objects[0]["kind"], "DaemonSet");
    assert_eq!(seen.objects[0]["status"]["observedGeneration"], 2);
    assert_eq!(seen.at, State::After.clock());
}

#[test]
fn every_namespace_is_printed_and_in_the_rows() {
    let seen = seen(State::After, "kubectl get pods -A");
    assert!(seen.text.starts_with("NAMESPACE "), "{}", seen.text);
    assert!(
        seen.tables[0]
            .rows
            .iter()
            .all(|row| !row.namespace.is_empty())
    );
    assert_eq!(seen.tables[0].columns[0].name, "NAMESPACE");
}

#[test]
fn logs_have_times_and_know_where_they_stop() {
    let seen = seen(
        State::After,
        "kubectl logs -n loki-v3 -l app.kubernetes.io/name=alloy --tail=5",
    );
    let cut = seen.cut.unwrap();
    assert_eq!((cut.limit, cut.per_source), (5, true));
    assert!(cut.reached > 0);
    assert!(seen.lines.iter().all(|line| line.time.is_some()));
    assert!(!seen.text.lines().next().unwrap().starts_with("2025-12-05T"));
}

#[test]
fn a_pod_without_a_sample_is_seen_to_have_none() {
    let seen = seen(
        State::MetricsWarming,
        "kubectl top pods -n loki-v3 -l app.kubernetes.io/name=alloy",
    );
    let without = seen
        .usage
        .iter()
        .filter(|usage| usage.sample.is_none())
        .count();
    assert_eq!((seen.usage.len(), without), (10, 3));
    assert_eq!(seen.text.lines().count(), 8);
}

#[test]
fn several_pods_are_measured_and_one_that_is_not_there_is_told() {
    let whole = seen(
        State::After,
        "kubectl top pods -n loki-v3 -l app.kubernetes.io/name=alloy",
    );
    let [one, two, ..] = &whole.usage[..] else {
        panic!("{whole:?}");
    };
    let (one, two) = (&one.name, &two.name);
    let both = seen(
        State::After,
        &format!("kubectl top pod {one} {two} -n loki-v3"),
    );
    assert!(both.success && both.missing.is_empty());
    let names: Vec<&String> = both.usage.iter().map(|usage| &usage.name).collect();
    assert_eq!(names, [one, two]);
    let gone = seen(
        State::After,
        &format!("kubectl top pod gone {one} -n loki-v3"),
    );
    assert_eq!(
        (gone.success, &gone.missing[..]),
        (false, &["pod/gone".to_owned()][..])
    );
    assert_eq!(gone.usage.len(), 1);
}

#[test]
fn argo_rollouts_waits_and_events_are_seen() {
    for line in [
        "kubectl rollout status ds/alloy -n loki-v3",
        "kubectl rollout history ds/alloy -n loki-v3",
        "kubectl describe ds alloy -n loki-v3",
        "kubectl events -n loki-v3",
        "kubectl get events -n loki-v3",
        "kubectl version",
        "kubectl auth can-i list pods -n loki-v3",
        "kubectl get all -n loki-v3",
        "kubectl get application -n argocd",
        "argocd app get alloy-ops",
        "argocd app list",
        "argocd app history alloy-ops",
        "argocd app resources alloy-ops",
    ] {
        let seen = seen(State::After, line);
        assert!(seen.success && !seen.text.is_empty(), "{line}: {seen:?}");
    }
    let versions = seen(State::After, "kubectl api-versions").text;
    let versions: Vec<&str> = versions.lines().collect();
    assert!(versions.is_sorted(), "{versions:?}");
    for version in ["apps/v1", "argoproj.io/v1alpha1", "v1"] {
        assert!(versions.contains(&version), "{versions:?}");
    }
    assert_eq!(
        seen(State::After, "kubectl rollout status ds/alloy -n loki-v3").text,
        "daemon set \"alloy\" successfully rolled out\n"
    );
}

/// `argocd app list` of one label, of one project.
#[test]
fn applications_are_picked_by_label_and_project() {
    for (flags, names) in [
        ("", "argocd/alloy-ops argocd/web-ops"),
        ("-l team=ops", "argocd/alloy-ops"),
        ("-l team!=ops", "argocd/web-ops"),
        ("-p ops", "argocd/alloy-ops argocd/web-ops"),
        ("-p default", ""),
        ("-p default -p ops -l team", "argocd/alloy-ops"),
    ] {
        let seen = seen(State::After, &format!("argocd app list -o name {flags}"));
        let printed: Vec<&str> = seen.text.lines().collect();
        assert_eq!(printed.join(" "), names, "{flags}");
    }
}

#[test]
fn gitploy_tells_the_deployment_with_its_events() {
    let world = World::start(State::After).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let outside = Outside::new(access(&world, folder.path()));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let gitploy = outside.teller(System::Gitploy).unwrap();
        let deployment = gitploy
            .deployment(&DeploymentRef::numbered(4354))
            .await
            .unwrap();
        assert_eq!(
            (deployment.status.as_str(), deployment.repo.as_str()),
            ("success", REPOSITORY)
        );
        assert!(deployment.succeeded_at().is_some());
        assert!(
            deployment
                .statuses
                .is_sorted_by_key(|event| event.created_at)
        );
        let all = gitploy.deployments(Wanted::default(), |all| all.len() >= 10);
        let all = all.await.unwrap();
        assert_eq!(all.len(), 6);
        assert_eq!(
            all.into_iter().map(|one| one.number).max(),
            Some(4354.into())
        );
    });
}

#[test]
fn loki_pages_merge_without_doubles() {
    let world = World::start(State::After).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let outside = Outside::new(access(&world, folder.path()));
    let lines = |line: &str| match ask(&outside, line).observation {
        Observation::Seen(seen) => seen.lines,
        Observation::Blind(blind) => panic!("{line}: {blind:?}"),
    };
    let logql = "logcli query '{namespace=\"loki-v3\"}' --since=1h";
    let whole = lines(&format!("{logql} --limit=200"));
    let paged = lines(&format!("{logql} --limit=200 --batch=7"));
    assert!(whole.len() > 30, "{}", whole.len());
    assert_eq!(whole.len(), paged.len());
    assert!(whole.is_sorted_by(|a, b| a.time >= b.time));
    assert!(paged.is_sorted_by(|a, b| a.time >= b.time));
}

#[test]
fn a_record_may_write_another_name_for_a_context() {
    let world = World::start(State::After).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut access = access(&world, folder.path());
    access.mode = crate::collect::access::Mode::Recording;
    let aliases = [("ops", CONTEXT), ("lost", "no-such-context")];
    access.cluster.aliases = aliases
        .map(|(name, to)| (name.to_string(), to.to_string()))
        .into();
    let outside = Outside::new(access.clone());
    let named = |name: &str| query(&format!("kubectl get pods -A --context {name}"));
    let names = [
        ("ops", true),
        (CONTEXT, true),
        ("lost", false),
        ("other", false),
    ];
    let queries = names.map(|(name, _)| named(name));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let answers = runtime.block_on(outside.observe(&queries));
    for ((name, is_asked), answer) in names.into_iter().zip(answers) {
        let is_seen = matches!(answer.observation, Observation::Seen(_));
        assert_eq!(is_seen, is_asked, "{name}: {:?}", answer.observation);
    }
    // A replay needs no aliases, and takes none of another place's.
    let har = folder.path().join("e.har");
    put(&har, &outside.evidence().unwrap());
    access.mode = crate::collect::access::Mode::Replaying(har);
    access.cluster.aliases = [("ops".to_string(), "elsewhere".to_string())].into();
    let answer = ask(&Outside::new(access), "kubectl get pods -A --context ops");
    assert!(
        matches!(answer.observation, Observation::Seen(_)),
        "{answer:?}"
    );
}

#[test]
fn a_context_or_host_that_is_not_allowed_is_refused_before_any_request() {
    let world = World::start(State::After).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut access = access(&world, folder.path());
    access.cluster.allowed_contexts = Some(vec!["other".into()]);
    let outside = Outside::new(access);
    for (line, cause) in [
        (
            "kubectl get pods --context no-such-context",
            "ContextRefused",
        ),
        (
            &format!("kubectl get pods --context {CONTEXT}"),
            "ContextRefused",
        ),
        (
            "logcli query '{a=\"b\"}' --addr=https://elsewhere.example",
            "HostRefused",
        ),
        ("curl https://elsewhere.example/x", "HostRefused"),
        (
            "promtool query instant https://elsewhere.example up",
            "HostRefused",
        ),
    ] {
        let answer = ask(&outside, line);
        let Observation::Blind(blind) = answer.observation else {
            panic!("{line} was asked");
        };
        assert_eq!(
            (blind.cause.word(), answer.asked.as_str()),
            (cause, ""),
            "{line}"
        );
    }
    assert!(world.requests().is_empty());
}

#[test]
fn equal_queries_are_asked_once_and_answered_in_order() {
    let world = World::start(State::After).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let outside = Outside::new(access(&world, folder.path()));
    let lines = [
        "kubectl get ds -n loki-v3",
        "kubectl get nodes",
        "kubectl get ds -n loki-v3",
    ];
    let queries: Vec<Query> = lines.iter().map(|line| query(line)).collect();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let answers = runtime.block_on(outside.observe(&queries));
    let text = |answer: &Answer| answer.observation.seen().unwrap().text.clone();
    assert_eq!(text(&answers[0]), text(&answers[2]));
    assert!(text(&answers[1]).starts_with("NAME  "));
    assert_eq!(answers[0].asked, CONTEXT);
    assert_eq!(world.requests().len(), 2);
}

#[test]
fn doctor_learns_who_it_is_and_what_it_may_do() {
    use crate::collect::observe::probe::Right;
    let world = World::start(State::After).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let outside = Outside::new(access(&world, folder.path()));
    let right = |verb: &str, resource: &str| Right {
        verb: verb.into(),
        resource: resource.into(),
        ..Right::default()
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let probe = outside.probe_cluster(None, &[right("list", "pods")]).await;
        let reached = probe.reached.unwrap();
        assert_eq!(probe.name, CONTEXT);
        assert_eq!(reached.version, "v1.36.2");
        assert!(!reached.identity.is_empty());
        assert_eq!(reached.rights[0].1, Ok(true));
        for probe in [
            outside.probe_deployments().await.pop(),
            outside.probe_loki().await,
        ] {
            assert!(probe.as_ref().unwrap().reached.is_ok(), "{probe:?}");
        }
        assert!(
            outside
                .probe_prometheus()
                .await
                .iter()
                .all(|probe| probe.reached.is_ok())
        );
        world.fail(crate::world::Fault::always(
            "",
            crate::world::Effect::BadGateway,
        ));
        assert!(outside.probe_cluster(None, &[]).await.reached.is_err());
        assert!(outside.probe_deployments().await[0].reached.is_err());
    });
}

#[test]
fn objects_come_whole_for_a_new_record() {
    let world = World::start(State::After).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let outside = Outside::new(access(&world, folder.path()));
    let Query::Get(get) = query("kubectl get nodes") else {
        panic!("a get");
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let nodes = runtime.block_on(outside.objects(&get)).unwrap();
    assert_eq!(nodes.len(), 10);
    assert!(
        nodes
            .iter()
            .all(|node| node["kind"] == "Node" && node["spec"].is_object())
    );
}
