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
pub fn together(inner: Exchange) -> Exchange {
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
mod tests {
    use super::*;
    use crate::facts::observation::Cause;
    use futures::future::join_all;
    use http::header::ACCEPT;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    /// A service that answers with how many questions came before, after a while.
    fn counting() -> (Exchange, Arc<AtomicUsize>) {
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = asked.clone();
        let service = exchange(move |request: Request<Bytes>| {
            let number = counted.fetch_add(1, Ordering::Relaxed);
            async move {
                tokio::time::sleep(Duration::from_millis(50)).await;
                match request.uri().path() {
                    "/fails" => Err(Trouble::new(Cause::Timeout, "no answer")),
                    _ => Ok(Response::new(Bytes::from(number.to_string()))),
                }
            }
        });
        (together(service), asked)
    }

    fn get(path: &str, accept: &str) -> Request<Bytes> {
        let uri = format!("http://api.example.dev{path}");
        let request = Request::get(uri).header(ACCEPT, accept);
        request.body(Bytes::new()).unwrap()
    }

    async fn texts(exchange: &Exchange, requests: Vec<Request<Bytes>>) -> Vec<String> {
        let asked = requests.into_iter();
        let answers = join_all(asked.map(|request| exchange.clone().oneshot(request))).await;
        let text = |answer: Answer| match answer {
            Ok(answer) => String::from_utf8(answer.into_body().to_vec()).unwrap(),
            Err(trouble) => trouble.detail,
        };
        answers.into_iter().map(text).collect()
    }

    #[tokio::test]
    async fn alike_and_under_way_together_is_asked_once() {
        let (exchange, asked) = counting();
        let alike = vec![get("/pods", "a"), get("/pods", "a"), get("/pods", "a")];
        assert_eq!(texts(&exchange, alike).await, ["0", "0", "0"]);
        assert_eq!(asked.load(Ordering::Relaxed), 1);
        let failing = vec![get("/fails", "a"), get("/fails", "a")];
        assert_eq!(texts(&exchange, failing).await, ["no answer", "no answer"]);
        assert_eq!(asked.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn what_differs_or_comes_later_is_asked_anew() {
        let (exchange, _) = counting();
        let differ = vec![
            get("/pods", "a"),
            get("/pods", "b"),
            get("/pods?limit=1", "a"),
        ];
        assert_eq!(texts(&exchange, differ).await, ["0", "1", "2"]);
        let again = vec![get("/pods", "a")];
        assert_eq!(texts(&exchange, again).await, ["3"]);
        let post = || Request::post("http://api.example.dev/reviews").body(Bytes::new());
        let posted = vec![post().unwrap(), post().unwrap()];
        assert_eq!(texts(&exchange, posted).await, ["4", "5"]);
    }

    #[tokio::test]
    async fn who_gives_up_first_does_not_take_the_answer_from_the_others() {
        let (exchange, asked) = counting();
        let given_up = exchange.clone().oneshot(get("/pods", "a"));
        let patient = exchange.clone().oneshot(get("/pods", "a"));
        let (first, second) = tokio::join!(
            tokio::time::timeout(Duration::from_millis(1), given_up),
            patient
        );
        assert!(first.is_err());
        assert_eq!(second.unwrap().into_body(), "0");
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    }
}
