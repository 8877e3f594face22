//! The edits that write a judged record back: markers, and the results region where there is one.

use super::Recheck;
use super::judging::Case;
use super::tasks::SETTLED;
use crate::command::regions;
use crate::facts::outcome::RecordOutcome;
use crate::facts::verdict::Verdict;
use crate::record::edit::Edit;
use crate::record::marker::{self, Ticks};
use crate::record::{Marker, Record, Region, region, results};

/// Works out the edits and notes the new markers in the outcome.
pub fn edits(case: &Case<'_>, outcome: &mut RecordOutcome) -> Vec<Edit> {
    let record = &case.understanding.record;
    let ticks = Ticks::of(&record.regions);
    let names = marker::names(&record.items);
    let recheck = match case.context.options.recheck {
        Recheck::Own => marker::Recheck::Own,
        Recheck::All => marker::Recheck::All,
    };
    let mut edits = Vec::new();
    let mut memory: Vec<(&str, Marker, Option<Marker>)> = Vec::new();
    for ((item, name), judged) in record.items.iter().zip(&names).zip(&mut outcome.items) {
        let wanted = judged.steps.is_empty() || judged.steps.iter().any(|step| case.wanted(step));
        let new = match wanted && (case.context.options.only.is_empty() || !judged.steps.is_empty())
        {
            true => marker::next_marker(
                item.marker,
                judged.judgement.verdict,
                ticks.owner(name),
                recheck,
            ),
            false => None,
        };
        if let Some(new) = new {
            judged.new_marker = marker::shown(new, marker::written(new));
            let words = marker::words_of(case.text, item, name, &record.regions);
            edits.extend(marker::mark(case.text, item, new, words));
        }
        let fails = match judged.judgement.verdict {
            Verdict::Failed => Some(new.is_none()),
            Verdict::Passed if judged.judgement.reason != SETTLED => Some(false),
            Verdict::Passed | Verdict::Pending | Verdict::Unknown | Verdict::Manual => None,
        };
        edits.extend(marker::note_failing(
            case.text,
            item,
            fails.filter(|_| wanted),
        ));
        memory.push((name, item.marker, new));
    }
    let waits = record.items.iter().any(|item| item.standing().waits());
    let replaced = case.arrival.replaced_by();
    let is_known = replaced.is_some() || case.arrival.is_there();
    if is_known && case.context.options.only.is_empty() {
        let by = replaced.filter(|_| waits);
        edits.extend(marker::note_superseded(case.text, record, by));
    }
    let ticked = ticks.after(memory);
    let refreshed = results::refresh(
        case.text,
        record,
        outcome,
        &ticked,
        case.context.options.edited,
    );
    if let (Some(kept), Some(region)) = (&refreshed.kept, results_region(record)) {
        let note = regions::edited(region, &kept.diff, case.text, &case.lines, case.lang);
        outcome.notes.push(note);
    }
    edits.extend(refreshed.edits);
    // A marker that the tool sets in a region of its own is no person's edit.
    edits.extend(region::reseal(case.text, &record.regions, &edits));
    edits
}

fn results_region(record: &Record) -> Option<&Region> {
    record
        .regions
        .iter()
        .find(|region| region.name == marker::RESULTS)
}
