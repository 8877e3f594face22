//! The API server: paths to answers. What it answers was recorded from kube-apiserver 1.36.2; what
//! it refuses, in the words of the recorded errors.

pub(crate) mod binary;
mod catalog;
mod crowd;
mod discovery;
mod list;
mod logs;
mod put;
mod review;
mod selector;
mod status;
mod table;

use super::answer::{Answer, Request};
use super::{Stage, State, TOKEN};
use hyper::{Method, StatusCode};
use list::Target;

pub(super) use catalog::Version;
pub(super) use list::expired_continue;
pub(super) use logs::Line;
pub(super) use put::Put;
pub(super) use status::failure;

/// The answer to one request.
pub(super) fn answer(stage: &Stage, request: &Request) -> Answer {
    match request.bearer() {
        Some(TOKEN) => {}
        Some(_) => return status::unauthorized(),
        None if stage.anonymous => {}
        None => return status::anonymous(request),
    }
    let segments = request.segments();
    if request.method == Method::POST {
        return review::answer(&segments, request).unwrap_or_else(status::method_not_allowed);
    }
    if request.method != Method::GET {
        return status::method_not_allowed();
    }
    if let Some(answer) = crowd::answer(stage, request, &segments) {
        return answer;
    }
    match segments.as_slice() {
        ["version"] => Answer::ok(&discovery::version()),
        ["readyz" | "livez" | "healthz"] => Answer::text(StatusCode::OK, "ok"),
        ["api"] => discovery::core(request),
        ["apis"] => discovery::groups(stage, request, put::groups(stage)),
        ["api", version] => discovery::resources(stage, "", version),
        ["apis", group] => discovery::group(stage, group),
        ["apis", group, version] => discovery::resources(stage, group, version),
        ["api", version, rest @ ..] => objects(stage, request, "", version, rest),
        ["apis", group, version, rest @ ..] => objects(stage, request, group, version, rest),
        _ => status::page_not_found(),
    }
}

/// Whether the state's cluster serves a group at all.
fn serves(stage: &Stage, group: &str) -> bool {
    match stage.state {
        State::WithoutMetrics => group != "metrics.k8s.io",
        State::Before | State::During(_) | State::After | State::MetricsWarming | State::Later => {
            true
        }
    }
}

fn objects(stage: &Stage, request: &Request, group: &str, version: &str, rest: &[&str]) -> Answer {
    let is_known = discovery::has_group(group) || stage.put.iter().any(|put| put.group() == group);
    if !serves(stage, group) || !is_known {
        return status::page_not_found();
    }
    let (namespace, resource, name, subresource) = match rest {
        // A namespace's own object and its subresources.
        ["namespaces", name] => (None, "namespaces", Some(*name), None),
        ["namespaces", name, sub @ ("status" | "finalize")] => {
            (None, "namespaces", Some(*name), Some(*sub))
        }
        ["namespaces", namespace, resource] => (Some(*namespace), *resource, None, None),
        ["namespaces", namespace, resource, name] => {
            (Some(*namespace), *resource, Some(*name), None)
        }
        ["namespaces", namespace, resource, name, sub] => {
            (Some(*namespace), *resource, Some(*name), Some(*sub))
        }
        [resource] => (None, *resource, None, None),
        [resource, name] => (None, *resource, Some(*name), None),
        [resource, name, sub] => (None, *resource, Some(*name), Some(*sub)),
        _ => return status::page_not_found(),
    };
    let known = discovery::resource(group, version, resource)
        .or_else(|| put::known(stage, group, version, resource));
    let Some(known) = known else {
        return if discovery::is_custom(group) {
            status::page_not_found()
        } else {
            status::no_such_resource()
        };
    };
    if known.namespaced != namespace.is_some() && (name.is_some() || namespace.is_some()) {
        return status::no_such_resource();
    }
    let target = Target {
        known,
        namespace,
        name,
    };
    match (name, subresource) {
        (Some(name), Some("log")) if resource == "pods" && group.is_empty() => {
            logs::answer(stage, request, namespace.unwrap_or_default(), name)
        }
        (Some(_), None | Some("status")) => list::one(stage, request, &target),
        (None, None) => list::all(stage, request, &target),
        (_, Some(_)) => status::no_such_resource(),
    }
}

/// A container that writes a log.
pub(super) struct Source {
    pub pod: &'static Version,
    pub container: &'static str,
}

impl Source {
    /// Its lines, oldest first.
    pub(super) fn lines(&self, stage: &Stage) -> Vec<Line> {
        logs::lines(stage, self.pod, self.container)
    }

    /// The name of the program: the usual label, else the container's name.
    pub(super) fn app(&self) -> String {
        let label = self.pod.text("/metadata/labels/app.kubernetes.io~1name");
        if label.is_empty() {
            self.container.to_string()
        } else {
            label.to_string()
        }
    }
}

/// Every container of every pod that has a node.
pub(super) fn pod_logs(stage: &Stage) -> Vec<Source> {
    let pods = objects_of(stage, "", "pods").filter(|pod| !pod.text("/spec/nodeName").is_empty());
    pods.flat_map(|pod| logs::containers(pod).map(move |container| Source { pod, container }))
        .collect()
}

/// The objects of a resource in the stage's state, for the other servers of the world.
pub(super) fn objects_of<'a>(
    stage: &'a Stage,
    group: &str,
    resource: &str,
) -> impl Iterator<Item = &'static Version> + 'a {
    put::live(stage, group, resource).map(|(version, _)| version)
}

#[cfg(test)]
mod tests;
