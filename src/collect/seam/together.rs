//! The same question, asked again while its answer is on the way, is not sent again: several steps of
//! a record look at the same list at the same moment. Nothing is kept once the answer is there, so
//! that whoever asks later sees what is so later.

use super::{Exchange, Trouble, exchange};
use bytes::Bytes;
use futures::FutureExt;
use futures::future::{BoxFuture, WeakShared};
use http::{HeaderMap, Method, Request, Response, Uri};
use std::sync::{Arc, Mutex, PoisonError};
use tower::ServiceExt;

type Answer = Result<Response<Bytes>, Trouble>;

/// A question that is under way.
struct Flight {
    uri: Uri,
    headers: HeaderMap,
    /// Upgrades as long as somebody waits for it.
    answer: WeakShared<BoxFuture<'static, Answer>>,
}

/// Shares the answers of GETs that are alike and under way together. What is posted is sent each time.
pub(crate) fn together(inner: Exchange) -> Exchange {
    let flights: Arc<Mutex<Vec<Flight>>> = Arc::default();
    exchange(move |request: Request<Bytes>| match request.method() {
        &Method::GET => join(&flights, &inner, request).boxed(),
        _ => inner.clone().oneshot(request).boxed(),
    })
}

/// The answer that is on the way, else that of a new flight.
fn join(
    flights: &Mutex<Vec<Flight>>,
    inner: &Exchange,
    request: Request<Bytes>,
) -> impl Future<Output = Answer> + Send + 'static {
    let mut flights = flights.lock().unwrap_or_else(PoisonError::into_inner);
    // One that has arrived, though not yet everywhere, is of the past.
    let on_the_way = |flight: &Flight| {
        let answer = flight.answer.upgrade();
        answer.filter(|answer| answer.peek().is_none())
    };
    flights.retain(|flight| on_the_way(flight).is_some());
    let alike = flights
        .iter()
        .find(|flight| flight.uri == *request.uri() && flight.headers == *request.headers());
    if let Some(answer) = alike.and_then(on_the_way) {
        return answer;
    }
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let answer = inner.clone().oneshot(request).boxed().shared();
    flights.extend(answer.downgrade().map(|answer| Flight {
        uri,
        headers,
        answer,
    }));
    answer
}

#[cfg(test)]
mod tests;
