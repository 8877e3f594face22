//! Records asked of the test world, in one process.

mod crowded;
mod faulty;
mod lost;
mod unseen;
mod watched;
