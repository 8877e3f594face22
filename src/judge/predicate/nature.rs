//! What a predicate is about: what it needs to see, which columns it names, whether it speaks of how
//! things are now. Exhaustive, so that a new form has to answer.

use super::{Bound, Metric, Predicate, Quantifier, Subject};
use crate::judge::needs::{Want, Wants};
use crate::judge::scene::Scene;

impl Predicate {
    /// What has to be seen beside the step's own answers to judge it.
    pub fn wants(&self) -> Wants {
        let of = |wants: &[Want]| wants.iter().copied().collect::<Wants>();
        match self {
            Predicate::Column { .. }
            | Predicate::Ratio { .. }
            | Predicate::Count { .. }
            | Predicate::Phase { .. } => of(&[Want::WorkloadState, Want::PodState]),
            Predicate::Coverage { .. } | Predicate::PreviouslyPending { .. } => {
                of(&[Want::Coverage])
            }
            Predicate::RelativeToNodes { .. } => of(&[Want::Nodes, Want::WorkloadState]),
            Predicate::Threshold {
                metric: Metric::Cpu | Metric::Memory,
                bound: Bound::Amount(..),
                ..
            } => of(&[Want::PodMetrics, Want::PodState]),
            Predicate::Threshold { .. } | Predicate::Exists { .. } | Predicate::SampleTable(_) => {
                of(&[Want::WorkloadState, Want::PodState])
            }
            Predicate::Cel(_) => of(&[Want::WorkloadState, Want::PodState]),
            Predicate::Absent { .. }
            | Predicate::NoOutput
            | Predicate::Literal { .. }
            | Predicate::Scalar { .. }
            | Predicate::EachLine { .. } => of(&[Want::WorkloadState]),
            Predicate::NoErrors { .. }
            | Predicate::LogsContain { .. }
            | Predicate::LogsCollected
            | Predicate::Http { .. }
            | Predicate::JsonSubset(_)
            | Predicate::Version { .. }
            | Predicate::Stability { .. } => Wants::new(),
            Predicate::All(parts) | Predicate::Any(parts) => {
                parts.iter().flat_map(Predicate::wants).collect()
            }
            Predicate::Not(inner) | Predicate::Remarked(inner, _) => inner.wants(),
        }
    }

    /// The columns that it names.
    pub fn columns(&self) -> Vec<String> {
        match self {
            Predicate::Column { column, .. } => vec![column.clone()],
            Predicate::All(parts) | Predicate::Any(parts) => {
                parts.iter().flat_map(Predicate::columns).collect()
            }
            Predicate::Not(inner) | Predicate::Remarked(inner, _) => inner.columns(),
            Predicate::Ratio { .. }
            | Predicate::Count { .. }
            | Predicate::Phase { .. }
            | Predicate::Coverage { .. }
            | Predicate::PreviouslyPending { .. }
            | Predicate::Threshold { .. }
            | Predicate::Exists { .. }
            | Predicate::Absent { .. }
            | Predicate::NoOutput
            | Predicate::NoErrors { .. }
            | Predicate::LogsContain { .. }
            | Predicate::LogsCollected
            | Predicate::Literal { .. }
            | Predicate::Scalar { .. }
            | Predicate::EachLine { .. }
            | Predicate::Http { .. }
            | Predicate::JsonSubset(_)
            | Predicate::Version { .. }
            | Predicate::RelativeToNodes { .. }
            | Predicate::Stability { .. }
            | Predicate::SampleTable(_)
            | Predicate::Cel(_) => Vec::new(),
        }
    }

    /// Whether it speaks of how things are now, so that something which still moves makes it pending.
    /// A log line or an HTTP answer is what it is.
    pub fn is_of_state(&self) -> bool {
        match self {
            Predicate::Column { .. }
            | Predicate::Ratio { .. }
            | Predicate::Count { .. }
            | Predicate::Phase { .. }
            | Predicate::Coverage { .. }
            | Predicate::PreviouslyPending { .. }
            | Predicate::RelativeToNodes { .. }
            | Predicate::SampleTable(_)
            | Predicate::Threshold { .. }
            | Predicate::Cel(_)
            | Predicate::Exists { .. }
            | Predicate::Absent { .. }
            | Predicate::NoOutput
            | Predicate::Literal { .. }
            | Predicate::Scalar { .. }
            | Predicate::EachLine { .. } => true,
            Predicate::NoErrors { .. }
            | Predicate::LogsContain { .. }
            | Predicate::LogsCollected
            | Predicate::Http { .. }
            | Predicate::JsonSubset(_)
            | Predicate::Version { .. }
            | Predicate::Stability { .. } => false,
            Predicate::All(parts) | Predicate::Any(parts) => {
                parts.iter().any(Predicate::is_of_state)
            }
            Predicate::Not(inner) | Predicate::Remarked(inner, _) => inner.is_of_state(),
        }
    }

    /// Whether pods that are plainly Running and ready, or that ended successfully, need only be
    /// counted to judge it: they hold, whatever their names are.
    pub fn needs_only_odd_pods(&self) -> bool {
        let all_pods = |subject: &Subject| {
            let pods = subject.kind.as_deref().is_none_or(|kind| kind == "pods");
            pods && subject.name.is_none() && subject.described.is_none()
        };
        let good = |state: &String| {
            let good = ["Running", "Ready", "healthy", "Healthy"];
            good.contains(&state.as_str())
        };
        let ended = |state: &String| ["completed", "succeeded"].contains(&&*state.to_lowercase());
        match self {
            Predicate::Phase {
                subject,
                quantifier,
                states,
            } => {
                all_pods(subject)
                    && !states.is_empty()
                    && match quantifier {
                        Quantifier::Every => states.iter().all(good),
                        Quantifier::None => !states.iter().any(|s| good(s) || ended(s)),
                        Quantifier::Some => false,
                    }
            }
            Predicate::Absent { subject, states } => {
                all_pods(subject)
                    && subject.kind.is_some()
                    && !states.is_empty()
                    && !states.iter().any(|state| good(state) || ended(state))
            }
            Predicate::All(parts) => {
                !parts.is_empty() && parts.iter().all(Predicate::needs_only_odd_pods)
            }
            Predicate::Remarked(inner, _) => inner.needs_only_odd_pods(),
            Predicate::Ratio { .. }
            | Predicate::Column { .. }
            | Predicate::Count { .. }
            | Predicate::Coverage { .. }
            | Predicate::PreviouslyPending { .. }
            | Predicate::Threshold { .. }
            | Predicate::Exists { .. }
            | Predicate::NoOutput
            | Predicate::NoErrors { .. }
            | Predicate::LogsContain { .. }
            | Predicate::LogsCollected
            | Predicate::Literal { .. }
            | Predicate::Scalar { .. }
            | Predicate::EachLine { .. }
            | Predicate::Http { .. }
            | Predicate::JsonSubset(_)
            | Predicate::Version { .. }
            | Predicate::RelativeToNodes { .. }
            | Predicate::Stability { .. }
            | Predicate::SampleTable(_)
            | Predicate::Cel(_)
            | Predicate::Any(_)
            | Predicate::Not(_) => false,
        }
    }

    /// Whether it only says what must not be.
    pub fn is_denial(&self) -> bool {
        match self {
            Predicate::Absent { .. }
            | Predicate::NoOutput
            | Predicate::NoErrors { .. }
            | Predicate::Not(_) => true,
            Predicate::Phase { quantifier, .. } | Predicate::Column { quantifier, .. } => {
                *quantifier == Quantifier::None
            }
            Predicate::All(parts) | Predicate::Any(parts) => parts.iter().all(Predicate::is_denial),
            Predicate::Remarked(inner, _) => inner.is_denial(),
            Predicate::Ratio { .. }
            | Predicate::Count { .. }
            | Predicate::Coverage { .. }
            | Predicate::PreviouslyPending { .. }
            | Predicate::Threshold { .. }
            | Predicate::Exists { .. }
            | Predicate::LogsContain { .. }
            | Predicate::LogsCollected
            | Predicate::Literal { .. }
            | Predicate::Scalar { .. }
            | Predicate::EachLine { .. }
            | Predicate::Http { .. }
            | Predicate::JsonSubset(_)
            | Predicate::Version { .. }
            | Predicate::RelativeToNodes { .. }
            | Predicate::Stability { .. }
            | Predicate::SampleTable(_)
            | Predicate::Cel(_) => false,
        }
    }

    /// The subject that it names, if it is about one.
    fn subject(&self) -> Option<&Subject> {
        match self {
            Predicate::Column { subject, .. }
            | Predicate::Ratio { subject, .. }
            | Predicate::Count { subject, .. }
            | Predicate::Phase { subject, .. }
            | Predicate::Coverage { subject, .. }
            | Predicate::PreviouslyPending { subject }
            | Predicate::Threshold { subject, .. }
            | Predicate::Exists { subject }
            | Predicate::Absent { subject, .. } => Some(subject),
            Predicate::Remarked(inner, _) | Predicate::Not(inner) => inner.subject(),
            Predicate::NoOutput
            | Predicate::NoErrors { .. }
            | Predicate::LogsContain { .. }
            | Predicate::LogsCollected
            | Predicate::Literal { .. }
            | Predicate::Scalar { .. }
            | Predicate::EachLine { .. }
            | Predicate::Http { .. }
            | Predicate::JsonSubset(_)
            | Predicate::Version { .. }
            | Predicate::RelativeToNodes { .. }
            | Predicate::Stability { .. }
            | Predicate::SampleTable(_)
            | Predicate::Cel(_)
            | Predicate::All(_)
            | Predicate::Any(_) => None,
        }
    }
}

/// The names of the rows that a predicate with a named subject picks; `None` if it names none.
pub(crate) fn picked_names(predicate: &Predicate, scene: &Scene) -> Option<Vec<String>> {
    let subject = predicate.subject()?;
    subject.name.as_ref()?;
    match super::pick::pick(scene, subject) {
        super::pick::Picked::Rows(rows) => {
            Some(rows.iter().map(|row| row.name().to_owned()).collect())
        }
        super::pick::Picked::NotPrinted(_) => None,
    }
}
