//! The harness: the real binary in a directory of its own, with nothing inherited from the machine
//! that runs the tests, against a [`World`] if there is one.

use deployment_report::testing::command::demo::workspace;
use deployment_report::testing::facts::lang::Lang;
use deployment_report::testing::world::{GITPLOY_TOKEN, State, World};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A directory, an environment and perhaps a world.
pub(crate) struct Lab {
    temp: TempDir,
    pub world: Option<World>,
    /// The commits before and after of the demo's repository.
    pub commits: [String; 2],
    env: BTreeMap<String, String>,
}

/// What a run left behind.
pub(crate) struct Run {
    pub stdout: String,
    pub stderr: String,
    pub status: i32,
}

impl Lab {
    /// An empty directory; no cluster, no Gitploy, no Loki, no configuration.
    pub(crate) fn empty() -> Lab {
        let temp = tempfile::tempdir().unwrap();
        std::fs::create_dir(temp.path().join("home")).unwrap();
        std::fs::create_dir(temp.path().join("work")).unwrap();
        let home = temp.path().join("home").display().to_string();
        let env = [("HOME", home.as_str()), ("SOURCE_DATE_EPOCH", "1764929243")];
        Lab {
            env: env.map(|(k, v)| (k.to_string(), v.to_string())).into(),
            temp,
            world: None,
            commits: Default::default(),
        }
    }

    /// An empty directory beside a world, with everything set to reach it.
    pub(crate) fn with_world(state: State) -> Lab {
        let mut lab = Lab::empty();
        let world = World::start(state).unwrap();
        lab.file("../home/kubeconfig", world.kubeconfig());
        let kubeconfig = lab.temp.path().join("home/kubeconfig");
        lab = lab
            .env("KUBECONFIG", &kubeconfig.display().to_string())
            .env("GITPLOY_SERVER_HOST", &world.gitploy_url())
            .env("GITPLOY_TOKEN", GITPLOY_TOKEN)
            .env("LOKI_ADDR", &world.loki_url());
        lab.world = Some(world);
        lab.tell_time();
        lab
    }

    /// The demo's workspace beside a world that knows its commits.
    pub(crate) fn demo(state: State) -> Lab {
        let mut lab = Lab::with_world(state);
        let written = workspace::write(&lab.work(), Lang::Ko).unwrap();
        let history = &written.history;
        lab.world().set_revisions(&history.before, &history.after);
        lab.world().set_changes(&history.changes);
        lab.commits = [history.before.clone(), history.after.clone()];
        lab
    }

    /// The configuration that knows the addresses in the records.
    pub(crate) fn configured(self) -> Lab {
        let config = include_str!("../../src/command/demo/files/report.toml");
        self.file(".kiro/report.toml", config);
        self
    }

    pub(crate) fn world(&self) -> &World {
        self.world.as_ref().expect("a lab with a world")
    }

    /// Lets the story go on: another state, and the program's clock with it.
    pub(crate) fn state(&mut self, state: State) {
        self.world().set_state(state);
        self.tell_time();
    }

    fn tell_time(&mut self) {
        let now = self.world().now().timestamp().to_string();
        self.env.insert("SOURCE_DATE_EPOCH".into(), now);
    }

    /// Lets the world live on until a time, and the program's clock with it.
    pub(crate) fn clock(&mut self, now: chrono::DateTime<chrono::Utc>) {
        self.world().live_until(now);
        self.tell_time();
    }

    /// Sets a variable.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Lab {
        self.env.insert(name.into(), value.into());
        self
    }

    /// Takes a variable away.
    pub(crate) fn without(mut self, name: &str) -> Lab {
        self.env.remove(name);
        self
    }

    /// The directory that the binary is started in.
    pub(crate) fn work(&self) -> PathBuf {
        self.temp.path().join("work")
    }

    /// Writes a file, relative to the working directory.
    #[expect(clippy::disallowed_methods, reason = "a test prepares files")]
    pub(crate) fn file(&self, path: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.work().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Reads a file, relative to the working directory.
    pub(crate) fn read(&self, path: &str) -> String {
        let path = self.work().join(path);
        std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    }

    /// Runs `report` in the working directory.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.run_in(".", args)
    }

    /// `report` in the working directory, to be started.
    #[expect(clippy::disallowed_methods, reason = "the test starts the program")]
    pub(crate) fn command(&self, args: &[&str]) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_report"));
        command
            .args(args)
            .env_clear()
            .envs(&self.env)
            .current_dir(self.work())
            .stdin(std::process::Stdio::null())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped());
        command
    }

    /// Runs `report` in a directory below.
    pub(crate) fn run_in(&self, dir: &str, args: &[&str]) -> Run {
        let mut command = self.command(args);
        let output = command.current_dir(self.work().join(dir)).output().unwrap();
        Run {
            stdout: self.stable(&String::from_utf8(output.stdout).unwrap()),
            stderr: self.stable(&String::from_utf8(output.stderr).unwrap()),
            status: output.status.code().unwrap_or(-1),
        }
    }

    /// The text with placeholders for what differs from run to run: ports and the directory.
    pub(crate) fn stable(&self, text: &str) -> String {
        let mut text = text.to_string();
        if let Some(world) = &self.world {
            for (url, name) in [
                (world.api_url(), "[API]"),
                (world.gitploy_url(), "[GITPLOY]"),
                (world.github_url(), "[GITHUB]"),
                (world.gitlab_url(), "[GITLAB]"),
                (world.loki_url(), "[LOKI]"),
                (world.prometheus_url(), "[PROMETHEUS]"),
            ] {
                text = text.replace(&url, name);
                text = text.replace(url.trim_start_matches("http://"), name);
            }
        }
        let temp = self.temp.path();
        let real = temp.canonicalize().unwrap();
        for path in [real.as_path(), temp] {
            text = text.replace(&path.display().to_string(), "[TEMP]");
        }
        text
    }
}

impl Run {
    /// Panics with everything that was printed unless the status is this.
    #[track_caller]
    pub(crate) fn exits(self, status: i32) -> Run {
        assert_eq!(self.status, status, "{self}");
        self
    }

    /// Panics unless stdout holds a text.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Run {
        assert!(self.stdout.contains(text), "no `{text}` in\n{self}");
        self
    }

    /// Panics unless stderr holds a text.
    #[track_caller]
    pub(crate) fn warns(self, text: &str) -> Run {
        assert!(self.stderr.contains(text), "no `{text}` in\n{self}");
        self
    }

    /// Panics if anything that was printed holds a text.
    #[track_caller]
    pub(crate) fn keeps_quiet_about(self, text: &str) -> Run {
        let printed = format!("{}{}", self.stdout, self.stderr);
        assert!(!printed.contains(text), "`{text}` in\n{self}");
        self
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.stdout)?;
        writeln!(f, "------- stderr -------\n{}", self.stderr)?;
        write!(f, "[exit status: {}]", self.status)
    }
}

/// The record that all began with, beside the repository: no part of it, so nothing may rest on it alone.
pub(crate) fn seed() -> Option<String> {
    const PATH: &str = "../shared/seed/2025-12-05-alloy-tolerations-fix.md";
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(PATH)).ok()
}

/// The lines that differ, as `line number: before → after`; panics if lines came or went.
#[track_caller]
pub(crate) fn changed_lines(before: &str, after: &str) -> Vec<String> {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (before.split('\n').collect(), after.split('\n').collect());
    assert_eq!(old.len(), new.len(), "lines came or went:\n{after}");
    let pairs = old
        .iter()
        .zip(&new)
        .zip(1..)
        .filter(|((old, new), _)| old != new);
    pairs
        .map(|((old, new), number)| format!("{number}: {old} → {new}"))
        .collect()
}
