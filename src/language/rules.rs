//! The rules of both languages: which phrases a clause has, and in which order they may stand.

use super::chart::{Grammar, Make, Rule};
use super::concept::{Concept, Term, Token};
use super::draft::{Draft, Mark};
use super::frame::{Joint, States};
use crate::judge::predicate::{Comparison, Extent, Name, Precision, Predicate};
use std::sync::LazyLock;

/// What a clause was read as.
pub(super) enum Meaning {
    /// In no way.
    None,
    /// In one way.
    One(Predicate),
    /// In several that differ.
    Several(Vec<Predicate>),
}

/// Everything that a clause can mean by these rules.
pub(super) fn meaning(tokens: &[Token]) -> Meaning {
    let words: Vec<_> = tokens.iter().map(categories).collect();
    if words.iter().any(Vec::is_empty) {
        return Meaning::None;
    }
    let found = GRAMMAR.parse(words, "said");
    let mut said: Vec<Predicate> = found.iter().filter_map(|one| one.said.clone()).collect();
    match said.len() {
        0 => Meaning::None,
        1 => said.pop().map_or(Meaning::None, Meaning::One),
        _ => Meaning::Several(said),
    }
}

static GRAMMAR: LazyLock<Grammar<Draft>> = LazyLock::new(|| Grammar::new(RULES));

/// All parts together.
const ALL: Make<Draft> = |parts| {
    let mut parts = parts.iter().flatten();
    let first = (*parts.next()?).clone();
    parts.try_fold(first, |draft, part| draft.with(part))
};

/// A thing whose name stands beside its kind.
const NAMED: Make<Draft> = |parts| {
    let draft = ALL(parts)?;
    let name = draft.word.clone().map(|text| Name {
        text,
        precision: Precision::Exact,
    });
    let own = draft.name.clone().or(name);
    Some(Draft {
        name: own,
        word: None,
        ..draft
    })
};

/// A name that is a place's: of `loki namespace`, `loki`.
const PLACE: Make<Draft> = |parts| {
    let mut namespace = None;
    for part in parts.iter().flatten() {
        let own = part.name.as_ref().map(|name| name.text.clone());
        namespace = namespace.or(own).or(part.word.clone());
    }
    Some(Draft {
        namespace: Some(namespace?),
        ..Draft::default()
    })
};

/// The namespace of the command.
const HERE: Make<Draft> = |_| {
    Some(Draft {
        extent: Extent::Namespace,
        ..Draft::default()
    })
};

/// The pods that a workload made.
const MADE: Make<Draft> = |parts| {
    let mut draft = Draft::default();
    for part in parts.iter().flatten() {
        let without = Draft {
            kind: part.kind.filter(|kind| *kind == "pods"),
            ..(*part).clone()
        };
        draft = draft.with(&without)?;
    }
    NAMED(&[Some(&draft)])
};

/// Two names that are one: `ARC controller`.
const JOINED: Make<Draft> = |parts| {
    let text = |at: usize| {
        let part = parts[at]?;
        let name = part.name.as_ref();
        let loose = name.filter(|name| name.precision == Precision::Loose);
        loose.map(|name| name.text.clone())
    };
    let name = Name {
        text: format!("{} {}", text(0)?, text(1)?),
        precision: Precision::Loose,
    };
    Some(Draft {
        name: Some(name),
        ..Draft::default()
    })
};

/// States that stand together, all joined in one way.
const STATES: Make<Draft> = |parts| {
    let (first, joint, more) = (parts[0]?, parts[1]?.joint?, parts[2]?);
    let (one, others) = (first.states.as_ref()?, more.states.as_ref()?);
    let single = one.words.len() == 1 && one.from.is_empty() && others.from.is_empty();
    let fits = others.words.len() == 1 || others.joint == joint;
    (single && fits).then_some(())?;
    let words = one.words.iter().chain(&others.words).cloned().collect();
    let from = Vec::new();
    let states = States { words, joint, from };
    Some(Draft {
        states: Some(states),
        ..Draft::default()
    })
};

/// `A, B or C`: a comma takes the joint of the list's end.
const LISTED: Make<Draft> = |parts| {
    let (one, others) = (parts[0]?.states.as_ref()?, parts[2]?.states.as_ref()?);
    let single = one.words.len() == 1 && one.from.is_empty() && others.from.is_empty();
    (single && others.words.len() > 1 && others.joint == Joint::Or).then_some(())?;
    let words = one.words.iter().chain(&others.words).cloned().collect();
    let states = States {
        words,
        ..others.clone()
    };
    Some(Draft {
        states: Some(states),
        ..Draft::default()
    })
};

/// `Pending → Running`.
const BECOMES: Make<Draft> = |parts| {
    let (one, others) = (parts[0]?.states.as_ref()?, parts[2]?.states.as_ref()?);
    let fits = one.words.len() == 1 && one.from.is_empty() && others.from.is_empty();
    let from = one.words.clone();
    fits.then(|| Draft {
        states: Some(States {
            from,
            ..others.clone()
        }),
        ..Draft::default()
    })
};

/// `Running 상태로 정상 실행`: of pods the two are one.
const FINE: Make<Draft> = |parts| {
    let (first, second) = (parts[0]?, parts[1]?);
    let is = |draft: &Draft, word: &str| {
        draft
            .states
            .as_ref()
            .is_some_and(|states| states.words == [word] && states.from.is_empty())
    };
    (is(first, "Running") && is(second, "healthy")).then(|| first.clone())
};

/// Of the kinds whose number is said as a part of all.
const PART: Make<Draft> = |parts| {
    let draft = ALL(parts)?;
    let counted = [None, Some("pods"), Some("nodes"), Some("applications")];
    counted.contains(&draft.kind).then_some(draft)
};

/// So many and no fewer: `40+`.
const PLUS: Make<Draft> = |parts| {
    let mut draft = ALL(parts)?;
    draft.comparison.is_none().then_some(())?;
    draft.comparison = Some(Comparison::AtLeast);
    draft.joint = None;
    Some(draft)
};

/// Two of which both are meant.
const BOTH: Make<Draft> = |parts| {
    let mut draft = parts[1]?.with(&Draft::marked(Mark::Every))?;
    draft.number.is_none().then_some(())?;
    draft.number = Some(2);
    Some(draft)
};

/// Of things that a place has: without a kind nobody says what is there.
const PLACED: Make<Draft> = |parts| ALL(parts).filter(|draft| draft.kind.is_some());

/// 실행 중, 실행되고 있음.
const RUNS: Make<Draft> = |parts| {
    let running = |draft: &&&Draft| {
        draft
            .states
            .as_ref()
            .is_some_and(|states| states.words == ["Running"])
    };
    parts[0].filter(|draft| running(&draft)).cloned()
};

/// `ClusterIP 타입`.
const TYPE: Make<Draft> = |parts| {
    let states = parts[0]?.states.as_ref()?;
    let of_type = |word: &String| super::status::dimension(word) == super::status::SERVICE_TYPE;
    states
        .words
        .iter()
        .all(of_type)
        .then(|| parts[0].cloned())
        .flatten()
};

/// A header that is a state as well: `All READY`.
const HEADER: Make<Draft> = |parts| {
    let header = Draft {
        word: None,
        ..parts[1]?.clone()
    };
    match parts[0] {
        Some(every) => every.with(&header),
        None => Some(header),
    }
};

/// Two states of both of which something is said.
const TWO: Make<Draft> = |parts| {
    let states = parts[1]?.states.as_ref()?;
    (states.words.len() == 2 && states.joint == Joint::And)
        .then(|| parts[1].cloned())
        .flatten()
};

/// The endpoints of a service.
const ENDPOINTS: Make<Draft> = |parts| parts[2]?.with(parts[3]?);

/// 노드 수와 같음.
const NODES: Make<Draft> = |parts| {
    let mut draft = ALL(parts)?;
    draft.joint = None;
    Some(draft)
};

/// Only the words that say something.
const SECOND: Make<Draft> = |parts| parts[1].cloned();

/// A complete clause.
const SAID: Make<Draft> = |parts| {
    Some(Draft {
        said: Some(parts[0]?.said()?),
        ..Draft::default()
    })
};

/// Which phrases make which.
const RULES: &[Rule<Draft>] = &[
    ("said", "clause", SAID),
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
    ("thing", "title workload pods", MADE),
    ("thing", "label workload pods", MADE),
    ("thing", "workload title pods", MADE),
    ("thing", "workload label pods", MADE),
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
    ("clause", "clause where", PLACED),
    ("whose", "title namespace at?", PLACE),
    ("whose", "label namespace at?", PLACE),
    ("whose", "word namespace at?", PLACE),
    ("whose", "namespace title at?", PLACE),
    ("whose", "namespace label at?", PLACE),
    ("whose", "namespace inside? at?", HERE),
    ("whose", "cluster at?", ALL),
    // Numbers.
    ("amount", "number counter?", ALL),
    ("amount", "compare amount", ALL),
    ("amount", "number counter? compare", ALL),
    ("amount", "number plus counter?", PLUS),
    ("amount", "number counter? within", ALL),
    ("amount", "range counter?", ALL),
    ("amount", "count-word amount", ALL),
    ("amount", "same number counter?", SECOND),
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
    ("amount", "compare part counter", ALL),
    ("who", "title amount kind", NAMED),
    ("who", "title every amount? kind", NAMED),
    ("who", "title workload have amount pods", MADE),
    ("who", "label workload have amount pods", MADE),
    ("who", "upper workload have amount pods", MADE),
    ("who", "workload title have amount pods", MADE),
    ("who", "workload label have amount pods", MADE),
    ("clause", "title workload have amount states pods", MADE),
    ("clause", "label workload have amount states pods", MADE),
    ("clause", "upper workload have amount states pods", MADE),
    ("clause", "workload title have amount states pods", MADE),
    ("clause", "workload label have amount states pods", MADE),
    ("clause", "title workload have no pods", MADE),
    ("clause", "label workload have no pods", MADE),
    ("clause", "upper workload have no pods", MADE),
    ("clause", "workload title have no pods", MADE),
    ("clause", "workload label have no pods", MADE),
    ("who", "title workload every pods", MADE),
    ("who", "label workload every pods", MADE),
    ("who", "workload title every pods", MADE),
    ("who", "workload label every pods", MADE),
    ("who", "title workload some pods", MADE),
    ("who", "label workload some pods", MADE),
    ("who", "count-word thing amount", ALL),
    ("who", "whose who", ALL),
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
    ("states", "states type", TYPE),
    ("header-state", "every? header", HEADER),
    ("pred", "states", ALL),
    ("pred", "every states", ALL),
    ("pred", "states every", ALL),
    ("pred", "not states", ALL),
    ("pred", "states not", ALL),
    ("pred", "non states", ALL),
    ("pred", "both states", TWO),
    ("pred", "kept pred", ALL),
    ("pred", "pred kept", ALL),
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
    ("clause", "who pred", ALL),
    ("clause", "who show pred", ALL),
    ("clause", "who kept", ALL),
    ("clause", "who header-state", ALL),
    ("clause", "header-state", ALL),
    ("clause", "header-state who", PLACED),
    ("clause", "gone", ALL),
    ("clause", "amount pred thing", ALL),
    ("clause", "pred amount thing", ALL),
    ("clause", "whose clause", PLACED),
    ("clause", "output at? clause", ALL),
    ("clause", "have clause", ALL),
    ("clause", "title pred kind no", NAMED),
    ("clause", "service have? states endpoints", ENDPOINTS),
    ("clause", "pred who", ALL),
    ("clause", "amount pred", ALL),
    ("clause", "pred amount", ALL),
    ("clause", "who pred amount", ALL),
    ("clause", "label states", NAMED),
    ("clause", "pair pred", ALL),
    ("clause", "pair tail", ALL),
    ("clause", "no pred who", ALL),
    ("clause", "no who", ALL),
    ("clause", "no who pred", ALL),
    ("clause", "no pred", ALL),
    ("clause", "pred no", ALL),
    ("clause", "pred who no", ALL),
    ("clause", "who no", ALL),
    ("clause", "who pred no", ALL),
    ("clause", "clause tail", ALL),
    ("clause", "show clause", ALL),
    ("clause", "not show clause", ALL),
    ("clause", "exist clause", ALL),
    ("clause", "remaining clause", ALL),
    // Nodes.
    ("clause", "count-word who same node-count", ALL),
    ("clause", "who count-word? node-count and? same", NODES),
    ("clause", "who count-word? same node-count", ALL),
    ("clause", "node-count and? same", NODES),
    ("clause", "same node-count", ALL),
    ("clause", "node-count same? amount", ALL),
];

/// The categories of a word, each with what it adds.
fn categories(token: &Token) -> Vec<(&'static str, Draft)> {
    let draft = Draft::default;
    let named = |name: &Name| Draft {
        name: Some(name.clone()),
        ..draft()
    };
    let worded = |text: &str| Draft {
        word: Some(text.to_owned()),
        ..draft()
    };
    let joined = |joint| Draft {
        joint: Some(joint),
        ..draft()
    };
    match &token.concept {
        Concept::Term(term) => of_term(*term),
        Concept::Number(number) => vec![(
            "number",
            Draft {
                number: Some(*number),
                ..draft()
            },
        )],
        Concept::Range(low, high) if low < high => {
            vec![(
                "range",
                Draft {
                    range: Some((*low, *high)),
                    ..draft()
                },
            )]
        }
        Concept::Ratio(some, all) => vec![(
            "part",
            Draft {
                part: Some((*some, *all)),
                ..draft()
            },
        )],
        Concept::Name(name) => {
            let mut known = vec![("name", named(name))];
            if name.is_identifier() || super::name::namespace(&name.text) {
                known.push(("identifier", named(name)));
            }
            known
        }
        Concept::KindName(kind, name) => match super::name::kind_of(kind) {
            Some(kind) => {
                let name = Name {
                    text: name.clone(),
                    precision: Precision::Exact,
                };
                vec![(
                    "kind-name",
                    Draft {
                        kind: Some(kind),
                        ..named(&name)
                    },
                )]
            }
            None => Vec::new(),
        },
        Concept::Literal(text) if super::name::object_name(text) => vec![("label", worded(text))],
        Concept::UpperCase(text) => {
            let precision = Precision::Loose;
            vec![(
                "upper",
                named(&Name {
                    text: text.clone(),
                    precision,
                }),
            )]
        }
        Concept::Unknown(text) if super::name::namespace(text) => vec![("word", worded(text))],
        Concept::Compare(comparison) => vec![(
            "compare",
            Draft {
                comparison: Some(*comparison),
                ..draft()
            },
        )],
        Concept::Comma => vec![("comma", draft())],
        Concept::Slash => vec![("slash", joined(Joint::Slash))],
        Concept::Plus => vec![("plus", joined(Joint::And))],
        Concept::Arrow => vec![("arrow", draft())],
        _ => Vec::new(),
    }
}

/// The categories of a word of the lexicon.
fn of_term(term: Term) -> Vec<(&'static str, Draft)> {
    let draft = Draft::default;
    let states = |state: &str| Draft {
        states: Some(States {
            words: vec![state.to_owned()],
            joint: Joint::Or,
            from: Vec::new(),
        }),
        ..draft()
    };
    let adds = match term {
        Term::Kind(kind) => {
            let known = Draft {
                kind: Some(kind),
                ..draft()
            };
            let mut all = vec![("kind", known.clone())];
            match kind {
                "pods" => all.push(("pods", known)),
                "namespaces" => all.push(("namespace", draft())),
                "services" => all.push(("service", draft())),
                "endpoints" => all.push(("endpoints", known)),
                "deployments" | "daemonsets" | "statefulsets" | "replicasets" => {
                    all.push(("workload", known));
                }
                _ => {}
            }
            return all;
        }
        Term::State(state) => return vec![("state", states(state))],
        Term::Column("TYPE") => return vec![("type", draft())],
        Term::Column(header) => {
            let state = super::group::state_word(header);
            return state
                .map(|state| ("header", states(state)))
                .into_iter()
                .collect();
        }
        Term::Numeral(number) => {
            return vec![(
                "number",
                Draft {
                    number: Some(number),
                    ..draft()
                },
            )];
        }
        Term::Compare(comparison) => {
            return vec![(
                "compare",
                Draft {
                    comparison: Some(comparison),
                    ..draft()
                },
            )];
        }
        Term::Errors => states("Error"),
        Term::Or => Draft {
            joint: Some(Joint::Or),
            ..draft()
        },
        Term::And => Draft {
            joint: Some(Joint::And),
            ..draft()
        },
        Term::Cluster => Draft {
            extent: Extent::Cluster,
            ..draft()
        },
        Term::Every => Draft::marked(Mark::Every),
        Term::Some => Draft::marked(Mark::Some),
        Term::No => Draft::marked(Mark::No),
        Term::Not => Draft::marked(Mark::Not),
        Term::Non => Draft::marked(Mark::Not)
            .with(&Draft::marked(Mark::NotBeforeNo))
            .unwrap_or_default(),
        Term::Counter => Draft::marked(Mark::Counter),
        Term::CountWord => Draft::marked(Mark::CountWord),
        Term::Within => Draft::marked(Mark::Within),
        Term::Exist => Draft::marked(Mark::Exist),
        Term::Show => Draft::marked(Mark::Show),
        Term::Deployed => Draft::marked(Mark::Deployed),
        Term::Output => Draft::marked(Mark::Output),
        Term::Gone => Draft::marked(Mark::Gone),
        Term::Remaining => Draft::marked(Mark::Remaining),
        Term::Kept => Draft::marked(Mark::Kept),
        Term::NodeCount => Draft::marked(Mark::NodeCount),
        Term::Same => Draft::marked(Mark::Same),
        Term::In | Term::At | Term::As | Term::Inside | Term::Both | Term::Have | Term::Ongoing => {
            draft()
        }
        _ => return Vec::new(),
    };
    term.category()
        .map(|name| (name, adds))
        .into_iter()
        .collect()
}
