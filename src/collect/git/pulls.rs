//! Which pull request a commit came by: merge subjects, squash suffixes, trailers and fetched pull
//! request heads, of GitHub, GitLab, Gitea, Bitbucket and Azure DevOps. Pure.

use crate::facts::commit::{Commit, PullRequest};
use regex::Regex;
use std::sync::LazyLock;

/// The pull requests of commits (newest first, as listed), each once, in the order in which they
/// were first met. `heads` are numbers and commit ids of fetched pull request heads.
pub fn pull_requests(commits: &[Commit], heads: &[(u64, String)]) -> Vec<PullRequest> {
    let mut found: Vec<PullRequest> = Vec::new();
    for commit in commits {
        let here = of_commit(commit).or_else(|| of_head(commit, heads));
        let Some(pull) = here else { continue };
        match found.iter_mut().find(|known| known.number == pull.number) {
            Some(known) => {
                if known.title.is_none() {
                    known.title = pull.title;
                }
                if known.url.is_none() {
                    known.url = pull.url;
                }
            }
            None => found.push(pull),
        }
    }
    found
}

/// What a pull request's title is in a form of subject.
#[derive(Clone, Copy)]
enum Title {
    /// A part of the subject.
    Quoted,
    /// The first line of the body.
    Below,
}

/// Forms of subjects, the number of each as `n` and the title as `t`.
static SUBJECTS: LazyLock<[(Regex, Title); 5]> = LazyLock::new(|| {
    [
        (r"^Merge pull request #(?<n>\d+)", Title::Below),
        (r"^Merged PR (?<n>\d+)(?::(?<t>.*))?", Title::Quoted),
        (
            r"^Merge pull request '(?<t>.*)' \(#(?<n>\d+)",
            Title::Quoted,
        ),
        (r"^Merged in .*\(pull request #(?<n>\d+)", Title::Below),
        // The last parenthesis counts; `Revert "x (#12)"` does not end in one.
        (r"^(?<t>|.* )\(#(?<n>\d+)\)$", Title::Quoted),
    ]
    .map(|(form, title)| (pattern(form), title))
});
/// A page of a pull request, or its bare number.
static PAGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^[#!](\d+)/*$|/(?:pulls?|merge_requests|pull-requests|pullrequest)/(\d+)/*$")
});
/// `refs/pull/N/head` and its like.
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:^|/)(?:pulls?|pr|merge-requests|pull-requests)/(\d+)(?:/(?:head|from))?$")
});

fn pattern(form: &str) -> Regex {
    Regex::new(form).expect("the expression is constant")
}

/// The number of a match: its only group that is there.
fn number(pattern: &Regex, text: &str) -> Option<u64> {
    let found = pattern.captures(text)?;
    found.iter().skip(1).flatten().next()?.as_str().parse().ok()
}

fn of_commit(commit: &Commit) -> Option<PullRequest> {
    let pull = |number, title: Option<&str>, url: Option<String>| PullRequest {
        number,
        title: title
            .map(|title| title.trim().to_owned())
            .filter(|t| !t.is_empty()),
        url,
        commit: commit.id.clone(),
        reverts: reverted(commit),
    };
    let subject = commit.subject.as_str();
    let first_line = commit.body.lines().find(|line| !line.trim().is_empty());
    let by_subject = SUBJECTS.iter().find_map(|(form, title)| {
        let found = form.captures(subject)?;
        let title = match title {
            Title::Quoted => found.name("t").map(|title| title.as_str()),
            Title::Below => first_line,
        };
        Some(pull(found["n"].parse().ok()?, title, None))
    });
    let by_body = || Some(pull(gitlab(&commit.body)?, first_line, None));
    let by_trailer = |(key, value): &(String, String)| {
        let number = number_of_url(key, value)?;
        Some(pull(number, Some(subject), url(value)))
    };
    by_subject
        .or_else(by_body)
        .or_else(|| commit.trailers.iter().rev().find_map(by_trailer))
}

fn of_head(commit: &Commit, heads: &[(u64, String)]) -> Option<PullRequest> {
    let (number, _) = heads.iter().find(|(_, id)| *id == commit.id)?;
    Some(PullRequest {
        number: *number,
        title: Some(commit.subject.clone()),
        url: None,
        commit: commit.id.clone(),
        reverts: reverted(commit),
    })
}

/// `See merge request group/project!12` on a line of its own.
fn gitlab(body: &str) -> Option<u64> {
    body.lines().rev().find_map(|line| {
        let rest = line.trim().strip_prefix("See merge request ")?;
        rest.rsplit_once('!')?.1.parse().ok()
    })
}

/// `PR-URL`, `Reviewed-on` (Gitea), `Pull-Request`, `Merge-Request`: a page or a bare number. Gerrit
/// writes `Reviewed-on` as well; its page is no pull request.
fn number_of_url(key: &str, value: &str) -> Option<u64> {
    const KEYS: [&str; 5] = [
        "PR-URL",
        "Reviewed-on",
        "Pull-Request",
        "Merge-Request",
        "PR",
    ];
    KEYS.iter().find(|known| key.eq_ignore_ascii_case(known))?;
    number(&PAGE, value.trim())
}

fn url(value: &str) -> Option<String> {
    value
        .starts_with("https://")
        .then(|| value.trim().to_owned())
}

/// What a revert takes back: the commit of `This reverts commit SHA`, or the subject quoted.
fn reverted(commit: &Commit) -> Option<String> {
    let body = &commit.body;
    if let Some((_, rest)) = body.split_once("This reverts commit ") {
        let id: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
        if id.len() >= 7 {
            return Some(id);
        }
    }
    let rest = commit.subject.strip_prefix("Revert \"")?;
    let (quoted, _) = rest.rsplit_once('"')?;
    Some(quoted.to_owned())
}

/// The number of a reference to a pull request's head.
pub(super) fn number_of_ref(name: &str) -> Option<u64> {
    number(&REFERENCE, name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commit(id: &str, message: &str) -> Commit {
        let (subject, body) = message.split_once("\n\n").unwrap_or((message, ""));
        let (body, trailers) = match body.split_once("--\n") {
            Some((body, trailers)) => (body, trailers),
            None => (body, ""),
        };
        let trailers = trailers.lines().filter_map(|l| l.split_once(": "));
        Commit {
            id: id.into(),
            subject: subject.into(),
            body: body.trim().into(),
            trailers: trailers.map(|(k, v)| (k.into(), v.into())).collect(),
            author: "a".into(),
            email: "a@b".into(),
            authored_at: Default::default(),
            committed_at: Default::default(),
            parents: vec![],
        }
    }

    #[test]
    fn every_forge_and_strategy_tells_its_number() {
        for (message, number, title) in [
            (
                "Merge pull request #1452 from org/feat\n\nfix: tolerations",
                1452,
                "fix: tolerations",
            ),
            ("fix: tolerations (#1452)", 1452, "fix: tolerations"),
            ("fix: x (#12) (#15)", 15, "fix: x (#12)"),
            (
                "Revert \"fix: x (#12)\" (#15)",
                15,
                "Revert \"fix: x (#12)\"",
            ),
            (
                "Merge branch 'a' into 'main'\n\nTitle\n\nSee merge request org/sub/repo!7",
                7,
                "Title",
            ),
            (
                "Merge pull request 'Title (a)' (#9) from b into main",
                9,
                "Title (a)",
            ),
            ("Merged in feat/x (pull request #31)\n\nTitle", 31, "Title"),
            ("Merged PR 77: Title", 77, "Title"),
            (
                "doc: y\n\n--\nPR-URL: https://github.com/nodejs/node/pull/55",
                55,
                "doc: y",
            ),
            (
                "doc: y\n\n--\nReviewed-on: https://git.example.dev/o/r/pulls/56",
                56,
                "doc: y",
            ),
        ] {
            let pulls = pull_requests(&[commit("c", message)], &[]);
            assert_eq!(pulls.len(), 1, "{message}");
            assert_eq!(pulls[0].number, number, "{message}");
            assert_eq!(pulls[0].title.as_deref(), Some(title), "{message}");
        }
    }

    #[test]
    fn other_text_is_no_pull_request() {
        for message in [
            "fix #12",
            "fix (#12) again",
            "Revert \"fix: x (#12)\"\n\nThis reverts commit 0123456789abcdef0123456789abcdef01234567.",
            "notes\n\nMerge pull request #5 from a/b is what the subject would say",
            "MIN(COALESCE(#3)",
            "x\n\n--\nReviewed-on: https://gerrit.example.dev/c/proj/+/1234",
            "fix: f(#12)",
        ] {
            assert_eq!(pull_requests(&[commit("c", message)], &[]), [], "{message}");
        }
    }

    #[test]
    fn each_pull_request_once_and_reverts_are_told() {
        let commits = [
            commit("1", "Merge pull request #8 from a/b\n\nTitle"),
            commit("2", "Title (#8)"),
            commit(
                "3",
                "Revert \"old (#3)\" (#9)\n\nThis reverts commit 0123456789ab.",
            ),
            commit("4", "rebased"),
        ];
        let pulls = pull_requests(&commits, &[(11, "4".into())]);
        let numbers: Vec<u64> = pulls.iter().map(|pull| pull.number).collect();
        assert_eq!(numbers, [8, 9, 11]);
        assert_eq!(pulls[1].reverts.as_deref(), Some("0123456789ab"));
    }

    #[test]
    fn heads_of_pull_requests_are_known_by_their_refs() {
        assert_eq!(number_of_ref("refs/pull/12/head"), Some(12));
        assert_eq!(number_of_ref("refs/remotes/origin/pull/12/head"), Some(12));
        assert_eq!(number_of_ref("refs/remotes/origin/pr/12"), Some(12));
        assert_eq!(number_of_ref("refs/merge-requests/7/head"), Some(7));
        assert_eq!(number_of_ref("refs/pull/12/merge"), None);
        assert_eq!(number_of_ref("refs/heads/pull/x"), None);
    }
}
