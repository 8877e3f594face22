//! ^C, SIGTERM and SIGKILL, at every point where a run can be: it ends with the signal's own status, says
//! nothing, and what it leaves is whole. Where a run would not end by itself, that it ends is the test.

use crate::support::Lab;
use deployment_report::testing::world::{Effect, Fault, State};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

const RECORD: &str = ".kiro/deployments/2025-12-05-record.md";
const TASKS: &str = ".kiro/specs/loki-alloy-deployment/tasks.md";

/// A point in a run.
struct Point {
    name: &'static str,
    args: &'static [&'static str],
    /// Makes the run stay there, and gives what tells that it is there.
    stay: fn(&Lab) -> Reached,
}

/// Whether a run is at its point.
type Reached = Box<dyn FnMut(&Lab, &Child) -> bool>;

const NEW: [&str; 3] = ["new", "--deployment", "4354"];

const POINTS: [Point; 15] = [
    Point {
        name: "a silent API server",
        args: &["verify", RECORD, "--update"],
        stay: |lab| silent(lab, "api ", Effect::Silent),
    },
    Point {
        name: "a dripping API server",
        args: &["regenerate", RECORD],
        stay: |lab| silent(lab, "api ", Effect::Drip),
    },
    Point {
        name: "a silent Loki",
        args: &["verify", RECORD, "--update"],
        stay: |lab| silent(lab, "loki ", Effect::Silent),
    },
    Point {
        name: "a silent Gitploy",
        args: &NEW,
        stay: |lab| silent(lab, "gitploy ", Effect::Silent),
    },
    Point {
        name: "doctor and a silent API server",
        args: &["doctor"],
        stay: |lab| silent(lab, "api ", Effect::Silent),
    },
    Point {
        name: "the wait between two looks",
        args: &["verify", RECORD, "--update", "--wait", "10m"],
        stay: |lab| {
            lab.world().set_state(State::During(1));
            silent(lab, "nothing", Effect::Silent)
        },
    },
    Point {
        name: "a credential plugin",
        args: &["verify", RECORD, "--update"],
        stay: plugin,
    },
    Point {
        name: "the lock of the records",
        args: &["list", "--index"],
        stay: |lab| locked(lab, ".kiro/deployments"),
    },
    Point {
        name: "the lock of a spec",
        args: &["verify", RECORD, "--update"],
        stay: |lab| {
            lab.file(RECORD, with_task());
            locked(lab, ".kiro/specs/loki-alloy-deployment")
        },
    },
    Point {
        name: "the walk through git",
        args: &[
            "new",
            "--repo",
            "repos/buzz-k8s-resources",
            "--range",
            "HEAD~1..HEAD",
        ],
        stay: |lab| fifo(&lab.work().join("repos/buzz-k8s-resources/.git/packed-refs")),
    },
    Point {
        name: "a template",
        args: &NEW,
        stay: |lab| {
            let rounds = "{% for a in range(end=90000) %}{% for b in range(end=90000) %}x{% endfor %}{% endfor %}";
            lab.file(".kiro/report/templates/ko/commits.md", rounds);
            lab.file(".kiro/report/templates/en/commits.md", rounds);
            silent(lab, "nothing", Effect::Silent)
        },
    },
    Point {
        name: "filters",
        args: &["verify", RECORD],
        stay: |lab| {
            let twice = " | awk '{print $0 $0 $0 $0 $0 $0 $0 $0}'".repeat(6);
            lab.file(RECORD, many(50, &twice));
            silent(lab, "nothing", Effect::Silent)
        },
    },
    Point {
        name: "jq",
        args: &["verify", RECORD],
        stay: |lab| {
            let texts = " -o json | jq '[.. | tojson] | length'";
            lab.file(RECORD, many(3000, texts));
            silent(lab, "nothing", Effect::Silent)
        },
    },
    Point {
        name: "a large record",
        args: &["explain", RECORD],
        stay: |lab| {
            let steps = (0..10_000).map(|n| step(n, ""));
            lab.file(
                RECORD,
                format!(
                    "# R\n\n## Verification plan\n\n{}",
                    steps.collect::<String>()
                ),
            );
            Box::new(|_, _| true)
        },
    },
    Point {
        name: "objects from a pipe that says nothing",
        args: &["judge", "-"],
        stay: |_| Box::new(|_, _| true),
    },
];

fn step(number: usize, more: &str) -> String {
    format!(
        "### {number}. Look {number}\n\n```bash\nkubectl --context buzzvil-eks-ops get pods -n loki-v3{more}\n```\n\n- all pods Running\n\n"
    )
}

/// A record whose steps each compute as long as a record may.
fn many(steps: usize, pipe: &str) -> String {
    let steps = (0..steps).map(|n| step(n, &format!("{pipe} | grep {n}")));
    format!(
        "# R\n\n## Verification plan\n\n{}",
        steps.collect::<String>()
    )
}

fn with_task() -> String {
    let item = "⏳ Resource usage monitoring";
    let text = include_str!("../../src/command/demo/files/record.en.md");
    assert!(text.contains(item));
    text.replace(
        item,
        &format!("{item} <!-- task:loki-alloy-deployment:4.2 -->"),
    )
}

/// A source that does not answer as it should, once it is asked.
fn silent(lab: &Lab, source: &str, effect: Effect) -> Reached {
    lab.world().fail(Fault::always(source, effect));
    let source = source.to_owned();
    Box::new(move |lab, _| {
        let asked = lab.world().requests();
        asked
            .iter()
            .any(|line| line.starts_with(&source) || source == "nothing")
    })
}

/// A directory that another process holds: a run waits for it once it has opened it for good.
fn locked(lab: &Lab, directory: &str) -> Reached {
    let directory = lab.work().join(directory);
    let held = File::open(&directory).unwrap();
    held.lock().unwrap();
    let mut seen = 0;
    Box::new(move |_, child| {
        let _held = &held;
        let open = std::fs::read_dir(format!("/proc/{}/fd", child.id()));
        let mut targets = open.into_iter().flatten().flatten();
        let is_there =
            targets.any(|fd| std::fs::read_link(fd.path()).is_ok_and(|to| to == directory));
        seen = if is_there { seen + 1 } else { 0 };
        seen > 20
    })
}

/// A file whose reader waits until somebody writes.
#[expect(clippy::disallowed_methods, reason = "a test sets the stage")]
fn fifo(path: &Path) -> Reached {
    use std::os::unix::fs::OpenOptionsExt;
    let path: PathBuf = path.into();
    let _old = std::fs::remove_file(&path);
    assert!(run("mkfifo", &[path.to_str().unwrap()]).success());
    let mut held = None;
    Box::new(move |_, _| {
        let mut options = File::options();
        options.write(true).custom_flags(0o4000);
        held = held.take().or_else(|| options.open(&path).ok());
        held.is_some()
    })
}

/// A credential plugin that hangs.
fn plugin(lab: &Lab) -> Reached {
    let started = lab.work().join("../home/started");
    let script = format!("echo $$ > {}; sleep 600", started.display());
    lab.file("../home/kubeconfig", format!(
        "apiVersion: v1\nkind: Config\ncurrent-context: buzzvil-eks-ops\nclusters:\n- name: x\n  cluster: {{server: 'https://127.0.0.1:1'}}\ncontexts:\n- name: buzzvil-eks-ops\n  context: {{cluster: x, user: x}}\nusers:\n- name: x\n  user:\n    exec:\n      apiVersion: client.authentication.k8s.io/v1\n      interactiveMode: IfAvailable\n      command: sh\n      args: [-c, {script:?}]\n"
    ));
    Box::new(move |_, _| std::fs::read_to_string(&started).is_ok_and(|pid| pid.ends_with('\n')))
}

#[expect(clippy::disallowed_methods, reason = "the test sends signals")]
fn run(program: &str, args: &[&str]) -> ExitStatus {
    Command::new(program).args(args).status().unwrap()
}

fn send(signal: &str, child: &Child) {
    assert!(run("kill", &[signal, &child.id().to_string()]).success());
}

/// Waits until a run catches signals and is at its point.
fn reach(point: &str, lab: &Lab, child: &mut Child, reached: &mut Reached) {
    let status = format!("/proc/{}/status", child.id());
    let catches = || {
        let status = std::fs::read_to_string(&status).unwrap_or_default();
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
        let caught = caught.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        // SIGINT and SIGTERM.
        caught.is_some_and(|mask| mask & (1 << 1) > 0 && mask & (1 << 14) > 0)
    };
    while !catches() || !reached(lab, child) {
        assert_eq!(child.try_wait().unwrap(), None, "{point}");
        std::thread::sleep(Duration::from_millis(2));
    }
    // Where nothing tells that it is right there, it is soon.
    std::thread::sleep(Duration::from_millis(50));
}

/// Everything below the working directory but git's own, by its path.
fn files(lab: &Lab) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut open = vec![lab.work()];
    while let Some(directory) = open.pop() {
        for entry in std::fs::read_dir(directory).unwrap().flatten() {
            let path = entry.path();
            match entry.file_type().unwrap() {
                kind if kind.is_dir() && entry.file_name() != ".git" => open.push(path),
                kind if kind.is_file() => {
                    found.push((path.clone(), std::fs::read_to_string(&path).unwrap()));
                }
                _ => {}
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_signal_ends_a_run_wherever_it_is() {
    for Point { name, args, stay } in POINTS {
        for (signal, status, lang) in [("-INT", 130, "ko"), ("-TERM", 143, "en")] {
            let lab = Lab::demo(State::After).configured();
            lab.file(
                RECORD,
                include_str!("../../src/command/demo/files/record.en.md"),
            );
            let mut reached = stay(&lab);
            let before = files(&lab);
            let args = [args, &["--timeout", "600", "--lang", lang]].concat();
            let mut child = lab.command(&args).stdin(Stdio::piped()).spawn().unwrap();
            reach(name, &lab, &mut child, &mut reached);
            send(signal, &child);
            // Stdin stays open.
            let stdin = child.stdin.take();
            let output = child.wait_with_output().unwrap();
            drop(stdin);
            let told = String::from_utf8_lossy(&output.stderr);
            let said = (output.status.code(), &*told, output.stdout.is_empty());
            assert_eq!(said, (Some(status), "", true), "{name}, {signal}");
            assert_eq!(files(&lab), before, "{name}, {signal}");
            if let Ok(leader) = std::fs::read_to_string(lab.work().join("../home/started")) {
                let command = format!("/proc/{}/cmdline", leader.trim());
                // Nobody may have waited for it yet; then it has no command any more.
                let goes_on = || std::fs::read(&command).is_ok_and(|line| !line.is_empty());
                let looks = (0..1000).take_while(|_| goes_on());
                let looks = looks.inspect(|_| std::thread::sleep(Duration::from_millis(10)));
                assert!(looks.count() < 1000, "the plugin went on");
            }
        }
    }
}

/// A run that is killed between a task and its record, at the lock of the one or of the other, leaves
/// nothing that the next run does not complete.
#[test]
fn a_killed_run_is_completed_by_the_next() {
    for directory in [".kiro/specs/loki-alloy-deployment", ".kiro/deployments"] {
        let lab = Lab::demo(State::Later).configured();
        lab.file(RECORD, with_task());
        let finished = {
            let whole = Lab::demo(State::Later).configured();
            whole.file(RECORD, with_task());
            whole.run(&["verify", "--update"]);
            (whole.read(RECORD), whole.read(TASKS))
        };
        assert!(finished.1.contains("[x] 4.2"), "{}", finished.1);
        let mut reached = locked(&lab, directory);
        let mut child = lab.command(&["verify", "--update"]).spawn().unwrap();
        reach(directory, &lab, &mut child, &mut reached);
        send("-KILL", &child);
        child.wait().unwrap();
        drop(reached);
        assert_eq!(lab.read(RECORD), with_task(), "the record is last");
        lab.run(&["verify", "--update"]);
        assert_eq!((lab.read(RECORD), lab.read(TASKS)), finished, "{directory}");
    }
}
