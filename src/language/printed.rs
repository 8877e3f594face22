//! What kubectl itself prints after a change. Such a line is expected word by word. And what a sentence
//! can only mean beside the command that it speaks of.

use super::concept::{Term, Token};
use super::lex::Quotes;
use super::reader::Reader;
use super::word_lists::PRINTED_VERBS;
use crate::judge::predicate::{Join, Place, Predicate, Property, Statement};
use crate::query::{ClusterAsk, Query, Resource, RolloutAsk};

/// The text of a kubectl message: `deployment "web" successfully rolled out`,
/// `ingress.networking.k8s.io/web created`.
pub(super) fn message(text: &str) -> Option<String> {
    let plain = text.trim().trim_matches('`').trim();
    let head = PRINTED_VERBS
        .iter()
        .find_map(|verb| plain.strip_suffix(verb))?;
    let head = head.strip_suffix(' ')?;
    let quoted = head.strip_suffix('"').and_then(|rest| {
        let (kind, name) = rest.split_once(" \"")?;
        (kind.split(' ').all(word) && kind.split(' ').count() <= 2 && word(name)).then_some(())
    });
    let slashed = head
        .split_once('/')
        .filter(|(kind, name)| word(kind) && word(name))
        .map(|_| ());
    quoted.or(slashed).map(|()| plain.to_owned())
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
    if waits && condition_met(plain) {
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
    let done = ["완료", "성공", "complete", "success", "rolled out"]
        .iter()
        .any(|word| lower.contains(word));
    let of = |kind: &str| {
        targets
            .iter()
            .all(|target| crate::judge::needs::plural(&target.kind) == Some(kind))
    };
    let known = |token: &Token| {
        let done = ["Complete", "Completed", "healthy"];
        let state = token
            .value("state")
            .is_some_and(|state| done.contains(&state));
        let kind = token.value("kind").is_some_and(of);
        kind || state || token.is_any(&rolls) || token.is_any(&["success", "have"])
    };
    // `Deployment complete` of a Deployment's rollout.
    let deployment = tokens
        .first()
        .is_some_and(|token| token.says("kind", "deployments"));
    (says && (done || lower.contains("rollout") || text.contains("롤아웃")) || deployment && done)
        && tokens.iter().all(known)
}

/// Whether words say that kubectl answers `NotFound`.
fn not_found(plain: &str) -> bool {
    let lower = plain.to_lowercase();
    let lower = lower.strip_prefix("error: ").unwrap_or(&lower);
    // `pod not found`.
    let lower = match lower.split_once(' ') {
        Some((kind, rest)) if matches!(super::lexicon::term(kind), Some(Term("kind", _))) => rest,
        Some(_) | None => lower,
    };
    let words = lower
        .strip_suffix(" error")
        .or_else(|| lower.strip_suffix(" 에러"))
        .or_else(|| lower.strip_suffix(" 오류"))
        .unwrap_or(lower);
    [
        "찾을 수 없음",
        "not found",
        "notfound",
        "not found (404)",
        "error from server (notfound)",
    ]
    .contains(&words.trim_matches(['`', '"']))
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

/// Whether words say that what was waited for is so.
fn condition_met(plain: &str) -> bool {
    let lower = plain.to_lowercase();
    [
        "condition met",
        "condition is met",
        "the condition is met",
        "condition met 출력",
        "condition met가 출력",
    ]
    .iter()
    .any(|words| lower.trim_matches(['`', '"']) == *words)
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

/// `No resources found in kube-system namespace.`: what kubectl prints where nothing is.
pub(super) fn no_resources(text: &str) -> bool {
    let plain = text
        .trim()
        .trim_matches(['`', '"', '.', ' '])
        .to_lowercase();
    plain
        .strip_prefix("no resources found in ")
        .and_then(|rest| rest.strip_suffix(" namespace"))
        .is_some_and(|name| word(name.trim_matches('"')))
}

fn word(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-._".contains(c))
}
