//! `report doctor`.

use super::faces::{Face, Faces, json};
use super::{ask, outside, save_evidence};
use crate::command::doctor;
use crate::console::Console;
use crate::error::Error;
use crate::settings::Settings;

/// Asks every source and shows what came of it.
pub fn doctor(settings: &Settings, console: &Console, faces: &Faces) -> Result<u8, Error> {
    let outside = outside(settings)?;
    let examined = ask(&outside, doctor::examine(settings, &outside))?;
    let shown = |face, _| match face {
        Face::Json(_) => json(&examined),
        _ => Ok(doctor::text(&examined, settings.lang)),
    };
    faces.tell(shown, console)?;
    save_evidence(settings, &outside)?;
    Ok(doctor::exit_status(&examined))
}
