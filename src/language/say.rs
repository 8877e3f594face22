//! The way back: a statement as a sentence of either language, which is read as that statement.

use super::lexicon;
use crate::facts::duration;
use crate::facts::lang::Lang;
use crate::judge::predicate::{
    Bound, Comparison, Extent, Limit, Metric, Precision, Predicate, Property, Statement, Subject,
};

/// A statement as a sentence. `None`: nothing that is said of it is read as it again.
pub fn say(statement: &Statement, lang: Lang) -> Option<String> {
    let sentence = match lang {
        Lang::En => english(statement),
        Lang::Ko => korean(statement),
    }?;
    let read = super::clause::whole(&sentence)?;
    (read == Predicate::from(statement.clone())).then_some(sentence)
}

/// A name as it is read with its precision again.
fn name(subject: &Subject) -> Option<String> {
    let name = subject.name.as_ref()?;
    Some(match name.precision {
        Precision::Exact => format!("`{}`", name.text),
        Precision::Plain | Precision::Word | Precision::Loose => name.text.clone(),
    })
}

/// A number of things with its bound.
fn bounded(comparison: Comparison, number: u64, lang: Lang) -> String {
    let words = |en: &str, ko: &str| match lang {
        Lang::En => format!("{en}{number}"),
        Lang::Ko => format!("{number}개{ko}"),
    };
    match comparison {
        Comparison::Less => words("fewer than ", " 미만"),
        Comparison::AtMost => words("at most ", " 이하"),
        Comparison::Equal => words("", ""),
        Comparison::AtLeast => words("at least ", " 이상"),
        Comparison::More => words("more than ", " 초과"),
    }
}

/// A state as it is read in a language.
fn state(state: &str, lang: Lang) -> String {
    match (state, lang) {
        // `healthy` is that of Argo CD in English.
        ("healthy", Lang::En) => "operational".into(),
        ("healthy", Lang::Ko) => "정상".into(),
        _ => state.to_owned(),
    }
}

fn states(statement: &Statement, lang: Lang) -> String {
    let all: Vec<String> = statement
        .states()
        .iter()
        .map(|one| state(one, lang))
        .collect();
    all.join(lang.pick(" 또는 ", " or "))
}

/// The things of a subject in English: `` `web` pods in namespace `loki` ``.
fn things(subject: &Subject, quantity: &str, what: &str) -> Option<String> {
    let named = name(subject);
    let kind = subject
        .kind
        .as_deref()
        .map(|kind| lexicon::spoken(kind, Lang::En));
    let kind = match kind {
        Some(kind) => Some(kind?),
        None => None,
    };
    let parts = [
        Some(quantity.to_owned()),
        Some(what.to_owned()),
        named,
        kind,
    ];
    let words: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|word| !word.is_empty())
        .collect();
    let place = match (&subject.namespace, subject.extent) {
        (Some(namespace), _) => format!(" in namespace `{namespace}`"),
        (None, Extent::Namespace) => " in the namespace".into(),
        (None, Extent::Cluster) if !all_nodes(subject, quantity == "all") => {
            " in the cluster".into()
        }
        (None, _) => String::new(),
    };
    Some(format!("{}{place}", words.join(" ")))
}

/// Whether a subject reaches the whole cluster by its kind and quantity alone.
fn all_nodes(subject: &Subject, every: bool) -> bool {
    every && subject.kind.as_deref() == Some("nodes") && subject.name.is_none()
}

/// A metric as it is said.
fn measured(metric: &Metric, lang: Lang) -> &'static str {
    match metric {
        Metric::Cpu => lang.pick("CPU 사용량", "CPU usage"),
        Metric::Memory => lang.pick("메모리 사용량", "memory usage"),
        Metric::Restarts => lang.pick("재시작 횟수", "restart count"),
        Metric::Age => "AGE",
    }
}

/// A bound of a metric: `below 250m`, `250m 미만`.
fn limited(comparison: Comparison, limit: &Limit, lang: Lang) -> String {
    let limit = match limit {
        Limit::Amount(_, text) => text.clone(),
        Limit::Percent(quantity) => format!("{quantity}%"),
        Limit::Time(time) => duration::words(*time, lang),
    };
    let words = match comparison {
        Comparison::Less => ("미만", "below "),
        Comparison::AtMost => ("이하", "at most "),
        Comparison::Equal => ("", ""),
        Comparison::AtLeast => ("이상", "at least "),
        Comparison::More => ("초과", "above "),
    };
    match lang {
        Lang::Ko => format!("{limit} {}", words.0).trim_end().to_owned(),
        Lang::En => format!("{}{limit}", words.1),
    }
}

/// The two numbers of READY.
fn ratio(exactly: Option<(u64, u64)>) -> String {
    exactly.map_or("N/N".into(), |(some, all)| format!("{some}/{all}"))
}

fn english(said: &Statement) -> Option<String> {
    let who = &said.who;
    let anything = *who == Subject::anything();
    let states = states(said, Lang::En);
    Some(match (&said.property, said.how_many) {
        (Property::Exists, _) if said.denies() => format!("{} exist", things(who, "no", "")?),
        (Property::Exists, Bound::Some) => format!("{} exist", things(who, "", "")?),
        (Property::Exists, Bound::Number(comparison, number)) => {
            format!(
                "{} exist",
                things(who, &bounded(comparison, number, Lang::En), "")?
            )
        }
        (Property::Exists, Bound::AsNodes) => {
            format!(
                "the number of {} equals the number of nodes",
                things(who, "", "")?
            )
        }
        (
            Property::Measure {
                metric,
                comparison,
                limit,
            },
            Bound::Every,
        ) => {
            let of = match anything {
                true => String::new(),
                false => format!(" of {}", things(who, "", "")?),
            };
            let (metric, limit) = (
                measured(metric, Lang::En),
                limited(*comparison, limit, Lang::En),
            );
            format!("{metric}{of} is {limit}")
        }
        (Property::Ratio { exactly, .. }, Bound::Every) => {
            let ratio = format!("{} {states}", ratio(*exactly));
            match anything {
                true => ratio.trim_end().to_owned(),
                false => format!("{} are {}", things(who, "", "")?, ratio.trim_end()),
            }
        }
        (Property::RanThrough, Bound::Every) => {
            let who = things(who, "", "")?;
            match said.when {
                Some(time) => {
                    let time = duration::words(time, Lang::En);
                    format!("{who} no restarts in the last {time}")
                        .trim_start()
                        .to_owned()
                }
                None => format!("{who} restart count does not increase")
                    .trim_start()
                    .to_owned(),
            }
        }
        (Property::State(_), _) if said.denies() && anything => format!("none are {states}"),
        (Property::State(_), _) if said.denies() => {
            format!("{} are {states}", things(who, "no", "")?)
        }
        (Property::State(_), Bound::Every) => format!("{} are {states}", things(who, "all", "")?),
        (Property::State(_), Bound::Some) => format!("{} are {states}", things(who, "some", "")?),
        (Property::State(_), Bound::Number(comparison, number)) => {
            format!(
                "{} are {states}",
                things(who, &bounded(comparison, number, Lang::En), "")?
            )
        }
        (Property::State(_), Bound::EveryOf(comparison, number)) => {
            format!(
                "{} are all {states}",
                things(who, &bounded(comparison, number, Lang::En), "")?
            )
        }
        _ => return None,
    })
}

/// The things of a subject in Korean, with a quantity before and a number behind them.
fn of_things(subject: &Subject, quantity: &str, number: &str) -> Option<String> {
    let kind = subject
        .kind
        .as_deref()
        .map(|kind| lexicon::spoken(kind, Lang::Ko));
    let kind = match kind {
        Some(kind) => Some(kind?),
        None => None,
    };
    let place = match (&subject.namespace, subject.extent) {
        (Some(namespace), _) => Some(format!("`{namespace}` 네임스페이스의")),
        (None, Extent::Namespace) => Some("네임스페이스 내".into()),
        (None, Extent::Cluster) if !all_nodes(subject, quantity == "모든") => {
            Some("클러스터의".into())
        }
        (None, _) => None,
    };
    let quantity = Some(quantity.to_owned());
    let parts = [
        place,
        quantity,
        name(subject),
        kind,
        Some(number.to_owned()),
    ];
    let words: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|word| !word.is_empty())
        .collect();
    Some(words.join(" "))
}

fn korean(said: &Statement) -> Option<String> {
    let who = &said.who;
    let anything = *who == Subject::anything();
    let states = states(said, Lang::Ko);
    let counted = |comparison, number| of_things(who, "", &bounded(comparison, number, Lang::Ko));
    Some(match (&said.property, said.how_many) {
        (Property::Exists, _) if said.denies() => format!("{} 없음", of_things(who, "", "")?),
        (Property::Exists, Bound::Some) => format!("{} 존재", of_things(who, "", "")?),
        (Property::Exists, Bound::Number(comparison, number)) => {
            format!("{} 존재", counted(comparison, number)?)
        }
        (Property::Exists, Bound::AsNodes) => {
            format!("{} 개수가 노드 수와 같음", of_things(who, "", "")?)
        }
        (
            Property::Measure {
                metric,
                comparison,
                limit,
            },
            Bound::Every,
        ) => {
            let of = match anything {
                true => String::new(),
                false => format!("{}의 ", of_things(who, "", "")?),
            };
            let (metric, limit) = (
                measured(metric, Lang::Ko),
                limited(*comparison, limit, Lang::Ko),
            );
            format!("{of}{metric} {limit}")
        }
        (Property::Ratio { exactly, .. }, Bound::Every) => {
            let ratio = format!("{} {states}", ratio(*exactly));
            format!("{} {}", of_things(who, "", "")?, ratio.trim_end())
                .trim_start()
                .to_owned()
        }
        (Property::RanThrough, Bound::Every) => {
            let who = of_things(who, "", "")?;
            let said = match said.when {
                Some(time) => format!(
                    "{who} 최근 {} 동안 재시작 없음",
                    duration::words(time, Lang::Ko)
                ),
                None => format!("{who} 재시작 횟수가 증가하지 않음"),
            };
            said.trim_start().to_owned()
        }
        (Property::State(_), _) if said.denies() && anything => format!("{states} 상태 없음"),
        (Property::State(_), _) if said.denies() => {
            format!("{states} 상태인 {} 없음", of_things(who, "", "")?)
        }
        (Property::State(_), Bound::Every) if who.kind.is_none() && who.name.is_none() => {
            format!("모두 {states}")
        }
        (Property::State(_), Bound::Every) => format!("{} {states}", of_things(who, "모든", "")?),
        (Property::State(_), Bound::Some) => format!("{} {states}", of_things(who, "일부", "")?),
        (Property::State(_), Bound::Number(comparison, number)) => {
            format!("{} {states}", counted(comparison, number)?)
        }
        (Property::State(_), Bound::EveryOf(comparison, number)) => {
            format!("{} 모두 {states}", counted(comparison, number)?)
        }
        _ => return None,
    })
}
