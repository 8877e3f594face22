//! The outside as a whole: queries in, observations out, each asked once, side by side, within its
//! deadline. The one door of `collect` for everything but git.

mod clock;
pub(crate) mod probe;
mod sources;
mod timing;

use super::access::{Access, Mode};
use super::deployments::in_cluster;
use super::har::{self, Asking, Evidence, Session};
use super::place::{Place, Source};
use super::seam::Trouble;
use super::seam::deadline::Deadlines;
use super::seam::tape::Tape;
use super::seam::weight::{self, Held, Scale};
use crate::both;
use crate::facts::deployment::DeploymentRef;
use crate::facts::observation::{Blind, Cause, Observation, Seen};
use crate::query::{Get, Output, Query, Scope};
use crate::store::{self, Reach, Why};
use chrono::{DateTime, TimeDelta, Utc};
use futures::{FutureExt, StreamExt, stream};
use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::time::Instant;

pub(crate) use sources::Sources;
use timing::Timing;

/// The outside of one run. Making it is cheap; nothing is read or asked before the first query.
#[derive(Debug)]
pub struct Outside {
    access: Access,
    tape: Arc<Tape>,
    replayed: Option<Result<Arc<Evidence>, Trouble>>,
    /// The clock that the servers live at, if it is not the system's.
    asked: OnceLock<DateTime<Utc>>,
    sources: Sources,
    deadlines: Deadlines,
    scale: Scale,
    timing: Timing,
}

/// What came of one query.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What was seen, or why nothing was.
    pub observation: Observation,
    /// The context, host or repository that was asked, as people are shown it; empty if the
    /// question was refused before anything was asked.
    pub asked: String,
    /// How long it took, in whole milliseconds; when replayed, how long it took then.
    pub took: Duration,
}

impl Outside {
    /// The outside as an access describes it.
    pub fn new(mut access: Access) -> Outside {
        let tape = Arc::new(Tape::default());
        let replayed = match &access.mode {
            Mode::Replaying(path) => Some(replayed(path)),
            Mode::Live | Mode::Recording | Mode::Offline => None,
        };
        if let Some(Ok(evidence)) = &replayed {
            evidence.session.servers.put_into(&mut access);
            if let Some(millis) = evidence.session.deadline_millis {
                access.deadline = Duration::from_millis(millis);
            }
            let run = evidence.session.run_deadline_millis;
            access.run_deadline = run.map(Duration::from_millis);
        }
        Outside {
            sources: Sources::default(),
            deadlines: Deadlines::new(access.deadline, access.run_deadline),
            scale: Scale::new(matches!(access.mode, Mode::Recording | Mode::Replaying(_))),
            access,
            tape,
            timing: Timing::default(),
            replayed,
            asked: OnceLock::new(),
        }
    }

    /// Why the evidence file of a replay can't be used, if it can't.
    pub fn unreplayable(&self) -> Option<&str> {
        let trouble = self.replayed.as_ref()?.as_ref().err()?;
        Some(&trouble.detail)
    }

    /// Asks queries, in any order, and answers in theirs. Equal queries are asked once.
    pub async fn observe(&self, queries: &[Query]) -> Vec<Answer> {
        self.observe_at(queries, self.now()).await
    }

    /// The same with a later clock than the run's, for polling.
    pub async fn observe_at(&self, queries: &[Query], now: DateTime<Utc>) -> Vec<Answer> {
        let mut answers: BTreeMap<&Query, Option<Answer>> = BTreeMap::new();
        for query in queries {
            answers.insert(query, None);
        }
        let asked: Vec<&Query> = answers.keys().copied().collect();
        let mut found = stream::iter(asked)
            .map(|query| async move { (query, self.one(query, now).await) })
            .buffer_unordered(self.access.concurrency.max(1));
        self.scale.begin();
        let mut kept = Vec::new();
        while let Some((query, answer)) = found.next().await {
            answers.insert(query, Some(self.kept(query, answer, &mut kept)));
        }
        let last: BTreeMap<&Query, usize> = queries.iter().zip(0..).collect();
        let mut answer = |(at, query)| {
            // Objects can be many: the last one who asks gets the answer itself.
            if last.get(query) == Some(&at) {
                answers.remove(query).flatten()
            } else {
                answers.get(query).cloned().flatten()
            }
        };
        let answered = queries.iter().enumerate().map(|(at, query)| {
            answer((at, query)).expect("every query was put into the map and asked")
        });
        answered.collect()
    }

    /// The answer, if there is room for what was seen beside all that is kept of this look.
    fn kept(&self, query: &Query, answer: Answer, kept: &mut Vec<Held>) -> Answer {
        let Observation::Seen(seen) = &answer.observation else {
            return answer;
        };
        match self.scale.put(weight::of_seen(seen)) {
            Ok(held) => {
                kept.push(held);
                answer
            }
            Err(trouble) => Answer {
                observation: Observation::Blind(self.place(query).blind(trouble)),
                ..answer
            },
        }
    }

    /// The objects that a `get` selects, whatever its output form.
    pub async fn objects(&self, get: &Get) -> Result<Vec<serde_json::Value>, Blind> {
        let query = Query::Get(Get {
            output: Output::Json,
            ..get.clone()
        });
        match self.one(&query, self.now()).await.observation {
            Observation::Seen(seen) => Ok(seen.objects),
            Observation::Blind(blind) => Err(blind),
        }
    }

    /// The clock by which servers are asked and their answers judged: the system's, unless
    /// [`Outside::settle`] found another, or that of the recorded run when replaying.
    pub fn now(&self) -> DateTime<Utc> {
        match &self.replayed {
            Some(Ok(evidence)) => evidence.session.live.unwrap_or(evidence.session.now),
            Some(Err(_)) | None => self.asked.get().copied().unwrap_or(self.access.live),
        }
    }

    /// The clock of what is written, as far from the run's beginning as a time by which servers were asked.
    pub fn written(&self, asked: DateTime<Utc>) -> DateTime<Utc> {
        let began = match &self.replayed {
            Some(Ok(evidence)) => evidence.session.now,
            Some(Err(_)) | None => self.access.now,
        };
        began + (asked - self.now())
    }

    /// The clock of the next look of a run that looks until something settles: the run's own, moved
    /// on by what has passed. A replay looks when the recorded run looked, and no more often: then
    /// `None`.
    pub fn next_look(&self) -> Option<DateTime<Utc>> {
        let looks = self.timing.looks();
        let recorded = match &self.replayed {
            Some(Ok(evidence)) => Some(&evidence.session.looks),
            Some(Err(_)) | None => None,
        };
        let now = match (looks.len(), recorded) {
            (0, _) => self.now(),
            (before, Some(recorded)) => *recorded.get(before)?,
            (_, None) => {
                let passed = self.deadlines.passed().as_secs();
                let passed = i64::try_from(passed).unwrap_or(i64::MAX);
                self.now() + TimeDelta::try_seconds(passed).unwrap_or_default()
            }
        };
        self.timing.look(now);
        Some(now)
    }

    /// What is left of the run; `None` if it may last as long as it likes.
    pub fn left(&self) -> Option<Duration> {
        self.deadlines.left()
    }

    /// Whether the run is a replay, which waits for nothing.
    pub fn is_replay(&self) -> bool {
        self.replayed.is_some()
    }

    /// The evidence of the run so far as HAR 1.2, when recording.
    pub fn evidence(&self) -> Option<String> {
        if self.access.mode != Mode::Recording {
            return None;
        }
        let mut taken = self.tape.taken();
        for one in &mut taken {
            one.request.headers.remove(http::header::AUTHORIZATION);
        }
        let (current_context, contexts) = self.sources.session(&self.access);
        let session = Session {
            now: self.access.now,
            live: Some(self.now()).filter(|live| *live != self.access.now),
            current_context,
            contexts,
            servers: har::Servers::of(&self.access),
            askings: self.timing.noted(),
            looks: self.timing.looks(),
            deadline_millis: Some(self.access.deadline.as_millis() as u64),
            run_deadline_millis: self.access.run_deadline.map(|run| run.as_millis() as u64),
        };
        har::write(&Evidence { session, taken }).ok()
    }

    /// What the run may ask.
    pub fn access(&self) -> &Access {
        &self.access
    }

    async fn one(&self, query: &Query, now: DateTime<Utc>) -> Answer {
        let place = self.place(query);
        if let Some(scope) = query.scope() {
            // Before the clock of the question: a credential plugin has a time of its own, and what is
            // wrong with it is told by every question.
            let _connected = self.cluster(scope).await;
        }
        // A fault of our own in reading an answer is that of this question alone.
        let answering = AssertUnwindSafe(self.in_time(query, now)).catch_unwind();
        let (answered, took) = answering.await.unwrap_or_else(|_| {
            let told = both!(
                "report의 버그로 응답을 읽지 못했습니다",
                "a bug in report: the answer could not be read"
            );
            (
                Err(Trouble::told(Cause::ServerError, &told)),
                Duration::ZERO,
            )
        });
        let refused = |trouble: &Trouble| {
            let refusals = [
                Cause::Offline,
                Cause::ContextRefused,
                Cause::OtherJob,
                Cause::HostRefused,
                Cause::NotConfigured,
            ];
            refusals.contains(&trouble.cause)
        };
        let asked = match &answered {
            Err(trouble) if refused(trouble) => String::new(),
            Ok(_) | Err(_) => place.name.clone(),
        };
        Answer {
            observation: match answered {
                Ok(seen) => Observation::Seen(Box::new(seen)),
                Err(trouble) => Observation::Blind(place.blind(trouble)),
            },
            asked,
            took,
        }
    }

    /// Asks within the deadline; a replay gives up where the recorded run gave up.
    async fn in_time(
        &self,
        query: &Query,
        now: DateTime<Utc>,
    ) -> (Result<Seen, Trouble>, Duration) {
        let started = Instant::now();
        match (&self.access.mode, &self.replayed) {
            (Mode::Offline, _) => (Err(Trouble::new(Cause::Offline, "")), Duration::ZERO),
            (_, Some(Ok(evidence))) => {
                let then = self.timing.replay(query, &evidence.session.askings);
                let answered = match then {
                    Asking { over: true, .. } => Err(self.deadlines.over()),
                    Asking { late: true, .. } => Err(self.deadlines.late()),
                    Asking { .. } => self.answer(query, now).await,
                };
                (answered, Duration::from_millis(then.millis))
            }
            (Mode::Live | Mode::Recording | Mode::Replaying(_), _) => {
                let answered = self.deadlines.within(self.answer(query, now)).await;
                let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
                let ended_by = |cause| answered.as_ref().is_err_and(|why| why.cause == cause);
                if self.access.mode == Mode::Recording {
                    let asking = Asking {
                        millis,
                        late: ended_by(Cause::Timeout),
                        over: ended_by(Cause::RunDeadline),
                    };
                    self.timing.note(query, asking);
                }
                (answered, Duration::from_millis(millis))
            }
        }
    }

    async fn answer(&self, query: &Query, now: DateTime<Utc>) -> Result<Seen, Trouble> {
        use super::cluster as c;
        let context = match query {
            Query::Deployment(one) if one.source.is_in_a_cluster() => {
                Some(in_context(one.context.clone()))
            }
            query => query.scope().cloned(),
        };
        let argocd = &self.access.cluster.argocd_namespace;
        if let Some(scope) = context {
            let cluster = &*self.cluster(&scope).await?;
            return match query {
                Query::Get(get) => c::get::get(cluster, get, now).await,
                Query::Describe(get) => c::describe::describe(cluster, get, now).await,
                Query::Logs(logs) => c::logs::logs(cluster, logs, now).await,
                Query::Top(top) => c::top::top(cluster, top, now).await,
                Query::Events(events) => c::events::events(cluster, events, now).await,
                Query::Rollout(rollout) => c::rollout::rollout(cluster, rollout, now).await,
                Query::Wait(wait) => c::wait::wait(cluster, wait, now).await,
                Query::Cluster(one) => c::questions::question(cluster, one, now).await,
                Query::Argo(argo) => super::argo::observe(cluster, argo, argocd, now).await,
                Query::Deployment(one) => {
                    let which = DeploymentRef {
                        source: one.source,
                        project: one.repo.clone(),
                        id: one.number.clone(),
                    };
                    in_cluster::observe(cluster, &which, argocd, now).await
                }
                _ => Err(Trouble::new(Cause::BadRequest, "no question for a cluster")),
            };
        }
        match query {
            Query::Loki(loki) => self.loki()?.observe(loki, now).await,
            Query::Prometheus(prometheus) => self.prometheus()?.observe(prometheus, now).await,
            Query::Http(http) => self.hosts()?.observe(http, now).await,
            Query::Deployment(one) => self.teller_or_trouble(one.source)?.observe(one, now).await,
            Query::Git(git) => super::git_query::observe(&self.access, git, now).await,
            _ => Err(Trouble::new(
                Cause::BadRequest,
                "a question for a cluster alone",
            )),
        }
    }

    fn place(&self, query: &Query) -> Place {
        if let Some(scope) = query.scope() {
            return self.at(scope);
        }
        let (source, name) = match query {
            Query::Loki(_) => {
                let addr = self.access.loki.as_ref().map(|loki| loki.addr.clone());
                (Source::Loki, addr.unwrap_or_default())
            }
            Query::Deployment(one) if one.source.is_in_a_cluster() => {
                let at = self.at(&in_context(one.context.clone()));
                (Source::Deployments(one.source), at.name)
            }
            Query::Deployment(one) => {
                let access = self.access.deployments.get(&one.source);
                let host = access.map(|access| access.host.clone());
                (Source::Deployments(one.source), host.unwrap_or_default())
            }
            Query::Prometheus(query) => (Source::Prometheus, super::http::origin(&query.addr)),
            Query::Git(query) => (Source::Git, query.directory.clone().unwrap_or_default()),
            Query::Http(query) => (Source::Http, super::http::origin(&query.url)),
            _ => (Source::Cluster, String::new()),
        };
        Place { source, name }
    }

    fn at(&self, scope: &Scope) -> Place {
        Place {
            source: Source::Cluster,
            name: match &scope.context {
                Some(context) => context.clone(),
                None => self
                    .sources
                    .current_context(&self.access, self.replayed.as_ref()),
            },
        }
    }
}

/// A cluster and nothing in it.
fn in_context(context: Option<String>) -> Scope {
    Scope {
        context,
        ..Scope::default()
    }
}

fn replayed(path: &std::path::Path) -> Result<Arc<Evidence>, Trouble> {
    let trouble = |words: String| Trouble::new(Cause::Offline, words);
    let text = store::read_large_text(path, Reach::Anywhere).map_err(|error| {
        let cause = match error.why {
            Why::TooLarge { .. } => Cause::TooLarge,
            _ => Cause::Offline,
        };
        Trouble::told(cause, &error.words())
    })?;
    har::read(&text)
        .map(Arc::new)
        .map_err(|error| trouble(error.to_string()))
}

#[cfg(test)]
mod tests;
