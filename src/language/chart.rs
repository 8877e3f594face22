//! A chart parser: it finds every reading of a run of words by a set of rules, and keeps all of them.
//!
//! A rule is a head, a body and what it makes. A body names categories of words and heads of other rules; `?`
//! behind one says that it may be missing. Nothing is tried in an order, and nothing is skipped: a reading covers
//! every word.

use crate::facts::budget;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// More words than this are no sentence.
pub(super) const MOST_WORDS: usize = 24;
/// More work than this is no sentence either, but a heap of words.
const MOST_ITEMS: usize = 2_000;

/// What a rule makes of its parts, in the order of its body; `None` of a part that is missing. `None`: these
/// parts do not go together.
pub(super) type Make<V> = fn(&[Option<&V>]) -> Option<V>;

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

/// Rules, ready to parse with.
pub(super) struct Grammar<V> {
    symbols: HashMap<&'static str, usize>,
    /// By the first symbol of their bodies.
    opening: Vec<Vec<Concrete<V>>>,
    /// What each symbol may begin with, itself among it.
    corners: Vec<HashSet<usize>>,
}

/// A rule with each of its optional parts either there or not.
struct Concrete<V> {
    head: usize,
    body: Vec<usize>,
    /// Where each part stands in the rule as written.
    places: Vec<usize>,
    /// How many parts the rule as written has.
    length: usize,
    make: Make<V>,
}

/// A rule of which some parts were found.
struct Begun<'a, V> {
    rule: &'a Concrete<V>,
    start: usize,
    parts: Vec<Rc<V>>,
}

impl<V> Clone for Begun<'_, V> {
    fn clone(&self) -> Self {
        Begun {
            rule: self.rule,
            start: self.start,
            parts: self.parts.clone(),
        }
    }
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
            opening: Vec::new(),
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
        self.opening.resize_with(self.symbols.len(), Vec::new);
        self.corners.resize_with(self.symbols.len(), HashSet::new);
        symbol
    }

    /// Closes what each symbol may begin with. To be called once, when all rules are there.
    pub(super) fn closed(mut self) -> Grammar<V> {
        for symbol in 0..self.corners.len() {
            let mut all = HashSet::new();
            let mut waiting = vec![symbol];
            while let Some(symbol) = waiting.pop() {
                if all.insert(symbol) {
                    waiting.extend(&self.corners[symbol]);
                }
            }
            self.corners[symbol] = all;
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
            let body: Vec<usize> = places.iter().map(|at| parts[*at].0).collect();
            let Some(first) = body.first().copied() else {
                continue;
            };
            let length = parts.len();
            self.corners[head].insert(first);
            self.opening[first].push(Concrete {
                head,
                body,
                places,
                length,
                make,
            });
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
            waiting: vec![HashMap::new()],
            wanted: vec![self.corners[*goal].clone()],
            items: 0,
        };
        let mut last = Vec::new();
        for (at, categories) in words.into_iter().enumerate() {
            let known = categories.into_iter().filter_map(|(name, value)| {
                let symbol = *self.symbols.get(name)?;
                let value = Rc::new(value);
                let start = at;
                Some(Found {
                    symbol,
                    start,
                    value,
                })
            });
            let Some(found) = chart.close(known.collect(), at + 1) else {
                return (Vec::new(), 0);
            };
            last = found;
            if last.is_empty() {
                return (Vec::new(), at);
            }
        }
        let whole = |found: &Found<V>| found.symbol == *goal && found.start == 0;
        let whole = last.into_iter().filter(whole);
        (whole.map(|found| found.value).collect(), 0)
    }
}

/// One parse.
struct Chart<'a, V> {
    grammar: &'a Grammar<V>,
    /// By where they stand and what they wait for.
    waiting: Vec<HashMap<usize, Vec<Begun<'a, V>>>>,
    /// What may begin at each place.
    wanted: Vec<HashSet<usize>>,
    items: usize,
}

impl<'a, V: PartialEq> Chart<'a, V> {
    /// Everything that ends here, from the readings of the word that ends here. `None`: it is too much.
    fn close(&mut self, mut agenda: Vec<Found<V>>, end: usize) -> Option<Vec<Found<V>>> {
        let mut all: Vec<Found<V>> = Vec::new();
        self.waiting.push(HashMap::new());
        agenda.retain(|found| self.wanted[found.start].contains(&found.symbol));
        while let Some(found) = agenda.pop() {
            let same = |one: &Found<V>| {
                (one.symbol, one.start) == (found.symbol, found.start) && one.value == found.value
            };
            if all.iter().any(same) {
                continue;
            }
            let opening = self.grammar.opening[found.symbol].iter();
            let wanted = &self.wanted[found.start];
            let mut goes_on: Vec<Begun<'a, V>> = opening
                .filter(|rule| wanted.contains(&rule.head))
                .map(|rule| Begun {
                    rule,
                    start: found.start,
                    parts: Vec::new(),
                })
                .collect();
            if let Some(begun) = self.waiting[found.start].get(&found.symbol) {
                goes_on.extend(begun.iter().cloned());
            }
            self.items += goes_on.len() + 1;
            let spent = budget::spend(goes_on.len() as u64 + 1);
            if self.items > MOST_ITEMS || spent.is_err() {
                return None;
            }
            for mut begun in goes_on {
                begun.parts.push(Rc::clone(&found.value));
                match begun.rule.body.get(begun.parts.len()) {
                    Some(next) => self.waiting[end].entry(*next).or_default().push(begun),
                    None => agenda.extend(begun.complete()),
                }
            }
            all.push(found);
        }
        let corners = |symbol: &usize| self.grammar.corners[*symbol].iter().copied();
        let wanted = self.waiting[end].keys().flat_map(corners).collect();
        self.wanted.push(wanted);
        Some(all)
    }
}

impl<V> Begun<'_, V> {
    /// What the rule makes of its parts.
    fn complete(self) -> Option<Found<V>> {
        let mut parts: Vec<Option<&V>> = vec![None; self.rule.length];
        for (place, part) in self.rule.places.iter().zip(&self.parts) {
            parts[*place] = Some(part);
        }
        Some(Found {
            symbol: self.rule.head,
            start: self.start,
            value: Rc::new((self.rule.make)(&parts)?),
        })
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
