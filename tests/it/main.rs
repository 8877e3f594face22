//! The one integration test binary.

#![expect(clippy::unwrap_used, reason = "a test may panic")]
#![allow(clippy::too_many_lines, reason = "a table is long")]

mod adopting;
mod adoption;
mod architecture;
mod assistants;
mod canaries;
mod certificates;
mod credentials;
mod demo;
mod docs;
mod documents;
mod editors;
mod explaining;
mod faults;
mod formats;
mod histories;
mod jobs;
mod messages;
mod mistakes;
mod month;
mod new;
mod performance;
mod picture;
mod plans;
mod regenerate;
mod schema;
mod servers;
mod sessions;
mod shipping;
mod signals;
mod site;
mod sources;
mod statuses;
mod support;
mod tasks;
mod ties;
mod trust;
mod verify;
mod waiting;
mod workflow;
