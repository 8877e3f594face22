//! What can go wrong on demand: error answers, slow answers, connections that break.

use super::answer::{Answer, Request};
use super::cluster;
use flate2::Compression;
use flate2::write::GzEncoder;
use hyper::StatusCode;
use serde_json::json;
use std::io::Write;
use std::time::Duration;

/// Something that goes wrong for some requests.
#[derive(Debug, Clone)]
pub struct Fault {
    /// A part of the request line that [`super::World::requests`] would show: `/log?`,
    /// `gitploy GET`, `continue=`.
    pub contains: String,
    /// How often it still happens.
    pub times: usize,
    /// What happens.
    pub effect: Effect,
}

impl Fault {
    /// Every time.
    pub fn always(contains: impl Into<String>, effect: Effect) -> Fault {
        Fault::times(usize::MAX, contains, effect)
    }

    /// The next so many times.
    pub fn times(times: usize, contains: impl Into<String>, effect: Effect) -> Fault {
        Fault {
            contains: contains.into(),
            times,
            effect,
        }
    }
}

/// What happens instead of the answer, or to it.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Another answer: status code, content type, body.
    Answer(u16, &'static str, String),
    /// 403 with a Kubernetes Status that names the request.
    Forbidden,
    /// 429 with `Retry-After` in seconds and a Kubernetes Status.
    TooManyRequests(u32),
    /// 403 as GitHub refuses what is over its rate limit, with the second at which it is renewed.
    RateLimited(u32),
    /// 502 with the HTML page of a proxy.
    BadGateway,
    /// 410 `Expired` with a fresh token for the rest of the list, as the API server answers a
    /// continue token that is too old.
    ExpiredContinue,
    /// The right answer, but only after a while.
    Delay(Duration),
    /// The connection closes without an answer.
    HangUp,
    /// The connection closes after so many bytes of the right answer's body.
    CutBody(usize),
    /// The request is read, and nothing ever comes.
    Silent,
    /// The head of an answer, and then a byte now and then, for ever.
    Drip,
    /// A body that never ends.
    Endless,
    /// A small body that is so many MiB when it is decompressed.
    Zipped(usize),
    /// 302 to another address.
    Redirect(String),
    /// The right answer with a byte in its first text that is no UTF-8.
    HalfCharacter,
}

impl Effect {
    /// Everything that can go wrong with an answer, by name: for tests that hold against all of it.
    pub fn all() -> Vec<(&'static str, Effect)> {
        let text = |code: u16, words: &str| Effect::Answer(code, "text/plain", words.into());
        let json = |words: &str| Effect::Answer(200, "application/json", words.into());
        vec![
            ("silent", Effect::Silent),
            ("dripping", Effect::Drip),
            ("endless", Effect::Endless),
            ("a gzip bomb", Effect::Zipped(64)),
            (
                "redirect",
                Effect::Redirect("http://169.254.169.254/".into()),
            ),
            ("hung up", Effect::HangUp),
            ("cut off", Effect::CutBody(40)),
            ("401", text(401, "who are you")),
            ("403", Effect::Forbidden),
            ("404", text(404, "404 page not found")),
            ("410", text(410, "gone")),
            ("429", Effect::TooManyRequests(0)),
            ("500", text(500, "internal error")),
            ("502", Effect::BadGateway),
            ("503", text(503, "no healthy upstream")),
            ("504", text(504, "upstream timed out")),
            (
                "truncated JSON",
                json(r#"{"status":"success","data":{"result":[{"#),
            ),
            ("half a character", Effect::HalfCharacter),
            (
                "a page",
                Effect::Answer(
                    200,
                    "text/html",
                    "<html><title>Log in</title></html>".into(),
                ),
            ),
            ("nothing", json("")),
        ]
    }
}

/// The first fault that fits, used up by one.
pub fn next(faults: &mut Vec<Fault>, line: &str) -> Option<Effect> {
    let at = faults
        .iter()
        .position(|fault| line.contains(&fault.contains))?;
    let effect = faults[at].effect.clone();
    faults[at].times = faults[at].times.saturating_sub(1);
    if faults[at].times == 0 {
        faults.remove(at);
    }
    Some(effect)
}

/// What an effect makes of the right answer; what else happens to it is the server's matter.
pub fn apply(effect: Option<&Effect>, request: &Request, right: impl FnOnce() -> Answer) -> Answer {
    let Some(effect) = effect else {
        return right();
    };
    match effect {
        Effect::Answer(code, content_type, body) => answer(*code, content_type, body.clone()),
        Effect::Forbidden => forbidden(request),
        Effect::TooManyRequests(seconds) => too_many_requests(*seconds),
        Effect::RateLimited(reset) => {
            let body = json!({"message": "API rate limit exceeded for user ID 1."});
            let mut answer = Answer::json(StatusCode::FORBIDDEN, &body);
            let reset = ("x-ratelimit-reset", reset.to_string());
            answer.headers = vec![("x-ratelimit-remaining", "0".into()), reset];
            answer
        }
        Effect::BadGateway => {
            let page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
                        <center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";
            answer(502, "text/html", page.into())
        }
        Effect::ExpiredContinue => cluster::expired_continue(request),
        Effect::Delay(_) | Effect::HangUp | Effect::CutBody(_) | Effect::Silent | Effect::Drip => {
            right()
        }
        Effect::Endless => answer(200, "application/json", "[".repeat(64 << 10)),
        Effect::Zipped(mib) => zipped(*mib),
        Effect::Redirect(to) => {
            let mut found = answer(302, "text/plain", String::new());
            found.headers.push(("location", to.clone()));
            found
        }
        Effect::HalfCharacter => {
            let mut answer = right();
            let quote = answer.body.iter().position(|byte| *byte == b'"');
            answer.body.insert(quote.map_or(0, |at| at + 1), 0xec);
            answer
        }
    }
}

fn answer(code: u16, content_type: &str, body: String) -> Answer {
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Answer::body(status, content_type, body)
}

/// Blanks, of which a thousand are compressed to one.
fn zipped(mib: usize) -> Answer {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let blanks = vec![b' '; 1 << 20];
    let written = (0..mib).try_for_each(|_| encoder.write_all(&blanks));
    let body = written.and_then(|()| encoder.finish()).unwrap_or_default();
    let mut answer = Answer::body(StatusCode::OK, "application/json", body);
    answer.headers.push(("content-encoding", "gzip".into()));
    answer
}

fn forbidden(request: &Request) -> Answer {
    let what = request.segments().last().copied().unwrap_or_default();
    let message = format!(
        "{what} is forbidden: User \"system:serviceaccount:loki-v3:viewer-none\" cannot read {}",
        request.path
    );
    let details = Some(json!({"kind": what}));
    cluster::failure(StatusCode::FORBIDDEN, "Forbidden", &message, details)
}

fn too_many_requests(seconds: u32) -> Answer {
    let mut answer = cluster::failure(
        StatusCode::TOO_MANY_REQUESTS,
        "TooManyRequests",
        "too many requests, please try again later",
        Some(json!({"retryAfterSeconds": seconds})),
    );
    answer.headers.push(("retry-after", seconds.to_string()));
    answer
}
