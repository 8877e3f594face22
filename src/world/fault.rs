//! What can go wrong on demand: error answers, slow answers, connections that break.

use super::answer::{Answer, Request};
use hyper::StatusCode;
use serde_json::json;
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
}

/// What the server does about a fault besides the answer itself.
pub enum Twist {
    /// Nothing.
    None,
    /// Wait first.
    Delay(Duration),
    /// Close without an answer.
    HangUp,
    /// Close after so many bytes of the body.
    CutBody(usize),
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

/// What an effect makes of the right answer.
pub fn apply(
    effect: Option<Effect>,
    request: &Request,
    right: impl FnOnce() -> Answer,
) -> (Answer, Twist) {
    let Some(effect) = effect else {
        return (right(), Twist::None);
    };
    match effect {
        Effect::Answer(code, content_type, body) => (answer(code, content_type, body), Twist::None),
        Effect::Forbidden => (forbidden(request), Twist::None),
        Effect::TooManyRequests(seconds) => (too_many_requests(seconds), Twist::None),
        Effect::BadGateway => {
            let page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
                        <center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";
            (answer(502, "text/html", page.into()), Twist::None)
        }
        Effect::ExpiredContinue => (super::cluster::expired_continue(request), Twist::None),
        Effect::Delay(time) => (right(), Twist::Delay(time)),
        Effect::HangUp => (right(), Twist::HangUp),
        Effect::CutBody(bytes) => (right(), Twist::CutBody(bytes)),
    }
}

fn answer(code: u16, content_type: &str, body: String) -> Answer {
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Answer::body(status, content_type, body)
}

fn forbidden(request: &Request) -> Answer {
    let what = request
        .segments()
        .last()
        .copied()
        .unwrap_or_default()
        .to_string();
    let message = format!(
        "{what} is forbidden: User \"system:serviceaccount:loki-v3:viewer-none\" cannot read {}",
        request.path
    );
    Answer::json(
        StatusCode::FORBIDDEN,
        &json!({"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
                "message": message, "reason": "Forbidden", "details": {"kind": what}, "code": 403}),
    )
}

fn too_many_requests(seconds: u32) -> Answer {
    let mut answer = Answer::json(
        StatusCode::TOO_MANY_REQUESTS,
        &json!({"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
                "message": "too many requests, please try again later", "reason": "TooManyRequests",
                "details": {"retryAfterSeconds": seconds}, "code": 429}),
    );
    answer.headers.push(("retry-after", seconds.to_string()));
    answer
}
