//! Holds a predicate against a scene. Every form has its rule; there is no default.

use super::outcome::{Reason, Say};
use super::scope::inside;
use super::{Join, Predicate, Subject, coverage, logs, metrics, rows, text};
use crate::facts::lang::Lang;
use crate::facts::verdict::{Judgement, Verdict};
use crate::judge::cel::Inputs;
use crate::judge::sample_table::{Difference, Sample, differences};
use crate::judge::scene::Scene;

/// The judgement of a predicate by what the step's commands showed. Whether something still moves is
/// not looked at here.
pub fn evaluate(predicate: &Predicate, scene: &Scene) -> Judgement {
    super::masked::guard(predicate, scene, hold(predicate, scene))
}

fn hold(predicate: &Predicate, scene: &Scene) -> Judgement {
    match predicate {
        Predicate::All(parts) => all(each(parts, scene), scene.lang),
        Predicate::Any(parts) => any(each(parts, scene), scene.lang),
        Predicate::Remarked(inner, _) => evaluate(inner, scene),
        leaf => inside(leaf, scene, held(leaf, scene)),
    }
}

/// The judgement of one form by what is printed, wherever the command looks.
fn held(predicate: &Predicate, scene: &Scene) -> Judgement {
    match predicate {
        Predicate::Column {
            subject,
            column,
            test,
            quantifier,
        } => rows::column(scene, subject, column, test, *quantifier),
        Predicate::Ratio {
            subject,
            exactly,
            count,
            states,
        } => super::state::ready_ratio(scene, subject, *exactly, *count, states),
        Predicate::Count {
            subject,
            comparison,
            number,
            states,
            all,
        } => rows::count(scene, subject, (*comparison, *number), states, *all),
        Predicate::Phase {
            subject,
            quantifier,
            states,
        } => super::state::phase(scene, subject, *quantifier, states),
        Predicate::Coverage {
            subject,
            nodes,
            running: _,
        } => coverage::coverage(scene, subject, *nodes),
        Predicate::Apart { subject, each } => super::apart::apart(scene, subject, *each),
        Predicate::Image { tag, text } => super::image::image(scene, *tag, text),
        Predicate::TargetsUp => super::targets::up(scene),
        Predicate::NoOom => super::killed::no_oom(scene),
        Predicate::Met => super::met::met(scene),
        Predicate::PreviouslyPending { subject } => coverage::previously_pending(scene, subject),
        Predicate::Threshold {
            metric,
            subject,
            comparison,
            bound,
        } => metrics::threshold(scene, metric, subject, *comparison, bound),
        Predicate::Exists { subject } => rows::exists(scene, subject),
        Predicate::Absent { subject, states }
            if states.is_empty() && *subject == Subject::anything() =>
        {
            super::printed::counted(scene, subject, super::Comparison::Equal, 0, states)
                .unwrap_or_else(|| text::no_output(scene))
        }
        Predicate::Absent { subject, states } => rows::absent(scene, subject, states),
        Predicate::NoOutput => text::no_output(scene),
        Predicate::NoErrors(logged) => logs::no_errors(scene, logged),
        Predicate::LogsContain { texts, join } => logs::contain(scene, texts, *join),
        Predicate::LogsCollected { within, every_pod } => {
            logs::collected(scene, *within, *every_pod)
        }
        Predicate::Lines {
            of_logs,
            comparison,
            number,
        } => super::window::lines(scene, *of_logs, *comparison, *number),
        Predicate::NoRestarts { subject, over } => super::restarts::none(scene, subject, *over),
        Predicate::Literal { texts, join } => text::literal(scene, texts, *join),
        Predicate::Scalar { values } => text::scalar(scene, values),
        Predicate::Number { comparison, bound } => {
            super::number::number(scene, *comparison, *bound)
        }
        Predicate::Shaped { of, shape } => super::number::shaped(scene, of.as_ref(), *shape),
        Predicate::Answers { of } => super::number::answers(scene, of.as_ref()),
        Predicate::EachLine { value } => text::each_line(scene, value),
        Predicate::Http { codes } => text::http(scene, codes),
        Predicate::JsonSubset(value) => super::field::json(scene, value),
        Predicate::Version {
            of,
            comparison,
            parts,
        } => super::version::version(scene, of.as_deref(), *comparison, parts),
        Predicate::RelativeToNodes { what } => coverage::relative(scene, what),
        Predicate::Stability { over: _ } => Say(scene.lang).manual(
            "안정성은 단계가 아니라 체크리스트 항목에서 판정합니다".into(),
            "stability is judged for a checklist item, not for a step".into(),
        ),
        Predicate::SampleTable(sample) => sample_table(sample, scene),
        Predicate::Cel(expression) => cel(expression, scene),
        Predicate::Not(inner) => not(inner, scene),
        Predicate::All(_) | Predicate::Any(_) | Predicate::Remarked(..) => {
            evaluate(predicate, scene)
        }
    }
}

fn each(parts: &[Predicate], scene: &Scene) -> Vec<Judgement> {
    parts.iter().map(|part| evaluate(part, scene)).collect()
}

/// All parts; the message of every one that does not hold, else of all.
pub(crate) fn all(judged: Vec<Judgement>, lang: Lang) -> Judgement {
    let verdict = Verdict::all(judged.iter().map(|judgement| judgement.verdict));
    let Some(first) = judged.iter().find(|judgement| judgement.verdict == verdict) else {
        return Say(lang).manual(
            "비교할 것이 없습니다".into(),
            "there is nothing to compare with".into(),
        );
    };
    let messages: Vec<&str> = judged
        .iter()
        .map(|judgement| judgement.message.as_str())
        .collect();
    Judgement::new(verdict, &first.reason, messages.join("; ")).with_seen(first.seen.clone())
}

/// One part. It fails only if every part failed; otherwise the best that is known.
pub(crate) fn any(judged: Vec<Judgement>, lang: Lang) -> Judgement {
    let order = [
        Verdict::Passed,
        Verdict::Pending,
        Verdict::Unknown,
        Verdict::Manual,
        Verdict::Failed,
    ];
    let best = order.iter().find_map(|verdict| {
        judged
            .iter()
            .find(|judgement| judgement.verdict == *verdict)
    });
    best.cloned().unwrap_or_else(|| {
        Say(lang).manual(
            "비교할 것이 없습니다".into(),
            "there is nothing to compare with".into(),
        )
    })
}

/// The opposite of what can be seen. What can't be told stays so. A cut result can't prove absence
/// beyond it, and the message says how far was looked.
pub(super) fn not(inner: &Predicate, scene: &Scene) -> Judgement {
    let say = Say(scene.lang);
    let judgement = match inner {
        // None of the texts: looked for one by one, whatever a limit cut off.
        Predicate::Literal { texts, join: _ } => text::literal(scene, texts, Join::Any),
        Predicate::LogsContain { texts, join: _ } => logs::contain(scene, texts, Join::Any),
        other => held(other, scene),
    };
    match judgement.verdict {
        Verdict::Passed => say
            .failed(judgement.message.clone(), judgement.message.clone())
            .with_seen(judgement.seen),
        Verdict::Failed => say
            .passed(judgement.message.clone(), judgement.message.clone())
            .with_seen(judgement.seen),
        Verdict::Unknown
            if judgement.reason == Reason::Truncated.word()
                && matches!(inner, Predicate::LogsContain { .. }) =>
        {
            say.passed(judgement.message.clone(), judgement.message.clone())
                .with_seen(judgement.seen)
        }
        Verdict::Pending | Verdict::Unknown | Verdict::Manual => judgement,
    }
}

fn sample_table(sample: &Sample, scene: &Scene) -> Judgement {
    let tables = scene.tables();
    let tables: Vec<&crate::facts::table::Table> = tables.iter().map(AsRef::as_ref).collect();
    let text: Vec<&str> = scene
        .views
        .iter()
        .map(|view| view.filtered.text.as_str())
        .collect();
    let found = differences(sample, &tables, &text.join("\n"));
    let say = Say(scene.lang);
    let Some(first) = found.first() else {
        return say.passed(
            "기록된 출력과 같습니다".into(),
            "as in the pasted output".into(),
        );
    };
    let (ko, en) = match first {
        Difference::Column(name) => (
            format!("열 `{name}`이(가) 없습니다"),
            format!("no column `{name}`"),
        ),
        Difference::Row(name) => (
            format!("기록된 행 `{name}`이(가) 없습니다"),
            format!("the row `{name}` of the sample is not printed"),
        ),
        Difference::Extra(name) => (
            format!("기록에 없는 행 `{name}`"),
            format!("a row that the sample does not have: `{name}`"),
        ),
        Difference::Line(line) => (
            format!("기록된 줄이 없습니다: {line}"),
            format!("a line of the sample is not printed: {line}"),
        ),
    };
    let more = found.len() - 1;
    let rest = if more > 0 {
        scene
            .lang
            .pick(format!(" 외 {more}건"), format!(" and {more} more"))
    } else {
        String::new()
    };
    say.failed(format!("{ko}{rest}"), format!("{en}{rest}"))
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
        match view.is_log() && view.pipeline.filters.is_empty() {
            true => view
                .raw
                .lines
                .iter()
                .map(|line| line.text.clone())
                .collect::<Vec<_>>(),
            false => view.filtered.text.lines().map(str::to_owned).collect(),
        }
    });
    let inputs = Inputs {
        rows: rows.collect(),
        objects: scene.own_objects().into_iter().cloned().collect(),
        lines: lines.collect(),
    };
    let say = Say(scene.lang);
    if let Some(name) = expression.demands_of_nothing(&inputs) {
        return say.none_found(
            format!("`{name}`이(가) 비어 있어 비교할 것이 없습니다"),
            format!("`{name}` is empty, so there is nothing to hold it against"),
        );
    }
    match expression.holds(&inputs, scene.now) {
        Ok(holds) => say
            .whether(holds, format!("cel: {holds}"), format!("cel: {holds}"))
            .with_seen(holds.to_string()),
        Err(error) => say.manual(
            format!("cel 식을 계산할 수 없습니다: {error}"),
            format!("the cel expression can't be evaluated: {error}"),
        ),
    }
}
