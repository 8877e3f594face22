//! From arguments to a command and from its result to output and an exit status. Thin: each arm
//! names the command's own story.

pub mod completing;
mod demo;
mod ending;
mod examining;
mod explaining;
mod faces;
mod found;
mod judging;
mod listing;
mod lsp;
mod mcp;
mod newing;
mod offer;
#[cfg(test)]
mod random;
mod records;
mod site;
mod small;
mod trusting;
mod verifying;

use crate::both;
use crate::cli::{Cli, Color, Command, Format, mistake};
use crate::collect::access::Mode;
use crate::collect::observe::Outside;
use crate::collect::seam::log::RequestLog;
use crate::command::fault;
use crate::console::{Console, Data};
use crate::error::{Error, exit};
use crate::facts::lang::Lang;
use crate::settings::{Environment, Settings, resolve, spoken};
use crate::store;
use clap::error::ErrorKind;
use std::ffi::OsString;

/// Runs the program and returns its exit status.
pub fn run(args: impl IntoIterator<Item = OsString>, environment: &Environment) -> u8 {
    let args: Vec<OsString> = args.into_iter().collect();
    let within = environment.clone();
    let lang = spoken(Cli::asked_language(&args).as_deref(), environment);
    ending::status(move || work(&args, &within)).unwrap_or_else(|error| {
        let mut console = Console::new(environment, None, false, 0);
        console.lang = lang;
        ended(Err(error), &console)
    })
}

fn work(args: &[OsString], environment: &Environment) -> u8 {
    let lang = spoken(Cli::asked_language(args).as_deref(), environment);
    let cli = match Cli::read(args, lang) {
        Ok(cli) => cli,
        Err(error) => return without_a_command(&error, args, lang, environment),
    };
    let global = &cli.global;
    let color = match global.color {
        Color::Auto => None,
        Color::Always => Some(true),
        Color::Never => Some(false),
    };
    let mut console = Console::new(environment, color, global.quiet, global.verbose);
    console.lang = lang;
    console.machine = cli.format() == Format::Json;
    let result = match &cli.command {
        Command::Completions(args) => {
            faces::asked(&cli).and_then(|_| small::completions(&console, args))
        }
        Command::Man(args) => {
            faces::asked(&cli).and_then(|_| small::man(&console, args, environment))
        }
        Command::New(_)
        | Command::Verify(_)
        | Command::Regenerate(_)
        | Command::Explain(_)
        | Command::List(_)
        | Command::Stats(_)
        | Command::Site(_)
        | Command::Adopt(_)
        | Command::Judge(_)
        | Command::Init(_)
        | Command::Trust(_)
        | Command::Doctor(_)
        | Command::Demo(_)
        | Command::Mcp(_)
        | Command::Lsp(_) => resolve(&cli.flags(), environment).and_then(|mut settings| {
            console.lang = settings.lang;
            settings.access.log = console
                .tells_requests()
                .then(|| RequestLog::new(console.teller()));
            with_settings(&cli, &settings, environment, &console)
        }),
    };
    ended(result, &console)
}

/// Help, the version, or a command line that could not be read.
fn without_a_command(
    error: &clap::Error,
    args: &[OsString],
    lang: Lang,
    environment: &Environment,
) -> u8 {
    let mut console = Console::new(environment, None, false, 0);
    console.lang = lang;
    let styled = error.render();
    let text = |color| match color {
        true => styled.ansi().to_string(),
        false => styled.to_string(),
    };
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            console.result(&text(console.color));
            ended(Ok(exit::OK), &console)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            console.message(text(console.color_stderr).trim_end());
            exit::ERROR
        }
        _ => {
            console.machine = args
                .iter()
                .any(|arg| arg == "json" || arg == "--format=json");
            ended(Err(mistake(error, args)), &console)
        }
    }
}

/// Tells what went wrong, if anything did, and gives the exit status.
fn ended(result: Result<u8, Error>, console: &Console) -> u8 {
    let result = match console.failure() {
        Some(error) => Err(error),
        None => result,
    };
    result.unwrap_or_else(|error| {
        console.error(&error);
        if console.machine {
            console.data(Data::Json, &told(&error, console.lang));
        }
        exit::ERROR
    })
}

/// An error for a program, as the one thing on stdout.
fn told(error: &Error, lang: Lang) -> String {
    let hints: Vec<&str> = error.hints.iter().map(|hint| hint.of(lang)).collect();
    let told = serde_json::json!({"error": {
        "kind": format!("{:?}", error.kind),
        "message": error.message.of(lang),
        "causes": error.causes,
        "hints": hints,
        "status": exit::ERROR,
    }});
    format!("{told:#}\n")
}

fn with_settings(
    cli: &Cli,
    settings: &Settings,
    environment: &Environment,
    console: &Console,
) -> Result<u8, Error> {
    let faces = faces::Faces::new(cli, settings, environment, console)?;
    if let (Some(path), false) = (&settings.save_evidence, cli.command.asks()) {
        let (command, path) = (cli.command.formats().0, path.display());
        return Err(Error::user(both!(
            "--save-evidence {path}: `report {command}`[은/는] 아무것도 묻지 않습니다",
            "--save-evidence {path}: `report {command}` asks nothing"
        ))
        .hinted(both!(
            "verify, regenerate, new, doctor와 함께 쓰세요",
            "use it with verify, regenerate, new or doctor"
        )));
    }
    match &cli.command {
        Command::Verify(args) => verifying::verify(args, settings, console, &faces),
        Command::Regenerate(args) => verifying::regenerate(args, settings, console, &faces),
        Command::Explain(args) => explaining::explain(args, settings, console, &faces),
        Command::List(args) => listing::list(args, settings, console, &faces),
        Command::Stats(args) => listing::stats(args, settings, console, &faces),
        Command::Site(args) => site::site(args, settings, console),
        Command::Adopt(args) => small::adopt(args, settings, console),
        Command::Judge(args) => judging::judge(args, settings, console, &faces),
        Command::Init(args) => small::init(args, settings, environment, console),
        Command::Trust(args) => trusting::trust(args, settings, environment, console),
        Command::New(args) => newing::new(args, cli, settings, console),
        Command::Doctor(_) => examining::doctor(settings, console, &faces),
        Command::Demo(args) => demo::demo(args, environment, console),
        Command::Mcp(args) => mcp::serve(args, cli, settings, environment),
        Command::Lsp(_) => lsp::serve(cli, settings, environment),
        Command::Completions(_) | Command::Man(_) => Ok(exit::OK),
    }
}

/// The outside of a run. An evidence file that can't be read is the user's mistake and no blindness.
fn outside(settings: &Settings) -> Result<Outside, Error> {
    let outside = Outside::new(settings.access.clone());
    if let Some(blind) = outside.refused_context() {
        let lang = settings.lang;
        let context = settings
            .access
            .cluster
            .default_context
            .clone()
            .unwrap_or_default();
        let mut error = Error::user(both!(
            "--context {context}: 그런 컨텍스트를 쓸 수 없습니다",
            "--context {context}: no such context can be used"
        ))
        .hinted(blind.hint.of(lang).to_string());
        error.causes.push(blind.message.of(lang).to_string());
        return Err(error);
    }
    let (Mode::Replaying(path), Some(why)) = (&settings.access.mode, outside.unreplayable()) else {
        return Ok(outside);
    };
    let path = path.display();
    let mut error = Error::user(both!(
        "--replay {path}: 재생할 수 없습니다",
        "--replay {path}: it cannot be replayed"
    ))
    .hinted(both!(
        "`--save-evidence FILE.har`로 저장한 파일을 지정하세요",
        "name a file that `--save-evidence FILE.har` wrote"
    ));
    error.causes.push(why.to_string());
    Err(error)
}

/// Writes what was asked and answered, where `--save-evidence` says so.
fn save_evidence(settings: &Settings, outside: &Outside) -> Result<(), Error> {
    if let (Some(path), Some(har)) = (&settings.save_evidence, outside.evidence()) {
        store::write_output(path, har.as_bytes())?;
    }
    Ok(())
}

/// Asks the outside, once it is known by which clock, unless nobody wants to know any more.
fn ask<T>(outside: &Outside, work: impl Future<Output = T>) -> Result<T, Error> {
    block_on(async {
        let asked = async {
            outside.settle().await;
            work.await
        };
        tokio::select! {
            done = asked => Ok(done),
            () = outside.access().stop.asked() => {
                Err(Error::user(both!("취소되었습니다", "it was cancelled")))
            }
        }
    })?
}

/// Runs asynchronous work on a runtime of its own.
fn block_on<T>(work: impl Future<Output = T>) -> Result<T, Error> {
    Ok(runtime()?.block_on(work))
}

fn runtime() -> Result<tokio::runtime::Runtime, Error> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .thread_stack_size(fault::STACK)
        .build()
        .map_err(|error| {
            Error::internal(both!(
                "비동기 런타임을 시작할 수 없습니다",
                "cannot start the asynchronous runtime"
            ))
            .because(&error)
        })
}
