//! `report stats` on the command line: its arguments, and the measures of the records with their history.

use crate::command::formats::{Face, Faces, json};
use crate::command::list;
use crate::command::list::run::{History, Read, Select, team_zone};
use crate::console::Console;
use crate::error::Error;
use crate::output::Style;
use crate::settings::Settings;
use clap::Args;

/// `report stats`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report stats --since 2025-10-01\n  report stats --app alloy-ops --format json\n\nWhat each measure says: docs/site.md"
)]
pub(crate) struct StatsArgs {
    /// Which records.
    #[command(flatten)]
    pub select: Select,
}

/// `report stats`.
pub(crate) fn stats(
    args: &StatsArgs,
    settings: &Settings,
    console: &Console,
    faces: &Faces,
) -> Result<u8, Error> {
    let read = Read::all(&[], settings, console)?;
    let status = read.status();
    let kept = list::select(read.settled(settings, History::Read), &args.select.filter());
    let (since, until) = (args.select.since, args.select.until);
    let (zone, lang) = (team_zone(settings), settings.lang);
    let stats = super::stats(&kept, since, until, zone, lang);
    let shown = |face, _: Style| match face {
        Face::Json(_) => json(&stats),
        Face::Csv => Ok(super::csv(&stats)),
        Face::Markdown => Ok(super::markdown(&stats, lang)),
        _ => Ok(super::text(&stats, lang)),
    };
    faces.tell(shown, console)?;
    Ok(status)
}
