//! Small pieces that several forms make of a frame.

use super::frame::{Frame, Joint, Slot};
use crate::facts::quantity::Quantity;
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

/// That what is printed does not have it.
pub(super) fn denied(property: Property) -> Option<Predicate> {
    Some(Statement::printed(property).denied().into())
}

/// A number as a quantity.
pub(super) fn whole(number: u64) -> Option<Quantity> {
    i64::try_from(number).ok().map(Quantity::whole)
}

/// That these have a property.
pub(super) fn of(who: Subject, property: Property) -> Option<Predicate> {
    Some(Statement::new(who, property).into())
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
pub(super) fn together(all: impl IntoIterator<Item = impl Into<Predicate>>) -> Option<Predicate> {
    let mut all: Vec<Predicate> = all.into_iter().map(Into::into).collect();
    match all.len() {
        0 | 1 => all.pop(),
        _ => Some(Predicate::All(all)),
    }
}
