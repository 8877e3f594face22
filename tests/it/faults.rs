//! The fault table through the whole of `report verify --update`, in this process: whatever goes
//! wrong on the way to a source, what depends on it is unknown with words that a person can act on,
//! nothing is written, and the exit status is 3.

use deployment_report::testing::collect::access::Access;
use deployment_report::testing::collect::observe::Outside;
use deployment_report::testing::command::verify::{self, Closed, Context, Named, Options, Write};
use deployment_report::testing::facts::lang::Lang;
use deployment_report::testing::facts::outcome::RunOutcome;
use deployment_report::testing::facts::verdict::Verdict;
use deployment_report::testing::output;
use deployment_report::testing::settings::{Environment, Flags, resolve};
use deployment_report::testing::verify::understand::Vocabulary;
use deployment_report::testing::world::{Effect, Fault, GITPLOY_TOKEN, REPOSITORY, State, World};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A source: how its requests begin, and a record in each language that asks nothing else.
struct Source {
    name: &'static str,
    records: [&'static str; 2],
}

const SOURCES: [Source; 4] = [
    Source {
        name: "api ",
        records: [
            "# 웹 배포\n\n## 검증 계획\n\n### 1. Pod 상태 확인\n\n```bash\nkubectl get pods -n loki-v3 -l app.kubernetes.io/name=alloy\n```\n\n- 모든 Pod Running\n\n## 다음 단계\n\n1. ⏳ Pod 상태 확인\n",
            "# Web rollout\n\n## Verification plan\n\n### 1. Check the pod status\n\n```bash\nkubectl get pods -n loki-v3 -l app.kubernetes.io/name=alloy\n```\n\n- all pods Running\n\n## Next steps\n\n- [ ] Check the pod status\n",
        ],
    },
    Source {
        name: "gitploy ",
        records: [
            "# 웹 배포\n\n**배포**: Gitploy #4354\n\n## 다음 단계\n\n1. ⏳ 배포 완료 대기\n",
            "# Web rollout\n\n**Deployment**: Gitploy #4354\n\n## Next steps\n\n- [ ] Wait for the deployment to finish\n",
        ],
    },
    Source {
        name: "loki ",
        records: [
            "# 웹 배포\n\n## 검증 계획\n\n### 1. 로그 확인\n\n```bash\nlogcli query '{namespace=\"loki-v3\"}' --since=1h\n```\n\n- 로그 수집 확인\n\n## 다음 단계\n\n1. ⏳ 로그 확인\n",
            "# Web rollout\n\n## Verification plan\n\n### 1. Check the logs\n\n```bash\nlogcli query '{namespace=\"loki-v3\"}' --since=1h\n```\n\n- logs are collected\n\n## Next steps\n\n- [ ] Check the logs\n",
        ],
    },
    Source {
        name: "prometheus ",
        records: [
            "# 웹 배포\n\n## 검증 계획\n\n### 1. 타겟 확인\n\n```bash\npromtool query instant http://prometheus.example 'up{job=\"alloy\"}'\n```\n\n- 모든 타겟이 UP\n\n## 다음 단계\n\n1. ⏳ 타겟 확인\n",
            "# Web rollout\n\n## Verification plan\n\n### 1. Check the targets\n\n```bash\npromtool query instant http://prometheus.example 'up{job=\"alloy\"}'\n```\n\n- All targets UP\n\n## Next steps\n\n- [ ] Check the targets\n",
        ],
    },
];

#[expect(clippy::disallowed_methods, reason = "a test prepares files")]
fn put(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
}

/// What the environment and the configuration say where all servers are a world's, or all at one other
/// base address.
fn access(world: &World, folder: &Path, elsewhere: Option<&str>) -> Access {
    let at = |own: String| elsewhere.map_or(own, str::to_string);
    let kubeconfig = world.kubeconfig();
    let kubeconfig = kubeconfig.replace(&world.api_url(), &at(world.api_url()));
    put(&folder.join("config"), &kubeconfig);
    let vars = [
        ("KUBECONFIG", folder.join("config").display().to_string()),
        ("GITPLOY_SERVER_HOST", at(world.gitploy_url())),
        ("GITPLOY_TOKEN", GITPLOY_TOKEN.into()),
        ("LOKI_ADDR", at(world.loki_url())),
        ("PROMETHEUS_URL", at(world.prometheus_url())),
        ("SOURCE_DATE_EPOCH", world.now().timestamp().to_string()),
    ];
    std::fs::create_dir_all(folder.join(".kiro")).unwrap();
    let aliases = "[prometheus]\naliases = [\"http://prometheus.example\"]\n";
    let config = format!("[gitploy]\nrepo = {REPOSITORY:?}\n{aliases}");
    put(&folder.join(".kiro/report.toml"), &config);
    let environment = Environment {
        vars: vars.map(|(name, value)| (name.to_string(), value)).into(),
        directory: Some(folder.to_path_buf()),
        clock: world.now(),
        stdout_terminal: false,
        stderr_terminal: false,
        stdin_terminal: false,
    };
    resolve(&Flags::default(), &environment).unwrap().access
}

fn verified(access: Access, paths: &[PathBuf]) -> RunOutcome {
    let vocabulary = Vocabulary::default();
    let options = Options {
        write: Write::Changes,
        closed: Closed::Judged,
        named: Named::ByUser,
        ..Options::default()
    };
    let root = access.root.clone();
    let context = Context {
        now: access.now,
        zone: None,
        lang: Lang::En,
        asked: None,
        root: &root,
        vocabulary: &vocabulary,
        options: &options,
        drawing: None,
    };
    let outside = Outside::new(access);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(verify::run(paths, &context, &outside))
}

/// Verifies both records of a source and holds what came of them.
#[track_caller]
fn hold(name: &str, source: &Source, deadline: Duration, world: &World, elsewhere: Option<&str>) {
    let folder = tempfile::tempdir().unwrap();
    let paths = [folder.path().join("ko.md"), folder.path().join("en.md")];
    for (path, text) in paths.iter().zip(source.records) {
        put(path, text);
    }
    let case = format!("{name} from {}", source.name);
    for (path, text) in paths.iter().zip(source.records) {
        let access = Access {
            deadline,
            ..access(world, folder.path(), elsewhere)
        };
        let outcome = verified(access, std::slice::from_ref(path));
        assert_eq!(outcome.exit_status(), 3, "{case}: {outcome:#?}");
        assert_eq!(std::fs::read_to_string(path).unwrap(), text, "{case}");
        let [record] = outcome.records.as_slice() else {
            panic!("{case}: {outcome:#?}");
        };
        assert!(!record.written && record.diff.is_empty(), "{case}");
        let [item] = record.items.as_slice() else {
            panic!("{case}: {record:#?}");
        };
        let judgement = &item.judgement;
        assert_eq!(judgement.verdict, Verdict::Unknown, "{case}: {record:#?}");
        // What happened, and in brackets what to do about it, which is told once for each command.
        let commands = record.steps.iter().flat_map(|step| &step.commands);
        let problems = commands.map(|command| &command.problem);
        let mut told = problems.chain([&judgement.message]);
        let acts = |told: &String| {
            let (what, hint) = told.rsplit_once(" (").unwrap_or_default();
            told.contains(judgement.message.as_str())
                && what.chars().count() > 5
                && hint.chars().count() > 5
                && told.len() < 900
        };
        assert!(told.any(acts), "{case}: {record:#?}");
        // Nobody asked for a language: the one of the only record.
        let said = Lang::of(&judgement.message);
        assert_eq!(
            (said, outcome.lang),
            (record.lang, record.lang),
            "{case}: {judgement:?}"
        );
        for face in [
            output::json::render(&outcome),
            output::junit::render(&outcome),
            output::github::annotations(&outcome, str::to_string),
        ] {
            assert!(!face.contains(GITPLOY_TOKEN), "{case}: {face}");
        }
    }
}

#[test]
fn whatever_is_answered_is_unknown_and_nothing_is_written() {
    for source in &SOURCES {
        let world = World::start(State::After).unwrap();
        for (name, effect) in Effect::all() {
            let deadline = match effect {
                Effect::Silent | Effect::Drip => Duration::from_millis(300),
                _ => Duration::from_secs(60),
            };
            world.fail(Fault::always(source.name, effect));
            hold(name, source, deadline, &world, None);
            world.heal();
        }
    }
}

/// A run's own deadline: what was not seen by then is unknown, and says why.
#[test]
fn a_run_that_is_over_asks_nothing_more() {
    let world = World::start(State::After).unwrap();
    for source in &SOURCES {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("record.md");
        for (lang, text) in [(Lang::Ko, source.records[0]), (Lang::En, source.records[1])] {
            put(&path, text);
            let access = Access {
                run_deadline: Some(Duration::ZERO),
                ..access(&world, folder.path(), None)
            };
            world.forget_requests();
            let outcome = verified(access, std::slice::from_ref(&path));
            let judgement = &outcome.records[0].items[0].judgement;
            assert_eq!(judgement.verdict, Verdict::Unknown, "{outcome:#?}");
            let said = lang.pick("이 실행에 주어진 0초가 지남", "the 0 s of this run are up");
            assert!(judgement.message.contains(said), "{judgement:?}");
            assert_eq!(world.requests(), Vec::<String>::new());
        }
    }
}

#[test]
fn an_answer_of_a_hundred_megabytes_is_unknown_and_nothing_is_written() {
    let big = "x".repeat(100 << 20);
    let world = World::start(State::After).unwrap();
    let effect = Effect::Answer(200, "application/json", big);
    world.fail(Fault::always("", effect));
    for source in &SOURCES {
        hold("100 MB", source, Duration::from_secs(60), &world, None);
    }
}

#[test]
fn no_way_there_is_unknown_and_nothing_is_written() {
    let world = World::start(State::After).unwrap();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let refused = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let tls = world.api_url().replace("http://", "https://");
    for (name, base) in [
        ("refused", refused.as_str()),
        ("TLS", tls.as_str()),
        ("DNS", "http://no-such-host.invalid"),
        ("no scheme", "sources.example:8080"),
    ] {
        for source in &SOURCES {
            hold(name, source, Duration::from_secs(20), &world, Some(base));
        }
    }
}

/// The table is worth something only if the same records pass where nothing goes wrong.
#[test]
fn without_a_fault_the_same_records_are_ticked() {
    let world = World::start(State::After).unwrap();
    for source in &SOURCES {
        let folder = tempfile::tempdir().unwrap();
        let paths = [folder.path().join("ko.md"), folder.path().join("en.md")];
        for (path, text) in paths.iter().zip(source.records) {
            put(path, text);
        }
        let outcome = verified(access(&world, folder.path(), None), &paths);
        for record in &outcome.records {
            assert!(record.written, "{}: {record:#?}", source.name);
            assert_eq!(record.items[0].judgement.verdict, Verdict::Passed);
        }
        assert_eq!(outcome.exit_status(), 0);
    }
}
