//! From the roles of a clause to what it means: of each of several names, beside a time that it may take, narrowed by
//! what describes, of what stays so.

use super::forms::said;
use super::frame::{Frame, Slot, Slots, States, Wait, roles};
use super::statements::sole;
use crate::judge::predicate::{
    Bound, Comparison, Metric, Place, Predicate, Property, Statement, Value,
};

/// What may stand before a colon: a word that introduces, or what is spoken of.
const INTRODUCES: Slots = roles!(Show Output Logs Http);
const SUBJECT: Slots = roles!(
    Kind Name Every Number Counter States CountWord Remaining Errors Logs NodeCount Same Described Not
);

/// The meaning of a clause that was read: of each of several names, beside a time that it may take, narrowed by
/// what describes, with a colon in it.
pub(super) fn meanings(frame: &Frame) -> Vec<Predicate> {
    if !frame.others.is_empty() {
        return each(frame).into_iter().collect();
    }
    if let Some(wait) = &frame.wait {
        let mut own = frame.clone();
        own.wait = None;
        let said = meanings(&own).into_iter();
        return said.filter_map(|said| waited(&own, said, wait)).collect();
    }
    let before = frame.before_colon.unwrap_or_default();
    if !before.within(INTRODUCES) && !before.within(SUBJECT) {
        return Vec::new();
    }
    let mut all: Vec<Predicate> = Vec::new();
    for said in forms(frame) {
        if frame.before_colon.is_some() && is_key(frame, before, &said) {
            continue;
        }
        let said = match &frame.described {
            Some(words) => described(said, words),
            None => Some(said),
        };
        all.extend(said.filter(|said| !all.contains(said)));
    }
    all
}

/// The same of several things, or of the things of several places.
fn each(frame: &Frame) -> Option<Predicate> {
    let mut first = frame.clone();
    let others = std::mem::take(&mut first.others);
    let others = others.into_iter().map(|name| {
        let mut own = first.clone();
        match own.name {
            None => own.namespace = Some(name.text),
            Some(_) => own.name = Some(name),
        }
        own
    });
    let all = [first.clone()].into_iter().chain(others);
    let one = |own| sole(&meanings(&own)).filter(Predicate::can_be_said_of_each);
    all.map(one).collect::<Option<_>>().map(Predicate::All)
}

/// Whether what stands before a colon is a key and not a thing's name: `image.tag: v1.4.2`, `Suspend: false`.
fn is_key(frame: &Frame, before: Slots, said: &Predicate) -> bool {
    let name = before.within(roles!(Name));
    let switch =
        |group: &States| matches!(group.words.as_slice(), [one] if one == "True" || one == "False");
    let statement = said.statement();
    let version = statement
        .is_some_and(|said| matches!(said.property, Property::Value(Value::Version { .. })));
    version && !frame.has(Slot::VersionWord)
        || name && !frame.has(Slot::Not) && frame.states.iter().any(switch)
        || name && frame.kind.is_none() && statement.is_some_and(|said| said.counted().is_some())
}

/// What is denied of what a word describes. Of anything else the word would be passed over.
fn described(said: Predicate, words: &str) -> Option<Predicate> {
    let statement = said.statement()?;
    (statement.denies() && statement.who.name.is_none()).then_some(())?;
    match &statement.property {
        Property::Exists => statement.who.described.is_some().then_some(said),
        Property::ErrorLines(logged) => (logged.about.as_deref() == Some(words)).then_some(said),
        Property::Text {
            place: Place::Logs, ..
        } => Some(said.remarked(words)),
        _ => None,
    }
}

/// What is said beside a time that it may take, which is carried as a remark. The time of a metric or of stability is
/// what is demanded.
fn waited(frame: &Frame, said: Predicate, wait: &Wait) -> Option<Predicate> {
    if frame.has(Slot::Metric) || frame.has(Slot::Stable) {
        return None;
    }
    match said.statement().map(|said| (said, &said.property)) {
        // `5분 이내 로그가 있음`: how old they are, or how long they may take to come?
        Some((_, Property::LogsCollected { .. })) => None,
        // `1분 이내에 생성된 Pod`: how old they are, likewise.
        Some((said, Property::Exists)) if said.counted().is_none() => None,
        Some((said, Property::ErrorLines(_))) if said.when.is_none() => {
            let within = super::measure::bounded(wait.time?)?;
            Some(said.clone().within(Some(within)).into())
        }
        _ => wait.short.then(|| said.remarked(wait.words.clone())),
    }
}

/// Everything that the roles of a clause can mean.
fn forms(frame: &Frame) -> impl Iterator<Item = Predicate> {
    let nobody = frame.not_every || (frame.each && frame.place.is_none());
    let all = said(frame).filter(move |_| !nobody);
    all.filter_map(|said| if frame.kept { kept(said) } else { Some(said) })
}

/// A state of pods that stays: none of them restarted. Of other things that can't be seen.
fn kept(said: Predicate) -> Option<Predicate> {
    let statement = said.statement()?;
    let stays = match &statement.property {
        // `재시작 0회 유지`.
        Property::Measure {
            metric: Metric::Restarts,
            comparison: Comparison::Equal,
            ..
        } => true,
        Property::Column { column, .. } => {
            ["READY", "STATUS"].contains(&column.as_str()) && statement.how_many == Bound::Every
        }
        _ => statement.is_state_of_all() || statement.counted().is_some(),
    };
    let pods = matches!(statement.who.kind.as_deref(), None | Some("pods"));
    let restarts = Statement::new(statement.who.clone(), Property::RanThrough);
    (stays && pods).then(|| Predicate::All(vec![said, restarts.into()]))
}
