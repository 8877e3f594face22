//! `report doctor`.

use super::{block_on, outside};
use crate::both;
use crate::cli::{Cli, Format};
use crate::command::doctor;
use crate::console::{Console, Data};
use crate::error::Error;
use crate::settings::Settings;

/// Asks every source and shows what came of it.
pub fn doctor(cli: &Cli, settings: &Settings, console: &Console) -> Result<u8, Error> {
    let outside = outside(settings)?;
    let examined = block_on(doctor::examine(settings, &outside))?;
    match cli.global.format {
        Format::Json => {
            let json = serde_json::to_string_pretty(&examined).map_err(|error| {
                Error::internal(both!("JSON을 쓸 수 없습니다", "cannot write JSON")).because(&error)
            })?;
            console.data(Data::Json, &(json + "\n"));
        }
        Format::Text | Format::Junit | Format::Github => {
            console.result(&doctor::text(&examined, settings.lang));
        }
    }
    Ok(doctor::exit_status(&examined))
}
