//! What kubectl itself prints after a change. Such a line is expected word by word. And what a sentence
//! can only mean beside the command that it speaks of.

use super::concept::{Term, Token};
use super::lex::Quotes;
use super::patterns::pattern;
use super::reader::Reader;
use super::word_lists::list;
use crate::judge::predicate::{Join, Place, Predicate, Property, Statement};
use crate::query::{ClusterAsk, Query, Resource, RolloutAsk};

/// The text of a kubectl message.
pub(super) fn message(text: &str) -> Option<&str> {
    let told = pattern("message").captures(text)?.get(1)?;
    Some(told.as_str())
}

/// What a few words mean beside their command: `yes` of `auth can-i`, 롤아웃 완료 of `rollout status`.
pub(super) fn of_query(text: &str, queries: &[&Query], reader: &Reader) -> Option<Predicate> {
    let permits = |query: &&Query| matches!(query, Query::Cluster(question) if matches!(question.ask, ClusterAsk::CanI { .. }));
    let plain = text.trim().trim_matches(['`', '"', '.', '\'']);
    if queries.iter().any(permits) && matches!(plain, "yes" | "no") {
        return Some(Statement::value(vec![plain.to_owned()]).into());
    }
    if not_found(plain) && !queries.is_empty() && queries.iter().all(|query| gets_by_name(query)) {
        let texts = vec!["Error from server (NotFound)".into()];
        return Some(Statement::text(Place::Output, texts, Join::All).into());
    }
    let waits = !queries.is_empty() && queries.iter().all(|query| matches!(query, Query::Wait(_)));
    if waits && pattern("condition-met").is_match(&plain.to_lowercase()) {
        return Some(Statement::printed(Property::ConditionMet).into());
    }
    rollout(text, queries, reader).then(rolled_out)
}

/// Whether words say of `rollout status` that it is done: 롤아웃 완료, `Deployment successfully rolled out`. A
/// kind has to be that of what is asked for.
fn rollout(text: &str, queries: &[&Query], reader: &Reader) -> bool {
    let targets = queries.iter().filter_map(|query| match query {
        Query::Rollout(rollout) if matches!(rollout.ask, RolloutAsk::Status) => {
            Some(&rollout.targets)
        }
        _ => None,
    });
    let targets: Vec<&Resource> = targets.flatten().collect();
    if targets.is_empty() {
        return false;
    }
    let tokens = reader.tokens(text, Quotes::Words);
    let rolls = ["rollout", "rolled-out", "deployed"];
    let says = tokens.iter().any(|token| token.is_any(&rolls));
    let lower = text.to_lowercase();
    let done = list("done").is_within(&lower);
    let of = |kind| {
        let plural = |target: &&Resource| crate::judge::needs::plural(&target.kind);
        targets.iter().all(|target| plural(target) == Some(kind))
    };
    let finished = |state| ["Complete", "Completed", "healthy"].contains(&state);
    let known = |token: &Token| {
        token.value("kind").is_some_and(of)
            || token.value("state").is_some_and(finished)
            || token.is_any(&rolls)
            || token.is_any(&["success", "have"])
    };
    // `Deployment complete` of a Deployment's rollout.
    let deployment = tokens.first();
    let deployment = deployment.is_some_and(|token| token.says("kind", "deployments"));
    let rolled = says && (done || list("rollouts").is_within(&lower));
    (rolled || deployment && done) && tokens.iter().all(known)
}

/// Whether words say that kubectl answers `NotFound`: `pod not found`.
fn not_found(plain: &str) -> bool {
    let lower = plain.to_lowercase();
    let told = pattern("not-found").captures(&lower);
    told.is_some_and(|told| {
        let kind = told.get(1).map(|kind| super::lexicon::term(kind.as_str()));
        kind.is_none_or(|kind| matches!(kind, Some(Term("kind", _))))
    })
}

/// Whether a command asks for objects by their names only.
fn gets_by_name(query: &Query) -> bool {
    match query {
        Query::Get(get) => {
            !get.resources.is_empty()
                && !get.ignore_not_found
                && get.resources.iter().all(|one| one.name.is_some())
        }
        _ => false,
    }
}

/// What `rollout status` ends with, for a Deployment or DaemonSet and for a StatefulSet.
pub(super) fn rolled_out() -> Predicate {
    let texts = vec![
        "successfully rolled out".into(),
        "rolling update complete".into(),
        "partitioned roll out complete".into(),
    ];
    Statement::text(Place::Output, texts, Join::Any).into()
}

/// Whether a text is what kubectl prints where nothing is: `No resources found in kube-system namespace.`
pub(super) fn no_resources(text: &str) -> bool {
    pattern("no-resources").is_match(&text.to_lowercase())
}
