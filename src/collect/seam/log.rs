//! The request log of `-vvv`: one line a request, told when its answer has come in. Below the recorder
//! and above the credentials, so that what it says is what went out, and no credential can be in it.

use super::Trouble;
use super::flow::Flow;
use super::retry::Service;
use crate::facts::percent;
use crate::facts::secret::{MASK, is_sensitive_key, mask};
use bytes::Bytes;
use futures::StreamExt;
use http::{Request, Response, Uri};
use std::fmt;
use std::sync::Arc;
use std::time::Instant;
use tower::ServiceExt;
use tower::util::BoxCloneSyncService;

/// Whom requests are told to.
#[derive(Clone)]
pub struct RequestLog(Arc<dyn Fn(&str) + Send + Sync>);

impl RequestLog {
    /// Tells each line to a listener.
    pub fn new(listener: impl Fn(&str) + Send + Sync + 'static) -> RequestLog {
        RequestLog(Arc::new(listener))
    }
}

impl fmt::Debug for RequestLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RequestLog")
    }
}

/// The same service, whose requests are told.
pub(crate) fn logged(inner: Service<Flow>, log: Option<RequestLog>) -> Service<Flow> {
    let Some(log) = log else { return inner };
    BoxCloneSyncService::new(tower::service_fn(move |request: Request<Bytes>| {
        let (inner, log) = (inner.clone(), log.clone());
        async move {
            let mut line = Line::of(&request, log);
            match inner.oneshot(request).await {
                Ok(answer) => {
                    line.came = answer.status().as_u16().to_string();
                    Ok(counted(answer, line))
                }
                Err(trouble) => {
                    line.came = trouble.cause.word().into();
                    Err(trouble)
                }
            }
        }
    }))
}

/// Counts the bytes of a body as it flows; the line is told with the last of them.
fn counted(answer: Response<Flow>, line: Line) -> Response<Flow> {
    answer.map(|body| {
        let pieces = body
            .pieces
            .scan(line, |line, piece: Result<Bytes, Trouble>| {
                match &piece {
                    Ok(piece) => line.bytes += piece.len() as u64,
                    Err(trouble) => line.came = format!("{} {}", line.came, trouble.cause.word()),
                }
                std::future::ready(Some(piece))
            });
        Flow {
            pieces: pieces.boxed(),
        }
    })
}

/// What is told of a request, when it is over or given up.
struct Line {
    what: String,
    began: Instant,
    /// The status, or why there is none.
    came: String,
    /// Over the wire, which is before any decompression.
    bytes: u64,
    log: RequestLog,
}

impl Line {
    fn of(request: &Request<Bytes>, log: RequestLog) -> Line {
        Line {
            what: format!("{} {}", request.method(), shown(request.uri())),
            began: Instant::now(),
            came: "-".into(),
            bytes: 0,
            log,
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let Line {
            what, came, bytes, ..
        } = self;
        let millis = self.began.elapsed().as_millis();
        (self.log.0)(&format!("{what} {came} {millis}ms {bytes}B"));
    }
}

/// An address without user info; of its query, no value that is a secret by its name or its shape.
fn shown(uri: &Uri) -> String {
    let scheme = uri.scheme_str().unwrap_or("http");
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    let pairs = percent::pairs(uri.query().unwrap_or_default()).map(|(name, value)| {
        let value = match name.as_str() {
            "continue" => "…".to_string(),
            name if is_sensitive_key(name) => MASK.to_string(),
            _ => mask(&value).into_owned(),
        };
        format!("{name}={value}")
    });
    let pairs: Vec<String> = pairs.collect();
    let query = if pairs.is_empty() {
        String::new()
    } else {
        format!("?{}", pairs.join("&"))
    };
    let line = format!("{scheme}://{host}{}{query}", uri.path());
    mask(&line)
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_what_is_secret_in_it() {
        for (address, line) in [
            (
                "https://u:canary@api.example.io:6443/api/v1/pods?limit=500&continue=eyJ2IjoibWV0YS5rOHMu",
                "https://api.example.io:6443/api/v1/pods?limit=500&continue=…",
            ),
            (
                "https://loki.example.io/loki/api/v1/query_range?query=%7Ba%3D%22b%22%7D&token=canary",
                "https://loki.example.io/loki/api/v1/query_range?query={a=\"b\"}&token=***",
            ),
            ("http://127.0.0.1:1/version", "http://127.0.0.1:1/version"),
        ] {
            assert_eq!(shown(&address.parse().unwrap()), line);
        }
    }
}
