//! The rules of both languages: which phrases a clause has, and in which order they may stand.

use super::aside::{BODY, DEMAND, NOTE, QUALIFIED, WAITED};
use super::chart::{Grammar, MOST_WORDS, Make, Source};
use super::concept::Token;
use super::frame::{Frame, Joint, Place, Slot, Spread, States};
use super::lists::*;
use super::terminal::categories;
use crate::facts::duration;
use crate::facts::quantity::Quantity;
use crate::judge::predicate::{Comparison, Extent, Name, Precision, Predicate, Shape, Test};
use chrono::TimeDelta;
use std::rc::Rc;
use std::sync::LazyLock;

/// What words are by these rules, and the index of the word that has no place.
fn read(tokens: &[Token], text: &str, goal: &str) -> (Vec<Rc<Frame>>, usize) {
    parsed(tokens, text, goal, |_| true)
}

/// The same by some categories of the words only.
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
    let (found, _) = read(tokens, text, "whole");
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
    let (found, _) = read(tokens, text, "parenthesis");
    found.iter().map(|one| (**one).clone()).collect()
}

const DATA: &str = include_str!("rules.tsv");

static GRAMMAR: LazyLock<Grammar<Frame>> = LazyLock::new(|| {
    let mut grammar = Grammar::default();
    for line in DATA.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(head), Some(bodies), Some(last)) = (fields.next(), fields.next(), fields.next())
        else {
            continue;
        };
        let make = MAKES.iter().find(|(name, _)| *name == last);
        let family = head
            .strip_prefix("family ")
            .and_then(|heads| heads.split_once(' '));
        match (family, make) {
            (Some(heads), _) => grammar.family(heads, bodies, last, ALL, FIRST),
            (None, Some((_, make))) => {
                for body in bodies.split(" | ") {
                    grammar.rule(head, body, *make);
                }
            }
            (None, None) => {}
        }
    }
    grammar.closed()
});

/// What the rules of the data name, by its name.
macro_rules! makes {
    ($($name:ident)*) => {
        const MAKES: &[(&str, Make<Frame>)] = &[$((stringify!($name), $name),)*];
    };
}

makes! {
    BODY DASHED_STATEMENTS DEMAND LABEL NOTE QUALIFIED WAITED
    AGED ALL ANY APART AS_WRITTEN BECOMES BETWEEN BOTH
    CODES COLON COLUMN COLUMNS COLUMNS_AS_NODES COMPARED DESCRIBED DESCRIBED_ERRORS
    DESCRIPTION EACH EACH_COLUMN EACH_NODE ENDPOINTS ERRORS_ABOUT EVERY_POD FIELD
    FINE FIRST GIVEN GLOSSED GROUPS HERE IMAGE IP
    IS IS_NOT JOINED JOINED_STATEMENTS KEPT KEPT_AMOUNT KEYED KEYED_BETWEEN KEY_AS_NODES
    LACKS LAST_LINES LINES LISTED MADE MANY MANY_LINES NAMED
    NAMES NODES NOTHING NUMBERS ON_NODES PART PLACE PLACED
    PLUS PORT PRESENT PROMETHEUS QUOTED REASON RUNS SAID
    SAME SAME_COLUMNS SECOND SERVER_ERRORS SEVERAL SHAPED STATES TARGETS_UP TEXTS
    TOGETHER TWO TYPE UP VALUES WAIT WHOLE WINDOW
    WITH_RESTARTS
}

/// All parts together.
const ALL: Make<Frame> = |parts| {
    let mut parts = parts.iter().flatten();
    let first = (*parts.next()?).clone();
    parts.try_fold(first, |frame, part| frame.with(part))
};

/// Only the words that say something.
const FIRST: Make<Frame> = |parts| parts[0].cloned();
const SECOND: Make<Frame> = |parts| parts[1].cloned();

/// A name in code is a name.
fn named(frame: Frame) -> Option<Frame> {
    let Some(text) = frame.word.clone() else {
        return Some(frame);
    };
    let precision = Precision::Exact;
    let own = Frame {
        name: Some(Name { text, precision }),
        ..Frame::of(Slot::Name)
    };
    Frame {
        word: None,
        ..frame
    }
    .with(&own)
}

/// A thing whose name stands beside its kind.
const NAMED: Make<Frame> = |parts| named(ALL(parts)?);

/// A name that is a place's: of `loki namespace`, `loki`.
const PLACE: Make<Frame> = |parts| {
    let mut named = parts.iter().flatten().filter_map(|part| {
        let own = part.name.as_ref().map(|name| name.text.clone());
        Some((own.or(part.word.clone())?, part.others.clone()))
    });
    let (first, others) = named.next()?;
    Some(Frame {
        namespace: Some(first),
        others,
        ..Frame::of(Slot::Namespace)
    })
};

/// The namespace of the command.
const HERE: Make<Frame> = |_| {
    Some(Frame {
        extent: Extent::Namespace,
        ..Frame::of(Slot::Namespace)
    })
};

/// The pods that a workload made.
const MADE: Make<Frame> = |parts| {
    let mut frame = Frame::default();
    for part in parts.iter().flatten() {
        let mut own = (*part).clone();
        if let Some(workload) = own.kinds.pop_if(|kind| *kind != "pods") {
            own.slots.remove(Slot::Kind);
            own.workload = Some(workload);
        }
        frame = frame.with(&own)?;
    }
    named(frame)
};

/// Two names that are one: `ARC controller`.
const JOINED: Make<Frame> = |parts| {
    let loose = |at: usize| {
        let name = parts[at]?.name.as_ref();
        name.filter(|name| name.precision == Precision::Loose)
    };
    let text = format!("{} {}", loose(0)?.text, loose(1)?.text);
    let precision = Precision::Loose;
    Some(Frame {
        name: Some(Name { text, precision }),
        ..Frame::of(Slot::Name)
    })
};

fn in_states(words: Vec<String>, joint: Joint, from: Vec<String>) -> Option<Frame> {
    Some(Frame {
        states: vec![States { words, joint, from }],
        ..Frame::of(Slot::States)
    })
}

/// One state, and those behind it.
fn pair<'a>(parts: &[Option<&'a Frame>]) -> Option<(&'a States, &'a States)> {
    let (one, others) = (parts[0]?.one_group()?, parts[2]?.one_group()?);
    let single = one.words.len() == 1 && one.from.is_empty() && others.from.is_empty();
    single.then_some((one, others))
}

/// States that stand together, all joined in one way.
const STATES: Make<Frame> = |parts| {
    let (joint, (one, others)) = (parts[1]?.joint?, pair(parts)?);
    let fits = others.words.len() == 1 || others.joint == joint;
    let mut words = [&one.words[..], &others.words].concat();
    // `failed/crashed` are two words of one.
    words.dedup();
    fits.then(|| in_states(words, joint, Vec::new())).flatten()
};

/// `A, B or C`: a comma takes the joint of the list's end.
const LISTED: Make<Frame> = |parts| {
    let (one, others) = pair(parts)?;
    let fits = others.words.len() > 1 && others.joint == Joint::Or;
    let words = [&one.words[..], &others.words].concat();
    fits.then(|| in_states(words, Joint::Or, Vec::new()))
        .flatten()
};

/// `Pending → Running`.
const BECOMES: Make<Frame> = |parts| {
    let (one, others) = pair(parts)?;
    in_states(others.words.clone(), others.joint, one.words.clone())
};

fn is_state(frame: &Frame, word: &str) -> bool {
    let group = frame.one_group();
    group.is_some_and(|group| group.words == [word] && group.from.is_empty())
}

/// `Running 상태로 정상 실행`: of pods the two are one.
const FINE: Make<Frame> = |parts| {
    let fits = is_state(parts[0]?, "Running") && is_state(parts[1]?, "healthy");
    parts[0].filter(|_| fits).cloned()
};

/// 실행 중, 실행되고 있음.
const RUNS: Make<Frame> = |parts| parts[0].filter(|frame| is_state(frame, "Running")).cloned();

/// `ClusterIP 타입`.
const TYPE: Make<Frame> = |parts| {
    let of_type = |word: &String| super::status::dimension(word) == super::status::SERVICE_TYPE;
    let group = parts[0]?.one_group()?;
    parts[0]
        .filter(|_| group.words.iter().all(of_type))
        .cloned()
};

/// Two states of both of which something is said.
const TWO: Make<Frame> = |parts| {
    let group = parts[1]?.one_group()?;
    let two = group.words.len() == 2 && group.joint == Joint::And;
    parts[1].filter(|_| two).cloned()
};

/// Said again of what stays so.
const KEPT: Make<Frame> = |parts| {
    Some(Frame {
        kept: true,
        ..ALL(parts)?
    })
};

/// `재시작 0회 유지`; of a bound the word adds nothing.
const KEPT_AMOUNT: Make<Frame> = |parts| {
    let amount = parts[0].or(parts[1])?;
    let counted = amount.has(Slot::Counter) && amount.comparison.is_none();
    Some(Frame {
        kept: counted && parts[0].is_some_and(|first| first.has(Slot::Counter)),
        ..ALL(parts)?
    })
};

/// Of the kinds whose number is said as a part of all.
const PART: Make<Frame> = |parts| {
    let counted: [&[&str]; 4] = [&[], &["pods"], &["nodes"], &["applications"]];
    ALL(parts).filter(|frame| counted.contains(&frame.kinds.as_slice()))
};

/// So many and no fewer: `40+`.
const PLUS: Make<Frame> = |parts| {
    let counter = parts.get(2).copied().flatten();
    let amount = parts[0]?.with(counter.unwrap_or(&Frame::default()))?;
    amount.with(&Frame {
        comparison: Some(Comparison::AtLeast),
        ..Frame::of(Slot::Comparison)
    })
};

/// All of so many: `4/4개`.
const WHOLE: Make<Frame> = |parts| parts[0].filter(|part| part.part == part.number).cloned();

/// Two of which both are meant.
const BOTH: Make<Frame> = |parts| {
    let two = Frame {
        number: Some(2),
        ..Frame::of(Slot::Number)
    };
    parts[1]?.with(&two)?.with(&Frame::of(Slot::Every))
};

/// Of things that a place has: without a kind nobody says what is there.
const PLACED: Make<Frame> = |parts| ALL(parts).filter(|frame| !frame.kinds.is_empty());

/// The endpoints of services.
const ENDPOINTS: Make<Frame> = |parts| {
    let mut all = parts[0].filter(|who| who.kinds == ["services"])?.clone();
    all.kinds.clear();
    all.slots.remove(Slot::Kind);
    all.of_service = true;
    parts[1..]
        .iter()
        .flatten()
        .try_fold(all, |all, part| all.with(part))
};

/// 노드 수와 같음: what joins says nothing.
const NODES: Make<Frame> = |parts| {
    let all = Frame::default();
    let parts = parts.iter().flatten().filter(|part| part.joint.is_none());
    parts.copied().try_fold(all, |all, part| all.with(part))
};

/// The one length of time that a part says, in words or as a measure.
fn spoken_time(parts: &[Option<&Frame>]) -> Option<TimeDelta> {
    let part = parts
        .iter()
        .flatten()
        .find(|part| part.time.is_some() || part.measure.is_some())?;
    match (part.time, part.measure.as_deref()) {
        (Some((low, high)), _) => Some(low).filter(|_| low == high),
        (None, measure) => duration::parse(measure?),
    }
}

/// The time of `last 10 minutes`.
const WINDOW: Make<Frame> = |parts| {
    let time = spoken_time(parts)?;
    Some(Frame {
        window: Some(super::measure::bounded(time)?),
        ..Frame::of(Slot::Window)
    })
};

/// The values of a test, of which one holds.
const VALUES: Make<Frame> = |parts| {
    let values = [&parts[0]?.values[..], &parts[2]?.values].concat();
    Some(Frame {
        values,
        ..Frame::default()
    })
};

fn tested(test: Test) -> Option<Frame> {
    Some(Frame {
        test: Some(test),
        ..Frame::default()
    })
}

/// The values among the parts.
fn values(parts: &[Option<&Frame>]) -> Option<Vec<String>> {
    let part = parts
        .iter()
        .flatten()
        .find(|part| !part.values.is_empty())?;
    Some(part.values.clone())
}

const IS: Make<Frame> = |parts| {
    // That an address is there, and not the word.
    let told = values(parts).filter(|values| *values != ["IP"]);
    tested(Test::Is(told?))
};
const IS_NOT: Make<Frame> = |parts| tested(Test::IsNot(values(parts)?));
const LACKS: Make<Frame> = |parts| tested(Test::Lacks(values(parts)?));
const PRESENT: Make<Frame> = |_| tested(Test::Present);

/// A value against a bound: a quantity, or by its words a version.
const COMPARED: Make<Frame> = |parts| {
    let compared = parts.iter().flatten().find_map(|part| part.comparison);
    let comparison = compared.unwrap_or(Comparison::AtLeast);
    let quantity = parts.iter().flatten().find_map(|part| part.quantity);
    Some(Frame {
        test: quantity.map(|bound| Test::Compare(comparison, bound)),
        values: values(parts)?,
        comparison: Some(comparison),
        ..Frame::default()
    })
};

/// What a value looks like.
const SHAPED: Make<Frame> = |parts| {
    // Whose address it is would be passed over.
    let bare = parts[0].filter(|shape| shape.name.is_none());
    tested(Test::Shape(bare?.shape?))
};

/// `IP가 있어야 함`.
const IP: Make<Frame> = |parts| {
    let word = parts[0]?.word.as_deref()?;
    (word == "IP")
        .then(|| tested(Test::Shape(Shape::Ip)))
        .flatten()
};

/// An age in a column.
const AGED: Make<Frame> = |parts| {
    let time = spoken_time(parts)?;
    tested(Test::Age(time))
};

fn columned(columns: Vec<(String, Test)>) -> Option<Frame> {
    Some(Frame {
        columns,
        ..Frame::of(Slot::Columns)
    })
}

/// A header with its test.
const COLUMN: Make<Frame> = |parts| {
    let column = parts[0]?.word.clone()?;
    let last = (*parts.last()?)?;
    // `VERSION: 3.10 or higher`: of a version's column numbers are versions.
    if let Some(comparison) = last.comparison.filter(|_| column.contains("VERSION")) {
        let number = last.values.first()?.trim_start_matches('v');
        let numbers: Option<Vec<u64>> = number.split('.').map(|one| one.parse().ok()).collect();
        return columned(vec![(column, Test::Version(comparison, numbers?))]);
    }
    columned(vec![(column, last.test.clone()?)])
};

/// `REPLICAS is between 2 and 10`.
const BETWEEN: Make<Frame> = |parts| {
    let column = parts[0]?.word.clone()?;
    let (low, high) = parts.iter().flatten().find_map(|part| part.range)?;
    let bound = |n| i64::try_from(n).ok().map(Quantity::whole);
    let least = Test::Compare(Comparison::AtLeast, bound(low)?);
    let most = Test::Compare(Comparison::AtMost, bound(high)?);
    columned(vec![(column.clone(), least), (column, most)])
};

/// `Ingress has an ADDRESS`: a column that is there only where something was given.
const GIVEN: Make<Frame> = |parts| {
    let column = parts.iter().flatten().find_map(|part| part.word.clone())?;
    let column = columned(vec![(column, Test::Present)])?;
    match parts[0].filter(|part| part.word.is_none()) {
        Some(who) => who.with(&column),
        None => Some(column),
    }
};

/// Pods on nodes.
const ON_NODES: Make<Frame> = |parts| {
    let all = parts.iter().flatten();
    let each = all.clone().any(|part| part.each);
    let every = each || all.clone().any(|part| part.has(Slot::Every));
    let number = all.clone().find_map(|part| part.number);
    place(every, number, None)
};

/// On those of every node.
const EACH_NODE: Make<Frame> = |_| place(true, None, None);
const APART: Make<Frame> = |_| place(false, None, Some(Spread::Apart));
const TOGETHER: Make<Frame> = |_| place(false, None, Some(Spread::Together));
const SEVERAL: Make<Frame> = |_| place(false, None, Some(Spread::Several));

fn place(every: bool, number: Option<u64>, spread: Option<Spread>) -> Option<Frame> {
    let kind = "nodes";
    Some(Frame {
        place: Some(Place {
            kind,
            every,
            number,
            spread,
        }),
        ..Frame::of(Slot::Place)
    })
}

/// Texts that stand together, all joined in one way.
const TEXTS: Make<Frame> = |parts| {
    let (one, joint, others) = (parts[0]?, parts[1]?.joint, parts[2]?);
    let joint = joint.unwrap_or(Joint::And);
    let fits = others.literals.len() == 1 || others.literal_joint == Some(joint);
    fits.then(|| Frame {
        literals: [&one.literals[..], &others.literals].concat(),
        literal_joint: Some(joint),
        ..Frame::of(Slot::Literals)
    })
};

/// `308 or 200`.
const CODES: Make<Frame> = |parts| {
    let codes = [&parts[0]?.codes[..], &parts[2]?.codes].concat();
    Some(Frame {
        codes,
        ..Frame::of(Slot::Code)
    })
};

/// `200 OK`: the code says what the word says.
const REASON: Make<Frame> = |parts| {
    let (code, reason) = (parts[0]?, parts[1]?);
    let fits = code.codes.last() == reason.codes.last();
    let mut all = code.clone();
    all.slots.insert(Slot::Http);
    all.slots.insert(Slot::Reason);
    fits.then_some(all)
};

/// A number of lines that is counted, or that says which are read.
const LINES: Make<Frame> = |parts| {
    Some(Frame {
        last_lines: Some(parts[0]?.number?),
        counts_lines: true,
        ..Frame::of(Slot::LastLines)
    })
};
const LAST_LINES: Make<Frame> = |parts| {
    Some(Frame {
        last_lines: Some(parts[1]?.number?),
        ..Frame::of(Slot::LastLines)
    })
};

/// Several of something, or several lines.
const MANY: Make<Frame> = |_| Some(Frame::of(Slot::Several));
const MANY_LINES: Make<Frame> = |_| {
    Some(Frame {
        several_lines: true,
        ..Frame::of(Slot::Several)
    })
};

/// Of every pod.
const EVERY_POD: Make<Frame> = |_| Some(Frame::of(Slot::EveryPod));

/// `port 80`.
const PORT: Make<Frame> = |parts| {
    Some(Frame {
        port: Some(parts[1]?.number?),
        ..Frame::of(Slot::Port)
    })
};

/// Two groups of states, of which each says something else.
const GROUPS: Make<Frame> = |parts| {
    let mut all = Frame::default();
    let mut states = Vec::new();
    for part in parts.iter().flatten() {
        let mut own = (*part).clone();
        states.append(&mut own.states);
        own.slots.remove(Slot::States);
        all = all.with(&own)?;
    }
    all.slots.insert(Slot::States);
    all.states = states;
    Some(all)
};

#[cfg(test)]
mod tests {
    use super::*;

    /// A rule is used as it is written, and nothing is made that no rule makes.
    #[test]
    fn every_rule_is_made_by_something_known_and_every_making_is_of_a_rule() {
        let lines = DATA.lines().filter(|line| !line.starts_with('#'));
        let mut used = Vec::new();
        for line in lines {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), 3, "{line}");
            if !fields[0].starts_with("family ") {
                assert!(MAKES.iter().any(|(name, _)| *name == fields[2]), "{line}");
                used.push(fields[2]);
            }
        }
        for (name, _) in MAKES {
            assert!(used.contains(name), "{name}");
        }
    }
}
