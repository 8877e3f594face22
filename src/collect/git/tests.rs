//! The git collector against real repositories, and against git itself where it is installed.

pub(crate) mod fixture;

use super::*;
use fixture::Fixture;
use std::path::Path;

fn ids(commits: &[Commit]) -> Vec<String> {
    commits.iter().map(|commit| commit.id.clone()).collect()
}

/// What `git log` prints, `None` without a git on this machine.
#[expect(
    clippy::disallowed_methods,
    reason = "a test holds us against git itself"
)]
fn git_log(path: &Path, args: &[&str]) -> Option<Vec<String>> {
    let output = std::process::Command::new("git")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .arg("-C")
        .arg(path)
        .args(["log", "--format=%H"])
        .args(args)
        .output()
        .ok()?;
    assert!(output.status.success(), "git log failed: {output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.lines().map(str::to_owned).collect())
}

/// A small generator, so that the graphs are the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % bound
    }
}

/// A history with branches, merges (some keeping one side), reverts and clock skew.
fn random_history(seed: u64, size: usize) -> (Fixture, Vec<Oid>) {
    let mut dice = Dice(seed);
    let mut fixture = Fixture::new();
    let mut commits: Vec<Oid> = Vec::new();
    let files = ["a/x.yaml", "a/y.yaml", "b/x.yaml", "README.md"];
    for n in 0..size {
        if dice.below(12) == 0 {
            let skew = dice.below(400) as i64;
            fixture.at(1_764_806_400 + n as i64 * 60 - skew);
        } else {
            fixture.at(1_764_806_400 + n as i64 * 60);
        }
        let recent = |dice: &mut Dice| {
            let back = dice.below(6).min(commits.len().saturating_sub(1));
            commits.get(commits.len().wrapping_sub(1 + back)).copied()
        };
        let mut parents: Vec<Oid> = recent(&mut dice).into_iter().collect();
        if dice.below(3) == 0 {
            parents.extend(recent(&mut dice).filter(|id| !parents.contains(id)));
        }
        let text = dice.below(3).to_string();
        let file = files[dice.below(files.len())];
        let changes = [(file, Some(text.as_str()))];
        let changes = if parents.len() > 1 && dice.below(2) == 0 {
            &[][..]
        } else {
            &changes[..]
        };
        commits.push(fixture.commit(&parents, &format!("commit {n}"), changes));
    }
    (fixture, commits)
}

#[test]
fn the_commits_are_those_of_git_log() {
    let filters: [&[&str]; 5] = [&[], &["a"], &["a/x.yaml"], &["b", "README.md"], &["none"]];
    for seed in 0..6 {
        let (fixture, commits) = random_history(seed, 60);
        let git = Git::open(fixture.path()).unwrap();
        let to = commits[59].to_string();
        for from in [None, Some(0), Some(20), Some(50)] {
            let from = from.map(|n: usize| commits[n].to_string());
            let range = Range {
                from,
                to: to.clone(),
            };
            let spec = range
                .from
                .as_ref()
                .map_or(to.clone(), |from| format!("{from}..{to}"));
            for paths in filters {
                let mut args = vec![spec.as_str(), "--"];
                args.extend(paths);
                let Some(expected) = git_log(fixture.path(), &args) else {
                    return;
                };
                let paths: Vec<String> = paths.iter().map(|p| (*p).to_owned()).collect();
                let ours = match git.log(&range, &paths) {
                    Ok(commits) => ids(&commits),
                    Err(GitError::EmptyRange { .. }) => Vec::new(),
                    Err(error) => panic!("{error}"),
                };
                assert_eq!(ours, expected, "seed {seed} {spec} {paths:?}");
            }
        }
    }
}

/// Ten thousand commits over twenty apps, written by git itself: sides that a merge takes, and ones
/// that it drops, with and without a change of its own. `None` without a git on this machine.
#[expect(
    clippy::disallowed_methods,
    reason = "a test holds us against git itself"
)]
fn long_history(path: &Path) -> Option<String> {
    use std::fmt::Write as _;
    let mut stream = String::new();
    let change = |stream: &mut String, n: u64| {
        let (path, text) = (
            format!("apps/app-{}/values.yaml", n * 7 % 20),
            format!("tag: {n}\n"),
        );
        writeln!(
            stream,
            "M 100644 inline {path}\ndata {}\n{text}",
            text.len()
        )
        .unwrap();
    };
    for n in 1..=10_000_u64 {
        let branch = if n % 50 < 5 { "side" } else { "main" };
        let message = format!("release {n} (#{n})");
        let time = 1_704_067_200 + 600 * n;
        writeln!(stream, "commit refs/heads/{branch}\nmark :{n}").unwrap();
        writeln!(stream, "committer Kim <kim@example.dev> {time} +0900").unwrap();
        writeln!(stream, "data {}\n{message}", message.len()).unwrap();
        match n % 50 {
            0 => writeln!(stream, "from :{}", n - 1).unwrap(),
            5 if n > 50 => writeln!(stream, "merge :{}", n - 1).unwrap(),
            _ => {}
        }
        if n > 50 && n % 100 == 5 {
            (n - 5..n).for_each(|side| change(&mut stream, side));
        }
        if n % 150 != 5 {
            change(&mut stream, n);
        }
    }
    std::fs::write(path.join("stream"), stream).unwrap();
    let git = |args: &[&str], input: std::process::Stdio| {
        let mut command = std::process::Command::new("git");
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").arg("-C");
        command.arg(path).args(args).stdin(input).output().ok()
    };
    git(
        &["init", "-q", "-b", "main", "."],
        std::process::Stdio::null(),
    )?;
    let input = std::fs::File::open(path.join("stream")).unwrap();
    let import = git(&["fast-import", "--quiet"], input.into())?;
    assert!(import.status.success(), "{import:?}");
    let head = git(&["rev-parse", "main"], std::process::Stdio::null())?;
    Some(String::from_utf8(head.stdout).unwrap().trim().to_owned())
}

/// The default history simplification of `git log -- path` and no other mode: `--full-history` lists
/// commits of sides that a merge did not take, `--first-parent` leaves out those that it took.
#[test]
fn ten_thousand_commits_are_those_of_git_log() {
    let dir = tempfile::tempdir().unwrap();
    let Some(head) = long_history(dir.path()) else {
        return;
    };
    let git = Git::open(dir.path()).unwrap();
    let range = Range {
        from: None,
        to: head,
    };
    for path in ["apps/app-7", "apps/app-5/values.yaml", "apps", "none"] {
        let expected = git_log(dir.path(), &["main", "--", path]).unwrap();
        let paths = [path.to_owned()];
        let (newest, more) = match git.newest(&range, &paths, 3) {
            Err(GitError::EmptyRange { .. }) => (Vec::new(), 0),
            found => found.unwrap(),
        };
        assert_eq!(newest.len() + more, expected.len(), "{path}");
        assert_eq!(ids(&newest), expected[..newest.len()], "{path}");
        let all = log::ids(&git, &range, &paths).unwrap_or_default();
        let all: Vec<String> = all.iter().map(Oid::to_string).collect();
        assert_eq!(all, expected, "{path}");
    }
    let of_apps = |args: &[&str]| git_log(dir.path(), &[args, &["main", "--", "apps"]].concat());
    for mode in ["--full-history", "--first-parent"] {
        assert_ne!(of_apps(&[mode]), of_apps(&[]), "{mode}");
    }
    assert_eq!(
        log::ids(&git, &range, &[]).unwrap().len(),
        git_log(dir.path(), &["main"]).unwrap().len()
    );
}

fn line() -> (Fixture, [Oid; 3]) {
    let mut fixture = Fixture::new();
    let one = fixture.commit(
        &[],
        "one",
        &[("apps/a.yaml", Some("a: 1\n")), ("b", Some("b\n"))],
    );
    let two = fixture.commit(&[one], "two", &[("b", Some("c\n"))]);
    let three = fixture.commit(&[two], "three (#3)", &[("apps/a.yaml", Some("a: 2\n"))]);
    fixture.set_main(three);
    (fixture, [one, two, three])
}

#[test]
fn a_repository_is_found_from_every_layout() {
    let (fixture, [one, _, three]) = line();
    let expected = vec![three.to_string()];
    let check = |path: &Path| {
        let git = Git::open(path).unwrap();
        let range = git.range(&format!("{one}..{three}")).unwrap();
        let found = git.log(&range, &["apps".into()]).unwrap();
        assert_eq!(ids(&found), expected, "{}", path.display());
    };
    check(fixture.path());
    let sub = fixture.path().join("deep/er");
    std::fs::create_dir_all(&sub).unwrap();
    check(&sub);
    check(&fixture.path().join(".git"));
    let elsewhere = tempfile::tempdir().unwrap();
    let worktree = elsewhere.path().join("wt");
    fixture.repo.worktree("wt", &worktree, None).unwrap();
    check(&worktree);
    let bare = elsewhere.path().join("bare.git");
    git2::build::RepoBuilder::new()
        .bare(true)
        .clone(fixture.path().to_str().unwrap(), &bare)
        .unwrap();
    check(&bare);
    #[cfg(unix)]
    {
        let linked = elsewhere.path().join("linked");
        std::fs::create_dir(&linked).unwrap();
        std::os::unix::fs::symlink(fixture.path().join(".git"), linked.join(".git")).unwrap();
        check(&linked);
    }
    fixture.repo.set_head_detached(three).unwrap();
    check(fixture.path());
    let git = Git::open(fixture.path()).unwrap();
    assert!(git.is_branch("main") && !git.is_branch("HEAD"));
    let none = Git::open(elsewhere.path()).err().unwrap();
    assert!(matches!(none, GitError::NotARepository(_)), "{none}");
}

#[test]
fn ranges_are_resolved_and_odd_ones_refused() {
    let (fixture, [one, _, three]) = line();
    let git = Git::open(fixture.path()).unwrap();
    let whole = Range {
        from: Some(one.to_string()),
        to: three.to_string(),
    };
    assert_eq!(git.range(&format!("{one}..")).unwrap(), whole);
    assert_eq!(
        git.range(&format!("{}..main", &one.to_string()[..8]))
            .unwrap(),
        whole
    );
    for bad in ["", "main", "..", "a...b", "main..nowhere"] {
        assert!(git.range(bad).is_err(), "{bad}");
    }
    let empty = git.log(
        &Range {
            from: Some(three.to_string()),
            to: three.to_string(),
        },
        &[],
    );
    assert!(matches!(empty, Err(GitError::EmptyRange { .. })));
    let message = git
        .log(&whole, &["nothing/here".into()])
        .unwrap_err()
        .to_string();
    assert!(message.contains("touches nothing/here"), "{message}");
}

#[test]
fn a_shallow_clone_that_cuts_the_range_says_fetch_depth() {
    let (fixture, [one, two, three]) = line();
    make_shallow(&fixture, two);
    let git = Git::open(fixture.path()).unwrap();
    let cut = Range {
        from: Some(one.to_string()),
        to: three.to_string(),
    };
    for range in [
        cut,
        Range {
            from: None,
            to: three.to_string(),
        },
    ] {
        let error = git.log(&range, &[]).unwrap_err().to_string();
        assert!(error.contains("fetch-depth: 0"), "{error}");
    }
    let inside = Range {
        from: Some(two.to_string()),
        to: three.to_string(),
    };
    assert_eq!(ids(&git.log(&inside, &[]).unwrap()), [three.to_string()]);
    let gone = git
        .resolve("0123456789012345678901234567890123456789")
        .unwrap_err();
    assert!(gone.to_string().contains("fetch-depth: 0"), "{gone}");
}

/// Makes the repository one that was cloned with a depth that ends at a commit.
#[expect(clippy::disallowed_methods, reason = "a fixture, not the product")]
fn make_shallow(fixture: &Fixture, id: Oid) {
    std::fs::write(fixture.path().join(".git/shallow"), format!("{id}\n")).unwrap();
}

#[test]
fn changes_hold_texts_renames_and_submodules() {
    let mut fixture = Fixture::new();
    let text = "one\ntwo\nthree\nfour\nfive\n";
    let one = fixture.commit(
        &[],
        "one",
        &[("old/a.yaml", Some(text)), ("gone", Some("x\n"))],
    );
    let bytes = [
        ("new/a.yaml", Some(text)),
        ("old/a.yaml", None),
        ("gone", None),
    ];
    let two = fixture.commit(&[one], "two", &bytes);
    let three = fixture.commit(
        &[two],
        "three",
        &[("bin", Some("\0\0")), ("new/b", Some("b\n"))],
    );
    let git = Git::open(fixture.path()).unwrap();
    let range = Range {
        from: Some(one.to_string()),
        to: three.to_string(),
    };
    let changes = git.changes(&range, &[], usize::MAX).unwrap();
    let shown: Vec<String> = changes
        .iter()
        .map(|c| {
            format!(
                "{:?} {:?} +{} -{} {}",
                c.old_path, c.new_path, c.added, c.removed, c.binary
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "Some(\"old/a.yaml\") Some(\"new/a.yaml\") +0 -0 false",
            "Some(\"gone\") None +0 -1 false",
            "None Some(\"bin\") +0 -0 true",
            "None Some(\"new/b\") +1 -0 false",
        ],
        "manifests first, then what is gone"
    );
    assert_eq!(changes[1].before.as_deref(), Some("x\n"));
    assert_eq!(changes[2].after, None);
    assert_eq!(git.changes(&range, &["new/b".into()], 0).unwrap().len(), 1);
    let all = Range {
        from: None,
        to: one.to_string(),
    };
    assert_eq!(git.changes(&all, &[], 0).unwrap().len(), 2);
    assert_eq!(
        git.files(&three.to_string(), "new").unwrap(),
        ["new/a.yaml", "new/b"]
    );
    assert_eq!(git.files(&three.to_string(), "none").unwrap(), [""; 0]);
    assert_eq!(
        git.file(&three.to_string(), "new/b").unwrap().as_deref(),
        Some("b\n")
    );
    assert_eq!(git.file(&three.to_string(), "old/a.yaml").unwrap(), None);
}

#[test]
fn the_forge_is_that_of_origin() {
    let (fixture, _) = line();
    let git = Git::open(fixture.path()).unwrap();
    assert_eq!(git.forge(), None);
    fixture
        .repo
        .remote("fork", "git@github.com:me/r.git")
        .unwrap();
    assert_eq!(git.forge().unwrap().base, "https://github.com/me/r");
    let url = "https://token:x@github.com/org/r.git";
    fixture.repo.remote("origin", url).unwrap();
    assert_eq!(git.forge().unwrap().base, "https://github.com/org/r");
}
