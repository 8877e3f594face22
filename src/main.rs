//! The binary: parse arguments, resolve settings, dispatch, return an exit code.

fn main() {}
