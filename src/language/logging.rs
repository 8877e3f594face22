//! Clauses about logs: errors in them, texts in them, whether they are collected, how many lines.

use super::frame::{Frame, Slot, States};
use super::statements::{denial, join};
use crate::judge::predicate::{
    Bound, Comparison, Join, Logged, Name, Place, Predicate, Property, Statement,
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
    let optional = [
        Slot::Logs,
        Slot::Name,
        Slot::Described,
        Slot::Show,
        Slot::Exist,
        Slot::Output,
        Slot::LastLines,
        Slot::Every,
        Slot::Window,
        Slot::Recent,
        Slot::EveryPod,
        Slot::Since,
    ];
    // One time, or so many lines: not both.
    let times = [Slot::Since, Slot::Window, Slot::LastLines, Slot::Recent];
    let times = times.iter().filter(|slot| frame.has(**slot)).count();
    if frame.has(Slot::Since) && times > 1 {
        return None;
    }
    let denied = frame.is(&[Slot::Errors, Slot::No], &optional)
        || frame.is(&[Slot::Errors, Slot::Not], &optional);
    let with_kind = [&optional[..], &[Slot::Kind]].concat();
    let of_pods = frame.kinds == ["pods"]
        && (frame.is(&[Slot::Errors, Slot::No, Slot::Logs], &with_kind)
            || frame.is(&[Slot::Errors, Slot::Not, Slot::Logs], &with_kind));
    let none = frame.number == Some(0)
        && frame.is(
            &[Slot::Errors, Slot::Number],
            &[
                Slot::Logs,
                Slot::Counter,
                Slot::Show,
                Slot::CountWord,
                Slot::LastLines,
                Slot::Described,
                Slot::Since,
            ],
        );
    if !denied && !of_pods && !none {
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

/// `Logs contain "started"`.
pub(super) fn logs(frame: &Frame) -> Option<Predicate> {
    // `"relation does not exist" 에러가 없어야 함`: no such line.
    let of_errors = [
        Slot::Show,
        Slot::Exist,
        Slot::Logs,
        Slot::Output,
        Slot::Described,
    ];
    let no_errors = frame.is(&[Slot::Literals, Slot::Errors, Slot::No], &of_errors)
        || frame.is(&[Slot::Literals, Slot::Errors, Slot::Not], &of_errors);
    // `web` 로그에 에러 없음: one word says whose they are, or of what sort.
    if no_errors
        && let [one] = frame.literals.as_slice()
        && !one.contains(char::is_whitespace)
    {
        let logged = Logged {
            about: Some(one.clone()),
            ..Logged::default()
        };
        return Some(no_error_lines(logged).into());
    }
    if no_errors {
        return Some(none_of(frame.literals.clone()).into());
    }
    let optional = [
        Slot::Show,
        Slot::Exist,
        Slot::No,
        Slot::Not,
        Slot::Described,
        Slot::Output,
    ];
    let of_pods = [&optional[..], &[Slot::Kind]].concat();
    let denied = denial(frame)?;
    // `Pod logs show "Server started"`; of no pod's logs more than one thing could be said.
    let fits = frame.is(&[Slot::Logs, Slot::Literals], &optional)
        || !denied && frame.kinds == ["pods"] && frame.is(&[Slot::Logs, Slot::Literals], &of_pods);
    fits.then_some(())?;
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
    let beside = [
        Slot::Exist,
        Slot::Show,
        Slot::Output,
        Slot::Recent,
        Slot::Window,
        Slot::EveryPod,
    ];
    let with = |more: &[Slot]| [&beside[..], more].concat();
    let says = [Slot::Show, Slot::Output, Slot::Exist, Slot::EveryPod]
        .iter()
        .chain(&[Slot::Window])
        .any(|slot| frame.has(*slot));
    // `모든 Pod의 로그가 수집됨`.
    let of_pods = frame.kinds == ["pods"]
        && frame.has(Slot::Every)
        && (frame.is(
            &[Slot::Logs, Slot::Collected],
            &with(&[Slot::Kind, Slot::Every]),
        ) || says && frame.is(&[Slot::Logs], &with(&[Slot::Kind, Slot::Every])));
    let fine = |group: &States| group.words == ["healthy"] && group.from.is_empty();
    let said = frame.is(&[Slot::Logs, Slot::Collected], &with(&[Slot::States]))
        && frame.states.iter().all(fine)
        || says && frame.is(&[Slot::Logs], &beside);
    let every_pod = of_pods || frame.has(Slot::EveryPod);
    (of_pods || said).then(|| {
        let collected = Statement::printed(Property::LogsCollected { every_pod });
        collected.within(frame.window).into()
    })
}

/// `3줄 이상 출력`, `Should show multiple log lines`.
pub(super) fn many_lines(frame: &Frame) -> Option<Predicate> {
    let beside = [Slot::Show, Slot::Output, Slot::Exist, Slot::Logs];
    let several =
        frame.is(&[Slot::Several], &beside) && (frame.has(Slot::Logs) || frame.several_lines);
    let numbered = frame.is(
        &[Slot::LastLines],
        &[&beside[..], &[Slot::Comparison]].concat(),
    ) && frame.counts_lines;
    // `at least 5 log lines`.
    let of_logs = frame.is(
        &[Slot::Number, Slot::Logs],
        &[Slot::Show, Slot::Output, Slot::Exist, Slot::Comparison],
    );
    if of_logs {
        let comparison = frame.comparison.unwrap_or(Comparison::Equal);
        let number = frame.number.filter(|number| *number > 0)?;
        return Some(lines(true, comparison, number));
    }
    let says = [Slot::Show, Slot::Output, Slot::Exist, Slot::Logs]
        .iter()
        .any(|slot| frame.has(*slot));
    let (comparison, number) = match (several, numbered && says) {
        (true, _) => (Comparison::AtLeast, 2),
        (false, true) => (
            frame.comparison.unwrap_or(Comparison::Equal),
            frame.last_lines.filter(|number| *number > 0)?,
        ),
        (false, false) => return None,
    };
    Some(lines(frame.has(Slot::Logs), comparison, number))
}

fn lines(of_logs: bool, comparison: Comparison, number: u64) -> Predicate {
    let lines = Statement::printed(Property::Lines { of_logs });
    lines.of(Bound::Number(comparison, number)).into()
}
