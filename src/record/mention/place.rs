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
    let blames = Blames::of(outline);
    (0..outline.sections.len())
        .map(|at| {
            let title = vocabulary::normal(&outline.sections[at].title);
            Place {
                diagnosis: is_diagnosis(outline, at, &blames),
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
enum Blames {
    ProblemSections,
    AnyProse,
}

impl Blames {
    fn of(outline: &Outline) -> Blames {
        let told = outline
            .sections
            .iter()
            .skip(1)
            .any(|section| section.role == Role::Problem);
        if told {
            Blames::ProblemSections
        } else {
            Blames::AnyProse
        }
    }
}

fn is_diagnosis(outline: &Outline, section: usize, blames: &Blames) -> bool {
    let mut roles = outline
        .ancestry(section)
        .filter(|&at| at != 0 || outline.sections[0].level != 1)
        .map(|at| outline.sections[at].role);
    match blames {
        Blames::ProblemSections => roles.any(|role| role == Role::Problem),
        Blames::AnyProse => roles.all(|role| match role {
            Role::Plan | Role::Lessons | Role::Related | Role::Rollback | Role::Checklist => false,
            Role::Problem | Role::Change | Role::Git | Role::Deployment | Role::Other => true,
        }),
    }
}
