//! A crowd: as many pods as wanted, and a Deployment to every twenty of them, made by repeating
//! recorded ones under other names. For lists whose length matters.

use super::super::answer::{Answer, Request};
use super::super::{Odd, Stage};
use super::binary;
use super::catalog::{Version, recorded};
use super::put::live;
use super::table::{Include, columns, partial, row};
use super::{selector, status};
use hyper::StatusCode;
use serde_json::{Value, json};
use std::io::Write;
use std::ops::Range;

/// The API server's binary form.
const BINARY: &str = "application/vnd.kubernetes.protobuf";
/// How many pods a namespace of the crowd has.
const NAMESPACE: usize = 100;
/// To how many pods there is a Deployment.
const DEPLOYMENT: usize = 20;
/// Stand for a name, a namespace and a number in a prepared text.
const NAME: &str = "\u{e000}";
const PLACE: &str = "\u{e001}";
const NUMBER: &str = "\u{e002}";

/// The answer to a list of pods or workloads of all namespaces, or of one of the crowd's, if the
/// stage has a crowd.
pub(super) fn answer(stage: &Stage, request: &Request, segments: &[&str]) -> Option<Answer> {
    let crowd = stage.crowd.as_ref()?;
    let accept = request.header("accept").unwrap_or_default();
    let picks = request
        .param("labelSelector")
        .is_some_and(|labels| !labels.is_empty());
    if picks || accept.contains("PartialObjectMetadata") {
        return None;
    }
    let listed = match segments {
        ["api", "v1", "pods"] => {
            let all = 0..crowd.pods;
            return Some(pods(stage, all, &crowd.odd, request).unwrap_or_else(|no| no));
        }
        ["api", "v1", "namespaces", place, "pods"] => {
            let first = (0..crowd.pods).step_by(NAMESPACE);
            let first = first.into_iter().find(|at| namespace(*at) == *place)?;
            let inside = first..crowd.pods.min(first + NAMESPACE);
            return Some(pods(stage, inside, &crowd.odd, request).unwrap_or_else(|no| no));
        }
        ["apis", "apps", "v1", "deployments"] => deployments(stage, crowd.pods),
        [
            "apis",
            "apps",
            "v1",
            "daemonsets" | "statefulsets" | "replicasets",
        ] => list("List", "apps/v1", "items", "", ""),
        _ => return None,
    };
    Some(Answer::body(StatusCode::OK, "application/json", listed))
}

/// Which part of an answer repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Table(Include),
    Objects,
    Binary,
}

fn pods(
    stage: &Stage,
    among: Range<usize>,
    odd: &[(usize, Odd)],
    request: &Request,
) -> Result<Answer, Answer> {
    let accept = request.header("accept").unwrap_or_default();
    let include = Include::parse(request.param("includeObject"));
    let form = if accept.contains("as=Table") {
        Form::Table(include.map_err(|message| status::bad_request(&message))?)
    } else if accept.starts_with(BINARY) {
        Form::Binary
    } else {
        Form::Objects
    };
    let (name, fields): (Vec<&str>, Vec<&str>) = request
        .param("fieldSelector")
        .unwrap_or_default()
        .split(',')
        .partition(|part| part.starts_with("metadata.name="));
    let name = name
        .first()
        .map(|part| part.trim_start_matches("metadata.name="));
    let fields = selector::fields(&fields.join(","), "", "pods")
        .map_err(|message| status::bad_request(&message))?;
    let kinds = Kinds::of(stage, form);
    let count = |name| {
        request
            .param(name)
            .and_then(|text| text.parse::<usize>().ok())
    };
    let from = count("continue").unwrap_or(among.start);
    let limit = count("limit")
        .filter(|limit| *limit > 0)
        .unwrap_or(usize::MAX);
    let (mut body, mut taken, mut next) = (Vec::new(), 0, String::new());
    for index in from..among.end {
        let kind = kinds.of_pod(index, odd);
        let is_named = name.is_none_or(|name| name == kind.name(index));
        if !is_named || !selector::fits_fields(&fields, &kind.version) {
            continue;
        }
        if taken == limit {
            next = index.to_string();
            break;
        }
        kind.print(&mut body, index);
        taken += 1;
    }
    if form == Form::Binary {
        let body = binary::list("PodList", &next, &body);
        return Ok(Answer::body(StatusCode::OK, BINARY, body));
    }
    body.pop();
    let body = String::from_utf8_lossy(&body);
    let body = match form {
        Form::Objects | Form::Binary => list("PodList", "v1", "items", &next, &body),
        Form::Table(_) => {
            let columns = columns(recorded("", "pods"));
            let before = format!("\"columnDefinitions\":{columns},\"rows\"");
            list(
                "Table",
                "meta.k8s.io/v1",
                before.trim_matches('"'),
                &next,
                &body,
            )
        }
    };
    Ok(Answer::body(StatusCode::OK, "application/json", body))
}

/// A list as text; `key` may bring further members in front of its own.
fn list(kind: &str, version: &str, key: &str, next: &str, items: &str) -> String {
    format!(
        "{{\"kind\":\"{kind}\",\"apiVersion\":\"{version}\",\"metadata\":{{\"resourceVersion\":\"9000\",\
         \"continue\":\"{next}\"}},\"{key}\":[{items}]}}"
    )
}

fn deployments(stage: &Stage, pods: usize) -> String {
    let found = live(stage, "apps", "deployments").next();
    let (version, _) = found.expect("the recordings have a Deployment");
    let mut object = version.object.clone();
    object["metadata"]["name"] = json!(NAME);
    object["metadata"]["namespace"] = json!(PLACE);
    object["metadata"]["uid"] = json!(format!("d{NUMBER}"));
    object["status"] = json!({
        "observedGeneration": object["metadata"]["generation"], "replicas": 3, "updatedReplicas": 3,
        "readyReplicas": 3, "availableReplicas": 3, "conditions": [
            {"type": "Available", "status": "True", "reason": "MinimumReplicasAvailable"},
            {"type": "Progressing", "status": "True", "reason": "NewReplicaSetAvailable"}],
    });
    let text = Text::of(&object.to_string());
    let mut body = Vec::new();
    for index in 0..pods.div_ceil(DEPLOYMENT) {
        text.print(&mut body, &format!("web-{index:05}"), index * DEPLOYMENT);
    }
    body.pop();
    let body = String::from_utf8_lossy(&body);
    list("DeploymentList", "apps/v1", "items", "", &body)
}

fn namespace(index: usize) -> String {
    format!("crowd-{:05}", index / NAMESPACE)
}

/// The recorded pods that are repeated, and the odd ones.
struct Kinds {
    plain: Vec<Kind>,
    odd: Vec<(Odd, Kind)>,
}

impl Kinds {
    fn of(stage: &Stage, form: Form) -> Kinds {
        let running = |version: &&Version| {
            version.cells[2] == "Running" && !version.name().contains("5b4cfddb9")
        };
        let pods: Vec<&Version> = live(stage, "", "pods")
            .map(|(version, _)| version)
            .collect();
        let plain: Vec<&Version> = pods.iter().copied().filter(running).collect();
        let kind = |odd| (odd, Kind::of(stage, odd_one(&pods, plain[0], odd), form));
        Kinds {
            odd: Odd::ALL.into_iter().map(kind).collect(),
            plain: plain
                .iter()
                .map(|version| Kind::of(stage, (*version).clone(), form))
                .collect(),
        }
    }

    fn of_pod(&self, index: usize, odd: &[(usize, Odd)]) -> &Kind {
        let one = odd.iter().find(|(at, _)| *at == index);
        let found = one.and_then(|(_, odd)| self.odd.iter().find(|(each, _)| each == odd));
        found.map_or(&self.plain[index % self.plain.len()], |(_, kind)| kind)
    }
}

/// A pod that is odd in one way; the rest of it is a recorded one.
fn odd_one(pods: &[&Version], plain: &Version, odd: Odd) -> Version {
    let named = |part: &str| {
        let found = pods.iter().find(|version| version.name().contains(part));
        found.copied().unwrap_or(plain).clone()
    };
    let mut one = plain.clone();
    match odd {
        Odd::CrashLoop => return named("crashloop"),
        Odd::Pending => return named("pending"),
        Odd::Failed => return named("migrate-fail"),
        Odd::Ended => return named("migrate-ok"),
        Odd::NotReady => return named("web-5b4cfddb9"),
        Odd::Terminating => {
            one.cells[2] = json!("Terminating");
            one.object["metadata"]["deletionTimestamp"] = json!("2025-12-05T10:07:00Z");
        }
        Odd::GateUnmet => {
            one.cells[8] = json!("0/1");
            not_ready(&mut one);
        }
        Odd::NodeLost => {
            one.cells[6] = json!("ip-10-99-99-99");
            one.object["spec"]["nodeName"] = json!("ip-10-99-99-99");
            not_ready(&mut one);
        }
        Odd::MeantToEnd => one.object["spec"]["restartPolicy"] = json!("Never"),
        Odd::Lagging => {
            one.object["metadata"]["generation"] = json!(2);
            one.object["status"]["observedGeneration"] = json!(1);
        }
        Odd::Denied => not_ready(&mut one),
    }
    one
}

fn not_ready(version: &mut Version) {
    let conditions = version.object["status"]["conditions"].as_array_mut();
    for condition in conditions.into_iter().flatten() {
        if condition["type"] == "Ready" {
            condition["status"] = json!("False");
        }
    }
}

/// One recorded pod, prepared for printing under other names.
struct Kind {
    version: Version,
    app: String,
    print: Print,
}

/// How a pod is printed under other names.
enum Print {
    Text(Text),
    Binary((Vec<u8>, Vec<u8>)),
}

impl Kind {
    fn of(stage: &Stage, mut version: Version, form: Form) -> Kind {
        let app = version
            .text("/metadata/labels/app.kubernetes.io~1name")
            .to_string();
        let app = if app.is_empty() { "pod".into() } else { app };
        version.cells[0] = json!(NAME);
        version.object["metadata"]["name"] = json!(NAME);
        version.object["metadata"]["namespace"] = json!(PLACE);
        version.object["metadata"]["uid"] = json!(format!("p{NUMBER}"));
        let mut whole = json!({"kind": "Pod", "apiVersion": "v1"});
        if let (Value::Object(whole), Value::Object(fields)) = (&mut whole, &version.object) {
            whole.extend(fields.clone());
        }
        let item = match form {
            Form::Objects | Form::Binary => version.object.clone(),
            Form::Table(include) => match include {
                Include::Metadata => {
                    let mut row = row(&version, Value::Null, Include::None, stage.now);
                    row["object"] = partial(&whole);
                    row
                }
                Include::None | Include::Object => row(&version, whole, include, stage.now),
            },
        };
        let print = match form {
            Form::Binary => Print::Binary(binary::rest(&item)),
            Form::Objects | Form::Table(_) => Print::Text(Text::of(&item.to_string())),
        };
        Kind {
            print,
            version,
            app,
        }
    }

    fn name(&self, index: usize) -> String {
        format!("{}-{index:06}", self.app)
    }

    fn print(&self, body: &mut Vec<u8>, index: usize) {
        match &self.print {
            Print::Text(text) => text.print(body, &self.name(index), index),
            Print::Binary(rest) => {
                let uid = format!("p-{index}");
                let pod = binary::named(rest, &self.name(index), &namespace(index), &uid);
                body.extend(binary::item(&pod));
            }
        }
    }
}

/// A text in pieces, each followed by what stands between them.
struct Text(Vec<(String, Option<char>)>);

impl Text {
    fn of(text: &str) -> Text {
        let is_mark = |c: char| [NAME, PLACE, NUMBER].iter().any(|mark| mark.starts_with(c));
        let pieces = text.split_inclusive(is_mark);
        Text(
            pieces
                .map(|piece| match piece.chars().last().filter(|c| is_mark(*c)) {
                    Some(mark) => (piece.trim_end_matches(mark).to_string(), Some(mark)),
                    None => (piece.to_string(), None),
                })
                .collect(),
        )
    }

    /// Prints it with a comma behind.
    fn print(&self, body: &mut Vec<u8>, name: &str, index: usize) {
        for (piece, mark) in &self.0 {
            body.extend_from_slice(piece.as_bytes());
            // Writing to memory cannot fail.
            let _ = match mark.map(|mark| mark.to_string()).as_deref() {
                Some(NAME) => write!(body, "{name}"),
                Some(PLACE) => write!(body, "{}", namespace(index)),
                Some(_) => write!(body, "-{index}"),
                None => Ok(()),
            };
        }
        body.push(b',');
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{Crowd, State, TOKEN};
    use super::*;
    use std::collections::BTreeSet;
    use std::sync::Arc;

    const TABLE: &str = "application/json;as=Table;v=v1;g=meta.k8s.io";

    fn ask(pods: usize, path_and_query: &str, accept: &str) -> Value {
        let token = format!("Bearer {TOKEN}");
        let headers = [("authorization", token.as_str()), ("accept", accept)];
        let request = Request::get(path_and_query, &headers);
        let mut stage = Stage::at(State::After);
        stage.crowd = Some(Arc::new(Crowd {
            pods,
            odd: Vec::new(),
        }));
        serde_json::from_slice(&super::super::answer(&stage, &request).body).unwrap()
    }

    #[test]
    fn pages_hold_every_pod_once() {
        let mut all = BTreeSet::new();
        let mut path = "/api/v1/pods?limit=500&includeObject=Metadata".to_string();
        loop {
            let page = ask(1_201, &path, TABLE);
            for row in page["rows"].as_array().unwrap() {
                let part = |pointer| row.pointer(pointer).and_then(Value::as_str).unwrap();
                assert_eq!(part("/cells/0"), part("/object/metadata/name"));
                assert_eq!(part("/cells/2"), "Running");
                let namespace = part("/object/metadata/namespace");
                assert!(all.insert(format!("{namespace}/{}", part("/cells/0"))));
            }
            match page["metadata"]["continue"].as_str() {
                Some(next) if !next.is_empty() => {
                    path = format!("/api/v1/pods?limit=500&continue={next}");
                }
                _ => break,
            }
        }
        assert_eq!(all.len(), 1_201);
    }

    #[test]
    fn objects_come_without_a_table_and_a_selector_goes_elsewhere() {
        let list = ask(3, "/api/v1/pods", "application/json");
        assert_eq!(list["items"].as_array().unwrap().len(), 3);
        let alloy = "/api/v1/pods?labelSelector=app.kubernetes.io%2Fname%3Dalloy";
        let picked = ask(3, alloy, "application/json");
        assert_eq!(picked["items"].as_array().unwrap().len(), 10);
    }
}
