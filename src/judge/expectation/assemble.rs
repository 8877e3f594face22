//! From the roles of a clause to its predicate. Each rule names the roles that it needs and those that
//! it may have beside them; a clause with any other role is no sentence of that form.

use super::frame::{Frame, Joint, Slot, States};
use super::lex::amount;
use crate::facts::quantity::Quantity;
use crate::judge::predicate::{
    Bound, Comparison, Counted, Join, Metric, Name, Predicate, Quantifier, Subject, Test,
};

/// The predicate of a clause, if its roles make one.
pub(super) fn assemble(frame: &Frame) -> Option<Predicate> {
    const RULES: &[fn(&Frame) -> Option<Predicate>] = &[
        no_output,
        columns,
        port,
        ratio,
        threshold,
        metric_absent,
        previously,
        coverage,
        relative,
        http,
        json,
        no_errors,
        logs,
        collected,
        stability,
        version,
        states,
        count,
        node_count,
        existence,
        literals,
        each_line,
        scalar,
    ];
    if frame.not_every {
        return None;
    }
    RULES.iter().find_map(|rule| rule(frame))
}

fn no_output(frame: &Frame) -> Option<Predicate> {
    let said = frame.is(&[Slot::NoResources], &[Slot::No, Slot::Show, Slot::Output])
        || frame.is(&[Slot::Output, Slot::No], &[Slot::Exist, Slot::Show])
        || frame.is(&[Slot::Output, Slot::Not], &[Slot::Exist, Slot::Show]);
    said.then_some(Predicate::NoOutput)
}

fn columns(frame: &Frame) -> Option<Predicate> {
    let fits = frame.is(
        &[Slot::Columns],
        &[Slot::Every, Slot::Some, Slot::Kind, Slot::Name, Slot::Show],
    );
    if !fits {
        return None;
    }
    let quantifier = if frame.has(Slot::Some) {
        Quantifier::Some
    } else {
        Quantifier::Every
    };
    let subject = frame.subject()?;
    let all = frame
        .columns
        .iter()
        .map(|(column, test)| column_predicate(&subject, column, test, quantifier));
    together(all.collect())
}

/// A column's predicate; READY with two numbers is a ratio.
pub(super) fn column_predicate(
    subject: &Subject,
    column: &str,
    test: &Test,
    quantifier: Quantifier,
) -> Predicate {
    if let Test::Is(values) = test
        && let [value] = values.as_slice()
        && value == "N/N"
        && quantifier == Quantifier::Every
        && column.eq_ignore_ascii_case("READY")
    {
        return Predicate::Ratio {
            subject: subject.clone(),
            exactly: None,
            count: None,
            states: Vec::new(),
        };
    }
    Predicate::Column {
        subject: subject.clone(),
        column: column.to_owned(),
        test: test.clone(),
        quantifier,
    }
}

/// `ClusterIP and port 80` of a service.
fn port(frame: &Frame) -> Option<Predicate> {
    frame
        .is(
            &[Slot::Port],
            &[Slot::Show, Slot::Name, Slot::Kind, Slot::Exist],
        )
        .then_some(())?;
    Some(Predicate::Column {
        subject: frame.subject()?,
        column: "PORT(S)".into(),
        test: Test::Port(frame.port?),
        quantifier: Quantifier::Every,
    })
}

fn ratio(frame: &Frame) -> Option<Predicate> {
    let optional = [
        Slot::States,
        Slot::Kind,
        Slot::Name,
        Slot::Every,
        Slot::Number,
        Slot::Counter,
        Slot::Comparison,
        Slot::Show,
        Slot::Exist,
    ];
    frame.is(&[Slot::Ratio], &optional).then_some(())?;
    if frame.has(Slot::Comparison) && !frame.has(Slot::Number) {
        return None;
    }
    let states = match frame.states.as_slice() {
        [] => Vec::new(),
        [group] if group.from.is_empty() => alternatives(group)?,
        _ => return None,
    };
    // `1/1 ready` says it twice.
    let states = states
        .into_iter()
        .filter(|state| state != "Ready")
        .collect();
    Some(Predicate::Ratio {
        subject: frame.subject()?,
        exactly: frame.ratio?,
        count: frame
            .number
            .map(|n| (frame.comparison.unwrap_or(Comparison::Equal), n)),
        states,
    })
}

fn threshold(frame: &Frame) -> Option<Predicate> {
    let optional = [
        Slot::Comparison,
        Slot::Measure,
        Slot::Number,
        Slot::Counter,
        Slot::Time,
        Slot::Within,
        Slot::Every,
        Slot::Kind,
        Slot::Name,
        Slot::Not,
        Slot::Show,
    ];
    frame.is(&[Slot::Metric], &optional).then_some(())?;
    let metric = frame.metric.clone()?;
    let values = [Slot::Measure, Slot::Number, Slot::Time]
        .into_iter()
        .filter(|slot| frame.has(*slot));
    if values.count() != 1 {
        return None;
    }
    let comparison = match (
        frame.comparison,
        frame.has(Slot::Within),
        frame.has(Slot::Not),
    ) {
        (Some(comparison), false, false) => comparison,
        (Some(Comparison::More), false, true) => Comparison::AtMost,
        (Some(Comparison::Less), false, true) => Comparison::AtLeast,
        (None, true, false) => Comparison::AtMost,
        (None, false, false) if metric == Metric::Restarts => Comparison::Equal,
        _ => return None,
    };
    let bound = bound(frame, &metric)?;
    let subject = measured(frame, &metric)?;
    Some(Predicate::Threshold {
        metric,
        subject,
        comparison,
        bound,
    })
}

/// Whose metric: containers' restarts are their pods', as kubectl prints them.
fn measured(frame: &Frame, metric: &Metric) -> Option<Subject> {
    let subject = frame.subject()?;
    match (subject.kind.as_deref(), metric) {
        (Some("containers"), Metric::Restarts) => Some(Subject {
            kind: Some("pods".into()),
            ..subject
        }),
        (Some("containers"), Metric::Cpu | Metric::Memory | Metric::Age) => None,
        (Some(_) | None, _) => Some(subject),
    }
}

fn bound(frame: &Frame, metric: &Metric) -> Option<Bound> {
    if metric == &Metric::Age {
        if let Some((low, high)) = frame.time {
            return (low == high).then_some(Bound::Time(low));
        }
        return crate::facts::duration::parse(frame.measure.as_deref()?).map(Bound::Time);
    }
    if let Some(number) = frame.number {
        let whole = Quantity::whole(i64::try_from(number).ok()?);
        // Bare numbers of memory are bytes to Kubernetes and megabytes to people: not guessed at.
        return (metric != &Metric::Memory).then(|| Bound::Amount(whole, number.to_string()));
    }
    let text = frame.measure.as_deref()?;
    match (metric, frame.percent) {
        (Metric::Restarts, _) => None,
        (_, true) => Quantity::parse(text).map(Bound::Percent),
        // `0.5` of memory means nothing.
        (Metric::Memory, false) if text.ends_with(|c: char| c.is_ascii_digit() || c == 'm') => None,
        (_, false) => amount(text).map(|quantity| Bound::Amount(quantity, text.to_owned())),
    }
}

/// `재시작 없음`, `no restarts`.
fn metric_absent(frame: &Frame) -> Option<Predicate> {
    let optional = [Slot::Every, Slot::Kind, Slot::Name, Slot::Show, Slot::Exist];
    let denied = frame.is(&[Slot::Metric, Slot::No], &optional)
        || frame.is(&[Slot::Metric, Slot::Not], &optional);
    if !denied || frame.metric != Some(Metric::Restarts) {
        return None;
    }
    Some(Predicate::Threshold {
        metric: Metric::Restarts,
        subject: measured(frame, &Metric::Restarts)?,
        comparison: Comparison::Equal,
        bound: Bound::Amount(Quantity::ZERO, "0".into()),
    })
}

/// `이전에 Pending이었던 노드에도 Running 상태인지`.
fn previously(frame: &Frame) -> Option<Predicate> {
    let place = frame.is(
        &[Slot::Previously, Slot::Place, Slot::States],
        &[Slot::Kind, Slot::Name, Slot::Every, Slot::Exist],
    );
    let nodes = frame.is(
        &[Slot::Previously, Slot::Kind, Slot::States],
        &[Slot::Every, Slot::Name],
    ) && frame.kinds == ["nodes"];
    if !place && !nodes {
        return None;
    }
    if frame
        .place
        .as_ref()
        .is_some_and(|place| place.number.is_some())
    {
        return None;
    }
    let [was, is] = frame.states.as_slice() else {
        return None;
    };
    let simple = |states: &States, word: &str| states.words == [word] && states.from.is_empty();
    if !simple(was, "Pending") || !(simple(is, "Running") || simple(is, "healthy")) {
        return None;
    }
    let mut subject = Subject::of_kind("pods");
    subject.name = frame.name.clone();
    Some(Predicate::PreviouslyPending { subject })
}

/// Pods on nodes.
fn coverage(frame: &Frame) -> Option<Predicate> {
    let subject = |frame: &Frame| -> Option<Subject> {
        let subject = frame.subject()?;
        match subject.kind.as_deref() {
            Some("pods" | "daemonsets") => Some(Subject {
                kind: Some("pods".into()),
                ..subject
            }),
            None => Some(Subject {
                kind: Some("pods".into()),
                ..subject
            }),
            Some(_) => None,
        }
    };
    let running = match frame.states.as_slice() {
        [] => false,
        [group] if group.words == ["Running"] && group.from.is_empty() => true,
        _ => return None,
    };
    let per_node = frame.is(
        &[Slot::PerNode],
        &[
            Slot::Kind,
            Slot::Name,
            Slot::Every,
            Slot::States,
            Slot::Deployed,
            Slot::Exist,
            Slot::Show,
        ],
    );
    if per_node {
        return Some(Predicate::Coverage {
            subject: subject(frame)?,
            nodes: None,
            running,
        });
    }
    let place = frame.place.as_ref()?;
    let optional = [
        Slot::Kind,
        Slot::Name,
        Slot::Every,
        Slot::States,
        Slot::Deployed,
        Slot::Exist,
        Slot::Show,
        Slot::Number,
        Slot::Counter,
    ];
    frame.is(&[Slot::Place], &optional).then_some(())?;
    let says = [Slot::Deployed, Slot::Exist, Slot::Kind, Slot::States]
        .iter()
        .any(|slot| frame.has(*slot));
    if place.kind != "nodes" || !says {
        return None;
    }
    // `노드마다 Pod 1개`: one each; another number each is not a coverage.
    if frame.number.is_some_and(|each| each != 1 || !place.every) {
        return None;
    }
    let nodes = match (place.number, place.every) {
        (Some(n), true) => Some(n),
        (None, true) => None,
        // `on 3 nodes` says nothing of the others, nor which.
        (_, false) => return None,
    };
    Some(Predicate::Coverage {
        subject: subject(frame)?,
        nodes,
        running,
    })
}

/// `노드 수와 동일`.
fn relative(frame: &Frame) -> Option<Predicate> {
    let optional = [
        Slot::CountWord,
        Slot::Show,
        Slot::Kind,
        Slot::Name,
        Slot::Every,
        Slot::Exist,
    ];
    frame
        .is(&[Slot::NodeCount, Slot::Same], &optional)
        .then_some(())?;
    Some(Predicate::RelativeToNodes {
        what: Counted::Rows(frame.subject()?),
    })
}

fn http(frame: &Frame) -> Option<Predicate> {
    frame
        .is(&[Slot::Http], &[Slot::Show, Slot::Reason])
        .then_some(())?;
    (!frame.codes.is_empty()).then(|| Predicate::Http {
        codes: frame.codes.clone(),
    })
}

fn json(frame: &Frame) -> Option<Predicate> {
    frame
        .is(
            &[Slot::Json],
            &[Slot::Show, Slot::Http, Slot::Exist, Slot::Output],
        )
        .then_some(())?;
    frame.json.clone().map(Predicate::JsonSubset)
}

fn no_errors(frame: &Frame) -> Option<Predicate> {
    let optional = [
        Slot::Logs,
        Slot::Name,
        Slot::Described,
        Slot::Show,
        Slot::Exist,
        Slot::Output,
        Slot::LastLines,
        Slot::Every,
    ];
    let denied = frame.is(&[Slot::Errors, Slot::No], &optional)
        || frame.is(&[Slot::Errors, Slot::Not], &optional);
    let with_kind = [&optional[..], &[Slot::Kind]].concat();
    let of_pods = frame.kinds == ["pods"]
        && (frame.is(&[Slot::Errors, Slot::No, Slot::Logs], &with_kind)
            || frame.is(&[Slot::Errors, Slot::Not, Slot::Logs], &with_kind));
    let none = frame.number == Some(0)
        && frame.is(
            &[Slot::Errors, Slot::Number],
            &[
                Slot::Logs,
                Slot::Counter,
                Slot::Show,
                Slot::CountWord,
                Slot::LastLines,
            ],
        );
    if !denied && !of_pods && !none {
        return None;
    }
    // `5xx errors` need not be lines of level error.
    let numbered = |name: &Name| name.text.contains(|c: char| c.is_ascii_digit());
    if frame.name.as_ref().is_some_and(numbered) {
        return None;
    }
    let about = frame
        .name
        .as_ref()
        .map(|name| name.text.clone())
        .or_else(|| frame.described.clone());
    Some(Predicate::NoErrors {
        about,
        last: frame.last_lines,
    })
}

fn logs(frame: &Frame) -> Option<Predicate> {
    let optional = [
        Slot::Show,
        Slot::Exist,
        Slot::No,
        Slot::Not,
        Slot::Described,
        Slot::Output,
    ];
    frame
        .is(&[Slot::Logs, Slot::Literals], &optional)
        .then_some(())?;
    let denied = denial(frame)?;
    if frame.described.is_some() && !denied {
        return None;
    }
    let texts = frame.literals.clone();
    Some(match denied {
        true => Predicate::Not(Box::new(Predicate::LogsContain {
            texts,
            join: Join::Any,
        })),
        false => Predicate::LogsContain {
            texts,
            join: join(frame),
        },
    })
}

fn collected(frame: &Frame) -> Option<Predicate> {
    let beside = [Slot::Exist, Slot::Show, Slot::Output];
    let said = frame.is(&[Slot::Logs, Slot::Collected], &beside)
        || frame.is(&[Slot::Logs, Slot::Show], &beside)
        || frame.is(&[Slot::Logs, Slot::Output], &beside)
        || frame.is(&[Slot::Logs, Slot::Exist], &beside);
    said.then_some(Predicate::LogsCollected)
}

fn stability(frame: &Frame) -> Option<Predicate> {
    frame
        .is(&[Slot::Stable, Slot::Time], &[Slot::Exist])
        .then_some(())?;
    frame.time.map(|(_, over)| Predicate::Stability { over })
}

fn version(frame: &Frame) -> Option<Predicate> {
    let optional = [
        Slot::VersionWord,
        Slot::Comparison,
        Slot::Name,
        Slot::Show,
        Slot::Output,
    ];
    let parts = if frame.is(&[Slot::Version], &optional) {
        frame.version.clone()?
    } else if frame.is(&[Slot::VersionWord, Slot::Measure], &optional) && !frame.percent {
        let parts: Option<Vec<u64>> = frame
            .measure
            .as_deref()?
            .split('.')
            .map(|part| part.parse().ok())
            .collect();
        parts?
    } else if frame.is(&[Slot::VersionWord, Slot::Number], &optional) && frame.name.is_none() {
        return Some(Predicate::Column {
            subject: Subject::anything(),
            column: "version".into(),
            test: match frame.comparison {
                Some(comparison) => Test::Compare(
                    comparison,
                    Quantity::whole(i64::try_from(frame.number?).ok()?),
                ),
                None => Test::Is(vec![frame.number?.to_string()]),
            },
            quantifier: Quantifier::Every,
        });
    } else {
        return None;
    };
    Some(Predicate::Version {
        of: frame.name.as_ref().map(|name| name.text.clone()),
        comparison: frame.comparison.unwrap_or(Comparison::Equal),
        parts,
    })
}

/// A state of rows.
fn states(frame: &Frame) -> Option<Predicate> {
    let optional = [
        Slot::Every,
        Slot::Some,
        Slot::No,
        Slot::Not,
        Slot::Kind,
        Slot::Name,
        Slot::Show,
        Slot::Exist,
        Slot::Deployed,
        Slot::Output,
    ];
    frame.is(&[Slot::States], &optional).then_some(())?;
    if frame.has(Slot::Deployed) {
        return None;
    }
    let group = frame.one_group()?;
    let subject = frame.subject()?;
    let (no, not) = (frame.has(Slot::No), frame.has(Slot::Not));
    if (no || not) && (!group.from.is_empty() || frame.has(Slot::Some)) {
        return None;
    }
    if no && not {
        // `Running이 아닌 Pod 없음`: every one is.
        let every = frame.not_before_no && subject.kind.is_some() && !frame.has(Slot::Every);
        return every
            .then(|| alternatives(group))
            .flatten()
            .map(|states| phase(subject, Quantifier::Every, states));
    }
    if no || not {
        // `모든 Pod가 Running이 아님` can mean two things.
        if frame.has(Slot::Every) && no {
            return None;
        }
        let named = subject.kind.is_some() || subject.name.is_some();
        let states = any_of(group)?;
        return Some(match no && named {
            true => Predicate::Absent { subject, states },
            false => phase(subject, Quantifier::None, states),
        });
    }
    let some = frame.has(Slot::Some)
        || (frame.has(Slot::Exist) && subject.kind.is_some() && !frame.has(Slot::Every));
    let quantifier = if some {
        Quantifier::Some
    } else {
        Quantifier::Every
    };
    if let Some(states) = alternatives(group) {
        let said = phase(subject, quantifier, states);
        return Some(match group.from.is_empty() {
            true => said,
            false => Predicate::Remarked(Box::new(said), format!("{} →", group.from.join(", "))),
        });
    }
    let each = group
        .words
        .iter()
        .map(|word| phase(subject.clone(), quantifier, vec![word.clone()]));
    together(each.collect())
}

fn phase(subject: Subject, quantifier: Quantifier, states: Vec<String>) -> Predicate {
    Predicate::Phase {
        subject,
        quantifier,
        states,
    }
}

/// What a state is a state of: two of one dimension exclude each other.
fn dimension(state: &str) -> u8 {
    match state {
        "Ready" | "NotReady" => 1,
        "Synced" | "OutOfSync" => 2,
        "Healthy" | "Degraded" | "Progressing" | "Suspended" | "healthy" => 3,
        "SchedulingDisabled" => 4,
        "ClusterIP" | "NodePort" | "LoadBalancer" => 5,
        _ => 0,
    }
}

fn one_dimension(group: &States) -> bool {
    group
        .words
        .iter()
        .all(|word| dimension(word) == dimension(&group.words[0]))
}

/// The states of a group as alternatives; `None` if they are meant together.
fn alternatives(group: &States) -> Option<Vec<String>> {
    match (group.joint, one_dimension(group)) {
        _ if group.words.len() == 1 => Some(group.words.clone()),
        (Joint::Or, _) | (Joint::Slash, true) => Some(group.words.clone()),
        (Joint::Slash, false) | (Joint::And, _) => None,
    }
}

/// The states of a denied group: none of them, however they are joined.
fn any_of(group: &States) -> Option<Vec<String>> {
    (one_dimension(group) || group.words.len() == 1 || group.joint == Joint::Or)
        .then(|| group.words.clone())
}

fn count(frame: &Frame) -> Option<Predicate> {
    let optional = [
        Slot::Counter,
        Slot::Comparison,
        Slot::Within,
        Slot::Kind,
        Slot::Name,
        Slot::Described,
        Slot::Every,
        Slot::States,
        Slot::Exist,
        Slot::Show,
        Slot::Deployed,
        Slot::CountWord,
        Slot::Remaining,
    ];
    frame.is(&[Slot::Number], &optional).then_some(())?;
    let number = frame.number?;
    let subject = frame.subject()?;
    let counted = subject.kind.is_some()
        || subject.name.is_some()
        || frame.has(Slot::Counter)
        || frame.has(Slot::States);
    if !counted && !frame.has(Slot::CountWord) {
        return None;
    }
    let comparison = match (frame.comparison, frame.has(Slot::Within)) {
        (comparison, false) => comparison.unwrap_or(Comparison::Equal),
        (None, true) => Comparison::AtMost,
        (Some(_), true) => return None,
    };
    let groups = match frame.states.as_slice() {
        [] => Vec::new(),
        [group] if group.from.is_empty() => match alternatives(group) {
            Some(states) => vec![states],
            None if one_dimension(group) => return None,
            None => group.words.iter().map(|word| vec![word.clone()]).collect(),
        },
        _ => return None,
    };
    if frame.described.is_some() && (number != 0 || comparison != Comparison::Equal) {
        return None;
    }
    if number == 0 && comparison == Comparison::Equal {
        let states = match groups.as_slice() {
            [] => Vec::new(),
            [states] => states.clone(),
            _ => return None,
        };
        return Some(Predicate::Absent { subject, states });
    }
    // "At least three run" says nothing of others; "three run" and "all three" do.
    let all = frame.has(Slot::Every) || comparison == Comparison::Equal;
    let one = |states| Predicate::Count {
        subject: subject.clone(),
        comparison,
        number,
        states,
        all,
    };
    match groups.is_empty() {
        true => Some(one(Vec::new())),
        false => together(groups.into_iter().map(one).collect()),
    }
}

/// `노드 수 10`.
fn node_count(frame: &Frame) -> Option<Predicate> {
    let optional = [Slot::Counter, Slot::Comparison, Slot::Same];
    frame
        .is(&[Slot::NodeCount, Slot::Number], &optional)
        .then_some(())?;
    Some(Predicate::Count {
        subject: Subject::of_kind("nodes"),
        comparison: frame.comparison.unwrap_or(Comparison::Equal),
        number: frame.number?,
        states: Vec::new(),
        all: true,
    })
}

/// That something is or is not there.
fn existence(frame: &Frame) -> Option<Predicate> {
    let optional = [
        Slot::Kind,
        Slot::Name,
        Slot::Show,
        Slot::Exist,
        Slot::Output,
        Slot::Deployed,
        Slot::Every,
        Slot::Described,
        Slot::Remaining,
    ];
    let subject = frame.subject()?;
    let named = subject.kind.is_some() || subject.name.is_some();
    let absent = || {
        Some(Predicate::Absent {
            subject: subject.clone(),
            states: Vec::new(),
        })
    };
    let denied = frame.is(&[Slot::No], &optional)
        || frame.is(&[Slot::Not, Slot::Exist], &optional)
        || frame.is(&[Slot::Not, Slot::Show], &optional);
    if denied && named {
        return absent();
    }
    if frame.is(
        &[Slot::Gone],
        &[Slot::Kind, Slot::Name, Slot::Every, Slot::Described],
    ) {
        return absent();
    }
    let there = [Slot::Exist, Slot::Show, Slot::Deployed]
        .iter()
        .any(|slot| frame.has(*slot));
    let fits = frame.is(
        &[],
        &[
            Slot::Kind,
            Slot::Name,
            Slot::Show,
            Slot::Exist,
            Slot::Output,
            Slot::Deployed,
        ],
    );
    if !(fits && named && there && frame.described.is_none()) {
        return None;
    }
    // `Should show Grafana`: without a kind it is a text of the output.
    Some(match &subject.name {
        Some(name) if subject.kind.is_none() && !frame.has(Slot::Exist) => Predicate::Literal {
            texts: vec![name.text.clone()],
            join: Join::All,
        },
        _ => Predicate::Exists { subject },
    })
}

fn literals(frame: &Frame) -> Option<Predicate> {
    let optional = [
        Slot::Show,
        Slot::Exist,
        Slot::Output,
        Slot::No,
        Slot::Not,
        Slot::Http,
    ];
    frame.is(&[Slot::Literals], &optional).then_some(())?;
    let texts = frame.literals.clone();
    Some(match denial(frame)? {
        true => Predicate::Not(Box::new(Predicate::Literal {
            texts,
            join: Join::Any,
        })),
        false => Predicate::Literal {
            texts,
            join: join(frame),
        },
    })
}

/// `All should report 1`.
fn each_line(frame: &Frame) -> Option<Predicate> {
    let fits = frame.is(&[Slot::Every, Slot::Number, Slot::Show], &[]);
    fits.then(|| Predicate::EachLine {
        value: frame.number.unwrap_or_default().to_string(),
    })
}

/// A lone value.
fn scalar(frame: &Frame) -> Option<Predicate> {
    let beside = [Slot::Show, Slot::Output];
    let value = if frame.is(&[Slot::Number], &beside) {
        frame.number?.to_string()
    } else if frame.is(&[Slot::Name], &beside) {
        frame.name.as_ref()?.text.clone()
    } else if frame.is(&[Slot::Measure], &beside) {
        let percent = if frame.percent { "%" } else { "" };
        format!("{}{percent}", frame.measure.as_deref()?)
    } else if frame.is(&[Slot::Value], &beside) {
        frame.values.first()?.clone()
    } else {
        return None;
    };
    Some(Predicate::Scalar {
        values: vec![value],
    })
}

/// Whether the clause denies. `None`: it denies twice.
fn denial(frame: &Frame) -> Option<bool> {
    match (frame.has(Slot::No), frame.has(Slot::Not)) {
        (false, false) => Some(false),
        (true, false) | (false, true) => Some(true),
        (true, true) => None,
    }
}

fn join(frame: &Frame) -> Join {
    match frame.literal_joint {
        Some(Joint::Or | Joint::Slash) => Join::Any,
        Some(Joint::And) | None => Join::All,
    }
}

/// One predicate, or all of several.
pub(super) fn together(mut predicates: Vec<Predicate>) -> Option<Predicate> {
    match predicates.len() {
        0 => None,
        1 => predicates.pop(),
        _ => Some(Predicate::All(predicates)),
    }
}
