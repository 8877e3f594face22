//! `report new` over repositories of every layout and every lack: the same commits wherever they are
//! read from, honest gaps, or a clear error where nothing at all could be said.

use crate::support::Lab;
use deployment_report::testing::collect::git::build;
use git2::{Oid, Repository, Signature, Time};
use std::path::Path;

/// A repository of three commits on `main`, with nothing around it: no remote, no cluster, no Gitploy.
struct History {
    lab: Lab,
    ids: [Oid; 3],
}

fn history() -> History {
    let lab = Lab::empty();
    let ids = write(&lab.work());
    History { lab, ids }
}

fn write(at: &Path) -> [Oid; 3] {
    let mut options = git2::RepositoryInitOptions::new();
    let repo = Repository::init_opts(at, options.initial_head("main")).unwrap();
    let commit = |parents: &[Oid], minute: i64, message: &str, text: &str| {
        let when = Time::new(1_764_900_000 + 60 * minute, 540);
        let who = Signature::new("Kim", "kim@example.dev", &when).unwrap();
        build::commit(&repo, parents, &who, message, &[("web.yaml", Some(text))]).unwrap()
    };
    let one = commit(&[], 0, "start", "a: 1\n");
    let two = commit(&[one], 1, "feat: web (#7)", "a: 2\n");
    let three = commit(&[two], 2, "fix: web (#8)", "a: 3\n");
    repo.reference("refs/heads/main", three, true, "test")
        .unwrap();
    [one, two, three]
}

impl History {
    fn whole(&self) -> String {
        format!("{}..{}", self.ids[0], self.ids[2])
    }

    /// Writes a record in both languages from a directory, and holds it to the two commits of the
    /// range, to the gap of the cluster, and to nothing that nobody said.
    #[track_caller]
    fn tells(&self, dir: &str, args: &[&str], slug: &str) {
        let range = self.whole();
        let asked = ["new", "--lang", "ko,en", "--slug", slug];
        let args = [&asked, args, &["--range", &range]].concat();
        self.lab.run_in(dir, &args).exits(0);
        for (lang, gap) in [
            ("ko", "클러스터를 확인하지 않음"),
            ("en", "the cluster was not looked at"),
        ] {
            let path = format!(".kiro/deployments/2025-12-05-{slug}.{lang}.md");
            let text = self.lab.read(&path);
            for id in &self.ids[1..] {
                let short = &id.to_string()[..7];
                assert!(
                    text.contains(&format!("| `{short}` |")),
                    "{dir} {slug}\n{text}"
                );
            }
            let start = format!("| `{}` |", &self.ids[0].to_string()[..7]);
            assert!(!text.contains(&start), "{dir} {slug}\n{text}");
            assert!(text.contains(gap), "{dir} {slug}\n{text}");
            assert!(!text.contains("https://"), "{dir} {slug}\n{text}");
        }
    }
}

#[test]
fn the_same_commits_from_every_layout() {
    let history = history();
    // The records' workspace is found from below.
    history.lab.file(".kiro/report.toml", "lang = 'ko'\n");
    std::fs::create_dir_all(history.lab.work().join("apps/deep")).unwrap();
    history.tells(".", &[], "plain");
    history.tells("apps/deep", &[], "below");
    let repo = Repository::open(history.lab.work()).unwrap();
    repo.set_head_detached(history.ids[2]).unwrap();
    history.tells(".", &[], "detached");
    let beside = history.lab.work().parent().unwrap().to_owned();
    repo.worktree("wt", &beside.join("wt"), None).unwrap();
    history.tells(".", &["--repo", "../wt"], "worktree");
    git2::build::RepoBuilder::new()
        .bare(true)
        .clone(
            history.lab.work().to_str().unwrap(),
            &beside.join("bare.git"),
        )
        .unwrap();
    let bare = Repository::open(beside.join("bare.git")).unwrap();
    bare.remote_delete("origin").unwrap();
    history.tells(".", &["--repo", "../bare.git"], "bare");
    #[cfg(unix)]
    {
        std::fs::create_dir(beside.join("linked")).unwrap();
        let git = history.lab.work().join(".git");
        std::os::unix::fs::symlink(git, beside.join("linked/.git")).unwrap();
        history.tells(".", &["--repo", "../linked"], "linked");
    }
}

/// A submodule's `.git` is a file that points into the outer repository.
#[test]
fn a_submodule_is_a_repository_of_its_own() {
    let history = history();
    let outer = history.lab.work().parent().unwrap().join("outer");
    write(&outer);
    let repo = Repository::open(&outer).unwrap();
    let url = history.lab.work().display().to_string();
    let mut module = repo.submodule(&url, Path::new("mod/web"), true).unwrap();
    module.clone(None).unwrap();
    module.add_finalize().unwrap();
    assert!(outer.join("mod/web/.git").is_file());
    let own = Repository::open(outer.join("mod/web")).unwrap();
    own.remote_delete("origin").unwrap();
    history.tells(".", &["--repo", "../outer/mod/web"], "submodule");
}

/// What nothing can be made of is said in both languages, and nothing is written.
#[test]
fn what_cannot_be_said_is_an_error() {
    let history = history();
    let range = history.whole();
    let beside = history.lab.work().parent().unwrap().to_owned();
    std::fs::create_dir(beside.join("none")).unwrap();
    Repository::init(beside.join("unborn")).unwrap();
    let shallow = beside.join("shallow");
    git2::build::RepoBuilder::new()
        .clone(history.lab.work().to_str().unwrap(), &shallow)
        .unwrap();
    let cut = format!("{}\n", history.ids[1]);
    history.lab.file("../shallow/.git/shallow", cut);
    let same = format!("{0}..{0}", history.ids[2]);
    let back = format!("{}..{}", history.ids[2], history.ids[0]);
    let gone = "0123456789012345678901234567890123456789..HEAD";
    for (args, ko, en) in [
        (&["--range", &same][..], "커밋이 없음", "no commit in"),
        (&["--range", &back], "커밋이 없음", "no commit in"),
        (
            &["--range", "nothing..HEAD"],
            "nothing 커밋이 없음",
            "\"nothing\" is no commit",
        ),
        (&["--range", gone], "커밋이 없음", "is no commit"),
        (&["--range", "HEAD"], "A..B 형식이 아님", "write A..B"),
        (
            &["--repo", "../none", "--range", &range],
            "Git 저장소를 찾을 수 없음",
            "no git repository",
        ),
        (
            &["--repo", "../nowhere", "--range", &range],
            "Git 저장소를 찾을 수 없음",
            "no git repository",
        ),
        (
            &["--repo", "../unborn", "--range", "..HEAD"],
            "HEAD 커밋이 없음",
            "is no commit",
        ),
        (
            &["--repo", "../shallow", "--range", &range],
            "fetch-depth: 0",
            "fetch-depth: 0",
        ),
        (
            &["--repo", "../shallow", "--range", "HEAD~2..HEAD"],
            "얕은 복제",
            "shallow clone",
        ),
        (
            &["--deployment", "4354"],
            "알아낸 것이 없어",
            "nothing could be learned",
        ),
        (
            &["--workload", "ds/alloy"],
            "알아낸 것이 없어",
            "nothing could be learned",
        ),
    ] {
        for (lang, words) in [("ko", ko), ("en", en)] {
            let args = [&["new", "--lang", lang], args].concat();
            let run = history.lab.run(&args).exits(2).warns(words);
            assert!(!run.stderr.contains("panicked"), "{run}");
            assert!(
                !history.lab.work().join(".kiro").exists(),
                "{args:?}\n{run}"
            );
        }
    }
    // The end of a shallow clone is no trouble where the range does not reach it.
    let newest = format!("{}..{}", history.ids[1], history.ids[2]);
    let args = ["new", "--repo", "../shallow", "--range", &newest];
    history.lab.run(&args).exits(0);
}

/// With a title alone there is a record, whose gaps say what it does not know.
#[test]
fn a_title_alone_gives_a_record_of_gaps() {
    let lab = Lab::empty();
    for (lang, title, gaps) in [
        (
            "ko",
            "웹 배포",
            ["배포된 커밋을 알 수 없음", "클러스터를 확인하지 않음"],
        ),
        (
            "en",
            "Web",
            [
                "no deployed commit is known",
                "the cluster was not looked at",
            ],
        ),
    ] {
        lab.run(&["new", title, "--lang", lang, "--slug", lang])
            .exits(0);
        let text = lab.read(&format!(".kiro/deployments/2025-12-05-{lang}.md"));
        assert!(text.starts_with(&format!("# {title}\n")), "{text}");
        for gap in gaps {
            assert!(text.contains(gap), "{text}");
        }
    }
}
