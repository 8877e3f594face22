//! What a server tagged is asked for again by its tag (RFC 9110, 13.1.2): that nothing changed costs no
//! transfer, and no quota of GitHub's. Each time the server itself says that the answer of before is
//! today's, so that nothing stale is ever told. Lives below the recorder: a tape holds whole answers. Nothing is
//! kept beyond a run, as a tag of GitHub's is worth nothing to another token, and CI has one a run.

use super::{Exchange, exchange};
use bytes::Bytes;
use futures::FutureExt;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, Method, Request, Response, StatusCode, Uri};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use tower::ServiceExt;

/// As many answers are kept, the newest.
const MOST: usize = 256;
/// A larger body is not kept.
const LARGEST: usize = 512 * 1024;

/// An answer with what was asked.
struct Kept {
    uri: Uri,
    headers: HeaderMap,
    answer: Response<Bytes>,
}

/// Asks for what is known already by its tag.
pub(crate) fn unchanged(inner: Exchange) -> Exchange {
    let known: Arc<Mutex<VecDeque<Kept>>> = Arc::default();
    exchange(move |mut request: Request<Bytes>| {
        let (known, inner) = (known.clone(), inner.clone());
        async move {
            if *request.method() != Method::GET || request.headers().contains_key(IF_NONE_MATCH) {
                return inner.oneshot(request).await;
            }
            let (uri, headers) = (request.uri().clone(), request.headers().clone());
            let is_it = |kept: &Kept| kept.uri == uri && kept.headers == headers;
            let lock = || known.lock().unwrap_or_else(PoisonError::into_inner);
            let before = lock()
                .iter()
                .find(|kept| is_it(kept))
                .map(|kept| kept.answer.clone());
            let tag = before
                .as_ref()
                .and_then(|before| before.headers().get(ETAG));
            request
                .headers_mut()
                .extend(tag.map(|tag| (IF_NONE_MATCH, tag.clone())));
            let answer = inner.oneshot(request).await?;
            if let (Some(mut before), StatusCode::NOT_MODIFIED) = (before, answer.status()) {
                let newer = answer.headers().iter();
                let newer =
                    newer.filter(|(name, _)| ![CONTENT_LENGTH, CONTENT_ENCODING].contains(name));
                for (name, value) in newer {
                    before.headers_mut().insert(name, value.clone());
                }
                return Ok(before);
            }
            let is_kept = answer.status() == StatusCode::OK
                && answer.headers().contains_key(ETAG)
                && answer.body().len() <= LARGEST;
            let mut all = lock();
            all.retain(|kept| !is_it(kept));
            if is_kept {
                all.truncate(MOST - 1);
                all.push_front(Kept {
                    uri,
                    headers,
                    answer: answer.clone(),
                });
            }
            Ok(answer)
        }
        .boxed()
    })
}

#[cfg(test)]
mod tests;
