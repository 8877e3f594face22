//! `curl` and `wget`: GET and HEAD to hosts that the configuration allows, redirects only to such
//! hosts, no credentials. Besides, comparing and showing addresses.

use super::seam::retry::{self, Patience};
use super::seam::{Exchange, Trouble};
use crate::both;
use crate::facts::observation::{Cause, HttpAnswer, Seen};
use crate::query::HttpQuery;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::header::{ACCEPT, DATE};
use http::{Method, Request, Response, Uri};

/// Plain HTTP to allowed hosts.
#[derive(Debug, Clone)]
pub(crate) struct Hosts {
    pub(super) allowed: Vec<String>,
    pub(super) exchange: Exchange,
    pub(super) patience: Patience,
}

/// How many redirects are followed, as curl's `--max-redirs` has it.
const REDIRECTS: usize = 50;

impl Hosts {
    /// Answers `curl` or `wget`. Any status is an answer; with `-f` one of 400 or more fails.
    pub(crate) async fn observe(
        &self,
        query: &HttpQuery,
        now: DateTime<Utc>,
    ) -> Result<Seen, Trouble> {
        let method = match query.method.as_str() {
            "GET" => Method::GET,
            "HEAD" => Method::HEAD,
            other => {
                let words = format!("{other} is not a read-only method");
                return Err(Trouble::new(Cause::BadRequest, words));
            }
        };
        let mut uri = with_scheme(&query.url)?;
        let mut shown = String::new();
        for _ in 0..=REDIRECTS {
            self.allow(&uri)?;
            let answer = self.ask(query, &method, &uri).await?;
            if query.show_headers {
                shown.push_str(&head(&answer));
            }
            match redirect(&uri, &answer) {
                Some(next) if query.follow_redirects => uri = next?,
                _ => return Ok(seen(query, &answer, shown, now)),
            }
        }
        Err(Trouble::new(Cause::Gateway, "too many redirects"))
    }

    async fn ask(
        &self,
        query: &HttpQuery,
        method: &Method,
        uri: &Uri,
    ) -> Result<Response<Bytes>, Trouble> {
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in &query.headers {
            request = request.header(name, value);
        }
        if !query
            .headers
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case("accept"))
        {
            request = request.header("accept", "*/*");
        }
        let request = request
            .body(Bytes::new())
            .map_err(|error| Trouble::new(Cause::BadRequest, error.to_string()))?;
        retry::send(&self.exchange, request, self.patience).await
    }

    /// Exact host, or host and port; a bare host allows its scheme's own port only.
    fn allow(&self, uri: &Uri) -> Result<(), Trouble> {
        let host = uri.host().unwrap_or_default().to_ascii_lowercase();
        let port = port(uri);
        let own = default_port(uri);
        let allowed = self.allowed.iter().any(|allowed| {
            let allowed = allowed.to_ascii_lowercase();
            allowed == format!("{host}:{port}") || (allowed == host && port == own)
        });
        let plain = uri
            .authority()
            .is_some_and(|authority| !authority.as_str().contains('@'));
        match (plain, allowed) {
            (true, true) => Ok(()),
            (false, _) => Err(Trouble::told(
                Cause::HostRefused,
                &both!(
                    "인증 정보가 든 주소는 조회하지 않습니다",
                    "an address with credentials in it is not asked"
                ),
            )),
            (true, false) => Err(Trouble::told(
                Cause::HostRefused,
                &both!(
                    "{host}:{port}[은/는] 허용된 호스트가 아닙니다",
                    "{host}:{port} is not an allowed host"
                ),
            )),
        }
    }
}

/// Asks a configured server for JSON: its address as the settings have it, and a path below.
pub(super) async fn get(
    exchange: &Exchange,
    patience: Patience,
    (base, path): (&str, &str),
    tenant: Option<&String>,
) -> Result<Response<Bytes>, Trouble> {
    let scheme = base
        .split_once("://")
        .map(|(scheme, _)| scheme.to_ascii_lowercase());
    if !matches!(scheme.as_deref(), Some("http" | "https")) {
        let words = both!(
            "주소 {base}에 http://나 https://가 없습니다: https://{base}처럼 쓰세요",
            "the address {base} has no http:// or https://: write https://{base}"
        );
        return Err(Trouble::told(Cause::NotConfigured, &words));
    }
    let base = base.trim_end_matches('/');
    let mut request = Request::get(format!("{base}{path}")).header(ACCEPT, "application/json");
    if let Some(tenant) = tenant {
        request = request.header("x-scope-orgid", tenant);
    }
    let request = request
        .body(Bytes::new())
        .map_err(|error| Trouble::new(Cause::NotConfigured, error.to_string()))?;
    retry::send(exchange, request, patience).await
}

/// `http://` in front of an address without a scheme, as curl has it.
fn with_scheme(url: &str) -> Result<Uri, Trouble> {
    let whole = if url.contains("://") {
        url.to_string()
    } else {
        format!("http://{url}")
    };
    let uri: Option<Uri> = whole.parse().ok();
    let web = |uri: &Uri| matches!(uri.scheme_str(), Some("http" | "https"));
    uri.filter(|uri| web(uri) && uri.host().is_some())
        .ok_or_else(|| Trouble::new(Cause::BadRequest, "not an http or https address"))
}

fn redirect(base: &Uri, answer: &Response<Bytes>) -> Option<Result<Uri, Trouble>> {
    if ![301, 302, 303, 307, 308].contains(&answer.status().as_u16()) {
        return None;
    }
    let to = answer.headers().get("location")?.to_str().ok()?;
    let base = reqwest::Url::parse(&base.to_string()).ok()?;
    let broken = || Trouble::new(Cause::BadRequest, "not an http or https address");
    let whole = base.join(to).map_err(|_| broken());
    Some(whole.and_then(|whole| with_scheme(whole.as_str())))
}

fn seen(query: &HttpQuery, answer: &Response<Bytes>, head: String, now: DateTime<Utc>) -> Seen {
    let status = answer.status().as_u16();
    let body = String::from_utf8_lossy(answer.body()).into_owned();
    let failed = query.fail && status >= 400;
    let mut text = head;
    if query.method == "GET" && !query.discard_body && !failed {
        text.push_str(&body);
    }
    if let Some(format) = &query.write_out {
        text.push_str(&write_out(format, status, answer.body().len()));
    }
    let headers = answer.headers().iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.as_str().to_string(), value)
    });
    Seen {
        text,
        success: !failed,
        stderr: if failed {
            format!("curl: (22) The requested URL returned error: {status}\n")
        } else {
            String::new()
        },
        http: Some(HttpAnswer {
            status,
            headers: headers.filter(|(name, _)| name != DATE.as_str()).collect(),
            body,
        }),
        ..Seen::at(now)
    }
}

fn head(answer: &Response<Bytes>) -> String {
    let status = answer.status();
    let reason = status.canonical_reason().unwrap_or_default();
    let mut text = format!("HTTP/1.1 {} {reason}\r\n", status.as_u16());
    for (name, value) in answer.headers() {
        if name != DATE {
            let value = String::from_utf8_lossy(value.as_bytes());
            text.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    text + "\r\n"
}

/// `-w`: the variables that an answer has; others stay as they are written.
fn write_out(format: &str, status: u16, size: usize) -> String {
    format
        .replace("%{http_code}", &format!("{status:03}"))
        .replace("%{response_code}", &format!("{status:03}"))
        .replace("%{size_download}", &size.to_string())
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\r", "\r")
}

fn default_port(uri: &Uri) -> u16 {
    match uri.scheme_str() {
        Some("https") => 443,
        _ => 80,
    }
}

fn port(uri: &Uri) -> u16 {
    uri.port_u16().unwrap_or_else(|| default_port(uri))
}

/// Whether two addresses mean the same server: scheme, host and port, and the path if one is there.
pub(super) fn same_origin(left: &str, right: &str) -> bool {
    let key = |url: &str| {
        let uri = with_scheme(url).ok()?;
        let plain = !uri.authority()?.as_str().contains('@');
        plain.then(|| {
            (
                uri.scheme_str().unwrap_or("http").to_string(),
                uri.host().unwrap_or_default().to_ascii_lowercase(),
                port(&uri),
                uri.path().trim_end_matches('/').to_string(),
            )
        })
    };
    key(left).is_some() && key(left) == key(right)
}

/// An address without user info, path and query, for messages.
pub(super) fn origin(url: &str) -> String {
    match with_scheme(url) {
        Ok(uri) => {
            let host = uri.host().unwrap_or_default();
            let port = uri
                .port()
                .map(|port| format!(":{port}"))
                .unwrap_or_default();
            format!("{}://{host}{port}", uri.scheme_str().unwrap_or("http"))
        }
        Err(_) => "an address that cannot be read".into(),
    }
}
