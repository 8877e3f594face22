//! From arguments to a command and from its result to output and an exit status. Thin: each arm
//! names the command's own story.

mod demo;
mod examining;
mod faces;
mod found;
mod judging;
mod newing;
mod records;
mod small;
mod verifying;

use crate::cli::{Cli, Color, Command};
use crate::console::Console;
use crate::error::{Error, exit};
use crate::settings::{Environment, Settings, resolve};
use clap::Parser;
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
    let global = &cli.global;
    let color = match global.color {
        Color::Auto => None,
        Color::Always => Some(true),
        Color::Never => Some(false),
    };
    let mut console = Console::new(environment, color, global.quiet, global.verbose);
    let result = match &cli.command {
        Command::Completions(args) => small::completions(&console, args),
        Command::Man => small::man(&console),
        Command::New(_)
        | Command::Verify(_)
        | Command::Regenerate(_)
        | Command::Explain(_)
        | Command::List(_)
        | Command::Adopt(_)
        | Command::Judge(_)
        | Command::Init(_)
        | Command::Doctor(_)
        | Command::Demo(_) => resolve(&cli.flags(), environment).and_then(|settings| {
            console.lang = settings.lang;
            with_settings(&cli, &settings, environment, &console)
        }),
    };
    result.unwrap_or_else(|error| {
        console.error(&error);
        exit::ERROR
    })
}

fn with_settings(
    cli: &Cli,
    settings: &Settings,
    environment: &Environment,
    console: &Console,
) -> Result<u8, Error> {
    let faces = faces::Faces::new(cli, console)?;
    match &cli.command {
        Command::Verify(args) => verifying::verify(args, cli, settings, console, &faces),
        Command::Regenerate(args) => verifying::regenerate(args, cli, settings, console, &faces),
        Command::Explain(args) => small::explain(args, cli, settings, console),
        Command::List(args) => small::list(args, settings, console),
        Command::Adopt(args) => small::adopt(args, settings, console),
        Command::Judge(args) => judging::judge(args, cli, settings, console),
        Command::Init(args) => small::init(args, settings, environment, console),
        Command::New(args) => newing::new(args, cli, settings, console),
        Command::Doctor(_) => examining::doctor(cli, settings, console),
        Command::Demo(args) => demo::demo(args, environment, console),
        Command::Completions(_) | Command::Man => Ok(exit::OK),
    }
}

/// Runs asynchronous work on a runtime of its own; ^C drops it where it stands, before anything
/// is written.
fn block_on<T>(work: impl Future<Output = T>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            Error::internal("cannot start the asynchronous runtime").because(&error)
        })?;
    Ok(runtime.block_on(work))
}
