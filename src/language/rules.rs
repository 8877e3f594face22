//! The rules of both languages: which phrases a clause has, and in which order they may stand.

use super::assemble::meaning_of;
use super::chart::{Family, Grammar, MOST_WORDS, Make, Rule};
use super::concept::Token;
use super::frame::{Frame, Joint, Place, Slot, Spread, States};
use super::terminal::categories;
use crate::facts::duration;
use crate::facts::quantity::Quantity;
use crate::judge::predicate::{Comparison, Extent, Name, Precision, Predicate, Shape, Test};
use chrono::TimeDelta;
use std::rc::Rc;
use std::sync::LazyLock;

/// What words were read as.
pub(super) enum Meaning {
    /// In no way; the index of the word that has no place.
    None(usize),
    /// In one way.
    One(Predicate),
    /// In several that differ.
    Several(Vec<Predicate>),
}

/// What words are by these rules, and the index of the word that has no place.
fn read(tokens: &[Token], goal: &str) -> (Vec<Rc<Frame>>, usize) {
    if tokens.len() > MOST_WORDS {
        return (Vec::new(), 0);
    }
    let words = (0..tokens.len()).map(|at| categories(tokens, at));
    GRAMMAR.parse(words.collect(), goal)
}

/// Everything that a clause can mean by these rules.
pub(super) fn meaning(tokens: &[Token]) -> Meaning {
    let (found, furthest) = read(tokens, "said");
    let mut said: Vec<Predicate> = found.iter().filter_map(|one| one.said.clone()).collect();
    match said.len() {
        0 => Meaning::None(furthest),
        1 => said.pop().map_or(Meaning::None(0), Meaning::One),
        _ => Meaning::Several(said),
    }
}

/// Words that are a part of a clause, in every way in which they can be.
pub(super) fn phrases(tokens: &[Token]) -> Vec<Frame> {
    if tokens.is_empty() {
        return vec![Frame::default()];
    }
    let (found, _) = read(tokens, "part-of");
    found.iter().map(|one| (**one).clone()).collect()
}

/// What words say that a column or key must hold.
pub(super) fn test(tokens: &[Token]) -> Option<Test> {
    match read(tokens, "test").0.as_slice() {
        [one] => one.test.clone(),
        _ => None,
    }
}

static GRAMMAR: LazyLock<Grammar<Frame>> = LazyLock::new(|| {
    let mut grammar = Grammar::new(RULES);
    for family in FAMILIES {
        grammar.family(family, ALL, FIRST);
    }
    grammar.closed()
});

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
        own.or(part.word.clone())
    });
    Some(Frame {
        namespace: Some(named.next()?),
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
    let words = [&one.words[..], &others.words].concat();
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

/// A complete clause.
const SAID: Make<Frame> = |parts| {
    let whole = parts[0]?;
    (whole.word.is_none() && whole.joint.is_none()).then_some(())?;
    Some(Frame {
        said: Some(meaning_of(whole)?),
        ..Frame::default()
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

/// Phrases that stand beside each other in any order: the head, what makes it one, what may stand beside.
const FAMILIES: &[Family] = &[
    (
        "measured",
        "measured-core",
        "beside measured",
        "metric metric-of",
        "who every limit uses not no exist show output window since grows have for-all during",
    ),
    (
        "ratios",
        "ratios-core",
        "beside ratios",
        "ratio",
        "who pred amount exist show every no have for-all",
    ),
    (
        "columns",
        "columns-core",
        "beside columns",
        "column",
        "who every some show exist no have for-all whose where amount column",
    ),
    (
        "placed",
        "placed-core",
        "beside placed",
        "place per-node previously",
        "who pred deployed exist show spread not every amount each have previously",
    ),
    (
        "printed",
        "printed-core",
        "beside printed",
        "texts logs error-lines collected line-count many body codes answered http answers stable no-resources empty \
         output things warnings shape address port linked version version-word",
        "texts logs error-lines collected line-count many body codes answered http answers stable no-resources empty \
         output things warnings shape address port linked version version-word \
         who pred amount measure number every no not show exist have window recent during time from-all remaining compare \
         pods-logs",
    ),
    (
        "lone",
        "lone-core",
        "beside lone",
        "number measure upper-value title",
        "show output every have",
    ),
];

/// Which phrases make which.
const RULES: &[Rule<Frame>] = &[
    ("said", "phrase", SAID),
    // What stands before a colon or in parentheses.
    ("part-of", "phrase", ALL),
    ("part-of", "tail", ALL),
    ("part-of", "every", ALL),
    ("part-of", "count-word who", ALL),
    ("part-of", "who count-word", ALL),
    ("part-of", "node-count", ALL),
    ("part-of", "window", ALL),
    ("part-of", "no", ALL),
    ("part-of", "count-word", ALL),
    ("phrase", "clause", ALL),
    ("phrase", "measured", ALL),
    ("phrase", "ratios", ALL),
    ("phrase", "columns", ALL),
    ("phrase", "placed", ALL),
    ("phrase", "printed", ALL),
    ("phrase", "lone", ALL),
    // Names, kinds, places.
    ("title", "name", ALL),
    ("title", "title name", JOINED),
    ("title", "upper name", JOINED),
    ("thing", "kind", ALL),
    ("thing", "title", ALL),
    ("thing", "title kind", NAMED),
    ("thing", "kind title", NAMED),
    ("thing", "label kind", NAMED),
    ("thing", "kind label", NAMED),
    ("thing", "upper kind", ALL),
    ("thing", "kind-name", ALL),
    ("owner", "title workload", NAMED),
    ("owner", "workload title", NAMED),
    ("owner", "label workload", NAMED),
    ("owner", "workload label", NAMED),
    ("owner", "upper workload", NAMED),
    ("thing", "owner pods", MADE),
    ("where", "in namespace title", PLACE),
    ("where", "in namespace label", PLACE),
    ("where", "in namespace word", PLACE),
    ("where", "in title namespace", PLACE),
    ("where", "in label namespace", PLACE),
    ("where", "in word namespace", PLACE),
    ("where", "in identifier", PLACE),
    ("where", "in namespace", HERE),
    ("where", "cluster", ALL),
    ("thing", "thing where", PLACED),
    ("whose", "title namespace at?", PLACE),
    ("whose", "label namespace at?", PLACE),
    ("whose", "word namespace at?", PLACE),
    ("whose", "namespace title at?", PLACE),
    ("whose", "namespace label at?", PLACE),
    ("whose", "namespace inside? at?", HERE),
    ("whose", "cluster at?", FIRST),
    // Numbers.
    ("amount", "number counter?", ALL),
    ("amount", "compare amount", ALL),
    ("amount", "number counter? compare", ALL),
    ("amount", "number plus counter?", PLUS),
    ("amount", "number counter? within", ALL),
    ("amount", "range counter?", ALL),
    ("amount", "count-word amount", ALL),
    ("amount", "same number counter?", SECOND),
    ("amount", "compare part counter", ALL),
    // Who.
    ("who", "thing", ALL),
    ("who", "every thing", ALL),
    ("who", "thing every", ALL),
    ("who", "some thing", ALL),
    ("who", "thing some", ALL),
    ("pair", "both thing", BOTH),
    ("who", "every? amount every? thing", ALL),
    ("who", "every? thing every? amount every?", ALL),
    ("who", "every? part every? thing", PART),
    ("who", "every? thing every? part counter every?", PART),
    ("who", "every? part counter every?", PART),
    ("who", "every? part counter every? thing", PART),
    ("who", "title amount kind", NAMED),
    ("who", "title every amount? kind", NAMED),
    ("who", "owner every pods", MADE),
    ("who", "owner some pods", MADE),
    ("who", "owner have? amount pods", MADE),
    ("who", "count-word thing amount", ALL),
    ("who", "whose who", PLACED),
    // States.
    ("joint", "or", ALL),
    ("joint", "and", ALL),
    ("joint", "slash", ALL),
    ("joint", "plus", ALL),
    ("states", "state", ALL),
    ("states", "state joint states", STATES),
    ("states", "state comma states", LISTED),
    ("states", "state arrow states", BECOMES),
    ("states", "errors joint states", STATES),
    ("states", "state joint errors", STATES),
    ("states", "in states", SECOND),
    ("states", "as states", SECOND),
    ("states", "states states", FINE),
    ("states", "state ongoing", RUNS),
    ("states", "state and exist", RUNS),
    ("states", "up exist", FIRST),
    ("states", "states type", TYPE),
    ("header-state", "every? header-word", ALL),
    ("pred", "states", ALL),
    ("pred", "every states", ALL),
    ("pred", "states every", ALL),
    ("pred", "not states", ALL),
    ("pred", "states not", ALL),
    ("pred", "non states", ALL),
    ("pred", "both states", TWO),
    ("pred", "kept pred", KEPT),
    ("pred", "pred kept", KEPT),
    // Clauses.
    ("tail", "exist", ALL),
    ("tail", "show", ALL),
    ("tail", "output", ALL),
    ("tail", "deployed", ALL),
    ("tail", "gone", ALL),
    ("tail", "remaining", ALL),
    ("tail", "not tail", ALL),
    ("tail", "tail not", ALL),
    ("clause", "who", ALL),
    ("clause", "pred", ALL),
    ("clause", "amount", ALL),
    ("clause", "gone", ALL),
    ("clause", "who pred", ALL),
    ("clause", "who show pred", ALL),
    ("clause", "who kept", KEPT),
    ("clause", "who header-state", ALL),
    ("clause", "header-state", ALL),
    ("clause", "header-state who", PLACED),
    ("clause", "pred who", ALL),
    ("clause", "amount pred", ALL),
    ("clause", "pred amount", ALL),
    ("clause", "amount pred thing", ALL),
    ("clause", "pred amount thing", ALL),
    ("clause", "who pred amount", ALL),
    ("clause", "label states", NAMED),
    ("clause", "pair pred", ALL),
    ("clause", "pair tail", ALL),
    ("clause", "owner have amount states pods", MADE),
    ("clause", "owner have no pods", MADE),
    ("clause", "owner every states pods", MADE),
    ("clause", "title states kind", NAMED),
    ("clause", "label states kind", NAMED),
    ("clause", "some states", ALL),
    ("clause", "every show pred", ALL),
    ("clause", "no pred who", ALL),
    ("clause", "no who", ALL),
    ("clause", "no who pred", ALL),
    ("clause", "no pred", ALL),
    ("clause", "pred no", ALL),
    ("clause", "pred who no", ALL),
    ("clause", "title pred kind no", NAMED),
    ("clause", "who no", ALL),
    ("clause", "who pred no", ALL),
    ("clause", "clause tail", ALL),
    ("clause", "clause where", PLACED),
    ("clause", "whose clause", PLACED),
    ("clause", "output at? clause", ALL),
    ("clause", "show clause", ALL),
    ("clause", "not show clause", ALL),
    ("clause", "exist clause", ALL),
    ("clause", "have clause", SECOND),
    ("clause", "remaining clause", ALL),
    // Nodes.
    ("clause", "count-word who same node-count", ALL),
    ("clause", "who count-word? node-count and? same", NODES),
    ("clause", "who count-word? same node-count", ALL),
    ("clause", "node-count and? same", NODES),
    ("clause", "same node-count", ALL),
    ("clause", "node-count same? amount", ALL),
    // Measures.
    ("metric", "metric usage", FIRST),
    ("metric", "metric count-word", FIRST),
    ("metric", "metric column-word", FIRST),
    ("metric", "metric colon", FIRST),
    ("metric", "metric equals", FIRST),
    ("metric", "count-word metric", SECOND),
    ("metric-of", "metric of who", NODES),
    ("metric-of", "metric usage of who", NODES),
    ("bound", "number counter?", ALL),
    ("bound", "measure", ALL),
    ("bound", "time", ALL),
    ("bound", "same bound", SECOND),
    ("limit", "bound", ALL),
    ("limit", "compare limit", ALL),
    ("limit", "bound compare", ALL),
    ("limit", "bound plus", PLUS),
    ("limit", "within bound", ALL),
    ("limit", "bound within", ALL),
    ("limit", "kept limit", SECOND),
    ("limit", "limit kept", KEPT_AMOUNT),
    ("measured-core", "measure of metric", NODES),
    ("measured-core", "limit of metric", NODES),
    ("measured-core", "bound metric compare", ALL),
    ("uses", "usage", ALL),
    ("for-all", "for every kind", NODES),
    ("during", "for time", SECOND),
    ("window", "last time", WINDOW),
    ("window", "last measure", WINDOW),
    ("window", "last unit", WINDOW),
    ("window", "in window", SECOND),
    ("window", "within window", SECOND),
    ("window", "for window", SECOND),
    ("window", "window span", FIRST),
    ("window", "window within at?", FIRST),
    ("window", "window inside at?", FIRST),
    // Two numbers of a workload.
    ("ratios-core", "owner have? ratio states? pods", MADE),
    ("ratios-core", "workload have? ratio states? pods", MADE),
    ("ratios-core", "label ratio", NAMED),
    ("ratios-core", "ratios-core header-state", ALL),
    ("columns-core", "label column", NAMED),
    // What a column or key must hold.
    ("value", "value counter", FIRST),
    ("values", "value", ALL),
    ("values", "value or values", VALUES),
    ("values", "value slash values", VALUES),
    ("test", "values", IS),
    ("test", "not values", IS_NOT),
    ("test", "values not", IS_NOT),
    ("test", "no values", LACKS),
    ("test", "values no", LACKS),
    ("test", "compare value", COMPARED),
    ("test", "value compare", COMPARED),
    ("test", "value plus", COMPARED),
    ("test", "exist", PRESENT),
    ("test", "not void", PRESENT),
    ("test", "void exist? not", PRESENT),
    ("void", "empty", ALL),
    ("void", "no-resources", ALL),
    ("told", "exist", ALL),
    ("told", "show", ALL),
    ("test", "shape told?", SHAPED),
    ("test", "kind? name-word told?", PRESENT),
    ("test", "kind? address told?", PRESENT),
    ("test", "upper-header told", IP),
    ("aged", "within last? time", AGED),
    ("aged", "within last? measure", AGED),
    ("aged", "within last unit", AGED),
    ("aged", "last? time within", AGED),
    ("aged", "last? measure within", AGED),
    ("aged", "last unit within", AGED),
    ("joins", "colon", ALL),
    ("joins", "equals", ALL),
    ("joins", "column-word", ALL),
    ("joins", "at", ALL),
    ("joins", "joins binds", FIRST),
    ("binds", "joins", ALL),
    ("binds", "as binds?", FIRST),
    ("binds", "show binds?", FIRST),
    ("binds", "same binds?", FIRST),
    ("binds", "count-word binds?", FIRST),
    ("column", "header binds? test", COLUMN),
    ("column", "upper-header joins test", COLUMN),
    ("column", "aged-header binds? aged", COLUMN),
    ("column", "header binds? range counter?", BETWEEN),
    ("column", "upper-header joins range counter?", BETWEEN),
    ("column", "of column", SECOND),
    ("columns-core", "who at columns-core", NODES),
    ("columns-core", "who? have given-header", GIVEN),
    ("columns-core", "who? show given-header", GIVEN),
    ("columns-core", "who? given-header show", GIVEN),
    ("columns-core", "who at given-header show", GIVEN),
    // Where pods are.
    ("place", "every? some-nodes at", ON_NODES),
    ("place", "some-nodes every at", ON_NODES),
    ("place", "every? some-nodes have", ON_NODES),
    ("some-nodes", "nodes", ALL),
    ("some-nodes", "number counter? nodes", ALL),
    ("some-nodes", "part counter? nodes", WHOLE),
    ("place", "on every? number? nodes", ON_NODES),
    ("place", "on number? every nodes", ON_NODES),
    ("place", "nodes per", EACH_NODE),
    ("place", "per nodes", EACH_NODE),
    ("place", "on? different nodes", APART),
    ("place", "on? alike nodes", TOGETHER),
    ("place", "same nodes", TOGETHER),
    ("place", "on? several nodes", SEVERAL),
    ("place", "place at", FIRST),
    ("placed-core", "previously at? states who states", GROUPS),
    (
        "placed-core",
        "previously at? states place who? states",
        GROUPS,
    ),
    // What is printed and logged.
    ("texts", "text", ALL),
    ("texts", "text joint texts", TEXTS),
    ("texts", "text comma texts", TEXTS),
    ("texts", "as texts", SECOND),
    ("texts", "pasted told", FIRST),
    ("logs", "logs at", FIRST),
    ("logs", "in logs", SECOND),
    ("logs", "at logs", SECOND),
    ("logs", "of logs", SECOND),
    ("output", "output at", FIRST),
    ("output", "in output", SECOND),
    ("output", "of output", SECOND),
    ("http", "http at", FIRST),
    ("address", "at address", SECOND),
    ("shape", "at shape", SECOND),
    ("version", "version plus", PLUS),
    ("measure", "measure plus", PLUS),
    ("collected", "collected and exist", FIRST),
    ("error-lines", "error-lines level", FIRST),
    ("line-count", "number lines", LINES),
    ("line-count", "last number lines", LAST_LINES),
    ("line-count", "line-count at", FIRST),
    ("line-count", "line-count inside", FIRST),
    ("line-count", "in line-count", SECOND),
    ("many", "several", MANY),
    ("many", "several counter", MANY),
    ("many", "several lines", MANY_LINES),
    ("many", "lines several counter?", MANY),
    ("from-all", "from every pods", EVERY_POD),
    ("from-all", "for every pods", EVERY_POD),
    ("window", "from window", SECOND),
    ("codes", "code", ALL),
    ("codes", "codes or codes", CODES),
    ("codes", "codes slash codes", CODES),
    ("answered", "codes reason", REASON),
    ("answers", "answers possible", FIRST),
    ("answers", "at answers", SECOND),
    ("port", "port-word number", PORT),
    ("shape", "upper shape", ALL),
    ("events-of", "in events", SECOND),
    ("warnings", "warnings in events", NODES),
    ("printed-core", "states states exist", GROUPS),
    ("printed-core", "who have? amount? endpoints", ENDPOINTS),
    ("printed-core", "who have? states endpoints", ENDPOINTS),
];
