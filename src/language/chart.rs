//! A chart parser: it finds every reading of a run of words by a set of rules, and keeps all of them.
//!
//! A rule is a head, a body and what it makes. A body names categories of words and heads of other rules; `?`
//! behind one says that it may be missing. Nothing is tried in an order, and nothing is skipped: a reading covers
//! every word.

use crate::facts::budget;
use std::collections::HashMap;
use std::ops::Deref;
use std::rc::Rc;

/// More words than this are no sentence.
pub(super) const MOST_WORDS: usize = 24;
/// More work than this is no sentence either, but a heap of words.
const MOST_ITEMS: usize = 2_000;
/// More parts than this has no rule.
const MOST_PARTS: usize = 8;

/// What a rule is made from: its parts in the order of its body, `None` of one that is missing.
pub(super) struct Parts<'a, V> {
    parts: &'a [Option<&'a V>],
}

impl<'a, V> Deref for Parts<'a, V> {
    type Target = [Option<&'a V>];

    fn deref(&self) -> &Self::Target {
        self.parts
    }
}

/// What a rule makes of its parts. `None`: these parts do not go together.
pub(super) type Make<V> = fn(&Parts<V>) -> Option<V>;

/// A rule as it is written.
pub(super) type Rule<V> = (&'static str, &'static str, Make<V>);

/// Phrases that stand beside each other in any order: the names of the whole, of what has all behind it, and of what
/// stands beside; what makes it one, and what may stand beside that.
pub(super) type Family = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

/// A set of symbols.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Set([u64; 5]);

impl Set {
    fn has(&self, symbol: usize) -> bool {
        self.0[symbol / 64] & (1 << (symbol % 64)) != 0
    }

    fn add(&mut self, symbol: usize) {
        self.0[symbol / 64] |= 1 << (symbol % 64);
    }

    fn join(&mut self, other: &Set) {
        for (own, more) in self.0.iter_mut().zip(other.0) {
            *own |= more;
        }
    }

    fn meets(&self, other: &Set) -> bool {
        self.0.iter().zip(other.0).any(|(own, one)| own & one != 0)
    }
}

/// Rules, ready to parse with.
pub(super) struct Grammar<V> {
    symbols: HashMap<&'static str, usize>,
    /// The bodies of all rules, those that begin alike together. The first is the beginning of each.
    states: Vec<State<V>>,
    /// What each symbol may begin with, itself among it.
    corners: Vec<Set>,
}

/// The beginning of some bodies.
struct State<V> {
    /// What may come next, sorted.
    next: Vec<(usize, usize)>,
    /// The heads of the rules that begin so.
    heads: Set,
    /// The rules that end here.
    done: Vec<Done<V>>,
}

/// A rule with each of its optional parts either there or not.
struct Done<V> {
    head: usize,
    /// Where each part stands in the rule as written.
    places: Vec<usize>,
    /// How many parts the rule as written has.
    length: usize,
    make: Make<V>,
}

/// The beginning of some bodies, found.
struct Begun<V> {
    state: usize,
    start: usize,
    parts: Rc<Link<V>>,
}

/// The last part that was found, and those before it.
struct Link<V> {
    value: Rc<V>,
    before: Option<Rc<Link<V>>>,
}

/// What was found over some words.
struct Found<V> {
    symbol: usize,
    start: usize,
    value: Rc<V>,
}

impl<V: PartialEq> Grammar<V> {
    /// A grammar of these rules.
    pub(super) fn new(rules: &[Rule<V>]) -> Grammar<V> {
        let mut grammar = Grammar {
            symbols: HashMap::new(),
            states: vec![State::new()],
            corners: Vec::new(),
        };
        for (head, body, make) in rules {
            let head = grammar.symbol(head);
            let parts: Vec<(usize, bool)> = body
                .split(' ')
                .map(|part| match part.strip_suffix('?') {
                    Some(part) => (grammar.symbol(part), true),
                    None => (grammar.symbol(part), false),
                })
                .collect();
            grammar.add(head, &parts, *make);
        }
        grammar
    }

    /// Adds the rules of a family: what stands behind is taken first, so that there is one way to each reading.
    pub(super) fn family(&mut self, family: &Family, all: Make<V>, first: Make<V>) {
        let (head, behind, beside, cores, others) = family;
        let [head, behind, beside] = [head, behind, beside].map(|name| self.symbol(name));
        for (whole, parts) in [(behind, cores), (beside, others)] {
            for part in parts.split(' ') {
                let part = self.symbol(part);
                self.add(whole, &[(part, false)], first);
            }
        }
        self.add(behind, &[(behind, false), (beside, false)], all);
        self.add(head, &[(behind, false)], first);
        self.add(head, &[(beside, false), (head, false)], all);
    }

    fn symbol(&mut self, name: &'static str) -> usize {
        let next = self.symbols.len();
        let symbol = *self.symbols.entry(name).or_insert(next);
        self.corners.resize(self.symbols.len(), Set::default());
        symbol
    }

    /// Closes what each symbol may begin with. To be called once, when all rules are there.
    pub(super) fn closed(mut self) -> Grammar<V> {
        for symbol in 0..self.corners.len() {
            self.corners[symbol].add(symbol);
        }
        // As long as something is added.
        loop {
            let before = self.corners.clone();
            for symbol in 0..before.len() {
                for other in (0..before.len()).filter(|other| before[symbol].has(*other)) {
                    self.corners[symbol].join(&before[other]);
                }
            }
            if before == self.corners {
                break;
            }
        }
        self
    }

    /// Adds a rule once for each choice of its optional parts.
    fn add(&mut self, head: usize, parts: &[(usize, bool)], make: Make<V>) {
        let optional: Vec<usize> = (0..parts.len()).filter(|at| parts[*at].1).collect();
        for choice in 0..1usize << optional.len() {
            let left_out = |at: usize| {
                let bit = optional.iter().position(|one| *one == at);
                bit.is_some_and(|bit| choice & (1 << bit) == 0)
            };
            let places: Vec<usize> = (0..parts.len()).filter(|at| !left_out(*at)).collect();
            let Some(first) = places.first().map(|at| parts[*at].0) else {
                continue;
            };
            self.corners[head].add(first);
            let mut state = 0;
            for at in &places {
                state = self.after(state, parts[*at].0);
                self.states[state].heads.add(head);
            }
            let length = parts.len();
            self.states[state].done.push(Done {
                head,
                places,
                length,
                make,
            });
        }
    }

    /// The state behind a symbol.
    fn after(&mut self, state: usize, symbol: usize) -> usize {
        let new = self.states.len();
        let next = &mut self.states[state].next;
        match next.binary_search_by_key(&symbol, |(symbol, _)| *symbol) {
            Ok(at) => next[at].1,
            Err(at) => {
                next.insert(at, (symbol, new));
                self.states.push(State::new());
                new
            }
        }
    }

    /// Every different reading of all words as `goal`, and the index of the word at which nothing that began with the
    /// first one goes on. Each word comes with its categories.
    pub(super) fn parse(
        &self,
        words: Vec<Vec<(&'static str, V)>>,
        goal: &str,
    ) -> (Vec<Rc<V>>, usize) {
        let length = words.len();
        let Some(goal) = self.symbols.get(goal).filter(|_| length <= MOST_WORDS) else {
            return (Vec::new(), 0);
        };
        let mut chart = Chart {
            grammar: self,

            begun: vec![Vec::new()],
            wanted: vec![self.corners[*goal]],
            items: 0,
        };
        let mut last = Vec::new();
        for (start, categories) in words.into_iter().enumerate() {
            let known = categories.into_iter().filter_map(|(name, value)| {
                let symbol = *self.symbols.get(name)?;
                let value = Rc::new(value);
                Some(Found {
                    symbol,
                    start,
                    value,
                })
            });
            let Some(found) = chart.close(known.collect()) else {
                return (Vec::new(), 0);
            };
            last = found;
            if last.is_empty() {
                return (Vec::new(), start);
            }
        }
        let whole = |found: &Found<V>| found.symbol == *goal && found.start == 0;
        let whole = last.into_iter().filter(whole);
        (whole.map(|found| found.value).collect(), 0)
    }
}

impl<V> State<V> {
    fn new() -> State<V> {
        State {
            next: Vec::new(),
            heads: Set::default(),
            done: Vec::new(),
        }
    }

    fn behind(&self, symbol: usize) -> Option<usize> {
        let at = self.next.binary_search_by_key(&symbol, |(next, _)| *next);
        at.ok().map(|at| self.next[at].1)
    }
}

/// One parse.
struct Chart<'a, V> {
    grammar: &'a Grammar<V>,
    /// What has begun and goes on, by where it has come to.
    begun: Vec<Vec<Begun<V>>>,
    /// What may begin at each place.
    wanted: Vec<Set>,
    items: usize,
}

impl<V: PartialEq> Chart<'_, V> {
    /// Everything that ends here, from the readings of the word that ends here. `None`: it is too much.
    fn close(&mut self, mut agenda: Vec<Found<V>>) -> Option<Vec<Found<V>>> {
        let mut all: Vec<Found<V>> = Vec::new();
        let mut begun = Vec::new();
        agenda.retain(|found| self.wanted[found.start].has(found.symbol));
        while let Some(found) = agenda.pop() {
            let same = |one: &Found<V>| {
                (one.symbol, one.start) == (found.symbol, found.start) && one.value == found.value
            };
            if all.iter().any(same) {
                continue;
            }
            let opened = self.goes_on(&found, 0, found.start, None);
            let longer = self.begun[found.start]
                .iter()
                .filter_map(|one| self.goes_on(&found, one.state, one.start, Some(&one.parts)));
            let found_on: Vec<Begun<V>> = opened.into_iter().chain(longer).collect();
            self.items += found_on.len() + 1;
            let spent = budget::spend(found_on.len() as u64 + 1);
            if self.items > MOST_ITEMS || spent.is_err() {
                return None;
            }
            for one in found_on {
                self.complete(&one, &mut agenda);
                if !self.grammar.states[one.state].next.is_empty() {
                    begun.push(one);
                }
            }
            all.push(found);
        }
        let mut wanted = Set::default();
        for one in &begun {
            for (symbol, next) in &self.grammar.states[one.state].next {
                let heads = self.grammar.states[*next].heads;
                if heads.meets(&self.wanted[one.start]) {
                    wanted.join(&self.grammar.corners[*symbol]);
                }
            }
        }
        self.begun.push(begun);
        self.wanted.push(wanted);
        Some(all)
    }

    /// A state with one more part, if a rule that may stand there goes on so.
    fn goes_on(
        &self,
        found: &Found<V>,
        state: usize,
        start: usize,
        before: Option<&Rc<Link<V>>>,
    ) -> Option<Begun<V>> {
        let state = self.grammar.states[state].behind(found.symbol)?;
        let wanted = self.grammar.states[state].heads.meets(&self.wanted[start]);
        wanted.then(|| Begun {
            state,
            start,
            parts: Rc::new(Link {
                value: Rc::clone(&found.value),
                before: before.cloned(),
            }),
        })
    }

    /// What the rules that end with these parts make of them.
    fn complete(&self, begun: &Begun<V>, agenda: &mut Vec<Found<V>>) {
        let wanted = |done: &&Done<V>| self.wanted[begun.start].has(done.head);
        let done = &self.grammar.states[begun.state].done;
        for done in done.iter().filter(wanted) {
            let mut parts = [None; MOST_PARTS];
            let mut link = Some(&begun.parts);
            for place in done.places.iter().rev() {
                parts[*place] = link.map(|link| &*link.value);
                link = link.and_then(|link| link.before.as_ref());
            }
            let parts = Parts {
                parts: &parts[..done.length],
            };
            let made = (done.make)(&parts);
            agenda.extend(made.map(|value| Found {
                symbol: done.head,
                start: begun.start,
                value: Rc::new(value),
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reading_is_kept_and_equal_ones_are_one() {
        let sum: Make<String> = |parts| Some(format!("({} {})", parts[0]?, parts[1]?));
        let flat: Make<String> = |parts| Some(format!("{}{}", parts[0]?, parts[1]?));
        let words = |count: usize| vec![vec![("word", "a".to_owned())]; count];
        let both =
            Grammar::new(&[("x", "word", |parts| parts[0].cloned()), ("x", "x x", sum)]).closed();
        assert_eq!(both.parse(words(3), "x").0.len(), 2);
        assert_eq!(both.parse(words(4), "x").0.len(), 5);
        let one =
            Grammar::new(&[("x", "word", |parts| parts[0].cloned()), ("x", "x x", flat)]).closed();
        assert_eq!(one.parse(words(12), "x").0.len(), 1);
        assert!(one.parse(words(MOST_WORDS + 1), "x").0.is_empty());
        assert!(both.parse(words(30), "x").0.is_empty());
    }

    #[test]
    fn a_part_that_may_be_missing_keeps_the_places_of_the_others() {
        let make: Make<String> = |parts| {
            let of = |at: usize| parts[at].map_or("-", |part| part.as_str());
            Some(format!("{}{}{}", of(0), of(1), of(2)))
        };
        let grammar = Grammar::new(&[("x", "a? b c?", make)]).closed();
        let word = |name: &'static str| vec![(name, name.to_owned())];
        let read = |words: Vec<_>| {
            grammar
                .parse(words, "x")
                .0
                .first()
                .map(|one| one.to_string())
        };
        assert_eq!(read(vec![word("b")]).as_deref(), Some("-b-"));
        assert_eq!(read(vec![word("a"), word("b")]).as_deref(), Some("ab-"));
        assert_eq!(read(vec![word("b"), word("c")]).as_deref(), Some("-bc"));
        assert_eq!(read(vec![word("c")]), None);
    }
}
