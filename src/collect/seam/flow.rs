//! Answers whose bodies flow: for lists so long that their bodies must not be kept. The whole
//! answers of [`Exchange`] are made of these.

use super::retry::Service;
use super::weight::{self, LARGEST_BODY};
use super::{Exchange, Trouble, exchange};
use crate::facts::observation::Cause;
use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};
use http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderValue, Request, Response};
use std::io::{self, Write};
use tower::ServiceExt;
use tower::util::BoxCloneSyncService;

/// What asks for the API server's binary form begins so.
const BINARY: &[u8] = b"application/vnd.kubernetes.protobuf";

/// A body in pieces, as it came over the wire.
pub(crate) struct Flow {
    /// The pieces; a failure is the last of them.
    pub pieces: BoxStream<'static, Result<Bytes, Trouble>>,
}

/// Whether an answer's body is compressed with gzip.
pub(crate) fn is_zipped<B>(answer: &Response<B>) -> bool {
    let encoding = answer.headers().get(CONTENT_ENCODING);
    encoding.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"gzip"))
}

/// Reads an answer to its end, bounded and decompressed as it comes in.
///
/// # Errors
/// `TooLarge`, `CutOff`, and what went wrong on the way.
pub(crate) async fn read(answer: Response<Flow>) -> Result<Response<Bytes>, Trouble> {
    let zipped = is_zipped(&answer);
    let (mut head, mut body) = answer.into_parts();
    let mut plain = Bounded(Vec::new());
    if zipped {
        let mut unzipping = MultiGzDecoder::new(plain);
        while let Some(piece) = body.pieces.try_next().await? {
            unzipping
                .write_all(&piece)
                .map_err(|error| unzipped(&error))?;
        }
        plain = unzipping.finish().map_err(|error| unzipped(&error))?;
        head.headers.remove(CONTENT_ENCODING);
        head.headers.remove(CONTENT_LENGTH);
    } else {
        while let Some(piece) = body.pieces.try_next().await? {
            plain.write_all(&piece).map_err(|_| weight::too_large())?;
        }
    }
    let answer = Response::from_parts(head, Bytes::from(plain.0));
    weight::of(&answer)?;
    Ok(answer)
}

/// A body that does not grow beyond what is taken.
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        if self.0.len() + piece.len() > LARGEST_BODY {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn unzipped(error: &io::Error) -> Trouble {
    match error.kind() {
        io::ErrorKind::FileTooLarge => weight::too_large(),
        io::ErrorKind::UnexpectedEof => {
            Trouble::new(Cause::CutOff, "the compressed answer stops in the middle")
        }
        _ => Trouble::new(Cause::Malformed, format!("the answer is not gzip: {error}")),
    }
}

/// The service that reads every answer of a flowing one to its end.
pub(crate) fn whole(flowing: Service<Flow>) -> Exchange {
    exchange(move |request| {
        let flowing = flowing.clone();
        async move { read(flowing.oneshot(request).await?).await }
    })
}

/// A flowing service of whole answers: each flows in one piece. So a recorded run and a replayed one
/// go the same way as a live one.
///
/// What is recorded must be readable, and its secrets found: a binary form is not asked for.
pub(crate) fn of(exchange: Exchange) -> Service<Flow> {
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
