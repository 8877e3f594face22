//! What kubectl itself prints after a change. Such a line is expected word by word. And what a sentence
//! can only mean beside the command that it speaks of.

use super::clause::Reader;
use super::concept::{Concept, Term};
use super::lex::Quotes;
use crate::judge::predicate::{Join, Predicate};
use crate::query::{ClusterAsk, Query, RolloutAsk};

/// Verbs that end kubectl's messages.
const VERBS: [&str; 14] = [
    "successfully rolled out",
    "created",
    "configured",
    "unchanged",
    "deleted",
    "patched",
    "scaled",
    "restarted",
    "condition met",
    "labeled",
    "annotated",
    "exposed",
    "replaced",
    "serverside-applied",
];

/// The text of a kubectl message: `deployment "web" successfully rolled out`,
/// `ingress.networking.k8s.io/web created`.
pub(super) fn message(text: &str) -> Option<String> {
    let plain = text.trim().trim_matches('`').trim();
    let head = VERBS.iter().find_map(|verb| plain.strip_suffix(verb))?;
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
        let values = vec![plain.to_owned()];
        return Some(Predicate::Scalar { values });
    }
    let rolls = |query: &&Query| matches!(query, Query::Rollout(rollout) if matches!(rollout.ask, RolloutAsk::Status));
    if !queries.iter().any(rolls) {
        return None;
    }
    let tokens = reader.tokens(text, Quotes::Words);
    let says = tokens.iter().any(|token| token.is(Term::Rollout));
    let known = |concept: &Concept| {
        matches!(
            concept,
            Concept::Term(
                Term::Rollout | Term::State("Complete" | "Completed" | "healthy") | Term::RolledOut
            )
        )
    };
    (says && tokens.iter().all(|token| known(&token.concept))).then(rolled_out)
}

/// What `rollout status` ends with, for a Deployment or DaemonSet and for a StatefulSet.
pub(super) fn rolled_out() -> Predicate {
    Predicate::Literal {
        texts: vec![
            "successfully rolled out".into(),
            "rolling update complete".into(),
        ],
        join: Join::Any,
    }
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
