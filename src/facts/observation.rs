//! What came back from the outside for one query, or why nothing did.

use super::lang::{Bilingual, Lang};
use super::named::named;
use super::table::Table;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The answer to one query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Observation {
    /// Something was seen, which may be that nothing is there.
    Seen(Box<Seen>),
    /// Could not look. Never a verdict on the thing itself.
    Blind(Blind),
}

impl Observation {
    /// What was seen, unless blind.
    pub fn seen(&self) -> Option<&Seen> {
        match self {
            Observation::Seen(seen) => Some(seen),
            Observation::Blind(_) => None,
        }
    }
}

/// What was seen, in every form that judging may need. Forms that a query does not have are empty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// When the answer came (the clock of the run; of the recording when replayed).
    pub at: DateTime<Utc>,
    /// What the documented command would have printed to stdout, filters applied.
    pub text: String,
    /// What it would have printed to stderr (`No resources found in … namespace.`).
    pub stderr: String,
    /// Whether the command would have exited with 0.
    pub success: bool,
    /// The printed tables, one a resource kind, filters not applied.
    pub tables: Vec<Table>,
    /// The objects, where the query asked for them (workload kinds, `-o json`, `describe`).
    pub objects: Vec<serde_json::Value>,
    /// The log lines of `kubectl logs` or `logcli`, in print order.
    pub lines: Vec<LogLine>,
    /// Where a log or a list stops for a reason of its own, so that absence beyond it is not proven.
    pub cut: Option<Cut>,
    /// Named objects that the server says do not exist (`kind/name` or `name`).
    pub missing: Vec<String>,
    /// The HTTP answer of a `curl` or `wget` step.
    pub http: Option<HttpAnswer>,
    /// Per-pod or per-node usage of `kubectl top`.
    pub usage: Vec<Usage>,
}

impl Seen {
    /// Whether a limit cut something off.
    pub(crate) fn is_cut(&self) -> bool {
        self.cut.as_ref().is_some_and(|cut| cut.reached > 0)
    }

    /// Nothing seen yet, at a time; the fields that a query has are then filled in.
    pub fn at(at: DateTime<Utc>) -> Seen {
        Seen {
            at,
            text: String::new(),
            stderr: String::new(),
            success: true,
            tables: Vec::new(),
            objects: Vec::new(),
            lines: Vec::new(),
            cut: None,
            missing: Vec::new(),
            http: None,
            usage: Vec::new(),
        }
    }

    /// Every object that was seen, once, whether by itself or beside a printed row.
    pub fn every_object(&self) -> impl Iterator<Item = &serde_json::Value> {
        let beside_rows = self.objects.is_empty();
        let rows = self.tables.iter().flat_map(|table| &table.rows);
        let of_rows = rows
            .filter(move |_| beside_rows)
            .filter_map(|row| row.object.as_deref());
        self.objects.iter().chain(of_rows)
    }

    /// Plain printed text.
    pub fn printed(at: DateTime<Utc>, text: impl Into<String>) -> Seen {
        Seen {
            text: text.into(),
            ..Seen::at(at)
        }
    }
}

/// One log line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// Where it came from: `pod/container`, or Loki's labels as `{a="b"}`.
    pub source: String,
    /// Its time, where the source gives one (Loki always; kubectl with timestamps, which the
    /// collector always asks for and strips from the text unless `--timestamps` was written).
    pub time: Option<DateTime<Utc>>,
    /// The line without its line end; invalid UTF-8 replaced by U+FFFD.
    pub text: String,
}

impl LogLine {
    /// The pod that it came from; of Loki's lines all of their labels.
    pub(crate) fn pod(&self) -> &str {
        self.source.split('/').next().unwrap_or(&self.source)
    }
}

/// A result that stopped at a limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    /// The limit, in lines (of each source if `per_source`).
    pub limit: u64,
    /// Whether the limit counts for each pod's container rather than for the whole.
    pub per_source: bool,
    /// How many sources (or the whole: 1) reached it. 0: nothing was cut off.
    pub reached: u64,
}

/// An HTTP answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpAnswer {
    /// Status code.
    pub status: u16,
    /// Header names in lower case and values, in the order received; no credentials.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
}

/// Resource usage of one pod (its containers summed, as kubectl sums) or node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Namespace; empty for a node.
    pub namespace: String,
    /// Pod or node name.
    pub name: String,
    /// Container name with `--containers`, else empty.
    pub container: String,
    /// CPU and memory; `None` when metrics-server has no sample of it yet.
    pub sample: Option<Sample>,
}

/// One sample of metrics-server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// CPU in cores, averaged over the window.
    pub cpu: super::quantity::Quantity,
    /// Memory working set in bytes.
    pub memory: super::quantity::Quantity,
    /// When it was taken.
    pub timestamp: DateTime<Utc>,
    /// Over how long, as metrics-server writes it (`15.042s`).
    pub window: String,
}

/// Why nothing was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blind {
    /// The cause, closed and stable.
    pub cause: Cause,
    /// What happened and where, for people, without credentials.
    pub message: Bilingual,
    /// What to do about it; empty where nothing can be said.
    pub hint: Bilingual,
}

impl Blind {
    /// From its parts.
    pub fn new(cause: Cause, message: impl Into<Bilingual>, hint: impl Into<Bilingual>) -> Blind {
        Blind {
            cause,
            message: message.into(),
            hint: hint.into(),
        }
    }

    /// What happened and what to do about it, on one line.
    pub fn told(&self, lang: Lang) -> String {
        let message = self.message.of(lang);
        match self.hint.of(lang) {
            "" => message.to_string(),
            hint => format!("{message} ({hint})"),
        }
    }
}

named! {
    /// Every way in which looking can fail. Each is the reason of an unknown verdict.
    #[derive(Serialize, Deserialize)]
    pub Cause:
    /// 401: no or wrong credentials.
    Unauthorized,
    /// 403: known, but not allowed.
    Forbidden,
    /// 404 of the path itself: no such API group or resource, wrong server.
    NoSuchApi,
    /// The server is there and knows the path, but not the thing: no such deployment or repository.
    NotFound,
    /// 400, 406, 409, 415, 422: the server refused the question itself.
    BadRequest,
    /// 410 that a fresh start of the list did not mend.
    Expired,
    /// 429 after the retries.
    TooManyRequests,
    /// 5xx other than a gateway's.
    ServerError,
    /// 502, 503, 504, or HTML from a proxy.
    Gateway,
    /// Connection refused, reset or closed before an answer.
    Unreachable,
    /// The host name does not resolve.
    NoSuchHost,
    /// TLS failed: unknown issuer, wrong name, expired.
    Tls,
    /// The deadline passed.
    Timeout,
    /// The run's own deadline passed before the answer came.
    RunDeadline,
    /// The answer stopped in the middle.
    CutOff,
    /// The answer is not what was asked for: bad JSON, another content type.
    Malformed,
    /// The answer is larger than the bound.
    TooLarge,
    /// More is asked than is asked of the sources for one record, or in one run.
    TooManyQuestions,
    /// The record names a context that the configuration does not allow, or that does not exist.
    ContextRefused,
    /// The configuration allows the context, and this run's kubeconfig has it not: another job's.
    OtherJob,
    /// The record names a host that the configuration does not know.
    HostRefused,
    /// No kubeconfig, no token, no address: the source is not set up.
    NotConfigured,
    /// The credential that there is does not go to this source.
    Withheld,
    /// The kubeconfig's credential plugin failed.
    CredentialPlugin,
    /// `--offline`, or the replayed HAR file does not hold this exchange.
    Offline,
    /// The run was interrupted.
    Interrupted,
}
