//! How far back log lines reach, whose they are, and how many lines are printed.

use super::outcome::{Say, few};
use super::read::no_lines;
use super::read::{Containers, Read};
use super::{Bound, Comparison};
use crate::facts::duration;
use crate::facts::fields::{list, name, text, time};
use crate::facts::lang::Lang;
use crate::facts::observation::{LogLine, Seen};
use crate::facts::verdict::Judgement;
use crate::judge::kind::pod::is_live;
use crate::judge::needs;
use crate::judge::scene::{Scene, View};
use crate::query::{Filter, Query, filter};
use crate::told;
use crate::wording::Wording;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How long after a deployment succeeded its own pods begin: as long as a rollout may make no progress, if nobody
/// says otherwise (`progressDeadlineSeconds`).
const ROLLOUT: TimeDelta = TimeDelta::minutes(10);
/// How soon after it started a program logs its first line.
const FIRST_LINE: TimeDelta = TimeDelta::minutes(1);

/// A time that ends now.
#[derive(Debug, Clone, Copy)]
pub(super) enum Past {
    /// So long.
    Last(TimeDelta),
    /// Since the record's deployment.
    Since(DateTime<Utc>),
}

impl Past {
    /// When it began.
    fn start(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Past::Last(within) => now
                .checked_sub_signed(within)
                .unwrap_or(DateTime::<Utc>::MIN_UTC),
            Past::Since(deployed) => deployed,
        }
    }

    /// As a message has it.
    pub(super) fn words(self, lang: Lang) -> String {
        let told = match self {
            Past::Last(within) => told!(PastTime, time = duration::words(within, lang)),
            Past::Since(deployed) => told!(SinceDeployed, deployed = shown(deployed)),
        };
        told.words(lang)
    }
}

/// The time itself, which is as true tomorrow; whoever shows it knows the zone.
pub(super) fn shown(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Whether a line may have been written in the last time: no time is known of it, or it is one of then.
pub(super) fn is_recent(view: &View, line: &LogLine, within: Past) -> bool {
    let from = within.start(view.raw.at);
    line.time.is_none_or(|time| time >= from)
}

/// The lines of a view that may have been written in the last time, those of which no time is known
/// included. `None`: its filters do not only pick lines.
pub(super) fn lines_within<'a>(view: &View<'a>, within: Past) -> Option<Vec<&'a str>> {
    let recent = |line: &&LogLine| is_recent(view, line, within);
    if !view.is_filtered() {
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
    let read = views.iter().flat_map(|view| &view.raw.lines);
    let read: BTreeSet<&str> = read.map(LogLine::pod).collect();
    let live = live(scene).len();
    Some(if live > read.len() {
        told!(PodsRead, live, read = read.len())
    } else {
        told!(ReadsOnePod)
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
    view.raw.is_cut() && needs::newest_line(view.query()).is_some()
}

/// When the newest line was written that there is. Where a limit cut it off, a question of its own tells, if no
/// filter picks lines.
pub(super) fn newest_of_all(scene: &Scene, view: &View) -> Option<DateTime<Utc>> {
    if !lacks_the_newest(view) {
        return newest(view);
    }
    let query = needs::newest_line(view.query()).filter(|_| !view.is_filtered())?;
    let own = scene.views.iter().find(|other| *other.query() == query);
    let asked = || scene.world.observations.get(&query)?.seen();
    let seen = own.map(|other| other.raw).or_else(asked)?;
    seen.lines.iter().filter_map(|line| line.time).max()
}

/// Why what was read does not reach over the last time. `None`: it does.
pub(super) fn uncovered(scene: &Scene, views: &[&View], within: Past) -> Option<Wording> {
    let short = |view: &&&View| {
        Read::of(view).asks_for_less_than(view.raw.at - within.start(view.raw.at))
            || is_cut_short(view, within)
            || is_left_out(view, within)
    };
    if views.iter().any(|view| short(&view)) {
        let time = within.words(scene.lang);
        return Some(told!(ReadTooLittle, time));
    }
    if let Some(container) = restarted_since(scene, views, within) {
        return Some(told!(StartedAnew, container));
    }
    match within {
        Past::Last(_) => None,
        Past::Since(deployed) => newcomer(scene, deployed).or_else(|| gone(scene, views, deployed)),
    }
}

/// A pod that came when the deployment had long been done: what ran in its place took its log with it.
fn newcomer(scene: &Scene, deployed: DateTime<Utc>) -> Option<Wording> {
    let pods = match scene.pods() {
        pods if pods.is_empty() => scene.all_pods(),
        pods => pods,
    };
    let came = |pod: &&Value| time(pod, "/metadata/creationTimestamp");
    let late = |pod: &&Value| came(pod).is_some_and(|came| came > deployed + ROLLOUT);
    let pod = pods.into_iter().find(late)?;
    let (name, came) = (name(pod), came(&pod).map(shown)?);
    Some(told!(CameLong, name, came))
}

/// A container of which the first lines are gone: the node keeps only the newest of a long log.
fn gone(scene: &Scene, views: &[&View], deployed: DateTime<Utc>) -> Option<Wording> {
    let pods = scene.all_pods();
    let started = |source: &str| {
        let (pod, container) = source.split_once('/')?;
        let pod = pods.iter().find(|one| name(one) == pod)?;
        let statuses = list(pod, "/status/containerStatuses").iter();
        let mut own = statuses.filter(|status| text(status, "/name") == container);
        time(own.next()?, "/state/running/startedAt")
    };
    let mut oldest: BTreeMap<&str, DateTime<Utc>> = BTreeMap::new();
    let of_pods = |view: &&&View| matches!(view.query(), Query::Logs(_));
    for line in views
        .iter()
        .filter(of_pods)
        .flat_map(|view| &view.raw.lines)
    {
        if let Some(time) = line.time {
            let known = oldest.entry(line.source.as_str()).or_insert(time);
            *known = time.min(*known);
        }
    }
    let is_late = |(source, first): &(&str, DateTime<Utc>)| {
        *first > deployed.max(started(source).unwrap_or(deployed)) + FIRST_LINE
    };
    let (source, first) = oldest.into_iter().find(is_late)?;
    let first = shown(first);
    Some(told!(LogBeginsLate, source, first))
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
fn is_left_out(view: &View, within: Past) -> bool {
    let recent = |seen: &Seen| {
        let lines = seen.lines.iter();
        lines.filter(|line| is_recent(view, line, within)).count()
    };
    is_limited(view) && recent(view.filtered) < recent(view.raw)
}

/// Whether `head` or `tail` takes lines away, whatever they say.
pub(super) fn is_limited(view: &View) -> bool {
    let limits = |filter: &Filter| matches!(filter, Filter::Head(_) | Filter::Tail { .. });
    view.pipeline.filters.iter().any(limits)
}

/// Whether a limit cut off lines of the last time: where it was reached, the oldest line has to be older.
fn is_cut_short(view: &View, within: Past) -> bool {
    let Some(cut) = view.raw.cut.as_ref().filter(|cut| cut.reached > 0) else {
        return false;
    };
    if matches!(view.query(), Query::Loki(loki) if loki.forward) {
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
    let from = within.start(view.raw.at);
    groups
        .values()
        .filter(|lines| lines.len() as u64 >= cut.limit)
        .any(|lines| {
            let oldest: Option<DateTime<Utc>> = lines.iter().filter_map(|line| line.time).min();
            oldest.is_none_or(|oldest| oldest > from)
        })
}

/// A container whose lines were read and that started in the last time although it had run before.
fn restarted_since(scene: &Scene, views: &[&View], within: Past) -> Option<String> {
    let sources: BTreeSet<&str> = views
        .iter()
        .flat_map(|view| view.raw.lines.iter().map(|line| line.source.as_str()))
        .collect();
    let from = within.start(scene.now);
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

/// Whether each live pod gave a line.
///
/// # Errors
/// The judgement where one did not, or where no pod is seen.
pub(super) fn lines_of_each_pod(scene: &Scene) -> Result<(), Judgement> {
    let say = Say(scene.lang);
    let live = live(scene);
    if live.is_empty() {
        return Err(say.manual(told!(WhoseLogsUnknown)));
    }
    let lines = scene.views.iter().flat_map(|view| &view.raw.lines);
    let sources: BTreeSet<&str> = lines.map(LogLine::pod).collect();
    let silent = live.iter().map(|pod| name(pod));
    let silent = silent.filter(|pod| !sources.contains(pod));
    let silent: Vec<String> = silent.map(str::to_owned).collect();
    if silent.is_empty() {
        return Ok(());
    }
    let shown = few(&silent, scene.lang);
    Err(say.failed(told!(NoLogLineOf, shown)))
}

/// The pods whose logs are meant, where each of them is.
pub(super) fn live<'a>(scene: &Scene<'a>) -> Vec<&'a Value> {
    let pods = scene.pods().into_iter();
    pods.filter(|pod| is_live(pod)).collect()
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
        let printed = if view.is_log() {
            super::read::lines(view).len()
        } else {
            let lines = view.filtered.text.lines();
            lines.filter(|line| !line.trim().is_empty()).count()
        } as u64;
        if view.is_log() && printed == 0 {
            return no_lines(scene);
        }
        let heads = u64::from(has_header(view));
        let holds = comparison.holds(&printed, &wanted);
        if holds != comparison.holds(&(printed - heads), &wanted) {
            return say.manual(told!(LinesWithHeader, printed));
        }
        let seen = printed.to_string();
        let sign = comparison.before();
        if !holds {
            return say
                .failed(told!(ExpectedLinesGot, sign, wanted, seen))
                .with_seen(seen);
        }
        texts.push(seen);
    }
    let seen = texts.join(", ");
    say.passed(told!(SoManyLines, count = seen)).with_seen(seen)
}

/// Whether the first line of a table's columns is among what is printed.
fn has_header(view: &View) -> bool {
    let head = view.raw.text.lines().next();
    let table = !view.raw.tables.is_empty();
    table
        && head.is_some_and(|head| view.filtered.text.lines().any(|line| line == head))
        && !matches!(view.query(), Query::Get(get) if get.no_headers)
}
