//! What clauses say of logs: errors in them, texts in them, whether they are collected, how many lines.

use super::frame::{Frame, Slot, roles};
use super::statements::{Make, denial, denied, join, together};
use crate::judge::predicate::{
    Bound, Comparison, Join, Logged, Name, Place, Predicate, Property, Statement, Subject,
};

pub(super) const MAKES: &[(&str, Make)] = &[
    ("no_errors", no_errors),
    // `"relation does not exist" 에러가 없어야 함`: no such line.
    ("no_such_errors", |frame| match frame.literals.as_slice() {
        // `web` 로그에 에러 없음: one word says whose they are, or of what sort.
        [one] if !one.contains(char::is_whitespace) => {
            let about = Some(one.clone());
            denied(Property::ErrorLines(Logged {
                about,
                ..Logged::default()
            }))
        }
        texts => none_of(texts),
    }),
    ("logged", logged),
    // `Each pod logs "started"`, `모든 Pod 로그에 "started" 출력`, `Pod마다 "started" 출력`.
    ("logs_of_each", |frame| {
        let who = Subject::of_kind("pods");
        let texts = Statement::text(Place::Logs, frame.literals.clone(), join(frame));
        Some(Statement { who, ..texts }.into())
    }),
    // `로그 수집 정상`, `Recent logs appear`, `Log entries from all pods`.
    ("collected", |frame| {
        // `모든 Pod의 로그가 수집됨`.
        let every_pod = frame.kind.is_some() || frame.has(Slot::EveryPod);
        let collected = Statement::printed(Property::LogsCollected { every_pod });
        Some(collected.within(frame.window).into())
    }),
    // `Should show multiple log lines`, `3줄 이상 출력`.
    ("many_lines", |frame| {
        lines(frame.has(Slot::Logs), Comparison::AtLeast, 2)
    }),
    ("lines", |frame| {
        lines(frame.has(Slot::Logs), frame.compared(), frame.last_lines?)
    }),
    // `at least 5 log lines`.
    ("log_lines", |frame| {
        lines(true, frame.compared(), frame.number?)
    }),
];

fn lines(of_logs: bool, comparison: Comparison, number: u64) -> Option<Predicate> {
    let lines = Statement::printed(Property::Lines { of_logs });
    (number > 0).then(|| lines.of(Bound::Number(comparison, number)).into())
}

/// What errors are about, if that is said.
fn about(frame: &Frame) -> Option<Option<String>> {
    // `5xx errors` need not be lines of level error.
    // What is killed for memory logs nothing.
    let numbered = |name: &Name| {
        name.text.contains(|c: char| c.is_ascii_digit()) || name.text.eq_ignore_ascii_case("oom")
    };
    // Of two words one would be passed over.
    let two = frame.name.is_some() && frame.described.is_some();
    if two || frame.name.as_ref().is_some_and(numbered) {
        return None;
    }
    let name = frame.name.as_ref().map(|name| name.text.clone());
    Some(name.or_else(|| frame.described.clone()))
}

/// `에러 로그 없음`, `No errors in the last 10 minutes`.
fn no_errors(frame: &Frame) -> Option<Predicate> {
    // One time, or so many lines: not both.
    let times = roles!(Since Window LastLines Recent);
    if frame.has(Slot::Since) && frame.slots.both(times).count() > 1 {
        return None;
    }
    let every = frame.has(Slot::Every);
    let logged = Logged {
        about: about(frame)?,
        last: frame.last_lines,
        // `모든 Pod의 로그에`, and `전체 로그에`.
        every_pod: frame.has(Slot::EveryPod) || every && frame.kind.is_some(),
        every_line: every && frame.kind.is_none() && frame.has(Slot::Logs),
        since: frame.has(Slot::Since),
    };
    let lines = Statement::printed(Property::ErrorLines(logged)).denied();
    Some(lines.within(frame.window).into())
}

/// None of the texts in the logs.
fn none_of(texts: &[String]) -> Option<Predicate> {
    let none = Statement::text(Place::Logs, texts.to_vec(), Join::Any).denied();
    Some(none.into())
}

/// `Logs contain "started"`.
fn logged(frame: &Frame) -> Option<Predicate> {
    let texts = &frame.literals;
    if !denial(frame)? {
        let said = Statement::text(Place::Logs, texts.clone(), join(frame)).into();
        return Some(said).filter(|_| frame.described.is_none());
    }
    // `ERROR` 로그 없음: a level, in whatever form a line tells it. `error` may as well be a text.
    let levels: Vec<Option<Level>> = texts.iter().map(|text| level(text)).collect();
    let has = |wanted| levels.contains(&Some(wanted));
    let no_errors = denied(Property::ErrorLines(Logged::default()));
    match (has(Level::Error), has(Level::Word), has(Level::Other)) {
        (false, false, false) => none_of(texts),
        (_, true, _) => together([none_of(texts)?, no_errors?]),
        (true, false, false) => no_errors,
        (_, false, true) => None,
    }
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
