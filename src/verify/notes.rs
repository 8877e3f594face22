//! What a person should know beside the verdicts: oddities of the document, gaps, steps that no item
//! stands for, a diagnosis that the cluster contradicts. Pure.

use super::arrival::Arrival;
use super::case::Case;
use crate::facts::lang::Lang;
use crate::facts::outcome::{Note, StepOutcome};
use crate::facts::span::Span;
use crate::record::link;

/// All notes, in the order of their kinds.
pub(super) fn notes(case: &Case<'_>, steps: &[StepOutcome]) -> Vec<Note> {
    let mut notes = problems(case);
    notes.extend(nothing_to_do(case));
    notes.extend(no_deployment(case));
    notes.extend(gaps(case));
    notes.extend(untied(case, steps));
    notes.extend(super::diagnosis::contradicted(case));
    notes
}

fn note(case: &Case<'_>, kind: &str, span: Span, message: String) -> Note {
    let at = case.lines.position(case.text, span.start);
    Note::new(kind, Some(at), message)
}

fn problems(case: &Case<'_>) -> Vec<Note> {
    let problems = case.understanding.problems.iter();
    problems
        .map(|one| {
            note(
                case,
                &one.kind,
                one.span,
                one.message.of(case.lang).to_owned(),
            )
        })
        .collect()
}

/// A record without a plan or without a checklist: what is missing and what to do.
fn nothing_to_do(case: &Case<'_>) -> Vec<Note> {
    let record = &case.understanding.record;
    let inline = record.items.iter().any(|item| !item.snippets.is_empty());
    let mut notes = Vec::new();
    let mut add = |kind: &str, ko: &str, en: &str| {
        notes.push(Note::new(kind, None, case.lang.pick(ko, en)));
    };
    if record.plan.is_empty() && !inline {
        add(
            "NoPlan",
            "검증 계획이 없습니다: `## 검증 계획` 아래에 명령과 기대 결과를 적으면 확인할 수 있습니다",
            "there is no verification plan: write commands and expected results under `## Verification plan`",
        );
    }
    if record.items.is_empty() {
        add(
            "NoChecklist",
            "체크리스트가 없습니다: `- [ ]`나 ⏳ 항목이 있으면 결과를 적어 넣습니다",
            "there is no checklist: `- [ ]` or ⏳ items are where verdicts are written",
        );
    }
    notes
}

/// What was seen may be from before: said once for a record that checks something.
fn no_deployment(case: &Case<'_>) -> Option<Note> {
    let checks = case
        .understanding
        .steps
        .iter()
        .any(|step| !step.commands.is_empty());
    (checks && case.arrival == Arrival::NoDeployment).then(|| {
        let message = case.lang.pick(
            "기록이 배포를 밝히지 않아, 배포 뒤의 상태인지 가리지 않고 확인합니다 (`배포 번호: #N`을 적으면 가립니다)",
            "the record names no deployment, so nothing tells whether what is seen came after it (`Deployment number: #N` would)",
        );
        Note::new("NoDeploymentNamed", None, message)
    })
}

fn gaps(case: &Case<'_>) -> Vec<Note> {
    let gaps = case.understanding.record.gaps.iter();
    gaps.map(|gap| {
        let message = match case.lang {
            Lang::Ko => format!("사람이 채울 빈칸이 남아 있습니다: {}", gap.name),
            Lang::En => format!("a gap is left for a person to fill: {}", gap.name),
        };
        note(case, "ProseGap", gap.span, message)
    })
    .collect()
}

/// Steps that no checklist item stands for are said: their verdict ticks nothing.
fn untied(case: &Case<'_>, steps: &[StepOutcome]) -> Vec<Note> {
    let record = &case.understanding.record;
    if record.items.is_empty() {
        return Vec::new();
    }
    let links: Vec<link::Link> = case
        .understanding
        .items
        .iter()
        .map(|i| i.link.clone())
        .collect();
    link::steps_without_item(record, &links)
        .into_iter()
        .map(|at| &record.plan[at])
        .filter(|step| steps.iter().any(|outcome| outcome.name == step.name))
        .map(|step| {
            let message = match case.lang {
                Lang::Ko => format!("«{}» 단계에 연결된 체크리스트 항목이 없습니다", step.title),
                Lang::En => format!("no checklist item is tied to the step «{}»", step.title),
            };
            note(case, "UntiedStep", step.heading, message)
        })
        .collect()
}
