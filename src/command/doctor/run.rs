//! `report doctor` on the command line.

use crate::cli::Cluster;
use crate::command::asking::{ask, outside, save_evidence};
use crate::command::doctor;
use crate::command::formats::{Face, Faces, json};
use crate::console::Console;
use crate::error::Error;
use crate::settings::Settings;
use clap::Args;

/// `report doctor`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  report doctor\n  report doctor --context prod --format json")]
pub(crate) struct DoctorArgs {
    /// Which cluster.
    #[command(flatten)]
    pub cluster: Cluster,
}

/// Asks every source and shows what came of it.
pub(crate) fn doctor(settings: &Settings, console: &Console, faces: &Faces) -> Result<u8, Error> {
    let outside = outside(settings)?;
    let examined = ask(&outside, doctor::examine(settings, &outside))?;
    let shown = |face, style| match face {
        Face::Json(_) => json(&examined),
        _ => Ok(doctor::text(&examined, style)),
    };
    faces.tell(shown, console)?;
    save_evidence(settings, &outside)?;
    Ok(doctor::exit_status(&examined))
}
