//! Credentials that end while a run waits: tokens of a credential plugin live minutes (EKS: 15), and
//! its client certificates as short. As kubectl does, an answer of 401 makes the plugin run again,
//! and the question is asked once more.

use super::Trouble;
use super::retry::Service;
use crate::facts::observation::Cause;
use futures::future::BoxFuture;
use http::{Response, StatusCode};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;
use tower::ServiceExt;
use tower::util::BoxCloneSyncService;

/// A server that refuses new credentials as well is not asked with newer ones for so long.
const AT_MOST_EVERY: Duration = Duration::from_secs(10);

/// Makes the service anew, with new credentials.
pub(crate) type Renew<B> =
    Arc<dyn Fn() -> BoxFuture<'static, Result<Service<B>, Trouble>> + Send + Sync>;

struct Current<B> {
    service: Service<B>,
    /// Counts the renewals, so that several refused questions make one.
    number: u64,
    last: Option<Instant>,
}

/// A service whose credentials are renewed when the server no longer takes them.
pub(crate) fn renewing<B: Send + 'static>(first: Service<B>, renew: Renew<B>) -> Service<B> {
    let current = Arc::new(Mutex::new(Current {
        service: first,
        number: 0,
        last: None,
    }));
    BoxCloneSyncService::new(tower::service_fn(move |request: http::Request<_>| {
        let (current, renew) = (Arc::clone(&current), Arc::clone(&renew));
        async move {
            let (service, number) = {
                let now = current.lock().await;
                (now.service.clone(), now.number)
            };
            let outcome = service.oneshot(request.clone()).await;
            if !is_refused(&outcome) {
                return outcome;
            }
            match renewed(&current, number, &renew).await? {
                Some(service) => service.oneshot(request).await,
                None => outcome,
            }
        }
    }))
}

fn is_refused<B>(outcome: &Result<Response<B>, Trouble>) -> bool {
    match outcome {
        Ok(answer) => answer.status() == StatusCode::UNAUTHORIZED,
        Err(trouble) => trouble.cause == Cause::CredentialPlugin,
    }
}

/// The service with new credentials, unless they were renewed just now.
async fn renewed<B>(
    current: &Mutex<Current<B>>,
    refused: u64,
    renew: &Renew<B>,
) -> Result<Option<Service<B>>, Trouble> {
    let mut now = current.lock().await;
    if now.number != refused {
        return Ok(Some(now.service.clone()));
    }
    if now.last.is_some_and(|last| last.elapsed() < AT_MOST_EVERY) {
        return Ok(None);
    }
    now.last = Some(Instant::now());
    now.service = renew().await?;
    now.number += 1;
    Ok(Some(now.service.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::seam::tape::answer;
    use crate::collect::seam::{Exchange, exchange};
    use bytes::Bytes;
    use http::{HeaderMap, Request};
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// A server that takes credentials of these numbers, asked with one.
    fn with(credential: usize, taken: &'static [usize]) -> Exchange {
        exchange(move |_| async move {
            let status = if taken.contains(&credential) {
                StatusCode::OK
            } else {
                StatusCode::UNAUTHORIZED
            };
            Ok(answer(status, HeaderMap::new(), Bytes::new()))
        })
    }

    /// The status of so many questions at once, and how often credentials were renewed.
    fn ask(taken: &'static [usize], questions: usize) -> (Vec<u16>, usize) {
        let renewals = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&renewals);
        let renew: Renew<Bytes> = Arc::new(move || {
            let next = counted.fetch_add(1, Ordering::SeqCst) + 1;
            Box::pin(async move { Ok(with(next, taken)) })
        });
        let service = renewing(with(0, taken), renew);
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let statuses = runtime.block_on(async {
            let all = (0..questions).map(|_| {
                let request = Request::get("http://x/").body(Bytes::new()).unwrap();
                service.clone().oneshot(request)
            });
            futures::future::join_all(all).await
        });
        let statuses = statuses
            .into_iter()
            .map(|one| one.unwrap().status().as_u16());
        (statuses.collect(), renewals.load(Ordering::SeqCst))
    }

    #[test]
    fn credentials_that_ended_are_renewed_once_for_all_questions() {
        assert_eq!(ask(&[0], 3), (vec![200; 3], 0));
        assert_eq!(ask(&[1], 1), (vec![200], 1));
        assert_eq!(ask(&[1], 5), (vec![200; 5], 1));
    }

    #[test]
    fn a_server_that_refuses_them_all_is_not_asked_for_ever() {
        let (statuses, renewals) = ask(&[], 3);
        assert_eq!(statuses, vec![401; 3]);
        assert_eq!(renewals, 1);
    }
}
