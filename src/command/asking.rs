//! What a command asks of the outside: the runtime that it asks in, how it ends, and the evidence of it.

use super::fault;
use crate::both;
use crate::collect::access::Mode;
use crate::collect::observe::Outside;
use crate::error::Error;
use crate::settings::Settings;
use crate::store;

/// The outside of a run. An evidence file that can't be read is the user's mistake and no blindness.
pub(super) fn outside(settings: &Settings) -> Result<Outside, Error> {
    let outside = Outside::new(settings.access.clone());
    if let Some(blind) = outside.refused_context() {
        let lang = settings.lang;
        let context = settings
            .access
            .cluster
            .default_context
            .clone()
            .unwrap_or_default();
        let mut error = Error::user(both!(
            "--context {context}: 그런 컨텍스트를 쓸 수 없습니다",
            "--context {context}: no such context can be used"
        ))
        .hinted(blind.hint.of(lang).to_string());
        error.causes.push(blind.message.of(lang).to_string());
        return Err(error);
    }
    let (Mode::Replaying(path), Some(why)) = (&settings.access.mode, outside.unreplayable()) else {
        return Ok(outside);
    };
    let path = path.display();
    let mut error = Error::user(both!(
        "--replay {path}: 재생할 수 없습니다",
        "--replay {path}: it cannot be replayed"
    ))
    .hinted(both!(
        "`--save-evidence FILE.har`로 저장한 파일을 지정하세요",
        "name a file that `--save-evidence FILE.har` wrote"
    ));
    error.causes.push(why.to_string());
    Err(error)
}

/// Writes what was asked and answered, where `--save-evidence` says so.
pub(super) fn save_evidence(settings: &Settings, outside: &Outside) -> Result<(), Error> {
    if let (Some(path), Some(har)) = (&settings.save_evidence, outside.evidence()) {
        store::write_output(path, har.as_bytes())?;
    }
    Ok(())
}

/// Asks the outside, once it is known by which clock, unless nobody wants to know any more.
pub(super) fn ask<T>(outside: &Outside, work: impl Future<Output = T>) -> Result<T, Error> {
    block_on(async {
        let asked = async {
            outside.settle().await;
            work.await
        };
        tokio::select! {
            done = asked => Ok(done),
            () = outside.access().stop.asked() => {
                Err(Error::user(both!("취소되었습니다", "it was cancelled")))
            }
        }
    })?
}

/// Runs asynchronous work on a runtime of its own.
pub(super) fn block_on<T>(work: impl Future<Output = T>) -> Result<T, Error> {
    Ok(runtime()?.block_on(work))
}

pub(super) fn runtime() -> Result<tokio::runtime::Runtime, Error> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .thread_stack_size(fault::STACK)
        .build()
        .map_err(|error| {
            Error::internal(both!(
                "비동기 런타임을 시작할 수 없습니다",
                "cannot start the asynchronous runtime"
            ))
            .because(&error)
        })
}
