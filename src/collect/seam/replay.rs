//! The replaying end of the seam: answers from a tape, and no socket.

use super::tape::{Asked, Taken};
use super::{Exchange, Trouble, exchange};
use crate::facts::observation::Cause;
use bytes::Bytes;
use http::Response;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

type Outcome = Result<Response<Bytes>, Trouble>;

/// Plays a tape: the n-th asking of a request gets its n-th outcome, and after the last one the
/// last one again. A request that is not on the tape is offline.
pub(crate) fn replaying(taken: Vec<Taken>) -> Exchange {
    let mut by_key: HashMap<String, (usize, Vec<Outcome>)> = HashMap::new();
    for Taken { request, outcome } in taken {
        by_key.entry(request.key()).or_default().1.push(outcome);
    }
    let tape = Arc::new(Mutex::new(by_key));
    exchange(move |request| {
        let key = Asked::from(&request).key();
        let outcome = next(
            &mut tape.lock().unwrap_or_else(PoisonError::into_inner),
            &key,
        );
        async move {
            outcome.unwrap_or_else(|| {
                let path = request.uri().path();
                Err(Trouble::new(
                    Cause::Offline,
                    format!(
                        "the evidence file does not contain {} {path}",
                        request.method()
                    ),
                ))
            })
        }
    })
}

fn next(tape: &mut HashMap<String, (usize, Vec<Outcome>)>, key: &str) -> Option<Outcome> {
    let (played, outcomes) = tape.get_mut(key)?;
    let index = (*played).min(outcomes.len().checked_sub(1)?);
    *played += 1;
    outcomes.get(index).cloned()
}
