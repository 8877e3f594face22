//! Log lines: errors by the line's own structure, texts, and whether logs are collected at all. What a
//! limit cut off is never taken for absent.

use super::live::{is_pod, may_be_in_state};
use super::outcome::{Say, few};
use super::pick::{meant, query_names};
use super::quantify::said;
use super::read::Read;
use super::read::{lines, no_lines, of_logs};
use super::text::holds_texts;
use super::window;
use super::window::{Past, is_recent};
use super::{Join, Logged, Name, Precision};
use crate::facts::duration;
use crate::facts::observation::LogLine;
use crate::facts::verdict::{Judgement, Reason, Verdict};
use crate::judge::log_line::{
    Trouble, has_failing_status, has_level, is_error, speaks_of_trouble, trouble,
};
use crate::judge::scene::{Printed, Scene, View};
use crate::judge::word_list;
use crate::query::{Query, Tail};
use crate::told;
use crate::wording::Wording;
use chrono::TimeDelta;

/// How far the lines reach: `last 50 lines`, `last 1h`.
fn reach(view: &View, lang: crate::facts::lang::Lang) -> String {
    match view.query() {
        Query::Logs(logs) => match logs.tail {
            Some(Tail::Lines(n)) => told!(LastLines, n).words(lang),
            None if logs.selector.is_some() => told!(TenLinesOfEachPod).words(lang),
            Some(Tail::All) | None => told!(AllLines).words(lang),
        },
        Query::Loki(loki) => told!(AtMostLines, limit = loki.limit).words(lang),
        _ => String::new(),
    }
}

/// Pods in error, where no logs are shown: whatever errors are meant, there are some. That there are none says nothing.
fn rows_in_error(scene: &Scene) -> Option<Judgement> {
    let rows = scene.rows_of_any_state()?;
    let in_error = |row: &&Printed| is_pod(row) && may_be_in_state(row, "Error") == Some(true);
    let found: Vec<String> = rows
        .iter()
        .filter(in_error)
        .map(|row| format!("{} {}", row.name(), said(row)))
        .collect();
    let seen = few(&found, scene.lang);
    (!found.is_empty()).then(|| {
        Say(scene.lang)
            .failed(seen.as_str())
            .with_seen(seen.as_str())
    })
}

/// From when, and how far, the logs were read.
fn how_far(from: Option<Past>, views: &[&View], scene: &Scene) -> String {
    let from = from.map(|from| from.words(scene.lang));
    let each = views.iter().map(|view| reach(view, scene.lang));
    let all: Vec<String> = from.into_iter().chain(each).collect();
    all.join(", ")
}

/// No line of level error or above.
pub(super) fn no_errors(
    scene: &Scene,
    Logged {
        about,
        last,
        every_line,
        every_pod,
        since,
    }: &Logged,
    within: Option<TimeDelta>,
) -> Result<Judgement, Judgement> {
    let (about, last) = (about.as_deref(), *last);
    let say = Say(scene.lang);
    let views = of_logs(scene).map_err(|none| rows_in_error(scene).unwrap_or(none))?;
    // Where a name says whose they are, every error is one of theirs.
    let whose = about.is_some_and(|name| views.iter().all(|view| is_whose(view, scene, name)));
    let about = about.filter(|_| !whose);
    if let Some(name) = about.filter(|about| !is_topic(about)) {
        return Err(say.manual(told!(WhoseErrors, name)));
    }
    let says_nothing = |view: &&View| view.raw.lines.is_empty() && view.raw.text.trim().is_empty();
    if views.iter().any(says_nothing) {
        return Err(no_lines(scene));
    }
    let within = match (since, scene.record_time) {
        (false, _) => within.map(Past::Last),
        (true, Some(deployed)) => Some(Past::Since(deployed)),
        (true, None) => {
            return Err(say.with(Verdict::Manual, Reason::NotDated, told!(NotDated)));
        }
    };
    if let Some(unread) = window::unread(scene, &views, *every_line, *every_pod || *since) {
        return Err(say.manual(unread));
    }
    if let Some(wanted) = last.filter(|last| views.iter().any(|view| is_of_fewer(view, *last))) {
        return Err(say.truncated(told!(TheCommandReadsFewerThanLines, wanted)));
    }
    let recent = |view| match within {
        None => Some(lines(view)),
        Some(within) => window::lines_within(view, within),
    };
    let recent = views.iter().map(|view| recent(view));
    let lines: Option<Vec<Vec<&str>>> = recent.collect();
    let lines = lines.ok_or_else(|| say.manual(told!(FiltersChangeLines)))?;
    let lines = lines.concat();
    let read = |view: &&View| view.raw.lines.len().max(view.raw.text.lines().count());
    let read: usize = views.iter().map(read).sum();
    let how_far = how_far(within.filter(|_| *since), &views, scene);
    let short = |line: &&str| line.chars().take(120).collect::<String>();
    let found = match about {
        None => Found::any(&lines),
        Some(about) => Found::about(&lines, about),
    };
    Ok(match found {
        Found::Errors(errors) => {
            let errors: Vec<String> = errors.iter().map(short).collect();
            let (count, example) = (errors.len(), first(&errors));
            let seen = told!(SoManyLines, count).words(scene.lang);
            let told = told!(ErrorLinesFound, count, how_far, read, example);
            say.failed(told).with_seen(seen)
        }
        Found::Doubtful(line) => {
            let line = short(&line);
            say.manual(told!(DoubtfulLine, how_far, line))
        }
        Found::None => {
            if let Some(hidden) = suppressed(&views, within, last) {
                return Err(say.manual(hidden));
            }
            let uncovered = |within| window::uncovered(scene, &views, within);
            let none = say.passed(told!(NoErrorLines, how_far, read));
            let uncovered = within.and_then(uncovered);
            uncovered.map_or(none.with_seen("0"), |why| say.truncated(why))
        }
    })
}

/// Whether fewer lines are read than were said: `| tail -20` of 500, or by the command itself.
fn is_of_fewer(view: &View, wanted: u64) -> bool {
    window::is_limited(view) && (lines(view).len() as u64) < wanted.min(view.raw.lines.len() as u64)
        || Read::of(view).is_of_fewer_than(wanted)
}

/// Whether words say what errors are about, and not whose they are.
fn is_topic(about: &str) -> bool {
    let lower = about.to_lowercase();
    let mut words = lower.split([' ', '-']);
    is_server_error(about) || words.all(|word| word_list("error-topic").has(word))
}

/// Whether a word is a status of HTTP by which a server says that it failed: `500`, `5xx`.
pub(crate) fn is_server_error(word: &str) -> bool {
    let mut rest = word.strip_prefix('5').unwrap_or_default().chars();
    let told = [rest.next(), rest.next(), rest.next()];
    let of_class = |c: Option<char>| c.is_some_and(|c| c.eq_ignore_ascii_case(&'x'));
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let [second, third, end] = told;
    (of_class(second) && of_class(third) || digit(second) && digit(third)) && end.is_none()
}

/// Whether a line holds such a status, as a word of its own.
fn holds_status(line: &str, status: &str) -> bool {
    let mut words = line.split(|c: char| !c.is_ascii_alphanumeric());
    let any = status.ends_with('x');
    words.any(|word| word == status || any && is_server_error(word))
}

/// Whether the lines of a view are those of something by its name: the command names it, or the sources do.
fn is_whose(view: &View, scene: &Scene, name: &str) -> bool {
    let name = Name {
        text: name.to_owned(),
        precision: Precision::Loose,
    };
    let sources = view.raw.lines.iter().map(|line| (line.pod(), false));
    let sources: Vec<(&str, bool)> = sources.collect();
    let by_source = !sources.is_empty() && meant(&name, &sources).len() == sources.len();
    by_source || query_names(scene, &name.text)
}

/// What lines tell about errors.
enum Found<'a> {
    /// These are such errors.
    Errors(Vec<&'a str>),
    /// This one may be.
    Doubtful(&'a str),
    /// None is.
    None,
}

impl<'a> Found<'a> {
    /// Errors of any sort. A line without a level that speaks of trouble may be one.
    fn any(lines: &[&'a str]) -> Found<'a> {
        let errors: Vec<&str> = lines
            .iter()
            .copied()
            .filter(|line| is_error(line))
            .collect();
        if !errors.is_empty() {
            return Found::Errors(errors);
        }
        let doubtful = |line: &&&str| trouble(line) == Trouble::Doubtful;
        match lines.iter().find(doubtful) {
            Some(line) => Found::Doubtful(line),
            None => Found::None,
        }
    }

    /// Errors about something. That there are none is only certain where no line of level error is
    /// left, and no line without a level names it.
    fn about(lines: &[&'a str], about: &str) -> Found<'a> {
        let about = about.to_lowercase();
        let status = is_server_error(&about);
        let names = |line: &&str| {
            if status {
                holds_status(line, &about)
            } else {
                line.to_lowercase().contains(&about)
            }
        };
        let (errors, others): (Vec<&str>, Vec<&str>) = lines
            .iter()
            .copied()
            .partition(|line| is_error(line) || status && names(line) && has_failing_status(line));
        let own: Vec<&str> = errors.iter().copied().filter(names).collect();
        if !own.is_empty() {
            return Found::Errors(own);
        }
        let doubtful = |line: &&&str| {
            trouble(line) == Trouble::Doubtful
                // A number may be a status in whatever form.
                || (names(line) && (status || !has_level(line) || speaks_of_trouble(line)))
        };
        match errors.first().or(others.iter().find(doubtful)) {
            Some(line) => Found::Doubtful(line),
            None => Found::None,
        }
    }
}

fn first(lines: &[String]) -> String {
    lines
        .first()
        .map(|line| format!(": {line}"))
        .unwrap_or_default()
}

/// Log lines hold texts.
pub(super) fn contain(scene: &Scene, texts: &[String], join: Join) -> Result<Judgement, Judgement> {
    let say = Say(scene.lang);
    let views = of_logs(scene)?;
    let all: Vec<&str> = views.iter().flat_map(|view| lines(view)).collect();
    let text = all.join("\n");
    let (holds, shown) = holds_texts(&text, texts, join, scene);
    let limited = |view: &&View| view.raw.is_cut() && !view.is_filtered();
    let limited = views.iter().any(limited);
    let how_far = how_far(None, &views, scene);
    if !holds && limited {
        return Err(say.truncated(told!(TextMayLieBefore, how_far, shown)));
    }
    let told = if holds {
        told!(LogsHave, shown, how_far)
    } else {
        told!(LogsLack, shown, how_far)
    };
    Ok(say.whether(holds, told).with_seen(shown))
}

/// The log lines of each pod hold texts. Whose a line is, a filter does not say.
pub(super) fn each_contains(
    scene: &Scene,
    texts: &[String],
    join: Join,
) -> Result<Judgement, Judgement> {
    let say = Say(scene.lang);
    let views = of_logs(scene)?;
    if views.iter().any(|view| view.is_filtered()) {
        return Err(say.manual(told!(WhoseLogsUnknown)));
    }
    window::lines_of_each_pod(scene)?;
    let own = |pod: &str| {
        let lines = views.iter().flat_map(|view| &view.raw.lines);
        let own = lines.filter(|line| line.pod() == pod);
        let text: Vec<&str> = own.map(|line| line.text.as_str()).collect();
        text.join("\n")
    };
    let holds = |pod: &str| holds_texts(&own(pod), texts, join, scene).0;
    let live = window::live(scene);
    let pods = live.iter().map(|pod| crate::facts::fields::name(pod));
    let lacking: Vec<String> = pods.filter(|pod| !holds(pod)).map(str::to_owned).collect();
    let how_far = how_far(None, &views, scene);
    let texts = texts.join(", ");
    let whose = if lacking.is_empty() {
        format!("{0}/{0}", live.len())
    } else {
        few(&lacking, scene.lang)
    };
    let shown = format!("{texts} ({whose})");
    let cut = views.iter().any(|view| view.raw.is_cut());
    Ok(match (lacking.is_empty(), cut) {
        (true, _) => say.passed(told!(LogsHave, shown, how_far)),
        (false, false) => say.failed(told!(LogsLack, shown, how_far)),
        (false, true) => {
            let told = told!(TextMayLieBefore, how_far, shown);
            say.truncated(told)
        }
    })
}

/// Every log command returned a line, the newest young enough: younger than its `--since`, 1 h if none
/// (verdicts.md, "Logs").
pub(super) fn collected(
    scene: &Scene,
    within: Option<TimeDelta>,
    every_pod: bool,
) -> Result<Judgement, Judgement> {
    let say = Say(scene.lang);
    of_logs(scene)?;
    let mut words = Vec::new();
    for view in &scene.views {
        let count = lines(view).len();
        if count == 0 {
            return Err(no_lines(scene));
        }
        if !view.is_log() {
            continue;
        }
        let since = match view.query() {
            Query::Logs(logs) => logs.since_seconds,
            Query::Loki(loki) => Some(loki.since_seconds),
            _ => None,
        };
        let asked = since.and_then(|s| i64::try_from(s).ok());
        let since = asked.unwrap_or(3_600);
        // That there are lines of the last hour does not tell that there are some of all week.
        let over = |within: &TimeDelta| asked.is_some_and(|asked| within.num_seconds() > asked);
        if let Some(within) = within.filter(over) {
            let longer = duration::words(within, scene.lang);
            return Err(say.manual(told!(ShorterTimeLookedAt, longer)));
        }
        let since = within.map_or(since, |within| within.num_seconds());
        let undated = || {
            say.manual(if window::lacks_the_newest(view) {
                told!(OnlyOldestLines, count)
            } else {
                told!(LinesWithoutTimes, count)
            })
        };
        let newest = window::newest_of_all(scene, view).ok_or_else(undated)?;
        let age = view.raw.at - newest;
        let is_before = scene.record_time.is_some_and(|ended| newest < ended);
        let newest = window::shown(newest);
        if age > TimeDelta::seconds(since) {
            let aged = duration::words(age, scene.lang);
            let old = say.failed(told!(NoRecentLogLastLine, newest));
            return Err(old.with_seen(aged));
        }
        if is_before {
            let before = say.moving(told!(NoLogSinceDeployment, newest));
            return Err(before.with_seen(newest));
        }
        let told = if window::lacks_the_newest(view) {
            told!(OldestLinesAndLast, count, newest)
        } else {
            told!(LinesAndLast, count, newest)
        };
        words.push(told.words(scene.lang));
    }
    if every_pod {
        window::lines_of_each_pod(scene)?;
    }
    let text = words.join("; ");
    Ok(say.passed(told!(Verbatim, text)).with_seen(text))
}

/// Why errors may be there though none is shown, in Korean and in English; of a time if one was said.
fn suppressed(views: &[&View], within: Option<Past>, last: Option<u64>) -> Option<Wording> {
    let left_out: usize = views.iter().map(|view| left_out(view, within, last)).sum();
    if left_out > 0 {
        return Some(told!(FiltersLeaveOutErrors, left_out));
    }
    let narrowed = views.iter().any(|view| match view.query() {
        Query::Loki(loki) => hides(&loki.logql),
        _ => false,
    });
    narrowed.then_some(told!(LogqlMayLeaveOutErrors))
}

/// How many lines that hold one of these texts were read and are not shown: of `logs | grep error` it says nothing
/// that no `timeout` is in it.
pub(super) fn filtered_out(texts: &[String], scene: &Scene) -> usize {
    let holds = |line: &&str| holds_texts(line, texts, Join::Any, scene).0;
    let hidden = |view: &View| {
        let read: Vec<&str> = if view.raw.lines.is_empty() {
            view.raw.text.lines().collect()
        } else {
            view.raw
                .lines
                .iter()
                .map(|line| line.text.as_str())
                .collect()
        };
        let count = |lines: &[&str]| lines.iter().copied().filter(|line| holds(line)).count();
        count(&read).saturating_sub(count(&lines(view)))
    };
    let filtered = |view: &&View| view.is_log() && view.is_filtered();
    scene.views.iter().filter(filtered).map(hidden).sum()
}

/// How many lines that are or may be errors were read and are not shown: `grep`, but also `head` and `tail`, whose
/// lines an author chose for their number.
fn left_out(view: &View, within: Option<Past>, last: Option<u64>) -> usize {
    if !view.is_filtered() {
        return 0;
    }
    let read: Vec<&str> = if view.raw.lines.is_empty() {
        view.raw.text.lines().collect()
    } else {
        let meant = |line: &&LogLine| within.is_none_or(|within| is_recent(view, line, within));
        let meant = view.raw.lines.iter().filter(meant);
        meant.map(|line| line.text.as_str()).collect()
    };
    // Of `the last 50 lines` no other one is spoken of.
    let meant = last.and_then(|last| usize::try_from(last).ok());
    let from = meant.map_or(0, |meant| read.len().saturating_sub(meant));
    let read = &read[from..];
    let speaks = |line: &&&str| trouble(line) != Trouble::None;
    let count = |lines: &[&str]| lines.iter().filter(speaks).count();
    count(read).saturating_sub(count(&lines(view)))
}

/// Whether what stands behind the selector of a LogQL picks lines by something else than their trouble.
fn hides(logql: &str) -> bool {
    let Some((_, pipeline)) = logql.split_once('}') else {
        return false;
    };
    let lower = pipeline.to_lowercase();
    let leaves_out = lower.contains("!=") || lower.contains("!~");
    let picks = ["|=", "|~", "=\"", "=~"]
        .iter()
        .any(|sign| lower.contains(sign));
    leaves_out || picks && !word_list("logql-trouble").is_within(&lower)
}
