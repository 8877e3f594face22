use super::*;
use crate::facts::message::POD;
use crate::world::binary;
use serde::Deserialize;

fn object(fields: Fields<'_>) -> Result<Value, Broken> {
    Value::deserialize(Message(fields, POD))
}

/// The message inside its envelope: `k8s\0`, and a `runtime.Unknown` whose second field it is.
fn raw(enveloped: &[u8]) -> Held<'_> {
    part(Held::Bytes(&enveloped[4..]), 2).unwrap().unwrap()
}

/// Whether an object has each field that a table names.
fn has_all(object: &Value, rows: &[Row]) -> bool {
    rows.iter()
        .all(|(_, name, form)| match (form, &object[*name]) {
            (Form::One(rows), value) => has_all(value, rows),
            (Form::Many(rows), Value::Array(all)) => all.iter().all(|one| has_all(one, rows)),
            (_, value) => !value.is_null(),
        })
}

/// `testdata/HEAD/core.v1.Pod.pb` of `k8s.io/api` has every field of a Pod set; `pod.json` is what the file
/// beside it says of those that are read.
#[test]
fn every_field_is_what_kubernetes_wrote() {
    let json: Value = serde_json::from_str(include_str!("pod.json")).unwrap();
    let read = object(raw(include_bytes!("pod.pb")).fields()).unwrap();
    assert_eq!(read, named(&json, POD));
    assert!(has_all(&json, POD));
}

/// The test world writes by the same tables; what Kubernetes wrote comes out of it unchanged.
#[test]
fn what_the_world_writes_is_what_is_read() {
    let json: Value = serde_json::from_str(include_str!("pod.json")).unwrap();
    let written = binary::message(&json, POD);
    let read = object(Fields(&written)).unwrap();
    assert_eq!(read, named(&json, POD));
}

#[test]
fn what_is_zero_in_go_is_absent_where_json_leaves_it_out() {
    let pod = serde_json::json!({"metadata": {"name": "", "creationTimestamp": "1970-01-01T00:00:00Z"},
        "status": {"containerStatuses": [{"name": "a", "ready": false, "restartCount": 0, "state": {}}]}});
    let read = object(Fields(&binary::message(&pod, POD))).unwrap();
    let expected = serde_json::json!({"metadata": {},
        "status": {"containerStatuses": [{"name": "a", "ready": false, "restartCount": 0, "state": {}}]}});
    assert_eq!(read, expected);
    assert!(object(Fields(&[0x0a, 5, 1])).is_err());
}
