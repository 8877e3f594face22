//! Checklist items: each stands for its steps, for its own commands, or for one of the meanings that
//! `docs/verdicts.md` lists. Pure.

use super::arrival::Arrival;
use super::case::{Case, ItemJudgement, together};
use super::{place, standing};
use crate::facts::lang::Lang;
use crate::facts::outcome::{ItemOutcome, StepOutcome};
use crate::facts::span::Span;
use crate::facts::verdict::{Judgement, Reason, Verdict};
use crate::judge::predicate::Metric;
use crate::record::link::{Apart, How, StandsFor, Why};
use crate::record::marker::{self, Owner, Recheck, Ticks};
use crate::record::{Item, Marker};
use crate::verify::understand::ItemReading;

/// Judges every item.
pub(super) fn judge(case: &Case<'_>, steps: &[StepOutcome]) -> Vec<ItemOutcome> {
    let record = &case.understanding.record;
    let names = marker::names(&record.items);
    let ticks = Ticks::of(&record.regions);
    let mut open = Vec::new();
    let mut outcomes: Vec<ItemOutcome> = record
        .items
        .iter()
        .zip(&case.understanding.items)
        .zip(&names)
        .map(|((item, reading), name)| {
            let settled = settled(item.marker, ticks.owner(name), case.context.wanted.recheck);
            open.push(settled.is_none());
            let (judgement, due) = match settled {
                None => of_item(case, reading, steps),
                Some(judgement) if item.marker == Marker::Partial => (judgement, None),
                Some(judgement) => match of_item(case, reading, steps) {
                    // The mark stays; that its check fails is said.
                    (judged, due) if judged.verdict == Verdict::Failed => (judged, due),
                    // What was noted as failing passes.
                    (judged, _) if item.failing.is_some() && judged.verdict == Verdict::Passed => {
                        (judged, None)
                    }
                    _ => (judgement, None),
                },
            };
            let written = item.marker_span.text(case.text).to_string();
            ItemOutcome {
                name: name.clone(),
                text: item.text.clone(),
                at: case.lines.position(case.text, item.marker_span.start),
                new_marker: marker::shown(item.marker, &written),
                marker: marker::shown(item.marker, &written),
                steps: tied(case, reading),
                judgement,
                due,
            }
        })
        .collect();
    with_sub_items(&record.items, &open, &mut outcomes, case.lang);
    outcomes
}

/// An item whose mark is left as it is: ticked by a person, or in progress by hand.
fn settled(marker: Marker, owner: Owner, recheck: Recheck) -> Option<Judgement> {
    let settled = || Some(Reason::Settled.judged(Verdict::Passed, ""));
    match (marker, owner, recheck) {
        (Marker::Partial, _, _) => Some(Reason::InProgressByHand.judged(Verdict::Manual, "")),
        (Marker::Done | Marker::Ticked, Owner::Person, _) => settled(),
        (Marker::Done | Marker::Ticked, Owner::Unknown, Recheck::Own) => settled(),
        (Marker::Done | Marker::Ticked, Owner::Unknown, Recheck::All) => None,
        (Marker::Done | Marker::Ticked, Owner::Tool, _) => None,
        (Marker::Pending | Marker::Failed | Marker::Open, _, _) => None,
    }
}

fn tied(case: &Case<'_>, reading: &ItemReading) -> Vec<String> {
    let plan = &case.understanding.record.plan;
    reading
        .link
        .steps
        .iter()
        .map(|step| plan[*step].name.clone())
        .collect()
}

fn of_item(case: &Case<'_>, reading: &ItemReading, steps: &[StepOutcome]) -> ItemJudgement {
    let lang = case.lang;
    if let How::Ambiguous(candidates) = &reading.link.how {
        return (ambiguous(case, candidates), None);
    }
    if let How::Apart(apart) = &reading.link.how {
        return (self::apart(apart, lang), None);
    }
    if let How::TieWithoutStep(name) = &reading.link.how {
        let message = match lang {
            Lang::Ko => format!("`check:{name}` 단계가 계획에 없습니다"),
            Lang::En => format!("the plan has no step `check:{name}`"),
        };
        return (
            Reason::TieWithoutStep.judged(Verdict::Manual, message),
            None,
        );
    }
    // The steps have gone through the gate; what is asked of the cluster here goes through it, too.
    let mut parts: Vec<Judgement> = of_steps(case, reading, steps);
    let mut due = None;
    let own = match reading.link.stands_for {
        StandsFor::DeploymentFinished => Some(standing::deployment(case, &reading.own.title)),
        StandsFor::ArgoSync => match (standing::argo(case), &case.arrival) {
            // Its own sync that failed is what this stands for.
            (Some(judgement), Arrival::NotDeployed(_)) => Some(judgement),
            (Some(judgement), _) => Some(case.gate(judgement)),
            (None, _) => parts.is_empty().then(|| standing::no_application(lang)),
        },
        StandsFor::Stability { max, .. } => {
            let (judgement, when) = standing::stable(case, max);
            due = when;
            Some(case.gate(judgement))
        }
        StandsFor::PodStatus => Some(case.gate(standing::pods(case))),
        StandsFor::ResourceUsage => Some(standing::usage(case, steps, &[])),
        StandsFor::CpuUsage => Some(standing::usage(case, steps, &[Metric::Cpu])),
        StandsFor::MemoryUsage => Some(standing::usage(case, steps, &[Metric::Memory])),
        StandsFor::CpuAndMemoryUsage => {
            Some(standing::usage(case, steps, &[Metric::Cpu, Metric::Memory]))
        }
        StandsFor::InlineCommand => Some(
            case.gate(
                case.judge(&reading.own, &place::named_in(&reading.own.title))
                    .0,
            ),
        ),
        StandsFor::Nothing => None,
    };
    parts.extend(own);
    // What stands under it holds a pass back, and makes none.
    if !parts.is_empty() {
        parts.extend(under(case, reading, steps));
    }
    (together(&parts, lang), due)
}

/// The lines under an item that demand something.
fn under(case: &Case<'_>, reading: &ItemReading, steps: &[StepOutcome]) -> Vec<Judgement> {
    let named = place::named_in(&reading.own.title);
    let (judgement, demands, _) = case.judge(&reading.under, &named);
    let outside = (!demands.is_empty()).then(|| case.gate(judgement));
    outside
        .into_iter()
        .chain(of_step_under(case, reading, steps))
        .collect()
}

/// The lines of a step that stand under a bullet which is an item, but for items of their own.
fn of_step_under(case: &Case<'_>, reading: &ItemReading, steps: &[StepOutcome]) -> Vec<Judgement> {
    let record = &case.understanding.record;
    let item = &record.items[reading.link.item];
    let is_item = |span: Span| {
        let own = |other: &Item| other.whole.contains(span) && other.whole != item.whole;
        record.items[reading.link.item..].iter().any(own)
    };
    let plan = record.plan.iter();
    let around =
        plan.filter(|step| step.span.contains(item.whole) && step.heading.end <= item.span.start);
    let outcomes = around.filter_map(|step| {
        let outcome = steps.iter().find(|outcome| outcome.name == step.name)?;
        Some((step, outcome))
    });
    let lines = outcomes.flat_map(|(step, outcome)| {
        let expectations = outcome.expectations.iter();
        expectations.filter_map(move |one| Some((step.claims.get(one.claim?)?.span, one)))
    });
    let within = lines.filter(|(span, _)| item.whole.contains(*span));
    // The first is the item's own.
    let below = within.skip(1).filter(|(span, _)| !is_item(*span));
    below.map(|(_, one)| one.judgement.clone()).collect()
}

/// An item with items under it passes when they do.
fn with_sub_items(items: &[Item], open: &[bool], outcomes: &mut [ItemOutcome], lang: Lang) {
    for at in (0..items.len()).rev() {
        let (item, own) = (&items[at], &outcomes[at].judgement);
        if !open[at] || own.verdict != Verdict::Passed {
            continue;
        }
        let below = items[at + 1..].iter().zip(&outcomes[at + 1..]);
        let below = below.take_while(|(sub, _)| item.whole.contains(sub.whole));
        let direct = below.filter(|(sub, _)| sub.depth == item.depth + 1);
        let told = direct.map(|(sub, outcome)| {
            let judged = outcome.judgement.clone();
            let message = format!("«{}»: {}", sub.text, judged.message);
            Judgement { message, ..judged }
        });
        let parts: Vec<Judgement> = std::iter::once(own.clone()).chain(told).collect();
        if parts.len() > 1 {
            let whole = together(&parts, lang);
            if whole.verdict != Verdict::Passed {
                outcomes[at].judgement = whole;
            }
        }
    }
}

fn of_steps(case: &Case<'_>, reading: &ItemReading, steps: &[StepOutcome]) -> Vec<Judgement> {
    let of = |name: &String| steps.iter().find(|step| step.name == *name);
    if let How::Claim(claim) = reading.link.how {
        return tied(case, reading)
            .iter()
            .filter_map(of)
            .map(|step| of_claim(case, step, claim))
            .collect();
    }
    tied(case, reading)
        .iter()
        .map(|name| match of(name) {
            Some(step) => step.judgement.clone(),
            None => Reason::NotChecked.judged(
                Verdict::Manual,
                case.lang
                    .pick("이번에는 확인하지 않았습니다", "not checked this time"),
            ),
        })
        .collect()
}

/// A bullet of a step that is an item at the same time: its own claim decides, never the whole step.
fn of_claim(case: &Case<'_>, step: &StepOutcome, claim: usize) -> Judgement {
    let mut expectations = step.expectations.iter();
    match expectations.find(|expectation| expectation.claim == Some(claim)) {
        Some(expectation) => expectation.judgement.clone(),
        None => Reason::NoCheck.judged(
            Verdict::Manual,
            case.lang.pick(
                "이 항목은 요구로 읽히지 않아 사람이 확인합니다",
                "this item does not read as a demand, so a person decides",
            ),
        ),
    }
}

/// An item that nothing in the plan may stand for, with the words that say so.
fn apart(apart: &Apart, lang: Lang) -> Judgement {
    let words = &apart.words;
    let (reason, message) = match (apart.why, lang) {
        (Why::Person, Lang::Ko) => (
            Reason::ForPerson,
            "사람이 확인하기로 한 항목입니다 (`check:person`)".to_owned(),
        ),
        (Why::Person, Lang::En) => (
            Reason::ForPerson,
            "left to a person (`check:person`)".to_owned(),
        ),
        (Why::BeforeDeployment, Lang::Ko) => (
            Reason::BeforeDeployment,
            format!("배포 전에 할 일입니다 («{words}»): 지금의 클러스터로는 알 수 없습니다"),
        ),
        (Why::BeforeDeployment, Lang::En) => (
            Reason::BeforeDeployment,
            format!("to be done before the deployment («{words}»): what is seen now cannot tell"),
        ),
        (Why::NotBegun, Lang::Ko) => (
            Reason::StageNotBegun,
            format!("아직 시작하지 않은 단계입니다 («{words}»)"),
        ),
        (Why::NotBegun, Lang::En) => (
            Reason::StageNotBegun,
            format!("its stage has not begun («{words}»)"),
        ),
        (Why::Elsewhere, Lang::Ko) => (
            Reason::Elsewhere,
            format!(
                "«{words}»에 관한 항목인데 계획의 명령이 그것을 보지 않습니다 (맞다면 `<!-- check:이름 -->`으로 연결)"
            ),
        ),
        (Why::Elsewhere, Lang::En) => (
            Reason::Elsewhere,
            format!(
                "it is about «{words}», at which no command of the plan looks (if one does, tie them with `<!-- check:NAME -->`)"
            ),
        ),
    };
    reason.judged(Verdict::Manual, message)
}

/// Steps that a message names; the rest is counted.
const NAMED: usize = 5;

fn ambiguous(case: &Case<'_>, candidates: &[usize]) -> Judgement {
    let plan = &case.understanding.record.plan;
    let steps = candidates.iter().filter_map(|at| plan.get(*at));
    let mut titles: Vec<String> = steps
        .take(NAMED)
        .map(|step| format!("«{}»", step.title))
        .collect();
    if let Some(more @ 1..) = candidates.len().checked_sub(NAMED) {
        let more = match case.lang {
            Lang::Ko => format!("그 밖에 {more}개"),
            Lang::En => format!("{more} more"),
        };
        titles.push(more);
    }
    let message = match case.lang {
        Lang::Ko => format!(
            "여러 단계가 똑같이 맞습니다: {} (`report adopt`로 연결)",
            titles.join(", ")
        ),
        Lang::En => {
            format!(
                "several steps fit equally well: {} (tie them with `report adopt`)",
                titles.join(", ")
            )
        }
    };
    Reason::AmbiguousTie.judged(Verdict::Manual, message)
}
