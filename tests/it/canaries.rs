//! A canary in each slot in which a secret comes, through every way out: none of them gets into what is
//! printed, written or recorded, whatever the record's commands make of it.

use crate::support::{Lab, Run};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use deployment_report::testing::collect::git::build;
use deployment_report::testing::world::{Effect, Fault, State};
use git2::{Oid, Repository, Signature, Time};
use serde_json::json;

const RECORD: &str = ".kiro/deployments/2025-12-05-canaries.md";

/// One for each slot, so that a failure says which.
const CANARIES: [&str; 19] = [
    "c4nary-env",
    "c4nary-arg",
    "c4nary-applied",
    "c4nary-config",
    "c4nary-ini",
    "MIIc4naryKeyBody0000",
    "c4nary-block",
    "c4nary-secret",
    "c4nary-log",
    "c4nary-logjson",
    "c4nary-payload",
    "c4nary-status",
    "c4nary-error",
    "c4nary-url",
    "c4nary-cell",
    "c4nary-한글",
    "c4nary-line",
    "c4nary-label",
    "c4nary-foreign7",
];

fn pod() -> serde_json::Value {
    let applied = json!({
        "kind": "Pod",
        "spec": {"containers": [{"env": [{"name": "API_TOKEN", "value": "c4nary-applied"}]}]},
    });
    json!({
        "kind": "Pod", "apiVersion": "v1",
        "metadata": {
            "name": "web", "namespace": "loki-v3", "uid": "3f786850-e387-550f-dab8-36ed7e6dc881",
            "annotations": {"kubectl.kubernetes.io/last-applied-configuration": applied.to_string()},
        },
        "spec": {"containers": [{
            "name": "web", "image": "web:1",
            "command": ["run", "--password", "c4nary-arg"],
            "env": [
                {"name": "DB_PASSWORD", "value": "c4nary-env"},
                {"name": "DSN", "value": "postgres://app:c4nary-url@db/x"},
                {"name": "MODE", "value": "plain-mode"},
            ],
        }]},
        "status": {"phase": "Running"},
    })
}

fn config() -> serde_json::Value {
    json!({
        "kind": "ConfigMap", "apiVersion": "v1", "metadata": {"name": "app", "namespace": "loki-v3"},
        "data": {
            "password": "c4nary-config", "level": "plain-level",
            "app.ini": "user = app\npassword = c4nary-ini\n비밀번호: c4nary-한글\n",
            "key": "-----BEGIN PRIVATE KEY-----\nMIIc4naryKeyBody0000\n-----END PRIVATE KEY-----\n",
            "values.yaml": "auth:\n  password: |\n    c4nary-block\nextra:\n- kind: Secret\n  stringData:\n    a: c4nary-block\n",
        },
    })
}

/// What the outside says in this test.
fn lab() -> Lab {
    let lab = Lab::with_world(State::After).configured();
    let world = lab.world();
    let answer = |contains: &str, body: String| {
        let json = Effect::Answer(200, "application/json", body);
        world.fail(Fault::always(contains, json));
    };
    let lines = "2025-12-05T10:05:00.1Z level=info password=c4nary-log plain-line\n\
                 2025-12-05T10:05:00.2Z {\"msg\":\"login\",\"token\":\"c4nary-logjson\"}\n";
    let log = Effect::Answer(200, "text/plain", lines.to_string());
    world.fail(Fault::always("/pods/web/log", log));
    answer("/pods/web", pod().to_string());
    answer("/configmaps/app", config().to_string());
    let secret = json!({
        "kind": "Secret", "apiVersion": "v1", "metadata": {"name": "db"},
        "data": {"any": STANDARD.encode("c4nary-secret"), "other": "c4nary-secret"},
    });
    answer("/secrets/db", secret.to_string());
    let table = json!({
        "kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": {},
        "columnDefinitions": [
            {"name": "Name", "type": "string", "format": "name"}, {"name": "Token", "type": "string"},
        ],
        "rows": [{"cells": ["a", "c4nary-cell"], "object": {"metadata": {"name": "a"}}}],
    });
    answer("/services", table.to_string());
    let refusal = json!({
        "kind": "Status", "status": "Failure", "reason": "Forbidden", "code": 403,
        "message": "denied by webhook: Authorization: Bearer c4nary-error",
    });
    let refusal = Effect::Answer(403, "application/json", refusal.to_string());
    world.fail(Fault::always("/daemonsets", refusal));
    let deployment = json!({
        "id": 1, "number": 4354, "type": "commit", "env": "buzzvil-eks-ops", "ref": "8531c7a",
        "sha": "8531c7a49402ff7931704ea18d5ced0ba97f3168", "status": "failure", "uid": 1,
        "is_rollback": false, "is_approval_enabled": false,
        "dynamic_payload": {"app": "alloy-ops", "deployComment": "token=c4nary-payload", "apiKey": "c4nary-payload"},
        "created_at": "2025-12-05T10:02:00Z", "updated_at": "2025-12-05T10:03:00Z",
        "edges": {
            "deployment_statuses": [{
                "id": 1, "status": "failure", "description": "login failed: password=c4nary-status",
                "created_at": "2025-12-05T10:03:00Z", "updated_at": "2025-12-05T10:03:00Z", "deployment_id": 1,
            }],
        },
    });
    answer("/deployments/4354", deployment.to_string());
    let at = (world.now().timestamp() - 60).to_string() + "000000000";
    let stream = json!({
        "stream": {"app": "alloy", "api_token": "c4nary-label7"},
        "values": [[at, "level=info msg=login apiKey=c4nary-line plain-loki"]],
    });
    let streams = json!({
        "status": "success",
        "data": {"resultType": "streams", "result": [stream], "stats": {}},
    });
    answer("loki GET /loki/api/v1/query_range", streams.to_string());
    lab
}

/// What a record asks, each with what it must still show, to see that it was asked at all.
const COMMANDS: [(&str, &str); 14] = [
    (
        "get pod web -o jsonpath='{.spec.containers[0].env[0].value}'",
        "***",
    ),
    (
        "get pod web -o jsonpath='{.spec.containers[0].env[*].value}'",
        "plain-mode",
    ),
    (
        "get pod web -o custom-columns=A:.spec.containers[0].env[0].value,B:.spec.containers[0].env[2].value",
        "plain-mode",
    ),
    (
        "get pod web -o json | jq -r '.spec.containers[0].env[].value'",
        "plain-mode",
    ),
    (
        "get pod web -o json | jq -r '.metadata.annotations[\"kubectl.kubernetes.io/last-applied-configuration\"]'",
        "containers",
    ),
    ("get pod web -o yaml | grep -A1 PASSWORD", "DB_PASSWORD"),
    ("get pod web -o yaml", "plain-mode"),
    ("get configmap app -o jsonpath='{.data.password}'", "***"),
    ("get configmap app -o yaml | grep -v BEGIN", "plain-level"),
    ("get configmap app -o json", "plain-level"),
    ("describe pod web", "plain-mode"),
    ("logs web", "plain-line"),
    ("get services", "***"),
    ("logcli query '{app=\"alloy\"}' --since=1h", "plain-loki"),
];

fn record(lang: &str) -> String {
    let (plan, expected, next, ran) = match lang {
        "ko" => (
            "## 검증 계획",
            "**예상 결과**",
            "## 다음 단계",
            "- 배포 번호: #4354\n- 상태: running",
        ),
        _ => (
            "## Verification plan",
            "**Expected**",
            "## Next steps",
            "- Deployment number: #4354\n- Status: running",
        ),
    };
    let mut text = format!("# Canaries\n\n**Date**: 2025-12-05\n\n{ran}\n\n{plan}\n\n");
    let mut items = String::new();
    for (number, (command, _)) in (1..).zip(COMMANDS) {
        let program = if command.starts_with("logcli") {
            ""
        } else {
            "kubectl --context buzzvil-eks-ops -n loki-v3 "
        };
        text += &format!(
            "### {number}. Look {number}\n```bash\n{program}{command}\n```\n\n{expected}:\n- `plain`\n\n"
        );
        items += &format!("{number}. ⏳ Look {number}\n");
    }
    let last = COMMANDS.len() + 1;
    text += &format!(
        "### {last}. Refused\n```bash\nkubectl --context buzzvil-eks-ops -n loki-v3 get daemonset\n```\n\n{expected}:\n- DESIRED: 10\n\n"
    );
    format!("{text}{next}\n\n{items}{last}. ⏳ Refused\n")
}

#[track_caller]
fn holds_none(what: &str, text: &str) {
    let encoded = STANDARD.encode("c4nary-secret");
    let canaries = CANARIES.into_iter().chain([encoded.as_str()]);
    let found: Vec<&str> = canaries.filter(|canary| text.contains(canary)).collect();
    assert!(found.is_empty(), "{what} holds {found:?}\n{text}");
}

fn printed(run: &Run) -> String {
    format!("{}{}", run.stdout, run.stderr)
}

#[test]
fn no_face_of_a_run_shows_a_canary() {
    for lang in ["ko", "en"] {
        let record = record(lang);
        for args in [
            &["verify", RECORD][..],
            &["verify", RECORD, "-v"],
            &["verify", RECORD, "-vv"],
            &["verify", RECORD, "-vvv"],
            &["verify", RECORD, "--format", "json"],
            &["verify", RECORD, "--format", "json", "--detail", "full"],
            &["verify", RECORD, "--format", "junit"],
            &["verify", RECORD, "--format", "github"],
            &["verify", RECORD, "--save-evidence", "e.har"],
            &["explain", RECORD],
            &["explain", RECORD, "--format", "json"],
            &["list"],
            &["list", "--format", "json"],
            &["doctor"],
            &["doctor", "--format", "json"],
            &["regenerate", RECORD, "--check", "--diff"],
            &["verify", RECORD, "--update"],
        ] {
            let lab = lab();
            lab.file(RECORD, &record);
            let run = lab.run(&[&["--lang", lang], args].concat());
            holds_none(&format!("{args:?}"), &printed(&run));
            holds_none(&format!("the record after {args:?}"), &lab.read(RECORD));
            if args.contains(&"e.har") {
                holds_none("the evidence", &lab.read("e.har"));
            }
        }
    }
}

/// The canaries would be seen: each command was asked, and what is no secret of its answer is shown.
#[test]
fn what_is_no_secret_is_shown() {
    let lab = lab();
    lab.file(RECORD, record("en"));
    let run = lab.run(&["verify", RECORD, "--format", "json", "--detail", "full"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let text = json.to_string();
    for (command, shown) in COMMANDS {
        let printed = printed_by(&json, command).unwrap_or_else(|| panic!("{command}\n{text}"));
        assert!(printed.contains(shown), "{command}: {printed}");
    }
}

/// What a command printed, wherever its outcome stands.
fn printed_by(json: &serde_json::Value, command: &str) -> Option<String> {
    match json {
        serde_json::Value::Object(map) => {
            let is_it = map.get("text").and_then(|text| text.as_str());
            if is_it.is_some_and(|text| text.ends_with(command)) {
                return Some(map.get("printed")?.as_str()?.to_string());
            }
            map.values().find_map(|value| printed_by(value, command))
        }
        serde_json::Value::Array(list) => list.iter().find_map(|value| printed_by(value, command)),
        _ => None,
    }
}

#[test]
fn evidence_changes_no_byte() {
    for format in ["text", "json", "junit"] {
        let run = |more: &[&str]| {
            let lab = lab();
            lab.file(RECORD, record("ko"));
            let args = ["verify", RECORD, "--update", "--format", format];
            let full: &[&str] = if format == "json" {
                &["--detail", "full"]
            } else {
                &[]
            };
            let run = lab.run(&[&args, full, more].concat());
            (untimed(&run.stdout), lab.read(RECORD))
        };
        assert_eq!(run(&[]), run(&["--save-evidence", "e.har"]), "{format}");
    }
}

/// Without how long each question took.
fn untimed(text: &str) -> String {
    let lines = text
        .lines()
        .filter(|line| !line.contains("millis") && !line.contains("time="));
    lines.collect::<Vec<_>>().join("\n")
}

/// What a run has written is where the next one reads: the record, the index beside it.
#[test]
fn no_index_of_what_was_written_shows_a_canary() {
    const INDEX: &str = ".kiro/deployments/README.md";
    for lang in ["ko", "en"] {
        let lab = lab();
        lab.file(RECORD, record(lang));
        lab.run(&["verify", RECORD, "--update", "--lang", lang]);
        for args in [
            &["list", "--index"][..],
            &["list", "--failing", "--format", "json"],
            &["verify", RECORD, "--recheck", "-v"],
        ] {
            let run = lab.run(&[&["--lang", lang], args].concat());
            holds_none(&format!("{args:?}"), &printed(&run));
        }
        assert!(lab.read(INDEX).contains("Canaries"));
        holds_none("the index", &lab.read(INDEX));
        holds_none("the record", &lab.read(RECORD));
    }
}

/// A dump of objects, as somebody saved it: nobody masked it.
#[test]
fn no_judgement_of_a_dump_shows_a_canary() {
    let secret = json!({
        "kind": "Secret", "apiVersion": "v1", "metadata": {"name": "db", "namespace": "loki-v3"},
        "data": {"any": STANDARD.encode("c4nary-secret")}, "stringData": {"other": "c4nary-secret"},
    });
    let list = json!({"kind": "List", "apiVersion": "v1", "items": [pod(), config(), secret]});
    let as_yaml = |object: &serde_json::Value| format!("---\n{object}\n");
    let dumps = [
        ("dump.json", list.to_string()),
        (
            "dump.yaml",
            [pod(), config(), secret].iter().map(as_yaml).collect(),
        ),
    ];
    for (name, dump) in &dumps {
        for lang in ["ko", "en"] {
            for more in [
                &[][..],
                &["-vvv"],
                &["--format", "json"],
                &["--format", "junit"],
                &["--format", "github"],
            ] {
                let lab = lab();
                lab.file(name, dump);
                let run = lab.run(&[&["judge", name, "--lang", lang], more].concat());
                assert!(printed(&run).contains("web"), "{run}");
                holds_none(&format!("{name} {more:?}"), &printed(&run));
            }
        }
    }
}

/// Evidence that another program wrote, or somebody by hand, with secrets in clear where ours has masks.
#[test]
fn no_replay_of_foreign_evidence_shows_a_canary() {
    let lab = lab();
    lab.file(RECORD, record("en"));
    lab.run(&["verify", RECORD, "--save-evidence", "e.har"]);
    let har = lab.read("e.har");
    assert!(har.matches("***").count() > 10, "{har}");
    lab.file("foreign.har", har.replace("***", "c4nary-foreign7"));
    for lang in ["ko", "en"] {
        lab.file(RECORD, record(lang));
        for args in [
            &["verify", RECORD, "-vvv"][..],
            &["verify", RECORD, "--format", "json", "--detail", "full"],
            &["verify", RECORD, "--format", "junit"],
            &["verify", RECORD, "--update"],
        ] {
            let args = [args, &["--replay", "foreign.har", "--lang", lang]].concat();
            let run = lab.run(&args);
            holds_none(&format!("{args:?}"), &printed(&run));
            assert!(!run.stdout.is_empty() && run.status < 4, "{run}");
        }
        holds_none("the record", &lab.read(RECORD));
    }
}

/// What a repository brings: manifests with secrets wherever they may stand, and a message that names one.
#[test]
fn no_new_record_shows_a_canary() {
    let files = [
        (
            "list.yaml",
            "kind: List\nitems:\n- kind: Secret\n  stringData:\n    dsn: c4nary-OLD\n",
        ),
        (
            "extra.yaml",
            "extraObjects:\n- kind: Secret\n  data:\n    any.txt: c4nary-OLD\n",
        ),
        (
            "app.yaml",
            "kind: Application\nspec:\n  helm:\n    parameters:\n    - name: auth.pass\n      value: c4nary-OLD\n    values: |\n      extra:\n      - kind: Secret\n        stringData:\n          dsn: c4nary-OLD\n",
        ),
        (
            "broken.yaml",
            "kind: Secret\nmetadata:\n  name: {{ .Release.Name }}\n{{- if .Values.x }}\ndata:\n  users.txt: c4nary-OLD\n{{- end }}\n",
        ),
        (
            "list.json",
            r#"{"kind":"List","items":[{"kind":"Secret","data":{"a":"c4nary-OLD"}}]}"#,
        ),
        (
            "kustomization.yaml",
            "secretGenerator:\n- name: s\n  literals:\n  - dsn=c4nary-OLD\n",
        ),
        ("env.txt", "DB_PASSWORD=c4nary-OLD\nMODE=plain-OLD\n"),
    ];
    let lab = Lab::empty();
    let repo = Repository::init(lab.work()).unwrap();
    let commit = |parents: &[Oid], message: &str, value: &str| {
        let who = Signature::new("Kim", "kim@example.dev", &Time::new(1_764_900_000, 540)).unwrap();
        let files: Vec<(&str, String)> = files
            .iter()
            .map(|(path, text)| (*path, text.replace("OLD", value)))
            .collect();
        let files: Vec<(&str, Option<&str>)> = files
            .iter()
            .map(|(path, text)| (*path, Some(text.as_str())))
            .collect();
        build::commit(&repo, parents, &who, message, &files).unwrap()
    };
    let one = commit(&[], "start", "before");
    let two = commit(
        &[one],
        "fix: log in with password=c4nary-message (#7)\n\ntoken: c4nary-body\n",
        "after",
    );
    let range = format!("{one}..{two}");
    for lang in ["ko", "en"] {
        for more in [
            &["--print-context"][..],
            &["--print-context", "-vvv"],
            &["-vvv"],
        ] {
            let run = lab.run(
                &[
                    &["new", "--range", &range, "--lang", lang, "--slug", lang],
                    more,
                ]
                .concat(),
            );
            let all = printed(&run);
            assert!(run.status == 0 && !all.is_empty(), "{more:?} {run}");
            assert!(!all.contains("c4nary"), "{lang} {more:?}: {all}");
        }
        let text = lab.read(&format!(".kiro/deployments/2025-12-05-{lang}.md"));
        assert!(
            text.contains("plain-after") && text.contains("***"),
            "{text}"
        );
        assert!(!text.contains("c4nary"), "{text}");
    }
}
