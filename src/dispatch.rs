//! From arguments to a command and from its result to output and an exit status. Thin: each arm
//! names the command's own story.

use crate::cli::{Cli, Color, Command, CompletionsArgs, Format, InitArgs, InitFile};
use crate::command::init;
use crate::console::Console;
use crate::error::{Error, exit};
use crate::settings::{Environment, Settings, resolve};
use clap::{CommandFactory, Parser};
use std::ffi::OsString;

/// Runs the program and returns its exit status.
pub fn run(args: impl IntoIterator<Item = OsString>, environment: &Environment) -> u8 {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            let _closed_pipe = error.print();
            return u8::try_from(error.exit_code()).unwrap_or(exit::ERROR);
        }
    };
    let color = match cli.global.color {
        Color::Auto => None,
        Color::Always => Some(true),
        Color::Never => Some(false),
    };
    let global = &cli.global;
    let mut console = Console::new(environment, color, global.quiet, global.verbose);
    let result = match &cli.command {
        Command::Completions(args) => Ok(completions(&console, args)),
        Command::Man => man(&console),
        command => resolve(&cli.flags(), environment).and_then(|settings| {
            console.lang = settings.lang;
            with_settings(command, &cli, &settings, &console)
        }),
    };
    result.unwrap_or_else(|error| {
        console.error(&error);
        exit::ERROR
    })
}
