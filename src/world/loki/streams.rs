//! The streams that Alloy would have sent: every container's lines under its labels.

use super::super::Stage;
use super::super::cluster::pod_logs;
use super::super::matcher::Labels;
use chrono::{DateTime, Utc};

/// One log entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub at: DateTime<Utc>,
    pub labels: Labels,
    pub line: String,
}

/// The labels of all streams, in the order of the pods.
pub(super) fn all(stage: &Stage) -> Vec<Labels> {
    let sources = pod_logs(stage).into_iter();
    sources.map(|source| labels_of(&source)).collect()
}

/// The entries of the streams that are selected, oldest first; ties in the order of the pods.
pub(super) fn entries(stage: &Stage, selects: impl Fn(&Labels) -> bool) -> Vec<Entry> {
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

/// What Loki's distributor finds out of a line and puts beside the stream's labels: the value of a level field of
/// logfmt or JSON, else a word of the line.
pub(super) fn detected_level(line: &str) -> &'static str {
    const LEVELS: [(&str, &str); 8] = [
        ("critical", "critical"),
        ("fatal", "fatal"),
        ("error", "error"),
        ("err", "error"),
        ("warn", "warn"),
        ("info", "info"),
        ("debug", "debug"),
        ("trace", "trace"),
    ];
    let line = line.to_lowercase();
    let field = ["level", "lvl", "severity"].iter().find_map(|key| {
        let at = line
            .find(&format!("{key}="))
            .or_else(|| line.find(&format!("\"{key}\"")))?;
        let value = line[at + key.len()..].trim_start_matches(['"', '=', ':', ' ']);
        LEVELS.iter().find(|(word, _)| value.starts_with(word))
    });
    let word = || {
        LEVELS
            .iter()
            .find(|(word, _)| word.len() > 3 && line.contains(word))
    };
    field.or_else(word).map_or("unknown", |(_, level)| level)
}

#[cfg(test)]
mod tests {
    use super::detected_level;

    /// As a real Loki 3 had them.
    #[test]
    fn levels_are_detected_as_loki_detects_them() {
        for (line, level) in [
            (
                "level=info ts=2025 msg=\"scraped target\" status=200",
                "info",
            ),
            (
                "{\"level\": \"error\", \"msg\": \"request 450\", \"status\": 500}",
                "error",
            ),
            (
                "E1129 21:00:00.000000       1 controller.go:150] failed to sync item 150: timeout",
                "unknown",
            ),
            ("오류 발생: 연결 실패 90", "unknown"),
            ("\u{1b}[31mred error\u{1b}[0m", "error"),
            ("plain line", "unknown"),
        ] {
            assert_eq!(detected_level(line), level, "{line}");
        }
    }
}
