//! What a log line says of itself: an error, something that may be one, or nothing of the kind. By the line's own
//! structure first (logfmt, JSON, klog, syslog, Ruby's logger, MongoDB, GELF, `[ERROR]`), then by its words, which
//! are data (`words.tsv`). Never the word "error" in a message whose level says otherwise.

use crate::facts::tsv;
use crate::judge::word_list;
use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a line tells about trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Trouble {
    /// Its level is below error, or it has none and no word of trouble.
    None,
    /// It has no level and speaks of trouble, or its fields contradict its level: a person must look.
    Doubtful,
    /// Level error, fatal, critical, panic or their like, or words that say as much.
    Error,
}

/// What a level says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Lower,
    Warning,
    Error,
}

/// What a word of the table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Level(Level),
    Says,
    Trouble,
    Harmless,
}

/// The table, as it is looked up.
struct Words {
    levels: BTreeMap<&'static str, Level>,
    /// What is looked for in a line, the longest first where several begin at the same place.
    found: Vec<Word>,
    automaton: Option<AhoCorasick>,
}

static TABLE: &str = include_str!("log_line/words.tsv");

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut levels = BTreeMap::new();
    let (mut patterns, mut found) = (Vec::new(), Vec::new());
    for (kind, word) in rows() {
        match kind {
            Word::Level(level) => {
                levels.insert(word, level);
            }
            Word::Says | Word::Trouble | Word::Harmless => {
                patterns.push(word);
                found.push(kind);
            }
        }
    }
    let automaton = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .build(patterns);
    Words {
        levels,
        found,
        automaton: automaton.ok(),
    }
});

fn rows() -> impl Iterator<Item = (Word, &'static str)> {
    tsv::rows(TABLE).filter_map(|[kind, word]| {
        let kind = match kind {
            "error" => Word::Level(Level::Error),
            "warning" => Word::Level(Level::Warning),
            "lower" => Word::Level(Level::Lower),
            "says" => Word::Says,
            "trouble" => Word::Trouble,
            "harmless" => Word::Harmless,
            _ => return None,
        };
        Some((kind, word))
    })
}

/// What a line tells about trouble.
pub(crate) fn trouble(line: &str) -> Trouble {
    let line = uncoloured(line);
    let line = line.trim_start();
    let object = object(line);
    match level(line, object.as_ref()) {
        Some(Level::Error) => Trouble::Error,
        // A warning with its error beside it is a warning.
        Some(Level::Warning) => Trouble::None,
        stated @ (Some(Level::Lower) | None) => {
            let fields = if contradicts(line, object.as_ref()) {
                Trouble::Doubtful
            } else {
                Trouble::None
            };
            match stated {
                Some(_) => fields,
                None => words(line).max(fields),
            }
        }
    }
}

fn object(line: &str) -> Option<Map<String, Value>> {
    line.starts_with('{')
        .then(|| serde_json::from_str(line).ok())?
}

fn level(line: &str, object: Option<&Map<String, Value>>) -> Option<Level> {
    match object {
        Some(object) => of_json(object),
        None => of_text(line),
    }
}

/// Whether a line says of which level it is.
pub(crate) fn has_level(line: &str) -> bool {
    let line = uncoloured(line);
    let line = line.trim_start();
    level(line, object(line).as_ref()).is_some()
}

/// Whether a line is of level error, fatal, critical or panic.
pub(crate) fn is_error(line: &str) -> bool {
    trouble(line) == Trouble::Error
}

/// Whether a line has words that people use for trouble, whatever its level.
pub(crate) fn speaks_of_trouble(line: &str) -> bool {
    words(line) != Trouble::None || contradicts(line, None)
}

/// Without the colours of a terminal.
fn uncoloured(line: &str) -> Cow<'_, str> {
    static COLOUR: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new("\u{1b}\\[[0-9;]*[A-Za-z]").ok());
    match &*COLOUR {
        Some(colour) if line.contains('\u{1b}') => colour.replace_all(line, ""),
        Some(_) | None => line.into(),
    }
}

/// The level that a word names.
fn named(word: &str) -> Option<Level> {
    let word = word
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    WORDS.levels.get(word.as_str()).copied()
}

fn of_json(object: &Map<String, Value>) -> Option<Level> {
    let keys = word_list("log-level-key").iter();
    let nested = object.get("log").and_then(|log| log.get("level"));
    let stated = keys.filter_map(|key| object.get(*key)).chain(nested);
    let levels = stated.filter_map(|value| match value {
        Value::String(level) => named(level).or_else(|| numbered(level.parse().ok()?)),
        Value::Number(level) => numbered(level.as_u64()?),
        _ => None,
    });
    levels.chain(of_mongo(object)).max()
}

/// MongoDB: `"s":"E"` beside `"c"` and `"id"`.
fn of_mongo(object: &Map<String, Value>) -> Option<Level> {
    let is_mongo = object.contains_key("c") && object.contains_key("id");
    match object.get("s")?.as_str()? {
        "E" | "F" if is_mongo => Some(Level::Error),
        "W" if is_mongo => Some(Level::Warning),
        "I" | "D" | "D1" | "D2" | "D3" | "D4" | "D5" if is_mongo => Some(Level::Lower),
        _ => None,
    }
}

/// bunyan and pino count from 10 in tens (50 is error); syslog and GELF from 0, the worst, to 7 (3 is error).
fn numbered(level: u64) -> Option<Level> {
    match level {
        0..=3 | 50.. => Some(Level::Error),
        4 | 40..=49 => Some(Level::Warning),
        5..=7 | 10..=39 => Some(Level::Lower),
        8 | 9 => None,
    }
}

fn of_text(line: &str) -> Option<Level> {
    of_syslog(line)
        .or_else(|| of_letter(line))
        .or_else(|| of_logfmt(line))
        .or_else(|| of_words(line))
}

/// `<3>…`: the priority of RFC 5424, the severity in its last three bits.
fn of_syslog(line: &str) -> Option<Level> {
    let (priority, _) = line.strip_prefix('<')?.split_once('>')?;
    numbered(priority.parse::<u64>().ok().filter(|n| *n < 192)? % 8)
}

/// klog's `E0102 15:04:05.678901 …`, and Ruby's `E, [2025-…`.
fn of_letter(line: &str) -> Option<Level> {
    let level = match line.chars().next()? {
        'E' | 'F' => Level::Error,
        'W' => Level::Warning,
        'I' | 'D' => Level::Lower,
        _ => return None,
    };
    let rest = &line[1..];
    let klog = rest.len() > 4
        && rest.as_bytes()[..4].iter().all(u8::is_ascii_digit)
        && rest.as_bytes()[4] == b' ';
    (klog || rest.starts_with(", [")).then_some(level)
}

fn of_logfmt(line: &str) -> Option<Level> {
    let levels = ["level=", "lvl=", "severity=", "loglevel="]
        .iter()
        .filter_map(|key| {
            let at = line.find(key)?;
            let starts = at == 0 || matches!(line.as_bytes()[at - 1], b' ' | b'\t');
            let value = line[at + key.len()..].split_whitespace().next()?;
            starts
                .then(|| named(value).or_else(|| numbered(value.parse().ok()?)))
                .flatten()
        });
    levels.max()
}

/// Words that may be a level's place: behind the time, the thread and the class.
const PLACES: usize = 5;
/// Where there are many of those.
const FARTHEST: usize = 12;

/// A level word of its own among the first words: `2025-… ERROR …`, `[error] …`, `ERROR: …`, `오류: …`. The worst of
/// the first few; the first one, where it stands farther off.
fn of_words(line: &str) -> Option<Level> {
    let pieces = line
        .split_whitespace()
        .flat_map(|word| word.split_inclusive("]["));
    let mut levels = pieces.take(FARTHEST).enumerate().filter_map(|(at, word)| {
        let core = word.trim_matches(['[', ']', '(', ')', ':', '：', '|', '<', '>', '!']);
        let marked = core.len() < word.len()
            || (core.len() > 2 && core.chars().all(|c| c.is_ascii_uppercase()));
        marked
            .then(|| named(core))
            .flatten()
            .map(|level| (at, level))
    });
    let (first, level) = levels.next()?;
    let near = levels
        .take_while(|(at, _)| *at < PLACES)
        .map(|(_, level)| level);
    Some(if first < PLACES {
        near.fold(level, Level::max)
    } else {
        level
    })
}

/// What fields say of trouble: an error's text, a status of 500 or above.
static FIELD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // Boundaries and case are ASCII's: those of Unicode take the fast engine from lines that hold Hangul.
    Regex::new(
        r#"(?x)
        (?:^|(?-u:[\s,{]))"?(?i-u:err|error|exception)"?(?-u:\s)*[=:](?-u:\s)*(?<error>"(?:[^"\\]|\\.)*"|[^\s,}"]+)
        | (?:^|(?-u:[\s,{]))"?(?i-u:(?:http_?)?(?:status|status_?code|response_?code))"?(?-u:\s)*[=:](?-u:\s)*"?5[0-9][0-9](?-u:\b)
        | (?:(?i-u:HTTP)/[0-9](?:\.[0-9])?"|(?-u:\b)(?i-u:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)(?-u:\s)+\S+)(?-u:\s)+5[0-9][0-9](?-u:\b)"#,
    )
    .ok()
});

/// Whether a field of a line is a status of 500 or above.
pub(crate) fn has_failing_status(line: &str) -> bool {
    let status = |found: regex::Captures| found.name("error").is_none();
    FIELD
        .as_ref()
        .is_none_or(|field| field.captures_iter(line).any(status))
}

/// Whether fields say that something went wrong though the level does not: `error="boom"`, a status of 500 or above.
fn contradicts(line: &str, object: Option<&Map<String, Value>>) -> bool {
    if let Some(object) = object {
        let is_error = |key: &str| object.get(key).is_some_and(|value| !is_nothing(value));
        if ["err", "error", "exception"]
            .iter()
            .any(|key| is_error(key))
        {
            return true;
        }
    }
    let Some(field) = FIELD.as_ref() else {
        return true;
    };
    field
        .captures_iter(line)
        .any(|found| match found.name("error") {
            Some(value) if object.is_none() => {
                let value = value.as_str().trim_matches('"').to_lowercase();
                !(NOTHING.contains(&&*value) || matches!(&*value, "0" | "no" | "없음"))
            }
            Some(_) => false,
            None => true,
        })
}

/// What a field says that holds no error.
const NOTHING: [&str; 7] = ["", "nil", "<nil>", "null", "none", "false", "-"];

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => NOTHING.contains(&&*text.to_lowercase()),
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
        Value::Bool(true) => false,
    }
}

/// What the words of a line without a level say, but for those that deny it: `no errors`, `errors=0`, `오류 0건`.
fn words(line: &str) -> Trouble {
    let Some(automaton) = &WORDS.automaton else {
        return Trouble::Doubtful;
    };
    let found = automaton
        .find_iter(line)
        .filter(|found| !is_denied(line, found.start(), found.end()));
    let said = found.map(|found| match WORDS.found[found.pattern().as_usize()] {
        Word::Says => Trouble::Error,
        Word::Trouble => Trouble::Doubtful,
        Word::Harmless | Word::Level(_) => Trouble::None,
    });
    said.max().unwrap_or(Trouble::None)
}

/// Whether what stands round a word denies it.
fn is_denied(line: &str, start: usize, end: usize) -> bool {
    static BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)(?:^|[^0-9A-Za-z_가-힣.])(?:no|0|zero|without|without any|no new|no more|not an?)[ -]$")
            .ok()
    });
    static AFTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r#"(?ix)^[0-9A-Za-z_가-힣.-]*"?(?:
            [\ \t]*[=:][\ \t]*"?(?:0(?-u:\b)|nil(?-u:\b)|null(?-u:\b)|none(?-u:\b)|false(?-u:\b)|")
            | [\ \t]+(?:0|none)(?-u:\b)
            | (?:은|는|이|가|도|률|율)?[\ \t]*(?:없|0[\ \t]*(?:건|회|개|번)|미발생|아님|아니)
            | (?:이|가)?[\ \t]*(?:발생)?(?:하지|되지)?[\ \t]*않
            | [\ \t]*발생[\ \t]*(?:없|0))"#,
        )
        .ok()
    });
    let boundary = |at: usize| (0..=at).rev().find(|at| line.is_char_boundary(*at));
    let from = boundary(start.saturating_sub(24)).unwrap_or(0);
    let to = boundary((end + 48).min(line.len())).unwrap_or(end);
    let holds =
        |pattern: &Option<Regex>, text: &str| pattern.as_ref().is_some_and(|p| p.is_match(text));
    holds(&BEFORE, &line[from..start]) || holds(&AFTER, &line[end..to])
}

#[cfg(test)]
mod tests;
