//! The harmless filters of a pipe: read from their words, and run on what was seen. Bounded in steps,
//! time and size, so that a record cannot make a run hang.

pub(super) mod parse;
