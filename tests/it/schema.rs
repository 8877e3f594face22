//! Everything that is printed as JSON fits its schema in `docs/`. The check is strict: a property that
//! the schema does not know is an error, so that the schema cannot fall behind.

use crate::support::Lab;
use deployment_report::testing::world::State;
use serde_json::Value;

const KO: &str = ".kiro/deployments/2025-12-05-alloy-tolerations.md";

fn schema(name: &str) -> Value {
    let path = format!("{}/docs/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Holds a value against a schema; the first mismatch, with its place.
fn check(value: &Value, schema: &Value, root: &Value, at: &str) -> Result<(), String> {
    if let Some(name) = schema["$ref"].as_str() {
        let target = root.pointer(name.trim_start_matches('#'));
        return check(value, target.ok_or(format!("{at}: no {name}"))?, root, at);
    }
    for many in ["anyOf", "oneOf"] {
        if let Some(all) = schema[many].as_array() {
            let tried = all.iter().map(|one| check(value, one, root, at));
            let errors: Vec<String> = tried.filter_map(Result::err).collect();
            if errors.len() == all.len() {
                return Err(errors.join("; "));
            }
        }
    }
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("type {other}"),
    };
    let fits = match &schema["type"] {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().any(|name| is(name.as_str().unwrap())),
        _ => true,
    };
    if !fits {
        return Err(format!("{at}: {value} is no {}", schema["type"]));
    }
    if let Some(all) = schema["enum"].as_array()
        && !all.contains(value)
    {
        return Err(format!("{at}: {value} is none of {all:?}"));
    }
    if let Some(only) = schema.get("const")
        && only != value
    {
        return Err(format!("{at}: {value} is not {only}"));
    }
    if let (Some(least), Some(number)) = (schema["minimum"].as_f64(), value.as_f64())
        && number < least
    {
        return Err(format!("{at}: {number} < {least}"));
    }
    if let Value::Array(items) = value {
        for (i, item) in items.iter().enumerate() {
            let fixed = schema["prefixItems"].get(i);
            if let Some(of) = fixed.or(schema.get("items")).filter(|of| of.is_object()) {
                check(item, of, root, &format!("{at}[{i}]"))?;
            }
        }
    }
    if let (Value::Object(object), Some(known)) = (value, schema["properties"].as_object()) {
        for name in schema["required"].as_array().into_iter().flatten() {
            if !object.contains_key(name.as_str().unwrap()) {
                return Err(format!("{at}: {name} is missing"));
            }
        }
        for (name, value) in object {
            let of = known.get(name).ok_or(format!("{at}: unknown {name}"))?;
            check(value, of, root, &format!("{at}.{name}"))?;
        }
    }
    Ok(())
}

#[track_caller]
fn fits(text: &str, name: &str) {
    let schema = schema(name);
    let value: Value = serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {text}"));
    check(&value, &schema, &schema, "$").unwrap_or_else(|why| panic!("{name}: {why}"));
}

#[test]
fn every_json_output_fits_its_schema() {
    let mut lab = Lab::demo(State::Before).configured();
    lab.file(".kiro/deployments/2025-12-06-broken.md", [0xff, 0xfe]);
    for (state, args) in [
        (State::Before, &["verify", KO][..]),
        (State::During(2), &["regenerate", "--check"]),
        (State::Later, &["regenerate", "--offline"]),
    ] {
        lab.state(state);
        let run = lab.run(&[args, &["--format", "json", "--output", "json=r.json"]].concat());
        fits(&run.stdout, "result.schema.json");
        fits(&lab.read("r.json"), "result.schema.json");
    }
    fits(
        &lab.run(&["explain", KO, "--format", "json"]).stdout,
        "explain.schema.json",
    );
    fits(&lab.run(&["list", "--json"]).stdout, "list.schema.json");
    fits(
        &lab.run(&["stats", "--format", "json"]).stdout,
        "stats.schema.json",
    );
    fits(
        &lab.run(&["list", "--format", "json", "--open"]).stdout,
        "list.schema.json",
    );
    fits(
        &lab.run(&["doctor", "--format", "json"]).stdout,
        "doctor.schema.json",
    );
    fits(
        &Lab::empty().run(&["doctor", "--format", "json"]).stdout,
        "doctor.schema.json",
    );
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nstatus: {phase: Running}\n";
    lab.file("pod.yaml", pod);
    fits(
        &lab.run(&["judge", "pod.yaml", "--format", "json"]).stdout,
        "judge.schema.json",
    );
}

#[test]
fn the_check_itself_refuses() {
    let schema = schema("result.schema.json");
    let good = serde_json::json!({"now": "2025-12-05T10:07:23Z", "lang": "en", "records": []});
    assert!(check(&good, &schema, &schema, "$").is_ok());
    for bad in [
        serde_json::json!({"records": []}),
        serde_json::json!({"now": "2025-12-05T10:07:23Z", "records": [], "more": 1}),
        serde_json::json!({"now": "2025-12-05T10:07:23Z", "records": [{}]}),
        serde_json::json!({"now": 5, "records": []}),
    ] {
        assert!(check(&bad, &schema, &schema, "$").is_err(), "{bad}");
    }
}
