//! What holds of all commands together.

mod random;

use super::Cli;
use crate::facts::lang::Lang;
use clap::CommandFactory;
use std::ffi::OsString;

#[test]
fn the_command_line_is_sound() {
    Cli::command().debug_assert();
    Cli::grammar(Lang::Ko).debug_assert();
}

#[test]
fn the_language_is_known_before_the_arguments_are_read() {
    let asked = |words: &[&str]| {
        let args: Vec<OsString> = words.iter().map(OsString::from).collect();
        Cli::asked_language(&args)
    };
    assert_eq!(asked(&["report", "--lang", "ko"]).as_deref(), Some("ko"));
    assert_eq!(asked(&["report", "x", "--lang=en"]).as_deref(), Some("en"));
    assert_eq!(asked(&["report", "--", "--lang", "ko"]), None);
    assert_eq!(asked(&["report", "--language"]), None);
}
