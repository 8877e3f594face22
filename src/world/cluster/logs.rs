//! Container logs. The alloy lines are recorded ones, dealt out to the pods that run at the time;
//! those of the other containers are made up, in their programs' formats.

use super::super::Stage;
use super::super::answer::{Answer, Request};
use super::catalog::Version;
use super::put::live;
use super::status;
use crate::facts::fields::{list, text, time};
use chrono::{DateTime, NaiveDateTime, SecondsFormat, TimeDelta, Utc};
use hyper::StatusCode;
use regex::{Captures, Regex};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Recorded {
    /// By state: three pods' lines, each led by its time.
    alloy: BTreeMap<String, Vec<Vec<String>>>,
    /// Latin-1 code points stand for bytes: the lines hold invalid UTF-8.
    crashloop: Vec<String>,
    crashloop_previous: Vec<String>,
}

static RECORDED: LazyLock<Recorded> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../data/logs.json")).expect("make.py writes JSON")
});

static TIME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d").expect("the expression is constant")
});

/// What a recorded line has that speaks of trouble.
const TROUBLE: [&str; 3] = ["level=error", " error=", " err="];

/// A line with its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub at: DateTime<Utc>,
    pub text: Vec<u8>,
}

/// `…/pods/NAME/log`.
pub(super) fn answer(stage: &Stage, request: &Request, namespace: &str, name: &str) -> Answer {
    let pod = live(stage, "", "pods")
        .map(|(version, _)| version)
        .find(|pod| pod.namespace() == namespace && pod.name() == name);
    let Some(pod) = pod else {
        return status::not_found("", "pods", name);
    };
    match written(stage, request, pod) {
        Ok(Some(body)) => Answer::body(StatusCode::OK, "text/plain", body),
        Ok(None) => Answer::body(StatusCode::NO_CONTENT, "", ""),
        Err(refusal) => refusal,
    }
}

/// All lines of a container that runs, oldest first: those of its first minutes, and those of the last ones.
pub(super) fn lines(stage: &Stage, pod: &Version, container: &str) -> Vec<Line> {
    let shift = stage.shift();
    let started = started(pod, container).unwrap_or(DateTime::<Utc>::MIN_UTC);
    let first = unshifted(stage, pod, container);
    let shifted = |line: &Line| Line {
        at: line.at + shift,
        text: later(&latin1(&line.text), shift)
            .chars()
            .map(byte)
            .collect(),
    };
    let last: Vec<Line> = if shift.is_zero() {
        Vec::new()
    } else {
        first.iter().map(shifted).collect()
    };
    let mut lines: Vec<Line> = first
        .into_iter()
        .chain(last)
        .filter(|line| line.at >= started && line.at <= stage.now)
        .collect();
    lines.sort_by_key(|line| line.at);
    lines
}

/// A text with every time in it moved.
pub(super) fn later(text: &str, by: TimeDelta) -> String {
    let moved = TIME.replace_all(text, |found: &Captures<'_>| {
        let time = found[0].parse::<NaiveDateTime>();
        time.map_or_else(|_| found[0].to_string(), |time| format!("{:?}", time + by))
    });
    moved.into_owned()
}

fn written(stage: &Stage, request: &Request, pod: &Version) -> Result<Option<Vec<u8>>, Answer> {
    let tail = number(request, "tailLines", pod)?;
    let since = number(request, "sinceSeconds", pod)?;
    let limit_bytes = number(request, "limitBytes", pod)?;
    let container = container(request, pod)?;
    if pod.text("/spec/nodeName").is_empty() {
        return Ok(None);
    }
    let previous = request.flag("previous") && request.param("previous").is_some();
    let state = container_status(pod, &container);
    if previous && state.pointer("/lastState/terminated").is_none() {
        return Err(status::bad_request(&format!(
            "previous terminated container \"{container}\" in pod \"{}\" not found",
            pod.name()
        )));
    }
    if let "ImagePullBackOff" | "ErrImagePull" = text(state, "/state/waiting/reason") {
        return Err(status::bad_request(&format!(
            "container \"{container}\" in pod \"{}\" is waiting to start: trying and failing to pull image",
            pod.name()
        )));
    }
    let mut lines = if previous {
        raw(&RECORDED.crashloop_previous, stage)
    } else {
        lines(stage, pod, &container)
    };
    if let Some(seconds) = since {
        let oldest =
            stage.now - TimeDelta::seconds(i64::try_from(seconds).unwrap_or(i64::MAX / 1000));
        lines.retain(|line| line.at >= oldest);
    }
    if let Some(tail) = tail {
        let extra = lines
            .len()
            .saturating_sub(usize::try_from(tail).unwrap_or(usize::MAX));
        lines.drain(..extra);
    }
    let mut body = Vec::new();
    for line in lines {
        if request.flag("timestamps") && request.param("timestamps").is_some() {
            body.extend(line.at.to_rfc3339_opts(SecondsFormat::Nanos, true).bytes());
            body.push(b' ');
        }
        body.extend(line.text);
        body.push(b'\n');
    }
    if let Some(bytes) = limit_bytes {
        body.truncate(usize::try_from(bytes).unwrap_or(usize::MAX));
    }
    Ok(Some(body))
}

/// The container that is asked for; without a name a pod of several is refused, as the server does
/// (the default container's annotation is the client's matter).
fn container(request: &Request, pod: &Version) -> Result<String, Answer> {
    let names: Vec<&str> = containers(pod).collect();
    match request.param("container").filter(|name| !name.is_empty()) {
        Some(name) if names.contains(&name) => Ok(name.to_string()),
        Some(name) => Err(status::bad_request(&format!(
            "container {name} is not valid for pod {}",
            pod.name()
        ))),
        None if names.len() == 1 => Ok(names[0].to_string()),
        None => Err(status::bad_request(&format!(
            "a container name must be specified for pod {}, choose one of: [{}]",
            pod.name(),
            names.join(" ")
        ))),
    }
}

/// The names of a pod's containers.
pub(super) fn containers(pod: &Version) -> impl Iterator<Item = &str> {
    let all = list(&pod.object, "/spec/containers").iter();
    all.filter_map(|each| each["name"].as_str())
}

fn container_status<'a>(pod: &'a Version, container: &str) -> &'a Value {
    let mut all = list(&pod.object, "/status/containerStatuses").iter();
    all.find(|each| each["name"] == container)
        .unwrap_or(&Value::Null)
}

fn started(pod: &Version, container: &str) -> Option<DateTime<Utc>> {
    let state = container_status(pod, container);
    time(state, "/state/running/startedAt").or_else(|| time(state, "/state/terminated/startedAt"))
}

fn number(request: &Request, name: &str, pod: &Version) -> Result<Option<u64>, Answer> {
    let Some(text) = request.param(name) else {
        return Ok(None);
    };
    match text.parse::<i64>() {
        Ok(number) if number >= 0 => Ok(Some(number.unsigned_abs())),
        Ok(number) => {
            let cause = format!("Invalid value: {number}: must be greater than or equal to 0");
            Err(status::failure(
                StatusCode::UNPROCESSABLE_ENTITY,
                "Invalid",
                &format!(
                    "PodLogOptions \"{}\" is invalid: {name}: {cause}",
                    pod.name()
                ),
                Some(json!({
                    "name": pod.name(), "kind": "PodLogOptions",
                    "causes": [{"reason": "FieldValueInvalid", "message": cause, "field": name}],
                })),
            ))
        }
        Err(_) => Err(status::bad_request(&format!(
            "strconv.ParseInt: parsing \"{text}\": invalid syntax"
        ))),
    }
}

/// The lines as they would be at the time of the recording.
fn unshifted(stage: &Stage, pod: &Version, container: &str) -> Vec<Line> {
    match (
        pod.text("/metadata/labels/app.kubernetes.io~1name"),
        container,
    ) {
        ("alloy", "alloy") => alloy(stage, pod),
        ("alloy", "config-reloader") => every(stage, pod, container, 60, |at, _| {
            format!(
                "level=info ts={} caller=reloader.go:548 msg=\"Reload triggered\" cfg_in= cfg_out= watched_dirs=/etc/alloy",
                millis(at)
            )
        }),
        _ if pod.name() == "loki-compactor-crashloop" => raw(&RECORDED.crashloop, stage),
        _ if pod.name().starts_with("web-") => every(stage, pod, container, 5, |at, number| {
            format!(
                "10.11.12.{} - - [{}] \"GET /healthz HTTP/1.1\" 200 2 \"-\" \"kube-probe/1.32\" \"-\"",
                100 + number % 50,
                at.format("%d/%b/%Y:%H:%M:%S +0000")
            )
        }),
        _ => every(stage, pod, container, 15, |at, number| {
            format!(
                "level=info ts={} caller=checkpoint.go:569 msg=\"checkpoint done\" time={}ms",
                millis(at),
                120 + number * 7 % 90
            )
        }),
    }
}

/// Each pod in turn gets the recorded lines of one of three pods; the second to read the same ones
/// a second earlier, and so on. Those of trouble are left out once the story went well.
fn alloy(stage: &Stage, pod: &Version) -> Vec<Line> {
    let names = live(stage, "", "pods")
        .map(|(each, _)| each)
        .filter(|each| each.text("/metadata/labels/app.kubernetes.io~1name") == "alloy");
    let place = names.take_while(|each| each.name() != pod.name()).count();
    let earlier = TimeDelta::seconds((place / 3) as i64);
    let mut out = Vec::new();
    for recorded in RECORDED.alloy.values() {
        for line in &recorded[place % 3] {
            if stage.is_quiet() && TROUBLE.iter().any(|sign| line.contains(sign)) {
                continue;
            }
            let line = later(line, -earlier);
            let (at, text) = line.split_once(' ').unwrap_or(("", &line));
            if let Ok(at) = at.parse() {
                out.push(Line {
                    at,
                    text: text.as_bytes().to_vec(),
                });
            }
        }
    }
    out
}

/// A line each so many seconds since the container started, at most the last hundred.
fn every(
    stage: &Stage,
    pod: &Version,
    container: &str,
    seconds: i64,
    write: impl Fn(DateTime<Utc>, i64) -> String,
) -> Vec<Line> {
    let end = stage.now - stage.shift();
    let Some(start) = started(pod, container) else {
        return Vec::new();
    };
    let count = ((end - start).num_seconds() / seconds).max(0);
    (count.saturating_sub(100)..=count)
        .map(|number| {
            let at = start + TimeDelta::seconds(number * seconds);
            Line {
                at,
                text: write(at, number).into_bytes(),
            }
        })
        .collect()
}

/// Lines without a time of their own: three seconds apart, the last one just now.
fn raw(recorded: &[String], stage: &Stage) -> Vec<Line> {
    let end = stage.now - stage.shift();
    let lines = recorded.iter().rev().zip(1..);
    let mut lines: Vec<Line> = lines
        .map(|(line, back)| Line {
            at: end - TimeDelta::seconds(3 * back),
            text: line.chars().map(byte).collect(),
        })
        .collect();
    lines.reverse();
    lines
}

fn millis(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn byte(code_point: char) -> u8 {
    u8::try_from(u32::from(code_point)).unwrap_or(b'?')
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}
