//! The live end of the seam: a request over the network, its whole answer back, bounded and
//! decompressed, and every failure named by its cause. Authorization is added here, below the
//! recorder, and nowhere else.

use super::flow::{self, Flow};
use super::log::{RequestLog, logged};
use super::retry::Service;
use super::{Exchange, Trouble, roots};
use crate::facts::observation::Cause;
use bytes::Bytes;
use futures::StreamExt;
use futures::future::ready;
use http::header::{ACCEPT_ENCODING, AUTHORIZATION, USER_AGENT};
use http::{HeaderName, HeaderValue, Request, Response, Uri};
use http_body::{Body, Frame};
use http_body_util::BodyStream;
use rustls::ClientConfig;
use secrecy::{ExposeSecret, SecretString};
use std::error::Error;
use std::time::Duration;
use tower::util::BoxCloneSyncService;

/// How we name ourselves. It must not begin with `curl`, to which the API server answers with
/// indented JSON of twice the size.
pub(crate) const AGENT: &str = concat!("deployment-report/", env!("CARGO_PKG_VERSION"));

/// Chooses ring as the TLS provider of the process, once.
pub(crate) fn choose_tls_provider() {
    // An error means that someone chose already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Plain HTTP(S), with a header of its own for the credential. Redirects are not followed here.
pub(crate) fn http(
    authorization: Option<(HeaderName, HeaderValue)>,
    log: Option<RequestLog>,
) -> Result<Exchange, Trouble> {
    let tls = roots::client().map_err(|error| Trouble::new(Cause::Tls, error.to_string()))?;
    let live = over(reqwest::Client::builder(), tls, authorization)?;
    Ok(flow::whole(logged(live, log)))
}

/// A cluster whose TLS is set up already. No proxy stands before it.
pub(crate) fn cluster_over(
    tls: ClientConfig,
    authorization: Option<HeaderValue>,
) -> Result<Service<Flow>, Trouble> {
    let authorization = authorization.map(|value| (AUTHORIZATION, value));
    over(reqwest::Client::builder().no_proxy(), tls, authorization)
}

fn over(
    builder: reqwest::ClientBuilder,
    tls: ClientConfig,
    authorization: Option<(HeaderName, HeaderValue)>,
) -> Result<Service<Flow>, Trouble> {
    let client = builder
        .tls_backend_preconfigured(tls)
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(Duration::from_secs(10))
        .build()
        .map_err(|error| classify(&error, Stage::Connecting))?;
    let live = tower::service_fn(move |mut request: Request<Bytes>| {
        let client = client.clone();
        dress(&mut request);
        if let Some((name, value)) = &authorization {
            request.headers_mut().insert(name, value.clone());
        }
        async move {
            let request = reqwest::Request::try_from(request)
                .map_err(|error| Trouble::new(Cause::BadRequest, without_url(error)))?;
            let answer = client
                .execute(request)
                .await
                .map_err(|error| classify(&error, Stage::Connecting))?;
            Ok(flowing(Response::from(answer)))
        }
    });
    Ok(BoxCloneSyncService::new(live))
}

/// A cluster, through kube's own connector and authentication. `base` is the cluster's URL, whose
/// path kube puts in front by itself.
pub(crate) fn cluster(client: kube::Client, base: &Uri) -> Service<Flow> {
    let prefix = base.path().trim_end_matches('/').to_string();
    BoxCloneSyncService::new(tower::service_fn(move |mut request: Request<Bytes>| {
        let client = client.clone();
        dress(&mut request);
        let path = request
            .uri()
            .path_and_query()
            .map_or("/", |path| path.as_str());
        let inner = path.strip_prefix(prefix.as_str()).unwrap_or(path);
        let uri = inner.parse::<Uri>();
        async move {
            *request.uri_mut() =
                uri.map_err(|error| Trouble::new(Cause::BadRequest, error.to_string()))?;
            let answer = client
                .send(request.map(kube::client::Body::from))
                .await
                .map_err(|error| classify(&error, Stage::Connecting))?;
            Ok(flowing(answer))
        }
    }))
}

/// The header of a bearer token.
pub(crate) fn bearer(token: &SecretString) -> Result<HeaderValue, Trouble> {
    sensitive(format!("Bearer {}", token.expose_secret().trim()))
}

/// A header value that `Debug` does not show.
pub(crate) fn sensitive(text: String) -> Result<HeaderValue, Trouble> {
    let mut value = HeaderValue::try_from(text).map_err(|_| {
        Trouble::new(
            Cause::NotConfigured,
            "the credential holds characters that no header can",
        )
    })?;
    value.set_sensitive(true);
    Ok(value)
}

fn dress(request: &mut Request<Bytes>) {
    let headers = request.headers_mut();
    headers.insert(USER_AGENT, HeaderValue::from_static(AGENT));
    let zipped = || HeaderValue::from_static("gzip");
    headers.entry(ACCEPT_ENCODING).or_insert_with(zipped);
}

/// The answer with its body flowing, failures named.
fn flowing<B>(answer: Response<B>) -> Response<Flow>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    answer.map(|body| {
        let data = |frame: Result<Frame<Bytes>, B::Error>| match frame {
            Ok(frame) => frame.into_data().ok().map(Ok),
            Err(error) => Some(Err(classify(error.into().as_ref(), Stage::Reading))),
        };
        let pieces = BodyStream::new(body).filter_map(move |frame| ready(data(frame)));
        Flow {
            pieces: pieces.boxed(),
        }
    })
}

/// Where an error happened: before the answer's head, or inside its body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Connecting,
    Reading,
}

/// Finds the cause of a library's error by walking its chain of sources.
fn classify(error: &(dyn Error + 'static), stage: Stage) -> Trouble {
    let mut verdict = None;
    let mut words = String::new();
    let mut hung_up = false;
    let mut next = Some(error);
    while let Some(link) = next {
        if let Some(auth) = link.downcast_ref::<kube::client::AuthError>() {
            return Trouble::new(Cause::CredentialPlugin, plugin_failure(auth));
        }
        let text = link.to_string();
        verdict = cause_of(link, &text, stage).or(verdict);
        hung_up |= stage == Stage::Connecting && is_hang_up(link);
        words = text;
        next = step(link);
    }
    let fallback = match stage {
        Stage::Connecting => Cause::Unreachable,
        Stage::Reading => Cause::CutOff,
    };
    let trouble = Trouble::new(verdict.unwrap_or(fallback), words);
    if hung_up && trouble.cause == Cause::Unreachable {
        trouble.hung_up()
    } else {
        trouble
    }
}

/// Whether an error says that the other side ended the connection before it answered: a server that
/// restarts, or one that closed an idle connection just when it was used again.
fn is_hang_up(link: &(dyn Error + 'static)) -> bool {
    use std::io::ErrorKind;
    if let Some(error) = link.downcast_ref::<hyper::Error>() {
        return error.is_incomplete_message() || error.is_closed() || error.is_canceled();
    }
    let io = link.downcast_ref::<std::io::Error>();
    io.is_some_and(|error| {
        matches!(
            error.kind(),
            ErrorKind::ConnectionReset
                | ErrorKind::ConnectionAborted
                | ErrorKind::BrokenPipe
                | ErrorKind::UnexpectedEof
        )
    })
}

/// The next error of a chain. `io::Error` hides what it wraps from `source`, so it is opened.
fn step<'a>(link: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    if let Some(io) = link.downcast_ref::<std::io::Error>()
        && let Some(inner) = io.get_ref()
    {
        return Some(inner);
    }
    link.source()
}

fn cause_of(link: &(dyn Error + 'static), text: &str, stage: Stage) -> Option<Cause> {
    use std::io::ErrorKind;
    if link.is::<rustls::Error>() {
        return Some(Cause::Tls);
    }
    if text.contains("dns error") || text.contains("failed to lookup address") {
        return Some(Cause::NoSuchHost);
    }
    if let Some(error) = link.downcast_ref::<reqwest::Error>()
        && error.is_timeout()
    {
        return Some(Cause::Timeout);
    }
    let io = link.downcast_ref::<std::io::Error>()?;
    match io.kind() {
        ErrorKind::TimedOut => Some(Cause::Timeout),
        ErrorKind::ConnectionRefused => Some(Cause::Unreachable),
        ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => {
            Some(match stage {
                Stage::Connecting => Cause::Unreachable,
                Stage::Reading => Cause::CutOff,
            })
        }
        _ => None,
    }
}

/// Why kube itself found no credentials; a plugin's program is ours to run.
fn plugin_failure(error: &kube::client::AuthError) -> String {
    use kube::client::AuthError;
    match error {
        AuthError::ReadTokenFile(cause, path) => {
            format!("cannot read the token file {}: {cause}", path.display())
        }
        _ => "it gave no usable credentials".into(),
    }
}

/// The cause of kube's failure to make a client: before any request.
pub(crate) fn client_failure(error: &kube::Error) -> Trouble {
    match error {
        kube::Error::Auth(auth) => Trouble::new(Cause::CredentialPlugin, plugin_failure(auth)),
        kube::Error::RustlsTls(tls) => Trouble::new(Cause::Tls, tls.to_string()),
        other => Trouble::new(Cause::NotConfigured, other.to_string()),
    }
}

fn without_url(error: reqwest::Error) -> String {
    error.without_url().to_string()
}
