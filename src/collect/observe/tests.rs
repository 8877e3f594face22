//! The outside against the test world: what is printed, what goes wrong, what is kept.

mod evidence;
mod faults;
mod recorded;
mod world;
