//! `report regenerate`: all open records, refreshed and verified; nothing changed, nothing written. What it
//! told it remembers, so that each failure and each blind spot is news once.

mod memory;
pub(crate) mod run;

use super::verify::{self, Context, Named, Options, Write};
use crate::collect::observe::Outside;
use crate::error::Error;
use crate::facts::news::{Memory, News, What};
use crate::facts::outcome::{RecordOutcome, RunOutcome};
use crate::verify::Wanted;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// One of so many parts of the records: the same record is always in the same part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shard {
    part: u64,
    of: u64,
}

impl Shard {
    /// Reads `2/4`.
    pub(crate) fn read(text: &str) -> Option<Shard> {
        let (part, of) = text.split_once('/')?;
        let (part, of) = (part.trim().parse().ok()?, of.trim().parse().ok()?);
        (1..=of).contains(&part).then_some(Shard { part, of })
    }

    /// Whether a record is in it, by its name alone.
    pub(crate) fn holds(self, record: &Path) -> bool {
        let name = record.file_name().unwrap_or(record.as_os_str());
        let digest = Sha256::digest(name.as_encoded_bytes());
        let first = digest.iter().take(8);
        let number = first.fold(0, |number, byte| number << 8 | u64::from(*byte));
        number % self.of == self.part - 1
    }
}

/// Refreshes the records. One that fails does not stop the others.
pub(crate) async fn run(
    records: &[PathBuf],
    context: &Context<'_>,
    outside: &Outside,
) -> RunOutcome {
    // What cannot be remembered is looked at; `tell` says why.
    let memory = memory::read(context.root).unwrap_or_default();
    let options = Options {
        resting: (context.options.named == Named::ByWorkspace).then(|| memory.resting()),
        wanted: Wanted {
            ticked: memory.ticked(),
            owed: memory.owed(),
            ..context.options.wanted.clone()
        },
        ..context.options.clone()
    };
    let context = Context {
        options: &options,
        ..context.clone()
    };
    verify::run(records, &context, outside).await
}

/// Whether anything would change.
pub(crate) fn is_stale(outcome: &RunOutcome) -> bool {
    outcome.records.iter().any(|record| !record.diff.is_empty())
}

/// Holds a run against what was told before, and remembers what is told now. `all` says that the run
/// was over all records of the workspace. `index` is what came of its index. A memory that cannot be read
/// or written is told with the records.
pub(crate) fn tell(
    outcome: &mut RunOutcome,
    index: Option<RecordOutcome>,
    root: &Path,
    write: Write,
    all: bool,
) {
    let lang = outcome.lang;
    let failed = |error: &Error| RecordOutcome {
        error: Some(error.line(lang)),
        ..RecordOutcome::nothing(memory::PATH, "", lang)
    };
    let before = memory::read(root).unwrap_or_else(|error| {
        outcome.records.push(failed(&error));
        Memory::default()
    });
    let known = |path: &str| before.entries().any(|((known, ..), _)| known == path);
    let worth = |one: &RecordOutcome| one.error.is_some() || one.written || known(&one.path);
    outcome.records.extend(index.filter(worth));
    let (mut news, after) = News::of(outcome, &before, all);
    if write == Write::Changes
        && after != before
        && let Err(error) = memory::write(root, &after)
    {
        outcome.records.push(failed(&error));
        (news, _) = News::of(outcome, &before, all);
    }
    outcome.news = Some(news);
}

/// The exit status of `--exit news`: a bit each. What has one of the first three is for somebody to look at.
pub(crate) fn status(news: &News) -> u8 {
    let new = |what| news.new.iter().any(|told| told.what == what);
    let bits = [
        (new(What::Failed), 1),
        (new(What::Error), 2),
        (!news.unseen.is_empty(), 4),
        (!news.known.is_empty(), 8),
        (!news.mended.is_empty(), 16),
    ];
    bits.into_iter()
        .map(|(is, bit)| if is { bit } else { 0 })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_record_is_in_one_part_wherever_it_stands() {
        for of in 1..=7 {
            let parts: Vec<Shard> = (1..=of)
                .map(|part| Shard::read(&format!("{part}/{of}")).unwrap())
                .collect();
            let mut counts = vec![0; parts.len()];
            for day in 0..200 {
                let name = format!("2025-12-05-배포-{day}.md");
                let holding = |at: &str| -> Vec<usize> {
                    let path = Path::new(at).join(&name);
                    let holds = |part: &usize| parts[*part].holds(&path);
                    (0..parts.len()).filter(holds).collect()
                };
                let found = holding(".kiro/deployments");
                assert_eq!((found.len(), &found), (1, &holding("/elsewhere")), "{name}");
                counts[found[0]] += 1;
            }
            assert!(counts.iter().all(|count| *count > 100 / of), "{counts:?}");
        }
        for wrong in ["", "1", "0/4", "5/4", "1/0", "a/b", "1/2/3", "-1/2"] {
            assert_eq!(Shard::read(wrong), None, "{wrong}");
        }
    }
}
