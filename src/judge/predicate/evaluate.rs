//! Holds a statement against a scene. Every property has its rule; there is no default.

use super::outcome::Say;
use super::scope::inside;
use super::statement::{Place, Placement, Property, Statement, Value};
use super::{Bound, Comparison, Join, Subject, Test, coverage, logs, metrics, rows, text};
use crate::facts::lang::Lang;
use crate::facts::verdict::{Judgement, Reason, Told, Verdict};
use crate::judge::cel::Inputs;
use crate::judge::scene::{Scene, View};
use crate::query::Query;
use crate::told;

/// The judgement of a statement by what the step's commands showed. Whether something still moves is
/// not looked at here.
pub(crate) fn evaluate(statement: &Statement, scene: &Scene) -> Judgement {
    let held = held(statement, scene).unwrap_or_else(|stopped| stopped);
    let judged = inside(statement, scene, held);
    let judged = super::described::guard(statement, scene, judged);
    super::masked::guard(statement, scene, judged)
}

/// The judgement by what is printed, wherever the command looks. The error is the judgement where what it needs is
/// not there.
fn held(statement: &Statement, scene: &Scene) -> Result<Judgement, Judgement> {
    let Statement {
        who,
        how_many,
        property,
        when,
        ..
    } = statement;
    let denied = statement.denies();
    Ok(match property {
        Property::Exists if denied && *who == Subject::anything() => {
            super::printed::counted(scene, who, Comparison::Equal, 0, &[])
                .unwrap_or_else(|| text::no_output(scene))
        }
        Property::Exists | Property::State(_) => super::quantify::judge(statement, scene),
        Property::Ratio { exactly, states } => {
            let number = match how_many {
                Bound::EveryOf(comparison, number) => Some((*comparison, *number)),
                _ => None,
            };
            super::state::ready_ratio(scene, who, *exactly, number, states)
        }
        Property::Column {
            column,
            test: Test::Nodes,
        } => coverage::column_of_nodes(scene, who, column)?,
        Property::Column { column, test } => rows::column(scene, who, column, test, *how_many)?,
        Property::Measure {
            metric,
            comparison,
            limit,
        } => metrics::threshold(scene, metric, who, *comparison, limit)?,
        Property::RanThrough => super::restarts::none(scene, who, *when)?,
        Property::Placed(Placement::EveryNode { nodes, .. }) => {
            coverage::coverage(scene, who, *nodes)
        }
        // Which nodes had a pending pod then is not recorded in the cluster, so all of them must hold.
        Property::Placed(Placement::PendingBefore) => coverage::coverage(scene, who, None),
        Property::Placed(placement @ (Placement::Apart | Placement::Several)) => {
            super::spread::spread(scene, who, *placement == Placement::Apart)?
        }
        Property::KilledForMemory => super::killed::no_oom(scene),
        Property::Image { tag, text } => super::image::image(scene, *tag, text),
        Property::ConditionMet => super::wait::met(scene),
        Property::TargetUp => super::targets::up(scene),
        Property::ErrorLines(logged) => logs::no_errors(scene, logged, *when)?,
        Property::LogsCollected { every_pod } => logs::collected(scene, *when, *every_pod)?,
        Property::Lines { of_logs } => super::window::lines(scene, *of_logs, *how_many),
        Property::Text { place, texts, join } => {
            if denied {
                none_of(*place, texts, scene)
            } else if statement.is_of_each_pod() {
                logs::each_contains(scene, texts, *join)?
            } else {
                holds(*place, texts, *join, scene)
            }
        }
        Property::AnyOutput => text::no_output(scene),
        Property::Value(value) => match value {
            Value::Is(values) => text::scalar(scene, values),
            Value::Number(comparison, bound) => super::number::number(scene, *comparison, *bound),
            Value::Shaped(shape) => super::number::shaped(scene, who.name.as_ref(), *shape),
            Value::EachLine(value) => text::each_line(scene, value),
            Value::JsonSubset(value) => super::field::json(scene, value),
            Value::Version {
                of,
                comparison,
                parts,
            } => super::version::version(scene, of.as_deref(), *comparison, parts),
        },
        Property::Answer(codes) if codes.is_empty() => {
            super::number::answers(scene, who.name.as_ref())
        }
        Property::Answer(codes) => text::http(scene, codes),
        Property::Stable => Say(scene.lang).manual(told!(StabilityIsOfItems)),
        Property::SampleTable(sample) => super::sample::sample(sample, scene),
        Property::Cel(expression) => cel(expression, scene),
    })
}

/// Texts are there.
fn holds(place: Place, texts: &[String], join: Join, scene: &Scene) -> Judgement {
    match place {
        Place::Output => text::literal(scene, texts, join),
        Place::Logs => logs::contain(scene, texts, join).unwrap_or_else(|stopped| stopped),
    }
}

/// None of the texts is there: looked for one by one, whatever a limit cut off. A cut result can't prove absence
/// beyond it, and the message says how far was looked.
fn none_of(place: Place, texts: &[String], scene: &Scene) -> Judgement {
    let say = Say(scene.lang);
    // Of a log without a line nothing is known yet.
    let empty = |view: &View| {
        matches!(view.query(), Query::Logs(_))
            && view.raw.lines.is_empty()
            && view.raw.text.trim().is_empty()
    };
    if place == Place::Logs && scene.views.iter().any(empty) {
        return super::read::no_lines(scene);
    }
    let judgement = holds(place, texts, Join::Any, scene);
    let message = judgement.message.clone();
    let cut = judgement.reason == Reason::Truncated && place == Place::Logs;
    match judgement.verdict {
        Verdict::Passed => say.failed(message).with_seen(judgement.seen),
        Verdict::Failed => match logs::filtered_out(texts, scene) {
            0 => say.passed(message).with_seen(judgement.seen),
            left_out => say.manual(told!(FiltersLeaveOutLines, left_out)),
        },
        Verdict::Unknown if cut => say.passed(message).with_seen(judgement.seen),
        Verdict::Pending | Verdict::Unknown | Verdict::Manual => judgement,
    }
}

/// All parts.
pub(crate) fn all(judged: Vec<Judgement>, lang: Lang) -> Judgement {
    Judgement::roll_up(&judged, Told::Each)
        .unwrap_or_else(|| Say(lang).manual(told!(ThereIsNothingToCompareWith)))
}

fn cel(expression: &crate::judge::cel::Expression, scene: &Scene) -> Judgement {
    let printed = scene.rows();
    let rows = printed.iter().map(|row| {
        let cells = row.table.columns.iter().zip(&row.row().cells);
        serde_json::Value::Object(
            cells
                .map(|(column, cell)| (column.name.clone(), cell.clone().into()))
                .collect(),
        )
    });
    let lines = scene.views.iter().flat_map(|view| {
        if view.is_log() && !view.is_filtered() {
            view.raw
                .lines
                .iter()
                .map(|line| line.text.clone())
                .collect::<Vec<_>>()
        } else {
            view.filtered.text.lines().map(str::to_owned).collect()
        }
    });
    let inputs = Inputs {
        rows: rows.collect(),
        objects: scene.own_objects().into_iter().cloned().collect(),
        lines: lines.collect(),
    };
    let say = Say(scene.lang);
    if let Some(name) = expression.demands_of_nothing(&inputs) {
        return say.none_found(told!(NothingInIt, name));
    }
    match expression.holds(&inputs, scene.now) {
        Ok(holds) => say
            .whether(holds, told!(Verbatim, text = format!("cel: {holds}")))
            .with_seen(holds.to_string()),
        Err(said) => say.manual(told!(ExpressionNotEvaluated, said)),
    }
}
