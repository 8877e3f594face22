//! Answers whose bodies flow: for lists so long that their bodies must not be kept. The whole
//! answers of [`Exchange`] are made of these.

use super::retry::Service;
use super::{Exchange, LARGEST_BODY, Trouble, exchange};
use crate::facts::observation::Cause;
use bytes::{Bytes, BytesMut};
use flate2::read::MultiGzDecoder;
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};
use http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderValue, Request, Response};
use std::io::Read;
use tower::ServiceExt;
use tower::util::BoxCloneSyncService;

/// What asks for the API server's binary form begins so.
const BINARY: &[u8] = b"application/vnd.kubernetes.protobuf";

/// A body in pieces, as it came over the wire.
pub struct Flow {
    /// The pieces; a failure is the last of them.
    pub pieces: BoxStream<'static, Result<Bytes, Trouble>>,
}

/// Whether an answer's body is compressed with gzip.
pub fn is_zipped<B>(answer: &Response<B>) -> bool {
    let encoding = answer.headers().get(CONTENT_ENCODING);
    encoding.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"gzip"))
}

/// Reads an answer to its end, bounded and decompressed.
///
/// # Errors
/// `TooLarge`, `CutOff`, and what went wrong on the way.
pub async fn read(answer: Response<Flow>) -> Result<Response<Bytes>, Trouble> {
    let zipped = is_zipped(&answer);
    let (mut head, mut body) = answer.into_parts();
    let mut whole = BytesMut::new();
    while let Some(piece) = body.pieces.try_next().await? {
        if whole.len() + piece.len() > LARGEST_BODY {
            return Err(too_large());
        }
        whole.extend_from_slice(&piece);
    }
    let mut body = whole.freeze();
    if zipped {
        body = unzip(&body)?;
        head.headers.remove(CONTENT_ENCODING);
        head.headers.remove(CONTENT_LENGTH);
    }
    Ok(Response::from_parts(head, body))
}

fn unzip(body: &[u8]) -> Result<Bytes, Trouble> {
    let mut plain = Vec::new();
    let bound = LARGEST_BODY as u64 + 1;
    MultiGzDecoder::new(body)
        .take(bound)
        .read_to_end(&mut plain)
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::UnexpectedEof => {
                Trouble::new(Cause::CutOff, "the compressed answer stops in the middle")
            }
            _ => Trouble::new(Cause::Malformed, format!("the answer is not gzip: {error}")),
        })?;
    match plain.len() > LARGEST_BODY {
        true => Err(too_large()),
        false => Ok(plain.into()),
    }
}

fn too_large() -> Trouble {
    let words = format!("more than {} MiB", LARGEST_BODY >> 20);
    Trouble::new(Cause::TooLarge, words)
}

/// The service that reads every answer of a flowing one to its end.
pub fn whole(flowing: Service<Flow>) -> Exchange {
    exchange(move |request| {
        let flowing = flowing.clone();
        async move { read(flowing.oneshot(request).await?).await }
    })
}

/// A flowing service of whole answers: each flows in one piece. So a recorded run and a replayed one
/// go the same way as a live one.
///
/// What is recorded must be readable, and its secrets found: a binary form is not asked for.
pub fn of(exchange: Exchange) -> Service<Flow> {
    BoxCloneSyncService::new(tower::service_fn(move |mut request: Request<Bytes>| {
        let exchange = exchange.clone();
        let accept = request.headers().get(ACCEPT).map(HeaderValue::as_bytes);
        if accept.is_some_and(|accept| accept.starts_with(BINARY)) {
            let json = HeaderValue::from_static("application/json");
            request.headers_mut().insert(ACCEPT, json);
        }
        async move {
            let answer = exchange.oneshot(request).await?;
            Ok(answer.map(|body| Flow {
                pieces: stream::once(async move { Ok(body) }).boxed(),
            }))
        }
    }))
}
