//! What clauses say of logs: errors in them, texts in them, whether they are collected, how many lines.

use super::frame::{Frame, Slot};
use super::statements::{denial, join};
use crate::judge::predicate::{
    Bound, Comparison, Join, Logged, Name, Place, Predicate, Property, Statement, Subject,
};

/// What errors are about, if that is said.
fn about(frame: &Frame) -> Option<Option<String>> {
    // `5xx errors` need not be lines of level error.
    // What is killed for memory logs nothing.
    let numbered = |name: &Name| {
        name.text.contains(|c: char| c.is_ascii_digit()) || name.text.eq_ignore_ascii_case("oom")
    };
    if frame.name.as_ref().is_some_and(numbered) {
        return None;
    }
    // Two words, one of which would be passed over.
    if frame.name.is_some() && frame.described.is_some() {
        return None;
    }
    let name = frame.name.as_ref().map(|name| name.text.clone());
    Some(name.or_else(|| frame.described.clone()))
}

/// `에러 로그 없음`, `No errors in the last 10 minutes`.
pub(super) fn no_errors(frame: &Frame) -> Option<Predicate> {
    // One time, or so many lines: not both.
    let times = [Slot::Since, Slot::Window, Slot::LastLines, Slot::Recent];
    let times = times.iter().filter(|slot| frame.has(**slot)).count();
    if frame.has(Slot::Since) && times > 1 {
        return None;
    }
    let about = about(frame)?;
    let every = frame.has(Slot::Every);
    let logged = Logged {
        about,
        last: frame.last_lines,
        // `모든 Pod의 로그에`, and `전체 로그에`.
        every_pod: frame.has(Slot::EveryPod) || every && !frame.kinds.is_empty(),
        every_line: every && frame.kinds.is_empty() && frame.has(Slot::Logs),
        since: frame.has(Slot::Since),
    };
    Some(no_error_lines(logged).within(frame.window).into())
}

/// No line of level error or above.
fn no_error_lines(logged: Logged) -> Statement {
    Statement::printed(Property::ErrorLines(logged)).denied()
}

/// None of the texts in the logs.
fn none_of(texts: Vec<String>) -> Statement {
    Statement::text(Place::Logs, texts, Join::Any).denied()
}

/// `"relation does not exist" 에러가 없어야 함`: no such line.
pub(super) fn no_such_errors(frame: &Frame) -> Option<Predicate> {
    // `web` 로그에 에러 없음: one word says whose they are, or of what sort.
    if let [one] = frame.literals.as_slice()
        && !one.contains(char::is_whitespace)
    {
        let logged = Logged {
            about: Some(one.clone()),
            ..Logged::default()
        };
        return Some(no_error_lines(logged).into());
    }
    Some(none_of(frame.literals.clone()).into())
}

/// `Logs contain "started"`.
pub(super) fn logged(frame: &Frame) -> Option<Predicate> {
    let denied = denial(frame)?;
    if frame.described.is_some() && !denied {
        return None;
    }
    let texts = frame.literals.clone();
    // `ERROR` 로그 없음: a level, in whatever form a line tells it. `error` may as well be a text.
    let levels: Vec<Option<Level>> = texts.iter().map(|text| level(text)).collect();
    if denied && levels.iter().any(Option::is_some) {
        let no_errors = Predicate::from(no_error_lines(Logged::default()));
        let has = |wanted| levels.contains(&Some(wanted));
        return match (has(Level::Error), has(Level::Word), has(Level::Other)) {
            (_, true, _) => Some(Predicate::All(vec![none_of(texts).into(), no_errors])),
            (true, false, false) => Some(no_errors),
            (true, false, true) | (false, false, _) => None,
        };
    }
    Some(Predicate::from(if denied {
        none_of(texts)
    } else {
        Statement::text(Place::Logs, texts, join(frame))
    }))
}

/// `Each pod logs "started"`, `모든 Pod 로그에 "started" 출력`, `Pod마다 "started" 출력`.
pub(super) fn logs_of_each(frame: &Frame) -> Option<Predicate> {
    let who = Subject::of_kind("pods");
    let texts = Statement::text(Place::Logs, frame.literals.clone(), join(frame));
    Some(Statement { who, ..texts }.into())
}

/// What a text is among the levels of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    /// That of errors, or one above it beside it.
    Error,
    /// That of errors in small letters: as well a word of a message.
    Word,
    /// Another one, which the form of a line may tell without the word.
    Other,
}

fn level(text: &str) -> Option<Level> {
    match text.trim_matches(|c: char| !c.is_alphanumeric()) {
        "ERROR" | "ERR" | "FATAL" | "CRITICAL" => Some(Level::Error),
        "error" | "err" | "Error" => Some(Level::Word),
        "WARN" | "WARNING" | "warn" | "warning" | "INFO" | "DEBUG" => Some(Level::Other),
        _ => None,
    }
}

/// `로그 수집 정상`, `Recent logs appear`, `Log entries from all pods`.
pub(super) fn collected(frame: &Frame) -> Option<Predicate> {
    // `모든 Pod의 로그가 수집됨`.
    let every_pod = !frame.kinds.is_empty() || frame.has(Slot::EveryPod);
    let collected = Statement::printed(Property::LogsCollected { every_pod });
    Some(collected.within(frame.window).into())
}

/// `Should show multiple log lines`.
pub(super) fn many_lines(frame: &Frame) -> Option<Predicate> {
    so_many(frame.has(Slot::Logs), Comparison::AtLeast, 2)
}

/// `3줄 이상 출력`.
pub(super) fn lines(frame: &Frame) -> Option<Predicate> {
    let comparison = frame.comparison.unwrap_or(Comparison::Equal);
    so_many(frame.has(Slot::Logs), comparison, frame.last_lines?)
}

/// `at least 5 log lines`.
pub(super) fn log_lines(frame: &Frame) -> Option<Predicate> {
    let comparison = frame.comparison.unwrap_or(Comparison::Equal);
    so_many(true, comparison, frame.number?)
}

fn so_many(of_logs: bool, comparison: Comparison, number: u64) -> Option<Predicate> {
    let lines = Statement::printed(Property::Lines { of_logs });
    (number > 0).then(|| lines.of(Bound::Number(comparison, number)).into())
}
