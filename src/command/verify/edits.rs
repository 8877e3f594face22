//! The edits that write a judged record back: markers, and the results region where there is one.

use super::Recheck;
use super::judging::Case;
use crate::facts::lang::Lang;
use crate::facts::outcome::{Note, RecordOutcome};
use crate::record::edit::Edit;
use crate::record::marker::{self, Ticks, Words};
use crate::record::{Marker, results};

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
            edits.extend(marker::mark(case.text, item, new, Words::Persons));
        }
        memory.push((name, item.marker, new));
    }
    let ticked = ticks.after(memory);
    let refreshed = results::refresh(
        case.text,
        record,
        outcome,
        &ticked,
        case.context.options.edited,
    );
    if let Some(kept) = &refreshed.kept {
        let position = case.lines.position(case.text, kept.span.start);
        let message = match case.lang {
            Lang::Ko => format!(
                "`results` 영역을 사람이 고쳐서 그대로 두었습니다 (--force로 덮어쓰기)\n{}",
                kept.diff
            ),
            Lang::En => format!(
                "the `results` region was edited by hand and is kept (--force overwrites)\n{}",
                kept.diff
            ),
        };
        outcome.notes.push(Note {
            kind: "EditedRegion".into(),
            at: Some(position),
            message,
        });
    }
    edits.extend(refreshed.edits);
    edits
}
