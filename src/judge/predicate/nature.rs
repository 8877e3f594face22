//! What a statement is about: what it needs to see, which commands can show it, how much of its scope has to be
//! seen, whether it speaks of how things are now. One description a property, so that a new one has to answer
//! everything.

use super::scope::Need;
use super::{
    Bound, Comparison, Extent, Metric, Place, Placement, Predicate, Property, Statement, Subject,
    Test, Value,
};
use crate::judge::needs::{Want, Wants};
use crate::judge::scene::Scene;
use crate::query::Query;

/// What a property is about.
pub(crate) struct Nature {
    /// What has to be seen beside the step's own answers.
    wants: &'static [Want],
    /// Whether it speaks of how things are now. A log line or an HTTP answer is what it is.
    of_state: bool,
    /// Which commands can show it.
    pub(crate) source: Source,
    /// How several commands answer for it.
    pub(crate) across: Across,
}

/// Which commands can show a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// All of them.
    Anything,
    /// Those that print rows: all but logs.
    Rows,
    /// Those that print objects.
    Objects,
    /// `kubectl top`.
    Usage,
    /// `kubectl wait`.
    Waits,
    /// Prometheus.
    Targets,
    /// Logs.
    Logs,
    /// HTTP answers.
    Http,
}

impl Source {
    /// Whether a query is one of them.
    pub(crate) fn has(self, query: &Query) -> bool {
        let of_logs = matches!(query, Query::Logs(_) | Query::Loki(_));
        match self {
            Source::Anything => true,
            Source::Rows => !of_logs,
            Source::Objects => matches!(query, Query::Get(_) | Query::Describe(_)),
            Source::Usage => matches!(query, Query::Top(_)),
            Source::Waits => matches!(query, Query::Wait(_)),
            Source::Targets => matches!(query, Query::Prometheus(_)),
            Source::Logs => of_logs,
            Source::Http => matches!(query, Query::Http(_)),
        }
    }
}

/// How several commands answer one statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Across {
    /// It is about all of them at once, or picks the table that is meant itself.
    Together,
    /// Each that can show it has to.
    Each,
    /// One that shows it is enough, unless another of the same sort does not.
    Shown,
    /// A number: of one command's rows.
    Number,
}

/// Workloads behind the pods, and the pods: what moves makes a sentence about them pending.
const STATE: &[Want] = &[Want::WorkloadState, Want::PodState];

impl Statement {
    /// What it is about.
    #[expect(clippy::too_many_lines, reason = "one table, a row a property")]
    pub(crate) fn nature(&self) -> Nature {
        let of = |source, wants, across| Nature {
            wants,
            of_state: true,
            source,
            across,
        };
        let of_moment = |source, wants, across| Nature {
            of_state: false,
            ..of(source, wants, across)
        };
        const WORKLOADS: &[Want] = &[Want::WorkloadState];
        const NODES: &[Want] = &[Want::Nodes, Want::WorkloadState];
        // Usage of pods that are about to be replaced says nothing of the new ones.
        const USAGE: &[Want] = &[Want::PodMetrics, Want::PodState, Want::WorkloadState];
        // Whether a container came anew in the time that is said, and whose lines there have to be, is told by pods.
        let pods =
            |needed: bool| -> &'static [Want] { if needed { &[Want::PodState] } else { &[] } };
        match &self.property {
            Property::Exists | Property::State(_) => match self.how_many {
                Bound::AsNodes => of(Source::Rows, NODES, Across::Together),
                // A pod that can't come up would hide that its workload still moves.
                _ if self.denies() => of(Source::Rows, WORKLOADS, Across::Each),
                Bound::Number(..) | Bound::EveryOf(..) => of(Source::Rows, STATE, Across::Number),
                Bound::Every | Bound::Some if self.property == Property::Exists => {
                    of(Source::Rows, STATE, Across::Shown)
                }
                Bound::Every | Bound::Some => of(Source::Rows, STATE, Across::Each),
            },
            Property::Ratio { .. } if self.how_many == Bound::Every => {
                of(Source::Rows, STATE, Across::Together)
            }
            Property::Ratio { .. } | Property::RanThrough => of(Source::Rows, STATE, Across::Each),
            Property::Column { test, .. } => {
                let wants = match test {
                    Test::Nodes => NODES,
                    _ => STATE,
                };
                of(Source::Rows, wants, Across::Together)
            }
            Property::Measure { metric, .. } => match metric {
                Metric::Cpu | Metric::Memory => of(Source::Usage, USAGE, Across::Each),
                Metric::Restarts | Metric::Age => of(Source::Rows, STATE, Across::Each),
            },
            Property::Placed(placement) => match placement {
                Placement::EveryNode { .. } | Placement::PendingBefore => {
                    of(Source::Rows, &[Want::Coverage], Across::Together)
                }
                Placement::Apart | Placement::Several => of(Source::Rows, STATE, Across::Together),
            },
            Property::KilledForMemory => of(Source::Anything, STATE, Across::Each),
            Property::Image { .. } => of(Source::Objects, STATE, Across::Each),
            Property::ConditionMet => of(Source::Waits, WORKLOADS, Across::Each),
            Property::TargetUp => of_moment(Source::Targets, &[], Across::Each),
            Property::ErrorLines(logged) => {
                let of_all = logged.every_pod || logged.every_line || logged.since;
                let wants = pods(self.when.is_some() || of_all);
                of_moment(Source::Logs, wants, Across::Each)
            }
            Property::LogsCollected { every_pod } => {
                let wants: &[Want] = if *every_pod {
                    &[Want::NewestLine, Want::PodState]
                } else {
                    &[Want::NewestLine]
                };
                of_moment(Source::Anything, wants, Across::Together)
            }
            Property::Lines { of_logs } => {
                let source = if *of_logs {
                    Source::Logs
                } else {
                    Source::Anything
                };
                of_moment(source, &[], Across::Each)
            }
            Property::Text { place, .. } => {
                let across = if self.denies() {
                    Across::Each
                } else {
                    Across::Shown
                };
                match place {
                    Place::Output => of(Source::Anything, WORKLOADS, across),
                    Place::Logs if self.is_of_each_pod() => {
                        of_moment(Source::Logs, pods(true), Across::Each)
                    }
                    Place::Logs => of_moment(Source::Logs, &[], across),
                }
            }
            Property::AnyOutput => of(Source::Anything, WORKLOADS, Across::Each),
            Property::Value(Value::Version { .. }) => {
                of_moment(Source::Anything, &[], Across::Shown)
            }
            Property::Value(_) => of(Source::Anything, WORKLOADS, Across::Each),
            Property::Answer(_) => of_moment(Source::Http, &[], Across::Each),
            Property::Stable => of_moment(Source::Anything, &[], Across::Together),
            Property::SampleTable(_) => of(Source::Anything, STATE, Across::Together),
            Property::Cel(_) => of(Source::Anything, STATE, Across::Together),
        }
    }

    /// The things that it picks. `None`: it speaks of what is printed, whatever that is.
    pub fn subject(&self) -> Option<&Subject> {
        let picks = matches!(self.nature().source, Source::Rows | Source::Usage);
        picks.then_some(&self.who)
    }

    /// How much of its scope has to be seen.
    pub(super) fn need(&self) -> Need {
        let of_rows = matches!(
            self.property,
            Property::Exists | Property::State(_) | Property::Column { .. }
        );
        match self.how_many {
            _ if self.denies() || !of_rows => Need::All,
            Bound::Every => Need::All,
            Bound::Some => Need::One,
            Bound::Number(comparison, _) | Bound::EveryOf(comparison, _) => match comparison {
                Comparison::AtLeast | Comparison::More => Need::One,
                Comparison::Less | Comparison::AtMost => Need::All,
                Comparison::Equal => Need::Number,
            },
            Bound::AsNodes => Need::Number,
        }
    }

    /// Whether it holds for pods that are plainly Running and ready, or that ended successfully, whatever their
    /// names are, so that those need only be counted.
    fn passes_fine_pods(&self) -> bool {
        let ended = |state: &String| ["completed", "succeeded"].contains(&&*state.to_lowercase());
        let states = self.states();
        let as_wanted = if self.denies() {
            self.who.kind.is_some() && !states.iter().any(|one| is_fine(one) || ended(one))
        } else {
            states.iter().all(|one| is_fine(one))
        };
        let of_states = matches!(self.property, Property::State(_)) && !states.is_empty();
        of_states && self.how_many == Bound::Every && is_all_pods(&self.who) && as_wanted
    }

    /// Whether each of several named things can have it: `web, api 모두 Running`.
    fn can_be_said_of_each(&self) -> bool {
        match (&self.property, self.how_many) {
            (Property::Ratio { .. }, _) => true,
            // Of several, `not Running` may mean that one is not.
            (Property::State(states), how_many) => {
                how_many == Bound::Every
                    && !(self.denies() && states.iter().any(|one| is_fine(one)))
            }
            (Property::Exists, how_many) => matches!(how_many, Bound::Every | Bound::Some),
            _ => false,
        }
    }
}

/// Whether a state is that of a pod as it should be.
fn is_fine(state: &str) -> bool {
    let fine = ["Running", "Ready", "healthy", "Healthy"];
    fine.contains(&state)
}

/// Whether a subject is every pod that is printed.
fn is_all_pods(subject: &Subject) -> bool {
    let pods = subject.kind.as_deref().is_none_or(|kind| kind == "pods");
    pods && subject.name.is_none()
        && subject.namespace.is_none()
        && subject.extent == Extent::Printed
        && subject.described.is_none()
}

impl Predicate {
    /// What has to be seen beside the step's own answers to judge it.
    pub fn wants(&self) -> Wants {
        let statements = self.statements().into_iter();
        statements
            .flat_map(|one| one.nature().wants)
            .copied()
            .collect()
    }

    /// The columns that it names.
    pub fn columns(&self) -> Vec<String> {
        let column = |one: &Statement| match &one.property {
            Property::Column { column, .. } => Some(column.clone()),
            _ => None,
        };
        self.statements().into_iter().filter_map(column).collect()
    }

    /// Whether it speaks of how things are now, so that something which still moves makes it pending.
    pub fn is_of_state(&self) -> bool {
        self.statements().iter().any(|one| one.nature().of_state)
    }

    /// Whether pods that are plainly Running and ready, or that ended successfully, need only be
    /// counted to judge it: they hold, whatever their names are.
    pub fn needs_only_odd_pods(&self) -> bool {
        match self {
            Predicate::Says(statement) => statement.passes_fine_pods(),
            Predicate::All(parts) => {
                !parts.is_empty() && parts.iter().all(Predicate::needs_only_odd_pods)
            }
            Predicate::Remarked(inner, _) => inner.needs_only_odd_pods(),
        }
    }

    /// Whether it is a statement that each of several named things can have.
    pub(crate) fn can_be_said_of_each(&self) -> bool {
        match self {
            Predicate::Says(statement) => statement.can_be_said_of_each(),
            Predicate::All(parts) => parts.iter().all(Predicate::can_be_said_of_each),
            Predicate::Remarked(..) => false,
        }
    }

    /// Whether it only says what must not be.
    pub fn is_denial(&self) -> bool {
        self.statements().into_iter().all(Statement::denies)
    }

    /// Whether it denies that something failed.
    pub fn denies_failure(&self) -> bool {
        let failed = |state: &String| matches!(state.as_str(), "Failed" | "Error" | "error");
        let says = |said: &Statement| matches!(&said.property, Property::State(states) if states.iter().any(failed));
        self.is_denial() && self.statements().into_iter().any(says)
    }

    /// The subject that it names, if it is about one.
    fn subject(&self) -> Option<&Subject> {
        match self {
            Predicate::Says(statement) => statement.subject(),
            Predicate::Remarked(inner, _) => inner.subject(),
            Predicate::All(_) => None,
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
    let rows = super::pick::pick(scene, subject).ok()?;
    Some(rows.iter().map(|row| row.name().to_owned()).collect())
}
