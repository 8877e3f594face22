//! The command line: clap's only user. The doc comments are the English help, `korean` is the other.

mod args;
mod korean;
mod mistake;

pub use args::*;
pub use mistake::mistake;

use crate::facts::lang::Lang;
use crate::settings::Flags;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

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

/// The version, with the commit that a release was built from (`REPORT_COMMIT` when it was compiled) and the
/// platform that it was built for.
fn version() -> String {
    use std::env::consts::{ARCH, OS};
    let libc = match (OS, cfg!(target_env = "musl")) {
        ("linux", true) => "-musl",
        ("linux", false) => "-gnu",
        _ => "",
    };
    let commit = option_env!("REPORT_COMMIT").unwrap_or("no release");
    format!(
        "{} ({commit}, {ARCH}-{OS}{libc})",
        env!("CARGO_PKG_VERSION")
    )
}

/// Flags that every command takes.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// The directory that contains `.kiro` [default: the nearest one above]
    #[arg(long, global = true, value_name = "DIR", help_heading = "Common")]
    pub root: Option<PathBuf>,
    /// Language of messages and of new records: `ko`, `en`, or `ko,en` for `report new`
    #[arg(long, global = true, value_name = "LANG", help_heading = "Common")]
    pub lang: Option<String>,
    /// When to colour
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        help_heading = "Common"
    )]
    pub color: Color,
    /// Face of the result on stdout
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        help_heading = "Common"
    )]
    pub format: Format,
    /// Write the result to a file as well, e.g. `--output junit=report.xml`; may be repeated
    #[arg(
        long,
        global = true,
        value_name = "FORMAT=FILE",
        help_heading = "Common"
    )]
    pub output: Vec<String>,
    /// Write every HTTP exchange to a HAR file, without credentials
    #[arg(long, global = true, value_name = "F.har", help_heading = "Common")]
    pub save_evidence: Option<PathBuf>,
    /// Judge from a HAR file and open no socket
    #[arg(
        long,
        global = true,
        value_name = "F.har",
        conflicts_with = "save_evidence",
        help_heading = "Common"
    )]
    pub replay: Option<PathBuf>,
    /// Open no socket
    #[arg(long, global = true, help_heading = "Common")]
    pub offline: bool,
    /// Give up on a question after so many seconds
    #[arg(long, global = true, value_name = "SECONDS", help_heading = "Common")]
    pub timeout: Option<u64>,
    /// Ask nothing more after so many seconds: judge what was seen by then
    #[arg(long, global = true, value_name = "SECONDS", help_heading = "Common")]
    pub deadline: Option<u64>,
    /// Say more; -vv even more, -vvv each request on stderr, too
    #[arg(short, long, global = true, action = clap::ArgAction::Count, help_heading = "Common")]
    pub verbose: u8,
    /// Print results only
    #[arg(
        short,
        long,
        global = true,
        conflicts_with = "verbose",
        help_heading = "Common"
    )]
    pub quiet: bool,
}

/// `--color`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set; always with `CLICOLOR_FORCE`.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// `--detail`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Detail {
    /// What was judged, and why.
    Brief,
    /// What was printed as well.
    Full,
}

/// `--format`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// The result model, documented by a JSON Schema.
    Json,
    /// JUnit XML: a testsuite per record, a testcase per item.
    Junit,
    /// GitHub annotations and a step summary.
    Github,
    /// A line a finding, as compilers write them.
    Short,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Comma-separated values, for a spreadsheet.
    Csv,
    /// A Markdown table.
    Md,
    /// What is news, as `name=number` lines for the outputs of a job.
    Outputs,
}

impl Format {
    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Json => "json",
            Format::Junit => "junit",
            Format::Github => "github",
            Format::Short => "short",
            Format::Sarif => "sarif",
            Format::Csv => "csv",
            Format::Md => "md",
            Format::Outputs => "outputs",
        }
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Collect git, the deployment system and the cluster into a new dated record; never overwrites
    New(NewArgs),
    /// Judge a record's verification plan; with --update write the verdicts back
    Verify(VerifyArgs),
    /// Refresh the machine-owned parts of all open records
    Regenerate(RegenerateArgs),
    /// Show how every command, expectation and checklist item is understood; no network
    Explain(ExplainArgs),
    /// The records, their progress, what is waiting and since when
    List(ListArgs),
    /// How often the team deploys, how long a change takes, how often it fails
    Stats(StatsArgs),
    /// Pages of all records to look at: what is where, what is open, on what evidence; no server
    Site(SiteArgs),
    /// Tie a hand-written record's plan to its checklist
    Adopt(AdoptArgs),
    /// Judge Kubernetes objects from YAML or JSON files; no network
    Judge(JudgeArgs),
    /// Write configuration, CI workflow, RBAC manifest and templates
    Init(InitArgs),
    /// Let a workspace's report.toml say where credentials go, as long as it stays as it is
    Trust(TrustArgs),
    /// Is each source reachable, as whom, and may it read what the records need
    Doctor(DoctorArgs),
    /// The whole loop on an embedded cluster, deployment system and Loki: needs nothing
    Demo(DemoArgs),
    /// Serve AI assistants over MCP on stdin and stdout; read-only without --write
    Mcp(McpArgs),
    /// Tell an editor what cannot be judged and what to write instead, over LSP on stdin and stdout; no network
    Lsp(LspArgs),
    /// Print a shell completion script
    Completions(CompletionsArgs),
    /// Print the man page, or write those of all commands
    Man(ManArgs),
}

impl Command {
    /// What `--detail` says, of a command that has it.
    pub fn detail(&self) -> Option<Detail> {
        match self {
            Command::Verify(args) => args.detail,
            Command::Regenerate(args) => args.detail,
            Command::Explain(args) => args.detail,
            Command::Judge(args) => args.detail,
            _ => None,
        }
    }

    /// Whether it asks servers, so that there is evidence of it.
    pub fn asks(&self) -> bool {
        matches!(
            self,
            Command::Verify(_) | Command::Regenerate(_) | Command::New(_) | Command::Doctor(_)
        )
    }

    /// Its name, and the formats that it has.
    pub fn formats(&self) -> (&'static str, &'static [Format]) {
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
            Lang::Ko => korean::translated(Cli::command()),
            Lang::En => Cli::command(),
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
            Command::List(_)
            | Command::Stats(_)
            | Command::Site(_)
            | Command::Judge(_)
            | Command::Init(_)
            | Command::Trust(_)
            | Command::Demo(_)
            | Command::Mcp(_)
            | Command::Lsp(_)
            | Command::Completions(_)
            | Command::Man(_) => (&none, None),
        };
        Flags {
            root: match &self.command {
                Command::Trust(TrustArgs { dir: Some(dir), .. }) => Some(dir.clone()),
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
