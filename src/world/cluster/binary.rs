//! The API server's binary form (protobuf) of a list of pods: the fields that tell how a pod is, and
//! the rest of it as ballast, so that its size is that of a real one.

use crate::facts::message::{Form, METADATA, POD, Row};
use chrono::DateTime;
use serde_json::{Value, json};

/// A field that holds bytes.
pub(crate) fn bytes(number: u64, held: &[u8]) -> Vec<u8> {
    let mut field = varint(number << 3 | 2);
    field.extend(varint(held.len() as u64));
    field.extend_from_slice(held);
    field
}

/// A field that holds a number.
pub(crate) fn count(number: u64, held: u64) -> Vec<u8> {
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
pub(crate) fn list(kind: &str, next: &str, items: &[u8]) -> Vec<u8> {
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
pub(crate) fn item(message: &[u8]) -> Vec<u8> {
    bytes(2, message)
}

/// A whole pod.
#[cfg(test)]
pub(crate) fn pod(pod: &Value) -> Vec<u8> {
    let name = pod["metadata"]["name"].as_str().unwrap_or_default();
    let namespace = pod["metadata"]["namespace"].as_str().unwrap_or_default();
    let uid = pod["metadata"]["uid"].as_str().unwrap_or_default();
    named(&rest(pod), name, namespace, uid)
}

/// A pod of a name, from the rest of it.
pub(crate) fn named(
    (metadata, others): &(Vec<u8>, Vec<u8>),
    name: &str,
    namespace: &str,
    uid: &str,
) -> Vec<u8> {
    let (name, uid) = (bytes(1, name.as_bytes()), bytes(5, uid.as_bytes()));
    let namespace = bytes(3, namespace.as_bytes());
    let metadata = [&name, &namespace, &uid, &metadata[..]].concat();
    [&bytes(1, &metadata)[..], others].concat()
}

/// All of a pod but its name, namespace and uid: of its metadata, and the other fields. What nobody reads is
/// there as long as it is in JSON, so that a pod has the size of a real one.
pub(crate) fn rest(pod: &Value) -> (Vec<u8>, Vec<u8>) {
    let metadata = message(
        &without(&pod["metadata"], &["name", "namespace", "uid"]),
        METADATA,
    );
    let others = message(&without(pod, &["metadata"]), POD);
    let unread = [
        &pod["metadata"]["managedFields"],
        &pod["spec"]["volumes"],
        &pod["spec"]["containers"],
    ];
    let ballast = bytes(15, json!(unread).to_string().as_bytes());
    (metadata, [others, ballast].concat())
}

fn without(object: &Value, left_out: &[&str]) -> Value {
    let mut kept = object.clone();
    if let Value::Object(fields) = &mut kept {
        fields.retain(|name, _| !left_out.contains(&name.as_str()));
    }
    kept
}

/// An object's message, by a table of its fields.
pub(crate) fn message(object: &Value, rows: &[Row]) -> Vec<u8> {
    let fields = rows.iter();
    fields
        .flat_map(|(number, name, form)| field(u64::from(*number), &object[*name], *form))
        .collect()
}

fn field(number: u64, value: &Value, form: Form) -> Vec<u8> {
    match (form, value) {
        (Form::Texts, Value::Array(all)) => {
            let all = all.iter();
            all.flat_map(|one| field(number, one, Form::Text)).collect()
        }
        (Form::Many(rows), Value::Array(all)) => {
            let all = all.iter();
            all.flat_map(|one| bytes(number, &message(one, rows)))
                .collect()
        }
        (Form::One(rows), Value::Object(_)) => bytes(number, &message(value, rows)),
        (Form::Pairs, Value::Object(all)) => {
            let pair = |(key, value): (&String, &Value)| {
                let value = value.as_str().unwrap_or_default();
                bytes(
                    number,
                    &[bytes(1, key.as_bytes()), bytes(2, value.as_bytes())].concat(),
                )
            };
            all.iter().flat_map(pair).collect()
        }
        (Form::Text, Value::String(text)) => bytes(number, text.as_bytes()),
        (Form::Time, Value::String(at)) => {
            let at = DateTime::parse_from_rfc3339(at).map_or(0, |at| at.timestamp());
            bytes(number, &count(1, at.cast_unsigned()))
        }
        (Form::Number | Form::Count, value) => value
            .as_i64()
            .map_or_else(Vec::new, |held| count(number, held.cast_unsigned())),
        (Form::Flag, Value::Bool(flag)) => count(number, u64::from(*flag)),
        (_, _) => Vec::new(),
    }
}
