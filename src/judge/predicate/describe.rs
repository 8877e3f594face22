//! A predicate in plain words of either language, for `report explain`: one description a property, both
//! languages side by side.

use super::words::{dotted, limit, list, number, quoted, shape, subject, test};
use super::{
    Bound, Join, Logged, Metric, Name, Place, Placement, Predicate, Property, Statement, Subject,
    Test, Value,
};
use crate::facts::duration;
use crate::facts::lang::Lang;
use crate::told;
use crate::wording::Wording;

impl Predicate {
    /// What it was understood as.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Predicate::Says(statement) => statement.words(lang),
            Predicate::All(parts) => joined(parts, &told!(JoinedAnd).words(lang), lang),
            Predicate::Any(parts) => joined(parts, &told!(JoinedOr).words(lang), lang),
            Predicate::Remarked(inner, remark) => {
                let inner = inner.words(lang);
                told!(WithRemark, inner, remark).words(lang)
            }
        }
    }
}

impl Statement {
    /// What it says.
    #[expect(clippy::too_many_lines, reason = "one table, a row a property")]
    pub fn words(&self, lang: Lang) -> String {
        let say = |told: Wording| told.words(lang);
        let who = subject(&self.who, lang);
        match &self.property {
            Property::Exists | Property::State(_) => self.number_and_state(&who, lang),
            Property::Ratio { exactly, states } => {
                let equal = told!(EqualNumbers).words(lang);
                let ratio = exactly.map_or(equal, |(a, b)| format!("{a}/{b}"));
                let states = if states.is_empty() {
                    String::new()
                } else {
                    format!(", {} {}", told!(StateWord).words(lang), list(states, lang))
                };
                let count = match self.how_many {
                    Bound::EveryOf(comparison, n) => {
                        let n = number(comparison, n);
                        say(told!(AndNumberOfThem, n))
                    }
                    _ => String::new(),
                };
                say(told!(ReadyOfAll, who, ratio, states, count))
            }
            Property::Column {
                column,
                test: Test::Nodes,
            } => say(told!(ColumnEqualsNodes, column)),
            Property::Column { column, test: what } => {
                let what = test(what, lang);
                let how = match self.how_many {
                    Bound::Some => told!(AtLeastOne).words(lang),
                    _ => told!(EveryOne).words(lang),
                };
                say(told!(ColumnOf, who, column, what, how))
            }
            Property::Measure {
                metric,
                comparison,
                limit: most,
            } => {
                let metric = match metric {
                    Metric::Cpu => told!(CPUUsage).words(lang),
                    Metric::Memory => told!(MemoryUsage).words(lang),
                    Metric::Restarts => told!(Restarts).words(lang),
                    Metric::Age => told!(Age).words(lang),
                };
                let most = format!("{} {}", comparison.sign(), limit(most, lang));
                say(told!(MetricOfEach, who, metric, most))
            }
            Property::RanThrough => match self.when {
                Some(time) => {
                    let time = past(time, lang);
                    say(told!(NoneRestartedIn, who, time))
                }
                None => say(told!(NoneRestartedSince, who)),
            },
            Property::Placed(placement) => placed(*placement, &who, lang),
            Property::Image { tag: true, text } => say(told!(EveryTagIs, text)),
            Property::Image { tag: false, text } => say(told!(EveryImageIs, text)),
            Property::TargetUp => told!(EveryTargetUp).words(lang),
            Property::KilledForMemory => told!(NoneKilledForMemory).words(lang),
            Property::ConditionMet => told!(WaitedForIsMet).words(lang),
            Property::AnyOutput => told!(NothingIsPrinted).words(lang),
            Property::ErrorLines(logged) => self.error_lines(logged, lang),
            Property::LogsCollected { every_pod } => {
                let said = told!(RecentLogLines).words(lang);
                let pods = told!(OfEachPod).words(lang);
                let time = self.when.map(|time| format!(" ({})", past(time, lang)));
                let pods = if *every_pod { pods } else { String::new() };
                format!("{said}{pods}{}", time.unwrap_or_default())
            }
            Property::Lines { of_logs } => {
                let n = how_many(self.how_many);
                if *of_logs {
                    say(told!(LogLines, n))
                } else {
                    say(told!(PrintedLines, n))
                }
            }
            Property::Text { place, texts, join } => {
                let join = if self.denies() { Join::Any } else { *join };
                let texts = quoted(texts, join, lang);
                let said = match place {
                    Place::Output => say(told!(OutputHasTexts, texts)),
                    Place::Logs if self.is_of_each_pod() => {
                        say(told!(LogsOfEachPodHaveTexts, texts))
                    }
                    Place::Logs => say(told!(LogsHaveTexts, texts)),
                };
                if self.denies() {
                    say(told!(NotSaid, said))
                } else {
                    said
                }
            }
            Property::Value(value) => output(value, self.who.name.as_ref(), lang),
            Property::Answer(codes) if codes.is_empty() => match &self.who.name {
                Some(name) => say(told!(NamedAnswers, name = name.text)),
                None => say(told!(Answers)),
            },
            Property::Answer(codes) => {
                let codes: Vec<String> = codes.iter().map(u16::to_string).collect();
                let codes = list(&codes, lang);
                say(told!(HTTPStatus, codes))
            }
            Property::Stable => {
                let over = duration::words(self.when.unwrap_or_default(), lang);
                say(told!(StableFor, over))
            }
            Property::SampleTable(_) => told!(AsPastedApartFrom).words(lang),
            Property::Cel(expression) => {
                let source = expression.source();
                say(told!(TheCELExpressionIsTrue, source))
            }
        }
    }

    /// How many there are, or are in a state.
    fn number_and_state(&self, who: &str, lang: Lang) -> String {
        let say = |told: Wording| told.words(lang);
        let states = list(self.states(), lang);
        let of_states = !self.states().is_empty();
        match (self.how_many, of_states) {
            _ if self.denies() && of_states => say(told!(NoneInState, states, who)),
            _ if self.denies() => say(told!(NoneOfWho, who)),
            (Bound::AsNodes, _) => say(told!(AsManyAsNodes, who)),
            (bound @ (Bound::Number(..) | Bound::EveryOf(..)), _) => {
                let n = how_many(bound);
                let how = match bound {
                    Bound::EveryOf(..) => told!(AllOfThem).words(lang),
                    _ => told!(ThoseInState).words(lang),
                };
                let states = if of_states {
                    format!(", {how}{states}")
                } else {
                    String::new()
                };
                say(told!(NumberIs, who, n, states))
            }
            (Bound::Every | Bound::Some, false) => say(told!(ThereAre, who)),
            (Bound::Every, true) if self.who == Subject::anything() => {
                say(told!(EveryRowIs, states))
            }
            (Bound::Every, true) => say(told!(AllWho, who, states)),
            (Bound::Some, true) => say(told!(SomeOfWho, who, states)),
        }
    }

    fn error_lines(&self, logged: &Logged, lang: Lang) -> String {
        let say = |told: Wording| told.words(lang);
        let every = logged
            .every_pod
            .then(|| told!(OfEveryPod).words(lang))
            .into_iter()
            .chain(logged.every_line.then(|| told!(EveryLogLine).words(lang)));
        let last = logged.last;
        let lines = last.map(|n| say(told!(LastLines, n)));
        let time = self.when.map(|time| past(time, lang));
        let since = logged.since.then(|| say(told!(SinceDeployment)));
        let limits: Vec<String> = every.chain(lines).chain(time).chain(since).collect();
        let last = if limits.is_empty() {
            String::new()
        } else {
            format!(" ({})", limits.join(", "))
        };
        match &logged.about {
            None => say(told!(NoErrorLevel, last)),
            Some(about) => say(told!(NoErrorLevelAbout, about, last)),
        }
    }
}

fn placed(placement: Placement, who: &str, lang: Lang) -> String {
    let say = |told: Wording| told.words(lang);
    match placement {
        Placement::EveryNode { nodes, running } => {
            let nodes = match nodes {
                None => told!(EveryNode).words(lang),
                Some(n) => say(told!(EveryNodeOfSoMany, n)),
            };
            let how = if running {
                told!(RunningAndReady).words(lang)
            } else {
                told!(ReadyReplicas2).words(lang)
            };
            say(told!(ReadyOnNodes, nodes, how, who))
        }
        Placement::PendingBefore => say(told!(OnPendingNodesToo, who)),
        Placement::Several => say(told!(OnSeveralNodes, who)),
        Placement::Apart => say(told!(EachOnItsOwnNode, who)),
    }
}

fn output(value: &Value, of: Option<&Name>, lang: Lang) -> String {
    let say = |told: Wording| told.words(lang);
    match value {
        Value::Is(values) => {
            let values = list(values, lang);
            say(told!(OutputIsOneOf, values))
        }
        Value::Number(comparison, bound) => {
            let sign = comparison.sign();
            say(told!(OutputIsNumber, sign, bound))
        }
        Value::Shaped(form) => {
            let form = shape(*form, lang);
            match of {
                Some(name) => say(told!(OutputIsFormOf, name = name.text, form)),
                None => say(told!(OutputIsForm, form)),
            }
        }
        Value::EachLine(value) => say(told!(EveryOutputLineIs, value)),
        Value::JsonSubset(value) => say(told!(JsonHolds, value)),
        Value::Version {
            of,
            comparison,
            parts,
        } => {
            let of = of.as_ref().map_or(String::new(), |of| format!("{of} "));
            let bound = format!("{} {}", comparison.sign(), dotted(parts));
            say(told!(VersionIs, of, bound))
        }
    }
}

/// A bound as a number.
fn how_many(bound: Bound) -> String {
    match bound {
        Bound::Number(comparison, n) | Bound::EveryOf(comparison, n) => number(comparison, n),
        Bound::Every | Bound::Some | Bound::AsNodes => String::new(),
    }
}

/// The last so long.
fn past(time: chrono::TimeDelta, lang: Lang) -> String {
    let time = duration::words(time, lang);
    told!(LastTime, time).words(lang)
}

fn joined(parts: &[Predicate], join: &str, lang: Lang) -> String {
    let parts: Vec<String> = parts.iter().map(|part| part.words(lang)).collect();
    parts.join(join)
}
