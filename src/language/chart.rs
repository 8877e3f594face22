//! A chart parser: it finds every reading of a run of words by a set of rules, and keeps all of them.
//!
//! A rule is a head, a body and what it makes. A body names categories of words and heads of other rules; `?`
//! behind one says that it may be missing. Nothing is tried in an order, and nothing is skipped: a reading covers
//! every word.

use crate::facts::budget;
use std::collections::HashMap;
use std::ops::{Deref, Range};
use std::rc::Rc;
use std::sync::Arc;

/// More words than this are no sentence.
pub(super) const MOST_WORDS: usize = 60;
/// More work than this is no sentence either, but a heap of words.
const MOST_ITEMS: usize = 8_000;
/// More parts than this has no rule.
const MOST_PARTS: usize = 8;

/// What a rule is made from: its parts in the order of its body, `None` of one that is missing.
pub(super) struct Parts<'a, V> {
    parts: &'a [Option<&'a V>],
    /// The text that they are together.
    pub(super) text: &'a str,
}

/// Where the words of a sentence stand in its text.
pub(super) struct Source<'a> {
    /// The text.
    pub(super) text: &'a str,
    /// The place of each word.
    pub(super) spans: Vec<Range<usize>>,
}

impl Source<'_> {
    fn of(&self, from: usize, to: usize) -> &str {
        let ends = self.spans.get(from).zip(self.spans.get(to - 1));
        let text = ends.and_then(|(first, last)| self.text.get(first.start..last.end));
        text.unwrap_or_default()
    }
}

impl<'a, V> Deref for Parts<'a, V> {
    type Target = [Option<&'a V>];

    fn deref(&self) -> &Self::Target {
        self.parts
    }
}

/// What a rule makes of its parts. `None`: these parts do not go together.
pub(super) type Make<V> = Arc<dyn Fn(&Parts<V>) -> Option<V> + Send + Sync>;

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

impl<V> Default for Grammar<V> {
    fn default() -> Grammar<V> {
        Grammar {
            symbols: HashMap::new(),
            states: vec![State::new()],
            corners: Vec::new(),
        }
    }
}

impl<V: Default + PartialEq> Grammar<V> {
    /// Adds a rule: its head, its body with `?` behind a part that may be missing, what it makes.
    pub(super) fn rule(&mut self, head: &'static str, body: &'static str, make: &Make<V>) {
        let head = self.symbol(head);
        let parts: Vec<(usize, bool)> = body
            .split(' ')
            .map(|part| match part.strip_suffix('?') {
                Some(part) => (self.symbol(part), true),
                None => (self.symbol(part), false),
            })
            .collect();
        self.add(head, &parts, make);
    }

    /// Adds phrases that stand beside each other in any order: the whole and its head, what that may be, and what may stand
    /// beside it (`+`: the former as well). What stands behind is taken first, so that there is one way to each reading.
    pub(super) fn family(
        &mut self,
        (head, core): (&'static str, &'static str),
        cores: &'static str,
        beside: &'static str,
        all: &Make<V>,
        first: &Make<V>,
    ) {
        let (again, others) = match beside.strip_prefix("+ ") {
            Some(others) => (cores, others),
            None => ("", beside),
        };
        let [head, behind] = [head, core].map(|name| self.symbol(name));
        let beside = self.fresh();
        let lists = [(behind, cores), (beside, again), (beside, others)];
        for (whole, parts) in lists {
            for part in parts.split_whitespace() {
                let part = self.symbol(part);
                self.add(whole, &[(part, false)], first);
            }
        }
        self.add(behind, &[(behind, false), (beside, false)], all);
        self.add(head, &[(behind, false)], first);
        self.add(head, &[(beside, false), (head, false)], all);
    }

    /// A symbol without a name.
    fn fresh(&mut self) -> usize {
        self.corners.push(Set::default());
        self.corners.len() - 1
    }

    fn symbol(&mut self, name: &'static str) -> usize {
        if let Some(symbol) = self.symbols.get(name) {
            return *symbol;
        }
        let symbol = self.fresh();
        self.symbols.insert(name, symbol);
        symbol
    }

    /// Closes what each symbol may begin with. To be called once, when all rules are there.
    pub(super) fn closed(mut self) -> Grammar<V> {
        for symbol in 0..self.corners.len() {
            self.corners[symbol].add(symbol);
        }
        // Warshall's: after each round, what is begun by way of the symbols so far is there.
        for middle in 0..self.corners.len() {
            let through = self.corners[middle];
            for begins in self.corners.iter_mut().filter(|one| one.has(middle)) {
                begins.join(&through);
            }
        }
        self
    }

    /// Adds a rule once for each choice of its optional parts.
    fn add(&mut self, head: usize, parts: &[(usize, bool)], make: &Make<V>) {
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
                make: Arc::clone(make),
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
    /// first one goes on. Each word comes with its categories; `None`: it is nothing but that.
    pub(super) fn parse(
        &self,
        words: impl Iterator<Item = Vec<(&'static str, Option<V>)>>,
        source: &Source,
        goal: &str,
    ) -> (Vec<Rc<V>>, usize) {
        let length = source.spans.len();
        let Some(goal) = self.symbols.get(goal).filter(|_| length <= MOST_WORDS) else {
            return (Vec::new(), 0);
        };
        let mut chart = Chart {
            grammar: self,
            source,
            begun: vec![Vec::new()],
            wanted: vec![self.corners[*goal]],
            items: 0,
        };
        let mut last = Vec::new();
        for (start, categories) in words.enumerate() {
            let known = categories.into_iter().filter_map(|(name, value)| {
                let symbol = *self.symbols.get(name)?;
                let value = chart.wanted[start].has(symbol).then_some(value)?;
                let value = Rc::new(value.unwrap_or_default());
                Some(Found {
                    symbol,
                    start,
                    value,
                })
            });
            let known = known.collect();
            let Some(found) = chart.close(known, start + 1) else {
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
    source: &'a Source<'a>,
    /// What has begun and goes on, by where it has come to.
    begun: Vec<Vec<Begun<V>>>,
    /// What may begin at each place.
    wanted: Vec<Set>,
    items: usize,
}

impl<V: PartialEq> Chart<'_, V> {
    /// Everything that ends here, from the readings of the word that ends here. `None`: it is too much.
    fn close(&mut self, mut agenda: Vec<Found<V>>, end: usize) -> Option<Vec<Found<V>>> {
        let mut all: Vec<Found<V>> = Vec::new();
        let mut begun = Vec::new();
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
                self.complete(&one, end, &mut agenda);
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
    fn complete(&self, begun: &Begun<V>, end: usize, agenda: &mut Vec<Found<V>>) {
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
                text: self.source.of(begun.start, end),
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

    /// The readings of words of these categories.
    fn read<V: Default + PartialEq>(
        grammar: &Grammar<V>,
        words: Vec<Vec<(&'static str, Option<V>)>>,
    ) -> Vec<Rc<V>> {
        let spans = vec![0..0; words.len()];
        grammar
            .parse(words.into_iter(), &Source { text: "", spans }, "x")
            .0
    }

    #[test]
    fn every_reading_is_kept_and_equal_ones_are_one() {
        let sum: Make<String> = Arc::new(|parts| Some(format!("({} {})", parts[0]?, parts[1]?)));
        let flat: Make<String> = Arc::new(|parts| Some(format!("{}{}", parts[0]?, parts[1]?)));
        let words = |count: usize| vec![vec![("word", Some("a".to_owned()))]; count];
        let grammar = |make| {
            let mut grammar = Grammar::default();
            let word: Make<String> = Arc::new(|parts| parts[0].cloned());
            grammar.rule("x", "word", &word);
            grammar.rule("x", "x x", &make);
            grammar.closed()
        };
        let both = grammar(sum);
        assert_eq!(read(&both, words(3)).len(), 2);
        assert_eq!(read(&both, words(4)).len(), 5);
        let one = grammar(flat);
        assert_eq!(read(&one, words(12)).len(), 1);
        assert!(read(&one, words(MOST_WORDS + 1)).is_empty());
        assert!(read(&both, words(30)).is_empty());
    }

    #[test]
    fn a_part_that_may_be_missing_keeps_the_places_of_the_others() {
        let make: Make<String> = Arc::new(|parts| {
            let of = |at: usize| parts[at].map_or("-", |part| part.as_str());
            Some(format!("{}{}{}", of(0), of(1), of(2)))
        });
        let mut grammar = Grammar::default();
        grammar.rule("x", "a? b c?", &make);
        let grammar = grammar.closed();
        let word = |name: &'static str| vec![(name, Some(name.to_owned()))];
        let read = |words| read(&grammar, words).first().map(|one| one.to_string());
        assert_eq!(read(vec![word("b")]).as_deref(), Some("-b-"));
        assert_eq!(read(vec![word("a"), word("b")]).as_deref(), Some("ab-"));
        assert_eq!(read(vec![word("b"), word("c")]).as_deref(), Some("-bc"));
        assert_eq!(read(vec![word("c")]), None);
    }
}
