//! Titles and metadata keys: what a section is for, and which one is the verification plan.

use super::normal;
use crate::facts::deployment::System;
use crate::facts::word_list::WordList;
use crate::record::{Field, Role, words};
use plan::is_plan;
pub(super) use plan::{is_before, is_plan_word};

mod plan;

/// What a metadata key means.
pub(in crate::record) fn field(key: &str) -> Field {
    field_of(&normal(key))
}

/// The same of a key in the form in which it is compared.
pub(in crate::record) fn field_of(key: &str) -> Field {
    let mut called = System::default().called().iter();
    let of_ours = called.find_map(|name| Some(key.strip_prefix(name)?.trim_start()));
    if of_ours.is_some_and(|rest| rest.is_empty() || DEPLOYMENT_OF.has(rest)) {
        return Field::Deployment;
    }
    match FIELD.value(key) {
        Some("Date") => Field::Date,
        Some("Author") => Field::Author,
        Some("Task") => Field::Task,
        Some("PullRequest") => Field::PullRequest,
        Some("Environment") => Field::Environment,
        Some("Status") => Field::Status,
        Some("Deployment") => Field::Deployment,
        Some(_) | None => Field::Other,
    }
}

static FIELD: WordList = words("field");
static DEPLOYMENT_OF: WordList = words("field-deployment-of");
static ROLLBACK: WordList = words("role-rollback");
static RESULTS: WordList = words("title-results");
static CHECKING: WordList = words("title-checking");

/// Words of a title and the role that they tell, the first that is there counts.
static ROLES: [(Role, WordList); 7] = [
    (Role::Checklist, words("role-checklist")),
    (Role::Lessons, words("role-lessons")),
    (Role::Related, words("role-related")),
    (Role::Problem, words("role-problem")),
    (Role::Git, words("role-git")),
    (Role::Change, words("role-change")),
    (Role::Deployment, words("role-deployment")),
];

/// What a section is for, by its title.
pub(in crate::record) fn role(title: &str) -> Role {
    let title = normal(title);
    if ROLLBACK.is_within(&title) {
        return Role::Rollback;
    }
    if is_plan(&title) {
        return Role::Plan;
    }
    let named = ROLES.iter().find(|(_, words)| words.is_within(&title));
    let mut called = System::default().called().iter();
    let own = called.any(|name| title.contains(name));
    let own = own.then_some(Role::Deployment);
    named.map(|(role, _)| *role).or(own).unwrap_or(Role::Other)
}

/// Whether a title speaks of what a check gave rather than of what to check.
pub(in crate::record) fn speaks_of_results(title: &str) -> bool {
    RESULTS.is_within(&normal(title))
}

/// Whether a title speaks of checking, among other words: such a section's commands count in a
/// record that has no plan of its own.
pub(in crate::record) fn speaks_of_checking(title: &str) -> bool {
    let title = normal(title);
    CHECKING.is_within(&title) && !is_before(&title)
}
