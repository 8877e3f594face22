//! A large cluster for measuring: the list of pods over all namespaces holds so many pods, each a
//! copy of a recorded one under its own name, in 40 namespaces. Pages are put together from the one
//! recorded pod's text, so that what is measured is the client.

use super::super::Stage;
use super::super::answer::{Answer, Request};
use super::catalog::{Version, live, recorded};
use super::list::{self, Form, Target};
use super::table::{columns, partial, row};
use hyper::StatusCode;
use serde_json::{Value, json};

/// The recorded pod that all are copies of: running, ready, of a Deployment.
const MODEL: &str = "web-c944d9ddb-k82xc";
const NAMESPACES: usize = 40;
/// What stands in the model's text where a copy's own words go.
const NAME: &str = "@name@";
const NAMESPACE: &str = "@namespace@";

/// The list, or `None` if the request is about something else.
pub fn answer(stage: &Stage, request: &Request, target: &Target<'_>) -> Option<Answer> {
    let is_all = target.namespace.is_none() && target.name.is_none();
    let is_pods = target.known.resource == "pods" && target.known.group.is_empty();
    let picks = |name| request.param(name).is_some_and(|text| !text.is_empty());
    let picky = picks("labelSelector") || picks("fieldSelector") || picks("watch");
    if stage.crowd == 0 || !is_all || !is_pods || picky {
        return None;
    }
    Some(listed(stage, request, target).unwrap_or_else(|refusal| refusal))
}

fn listed(stage: &Stage, request: &Request, target: &Target<'_>) -> Result<Answer, Answer> {
    let form = list::form(request)?;
    let limit = list::limit(request)?.unwrap_or(stage.crowd);
    let first = next_after(&list::start(request)?);
    let end = (first + limit).min(stage.crowd);
    let (namespace, version) = model(stage);
    let whole = list::whole(stage, target.known, version);
    let (opening, item, rows) = match form {
        Form::Object => {
            let object = list::moved(stage, target.known, version.object.clone());
            let head = json!({"kind": "PodList", "apiVersion": "v1"});
            (head, object, "items")
        }
        Form::Metadata => {
            let head = json!({
                "kind": "PartialObjectMetadataList", "apiVersion": "meta.k8s.io/v1",
            });
            (head, partial(&whole), "items")
        }
        Form::Table(include) => {
            let columns = columns(recorded("", "pods"));
            let head = json!({
                "kind": "Table", "apiVersion": "meta.k8s.io/v1", "columnDefinitions": columns,
            });
            (head, row(version, whole, include, stage.now), "rows")
        }
    };
    let pieces = Pieces::of(&item, namespace);
    let mut metadata = json!({"resourceVersion": list::list_version(stage).to_string()});
    if end < stage.crowd {
        let last = format!(
            "{}/{}",
            namespace_of(end - 1, stage.crowd),
            name_of(end - 1)
        );
        metadata["continue"] = json!(list::token(list::list_version(stage), &last));
        metadata["remainingItemCount"] = json!(stage.crowd - end);
    }
    let mut body = opening.to_string();
    body.pop();
    body.push_str(&format!(",\"metadata\":{metadata},\"{rows}\":["));
    for number in first..end {
        if number > first {
            body.push(',');
        }
        pieces.write(number, stage.crowd, &mut body);
    }
    body.push_str("]}");
    Ok(Answer::body(StatusCode::OK, "application/json", body))
}

fn model(stage: &Stage) -> (&'static str, &'static Version) {
    let found = live(stage, "", "pods").find(|(version, _)| version.name() == MODEL);
    let (version, _) = found.expect("make.py records the pod in every state");
    (version.namespace(), version)
}

/// The model's text cut where a copy's own words go.
struct Pieces(Vec<String>);

impl Pieces {
    fn of(item: &Value, namespace: &str) -> Pieces {
        let text = item
            .to_string()
            .replace(MODEL, NAME)
            .replace(&format!("\"{namespace}\""), &format!("\"{NAMESPACE}\""));
        let mut pieces = Vec::new();
        for part in text.split(NAME) {
            if !pieces.is_empty() {
                pieces.push(NAME.to_string());
            }
            for (at, rest) in part.split(NAMESPACE).enumerate() {
                if at > 0 {
                    pieces.push(NAMESPACE.to_string());
                }
                pieces.push(rest.to_string());
            }
        }
        Pieces(pieces)
    }

    fn write(&self, number: usize, crowd: usize, out: &mut String) {
        let (name, namespace) = (name_of(number), namespace_of(number, crowd));
        for piece in &self.0 {
            out.push_str(match piece.as_str() {
                NAME => &name,
                NAMESPACE => &namespace,
                other => other,
            });
        }
    }
}

fn name_of(number: usize) -> String {
    format!("web-c944d9ddb-{number:06}")
}

fn namespace_of(number: usize, crowd: usize) -> String {
    format!("crowd-{:02}", number * NAMESPACES / crowd)
}

/// The number of the pod after a continue token's key, `crowd-00/web-c944d9ddb-000499\0`.
fn next_after(start: &str) -> usize {
    let digits = start.trim_end_matches('\0').rsplit('-').next();
    let last = digits.and_then(|digits| digits.parse::<usize>().ok());
    last.map_or(0, |last| last + 1)
}

#[cfg(test)]
mod tests {
    use super::super::super::{State, TOKEN};
    use super::*;
    use std::collections::BTreeSet;

    const TABLE: &str = "application/json;as=Table;v=v1;g=meta.k8s.io";

    fn ask(crowd: usize, path_and_query: &str, accept: &str) -> Value {
        let token = format!("Bearer {TOKEN}");
        let headers = [("authorization", token.as_str()), ("accept", accept)];
        let request = Request::get(path_and_query, &headers);
        let mut stage = Stage::at(State::After);
        stage.crowd = crowd;
        serde_json::from_slice(&super::super::answer(&stage, &request).body).unwrap()
    }

    #[test]
    fn pages_hold_every_pod_once_and_in_order() {
        let mut all = Vec::new();
        let mut path = "/api/v1/pods?limit=500&includeObject=Metadata".to_string();
        loop {
            let page = ask(1_201, &path, TABLE);
            all.extend(page["rows"].as_array().unwrap().iter().map(|row| {
                let part = |pointer| row.pointer(pointer).and_then(Value::as_str).unwrap();
                assert_eq!(part("/cells/0"), part("/object/metadata/name"));
                assert_eq!(part("/cells/2"), "Running");
                let namespace = part("/object/metadata/namespace");
                format!("{namespace}/{}", part("/cells/0"))
            }));
            let left = page["metadata"]["remainingItemCount"].as_u64();
            assert_eq!(left.unwrap_or_default() as usize, 1_201 - all.len());
            let Some(token) = page["metadata"]["continue"].as_str() else {
                break;
            };
            path = format!("/api/v1/pods?limit=500&continue={token}");
        }
        assert_eq!(all.len(), 1_201);
        assert!(all.is_sorted());
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 1_201);
    }

    #[test]
    fn objects_come_without_a_table_and_a_selector_goes_elsewhere() {
        let list = ask(3, "/api/v1/pods", "application/json");
        let items = list["items"].as_array().unwrap();
        assert_eq!(items.len(), 3);
        assert_eq!(items[2]["metadata"]["namespace"], "crowd-26");
        assert_eq!(items[0]["spec"], items[1]["spec"]);
        let alloy = "/api/v1/pods?labelSelector=app.kubernetes.io%2Fname%3Dalloy";
        let picked = ask(3, alloy, "application/json");
        assert_eq!(picked["items"].as_array().unwrap().len(), 10);
    }
}
