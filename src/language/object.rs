//! Clauses about what an object itself holds: its fields, its images; and about Prometheus' targets.

use super::concept::{Concept, Term, Token};
use super::frame::{Frame, Slot};
use super::rules::{phrases, test};
use super::statements::column_predicate;
use crate::judge::predicate::{Bound, Predicate, Property, Statement, Subject, Test};

/// Where a path into an object starts, unless a dot says that it is one.
const ROOTS: [&str; 7] = [
    "spec",
    "status",
    "metadata",
    "data",
    "resources",
    "limits",
    "requests",
];

/// `spec.replicas is 3`, `` `.status.phase` is Running ``, `memory limit이 512Mi`.
pub(super) fn field(tokens: &[Token], text: &str) -> Option<Predicate> {
    let (first, rest) = tokens.split_first()?;
    let path = match &first.concept {
        Concept::Term(Term::Field(path)) => *path,
        _ => text.get(first.span.clone()).filter(|word| is_path(word))?,
    };
    let binds = |token: &&Token| {
        matches!(token.concept, Concept::Colon | Concept::Equals)
            || token.is(Term::Same)
            || token.is(Term::Show)
    };
    let value = &rest[rest.iter().take_while(binds).count()..];
    let test = test(value)?;
    let plain = matches!(test, Test::Is(_) | Test::Compare(..));
    // `status.readyReplicas equals spec.replicas`: another field and no value.
    let other = |token: &Token| text.get(token.span.clone()).is_some_and(is_path);
    (plain && !value.iter().any(other))
        .then(|| column_predicate(&Subject::anything(), path, &test, Bound::Every))
}

/// Whether a word is a path into an object: `.status.phase`, `spec.replicas`.
fn is_path(word: &str) -> bool {
    let (dotted, plain) = match word.strip_prefix('.') {
        Some(rest) => (true, rest),
        None => (false, word),
    };
    let parts: Vec<&str> = plain.split('.').collect();
    let is_key = |part: &&str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.chars().all(|c| c.is_ascii_alphanumeric())
    };
    parts.iter().all(is_key) && (dotted || parts.len() > 1 && ROOTS.contains(&parts[0]))
}

/// `Image should be nginx:1.25`, `이미지 태그가 v1.2.3`.
pub(super) fn image(tokens: &[Token], text: &str) -> Option<Predicate> {
    let at = tokens
        .iter()
        .position(|token| token.is(Term::Image) || token.is(Term::ImageTag))?;
    let kinds = [
        "pods",
        "containers",
        "deployments",
        "daemonsets",
        "statefulsets",
    ];
    let fits = |who: &Frame| {
        who.is(&[], &[Slot::Kind, Slot::Every]) && who.kinds.iter().all(|kind| kinds.contains(kind))
    };
    phrases(&tokens[..at]).iter().any(fits).then_some(())?;
    let binds = |token: &&Token| {
        matches!(token.concept, Concept::Colon | Concept::Equals) || token.is(Term::Same)
    };
    let rest = &tokens[at + 1..];
    let [value] = &rest[rest.iter().take_while(binds).count()..] else {
        return None;
    };
    let word = text.get(value.span.clone())?;
    let inner = |c: char| c.is_ascii_alphanumeric() || "-_./:@".contains(c);
    let tag = tokens[at].is(Term::ImageTag);
    let quoted = matches!(value.concept, Concept::Literal(_));
    let told = match tag {
        // `correct` is no tag.
        true => {
            (quoted || word.contains(|c: char| c.is_ascii_digit()))
                && !word.contains(['/', ':', '@'])
        }
        false => word
            .rsplit('/')
            .next()
            .is_some_and(|last| last.contains([':', '@']) && !last.ends_with([':', '@'])),
    };
    (told && word.chars().all(inner)).then(|| {
        let text = word.to_owned();
        Statement::printed(Property::Image { tag, text }).into()
    })
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

/// `All targets UP`, `Prometheus 타겟 UP`.
pub(super) fn targets_up(tokens: &[Token], text: &str) -> Option<Predicate> {
    let word = |token: &Token| {
        text.get(token.span.clone())
            .unwrap_or_default()
            .to_lowercase()
    };
    let (mut targets, mut up) = (0, 0);
    for token in tokens {
        match (&token.concept, word(token).as_str()) {
            (Concept::Term(Term::Targets), _) => targets += 1,
            (Concept::Term(Term::Every), _) | (_, "prometheus") => {}
            (_, "up") => up += 1,
            _ => return None,
        }
    }
    (targets == 1 && up == 1).then(|| Statement::printed(Property::TargetUp).into())
}
