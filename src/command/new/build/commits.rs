//! Git in a context: commits, pull requests, files.

use super::instant;
use crate::command::new::NewOptions;
use crate::command::new::history::History;
use crate::facts::commit::Commit;
use crate::facts::forge::Forge;
use crate::render::context::{CommitContext, GitContext, PullContext};
use chrono::Utc;

/// Pull requests that a record lists; the rest is counted.
const PULLS: usize = 20;
/// Lines of a commit's message.
const BODY_LINES: usize = 40;
/// Characters of a subject.
const SUBJECT: usize = 200;

/// Git, told.
pub(super) fn context(history: &History, options: &NewOptions) -> GitContext {
    let forge = history.forge.as_ref();
    let mut pulls: Vec<PullContext> = history
        .pulls
        .iter()
        .map(|one| PullContext {
            number: one.number,
            title: one.title.clone(),
            url: one.url.clone().or_else(|| forge?.pull(one.number)),
            reverts: one.reverts.clone(),
        })
        .collect();
    if let Some(named) = options.pr.as_deref().map(|text| pull(text, history)) {
        pulls.retain(|one| one.number != named.number || named.number == 0);
        pulls.insert(0, named);
    }
    let more_pulls = pulls.len().saturating_sub(PULLS);
    pulls.truncate(PULLS);
    let from = history.range.from.clone();
    let told = |commits: &[Commit]| commits.iter().map(|one| commit(one, forge)).collect();
    GitContext {
        repo: history.name.clone(),
        url: forge.map(|forge| forge.base.clone()),
        branch: history.branch.clone(),
        compare_url: forge.and_then(|forge| forge.compare(from.as_deref()?, &history.range.to)),
        from,
        to: history.range.to.clone(),
        paths: history.paths.clone(),
        taken: history.taken.clone(),
        ambiguous: history.ambiguous.clone(),
        is_unfiltered: history.is_unfiltered,
        commits: told(&history.commits),
        more_commits: history.more_commits,
        taken_back: told(&history.taken_back),
        more_taken_back: history.more_taken_back,
        pulls,
        more_pulls,
        news: history.news.clone(),
        files: history.files.clone(),
        more_files: history.more_files,
    }
}

/// A commit, told.
pub(super) fn commit(one: &Commit, forge: Option<&Forge>) -> CommitContext {
    let lines: Vec<&str> = one.body.lines().collect();
    let kept = lines.len().min(BODY_LINES);
    CommitContext {
        id: one.id.clone(),
        short: one.short().into(),
        url: forge.map(|forge| forge.commit(&one.id)),
        subject: shortened(&one.subject),
        body: lines[..kept].join("\n"),
        more_body_lines: lines.len() - kept,
        author: one.author.clone(),
        at: instant(one.committed_at.with_timezone(&Utc)),
    }
}

/// A subject that fits a table: the whole is behind the commit's link.
fn shortened(subject: &str) -> String {
    match subject.char_indices().nth(SUBJECT) {
        Some((at, _)) => format!("{}…", &subject[..at]),
        None => subject.to_string(),
    }
}

/// `--pr` as a number or a page.
fn pull(text: &str, history: &History) -> PullContext {
    let last = text.trim_end_matches('/').rsplit('/').next();
    let digits = last.unwrap_or(text).trim_start_matches(['#', '!']);
    let number = digits.parse().unwrap_or(0);
    let url = if text.contains("://") {
        Some(text.to_string())
    } else {
        history.forge.as_ref().and_then(|forge| forge.pull(number))
    };
    let known = history.pulls.iter().find(|one| one.number == number);
    PullContext {
        number,
        title: known.and_then(|one| one.title.clone()),
        url,
        reverts: None,
    }
}
