//! What all commands share of the command line: the common flags, the Korean help beside the doc comments,
//! and what is said of a command line that cannot be read.

mod korean;
mod mistake;
pub(crate) mod value;

pub(crate) use korean::translated;
pub(crate) use mistake::mistake;

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// The version, with the commit that a release was built from (`REPORT_COMMIT` when it was compiled) and the
/// platform that it was built for.
pub(crate) fn version() -> String {
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
pub(crate) struct Global {
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

/// Where the cluster is, if not as the record or the configuration says.
#[derive(Debug, Clone, Default, Args)]
pub struct Cluster {
    /// Context of commands that name none
    #[arg(long, value_name = "NAME")]
    pub context: Option<String>,
    /// Namespace of commands that name none
    #[arg(short, long, value_name = "NAME")]
    pub namespace: Option<String>,
}

/// `--color`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
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
