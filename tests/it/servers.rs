//! Servers that misbehave, through the real binary: whatever they do, each command ends in its time with
//! words about it, and nothing is lost.

use crate::support::Lab;
use deployment_report::testing::world::{Effect, Fault, GITPLOY_TOKEN, State};
use std::time::{Duration, Instant};

const RECORD: &str = ".kiro/deployments/2025-12-05-record.md";

fn lab() -> Lab {
    let lab = Lab::with_world(State::After).configured();
    lab.file(
        RECORD,
        include_str!("../../src/command/demo/files/record.ko.md"),
    );
    lab
}

#[test]
fn every_command_ends_whatever_the_servers_do() {
    let lab = lab();
    let record = lab.read(RECORD);
    for (name, effect) in Effect::all() {
        lab.world().fail(Fault::always(" ", effect));
        for args in [
            &["verify", RECORD, "--update"][..],
            &["regenerate", RECORD],
            &["doctor"],
            &["new", "--deployment", "4354", "--lang", "en"],
            &["new", "--deployment", "4354", "--lang", "ko"],
        ] {
            let began = Instant::now();
            let args = [args, &["--timeout", "1", "--deadline", "2"]].concat();
            let run = lab.run(&args);
            // Never a pass; and a generous bound, which only a command that hangs passes.
            assert!((1..=3).contains(&run.status), "{name}: {args:?}\n{run}");
            assert!(
                began.elapsed() < Duration::from_secs(60),
                "{name}: {args:?}"
            );
            let told = format!("{}{}", run.stdout, run.stderr);
            assert!(
                told.len() > 60 && !told.contains("panicked"),
                "{name}: {run}"
            );
            assert!(!told.contains(GITPLOY_TOKEN), "{name}: {run}");
            assert_eq!(lab.read(RECORD), record, "{name}: {args:?}\n{run}");
        }
        lab.world().heal();
    }
}

/// `report new` has no observation around it: its questions have their deadline all the same.
#[test]
fn a_silent_or_dripping_gitploy_ends() {
    for effect in [Effect::Silent, Effect::Drip] {
        for (lang, said) in [
            ("en", "no answer within 1 s"),
            ("ko", "1초 안에 응답이 없음"),
        ] {
            let lab = lab();
            lab.world().fail(Fault::always("gitploy ", effect.clone()));
            let args = [
                "new",
                "--deployment",
                "4354",
                "--timeout",
                "1",
                "--lang",
                lang,
            ];
            lab.run(&args).exits(2).warns(said);
        }
    }
}

#[test]
fn a_deployment_that_is_not_there_is_named_with_the_latest() {
    for (lang, said) in [
        (
            "en",
            "Gitploy has no deployment #99999; the latest is #4354",
        ),
        (
            "ko",
            "Gitploy에 배포 #99999가 없습니다; 최신 배포는 #4354입니다",
        ),
    ] {
        let lab = lab();
        lab.run(&["new", "--deployment", "99999", "--lang", lang])
            .exits(2)
            .warns(said);
        let asked = lab.world().requests();
        assert!(
            asked.iter().all(|line| !line.contains("/changes")),
            "{asked:?}"
        );
    }
}

#[test]
fn an_address_without_a_scheme_says_what_to_write() {
    for (lang, said) in [
        ("en", "write https://gitploy.example.io"),
        ("ko", "https://gitploy.example.io처럼 쓰세요"),
    ] {
        let lab = lab().env("GITPLOY_SERVER_HOST", "gitploy.example.io/");
        lab.run(&["new", "--deployment", "4354", "--lang", lang])
            .exits(2)
            .warns(said);
    }
    let lab = lab();
    let url = format!("{}/", lab.world().gitploy_url());
    let lab = lab.env("GITPLOY_SERVER_HOST", &url);
    lab.run(&["new", "--deployment", "4354", "--lang", "en"]);
    let asked = lab.world().requests();
    let path = "gitploy GET /api/v1/repos/Buzzvil/buzz-k8s-resources/deployments/4354";
    assert!(asked.iter().any(|line| line == path), "{asked:?}");
}

/// Three thousand different steps of one record: what is asked is bounded, and the bound is said.
#[test]
fn a_record_asks_only_so_much() {
    for (title, head, words) in [
        ("# 배포\n\n## 검증 계획\n", "확인", "조회가 300개를 넘어"),
        (
            "# Rollout\n\n## Verification plan\n",
            "Check",
            "more than 300 questions",
        ),
    ] {
        let lab = lab();
        let steps = (0..3000).map(|n| {
            format!("\n### {n}. {head}\n\n```bash\nkubectl get pods -n ns-{n}\n```\n\n- Running\n")
        });
        lab.file(RECORD, format!("{title}{}", steps.collect::<String>()));
        let run = lab.run(&["verify", RECORD, "--timeout", "60"]);
        assert_ne!(run.status, 0);
        let asked = lab.world().requests().len();
        assert!((300..1000).contains(&asked), "{asked}");
        assert!(run.stdout.contains(words), "{words}");
    }
}

/// A run that waits ends with its deadline, and what it saw until then stands.
#[test]
fn a_deadline_ends_the_wait_and_keeps_what_was_seen() {
    let lab = Lab::with_world(State::During(1)).configured();
    for record in [
        "# 배포\n\n## 검증 계획\n\n### 1. DaemonSet 상태 검증\n\n```bash\nkubectl get daemonset alloy -n loki-v3\n```\n\n- READY: 10\n\n## 다음 단계\n\n1. ⏳ DaemonSet 상태 검증\n",
        "# Rollout\n\n## Verification plan\n\n### 1. Verify the DaemonSet\n\n```bash\nkubectl get daemonset alloy -n loki-v3\n```\n\n- READY: 10\n\n## Next steps\n\n- [ ] Verify the DaemonSet\n",
    ] {
        lab.file(RECORD, record);
        let began = Instant::now();
        let args = [
            "verify",
            RECORD,
            "--wait",
            "10m",
            "--deadline",
            "3",
            "--format",
            "json",
        ];
        let run = lab.run(&args).says("\"verdict\": \"pending\"");
        assert!(!run.stdout.contains("RunDeadline"), "{run}");
        assert!(began.elapsed() < Duration::from_secs(60), "{run}");
    }
}
