//! The tape: every exchange of a run, kept for `--save-evidence` and played back by `--replay`.
//! Written above the authorization, so that no credential can be on it.

use super::{Exchange, Trouble, exchange};
use crate::facts::observation::Cause;
use crate::facts::secret::mask;
use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode, Uri};
use std::borrow::Cow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tower::ServiceExt;

/// One exchange.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    /// The request, without authorization.
    pub request: Asked,
    pub outcome: Result<Response<Bytes>, Trouble>,
}

/// A request as it is kept and found again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub method: Method,
    pub uri: Uri,
    /// Headers, without authorization, cookies and agent.
    pub headers: HeaderMap,
    /// The body (empty for GET).
    pub body: Bytes,
}

impl Asked {
    /// What tells two requests apart: method, URL, what is accepted, tenant, and body.
    pub(crate) fn key(&self) -> String {
        let header = |name: &str| {
            let value = self.headers.get(name).map(|v| v.as_bytes());
            String::from_utf8_lossy(value.unwrap_or_default()).into_owned()
        };
        format!(
            "{} {}\n{}\n{}\n{}",
            self.method,
            self.uri,
            header("accept"),
            header("x-scope-orgid"),
            String::from_utf8_lossy(&self.body)
        )
    }
}

impl From<&Request<Bytes>> for Asked {
    fn from(request: &Request<Bytes>) -> Asked {
        let mut headers = request.headers().clone();
        for unsafe_to_keep in ["authorization", "cookie", "proxy-authorization"] {
            headers.remove(unsafe_to_keep);
        }
        Asked {
            method: request.method().clone(),
            uri: masked(request.uri()),
            headers,
            body: request.body().clone(),
        }
    }
}

/// An address as it may be kept: a record may hold a token in one. A continuation only looks like it.
fn masked(uri: &Uri) -> Uri {
    let text = uri.to_string();
    if text.contains("continue=") {
        return uri.clone();
    }
    match mask(&text) {
        Cow::Borrowed(_) => uri.clone(),
        Cow::Owned(masked) => masked.parse().unwrap_or_default(),
    }
}

/// The exchanges of a run, in the order in which they ended.
#[derive(Debug, Default)]
pub(crate) struct Tape {
    taken: Mutex<Vec<Taken>>,
}

impl Tape {
    /// Everything so far.
    pub(crate) fn taken(&self) -> Vec<Taken> {
        self.lock().clone()
    }

    fn keep(&self, request: Asked, outcome: Result<Response<Bytes>, Trouble>) {
        self.lock().push(Taken { request, outcome });
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Taken>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Records what goes through a service, which gives masked answers: what is kept is what is handed on,
/// so that a replay of the tape gives the very same bytes. An exchange that is given up
/// (deadline, ^C) is kept as timed out.
pub(crate) fn recording(inner: Exchange, tape: Arc<Tape>) -> Exchange {
    exchange(move |request| {
        let (inner, tape) = (inner.clone(), tape.clone());
        async move {
            let mut open = Open {
                asked: Some(Asked::from(&request)),
                tape,
            };
            let outcome = inner.oneshot(request).await.map(timeless);
            if let Some(asked) = open.asked.take() {
                open.tape.keep(asked, outcome.clone());
            }
            outcome
        }
    })
}

/// An exchange that has not ended; dropped early it counts as timed out.
struct Open {
    asked: Option<Asked>,
    tape: Arc<Tape>,
}

impl Drop for Open {
    fn drop(&mut self) {
        if let Some(asked) = self.asked.take() {
            self.tape.keep(
                asked,
                Err(Trouble::new(Cause::Timeout, "no answer in time")),
            );
        }
    }
}

/// Without the time of day: the same answers make the same evidence.
fn timeless(mut answer: Response<Bytes>) -> Response<Bytes> {
    answer.headers_mut().remove(http::header::DATE);
    answer
}

/// An answer from its parts, for the player and for tests.
pub(crate) fn answer(status: StatusCode, headers: HeaderMap, body: Bytes) -> Response<Bytes> {
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    *answer.headers_mut() = headers;
    answer
}
