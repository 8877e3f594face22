//! How a run ends: with its work, or at once with a signal. The work has a thread of its own, and nobody
//! waits for it after a signal: whatever it does at that moment, a walk through git, a computation, the
//! wait for a lock, ends with the process. What is being put in place of a file is let finish.

use crate::both;
use crate::collect::cluster::plugin;
use crate::command::fault;
use crate::console;
use crate::error::{Error, exit};
use crate::store;
use std::thread;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// How long a file that is being written is waited for.
const PATIENCE: Duration = Duration::from_millis(500);

/// Does the work and gives its exit status, or that of the signal which came first.
pub(super) fn status(work: impl FnOnce() -> u8 + Send + 'static) -> Result<u8, Error> {
    fault::listen();
    super::asking::runtime()?.block_on(async {
        let (interrupt, terminate) = (SignalKind::interrupt(), SignalKind::terminate());
        let signals = signal(interrupt).and_then(|one| Ok((one, signal(terminate)?)));
        let (mut interrupts, mut terminations): (Signal, Signal) =
            signals.map_err(|error| not_started(&error))?;
        let (tell, told) = tokio::sync::oneshot::channel();
        let working = move || {
            // Nobody listens any more after a signal.
            let _ended = tell.send(fault::caught(work));
        };
        thread::Builder::new()
            .stack_size(fault::STACK)
            .spawn(working)
            .map_err(|error| not_started(&error))?;
        let (status, ended) = tokio::select! {
            biased;
            _ = interrupts.recv() => (exit::INTERRUPTED, None),
            _ = terminations.recv() => (exit::TERMINATED, None),
            done = told => (exit::ERROR, done.ok()),
        };
        match ended {
            Some(done) => done,
            None => {
                plugin::end_all();
                store::let_finish(PATIENCE);
                console::busy_no_more();
                Ok(status)
            }
        }
    })
}

fn not_started(error: &std::io::Error) -> Error {
    Error::internal(both!(
        "실행을 시작할 수 없습니다",
        "the run cannot be started"
    ))
    .because(error)
}
