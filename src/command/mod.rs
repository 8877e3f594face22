//! The commands, and how one is run: from arguments to a command, and from its result to output and an exit
//! status. A command is a file or a folder: its story in the file of its name, plain values in and out; its arguments
//! (whose doc comments are the English help), what it asks and what it shows in `run.rs`.

pub mod adopt;
mod asking;
pub(crate) mod completions;
pub(crate) mod demo;
pub(crate) mod doctor;
mod ending;
pub mod explain;
pub(crate) mod fault;
mod formats;
pub(crate) mod init;
pub(crate) mod judge;
pub mod list;
mod lsp;
mod man;
mod mcp;
pub mod new;
mod offer;
pub(crate) mod parallel;
mod records;
pub(crate) mod regenerate;
pub(crate) mod regions;
pub(crate) mod schema;
pub(crate) mod site;
pub(crate) mod stats;
pub(crate) mod task;
#[cfg(test)]
mod tests;
mod trust;
pub mod verify;

use crate::both;
use crate::cli::{self, Cluster, Color, Detail, Format, Global, mistake, version};
use crate::collect::seam::log::RequestLog;
use crate::console::{Console, Data};
use crate::error::{Error, exit};
use crate::facts::lang::Lang;
use crate::settings::{Environment, Flags, Settings, resolve, spoken};
use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use formats::{Asked, Faces};
use std::ffi::OsString;

/// A deployment record that verifies itself.
///
/// Platform engineers keep one dated Markdown record per deployment under `.kiro/deployments/`.
/// `report` writes it from git, the deployment system and the cluster, checks its verification plan by asking the
/// cluster itself (read-only, never through a shell), and ticks its checklist.
#[derive(Debug, Parser)]
#[command(
    name = "report",
    version = version(),
    arg_required_else_help = true,
    after_help = "Exit status: 0 nothing failed; 1 a check failed or something is out of date; 2 usage, configuration or\n\
                  record error; 3 nothing failed but something could not be looked at; 4 `--wait` ran out.\n\n\
                  Examples:\n  \
                  report demo                         see the whole loop on an embedded cluster\n  \
                  report verify .kiro/deployments/2025-12-05-alloy.md\n  \
                  report verify --update --wait 10m RECORD\n  \
                  report new --deployment 4354        write a record from one deployment number"
)]
pub struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Collect git, the deployment system and the cluster into a new dated record; never overwrites
    New(new::run::NewArgs),
    /// Judge a record's verification plan; with --update write the verdicts back
    Verify(verify::run::VerifyArgs),
    /// Refresh the machine-owned parts of all open records
    Regenerate(regenerate::run::RegenerateArgs),
    /// Show how every command, expectation and checklist item is understood; no network
    Explain(explain::run::ExplainArgs),
    /// The records, their progress, what is waiting and since when
    List(list::run::ListArgs),
    /// How often the team deploys, how long a change takes, how often it fails
    Stats(stats::run::StatsArgs),
    /// Pages of all records to look at: what is where, what is open, on what evidence; no server
    Site(site::run::SiteArgs),
    /// Tie a hand-written record's plan to its checklist
    Adopt(adopt::run::AdoptArgs),
    /// Judge Kubernetes objects from YAML or JSON files; no network
    Judge(judge::run::JudgeArgs),
    /// Write configuration, CI workflow, RBAC manifest and templates
    Init(init::run::InitArgs),
    /// Let a workspace's report.toml say where credentials go, as long as it stays as it is
    Trust(trust::TrustArgs),
    /// Is each source reachable, as whom, and may it read what the records need
    Doctor(doctor::run::DoctorArgs),
    /// The whole loop on an embedded cluster, deployment system and Loki: needs nothing
    Demo(demo::run::DemoArgs),
    /// Serve AI assistants over MCP on stdin and stdout; read-only without --write
    Mcp(mcp::McpArgs),
    /// Tell an editor what cannot be judged and what to write instead, over LSP on stdin and stdout; no network
    Lsp(lsp::LspArgs),
    /// Print a shell completion script
    Completions(completions::CompletionsArgs),
    /// Print the man page, or write those of all commands
    Man(man::ManArgs),
}

impl Command {
    /// What `--detail` says, of a command that has it.
    pub(crate) fn detail(&self) -> Option<Detail> {
        match self {
            Command::Verify(args) => args.detail,
            Command::Regenerate(args) => args.detail,
            Command::Explain(args) => args.detail,
            Command::Judge(args) => args.detail,
            _ => None,
        }
    }

    /// Whether it asks servers, so that there is evidence of it.
    pub(crate) fn asks(&self) -> bool {
        matches!(
            self,
            Command::Verify(_) | Command::Regenerate(_) | Command::New(_) | Command::Doctor(_)
        )
    }

    /// Its name, and the formats that it has.
    pub(crate) fn formats(&self) -> (&'static str, &'static [Format]) {
        use Format::{Csv, Github, Json, Junit, Md, Outputs, Sarif, Short, Text};
        let outcome: &[Format] = &[Text, Json, Junit, Github];
        match self {
            Command::Verify(_) => ("verify", outcome),
            Command::Regenerate(_) => ("regenerate", &[Text, Json, Junit, Github, Outputs]),
            Command::Judge(_) => ("judge", outcome),
            Command::Explain(_) => ("explain", &[Text, Json, Github, Short, Sarif]),
            Command::List(_) => ("list", &[Text, Json, Csv, Md]),
            Command::Stats(_) => ("stats", &[Text, Json, Csv, Md]),
            Command::Doctor(_) => ("doctor", &[Text, Json]),
            Command::Site(_) => ("site", &[Text]),
            Command::New(_) => ("new", &[Text]),
            Command::Adopt(_) => ("adopt", &[Text]),
            Command::Init(_) => ("init", &[Text]),
            Command::Trust(_) => ("trust", &[Text]),
            Command::Demo(_) => ("demo", &[Text]),
            Command::Mcp(_) => ("mcp", &[Text]),
            Command::Lsp(_) => ("lsp", &[Text]),
            Command::Completions(_) => ("completions", &[Text]),
            Command::Man(_) => ("man", &[Text]),
        }
    }
}

impl Cli {
    /// The format of stdout: `--format`, or `list`'s `--json`.
    pub fn format(&self) -> Format {
        match &self.command {
            Command::List(args) if args.json => Format::Json,
            _ => self.global.format,
        }
    }

    /// The command line's grammar with its help in a language.
    pub fn grammar(lang: Lang) -> clap::Command {
        match lang {
            Lang::Ko => cli::translated(Cli::command()),
            Lang::En => Cli::command(),
        }
    }

    /// What it asks of the faces of a result.
    fn asked(&self) -> Asked<'_> {
        let (command, formats) = self.command.formats();
        Asked {
            command,
            formats,
            format: self.format(),
            output: &self.global.output,
            detail: self.command.detail(),
        }
    }

    /// Reads arguments; help and errors are in a language.
    pub fn read(args: &[OsString], lang: Lang) -> Result<Cli, clap::Error> {
        let mut grammar = Cli::grammar(lang);
        let matches = grammar.try_get_matches_from_mut(args)?;
        Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut grammar))
    }

    /// The language that the arguments ask for, before they are read: help and errors need it.
    pub fn asked_language(args: &[OsString]) -> Option<String> {
        let mut words = args.iter().filter_map(|arg| arg.to_str());
        while let Some(word) = words.next() {
            match word.strip_prefix("--lang") {
                Some("") => return words.next().map(str::to_string),
                Some(rest) if rest.starts_with('=') => return Some(rest[1..].to_string()),
                _ if word == "--" => return None,
                Some(_) | None => {}
            }
        }
        None
    }

    /// The flags that settings depend on.
    pub fn flags(&self) -> Flags {
        let none = Cluster::default();
        let (cluster, near) = match &self.command {
            Command::New(args) => (&args.cluster, None),
            Command::Verify(args) => (&args.cluster, args.records.first()),
            Command::Regenerate(args) => (&args.cluster, args.records.first()),
            Command::Explain(args) => (
                &none,
                args.records.iter().find(|path| path.as_os_str() != "-"),
            ),
            Command::Adopt(args) => (&none, Some(&args.record)),
            Command::Doctor(args) => (&args.cluster, None),
            _ => (&none, None),
        };
        Flags {
            root: match &self.command {
                Command::Trust(trust::TrustArgs { dir: Some(dir), .. }) => Some(dir.clone()),
                _ => self.global.root.clone(),
            },
            lang: self.global.lang.clone(),
            context: cluster.context.clone(),
            namespace: cluster.namespace.clone(),
            offline: self.global.offline,
            replay: self.global.replay.clone(),
            save_evidence: self.global.save_evidence.clone(),
            timeout: self.global.timeout,
            deadline: self.global.deadline,
            near: near.cloned(),
        }
    }
}

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
            formats::asked(&cli.asked()).and_then(|_| completions::completions(&console, args))
        }
        Command::Man(args) => {
            formats::asked(&cli.asked()).and_then(|_| man::man(&console, args, environment))
        }
        _ => resolve(&cli.flags(), environment).and_then(|mut settings| {
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
    let text = |color| {
        if color {
            styled.ansi().to_string()
        } else {
            styled.to_string()
        }
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
            // A workspace's language is that of its mistakes, too.
            let settings = resolve(&Flags::default(), environment).ok();
            let known = settings.filter(|_| Cli::asked_language(args).is_none());
            console.lang = known.map_or(lang, |settings| settings.lang);
            console.machine = args
                .iter()
                .any(|arg| arg == "json" || arg == "--format=json");
            ended(Err(mistake(error, args, &Cli::command())), &console)
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
        "kind": error.kind.word(),
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
    let faces = Faces::new(&cli.asked(), settings, environment, console)?;
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
        Command::Verify(args) => verify::run::verify(args, settings, console, &faces),
        Command::Regenerate(args) => regenerate::run::regenerate(args, settings, console, &faces),
        Command::Explain(args) => explain::run::explain(args, settings, console, &faces),
        Command::List(args) => list::run::list(args, settings, console, &faces),
        Command::Stats(args) => stats::run::stats(args, settings, console, &faces),
        Command::Site(args) => site::run::site(args, settings, console),
        Command::Adopt(args) => adopt::run::adopt(args, settings, console),
        Command::Judge(args) => judge::run::judge(args, settings, console, &faces),
        Command::Init(args) => init::run::init(args, settings, environment, console),
        Command::Trust(args) => trust::trust(args, settings, environment, console),
        Command::New(args) => new::run::new(args, cli.global.lang.as_deref(), settings, console),
        Command::Doctor(_) => doctor::run::doctor(settings, console, &faces),
        Command::Demo(args) => demo::run::demo(args, environment, console),
        Command::Mcp(args) => mcp::serve(args, cli.flags(), settings, environment),
        Command::Lsp(_) => lsp::serve(cli.flags(), settings, environment),
        Command::Completions(_) | Command::Man(_) => Ok(exit::OK),
    }
}
