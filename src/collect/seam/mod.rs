//! The seam to the outside: one tower service from an HTTP request to an HTTP response, both with
//! whole bodies. Live, recording, replaying and offline are four makes of the same service, so
//! that what is above cannot tell them apart. Knows no source's address and no meaning of a body.

pub(crate) mod deadline;
pub(crate) mod flow;
pub(crate) mod live;
pub(crate) mod log;
pub(crate) mod mask;
pub(crate) mod renew;
pub(crate) mod replay;
pub(crate) mod retry;
mod roots;
pub(crate) mod tape;
pub(crate) mod together;
pub(crate) mod unchanged;
pub(crate) mod weight;

use crate::facts::lang::Bilingual;
use crate::facts::observation::Cause;
use bytes::Bytes;
use http::{Request, Response};
use tower::util::BoxCloneSyncService;

/// The service that every question goes through. URLs are absolute.
pub(crate) type Exchange = BoxCloneSyncService<Request<Bytes>, Response<Bytes>, Trouble>;

/// Why an exchange, or what was made of its answer, failed. Never holds a credential.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{cause:?}: {detail}")]
pub struct Trouble {
    /// The cause.
    pub cause: Cause,
    /// What was said about it, in the words of the server or of the library, cut to a few hundred
    /// characters.
    pub detail: String,
    /// The same in Korean, where the words are our own.
    pub korean: Option<String>,
    /// Whether the connection ended before an answer began, so that asking again may help.
    pub hung_up: bool,
}

impl Trouble {
    /// From its parts; the detail is cut to 400 characters and its line ends become blanks.
    pub fn new(cause: Cause, detail: impl AsRef<str>) -> Trouble {
        let detail = detail.as_ref().trim();
        let mut flat: String = detail
            .chars()
            .take(400)
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        if detail.chars().nth(400).is_some() {
            flat.push('…');
        }
        Trouble {
            cause,
            detail: flat,
            korean: None,
            hung_up: false,
        }
    }

    /// In our own words, which are in both languages.
    pub fn told(cause: Cause, words: &Bilingual) -> Trouble {
        let korean = Trouble::new(cause, &words.ko).detail;
        Trouble {
            korean: Some(korean),
            ..Trouble::new(cause, &words.en)
        }
    }

    /// The same of a connection that ended before an answer began.
    pub fn hung_up(self) -> Trouble {
        Trouble {
            hung_up: true,
            ..self
        }
    }
}

/// Makes a service of an asynchronous function.
pub(crate) fn exchange<F, A>(ask: F) -> Exchange
where
    F: Fn(Request<Bytes>) -> A + Clone + Send + Sync + 'static,
    A: Future<Output = Result<Response<Bytes>, Trouble>> + Send + 'static,
{
    BoxCloneSyncService::new(tower::service_fn(ask))
}

/// The service that opens no socket.
pub(crate) fn offline() -> Exchange {
    exchange(|_| async { Err(Trouble::new(Cause::Offline, "")) })
}
