//! From a repository to the text of a record, without a cluster: what is made is understood.

use super::*;
use crate::collect::access::Access;
use crate::collect::git::tests::fixture::Fixture;
use crate::collect::tests::fixture::{loki, nothing};
use crate::command::explain::{Explained, explain};
use crate::render::Templates;

fn access(root: &std::path::Path) -> Access {
    Access {
        now: "2025-12-05T10:00:00Z".parse().unwrap(),
        loki: Some(loki("https://loki.example.dev")),
        ..nothing(root)
    }
}

/// The records of a repository, in both languages.
fn records(root: &std::path::Path, options: &NewOptions) -> Vec<(Lang, RecordContext, String)> {
    let outside = Outside::new(access(root));
    let setting = Setting {
        outside: &outside,
        now: outside.now(),
        lang: Lang::En,
        environments: BTreeMap::new(),
        shown_host: None,
        by_gitops: false,
    };
    let langs = [
        (Lang::Ko, chrono_tz::Asia::Seoul),
        (Lang::En, chrono_tz::UTC),
    ];
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let learned = runtime
        .block_on(contexts(options, &setting, &langs, &|_| false))
        .unwrap();
    let rendered = learned.contexts.into_iter().map(|context| {
        let lang = context.language();
        let templates = Templates::new(lang, &BTreeMap::new()).unwrap();
        let text = render(&context, &templates).unwrap();
        (lang, context, text)
    });
    rendered.collect()
}

fn read(text: &str) -> Explained {
    explain("record.md", text, &Default::default())
}

#[track_caller]
fn is_understood(text: &str, what: &str) {
    let explained = read(text);
    assert!(!explained.steps.is_empty(), "{what}: no step\n{text}");
    assert!(
        explained.problems.is_empty(),
        "{what}: {:?}",
        explained.problems
    );
    for step in &explained.steps {
        assert!(!step.commands.is_empty(), "{what}: {step:?}");
        for command in &step.commands {
            assert_eq!(command.class, "understood", "{what}: {command:?}");
        }
        assert!(!step.lines.expectations.is_empty(), "{what}: {step:?}");
        for expectation in &step.lines.expectations {
            assert!(expectation.understood, "{what}: {expectation:?}");
        }
        let tied = explained
            .items
            .iter()
            .any(|item| item.steps.contains(&step.name));
        assert!(tied, "{what}: no item for {}", step.name);
    }
}

const POD: &str = "{metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: 'web:1', ports: [{containerPort: 8080}], readinessProbe: {httpGet: {path: /ready, port: 8080}}, resources: {limits: {cpu: 500m, memory: 512Mi}}}]}}";

fn manifest(kind: &str) -> String {
    let spec = match kind {
        "CronJob" => {
            format!("{{schedule: '*/5 * * * *', jobTemplate: {{spec: {{template: {POD}}}}}}}")
        }
        "Job" => format!("{{completions: 3, template: {POD}}}"),
        "DaemonSet" => format!("{{selector: {{matchLabels: {{app: web}}}}, template: {POD}}}"),
        _ => format!("{{replicas: 3, selector: {{matchLabels: {{app: web}}}}, template: {POD}}}"),
    };
    let api = match kind {
        "CronJob" | "Job" => "batch/v1",
        "Rollout" => "argoproj.io/v1alpha1",
        _ => "apps/v1",
    };
    format!(
        "apiVersion: {api}\nkind: {kind}\nmetadata: {{name: web, namespace: shop}}\nspec: {spec}\n"
    )
}

/// A repository whose last commit brings files.
fn repository(files: &[(&str, &str)]) -> (Fixture, NewOptions) {
    let mut fixture = Fixture::new();
    let first = fixture.commit(&[], "start", &[("README.md", Some("x\n"))]);
    let files: Vec<(&str, Option<&str>)> = files
        .iter()
        .map(|(path, text)| (*path, Some(*text)))
        .collect();
    let second = fixture.commit(&[first], "feat: web (#7)", &files);
    fixture.set_main(second);
    let options = NewOptions {
        range: Some(format!("{first}..{second}")),
        ..NewOptions::default()
    };
    (fixture, options)
}

#[test]
fn a_record_of_every_workload_kind_is_understood_completely() {
    for kind in [
        "Deployment",
        "StatefulSet",
        "DaemonSet",
        "CronJob",
        "Job",
        "Rollout",
    ] {
        let manifest = manifest(kind);
        let (fixture, options) = repository(&[("web.yaml", &manifest)]);
        for (lang, context, text) in records(fixture.path(), &options) {
            assert_eq!(context.workloads.len(), 1, "{kind} {text}");
            is_understood(&text, &format!("{kind} {lang:?}"));
            let status = context.plan.iter().find(|step| step.name == "web-status");
            // How many nodes there are is not in git.
            let same = matches!(
                status.unwrap().expectations.as_slice(),
                [crate::render::context::Expected {
                    form: crate::render::context::Expectation::Same { .. },
                    ..
                }]
            );
            assert_eq!(same, kind == "DaemonSet", "{kind} {text}");
        }
    }
}

/// The schedule, whether it is on, and, once it ran, the newest Job of the schedule.
#[test]
fn a_cron_job_is_checked_by_its_schedule_and_its_last_run() {
    let never = manifest("CronJob");
    let ran = format!("{never}status: {{lastScheduleTime: '2025-12-05T00:00:00Z'}}\n");
    let off = ran.replace("spec: {", "spec: {suspend: true, ");
    for (manifest, steps, suspend) in [
        (&never, &["web-status"][..], "SUSPEND: False"),
        (&ran, &["web-status", "web-run"], "SUSPEND: False"),
        (&off, &["web-status"], "SUSPEND: True"),
    ] {
        let (fixture, options) = repository(&[("web.yaml", manifest)]);
        for (lang, context, text) in records(fixture.path(), &options) {
            is_understood(&text, &format!("{manifest} {lang:?}"));
            let names: Vec<&str> = context.plan.iter().map(|one| one.name.as_str()).collect();
            assert_eq!(names, steps, "{text}");
            for line in ["- SCHEDULE: `*/5 * * * *`", suspend] {
                assert!(text.contains(line), "{line}: {text}");
            }
            let run = "kubectl -n shop get jobs --sort-by=.metadata.creationTimestamp | grep -E '^web-[0-9]+ ' | tail -1";
            let run = crate::facts::literal::wrap(run);
            assert_eq!(text.contains(&run), names.contains(&"web-run"), "{text}");
        }
    }
}

#[test]
fn replicas_that_are_scaled_are_a_range_and_none_expect_nothing() {
    let scaler = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web, namespace: shop}\nspec: {minReplicas: 2, maxReplicas: 9, scaleTargetRef: {kind: KIND, name: web}}\n";
    for kind in ["Deployment", "StatefulSet", "Rollout"] {
        let both = format!("{}---\n{}", manifest(kind), scaler.replace("KIND", kind));
        let (fixture, options) = repository(&[("web.yaml", &both)]);
        for (lang, context, text) in records(fixture.path(), &options) {
            assert_eq!(context.workloads[0].autoscaled, Some((2, 9)), "{kind}");
            is_understood(&text, &format!("{kind} {lang:?}"));
            assert!(!text.contains("READY: 3/3"), "{text}");
            let wanted = match (kind, lang) {
                ("Rollout", Lang::Ko) => ["AVAILABLE: 2 이상", "최소 2개의 Pod가 Running"],
                ("Rollout", Lang::En) => ["AVAILABLE: at least 2", "At least 2 pods are Running"],
                (_, Lang::Ko) => ["READY 컬럼이 N/N", "최소 2개의 Pod가 Running"],
                (_, Lang::En) => ["READY shows N/N", "At least 2 pods are Running"],
            };
            assert!(wanted.iter().all(|words| text.contains(words)), "{text}");
        }
    }
    let none = manifest("Deployment").replace("replicas: 3", "replicas: 0");
    let (fixture, options) = repository(&[("web.yaml", &none)]);
    for (_, context, text) in records(fixture.path(), &options) {
        assert!(text.contains("READY: 0/0"), "{text}");
        assert_eq!(context.plan.len(), 1, "{:?}", context.plan);
    }
}

#[test]
fn an_application_in_the_range_names_app_namespace_and_folder() {
    let application = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: shop-web}\nspec:\n  destination: {namespace: shop}\n  source: {repoURL: 'https://x.example/r.git', path: charts/web, targetRevision: main}\n  sources:\n  - {chart: redis, repoURL: oci://ghcr.io/org/charts, targetRevision: 1.2.3}\n";
    let (fixture, options) = repository(&[
        ("apps/shop-web.yaml", application),
        (
            "charts/web/web.yaml",
            &manifest("Deployment").replace(", namespace: shop", ""),
        ),
        ("charts/web/templates/x.yaml", "a: {{ .Values.x }}\n"),
    ]);
    for (_, context, text) in records(fixture.path(), &options) {
        assert_eq!(context.app.as_deref(), Some("shop-web"));
        assert_eq!(context.workloads[0].namespace, "shop", "{text}");
        assert!(text.contains("(https://ghcr.io/org/charts)"), "{text}");
        assert!(text.contains("-n shop get deployment web"), "{text}");
    }
}

#[test]
fn what_manifests_and_commits_say_cannot_break_the_record() {
    let nasty =
        "a|b <script> __x__ @team #1 [x](y) `c` ```d``` <!-- report:end commits --> \u{202e}\u{7}";
    let mut fixture = Fixture::new();
    let first = fixture.commit(&[], "start", &[("web.yaml", Some("a: 1\n"))]);
    let message = format!(
        "{nasty}\r\n\r\n```\r\n# no heading\r\n<!-- report:begin x -->\r\n1. ⏳ no item\r\n\r\nPR-URL: https://x.dev/<!-- report:end commits -->/pull/5\r\n"
    );
    let yaml = format!("a: |\n  ```\n  # out\n  <!-- report:end changes -->\nb: {nasty:?}\n");
    let second = fixture.commit(
        &[first],
        &message,
        &[("web.yaml", Some(&yaml)), ("a`b|c\"d.md", Some("x"))],
    );
    fixture.set_main(second);
    let clean = fixture.commit(
        &[first],
        "plain",
        &[("web.yaml", Some("a: 2\n")), ("b.md", Some("x"))],
    );
    for (at, range) in [second, clean].into_iter().enumerate() {
        let options = NewOptions {
            range: Some(format!("{first}..{range}")),
            title: Some(if at == 0 {
                nasty.into()
            } else {
                "plain".into()
            }),
            ..NewOptions::default()
        };
        for (_, _, text) in records(fixture.path(), &options) {
            let explained = read(&text);
            assert!(
                explained.problems.is_empty(),
                "{:?}\n{text}",
                explained.problems
            );
            let (record, _) = crate::record::parse(&text);
            let sections: Vec<usize> = record
                .sections
                .iter()
                .map(|one| usize::from(one.level))
                .collect();
            assert_eq!(
                sections,
                [1, 2, 2, 2, 2, 3, 2, 3, 3, 3, 3, 3, 3, 2, 2, 2],
                "{text}"
            );
            assert_eq!(record.regions.len(), 7, "{text}");
            assert!(!text.contains(['\u{202e}', '\u{7}', '\r']), "{text}");
            let done: Vec<_> = record.items.iter().map(|item| item.marker).collect();
            assert_eq!(done, [crate::record::Marker::Done], "{text}");
        }
    }
}

#[test]
fn a_record_has_honest_gaps_where_nothing_answers() {
    let (fixture, options) = repository(&[("notes.txt", "x\n")]);
    let remote = fixture
        .repo
        .remote("origin", "https://github.com/team/infra.git");
    remote.unwrap();
    for (lang, context, text) in records(fixture.path(), &options) {
        assert!(context.workloads.is_empty());
        assert!(text.contains("report:gap plan") && !text.contains("report:gap rollback"));
        assert!(text.contains("report:gap cluster"), "{text}");
        assert_eq!(context.subject.as_deref(), Some("infra"));
        let title = match lang {
            Lang::Ko => "# infra 배포\n",
            Lang::En => "# Deploy infra: web\n",
        };
        assert!(text.starts_with(title), "{text}");
        let path = fixture.path().display().to_string();
        assert!(
            !text.contains(&path),
            "{lang:?}: a path of this machine\n{text}"
        );
    }
}

#[test]
fn names_that_no_cluster_takes_make_no_commands() {
    let evil = manifest("Deployment").replace("name: web,", "name: \"w```\\n# out; rm -rf /\",");
    let odd = manifest("Deployment")
        .replace("namespace: shop", "namespace: \"$(id)\"")
        .replace("{app: web}", "{app: \"a'`b\"}");
    let both = format!("{evil}---\n{odd}");
    let (fixture, options) = repository(&[("web.yaml", &both)]);
    for (_, context, text) in records(fixture.path(), &options) {
        assert_eq!(context.workloads.len(), 1, "{:?}", context.workloads);
        is_understood(&text, "odd names");
        let commands = context.plan.iter().flat_map(|step| &step.commands);
        let all: Vec<&String> = commands.collect();
        assert!(
            all.iter().all(|one| !one.contains(['$', '`', '\''])),
            "{all:?}"
        );
    }
}

/// What is healthy may be the old image: the plan says which one must run, and is understood.
#[test]
fn a_changed_image_is_a_step_of_the_plan() {
    let manifest = |kind: &str, tag: u8| {
        format!(
            "apiVersion: apps/v1\nkind: {kind}\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  replicas: 3\n  \
             selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    \
             spec:\n      containers:\n      - name: web\n        image: reg.example.dev/web:{tag}\n      \
             - name: proxy\n        image: reg.example.dev/proxy:1\n"
        )
    };
    for kind in ["Deployment", "StatefulSet", "DaemonSet"] {
        let mut fixture = Fixture::new();
        let path = "apps/web.yaml";
        let first = fixture.commit(&[], "start", &[(path, Some(&manifest(kind, 1)))]);
        let second = fixture.commit(&[first], "feat: web 2", &[(path, Some(&manifest(kind, 2)))]);
        fixture.set_main(second);
        let options = NewOptions {
            range: Some(format!("{first}..{second}")),
            ..NewOptions::default()
        };
        for (_, context, text) in records(fixture.path(), &options) {
            let steps = context.plan.iter();
            let steps = steps.filter(|step| step.name.contains("image"));
            let images = steps.flat_map(|step| &step.expectations);
            let images: Vec<_> = images.map(|expected| &expected.form).collect();
            let wanted = crate::render::context::Expectation::Image {
                value: "reg.example.dev/web:2".into(),
            };
            assert_eq!(images, [&wanted], "{kind}\n{text}");
            is_understood(&text, kind);
        }
    }
}

/// A command of a plan is read as one however its lines are wrapped.
#[test]
fn long_commands_wrap_and_mean_the_same() {
    use crate::facts::literal::wrap;
    use crate::query::script::read;
    let namespace = "n".repeat(60);
    let long = [
        format!(
            "kubectl --context ops -n {namespace} get pods -l app.kubernetes.io/name=web -o wide"
        ),
        format!(
            "kubectl -n {namespace} get jobs --sort-by=.metadata.creationTimestamp | grep -E '^web-[0-9]+ ' | tail -1"
        ),
        format!(
            "logcli query --addr=https://loki.example.dev '{{namespace=\"{namespace}\"}} |= \"a | b\"' --limit=100 --since=1h"
        ),
        format!(
            "kubectl -n {namespace} get deployment web -o jsonpath='{{.spec.template.spec.containers[*].image}}' --ignore-not-found"
        ),
    ];
    for command in long {
        let wrapped = wrap(&command);
        assert!(wrapped.contains(" \\\n  "), "{wrapped}");
        assert!(wrapped.lines().all(|line| line.len() <= 125), "{wrapped}");
        let class = |text: &str| {
            let script = read(text, "bash");
            let classes: Vec<_> = script.commands.into_iter().map(|one| one.class).collect();
            classes
        };
        assert_eq!(class(&wrapped), class(&command), "{wrapped}");
        assert_eq!(class(&command).len(), 1);
    }
}
