//! From an answer to its content: the status decides the cause, the body gives the words, and an
//! answer of another kind than was asked for is never read as an empty one.

use super::seam::Trouble;
use crate::facts::observation::Cause;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, LOCATION};
use http::{Response, StatusCode};
use serde_json::Value;

/// The body of a successful JSON answer.
pub(crate) fn json(answer: &Response<Bytes>) -> Result<Value, Trouble> {
    let body = successful(answer)?;
    if !content_type(answer).contains("json") {
        return Err(other_kind(answer, "JSON"));
    }
    serde_json::from_slice(body).map_err(|error| {
        let cause = match error.classify() {
            serde_json::error::Category::Eof => Cause::CutOff,
            _ => Cause::Malformed,
        };
        Trouble::new(cause, format!("the JSON is broken: {error}"))
    })
}

/// Refuses an answer of Loki or Prometheus that says of itself that it is only a part: `warnings`
/// beside the data, as Thanos (a store that is down) and Loki (a series limit) have them.
///
/// # Errors
/// `CutOff` with the first warning.
pub(crate) fn whole(value: &Value) -> Result<(), Trouble> {
    let warnings = value.get("warnings").and_then(Value::as_array);
    // Some versions of Prometheus put here what they think of the expression.
    let of_expression = |one: &&Value| {
        let said = one.as_str().unwrap_or_default();
        said.starts_with("PromQL info:") || said.starts_with("PromQL warning:")
    };
    let mut of_answer = warnings
        .into_iter()
        .flatten()
        .filter(|one| !of_expression(one));
    match of_answer.next() {
        None => Ok(()),
        Some(first) => {
            let said = first
                .as_str()
                .map_or_else(|| first.to_string(), String::from);
            let words = format!("the server warns that its answer may not be whole: {said}");
            Err(Trouble::new(Cause::CutOff, words))
        }
    }
}

/// The body of a successful answer of any kind but a proxy's page.
pub(crate) fn successful(answer: &Response<Bytes>) -> Result<&Bytes, Trouble> {
    if !answer.status().is_success() {
        return Err(refused(answer));
    }
    if is_html(answer) {
        return Err(Trouble::new(
            Cause::Gateway,
            format!("an HTML page came instead of data: {}", words(answer)),
        ));
    }
    Ok(answer.body())
}

/// The trouble of an unsuccessful answer.
pub(crate) fn refused(answer: &Response<Bytes>) -> Trouble {
    let status = answer.status();
    let cause = match status.as_u16() {
        401 => Cause::Unauthorized,
        402 | 403 => Cause::Forbidden,
        404 => Cause::NoSuchApi,
        410 => Cause::Expired,
        429 => Cause::TooManyRequests,
        300..=399 | 502..=504 => Cause::Gateway,
        500..=599 => Cause::ServerError,
        _ => Cause::BadRequest,
    };
    let to = answer
        .headers()
        .get(LOCATION)
        .and_then(|to| to.to_str().ok());
    let said = match to {
        Some(to) if status.is_redirection() => format!("→ {}", super::http::origin(to)),
        Some(_) | None => words(answer),
    };
    Trouble::new(cause, format!("{}: {said}", named(status)))
}

/// What the server said: the `message` of JSON (Prometheus: its `error`), a page's title, or the text
/// itself.
pub(crate) fn words(answer: &Response<Bytes>) -> String {
    if let Ok(value) = serde_json::from_slice::<Value>(answer.body()) {
        let text = |key: &str| value.get(key).and_then(Value::as_str);
        let kind = text("code").or(text("errorType"));
        match (text("message").or(text("error")), kind) {
            (Some(message), Some(kind)) => return format!("{message} ({kind})"),
            (Some(message), None) => return message.to_string(),
            (None, _) => {}
        }
    }
    let text = String::from_utf8_lossy(answer.body());
    if is_html(answer) {
        let title = text.split("<title>").nth(1);
        return match title.and_then(|rest| rest.split('<').next()) {
            Some(title) => format!("<title>{}", title.trim()),
            None => "HTML".into(),
        };
    }
    text.trim().to_string()
}

fn other_kind(answer: &Response<Bytes>, wanted: &str) -> Trouble {
    let seen = match content_type(answer).as_str() {
        "" => "no content type".to_string(),
        other => other.to_string(),
    };
    Trouble::new(Cause::Malformed, format!("{wanted} expected, {seen} came"))
}

fn content_type(answer: &Response<Bytes>) -> String {
    let value = answer.headers().get(CONTENT_TYPE);
    value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase()
}

fn is_html(answer: &Response<Bytes>) -> bool {
    let declared = content_type(answer);
    let start: &[u8] = answer.body().trim_ascii_start();
    let looks = start.len() > 5
        && (start[..5].eq_ignore_ascii_case(b"<html") || start[..5].eq_ignore_ascii_case(b"<!doc"));
    declared.starts_with("text/html") || (looks && !declared.contains("json"))
}

fn named(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => format!("{} {reason}", status.as_u16()),
        None => status.as_u16().to_string(),
    }
}
