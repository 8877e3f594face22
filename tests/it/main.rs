//! The one integration test binary.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod architecture;
mod documents;
mod mistakes;
mod new;
mod support;
mod verify;
