//! A request and an answer as plain values, so that every server here is a function from one to the
//! other. Knows no socket.

use hyper::body::Bytes;
use hyper::header::HeaderMap;
use hyper::{Method, StatusCode};
use serde_json::Value;

/// A request, read completely.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: Method,
    /// Percent-decoded.
    pub path: String,
    /// As it was sent.
    pub path_and_query: String,
    /// Decoded pairs in order.
    pub query: Vec<(String, String)>,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Request {
    /// The first value of a query parameter.
    pub fn param(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether a boolean parameter is on, as the API server reads it.
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.param(name), Some("true" | "1" | ""))
    }

    /// A header's value, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The token of `Authorization: Bearer …`.
    pub fn bearer(&self) -> Option<&str> {
        self.header("authorization")?.strip_prefix("Bearer ")
    }

    /// The path's segments, empty ones dropped.
    pub fn segments(&self) -> Vec<&str> {
        self.path
            .split('/')
            .filter(|part| !part.is_empty())
            .collect()
    }
}

#[cfg(test)]
impl Request {
    /// A GET with headers, for tests of the pure functions.
    pub fn get(path_and_query: &str, headers: &[(&'static str, &str)]) -> Request {
        use crate::facts::percent;
        use hyper::header::{HeaderName, HeaderValue};
        let (path, query) = path_and_query
            .split_once('?')
            .unwrap_or((path_and_query, ""));
        let headers = headers.iter().map(|(name, value)| {
            let value = HeaderValue::from_str(value).unwrap();
            (HeaderName::from_static(name), value)
        });
        Request {
            method: Method::GET,
            path: percent::decoded(path),
            path_and_query: path_and_query.into(),
            query: percent::pairs(query).collect(),
            headers: headers.collect(),
            body: Bytes::new(),
        }
    }
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: StatusCode,
    /// Empty: no such header is sent.
    pub content_type: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(status: StatusCode, body: &Value) -> Answer {
        Answer::body(status, "application/json", body.to_string())
    }

    pub fn ok(body: &Value) -> Answer {
        Answer::json(StatusCode::OK, body)
    }

    pub fn text(status: StatusCode, body: impl Into<String>) -> Answer {
        Answer::body(status, "text/plain; charset=utf-8", body.into())
    }

    pub fn body(status: StatusCode, content_type: &str, body: impl Into<Vec<u8>>) -> Answer {
        Answer {
            status,
            content_type: content_type.into(),
            headers: Vec::new(),
            body: body.into(),
        }
    }
}
