//! A commit copied into owned facts: message split into subject, body and trailers, times with
//! their own offsets.

use super::{Git, GitError};
use crate::facts::commit::Commit;
use crate::facts::secret::mask;
use chrono::{DateTime, FixedOffset};
use git2::Oid;

/// Reads one commit.
pub(super) fn read(git: &Git, id: Oid) -> Result<Commit, GitError> {
    let commit = git.repo.find_commit(id).map_err(|e| git.other(e))?;
    let message = String::from_utf8_lossy(commit.message_bytes()).into_owned();
    let (subject, body, trailers) = split(&mask(&message));
    let author = commit.author();
    Ok(Commit {
        id: id.to_string(),
        subject,
        body,
        trailers,
        author: String::from_utf8_lossy(author.name_bytes()).into_owned(),
        email: String::from_utf8_lossy(author.email_bytes()).into_owned(),
        authored_at: time(author.when()),
        committed_at: time(commit.committer().when()),
        parents: commit.parent_ids().map(|id| id.to_string()).collect(),
    })
}

fn time(time: git2::Time) -> DateTime<FixedOffset> {
    let utc = DateTime::from_timestamp(time.seconds(), 0).unwrap_or_default();
    let offset = FixedOffset::east_opt(time.offset_minutes() * 60);
    utc.with_timezone(&offset.unwrap_or_else(|| FixedOffset::east_opt(0).expect("zero is valid")))
}

/// Subject (the first paragraph joined, as git has it), body without trailers, trailers as
/// `git interpret-trailers` finds them.
fn split(message: &str) -> (String, String, Vec<(String, String)>) {
    let message = message.replace("\r\n", "\n");
    let message = message.trim_start_matches('\n');
    let (head, rest) = message.split_once("\n\n").unwrap_or((message, ""));
    let subject = head
        .lines()
        .map(str::trim)
        .collect::<Vec<_>>()
        .join(" ")
        .trim()
        .to_owned();
    let trailers: Vec<(String, String)> = git2::message_trailers_strs(message)
        .map(|found| {
            let pairs = found.iter();
            pairs.map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
        })
        .unwrap_or_default();
    (subject, without_trailers(rest, &trailers), trailers)
}

/// Takes the trailer lines (and what they continue on) off the last paragraph; other lines of it
/// stay, so that no text is lost.
fn without_trailers(body: &str, trailers: &[(String, String)]) -> String {
    let body = body.trim();
    if trailers.is_empty() {
        return body.to_owned();
    }
    let (before, last) = body.rsplit_once("\n\n").unwrap_or(("", body));
    let mut in_trailer = false;
    let kept: Vec<&str> = last
        .lines()
        .filter(|line| {
            let continues = in_trailer && line.starts_with([' ', '\t']);
            let begins = trailers.iter().any(|(key, _)| {
                let rest = line.strip_prefix(key.as_str());
                rest.is_some_and(|rest| rest.trim_start().starts_with(':'))
            });
            in_trailer = begins || continues;
            !in_trailer
        })
        .collect();
    format!("{}\n\n{}", before.trim(), kept.join("\n"))
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_split_as_git_splits_it() {
        let check = |message: &str, subject: &str, body: &str, trailers: &[(&str, &str)]| {
            let trailers = trailers.iter().map(|(k, v)| ((*k).into(), (*v).into()));
            let expected = (subject.to_owned(), body.to_owned(), trailers.collect());
            assert_eq!(split(message), expected, "{message:?}");
        };
        check("fix: a\n", "fix: a", "", &[]);
        check("fix: a\nwrapped\n\nbody\n", "fix: a wrapped", "body", &[]);
        check(
            "s\n\nwhy\n\nSigned-off-by: A <a@b>\nPR-URL: https://x/pull/3\n",
            "s",
            "why",
            &[("Signed-off-by", "A <a@b>"), ("PR-URL", "https://x/pull/3")],
        );
        check("s\r\n\r\nfirst\r\nsecond\r\n", "s", "first\nsecond", &[]);
        check(
            "제목\n\n본문: 내용이 이어진다\n그리고 더\n",
            "제목",
            "본문: 내용이 이어진다\n그리고 더",
            &[],
        );
    }
}
