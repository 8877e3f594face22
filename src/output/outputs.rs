//! What is news of a run, as `name=number` lines: for `$GITHUB_OUTPUT`, a dotenv report of GitLab, a shell.

use crate::facts::outcome::{RecordOutcome, RunOutcome};

/// A line each; a run that remembers nothing has no news.
pub fn render(outcome: &RunOutcome) -> String {
    let news = outcome.news.clone().unwrap_or_default();
    let changed = |record: &&RecordOutcome| record.written;
    let lines = [
        ("new", news.new.len()),
        ("unseen", news.unseen.len()),
        ("known", news.known.len()),
        ("mended", news.mended.len()),
        ("changed", outcome.records.iter().filter(changed).count()),
    ];
    let lines = lines.map(|(name, number)| format!("{name}={number}\n"));
    lines.concat()
}
