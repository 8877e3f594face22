//! Thresholds: CPU and memory from samples, restarts and ages from printed cells. Every pod must hold;
//! the message names the largest and says when the sample was taken.

use super::outcome::{Say, few};
use super::pick::{meant, not_printed, query_names};
use super::rows::cells;
use super::{Comparison, Limit, Metric, Subject};
use crate::facts::duration;
use crate::facts::fields::{name, namespace};
use crate::facts::observation::{Sample, Seen, Usage};
use crate::facts::quantity::Quantity;
use crate::facts::verdict::{Judgement, Reason, Verdict};
use crate::judge::kind::pod;
use crate::judge::scene::Scene;
use crate::query::{Query, TopOf};
use crate::told;
use crate::wording::Wording;

/// A metric against a bound.
pub(super) fn threshold(
    scene: &Scene,
    metric: &Metric,
    subject: &Subject,
    comparison: Comparison,
    bound: &Limit,
) -> Result<Judgement, Judgement> {
    match (metric, bound) {
        (Metric::Cpu | Metric::Memory, Limit::Amount(quantity, text)) => {
            usage(scene, metric, subject, comparison, *quantity, text)
        }
        (Metric::Cpu | Metric::Memory, Limit::Percent(quantity)) => {
            percent(scene, metric, subject, comparison, *quantity)
        }
        (Metric::Restarts, Limit::Amount(quantity, text)) => {
            super::restarts::restarts(scene, subject, comparison, *quantity, text)
        }
        (Metric::Age, Limit::Time(bound)) => {
            let words = duration::words(*bound, scene.lang);
            cells(
                scene,
                subject,
                "AGE",
                &words,
                |cell| duration::parse(cell).map(|age| comparison.holds(&age, bound)),
                comparison,
            )
        }
        (Metric::Restarts | Metric::Age | Metric::Cpu | Metric::Memory, _) => {
            Err(Say(scene.lang).manual(told!(UnitsDoNotFit)))
        }
    }
}

fn usages<'a>(scene: &Scene<'a>) -> Vec<&'a Usage> {
    let tops = |query: &Query| matches!(query, Query::Top(_));
    let own = scene.views.iter().filter(|view| tops(view.query()));
    let own: Vec<&Seen> = own.map(|view| view.raw).collect();
    let seen = if own.is_empty() {
        let beside = scene.world.observations.iter();
        let beside = beside.filter(|(query, _)| tops(query));
        beside.filter_map(|(_, one)| one.seen()).collect()
    } else {
        own
    };
    seen.into_iter().flat_map(|seen| &seen.usage).collect()
}

fn usage(
    scene: &Scene,
    metric: &Metric,
    subject: &Subject,
    comparison: Comparison,
    bound: Quantity,
    text: &str,
) -> Result<Judgement, Judgement> {
    let say = Say(scene.lang);
    if let Some(why) = not_asked(scene, subject) {
        return Err(say.manual(why));
    }
    let usages = of_pods(&of_subject(scene, subject)?);
    let missing = unsampled(scene, subject, &usages);
    let amount = |sample: &Sample| match metric {
        Metric::Cpu => sample.cpu,
        _ => sample.memory,
    };
    let samples = usages
        .iter()
        .filter_map(|usage| Some((usage, amount(usage.sample.as_ref()?))));
    let samples: Vec<(&Usage, Quantity)> = samples.collect();
    let print = |value: Quantity| match metric {
        Metric::Cpu => value.to_millicores(),
        _ => value.to_mebibytes(),
    };
    let wrong: Vec<String> = samples
        .iter()
        .filter(|(_, value)| !comparison.holds(value, &bound))
        .map(|(usage, value)| format!("{} {}", usage.name, print(*value)))
        .collect();
    // What the record bounds from above is named by its largest, from below by its smallest.
    let upper = matches!(
        comparison,
        Comparison::Less | Comparison::AtMost | Comparison::Equal
    );
    let extreme = if upper {
        samples.iter().max_by_key(|(_, v)| *v)
    } else {
        samples.iter().min_by_key(|(_, v)| *v)
    };
    let sign = comparison.sign();
    let (top, value) = extreme.ok_or_else(|| {
        if missing.is_empty() {
            say.none_found(told!(NothingToMeasureWasFound))
        } else {
            no_sample(scene, &missing)
        }
    })?;
    let at = |sample: &Sample| sample.timestamp.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let sample = top.sample.as_ref().map(|one| (at(one), one.window.clone()));
    let (at, window) = sample.unwrap_or_default();
    let word = metric.word();
    let which = if upper {
        told!(Largest)
    } else {
        told!(Smallest)
    };
    let seen = format!("{} {}", top.name, print(*value));
    let judgement = if !wrong.is_empty() {
        let wrong = few(&wrong, scene.lang);
        say.failed(told!(UsageExpectedGot, word, sign, text, wrong, at, window))
    } else if !missing.is_empty() {
        no_sample(scene, &missing)
    } else {
        say.passed(told!(
            UsageMeasured,
            word,
            which,
            seen,
            sign,
            text,
            at,
            window,
            count = samples.len()
        ))
    };
    Ok(judgement.with_seen(seen))
}

/// Why no `kubectl top` of the step speaks of them.
fn not_asked(scene: &Scene, subject: &Subject) -> Option<Wording> {
    let views = scene.views.iter().map(|view| view.query());
    let asked = || views.clone().chain(scene.world.observations.keys());
    let of = |kind: TopOf| asked().any(|one| matches!(one, Query::Top(top) if top.of == kind));
    if !asked().any(|one| matches!(one, Query::Top(_))) {
        return Some(told!(ThisStepHasNoKubectlTop));
    }
    let fits = match subject.kind.as_deref() {
        Some("pods") => of(TopOf::Pods),
        Some("nodes") => of(TopOf::Nodes),
        None => true,
        Some(_) => false,
    };
    (!fits).then_some(told!(TopLooksElsewhere))
}

/// The usage that a sentence is about.
fn of_subject<'a>(scene: &Scene<'a>, subject: &Subject) -> Result<Vec<&'a Usage>, Judgement> {
    let mut usages = usages(scene);
    if let Some(name) = &subject.name
        && (name.is_identifier() || !query_names(scene, &name.text))
    {
        let names: Vec<(&str, bool)> = usages
            .iter()
            .map(|one| (one.name.as_str(), false))
            .collect();
        usages = meant(name, &names)
            .into_iter()
            .map(|at| usages[at])
            .collect();
        if usages.is_empty() {
            return Err(not_printed(scene, &name.text));
        }
    }
    if let Some(namespace) = &subject.namespace {
        usages.retain(|one| one.namespace == *namespace);
    }
    Ok(usages)
}

/// What there is no sample of: listed without one, or a live pod that is not listed.
fn unsampled(scene: &Scene, subject: &Subject, usages: &[Usage]) -> Vec<String> {
    let mut missing: Vec<String> = usages
        .iter()
        .filter(|usage| usage.sample.is_none())
        .map(|usage| usage.name.clone())
        .collect();
    let of_nodes = scene
        .views
        .iter()
        .any(|view| matches!(view.query(), Query::Top(top) if top.of == TopOf::Nodes));
    if !of_nodes {
        let live = scene
            .pods()
            .into_iter()
            .filter(|object| pod::is_live(object));
        let live = live.filter(|pod| {
            let place = subject.namespace.as_deref();
            place.is_none_or(|place| namespace(pod) == place)
        });
        let unsampled = live
            .map(name)
            .filter(|pod| !usages.iter().any(|usage| usage.name == *pod));
        missing.extend(unsampled.map(str::to_owned));
    }
    missing.sort();
    missing.dedup();
    missing
}

/// The usage of whole pods: what `--containers` prints apart is one pod's together.
fn of_pods(usages: &[&Usage]) -> Vec<Usage> {
    let mut pods: Vec<Usage> = Vec::new();
    for usage in usages {
        let same = |pod: &&mut Usage| pod.name == usage.name && pod.namespace == usage.namespace;
        match pods.iter_mut().find(same) {
            Some(pod) => match (&mut pod.sample, &usage.sample) {
                (Some(sum), Some(more)) => {
                    sum.cpu = sum.cpu.plus(more.cpu);
                    sum.memory = sum.memory.plus(more.memory);
                }
                (sum, _) => *sum = None,
            },
            None => pods.push((*usage).clone()),
        }
    }
    pods
}

fn no_sample(scene: &Scene, missing: &[String]) -> Judgement {
    let names = few(missing, scene.lang);
    Say(scene.lang).with(
        Verdict::Pending,
        Reason::NoSample,
        told!(NoSampleYetOf, names),
    )
}

/// `CPU < 80%`: the percentages that `kubectl top nodes` prints.
fn percent(
    scene: &Scene,
    metric: &Metric,
    subject: &Subject,
    comparison: Comparison,
    bound: Quantity,
) -> Result<Judgement, Judgement> {
    let (column, old) = match metric {
        Metric::Cpu => ("CPU(%)", "CPU%"),
        _ => ("MEMORY(%)", "MEMORY%"),
    };
    let tables = scene.tables();
    let mut columns = tables.iter().flat_map(|table| &table.columns);
    let column = if columns.any(|one| one.name == column) {
        column
    } else {
        old
    };
    let fits = |cell: &str| {
        Quantity::parse(cell.trim_end_matches('%')).map(|value| comparison.holds(&value, &bound))
    };
    cells(
        scene,
        subject,
        column,
        &format!("{bound}%"),
        fits,
        comparison,
    )
}
