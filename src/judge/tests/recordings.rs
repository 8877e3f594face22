//! Test data: the recorded answers of a real API server, where they are at hand.

use serde_json::Value;
use std::path::PathBuf;

/// The folder of recordings; `None` where the checkout has none beside it.
fn folder() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/recordings");
    [beside, "/work/shared/recordings"]
        .map(PathBuf::from)
        .into_iter()
        .find(|path| path.is_dir())
}

/// A recorded exchange as it is in its file.
pub fn exchange(file: &str) -> Option<Value> {
    let text = std::fs::read_to_string(folder()?.join(file)).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

/// The body of a recorded answer.
pub fn body(file: &str) -> Option<Value> {
    Some(exchange(file)?["response"]["body"].take())
}

/// The items of a recorded list, with the kind and version that a typed list leaves out.
pub fn items(file: &str) -> Option<Vec<Value>> {
    let mut list = body(file)?;
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
    Some(items)
}
