//! One file per command, each a short story of named steps. Knows neither clap nor stdout nor the
//! environment: options come in as plain values, results go out as plain values.

pub mod adopt;
pub mod demo;
pub mod doctor;
pub mod explain;
pub mod fault;
pub mod init;
pub mod judge;
pub mod list;
pub mod measures;
pub mod new;
pub mod parallel;
pub mod regenerate;
pub mod regions;
pub mod schema;
pub mod site;
pub mod task;
pub mod verify;
