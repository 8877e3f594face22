//! The arguments of each command; each doc comment is its English help.

use super::Detail;
use crate::command::list::Standing;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

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
                        report new --app alloy-ops                  the latest deployment of an application\n  \
                        report new \"Alloy tolerations\" --repo repos/k8s --range v1..v2 --workload ds/alloy -n loki-v3\n\n\
                  What `report` reads and writes in a record: docs/records.md"
)]
pub struct NewArgs {
    /// Title of the record
    pub title: Option<String>,
    /// Deployment: a number, github:N, gitlab:N, argocd:APP#N, a range A..B or a list A,B
    #[arg(long, value_name = "N")]
    pub deployment: Option<String>,
    /// The latest deployment of this application
    #[arg(long, value_name = "NAME", conflicts_with = "deployment")]
    pub app: Option<String>,
    /// The latest deployment to this environment
    #[arg(long, value_name = "NAME", conflicts_with = "deployment")]
    pub env: Option<String>,
    /// The latest deployment of all
    #[arg(long, conflicts_with = "deployment")]
    pub latest: bool,
    /// Repository: a name of [repos] or a path
    #[arg(long, value_name = "PATH")]
    pub repo: Option<String>,
    /// Commit range
    #[arg(long, value_name = "A..B")]
    pub range: Option<String>,
    /// File or folder of the app in the repository; may be repeated
    #[arg(long, value_name = "PATH")]
    pub path: Vec<String>,
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
    /// How much JSON tells: `brief` leaves out what commands printed and the lines that demand nothing [default: `brief` to a pipe]
    #[arg(long, value_enum)]
    pub detail: Option<Detail>,
    /// Which cluster.
    #[command(flatten)]
    pub cluster: Cluster,
}

/// `report regenerate`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report regenerate             refresh all open records\n  \
                        report regenerate --check     write nothing, exit 1 if something is out of date\n  \
                        report regenerate --index --exit news\n\n\
                  Exit status with --exit news, a bit each: 1 a failure, 2 an error, 4 a blind spot that was not told before;\n8 what was told and is still so; 16 what is resolved. docs/ci.md"
)]
pub struct RegenerateArgs {
    /// Records [default: all open ones of .kiro/deployments]
    pub records: Vec<PathBuf>,
    /// Write nothing; exit 1 if something is out of date
    #[arg(long)]
    pub check: bool,
    /// Show what changes
    #[arg(long)]
    pub diff: bool,
    /// Overwrite regions that were edited by hand
    #[arg(long)]
    pub force: bool,
    /// How much JSON tells: `brief` leaves out what commands printed and the lines that demand nothing [default: `brief` to a pipe]
    #[arg(long, value_enum)]
    pub detail: Option<Detail>,
    /// Only every N-th record, by its name: part I of N, for several runners
    #[arg(long, value_name = "I/N")]
    pub shard: Option<String>,
    /// Keep the index of .kiro/deployments/README.md, too
    #[arg(long)]
    pub index: bool,
    /// What the exit status says: how the records are, or what is new since the last run
    #[arg(
        long,
        value_name = "OF",
        default_value = "verdicts",
        hide_possible_values = true
    )]
    pub exit: ExitOf,
    /// Which cluster.
    #[command(flatten)]
    pub cluster: Cluster,
}

/// What an exit status is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ExitOf {
    /// How the records are.
    Verdicts,
    /// What is new since the last run, a bit each.
    News,
}

/// `report explain`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit status with --strict: 1 if a line that a machine could judge is left to a person.\n\nExamples:\n  report explain RECORD\n  report explain --strict                  all open records, each finding with its place\n  report explain --strict - < draft.md     a text that is not saved\n  report explain --strict --format sarif --output github=summary.md\n  report explain RECORD --format json | jq '.findings[]'\n  report explain RECORD --fix              show what would be written, then ask\n  report explain RECORD --fix=12,14:2 --yes\n\nWhich step stands for which item: docs/records.md; sentences: docs/expectations.md"
)]
pub struct ExplainArgs {
    /// The records; `-` is standard input; none: all open ones
    #[arg(value_name = "RECORD")]
    pub records: Vec<PathBuf>,
    /// Only what a machine could judge and is left to a person; exit 1 if there is any
    #[arg(long)]
    pub strict: bool,
    /// Write suggestions into the record, after showing them: those of these lines (`12`, `12:2` is its second), or each first one that carries every word
    #[arg(long, value_name = "LINE[:N]", num_args = 0..=1, require_equals = true, value_delimiter = ',', default_missing_value = "all")]
    pub fix: Option<Vec<String>>,
    /// Write without asking
    #[arg(long, requires = "fix")]
    pub yes: bool,
    /// How much JSON tells: `brief` leaves out the metadata and the lines that demand nothing [default: `brief` to a pipe]
    #[arg(long, value_enum)]
    pub detail: Option<Detail>,
}

/// Which records.
#[derive(Debug, Clone, Default, Args)]
pub struct Select {
    /// Records of this application only; may be repeated
    #[arg(long, value_name = "NAME")]
    pub app: Vec<String>,
    /// Records of this environment only; may be repeated
    #[arg(long, value_name = "NAME")]
    pub env: Vec<String>,
    /// Records of this author only; may be repeated
    #[arg(long, value_name = "NAME")]
    pub author: Vec<String>,
    /// Records of this date or later
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub since: Option<String>,
    /// Records of this date or earlier
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub until: Option<String>,
}

/// `report list`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report list --open            what is waiting, oldest first\n  report list --app alloy-ops --state failing,rolled-back\n  report list --format csv --since 2025-12-01 > records.csv\n  report list --index           keep .kiro/deployments/README.md"
)]
pub struct ListArgs {
    /// Records [default: all of .kiro/deployments]
    #[arg(value_name = "RECORD")]
    pub records: Vec<PathBuf>,
    /// Open records only
    #[arg(long)]
    pub open: bool,
    /// Records with a failed item only
    #[arg(long)]
    pub failing: bool,
    /// Records in one of these states only
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        hide_possible_values = true,
        value_name = "failing|open|verified|superseded|rolled-back|no-checklist"
    )]
    pub state: Vec<StandingName>,
    /// Which records.
    #[command(flatten)]
    pub select: Select,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Keep .kiro/deployments/README.md as an index
    #[arg(long, conflicts_with = "records")]
    pub index: bool,
}

/// A value of `--state`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StandingName {
    /// An item failed.
    Failing,
    /// Something is left to do.
    Open,
    /// All of its checklist is settled.
    Verified,
    /// A later deployment left nothing to see.
    Superseded,
    /// It was taken back.
    RolledBack,
    /// It has no checklist.
    NoChecklist,
}

impl StandingName {
    /// The state of that name.
    pub fn standing(self) -> Standing {
        match self {
            StandingName::Failing => Standing::Failing,
            StandingName::Open => Standing::Open,
            StandingName::Verified => Standing::Verified,
            StandingName::Superseded => Standing::Superseded,
            StandingName::RolledBack => Standing::RolledBack,
            StandingName::NoChecklist => Standing::NoChecklist,
        }
    }
}

/// `report stats`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report stats --since 2025-10-01\n  report stats --app alloy-ops --format json\n\nWhat each measure says: docs/site.md"
)]
pub struct StatsArgs {
    /// Which records.
    #[command(flatten)]
    pub select: Select,
}

/// `report site`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report site && open site/index.html\n  report site public --evidence evidence --lang ko\n\nWhat is on it, and how to publish it: docs/site.md"
)]
pub struct SiteArgs {
    /// Where to write it [default: site, beside .kiro]
    pub dir: Option<PathBuf>,
    /// Link the HAR files of this directory
    #[arg(long, value_name = "DIR")]
    pub evidence: Option<PathBuf>,
}

/// `report adopt`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report adopt RECORD           show the comments, then ask\n  report adopt RECORD --yes     write them\n\n\
                  Which step stands for which item: docs/records.md"
)]
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
    /// How much JSON tells: `brief` leaves out what is said of objects that passed [default: `brief` to a pipe]
    #[arg(long, value_enum)]
    pub detail: Option<Detail>,
}

/// `report init`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report init                   write what is not there yet\n  report init --print rbac | kubectl apply -f -\n  report init --agent kiro,claude    what assistants read about records, too"
)]
pub struct InitArgs {
    /// Print one of the files instead of writing
    #[arg(long, value_enum, value_name = "WHAT")]
    pub print: Option<InitFile>,
    /// Split the jobs into N parts, each with its share of the records
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..=64))]
    pub shards: Option<u16>,
    /// Also write what these AI assistants read about records
    #[arg(long, value_enum, value_name = "WHO", value_delimiter = ',')]
    pub agent: Vec<Agent>,
    /// Also write the record templates to edit
    #[arg(long)]
    pub templates: bool,
    /// Ask nothing; an address that only records name is not taken
    #[arg(long)]
    pub yes: bool,
}

/// `--agent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Agent {
    /// Kiro: steering and a hook.
    Kiro,
    /// Claude Code: a skill.
    Claude,
    /// Cursor: a rule.
    Cursor,
    /// GitHub Copilot: instructions.
    Copilot,
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

/// `report trust`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report trust                  approve this workspace's report.toml as it is\n  report trust ../other --revoke"
)]
pub struct TrustArgs {
    /// The workspace [default: the nearest one above]
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// Take the approval away
    #[arg(long)]
    pub revoke: bool,
}

/// `report doctor`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  report doctor\n  report doctor --context prod --format json")]
pub struct DoctorArgs {
    /// Which cluster.
    #[command(flatten)]
    pub cluster: Cluster,
}

/// `report demo`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report demo\n  report demo ./demo --lang ko\n  report demo --full\n  report demo --serve ./demo --state before   keep the servers up, print what a shell needs"
)]
pub struct DemoArgs {
    /// Where to write the workspace [default: a new temporary directory]
    pub dir: Option<PathBuf>,
    /// Show all that the commands print
    #[arg(long)]
    pub full: bool,
    /// Keep the embedded cluster, deployment system and Loki up until ^C, and print the variables to reach them
    #[arg(long, conflicts_with = "full")]
    pub serve: bool,
    /// How far the story has gone, with --serve
    #[arg(
        long,
        value_enum,
        default_value_t,
        requires = "serve",
        hide_possible_values = true,
        value_name = "before|during|after|later"
    )]
    pub state: Scene,
}

/// `--state` of `report demo --serve`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Scene {
    /// The deployment runs; three nodes have no Pod.
    Before,
    /// The rollout is on its way.
    During,
    /// The deployment has arrived.
    #[default]
    After,
    /// Two days later.
    Later,
}

/// `report mcp`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report mcp                    what an assistant may read and judge\n  report mcp --write            new records and verdicts, too\n  report mcp --root ~/work/platform\n\nSettings of assistants: docs/assistants.md"
)]
pub struct McpArgs {
    /// Also let the assistant write records and verdicts
    #[arg(long)]
    pub write: bool,
}

/// `report lsp`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report lsp                    an editor starts it: docs/assistants.md"
)]
pub struct LspArgs {
    /// What editors say of every server; it is the only way
    #[arg(long)]
    pub stdio: bool,
}

/// `report man`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report man > report.1\n  report man /usr/local/share/man/man1"
)]
pub struct ManArgs {
    /// Write a page for every command into a directory
    pub dir: Option<PathBuf>,
}

/// `report completions`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report completions bash > /etc/bash_completion.d/report\n  report completions zsh > ~/.zfunc/_report\n  report completions fish > ~/.config/fish/completions/report.fish"
)]
pub struct CompletionsArgs {
    /// The shell
    pub shell: clap_complete::Shell,
}
