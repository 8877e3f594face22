//! Lists that are read as they flow in: items are handed on one by one and let go, and no body is
//! kept. Parses on a thread of its own.

use super::{Cluster, Trouble};
use crate::collect::reply;
use crate::collect::seam::flow::{self, Flow};
use crate::collect::seam::{retry, weight};
use crate::facts::observation::Cause;
use bytes::{Buf, Bytes};
use flate2::read::MultiGzDecoder;
use futures::TryStreamExt;
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE};
use http::{HeaderValue, Request, Response};
use std::io::{self, BufReader, Read};
use tokio::sync::mpsc::{Receiver, channel};

mod items;
mod message;
mod pods;
mod protobuf;

pub(super) use items::items;
pub(super) use pods::{Passing, pods};

/// What a parser reads from.
type Source = BufReader<Box<dyn Read + Send>>;
/// The most that flows by of one list, decoded: a hundred thousand pods are half of it.
const LONGEST: u64 = 1 << 30;

/// In which form an answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    Protobuf,
}

/// Asks for a path and parses the answer while it comes in.
async fn parse<T: Send + 'static>(
    cluster: &Cluster,
    path: &str,
    accept: &str,
    parser: impl FnOnce(Form, Source) -> Result<T, Trouble> + Send + 'static,
) -> Result<T, Trouble> {
    let mut request = Request::get(format!("{}{path}", cluster.base))
        .header(ACCEPT, accept)
        .body(Bytes::new())
        .map_err(|error| Trouble::new(Cause::BadRequest, error.to_string()))?;
    if cluster.is_here() {
        // To this machine itself, compressing takes longer than sending does.
        let plain = HeaderValue::from_static("identity");
        request.headers_mut().insert(ACCEPT_ENCODING, plain);
    }
    let answer = retry::send(&cluster.flowing, request, cluster.patience).await?;
    let Some(form) = form(&answer) else {
        let refusal = reply::json(&flow::read(answer).await?).err();
        let broken = || Trouble::new(Cause::Malformed, "the answer is not JSON");
        return Err(refusal.unwrap_or_else(broken));
    };
    let zipped = flow::is_zipped(&answer);
    let (sender, pieces) = channel::<Bytes>(8);
    let parsing = tokio::task::spawn_blocking(move || {
        let pieces = Pieces {
            pieces,
            piece: Bytes::new(),
        };
        let plain: Box<dyn Read + Send> = if zipped {
            Box::new(MultiGzDecoder::new(pieces))
        } else {
            Box::new(pieces)
        };
        let plain: Box<dyn Read + Send> = Box::new(Bounded {
            inner: plain,
            left: LONGEST,
        });
        parser(form, BufReader::with_capacity(32 << 10, plain))
    });
    let mut body = answer.into_body().pieces;
    let mut trouble = None;
    loop {
        match body.try_next().await {
            Ok(Some(piece)) if sender.send(piece.clone()).await.is_ok() => {}
            // A parser that stopped says itself why.
            Ok(Some(_) | None) => break,
            Err(failure) => {
                trouble = Some(failure);
                break;
            }
        }
    }
    drop(sender);
    let parsed = parsing.await;
    if let Some(trouble) = trouble {
        return Err(trouble);
    }
    parsed.map_err(|error| Trouble::new(Cause::Malformed, error.to_string()))?
}

fn form(answer: &Response<Flow>) -> Option<Form> {
    let kind = answer.headers().get(CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.to_ascii_lowercase();
    let forms = [("protobuf", Form::Protobuf), ("json", Form::Json)];
    let found = forms.into_iter().find(|(word, _)| kind.contains(word));
    found
        .filter(|_| answer.status().is_success())
        .map(|(_, form)| form)
}

/// The binary form comes only where it was asked for.
fn must_be_json(form: Form) -> Result<(), Trouble> {
    match form {
        Form::Json => Ok(()),
        Form::Protobuf => Err(Trouble::new(
            Cause::Malformed,
            "JSON expected, protobuf came",
        )),
    }
}

fn broken(error: &serde_json::Error) -> Trouble {
    use serde_json::error::Category;
    if error.io_error_kind() == Some(io::ErrorKind::FileTooLarge) {
        return weight::too_large();
    }
    let ends = error.io_error_kind() == Some(io::ErrorKind::UnexpectedEof);
    let cause = match error.classify() {
        Category::Eof => Cause::CutOff,
        Category::Io if ends => Cause::CutOff,
        Category::Io | Category::Syntax | Category::Data => Cause::Malformed,
    };
    Trouble::new(cause, format!("the JSON is broken: {error}"))
}

/// A reader that ends with an error where there is too much.
struct Bounded<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        let left = self.left.checked_sub(length as u64);
        self.left = left.ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(length)
    }
}

/// The pieces of a body as a reader, for a thread that may wait.
struct Pieces {
    pieces: Receiver<Bytes>,
    piece: Bytes,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() {
            match self.pieces.blocking_recv() {
                Some(piece) => self.piece = piece,
                None => return Ok(0),
            }
        }
        let length = buffer.len().min(self.piece.len());
        self.piece.copy_to_slice(&mut buffer[..length]);
        Ok(length)
    }
}

/// A list that goes on elsewhere is not the whole list.
pub(super) fn must_be_whole(next: &str) -> Result<(), Trouble> {
    match next {
        "" => Ok(()),
        _ => Err(Trouble::new(
            Cause::CutOff,
            "the server gave a part of a list that was asked for as a whole",
        )),
    }
}
