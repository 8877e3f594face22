//! The streams that Alloy would have sent: every container's lines under its labels.

use super::super::Stage;
use super::super::cluster::pod_logs;
use super::super::matcher::Labels;
use chrono::{DateTime, Utc};

/// One log entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub at: DateTime<Utc>,
    pub labels: Labels,
    pub line: String,
}

/// The labels of all streams, in the order of the pods.
pub fn all(stage: &Stage) -> Vec<Labels> {
    let sources = pod_logs(stage).into_iter();
    sources.map(|source| labels_of(&source)).collect()
}

/// The entries of the streams that are selected, oldest first; ties in the order of the pods.
pub fn entries(stage: &Stage, selects: impl Fn(&Labels) -> bool) -> Vec<Entry> {
    let mut out = Vec::new();
    for source in pod_logs(stage) {
        let labels = labels_of(&source);
        if !selects(&labels) {
            continue;
        }
        out.extend(source.lines(stage).into_iter().map(|line| Entry {
            at: line.at,
            labels: labels.clone(),
            line: String::from_utf8_lossy(&line.text).into_owned(),
        }));
    }
    out.sort_by_key(|entry| entry.at);
    out
}

fn labels_of(source: &super::super::cluster::Source) -> Labels {
    let app = source.app();
    let pairs = [
        ("app", app.as_str()),
        ("cluster", super::super::CONTEXT),
        ("container", source.container),
        ("namespace", source.pod.namespace()),
        ("node_name", source.pod.text("/spec/nodeName")),
        ("pod", source.pod.name()),
        ("service_name", app.as_str()),
    ];
    let pairs = pairs.map(|(name, value)| (name.to_string(), value.to_string()));
    pairs.into_iter().collect()
}
