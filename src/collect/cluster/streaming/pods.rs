//! Pods of a list, one by one, of each only what tells whether something could be wrong with it.

use super::super::unhealthy::PodHealth;
use super::super::{Cluster, Trouble};
use super::message::{Message, named};
use super::protobuf::{self, Fields};
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
    pub health: PodHealth,
    whole: Whole<'a>,
}

/// What an object is made of.
enum Whole<'a> {
    Json(Value),
    Message(Message<'a>),
}

impl Passing<'_> {
    /// The object, with all that is judged of a pod.
    pub(crate) fn object(self) -> Result<Value, Trouble> {
        match self.whole {
            Whole::Json(object) => Ok(named(&object, POD)),
            Whole::Message(message) => Ok(Value::deserialize(message)?),
        }
    }
}

/// Reads the list of pods of a path as it flows in, handing on each. Gives the continuation as well, empty
/// if there is none.
pub(crate) async fn pods<S: Send + 'static>(
    cluster: &Cluster,
    path: &str,
    state: S,
    pod: fn(&mut S, Passing<'_>) -> Result<bool, Trouble>,
) -> Result<(S, String), Trouble> {
    let parsed = super::parse(cluster, path, PODS, move |form, source| {
        let (mut state, mut broken) = (state, None);
        let next = match form {
            Form::Json => items::list(source, |item| {
                let passing = Passing {
                    // What has not a pod's shape is one to look at.
                    health: PodHealth::deserialize(&item).unwrap_or_default(),
                    whole: Whole::Json(item),
                };
                let kept = pod(&mut state, passing);
                kept.unwrap_or_else(|trouble| {
                    broken = Some(trouble);
                    false
                })
            })?,
            Form::Protobuf => protobuf::list(source, "PodList", |item| {
                let message = Message(Fields(item), POD);
                let passing = Passing {
                    health: PodHealth::deserialize(message)?,
                    whole: Whole::Message(message),
                };
                pod(&mut state, passing).map(|_| ())
            })?,
        };
        broken.map_or(Ok((state, next)), Err)
    });
    parsed.await
}

#[cfg(test)]
mod tests;
