//! The rules of both languages: which phrases a clause has, and in which order they may stand.

use super::aside::{DEMAND, QUALIFIED, WAITED};
use super::chart::{Grammar, MOST_WORDS, Make, Source};
use super::concept::Token;
use super::frame::{Frame, Joint, Maker, Place, Slot, States, frame, roles};
use super::lists::*;
use super::statements::whole;
use super::terminal::{added, categories};
use crate::facts::duration;
use crate::facts::tsv;
use crate::judge::predicate::{Comparison, Precision, Predicate, Shape, Test};
use chrono::TimeDelta;
use std::rc::Rc;
use std::sync::{Arc, LazyLock};

/// What words are by these rules and some of their categories, and the index of the word that has no place.
fn parsed(
    tokens: &[Token],
    text: &str,
    goal: &str,
    some: fn(&str) -> bool,
) -> (Vec<Rc<Frame>>, usize) {
    if tokens.len() > MOST_WORDS {
        return (Vec::new(), 0);
    }
    let words = (0..tokens.len()).map(|at| {
        let mut all = categories(tokens, at, text);
        all.retain(|(name, _)| some(name));
        all
    });
    let spans = tokens.iter().map(|token| token.span.clone()).collect();
    GRAMMAR.parse(words, &Source { text, spans }, goal)
}

/// The index of the word at which a clause does not go on. A word that only describes is what stops it.
pub(super) fn furthest(tokens: &[Token], text: &str) -> usize {
    parsed(tokens, text, "phrase", |name| name != "describing").1
}

/// Everything that a sentence can mean by these rules, by the cheapest of its readings.
pub(super) fn meanings(tokens: &[Token], text: &str) -> Vec<Predicate> {
    let (found, _) = parsed(tokens, text, "whole", |_| true);
    let least = found.iter().map(|one| one.cost).min();
    let cheap = found.iter().filter(|one| Some(one.cost) == least);
    let mut said: Vec<Predicate> = Vec::new();
    for one in cheap.flat_map(|one| &one.said) {
        if !said.contains(one) {
            said.push(one.clone());
        }
    }
    said
}

/// What words in parentheses can be, in every way.
pub(super) fn parenthesis(tokens: &[Token], text: &str) -> Vec<Frame> {
    let (found, _) = parsed(tokens, text, "parenthesis", |_| true);
    found.iter().map(|one| (**one).clone()).collect()
}

const DATA: &str = include_str!("rules.tsv");

static GRAMMAR: LazyLock<Grammar<Frame>> = LazyLock::new(|| {
    let mut grammar = Grammar::default();
    for [head, bodies, last] in tsv::rows(DATA) {
        let family = head.strip_prefix("family ");
        if let Some(heads) = family.and_then(|heads| heads.split_once(' ')) {
            let making = ["ALL", "1"].map(|field| making(field));
            if let [Some(all), Some(first)] = &making {
                grammar.family(heads, bodies, last, all, first);
            }
        } else if let Some(make) = making(last) {
            bodies
                .split(" | ")
                .for_each(|body| grammar.rule(head, body, &make));
        }
    }
    grammar.closed()
});

/// What a rule makes: of its parts one, all together, none, or what is named; with what is added.
fn making(field: &'static str) -> Option<Make<Frame>> {
    let base = field.split(' ').next().unwrap_or_default();
    let adds = match added(field, "") {
        (_, None) if base != field => return None,
        (_, adds) => adds.unwrap_or_default(),
    };
    let part: Option<usize> = base.parse().ok();
    let named = MAKES.iter().find(|(name, _)| *name == base);
    if part.is_none() && named.is_none() && base != "-" {
        return None;
    }
    Some(Arc::new(move |parts| {
        let made = match (part, named) {
            (Some(part), _) => parts[part - 1].cloned(),
            (None, Some((_, make))) => make(parts),
            (None, None) => return Some(adds.clone()),
        }?;
        if adds == Frame::default() {
            return Some(made);
        }
        made.with(&adds)
    }))
}

/// What the rules of the data name, by its name.
macro_rules! makes {
    ($($name:ident)*) => {
        const MAKES: &[(&str, Maker)] = &[$((stringify!($name), $name),)*];
    };
}

makes! {
    AGED ALL AS_WRITTEN BECOMES BETWEEN CODES COLON COLUMN COLUMNS COLUMNS_AS_NODES COMPARED
    DASHED_STATEMENTS DEMAND DESCRIBED DESCRIBED_ERRORS DESCRIPTION EACH_COLUMN ENDPOINTS
    ERRORS_ABOUT FIELD FINE GIVEN GLOSSED GROUPS IMAGE IP IS IS_NOT JOINED JOINED_STATEMENTS
    KEPT_AMOUNT KEYED LACKS LINES MADE NAMED NAMES NUMBERS ON_NODES PART PLACE
    PLACED PORT QUALIFIED QUOTED REASON RUNS SAID SAME_COLUMNS SERVER_ERRORS SHAPED STATES
    TARGETS_UP TEXTS TWO TYPE VALUES WAIT WAITED WHOLE WINDOW WITH_RESTARTS
}

/// All parts together. What joins them says nothing.
const ALL: Maker = |parts| {
    if let [Some(only)] = **parts {
        return Some(only.clone());
    }
    let telling = parts.iter().flatten().filter(|part| part.joint.is_none());
    together(telling.copied().cloned())
};

fn together(mut parts: impl Iterator<Item = Frame>) -> Option<Frame> {
    let first = parts.next()?;
    parts.try_fold(first, |frame, part| frame.with(&part))
}

/// What a part has that has it.
fn of_any<T>(parts: &[Option<&Frame>], of: impl Fn(&Frame) -> Option<T>) -> Option<T> {
    parts.iter().flatten().find_map(|part| of(part))
}

/// A name in code is a name.
fn named(mut frame: Frame) -> Option<Frame> {
    match frame.word.take() {
        Some(text) => frame.with(&Frame::name(text, Precision::Exact)),
        None => Some(frame),
    }
}

/// A thing whose name stands beside its kind, or a name in code.
const NAMED: Maker = |parts| named(ALL(parts)?);

/// A name that is a place's: of `loki namespace`, `loki`.
const PLACE: Maker = |parts| {
    let of = |part: &Frame| {
        part.name
            .as_ref()
            .map_or(part.word.clone(), |name| Some(name.text.clone()))
    };
    let place = parts.iter().flatten().find(|part| of(part).is_some())?;
    Some(frame!(Namespace; namespace: of(place), others: place.others.clone()))
};

/// The pods that a workload made.
const MADE: Maker = |parts| {
    let owned = parts.iter().flatten().map(|part| {
        let workload = part.kind.filter(|kind| *kind != "pods");
        let mut own = (*part).clone();
        if workload.is_some() {
            (own.kind, own.workload) = (None, workload);
            own.slots = own.slots.but(roles!(Kind));
        }
        own
    });
    named(together(owned)?)
};

/// Two names that are one: `ARC controller`.
const JOINED: Maker = |parts| {
    let loose = |at: usize| {
        let name = parts[at]?.name.as_ref();
        name.filter(|name| name.precision == Precision::Loose)
    };
    let text = format!("{} {}", loose(0)?.text, loose(1)?.text);
    Some(Frame::name(text, Precision::Loose))
};

/// One state, and those behind it.
fn pair<'a>(parts: &[Option<&'a Frame>]) -> Option<(&'a States, &'a States)> {
    let (one, others) = (parts[0]?.one_group()?, parts[2]?.one_group()?);
    let single = one.words.len() == 1 && one.from.is_empty() && others.from.is_empty();
    single.then_some((one, others))
}

/// States that stand together, all joined in one way. A comma takes the joint of the list's end: `A, B or C`.
const STATES: Maker = |parts| {
    let (one, others) = pair(parts)?;
    let several = others.words.len() > 1;
    let listed = several && others.joint == Joint::Or;
    let joint = parts[1]?.joint.or(listed.then_some(Joint::Or))?;
    (!several || others.joint == joint).then_some(())?;
    let mut words = [&one.words[..], &others.words].concat();
    // `failed/crashed` are two words of one.
    words.dedup();
    Some(Frame::states(words, joint, Vec::new()))
};

/// `Pending → Running`.
const BECOMES: Maker = |parts| {
    let (one, others) = pair(parts)?;
    Some(Frame::states(
        others.words.clone(),
        others.joint,
        one.words.clone(),
    ))
};

/// `Running 상태로 정상 실행`: of pods the two are one.
const FINE: Maker = |parts| {
    let fits = parts[1]?.is_state("healthy");
    RUNS(parts).filter(|_| fits)
};

/// 실행 중, 실행되고 있음.
const RUNS: Maker = |parts| parts[0].filter(|frame| frame.is_state("Running")).cloned();

/// `ClusterIP 타입`.
const TYPE: Maker = |parts| {
    let of_type = |word: &String| super::status::dimension(word) == super::status::SERVICE_TYPE;
    let fits = parts[0]?.one_group()?.words.iter().all(of_type);
    parts[0].filter(|_| fits).cloned()
};

/// Two states of both of which something is said.
const TWO: Maker = |parts| {
    let group = parts[1]?.one_group()?;
    let two = group.words.len() == 2 && group.joint == Joint::And;
    parts[1].filter(|_| two).cloned()
};

/// `재시작 0회 유지`; of a bound the word adds nothing.
const KEPT_AMOUNT: Maker = |parts| {
    let counted =
        parts[0].is_some_and(|amount| amount.has(Slot::Counter) && amount.comparison.is_none());
    let mut amount = ALL(parts)?;
    amount.kept = counted;
    Some(amount)
};

/// Of the kinds whose number is said as a part of all.
const PART: Maker = |parts| {
    let counted = ["pods", "nodes", "applications"];
    ALL(parts).filter(|frame| frame.kind.is_none_or(|kind| counted.contains(&kind)))
};

/// All of so many: `4/4개`.
const WHOLE: Maker = |parts| parts[0].filter(|part| part.part == part.number).cloned();

/// Of things that a place has: without a kind nobody says what is there.
const PLACED: Maker = |parts| ALL(parts).filter(|frame| frame.kind.is_some());

/// The endpoints of services.
const ENDPOINTS: Maker = |parts| {
    let mut who = parts[0].filter(|who| who.kind == Some("services"))?.clone();
    (who.kind, who.of_service) = (None, true);
    who.slots = who.slots.but(roles!(Kind));
    let beside = parts[1..].iter().copied().flatten().cloned();
    together([who].into_iter().chain(beside))
};

/// The one length of time that a part says, in words or as a measure.
fn spoken_time(parts: &[Option<&Frame>]) -> Option<TimeDelta> {
    let told = |part: &&&Frame| part.time.is_some() || part.measure.is_some();
    let part = parts.iter().flatten().find(told)?;
    let measured = || duration::parse(part.measure.as_ref()?);
    part.one_time().or_else(measured)
}

/// The time of `last 10 minutes`.
const WINDOW: Maker = |parts| {
    let window = super::measure::bounded(spoken_time(parts)?)?;
    Some(frame!(Window; window: Some(window)))
};

fn tested(tests: Vec<Test>) -> Option<Frame> {
    Some(frame!(; tests: tests))
}

/// The values among the parts.
fn values(parts: &[Option<&Frame>]) -> Option<Vec<String>> {
    let part = parts.iter().flatten().find(|part| !part.values.is_empty());
    part.map(|part| part.values.clone())
}

/// The values of a test, of which one holds.
const VALUES: Maker =
    |parts| Some(frame!(; values: [&parts[0]?.values[..], &parts[2]?.values].concat()));

const IS: Maker = |parts| {
    // That an address is there, and not the word.
    let told = values(parts).filter(|values| *values != ["IP"]);
    tested(vec![Test::Is(told?)])
};
const IS_NOT: Maker = |parts| tested(vec![Test::IsNot(values(parts)?)]);
const LACKS: Maker = |parts| tested(vec![Test::Lacks(values(parts)?)]);

/// A value against a bound: a quantity, or by its words a version.
const COMPARED: Maker = |parts| {
    let comparison = of_any(parts, |part| part.comparison).unwrap_or(Comparison::AtLeast);
    let bound = of_any(parts, |part| part.quantity);
    let bound = bound.map(|bound| Test::Compare(comparison, bound));
    let mut compared = tested(bound.into_iter().collect())?;
    (compared.values, compared.comparison) = (values(parts)?, Some(comparison));
    Some(compared)
};

/// `2~5`: at least and at most.
const BETWEEN: Maker = |parts| {
    let (low, high) = parts[0]?.range?;
    let least = Test::Compare(Comparison::AtLeast, whole(low)?);
    tested(vec![least, Test::Compare(Comparison::AtMost, whole(high)?)])
};

/// What a value looks like. Whose address it is would be passed over.
const SHAPED: Maker = |parts| {
    let shape = parts[0].filter(|shape| shape.name.is_none())?.shape?;
    tested(vec![Test::Shape(shape)])
};

/// `IP가 있어야 함`.
const IP: Maker = |parts| {
    let ip = parts[0]?.word.as_deref() == Some("IP");
    tested(vec![Test::Shape(Shape::Ip)]).filter(|_| ip)
};

/// An age in a column.
const AGED: Maker = |parts| tested(vec![Test::Age(spoken_time(parts)?)]);

/// A column with its tests, of which each must hold.
fn columned(column: &str, tests: &[Test]) -> Option<Frame> {
    let columns = tests.iter().map(|test| (column.to_owned(), test.clone()));
    (!tests.is_empty()).then(|| frame!(Columns; columns: columns.collect()))
}

/// A header with its tests.
const COLUMN: Maker = |parts| {
    let column = parts[0]?.word.as_deref()?;
    let told = |part: &&&Frame| !part.tests.is_empty() || part.comparison.is_some();
    let last = parts.iter().flatten().rfind(told)?;
    // `VERSION: 3.10 or higher`: of a version's column numbers are versions.
    if let Some(comparison) = last.comparison.filter(|_| column.contains("VERSION")) {
        let number = last.values.first()?.trim_start_matches('v');
        let numbers: Option<Vec<u64>> = number.split('.').map(|one| one.parse().ok()).collect();
        return columned(column, &[Test::Version(comparison, numbers?)]);
    }
    columned(column, &last.tests)
};

/// `Ingress has an ADDRESS`: a column that is there only where something was given.
const GIVEN: Maker = |parts| {
    let column = of_any(parts, |part| {
        columned(part.word.as_deref()?, &[Test::Present])
    })?;
    match parts[0].filter(|part| part.word.is_none()) {
        Some(who) => who.with(&column),
        None => Some(column),
    }
};

/// Pods on nodes.
const ON_NODES: Maker = |parts| {
    let place = Place {
        every: parts.iter().flatten().any(|part| part.has(Slot::Every)),
        number: of_any(parts, |part| part.number),
        spread: None,
    };
    Some(frame!(Place; place: Some(place)))
};

/// Texts that stand together, all joined in one way.
const TEXTS: Maker = |parts| {
    let (one, joint, others) = (parts[0]?, parts[1]?.joint, parts[2]?);
    let joint = joint.or(Some(Joint::And));
    (others.literals.len() == 1 || others.literal_joint == joint).then_some(())?;
    let literals = [&one.literals[..], &others.literals].concat();
    Some(frame!(Literals; literals: literals, literal_joint: joint))
};

/// `308 or 200`.
const CODES: Maker =
    |parts| Some(frame!(Code; codes: [&parts[0]?.codes[..], &parts[2]?.codes].concat()));

/// `200 OK`: the code says what the word says.
const REASON: Maker = |parts| {
    let fits = parts[0]?.codes.last() == parts[1]?.codes.last();
    parts[0].filter(|_| fits).cloned()
};

/// A number of lines.
const LINES: Maker = |parts| {
    let lines = of_any(parts, |part| part.number)?;
    Some(frame!(LastLines; last_lines: Some(lines)))
};

/// `port 80`.
const PORT: Maker = |parts| Some(frame!(Port; port: Some(parts[1]?.number?)));

/// Two groups of states, of which each says something else.
const GROUPS: Maker = |parts| {
    let groups = parts.iter().flatten().flat_map(|part| part.states.clone());
    let others = parts.iter().flatten().map(|part| {
        let mut own = (*part).clone();
        own.states.clear();
        own.slots = own.slots.but(roles!(States));
        own
    });
    let mut all = together(others)?;
    all.slots.insert(Slot::States);
    all.states = groups.collect();
    Some(all)
};

#[cfg(test)]
mod tests {
    use super::*;

    /// A rule is used as it is written, and nothing is made that no rule makes.
    #[test]
    fn every_rule_is_made_by_something_known_and_every_making_is_of_a_rule() {
        let lines = tsv::lines(DATA);
        let mut used = Vec::new();
        for line in lines {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), 3, "{line}");
            if !fields[0].starts_with("family ") {
                assert!(making(fields[2]).is_some(), "{line}");
                used.extend(fields[2].split(' ').next());
            }
        }
        for (name, _) in MAKES {
            assert!(used.contains(name), "{name}");
        }
    }

    /// A phrase that has the name of a category of words is one of such words and what stands beside them.
    #[test]
    fn no_phrase_has_the_name_of_a_category_by_accident() {
        let source = include_str!("terminal.rs");
        let written = ["plain(\"", "adds(\"", "takes(\""].into_iter();
        let written = written.flat_map(|call| source.split(call).skip(1));
        let written = written.filter_map(|rest| Some(rest.split_once('"')?.0));
        let terms = tsv::lines(include_str!("terms.tsv"));
        let named = terms.filter_map(|line| line.rsplit('\t').next());
        let named = named.flat_map(|line| line.split(" | "));
        let named = named.filter_map(|one| one.split(' ').next());
        let senses = include_str!("lexicon.tsv").lines();
        let senses = senses.filter_map(|line| Some(line.split_once('\t')?.0));
        let known: Vec<&str> = written.chain(named).chain(senses).collect();
        assert!(known.contains(&"digits") && known.contains(&"pods") && known.contains(&"at"));
        for line in tsv::lines(DATA) {
            let fields: Vec<&str> = line.split('\t').collect();
            for head in fields[0].trim_start_matches("family ").split(' ') {
                let parts = fields[1].split(' ').map(|part| part.trim_end_matches('?'));
                let bodies = parts.collect::<Vec<_>>();
                let of_itself = bodies
                    .split(|part| *part == "|")
                    .all(|body| body.contains(&head));
                // A column is one of `READY=True` as well.
                let both = ["column", "error-lines"].contains(&head);
                assert!(both || of_itself || !known.contains(&head), "{line}");
            }
        }
    }
}
