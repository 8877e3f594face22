//! What a kustomization makes of its resources, as far as a plan needs it: names, namespace, replicas,
//! images, and patches that are merged. Pure.

use crate::facts::fields;
use crate::judge::object;
use serde_json::{Map, Value, json};

fn strings(value: &Value, key: &str) -> Vec<String> {
    let list = value.get(key).and_then(Value::as_array);
    let texts = list.into_iter().flatten().filter_map(Value::as_str);
    texts.map(String::from).collect()
}

/// The resources, bases and components.
pub(super) fn resources(kustomization: &Value) -> Vec<String> {
    let keys = ["resources", "bases", "components"];
    keys.iter()
        .flat_map(|key| strings(kustomization, key))
        .collect()
}

/// All that it is put together from: resources, patches, generators' files, values of charts.
pub(super) fn parts(kustomization: &Value) -> Vec<String> {
    let mut all = resources(kustomization);
    all.extend(strings(kustomization, "patchesStrategicMerge"));
    all.extend(strings(kustomization, "configurations"));
    let list = |key: &str| fields::list(kustomization, &format!("/{key}"));
    for key in ["patches", "patchesJson6902"] {
        let paths = list(key).iter().map(|one| fields::text(one, "/path"));
        all.extend(paths.map(String::from));
    }
    for key in ["configMapGenerator", "secretGenerator"] {
        for one in list(key) {
            let files = strings(one, "files")
                .into_iter()
                .chain(strings(one, "envs"));
            all.extend(files.map(|file| match file.split_once('=') {
                Some((_, file)) => file.to_owned(),
                None => file,
            }));
        }
    }
    for one in list("helmCharts") {
        all.push(fields::text(one, "/valuesFile").to_owned());
    }
    // A patch that stands in the list itself is no path.
    all.retain(|path| !path.is_empty() && !path.contains('\n'));
    all
}

/// Applies it to the objects of its resources; `text` reads a file beside it.
pub(super) fn apply(
    kustomization: &Value,
    objects: &mut [Value],
    text: &dyn Fn(&str) -> Option<String>,
) {
    for (patch, target) in patches(kustomization, text) {
        for object in objects
            .iter_mut()
            .filter(|one| is_meant(one, &patch, target.as_ref()))
        {
            merge(object, &patch);
        }
    }
    let set = |key: &str| fields::text(kustomization, &format!("/{key}"));
    for one in fields::list(kustomization, "/replicas") {
        let name = fields::text(one, "/name");
        let own = objects
            .iter_mut()
            .filter(|object| fields::name(object) == name);
        for object in own.filter(|object| object.pointer("/spec/template").is_some()) {
            if let Some(count) = one.get("count") {
                object["spec"]["replicas"] = count.clone();
            }
        }
    }
    for one in fields::list(kustomization, "/images") {
        objects.iter_mut().for_each(|object| images(object, one));
    }
    for object in objects.iter_mut() {
        let name = fields::name(object).to_owned();
        if name.is_empty() {
            continue;
        }
        if !set("namespace").is_empty() {
            object["metadata"]["namespace"] = json!(set("namespace"));
        }
        object["metadata"]["name"] =
            json!(format!("{}{name}{}", set("namePrefix"), set("nameSuffix")));
    }
}

/// The patches that are merged, each with its target.
fn patches(
    kustomization: &Value,
    text: &dyn Fn(&str) -> Option<String>,
) -> Vec<(Value, Option<Value>)> {
    let mut all = Vec::new();
    let mut add = |source: Option<String>, target: Option<&Value>| {
        let documents = source.and_then(|source| object::documents(&source));
        let merged = documents.into_iter().flatten().filter(Value::is_object);
        all.extend(merged.map(|patch| (patch, target.cloned())));
    };
    for one in strings(kustomization, "patchesStrategicMerge") {
        if one.contains('\n') {
            add(Some(one), None)
        } else {
            add(text(&one), None)
        }
    }
    for one in fields::list(kustomization, "/patches") {
        let inline = one.get("patch").and_then(Value::as_str).map(String::from);
        let source = inline.or_else(|| text(fields::text(one, "/path")));
        add(source, one.get("target"));
    }
    all
}

fn is_meant(object: &Value, patch: &Value, target: Option<&Value>) -> bool {
    let same = |wanted: &str, own: &str| wanted.is_empty() || wanted == own;
    match target {
        Some(target) => {
            let has_selector = target.get("labelSelector").is_some();
            same(fields::text(target, "/kind"), fields::kind(object))
                && same(fields::text(target, "/name"), fields::name(object))
                && !has_selector
        }
        None => {
            fields::kind(patch) == fields::kind(object)
                && fields::name(patch) == fields::name(object)
        }
    }
}

/// A strategic merge: maps key by key, lists of named items by name, else as a whole; `null` removes.
fn merge(into: &mut Value, patch: &Value) {
    match (into, patch) {
        (Value::Object(own), Value::Object(patch)) => {
            for (key, value) in patch {
                match (key.as_str(), value) {
                    // It is found by its name, which stays.
                    ("metadata", Value::Object(new)) => {
                        let own = own.entry("metadata").or_insert_with(|| json!({}));
                        let rest: Map<String, Value> = new
                            .iter()
                            .filter(|(key, _)| *key != "name")
                            .map(|(key, value)| (key.clone(), value.clone()))
                            .collect();
                        let name = own.get("name").cloned();
                        merge(own, &Value::Object(rest));
                        if let (Some(name), Some(own)) = (name, own.as_object_mut()) {
                            own.insert("name".into(), name);
                        }
                    }
                    (key, Value::Null) => drop(own.remove(key)),
                    (key, value) => merge(own.entry(key).or_insert(Value::Null), value),
                }
            }
        }
        (Value::Array(own), Value::Array(patch))
            if patch.iter().all(|item| item.get("name").is_some()) =>
        {
            for item in patch {
                match own
                    .iter_mut()
                    .find(|one| one.get("name") == item.get("name"))
                {
                    Some(one) => merge(one, item),
                    None => own.push(item.clone()),
                }
            }
        }
        (own, patch) => *own = patch.clone(),
    }
}

/// Sets the images of a name everywhere in an object.
fn images(value: &mut Value, wanted: &Value) {
    match value {
        Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                if key == "image" && value.is_string() {
                    let image = value.as_str().unwrap_or_default();
                    let bare = image.split('@').next().unwrap_or(image);
                    let slash = bare.rfind('/').map_or(0, |at| at + 1);
                    let end = bare[slash..].find(':').map_or(bare.len(), |at| slash + at);
                    if &bare[..end] == fields::text(wanted, "/name") {
                        let name = match fields::text(wanted, "/newName") {
                            "" => &bare[..end],
                            name => name,
                        };
                        let text = |key: &str| {
                            wanted.get(key).map(|one| match one {
                                Value::String(text) => text.clone(),
                                other => other.to_string(),
                            })
                        };
                        *value = json!(match (text("digest"), text("newTag")) {
                            (Some(digest), _) => format!("{name}@{digest}"),
                            (None, Some(tag)) => format!("{name}:{tag}"),
                            (None, None) => format!("{name}{}", &image[end..]),
                        });
                    }
                } else {
                    images(value, wanted);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| images(item, wanted)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kustomization_names_numbers_and_patches_what_it_takes() {
        let read = |text: &str| object::documents(text).unwrap().remove(0);
        let mut objects = vec![
            read(
                "kind: Deployment\nmetadata: {name: web}\nspec: {replicas: 1, template: {spec: {containers: [{name: web, image: 'a/web:1', args: [x]}]}}}\n",
            ),
            read("kind: Service\nmetadata: {name: web}\nspec: {type: ClusterIP}\n"),
        ];
        let kustomization = read(
            "namePrefix: prod-\nnamespace: shop\nreplicas: [{name: web, count: 3}]\nimages: [{name: a/web, newTag: '2'}]\npatches:\n- path: p.yaml\n- target: {kind: Service}\n  patch: |-\n    kind: Service\n    metadata: {name: any}\n    spec: {type: NodePort}\n- target: {kind: Deployment}\n  patch: |-\n    - {op: replace, path: /spec/x, value: 1}\n",
        );
        let patch = "kind: Deployment\nmetadata: {name: web, labels: {a: b}}\nspec: {template: {spec: {containers: [{name: web, args: [y]}]}}}\n";
        apply(&kustomization, &mut objects, &|path| {
            (path == "p.yaml").then(|| patch.into())
        });
        assert_eq!(
            objects,
            [
                json!({"kind": "Deployment", "metadata": {"name": "prod-web", "namespace": "shop", "labels": {"a": "b"}}, "spec": {"replicas": 3, "template": {"spec": {"containers": [{"name": "web", "image": "a/web:2", "args": ["y"]}]}}}}),
                json!({"kind": "Service", "metadata": {"name": "prod-web", "namespace": "shop"}, "spec": {"type": "NodePort"}}),
            ]
        );
        assert_eq!(parts(&kustomization), ["p.yaml"]);
    }
}
