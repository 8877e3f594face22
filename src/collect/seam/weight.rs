//! How heavy answers are, so that none of them, and not all of them together, takes more memory than a
//! small container has (256 MiB). A body is bounded while it is decoded; what is read from it weighs
//! many times as much, so that is estimated before anybody reads it.

use super::Trouble;
use crate::both;
use crate::facts::observation::{Cause, Seen};
use bytes::Bytes;
use http::Response;
use http::header::CONTENT_TYPE;
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The largest body that is taken, decoded.
pub(crate) const LARGEST_BODY: usize = 32 << 20;
/// The most that one answer may weigh when it is read.
const HEAVIEST: usize = 64 << 20;
/// The most that the answers of a run may weigh together, on their way and while they are kept.
const TOGETHER: usize = 112 << 20;
/// A recording keeps every body, and a replay has it: whoever asks for one has the memory for it.
const RECORDED: usize = 1 << 30;
/// What a value of a tree, or a line of a log, takes beside its text; a list that grows has twice the
/// room that it needs.
const PIECE: usize = 2 * size_of::<Value>();

/// That an answer is larger than is taken.
pub(crate) fn too_large() -> Trouble {
    let most = LARGEST_BODY >> 20;
    let words = both!("{most} MiB를 넘음", "more than {most} MiB");
    Trouble::told(Cause::TooLarge, &words)
}

/// How heavy an answer is, by its body and by how many pieces will be made of it.
///
/// # Errors
/// `TooLarge` where nobody should read it.
pub(crate) fn of(answer: &Response<Bytes>) -> Result<usize, Trouble> {
    let body = answer.body();
    if body.len() > LARGEST_BODY {
        return Err(too_large());
    }
    let kind = answer.headers().get(CONTENT_TYPE);
    let is_json = kind.is_some_and(|kind| kind.as_bytes().windows(4).any(|word| word == b"json"));
    let pieces = if is_json {
        values(body)
    } else {
        body.iter().filter(|byte| **byte == b'\n').count()
    };
    let weight = body.len() + pieces * PIECE;
    if weight > HEAVIEST {
        let words = both!("항목이 {pieces}개나 됨", "it has {pieces} items");
        return Err(Trouble::told(Cause::TooLarge, &words));
    }
    Ok(weight)
}

/// About how many values a JSON text has: what opens or divides outside of its texts.
fn values(json: &[u8]) -> usize {
    let (mut count, mut inside, mut escaped) = (0, false, false);
    for byte in json {
        match (byte, inside) {
            _ if escaped => escaped = false,
            (b'\\', true) => escaped = true,
            (b'"', _) => inside = !inside,
            (b',' | b'{' | b'[', false) => count += 1,
            _ => {}
        }
    }
    count
}

/// How many requests one look of a run sends: a command may name ten thousand things.
const REQUESTS: usize = 10_000;

/// What a run holds, and how much it has asked.
#[derive(Debug, Clone)]
pub(crate) struct Scale {
    held: Arc<AtomicUsize>,
    asked: Arc<AtomicUsize>,
    most: usize,
}

impl Scale {
    /// Of a run, which may have to keep every body.
    pub(crate) fn new(keeping: bool) -> Scale {
        Scale {
            held: Arc::default(),
            asked: Arc::default(),
            most: if keeping { RECORDED } else { TOGETHER },
        }
    }

    /// Begins a look: what earlier ones asked is not counted.
    pub(crate) fn begin(&self) {
        self.asked.store(0, Ordering::Relaxed);
    }

    /// Counts a request.
    ///
    /// # Errors
    /// `TooManyQuestions` where there were too many.
    pub(crate) fn count(&self) -> Result<(), Trouble> {
        if self.asked.fetch_add(1, Ordering::Relaxed) < REQUESTS {
            return Ok(());
        }
        let words = both!(
            "요청이 {REQUESTS}개를 넘음",
            "more than {REQUESTS} requests"
        );
        Err(Trouble::told(Cause::TooManyQuestions, &words))
    }

    /// Puts a weight on it, until what is given back is dropped.
    ///
    /// # Errors
    /// `TooLarge` where it is too much with what is there.
    pub(crate) fn put(&self, weight: usize) -> Result<Held, Trouble> {
        let held = Held {
            scale: Arc::clone(&self.held),
            weight,
        };
        if self.held.fetch_add(weight, Ordering::Relaxed) + weight > self.most {
            let most = self.most >> 20;
            let words = both!(
                "이번 실행의 응답이 모두 합쳐 {most} MiB를 넘음",
                "the answers of this run are more than {most} MiB together"
            );
            return Err(Trouble::told(Cause::TooLarge, &words));
        }
        Ok(held)
    }

    /// Puts an answer on it for as long as its body is held.
    ///
    /// # Errors
    /// `TooLarge`, for itself or with the others.
    pub(crate) fn weigh(&self, answer: Response<Bytes>) -> Result<Response<Bytes>, Trouble> {
        let held = self.put(of(&answer)?)?;
        Ok(answer.map(|body| Bytes::from_owner(Weighed { body, _held: held })))
    }
}

/// A weight on the scale.
#[derive(Debug)]
pub(crate) struct Held {
    scale: Arc<AtomicUsize>,
    weight: usize,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.scale.fetch_sub(self.weight, Ordering::Relaxed);
    }
}

struct Weighed {
    body: Bytes,
    _held: Held,
}

impl AsRef<[u8]> for Weighed {
    fn as_ref(&self) -> &[u8] {
        &self.body
    }
}

/// How heavy what was seen is while it is kept.
pub(crate) fn of_seen(seen: &Seen) -> usize {
    let lines = seen.lines.iter();
    let lines: usize = lines
        .map(|line| line.text.len() + line.source.len() + PIECE)
        .sum();
    let rows = seen.tables.iter().flat_map(|table| &table.rows);
    let rows = rows.map(|row| {
        let cells: usize = row.cells.iter().map(|cell| cell.len() + PIECE / 4).sum();
        cells + row.object.as_ref().map_or(0, |object| of_value(object))
    });
    let http = seen.http.as_ref().map_or(0, |http| http.body.len());
    let objects: usize = seen.objects.iter().map(of_value).sum();
    seen.text.len() + http + lines + rows.sum::<usize>() + objects
}

fn of_value(value: &Value) -> usize {
    let inner = match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(of_value).sum(),
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| key.len() + PIECE / 2 + of_value(value))
            .sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    };
    inner + size_of::<Value>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::seam::tape::answer;
    use http::{HeaderMap, HeaderValue, StatusCode};

    fn answered(kind: &'static str, body: String) -> Response<Bytes> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        answer(StatusCode::OK, headers, body.into())
    }

    #[test]
    fn what_would_fill_the_memory_is_not_read() {
        let many = |one: &str, times: usize| format!("[{}0]", one.repeat(times));
        for (name, kind, body, taken) in [
            (
                "a list of pods",
                "application/json",
                many(r#"{"a":{"b":["c"]}},"#, 50_000),
                true,
            ),
            (
                "one long text",
                "application/json",
                format!("\"{}\"", ",{[".repeat(8 << 20)),
                true,
            ),
            (
                "a text with quotes",
                "application/json",
                format!("\"{}\"", "\\\",".repeat(8 << 20)),
                true,
            ),
            ("numbers", "application/json", many("0,", 4 << 20), false),
            (
                "empty objects",
                "application/json; charset=utf-8",
                many("{},", 2 << 20),
                false,
            ),
            (
                "lists",
                "application/json",
                many("[[],[]],", 1 << 20),
                false,
            ),
            (
                "a log",
                "text/plain",
                "level=info msg=ok\n".repeat(100_000),
                true,
            ),
            ("empty lines", "text/plain", "\n".repeat(8 << 20), false),
            (
                "too long",
                "text/plain",
                "x".repeat(LARGEST_BODY + 1),
                false,
            ),
        ] {
            let weighed = of(&answered(kind, body));
            assert_eq!(weighed.is_ok(), taken, "{name}: {weighed:?}");
            let cause = weighed.err().map(|trouble| trouble.cause);
            assert!(cause.is_none_or(|cause| cause == Cause::TooLarge), "{name}");
        }
    }

    #[test]
    fn a_look_asks_so_much_and_no_more() {
        let scale = Scale::new(false);
        for _ in 0..2 {
            scale.begin();
            let counted = std::iter::repeat_with(|| scale.count());
            assert_eq!(counted.take_while(Result::is_ok).count(), REQUESTS);
            assert_eq!(scale.count().unwrap_err().cause, Cause::TooManyQuestions);
        }
    }

    #[test]
    fn a_run_holds_so_much_and_no_more() {
        let scale = Scale::new(false);
        let body = || answered("text/plain", "x".repeat(30 << 20));
        let held: Vec<_> = std::iter::repeat_with(|| scale.weigh(body()))
            .take_while(Result::is_ok)
            .collect();
        assert_eq!(held.len(), 3);
        let copy = held[0].as_ref().unwrap().body().clone();
        drop(held);
        assert_eq!(
            scale
                .put(TOGETHER - (29 << 20))
                .err()
                .map(|trouble| trouble.cause),
            Some(Cause::TooLarge)
        );
        drop(copy);
        assert!(scale.put(TOGETHER).is_ok());
        assert!(scale.put(TOGETHER).is_ok());
    }
}
