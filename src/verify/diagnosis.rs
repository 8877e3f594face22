//! Notes about a diagnosis that the cluster contradicts: gathers what was seen and asks the judge.

use super::case::Case;
use crate::facts::fields;
use crate::facts::outcome::Note;
use crate::facts::verdict::Verdict;
use crate::judge::coverage::coverage;
use crate::judge::diagnosis::{
    Tolerated, contradiction, is_tolerated_by_itself, is_tolerated_by_template,
};
use crate::judge::kind::{self, KindContext};
use serde_json::Value;

/// One note for each blamed taint that is innocent, if the record's workload is a DaemonSet.
pub(super) fn contradicted(case: &Case<'_>) -> Vec<Note> {
    let blamed = &case.understanding.record.mentions.blamed_taints;
    if blamed.is_empty() {
        return Vec::new();
    }
    let seen = seen(case);
    let Some(daemon) = seen
        .iter()
        .find(|object| fields::kind(object) == "DaemonSet")
    else {
        return Vec::new();
    };
    let of = |kind: &str| -> Vec<&Value> {
        let seen = seen.iter().copied();
        seen.filter(|object| fields::kind(object) == kind).collect()
    };
    let (pods, nodes) = (of("Pod"), of("Node"));
    let ctx = KindContext::new(case.context.now, case.lang);
    let spread = (!nodes.is_empty()).then(|| coverage(&pods, &nodes, Some(daemon), None, &ctx));
    // While it rolls, pods are on their way to where there is none.
    let settled = kind::status(daemon, &ctx).verdict != Verdict::Pending;
    let by_template = |taint: &str| {
        let spread = spread.as_ref().filter(|_| settled);
        spread.is_some_and(|spread| is_tolerated_by_template(taint, daemon, &nodes, spread))
    };
    let tolerated = |taint: &str| {
        let by_itself = is_tolerated_by_itself(taint, daemon).then_some(Tolerated::ByItself);
        by_itself.or_else(|| by_template(taint).then_some(Tolerated::ByTemplate))
    };
    let acquitted = blamed
        .iter()
        .filter_map(|(taint, span)| Some((taint, span, tolerated(taint)?)));
    acquitted
        .map(|(taint, span, tolerated)| Note {
            kind: "ContradictedDiagnosis".into(),
            at: Some(case.lines.position(case.text, span.start)),
            message: contradiction(taint, tolerated, spread.as_ref(), case.lang),
        })
        .collect()
}

/// Every object that the plan's commands and their companions showed.
fn seen<'a>(case: &'a Case<'_>) -> Vec<&'a Value> {
    let steps = case.understanding.steps.iter();
    let queries = steps.flat_map(|step| {
        let own = step.pipelines().map(|pipeline| pipeline.query.clone());
        own.chain(step.companions().iter().cloned())
            .collect::<Vec<_>>()
    });
    let mut objects: Vec<&Value> = Vec::new();
    for query in queries {
        if let Some(seen) = case.answers.of(&query).observation.seen() {
            objects.extend(seen.every_object());
        }
    }
    fn uid<'a>(object: &&'a Value) -> &'a str {
        fields::text(object, "/metadata/uid")
    }
    objects.sort_by_key(uid);
    objects.dedup_by_key(|object| uid(object));
    objects
}
