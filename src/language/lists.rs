//! What rules make of several things: columns that share a value, names that share a statement, statements that
//! are joined; and of keys with their values.

use super::assemble::meanings;
use super::chart::Parts;
use super::frame::{Frame, Maker, Slot, Wait, frame, roles};
use super::name::{is_path, turns};
use super::statements::{every, sole, together};
use super::word_lists::list;
use crate::facts::lang::is_hangul;
use crate::judge::predicate::{
    Bound, Comparison, Metric, Place, Placement, Predicate, Property, Statement, Subject, Test,
    Value,
};

/// A statement is dearer than a word, so that what is one is not read as two; a key is dearer than a phrase.
pub(super) const STATEMENT: u32 = 10;
const KEY: u32 = 1;

/// What is said in one of several ways. `None`: in none.
pub(super) fn saying(said: Vec<Predicate>, cost: u32) -> Option<Frame> {
    (!said.is_empty()).then(|| frame!(; said: said, cost: cost))
}

/// A statement about what is printed.
fn printed(property: Property) -> Option<Frame> {
    saying(vec![Statement::printed(property).into()], STATEMENT)
}

/// A complete clause.
pub(super) const SAID: Maker = |parts| {
    let whole = parts[0]?;
    // `replicas: 3` is a key, not a count of pods.
    let behind = parts.text.strip_prefix("replicas");
    let key = behind.is_some_and(|rest| rest.trim_start().starts_with([':', '=']));
    let clause = !key && whole.word.is_none() && whole.joint.is_none();
    saying(clause.then(|| meanings(whole))?, STATEMENT)
};

/// The text of the words, as a word.
pub(super) const AS_WRITTEN: Maker = |parts| Some(Frame::word(parts.text));

/// `200 or 204`: one of these numbers.
pub(super) const NUMBERS: Maker = |parts| {
    let numbers = parts.text.split(|c: char| !c.is_ascii_digit() && c != ',');
    let numbers = numbers.map(|word| word.replace(',', ""));
    let numbers = numbers.filter(|word| !word.is_empty());
    printed(Property::Value(Value::Is(numbers.collect())))
};

/// Columns that stand together, by their names.
pub(super) const COLUMNS: Maker = |parts| {
    let named = |part: &&Frame| match &part.word {
        Some(name) => vec![name.clone()],
        None => part.values.clone(),
    };
    let values = parts.iter().flatten().flat_map(named).collect();
    let same = parts.iter().flatten().any(|part| part.has(Slot::Same));
    let mut all = frame!(; values: values);
    all.slots = if same { roles!(Same) } else { roles!() };
    Some(all)
};

/// Whose columns.
fn owner(part: Option<&Frame>) -> Option<Subject> {
    let fits = |who: &Frame| who.slots.within(roles!(Kind Name Every)) && who.others.is_empty();
    part.map_or(Some(Subject::anything()), |who| {
        who.subject().filter(|_| fits(who))
    })
}

/// That each of some columns of somebody holds each of some tests.
fn columns(who: &Subject, names: &[String], tests: &[Test], cost: u32) -> Option<Frame> {
    let pairs = names
        .iter()
        .flat_map(|name| tests.iter().map(move |test| (name, test)));
    let all = pairs.map(|(name, test)| every(who, name, test));
    saying(vec![together(all)?], cost)
}

/// `DESIRED와 READY가 동일`, `DESIRED = CURRENT = READY`, the same with `= 10` behind.
pub(super) const SAME_COLUMNS: Maker = |parts| {
    let (who, all) = (owner(parts[0])?, parts[1]?);
    let (first, others) = all.values.split_first()?;
    (all.has(Slot::Same) && !others.is_empty()).then_some(())?;
    if let Some(number) = parts.get(2).copied().flatten() {
        let test = Test::Is(vec![number.number?.to_string()]);
        return columns(&who, &all.values, &[test], STATEMENT);
    }
    let equal: Vec<Test> = others.iter().cloned().map(Test::SameAs).collect();
    columns(&who, std::slice::from_ref(first), &equal, STATEMENT)
};

/// Whether a test tells a value.
fn tells(test: &Test) -> bool {
    matches!(test, Test::Is(_) | Test::Compare(..))
}

/// `DESIRED, CURRENT and READY should all be 10`: one value for each of them. That all are meant has to be
/// said, by a word or by a sign.
pub(super) const EACH_COLUMN: Maker = |parts| {
    let (who, all, tests) = (owner(parts[0])?, parts[1]?, &parts[3]?.tests);
    let fits = tests.iter().all(tells) && parts[2]?.has(Slot::Every) && all.values.len() > 1;
    columns(&who, &all.values, tests, STATEMENT).filter(|_| fits)
};

/// `DESIRED matches the number of nodes`, `DESIRED와 READY가 노드 수와 일치`.
pub(super) const COLUMNS_AS_NODES: Maker = |parts| {
    let who = owner(parts[0])?;
    // A name would be passed over: every row that has the column is held against the nodes.
    let fits = who.name.is_none() && parts[2]?.has(Slot::Same);
    columns(&who, &parts[1]?.values, &[Test::Nodes], STATEMENT).filter(|_| fits)
};

/// Names of several things.
pub(super) const NAMES: Maker = |parts| {
    let (mut all, rest) = (parts[0]?.clone(), parts[2]?);
    all.others = rest.name.iter().chain(&rest.others).cloned().collect();
    Some(all)
};

/// `spec.replicas is 3`, `` `.status.phase` is Running ``, `memory limit이 512Mi`.
pub(super) const FIELD: Maker = |parts| {
    let (path, tests) = (parts[0]?.word.clone()?, &(*parts.last()?)?.tests);
    // `status.readyReplicas equals spec.replicas`: another field and no value.
    let field =
        |test: &Test| matches!(test, Test::Is(values) if values.iter().any(|value| is_path(value)));
    let plain = tests.iter().all(|test| tells(test) && !field(test));
    columns(&Subject::anything(), &[path], tests, STATEMENT).filter(|_| plain)
};

/// What stands before a colon, which says nothing itself.
pub(super) const COLON: Maker = |parts| {
    let before = parts[0].filter(|part| part.before_colon.is_none())?;
    Some(Frame {
        before_colon: Some(before.slots),
        ..before.clone()
    })
};

/// A key that the output must show with this value.
pub(super) const KEYED: Maker = |parts| {
    let (key, tests) = (parts[0]?.word.as_deref()?, &(*parts.last()?)?.tests);
    let key = key.trim_matches(['`', '"']).trim();
    // Restarts before the deployment are not its own; of a range that is a form by itself.
    let restarts = tests.len() > 1 && key.eq_ignore_ascii_case("RESTARTS");
    let named = !restarts && !key.is_empty() && key.split_whitespace().count() <= 6;
    let (who, key) = (Subject::anything(), [key.to_owned()]);
    columns(&who, &key, tests, STATEMENT + KEY).filter(|_| named)
};

/// Quoted, as a word.
pub(super) const QUOTED: Maker = |parts| Frame::word(parts.text).with(&Frame::of(Slot::Literals));

/// `Image should be nginx:1.25`, `이미지 태그가 v1.2.3`.
pub(super) const IMAGE: Maker = |parts| {
    let fits = |who: &Frame| {
        who.slots.within(roles!(Kind Every)) && who.kind.is_none_or(|kind| list("imaged").has(kind))
    };
    let (owned, tag) = (parts[0].is_none_or(fits), parts[1]?.has(Slot::Every));
    let value = parts[2]?;
    let word = value.word.as_deref()?;
    let inner = |c: char| c.is_ascii_alphanumeric() || "-_./:@".contains(c);
    let told = if tag {
        // `correct` is no tag.
        (value.has(Slot::Literals) || word.contains(|c: char| c.is_ascii_digit()))
            && !word.contains(['/', ':', '@'])
    } else {
        let last = word.rsplit('/').next();
        last.is_some_and(|last| last.contains([':', '@']) && !last.ends_with([':', '@']))
    };
    let text = word.to_owned();
    let fits = owned && told && word.chars().all(inner);
    printed(Property::Image { tag, text }).filter(|_| fits)
};

/// `All targets UP`, `Prometheus 타겟 UP`.
pub(super) const TARGETS_UP: Maker = |_| printed(Property::TargetUp);

/// `… in 8-10 seconds`, `5분 이내에 …`: how long it may take.
pub(super) const WAIT: Maker = |parts| {
    let (low, high) = parts.iter().flatten().find_map(|part| part.time)?;
    let wait = Wait {
        words: parts.text.to_owned(),
        time: (low == high).then_some(low),
        short: high <= super::word_lists::LONGEST_WAIT,
    };
    Some(frame!(; wait: Some(wait)))
};

/// Whether a text begins with one of these.
pub(super) fn begins(text: &str, heads: &[&str]) -> bool {
    heads.iter().any(|head| text.starts_with(head))
}

/// A description in front of what is denied ("no etcd errors", `DB 관련 … 로그 미발생`), which makes the denial
/// narrower: without it, it is stricter.
pub(super) const DESCRIPTION: Maker = |parts| {
    let numbered = parts.text.contains(|c: char| c.is_ascii_digit());
    AS_WRITTEN(parts).filter(|_| !numbered && !turns(parts.text))
};

fn described(frame: &Frame, words: &str) -> Option<Frame> {
    frame.with(&frame!(Described; described: Some(words.to_owned())))
}

/// What is killed for memory logs nothing, and a log seldom speaks Korean.
pub(super) const DESCRIBED_ERRORS: Maker = |parts| {
    let words = parts[0]?.word.as_deref()?;
    let foreign = words.chars().any(is_hangul) || words.eq_ignore_ascii_case("oom");
    DESCRIBED(parts).filter(|_| !foreign)
};

/// `HTTP 500 errors`, `5xx 응답`.
pub(super) const SERVER_ERRORS: Maker = |parts| {
    let errors = parts[2].filter(|part| part.has(Slot::Errors)).cloned();
    let errors = errors.unwrap_or_else(|| Frame::of(Slot::Errors));
    described(&errors, parts[1]?.word.as_deref()?)
};

/// `errors about timeouts`.
pub(super) const ERRORS_ABOUT: Maker = |parts| {
    let words = parts[1]?.word.as_deref()?;
    let about = ["concerning ", "about ", "regarding "];
    let fits = begins(words, &about) && !words.chars().any(is_hangul);
    described(parts[0]?, words).filter(|_| fits)
};

/// `남아있는 테스트 Pod`, `DB 관련 "timeout" 로그`.
pub(super) const DESCRIBED: Maker = |parts| described(parts[1]?, parts[0]?.word.as_deref()?);

/// Statements that are joined.
pub(super) const JOINED_STATEMENTS: Maker = |parts| both_said(parts, true);

/// Statements with a dash between them, which joins no bare values.
pub(super) const DASHED_STATEMENTS: Maker = |parts| both_said(parts, false);

fn both_said(parts: &Parts<Frame>, joins: bool) -> Option<Frame> {
    let (before, after) = (parts[0]?, parts[2]?);
    let pairs = before.said.iter();
    let pairs = pairs.flat_map(|one| after.said.iter().map(move |two| (one, two)));
    let joined = pairs.filter_map(|(one, two)| conjunction(one.clone(), two.clone(), joins));
    saying(joined.collect(), before.cost + after.cost)
}

/// `Running - everything is fine`.
pub(super) const GLOSSED: Maker = |parts| {
    let (before, gloss) = (parts[0]?, parts[2]?.word.as_ref()?);
    let said = vec![sole(&before.said)?.remarked(gloss)];
    saying(said, before.cost + KEY).filter(|_| super::word_lists::harmless(gloss))
};

/// `Pods should be Running with 0 restarts`, `Running without restarts`: a state of all of them, and a bound
/// on their restarts.
pub(super) const WITH_RESTARTS: Maker = |parts| {
    let before = sole(&parts[0]?.said)?;
    let after = sole(&meanings((*parts.last()?)?))?;
    let upper = [Comparison::Equal, Comparison::AtMost, Comparison::Less];
    let bounds = |said: &Statement| match &said.property {
        Property::Measure {
            metric: Metric::Restarts,
            comparison,
            ..
        } => said.who == Subject::anything() && upper.contains(comparison),
        _ => false,
    };
    let fits = after.statement().is_some_and(bounds)
        && before.statement().is_some_and(Statement::is_state_of_all);
    let said = vec![both(inherit(&before, after), before)];
    saying(said, STATEMENT + KEY).filter(|_| fits)
};

/// Both of two clauses. A bare value beside a denial may be part of what is denied ("no errors,
/// Pending"), so that is not guessed at.
pub(super) fn conjunction(before: Predicate, after: Predicate, joins: bool) -> Option<Predicate> {
    let lone = |predicate: &Predicate| {
        let said = predicate.statement().map(|said| &said.property);
        matches!(said, Some(Property::Value(Value::Is(_))))
    };
    let denies = denies(&before) || denies(&after);
    let bare_ones = bare(&before) || bare(&after);
    // `3 pods, 1 Pending`: one number would be of all, the other of some.
    let unclear = lone(&before) != lone(&after) || numbers_of_all(&before, &after);
    let joined = || both(inherit(&before, after), before.clone());
    (!unclear && !(bare_ones && (denies || !joins))).then(joined)
}

/// Whether two clauses number all of the same things, once with a state and differently.
fn numbers_of_all(before: &Predicate, after: &Predicate) -> bool {
    let differ = |one: &Statement, other: &Statement| {
        let same = one.who == other.who || other.who == Subject::anything();
        let numbers = one.number_of_all().zip(other.number_of_all());
        same && numbers.is_some_and(|(n, m)| n != m) && one.states() != other.states()
    };
    let mut before = before.statements().into_iter();
    before.any(|one| after.statements().iter().any(|other| differ(one, other)))
}

/// The second clause speaks of the first one's subject if it names none.
pub(super) fn inherit(first: &Predicate, second: Predicate) -> Predicate {
    // Pods and nodes are never synced: then it speaks of what is.
    if speaks_of_sync(&second) {
        return second;
    }
    let named = first.statement().filter(|first| match &first.property {
        Property::Exists => !first.denies() && first.how_many != Bound::AsNodes,
        Property::State(_)
        | Property::Ratio { .. }
        | Property::Column { .. }
        | Property::Measure { .. }
        | Property::Placed(Placement::EveryNode { .. }) => true,
        _ => false,
    });
    let Some(first) = named else {
        return second;
    };
    let of_first = |mut said: Statement| {
        let takes = match &said.property {
            Property::State(_) => said.counted().is_none(),
            Property::Ratio { .. } | Property::Measure { .. } => true,
            _ => false,
        };
        if takes && said.who == Subject::anything() {
            said.who = first.who.clone();
        }
        said
    };
    match second {
        Predicate::Remarked(..) => second,
        said => said.map(&of_first),
    }
}

fn speaks_of_sync(predicate: &Predicate) -> bool {
    let of_sync = |said: &&Statement| {
        let sync = |state: &String| matches!(state.as_str(), "Synced" | "OutOfSync");
        matches!(said.property, Property::State(_)) && said.states().iter().any(sync)
    };
    predicate.statements().iter().any(of_sync)
}

pub(super) fn both(after: Predicate, before: Predicate) -> Predicate {
    let parts = [before, after].into_iter().flat_map(|said| match said {
        Predicate::All(parts) => parts,
        one => vec![one],
    });
    Predicate::All(parts.collect())
}

/// A value that stands alone, which says nothing about what has it.
pub(super) fn bare(predicate: &Predicate) -> bool {
    let alone = |said: &Statement| match &said.property {
        Property::Value(value) => !matches!(value, Value::Version { .. }),
        Property::Text { place, .. } => *place == Place::Output && !said.denies(),
        Property::State(_) => said.counted().is_none() && said.who == Subject::anything(),
        Property::Ratio { .. } => said.how_many == Bound::Every && said.who == Subject::anything(),
        _ => false,
    };
    predicate.statements().into_iter().all(alone)
}

pub(super) fn denies(predicate: &Predicate) -> bool {
    predicate.statements().into_iter().any(Statement::denies)
}
