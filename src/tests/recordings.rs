//! The recorded answers of a real API server: `tests/recordings`, made by its `make.py`.

use serde_json::Value;
use std::path::{Path, PathBuf};

/// A file or folder of the recordings. One that is missing fails the test.
#[track_caller]
pub(crate) fn path(file: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/recordings")
        .join(file);
    assert!(path.exists(), "{} is missing", path.display());
    path
}

/// What a file says.
#[track_caller]
pub(crate) fn text(file: &str) -> String {
    std::fs::read_to_string(path(file)).unwrap()
}

/// A recorded exchange as it is in its file.
#[track_caller]
pub(crate) fn exchange(file: &str) -> Value {
    serde_json::from_str(&text(file)).unwrap()
}

/// The body of a recorded answer.
#[track_caller]
pub(crate) fn body(file: &str) -> Value {
    exchange(file)["response"]["body"].take()
}

/// The items of a recorded list, with the kind and version that a typed list leaves out.
#[track_caller]
pub(crate) fn items(file: &str) -> Vec<Value> {
    let mut list = body(file);
    let kind = list["kind"]
        .as_str()
        .unwrap()
        .trim_end_matches("List")
        .to_string();
    let version = list["apiVersion"].clone();
    let mut items: Vec<Value> = list["items"].as_array_mut().unwrap().drain(..).collect();
    for item in &mut items {
        item["kind"] = Value::String(kind.clone());
        item["apiVersion"] = version.clone();
    }
    items
}
