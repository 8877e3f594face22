//! A commit copied into owned facts: message split into subject, body and trailers, times with
//! their own offsets.

use super::{Git, GitError};
use crate::facts::commit::Commit;
use crate::facts::secret::mask;
use chrono::{DateTime, FixedOffset};
use encoding_rs::{EUC_KR, Encoding, UTF_8};
use git2::Oid;

/// More bytes of a message, a subject or a name are not read: nobody writes them, and a record that held them
/// could not be read itself.
const MESSAGE: usize = 64 * 1024;
const SUBJECT: usize = 4 * 1024;
const NAME: usize = 1024;

/// A text of at most so many bytes, with a note of what was cut off.
fn shortened(bytes: &[u8], most: usize, encoding: &'static Encoding) -> String {
    let read = |bytes| encoding.decode_without_bom_handling(bytes).0;
    let Some(rest) = bytes.len().checked_sub(most).filter(|rest| *rest > 0) else {
        return read(bytes).into_owned();
    };
    let kept = read(&bytes[..most]);
    let kept = kept.trim_end_matches('\u{FFFD}');
    format!("{kept}… (+{rest} bytes)")
}

/// What a commit's `encoding` header says (`i18n.commitEncoding`, as of old Korean repositories `EUC-KR` or
/// `CP949`); UTF-8 where it says nothing, or nothing that is known.
fn encoding(header: Option<&[u8]>) -> &'static Encoding {
    let label = header.map(|label| label.trim_ascii().to_ascii_lowercase());
    match label.as_deref() {
        None => UTF_8,
        // Windows' own name of what the Encoding Standard calls EUC-KR.
        Some(b"cp949" | b"uhc" | b"ms949") => EUC_KR,
        Some(label) => Encoding::for_label(label).unwrap_or(UTF_8),
    }
}

/// Reads one commit.
pub(super) fn read(git: &Git, id: Oid) -> Result<Commit, GitError> {
    let commit = git.repo.find_commit(id).map_err(|e| git.other(e))?;
    let header = commit.header_field_bytes("encoding").ok();
    let encoding = encoding(header.as_deref());
    let message = shortened(commit.message_bytes(), MESSAGE, encoding);
    let (subject, body, trailers) = split(&mask(&message));
    let author = commit.author();
    Ok(Commit {
        id: id.to_string(),
        subject: shortened(subject.as_bytes(), SUBJECT, UTF_8),
        body,
        trailers,
        author: shortened(author.name_bytes(), NAME, encoding),
        email: shortened(author.email_bytes(), NAME, encoding),
        authored_at: time(author.when()),
        committed_at: time(commit.committer().when()),
        parents: commit.parent_ids().map(|id| id.to_string()).collect(),
    })
}

fn time(time: git2::Time) -> DateTime<FixedOffset> {
    let utc = DateTime::from_timestamp(time.seconds(), 0).unwrap_or_default();
    let seconds = time.offset_minutes().checked_mul(60);
    let offset = seconds.and_then(FixedOffset::east_opt);
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
    fn what_nobody_writes_is_cut_with_a_note() {
        assert_eq!(shortened(b"fix", 3, UTF_8), "fix");
        assert_eq!(shortened("고침".as_bytes(), 4, UTF_8), "고… (+2 bytes)");
        let long = "가".repeat(1_000_000);
        let cut = shortened(long.as_bytes(), SUBJECT, UTF_8);
        assert!(cut.len() < 2 * SUBJECT && cut.ends_with("bytes)"), "{cut}");
    }

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

    #[test]
    fn a_message_is_read_by_the_encoding_that_its_commit_names() {
        let fixture = crate::collect::git::tests::fixture::Fixture::new();
        let git = Git::open(fixture.path()).unwrap();
        let odb = fixture.repo.odb().unwrap();
        let tree = odb.write(git2::ObjectType::Tree, b"").unwrap();
        let (name, subject) = ("김개발", "fix: 톨러레이션 경로 수정");
        for (label, encoding) in [
            ("EUC-KR", EUC_KR),
            ("euc-kr", EUC_KR),
            ("CP949", EUC_KR),
            ("ISO-8859-1", UTF_8),
            ("UTF-8", UTF_8),
            ("nonsense", UTF_8),
            ("", UTF_8),
        ] {
            let header = match label {
                "" => String::new(),
                label => format!("encoding {label}\n"),
            };
            let mut object = format!("tree {tree}\nauthor ").into_bytes();
            object.extend_from_slice(&encoding.encode(name).0);
            object.extend_from_slice(b" <k@example.dev> 1764806400 +0900\ncommitter K <k@example.dev> 1764806400 +0900\n");
            object.extend_from_slice(format!("{header}\n").as_bytes());
            object.extend_from_slice(&encoding.encode(subject).0);
            let id = odb.write(git2::ObjectType::Commit, &object).unwrap();
            let commit = read(&git, id).unwrap();
            let as_written = label != "ISO-8859-1";
            assert_eq!(
                commit.subject == subject,
                as_written,
                "{label}: {}",
                commit.subject
            );
            assert_eq!(
                commit.author == name,
                as_written,
                "{label}: {}",
                commit.author
            );
        }
    }
}
