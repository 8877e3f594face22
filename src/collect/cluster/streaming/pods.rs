//! Pods of a list, one by one, of each only what tells whether something could be wrong with it.

use super::super::glimpse::{
    Condition, Container, ContainerStatus, Gate, Glimpse, Metadata, Present, Spec, State, Status,
    Terminated,
};
use super::super::{Cluster, Trouble};
use super::object::{named, object};
use super::protobuf::{self, Broken, Fields, Held};
use super::{Form, items};
use crate::facts::message::POD;
use serde::Deserialize;
use serde_json::Value;

/// What a list of pods is asked for with: the binary form is the cheapest for both sides.
const PODS: &str = "application/vnd.kubernetes.protobuf,application/json";

/// A pod as it flows by: what tells whether anything could be wrong with it, and the object to be made of it if
/// so.
pub(crate) struct Passing<'a> {
    /// Those fields.
    pub glimpse: Glimpse,
    whole: Whole<'a>,
}

/// What an object is made of.
enum Whole<'a> {
    Json(Value),
    Message(Fields<'a>),
}

impl Passing<'_> {
    /// The object, with all that is judged of a pod.
    ///
    /// # Errors
    /// A message that is not of the form.
    pub(crate) fn object(self) -> Result<Value, Trouble> {
        match self.whole {
            Whole::Json(object) => Ok(named(&object, POD)),
            Whole::Message(fields) => Ok(object(fields, POD)?),
        }
    }
}

/// Reads the list of pods of a path as it flows in, handing on each.
///
/// # Errors
/// Whatever keeps it from being read to its end.
pub(crate) async fn pods<S: Send + 'static>(
    cluster: &Cluster,
    path: &str,
    state: S,
    pod: fn(&mut S, Passing<'_>) -> Result<bool, Trouble>,
) -> Result<S, Trouble> {
    let parsed = super::parse(cluster, path, PODS, move |form, source| {
        let (mut state, mut broken) = (state, None);
        let next = match form {
            Form::Json => items::list(source, |item| {
                let passing = Passing {
                    // What has not a pod's shape is one to look at.
                    glimpse: Glimpse::deserialize(&item).unwrap_or_default(),
                    whole: Whole::Json(item),
                };
                let kept = pod(&mut state, passing);
                kept.unwrap_or_else(|trouble| {
                    broken = Some(trouble);
                    false
                })
            })?,
            Form::Protobuf => protobuf::list(source, "PodList", |item| {
                let fields = Fields(item);
                let passing = Passing {
                    glimpse: glimpse(fields)?,
                    whole: Whole::Message(fields),
                };
                pod(&mut state, passing).map(|_| ())
            })?,
        };
        super::must_be_whole(&next)?;
        broken.map_or(Ok(state), Err)
    });
    parsed.await
}

/// `Pod`: 1 metadata, 2 spec, 3 status.
///
/// The numbers here are those of `k8s.io/api/core/v1/generated.proto` (and of `ObjectMeta` in
/// `k8s.io/apimachinery`). They never change; a field that is not read makes a pod one to look at.
fn glimpse(fields: Fields<'_>) -> Result<Glimpse, Broken> {
    let mut pod = Glimpse::default();
    for field in fields {
        match field? {
            (1, held) => pod.metadata = metadata(held.fields())?,
            (2, held) => pod.spec = spec(held.fields())?,
            (3, held) => pod.status = status(held.fields())?,
            _ => {}
        }
    }
    Ok(pod)
}

fn metadata(fields: Fields<'_>) -> Result<Metadata, Broken> {
    let mut all = Metadata::default();
    for field in fields {
        match field? {
            (1, held) => all.name = held.text(),
            (3, held) => all.namespace = held.text(),
            (7, held) => all.generation = Some(held.number()),
            (9, _) => all.deletion_timestamp = Some(Present),
            _ => {}
        }
    }
    Ok(all)
}

fn spec(fields: Fields<'_>) -> Result<Spec, Broken> {
    let mut all = Spec::default();
    for field in fields {
        match field? {
            (2, held) => all.containers.push(container(held.fields())?),
            (3, held) => all.restart_policy = held.text(),
            (20, held) => all.init_containers.push(container(held.fields())?),
            (28, held) => all.readiness_gates.push(Gate {
                condition_type: first_text(held)?,
            }),
            _ => {}
        }
    }
    Ok(all)
}

fn container(fields: Fields<'_>) -> Result<Container, Broken> {
    let mut all = Container::default();
    for field in fields {
        match field? {
            (1, held) => all.name = held.text(),
            (24, held) => all.restart_policy = held.text(),
            _ => {}
        }
    }
    Ok(all)
}

fn status(fields: Fields<'_>) -> Result<Status, Broken> {
    let mut all = Status::default();
    for field in fields {
        match field? {
            (1, held) => all.phase = held.text(),
            (2, held) => all.conditions.push(condition(held.fields())?),
            (4, held) => all.reason = held.text(),
            (8, held) => all.container_statuses.push(of_container(held.fields())?),
            (10, held) => all
                .init_container_statuses
                .push(of_container(held.fields())?),
            (17, held) => all.observed_generation = Some(held.number()),
            _ => {}
        }
    }
    Ok(all)
}

fn condition(fields: Fields<'_>) -> Result<Condition, Broken> {
    let mut all = Condition::default();
    for field in fields {
        match field? {
            (1, held) => all.kind = held.text(),
            (2, held) => all.status = held.text(),
            (7, held) => all.observed_generation = Some(held.number()),
            _ => {}
        }
    }
    Ok(all)
}

fn of_container(fields: Fields<'_>) -> Result<ContainerStatus, Broken> {
    let mut all = ContainerStatus::default();
    for field in fields {
        match field? {
            (1, held) => all.name = held.text(),
            (2, held) => all.state = state(held.fields())?,
            (4, held) => all.ready = held.number() != 0,
            _ => {}
        }
    }
    Ok(all)
}

fn state(fields: Fields<'_>) -> Result<State, Broken> {
    let mut all = State::default();
    for field in fields {
        match field? {
            (1, _) => all.waiting = Some(Present),
            (2, _) => all.running = Some(Present),
            (3, held) => {
                let mut exit_code = 0;
                for field in held.fields() {
                    if let (1, held) = field? {
                        exit_code = held.number();
                    }
                }
                all.terminated = Some(Terminated { exit_code });
            }
            _ => {}
        }
    }
    Ok(all)
}

/// The text of the first field of a message.
fn first_text(held: Held<'_>) -> Result<String, Broken> {
    let mut text = String::new();
    for field in held.fields() {
        if let (1, held) = field? {
            text = held.text();
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests;
