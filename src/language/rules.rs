//! The rules of both languages: which phrases a clause has, and in which order they may stand.

use super::aside::{DEMAND, QUALIFIED, WAITED};
use super::chart::{Grammar, MOST_WORDS, Make, Parts, Source};
use super::concept::Token;
use super::frame::{Frame, Joint, Place, Slot, States};
use super::lists::*;
use super::terminal::{added, categories};
use crate::facts::duration;
use crate::facts::quantity::Quantity;
use crate::judge::predicate::{Comparison, Name, Precision, Predicate, Shape, Test};
use chrono::TimeDelta;
use std::rc::Rc;
use std::sync::{Arc, LazyLock};

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
        let fields: Vec<&str> = line.split('\t').collect();
        let [head, bodies, last] = fields[..] else {
            continue;
        };
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

/// What Rust makes of parts.
pub(super) type Maker = fn(&Parts<Frame>) -> Option<Frame>;

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
    KEPT_AMOUNT KEYED KEYED_BETWEEN KEY_AS_NODES LABEL LACKS LAST_LINES LINES LISTED MADE
    NAMED NAMES NUMBERS ON_NODES PART PLACE PLACED PORT QUALIFIED QUOTED REASON RUNS SAID
    SAME_COLUMNS SERVER_ERRORS SHAPED STATES TARGETS_UP TEXTS TWO TYPE VALUES WAIT WAITED
    WHOLE WINDOW WITH_RESTARTS
}

/// All parts together. What joins them says nothing.
const ALL: Maker = |parts| {
    if let [Some(only)] = **parts {
        return Some(only.clone());
    }
    let mut parts = parts.iter().flatten().filter(|part| part.joint.is_none());
    let first = (*parts.next()?).clone();
    parts.try_fold(first, |frame, part| frame.with(part))
};

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
const NAMED: Maker = |parts| named(ALL(parts)?);

/// A name that is a place's: of `loki namespace`, `loki`.
const PLACE: Maker = |parts| {
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

/// The pods that a workload made.
const MADE: Maker = |parts| {
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
const JOINED: Maker = |parts| {
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
const STATES: Maker = |parts| {
    let (joint, (one, others)) = (parts[1]?.joint?, pair(parts)?);
    let fits = others.words.len() == 1 || others.joint == joint;
    let mut words = [&one.words[..], &others.words].concat();
    // `failed/crashed` are two words of one.
    words.dedup();
    fits.then(|| in_states(words, joint, Vec::new())).flatten()
};

/// `A, B or C`: a comma takes the joint of the list's end.
const LISTED: Maker = |parts| {
    let (one, others) = pair(parts)?;
    let fits = others.words.len() > 1 && others.joint == Joint::Or;
    let words = [&one.words[..], &others.words].concat();
    fits.then(|| in_states(words, Joint::Or, Vec::new()))
        .flatten()
};

/// `Pending → Running`.
const BECOMES: Maker = |parts| {
    let (one, others) = pair(parts)?;
    in_states(others.words.clone(), others.joint, one.words.clone())
};

fn is_state(frame: &Frame, word: &str) -> bool {
    let group = frame.one_group();
    group.is_some_and(|group| group.words == [word] && group.from.is_empty())
}

/// `Running 상태로 정상 실행`: of pods the two are one.
const FINE: Maker = |parts| {
    let fits = is_state(parts[0]?, "Running") && is_state(parts[1]?, "healthy");
    parts[0].filter(|_| fits).cloned()
};

/// 실행 중, 실행되고 있음.
const RUNS: Maker = |parts| parts[0].filter(|frame| is_state(frame, "Running")).cloned();

/// `ClusterIP 타입`.
const TYPE: Maker = |parts| {
    let of_type = |word: &String| super::status::dimension(word) == super::status::SERVICE_TYPE;
    let group = parts[0]?.one_group()?;
    parts[0]
        .filter(|_| group.words.iter().all(of_type))
        .cloned()
};

/// Two states of both of which something is said.
const TWO: Maker = |parts| {
    let group = parts[1]?.one_group()?;
    let two = group.words.len() == 2 && group.joint == Joint::And;
    parts[1].filter(|_| two).cloned()
};

/// `재시작 0회 유지`; of a bound the word adds nothing.
const KEPT_AMOUNT: Maker = |parts| {
    let amount = parts[0].or(parts[1])?;
    let counted = amount.has(Slot::Counter) && amount.comparison.is_none();
    Some(Frame {
        kept: counted && parts[0].is_some_and(|first| first.has(Slot::Counter)),
        ..ALL(parts)?
    })
};

/// Of the kinds whose number is said as a part of all.
const PART: Maker = |parts| {
    let counted: [&[&str]; 4] = [&[], &["pods"], &["nodes"], &["applications"]];
    ALL(parts).filter(|frame| counted.contains(&frame.kinds.as_slice()))
};

/// All of so many: `4/4개`.
const WHOLE: Maker = |parts| parts[0].filter(|part| part.part == part.number).cloned();

/// Of things that a place has: without a kind nobody says what is there.
const PLACED: Maker = |parts| ALL(parts).filter(|frame| !frame.kinds.is_empty());

/// The endpoints of services.
const ENDPOINTS: Maker = |parts| {
    let mut all = parts[0].filter(|who| who.kinds == ["services"])?.clone();
    all.kinds.clear();
    all.slots.remove(Slot::Kind);
    all.of_service = true;
    parts[1..]
        .iter()
        .flatten()
        .try_fold(all, |all, part| all.with(part))
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
const WINDOW: Maker = |parts| {
    let time = spoken_time(parts)?;
    Some(Frame {
        window: Some(super::measure::bounded(time)?),
        ..Frame::of(Slot::Window)
    })
};

/// The values of a test, of which one holds.
const VALUES: Maker = |parts| {
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

const IS: Maker = |parts| {
    // That an address is there, and not the word.
    let told = values(parts).filter(|values| *values != ["IP"]);
    tested(Test::Is(told?))
};
const IS_NOT: Maker = |parts| tested(Test::IsNot(values(parts)?));
const LACKS: Maker = |parts| tested(Test::Lacks(values(parts)?));

/// A value against a bound: a quantity, or by its words a version.
const COMPARED: Maker = |parts| {
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
const SHAPED: Maker = |parts| {
    // Whose address it is would be passed over.
    let bare = parts[0].filter(|shape| shape.name.is_none());
    tested(Test::Shape(bare?.shape?))
};

/// `IP가 있어야 함`.
const IP: Maker = |parts| {
    let word = parts[0]?.word.as_deref()?;
    (word == "IP")
        .then(|| tested(Test::Shape(Shape::Ip)))
        .flatten()
};

/// An age in a column.
const AGED: Maker = |parts| {
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
const COLUMN: Maker = |parts| {
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
const BETWEEN: Maker = |parts| {
    let column = parts[0]?.word.clone()?;
    let (low, high) = parts.iter().flatten().find_map(|part| part.range)?;
    let bound = |n| i64::try_from(n).ok().map(Quantity::whole);
    let least = Test::Compare(Comparison::AtLeast, bound(low)?);
    let most = Test::Compare(Comparison::AtMost, bound(high)?);
    columned(vec![(column.clone(), least), (column, most)])
};

/// `Ingress has an ADDRESS`: a column that is there only where something was given.
const GIVEN: Maker = |parts| {
    let column = parts.iter().flatten().find_map(|part| part.word.clone())?;
    let column = columned(vec![(column, Test::Present)])?;
    match parts[0].filter(|part| part.word.is_none()) {
        Some(who) => who.with(&column),
        None => Some(column),
    }
};

/// Pods on nodes.
const ON_NODES: Maker = |parts| {
    let all = parts.iter().flatten();
    let each = all.clone().any(|part| part.each);
    let every = each || all.clone().any(|part| part.has(Slot::Every));
    let number = all.clone().find_map(|part| part.number);
    let place = Place {
        every,
        number,
        spread: None,
    };
    Some(Frame::saying(Slot::Place, |frame| {
        frame.place = Some(place)
    }))
};

/// Texts that stand together, all joined in one way.
const TEXTS: Maker = |parts| {
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
const CODES: Maker = |parts| {
    let codes = [&parts[0]?.codes[..], &parts[2]?.codes].concat();
    Some(Frame {
        codes,
        ..Frame::of(Slot::Code)
    })
};

/// `200 OK`: the code says what the word says.
const REASON: Maker = |parts| {
    let (code, reason) = (parts[0]?, parts[1]?);
    let fits = code.codes.last() == reason.codes.last();
    let mut all = code.clone();
    all.slots.insert(Slot::Http);
    all.slots.insert(Slot::Reason);
    fits.then_some(all)
};

/// A number of lines that is counted, or that says which are read.
const LINES: Maker = |parts| {
    Some(Frame {
        last_lines: Some(parts[0]?.number?),
        counts_lines: true,
        ..Frame::of(Slot::LastLines)
    })
};
const LAST_LINES: Maker = |parts| {
    Some(Frame {
        last_lines: Some(parts[1]?.number?),
        ..Frame::of(Slot::LastLines)
    })
};

/// `port 80`.
const PORT: Maker = |parts| {
    Some(Frame {
        port: Some(parts[1]?.number?),
        ..Frame::of(Slot::Port)
    })
};

/// Two groups of states, of which each says something else.
const GROUPS: Maker = |parts| {
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
                assert!(making(fields[2]).is_some(), "{line}");
                used.extend(fields[2].split(' ').next());
            }
        }
        for (name, _) in MAKES {
            assert!(used.contains(name), "{name}");
        }
    }
}
