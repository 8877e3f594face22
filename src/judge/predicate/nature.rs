//! What a predicate is about: what it needs to see, which columns, texts and subject it names, whether it
//! speaks of how things are now. One description a form, so that a new form has to answer everything.

use super::scope::{Need, Scope};
use super::{Comparison, Extent, Join, Metric, Predicate, Quantifier, Subject};
use crate::judge::needs::{Want, Wants};
use crate::judge::scene::Scene;

/// What one form is about.
struct Nature<'a> {
    /// The subject that it names.
    subject: Option<&'a Subject>,
    /// The column that it names.
    column: Option<&'a str>,
    /// The texts that it looks for.
    texts: &'a [String],
    /// What has to be seen beside the step's own answers.
    wants: &'static [Want],
    /// Whether it speaks of how things are now. A log line or an HTTP answer is what it is.
    of_state: bool,
    /// Whether it only says what must not be.
    denies: bool,
    /// The states that it speaks of.
    states: &'a [String],
    /// How much of its scope has to be seen.
    need: Need,
    /// Whether it holds for pods that are plainly Running and ready, or that ended successfully,
    /// whatever their names are, so that those need only be counted.
    passes_fine_pods: bool,
    /// Whether each of several named things can have it: `web, api 모두 Running`.
    said_of_each: bool,
}

/// A form that stands for itself, or one made of others.
enum Form<'a> {
    Leaf(Nature<'a>),
    /// All or one of these.
    Parts(Join, &'a [Predicate]),
    /// The same with words beside it.
    Remarked(&'a Predicate),
    /// The opposite.
    Denied(&'a Predicate),
}

/// Workloads behind the pods, and the pods: what moves makes a sentence about them pending.
const STATE: &[Want] = &[Want::WorkloadState, Want::PodState];

fn form(predicate: &Predicate) -> Form<'_> {
    let seen = Nature {
        subject: None,
        column: None,
        texts: &[],
        wants: &[],
        of_state: false,
        denies: false,
        states: &[],
        need: Need::All,
        passes_fine_pods: false,
        said_of_each: false,
    };
    let state = |wants, seen| Nature {
        wants,
        of_state: true,
        ..seen
    };
    let of = |subject, wants, seen| Nature {
        subject: Some(subject),
        ..state(wants, seen)
    };
    Form::Leaf(match predicate {
        Predicate::All(parts) => return Form::Parts(Join::All, parts),
        Predicate::Any(parts) => return Form::Parts(Join::Any, parts),
        Predicate::Remarked(inner, _) => return Form::Remarked(inner),
        Predicate::Not(inner) => return Form::Denied(inner),
        Predicate::Column {
            subject,
            column,
            quantifier,
            ..
        } => Nature {
            column: Some(column),
            denies: *quantifier == Quantifier::None,
            need: need(*quantifier),
            ..of(subject, STATE, seen)
        },
        Predicate::Phase {
            subject,
            quantifier,
            states,
        } => Nature {
            denies: *quantifier == Quantifier::None,
            states,
            need: need(*quantifier),
            passes_fine_pods: all_pods(subject) && fine_pods_are(*quantifier, states),
            said_of_each: *quantifier == Quantifier::Every,
            ..of(subject, STATE, seen)
        },
        Predicate::Ratio {
            subject, states, ..
        } => Nature {
            said_of_each: true,
            states,
            ..of(subject, STATE, seen)
        },
        Predicate::Exists { subject } => Nature {
            said_of_each: true,
            need: Need::One,
            ..of(subject, STATE, seen)
        },
        Predicate::Count {
            subject,
            comparison,
            states,
            ..
        } => Nature {
            states,
            need: match comparison {
                Comparison::AtLeast | Comparison::More => Need::One,
                Comparison::Less | Comparison::AtMost => Need::All,
                Comparison::Equal => Need::Number,
            },
            ..of(subject, STATE, seen)
        },
        Predicate::Threshold {
            metric: Metric::Cpu | Metric::Memory,
            subject,
            ..
        } => {
            // Usage of pods that are about to be replaced says nothing of the new ones.
            const USAGE: &[Want] = &[Want::PodMetrics, Want::PodState, Want::WorkloadState];
            of(subject, USAGE, seen)
        }
        Predicate::Threshold {
            metric: Metric::Restarts | Metric::Age,
            subject,
            ..
        } => of(subject, STATE, seen),
        Predicate::Coverage { subject, .. } | Predicate::PreviouslyPending { subject } => {
            of(subject, &[Want::Coverage], seen)
        }
        Predicate::Apart { subject, .. } => of(subject, STATE, seen),
        Predicate::NoOom => Nature {
            denies: true,
            ..state(STATE, seen)
        },
        Predicate::Image { .. } => state(STATE, seen),
        Predicate::TargetsUp => seen,
        Predicate::Met => state(&[Want::WorkloadState], seen),
        Predicate::Absent { subject, states } => Nature {
            denies: true,
            states,
            passes_fine_pods: all_pods(subject)
                && subject.kind.is_some()
                && fine_pods_are(Quantifier::None, states),
            said_of_each: true,
            ..of(subject, &[Want::WorkloadState], seen)
        },
        Predicate::NoOutput => Nature {
            denies: true,
            ..state(&[Want::WorkloadState], seen)
        },
        Predicate::Literal { texts, .. } | Predicate::Scalar { values: texts } => Nature {
            texts,
            ..state(&[Want::WorkloadState], seen)
        },
        Predicate::EachLine { .. }
        | Predicate::Number { .. }
        | Predicate::Shaped { .. }
        | Predicate::JsonSubset(_) => state(&[Want::WorkloadState], seen),
        Predicate::RelativeToNodes { .. } => state(&[Want::Nodes, Want::WorkloadState], seen),
        Predicate::SampleTable(_) | Predicate::Cel(_) => state(STATE, seen),
        // Whether a container came anew in the time that is said is told by the pods.
        Predicate::NoErrors(logged) => Nature {
            denies: true,
            wants: match logged.within.is_some() || logged.every_pod {
                true => &[Want::PodState],
                false => &[],
            },
            ..seen
        },
        Predicate::LogsCollected {
            every_pod: true, ..
        } => Nature {
            wants: &[Want::PodState],
            ..seen
        },
        Predicate::NoRestarts { subject, .. } => of(subject, STATE, seen),
        Predicate::LogsContain { texts, .. } => Nature { texts, ..seen },
        Predicate::LogsCollected { .. }
        | Predicate::Lines { .. }
        | Predicate::Http { .. }
        | Predicate::Answers { .. }
        | Predicate::Version { .. }
        | Predicate::Stability { .. } => seen,
    })
}

/// How much of the rows a quantifier needs.
fn need(quantifier: Quantifier) -> Need {
    match quantifier {
        Quantifier::Every | Quantifier::None => Need::All,
        Quantifier::Some => Need::One,
    }
}

/// Whether a subject is every pod that is printed.
fn all_pods(subject: &Subject) -> bool {
    let pods = subject.kind.as_deref().is_none_or(|kind| kind == "pods");
    pods && subject.name.is_none()
        && subject.namespace.is_none()
        && subject.extent == Extent::Printed
        && subject.described.is_none()
}

/// Whether pods that are fine, or ended successfully, are as a quantifier over states asks.
fn fine_pods_are(quantifier: Quantifier, states: &[String]) -> bool {
    let good = |state: &String| {
        let good = ["Running", "Ready", "healthy", "Healthy"];
        good.contains(&state.as_str())
    };
    let ended = |state: &String| ["completed", "succeeded"].contains(&&*state.to_lowercase());
    !states.is_empty()
        && match quantifier {
            Quantifier::Every => states.iter().all(good),
            Quantifier::None => !states.iter().any(|state| good(state) || ended(state)),
            Quantifier::Some => false,
        }
}

impl Predicate {
    /// What has to be seen beside the step's own answers to judge it.
    pub fn wants(&self) -> Wants {
        match form(self) {
            Form::Leaf(nature) => nature.wants.iter().copied().collect(),
            Form::Parts(_, parts) => parts.iter().flat_map(Predicate::wants).collect(),
            Form::Remarked(inner) | Form::Denied(inner) => inner.wants(),
        }
    }

    /// The columns that it names.
    pub fn columns(&self) -> Vec<String> {
        match form(self) {
            Form::Leaf(nature) => nature.column.map(str::to_owned).into_iter().collect(),
            Form::Parts(_, parts) => parts.iter().flat_map(Predicate::columns).collect(),
            Form::Remarked(inner) | Form::Denied(inner) => inner.columns(),
        }
    }

    /// The texts that it looks for.
    pub fn texts(&self) -> Vec<&str> {
        match form(self) {
            Form::Leaf(nature) => nature.texts.iter().map(String::as_str).collect(),
            Form::Parts(_, parts) => parts.iter().flat_map(Predicate::texts).collect(),
            Form::Remarked(inner) | Form::Denied(inner) => inner.texts(),
        }
    }

    /// Whether it speaks of how things are now, so that something which still moves makes it pending.
    pub fn is_of_state(&self) -> bool {
        match form(self) {
            Form::Leaf(nature) => nature.of_state,
            Form::Parts(_, parts) => parts.iter().any(Predicate::is_of_state),
            Form::Remarked(inner) | Form::Denied(inner) => inner.is_of_state(),
        }
    }

    /// Whether pods that are plainly Running and ready, or that ended successfully, need only be
    /// counted to judge it: they hold, whatever their names are.
    pub fn needs_only_odd_pods(&self) -> bool {
        match form(self) {
            Form::Leaf(nature) => nature.passes_fine_pods,
            Form::Parts(Join::All, parts) => {
                !parts.is_empty() && parts.iter().all(Predicate::needs_only_odd_pods)
            }
            Form::Remarked(inner) => inner.needs_only_odd_pods(),
            Form::Parts(Join::Any, _) | Form::Denied(_) => false,
        }
    }

    /// Whether it is a statement that each of several named things can have.
    pub(crate) fn can_be_said_of_each(&self) -> bool {
        match form(self) {
            Form::Leaf(nature) => nature.said_of_each,
            Form::Parts(Join::All, parts) => parts.iter().all(Predicate::can_be_said_of_each),
            Form::Parts(Join::Any, _) | Form::Remarked(_) | Form::Denied(_) => false,
        }
    }

    /// Whether it only says what must not be.
    pub fn is_denial(&self) -> bool {
        match form(self) {
            Form::Leaf(nature) => nature.denies,
            Form::Parts(_, parts) => parts.iter().all(Predicate::is_denial),
            Form::Remarked(inner) => inner.is_denial(),
            Form::Denied(_) => true,
        }
    }

    /// Whether it picks what it speaks of by name.
    pub fn names_something(&self) -> bool {
        self.subject().is_some_and(|subject| subject.name.is_some())
    }

    /// What it speaks of.
    pub(super) fn scope(&self) -> Scope<'_> {
        match form(self) {
            Form::Leaf(nature) => Scope {
                subject: nature.subject,
                states: nature.states,
                denies: nature.denies,
                need: nature.need,
            },
            Form::Remarked(inner) | Form::Denied(inner) => inner.scope(),
            Form::Parts(..) => Scope {
                subject: None,
                states: &[],
                denies: false,
                need: Need::All,
            },
        }
    }

    /// The subject that it names, if it is about one.
    fn subject(&self) -> Option<&Subject> {
        match form(self) {
            Form::Leaf(nature) => nature.subject,
            Form::Parts(..) => None,
            Form::Remarked(inner) | Form::Denied(inner) => inner.subject(),
        }
    }
}

/// The names of the rows that a predicate whose subject has a name or a namespace picks; `None` if it has
/// neither.
pub(crate) fn picked_names(predicate: &Predicate, scene: &Scene) -> Option<Vec<String>> {
    let subject = predicate.subject()?;
    if subject.name.is_none() && subject.namespace.is_none() {
        return None;
    }
    match super::pick::pick(scene, subject) {
        super::pick::Picked::Rows(rows) => {
            Some(rows.iter().map(|row| row.name().to_owned()).collect())
        }
        super::pick::Picked::NotPrinted(_) => None,
    }
}
