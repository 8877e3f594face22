//! How far a check reaches: which words of an item, and of what stands over it, are covered by a step's
//! title and by what its commands ask. A word that nothing covers makes the item another's.

use super::terms::{self, Words};
use super::{Apart, Known, Why};
use crate::facts::asked::Asked;
use crate::facts::span::Span;
use crate::facts::word_list::WordList;
use crate::record::section::Nesting;
use crate::record::vocabulary::{self, Sense, sense};
use crate::record::{Field, Item, Record, Section, Step};
use std::collections::BTreeSet;

static EXCLUDING: WordList = crate::record::words("item-excluding");
static SEVERAL: WordList = crate::record::words("item-several");
static NEXT: WordList = crate::record::words("item-next");

/// What of a record is asked again for each of its items.
pub(super) struct Reach<'a> {
    record: &'a Record,
    known: &'a Known,
    nesting: Nesting,
    /// The environment that is the record's own, if there is one and only one.
    environment: Option<&'static str>,
    /// Names that are the record's own: parts of its Application's, words of its task.
    own: BTreeSet<String>,
    /// Where the plan's commands say that they look; `None` for one that does not say.
    places: BTreeSet<Option<BTreeSet<&'static str>>>,
    /// What its commands pick among pods.
    pods: BTreeSet<&'a str>,
}

/// Words over an item.
struct Over<'a> {
    text: &'a str,
    start: usize,
    /// The section whose title it is.
    section: Option<Span>,
    title: bool,
}

impl<'a> Reach<'a> {
    pub(super) fn of(record: &'a Record, known: &'a Known) -> Reach<'a> {
        let app = record
            .mentions
            .app
            .iter()
            .flat_map(|app| parts(app))
            .map(str::to_lowercase);
        let tasks = record
            .metadata
            .iter()
            .filter(|entry| entry.field == Field::Task);
        let task = tasks.flat_map(|entry| terms::split(&entry.value));
        let all = || known.steps.iter().flat_map(|step| &step.asked);
        let of_pods = all().filter(|one| one.kinds.iter().any(|kind| terms::kind(kind) == "pod"));
        let places = all().map(stated).collect();
        Reach {
            nesting: Nesting::of(&record.sections),
            environment: own_environment(record, &places),
            own: app.chain(task).collect(),
            places,
            pods: of_pods
                .flat_map(|one| one.names.iter().chain(&one.namespace))
                .map(String::as_str)
                .collect(),
            record,
            known,
        }
    }

    /// Whether an item is not of this deployment at all: what must be done before it, or of a stage that
    /// has not begun.
    pub(super) fn other_time(&self, item: &Item) -> Option<Apart> {
        let apart = |why, words: &str| Some(Apart::of(why, words));
        if vocabulary::speaks_of_before(&item.text) {
            return apart(Why::BeforeDeployment, &item.text);
        }
        for at in self.sections_of(item.span.start) {
            if self.record.sections[at].not_begun {
                return apart(Why::NotBegun, &self.record.sections[at].title);
            }
        }
        for over in self.over(item) {
            if vocabulary::speaks_of_before(over.text) {
                return apart(Why::BeforeDeployment, over.text);
            }
            if over.title && vocabulary::title_not_begun(over.text) {
                return apart(Why::NotBegun, over.text);
            }
        }
        None
    }

    /// What stands over an item and is not covered by a step: an environment, a stage, a component.
    pub(super) fn beyond_step(&self, item: &Item, step: usize) -> Option<Apart> {
        let plan = &self.record.plan[step];
        let asked = self.known.step(step);
        let over = self.over(item);
        let above = self.titles_of(plan);
        let names = |word: &str| {
            above
                .iter()
                .any(|title| terms::split(title).iter().any(|own| own == word))
                || self.own.contains(word)
                || covers(asked, &[], word)
                || are_in(asked.iter(), word)
        };
        let apart = over.iter().find_map(|over| {
            let shared = over.section.is_some_and(|span| span.contains(plan.heading))
                || (plan.span.start..plan.span.end).contains(&over.start);
            self.uncovered(over, shared, &|place| self.looks_at(place, asked), &names)
        });
        apart.or_else(|| self.of_other_turn(item, plan, &above, &over))
    }

    /// The same for what the record as a whole stands for.
    pub(super) fn beyond_record(&self, item: &Item) -> Option<Apart> {
        let all = || self.known.steps.iter().flat_map(|step| &step.asked);
        let names =
            |word: &str| self.own.contains(word) || self.picks_pods(word) || are_in(all(), word);
        let over = self.over(item);
        over.iter()
            .find_map(|over| self.uncovered(over, false, &|place| self.is_of(place), &names))
    }

    /// The same for commands of which an item is a part, or that are a part of it: of which things they
    /// ask they say by themselves.
    pub(super) fn beyond_commands(&self, item: &Item, asked: &[Asked]) -> Option<Apart> {
        let looks = |place: &str| self.looks_at(place, asked);
        let over = self.over(item);
        over.iter()
            .find_map(|over| self.uncovered(over, false, &looks, &|_| true))
    }

    /// Whether commands look at an environment: each by its context or namespace, else as the record does.
    pub(super) fn looks_at(&self, environment: &str, asked: &[Asked]) -> bool {
        let own = self.environment == Some(environment);
        let mut all = asked.iter().map(stated).peekable();
        match all.peek() {
            Some(_) => all.all(|places| places.map_or(own, |places| places.contains(environment))),
            None => own,
        }
    }

    /// Whether all of the plan's commands look at an environment.
    pub(super) fn is_of(&self, environment: &str) -> bool {
        let own = self.environment == Some(environment);
        let looks = |places: &Option<BTreeSet<&str>>| match places {
            Some(places) => places.contains(environment),
            None => own,
        };
        if self.places.is_empty() {
            own
        } else {
            self.places.iter().all(looks)
        }
    }

    /// Whether a word names what the plan's commands pick among pods.
    pub(super) fn picks_pods(&self, word: &str) -> bool {
        self.pods.contains(word)
    }

    /// The first word over an item that narrows it to what is not looked at.
    fn uncovered(
        &self,
        over: &Over<'_>,
        shared: bool,
        looks_at: &dyn Fn(&str) -> bool,
        names: &dyn Fn(&str) -> bool,
    ) -> Option<Apart> {
        // What is not read may narrow it.
        if vocabulary::is_cut(over.text) {
            return elsewhere(over.text);
        }
        let (_, title) = vocabulary::split_number(over.text);
        let all = terms::split(title);
        let mut several = false;
        for (at, word) in all.iter().enumerate() {
            let next = all.get(at + 1).map(String::as_str);
            let covered = match sense(word) {
                Sense::Plain => !(several && is_place(word)),
                Sense::Environment(environment) => looks_at(environment),
                Sense::Stage => shared || is_next_step(word, next),
                Sense::Name if shared || !over.title => true,
                Sense::Name if terms::is_check(word) || terms::is_filler(word) => true,
                Sense::Name => {
                    self.is_own_number(word)
                        || parts(word).all(|part| match sense(part) {
                            Sense::Environment(environment) => looks_at(environment),
                            Sense::Plain => true,
                            Sense::Stage | Sense::Name => false,
                        })
                        || names(word)
                }
            };
            if !covered {
                return elsewhere(over.text);
            }
            several |= SEVERAL.has(word);
        }
        None
    }

    /// Whether a step's own titles speak of another time or turn than the item, or of an environment that is
    /// neither the record's nor the item's.
    fn of_other_turn(
        &self,
        item: &Item,
        step: &Step,
        above: &[&str],
        over: &[Over<'_>],
    ) -> Option<Apart> {
        let item_words = terms::split(&item.text);
        let is_turn = |word: &String| sense(word) == Sense::Stage && !item_words.contains(word);
        let waits = |at: usize| {
            let section = &self.record.sections[at];
            section.not_begun && over.iter().all(|over| over.section != Some(section.span))
        };
        if terms::split(&step.title).iter().any(is_turn)
            || self.sections_of(step.heading.start).any(waits)
        {
            return elsewhere(&step.title);
        }
        if let Some(before) = above
            .iter()
            .find(|title| vocabulary::speaks_of_before(title))
        {
            return elsewhere(before);
        }
        let own = self.environment?;
        let of = |text: &str| environments(text);
        let mut said: BTreeSet<&str> = of(&item.text);
        said.extend(over.iter().flat_map(|over| of(over.text)));
        let other = above.iter().find(|title| {
            let there = of(title);
            !there.is_empty() && !there.contains(own) && there.is_disjoint(&said)
        })?;
        elsewhere(other)
    }

    /// `#4354`, where that is the record's only deployment.
    fn is_own_number(&self, word: &str) -> bool {
        match self.record.mentions.deployments.as_slice() {
            [only] => word.strip_prefix('#') == Some(only.id.as_str()),
            _ => false,
        }
    }

    /// A step's title and those of the sections over it.
    fn titles_of(&self, step: &'a Step) -> Vec<&'a str> {
        let sections = self.sections_of(step.heading.start);
        let titles = sections.map(|at| self.record.sections[at].title.as_str());
        std::iter::once(step.title.as_str()).chain(titles).collect()
    }

    /// What stands over an item: headings, innermost first, then the rest.
    fn over<'i>(&self, item: &'i Item) -> Vec<Over<'i>>
    where
        'a: 'i,
    {
        let sections = self.sections_of(item.span.start).flat_map(|at| {
            let section = &self.record.sections[at];
            let over = |text, title| Over {
                text,
                start: section.heading.start,
                section: Some(section.span),
                title,
            };
            let said = section
                .environments
                .iter()
                .map(move |text| over(text, false));
            std::iter::once(over(&section.title, true)).chain(said)
        });
        let rest = item.over.iter().map(|over| Over {
            text: &over.text,
            start: over.start,
            section: None,
            title: over.title,
        });
        sections.chain(rest).collect()
    }

    /// The sections that hold a place, innermost first; the document's own title is none of them.
    pub(super) fn sections_of(&self, offset: usize) -> impl Iterator<Item = usize> + use<'_, 'a> {
        let sections = &self.record.sections;
        let held = self.nesting.up_from(self.nesting.at(sections, offset));
        held.filter(|&at| at > 0 || sections[0].level > 1)
    }
}

fn elsewhere(words: &str) -> Option<Apart> {
    Some(Apart::of(Why::Elsewhere, words))
}

/// The record's environment: what it says it is, else what its title says, else the only one at which its
/// commands look, else the only one of which the headings over its steps speak.
fn own_environment(
    record: &Record,
    places: &BTreeSet<Option<BTreeSet<&'static str>>>,
) -> Option<&'static str> {
    let metadata = record
        .metadata
        .iter()
        .filter(|entry| entry.field == Field::Environment);
    let said = metadata
        .map(|entry| entry.value.as_str())
        .chain(record.mentions.env.as_deref());
    let holds_step = |section: &&Section| {
        let before = |step: &Step| step.heading.start < section.span.start;
        let first = record.plan.get(record.plan.partition_point(before));
        first.is_some_and(|step| section.span.contains(step.heading))
    };
    let headings = record.sections.iter().filter(holds_step);
    let headings = headings.map(|section| section.title.as_str());
    let sources: [BTreeSet<&str>; 4] = [
        said.flat_map(environments).collect(),
        environments(&record.title),
        places.iter().flatten().flatten().copied().collect(),
        headings.flat_map(environments).collect(),
    ];
    let said = sources.into_iter().find(|found| !found.is_empty())?;
    let mut all = said.into_iter();
    all.next().filter(|_| all.next().is_none())
}

/// The environments that a text names, alone or as a part of a name (`buzzvil-eks-ops`).
pub(super) fn environments(text: &str) -> BTreeSet<&'static str> {
    terms::split(text)
        .iter()
        .flat_map(|word| {
            let whole = vocabulary::environment(word);
            let within = parts(word).filter_map(vocabulary::environment);
            whole.into_iter().chain(within).collect::<Vec<_>>()
        })
        .collect()
}

/// Where a command says that it looks, as environments; `None` if it does not say.
fn stated(asked: &Asked) -> Option<BTreeSet<&'static str>> {
    let named = asked.names.iter().chain(&asked.namespace);
    let mut places: BTreeSet<&'static str> = named
        .filter_map(|name| vocabulary::environment(name))
        .collect();
    if let Some(context) = &asked.context {
        places.extend(environments(&context.to_lowercase()));
    }
    (!places.is_empty()).then_some(places)
}

/// Whether all commands name this context.
fn are_in<'a>(asked: impl Iterator<Item = &'a Asked>, context: &str) -> bool {
    let mut all = asked.peekable();
    let named = |one: &Asked| one.context.as_ref().map(|name| name.to_lowercase());
    all.peek().is_some() && all.all(|one| named(one).as_deref() == Some(context))
}

/// The parts of a name.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split(['-', '_', '/', '.', ':'])
        .filter(|part| !part.is_empty())
}

/// Whether commands ask of what a word of an item says: a kind, or a name of things of the kinds of
/// which the item speaks.
pub(super) fn covers(asked: &[Asked], item: &[String], word: &str) -> bool {
    let is_kind = |one: &Asked, word: &str| one.kinds.iter().any(|kind| terms::kind(kind) == word);
    if terms::is_topic(word) {
        return asked.iter().any(|one| is_kind(one, word));
    }
    let spoken: Vec<&String> = item.iter().filter(|word| terms::is_topic(word)).collect();
    asked.iter().any(|one| {
        let named = one
            .names
            .iter()
            .chain(&one.namespace)
            .any(|name| name == word);
        // `Grafana Pod` is not covered by a Service of that name.
        let kinds: Vec<_> = spoken
            .iter()
            .filter(|kind| asked.iter().any(|any| is_kind(any, kind)))
            .collect();
        named && (kinds.is_empty() || kinds.iter().any(|kind| is_kind(one, kind)))
    })
}

/// Whether a title that excludes something lets its words be taken for what it covers.
pub(super) fn excludes(title: &Words, item: &Words) -> bool {
    let has = |words: &Words| words.content.iter().any(|word| EXCLUDING.has(word));
    has(title) && !has(item)
}

fn is_place(word: &str) -> bool {
    ["cluster", "environment", "환경", "클러스터"]
        .iter()
        .any(|place| word.starts_with(place))
}

/// `다음 단계`, `next steps`: what is left to do, and no later turn.
fn is_next_step(word: &str, next: Option<&str>) -> bool {
    matches!(word, "다음" | "next") && next.is_some_and(|next| NEXT.begins(next))
}
