//! What one command read of the logs: its lines, of which pods and containers, how many, how far back.

use super::outcome::Say;
use crate::facts::verdict::{Judgement, Reason, Verdict};
use crate::judge::scene::{Scene, View};
use crate::query::{Query, Tail};
use crate::told;
use chrono::{DateTime, TimeDelta};

/// What was read, as far as the command itself says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Read {
    /// Whether of a workload's pods only one was.
    pub(super) one_pod: bool,
    /// Of which containers of a pod.
    pub(super) containers: Containers,
    /// At most so many lines (of each container).
    tail: Option<u64>,
    /// Only those of the last so long.
    since: Option<TimeDelta>,
    /// Whether only a part was for another reason: so many bytes, a time that does not end now, the containers
    /// before these, no log at all.
    part: bool,
    /// Whether a limit was reached.
    cut: bool,
}

/// Of which containers of a pod lines were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Containers {
    All,
    /// The one that `kubectl logs` takes by itself.
    Default,
    /// The one that `-c` names.
    Named,
}

impl Read {
    /// What a command read.
    pub(super) fn of(view: &View) -> Read {
        let all = Read {
            one_pod: false,
            containers: Containers::All,
            tail: None,
            since: None,
            part: false,
            cut: view.raw.is_cut() || view.filtered.is_cut(),
        };
        let seconds = |seconds: u64| {
            let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
            TimeDelta::try_seconds(seconds).unwrap_or(TimeDelta::MAX)
        };
        match view.query() {
            Query::Logs(logs) => {
                let from = logs.since_time.as_deref().map(|time| {
                    let time = DateTime::parse_from_rfc3339(time);
                    time.map_or(TimeDelta::zero(), |time| view.raw.at - time.to_utc())
                });
                Read {
                    one_pod: logs.target.is_some() && !logs.all_pods,
                    containers: match (logs.all_containers, &logs.container) {
                        (true, _) => Containers::All,
                        (false, Some(_)) => Containers::Named,
                        (false, None) => Containers::Default,
                    },
                    tail: match logs.tail {
                        Some(Tail::Lines(n)) => Some(n),
                        None if logs.selector.is_some() => Some(10),
                        Some(Tail::All) | None => None,
                    },
                    since: logs.since_seconds.map(seconds).or(from),
                    part: logs.previous || logs.limit_bytes.is_some(),
                    ..all
                }
            }
            Query::Loki(loki) => Read {
                tail: Some(loki.limit),
                since: Some(seconds(loki.since_seconds)),
                part: loki.from.is_some() || loki.to.is_some(),
                ..all
            },
            _ => Read { part: true, ..all },
        }
    }

    /// Whether lines there may be were not read.
    pub(super) fn is_of_some_lines(&self) -> bool {
        self.part || self.cut || self.since.is_some()
    }

    /// Whether fewer lines were asked for.
    pub(super) fn is_of_fewer_than(&self, lines: u64) -> bool {
        self.tail.is_some_and(|tail| tail < lines)
    }

    /// Whether it does not ask for all of the last time.
    pub(super) fn asks_for_less_than(&self, within: TimeDelta) -> bool {
        self.part || self.since.is_some_and(|since| since < within)
    }
}

/// The commands that show logs.
///
/// # Errors
/// A person's judgement where there are none.
pub(super) fn of_logs<'s, 'a>(scene: &'s Scene<'a>) -> Result<Vec<&'s View<'a>>, Judgement> {
    let views: Vec<&View> = scene.views.iter().filter(|view| view.is_log()).collect();
    if views.is_empty() {
        Err(Say(scene.lang).manual(told!(NoLogsShown)))
    } else {
        Ok(views)
    }
}

/// The lines of a view: those that its filters left, else those of the answer.
pub(super) fn lines<'a>(view: &View<'a>) -> Vec<&'a str> {
    if !view.is_filtered() && !view.raw.lines.is_empty() {
        view.raw
            .lines
            .iter()
            .map(|line| line.text.as_str())
            .collect()
    } else {
        view.filtered
            .text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .collect()
    }
}

pub(super) fn no_lines(scene: &Scene) -> Judgement {
    Say(scene.lang).with(
        Verdict::Pending,
        Reason::NoLines,
        told!(ThereIsNoLogLineYet),
    )
}
