//! Everything that a template can say: the typed context, printed by `report new --print-context`
//! and described by `docs/context.schema.json`. Times are RFC 3339 in UTC; templates show them in
//! `zone`. Texts from outside are raw: escaping is the template's, by filters.

use crate::facts::change::{EntryKind, FileStory, News};
use crate::facts::deployment::{DeploymentId, System};
use crate::facts::lang::Lang;
use crate::facts::workload::Workload;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The context of a record in one language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordContext {
    /// The version of this shape: 1.
    pub version: u32,
    /// `ko` or `en`.
    pub lang: String,
    /// The title that was asked for; else the template makes one from `subject` and `headline`.
    pub title: Option<String>,
    /// What was deployed in one line: the deployment's comment, the pull request's title or the
    /// newest commit's subject.
    pub summary: Option<String>,
    /// What the record is about: the app, else the one workload, else the repository's name.
    pub subject: Option<String>,
    /// The summary, if it is in the record's language: then it can stand in the title.
    pub headline: Option<String>,
    /// The key that changed, if the change is told structurally and is mainly one: `tolerations`.
    pub changed: Option<ChangedKey>,
    /// Whether the last deployment is a rollback.
    pub is_rollback: bool,
    /// The record's date in `zone`: `2025-12-05`.
    pub date: String,
    /// IANA name of the team's time zone.
    pub zone: String,
    /// File name of the same record in the other language.
    pub twin: Option<String>,
    /// Who: the deployer, else the newest commit's author.
    pub author: Option<String>,
    /// The Kiro task that the record belongs to.
    pub task: Option<Task>,
    /// The Argo CD Application, as Gitploy's `app` names it.
    pub app: Option<String>,
    /// Gitploy's environment.
    pub environment: Option<String>,
    /// The kubeconfig context of the cluster.
    pub cluster: Option<String>,
    /// The namespace of the workloads.
    pub namespace: Option<String>,
    /// Gitploy deployments in their order.
    pub deployments: Vec<DeploymentContext>,
    /// Git.
    pub git: Option<GitContext>,
    /// The Argo CD Applications.
    pub applications: Vec<ApplicationContext>,
    /// The workloads.
    pub workloads: Vec<Workload>,
    /// The nodes of the clusters as each DaemonSet sees them.
    pub nodes: Vec<NodesContext>,
    /// The verification plan.
    pub plan: Vec<PlanStep>,
    /// What changed and the plan does not look for.
    #[serde(default)]
    pub unchecked: Unchecked,
    /// What happened when, oldest first.
    pub timeline: Vec<Event>,
    /// How many commits of the range the timeline leaves out.
    pub timeline_more: usize,
    /// Related documents.
    pub related: Vec<RelatedDocument>,
    /// How to go back.
    pub rollback: Option<Rollback>,
    /// The checklist.
    pub checklist: Vec<CheckItem>,
    /// What could not be learned.
    pub gaps: Vec<SourceGap>,
    /// `key=value` of the regions' begin lines: where the facts come from.
    pub attributes: Vec<Attribute>,
}

/// What changed and is not looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unchecked {
    /// The keys of Helm values: what the chart makes of them, only the chart knows.
    pub values: Vec<String>,
    /// How many further keys.
    pub more_values: usize,
    /// How many further values of manifests.
    pub more: usize,
}

/// What a change is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChangedKey {
    /// The last part of its path.
    pub key: String,
    /// What happened to it.
    pub kind: EntryKind,
}

/// A task of a Kiro spec.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Task {
    /// The spec's folder name.
    pub spec: String,
    /// The task's number as written.
    pub number: String,
    /// The task's text, if the spec has it.
    pub title: Option<String>,
    /// Link to `tasks.md`, relative to the record, if the file is there.
    pub link: Option<String>,
}

/// A Gitploy deployment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DeploymentContext {
    /// Whose it is.
    #[serde(default)]
    pub source: System,
    /// The name of what it is of: `Gitploy`, `GitHub`.
    #[serde(default = "unsaid")]
    pub system: String,
    /// The number that people use.
    pub number: DeploymentId,
    /// Its page for people.
    pub url: String,
    /// The repository as `namespace/name`.
    pub repo: String,
    /// Environment.
    pub environment: String,
    /// `commit`, `branch` or `tag`.
    pub kind: String,
    /// What was asked for.
    pub reference: String,
    /// The commit, once it is known.
    pub sha: Option<String>,
    /// The source's status word, verbatim.
    pub status: String,
    /// What the status means for the record.
    pub state: DeploymentState,
    /// `app` of the payload.
    pub app: Option<String>,
    /// `deployComment` of the payload.
    pub comment: Option<String>,
    /// Who.
    pub user: Option<String>,
    /// Whether it is a rollback.
    pub is_rollback: bool,
    /// When it was created.
    pub created_at: String,
    /// When it succeeded or failed.
    pub finished_at: Option<String>,
    /// Seconds from creation to the end.
    pub seconds: Option<i64>,
    /// Who approved it.
    pub approved_by: Vec<String>,
    /// The same with when.
    #[serde(default)]
    pub approvals: Vec<Approval>,
    /// The previous successful deployment of the same environment and app.
    pub previous: Option<Previous>,
    /// How many commits there are since then; `None` if git does not tell.
    pub changes: Option<usize>,
    /// The body of the request that creates it again, as JSON.
    pub request: String,
    /// The command that sends it; `None` without an address.
    pub command: Option<String>,
    /// What this one changed; only where the record tells several deployments.
    pub share: Option<ShareContext>,
}

// Contexts of before there were others.
fn unsaid() -> String {
    System::default().name().into()
}

/// What one deployment among several changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShareContext {
    /// Its newest commits, newest first.
    pub commits: Vec<CommitContext>,
    /// How many more.
    pub more_commits: usize,
    /// Changed files: path, lines added, lines removed.
    pub files: Vec<(String, usize, usize)>,
    /// How many more.
    pub more_files: usize,
}

/// What a deployment's status means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DeploymentState {
    /// It waits for an approval.
    Waiting,
    /// On its way, or a word that is not known.
    Running,
    /// Done.
    Success,
    /// Failed.
    Failure,
    /// Cancelled.
    Canceled,
}

/// A previous deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Previous {
    /// Its number.
    pub number: DeploymentId,
    /// Its commit.
    pub sha: String,
}

/// Git.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GitContext {
    /// The repository as the record names it: `repos/k8s`, or the work tree's name.
    pub repo: String,
    /// Its page on the web.
    pub url: Option<String>,
    /// The branch that was deployed or asked for.
    pub branch: Option<String>,
    /// Excluded commit, full id; `None` if the range has no start.
    pub from: Option<String>,
    /// Newest commit, full id.
    pub to: String,
    /// The page that compares the two.
    pub compare_url: Option<String>,
    /// The path filter.
    pub paths: Vec<String>,
    /// What was taken for the app's own files and folders, and why.
    #[serde(default)]
    pub taken: Vec<Taken>,
    /// Files and folders of the app's name, where none is clearly its own.
    #[serde(default)]
    pub ambiguous: Vec<String>,
    /// Whether no commit touches the app's own files, so that all commits are listed.
    pub is_unfiltered: bool,
    /// The newest commits, newest first.
    pub commits: Vec<CommitContext>,
    /// How many further commits the range has.
    pub more_commits: usize,
    /// Commits that the range takes back instead: its end is older than its start.
    pub taken_back: Vec<CommitContext>,
    /// How many more.
    pub more_taken_back: usize,
    /// Pull requests, each once, at most twenty.
    pub pulls: Vec<PullContext>,
    /// How many more.
    pub more_pulls: usize,
    /// What changed, in the words of Kubernetes.
    #[serde(default)]
    pub news: News,
    /// Changed files, those of the app first.
    pub files: Vec<FileStory>,
    /// Changed files that are only counted: how many, lines added, lines removed.
    pub more_files: (usize, usize, usize),
}

/// A file or folder that counts as the app's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Taken {
    /// The path in the repository.
    pub path: String,
    /// Why.
    pub why: TakenWhy,
    /// What leads to it: the app's name, the file that deploys or includes it.
    pub from: Option<String>,
}

/// Why a path counts as the app's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TakenWhy {
    /// `--path` names it.
    Asked,
    /// The file is named like the app.
    Named,
    /// The file declares the app (an Application, a Flux Kustomization, a HelmRelease).
    Declared,
    /// What declares the app deploys it.
    Deployed,
    /// The folder is named like the app.
    Folder,
    /// A kustomization of the app includes it.
    Kustomized,
}

/// An approval of a deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Approval {
    /// Who.
    pub who: String,
    /// When.
    pub at: String,
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CommitContext {
    /// Full id.
    pub id: String,
    /// Seven digits.
    pub short: String,
    /// Its page.
    pub url: Option<String>,
    /// First line.
    pub subject: String,
    /// The rest without trailers, at most forty lines.
    pub body: String,
    /// How many more lines.
    pub more_body_lines: usize,
    /// Author.
    pub author: String,
    /// When it was committed.
    pub at: String,
}

/// A pull request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PullContext {
    /// Number; 0 if only the page is known.
    pub number: u64,
    /// Title.
    pub title: Option<String>,
    /// Page.
    pub url: Option<String>,
    /// Whether it takes something back.
    pub reverts: Option<String>,
}

/// An Argo CD Application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ApplicationContext {
    /// Name.
    pub name: String,
    /// Argo CD's namespace.
    pub namespace: String,
    /// `Synced`, …; `None` if only the manifest was seen.
    pub sync: Option<String>,
    /// `Healthy`, ….
    pub health: Option<String>,
    /// The revision that is deployed.
    pub revision: Option<String>,
    /// Helm chart, its version and its repository.
    pub chart: Option<Chart>,
}

/// A Helm chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Chart {
    /// Name.
    pub name: String,
    /// Version asked for.
    pub version: Option<String>,
    /// Repository as the manifest has it.
    pub repository: String,
}

/// Nodes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NodesContext {
    /// The workload.
    pub workload: String,
    /// The cluster's context.
    pub cluster: Option<String>,
    /// How many nodes the cluster has.
    pub total: usize,
    /// On how many the workload has a ready pod.
    pub covered: usize,
    /// The nodes with taints or without a ready pod, at most thirty, those without a pod before
    /// others.
    pub nodes: Vec<NodeContext>,
    /// How many more.
    pub more: usize,
}

/// A node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NodeContext {
    /// Name.
    pub name: String,
    /// Taints as kubectl writes them.
    pub taints: Vec<String>,
    /// Whether a ready pod of the workload is there.
    pub covered: bool,
    /// Why there is none, in the record's language.
    pub why: Option<String>,
}

/// A step of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlanStep {
    /// The name of its tie, unique in the record.
    pub name: String,
    /// What it checks; decides the title.
    pub kind: StepKind,
    /// What it is about: a workload's or application's name.
    pub subject: String,
    /// A workload's kind, where it is about one.
    pub workload_kind: String,
    /// The field that changed, where it is about one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub field: String,
    /// The commands, one a line, ready to be pasted.
    pub commands: Vec<String>,
    /// What is expected.
    pub expectations: Vec<Expected>,
}

/// What a step checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// The Argo CD Application.
    Application,
    /// The workload's own row.
    Workload,
    /// The newest Job of a CronJob.
    LastRun,
    /// Its pods.
    Pods,
    /// A pod on every node.
    Coverage,
    /// Its logs.
    Logs,
    /// Errors in its logs.
    Errors,
    /// Its logs in Loki.
    Loki,
    /// CPU and memory.
    Usage,
    /// The image of a container that the change gave another one.
    Image,
    /// That its rollout is over.
    Rollout,
    /// Another value that the change gave an object.
    Changed,
}

/// What a step expects: as values, and as the sentence that says it in the record's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Expected {
    /// Its form and values, for templates that word it themselves.
    #[serde(flatten)]
    pub form: Expectation,
    /// The sentence; `report` understands it as what it says.
    #[serde(default)]
    pub sentence: String,
}

/// An expectation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "form", rename_all = "kebab-case")]
pub enum Expectation {
    /// A column has a value.
    Column {
        /// The column as kubectl prints it.
        name: String,
        /// The value.
        value: String,
        /// Whether the value is the number of all nodes.
        all_nodes: bool,
    },
    /// A column has the number of the cluster's nodes, however many those are.
    NodeCount {
        /// The column as kubectl prints it.
        name: String,
    },
    /// Columns have the same number, however large it is.
    Same {
        /// The columns as kubectl prints them.
        names: Vec<String>,
    },
    /// A column is at least a number.
    AtLeast {
        /// The column as kubectl prints it.
        name: String,
        /// The bound, included.
        value: u64,
    },
    /// The READY column shows as many as there should be, however many that are.
    AllReady,
    /// The schedule of a CronJob.
    Schedule {
        /// As cron has it: `*/5 * * * *`.
        value: String,
    },
    /// At least so many pods are running.
    PodsAtLeast {
        /// The bound, included.
        value: u64,
    },
    /// A pod on each of so many nodes.
    Coverage {
        /// How many nodes; `null` where the number is not known yet.
        nodes: Option<u64>,
        /// The workload's name.
        name: String,
    },
    /// The image of a container, all of it.
    Image {
        /// The image.
        value: String,
    },
    /// The Application is `Synced` and `Healthy`.
    Synced,
    /// Every pod is running.
    AllRunning,
    /// All that is printed.
    Output {
        /// The text.
        value: String,
    },
    /// A part of what is printed.
    OutputHas {
        /// The text.
        value: String,
    },
    /// Nothing is printed.
    NoOutput,
    /// No container restarted since the deployment.
    NoRestarts,
    /// `kubectl rollout status` says done.
    RolledOut {
        /// As kubectl words the kind: `deployment`, `daemon set`; empty where the words differ by strategy.
        kind: String,
        /// Name.
        name: String,
    },
    /// No error in the logs since the deployment.
    NoErrors,
    /// The logs have lines.
    LogsArrive,
    /// CPU of each pod at most.
    CpuAtMost {
        /// A quantity.
        value: String,
    },
    /// Memory of each pod at most.
    MemoryAtMost {
        /// A quantity.
        value: String,
    },
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// When.
    pub at: String,
    /// What; decides the words.
    pub kind: EventKind,
    /// Its object: a commit's short id, a deployment's number, a status word, a pod.
    pub subject: String,
    /// Further words from the source.
    pub detail: Option<String>,
    /// The name of whose deployment it is an event of.
    #[serde(default = "unsaid")]
    pub system: String,
    /// The number of that deployment, where the record is about several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployment: Option<DeploymentId>,
    /// Seconds since the event before.
    pub after_seconds: Option<i64>,
    /// The day in `zone`, on the first event of a day, if the events span several.
    pub day: Option<String>,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// A commit.
    Commit,
    /// A pull request was merged.
    Merged,
    /// Gitploy created the deployment.
    Created,
    /// A status event of the deployment.
    Status,
    /// Argo CD applied the revision.
    Synced,
    /// The first pod of the new revision became ready.
    FirstReady,
    /// All pods were ready.
    AllReady,
}

/// A related document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RelatedDocument {
    /// What it is; decides the words.
    pub kind: RelatedKind,
    /// Its title.
    pub title: String,
    /// A link relative to the record, or a page.
    pub link: String,
    /// What else is said of it: the titles of a spec's requirements.
    pub notes: Vec<String>,
}

/// What a related document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RelatedKind {
    /// A Kiro spec.
    Spec,
    /// A pull request.
    PullRequest,
    /// An earlier record.
    Record,
    /// A Helm chart's repository.
    Chart,
    /// The page of a deployment that a number alone names.
    #[serde(rename = "gitploy")]
    Unsaid,
    /// The page of a deployment that another system made.
    Deployment,
}

/// How to go back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rollback {
    /// The commit to go back to; empty where none is known.
    pub sha: String,
    /// The deployment that had it.
    pub deployment: Option<DeploymentId>,
    /// The commits to revert, newest first; none if there are more than ten.
    pub reverts: Vec<Revert>,
    /// Whether there are too many commits to revert one by one.
    pub is_long: bool,
    /// The repository's path, where the commands of git are to be run.
    pub repo: Option<String>,
    /// The command that deploys the commit again.
    pub command: Option<String>,
    /// The name of what it is a command of.
    #[serde(default = "unsaid")]
    pub system: String,
    /// `kubectl rollout undo` commands; none where Argo CD would undo them at once.
    pub undo: Vec<String>,
    /// The commands that tell whether it worked.
    #[serde(default)]
    pub seen: Vec<String>,
    /// What the cluster says that the workloads ran before, where no source tells of an earlier deployment.
    #[serde(default)]
    pub earlier: Vec<Earlier>,
}

/// The revision of a workload before its current one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Earlier {
    /// `deployment/web`.
    pub workload: String,
    /// Its number.
    pub revision: u64,
    /// The images of its containers.
    pub images: Vec<String>,
    /// The number of the current one.
    pub current: u64,
    /// When the current one was made; `None` where one of before was taken up again.
    pub since: Option<String>,
}

/// A commit to revert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Revert {
    /// Short id.
    pub id: String,
    /// Whether it is a merge, which `git revert` needs `-m 1` for.
    pub is_merge: bool,
}

/// A checklist item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CheckItem {
    /// The tie to a step of the plan; empty for items without one.
    pub tie: String,
    /// What it is about; decides the words.
    pub kind: CheckKind,
    /// A name or number that the words need.
    pub subject: String,
    /// A workload's kind, where it is about one.
    pub workload_kind: String,
    /// The field that changed, where it is about one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub field: String,
    /// Whose deployment it is about, where that is to be said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub system: String,
    /// Whether it is known to be done.
    pub done: bool,
}

/// What a checklist item is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CheckKind {
    /// The change is committed.
    Change,
    /// The deployment was created.
    Deploy,
    /// The deployment is to finish.
    Finish,
    /// One to two days without trouble.
    Stability,
    /// A step of the plan, by its kind.
    #[serde(untagged)]
    Step(StepKind),
}

/// Something that could not be learned, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceGap {
    /// `gitploy`, `reviews`, `git`, `cluster`, `application`, `workloads`, `nodes`, `revisions`, `kiro`.
    pub source: String,
    /// Why, in the record's language.
    pub reason: String,
}

/// `key=value` of a begin line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Attribute {
    /// Key.
    pub key: String,
    /// Value.
    pub value: String,
}

impl RecordContext {
    /// The language; English for a code that is not known.
    pub fn language(&self) -> Lang {
        match self.lang.as_str() {
            "ko" => Lang::Ko,
            _ => Lang::En,
        }
    }

    /// The JSON Schema of the context, as `docs/context.schema.json` holds it.
    pub fn schema() -> String {
        let schema = schemars::schema_for!(RecordContext);
        let text = serde_json::to_string_pretty(&schema).expect("a schema is plain JSON");
        format!("{text}\n")
    }
}
