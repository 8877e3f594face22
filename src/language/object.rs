//! Clauses about what an object itself holds: its fields, its images; and about Prometheus' targets.

use super::frame::{Frame, Slot};
use super::words::FIELD_ROOTS;
use crate::judge::predicate::{Predicate, Property, Statement};

/// Whether a word is a path into an object: `.status.phase`, `spec.replicas`.
pub(super) fn is_path(word: &str) -> bool {
    let (dotted, plain) = match word.strip_prefix('.') {
        Some(rest) => (true, rest),
        None => (false, word),
    };
    let parts: Vec<&str> = plain.split('.').collect();
    let is_key = |part: &&str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.chars().all(|c| c.is_ascii_alphanumeric())
    };
    parts.iter().all(is_key) && (dotted || parts.len() > 1 && FIELD_ROOTS.contains(&parts[0]))
}

/// `No OOMKilled containers`, `OOMKilled 없음`: of pods, which show it in their own status only.
pub(super) fn no_oom(frame: &Frame) -> Option<Predicate> {
    let beside = [Slot::Show, Slot::Exist, Slot::Kind, Slot::Every];
    let denied = frame.is(&[Slot::Literals, Slot::No], &beside)
        || frame.is(&[Slot::Literals, Slot::Not], &beside);
    let of_pods = matches!(frame.kinds.as_slice(), [] | ["pods"] | ["containers"]);
    let every = frame.has(Slot::Every) && frame.has(Slot::No);
    let killed = denied && of_pods && !every && frame.literals == ["OOMKilled"];
    killed.then(|| {
        Statement::printed(Property::KilledForMemory)
            .denied()
            .into()
    })
}
