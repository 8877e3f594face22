//! The sockets: one HTTP/1.1 listener a server, on a thread with its own runtime. Knows no content.

use super::answer::{Answer, Request};
use super::fault::{self, Effect};
use super::{Plane, Shared};
use crate::facts::percent;
use flate2::Compression;
use flate2::write::GzEncoder;
use http_body_util::BodyExt;
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::Sleep;

/// The running listeners.
pub(super) struct Server {
    addresses: Vec<(Plane, SocketAddr)>,
    stop: Option<oneshot::Sender<Infallible>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Binds all listeners and starts answering.
    pub(super) fn start(shared: Arc<Shared>) -> io::Result<Server> {
        let mut addresses = Vec::new();
        let mut listeners = Vec::new();
        for plane in Plane::ALL {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
            listener.set_nonblocking(true)?;
            addresses.push((plane, listener.local_addr()?));
            listeners.push((plane, listener));
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("world".into())
            .spawn(move || {
                runtime.block_on(async move {
                    for (plane, listener) in listeners {
                        tokio::spawn(listen(plane, listener, Arc::clone(&shared)));
                    }
                    // Nothing is ever sent: it ends when the handle drops its half.
                    let _dropped = stopped.await;
                });
            })?;
        Ok(Server {
            addresses,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// The base URL of one server.
    pub(super) fn url(&self, plane: Plane) -> String {
        let found = self.addresses.iter().find(|(each, _)| *each == plane);
        let (_, address) = found.expect("every server is bound at the start");
        format!("http://{address}")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the world's thread has been printed already.
            let _panicked = thread.join();
        }
    }
}

async fn listen(plane: Plane, listener: TcpListener, shared: Arc<Shared>) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
        return;
    };
    while let Ok((stream, _)) = listener.accept().await {
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let service = service_fn(move |request| serve(plane, Arc::clone(&shared), request));
            let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            // A client that goes away, or a fault that hangs up, is no error here.
            let _gone = connection.await;
        });
    }
}

async fn serve(
    plane: Plane,
    shared: Arc<Shared>,
    request: hyper::Request<Incoming>,
) -> io::Result<hyper::Response<Parts>> {
    let request = read(request).await?;
    let line = format!(
        "{} {} {}",
        plane.word(),
        request.method,
        request.path_and_query
    );
    shared.requests().push(line.clone());
    let effect = fault::next(&mut shared.faults(), &line);
    let stage = shared.stage().clone();
    let answer = fault::apply(effect.as_ref(), &request, || match plane {
        Plane::Api => super::cluster::answer(&stage, &request),
        Plane::Gitploy => super::gitploy::answer(&stage, &request),
        Plane::Github => super::forge::github(&stage, &request),
        Plane::Gitlab => super::forge::gitlab(&stage, &request),
        Plane::Loki => super::loki::answer(&stage, &request),
        Plane::Prometheus => super::prometheus::answer(&stage, &request),
    });
    let zipped = request
        .header("accept-encoding")
        .is_some_and(|accepted| accepted.contains("gzip"));
    let end = match effect {
        Some(Effect::Delay(time)) => {
            tokio::time::sleep(time).await;
            End::Whole
        }
        Some(Effect::Silent) => std::future::pending().await,
        Some(Effect::HangUp) => {
            let words = "a fault hangs up";
            return Err(io::Error::new(io::ErrorKind::ConnectionReset, words));
        }
        Some(Effect::Drip) => End::Drip(Box::pin(tokio::time::sleep(DRIP))),
        Some(Effect::Endless) => End::Again(Bytes::from(answer.body.clone())),
        Some(Effect::CutBody(bytes)) => End::After(bytes),
        Some(Effect::Zipped(_)) => return response(answer, false, End::Whole),
        _ => End::Whole,
    };
    let may_zip = zipped && matches!(end, End::Whole | End::After(_));
    response(answer, may_zip, end)
}

async fn read(request: hyper::Request<Incoming>) -> io::Result<Request> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    Ok(Request {
        method: head.method,
        path: percent::decoded(head.uri.path()),
        path_and_query: head
            .uri
            .path_and_query()
            .map_or_else(String::new, ToString::to_string),
        query: percent::pairs(head.uri.query().unwrap_or_default()).collect(),
        headers: head.headers,
        body,
    })
}

/// The answer on the wire; bodies from 1 KiB are compressed if the client may, as kube-apiserver
/// (from 128 KiB) and gateways do.
fn response(answer: Answer, may_zip: bool, end: End) -> io::Result<hyper::Response<Parts>> {
    let mut builder = hyper::Response::builder().status(answer.status);
    if !answer.content_type.is_empty() {
        builder = builder.header("content-type", &answer.content_type);
    }
    for (name, value) in &answer.headers {
        builder = builder.header(*name, value);
    }
    let mut body = answer.body;
    if may_zip && body.len() >= 1024 {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(&body)?;
        body = encoder.finish()?;
        builder = builder.header("content-encoding", "gzip");
    }
    let length = body.len() as u64;
    let mut parts = VecDeque::new();
    match end {
        End::After(bytes) => {
            body.truncate(bytes);
            parts.push_back(Ok(Bytes::from(body)));
            parts.push_back(Err(io::Error::new(
                io::ErrorKind::BrokenPipe,
                "a fault cuts the body",
            )));
        }
        End::Whole | End::Drip(_) | End::Again(_) => parts.push_back(Ok(Bytes::from(body))),
    }
    builder
        .body(Parts {
            parts,
            length,
            flushed: false,
            end,
        })
        .map_err(io::Error::other)
}

/// Between two bytes of a body that drips.
const DRIP: Duration = Duration::from_millis(20);

/// How a body ends.
enum End {
    /// When all of it is there.
    Whole,
    /// With the connection, after so many bytes.
    After(usize),
    /// Never: a blank comes now and then.
    Drip(Pin<Box<Sleep>>),
    /// Never: the same comes again.
    Again(Bytes),
}

/// A body in parts, which may promise more than it gives.
struct Parts {
    parts: VecDeque<io::Result<Bytes>>,
    length: u64,
    end: End,
    /// Whether the bytes before the cut had their chance to leave.
    flushed: bool,
}

impl Body for Parts {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if matches!(self.parts.front(), Some(Err(_))) && !self.flushed {
            self.flushed = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if let Some(part) = self.parts.pop_front() {
            return Poll::Ready(Some(part.map(Frame::data)));
        }
        match &mut self.end {
            End::Whole | End::After(_) => Poll::Ready(None),
            End::Again(same) => Poll::Ready(Some(Ok(Frame::data(same.clone())))),
            End::Drip(pause) => {
                std::task::ready!(pause.as_mut().poll(context));
                pause.set(tokio::time::sleep(DRIP));
                Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b" ")))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        let ends = matches!(self.end, End::Whole | End::After(_));
        ends && (self.parts.is_empty() || self.length == 0)
    }

    fn size_hint(&self) -> SizeHint {
        match self.end {
            End::Whole | End::After(_) => SizeHint::with_exact(self.length),
            End::Drip(_) | End::Again(_) => SizeHint::default(),
        }
    }
}
