//! Predicates in English.

use super::words::{bound, dotted, list, number, quoted, subject, test};
use super::{Counted, Metric, Predicate, Quantifier, Subject};
use crate::facts::duration;
use crate::facts::lang::Lang;

pub(super) fn english(predicate: &Predicate) -> String {
    let lang = Lang::En;
    match predicate {
        Predicate::Column {
            subject: who,
            column,
            test: what,
            quantifier,
        } => {
            let how = match quantifier {
                Quantifier::Every => "every one",
                Quantifier::Some => "at least one",
                Quantifier::None => "none",
            };
            format!(
                "`{column}` of {}: {} ({how})",
                subject(who, lang),
                test(what, lang)
            )
        }
        Predicate::Ratio {
            subject: who,
            exactly,
            count,
            states,
        } => {
            let ratio = exactly.map_or("equal numbers".to_owned(), |(a, b)| format!("{a}/{b}"));
            let count = count.map_or(String::new(), |(c, n)| {
                format!(", number of them {}", number(c, n))
            });
            let states = if states.is_empty() {
                String::new()
            } else {
                format!(", state {}", list(states, lang))
            };
            format!(
                "READY of all {}: {ratio}{states}{count}",
                subject(who, lang)
            )
        }
        Predicate::Count {
            subject: who,
            comparison,
            number: n,
            states,
            all,
        } => {
            let states = if states.is_empty() {
                String::new()
            } else {
                format!(
                    ", {}{}",
                    if *all { "all " } else { "those in state " },
                    list(states, lang)
                )
            };
            format!(
                "number of {}: {}{states}",
                subject(who, lang),
                number(*comparison, *n)
            )
        }
        Predicate::Phase {
            subject: who,
            quantifier,
            states,
        } => {
            let states = list(states, lang);
            match quantifier {
                Quantifier::Every if *who == Subject::anything() => {
                    format!("the output (of a table, every row) is {states}")
                }
                Quantifier::Every => format!("all {}: {states}", subject(who, lang)),
                Quantifier::Some => format!("at least one of {}: {states}", subject(who, lang)),
                Quantifier::None => format!("no {}: {states}", subject(who, lang)),
            }
        }
        Predicate::Coverage {
            subject: who,
            nodes,
            running,
        } => {
            let nodes = nodes.map_or("every node".to_owned(), |n| {
                format!("every node ({n} of them)")
            });
            let how = if *running {
                "running and ready"
            } else {
                "ready"
            };
            format!("{how} {} on {nodes}", subject(who, lang))
        }
        Predicate::PreviouslyPending { subject: who } => {
            format!(
                "ready {} on every node, the previously pending ones included",
                subject(who, lang)
            )
        }
        Predicate::Threshold {
            metric,
            subject: who,
            comparison,
            bound: limit,
        } => {
            let metric = match metric {
                Metric::Cpu => "CPU usage",
                Metric::Memory => "memory usage",
                Metric::Restarts => "restarts",
                Metric::Age => "age",
            };
            format!(
                "{metric} of each of {} {} {}",
                subject(who, lang),
                comparison.sign(),
                bound(limit, lang)
            )
        }
        Predicate::Exists { subject: who } => format!("there are {}", subject(who, lang)),
        Predicate::Absent {
            subject: who,
            states,
        } if states.is_empty() => format!("no {}", subject(who, lang)),
        Predicate::Absent {
            subject: who,
            states,
        } => format!("no {} in state {}", subject(who, lang), list(states, lang)),
        Predicate::NoOutput => "nothing is printed".into(),
        Predicate::NoErrors { about, last } => {
            let last = last.map_or(String::new(), |n| format!(" (last {n} lines)"));
            let about = about.as_ref().map_or(String::new(), |about| {
                format!(" ({about}; judged for all errors)")
            });
            format!("no log line of level error{last}{about}")
        }
        Predicate::LogsContain { texts, join } => {
            format!("the logs have {}", quoted(texts, *join, lang))
        }
        Predicate::LogsCollected => "every command returned recent log lines".into(),
        Predicate::Literal { texts, join } => {
            format!("the output has {}", quoted(texts, *join, lang))
        }
        Predicate::Scalar { values } => format!("the output is {}", list(values, lang)),
        Predicate::EachLine { value } => format!("every line of the output is `{value}`"),
        Predicate::Http { codes } => format!(
            "HTTP status {}",
            codes
                .iter()
                .map(u16::to_string)
                .collect::<Vec<_>>()
                .join(" or ")
        ),
        Predicate::JsonSubset(value) => format!("the JSON answer holds {value}"),
        Predicate::Version {
            of,
            comparison,
            parts,
        } => {
            format!(
                "{}version {} {}",
                of.as_ref().map_or(String::new(), |of| format!("{of} ")),
                comparison.sign(),
                dotted(parts)
            )
        }
        Predicate::RelativeToNodes {
            what: Counted::Column(column),
        } => format!("`{column}` equals the number of nodes"),
        Predicate::RelativeToNodes {
            what: Counted::Rows(who),
        } => format!(
            "the number of {} equals the number of nodes",
            subject(who, lang)
        ),
        Predicate::Stability { over } => format!("stable for {}", duration::words(*over, lang)),
        Predicate::SampleTable(_) => {
            "as in the pasted output (ages, addresses and generated suffixes apart)".into()
        }
        Predicate::Cel(expression) => {
            format!("the CEL expression is true: `{}`", expression.source())
        }
        Predicate::All(parts) => parts.iter().map(english).collect::<Vec<_>>().join("; and "),
        Predicate::Any(parts) => parts.iter().map(english).collect::<Vec<_>>().join("; or "),
        Predicate::Not(inner) => format!("not: {}", english(inner)),
        Predicate::Remarked(inner, remark) => format!("{} (remark: {remark})", english(inner)),
    }
}
