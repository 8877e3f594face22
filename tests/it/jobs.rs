//! The generated jobs, run by their own lines: a shell, git and a bare repository, the world, and a clock that
//! goes on by the hour. What each run pushes, its colour and what it tells are held against a table.

use crate::support::Lab;
use deployment_report::testing::world::{Effect, Fault, State};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const JOBS: [&str; 3] = ["github", "gitlab", "cronjob"];
const KO: &str = ".kiro/deployments/2025-12-05-ko.md";
const EN: &str = ".kiro/deployments/2025-12-05-en.md";

/// A record of the demo's rollout, without a deployment's number: the cluster alone says how it is.
fn record(lang: &str) -> String {
    let (title, plan, expected, list, pods) = match lang {
        "ko" => (
            "Alloy 배포",
            "검증 계획",
            "기대 결과",
            "체크리스트",
            "모든 노드",
        ),
        _ => (
            "Alloy everywhere",
            "Verification plan",
            "Expected",
            "Checklist",
            "All nodes",
        ),
    };
    format!(
        "# {title}\n\n## {plan}\n\n### 1. {pods}\n\n```bash\nkubectl --context buzzvil-eks-ops get daemonset alloy -n loki-v3\n```\n\n**{expected}**:\n- DESIRED: 10\n- READY: 10\n\n<!-- report:begin results -->\n<!-- report:end results -->\n\n## {list}\n\n- [ ] {pods}\n- [ ] tell the team\n"
    )
}

/// Writes a program of a shell's lines.
fn executable(lab: &Lab, path: &str, body: &str) {
    use std::os::unix::fs::PermissionsExt;
    let path = lab.file(path, format!("#!/bin/sh\n{body}"));
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// A bare repository, its colleagues, a runner and the world.
struct Forge {
    lab: Lab,
    job: &'static str,
    script: Vec<String>,
    runs: usize,
}

/// What a run of a job came to.
struct Hour {
    red: bool,
    told: String,
    printed: String,
}

impl Forge {
    fn new(job: &'static str, files: &[(&str, &str)]) -> Forge {
        Forge::split(job, &[], files)
    }

    /// A job as `init` prints it with further flags.
    fn split(job: &'static str, flags: &[&str], files: &[(&str, &str)]) -> Forge {
        let lab = Lab::with_world(State::After).configured();
        let forge = Forge {
            script: script(&lab, job, flags),
            lab,
            job,
            runs: 0,
        };
        let origin = forge.path("origin.git");
        forge.git(
            &forge.path(""),
            &["init", "-q", "--bare", "-b", "main", "origin.git"],
        );
        forge.git(&origin, &["config", "receive.advertisePushOptions", "true"]);
        forge.git(&forge.path(""), &["clone", "-q", "origin.git", "colleague"]);
        let config = forge.lab.read(".kiro/report.toml");
        let config = config.replace("lang = \"ko\"", "lang = \"en\"");
        forge.colleague(
            "Begin",
            &[&[(".kiro/report.toml", config.as_str())], files].concat(),
        );
        forge
            .lab
            .file("../home/.gitconfig", format!("[url \"{}\"]\n\tinsteadOf = https://oauth2:push@ci.test/team/infra.git\n[init]\n\tdefaultBranch = main\n[safe]\n\tdirectory = *\n", origin.display()));
        // `report` on the path of the runner; what happens while it looks can be told it.
        let real = env!("CARGO_BIN_EXE_report");
        let meanwhile = forge.path("meanwhile");
        forge.executable("bin/report", &format!("status=0\n\"{real}\" \"$@\" || status=$?\nif [ -e {0} ]; then mv {0} {0}.once; sh {0}.once >&2; fi\nexit $status\n", meanwhile.display()));
        let open = forge.path("open");
        forge.executable("bin/gh", &format!("echo \"gh $1 $2\" >> {0}.log\ncase \"$2\" in\nlist) cat {0} 2>/dev/null ;;\ncreate) echo 7 > {0} ;;\nesac\n", open.display()));
        forge
    }

    fn path(&self, name: &str) -> PathBuf {
        self.lab.work().join("../forge").join(name)
    }

    fn executable(&self, name: &str, body: &str) {
        executable(&self.lab, &format!("../forge/{name}"), body);
    }

    /// A command in the runner's environment.
    #[expect(clippy::disallowed_methods, reason = "the test starts shells and git")]
    fn command(&self, program: &str, dir: &Path) -> Command {
        std::fs::create_dir_all(dir).unwrap();
        let report = self.lab.command(&[]);
        let mut command = Command::new(program);
        let envs = report
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?)));
        let bin = self.path("bin").canonicalize().unwrap_or_default();
        let time = report
            .get_envs()
            .find(|(name, _)| *name == "SOURCE_DATE_EPOCH");
        let time = format!("{} +0000", time.unwrap().1.unwrap().to_str().unwrap());
        command
            .env_clear()
            .envs(envs)
            .env(
                "PATH",
                format!("{}:/usr/local/bin:/usr/bin:/bin", bin.display()),
            )
            .env("GIT_AUTHOR_DATE", &time)
            .env("GIT_COMMITTER_DATE", &time)
            .current_dir(dir)
            .stdin(Stdio::null());
        command
    }

    #[track_caller]
    fn git(&self, dir: &Path, args: &[&str]) -> String {
        let who = ["-c", "user.name=jin", "-c", "user.email=jin@example.com"];
        let output = self
            .command("git", dir)
            .args(who)
            .args(args)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success(),
            "git {args:?}: {text}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        text
    }

    /// A colleague writes files and pushes them.
    #[track_caller]
    fn colleague(&self, message: &str, files: &[(&str, &str)]) {
        let clone = self.path("colleague");
        if message != "Begin" {
            self.git(&clone, &["fetch", "-q"]);
            self.git(&clone, &["reset", "-q", "--hard", "origin/main"]);
        }
        for (path, text) in files {
            self.lab.file(&format!("../forge/colleague/{path}"), text);
        }
        self.git(&clone, &["add", "-A"]);
        self.git(&clone, &["commit", "-q", "-m", message]);
        self.git(&clone, &["push", "-q", "origin", "HEAD:main"]);
    }

    /// A file as it was pushed.
    #[track_caller]
    fn pushed(&self, path: &str) -> String {
        self.git(&self.path("origin.git"), &["show", &format!("main:{path}")])
    }

    fn commits(&self, branch: &str) -> usize {
        self.git(&self.path("origin.git"), &["rev-list", "--count", branch])
            .trim()
            .parse()
            .unwrap()
    }

    /// The job runs, in a fresh checkout as a runner has it.
    fn run(&mut self, cloned: &[&str], env: &[(&str, &str)]) -> Hour {
        self.runs += 1;
        let room = self.path(&format!("run{}", self.runs));
        let origin = format!(
            "file://{}",
            self.path("origin.git").canonicalize().unwrap().display()
        );
        let checkout = room.join("repository");
        if self.job != "cronjob" {
            self.command("git", &room);
            self.git(
                &room,
                &[&["clone", "-q"], cloned, &[&origin, "repository"]].concat(),
            );
        }
        let (mut printed, mut red) = (String::new(), false);
        let summary = room.join("summary.md");
        for script in &self.script {
            let script = script.replace("/work/repository", &checkout.display().to_string());
            let dir = if self.job == "cronjob" {
                &room
            } else {
                &checkout
            };
            let (shell, args): (&str, &[&str]) = match self.job {
                "github" => ("bash", &["-ec"]),
                "gitlab" => ("bash", &["-eo", "pipefail", "-c"]),
                _ => ("sh", &["-euc"]),
            };
            let outputs = std::fs::read_to_string(room.join("github.out")).unwrap_or_default();
            let red_output = outputs.lines().find_map(|line| line.strip_prefix("red="));
            let output = self
                .command(shell, dir)
                .args(args)
                .arg(script)
                .env("GITHUB_REF_NAME", "main")
                .env("GITHUB_STEP_SUMMARY", &summary)
                .env("GITHUB_OUTPUT", room.join("github.out"))
                .env("RUNNER_TEMP", &room)
                .env("RED", red_output.unwrap_or("1"))
                .env("CI_SERVER_HOST", "ci.test")
                .env("CI_PROJECT_PATH", "team/infra")
                .env("CI_COMMIT_REF_NAME", "main")
                .env("PUSH_TOKEN", "push")
                .env("REPOSITORY", &origin)
                .env("REPORT_PULL_REQUEST", "")
                .env("PUSH_OPTIONS", "")
                .envs(env.iter().copied())
                .output()
                .unwrap();
            printed.push_str(&String::from_utf8_lossy(&output.stdout));
            printed.push_str(&String::from_utf8_lossy(&output.stderr));
            red |= !output.status.success();
            if red {
                break;
            }
        }
        let told = match self.job {
            "github" => std::fs::read_to_string(&summary).unwrap_or_default(),
            _ => printed.clone(),
        };
        Hour { red, told, printed }
    }

    /// An hour goes by.
    fn later(&mut self) {
        let next = self.lab.world().now() + chrono::TimeDelta::hours(1);
        self.lab.clock(next);
    }

    /// An hour goes by, and the job runs: colour, whether it pushed, what is news, in one word each.
    fn hour(&mut self, cloned: &[&str]) -> String {
        self.later();
        let before = self.commits("main");
        let hour = self.run(cloned, &[]);
        let pushed = self.commits("main") - before;
        let mut words = vec![if hour.red { "red" } else { "green" }.to_owned()];
        words.push(format!("{pushed} pushed"));
        for (what, word) in [
            (" newly failed", "new"),
            (" newly unknown", "dark"),
            (" mended", "mended"),
            (" failed as told before", "known"),
            (" not looked at, as told before", "known dark"),
        ] {
            let line = hour
                .told
                .lines()
                .find(|line| line.trim_end().ends_with(what));
            if let Some(line) = line {
                let number: String = line.chars().filter(char::is_ascii_digit).collect();
                words.push(format!("{number} {word}"));
            }
        }
        let shown = words.join(", ");
        assert!(hour.told.lines().count() < 60, "a screen:\n{}", hour.told);
        shown
    }
}

/// The lines that a runner executes, step by step.
fn script(lab: &Lab, job: &str, flags: &[&str]) -> Vec<String> {
    let args = [&["init", "--print", job], flags].concat();
    let text = lab.run(&args).exits(0).stdout;
    let document = &crate::workflow::documents(&text)[0];
    let words = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    match job {
        "github" => {
            let steps = document["jobs"]["regenerate"]["steps"].as_array().unwrap();
            let steps = steps.iter().filter(|step| {
                let name = step["name"].as_str().unwrap_or_default();
                name.starts_with("Regenerate") || name.starts_with("Report the outcome")
            });
            steps.map(|step| words(&step["run"])).collect()
        }
        "gitlab" => {
            let lines = document["deployment-records"]["script"].as_array().unwrap();
            let lines: Vec<String> = lines.iter().map(words).collect();
            // The image brings no report; the test does.
            let lines = lines.into_iter().filter(|line| !installs(line));
            vec![lines.collect::<Vec<_>>().join("\n")]
        }
        _ => {
            let pod = &document["spec"]["jobTemplate"]["spec"]["template"]["spec"];
            vec![words(&pod["containers"][0]["args"][0])]
        }
    }
}

fn installs(script: &str) -> bool {
    script.contains("cargo install")
}

/// Ten kinds of hours, for each job the same table.
#[test]
fn each_hour_pushes_its_news_and_nothing_else() {
    let (ko, en) = (record("ko"), record("en"));
    let mut first = None;
    for job in JOBS {
        let mut forge = Forge::new(job, &[(KO, &ko), (EN, &en)]);
        let mut seen = Vec::new();
        let mut hour = |forge: &mut Forge, what: &str, cloned: &[&str]| {
            let came = forge.hour(cloned);
            seen.push(format!("{what}: {came}"));
        };
        hour(&mut forge, "deployed", &[]);
        hour(&mut forge, "quiet", &[]);
        hour(&mut forge, "quiet, a shallow clone", &["--depth", "1"]);
        forge
            .lab
            .world()
            .fail(Fault::always("/daemonsets", Effect::BadGateway));
        hour(&mut forge, "cluster down", &[]);
        hour(&mut forge, "cluster down still", &[]);
        forge.lab.world().heal();
        hour(&mut forge, "cluster up", &[]);
        let refused = Effect::Answer(401, "text/plain", "Unauthorized".into());
        forge
            .lab
            .world()
            .fail(Fault::always("/daemonsets", refused));
        hour(&mut forge, "token expired", &[]);
        hour(&mut forge, "token expired still", &[]);
        forge.lab.world().heal();
        hour(&mut forge, "token renewed", &[]);
        forge.lab.world().set_state(State::Before);
        hour(&mut forge, "regression", &[]);
        hour(&mut forge, "regression still", &[]);
        forge.colleague("Something else", &[("README.md", "hello\n")]);
        hour(&mut forge, "somebody pushed something else", &[]);
        forge
            .lab
            .world()
            .fail(Fault::always("/daemonsets", Effect::BadGateway));
        hour(&mut forge, "cluster down over a known failure", &[]);
        forge.lab.world().heal();
        hour(&mut forge, "cluster up, failing", &[]);
        forge.lab.world().set_state(State::After);
        hour(&mut forge, "mended", &[]);
        forge.colleague("Bytes", &[(".kiro/deployments/README.md", "# by hand\n")]);
        hour(&mut forge, "an index without a region", &[]);
        hour(&mut forge, "an index without a region still", &[]);
        let conflicted = forge.pushed(KO).replace("## ", "<<<<<<< a\n## ") + "=======\n>>>>>>> b\n";
        forge.colleague("A merge", &[(KO, &conflicted)]);
        hour(&mut forge, "conflict marks", &[]);
        assert_eq!(forge.pushed(KO), conflicted);
        let table = seen.join("\n");
        match &first {
            None => first = Some(table),
            Some(first) => assert_eq!(&table, first, "{job}"),
        }
        assert!(forge.pushed(EN).contains("- [x] All nodes"), "{job}");
    }
    insta::assert_snapshot!("hours", first.unwrap());
}

/// Somebody is faster: the run is made anew on what they pushed, and nothing of theirs is lost.
#[test]
fn races_end_on_the_fetched_head() {
    for job in JOBS {
        let mut forge = Forge::new(job, &[(KO, &record("ko"))]);
        let clone = forge.path("colleague");
        let push = |what: &str, force: &str| {
            format!(
                "cd {} && git -c user.name=a -c user.email=a@b fetch -q && git reset -q --hard origin/main && {what} && git add -A && git -c user.name=a -c user.email=a@b commit -q -m race && git push -q {force} origin HEAD:main\n",
                clone.display()
            )
        };
        // The same record, the index and the same item.
        let same = push(
            "sed -i 's/- \\[ \\] tell/- [x] tell/' .kiro/deployments/2025-12-05-ko.md && printf '# 색인\\n\\n<!-- report:begin index -->\\n<!-- report:end index -->\\n' > .kiro/deployments/README.md",
            "",
        );
        forge.lab.file("../forge/meanwhile", same);
        assert_eq!(forge.hour(&[]), "green, 2 pushed", "{job}");
        let now = forge.pushed(KO);
        assert!(
            now.contains("- [x] 모든 노드") && now.contains("- [x] tell"),
            "{now}"
        );
        assert!(
            forge
                .pushed(".kiro/deployments/README.md")
                .contains("| ✅ 2/2 |")
        );
        // The history was rewritten.
        forge.colleague("One more", &[(EN, &record("en"))]);
        let rewritten = push("git reset -q --soft HEAD~1 && echo x > x", "--force");
        forge.lab.file("../forge/meanwhile", rewritten);
        assert!(forge.hour(&[]).starts_with("green"), "{job}");
        assert!(forge.pushed(EN).contains("- [x] All nodes"), "{job}");
        assert_eq!(forge.pushed("x"), "x\n");
    }
}

/// A branch that nobody may push to: the run says what to do, and the other mode proposes.
#[test]
fn a_protected_branch_is_told_and_proposed_to() {
    for job in JOBS {
        let mut forge = Forge::new(job, &[(KO, &record("ko"))]);
        let hook = "while read old new ref; do [ \"$ref\" != refs/heads/main ] || { echo 'GH006: Protected branch update failed' >&2; exit 1; }; done\n";
        forge.executable("origin.git/hooks/pre-receive", hook);
        let hour = forge.run(&[], &[]);
        assert!(
            hour.red && hour.printed.contains("REPORT_PULL_REQUEST"),
            "{job}: {}",
            hour.printed
        );
        let proposing = [("REPORT_PULL_REQUEST", "deployment-records")];
        let hour = forge.run(&[], &proposing);
        assert!(!hour.red, "{job}: {}", hour.printed);
        assert_eq!(
            (forge.commits("main"), forge.commits("deployment-records")),
            (1, 2),
            "{job}"
        );
        let tip = |forge: &Forge| {
            forge.git(
                &forge.path("origin.git"),
                &["rev-parse", "deployment-records"],
            )
        };
        let first = tip(&forge);
        forge.later();
        assert!(!forge.run(&[], &proposing).red);
        assert_eq!(
            tip(&forge),
            first,
            "{job}: a quiet hour leaves the proposal alone"
        );
        // A failure is told once, though nothing was merged.
        forge.lab.world().set_state(State::Before);
        forge.later();
        let hour = forge.run(&[], &proposing);
        assert!(hour.red, "{job}: {}", hour.printed);
        assert!(!forge.run(&[], &proposing).red, "{job}");
        assert_eq!(
            forge.commits("deployment-records"),
            2,
            "{job}: it is updated in place"
        );
        // Merged: what comes next is another one.
        forge.executable("origin.git/hooks/pre-receive", "exit 0\n");
        let clone = forge.path("colleague");
        forge.git(&clone, &["fetch", "-q"]);
        forge.git(
            &clone,
            &["merge", "-q", "--squash", "origin/deployment-records"],
        );
        forge.git(&clone, &["commit", "-q", "-m", "Merge"]);
        forge.git(&clone, &["push", "-q", "origin", "HEAD:main"]);
        let merged = tip(&forge);
        assert!(!forge.run(&[], &proposing).red, "{job}");
        assert_eq!(tip(&forge), merged, "{job}: nothing is proposed twice");
        if job == "github" {
            let calls = std::fs::read_to_string(forge.path("open.log")).unwrap();
            assert_eq!(calls.matches("gh pr create").count(), 1, "{calls}");
        }
    }
}

/// Each part looks at its own records, and what all of them push is what one job pushes.
#[test]
fn the_parts_of_a_split_job_make_the_whole() {
    let names: Vec<String> = (1..=6)
        .map(|at| format!(".kiro/deployments/2025-12-05-{at}.md"))
        .collect();
    for job in JOBS {
        let (ko, en) = (record("ko"), record("en"));
        let files: Vec<(&str, &str)> = names
            .iter()
            .zip([&ko, &en].into_iter().cycle())
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        let mut forge = Forge::split(job, &["--shards", "3"], &files);
        let looked = |forge: &Forge| {
            let done = |name: &&String| forge.pushed(name).contains("- [x] ");
            names.iter().filter(done).count()
        };
        forge.later();
        let mut seen = vec![0];
        for part in 1..=3 {
            let (number, index) = (part.to_string(), (part - 1).to_string());
            let hour = forge.run(
                &[],
                &[
                    ("SHARD", &format!("{part}/3")),
                    ("CI_NODE_INDEX", &number),
                    ("CI_NODE_TOTAL", "3"),
                    ("JOB_COMPLETION_INDEX", &index),
                ],
            );
            assert!(!hour.red, "{job} {part}: {}", hour.printed);
            seen.push(looked(&forge));
        }
        assert_eq!(seen[3], names.len(), "{job}: {seen:?}");
        assert!(
            seen.windows(2).filter(|two| two[0] < two[1]).count() > 1,
            "{job}: {seen:?}"
        );
        let index = forge.pushed(".kiro/deployments/README.md");
        for name in &names {
            let name = name.rsplit('/').next().unwrap();
            assert!(index.contains(name), "{job} {name}: {index}");
        }
    }
}

/// Two clusters, a job each: what the one does not see is the other's, and no red.
#[test]
fn a_job_of_one_cluster_leaves_the_other_alone() {
    let other = record("en").replace("buzzvil-eks-ops", "buzzvil-eks-dev");
    let mut forge = Forge::new("cronjob", &[(KO, &record("ko")), (EN, &other)]);
    let config = forge.pushed(".kiro/report.toml");
    let contexts = config
        .lines()
        .find(|line| line.starts_with("contexts"))
        .map(str::to_owned);
    let both = "contexts = [\"buzzvil-eks-ops\", \"buzzvil-eks-dev\"]";
    let config = match contexts {
        Some(line) => config.replace(&line, both),
        None => format!("{both}\n{config}"),
    };
    forge.colleague("Two clusters", &[(".kiro/report.toml", &config)]);
    forge.later();
    let hour = forge.run(&[], &[]);
    assert!(
        !hour.red && hour.told.contains("left to another job"),
        "{}",
        hour.printed
    );
    assert!(hour.told.contains("buzzvil-eks-dev"), "{}", hour.told);
    assert!(forge.pushed(EN).contains("- [ ] All nodes"));
    assert!(forge.pushed(KO).contains("- [x] 모든 노드"));
}

/// The kubeconfig of the Secret is the one of the job's HOME, and may name the files of a ServiceAccount.
#[test]
fn the_cronjob_reaches_the_contexts_of_its_secret() {
    let mut forge = Forge::new("cronjob", &[(KO, &record("ko")), (EN, &record("en"))]);
    let config = forge.lab.read("../home/kubeconfig");
    let (rest, token) = config.split_once("    token: ").unwrap();
    let token = forge.lab.file("../home/account/token", token.trim());
    let config = format!("{rest}    tokenFile: {}\n", token.display());
    forge.lab = std::mem::replace(&mut forge.lab, Lab::empty()).without("KUBECONFIG");
    forge.later();
    let hour = forge.run(&[], &[]);
    assert!(hour.red, "there is no cluster: {}", hour.printed);
    forge.lab.file("../home/.kube/config", config);
    forge.later();
    let hour = forge.run(&[], &[]);
    assert!(!hour.red, "{}", hour.printed);
    assert!(forge.pushed(KO).contains("- [x] 모든 노드"));
    assert!(forge.pushed(EN).contains("- [x] All nodes"));
}

/// A release is downloaded and held against its checksum and provenance; without one its tag is built.
#[test]
#[expect(clippy::disallowed_methods, reason = "the test starts a shell")]
fn a_release_is_installed_and_else_its_tag_is_built() {
    const HOME: &str = "https://github.com/owner/name";
    const NAME: &str = "report-x86_64-unknown-linux-musl";
    let run = |dir: &Path, script: &str, env: &[(&str, &str)]| -> (bool, String) {
        let mut command = Command::new("bash");
        let bin = dir.join("bin");
        let path = format!("{}:/usr/local/bin:/usr/bin:/bin", bin.display());
        command.env_clear().env("PATH", path).current_dir(dir);
        let envs = env.iter().copied();
        let output = command
            .env("HOME", dir)
            .env("REPORT_VERSION", "9.9.9")
            .envs(envs)
            .args(["-ec", script])
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.success(), told)
    };
    let release = format!(
        "mkdir -p {NAME} releases && echo released > {NAME}/report && echo x > {NAME}/README.md && tar -czf releases/{NAME}.tar.gz {NAME} && (cd releases && sha256sum -- * > ../sums && mv ../sums SHA256SUMS)"
    );
    // What is there, and whether it succeeds, downloads or builds.
    let cases = [
        ("a release", release.as_str(), HOME, true, "released\n"),
        ("no release", "true", HOME, true, "built\n"),
        (
            "another file under its name",
            &format!("{release} && echo x >> releases/{NAME}.tar.gz"),
            HOME,
            false,
            "",
        ),
        (
            "no checksum of it",
            &format!("{release} && echo > releases/SHA256SUMS"),
            HOME,
            false,
            "",
        ),
        (
            "no provenance",
            &format!("{release} && touch forged"),
            HOME,
            false,
            "",
        ),
        ("an owner who has not said where", &release, "", false, ""),
    ];
    for (job, within) in [("github", ".cargo"), ("gitlab", ".report")] {
        let document = &crate::workflow::documents(
            &Lab::empty().run(&["init", "--print", job]).exits(0).stdout,
        )[0];
        let mut scripts = Vec::new();
        crate::workflow::strings(document, "", &mut scripts);
        scripts.retain(|(_, text)| installs(text));
        assert_eq!(scripts.len(), if job == "github" { 2 } else { 1 });
        for (what, prepare, home, good, installed) in &cases {
            // GitLab's image has no `gh`.
            if job == "gitlab" && *what == "no provenance" {
                continue;
            }
            for (_, script) in &scripts {
                let lab = Lab::empty();
                let dir = lab.work();
                executable(&lab, "bin/uname", "echo x86_64\n");
                executable(
                    &lab,
                    "bin/gh",
                    "[ ! -e forged ] && [ \"$*\" = \"attestation verify $3 --repo owner/name\" ]\n",
                );
                executable(
                    &lab,
                    "bin/curl",
                    &format!(
                        "while [ \"$1\" != -o ]; do shift; done\n[ \"${{3%/*}}\" = {HOME}/releases/download/v9.9.9 ] && [ -e \"releases/${{3##*/}}\" ] || exit 22\ncp \"releases/${{3##*/}}\" \"$2\"\n"
                    ),
                );
                executable(
                    &lab,
                    "bin/cargo",
                    &format!(
                        "echo \"$*\" > cargo.log\necho built > \"$4/bin/report\"\n[ \"$*\" = \"install --locked --root $4 --git {HOME} --tag v9.9.9 deployment-report\" ]\n"
                    ),
                );
                assert!(run(&dir, prepare, &[]).0, "{what}");
                let (came, told) = run(&dir, script, &[("REPORT_HOME", home)]);
                assert_eq!(came, *good, "{job}, {what}: {told}");
                let binary = dir.join(within).join("bin/report");
                let text = std::fs::read_to_string(binary).unwrap_or_default();
                assert_eq!(text, *installed, "{job}, {what}: {told}");
                assert_eq!(
                    dir.join("cargo.log").exists(),
                    *installed == "built\n",
                    "{job}, {what}"
                );
                assert_eq!(told.contains("REPORT_HOME"), home.is_empty(), "{told}");
            }
        }
    }
}
