//! What an expectation says: statements, and how they are joined. A predicate is understood from a sentence by
//! [`crate::language`] and held against a [`crate::judge::scene::Scene`] by
//! [`evaluate::evaluate`]. It knows nothing of Markdown, records or the network.

mod cell;
mod coverage;
mod describe;
mod described;
mod evaluate;
mod field;
mod image;
mod killed;
mod live;
mod logs;
mod masked;
mod metrics;
mod nature;
mod number;
mod outcome;
mod pick;
mod printed;
mod quantify;
mod read;
mod restarts;
mod rows;
mod sample;
mod scope;
mod spread;
mod state;
mod statement;
mod targets;
mod terms;
mod text;
mod version;
mod wait;
mod window;

pub(crate) use describe::either;
pub(crate) use evaluate::all;
pub(crate) use evaluate::evaluate;
pub(crate) use logs::is_server_error;
pub(crate) use nature::{Across, picked_names};
pub(crate) use outcome::Say;
pub(crate) use pick::same_kind;
pub(crate) use statement::{Bound, Place, Placement, Property, Statement, Value};
pub(crate) use terms::{
    Comparison, Extent, Join, Limit, Logged, Metric, Name, Precision, Shape, Subject, Test,
};

use crate::facts::lang::Bilingual;
use crate::facts::ledger::Silence;

/// What must be so.
#[derive(Debug, Clone, PartialEq)]
pub enum Predicate {
    /// One statement.
    Says(Box<Statement>),
    /// All of these.
    All(Vec<Predicate>),
    /// The predicate, with a remark of the sentence that is carried and does not change it: how long
    /// it may take, what to do if it fails.
    Remarked(Box<Predicate>, String),
}

impl Predicate {
    /// The statement, if it is one and no remark stands beside it.
    pub fn statement(&self) -> Option<&Statement> {
        match self {
            Predicate::Says(statement) => Some(statement),
            Predicate::All(_) | Predicate::Remarked(..) => None,
        }
    }

    /// Its statements, remarks apart.
    pub fn statements(&self) -> Vec<&Statement> {
        match self {
            Predicate::Says(statement) => vec![statement],
            Predicate::All(parts) => parts.iter().flat_map(Predicate::statements).collect(),
            Predicate::Remarked(inner, _) => inner.statements(),
        }
    }

    /// The same with another statement in the place of each.
    pub fn map(self, to: &impl Fn(Statement) -> Statement) -> Predicate {
        match self {
            Predicate::Says(statement) => to(*statement).into(),
            Predicate::All(parts) => {
                Predicate::All(parts.into_iter().map(|part| part.map(to)).collect())
            }
            Predicate::Remarked(inner, words) => inner.map(to).remarked(words),
        }
    }

    /// The same, with words beside it.
    pub fn remarked(self, words: impl Into<String>) -> Predicate {
        Predicate::Remarked(Box::new(self), words.into())
    }
}

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

impl Reading {
    /// What it was understood as, if it was.
    pub fn understood(&self) -> Option<&Predicate> {
        match self {
            Reading::Understood(predicate) => Some(predicate),
            Reading::NotUnderstood { .. } | Reading::NotAnExpectation(_) => None,
        }
    }
}
