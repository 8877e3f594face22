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
