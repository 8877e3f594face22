//! What an Argo CD Application says about a commit: whether an operation at it has finished. Health is
//! not asked here; it is for the checks to judge.

use super::Contained;
pub(super) use crate::facts::commit::{is_commit, same_commit};
use crate::facts::fields::{at, flag, list, text};
use crate::facts::lang::Lang;
use crate::josa;
use chrono::{DateTime, Utc};
use serde_json::Value;

/// What an Application says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// It is at the commit, or there is none to compare with and it has worked since.
    Agrees,
    /// It is not there yet.
    NotYet(String),
    /// Its operation at the commit failed.
    Failed(String),
    /// It is at another one, which came later.
    Later { by: String, contains: Contained },
    /// Its revision is no commit.
    NotComparable(String),
    /// It says nothing.
    Silent,
}

/// An Application and the commit that it should be at.
pub(super) struct Deployed<'a> {
    pub application: &'a Value,
    pub wanted: &'a str,
    /// When the deployment was made.
    pub since: Option<DateTime<Utc>>,
    pub lang: Lang,
}

impl Deployed<'_> {
    /// What the Application says. `contained` compares two commits.
    pub(super) fn source(&self, contained: impl Fn(&str, &str) -> Contained) -> Source {
        let (application, wanted) = (self.application, self.wanted);
        let phase = text(application, "/status/operationState/phase");
        if at(application, "/operation").is_some() || matches!(phase, "Running" | "Terminating") {
            return Source::NotYet(
                self.lang
                    .pick("Argo CD 동기화 진행 중", "Argo CD sync under way")
                    .into(),
            );
        }
        let running = revisions(application);
        if running.iter().any(|revision| same_commit(revision, wanted)) {
            return Source::Agrees;
        }
        if matches!(phase, "Failed" | "Error")
            && tried(application).any(|one| same_commit(one, wanted))
        {
            let said = text(application, "/status/operationState/message");
            return Source::Failed(self.lang.pick(
                format!("Argo CD 동기화 {phase}: {said}"),
                format!("Argo CD sync {phase}: {said}"),
            ));
        }
        // One that failed or was of a part has not worked.
        let finished = time(application, "/status/operationState/finishedAt");
        let finished = finished.filter(|_| has_deployed(application));
        let has_worked_since = finished
            .zip(self.since)
            .is_some_and(|(end, since)| end >= since);
        let Some(other) = running.iter().find(|revision| is_commit(revision)) else {
            let shown = running.join(", ");
            return match (running.is_empty(), has_worked_since) {
                (true, _) => Source::NotYet(
                    self.lang
                        .pick("Argo CD 동기화 기록 없음", "Argo CD has not synced")
                        .into(),
                ),
                (false, true) => Source::Agrees,
                (false, false) => Source::NotComparable(self.lang.pick(
                    josa!("Argo CD의 리비전 {shown}[을/를] 커밋과 비교할 수 없습니다"),
                    format!("Argo CD's revision {shown} can't be compared with a commit"),
                )),
            };
        };
        let short = |id: &str| id.get(..7).unwrap_or(id).to_owned();
        let not_yet = || {
            let (wanted, other) = (short(wanted), short(other));
            Source::NotYet(self.lang.pick(
                format!("Argo CD는 아직 {other}, 기록은 {wanted}"),
                format!("Argo CD is still at {other}, the record's is {wanted}"),
            ))
        };
        let was_there = history(application).any(|one| same_commit(one, wanted));
        let contains = contained(wanted, other);
        let is_older = contained(other, wanted) == Contained::Yes;
        let later = |contains| Source::Later {
            by: self.lang.pick(
                format!("리비전 {}", short(other)),
                format!("revision {}", short(other)),
            ),
            contains,
        };
        match contains {
            Contained::Yes => later(Contained::Yes),
            Contained::No | Contained::CannotTell if was_there => later(contains),
            Contained::No | Contained::CannotTell if is_older || !has_worked_since => not_yet(),
            Contained::No | Contained::CannotTell => later(contains),
        }
    }
}

/// The revisions that are in the cluster: those of the last finished operation, and, where nothing is out
/// of sync, those that were compared.
pub(super) fn revisions(application: &Value) -> Vec<&str> {
    let succeeded = has_deployed(application);
    let synced = text(application, "/status/sync/status") == "Synced";
    let mut all: Vec<&str> = Vec::new();
    if succeeded {
        all.extend(tried(application));
    } else {
        let last = list(application, "/status/history").last();
        all.extend(
            last.into_iter()
                .flat_map(|entry| of(entry, "/revision", "/revisions")),
        );
    }
    if synced {
        all.extend(of(
            application,
            "/status/sync/revision",
            "/status/sync/revisions",
        ));
    }
    all.dedup();
    all
}

/// Whether the last operation deployed: it succeeded, of all resources and not of chosen ones (self-healing is one), and
/// was no try.
fn has_deployed(application: &Value) -> bool {
    let state = "/status/operationState";
    let chosen = list(application, &format!("{state}/operation/sync/resources"));
    let tries = flag(application, &format!("{state}/operation/sync/dryRun"));
    text(application, &format!("{state}/phase")) == "Succeeded" && chosen.is_empty() && !tries
}

/// The revisions of the last operation.
fn tried(application: &Value) -> impl Iterator<Item = &str> {
    let (one, several) = (
        "/status/operationState/syncResult/revision",
        "/status/operationState/syncResult/revisions",
    );
    of(application, one, several)
}

fn history(application: &Value) -> impl Iterator<Item = &str> {
    let entries = list(application, "/status/history").iter();
    entries.flat_map(|entry| of(entry, "/revision", "/revisions"))
}

fn of<'a>(object: &'a Value, one: &str, several: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    let one = Some(text(object, one)).filter(|revision| !revision.is_empty());
    let several = list(object, several).iter().filter_map(Value::as_str);
    one.into_iter().chain(several)
}

fn time(application: &Value, pointer: &str) -> Option<DateTime<Utc>> {
    text(application, pointer).parse().ok()
}
