//! The outside against the test world: what is printed, what goes wrong, what is kept.

mod evidence;
mod faults;
mod long_lists;
mod pages;
mod recorded;
mod rolling;
mod sources;
mod world;
