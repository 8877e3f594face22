use super::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A server whose answers change with `version`, and that counts what it had to tell whole.
fn server() -> (Exchange, Arc<AtomicUsize>, Arc<AtomicUsize>) {
    let (version, told) = (Arc::new(AtomicUsize::new(1)), Arc::new(AtomicUsize::new(0)));
    let (now, whole) = (version.clone(), told.clone());
    let service = exchange(move |request: Request<Bytes>| {
        let tag = format!("\"{}\"", now.load(Ordering::Relaxed));
        let asked = request.headers().get(IF_NONE_MATCH).cloned();
        let is_same = asked.is_some_and(|asked| asked == tag.as_str());
        whole.fetch_add(usize::from(!is_same), Ordering::Relaxed);
        let accept = request
            .headers()
            .get("accept")
            .map_or(0, |accept| accept.len());
        let status = match (is_same, request.uri().path()) {
            (true, _) => 304,
            (false, "/gone") => 404,
            (false, _) => 200,
        };
        let body = match status {
            304 => String::new(),
            _ => format!("{}{accept}{tag}", request.uri().path()),
        };
        let answer = Response::builder().status(status).header(ETAG, tag);
        let answer = answer.header("x-ratelimit-used", whole.load(Ordering::Relaxed));
        std::future::ready(Ok(answer.body(Bytes::from(body)).unwrap()))
    });
    (unchanged(service), version, told)
}

async fn ask(server: &Exchange, path: &str, accept: &str) -> Response<Bytes> {
    let request = Request::get(format!("https://api.github.com{path}"));
    let request = request.header("accept", accept).body(Bytes::new()).unwrap();
    server.clone().oneshot(request).await.unwrap()
}

#[tokio::test]
async fn what_did_not_change_is_told_once_and_what_did_anew() {
    let (server, version, told) = server();
    for (path, accept, now, body, whole) in [
        ("/a", "", 1, "/a0\"1\"", 1),
        ("/a", "", 1, "/a0\"1\"", 1),
        // Another question, in its address or its headers, has an answer of its own.
        ("/b", "", 1, "/b0\"1\"", 2),
        ("/a", "x", 1, "/a1\"1\"", 3),
        ("/a", "x", 1, "/a1\"1\"", 3),
        ("/a", "", 2, "/a0\"2\"", 4),
        ("/a", "", 2, "/a0\"2\"", 4),
        ("/a", "x", 2, "/a1\"2\"", 5),
        // A failure is no answer to come back to.
        ("/gone", "", 2, "/gone0\"2\"", 6),
        ("/gone", "", 2, "/gone0\"2\"", 7),
    ] {
        version.store(now, Ordering::Relaxed);
        let answer = ask(&server, path, accept).await;
        assert_eq!(answer.body(), body, "{path} {accept} {now}");
        assert_eq!(told.load(Ordering::Relaxed), whole, "{path} {accept} {now}");
        let status = if path == "/gone" { 404 } else { 200 };
        assert_eq!(answer.status(), status);
        assert_eq!(
            answer.headers()["x-ratelimit-used"],
            whole.to_string().as_str()
        );
    }
}

#[tokio::test]
async fn no_more_is_kept_than_a_run_needs() {
    let (server, _, told) = server();
    for at in 0..=MOST {
        ask(&server, &format!("/{at}"), "").await;
    }
    ask(&server, &format!("/{MOST}"), "").await;
    assert_eq!(told.load(Ordering::Relaxed), MOST + 1);
    ask(&server, "/0", "").await;
    assert_eq!(told.load(Ordering::Relaxed), MOST + 2);
}
