//! Prometheus' queries over a handful of series about the DaemonSet, in the names of
//! kube-state-metrics.

use super::answer::{Answer, Request};
use super::cluster::objects_of;
use super::matcher::{Cursor, Labels, Matcher};
use super::{CONTEXT, Stage};
use hyper::StatusCode;
use serde_json::{Value, json};

/// The answer to one request.
pub(super) fn answer(stage: &Stage, request: &Request) -> Answer {
    match request.segments().as_slice() {
        ["-", "ready"] => Answer::text(StatusCode::OK, "Prometheus Server is Ready.\n"),
        ["-", "healthy"] => Answer::text(StatusCode::OK, "Prometheus Server is Healthy.\n"),
        ["api", "v1", "query" | "query_range"] => {
            let asked = instant(stage, request.param("query").unwrap_or_default());
            match asked.map(|body| over_time(request, body)) {
                Ok(body) => Answer::ok(&body),
                Err(error) => Answer::json(
                    StatusCode::BAD_REQUEST,
                    &json!({"status": "error", "errorType": "bad_data",
                        "error": format!("invalid parameter \"query\": {error}")}),
                ),
            }
        }
        _ => Answer::text(StatusCode::NOT_FOUND, "404 page not found\n"),
    }
}

/// The same series over the time that a range query asks for; nothing of this world changes in it.
fn over_time(request: &Request, mut body: Value) -> Value {
    let number = |name: &str| {
        request
            .param(name)
            .and_then(|text| text.parse::<f64>().ok())
    };
    let (Some(start), Some(end), Some(step)) = (number("start"), number("end"), number("step"))
    else {
        return body;
    };
    let steps = ((end - start) / step.max(1.0)).floor() as u32;
    body["data"]["resultType"] = json!("matrix");
    for series in body["data"]["result"].as_array_mut().into_iter().flatten() {
        let value = series["value"][1].take();
        let at = |step_number: u32| json!([start + step * f64::from(step_number), value]);
        let values: Vec<Value> = (0..=steps.min(11_000)).map(at).collect();
        *series = json!({"metric": series["metric"], "values": values});
    }
    body
}

/// `NAME{…}`, or `sum`, `count`, `min` or `max` of it.
fn instant(stage: &Stage, query: &str) -> Result<Value, String> {
    let mut cursor = Cursor::new(query);
    let name = cursor.name().ok_or_else(|| cursor.error())?;
    let aggregate = matches!(name, "sum" | "count" | "min" | "max").then_some(name);
    let metric = match aggregate {
        None => name,
        Some(_) => {
            cursor.expect("(")?;
            cursor.name().ok_or_else(|| cursor.error())?
        }
    };
    let matchers = if cursor.rest().starts_with('{') {
        cursor.matchers()?
    } else {
        Vec::new()
    };
    if aggregate.is_some() {
        cursor.expect(")")?;
    }
    if !cursor.is_done() {
        return Err(cursor.error());
    }
    let found = selected(stage, metric, &matchers);
    let result: Vec<(Labels, f64)> = match aggregate {
        None => found,
        Some(_) if found.is_empty() => Vec::new(),
        Some(word) => vec![(Labels::new(), aggregated(word, &found))],
    };
    let now = stage.now.timestamp_millis() as f64 / 1000.0;
    let result: Vec<Value> = result
        .into_iter()
        .map(|(labels, value)| json!({"metric": labels, "value": [now, value.to_string()]}))
        .collect();
    Ok(json!({"status": "success", "data": {"resultType": "vector", "result": result}}))
}

fn selected(stage: &Stage, metric: &str, matchers: &[Matcher]) -> Vec<(Labels, f64)> {
    let all = series(stage).into_iter();
    all.filter(|(name, labels, _)| name == metric && matchers.iter().all(|each| each.fits(labels)))
        .map(|(name, mut labels, value)| {
            labels.insert("__name__".into(), name);
            (labels, value)
        })
        .collect()
}

fn aggregated(word: &str, found: &[(Labels, f64)]) -> f64 {
    let values = found.iter().map(|(_, value)| *value);
    match word {
        "count" => found.len() as f64,
        "min" => values.fold(f64::INFINITY, f64::min),
        "max" => values.fold(f64::NEG_INFINITY, f64::max),
        _ => values.sum(),
    }
}

fn series(stage: &Stage) -> Vec<(String, Labels, f64)> {
    let mut out = Vec::new();
    let labels = |pairs: &[(&str, &str)]| -> Labels {
        let pairs = pairs.iter().chain(&[("cluster", CONTEXT)]);
        pairs
            .map(|(name, value)| ((*name).to_string(), (*value).to_string()))
            .collect()
    };
    for daemonset in objects_of(stage, "apps", "daemonsets") {
        let name = daemonset.name();
        let pairs = labels(&[("daemonset", name), ("namespace", daemonset.namespace())]);
        for (metric, field) in [
            (
                "kube_daemonset_status_desired_number_scheduled",
                "desiredNumberScheduled",
            ),
            (
                "kube_daemonset_status_current_number_scheduled",
                "currentNumberScheduled",
            ),
            ("kube_daemonset_status_number_ready", "numberReady"),
            ("kube_daemonset_status_number_available", "numberAvailable"),
            (
                "kube_daemonset_status_number_misscheduled",
                "numberMisscheduled",
            ),
        ] {
            let value = daemonset.object["status"][field]
                .as_f64()
                .unwrap_or_default();
            out.push((metric.to_string(), pairs.clone(), value));
        }
    }
    for pod in objects_of(stage, "", "pods") {
        let of_pod = labels(&[("namespace", pod.namespace()), ("pod", pod.name())]);
        let restarts = pod
            .object
            .pointer("/status/containerStatuses/0/restartCount");
        let restarts = restarts.and_then(Value::as_f64).unwrap_or_default();
        out.push((
            "kube_pod_container_status_restarts_total".into(),
            of_pod.clone(),
            restarts,
        ));
        if pod.text("/metadata/labels/app.kubernetes.io~1name") == "alloy" {
            let mut of_target = of_pod;
            of_target.insert("job".into(), "alloy".into());
            out.push(("up".into(), of_target, 1.0));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::State;
    use super::*;

    fn ask(state: State, query: &str) -> (u16, Value) {
        let path = format!("/api/v1/query?query={}", query.replace('=', "%3D"));
        let answer = answer(&Stage::at(state), &Request::get(&path, &[]));
        (
            answer.status.as_u16(),
            serde_json::from_slice(&answer.body).unwrap(),
        )
    }

    #[test]
    fn answers_instant_queries() {
        let ready = "kube_daemonset_status_number_ready{daemonset=\"alloy\"}";
        let table = [
            (State::Before, ready, json!("7")),
            (State::After, ready, json!("10")),
            (State::After, "count(up{job=\"alloy\"})", json!("10")),
            (
                State::After,
                "max(kube_pod_container_status_restarts_total)",
                json!("7"),
            ),
        ];
        for (state, query, value) in table {
            let (_, body) = ask(state, query);
            assert_eq!(body["data"]["result"][0]["value"][1], value, "{query}");
        }
        assert_eq!(ask(State::After, "nothing").1["data"]["result"], json!([]));
        let (status, body) = ask(State::After, "up{");
        assert_eq!(
            (status, body["errorType"].as_str()),
            (400, Some("bad_data"))
        );
    }
}
