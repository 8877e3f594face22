//! The command line: clap's only user. Every `Args` turns itself into plain options.

use crate::settings::Flags;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// A deployment record that verifies itself.
///
/// Platform engineers keep one dated Markdown record per deployment under `.kiro/deployments/`.
/// `report` writes it from git, Gitploy and the cluster, checks its verification plan by asking the
/// cluster itself (read-only, never through a shell), and ticks its checklist.
#[derive(Debug, Parser)]
#[command(
    name = "report",
    version,
    arg_required_else_help = true,
    after_help = "Exit status: 0 nothing failed; 1 a check failed or something is stale; 2 usage, configuration or\n\
                  record error; 3 nothing failed but something could not be looked at; 4 `--wait` ran out.\n\n\
                  Examples:\n  \
                  report demo                         see the whole loop on an embedded cluster\n  \
                  report verify .kiro/deployments/2025-12-05-alloy.md\n  \
                  report verify --update --wait 10m RECORD\n  \
                  report new --deployment 4354        write a record from one Gitploy number"
)]
pub struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Flags that every command takes.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// The directory that holds `.kiro` [default: the nearest one above]
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
    /// Say more; twice and thrice even more
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
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Collect git, Gitploy and the cluster into a new dated record; never overwrites
    New(NewArgs),
    /// Judge a record's verification plan; with --update write the verdicts back
    Verify(VerifyArgs),
    /// Refresh the machine-owned parts of all open records
    Regenerate(RegenerateArgs),
    /// Show how every command, expectation and checklist item is understood; no network
    Explain(ExplainArgs),
    /// The records, their progress, what is waiting and since when
    List(ListArgs),
    /// Tie a hand-written record's plan to its checklist
    Adopt(AdoptArgs),
    /// Judge Kubernetes objects from YAML or JSON files; no network
    Judge(JudgeArgs),
    /// Write configuration, CI workflow, RBAC manifest and templates
    Init(InitArgs),
    /// Is each source reachable, as whom, and may it read what the records need
    Doctor(DoctorArgs),
    /// The whole loop on an embedded cluster, Gitploy and Loki: needs nothing
    Demo(DemoArgs),
    /// Print a shell completion script
    Completions(CompletionsArgs),
    /// Print the man page
    Man,
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

/// `report new`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report new --deployment 4354\n  report new --deployment 4369..4374 --lang ko,en\n  \
                        report new \"Alloy tolerations\" --repo repos/k8s --range v1..v2 --workload ds/alloy -n loki-v3"
)]
pub struct NewArgs {
    /// Title of the record
    pub title: Option<String>,
    /// Gitploy deployment number, a range A..B or a list A,B
    #[arg(long, value_name = "N")]
    pub deployment: Option<String>,
    /// Repository: a name of [repos] or a path
    #[arg(long, value_name = "PATH")]
    pub repo: Option<String>,
    /// Commit range
    #[arg(long, value_name = "A..B")]
    pub range: Option<String>,
    /// Workload, e.g. ds/alloy; may be repeated
    #[arg(long, value_name = "KIND/NAME")]
    pub workload: Vec<String>,
    /// Which cluster.
    #[command(flatten)]
    pub cluster: Cluster,
    /// Kiro task that the record belongs to
    #[arg(long, value_name = "SPEC:N")]
    pub task: Option<String>,
    /// Pull request
    #[arg(long, value_name = "N|URL")]
    pub pr: Option<String>,
    /// Slug of the file name
    #[arg(long)]
    pub slug: Option<String>,
    /// Date of the record [default: the deployment's, in the team's zone]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<String>,
    /// Print the template context as JSON and write nothing
    #[arg(long)]
    pub print_context: bool,
    /// Render from a context that --print-context wrote
    #[arg(long, value_name = "FILE", conflicts_with = "print_context")]
    pub from_context: Option<PathBuf>,
}

/// `report verify`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report verify                         every open record\n  \
                        report verify RECORD                  judge and show the diff, write nothing\n  \
                        report verify RECORD --update         write the verdicts back\n  \
                        report verify RECORD --update --wait 10m"
)]
pub struct VerifyArgs {
    /// Records [default: all open ones of .kiro/deployments]
    pub records: Vec<PathBuf>,
    /// Write the verdicts back into the record
    #[arg(long)]
    pub update: bool,
    /// Look again until nothing is pending, something failed, or this long (`10m`)
    #[arg(long, value_name = "DURATION")]
    pub wait: Option<String>,
    /// Only the step or item of this name; may be repeated
    #[arg(long, value_name = "NAME")]
    pub only: Vec<String>,
    /// Judge items that are ticked, too, and un-tick what fails
    #[arg(long)]
    pub recheck: bool,
    /// Overwrite regions that were edited by hand
    #[arg(long)]
    pub force: bool,
    /// Also tick this Kiro task when everything passed
    #[arg(long, value_name = "SPEC:N")]
    pub task: Option<String>,
    /// Which cluster.
    #[command(flatten)]
    pub cluster: Cluster,
}

/// `report regenerate`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report regenerate             refresh all open records\n  \
                        report regenerate --check     write nothing, exit 1 if something is stale"
)]
pub struct RegenerateArgs {
    /// Records [default: all open ones of .kiro/deployments]
    pub records: Vec<PathBuf>,
    /// Write nothing; exit 1 if something is stale
    #[arg(long)]
    pub check: bool,
    /// Show what changes
    #[arg(long)]
    pub diff: bool,
    /// Overwrite regions that were edited by hand
    #[arg(long)]
    pub force: bool,
    /// Which cluster.
    #[command(flatten)]
    pub cluster: Cluster,
}

/// `report explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The record
    pub record: PathBuf,
}

/// `report list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Open records only
    #[arg(long)]
    pub open: bool,
    /// Records with a failed item only
    #[arg(long)]
    pub failing: bool,
    /// Records of this date or later
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub since: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Keep .kiro/deployments/README.md as an index
    #[arg(long)]
    pub index: bool,
}

/// `report adopt`.
#[derive(Debug, Args)]
pub struct AdoptArgs {
    /// The record
    pub record: PathBuf,
    /// Write without asking
    #[arg(long)]
    pub yes: bool,
}

/// `report judge`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  kubectl get deploy,ds -A -o yaml | report judge -\n  report judge must-gather/ --format json"
)]
pub struct JudgeArgs {
    /// YAML or JSON files as `kubectl get -o yaml|json` writes them, directories, or `-`
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
}

/// `report init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Print one of the files instead of writing
    #[arg(long, value_enum, value_name = "WHAT")]
    pub print: Option<InitFile>,
    /// Also write the record templates to edit
    #[arg(long)]
    pub templates: bool,
}

/// The files that `report init` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InitFile {
    /// `.kiro/report.toml`.
    Config,
    /// GitHub Actions workflow.
    Github,
    /// GitLab CI job.
    Gitlab,
    /// Kubernetes CronJob.
    Cronjob,
    /// ServiceAccount and read-only ClusterRole.
    Rbac,
}

/// `report doctor`.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// Which cluster.
    #[command(flatten)]
    pub cluster: Cluster,
}

/// `report demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Where to write the workspace [default: a new temporary directory]
    pub dir: Option<PathBuf>,
}

/// `report completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: clap_complete::Shell,
}

impl Cli {
    /// The flags that settings depend on.
    pub fn flags(&self) -> Flags {
        let none = Cluster::default();
        let (cluster, near) = match &self.command {
            Command::New(args) => (&args.cluster, None),
            Command::Verify(args) => (&args.cluster, args.records.first()),
            Command::Regenerate(args) => (&args.cluster, args.records.first()),
            Command::Explain(args) => (&none, Some(&args.record)),
            Command::Adopt(args) => (&none, Some(&args.record)),
            Command::Doctor(args) => (&args.cluster, None),
            Command::List(_)
            | Command::Judge(_)
            | Command::Init(_)
            | Command::Demo(_)
            | Command::Completions(_)
            | Command::Man => (&none, None),
        };
        Flags {
            root: self.global.root.clone(),
            lang: self.global.lang.clone(),
            context: cluster.context.clone(),
            namespace: cluster.namespace.clone(),
            offline: self.global.offline,
            replay: self.global.replay.clone(),
            record: self.global.save_evidence.is_some(),
            timeout: self.global.timeout,
            near: near.cloned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
