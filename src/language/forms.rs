//! What a clause says by its roles: `forms.tsv` has which roles each form needs and which may stand beside them; what
//! is made of them is made here and in `measure.rs`, `status.rs`, `logging.rs`. A clause with any other role is no
//! clause of that form.

use super::frame::{Frame, Slot, Slots};
use super::measure::bounded;
use super::statements::Make;
use super::{logging, measure, output, status};
use crate::facts::tsv;
use crate::judge::predicate::{Metric, Predicate};
use std::sync::LazyLock;

const DATA: &str = include_str!("forms.tsv");

/// A form that a clause can have.
struct Form {
    /// The roles that it needs: of each of them one, or of `|` exactly one.
    needs: Vec<(Slots, bool)>,
    /// All that may be there.
    may: Slots,
    /// What else must be so.
    so: Vec<&'static str>,
    /// Whether it says how many things there are.
    counts: bool,
    make: Make,
}

/// What the data names, by its name.
fn makes() -> impl Iterator<Item = &'static (&'static str, Make)> {
    let all = [logging::MAKES, measure::MAKES, output::MAKES, status::MAKES];
    all.into_iter().flatten()
}

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let fields = tsv::lines(DATA).map(|row| row.split('\t').collect::<Vec<_>>());
    fields.filter_map(|fields| form(&fields)).collect()
});

fn form(fields: &[&'static str]) -> Option<Form> {
    let make = makes().find(|(name, _)| *name == fields[0])?.1;
    let words = |at: usize| {
        let field = fields.get(at).copied().unwrap_or_default();
        field.split_whitespace()
    };
    let needs = words(1).map(|one| (slots(one.split(['/', '|'])), one.contains('|')));
    let needs: Vec<(Slots, bool)> = needs.collect();
    let all = needs
        .iter()
        .fold(slots(words(2)), |all, (one, _)| all.and(*one));
    Some(Form {
        needs,
        may: all,
        so: words(3).collect(),
        counts: fields[0] == "count",
        make,
    })
}

/// The roles of these names, those of a `set` line among them.
fn slots<'a>(names: impl Iterator<Item = &'a str>) -> Slots {
    names.fold(Slots::NONE, |all, name| {
        let set = name.strip_prefix('@').and_then(|name| {
            let mut sets = tsv::lines(DATA).filter_map(|line| line.strip_prefix("set\t"));
            sets.find_map(|set| set.strip_prefix(name)?.strip_prefix('\t'))
        });
        match (set, Slot::named(name)) {
            (Some(names), _) => all.and(slots(names.split(' '))),
            (None, Some(slot)) => all.with(slot),
            (None, None) => all,
        }
    })
}

impl Form {
    fn fits(&self, frame: &Frame) -> bool {
        let needed = |(slots, one): &(Slots, bool)| match frame.slots.both(*slots).count() {
            0 => false,
            count => !one || count == 1,
        };
        frame.slots.within(self.may)
            && self.needs.iter().all(needed)
            && self.so.iter().all(|so| is_so(so, frame))
    }
}

/// Whether that is so of a clause: `kinds:pods/nodes`, `kinds:!endpoints`, `states:-` (none), `several-lines`.
fn is_so(what: &str, frame: &Frame) -> bool {
    let (of, wanted) = what.split_once(':').unwrap_or((what, ""));
    let one_of = |is: &dyn Fn(&str) -> bool| match wanted.strip_prefix('!') {
        Some(other) => !is(other),
        None => wanted.split('/').any(is),
    };
    let number = |fits: fn(u64) -> bool| frame.number.is_some_and(fits);
    match of {
        "kinds" => one_of(&|kind| frame.kind.unwrap_or("-") == kind),
        "states" => one_of(&|state| match state {
            "-" => frame.states.is_empty(),
            state => !frame.states.is_empty() && frame.states.iter().all(|group| group.is(state)),
        }),
        "no-number" => number(|number| number == 0),
        "number" => number(|number| number > 0),
        // One that may be an HTTP status is not taken for a number of rows.
        "small-number" => number(|number| number < 100),
        "of-restarts" => frame.metric == Some(Metric::Restarts),
        "of-service" => frame.of_service,
        "killed" => frame.literals == ["OOMKilled"],
        "several-lines" => frame.several_lines,
        "counts-lines" => frame.counts_lines,
        // `24시간 동안 재시작 없음`: up to now, by pods that have run that long.
        "one-time" => !frame.has(Slot::Time) || frame.one_time().and_then(bounded).is_some(),
        _ => false,
    }
}

/// Everything that the roles of a clause can mean.
pub(super) fn said(frame: &Frame) -> impl Iterator<Item = Predicate> {
    // A part of a number is of things only: any other form would pass it over.
    let of_part = frame.part.is_some_and(|some| Some(some) != frame.number);
    let fits = FORMS.iter().filter(|form| form.fits(frame));
    fits.filter(move |form| form.counts || !of_part)
        .filter_map(|form| (form.make)(frame))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each name in the data is one of a role, a set, a maker or a condition, and each maker makes something.
    #[test]
    fn every_form_names_what_there_is() {
        let mut made = Vec::new();
        for row in tsv::lines(DATA) {
            let fields: Vec<&str> = row.split('\t').collect();
            let lists = match fields[0] {
                "set" => &fields[2..],
                maker => {
                    assert!(makes().any(|(name, _)| *name == maker), "{row}");
                    made.push(maker);
                    &fields[1..fields.len().min(3)]
                }
            };
            for name in lists.iter().flat_map(|list| list.split([' ', '/', '|'])) {
                assert!(
                    name.is_empty() || slots([name].into_iter()) != Slots::default(),
                    "{row}: {name}"
                );
            }
        }
        for (name, _) in makes() {
            assert!(made.contains(name), "{name}");
        }
    }

    /// Every condition is one that some clause meets.
    #[test]
    fn every_condition_is_known() {
        let mut met = Frame {
            metric: Some(Metric::Restarts),
            of_service: true,
            several_lines: true,
            counts_lines: true,
            literals: vec!["OOMKilled".into()],
            ..Frame::default()
        };
        for row in tsv::lines(DATA) {
            let so = row.split('\t').nth(3).filter(|_| !row.starts_with("set"));
            for so in so.into_iter().flat_map(|so| so.split(' ')) {
                let known = [Some(0), Some(3)].iter().any(|number| {
                    met.number = *number;
                    is_so(so, &met)
                });
                let listed = so.starts_with("kinds:") || so.starts_with("states:");
                assert!(known || listed, "{so}");
            }
        }
    }
}
