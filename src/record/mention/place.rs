//! Which sections of a record tell what was wrong, and which speak of nodes.

use super::deployment::Directness;
use crate::facts::word_list::WordList;
use crate::record::section::Outline;
use crate::record::{Role, vocabulary, words};

static OF_OTHERS: WordList = words("title-of-others");

/// What a section is about, its parents included.
pub(super) struct Place {
    pub diagnosis: bool,
    pub nodes: bool,
    /// How directly it names the record's deployment; `None` where it tells of others.
    pub deployment: Option<Directness>,
}

pub(super) fn places(outline: &Outline) -> Vec<Place> {
    let sections = outline.sections.iter().skip(1);
    let problems = sections.filter(|section| section.role == Role::Problem);
    let diagnosis = match problems.count() {
        0 => Diagnosis::AnyProse,
        _ => Diagnosis::ProblemSections,
    };
    (0..outline.sections.len())
        .map(|at| {
            let title = vocabulary::normal(&outline.sections[at].title);
            Place {
                diagnosis: is_diagnosis(outline, at, diagnosis),
                nodes: title.contains("노드") || title.contains("node"),
                deployment: deployment(outline, at),
            }
        })
        .collect()
}

fn deployment(outline: &Outline, section: usize) -> Option<Directness> {
    let mut place = match outline.sections[section].level {
        1 => Directness::Told,
        _ => Directness::Mentioned,
    };
    for at in outline.ancestry(section) {
        let section = &outline.sections[at];
        if section.level == 1 {
            continue;
        }
        let title = vocabulary::normal(&section.title);
        if OF_OTHERS.is_within(&title) {
            return None;
        }
        match section.role {
            Role::Related | Role::Lessons | Role::Rollback => return None,
            Role::Plan | Role::Checklist => return Some(Directness::Beside),
            Role::Deployment => place = Directness::Told,
            Role::Problem | Role::Change | Role::Git | Role::Other => {}
        }
    }
    Some(place)
}

/// Where the diagnosis stands: in the sections about the problem, or, in a record without one, in
/// all that are not about checking or lessons.
#[derive(Clone, Copy)]
enum Diagnosis {
    ProblemSections,
    AnyProse,
}

fn is_diagnosis(outline: &Outline, section: usize, stands_in: Diagnosis) -> bool {
    let mut roles = outline
        .ancestry(section)
        .filter(|&at| at != 0 || outline.sections[0].level != 1)
        .map(|at| outline.sections[at].role);
    match stands_in {
        Diagnosis::ProblemSections => roles.any(|role| role == Role::Problem),
        Diagnosis::AnyProse => roles.all(|role| match role {
            Role::Plan | Role::Lessons | Role::Related | Role::Rollback | Role::Checklist => false,
            Role::Problem | Role::Change | Role::Git | Role::Deployment | Role::Other => true,
        }),
    }
}
