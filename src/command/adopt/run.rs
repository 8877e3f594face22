//! `report adopt` on the command line: its arguments; what is proposed is shown, asked for and written.

use crate::both;
use crate::command::offer::Offer;
use crate::command::records::{named_record, vocabulary};
use crate::console::Console;
use crate::error::Error;
use crate::settings::Settings;
use crate::store::{self, Reach};
use clap::Args;
use std::path::PathBuf;

/// `report adopt`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report adopt RECORD           show the comments, then ask\n  report adopt RECORD --yes     write them\n\n\
                  Which step stands for which item: docs/records.md"
)]
pub struct AdoptArgs {
    /// The record
    pub record: PathBuf,
    /// Write without asking
    #[arg(long)]
    pub yes: bool,
}

/// `report adopt`.
pub fn adopt(args: &AdoptArgs, settings: &Settings, console: &Console) -> Result<u8, Error> {
    let path = named_record(&args.record, settings)?;
    let text = store::read_text(&path, Reach::Anywhere)?;
    let vocabulary = vocabulary(settings);
    let proposal = super::propose(&text, &vocabulary);
    let nothing = both!("제안할 것이 없습니다", "nothing to propose");
    let offer = Offer {
        path: &path,
        text: &text,
        edits: &proposal.edits,
        nothing: &nothing,
    };
    offer.written(args.yes, settings, console)
}
