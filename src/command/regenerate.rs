//! `report regenerate`: all open records, refreshed and verified; nothing changed, nothing written.

use super::verify::{self, Context, Options, Write};
use crate::collect::observe::Outside;
use crate::facts::outcome::RunOutcome;
use std::path::PathBuf;

/// Whether stale records are written or only told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stale {
    /// Written.
    Written,
    /// Told: `--check`.
    Told,
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
