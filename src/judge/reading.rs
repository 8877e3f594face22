//! What became of a sentence of a record: the language makes it, a step is judged by it.

use super::predicate::Predicate;
use crate::facts::lang::Bilingual;
use crate::facts::ledger::Silence;

/// What a sentence was understood as.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// Completely.
    Understood(Predicate),
    /// Not completely: a person must judge.
    NotUnderstood {
        /// The words at which it stopped.
        stopped_at: String,
        /// Why.
        why: Bilingual,
    },
    /// It demands nothing: why.
    NotAnExpectation(Silence),
}
