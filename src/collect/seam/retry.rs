//! Asking again, only where the answer says that it may help: 429 and 503, and a connection that
//! was reset before an answer. Never any other 4xx, and never beyond the deadline.

use super::Trouble;
use bytes::Bytes;
use http::header::RETRY_AFTER;
use http::{Request, Response, StatusCode};
use std::time::Duration;
use tokio::time::Instant;
use tower::ServiceExt;
use tower::util::BoxCloneSyncService;

/// A service that is asked: answers with whole bodies, or with streams.
pub(crate) type Service<B> = BoxCloneSyncService<Request<Bytes>, Response<B>, Trouble>;

/// How patient to be with one question.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// No attempt is waited for beyond this length from the first one.
    pub at_most: Duration,
    /// The first pause where the answer names none; doubled each time. Zero when replaying.
    pub first_pause: Duration,
    /// How many attempts in all.
    pub attempts: u32,
}

/// Sends a request, again where that may help.
pub(crate) async fn send<B: 'static>(
    exchange: &Service<B>,
    request: Request<Bytes>,
    patience: Patience,
) -> Result<Response<B>, Trouble> {
    let started = Instant::now();
    let mut pause = patience.first_pause;
    let mut attempt = 1;
    loop {
        let outcome = exchange.clone().oneshot(request.clone()).await;
        if attempt >= patience.attempts || !may_help(&outcome) {
            return outcome;
        }
        // A replay must not wait, whatever the recorded answer asks for.
        let wait = match &outcome {
            Ok(answer) if !pause.is_zero() => asked_for(answer).unwrap_or(pause),
            _ => pause,
        };
        if started.elapsed() + wait >= patience.at_most {
            return outcome;
        }
        tokio::time::sleep(wait).await;
        pause *= 2;
        attempt += 1;
    }
}

fn may_help<B>(outcome: &Result<Response<B>, Trouble>) -> bool {
    match outcome {
        Ok(answer) => matches!(
            answer.status(),
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
        ),
        Err(trouble) => trouble.hung_up,
    }
}

/// `Retry-After` in seconds; its date form is not used by any of our sources.
fn asked_for<B>(answer: &Response<B>) -> Option<Duration> {
    let value = answer.headers().get(RETRY_AFTER)?.to_str().ok()?;
    Some(Duration::from_secs(value.trim().parse().ok()?))
}
