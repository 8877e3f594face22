//! The one integration test binary.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod adopting;
mod architecture;
mod documents;
mod mistakes;
mod new;
mod performance;
mod regenerate;
mod support;
mod tasks;
mod verify;
