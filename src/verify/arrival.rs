//! Whether the deployment that a record is about is in the cluster, and what that makes of a verdict.
//! Every source that is known must agree: its deployments, the Argo CD Application, git where two
//! commits must be compared. Nothing that was asked of the cluster before counts. Pure.

mod application;

use super::answers::Answers;
use super::asking;
use crate::facts::deployment::{Deployment, DeploymentRef, Progress, System};
use crate::facts::lang::Lang;
use crate::facts::observation::{Blind, Cause, Observation};
use crate::facts::verdict::{Judgement, Reason, Verdict};
use crate::josa;
use crate::judge::deployment as rule;
use crate::query::{GitQuery, Query};
use crate::verify::understand::{ArrivalBy, Understanding};
use application::Source;
use serde_json::Value;

/// Where the record's deployment is. The texts are in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Arrival {
    /// The record names no deployment: there is nothing to wait for.
    NoDeployment,
    /// It is in the cluster.
    Arrived,
    /// Its sources cannot be asked, and the configuration says that it is there.
    Assumed,
    /// It is on its way, as far as what was seen.
    UnderWay(String),
    /// It failed or was canceled.
    NotDeployed(String),
    /// That is not known; why, and what would tell.
    Unknown(String),
    /// The record names another environment than the deployment's.
    OtherEnvironment(String),
    /// A later one took its place.
    Superseded {
        /// The later deployment, or `revision 8531c7a`.
        by: String,
        /// Whether the later one has the record's commit in its history.
        contains: Contained,
    },
}

/// Whether one commit is in the history of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contained {
    /// Git says so.
    Yes,
    /// Git says not.
    No,
    /// No repository at hand knows both.
    CannotTell,
}

/// The question whether a commit is in the history of another.
fn containment(ancestor: &str, descendant: &str) -> Query {
    let words = ["--is-ancestor", ancestor, descendant];
    Query::Git(GitQuery {
        directory: None,
        verb: "merge-base".into(),
        args: words.map(String::from).into(),
    })
}

/// What git must be asked once the other sources have answered.
pub(crate) fn commits_to_compare(understanding: &Understanding, answers: &Answers) -> Vec<Query> {
    let mut all = Vec::new();
    let sources = Sources::of(understanding, answers, understanding.record.lang);
    let Some(wanted) = sources.wanted() else {
        return all;
    };
    let later = sources.later().and_then(|later| later.sha.clone());
    let running = sources.application.and_then(Result::ok);
    let running = running.map(application::revisions).unwrap_or_default();
    for other in later.iter().map(String::as_str).chain(running) {
        if application::is_commit(other) && !application::same_commit(other, &wanted) {
            all.push(containment(&wanted, other));
            all.push(containment(other, &wanted));
        }
    }
    all
}

/// What the sources answered about the record's deployment.
struct Sources<'a> {
    understanding: &'a Understanding,
    answers: &'a Answers,
    deployments: Vec<Result<Deployment, Judgement>>,
    /// `None`: the record names no Application, or one that it only implies is not there.
    application: Option<Result<&'a Value, Judgement>>,
    /// Of what they say.
    lang: Lang,
}

impl<'a> Sources<'a> {
    fn of(understanding: &'a Understanding, answers: &'a Answers, lang: Lang) -> Sources<'a> {
        Sources {
            deployments: deployments(understanding, answers, lang)
                .into_iter()
                .map(|(_, seen)| seen)
                .collect(),
            application: application(understanding, answers, lang),
            understanding,
            answers,
            lang,
        }
    }

    fn seen(&self) -> impl Iterator<Item = &Deployment> {
        self.deployments.iter().flatten()
    }

    fn newest(&self) -> Option<&Deployment> {
        self.seen().max_by_key(|one| one.age())
    }

    /// The commit that must be in the cluster.
    fn wanted(&self) -> Option<String> {
        match self.newest() {
            Some(deployment) => deployment.sha.clone(),
            None => self.understanding.record.mentions.commits.last().cloned(),
        }
    }

    /// The deployment that took the place of one of the record's, and is none of them.
    fn later(&self) -> Option<&Deployment> {
        let own = &self.understanding.record.mentions.deployments;
        let later = self.seen().filter_map(|one| one.later.as_deref());
        later
            .filter(|later| !own.iter().any(|one| one.is(later)))
            .max_by_key(|later| later.age())
    }

    fn contained(&self, ancestor: &str, descendant: &str) -> Contained {
        if application::same_commit(ancestor, descendant) {
            return Contained::Yes;
        }
        match &*self
            .answers
            .of(&containment(ancestor, descendant))
            .observation
        {
            Observation::Seen(seen) if seen.success => Contained::Yes,
            Observation::Seen(_) => Contained::No,
            Observation::Blind(_) => Contained::CannotTell,
        }
    }
}

/// The record's deployments, each as its source has it, or why it could not be seen. A forge that is not
/// set up is none of the known sources as long as the record has another one: what makes deployments
/// often makes a forge's, too.
pub(super) fn deployments<'a>(
    understanding: &'a Understanding,
    answers: &Answers,
    lang: Lang,
) -> Vec<(&'a DeploymentRef, Result<Deployment, Judgement>)> {
    let numbers = understanding.record.mentions.deployments.iter();
    let queries = numbers.zip(asking::deployments(understanding));
    let all = queries.map(|(own, query)| {
        let seen = match &*answers.of(&query).observation {
            Observation::Blind(blind) => Err(unknown(blind, lang)),
            Observation::Seen(seen) => {
                let found = seen.every_object().next().cloned();
                found
                    .and_then(|one| serde_json::from_value(one).ok())
                    .ok_or_else(|| {
                        let (source, number) = (own.source.name(), &own.id);
                        let message = match lang {
                            Lang::Ko => josa!("{source}에 배포 #{number}[이/가] 없습니다"),
                            Lang::En => format!("{source} has no deployment #{number}"),
                        };
                        Reason::DeploymentNotFound.judged(Verdict::Failed, message)
                    })
            }
        };
        (own, seen)
    });
    let all: Vec<_> = all.collect();
    let unset = Reason::from(Cause::NotConfigured);
    let is_unset = |(own, seen): &(&DeploymentRef, Result<Deployment, Judgement>)| {
        !own.source.is_unsaid() && seen.as_ref().is_err_and(|judged| judged.reason == unset)
    };
    let any_set = all.iter().any(|one| !is_unset(one));
    let known = all.into_iter();
    known.filter(|one| !any_set || !is_unset(one)).collect()
}

/// The record's Application. One that the record only implies (a payload's `app`, a file) may be in
/// another cluster: it has a say where it is seen.
fn application<'a>(
    understanding: &Understanding,
    answers: &'a Answers,
    lang: Lang,
) -> Option<Result<&'a Value, Judgement>> {
    let query = asking::argo(understanding)?;
    let name = understanding
        .record
        .mentions
        .app
        .as_deref()
        .unwrap_or_default();
    let mentions = &understanding.record.mentions;
    // What Flux applies is called an application, too, and is none of Argo CD's.
    let by_flux = |one: &DeploymentRef| one.source == System::Flux;
    let is_named = mentions.application.is_some() && !mentions.deployments.iter().any(by_flux);
    match &*answers.of(&query).observation {
        Observation::Seen(seen) => match seen.every_object().next() {
            Some(application) => Some(Ok(application)),
            None => is_named.then(|| {
                let message = match lang {
                    Lang::Ko => josa!("Argo CD Application {name}[이/가] 없습니다"),
                    Lang::En => format!("there is no Argo CD Application {name}"),
                };
                Err(Reason::Cause(Cause::NotFound).judged(Verdict::Unknown, message))
            }),
        },
        // A recording that did not ask, and a cluster without Argo CD.
        Observation::Blind(blind) => match blind.cause {
            Cause::Offline | Cause::Interrupted => None,
            Cause::NoSuchApi if !is_named => None,
            _ => Some(Err(unknown(blind, lang))),
        },
    }
}

pub(super) fn unknown(blind: &Blind, lang: Lang) -> Judgement {
    Judgement::new(Verdict::Unknown, blind.cause, blind.told(lang))
}

impl Arrival {
    /// Where the record's deployment is, by what the sources answered.
    pub(super) fn of(
        understanding: &Understanding,
        answers: &Answers,
        by: ArrivalBy,
        lang: Lang,
    ) -> Arrival {
        let sources = Sources::of(understanding, answers, lang);
        let mentions = &understanding.record.mentions;
        let by_commit = mentions.application.is_some() && !mentions.commits.is_empty();
        if mentions.deployments.is_empty() && !by_commit {
            return Arrival::NoDeployment;
        }
        let arrival = told(&sources);
        match (arrival, by) {
            (Arrival::Unknown(_), ArrivalBy::Assuming) => Arrival::Assumed,
            (arrival, ArrivalBy::Assuming | ArrivalBy::Asking) => arrival,
        }
    }

    /// What a verdict on the cluster is worth, given where the deployment is. One that nothing was seen
    /// for, or that a person must give, stays as it is.
    pub(super) fn gate(&self, judged: Judgement, lang: Lang) -> Judgement {
        let looked = match judged.verdict {
            Verdict::Passed | Verdict::Failed | Verdict::Pending => true,
            // Before the deployment there is no time since.
            Verdict::Manual => judged.reason == Reason::NotDated,
            Verdict::Unknown => false,
        };
        if !looked {
            return judged;
        }
        let held = |verdict, reason: Reason, ko: String, en: String| {
            let so_far = match judged.message.as_str() {
                message if ko.contains(message) || en.contains(message) => String::new(),
                message => lang.pick(
                    format!("; 지금까지: {message}"),
                    format!("; so far: {message}"),
                ),
            };
            let message = lang.pick(ko, en) + &so_far;
            reason
                .judged(verdict, message)
                .with_seen(judged.seen.clone())
        };
        match self {
            Arrival::NoDeployment | Arrival::Arrived => judged,
            Arrival::Assumed => noted(judged, lang.pick("배포된 것으로 가정", "arrival assumed")),
            Arrival::Superseded {
                by,
                contains: Contained::Yes,
            } => {
                let on = lang.pick(format!("{by}에서 확인"), format!("seen on {by}"));
                noted(judged, &on)
            }
            Arrival::UnderWay(seen) => held(
                Verdict::Pending,
                Reason::NotDeployedYet,
                format!("아직 배포되지 않았습니다 ({seen})"),
                format!("not deployed yet ({seen})"),
            ),
            Arrival::NotDeployed(seen) => held(
                Verdict::Pending,
                Reason::NotDeployed,
                format!("배포되지 않았습니다 ({seen})"),
                format!("was not deployed ({seen})"),
            ),
            Arrival::Unknown(why) => held(
                Verdict::Unknown,
                Reason::ArrivalUnknown,
                format!("배포되었는지 알 수 없습니다: {why}"),
                format!("whether it was deployed is not known: {why}"),
            ),
            Arrival::OtherEnvironment(why) => held(
                Verdict::Unknown,
                Reason::OtherEnvironment,
                why.clone(),
                why.clone(),
            ),
            Arrival::Superseded { by, contains } => {
                let (ko, en) = without(by, *contains);
                held(Verdict::Unknown, Reason::Superseded, ko, en)
            }
        }
    }

    /// Whether a later deployment runs that has the record's commit in its history.
    pub(super) fn is_within_a_later(&self) -> bool {
        matches!(
            self,
            Arrival::Superseded {
                contains: Contained::Yes,
                ..
            }
        )
    }

    /// Whether the record's deployment is in the cluster, by itself or within a later one.
    pub(super) fn is_there(&self) -> bool {
        matches!(self, Arrival::Arrived) || self.is_within_a_later()
    }

    /// Whether the record's deployment is still to come.
    pub(super) fn is_awaited(&self) -> bool {
        matches!(self, Arrival::UnderWay(_) | Arrival::NotDeployed(_))
    }

    /// The later deployment that leaves nothing to see of the record's.
    pub(super) fn replaced_by(&self) -> Option<&str> {
        match self {
            Arrival::Superseded { by, .. } if !self.is_within_a_later() => Some(by),
            _ => None,
        }
    }
}

/// What is said of a later deployment without the record's commit.
fn without(by: &str, contains: Contained) -> (String, String) {
    match contains {
        Contained::Yes | Contained::No => (
            josa!("지금은 {by}[이/가] 배포되어 있고, 기록의 커밋이 들어 있지 않습니다"),
            format!("{by} is deployed now, and does not contain the record's commit"),
        ),
        Contained::CannotTell => (
            josa!(
                "지금은 {by}[이/가] 배포되어 있고, 기록의 커밋이 들어 있는지 알 수 없습니다 ([repos]에 저장소를 적으면 알 수 있습니다)"
            ),
            format!(
                "{by} is deployed now, and whether it contains the record's commit is not known (its repository under [repos] would tell)"
            ),
        ),
    }
}

fn noted(judged: Judgement, note: &str) -> Judgement {
    let message = match judged.message.as_str() {
        "" => note.to_owned(),
        message => format!("{message} ({note})"),
    };
    Judgement { message, ..judged }
}

/// The order in which the sources are believed: what failed, what is on its way, what contradicts the
/// record, what did not answer, what came later.
fn told(sources: &Sources<'_>) -> Arrival {
    let lang = sources.lang;
    let judged: Vec<Judgement> = sources
        .deployments
        .iter()
        .map(|one| match one {
            Ok(deployment) => rule::judge(deployment, lang),
            Err(judgement) => judgement.clone(),
        })
        .collect();
    let of = |verdict: Verdict| judged.iter().find(|one| one.verdict == verdict);
    if let Some(failed) = of(Verdict::Failed) {
        return Arrival::NotDeployed(failed.message.clone());
    }
    if let Some(pending) = of(Verdict::Pending) {
        return Arrival::UnderWay(pending.message.clone());
    }
    if let Some(why) = sources
        .seen()
        .find_map(|one| other_environment(sources.understanding, one, sources.lang))
    {
        return Arrival::OtherEnvironment(why);
    }
    let unseen = of(Verdict::Unknown).cloned();
    let application = match &sources.application {
        Some(Err(blind)) => return Arrival::Unknown(would_tell(&blind.message, lang)),
        Some(Ok(application)) => of_application(sources, application),
        None => Source::Silent,
    };
    if let Some(blind) = unseen {
        return Arrival::Unknown(would_tell(&blind.message, lang));
    }
    let mut unseen_later = sources.seen().filter_map(|one| one.unseen_later.as_ref());
    let unseen_later = unseen_later.find(|blind| blind.cause != Cause::Offline);
    if let Some(later) = sources.later() {
        return by_later(sources, later);
    }
    let mut seen = sources.seen();
    let superseded = seen.find(|one| one.progress() == Progress::Superseded);
    match (application, unseen_later) {
        (Source::NotYet(seen), _) => Arrival::UnderWay(seen),
        (Source::Failed(seen), _) => Arrival::NotDeployed(seen),
        (Source::Later { by, contains }, _) => Arrival::Superseded { by, contains },
        (Source::NotComparable(why), _) => Arrival::Unknown(would_tell(&why, lang)),
        (Source::Agrees | Source::Silent, Some(blind)) => {
            Arrival::Unknown(would_tell(&blind.told(lang), lang))
        }
        (Source::Agrees, None) => Arrival::Arrived,
        // It is not in force any more, and nothing tells what is.
        (Source::Silent, None) if superseded.is_some() => Arrival::Superseded {
            by: lang
                .pick("뒤의 다른 배포", "another, later deployment")
                .into(),
            contains: Contained::CannotTell,
        },
        (Source::Silent, None) => Arrival::Arrived,
    }
}

fn by_later(sources: &Sources<'_>, later: &Deployment) -> Arrival {
    let lang = sources.lang;
    let mut by = later.reference().said(lang);
    if later.is_rollback {
        by.push_str(lang.pick(" (롤백)", " (rollback)"));
    }
    // Each of the record's deployments of that application must be in it.
    let of_it = sources
        .seen()
        .filter(|one| one.later.as_deref() == Some(later));
    let contains = of_it
        .map(|one| match (&one.sha, &later.sha) {
            (Some(own), Some(later)) => sources.contained(own, later),
            (None, _) | (_, None) => Contained::CannotTell,
        })
        .find(|contains| *contains != Contained::Yes)
        .unwrap_or(Contained::Yes);
    Arrival::Superseded { by, contains }
}

fn of_application(sources: &Sources<'_>, application: &Value) -> Source {
    let Some(wanted) = sources.wanted() else {
        return Source::Silent;
    };
    let deployed = application::Deployed {
        application,
        wanted: &wanted,
        since: sources.newest().map(|one| one.created_at),
        lang: sources.lang,
    };
    deployed.source(|ancestor, descendant| sources.contained(ancestor, descendant))
}

fn would_tell(why: &str, lang: Lang) -> String {
    lang.pick(
        format!("{why}; 답이 오면 알 수 있습니다 (조회할 수 없는 팀은 `[deployments] arrival = \"assumed\"`)"),
        format!("{why}; its answer would tell (a team that can't ask sets `[deployments] arrival = \"assumed\"`)"),
    )
}

/// What is said where a deployment went to another environment than the record names.
pub(super) fn other_environment(
    understanding: &Understanding,
    deployment: &Deployment,
    lang: Lang,
) -> Option<String> {
    let named = &understanding.record.mentions.environments;
    if named.is_empty()
        || deployment.env.is_empty()
        || named
            .iter()
            .any(|name| is_environment(name, &deployment.env))
    {
        return None;
    }
    let (env, named) = (&deployment.env, named.join(", "));
    let said = deployment.reference().said(lang);
    Some(lang.pick(
        josa!("기록의 환경은 {named}인데, {said}[은/는] {env} 환경의 배포입니다"),
        format!("the record names {named}, and {said} went to {env}"),
    ))
}

/// Whether a name that people write for an environment is its source's or the kubeconfig's: the words of
/// the shorter one are all in the other.
pub(super) fn is_environment(name: &str, known: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let lower = text.to_lowercase();
        let words = lower.split(|c: char| !c.is_ascii_alphanumeric());
        let telling = words.filter(|word| !matches!(*word, "" | "cluster" | "env" | "environment"));
        telling
            .map(|word| match word {
                "production" | "prd" => "prod".to_owned(),
                "development" | "develop" => "dev".to_owned(),
                "stage" | "stg" => "staging".to_owned(),
                word => word.to_owned(),
            })
            .collect()
    };
    let (one, other) = (words(name), words(known));
    let (few, many) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    !few.is_empty() && few.iter().all(|word| many.contains(word))
}

#[cfg(test)]
mod tests;
