//! Notes about a diagnosis that the cluster contradicts: gathers what was seen and asks the judge.

use super::judging::Case;
use crate::facts::lang::Lang;
use crate::facts::outcome::Note;
use crate::judge::coverage::{Coverage, coverage};
use crate::judge::diagnosis::{HostNetwork, contradiction, is_tolerated_by_daemons};
use crate::judge::kind::{KindContext, fields};
use serde_json::Value;

/// One note for each blamed taint that is innocent, if the record's workload is a DaemonSet.
pub fn contradicted(case: &Case<'_>) -> Vec<Note> {
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
    let network = match fields::flag(daemon, "/spec/template/spec/hostNetwork") {
        true => HostNetwork::Used,
        false => HostNetwork::NotUsed,
    };
    let spread = spread(case, &seen, daemon);
    let acquitted = blamed
        .iter()
        .filter(|(taint, _)| is_tolerated_by_daemons(taint, network));
    acquitted
        .map(|(taint, span)| Note {
            kind: "ContradictedDiagnosis".into(),
            at: Some(case.lines.position(case.text, span.start)),
            message: contradiction(taint, spread.as_ref(), case.lang),
        })
        .collect()
}

/// Every object that the plan's commands and their companions showed.
fn seen(case: &Case<'_>) -> Vec<Value> {
    let steps = case.understanding.steps.iter();
    let queries = steps.flat_map(|step| {
        let own = step.pipelines().map(|pipeline| pipeline.query.clone());
        own.chain(step.companions().iter().cloned())
            .collect::<Vec<_>>()
    });
    let mut objects: Vec<Value> = Vec::new();
    for query in queries {
        if let Some(seen) = case.answers.of(&query).observation.seen() {
            objects.extend(seen.every_object().cloned());
        }
    }
    let uid = |object: &Value| fields::text(object, "/metadata/uid").to_string();
    objects.sort_by_key(&uid);
    objects.dedup_by_key(|object| uid(object));
    objects
}

/// How the DaemonSet's pods are spread, if nodes and pods were seen.
fn spread(case: &Case<'_>, seen: &[Value], daemon: &Value) -> Option<Coverage> {
    let of = |kind: &str| -> Vec<&Value> {
        seen.iter()
            .filter(|object| fields::kind(object) == kind)
            .collect()
    };
    let (pods, nodes) = (of("Pod"), of("Node"));
    let lang: Lang = case.lang;
    let ctx = KindContext::new(case.context.now, lang);
    (!nodes.is_empty()).then(|| coverage(&pods, &nodes, Some(daemon), None, &ctx))
}
