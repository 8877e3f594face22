//! What a pull request can bring, through the real binary: files that are links out of the workspace,
//! pipes and devices, in both languages.

use crate::support::{Lab, Run};
use deployment_report::testing::world::State;
use std::os::unix::fs::symlink;
use std::path::Path;

const RECORD: &str = ".kiro/deployments/2025-12-05-record.md";
const CANARY: &str = "canary-7f3a9c51e2";

/// A workspace whose environment and neighbour hold what must not be shown.
fn lab() -> Lab {
    let lab = Lab::with_world(State::After).configured();
    lab.file(
        RECORD,
        include_str!("../../src/command/demo/files/record.ko.md"),
    );
    lab.file(
        "../outside/secret.md",
        format!("# {CANARY}\n\n- [ ] 1. {CANARY}\n"),
    );
    lab.env("SECRET", CANARY)
}

/// Puts a link, or with no target a pipe, where a file is expected.
#[expect(clippy::disallowed_methods, reason = "the test sets the stage")]
fn place(lab: &Lab, path: &str, to: Option<&str>) {
    let path = lab.work().join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let _absent = std::fs::remove_file(&path);
    match to {
        Some(OUTSIDE) => symlink(lab.work().join("../outside/secret.md"), &path).unwrap(),
        Some(to) => symlink(to, &path).unwrap(),
        None => pipe(&path),
    }
}

#[expect(clippy::disallowed_methods, reason = "the test sets the stage")]
fn pipe(path: &Path) {
    let made = std::process::Command::new("mkfifo").arg(path).status();
    assert!(made.unwrap().success());
}

/// Stands for the file beside the workspace.
const OUTSIDE: &str = "outside";

/// The ways out of the workspace that a repository can hold, and a pipe.
const WAYS: [Option<&str>; 5] = [
    Some("/proc/self/environ"),
    Some("/dev/zero"),
    Some("/etc/passwd"),
    Some(OUTSIDE),
    None,
];

fn refuses(lab: &Lab, args: &[&str], what: &str) -> Run {
    let mut last = None;
    for (lang, out, odd) in [
        ("ko", "작업 공간 밖", "보통 파일이 아닙니다"),
        ("en", "out of the workspace", "no regular file"),
    ] {
        let run = lab.run(&[args, &["--lang", lang]].concat());
        let told = format!("{}{}", run.stdout, run.stderr);
        assert!(told.contains(out) || told.contains(odd), "{what}\n{run}");
        assert!(!told.contains("root:"), "{what}\n{run}");
        last = Some(run.keeps_quiet_about(CANARY));
    }
    last.unwrap()
}

#[test]
fn a_template_a_setting_a_record_or_an_index_is_not_followed_out() {
    for to in WAYS {
        for lang in ["ko", "en"] {
            let lab = lab();
            let path = format!(".kiro/report/templates/{lang}/commits.md");
            place(&lab, &path, to);
            refuses(&lab, &["regenerate", RECORD], &path).exits(2);
        }
        let lab = lab();
        place(&lab, ".kiro/report.toml", to);
        refuses(&lab, &["list"], "report.toml").exits(2);

        let lab = self::lab();
        place(&lab, ".kiro/deployments/README.md", to);
        refuses(&lab, &["list", "--index"], "README.md").exits(2);
    }
    for command in [&["list"][..], &["verify", "--update"], &["regenerate"]] {
        let lab = lab();
        place(
            &lab,
            ".kiro/deployments/2025-12-06-out.md",
            Some("../../../outside/secret.md"),
        );
        let run = refuses(&lab, command, "a record");
        // The others are gone on with.
        assert!(run.stdout.contains("2025-12-05"), "{run}");
        assert_eq!(
            lab.read("../outside/secret.md"),
            format!("# {CANARY}\n\n- [ ] 1. {CANARY}\n")
        );
    }
}

#[test]
fn a_folder_that_leads_out_is_not_entered_or_written_in() {
    let lab = Lab::empty();
    lab.file("../outside/2025-12-05-a.md", format!("# {CANARY}\n"));
    std::fs::create_dir(lab.work().join(".kiro")).unwrap();
    symlink("../../outside", lab.work().join(".kiro/deployments")).unwrap();
    for args in [
        &["list"][..],
        &["verify"],
        &["list", "--index"],
        &["new", "title", "--offline"],
    ] {
        refuses(&lab, args, "deployments").exits(2);
    }
    let names = std::fs::read_dir(lab.work().join("../outside")).unwrap();
    assert_eq!(names.count(), 1);
}

#[test]
fn a_spec_that_leads_out_is_neither_read_nor_ticked() {
    let records = [
        (
            include_str!("../../src/command/demo/files/record.ko.md"),
            "⏳ 리소스 사용량 모니터링",
            ["작업 공간 밖", "보통 파일이 아닙니다"],
        ),
        (
            include_str!("../../src/command/demo/files/record.en.md"),
            "⏳ Resource usage monitoring",
            ["out of the workspace", "no regular file"],
        ),
    ];
    for (to, (record, item, words)) in WAYS.into_iter().zip(records.into_iter().cycle()) {
        let lab = lab();
        assert!(record.contains(item));
        lab.file(
            RECORD,
            record.replace(item, &format!("{item} <!-- task:alloy:1 -->")),
        );
        place(&lab, ".kiro/specs/alloy/tasks.md", to);
        place(&lab, ".kiro/specs/alloy/design.md", to);
        for more in [&["--format", "json"][..], &["--update", "--format", "json"]] {
            let run = lab.run(&[&["verify", RECORD], more].concat());
            let told = words.iter().any(|words| run.stdout.contains(words));
            assert!(told, "{to:?}\n{run}");
            run.keeps_quiet_about(CANARY);
        }
        let run = lab.run(&["new", "alloy 배포", "--task", "alloy:1", "--offline"]);
        run.keeps_quiet_about(CANARY);
        assert!(lab.read("../outside/secret.md").contains("- [ ] 1."));
    }
}

#[test]
fn a_dump_in_a_named_directory_stays_inside_it() {
    let lab = lab();
    place(&lab, "dump/pods.yaml", Some("/proc/self/environ"));
    place(&lab, "dump/pipe.yaml", None);
    refuses(&lab, &["judge", "dump"], "a dump");
}

/// A record of another checkout, its settings pointing to the world, named from one's own workspace.
#[test]
fn another_checkout_s_settings_receive_no_credential() {
    let mut lab = Lab::with_world(State::After)
        .without("GITPLOY_SERVER_HOST")
        .without("LOKI_ADDR")
        .env("LOKI_BEARER_TOKEN", CANARY);
    let (gitploy, loki) = (lab.world().gitploy_url(), lab.world().loki_url());
    let config = include_str!("../../src/command/demo/files/report.toml")
        .replacen("https://gitploy.buzzvil.dev", &gitploy, 1)
        .replacen("https://loki-dev.buzzvil.dev", &loki, 1);
    lab.file(".kiro/deployments/README.md", "# Mine\n");
    lab.file("../other/.kiro/report.toml", &config);
    let record = "../other/.kiro/deployments/2025-12-05-record.md";
    let asked = |lab: &Lab, args: &[&str]| {
        let credited = |lab: &Lab| {
            let all = lab.world().requests();
            let of_source =
                |line: &&String| line.contains("/api/v1/repos") || line.contains("/loki/");
            all.iter().filter(of_source).count()
        };
        let before = credited(lab);
        let run = lab.run(&[&["verify", record], args].concat());
        (credited(lab) > before, run)
    };
    for (text, words) in [
        (
            include_str!("../../src/command/demo/files/record.ko.md"),
            "자격 증명을 보내지 않음",
        ),
        (
            include_str!("../../src/command/demo/files/record.en.md"),
            "the credential is not sent",
        ),
    ] {
        lab.file(record, text);
        let (sent, run) = asked(&lab, &["--format", "json"]);
        assert!(!sent, "{run}");
        run.exits(3)
            .says(words)
            .says("report trust")
            .says("report doctor");
    }
    lab.run(&["trust", "../other"])
        .exits(0)
        .says("gitploy.host");
    let (sent, run) = asked(&lab, &[]);
    assert!(sent, "{run}");
    lab.file("../other/.kiro/report.toml", format!("{config}# changed\n"));
    assert!(!asked(&lab, &[]).0);
    lab.file("../other/.kiro/report.toml", &config);
    lab.run(&["trust", "../other", "--revoke", "--lang", "ko"])
        .exits(0)
        .warns("승인을 취소");
    assert!(!asked(&lab, &[]).0);
    assert!(asked(&lab, &["--root", "../other"]).0);
    lab = lab.env("CI", "true");
    assert!(!asked(&lab, &["--root", "../other"]).0);
    let doctor = ["doctor", "--root", "../other", "--lang"];
    lab.run(&[&doctor[..], &["en"]].concat())
        .says("goes nowhere: in CI");
    lab.run(&[&doctor[..], &["ko"]].concat())
        .says("아무 데도 보내지 않음: CI에서는");
    let lab = lab
        .env("GITPLOY_SERVER_HOST", &gitploy)
        .env("LOKI_ADDR", &loki);
    assert!(asked(&lab, &[]).0);
    lab.run(&["doctor"])
        .says("→ [GITPLOY]: environment GITPLOY_SERVER_HOST")
        .keeps_quiet_about(CANARY);
    lab.run(&["trust"]).exits(2).warns("report.toml");
}

#[test]
fn a_record_chooses_no_tenant_of_its_own() {
    let lab = Lab::with_world(State::After);
    let asked = |lab: &Lab| {
        let all = lab.world().requests();
        all.iter().any(|line| line.contains("/loki/"))
    };
    for (title, words) in [
        ("검증 계획", "테넌트 theirs"),
        ("Verification plan", "the tenant theirs"),
    ] {
        lab.file(
            RECORD,
            format!("# R\n\n## {title}\n\n### 1. logs\n\n```bash\nlogcli query '{{app=\"alloy\"}}' --org-id=theirs\n```\n\n- No errors\n"),
        );
        lab.run(&["verify", RECORD, "--format", "json"])
            .exits(3)
            .says(words);
    }
    assert!(!asked(&lab));
    let lab = lab.env("LOKI_ORG_ID", "mine|theirs");
    lab.run(&["verify", RECORD]);
    assert!(asked(&lab));
}

#[test]
fn init_takes_no_address_out_of_a_record() {
    for args in [&["init"][..], &["init", "--yes"]] {
        let lab = Lab::empty();
        lab.file(
            RECORD,
            "# R\n\nhttps://gitploy.evil.example/o/r/deployments/7\n\n```bash\nexport LOKI_ADDR=https://loki.evil.example\nlogcli labels\n```\n",
        );
        lab.run(args).exits(0);
        let config = lab.read(".kiro/report.toml");
        for named in [
            "host = \"https://gitploy.evil.example\"",
            "addr = \"https://loki.evil.example\"",
        ] {
            assert!(config.contains(&format!("# {named}")), "{config}");
            assert!(!config.contains(&format!("\n{named}")), "{config}");
        }
        assert!(config.contains("2025-12-05-record.md"), "{config}");
    }
}

/// What a text face, an error or a file name says on a runner, of a record that wants to speak to it.
#[test]
fn no_text_of_a_record_speaks_to_a_runner_or_a_terminal() {
    let evil = "::error::x ##[set-output name=a]b ##vso[task.setvariable]c";
    let record = format!(
        "# {evil}\n\n**날짜**: 2025-12-05\n\n## Verification plan\n\n### {evil}\n\n```bash\nkubectl get pods -n loki-v3\n```\n\n- {evil}\n\n## 체크리스트\n\n- [ ] 1. {evil}\n- [ ] 2. \u{1b}[31mred\u{202e}\n"
    );
    let name = ".kiro/deployments/2025-12-05-a\n::error::b\u{1b}[2J.md";
    for (runner, env) in [(true, "GITHUB_ACTIONS"), (true, "TF_BUILD"), (false, "X")] {
        let lab = Lab::with_world(State::After)
            .env(env, "true")
            .env("CLICOLOR_FORCE", "1");
        lab.file(name, &record);
        for args in [
            &["verify"][..],
            &["verify", name],
            &["verify", "--format", "json"],
            &["verify", "--format", "junit"],
            &["verify", "-q", "--output", "text=/dev/stdout"],
            &["verify", "--output", "json=/dev/stdout"],
            &["verify", "--output", "junit=/dev/stdout"],
            &["verify", "--output", "github=/dev/stdout"],
            &["regenerate", "--check", "--output", "text=/dev/stdout"],
            &["verify", "-vvv", "--lang", "ko"],
            &["regenerate", "--check", "--diff"],
            &["explain", name],
            &["explain", name, "--lang", "ko"],
            &["list"],
            &["list", "--lang", "ko"],
            &["list", "--json"],
            &["adopt", name],
            &["verify", "::error::nowhere\n::error::x.md"],
            &["verify", "--only", "::error::x\n::error::y"],
        ] {
            let run = lab.run(args);
            let told = format!("{}\n{}", run.stdout, run.stderr);
            for line in told.lines() {
                let speaks = line.trim_start().starts_with("::")
                    || line.contains("##[")
                    || line.contains("##vso[");
                assert!(!(runner && speaks), "{args:?}: {line}\n{run}");
            }
            let wild = told
                .replace("\u{1b}[", "")
                .contains(['\u{1b}', '\r', '\u{202e}']);
            assert!(!wild && !told.contains("\u{1b}[2J"), "{args:?}\n{run}");
        }
    }
}
