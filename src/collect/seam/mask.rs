//! Masks bodies before anyone keeps them: what looks like a credential, and every value of a Secret.

use crate::facts::secret::{is_sensitive_key, mask};
use bytes::Bytes;
use serde_json::Value;

const MASK: &str = "***";

/// A body without what looks like a credential. JSON stays JSON: its strings are masked one by one.
/// A body with nothing to mask comes back byte for byte.
pub fn body(body: Bytes) -> Bytes {
    if let Ok(mut value) = serde_json::from_slice::<Value>(&body) {
        return match mask_strings(&mut value) {
            true => Bytes::from(value.to_string()),
            false => body,
        };
    }
    match std::str::from_utf8(&body) {
        Ok(text) => {
            let masked = mask(text);
            if masked == text { body } else { masked.into() }
        }
        Err(_) => body,
    }
}

/// Masks the `data` of Secrets in an answer to a path of Secrets, in every mode: their values are
/// never wanted by any judgement.
pub fn secret_values(path: &str, body: Bytes) -> Bytes {
    if !path.split('/').any(|segment| segment == "secrets") {
        return body;
    }
    match serde_json::from_slice::<Value>(&body) {
        Ok(mut value) => {
            mask_data(&mut value);
            Bytes::from(value.to_string())
        }
        Err(_) => body,
    }
}

fn mask_data(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map.iter_mut() {
                match (key.as_str(), inner) {
                    ("data" | "stringData", Value::Object(data)) => {
                        data.values_mut().for_each(|value| *value = MASK.into());
                    }
                    // `kubectl apply` keeps the whole Secret in this annotation.
                    ("kubectl.kubernetes.io/last-applied-configuration", inner) => {
                        *inner = MASK.into();
                    }
                    (_, inner) => mask_data(inner),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mask_data),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Whether anything was masked.
fn mask_strings(value: &mut Value) -> bool {
    match value {
        Value::String(text) => {
            let masked = mask(text);
            let changed = masked != *text;
            *text = masked;
            changed
        }
        Value::Array(items) => items
            .iter_mut()
            .fold(false, |any, item| mask_strings(item) | any),
        Value::Object(map) => {
            // `{"name": "DB_PASSWORD", "value": "…"}`, as a container's env has it.
            let named = map
                .get("name")
                .and_then(Value::as_str)
                .is_some_and(is_sensitive_key);
            // A continuation token only looks like one: the next page is asked with it.
            let kept = |key: &str| ["continue", "resourceVersion", "uid"].contains(&key);
            map.iter_mut()
                .filter(|(key, _)| !kept(key))
                .fold(false, |any, (key, inner)| {
                    let secret = is_sensitive_key(key) || (named && key == "value");
                    any | match inner {
                        Value::String(text) if secret && !text.is_empty() && text != MASK => {
                            *text = MASK.into();
                            true
                        }
                        other => mask_strings(other),
                    }
                })
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_lose_their_values_and_other_bodies_keep_their_bytes() {
        let check = |before: &str, after: &str| {
            assert_eq!(body(Bytes::from(before.to_string())), after.as_bytes());
        };
        check(r#"{ "a":  1.50 }"#, r#"{ "a":  1.50 }"#);
        check(
            r#"{"env":[{"name":"DB_PASSWORD","value":"hunter22"}]}"#,
            r#"{"env":[{"name":"DB_PASSWORD","value":"***"}]}"#,
        );
        let secret = r#"{"kind":"SecretList","items":[{"data":{"k":"c2VjcmV0"},"type":"Opaque"}]}"#;
        let scrubbed = secret_values("/api/v1/namespaces/x/secrets", Bytes::from(secret));
        assert!(!String::from_utf8_lossy(&scrubbed).contains("c2VjcmV0"));
        let untouched = secret_values("/api/v1/namespaces/x/configmaps", Bytes::from(secret));
        assert_eq!(untouched, secret.as_bytes());
    }
}
