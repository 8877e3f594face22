//! `report regenerate`: all open records, refreshed and verified; nothing changed, nothing written.

use super::verify::{self, Context, Options, Write};
use crate::collect::observe::Outside;
use crate::facts::outcome::RunOutcome;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Whether stale records are written or only told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stale {
    /// Written.
    Written,
    /// Told: `--check`.
    Told,
}

/// One of so many parts of the records: the same record is always in the same part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    part: u64,
    of: u64,
}

impl Shard {
    /// Reads `2/4`.
    pub fn read(text: &str) -> Option<Shard> {
        let (part, of) = text.split_once('/')?;
        let (part, of) = (part.trim().parse().ok()?, of.trim().parse().ok()?);
        (1..=of).contains(&part).then_some(Shard { part, of })
    }

    /// Whether a record is in it, by its name alone.
    pub fn holds(self, record: &Path) -> bool {
        let name = record.file_name().unwrap_or(record.as_os_str());
        let digest = Sha256::digest(name.as_encoded_bytes());
        let first = digest.iter().take(8);
        let number = first.fold(0, |number, byte| number << 8 | u64::from(*byte));
        number % self.of == self.part - 1
    }
}

/// Refreshes the records. One that fails does not stop the others.
pub async fn run(
    records: &[PathBuf],
    stale: Stale,
    context: &Context<'_>,
    outside: &Outside,
) -> RunOutcome {
    let write = match stale {
        Stale::Written => Write::Changes,
        Stale::Told => Write::Nothing,
    };
    let options = Options {
        write,
        ..context.options.clone()
    };
    let context = Context {
        options: &options,
        ..context.clone()
    };
    verify::run(records, &context, outside).await
}

/// Whether anything would change.
pub fn is_stale(outcome: &RunOutcome) -> bool {
    outcome.records.iter().any(|record| !record.diff.is_empty())
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
