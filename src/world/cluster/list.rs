//! Lists and single objects in every form that a client can ask for: JSON, Table, metadata only;
//! selected, in pages.

use super::super::Stage;
use super::super::answer::{Answer, Request};
use super::catalog::{Version, recorded};
use super::discovery::{Known, is_custom};
use super::put::live;
use super::table::{Include, columns, partial, row};
use super::{selector, status};
use crate::facts::duration;
use crate::facts::fields::pairs;
use crate::facts::selector::Selector;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, SecondsFormat, Utc};
use hyper::StatusCode;
use serde_json::{Value, json};

/// What a path names.
pub(super) struct Target<'a> {
    pub known: Known,
    pub namespace: Option<&'a str>,
    pub name: Option<&'a str>,
}

/// How the client wants it, by its `Accept`.
pub(super) enum Form {
    Object,
    Table(Include),
    Metadata,
}

/// A single object.
pub(super) fn one(stage: &Stage, request: &Request, target: &Target<'_>) -> Answer {
    let form = match form(request) {
        Ok(form) => form,
        Err(refusal) => return refusal,
    };
    let Known {
        group, resource, ..
    } = target.known;
    let name = target.name.unwrap_or_default();
    let found = live(stage, group, resource).find(|(version, _)| {
        version.name() == name
            && target
                .namespace
                .is_none_or(|each| version.namespace() == each)
    });
    let Some((version, number)) = found else {
        return status::not_found(group, resource, name);
    };
    let object = whole(stage, target.known, version);
    let body = match form {
        Form::Object => object,
        Form::Metadata => partial(&object),
        Form::Table(include) => json!({
            "kind": "Table", "apiVersion": "meta.k8s.io/v1",
            "metadata": {"resourceVersion": number.to_string()},
            "columnDefinitions": columns(recorded(group, resource)),
            "rows": [printed(stage, version, object, include)],
        }),
    };
    done(stage, &body)
}

/// A list.
pub(super) fn all(stage: &Stage, request: &Request, target: &Target<'_>) -> Answer {
    match listed(stage, request, target) {
        Ok(body) => done(stage, &body),
        Err(refusal) => refusal,
    }
}

fn listed(stage: &Stage, request: &Request, target: &Target<'_>) -> Result<Value, Answer> {
    let form = form(request)?;
    if request.flag("watch") && request.param("watch").is_some() {
        let message = "the test world keeps no watch";
        return Err(status::failure(
            StatusCode::NOT_IMPLEMENTED,
            "",
            message,
            None,
        ));
    }
    let Known {
        group,
        resource,
        kind,
        ..
    } = target.known;
    let bad = |message: String| status::bad_request(&message);
    let labels = Selector::parse(request.param("labelSelector").unwrap_or_default());
    let labels = labels.map_err(bad)?;
    let fields = request.param("fieldSelector").unwrap_or_default();
    let fields = selector::fields(fields, group, resource).map_err(bad)?;
    let limit = limit(request)?;
    let start = start(request)?;

    let mut matching: Vec<&Version> = live(stage, group, resource)
        .map(|(version, _)| version)
        .filter(|version| {
            target
                .namespace
                .is_none_or(|each| version.namespace() == each)
        })
        .filter(|version| labels.matches(&pairs(&version.object, "/metadata/labels")))
        .filter(|version| selector::fits_fields(&fields, version))
        .filter(|version| key(version, target) >= start)
        .collect();
    let left = limit.map_or(0, |limit| matching.len().saturating_sub(limit));
    matching.truncate(matching.len() - left);
    let mut metadata = json!({"resourceVersion": list_version(stage).to_string()});
    if let Some(last) = matching.last().filter(|_| left > 0) {
        metadata["continue"] = json!(token(list_version(stage), &key(last, target)));
        // With a selector the server does not know how many are left.
        if labels.is_empty() && fields.is_empty() {
            metadata["remainingItemCount"] = json!(left);
        }
    }

    let object = |version: &Version| {
        if is_custom(group) {
            whole(stage, target.known, version)
        } else {
            moved(stage, target.known, version.object.clone())
        }
    };
    Ok(match form {
        Form::Object => {
            let items: Vec<Value> = matching.into_iter().map(object).collect();
            json!({
                "kind": format!("{kind}List"), "apiVersion": api_version(target.known),
                "metadata": metadata, "items": items,
            })
        }
        Form::Metadata => {
            let items: Vec<Value> = matching
                .iter()
                .map(|each| partial(&whole(stage, target.known, each)))
                .collect();
            json!({
                "kind": "PartialObjectMetadataList", "apiVersion": "meta.k8s.io/v1",
                "metadata": metadata, "items": items,
            })
        }
        Form::Table(include) => {
            let rows: Vec<Value> = matching
                .into_iter()
                .map(|each| printed(stage, each, whole(stage, target.known, each), include))
                .collect();
            json!({
                "kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": metadata,
                "columnDefinitions": columns(recorded(group, resource)), "rows": rows,
            })
        }
    })
}

/// 410 for a continue token that is too old, with a token for the rest of the list as it is now.
pub(crate) fn expired_continue(request: &Request) -> Answer {
    let key = request
        .param("continue")
        .and_then(decoded_start)
        .unwrap_or_default();
    let fresh = token(-1, key.trim_start_matches('/').trim_end_matches('\0'));
    let message = "The provided continue parameter is too old to display a consistent list result. \
                   You can start a new list without the continue parameter, or use the continue \
                   token in this response to retrieve the remainder of the results. Continuing with \
                   the provided token results in an inconsistent list - objects that were created, \
                   modified, or deleted between the time the first chunk was returned and now may \
                   show up in the list.";
    Answer::json(
        StatusCode::GONE,
        &json!({"kind": "Status", "apiVersion": "v1", "metadata": {"continue": fresh},
                "status": "Failure", "message": message, "reason": "Expired", "code": 410}),
    )
}

/// The `Accept` header's first range that the server knows.
pub(super) fn form(request: &Request) -> Result<Form, Answer> {
    let accept = request.header("accept").unwrap_or("*/*");
    for range in accept.split(',') {
        let mut parameters = range.split(';').map(str::trim);
        let media = parameters.next().unwrap_or_default();
        if !matches!(media, "application/json" | "application/*" | "*/*") {
            continue;
        }
        let parameters: Vec<&str> = parameters.filter(|each| !each.starts_with("q=")).collect();
        let kind = parameters.iter().find_map(|each| each.strip_prefix("as="));
        let is_v1 = parameters.contains(&"v=v1") && parameters.contains(&"g=meta.k8s.io");
        return Ok(match kind {
            None => Form::Object,
            Some("Table") if is_v1 => {
                let include = Include::parse(request.param("includeObject"));
                Form::Table(include.map_err(|message| status::bad_request(&message))?)
            }
            Some("PartialObjectMetadata" | "PartialObjectMetadataList") if is_v1 => Form::Metadata,
            Some(_) => continue,
        });
    }
    Err(status::not_acceptable())
}

pub(super) fn limit(request: &Request) -> Result<Option<usize>, Answer> {
    match request.param("limit") {
        None | Some("" | "0") => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| {
            status::bad_request(&format!(
                "strconv.ParseInt: parsing \"{text}\": invalid syntax"
            ))
        }),
    }
}

/// The key that a continue token goes on after.
pub(super) fn start(request: &Request) -> Result<String, Answer> {
    let Some(token) = request.param("continue").filter(|token| !token.is_empty()) else {
        return Ok(String::new());
    };
    let start = decoded_start(token).ok_or_else(|| {
        status::bad_request(
            "invalid continue token: continue key is not valid: illegal base64 data at input byte 8",
        )
    })?;
    Ok(start.trim_start_matches('/').to_string())
}

fn decoded_start(token: &str) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let token: Value = serde_json::from_slice(&bytes).ok()?;
    Some(token.get("start")?.as_str()?.to_string())
}

/// The server's own form: the version of the list and the key after which to go on. A token for an
/// inconsistent list has -1 and no leading slash.
pub(super) fn token(version: i64, last: &str) -> String {
    let slash = if version < 0 { "" } else { "/" };
    let text = format!(r#"{{"v":"meta.k8s.io/v1","rv":{version},"start":"{slash}{last}\u0000"}}"#);
    URL_SAFE_NO_PAD.encode(text)
}

fn key(version: &Version, target: &Target<'_>) -> String {
    if target.namespace.is_some() || version.namespace().is_empty() {
        version.name().to_string()
    } else {
        format!("{}/{}", version.namespace(), version.name())
    }
}

/// The resourceVersion of lists, as recorded.
pub(super) fn list_version(stage: &Stage) -> i64 {
    match stage.state.recorded().as_str() {
        "before" => 746,
        "during0" => 806,
        "during1" => 843,
        "during2" => 885,
        "during3" => 919,
        "during4" => 961,
        "during5" => 982,
        "during6" | "during7" => 983,
        _ => 1132,
    }
}

fn api_version(known: Known) -> String {
    match known.group {
        "" => known.version.to_string(),
        group => format!("{group}/{}", known.version),
    }
}

/// The object with `kind` and `apiVersion` in front.
pub(super) fn whole(stage: &Stage, known: Known, version: &Version) -> Value {
    let mut object = json!({"kind": known.kind, "apiVersion": api_version(known)});
    let fields = moved(stage, known, version.object.clone());
    if let (Value::Object(whole), Value::Object(fields)) = (&mut object, fields) {
        whole.extend(fields);
    }
    object
}

/// Samples are always fresh: in a state that plays later they are as old as they were.
pub(super) fn moved(stage: &Stage, known: Known, mut object: Value) -> Value {
    if let Some(at) = restart(stage, known.kind, &object) {
        let since = at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let status = &mut object["status"]["containerStatuses"][0];
        status["restartCount"] = json!(1);
        status["state"] = json!({"running": {"startedAt": since}});
        status["lastState"] = json!({"terminated": {
            "exitCode": 137, "reason": "OOMKilled", "finishedAt": since,
        }});
    }
    if known.group == "metrics.k8s.io" {
        for pointer in ["/timestamp", "/metadata/creationTimestamp"] {
            if let Some(Value::String(time)) = object.pointer_mut(pointer) {
                *time = super::logs::later(time, stage.shift());
            }
        }
    }
    object
}

/// When the pod's container restarted, if the world was told so.
fn restart(stage: &Stage, kind: &str, object: &Value) -> Option<DateTime<Utc>> {
    let name = object["metadata"]["name"].as_str()?;
    let mut told = stage.restarted.iter().rev();
    let (_, at) = told.find(|(pod, _)| kind == "Pod" && pod == name)?;
    Some(*at)
}

/// A table's row, with the restarts that the world was told of.
fn printed(stage: &Stage, version: &Version, whole: Value, include: Include) -> Value {
    let restart = restart(stage, whole["kind"].as_str().unwrap_or_default(), &whole);
    let mut row = row(version, whole, include, stage.now);
    if let Some(at) = restart {
        row["cells"][3] = json!(format!("1 ({} ago)", duration::age(stage.now - at)));
    }
    row
}

fn done(stage: &Stage, body: &Value) -> Answer {
    let text = stage.with_revisions(&body.to_string());
    Answer::body(StatusCode::OK, "application/json", text)
}
