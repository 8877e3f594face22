//! The document: a record parsed with byte offsets, so that edits can change only the bytes that
//! must change. Pure; the only user of pulldown-cmark.
//!
//! The types below are the contract with the commands. Parsing never fails: what is odd becomes a
//! [`Problem`] and the rest is read all the same.

pub mod edit;
pub mod markdown;
pub mod marker;
pub mod region;
pub mod results;
pub mod skeleton;
pub mod tasks;
pub mod told;

mod checklist;
mod claim;
pub mod closure;
mod comment;
mod force;
pub mod html;
pub mod link;
mod mention;
mod metadata;
mod parse;
mod plan;
mod section;
mod snippet;
mod table;
mod tree;
mod vocabulary;

pub use checklist::StatusTables;
pub(crate) use claim::beside;
pub use force::{demands, force_of_comment, without_list_number};
pub use parse::{CONFLICT, ClosedRecords, Options, parse, parse_with};
pub use vocabulary::ExtraLabel;
pub(crate) use vocabulary::names_environment;

use crate::facts::deployment::{DeploymentRef, System};
use crate::facts::lang::{Bilingual, Lang};
use crate::facts::ledger::Silence;
use crate::facts::span::Span;
use crate::facts::word_list::WordList;
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// A list of `words.tsv`.
const fn words(list: &'static str) -> WordList {
    WordList::of(include_str!("words.tsv"), list)
}

/// A parsed record. All spans are bytes of the text that was parsed, BOM included.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Record {
    /// The language of most of its prose.
    pub lang: Lang,
    /// The first level-1 heading (or front matter `title`), without markup.
    pub title: String,
    /// Metadata under the title, in order.
    pub metadata: Vec<Metadata>,
    /// The sections in document order: every heading outside code, comments and quotes.
    pub sections: Vec<Section>,
    /// The verification plan's steps in document order.
    pub plan: Vec<Step>,
    /// The checklist items in document order.
    pub items: Vec<Item>,
    /// Owned regions, in order, as [`region::regions`] finds them. Broken ones are problems and not
    /// here. What stands in the region `results` is this program's own report: its headings, code
    /// and lines are no sections, steps, claims or items.
    pub regions: Vec<Region>,
    /// What stands in the plan and in none of its steps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub loose: Vec<Claim>,
    /// Code blocks of the whole document in order, plan or not.
    pub fences: Vec<Fence>,
    /// What the record says about its deployment.
    pub mentions: Mentions,
    /// The later deployment that left nothing to see of the record's, as an earlier run noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub superseded: Option<Superseded>,
    /// Prose gaps that `report new` left and nobody has filled (`<!-- report:gap NAME -->`).
    pub gaps: Vec<Gap>,
    /// The Kiro tasks that comments name (`<!-- task:SPEC:N -->`), those of items included.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<TaskMark>,
}

/// A comment that names a Kiro task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TaskMark {
    /// `SPEC:N` as written.
    pub task: String,
    /// The comment.
    pub span: Span,
}

/// Something odd in a record, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// A stable CamelCase word: `UnclosedFence`, `NestedRegion`, `UnbalancedRegion`, …
    pub kind: String,
    /// Where.
    pub span: Span,
    /// What is wrong and what to do.
    pub message: Bilingual,
}

/// One metadata line: `**날짜**: 2025-12-05`, `- Date: …`, `Date: …`, front matter, or a row of a
/// two-column table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Metadata {
    /// The key as written, markup stripped.
    pub key: String,
    /// What the key means.
    pub field: Field,
    /// The value, markup stripped, trailing blanks dropped.
    pub value: String,
    /// The value's bytes.
    pub span: Span,
}

/// What a metadata key means, in either language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// 날짜, Date.
    Date,
    /// 작업자, Author, Operator.
    Author,
    /// 관련 Task, Task, Spec.
    Task,
    /// PR, Pull request.
    PullRequest,
    /// 환경, Environment, Cluster.
    Environment,
    /// 상태, Status.
    Status,
    /// 배포 번호, Deployment, Gitploy.
    Deployment,
    /// Anything else.
    Other,
}

/// A heading with what lies under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    /// 1 to 6; a bold paragraph that stands as a heading is 7.
    pub level: u8,
    /// Its text without markup and numbering.
    pub title: String,
    /// The heading itself.
    pub heading: Span,
    /// Heading and everything under it up to the next heading of the same or a higher level.
    pub span: Span,
    /// What it is for, by the vocabulary.
    pub role: Role,
    /// Whether its title, or a status line directly under it, says that it has not begun
    /// (`⏸️ Not Started`, `상태: 대기`).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub not_begun: bool,
    /// What lines directly under it say of its environment (`환경: dev`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub environments: Vec<String>,
}

/// What a section is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 문제 상황, Problem.
    Problem,
    /// 해결 방법, Solution, Change.
    Change,
    /// Git 작업, Git work.
    Git,
    /// Gitploy 배포, Deployment.
    Deployment,
    /// 검증 계획, 배포 검증, Verification (plan).
    Plan,
    /// 학습 내용, Lessons learned.
    Lessons,
    /// 관련 문서, Related documents, References.
    Related,
    /// 다음 단계, Next steps, 체크리스트, Checklist.
    Checklist,
    /// 롤백, Rollback.
    Rollback,
    /// Anything else.
    Other,
}

/// One step of the plan: a heading (or a GFM item that holds its own fence) with commands and claims.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// The name of a `<!-- check:NAME -->` comment on it.
    pub tie: Option<String>,
    /// A name that stays: the tie, else a slug of the title, made unique with `-2`, `-3`.
    pub name: String,
    /// The title without numbering and markup.
    pub title: String,
    /// Its number as written (`3`, `2.1`), if any.
    pub number: Option<String>,
    /// The heading.
    pub heading: Span,
    /// The whole step.
    pub span: Span,
    /// Where commands stand: fences, inline code of list items and table cells, in order.
    pub snippets: Vec<Snippet>,
    /// What is claimed about their results, in order.
    pub claims: Vec<Claim>,
}

/// A piece of code in which commands may stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// The code with the container's indentation and quote marks taken off, `\|` unescaped in
    /// table cells.
    pub text: String,
    /// The fence word and attributes (`bash test=false`), empty for inline code.
    pub info: String,
    /// Where the code stands.
    pub span: Span,
    /// For each line of `text`, the byte offset in the record at which it begins.
    pub line_starts: Vec<usize>,
    /// Whether it is inline code rather than a block.
    pub inline: bool,
}

/// A sentence that may be an expectation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// Its text, Markdown kept (code spans and bold matter to the grammar), label taken off.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// How it came to be read as one.
    pub stand: Stand,
    /// The label over it or before it, as written (`기대 결과`), empty without one.
    pub label: String,
    /// What the label (or its absence) makes of it.
    pub force: Force,
    /// The snippets of the step that it speaks of: the fence that it stands behind, the commands of its
    /// own bullet or row. `None` where nothing says which: then it speaks of the whole step.
    pub about: Option<Range<usize>>,
    /// The list or table that it is an entry of, by the first byte of the outermost one: a list is one.
    pub list: Option<usize>,
}

impl Claim {
    /// One without a label, that says not of what it speaks.
    pub fn of(text: impl Into<String>, span: Span, stand: Stand, force: Force) -> Claim {
        Claim {
            text: text.into(),
            span,
            stand,
            label: String::new(),
            force,
            about: None,
            list: None,
        }
    }
}

/// Where a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stand {
    /// A bullet under a label.
    Bullet,
    /// On the label's own line.
    Inline,
    /// A cell of a table.
    Cell,
    /// A fence of sample output.
    OutputFence,
    /// A sentence after a fence, or a bullet without a label.
    Sentence,
    /// The words of the checklist or task item that holds the command.
    ItemText,
    /// The step's own heading.
    Heading,
    /// A label, or a line that announces what follows.
    Label,
    /// A comment in a fence.
    Comment,
}

/// What a claim's label makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Force {
    /// 기대 결과, 확인 사항, Expected, …: must hold.
    Demands,
    /// `Should NOT see:`: must not hold.
    Forbids,
    /// No label, or one that nobody knows: must hold, unless its own words say that it demands nothing.
    Offers,
    /// Nothing tells whether it must hold: a person's.
    Unsure,
    /// 배포 결과, 결과, Output, `If it fails:`, forecasts, counter-examples: says, and demands nothing.
    Says(Silence),
}

/// A checklist item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// The name of a `<!-- check:NAME -->` comment on it.
    pub tie: Option<String>,
    /// The `SPEC:N` of a `<!-- task:SPEC:N -->` comment on it.
    pub task: Option<String>,
    /// The `<!-- report:failing -->` comment on a tick whose check failed when it was looked at last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failing: Option<Span>,
    /// Its text without marker, comment and status words that the tool keeps in step.
    pub text: String,
    /// The marker.
    pub marker: Marker,
    /// The marker's bytes (emoji with its U+FE0F, or the character between `[` and `]`).
    pub marker_span: Span,
    /// The whole item without its sub-items.
    pub span: Span,
    /// Nesting depth from 0.
    pub depth: usize,
    /// Inline commands in its text.
    pub snippets: Vec<Snippet>,
    /// Title of the section that it stands in.
    pub section: String,
    /// The whole item with its sub-items.
    #[serde(skip)]
    pub whole: Span,
    /// What stands under its words, outside the plan's steps and but for items of their own.
    #[serde(skip_serializing_if = "Under::is_empty")]
    pub under: Under,
    /// What else stands over it, outermost first: parent bullets, a lead-in, a row's other cells.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub over: Vec<Over>,
}

/// What stands under the words of a checklist item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Under {
    /// Its commands.
    pub snippets: Vec<Snippet>,
    /// Its lines.
    pub claims: Vec<Claim>,
}

impl Under {
    fn is_empty(&self) -> bool {
        self.snippets.is_empty() && self.claims.is_empty()
    }
}

/// Words over a checklist item that are no heading.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Over {
    /// The words, shared by all items under them; of a text that is too long to narrow anything, its beginning.
    #[serde(serialize_with = "shared")]
    pub text: Arc<str>,
    /// Where they begin.
    pub start: usize,
    /// Whether they are a title rather than a sentence.
    pub title: bool,
}

fn shared<S: serde::Serializer>(text: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(text)
}

/// The marker of a checklist item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Marker {
    /// ⏳ and other pending signs (🔄 ⬜ ☐ 🔲): the text tells which.
    Pending,
    /// ✅.
    Done,
    /// ❌.
    Failed,
    /// `[ ]`.
    Open,
    /// `[x]` or `[X]`.
    Ticked,
    /// `[~]` or `[-]`: in progress, left alone.
    Partial,
}

impl Item {
    /// Its marker, where a tick whose check failed counts as failed.
    pub fn standing(&self) -> Marker {
        match (self.marker, self.failing) {
            (Marker::Done | Marker::Ticked, Some(_)) => Marker::Failed,
            (marker, _) => marker,
        }
    }
}

impl Marker {
    /// Whether something is left to do.
    pub fn waits(self) -> bool {
        match self {
            Marker::Pending | Marker::Failed | Marker::Open | Marker::Partial => true,
            Marker::Done | Marker::Ticked => false,
        }
    }
}

/// A region that the tool owns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Region {
    /// Its name.
    pub name: String,
    /// `key=value` of the begin line, in order.
    pub attributes: Vec<(String, String)>,
    /// From the begin comment to the end of the end comment.
    pub span: Span,
    /// Between the line end after the begin comment and the start of the end comment.
    pub content: Span,
    /// The checksum on the end line, if there is one.
    pub checksum: Option<String>,
    /// The end comment.
    pub end: Span,
}

/// A code block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fence {
    /// As a snippet.
    pub snippet: Snippet,
    /// Index into `sections` of the innermost section that holds it.
    pub section: Option<usize>,
}

/// What the record says about its deployment, from its prose, metadata and request bodies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Mentions {
    /// The record's deployments (`배포 번호: #4354`), in order, each once; Gitploy's are numbers.
    pub deployments: Vec<DeploymentRef>,
    /// The Gitploy host and repository of a documented URL:
    /// `https://gitploy.example.dev/api/v1/repos/Org/repo/deployments`.
    #[serde(rename = "gitploy")]
    pub api: Option<(String, String)>,
    /// The host of the first link to a deployment of a forge.
    #[serde(skip)]
    pub hosts: BTreeMap<System, String>,
    /// The `app` of a documented payload, else the Application that is named, else the name of the one
    /// file of an Application (`argo-cd/ops/apps/alloy-ops.yaml`).
    pub app: Option<String>,
    /// The Argo CD Application that the record names outright: `Application: loki-v3`.
    pub application: Option<String>,
    /// What Flux applies, as it is named outright: `kustomization/flux-system/apps`.
    #[serde(skip)]
    pub applied: Option<String>,
    /// The environment of the payload or prose.
    pub env: Option<String>,
    /// The environments that metadata and labelled lines name, each once.
    pub environments: Vec<String>,
    /// Full commit ids in prose and code, in order, each once.
    pub commits: Vec<String>,
    /// Pull request URLs.
    pub pull_requests: Vec<String>,
    /// Taints that the diagnosis blames, as `key:Effect`, each once, with the first place.
    pub blamed_taints: Vec<(String, Span)>,
    /// Nodes that the diagnosis names, in order, each once.
    pub blamed_nodes: Vec<String>,
    /// `.kiro/...` paths and relative links.
    pub documents: Vec<String>,
}

/// A `<!-- report:superseded BY -->` comment beside the title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Superseded {
    /// The later deployment.
    pub by: String,
    /// The comment.
    pub span: Span,
}

/// A prose gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// Its name.
    pub name: String,
    /// Where.
    pub span: Span,
}
