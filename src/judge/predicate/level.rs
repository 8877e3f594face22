//! The level of a log line by its own structure: logfmt, JSON, klog (`E0102 …`), `[ERROR]`, or a level word
//! where a level stands. Never the word "error" in a message.

use serde_json::Value;

/// What a level says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// error, fatal, critical, panic and their like.
    Error,
    /// Warnings and below.
    Lower,
}

/// The level of a line. `None`: it has none that can be read.
pub(super) fn level(line: &str) -> Option<Level> {
    let trimmed = line.trim_start();
    if let Ok(Value::Object(object)) = serde_json::from_str(trimmed) {
        return of_json(&object);
    }
    if trimmed.starts_with("panic:") || trimmed.starts_with("Traceback (most recent call last)") {
        return Some(Level::Error);
    }
    of_klog(trimmed)
        .or_else(|| of_logfmt(trimmed))
        .or_else(|| of_words(trimmed))
}

/// The level that a word names.
fn named(word: &str) -> Option<Level> {
    const ERROR: [&str; 9] = [
        "error",
        "err",
        "fatal",
        "critical",
        "crit",
        "panic",
        "emergency",
        "alert",
        "severe",
    ];
    const LOWER: [&str; 9] = [
        "warning",
        "warn",
        "notice",
        "info",
        "information",
        "debug",
        "trace",
        "verbose",
        "log",
    ];
    let word = word
        .trim_matches(|c: char| !c.is_ascii_alphanumeric())
        .to_lowercase();
    if ERROR.contains(&word.as_str()) {
        return Some(Level::Error);
    }
    LOWER.contains(&word.as_str()).then_some(Level::Lower)
}

fn of_json(object: &serde_json::Map<String, Value>) -> Option<Level> {
    const KEYS: [&str; 6] = [
        "level",
        "lvl",
        "severity",
        "log.level",
        "loglevel",
        "levelname",
    ];
    let levels = KEYS.iter().filter_map(|key| match object.get(*key)? {
        Value::String(level) => named(level),
        // bunyan and pino: 50 is error, 60 fatal.
        Value::Number(level) => level.as_u64().map(|level| match level >= 50 {
            true => Level::Error,
            false => Level::Lower,
        }),
        _ => None,
    });
    levels.reduce(worse)
}

fn worse(a: Level, b: Level) -> Level {
    match (a, b) {
        (Level::Error, _) | (_, Level::Error) => Level::Error,
        (Level::Lower, Level::Lower) => Level::Lower,
    }
}

/// `E0102 15:04:05.678901 …`.
fn of_klog(line: &str) -> Option<Level> {
    let level = match line.chars().next()? {
        'E' | 'F' => Level::Error,
        'I' | 'W' => Level::Lower,
        _ => return None,
    };
    let rest = line.as_bytes().get(1..6)?;
    (rest[..4].iter().all(u8::is_ascii_digit) && rest[4] == b' ').then_some(level)
}

fn of_logfmt(line: &str) -> Option<Level> {
    ["level=", "lvl=", "severity=", "loglevel="]
        .iter()
        .find_map(|key| {
            let at = line.find(key)?;
            let starts = at == 0 || line.as_bytes()[at - 1] == b' ';
            let value = line[at + key.len()..].split_whitespace().next()?;
            starts.then(|| named(value)).flatten()
        })
}

/// A level word of its own among the first words: `2025-… ERROR …`, `[error] …`, `ERROR: …`. The first
/// that is there, unless a later one is an error.
fn of_words(line: &str) -> Option<Level> {
    let levels = line.split_whitespace().take(5).filter_map(|word| {
        let core = word.trim_matches(['[', ']', '(', ')', ':', '|', '<', '>']);
        let marked = core.len() < word.len() || core.chars().all(|c| c.is_ascii_uppercase());
        marked.then(|| named(core)).flatten()
    });
    levels.reduce(worse)
}
