//! What is said in one language is understood in the other, and means the same.

use super::*;
use crate::facts::quantity::Quantity;
use crate::judge::predicate::{
    Comparison, Extent, Join, Limit, Logged, Metric, Name, Place, Placement, Precision, Shape,
    Subject, Test, Value,
};
use chrono::TimeDelta;

/// Sentences of the same meaning: by property, bound and subject.
fn pairs() -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let subjects = [
        ("", ""),
        ("모든 Pod의 ", "of all pods "),
        ("모든 Pod의 ", "of every pod "),
        ("`web` Pod의 ", "of the `web` pods "),
    ];
    let bounds = [
        ("LOW 미만", "below LOW"),
        ("LOW 이하", "at most LOW"),
        ("LOW 이상", "at least LOW"),
        ("LOW 초과", "above LOW"),
        ("LOW에서 HIGH 사이", "between LOW and HIGH"),
        ("LOW 이상 HIGH 이하", "between LOW and HIGH"),
    ];
    let metrics = [
        ("CPU 사용량이", "CPU usage", "100m", "250m"),
        ("메모리 사용량이", "memory usage", "256Mi", "512Mi"),
    ];
    for (ko_metric, en_metric, low, high) in metrics {
        for (ko_subject, en_subject) in subjects {
            for (ko_bound, en_bound) in bounds {
                let fill = |text: &str| text.replace("LOW", low).replace("HIGH", high);
                let ko = format!("{ko_subject}{ko_metric} {}", fill(ko_bound));
                let en = format!("{en_metric} {en_subject}is {}", fill(en_bound));
                pairs.push((ko, en));
            }
        }
    }
    for (ko, en) in [
        ("모든 Pod가 실행되고 있음", "All pods are running"),
        ("모든 Pod가 실행 중", "All pods are running"),
        ("적어도 3개의 Pod가 Running", "At least 3 pods are Running"),
        ("Pending인 Pod 없음", "None of the pods are Pending"),
        (
            "`web` Deployment가 사용 가능",
            "Deployment `web` is available",
        ),
        ("레플리카 3개가 사용 가능", "3 replicas are available"),
        ("모든 Pod가 Running 상태 유지", "All pods keep Running"),
        ("모든 Pod가 계속 Running", "All pods continue to be Running"),
        ("STATUS: Running 유지", "STATUS: Running stays"),
        (
            "Unknown/Missing Application 없음",
            "No Unknown/Missing applications",
        ),
        ("failed/crashed Pod 없음", "No failed/crashed pods"),
        ("spec.replicas: 2~5", "spec.replicas: 2-5"),
    ] {
        pairs.push((ko.to_owned(), en.to_owned()));
    }
    pairs
}

#[test]
fn a_sentence_and_its_twin_mean_the_same() {
    for (ko, en) in pairs() {
        let understood = |text: &str| match reading(text, Force::Demands) {
            Reading::Understood(predicate) => predicate,
            other => panic!("{text}: {other:?}"),
        };
        assert_eq!(understood(&ko), understood(&en), "{ko} | {en}");
    }
}

/// Statements of states and numbers: whose, how many, whether.
fn statements() -> Vec<Statement> {
    let name = |text: &str, precision| {
        let text = text.to_owned();
        Some(Name { text, precision })
    };
    let names = [
        None,
        name("web-api", Precision::Exact),
        name("web-api", Precision::Plain),
    ];
    let kinds = [
        None,
        Some("pods"),
        Some("nodes"),
        Some("deployments"),
        Some("persistentvolumeclaims"),
        Some("applications"),
    ];
    let places = [
        (None, Extent::Printed),
        (Some("loki"), Extent::Printed),
        (None, Extent::Namespace),
        (None, Extent::Cluster),
    ];
    let mut all = of_output();
    for kind in kinds {
        for name in &names {
            for (namespace, extent) in places {
                let who = Subject {
                    kind: kind.map(str::to_owned),
                    name: name.clone(),
                    namespace: namespace.map(str::to_owned),
                    extent,
                    described: None,
                };
                // Nobody says what is in a place without a kind, and nodes are in no namespace.
                let placed = (namespace, extent) != (None, Extent::Printed);
                if !placed || kind == Some("pods") {
                    all.extend(of_measures(&who));
                }
                if !placed {
                    all.extend(of_columns(&who));
                }
                if !placed || kind.is_some_and(|kind| kind != "nodes") {
                    all.extend(of_states(&who));
                }
            }
        }
    }
    all
}

/// What is measured of things: usage, restarts, age, and how many of their containers are ready.
fn of_measures(who: &Subject) -> Vec<Statement> {
    let amount = |text: &str| {
        let quantity = Quantity::parse(text).unwrap();
        Limit::Amount(quantity, text.to_owned())
    };
    let limits = [
        (Metric::Cpu, amount("250m")),
        (Metric::Cpu, Limit::Percent(Quantity::whole(80))),
        (Metric::Memory, amount("512Mi")),
        (Metric::Restarts, amount("3")),
        (Metric::Age, Limit::Time(TimeDelta::hours(1))),
    ];
    let said = |property| Statement::new(who.clone(), property);
    let placed = who.namespace.is_some() || who.extent != Extent::Printed;
    let mut all = vec![
        said(Property::RanThrough),
        said(Property::RanThrough).within(Some(TimeDelta::minutes(10))),
        said(Property::Measure {
            metric: Metric::Restarts,
            comparison: Comparison::Equal,
            limit: amount("0"),
        }),
    ];
    for comparison in COMPARISONS {
        for (metric, limit) in limits.clone() {
            all.push(said(Property::Measure {
                metric,
                comparison,
                limit,
            }));
        }
    }
    for exactly in [None, Some((2, 2))].into_iter().filter(|_| !placed) {
        for states in [vec![], vec!["Running".to_owned()]] {
            all.push(said(Property::Ratio { exactly, states }));
        }
    }
    all
}

const COMPARISONS: [Comparison; 4] = [
    Comparison::Less,
    Comparison::AtMost,
    Comparison::AtLeast,
    Comparison::More,
];

fn words(all: &[&str]) -> Vec<String> {
    all.iter().map(|one| (*one).to_owned()).collect()
}

/// What a table's columns hold of things, and where pods are.
fn of_columns(who: &Subject) -> Vec<Statement> {
    let mut tests = vec![
        ("STATUS", Test::Is(words(&["Running"]))),
        ("STATUS", Test::Is(words(&["Running", "Completed"]))),
        ("READY", Test::Is(words(&["3/3"]))),
        ("STATUS", Test::IsNot(words(&["Pending"]))),
        ("NODE", Test::Present),
        ("DESIRED", Test::SameAs("READY".into())),
        ("DESIRED", Test::Nodes),
    ];
    tests.extend(COMPARISONS.map(|comparison| {
        let bound = Quantity::whole(3);
        ("AVAILABLE", Test::Compare(comparison, bound))
    }));
    let mut all: Vec<Statement> = Vec::new();
    for (column, test) in tests {
        // A name would be passed over.
        if test == Test::Nodes && who.name.is_some() {
            continue;
        }
        let column = column.to_owned();
        all.push(Statement::new(
            who.clone(),
            Property::Column { column, test },
        ));
    }
    if who.kind.as_deref() == Some("pods") {
        let mut places = vec![Placement::Apart, Placement::Several];
        for nodes in [None, Some(3)] {
            for running in [false, true] {
                places.push(Placement::EveryNode { nodes, running });
            }
        }
        let placed = places.into_iter().map(Property::Placed);
        all.extend(placed.map(|property| Statement::new(who.clone(), property)));
    }
    all
}

/// What is said of what is printed: images, texts, logs, answers, values.
fn of_output() -> Vec<Statement> {
    let printed = Statement::printed;
    let errors = |logged| printed(Property::ErrorLines(logged)).denied();
    let logged = Logged::default;
    let image = |tag, text: &str| {
        let text = text.to_owned();
        printed(Property::Image { tag, text })
    };
    let mut all = vec![
        image(false, "nginx:1.25"),
        image(false, "registry.example.dev/web:v1.2.3"),
        image(true, "v1.2.3"),
        errors(logged()),
        errors(logged()).within(Some(TimeDelta::minutes(10))),
        errors(Logged {
            about: Some("etcd".into()),
            ..logged()
        }),
        errors(Logged {
            last: Some(50),
            ..logged()
        }),
        errors(Logged {
            every_pod: true,
            ..logged()
        }),
        errors(Logged {
            since: true,
            ..logged()
        }),
        errors(Logged {
            about: Some("etcd".into()),
            since: true,
            ..logged()
        }),
        printed(Property::LogsCollected { every_pod: false }),
        printed(Property::LogsCollected { every_pod: true }),
        printed(Property::AnyOutput).denied(),
        printed(Property::Answer(vec![200])),
        printed(Property::Answer(vec![200, 204])),
        printed(Property::Answer(Vec::new())),
        printed(Property::Stable).within(Some(TimeDelta::hours(2))),
        printed(Property::TargetUp),
        printed(Property::KilledForMemory).denied(),
        printed(Property::Value(Value::Is(words(&["3"])))),
        printed(Property::Value(Value::Shaped(Shape::Ip))),
    ];
    for place in [Place::Output, Place::Logs] {
        for texts in [
            words(&["server is up"]),
            words(&["server is up", "all done"]),
        ] {
            let joins = if texts.len() > 1 {
                vec![Join::All, Join::Any]
            } else {
                vec![Join::All]
            };
            all.extend(
                joins
                    .into_iter()
                    .map(|join| Statement::text(place, texts.clone(), join)),
            );
            all.push(Statement::text(place, texts, Join::Any).denied());
        }
    }
    for comparison in COMPARISONS {
        let parts = vec![1, 2, 3];
        let of = None;
        all.push(printed(Property::Value(Value::Version {
            of,
            comparison,
            parts,
        })));
        all.push(printed(Property::Value(Value::Number(
            comparison,
            Quantity::whole(3),
        ))));
        for of_logs in [false, true] {
            let lines = printed(Property::Lines { of_logs });
            all.push(lines.of(Bound::Number(comparison, 3)));
        }
    }
    all
}

/// What can be said of things: that they are there, in which state, and how many.
fn of_states(who: &Subject) -> Vec<Statement> {
    let states: [&[&str]; 5] = [
        &["Running"],
        &["Ready"],
        &["healthy"],
        &["Pending"],
        &["CrashLoopBackOff", "Error"],
    ];
    let bounds = [
        (Comparison::Equal, 3),
        (Comparison::AtLeast, 2),
        (Comparison::AtMost, 5),
        (Comparison::Less, 4),
        (Comparison::More, 1),
    ];
    let named = who.kind.is_some() || who.name.is_some();
    // All nodes are those of the cluster.
    let all_nodes = who.kind.as_deref() == Some("nodes") && who.name.is_none();
    let there = Statement::new(who.clone(), Property::Exists);
    let mut all = Vec::new();
    if named {
        all.extend([there.clone().denied(), there.clone().of(Bound::Some)]);
        let nodes = who.kind.as_deref() == Some("nodes");
        all.extend((!nodes).then(|| there.clone().of(Bound::AsNodes)));
        let counted = |(comparison, number)| there.clone().of(Bound::Number(comparison, number));
        all.extend(bounds.map(counted));
    }
    for words in states {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        let state = Statement::new(who.clone(), Property::State(words));
        all.push(state.clone().denied());
        all.extend((!all_nodes).then(|| state.clone()));
        if !named {
            continue;
        }
        all.push(state.clone().of(Bound::Some));
        for (comparison, number) in bounds {
            // `3 pods are Running` says that all three are.
            if comparison != Comparison::Equal {
                all.push(state.clone().of(Bound::Number(comparison, number)));
            }
            all.extend((!all_nodes).then(|| state.clone().of(Bound::EveryOf(comparison, number))));
        }
    }
    all
}

#[test]
fn what_is_said_in_either_language_is_read_as_it_was_meant() {
    let all = statements();
    let silent: Vec<String> = all
        .iter()
        .flat_map(|one| [Lang::Ko, Lang::En].map(|lang| (one, lang)))
        .filter(|(one, lang)| say(one, *lang).is_none())
        .map(|(one, lang)| format!("{lang:?} {one:?}"))
        .collect();
    assert!(silent.is_empty(), "{}: {}", silent.len(), silent.join("\n"));
    assert!(all.len() > 4_500, "{}", all.len());
}

/// Nearly the same, and more or something else than the words that are understood.
#[test]
fn what_says_more_is_left_to_a_person() {
    for text in [
        "CPU usage between 250m and 100m",
        "CPU usage of most pods is below 250m",
        "CPU usage of the other pods is below 250m",
        "CPU usage of pods in other namespaces is below 250m",
        "Memory usage is not between 1Mi and 2Mi",
        "CPU between 100m and 250m within 5 minutes",
        "모든 Pod의 메모리가 100Mi에서 200Mi 사이가 아님",
        "CPU가 250m에서 100m 사이",
        "다른 Pod의 CPU 사용량이 250m 미만",
        "대부분의 Pod의 CPU 사용량이 250m 미만",
        "Only 3 pods are Running",
        "3개의 Pod만 Running",
        "Only Running pods",
        "최소 3개의 Pod만 Running",
        "Running Pod만 있음",
        // What stands below in the document.
        "아래 3개의 Pod가 Running",
        "아래 Pod가 모두 Running",
        "재시작 횟수 아래 3",
    ] {
        let read = reading(text, Force::Demands);
        assert!(
            matches!(read, Reading::NotUnderstood { .. }),
            "{text}: {read:?}"
        );
    }
}

/// What the documented sentences mean is a sentence of either language again, and what the data says is all used.
#[test]
fn what_is_documented_is_said_in_both_languages() {
    let mut understood = 0;
    let mut unsaid = Vec::new();
    for (_, _, sentence, _) in documented() {
        let Reading::Understood(said) = reading(sentence, Force::Demands) else {
            continue;
        };
        understood += 1;
        for lang in [Lang::Ko, Lang::En] {
            match super::super::sentence(&said, lang) {
                Some(again) => {
                    let read = reading(&again, Force::Demands);
                    assert_eq!(
                        read,
                        Reading::Understood(said.clone()),
                        "{sentence}: {again}"
                    );
                }
                None => unsaid.push(format!("{lang:?} {sentence}")),
            }
        }
    }
    assert!(understood > 900, "{understood}");
    assert!(
        unsaid.len() <= 80,
        "{} of {}:\n{}",
        unsaid.len(),
        2 * understood,
        unsaid.join("\n")
    );
}
