//! From the roles of a clause to its predicate. Each rule names the roles that it needs and those that
//! it may have beside them; a clause with any other role is no sentence of that form.

use super::frame::{Frame, Slot, Slots, States, Wait};
use super::logging::{collected, logs, many_lines, no_errors};
use super::measure::{
    count, count_between, http, metric_absent, no_more_restarts, node_count, number_value, port,
    ratio, relative, stability, threshold, version,
};
use super::object::no_oom;
use super::service::{address, answers, cluster_ip, endpoints, linked, shaped};
use super::statements::{column_predicate, denial, join, together};
use super::status::{apart, coverage, existence, no_warnings, previously, states};
use crate::judge::predicate::{
    Bound, Comparison, Join, Metric, Place, Predicate, Property, Statement, Test, Value,
};

/// A form that a clause can have.
type Form = fn(&Frame) -> Option<Predicate>;

/// What a clause can say. Two that fit one frame and differ are two meanings.
const FORMS: &[Form] = &[
    no_output,
    no_oom,
    no_warnings,
    address,
    apart,
    endpoints,
    columns,
    counted_columns,
    port,
    ratio,
    threshold,
    metric_absent,
    no_more_restarts,
    previously,
    coverage,
    relative,
    http,
    json,
    no_errors,
    logs,
    collected,
    many_lines,
    stability,
    version,
    states,
    count,
    count_between,
    node_count,
    existence,
    literals,
    each_line,
    linked,
    cluster_ip,
    shaped,
    answers,
    number_value,
    scalar,
];

/// What may stand before a colon: a word that introduces, or what is spoken of.
const INTRODUCES: [Slot; 4] = [Slot::Show, Slot::Output, Slot::Logs, Slot::Http];
const SUBJECT: [Slot; 14] = [
    Slot::Kind,
    Slot::Name,
    Slot::Every,
    Slot::Number,
    Slot::Counter,
    Slot::States,
    Slot::CountWord,
    Slot::Remaining,
    Slot::Errors,
    Slot::Logs,
    Slot::NodeCount,
    Slot::Same,
    Slot::Described,
    Slot::Not,
];

/// The meaning of a clause that was read: of each of several names, beside a time that it may take, narrowed by
/// what describes, with a colon in it.
pub(super) fn meanings(frame: &Frame) -> Vec<Predicate> {
    if !frame.others.is_empty() {
        return each(frame).into_iter().collect();
    }
    if let Some(wait) = &frame.wait {
        let mut own = frame.clone();
        own.wait = None;
        let said = meanings(&own).into_iter();
        return said.filter_map(|said| waited(&own, said, wait)).collect();
    }
    let before = frame.before_colon.unwrap_or_default();
    if !before.only(&INTRODUCES) && !before.only(&SUBJECT) {
        return Vec::new();
    }
    let is_key = |said: &Predicate| {
        frame
            .before_colon
            .is_some_and(|before| is_key(frame, before, said))
    };
    let mut all: Vec<Predicate> = Vec::new();
    for said in forms(frame) {
        let said = Some(said).filter(|said| !is_key(said));
        let said = match &frame.described {
            Some(words) => said.and_then(|said| described(said, words)),
            None => said,
        };
        all.extend(said.filter(|said| !all.contains(said)));
    }
    all
}

/// The same of several things, or of the things of several places.
fn each(frame: &Frame) -> Option<Predicate> {
    let mut first = frame.clone();
    let others = std::mem::take(&mut first.others);
    let mut all = vec![first.clone()];
    all.extend(others.into_iter().map(|name| {
        let mut own = first.clone();
        if own.name.is_none() {
            own.namespace = Some(name.text)
        } else {
            own.name = Some(name)
        }
        own
    }));
    let one = |own: &Frame| {
        let said = <[Predicate; 1]>::try_from(meanings(own)).ok();
        said.map(|[said]| said)
            .filter(Predicate::can_be_said_of_each)
    };
    let each = all.iter().map(one);
    each.collect::<Option<Vec<_>>>().map(Predicate::All)
}

/// Whether what stands before a colon is a key and not a thing's name: `image.tag: v1.4.2`, `Suspend: false`.
fn is_key(frame: &Frame, before: Slots, said: &Predicate) -> bool {
    let name = before.only(&[Slot::Name]);
    let switch =
        |group: &States| matches!(group.words.as_slice(), [one] if one == "True" || one == "False");
    let statement = said.statement();
    let version = statement
        .is_some_and(|said| matches!(said.property, Property::Value(Value::Version { .. })));
    version && !frame.has(Slot::VersionWord)
        || name && !frame.has(Slot::Not) && frame.states.iter().any(switch)
        || name && frame.kinds.is_empty() && statement.is_some_and(|said| said.counted().is_some())
}

/// What is denied of what a word describes. Of anything else the word would be passed over.
fn described(said: Predicate, words: &str) -> Option<Predicate> {
    let statement = said.statement()?;
    (statement.denies() && statement.who.name.is_none()).then_some(())?;
    match &statement.property {
        Property::Exists => statement.who.described.is_some().then_some(said),
        Property::ErrorLines(logged) => (logged.about.as_deref() == Some(words)).then_some(said),
        Property::Text {
            place: Place::Logs, ..
        } => Some(said.remarked(words)),
        _ => None,
    }
}

/// What is said beside a time that it may take, which is carried as a remark. The time of a metric or of stability is
/// what is demanded.
fn waited(frame: &Frame, said: Predicate, wait: &Wait) -> Option<Predicate> {
    if frame.has(Slot::Metric) || frame.has(Slot::Stable) {
        return None;
    }
    let statement = said.statement();
    match statement.map(|said| (&said.property, said.when)) {
        // `5분 이내 로그가 있음`: how old they are, or how long they may take to come?
        Some((Property::LogsCollected { .. }, _)) => None,
        // `1분 이내에 생성된 Pod`: how old they are, likewise.
        Some((Property::Exists, _)) if statement.is_some_and(|said| said.counted().is_none()) => {
            None
        }
        Some((Property::ErrorLines(_), None)) => {
            let within = super::measure::bounded(wait.time?)?;
            statement.map(|said| said.clone().within(Some(within)).into())
        }
        _ => wait.short.then(|| said.remarked(wait.words.clone())),
    }
}

/// Everything that the roles of a clause can mean.
fn forms(frame: &Frame) -> Vec<Predicate> {
    if frame.not_every || (frame.each && frame.place.is_none()) {
        return Vec::new();
    }
    let said: Vec<Predicate> = match frame.part.filter(|some| Some(*some) != frame.number) {
        // Any other form would pass the part over.
        Some(_) => count(frame).into_iter().collect(),
        None => FORMS.iter().filter_map(|form| form(frame)).collect(),
    };
    if frame.kept {
        said.into_iter().filter_map(kept).collect()
    } else {
        said
    }
}

/// A state of pods that stays: none of them restarted. Of other things that can't be seen.
fn kept(said: Predicate) -> Option<Predicate> {
    let statement = said.statement()?;
    let stays = match &statement.property {
        // `재시작 0회 유지`.
        Property::Measure {
            metric: Metric::Restarts,
            comparison: Comparison::Equal,
            ..
        } => true,
        _ => statement.is_state_of_all() || statement.counted().is_some(),
    };
    let pods = matches!(statement.who.kind.as_deref(), None | Some("pods"));
    let restarts = Statement::new(statement.who.clone(), Property::RanThrough);
    (stays && pods).then(|| Predicate::All(vec![said, restarts.into()]))
}

fn no_output(frame: &Frame) -> Option<Predicate> {
    let said = frame.is(
        &[Slot::NoResources],
        &[Slot::Show, Slot::Output, Slot::Exist],
    ) || frame.is(&[Slot::Empty], &[Slot::Show, Slot::Output])
        || frame.is(
            &[Slot::Things, Slot::No],
            &[Slot::Exist, Slot::Show, Slot::Remaining],
        )
        || frame.is(
            &[Slot::Things, Slot::Not],
            &[Slot::Exist, Slot::Show, Slot::Remaining],
        )
        || frame.is(&[Slot::Output, Slot::No], &[Slot::Exist, Slot::Show])
        || frame.is(&[Slot::Output, Slot::Not], &[Slot::Exist, Slot::Show]);
    said.then(|| Statement::printed(Property::AnyOutput).denied().into())
}

fn columns(frame: &Frame) -> Option<Predicate> {
    // `READY 0/1인 Pod 없음`: no row has it.
    let denied = frame.is(
        &[Slot::Columns, Slot::Kind, Slot::No],
        &[Slot::Name, Slot::Exist, Slot::Show],
    );
    if denied
        && let [(column, Test::Is(values))] = frame.columns.as_slice()
        && column == "READY"
    {
        let none = Test::IsNot(values.clone());
        return Some(column_predicate(
            &frame.subject()?,
            column,
            &none,
            Bound::Every,
        ));
    }
    let fits = frame.is(
        &[Slot::Columns],
        &[
            Slot::Every,
            Slot::Some,
            Slot::Kind,
            Slot::Name,
            Slot::Namespace,
            Slot::Show,
        ],
    );
    if !fits {
        return None;
    }
    let how_many = if frame.has(Slot::Some) {
        Bound::Some
    } else {
        Bound::Every
    };
    let subject = frame.subject()?;
    let mut all: Vec<Predicate> = frame
        .columns
        .iter()
        .map(|(column, test)| column_predicate(&subject, column, test, how_many))
        .collect();
    // `External IP should not be pending`: there is one, and none is still awaited. Services of other types
    // print `<none>`.
    let awaited = frame.columns.iter().filter(|(column, test)| {
        column == "EXTERNAL-IP" && is_not_pending(test) && how_many == Bound::Every
    });
    all.extend(
        awaited.map(|(column, _)| column_predicate(&subject, column, &Test::Present, Bound::Some)),
    );
    together(all)
}

/// Whether a test only says that nothing is awaited any more.
fn is_not_pending(test: &Test) -> bool {
    let pending = |value: &String| {
        value
            .trim_matches(['<', '>'])
            .eq_ignore_ascii_case("pending")
    };
    match test {
        Test::IsNot(values) | Test::Lacks(values) => values.iter().all(pending),
        _ => false,
    }
}

/// `3 pods with STATUS=Running`: so many, and the columns of each.
fn counted_columns(frame: &Frame) -> Option<Predicate> {
    let optional = [
        Slot::Every,
        Slot::Show,
        Slot::Exist,
        Slot::Counter,
        Slot::Name,
    ];
    frame
        .is(&[Slot::Number, Slot::Kind, Slot::Columns], &optional)
        .then_some(())?;
    let subject = frame.subject()?;
    let number = frame.number.filter(|number| *number > 0)?;
    let count = Statement::count(subject.clone(), Comparison::Equal, number, Vec::new(), true);
    let mut all: Vec<Predicate> = vec![count.into()];
    all.extend(
        frame
            .columns
            .iter()
            .map(|(column, test)| column_predicate(&subject, column, test, Bound::Every)),
    );
    together(all)
}

fn json(frame: &Frame) -> Option<Predicate> {
    let optional = [
        Slot::Show,
        Slot::Http,
        Slot::Code,
        Slot::Exist,
        Slot::Output,
    ];
    // `모든 서비스가 {"status": "UP"} 반환`: every answer of the step is held against it.
    let every = frame.is(
        &[Slot::Json, Slot::Every, Slot::Kind, Slot::Show],
        &[Slot::Http, Slot::Output],
    ) && frame.kinds == ["services"];
    (every || frame.is(&[Slot::Json], &optional)).then_some(())?;
    let body = Property::Value(Value::JsonSubset(frame.json.clone()?));
    let body = Predicate::from(Statement::printed(body));
    // `HTTP 200 with body {"ok": true}`.
    if frame.codes.is_empty() {
        Some(body)
    } else {
        together(vec![
            Statement::printed(Property::Answer(frame.codes.clone())).into(),
            body,
        ])
    }
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
    // What was killed for its memory is a form of its own.
    if no_oom(frame).is_some() {
        return None;
    }
    let texts = frame.literals.clone();
    // The same JSON can be written in other ways: its text not being there says nothing.
    let json = |text: &String| super::number::json(text).is_some();
    if denial(frame)? && texts.iter().any(json) {
        return None;
    }
    Some(Predicate::from(if denial(frame)? {
        Statement::text(Place::Output, texts, Join::Any).denied()
    } else {
        Statement::text(Place::Output, texts, join(frame))
    }))
}

/// `All should report 1`.
fn each_line(frame: &Frame) -> Option<Predicate> {
    let fits = frame.is(&[Slot::Every, Slot::Number, Slot::Show], &[]);
    let value = Value::EachLine(frame.number.unwrap_or_default().to_string());
    fits.then(|| Statement::printed(Property::Value(value)).into())
}

/// A lone value.
fn scalar(frame: &Frame) -> Option<Predicate> {
    let beside = [Slot::Show, Slot::Output];
    // `10개 출력`: so many rows.
    // One that may be an HTTP status is not taken for it.
    let printed = frame.is(&[Slot::Number, Slot::Counter, Slot::Output], &[])
        && frame.number.is_some_and(|number| number < 100);
    let value = if printed || frame.is(&[Slot::Number], &beside) {
        frame.number?.to_string()
    } else if frame.is(&[Slot::Name], &[Slot::Output]) {
        frame.name.as_ref()?.text.clone()
    } else if frame.is(&[Slot::Measure], &beside) {
        let percent = if frame.percent { "%" } else { "" };
        format!("{}{percent}", frame.measure.as_deref()?)
    } else if frame.is(&[Slot::Value], &beside) {
        frame.values.first()?.clone()
    } else {
        return None;
    };
    // Two words name something and are no value; `IP` says what is printed, not which.
    if value.contains(' ') || value == "IP" {
        return None;
    }
    Some(Statement::value(vec![value]).into())
}
