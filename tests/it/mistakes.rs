//! What a newcomer gets wrong: every mistake is named, with what to do, and nothing is written.

use crate::support::{Lab, Run};
use deployment_report::testing::world::State;

const RECORD: &str = ".kiro/deployments/2025-12-05-record.md";
const TEXT: &str = include_str!("../../src/command/demo/files/record.ko.md");

/// No library's or runtime's own words reach the person.
fn civil(run: Run) -> Run {
    run.keeps_quiet_about("panicked")
        .keeps_quiet_about("RUST_BACKTRACE")
        .keeps_quiet_about("Os {")
        .keeps_quiet_about("src/")
}

#[test]
fn no_arguments_show_the_help() {
    let run = Lab::empty().run(&[]);
    assert!(format!("{run}").contains("Usage:"), "{run}");
    civil(run).exits(2);
}

#[test]
fn no_configuration_at_all() {
    let lab = Lab::empty();
    lab.file("record.md", TEXT);
    let run = civil(lab.run(&["verify", "record.md"])).exits(3);
    assert!(
        run.stdout.contains("KUBECONFIG") || run.stderr.contains("KUBECONFIG"),
        "{run}"
    );
}

/// Messages are in the language that was asked for; where nobody asked, in the record's.
#[test]
fn a_korean_record_is_told_in_the_readers_language() {
    let lab = Lab::empty();
    lab.file("record.md", TEXT);
    let korean = [
        "클러스터 (컨텍스트",
        "Gitploy: 설정되지 않음",
        "Loki: 설정되지 않음",
    ];
    let english = ["cluster (context", "Gitploy: not", "Loki: not"];
    for (asked, said, not) in [
        (&[][..], korean, english),
        (&["--lang", "ko"], korean, english),
        (&["--lang", "en"], english, korean),
    ] {
        let args = [asked, &["verify", "record.md"]].concat();
        let run = civil(lab.run(&args)).exits(3);
        for words in said {
            assert!(run.stdout.contains(words), "{words}: {run}");
        }
        for words in not {
            assert!(!run.stdout.contains(words), "{words}: {run}");
        }
    }
}

#[test]
fn no_records_to_verify() {
    let run = civil(Lab::empty().run(&["verify"])).exits(2);
    assert!(run.stderr.contains(".kiro"), "{run}");
}

#[test]
fn a_file_that_is_not_there() {
    civil(Lab::empty().run(&["verify", "nowhere.md"]))
        .exits(2)
        .warns("nowhere.md");
}

#[test]
fn a_directory_instead_of_a_file() {
    let lab = Lab::empty();
    lab.file("records/a.txt", "");
    civil(lab.run(&["verify", "records"]))
        .exits(2)
        .says("directory");
}

#[test]
fn a_file_that_is_not_text() {
    let lab = Lab::empty();
    lab.file("record.md", [0x23, 0x20, 0xff, 0xfe, 0x0a]);
    civil(lab.run(&["verify", "record.md"]))
        .exits(2)
        .says("UTF-8");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let lab = Lab::empty();
    let path = lab.file("record.md", TEXT);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser reads everything.
    if std::fs::read(&path).is_err() {
        civil(lab.run(&["verify", "record.md"]))
            .exits(2)
            .warns("record.md");
    }
}

#[test]
fn a_record_without_a_plan() {
    let lab = Lab::with_world(State::After);
    lab.file("record.md", "# Title\n\nSome prose.\n");
    let run = civil(lab.run(&["verify", "record.md", "--update"]));
    assert_eq!(lab.read("record.md"), "# Title\n\nSome prose.\n");
    let printed = format!("{run}");
    assert!(
        printed.contains("plan") || printed.contains("계획"),
        "{run}"
    );
}

#[test]
fn an_empty_record() {
    let lab = Lab::with_world(State::After);
    lab.file("record.md", "");
    civil(lab.run(&["verify", "record.md", "--update"]));
    assert_eq!(lab.read("record.md"), "");
}

#[test]
fn a_kubeconfig_that_is_not_there_or_broken() {
    for text in [None, Some("not: [a kubeconfig"), Some("{}")] {
        let lab = Lab::empty().configured();
        let path = lab.work().join("kubeconfig");
        if let Some(text) = text {
            lab.file("kubeconfig", text);
        }
        lab.file(RECORD, TEXT);
        let lab = lab.env("KUBECONFIG", &path.display().to_string());
        let run = civil(lab.run(&["verify", RECORD, "--update"])).exits(3);
        assert!(format!("{run}").contains("kubeconfig"), "{run}");
        assert_eq!(lab.read(RECORD), TEXT);
    }
}

#[test]
fn an_unknown_key_in_the_configuration() {
    let lab = Lab::empty();
    lab.file(".kiro/report.toml", "[gitploy]\nhots = 'x'\n");
    lab.file(RECORD, TEXT);
    civil(lab.run(&["verify", RECORD])).exits(2).warns("`host`");
}

#[test]
fn started_in_a_directory_below() {
    let lab = Lab::with_world(State::After).configured();
    lab.file(RECORD, TEXT);
    let name = RECORD.rsplit('/').next().unwrap();
    civil(lab.run_in(".kiro/deployments", &["verify", name])).exits(0);
}

#[test]
fn started_in_the_wrong_directory() {
    let lab = Lab::with_world(State::After);
    lab.file("elsewhere/.keep", "");
    for command in ["list", "verify", "regenerate"] {
        civil(lab.run_in("elsewhere", &[command]))
            .exits(2)
            .warns(".kiro/deployments")
            .warns("--root")
            .warns("report demo");
    }
}

/// Locales, and what a bare machine does not set.
#[test]
fn whatever_the_locale_is() {
    for (name, value, words) in [
        ("LANG", "C", "there is no"),
        ("LANG", "ko_KR.UTF-8", "그런 디렉터리가 없습니다"),
        ("LC_ALL", "ko_KR", "그런 디렉터리가 없습니다"),
        ("LC_ALL", "kok_IN", "there is no"),
        ("LANG", "", "there is no"),
    ] {
        let lab = Lab::empty().env(name, value).without("HOME");
        civil(lab.run(&["list"])).exits(2).warns(words);
    }
}

#[test]
fn a_word_that_is_nearly_right() {
    let lab = Lab::with_world(State::After).configured();
    lab.file(RECORD, TEXT);
    for (args, meant) in [
        (&["verfy", RECORD][..], "`verify`"),
        (&["verify", "--updaet", RECORD], "`--update`"),
        (&["verify", RECORD, "--format", "jsno"], "`json`"),
        (&["verify", RECORD, "--output", "juni=x"], "`junit`"),
        (&["verify", "2025-12-05-recrod"], "`2025-12-05-record.md`"),
        (
            &["explain", ".kiro/deployments/2025-12-05-recod.md"],
            "`2025-12-05-record.md`",
        ),
        (&["init", "--print", "rbca"], "`rbac`"),
    ] {
        civil(lab.run(args)).exits(2).warns(meant);
        let korean = [args, &["--lang", "ko"]].concat();
        civil(lab.run(&korean))
            .exits(2)
            .warns(&format!("혹시 {meant}인가요?"));
    }
    // By its bare name it is found from anywhere in the workspace.
    civil(lab.run(&["explain", "2025-12-05-record"])).exits(0);
}

#[test]
fn a_configuration_that_is_wrong() {
    let lab = Lab::empty();
    lab.file(RECORD, TEXT);
    for (config, place, words) in [
        ("lang = ko\n", "report.toml:1:8", ""),
        ("lang = 'fr'\n", "", "`fr`"),
        ("timezone = 'Asia/Soul'\n", "report.toml", "Asia/Seoul"),
        (
            "[gitploy]\nhots = 'x'\n",
            "report.toml:2:1",
            "did you mean `host`?",
        ),
        (
            "contxts = []\n",
            "report.toml:1:1",
            "did you mean `contexts`?",
        ),
        (
            "[slack]\nchannel = 'x'\n",
            "report.toml:1:2",
            "report init --print config",
        ),
        ("[env.prod]\ncontext = 5\n", "report.toml:2:11", ""),
        ("lang = 'ko'\nlang = 'en'\n", "report.toml:2:1", ""),
        ("[gitploy\n", "report.toml:1", ""),
    ] {
        lab.file(".kiro/report.toml", config);
        civil(lab.run(&["list"])).exits(2).warns(place).warns(words);
        let korean = civil(lab.run(&["list", "--lang", "ko"]));
        // The flag beats a language in the file that is none.
        let beaten = config.contains("'fr'") && korean.status == 0;
        assert!(
            beaten || korean.stderr.starts_with("오류: "),
            "{config}\n{korean}"
        );
    }
    lab.file(".kiro/report.toml", [0xff, 0xfe]);
    civil(lab.run(&["list"])).exits(2).warns("UTF-8");
}

/// Runs the binary with its own stdout and stdin.
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "the test starts the program")]
fn with_streams(lab: &Lab, args: &[&str], stdout: std::process::Stdio) -> (i32, String) {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_report"))
        .args(args)
        .env_clear()
        .current_dir(lab.work())
        .stdin(std::process::Stdio::null())
        .stdout(stdout)
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // Whoever reads the result goes away at once.
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap_or(-1), stderr)
}

#[cfg(target_os = "linux")]
#[test]
#[expect(clippy::disallowed_methods, reason = "a device that is always full")]
fn a_full_disk_behind_stdout_is_said() {
    let lab = Lab::empty();
    lab.file(RECORD, TEXT);
    for args in [
        &["explain", RECORD][..],
        &["list"],
        &["--help"],
        &["completions", "bash"],
        &["verify", RECORD, "--offline"],
    ] {
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let (status, stderr) = with_streams(&lab, args, full.into());
        assert_eq!(status, 2, "{args:?}: {stderr}");
        assert!(
            stderr.contains("cannot write to standard output"),
            "{stderr}"
        );
        assert!(!stderr.contains("panicked"), "{stderr}");
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_quietly() {
    let lab = Lab::empty();
    lab.file(RECORD, TEXT);
    for args in [&["explain", RECORD][..], &["list"], &["--help"], &["man"]] {
        let (status, stderr) = with_streams(&lab, args, std::process::Stdio::piped());
        assert_eq!((status, stderr.as_str()), (0, ""), "{args:?}");
    }
}

/// `report … >&-` and the like: what cannot be said is not said, and the status stays.
#[cfg(unix)]
#[test]
#[expect(clippy::disallowed_methods, reason = "the test starts the program")]
fn closed_streams_change_no_status() {
    let lab = Lab::empty();
    lab.file(RECORD, TEXT);
    let cases: [(i32, &[&str]); 8] = [
        (0, &["--help"]),
        (0, &["explain", RECORD]),
        (0, &["list"]),
        (3, &["verify", RECORD, "--offline"]),
        (2, &["verify", "nowhere.md"]),
        (2, &["verfy"]),
        (2, &["new"]),
        (2, &["judge", "-"]),
    ];
    for closed in ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"] {
        for (status, args) in cases {
            let output = std::process::Command::new("sh")
                .args(["-c", &format!("\"$0\" \"$@\" {closed}")])
                .arg(env!("CARGO_BIN_EXE_report"))
                .args(args)
                .env_clear()
                .current_dir(lab.work())
                .output()
                .unwrap();
            let told = String::from_utf8_lossy(&output.stderr);
            assert_eq!(
                output.status.code(),
                Some(status),
                "{args:?} {closed} {told}"
            );
            assert!(!told.contains("panicked"), "{args:?} {closed} {told}");
        }
    }
}

/// What one record nests is no other record's trouble.
#[test]
fn a_record_that_nests_without_end_leaves_the_others_alone() {
    let lab = Lab::empty();
    lab.file(RECORD, TEXT);
    let deep = format!("# Deep\n\n{} x\n\n{TEXT}", ">".repeat(20_000));
    lab.file(".kiro/deployments/2025-12-06-deep.md", deep);
    let run = civil(lab.run(&["verify", "--offline", "--format", "json"])).exits(3);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["records"].as_array().map(Vec::len), Some(2), "{run}");
}

/// Why nothing was asked is said in one language, to the end.
#[test]
fn what_stands_in_the_way_is_said_in_korean() {
    let record = "# 배포\n\n## 검증 계획\n\n### 1. 응답\n```bash\ncurl -s https://gw.example.dev/health\n```\n\n\
        기대 결과: HTTP 200\n\n### 2. Pod\n```bash\nkubectl --context other get pods -n a\n```\n\n기대 결과: 모든 Pod Running\n\n\
        ### 3. 커밋\n```bash\ngit -C repos/none log -1\n```\n\n기대 결과: `x` 포함\n";
    let lab = Lab::empty();
    lab.file(RECORD, record);
    let missing = lab.work().join("none.yaml").display().to_string();
    let lab = lab.env("KUBECONFIG", &missing);
    let run = civil(lab.run(&["verify", RECORD, "--lang", "ko"])).exits(3);
    let said = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "gw.example.dev:443은 허용된 호스트가 아닙니다",
        "그런 kubeconfig가 없습니다",
        "[repos]에 저장소 \"repos/none\"이 없습니다",
    ] {
        assert!(said.contains(words), "no `{words}` in\n{run}");
    }
    for english in [" is not ", "no such", "no repository"] {
        assert!(!said.contains(english), "`{english}` in\n{run}");
    }
    let world = Lab::with_world(State::After);
    world.file(RECORD, record);
    let run = world.run(&["verify", RECORD, "--lang", "ko"]);
    let said = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("kubeconfig에 \"other\" 컨텍스트가 없습니다"),
        "{run}"
    );
    // The name of a source is not English either.
    let run = Lab::empty()
        .run(&["doctor", "--lang", "ko"])
        .says("❌ 클러스터\n");
    assert!(!run.stdout.contains("cluster"), "{run}");
}

/// An evidence file that cannot be used is a mistake of the command line, not blindness.
#[test]
fn a_broken_evidence_file() {
    let lab = Lab::empty();
    lab.file(RECORD, TEXT);
    lab.file("text.har", "no JSON");
    lab.file("empty.har", "");
    lab.file(
        "other.har",
        "{\"log\": {\"version\": \"1.2\", \"entries\": []}}",
    );
    lab.file("binary.har", [0xff, 0xfe]);
    for file in [
        "text.har",
        "empty.har",
        "other.har",
        "binary.har",
        "nowhere.har",
        ".",
    ] {
        for command in [
            &["verify", RECORD][..],
            &["regenerate", RECORD],
            &["new", "--deployment", "4354"],
            &["doctor"],
        ] {
            let run = |lang| lab.run(&[command, &["--replay", file, "--lang", lang]].concat());
            civil(run("en"))
                .exits(2)
                .warns(&format!("--replay {file}: it cannot be replayed"))
                .warns("--save-evidence");
            civil(run("ko"))
                .exits(2)
                .warns(&format!("--replay {file}: 재생할 수 없습니다"));
        }
    }
}

/// GitHub finds the line of an annotation by its path in the repository.
#[test]
fn annotations_name_the_path_in_the_repository() {
    let lab = Lab::empty();
    let path = "infra/.kiro/deployments/2025-12-05-record.md";
    lab.file(path, TEXT);
    git2::Repository::init(lab.work()).unwrap();
    std::fs::create_dir_all(lab.work().join("elsewhere")).unwrap();
    let whole = lab.work().join(path).display().to_string();
    let offline = ["--offline", "--format", "github"];
    let holds = |lab: &Lab, dir: &str, args: &[&str]| {
        let run = lab.run_in(dir, &[args, &offline].concat()).exits(3);
        let named = format!("::warning file={path},line=");
        assert!(run.stdout.starts_with(&named), "{dir} {args:?}\n{run}");
    };
    let all = |lab: &Lab| {
        holds(lab, ".", &["verify", path]);
        holds(lab, ".", &["verify", "--root", "infra"]);
        // What it told before it would not tell again.
        lab.file("infra/.kiro/report/told.jsonl", "");
        holds(lab, ".", &["regenerate", "--root", "infra"]);
        holds(lab, "infra", &["verify"]);
        holds(lab, "infra/.kiro/deployments", &["verify"]);
        holds(lab, "elsewhere", &["verify", "--root", "../infra"]);
        holds(lab, "elsewhere", &["verify", &whole]);
        holds(lab, "elsewhere", &["verify", &format!("../{path}")]);
    };
    all(&lab);
    let work = lab.work().display().to_string();
    let lab = lab.env("GITHUB_WORKSPACE", &work);
    all(&lab);
    // The checkout is one of several below the workflow's directory.
    let above = lab.work().parent().unwrap().display().to_string();
    all(&lab.env("GITHUB_WORKSPACE", &above));
    // Without a repository the workspace is all that is known.
    let lab = Lab::empty();
    lab.file(path, TEXT);
    let run = lab.run(&[&["verify", "--root", "infra"][..], &offline].concat());
    assert!(run.stdout.contains("file=.kiro/deployments/"), "{run}");
}

/// What stands where a record is meant, and is none.
#[test]
fn odd_files_are_refused_and_left_alone() {
    use std::os::unix::fs::symlink;
    let lab = Lab::empty();
    let outside = lab.file("../outside/record.md", "# Out\n\n- [ ] a\n");
    lab.file(".kiro/deployments/2025-12-05-in.md", "# In\n\n- [ ] a\n");
    let records = lab.work().join(".kiro/deployments");
    symlink(&outside, records.join("2025-12-05-link.md")).unwrap();
    symlink("2025-12-05-in.md", records.join("2025-12-06-twin.md")).unwrap();
    symlink("nowhere.md", records.join("2025-12-07-dangling.md")).unwrap();
    let run = lab.run(&["verify"]).exits(2).says("out of the workspace");
    assert!(run.stdout.contains("2025-12-05-in.md"), "{run}");
    assert!(!run.stdout.contains("dangling"), "{run}");
    // A record that is named is followed.
    lab.run(&["verify", ".kiro/deployments/2025-12-05-link.md"])
        .exits(0);
    lab.run(&["verify", "/dev/null"])
        .exits(2)
        .says("no regular file");
    lab.run(&["verify", ".kiro/deployments"])
        .exits(2)
        .says("is a directory");
    let odd = "-x 배포 (1).md";
    let decomposed = "2025-12-05-\u{1107}\u{1162}\u{1111}\u{1169}.md";
    for name in [odd, decomposed] {
        lab.file(name, "# A\n\n- [ ] a\n");
    }
    lab.run(&["verify", "--", odd]).exits(0);
    lab.run(&["verify", "2025-12-05-배포.md"]).exits(0);
}
