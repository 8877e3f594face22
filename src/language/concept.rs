//! The alphabet of the grammar: what a word of either language can mean, and where it stands.

use super::frame::Frame;
use crate::judge::predicate::{Comparison, Name};
use chrono::TimeDelta;
use std::ops::Range;

/// A sense of the lexicon: its category, and the value that it has there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Term(pub(super) &'static str, pub(super) &'static str);

impl From<Term> for Concept {
    fn from(term: Term) -> Concept {
        match (term.0, term.1.parse()) {
            ("numeral", Ok(number)) => Concept::Numeral(number),
            _ => Concept::Term(term),
        }
    }
}

/// A word or sign with its meaning.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Concept {
    Term(Term),
    Number(u64),
    /// One in words.
    Numeral(u64),
    /// Two numbers with a dash: `5-10`.
    Range(u64, u64),
    Ratio(u64, u64),
    SameRatio,
    /// A quantity, decimal or duration whose unit decides: `250m`.
    Measure(String),
    /// Two of them, both included: `between 100m and 250m`.
    Measures(String, String),
    Percent(String),
    /// Numeric parts and the text.
    Version(Vec<u64>, String),
    Time(TimeDelta),
    TimeRange(TimeDelta, TimeDelta),
    /// An upper-case word that may be a column.
    UpperCase(String),
    Name(Name),
    /// `kind/name`.
    KindName(String, String),
    KeyValue(String, String),
    Literal(String),
    Json(serde_json::Value),
    Compare(Comparison),
    Comma,
    Colon,
    Slash,
    Plus,
    Dash,
    Equals,
    Arrow,
    Stop,
    /// What stood in parentheses, as all that it can be.
    Aside(Vec<Frame>),
    Unknown(String),
}

/// A concept and where its words stand in the cleaned text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub(super) concept: Concept,
    pub(super) span: Range<usize>,
}

impl Token {
    /// The sense of the lexicon, if it is one of a category.
    pub(super) fn value(&self, category: &str) -> Option<&'static str> {
        match self.concept {
            Concept::Term(term) if term.0 == category => Some(term.1),
            _ => None,
        }
    }

    pub(super) fn is(&self, category: &str) -> bool {
        self.value(category).is_some()
    }

    pub(super) fn says(&self, category: &str, value: &str) -> bool {
        self.value(category) == Some(value)
    }

    /// Whether it is of one of these categories.
    pub(super) fn is_any(&self, categories: &[&str]) -> bool {
        categories.iter().any(|category| self.is(category))
    }

    /// Whether it is a kind of which a part of all is said.
    pub(super) fn is_counted(&self) -> bool {
        let kinds = ["pods", "nodes", "applications"];
        self.value("kind").is_some_and(|kind| kinds.contains(&kind))
    }

    /// The number that it is, in digits or words.
    pub(super) fn number(&self) -> Option<u64> {
        match self.concept {
            Concept::Number(number) | Concept::Numeral(number) => Some(number),
            _ => None,
        }
    }
}
