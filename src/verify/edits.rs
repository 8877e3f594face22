//! The edits that write a judged record back: markers, and the results region where there is one.

use super::case::Case;
use super::status;
use crate::facts::lang::Lang;
use crate::facts::outcome::{Note, RecordOutcome};
use crate::facts::span::LineIndex;
use crate::facts::verdict::{Judgement, Verdict};
use crate::record::edit::Edit;
use crate::record::marker::{self, Ticks};
use crate::record::{Marker, Region, region, results};
use crate::render::time_words;

/// Works out the edits and notes the new markers in the outcome.
pub(super) fn edits(case: &Case<'_>, outcome: &mut RecordOutcome) -> Vec<Edit> {
    let record = &case.understanding.record;
    let ticks = Ticks::of(&record.regions);
    let names = marker::names(&record.items);
    let recheck = case.context.wanted.recheck;
    // Where the evidence cannot be written, as a person edited the region, no mark of a step changes.
    let edited = case.context.wanted.edited;
    let mut looked = results::Looked {
        at: time_words(case.context.now, case.zone()),
        on: case.on(),
        is_early: case.arrival.is_awaited(),
        closes: false,
    };
    let kept = results::refresh(case.text, record, outcome, "", edited, &looked).kept;
    let held = |steps: &[String]| kept.is_some() && !steps.is_empty();
    let mut edits = Vec::new();
    let mut waiting = 0;
    let mut memory: Vec<(&str, Marker, Option<Marker>)> = Vec::new();
    let mut memory_of: Vec<(Marker, Option<Marker>)> = Vec::new();
    let mut waits_still = false;
    for ((item, name), judged) in record.items.iter().zip(&names).zip(&mut outcome.items) {
        let wanted = judged.steps.is_empty() || judged.steps.iter().any(|step| case.wanted(step));
        let next = || {
            let verdict = judged.judgement.verdict;
            marker::next_marker(item.marker, verdict, ticks.owner(name), recheck)
        };
        let is_meant = case.context.wanted.only.is_empty() || !judged.steps.is_empty();
        let new = (wanted && is_meant).then(next).flatten();
        let is_held = held(&judged.steps);
        waiting += usize::from(is_held && new.is_some());
        let new = new.filter(|_| !is_held);
        if let Some(new) = new {
            judged.new_marker = marker::shown(new, marker::written(new));
            let words = marker::words_of(case.text, item, name, &record.regions);
            edits.extend(marker::mark(case.text, item, new, words));
        }
        let fails = fails(&judged.judgement, new.is_none());
        let told = fails.filter(|_| wanted && !is_held);
        edits.extend(marker::note_failing(case.text, item, told));
        waits_still |= new.unwrap_or(item.standing()).waits() || fails == Some(true);
        memory_of.push((item.standing(), new));
        memory.push((name, item.marker, new));
    }
    let waits = record.items.iter().any(|item| item.standing().waits());
    let replaced = case.arrival.replaced_by();
    let is_known = replaced.is_some() || case.arrival.is_there();
    if is_known && case.context.wanted.only.is_empty() {
        let by = replaced.filter(|_| waits);
        edits.extend(marker::note_superseded(case.text, record, by));
    }
    let ticked = ticks.after(memory);
    looked.closes = waits && !waits_still && case.context.wanted.only.is_empty();
    let refreshed = results::refresh(case.text, record, outcome, &ticked, edited, &looked);
    let region = region::named(&record.regions, marker::RESULTS);
    if let (Some(kept), Some(region)) = (&refreshed.kept, region) {
        let lang = case.context.lang;
        let mut note = kept_as_edited(region, &kept.diff, case.text, &case.lines, lang);
        if waiting > 0 {
            let held = match lang {
                Lang::Ko => {
                    format!("근거를 쓸 수 없어 항목 {waiting}개의 표시를 그대로 두었습니다\n")
                }
                Lang::En => {
                    format!(
                        "the marks of {waiting} items stay, as their evidence cannot be written\n"
                    )
                }
            };
            note.message.insert_str(0, &held);
        }
        outcome.notes.push(note);
    }
    edits.extend(refreshed.edits);
    let standing = memory_of.iter().map(|(item, new)| new.unwrap_or(*item));
    if outcome.items.iter().any(|item| is_seen(&item.judgement)) {
        let standing: Vec<Marker> = standing.collect();
        edits.extend(status::edit(case, &standing, !edits.is_empty()));
    }
    // A marker that the tool sets in a region of its own is no person's edit.
    edits.extend(region::reseal(case.text, &record.regions, &edits));
    edits
}

/// Whether an item is to say that it fails now; `None`: as it does.
fn fails(judged: &Judgement, keeps_its_mark: bool) -> Option<bool> {
    match judged.verdict {
        Verdict::Failed => Some(keeps_its_mark),
        Verdict::Passed if !judged.is_settled() => Some(false),
        Verdict::Passed | Verdict::Pending | Verdict::Unknown | Verdict::Manual => None,
    }
}

/// Whether somebody looked now, and saw.
fn is_seen(judged: &Judgement) -> bool {
    match judged.verdict {
        Verdict::Passed | Verdict::Failed | Verdict::Pending => !judged.is_settled(),
        Verdict::Unknown | Verdict::Manual => false,
    }
}

/// The note on a region that a person edited and that was kept.
pub(crate) fn kept_as_edited(
    region: &Region,
    diff: &str,
    text: &str,
    lines: &LineIndex,
    lang: Lang,
) -> Note {
    let name = &region.name;
    let message = match lang {
        Lang::Ko => {
            format!("`{name}` 영역을 사람이 고쳐서 그대로 두었습니다 (--force로 덮어쓰기)\n{diff}")
        }
        Lang::En => {
            format!(
                "the `{name}` region was edited by hand and is kept (--force overwrites)\n{diff}"
            )
        }
    };
    let at = lines.position(text, region.span.start);
    Note::new("EditedRegion", Some(at), message)
}
