//! Evidence files: a tape as HAR 1.2 and back. The bytes depend on the exchanges, the run's clock
//! and how long each question took. What HAR has no field for (the cluster contexts of the run,
//! failures without an answer) is JSON in `comment` fields, as the format allows.

use super::access::{Access, Credential, DeploymentAccess, LokiAccess, PrometheusAccess};
use super::seam::Trouble;
use super::seam::tape::{Asked, Taken, answer};
use crate::facts::deployment::System;
use crate::facts::observation::Cause;
use crate::facts::{fields, percent};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, Utc};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A run's evidence.
#[derive(Debug, Clone)]
pub(crate) struct Evidence {
    pub session: Session,
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
    let clock = evidence.session.now;
    let clock = clock.to_rfc3339_opts(SecondsFormat::Millis, true);
    let mut taken: Vec<&Taken> = evidence.taken.iter().collect();
    taken.sort_by_cached_key(|one| one.request.key());
    let entries: Vec<Value> = taken.iter().map(|one| entry(one, &clock)).collect();
    let session = serde_json::to_string(&evidence.session).map_err(broken)?;
    let creator = json!({"name": "deployment-report", "version": env!("CARGO_PKG_VERSION")});
    let file = json!({"log": {
        "version": VERSION, "creator": creator, "entries": entries, "comment": session,
    }});
    serde_json::to_string_pretty(&file).map_err(broken)
}

/// Reads what [`write`] wrote.
pub(crate) fn read(text: &str) -> Result<Evidence, NotEvidence> {
    let mut file: Value =
        serde_json::from_str(text).map_err(|error| NotEvidence(error.to_string()))?;
    let mut log = file.get_mut("log").map(Value::take).unwrap_or_default();
    if log["version"] != VERSION {
        return Err(NotEvidence(format!("it is not HAR {VERSION}")));
    }
    let session = serde_json::from_str(fields::text(&log, "/comment"))
        .map_err(|_| NotEvidence("its log.comment does not describe a run".into()))?;
    let Some(Value::Array(entries)) = log.get_mut("entries").map(Value::take) else {
        return Err(NotEvidence("it has no entries".into()));
    };
    let taken = entries.into_iter().map(taken).collect::<Result<_, _>>();
    Ok(Evidence {
        session,
        taken: taken?,
    })
}

/// Browsers' tools show these files, so every field that the format demands is there.
fn entry(one: &Taken, clock: &str) -> Value {
    json!({
        "startedDateTime": clock,
        "time": 0.0,
        "request": request(&one.request),
        "response": match &one.outcome {
            Ok(answer) => answered(answer),
            Err(trouble) => failed(trouble),
        },
        "cache": {},
        "timings": {"send": 0.0, "wait": 0.0, "receive": 0.0},
    })
}

fn request(asked: &Asked) -> Value {
    let query = percent::pairs(asked.uri.query().unwrap_or_default());
    let query: Value = query.map(|(name, value)| pair(&name, &value)).collect();
    let mut request = json!({
        "method": asked.method.as_str(),
        "url": asked.uri.to_string(),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers(&asked.headers),
        "queryString": query,
    });
    if !asked.body.is_empty() {
        let text = String::from_utf8_lossy(&asked.body);
        request["postData"] = json!({"mimeType": mime_type(&asked.headers), "text": text});
    }
    request["headersSize"] = json!(-1);
    request["bodySize"] = json!(asked.body.len());
    request
}

fn answered(answer: &Response<Bytes>) -> Value {
    let (body, status) = (answer.body(), answer.status());
    let mut content = json!({"size": body.len(), "mimeType": mime_type(answer.headers())});
    match std::str::from_utf8(body) {
        Ok(text) => content["text"] = text.into(),
        Err(_) => {
            content["text"] = STANDARD.encode(body).into();
            content["encoding"] = "base64".into();
        }
    }
    let reason = status.canonical_reason().unwrap_or_default();
    response(status.as_u16(), reason, headers(answer.headers()), content)
}

/// Beside a failure after which the question was asked again.
const HUNG_UP: &str = "hung up before an answer";

/// A failure without an answer: status 0, the cause as status text, the detail as comment.
fn failed(trouble: &Trouble) -> Value {
    let mut content = json!({"size": 0, "mimeType": ""});
    if trouble.hung_up {
        content["comment"] = HUNG_UP.into();
    }
    let mut response = response(0, trouble.cause.word(), json!([]), content);
    response["comment"] = trouble.detail.as_str().into();
    response
}

fn response(status: u16, status_text: &str, headers: Value, content: Value) -> Value {
    json!({
        "status": status,
        "statusText": status_text,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers,
        "content": content,
        "redirectURL": "",
        "headersSize": -1,
        "bodySize": -1,
    })
}

fn mime_type(headers: &HeaderMap) -> &str {
    let value = headers.get(CONTENT_TYPE);
    value.and_then(|m| m.to_str().ok()).unwrap_or_default()
}

fn headers(map: &HeaderMap) -> Value {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    map.iter()
        .map(|(name, value)| pair(name.as_str(), &text(value)))
        .collect()
}

fn pair(name: &str, value: &str) -> Value {
    json!({"name": name, "value": value})
}

fn taken(mut entry: Value) -> Result<Taken, NotEvidence> {
    let body = entry.pointer_mut("/response/content/text").map(Value::take);
    let text = |pointer: &str| fields::text(&entry, pointer);
    let url = text("/request/url");
    let wrong = |what: &str| NotEvidence(format!("{what} of {url}"));
    let request = Asked {
        method: Method::from_bytes(text("/request/method").as_bytes())
            .map_err(|_| wrong("method"))?,
        uri: url.parse().map_err(|_| wrong("URL"))?,
        headers: header_map(fields::list(&entry, "/request/headers")),
        body: text("/request/postData/text").to_owned().into(),
    };
    let status = fields::number(&entry, "/response/status");
    let status = status.and_then(|status| u16::try_from(status).ok());
    if status == Some(0) {
        let named = |cause: &Cause| cause.word() == text("/response/statusText");
        let cause = Cause::ALL.into_iter().find(named);
        let outcome = Err(Trouble {
            cause: cause.ok_or_else(|| wrong("failure"))?,
            detail: text("/response/comment").to_owned(),
            korean: None,
            hung_up: text("/response/content/comment") == HUNG_UP,
        });
        return Ok(Taken { request, outcome });
    }
    let status = status.and_then(|status| StatusCode::from_u16(status).ok());
    let status = status.ok_or_else(|| wrong("status"))?;
    let body = match (body, text("/response/content/encoding")) {
        (Some(Value::String(text)), "base64") => {
            STANDARD.decode(text).map_err(|_| wrong("base64 body"))?
        }
        (Some(Value::String(text)), _) => text.into_bytes(),
        _ => Vec::new(),
    };
    let headers = header_map(fields::list(&entry, "/response/headers"));
    Ok(Taken {
        request,
        outcome: Ok(answer(status, headers, body.into())),
    })
}

fn header_map(headers: &[Value]) -> HeaderMap {
    let pair = |header: &Value| {
        let name = HeaderName::from_bytes(fields::text(header, "/name").as_bytes()).ok()?;
        Some((
            name,
            HeaderValue::from_str(fields::text(header, "/value")).ok()?,
        ))
    };
    let mut map = HeaderMap::new();
    for (name, value) in headers.iter().filter_map(pair) {
        map.append(name, value);
    }
    map
}
