//! `report doctor`.

use super::faces::{Face, Faces, json};
use super::{ask, outside};
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
    Ok(doctor::exit_status(&examined))
}
