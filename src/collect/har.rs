//! Evidence files: a tape as HAR 1.2 and back. The bytes depend on the exchanges, the run's clock
//! and how long each question took. What HAR has no field for (the cluster contexts of the run,
//! failures without an answer) is JSON in `comment` fields, as the format allows.

use super::access::{Access, Credential, DeploymentAccess, LokiAccess, PrometheusAccess};
use super::seam::Trouble;
use super::seam::tape::{Asked, Taken, answer};
use crate::facts::deployment::System;
use crate::facts::observation::Cause;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, Utc};
use format::{Content, Creator, Entry, File, Log, Nothing, Pair, PostData, Request, Timings};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

mod format;

/// A run's evidence.
#[derive(Debug, Clone)]
pub(crate) struct Evidence {
    /// The run itself.
    pub session: Session,
    /// Its exchanges.
    pub taken: Vec<Taken>,
}

/// What a replay must know beside the exchanges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Session {
    /// The clock of what the run wrote.
    pub now: DateTime<Utc>,
    /// The clock by which it asked and judged, where it was another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live: Option<DateTime<Utc>>,
    /// The context that a command without `--context` meant.
    #[serde(default)]
    pub current_context: Option<String>,
    /// The contexts of the kubeconfig, by name.
    #[serde(default)]
    pub contexts: BTreeMap<String, Context>,
    /// The other servers that were set up, so that a replay needs no configuration.
    #[serde(default)]
    pub servers: Servers,
    /// How each question (by a hash of it) went, one entry a time that it was asked: a replay tells
    /// the same.
    #[serde(default)]
    pub askings: BTreeMap<String, Vec<Asking>>,
    /// The clocks at which a run looked that looked several times.
    #[serde(default)]
    pub looks: Vec<DateTime<Utc>>,
    /// How long a question could take.
    #[serde(default)]
    pub deadline_millis: Option<u64>,
    /// How long the run could take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_deadline_millis: Option<u64>,
}

/// How asking a question went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asking {
    /// How long it took, in milliseconds.
    pub millis: u64,
    /// Whether it was given up at the deadline.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    /// Whether the run's own deadline had passed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub over: bool,
}

/// The servers that a run had beside its clusters, without credentials.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Servers {
    /// The URL, the other names and the repository of the system that numbers without a word are of.
    #[serde(rename = "gitploy")]
    pub unsaid: Option<Server>,
    /// The same of the other systems that tell of deployments.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub deployments: BTreeMap<System, Server>,
    /// Loki's address, its other names, and the tenant.
    pub loki: Option<(String, Vec<String>, Option<String>)>,
    /// Prometheus addresses with their other names.
    pub prometheus: Vec<(String, Vec<String>)>,
    /// Hosts of `curl` and `wget` steps.
    pub http_hosts: Vec<String>,
}

/// The URL of a server, its other names, and the repository.
pub(crate) type Server = (String, Vec<String>, Option<String>);

impl Servers {
    /// Those of an access.
    pub(crate) fn of(access: &Access) -> Servers {
        let told = access.deployments.iter();
        let told = told.map(|(system, one)| {
            let server = (one.host.clone(), one.aliases.clone(), one.repo.clone());
            (*system, server)
        });
        let mut deployments: BTreeMap<System, Server> = told.collect();
        let loki = access.loki.as_ref();
        let prometheus = access.prometheus.iter();
        Servers {
            unsaid: deployments.remove(&System::default()),
            deployments,
            loki: loki.map(|one| (one.addr.clone(), one.aliases.clone(), one.tenant.clone())),
            prometheus: prometheus
                .map(|one| (one.addr.clone(), one.aliases.clone()))
                .collect(),
            http_hosts: access.http_hosts.clone(),
        }
    }

    /// Puts them into the access of a replay, in place of what is configured here.
    pub(crate) fn put_into(&self, access: &mut Access) {
        let unsaid = self.unsaid.iter().map(|one| (System::default(), one));
        let others = self.deployments.iter().map(|(system, one)| (*system, one));
        let told = unsaid.chain(others).map(|(system, (host, aliases, repo))| {
            let access = DeploymentAccess {
                host: host.clone(),
                aliases: aliases.clone(),
                repo: repo.clone(),
                // A replay opens no socket; that it was set up is all that counts.
                credential: Credential::Bearer(SecretString::from("replayed")),
            };
            (system, access)
        });
        access.deployments = told.collect();
        access.loki = self.loki.clone().map(|(addr, aliases, tenant)| LokiAccess {
            addr,
            aliases,
            tenant,
            tenants: None,
            credential: Credential::None,
        });
        let prometheus = self.prometheus.iter().cloned();
        access.prometheus = prometheus
            .map(|(addr, aliases)| PrometheusAccess { addr, aliases })
            .collect();
        access.http_hosts.clone_from(&self.http_hosts);
    }
}

/// A context without anything secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Context {
    /// The API server's URL; empty where it was not asked.
    pub server: String,
    /// Its namespace.
    pub namespace: String,
}

/// Why an evidence file cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("not an evidence file of `report --save-evidence`: {0}")]
pub(crate) struct NotEvidence(String);

/// The version of HAR.
const VERSION: &str = "1.2";

/// Writes HAR 1.2 as JSON. Entries are ordered by URL, so that the order in which answers happened
/// to come does not show.
pub(crate) fn write(evidence: &Evidence) -> Result<String, NotEvidence> {
    let broken = |error: serde_json::Error| NotEvidence(error.to_string());
    let clock = evidence
        .session
        .now
        .to_rfc3339_opts(SecondsFormat::Millis, true);
    let mut taken: Vec<&Taken> = evidence.taken.iter().collect();
    taken.sort_by_cached_key(|one| one.request.key());
    let log = Log {
        version: VERSION.into(),
        creator: Creator {
            name: "deployment-report".into(),
            version: env!("CARGO_PKG_VERSION").into(),
        },
        entries: taken.iter().map(|one| entry(one, &clock)).collect(),
        comment: Some(serde_json::to_string(&evidence.session).map_err(broken)?),
    };
    serde_json::to_string_pretty(&File { log }).map_err(broken)
}

/// Reads what [`write`] wrote.
pub(crate) fn read(text: &str) -> Result<Evidence, NotEvidence> {
    let file: File = serde_json::from_str(text).map_err(|error| NotEvidence(error.to_string()))?;
    let log = file.log;
    if log.version != VERSION {
        return Err(NotEvidence(format!("it is not HAR {VERSION}")));
    }
    let comment = log.comment.unwrap_or_default();
    let session = serde_json::from_str(&comment)
        .map_err(|_| NotEvidence("its log.comment does not describe a run".into()))?;
    let taken = log.entries.into_iter().map(taken).collect::<Result<_, _>>();
    Ok(Evidence {
        session,
        taken: taken?,
    })
}

fn entry(one: &Taken, clock: &str) -> Entry {
    Entry {
        started_date_time: clock.into(),
        time: 0.0,
        request: request(&one.request),
        response: match &one.outcome {
            Ok(answer) => response(answer),
            Err(trouble) => failure(trouble),
        },
        cache: Nothing {},
        timings: Timings::default(),
    }
}

fn request(asked: &Asked) -> Request {
    let query = asked.uri.query().unwrap_or_default();
    let mime = asked.headers.get("content-type");
    Request {
        method: asked.method.to_string(),
        url: asked.uri.to_string(),
        http_version: "HTTP/1.1".into(),
        cookies: Vec::new(),
        headers: headers(&asked.headers),
        query_string: super::url::pairs(query)
            .map(|(name, value)| Pair { name, value })
            .collect(),
        post_data: (!asked.body.is_empty()).then(|| PostData {
            mime_type: mime
                .and_then(|m| m.to_str().ok())
                .unwrap_or_default()
                .into(),
            text: Some(String::from_utf8_lossy(&asked.body).into_owned()),
        }),
        headers_size: -1,
        body_size: asked.body.len() as i64,
    }
}

fn response(answer: &Response<Bytes>) -> format::Response {
    let body = answer.body();
    let mime = answer.headers().get("content-type");
    let (text, encoding) = match std::str::from_utf8(body) {
        Ok(text) => (text.to_string(), None),
        Err(_) => (STANDARD.encode(body), Some("base64".to_string())),
    };
    format::Response {
        status: answer.status().as_u16(),
        status_text: answer
            .status()
            .canonical_reason()
            .unwrap_or_default()
            .into(),
        headers: headers(answer.headers()),
        content: Content {
            size: body.len() as u64,
            mime_type: mime
                .and_then(|m| m.to_str().ok())
                .unwrap_or_default()
                .into(),
            text: Some(text),
            encoding,
            comment: None,
        },
        ..no_response()
    }
}

/// Beside a failure after which the question was asked again.
const HUNG_UP: &str = "hung up before an answer";

/// A failure without an answer: status 0, the cause as status text, the detail as comment.
fn failure(trouble: &Trouble) -> format::Response {
    let mut response = format::Response {
        status_text: trouble.cause.word().into(),
        comment: Some(trouble.detail.clone()),
        ..no_response()
    };
    response.content.comment = trouble.hung_up.then(|| HUNG_UP.into());
    response
}

fn no_response() -> format::Response {
    format::Response {
        status: 0,
        status_text: String::new(),
        http_version: "HTTP/1.1".into(),
        cookies: Vec::new(),
        headers: Vec::new(),
        content: Content::default(),
        redirect_url: String::new(),
        headers_size: -1,
        body_size: -1,
        comment: None,
    }
}

fn headers(map: &HeaderMap) -> Vec<Pair> {
    map.iter()
        .map(|(name, value)| Pair {
            name: name.to_string(),
            value: String::from_utf8_lossy(value.as_bytes()).into_owned(),
        })
        .collect()
}

fn taken(entry: Entry) -> Result<Taken, NotEvidence> {
    let url = entry.request.url.clone();
    let wrong = |what: &str| NotEvidence(format!("{what} of {url}"));
    let request = Asked {
        method: Method::from_bytes(entry.request.method.as_bytes()).map_err(|_| wrong("method"))?,
        uri: url.parse().map_err(|_| wrong("URL"))?,
        headers: header_map(&entry.request.headers),
        body: entry
            .request
            .post_data
            .and_then(|post| post.text)
            .map(Bytes::from)
            .unwrap_or_default(),
    };
    let response = entry.response;
    if response.status == 0 {
        let named = |cause: &Cause| cause.word() == response.status_text;
        let cause = Cause::ALL.into_iter().find(named);
        let cause = cause.ok_or_else(|| wrong("failure"))?;
        let outcome = Err(Trouble {
            cause,
            detail: response.comment.unwrap_or_default(),
            korean: None,
            hung_up: response.content.comment.as_deref() == Some(HUNG_UP),
        });
        return Ok(Taken { request, outcome });
    }
    let status = StatusCode::from_u16(response.status).ok();
    let text = response.content.text.unwrap_or_default();
    let body = match response.content.encoding.as_deref() {
        Some("base64") => STANDARD.decode(text).map_err(|_| wrong("base64 body"))?,
        _ => text.into_bytes(),
    };
    Ok(Taken {
        request,
        outcome: Ok(answer(
            status.ok_or_else(|| wrong("status"))?,
            header_map(&response.headers),
            body.into(),
        )),
    })
}

fn header_map(headers: &[Pair]) -> HeaderMap {
    let pair = |header: &Pair| {
        let name = HeaderName::from_bytes(header.name.as_bytes()).ok()?;
        Some((name, HeaderValue::from_str(&header.value).ok()?))
    };
    let mut map = HeaderMap::new();
    for (name, value) in headers.iter().filter_map(pair) {
        map.append(name, value);
    }
    map
}
