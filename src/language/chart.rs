//! A chart parser: it finds every reading of a run of words by a set of rules, and keeps all of them.
//!
//! A rule is a head, a body and what it makes. A body names categories of words and heads of other rules; `?`
//! behind one says that it may be missing. Nothing is tried in an order, and nothing is skipped: a reading covers
//! every word.

use std::collections::HashMap;
use std::rc::Rc;

/// More words than this are no sentence.
const MOST_WORDS: usize = 40;
/// More work than this is no sentence either, but a heap of words.
const MOST_ITEMS: usize = 20_000;

/// What a rule makes of its parts, in the order of its body; `None` of a part that is missing. `None`: these
/// parts do not go together.
pub(super) type Make<V> = fn(&[Option<&V>]) -> Option<V>;

/// A rule as it is written.
pub(super) type Rule<V> = (&'static str, &'static str, Make<V>);

/// Rules, ready to parse with.
pub(super) struct Grammar<V> {
    symbols: HashMap<&'static str, usize>,
    /// By the first symbol of their bodies.
    opening: Vec<Vec<Concrete<V>>>,
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

    fn symbol(&mut self, name: &'static str) -> usize {
        let next = self.symbols.len();
        let symbol = *self.symbols.entry(name).or_insert(next);
        self.opening.resize_with(self.symbols.len(), Vec::new);
        symbol
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
            self.opening[first].push(Concrete {
                head,
                body,
                places,
                length,
                make,
            });
        }
    }

    /// Every different reading of all words as `goal`. Each word comes with its categories.
    pub(super) fn parse(&self, words: Vec<Vec<(&'static str, V)>>, goal: &str) -> Vec<Rc<V>> {
        let Some(goal) = self.symbols.get(goal) else {
            return Vec::new();
        };
        if words.len() > MOST_WORDS {
            return Vec::new();
        }
        let length = words.len();
        let mut chart = Chart {
            grammar: self,
            waiting: (0..=length).map(|_| HashMap::new()).collect(),
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
            match chart.close(known.collect(), at + 1) {
                Some(found) => last = found,
                None => return Vec::new(),
            }
        }
        let whole = |found: &Found<V>| found.symbol == *goal && found.start == 0;
        let whole = last.into_iter().filter(whole);
        whole.map(|found| found.value).collect()
    }
}

/// One parse.
struct Chart<'a, V> {
    grammar: &'a Grammar<V>,
    /// By where they stand and what they wait for.
    waiting: Vec<HashMap<usize, Vec<Begun<'a, V>>>>,
    items: usize,
}

impl<'a, V: PartialEq> Chart<'a, V> {
    /// Everything that ends here, from the readings of the word that ends here. `None`: it is too much.
    fn close(&mut self, mut agenda: Vec<Found<V>>, end: usize) -> Option<Vec<Found<V>>> {
        let mut all: Vec<Found<V>> = Vec::new();
        while let Some(found) = agenda.pop() {
            let same = |one: &Found<V>| {
                (one.symbol, one.start) == (found.symbol, found.start) && one.value == found.value
            };
            if all.iter().any(same) {
                continue;
            }
            let opening = self.grammar.opening[found.symbol].iter();
            let mut goes_on: Vec<Begun<'a, V>> = opening
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
            if self.items > MOST_ITEMS {
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
        let both = Grammar::new(&[("x", "word", |parts| parts[0].cloned()), ("x", "x x", sum)]);
        assert_eq!(both.parse(words(3), "x").len(), 2);
        assert_eq!(both.parse(words(4), "x").len(), 5);
        let one = Grammar::new(&[("x", "word", |parts| parts[0].cloned()), ("x", "x x", flat)]);
        assert_eq!(one.parse(words(12), "x").len(), 1);
        assert!(one.parse(words(MOST_WORDS + 1), "x").is_empty());
        assert!(both.parse(words(30), "x").is_empty());
    }

    #[test]
    fn a_part_that_may_be_missing_keeps_the_places_of_the_others() {
        let make: Make<String> = |parts| {
            let of = |at: usize| parts[at].map_or("-", |part| part.as_str());
            Some(format!("{}{}{}", of(0), of(1), of(2)))
        };
        let grammar = Grammar::new(&[("x", "a? b c?", make)]);
        let word = |name: &'static str| vec![(name, name.to_owned())];
        let read = |words: Vec<_>| grammar.parse(words, "x").first().map(|one| one.to_string());
        assert_eq!(read(vec![word("b")]).as_deref(), Some("-b-"));
        assert_eq!(read(vec![word("a"), word("b")]).as_deref(), Some("ab-"));
        assert_eq!(read(vec![word("b"), word("c")]).as_deref(), Some("-bc"));
        assert_eq!(read(vec![word("c")]), None);
    }
}
