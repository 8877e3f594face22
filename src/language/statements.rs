//! Small pieces that several forms make of a frame.

use super::frame::{Frame, Joint, Slot};
use crate::judge::predicate::{
    Bound, Comparison, Join, Predicate, Property, Statement, Subject, Test,
};

/// What makes a statement of a clause's roles.
pub(super) type Make = fn(&Frame) -> Option<Predicate>;

/// The one meaning.
pub(super) fn sole(said: &[Predicate]) -> Option<Predicate> {
    said.first().filter(|_| said.len() == 1).cloned()
}

/// A column's predicate; READY with two numbers is a ratio.
pub(super) fn column_predicate(
    subject: &Subject,
    column: &str,
    test: &Test,
    how_many: Bound,
) -> Predicate {
    let equal = matches!(test, Test::Is(values) if values.as_slice() == ["N/N"]);
    let property = if equal && how_many == Bound::Every && column.eq_ignore_ascii_case("READY") {
        Property::Ratio {
            exactly: None,
            states: Vec::new(),
        }
    } else {
        Property::Column {
            column: column.to_owned(),
            test: test.clone(),
        }
    };
    Statement::new(subject.clone(), property)
        .of(how_many)
        .into()
}

/// That column of each.
pub(super) fn every(subject: &Subject, column: &str, test: &Test) -> Predicate {
    column_predicate(subject, column, test, Bound::Every)
}

/// That what is printed has a property.
pub(super) fn printed(property: Property) -> Option<Predicate> {
    Some(Statement::printed(property).into())
}

impl Frame {
    /// That column of each that is spoken of.
    pub(super) fn each(&self, column: &str, test: Test) -> Option<Predicate> {
        Some(every(&self.subject()?, column, &test))
    }

    /// How its number bounds.
    pub(super) fn compared(&self) -> Comparison {
        self.comparison.unwrap_or(Comparison::Equal)
    }

    /// Whether some are meant, or every one.
    pub(super) fn some_or_every(&self) -> Bound {
        if self.has(Slot::Some) {
            Bound::Some
        } else {
            Bound::Every
        }
    }
}

/// Whether the clause denies. `None`: it denies twice.
pub(super) fn denial(frame: &Frame) -> Option<bool> {
    match (frame.has(Slot::No), frame.has(Slot::Not)) {
        (false, false) => Some(false),
        (true, false) | (false, true) => Some(true),
        (true, true) => None,
    }
}

pub(super) fn join(frame: &Frame) -> Join {
    match frame.literal_joint {
        Some(Joint::Or | Joint::Slash) => Join::Any,
        Some(Joint::And) | None => Join::All,
    }
}

/// One predicate, or all of several.
pub(super) fn together(mut predicates: Vec<Predicate>) -> Option<Predicate> {
    match predicates.len() {
        0 => None,
        1 => predicates.pop(),
        _ => Some(Predicate::All(predicates)),
    }
}
