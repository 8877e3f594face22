//! The way back: a statement as a sentence of either language, which is read as that statement. `say.tsv` has how.

use super::{ExtraWords, Force, ReadContext, Reading, lexicon};
use crate::facts::budget::Budget;
use crate::facts::duration;
use crate::facts::josa;
use crate::facts::lang::Lang;
use crate::facts::tsv;
use crate::judge::predicate::{
    Bound, Comparison, Extent, Join, Limit, Metric, Place, Placement, Precision, Predicate,
    Property, Shape, Statement, Subject, Test, Value,
};

const DATA: &str = include_str!("say.tsv");

/// A statement as a sentence: the first pattern of its line of the data that is read as it again. `None`: there is none.
pub fn say(statement: &Statement, lang: Lang) -> Option<String> {
    let key = key(statement)?;
    let meant = Predicate::from(statement.clone());
    lines(key, lang)
        .filter_map(|pattern| filled(pattern, statement, lang))
        .flat_map(|said| [begun(&josa::settled(said.clone())), josa::dropped(&said)])
        .find(|sentence| reads_as(sentence, &meant))
}

/// The lines of the data of a key.
fn lines(key: &str, lang: Lang) -> impl Iterator<Item = &'static str> {
    let own = tsv::rows(DATA).filter(move |[known, _, _]| *known == key);
    own.map(move |[_, english, korean]| lang.pick(korean, english))
}

/// A predicate as one sentence that is read as it.
pub(crate) fn sentence(said: &Predicate, lang: Lang) -> Option<String> {
    let text = match said {
        Predicate::Says(statement) => return say(statement, lang),
        Predicate::All(parts) => together(parts, lang)?,
        Predicate::Remarked(..) => return None,
    };
    reads_as(&text, said).then_some(text)
}

/// What a predicate says, for a reader: each part as its sentence, or described where it has none.
pub(crate) fn told(said: &Predicate, lang: Lang) -> String {
    let each = |parts: &[Predicate], joint: &str| {
        let parts: Vec<String> = parts.iter().map(|part| told(part, lang)).collect();
        parts.join(joint)
    };
    if let Some(sentence) = sentence(said, lang) {
        return sentence;
    }
    match said {
        Predicate::Says(_) => said.words(lang),
        Predicate::All(parts) => each(parts, lang.pick("; 그리고 ", "; and ")),
        Predicate::Remarked(inner, remark) => {
            let inner = told(inner, lang);
            lang.pick(
                format!("{inner} (참고: {remark})"),
                format!("{inner} (remark: {remark})"),
            )
        }
    }
}

/// Several statements in one sentence: columns that agree, a number that is that of the nodes, states of the same, a list.
fn together(parts: &[Predicate], lang: Lang) -> Option<String> {
    let parts: Option<Vec<&Statement>> = parts.iter().map(Predicate::statement).collect();
    let parts = parts?;
    let (first, rest) = parts.split_first()?;
    let alike = rest.iter().all(|one| {
        one.who == first.who && one.how_many == first.how_many && one.wants == first.wants
    });
    let column = |said: &Statement| match &said.property {
        Property::Column { column, test } => Some((column.clone(), test.clone())),
        _ => None,
    };
    let columns: Option<Vec<(String, Test)>> = parts.iter().map(|one| column(one)).collect();
    if let Some(columns) = columns.filter(|all| alike && all.iter().all(|one| one.0 == all[0].0)) {
        let others = columns.iter().map(|(_, test)| match test {
            Test::SameAs(other) => Some(other.clone()),
            _ => None,
        });
        if let Some(others) = others.collect::<Option<Vec<String>>>() {
            return Some(format!("{} = {}", columns[0].0, others.join(" = ")));
        }
        if let [(_, Test::Is(_)), (_, Test::Nodes)] = columns.as_slice() {
            let nodes = lang.pick("(전체 노드 수)", "(all nodes)");
            return Some(format!("{} {nodes}", say(first, lang)?));
        }
    }
    // `All applications are Synced and Healthy`: what is said of the same in one word each.
    let states: Option<Vec<String>> = parts.iter().map(|one| only_state(one, lang)).collect();
    if let Some(states) = states.filter(|_| alike) {
        let key = if first.who == Subject::anything() {
            "state"
        } else {
            "states-of"
        };
        let pattern = lines(key, lang).next()?;
        let said = filled(
            &pattern.replace("{states}", &states.join(", ")),
            first,
            lang,
        )?;
        return Some(begun(&josa::settled(said)));
    }
    let each: Option<Vec<String>> = parts.iter().map(|one| say(one, lang)).collect();
    Some(each?.join(", "))
}

/// The state of a statement that says one.
fn only_state(said: &Statement, lang: Lang) -> Option<String> {
    match &said.property {
        Property::State(all) if !said.denies() && all.len() == 1 => Some(state(&all[0], lang)),
        _ => None,
    }
}

/// Whether a sentence is understood as that, beside no command.
fn reads_as(sentence: &str, meant: &Predicate) -> bool {
    let context = ReadContext {
        queries: &[],
        force: Force::Demands,
        extra: &ExtraWords::default(),
    };
    let read = || super::meaning(sentence, &context);
    let read = Budget::of(super::WORK, 1 << 20).run(read);
    matches!(read, Ok(Reading::Understood(said)) if said == *meant)
}

/// A sentence with a capital letter, unless it begins with what is written as it is.
fn begun(sentence: &str) -> String {
    let (first, rest) = sentence.split_once(' ').unwrap_or((sentence, ""));
    if first.chars().all(|c| c.is_ascii_lowercase()) && !rest.is_empty() {
        sentence[..1].to_ascii_uppercase() + &sentence[1..]
    } else {
        sentence.to_owned()
    }
}

/// A pattern with what a statement says in its places.
fn filled(pattern: &str, statement: &Statement, lang: Lang) -> Option<String> {
    let mut said = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let (place, behind) = after.split_once('}')?;
        said.push_str(before);
        said.push_str(&part(place, statement, lang)?);
        rest = behind;
    }
    said.push_str(rest);
    let words: Vec<&str> = said.split_whitespace().collect();
    Some(words.join(" "))
}

/// Which line of the data says a statement.
fn key(said: &Statement) -> Option<&'static str> {
    let anything = said.who == Subject::anything();
    let or = |bare: &'static str, of: &'static str| if anything { bare } else { of };
    let every = said.how_many == Bound::Every;
    Some(match (&said.property, said.how_many) {
        (Property::Exists, _) if said.denies() => "absent",
        (Property::Exists, Bound::Some) => "some",
        (Property::Exists, Bound::Number(..)) => "counted",
        (Property::Exists, Bound::AsNodes) => "as-nodes",
        (Property::State(_), _) if said.denies() => or("no-state", "no-state-of"),
        (Property::State(_), Bound::Every) => or("state", "state-of"),
        (Property::State(_), Bound::Some) => "some-state",
        (Property::State(_), Bound::Number(..)) => "counted-state",
        (Property::State(_), Bound::EveryOf(..)) => "all-counted-state",
        (Property::Lines { of_logs: true }, _) => "log-lines",
        (Property::Lines { of_logs: false }, _) => "lines",
        _ if !every => return None,
        (
            Property::Measure {
                metric: Metric::Restarts,
                comparison: Comparison::Equal,
                ..
            },
            _,
        ) if anything => "no-restarts",
        (Property::Measure { .. }, _) => or("measure", "measure-of"),
        (Property::Ratio { .. }, _) => or("ratio", "ratio-of"),
        (Property::RanThrough, _) if said.when.is_some() => "ran-through-for",
        (Property::RanThrough, _) => "ran-through",
        (
            Property::Column {
                test: Test::Present,
                ..
            },
            _,
        ) => or("column-present", "column-present-of"),
        (Property::Column { test, .. }, _) => of_column(test),
        (Property::Placed(placement), _) => of_place(*placement)?,
        (Property::Image { tag, .. }, _) => {
            if *tag {
                "image-tag"
            } else {
                "image"
            }
        }
        (Property::Text { place, .. }, _) => match (place, said.denies()) {
            (Place::Output, false) => "text",
            (Place::Output, true) => "no-text",
            (Place::Logs, false) if said.is_of_each_pod() => "log-text-each",
            (Place::Logs, false) => "log-text",
            (Place::Logs, true) => "no-log-text",
        },
        (Property::ErrorLines(logged), _) => match (said.when, logged.last) {
            _ if logged.since => "no-errors-since",
            _ if logged.every_pod => "no-errors-any-pod",
            (Some(_), _) => "no-errors-for",
            (None, Some(_)) => "no-errors-last",
            (None, None) => "no-errors",
        },
        (Property::LogsCollected { every_pod: true }, _) => "collected-any-pod",
        (Property::LogsCollected { every_pod: false }, _) => "collected",
        (Property::AnyOutput, _) => "no-output",
        (Property::Answer(codes), _) if codes.is_empty() => "answers",
        (Property::Answer(_), _) => "answer",
        (Property::Stable, _) => "stable",
        (Property::TargetUp, _) => "targets",
        (Property::KilledForMemory, _) => "not-killed",
        (Property::Value(Value::Version { .. }), _) => "version",
        (Property::Value(Value::JsonSubset(_)), _) => "json",
        (Property::Value(Value::Shaped(Shape::Ip)), _) => "address",
        (Property::Value(Value::Is(_) | Value::Number(..)), _) => "value",
        _ => return None,
    })
}

fn of_column(test: &Test) -> &'static str {
    match test {
        Test::Nodes => "column-nodes",
        Test::SameAs(_) => "column-same",
        Test::Age(_) => "column-age",
        Test::Port(_) => "port",
        Test::Addresses(..) => "addresses",
        _ => "column",
    }
}

fn of_place(placement: Placement) -> Option<&'static str> {
    Some(match placement {
        Placement::EveryNode { nodes, running } => match (nodes, running) {
            (None, false) => "every-node",
            (None, true) => "every-node-running",
            (Some(_), false) => "every-number",
            (Some(_), true) => "every-number-running",
        },
        Placement::Apart => "apart",
        Placement::Several => "several-nodes",
        Placement::PendingBefore => return None,
    })
}

/// What a statement says in a place of a pattern.
fn part(place: &str, said: &Statement, lang: Lang) -> Option<String> {
    let who = |english: &str, korean: &str| things(&said.who, lang.pick(korean, english), lang);
    let counted = match said.how_many {
        Bound::Number(comparison, number) | Bound::EveryOf(comparison, number) => {
            Some((comparison, number.to_string()))
        }
        _ => None,
    };
    Some(match place {
        "who" => who("", "")?,
        "no" => who("no", "")?,
        "all" => who("all", "모든")?,
        "some" => who("some", "일부")?,
        "n" => {
            let (comparison, number) = counted?;
            match lang {
                Lang::En => things(&said.who, &compared(comparison, &number, lang), lang)?,
                Lang::Ko => {
                    let number = compared(comparison, &format!("{number}개"), lang);
                    format!("{} {number}", things(&said.who, "", lang)?)
                }
            }
        }
        "least" => match counted? {
            (Comparison::AtLeast, number) => {
                things(&said.who, &format!("최소 {number}개의"), lang)?
            }
            _ => return None,
        },
        "bound" => counted.map(|(comparison, number)| compared(comparison, &number, lang))?,
        "bound-lines" => counted
            .map(|(comparison, number)| compared(comparison, &format!("{number}줄"), lang))?,
        _ => return of_property(place, said, lang),
    })
}

/// What the property of a statement says in a place.
fn of_property(place: &str, said: &Statement, lang: Lang) -> Option<String> {
    Some(match (place, &said.property) {
        ("states", _) => states(said, lang),
        ("time", _) => duration::words(said.when?, lang),
        ("metric", Property::Measure { metric, .. }) => measured(metric, lang).to_owned(),
        (
            "limit",
            Property::Measure {
                comparison, limit, ..
            },
        ) => {
            let limit = match limit {
                Limit::Amount(_, text) => text.clone(),
                Limit::Percent(quantity) => format!("{quantity}%"),
                Limit::Time(time) => duration::words(*time, lang),
            };
            compared(*comparison, &limit, lang)
        }
        ("ratio", Property::Ratio { exactly, .. }) => {
            exactly.map_or("N/N".into(), |(some, all)| format!("{some}/{all}"))
        }
        (
            "equal",
            Property::Ratio {
                exactly: None,
                states,
            },
        ) if states.is_empty() => "N/N".into(),
        ("column", Property::Column { column, .. }) => column.clone(),
        ("test", Property::Column { test, .. }) => tested(test, lang)?,
        ("test", Property::Value(Value::Is(values))) => either(values, lang),
        ("values", Property::Value(Value::Is(values))) => {
            let each: Vec<String> = values.iter().map(|one| code(one)).collect();
            each.join(lang.pick(" 또는 ", " or "))
        }
        ("test", Property::Value(Value::Number(comparison, bound))) => {
            compared(*comparison, &bound.to_string(), lang)
        }
        ("number", Property::Placed(Placement::EveryNode { nodes, .. })) => {
            nodes.as_ref()?.to_string()
        }
        ("number", Property::ErrorLines(logged)) => logged.last?.to_string(),
        ("text", Property::ErrorLines(logged)) => logged.about.clone().unwrap_or_default(),
        ("text", Property::Image { text, .. }) => code(text),
        ("texts", Property::Text { texts, join, .. }) => {
            let each: Vec<String> = texts.iter().map(|text| code(text)).collect();
            each.join(match join {
                Join::All => lang.pick(" 및 ", " and "),
                Join::Any => lang.pick(" 또는 ", " or "),
            })
        }
        ("codes", Property::Answer(codes)) => {
            let each: Vec<String> = codes.iter().map(u16::to_string).collect();
            each.join(lang.pick(" 또는 ", " or "))
        }
        ("json", Property::Value(Value::JsonSubset(json))) => json.to_string(),
        ("of", Property::Value(Value::Version { of, .. })) => of.clone()?,
        (
            "version",
            Property::Value(Value::Version {
                comparison, parts, ..
            }),
        ) => {
            let parts: Vec<String> = parts.iter().map(u64::to_string).collect();
            compared(*comparison, &format!("v{}", parts.join(".")), lang)
        }
        _ => return None,
    })
}

/// What a cell must hold.
fn tested(test: &Test, lang: Lang) -> Option<String> {
    let either = |values: &[String]| either(values, lang);
    Some(match test {
        Test::Is(values) => either(values),
        Test::IsNot(values) => lang.pick("V 아님", "not V").replace('V', &either(values)),
        Test::Lacks(values) => lang.pick("V 없음", "no V").replace('V', &either(values)),
        Test::Compare(comparison, bound) => compared(*comparison, &bound.to_string(), lang),
        Test::Present => lang.pick("존재", "exists").to_owned(),
        Test::SameAs(other) => other.clone(),
        Test::Port(port) => port.to_string(),
        Test::Age(time) => duration::words(*time, lang),
        Test::Addresses(comparison, number) => {
            let number = lang.pick("N개", "N").replace('N', &number.to_string());
            compared(*comparison, &number, lang)
        }
        Test::Version(comparison, parts) => {
            let parts: Vec<String> = parts.iter().map(u64::to_string).collect();
            compared(*comparison, &parts.join("."), lang)
        }
        Test::Empty | Test::Shape(_) | Test::Nodes => return None,
    })
}

/// One of some values.
fn either(values: &[String], lang: Lang) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:<>%()".contains(c);
    let each = values.iter().map(|value| {
        if value.chars().all(plain) {
            value.clone()
        } else {
            code(value)
        }
    });
    each.collect::<Vec<_>>().join(lang.pick(" 또는 ", " or "))
}

/// A text as it is, in a code span, or quoted where it holds one.
fn code(text: &str) -> String {
    if text.contains('`') {
        format!("\"{text}\"")
    } else {
        format!("`{text}`")
    }
}

/// A bound: `below 250m`, `250m 미만`.
fn compared(comparison: Comparison, limit: &str, lang: Lang) -> String {
    let words = match comparison {
        Comparison::Less => ("미만", "less than "),
        Comparison::AtMost => ("이하", "at most "),
        Comparison::Equal => ("", ""),
        Comparison::AtLeast => ("이상", "at least "),
        Comparison::More => ("초과", "more than "),
    };
    match lang {
        Lang::Ko => format!("{limit} {}", words.0).trim_end().to_owned(),
        Lang::En => format!("{}{limit}", words.1),
    }
}

/// A name as it is read with its precision again.
fn name(subject: &Subject) -> Option<String> {
    let name = subject.name.as_ref()?;
    Some(match name.precision {
        Precision::Exact => format!("`{}`", name.text),
        Precision::Plain | Precision::Word | Precision::Loose => name.text.clone(),
    })
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

/// The things of a subject: `` `web` pods in namespace `loki` ``, `` `loki` 네임스페이스의 `web` Pod ``.
fn things(subject: &Subject, quantity: &str, lang: Lang) -> Option<String> {
    let kind = match &subject.kind {
        Some(kind) => {
            // Korean keeps the English word of some.
            let kept = lines(&format!("kind {kind}"), lang).find(|word| !word.is_empty());
            let kept = kept.map(str::to_owned);
            Some(kept.or_else(|| lexicon::spoken(kind, lang))?)
        }
        None => None,
    };
    let every = ["all", "모든"].contains(&quantity);
    let place = match (&subject.namespace, subject.extent) {
        (Some(namespace), _) => {
            let place = lang.pick("`NAME` 네임스페이스의", "in namespace `NAME`");
            place.replace("NAME", namespace)
        }
        (None, Extent::Namespace) => lang.pick("네임스페이스 내", "in the namespace").to_owned(),
        (None, Extent::Cluster) if !all_nodes(subject, every) => {
            lang.pick("클러스터의", "in the cluster").to_owned()
        }
        (None, _) => String::new(),
    };
    let who = [
        quantity.to_owned(),
        name(subject).unwrap_or_default(),
        kind.unwrap_or_default(),
    ];
    let who = who.join(" ");
    let words = match lang {
        Lang::En => format!("{who} {place}"),
        Lang::Ko => format!("{place} {who}"),
    };
    Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
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
