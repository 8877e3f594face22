//! What a step expects, as the statement that it is, said in the record's language: the grammar that reads the
//! record later is the one that words it. Pure.

use crate::facts::lang::Lang;
use crate::facts::quantity::Quantity;
use crate::judge::predicate::{
    Bound, Comparison, Join, Limit, Logged, Metric, Name, Place, Placement, Precision, Predicate,
    Property, Statement, Subject, Test,
};
use crate::language;
use crate::render::context::Expectation;

/// The sentence of an expectation. `None`: there is none that is understood as it.
pub(super) fn said(expected: &Expectation, lang: Lang) -> Option<String> {
    language::sentence(&meant(expected), lang)
}

/// What an expectation demands.
#[expect(clippy::too_many_lines, reason = "one table, a row an expectation")]
fn meant(expected: &Expectation) -> Predicate {
    let printed = |property| Predicate::from(Statement::printed(property));
    let column = |name: &str, test| {
        let column = name.to_owned();
        printed(Property::Column { column, test })
    };
    let value = |value: &String| Test::Is(vec![value.clone()]);
    match expected {
        Expectation::Column {
            name,
            value: is,
            all_nodes: false,
        } => column(name, value(is)),
        Expectation::Column {
            name, value: is, ..
        } => Predicate::All(vec![column(name, value(is)), column(name, Test::Nodes)]),
        Expectation::NodeCount { name } => column(name, Test::Nodes),
        Expectation::Same { names } => {
            let (first, others) = names
                .split_first()
                .map_or(("", names.as_slice()), |(a, b)| (a, b));
            let same = others
                .iter()
                .map(|other| column(first, Test::SameAs(other.clone())));
            let mut all: Vec<Predicate> = same.collect();
            match (all.pop(), all.is_empty()) {
                (Some(only), true) => only,
                (last, _) => Predicate::All(all.into_iter().chain(last).collect()),
            }
        }
        Expectation::AtLeast { name, value } => {
            let bound = whole(*value);
            column(name, Test::Compare(Comparison::AtLeast, bound))
        }
        Expectation::AllReady => printed(Property::Ratio {
            exactly: None,
            states: Vec::new(),
        }),
        Expectation::Schedule { value: is } => column("SCHEDULE", value(is)),
        Expectation::PodsAtLeast { value } => state("pods", "Running")
            .of(Bound::Number(Comparison::AtLeast, *value))
            .into(),
        Expectation::Coverage { nodes, name } => {
            let name = Name {
                text: name.clone(),
                precision: Precision::Exact,
            };
            let who = Subject {
                name: Some(name),
                ..Subject::of_kind("pods")
            };
            let everywhere = Placement::EveryNode {
                nodes: *nodes,
                running: true,
            };
            Statement::new(who, Property::Placed(everywhere)).into()
        }
        Expectation::Image { value } => printed(Property::Image {
            text: value.clone(),
            tag: false,
        }),
        Expectation::Synced => Predicate::All(
            ["Synced", "Healthy"]
                .map(|one| state("applications", one).into())
                .into(),
        ),
        Expectation::AllRunning => state("pods", "Running").into(),
        Expectation::Output { value } => Statement::value(vec![value.clone()]).into(),
        Expectation::OutputHas { value } => in_output(value.clone()),
        Expectation::NoOutput => Statement::printed(Property::AnyOutput).denied().into(),
        Expectation::NoRestarts => printed(Property::RanThrough),
        Expectation::RolledOut { kind, name } if !kind.is_empty() => {
            in_output(format!("{kind} \"{name}\" successfully rolled out"))
        }
        Expectation::RolledOut { .. } => in_output("successfully rolled out".into()),
        Expectation::NoErrors => {
            let since = true;
            let of = Logged {
                since,
                ..Logged::default()
            };
            Statement::printed(Property::ErrorLines(of)).denied().into()
        }
        Expectation::LogsArrive => printed(Property::LogsCollected { every_pod: false }),
        Expectation::CpuAtMost { value } => at_most(Metric::Cpu, value),
        Expectation::MemoryAtMost { value } => at_most(Metric::Memory, value),
    }
}

fn state(kind: &str, state: &str) -> Statement {
    Statement::new(
        Subject::of_kind(kind),
        Property::State(vec![state.to_owned()]),
    )
}

fn in_output(text: String) -> Predicate {
    Statement::text(Place::Output, vec![text], Join::All).into()
}

fn at_most(metric: Metric, text: &str) -> Predicate {
    // A bare number may be cores or per cent.
    let text = match metric {
        Metric::Cpu if text.bytes().all(|c| c.is_ascii_digit()) => &format!("{text}000m"),
        Metric::Cpu | Metric::Memory | Metric::Restarts | Metric::Age => text,
    };
    let comparison = Comparison::AtMost;
    let limit = Quantity::parse(text).unwrap_or_else(|| whole(0));
    let limit = Limit::Amount(limit, text.to_owned());
    Statement::printed(Property::Measure {
        metric,
        comparison,
        limit,
    })
    .into()
}

fn whole(number: u64) -> Quantity {
    Quantity::whole(i64::try_from(number).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{ExtraWords, Force, ReadContext, Reading};

    /// One of each form, with values as plans have them.
    fn forms() -> Vec<Expectation> {
        let (name, value) = (|| "DESIRED".to_owned(), |text: &str| text.to_owned());
        let column = |value: &str, all_nodes| Expectation::Column {
            name: name(),
            value: value.to_owned(),
            all_nodes,
        };
        let same = |names: &[&str]| Expectation::Same {
            names: names.iter().map(|&name| name.to_owned()).collect(),
        };
        let rolled_out = |kind: &str| Expectation::RolledOut {
            kind: kind.to_owned(),
            name: value("web-api"),
        };
        let covered = |nodes| Expectation::Coverage {
            nodes,
            name: value("web-api"),
        };
        vec![
            column("3", false),
            column("3/3", false),
            column("False", false),
            column("6", true),
            Expectation::NodeCount { name: name() },
            same(&["UP-TO-DATE", "AVAILABLE"]),
            same(&["DESIRED", "CURRENT", "READY", "UP-TO-DATE", "AVAILABLE"]),
            Expectation::AtLeast {
                name: name(),
                value: 2,
            },
            Expectation::AllReady,
            Expectation::Schedule {
                value: value("*/5 * * * *"),
            },
            Expectation::Schedule {
                value: value("0 3 * * 1-5"),
            },
            Expectation::PodsAtLeast { value: 1 },
            Expectation::PodsAtLeast { value: 2 },
            covered(Some(6)),
            covered(None),
            Expectation::Image {
                value: value("registry.example.com:5000/shop/web:v1.2.3"),
            },
            Expectation::Synced,
            Expectation::AllRunning,
            Expectation::Output { value: value("3") },
            Expectation::Output {
                value: value("debug"),
            },
            Expectation::Output {
                value: value("512Mi"),
            },
            Expectation::OutputHas {
                value: value("--level=debug --color, too"),
            },
            Expectation::NoOutput,
            Expectation::NoRestarts,
            rolled_out("deployment"),
            rolled_out("daemon set"),
            rolled_out(""),
            Expectation::NoErrors,
            Expectation::LogsArrive,
            Expectation::CpuAtMost {
                value: value("250m"),
            },
            Expectation::CpuAtMost { value: value("2") },
            Expectation::MemoryAtMost {
                value: value("512Mi"),
            },
            Expectation::MemoryAtMost {
                value: value("1Gi"),
            },
        ]
    }

    #[test]
    fn every_form_is_said_in_both_languages_and_understood_as_itself() {
        let extra = ExtraWords::default();
        let context = ReadContext {
            queries: &[],
            force: Force::Demands,
            extra: &extra,
        };
        let mut wrong = Vec::new();
        for form in forms() {
            for lang in [Lang::Ko, Lang::En] {
                let sentence = said(&form, lang).unwrap_or_default();
                let read = language::read(&sentence, &context);
                if read != Reading::Understood(meant(&form)) {
                    wrong.push(format!("{form:?} {sentence}: {read:?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
