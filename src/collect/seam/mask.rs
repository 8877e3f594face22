//! Masks answers where they come in: what is above the seam sees no secret, whether it judges, prints
//! or records, live, recording or replaying. Filters, templates and expectations run on what is masked.

use super::{Exchange, exchange};
use crate::facts::secret::{MASK, is_sensitive_key, mask, mask_secrets};
use bytes::Bytes;
use http::{HeaderValue, Response};
use std::borrow::Cow;
use tower::ServiceExt;

/// The same service, whose answers are masked; headers that carry credentials are dropped.
pub(crate) fn masked(inner: Exchange) -> Exchange {
    exchange(move |request| {
        let inner = inner.clone();
        let path = request.uri().path().to_string();
        async move {
            let mut answer = inner.oneshot(request).await?;
            head(&mut answer);
            Ok(answer.map(|whole| body(&path, whole)))
        }
    })
}

fn head(answer: &mut Response<Bytes>) {
    for dropped in [
        "set-cookie",
        "www-authenticate",
        "proxy-authenticate",
        "authorization",
    ] {
        answer.headers_mut().remove(dropped);
    }
    for (name, value) in answer.headers_mut() {
        let text = value.to_str().unwrap_or_default();
        let masked = if is_sensitive_key(name.as_str()) {
            Cow::Borrowed(MASK)
        } else {
            mask(text)
        };
        if masked != text
            && let Ok(masked) = HeaderValue::from_str(&masked)
        {
            *value = masked;
        }
    }
}

/// A body without its secrets: byte for byte where it has none. Of Secrets no value is wanted by any
/// judgement.
fn body(path: &str, body: Bytes) -> Bytes {
    let text = String::from_utf8_lossy(&body);
    let masked = if path.split('/').any(|segment| segment == "secrets") {
        mask_secrets(&text)
    } else {
        mask(&text)
    };
    match masked {
        Cow::Owned(masked) => masked.into(),
        Cow::Borrowed(_) => body,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_lose_their_values_and_other_bodies_keep_their_bytes() {
        let check = |path: &str, before: &str, after: &str| {
            assert_eq!(
                body(path, Bytes::from(before.to_string())),
                after.as_bytes()
            );
        };
        check("/x", r#"{ "a":  1.50 }"#, r#"{ "a":  1.50 }"#);
        check(
            "/x",
            r#"{ "n": 1.50, "env":[{"name":"DB_PASSWORD","value":"hunter22"}]}"#,
            r#"{ "n": 1.50, "env":[{"name":"DB_PASSWORD","value":"***"}]}"#,
        );
        let secret = r#"{"items":[{"data":{"k":"c2VjcmV0"},"type":"Opaque"}]}"#;
        let masked = r#"{"items":[{"data":{"k":"***"},"type":"Opaque"}]}"#;
        check("/api/v1/namespaces/x/secrets", secret, masked);
        check("/api/v1/namespaces/x/configmaps", secret, secret);
        let broken = Bytes::from_static(b"\xff password=hunter2");
        assert_eq!(body("/log", broken), "\u{fffd} password=***".as_bytes());
    }
}
