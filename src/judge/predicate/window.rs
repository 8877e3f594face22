//! How far back log lines reach, whose they are, and how many lines are printed.

use super::lines::no_lines;
use super::outcome::{Say, few};
use super::read::{Containers, Read};
use super::{Bound, Comparison};
use crate::facts::duration;
use crate::facts::fields::{list, name, text, time};
use crate::facts::observation::{LogLine, Seen};
use crate::facts::verdict::Judgement;
use crate::judge::kind::pod::is_live;
use crate::judge::needs;
use crate::judge::scene::{Scene, View};
use crate::query::{Filter, Query, filter};
use crate::told;
use crate::wording::Wording;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// When a time that ends now began.
fn start(now: DateTime<Utc>, within: TimeDelta) -> DateTime<Utc> {
    now.checked_sub_signed(within)
        .unwrap_or(DateTime::<Utc>::MIN_UTC)
}

/// Whether a line may have been written in the last time: no time is known of it, or it is one of then.
pub(super) fn is_recent(view: &View, line: &LogLine, within: TimeDelta) -> bool {
    let from = start(view.raw.at, within);
    line.time.is_none_or(|time| time >= from)
}

/// The lines of a view that may have been written in the last time, those of which no time is known
/// included. `None`: its filters do not only pick lines.
pub(super) fn lines_within<'a>(view: &View<'a>, within: TimeDelta) -> Option<Vec<&'a str>> {
    let recent = |line: &&LogLine| is_recent(view, line, within);
    if view.pipeline.filters.is_empty() {
        let lines = view.raw.lines.iter().filter(recent);
        return Some(lines.map(|line| line.text.as_str()).collect());
    }
    if !view.picks_lines() {
        return None;
    }
    let printed: Vec<&str> = view.filtered.text.lines().collect();
    // A prefix or a timestamp may stand before the line.
    let kept = |line: &&LogLine| printed.iter().any(|one| one.ends_with(line.text.as_str()));
    let lines = view.raw.lines.iter().filter(recent).filter(kept);
    Some(lines.map(|line| line.text.as_str()).collect())
}

/// What was not read of lines of which all are meant, or of pods. `None`: nothing.
pub(super) fn unread(
    scene: &Scene,
    views: &[&View],
    every_line: bool,
    every_pod: bool,
) -> Option<Wording> {
    let each: Vec<Read> = views.iter().map(|view| Read::of(view)).collect();
    if every_line && each.iter().any(Read::is_of_some_lines) {
        return Some(told!(ReadsPartOfLogs));
    }
    if (every_line || every_pod) && each.iter().any(|read| misses_containers(scene, read)) {
        return Some(told!(ReadsOneContainer));
    }
    if !every_pod || !each.iter().any(|read| read.one_pod) {
        return None;
    }
    let read: BTreeSet<&str> = views
        .iter()
        .flat_map(|view| &view.raw.lines)
        .filter_map(|line| line.source.split('/').next())
        .collect();
    let live = scene.pods().into_iter().filter(|pod| is_live(pod)).count();
    Some(match live > read.len() {
        true => told!(PodsRead {
            live,
            read: read.len()
        }),
        false => told!(ReadsOnePod),
    })
}

/// When the newest line was written that the filters by text leave. `head` and `tail` choose lines by their
/// number, and say nothing of when the others were written.
pub(super) fn newest(view: &View) -> Option<DateTime<Utc>> {
    let by_text = |filter: &&Filter| matches!(filter, Filter::Grep(_));
    let filters: Vec<Filter> = view
        .pipeline
        .filters
        .iter()
        .filter(by_text)
        .cloned()
        .collect();
    let left = filter::apply(&filters, view.raw).ok()?;
    left.lines.iter().filter_map(|line| line.time).max()
}

/// Whether a limit cut off the newest lines, as those of a log were asked for oldest first.
pub(super) fn lacks_the_newest(view: &View) -> bool {
    let is_cut = view.raw.cut.as_ref().is_some_and(|cut| cut.reached > 0);
    is_cut && needs::newest_line(&view.pipeline.query).is_some()
}

/// When the newest line was written that there is. Where a limit cut it off, a question of its own tells, if no
/// filter picks lines.
pub(super) fn newest_of_all(scene: &Scene, view: &View) -> Option<DateTime<Utc>> {
    if !lacks_the_newest(view) {
        return newest(view);
    }
    let query =
        needs::newest_line(&view.pipeline.query).filter(|_| view.pipeline.filters.is_empty())?;
    let own = scene
        .views
        .iter()
        .find(|other| other.pipeline.query == query);
    let asked = || scene.world.observations.get(&query)?.seen();
    let seen = own.map(|other| other.raw).or_else(asked)?;
    seen.lines.iter().filter_map(|line| line.time).max()
}

/// Why what was read does not reach over the last time. `None`: it does.
pub(super) fn uncovered(scene: &Scene, views: &[&View], within: TimeDelta) -> Option<Wording> {
    let short = |view: &&&View| {
        Read::of(view).asks_for_less_than(within)
            || is_cut_short(view, within)
            || is_left_out(view, within)
    };
    if views.iter().any(|view| short(&view)) {
        let time = duration::words(within, scene.lang);
        return Some(told!(ReadTooLittle { time }));
    }
    let container = restarted_since(scene, views, within)?;
    Some(told!(StartedAnew { container }))
}

/// Whether a pod may have a container whose lines were not read. Where the pods were not seen, `kubectl logs` is
/// taken to read the only one that there is.
fn misses_containers(scene: &Scene, read: &Read) -> bool {
    let pods = scene.pods();
    let mut several = pods
        .iter()
        .map(|pod| list(pod, "/spec/containers").len() > 1);
    match read.containers {
        Containers::All => false,
        Containers::Default => several.any(|several| several),
        Containers::Named => pods.is_empty() || several.any(|several| several),
    }
}

/// Whether `head` or `tail` took lines of the last time away.
fn is_left_out(view: &View, within: TimeDelta) -> bool {
    let limits = |filter: &Filter| matches!(filter, Filter::Head(_) | Filter::Tail { .. });
    if !view.pipeline.filters.iter().any(limits) {
        return false;
    }
    let recent = |seen: &Seen| {
        let lines = seen.lines.iter();
        lines.filter(|line| is_recent(view, line, within)).count()
    };
    recent(view.filtered) < recent(view.raw)
}

/// Whether a limit cut off lines of the last time: where it was reached, the oldest line has to be older.
fn is_cut_short(view: &View, within: TimeDelta) -> bool {
    let Some(cut) = view.raw.cut.as_ref().filter(|cut| cut.reached > 0) else {
        return false;
    };
    if matches!(&view.pipeline.query, Query::Loki(loki) if loki.forward) {
        return true;
    }
    let mut groups: BTreeMap<&str, Vec<&LogLine>> = BTreeMap::new();
    for line in &view.raw.lines {
        let source = if cut.per_source {
            line.source.as_str()
        } else {
            ""
        };
        groups.entry(source).or_default().push(line);
    }
    let from = start(view.raw.at, within);
    groups
        .values()
        .filter(|lines| lines.len() as u64 >= cut.limit)
        .any(|lines| {
            let oldest: Option<DateTime<Utc>> = lines.iter().filter_map(|line| line.time).min();
            oldest.is_none_or(|oldest| oldest > from)
        })
}

/// A container whose lines were read and that started in the last time although it had run before.
fn restarted_since(scene: &Scene, views: &[&View], within: TimeDelta) -> Option<String> {
    let sources: BTreeSet<&str> = views
        .iter()
        .flat_map(|view| view.raw.lines.iter().map(|line| line.source.as_str()))
        .collect();
    let from = start(scene.now, within);
    let anew = |status: &&Value| {
        let ended = time(status, "/lastState/terminated/finishedAt");
        ended.is_some_and(|ended| ended >= from)
    };
    scene.all_pods().into_iter().find_map(|pod| {
        let status = list(pod, "/status/containerStatuses").iter();
        let mut names = status
            .filter(anew)
            .map(|status| format!("{}/{}", name(pod), text(status, "/name")));
        names.find(|source| sources.contains(source.as_str()))
    })
}

/// What keeps the lines from being those of every pod. `None`: each live pod gave one.
pub(super) fn pods_without(scene: &Scene) -> Option<Judgement> {
    let say = Say(scene.lang);
    let live: Vec<&Value> = scene
        .pods()
        .into_iter()
        .filter(|pod| is_live(pod))
        .collect();
    if live.is_empty() {
        return Some(say.manual(told!(WhoseLogsUnknown)));
    }
    let sources: BTreeSet<&str> = scene
        .views
        .iter()
        .flat_map(|view| &view.raw.lines)
        .filter_map(|line| line.source.split('/').next())
        .collect();
    let silent: Vec<String> = live
        .iter()
        .map(|pod| name(pod).to_owned())
        .filter(|pod| !sources.contains(pod.as_str()))
        .collect();
    (!silent.is_empty()).then(|| {
        let shown = few(&silent, scene.lang);
        say.failed(told!(NoLogLineOf { shown }))
    })
}

/// So many lines are printed.
pub(super) fn lines(scene: &Scene, of_logs: bool, how_many: Bound) -> Judgement {
    let say = Say(scene.lang);
    let (comparison, wanted) = match how_many {
        Bound::Number(comparison, wanted) | Bound::EveryOf(comparison, wanted) => {
            (comparison, wanted)
        }
        Bound::Every | Bound::Some | Bound::AsNodes => (Comparison::AtLeast, 1),
    };
    let counts = |view: &View| {
        view.pipeline.filters.iter().any(|filter| match filter {
            Filter::Count(_) => true,
            Filter::Grep(grep) => grep.count,
            _ => false,
        })
    };
    let of_other = |view: &View| of_logs && !view.is_log();
    if scene.views.is_empty()
        || scene
            .views
            .iter()
            .any(|view| counts(view) || of_other(view))
    {
        return say.manual(told!(LinesNotCountable));
    }
    let mut texts = Vec::new();
    for view in &scene.views {
        let printed = match view.is_log() {
            true => super::lines::lines(view).len(),
            false => {
                let lines = view.filtered.text.lines();
                lines.filter(|line| !line.trim().is_empty()).count()
            }
        } as u64;
        if view.is_log() && printed == 0 {
            return no_lines(scene);
        }
        let heads = u64::from(has_header(view));
        let holds = comparison.holds(&printed, &wanted);
        if holds != comparison.holds(&(printed - heads), &wanted) {
            return say.manual(told!(LinesWithHeader { printed }));
        }
        let seen = printed.to_string();
        let sign = comparison.before();
        if !holds {
            return say
                .failed(told!(ExpectedLinesGot { sign, wanted, seen }))
                .with_seen(seen);
        }
        texts.push(seen);
    }
    let seen = texts.join(", ");
    say.passed(told!(LinesSeen { seen })).with_seen(seen)
}

/// Whether the first line of a table's columns is among what is printed.
fn has_header(view: &View) -> bool {
    let head = view.raw.text.lines().next();
    let table = !view.raw.tables.is_empty();
    table
        && head.is_some_and(|head| view.filtered.text.lines().any(|line| line == head))
        && !matches!(&view.pipeline.query, Query::Get(get) if get.no_headers)
}
