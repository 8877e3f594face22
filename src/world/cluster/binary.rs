//! The API server's binary form (protobuf) of a list of pods: the fields that tell how a pod is, and
//! the rest of it as ballast, so that its size is that of a real one.
//!
//! Source: `k8s.io/api/core/v1/generated.proto`; checked against `testdata/HEAD/core.v1.Pod.pb` there.

use serde_json::Value;

/// A field that holds bytes.
pub fn bytes(number: u64, held: &[u8]) -> Vec<u8> {
    let mut field = varint(number << 3 | 2);
    field.extend(varint(held.len() as u64));
    field.extend_from_slice(held);
    field
}

/// A field that holds a number.
pub fn count(number: u64, held: u64) -> Vec<u8> {
    let mut field = varint(number << 3);
    field.extend(varint(held));
    field
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut all = Vec::new();
    while value >= 0x80 {
        all.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    all.push(value as u8);
    all
}

/// A list in the API server's envelope. `items` are fields already ([`item`]).
pub fn list(kind: &str, next: &str, items: &[u8]) -> Vec<u8> {
    let named = [bytes(1, b"v1"), bytes(2, kind.as_bytes())].concat();
    let metadata = [bytes(1, b""), bytes(2, b"9000"), bytes(3, next.as_bytes())].concat();
    let raw = [&bytes(1, &metadata), items].concat();
    [
        &b"k8s\0"[..],
        &bytes(1, &named),
        &bytes(2, &raw),
        &bytes(3, b""),
        &bytes(4, b""),
    ]
    .concat()
}

/// An item of a list.
pub fn item(message: &[u8]) -> Vec<u8> {
    bytes(2, message)
}

/// A whole pod.
#[cfg(test)]
pub fn pod(pod: &Value) -> Vec<u8> {
    let name = pod["metadata"]["name"].as_str().unwrap_or_default();
    let namespace = pod["metadata"]["namespace"].as_str().unwrap_or_default();
    named(&rest(pod), name, namespace)
}

/// A pod of a name, from the rest of it.
pub fn named((metadata, others): &(Vec<u8>, Vec<u8>), name: &str, namespace: &str) -> Vec<u8> {
    let name = bytes(1, name.as_bytes());
    let namespace = bytes(3, namespace.as_bytes());
    let metadata = [&name, &namespace, &metadata[..]].concat();
    [&bytes(1, &metadata)[..], others].concat()
}

/// All of a pod but its name and namespace: of its metadata, and the other fields.
pub fn rest(pod: &Value) -> (Vec<u8>, Vec<u8>) {
    let (meta, spec, status) = (&pod["metadata"], &pod["spec"], &pod["status"]);
    let deleted = match meta["deletionTimestamp"].is_string() {
        true => bytes(9, &count(1, 1_764_900_000)),
        false => Vec::new(),
    };
    let metadata = [
        number(7, &meta["generation"]),
        bytes(8, &count(1, 1_764_800_000)),
        deleted,
        ballast(17, meta),
    ];
    let spec = [
        each(2, &spec["containers"], container),
        text(3, &spec["restartPolicy"]),
        text(10, &spec["nodeName"]),
        each(20, &spec["initContainers"], container),
        each(28, &spec["readinessGates"], |one| {
            text(1, &one["conditionType"])
        }),
        ballast(1, &spec["volumes"]),
    ];
    let status = [
        text(1, &status["phase"]),
        each(2, &status["conditions"], condition),
        text(4, &status["reason"]),
        each(8, &status["containerStatuses"], of_container),
        each(10, &status["initContainerStatuses"], of_container),
        number(17, &status["observedGeneration"]),
    ];
    let others = [bytes(2, &spec.concat()), bytes(3, &status.concat())].concat();
    (metadata.concat(), others)
}

fn text(field: u64, value: &Value) -> Vec<u8> {
    let held = value.as_str();
    held.map_or_else(Vec::new, |text| bytes(field, text.as_bytes()))
}

fn number(field: u64, value: &Value) -> Vec<u8> {
    let held = match value {
        Value::Bool(flag) => Some(u64::from(*flag)),
        other => other.as_u64(),
    };
    held.map_or_else(Vec::new, |held| count(field, held))
}

fn each(field: u64, list: &Value, message: impl Fn(&Value) -> Vec<u8>) -> Vec<u8> {
    let all = list.as_array().into_iter().flatten();
    all.flat_map(|one| bytes(field, &message(one))).collect()
}

/// What nobody reads, as long as it is in JSON.
fn ballast(field: u64, value: &Value) -> Vec<u8> {
    match value.is_null() {
        true => Vec::new(),
        false => bytes(field, &bytes(1, value.to_string().as_bytes())),
    }
}

fn container(one: &Value) -> Vec<u8> {
    let policy = text(24, &one["restartPolicy"]);
    [text(1, &one["name"]), ballast(7, &one["env"]), policy].concat()
}

fn condition(one: &Value) -> Vec<u8> {
    let observed = number(7, &one["observedGeneration"]);
    [text(1, &one["type"]), text(2, &one["status"]), observed].concat()
}

fn of_container(one: &Value) -> Vec<u8> {
    let state = &one["state"];
    let mut held = Vec::new();
    for (field, word) in [(1, "waiting"), (2, "running")] {
        if state[word].is_object() {
            held.extend(bytes(field, &bytes(1, b"")));
        }
    }
    if state["terminated"].is_object() {
        let code = number(1, &state["terminated"]["exitCode"]);
        held.extend(bytes(3, &code));
    }
    [
        text(1, &one["name"]),
        bytes(2, &held),
        // How the run before ended tells nothing of this one.
        bytes(3, &bytes(3, &count(1, 137))),
        number(4, &one["ready"]),
        number(5, &one["restartCount"]),
    ]
    .concat()
}
