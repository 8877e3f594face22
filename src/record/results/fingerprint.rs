//! What of a step's outcome matters: when the same things are judged the same way by the same
//! values, its block in the record stays as it is.

use crate::facts::digest;
use crate::facts::outcome::StepOutcome;
use crate::facts::verdict::Judgement;
use regex::Regex;
use std::fmt;
use std::sync::LazyLock;

/// Two digests of a step: 8 hex digits of its title and commands, 16 of verdicts and judged values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fingerprint {
    commands: String,
    values: String,
}

impl Fingerprint {
    pub(super) fn of(step: &StepOutcome) -> Fingerprint {
        let mut commands = vec![step.title.clone()];
        commands.extend(step.commands.iter().map(|command| command.text.clone()));
        let mut values = judged(&step.judgement);
        for of in &step.expectations {
            values.push(of.text.clone());
            values.extend(judged(&of.judgement));
        }
        Fingerprint {
            commands: hashed(&commands, 4),
            values: hashed(&values, 8),
        }
    }

    /// Whether a written fingerprint is of the same commands.
    pub(super) fn has_commands_of(&self, written: &str) -> bool {
        written
            .split_once('-')
            .is_some_and(|(commands, _)| commands == self.commands)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.commands, self.values)
    }
}

fn judged(judgement: &Judgement) -> Vec<String> {
    // A measurement is one of many: while the verdict stays, the next sample says nothing new.
    let seen = if is_measured(&judgement.seen) {
        "~".to_owned()
    } else {
        steady(&judgement.seen)
    };
    vec![
        judgement.verdict.word().to_owned(),
        judgement.reason.word().to_owned(),
        seen,
    ]
}

/// Whether a value is, or names, an amount of CPU or memory: `245m`, `alloy-kxq2c 650Mi`, `61%`.
fn is_measured(seen: &str) -> bool {
    let word = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '/' | '=' | ':');
    seen.split(word).any(|word| {
        let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
        let unit = &word[number.len()..];
        number.parse::<f64>().is_ok()
            && matches!(unit, "m" | "u" | "n" | "Ki" | "Mi" | "Gi" | "Ti" | "%")
    })
}

/// A value without what ticks: times, ages, addresses, numbers of log lines. `29m` stays, which may be CPU.
pub(super) fn steady(seen: &str) -> String {
    static TICKING: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d| [A-Z]{2,5}| [+-]\d\d)?",
            r"|\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b",
            r"|\b(?:\d+[ydhms]){2,}(?: ago)?\b|\b\d+(?:\.\d+)?(?:[ydhs]|ms)(?: ago)?\b|\b\d+m ago\b",
            r"|\d+(?:\.\d+)?\s?(?:초|분|시간|일)(?: 전)?",
            r"|\b\d+(?:\.\d+)? (?:second|minute|hour|day)s?(?: ago)?\b",
            // Logs go on: how many lines there are is not what is judged.
            r"|\b\d+ lines?\b|\d+줄",
        ))
        .expect("a constant pattern")
    });
    TICKING.replace_all(seen, "~").into_owned()
}

fn hashed(parts: &[String], bytes: usize) -> String {
    let mut all = Vec::new();
    for part in parts {
        all.extend((part.len() as u64).to_be_bytes());
        all.extend(part.bytes());
    }
    digest::of(all, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::verdict::{Reason, Verdict};

    #[test]
    fn a_good_measurement_is_one_of_many() {
        let check = |verdict, a: &str, b: &str, same: bool| {
            let of = |seen: &str| {
                judged(&Judgement::new(verdict, Reason::AsExpected, "").with_seen(seen))
            };
            assert_eq!(of(a) == of(b), same, "{a} / {b}");
        };
        check(Verdict::Passed, "245m", "120m", true);
        check(Verdict::Passed, "650Mi", "1.2Gi", true);
        check(
            Verdict::Passed,
            "alloy-kxq2c 245m",
            "alloy-9zv4d 239m",
            true,
        );
        check(Verdict::Passed, "alloy-kxq2c 61%", "alloy-kxq2c 8%", true);
        check(
            Verdict::Failed,
            "alloy-kxq2c 260m",
            "alloy-kxq2c 300m",
            true,
        );
        check(Verdict::Passed, "10", "11", false);
        check(Verdict::Passed, "READY 10", "READY 11", false);
    }

    #[test]
    fn what_ticks_is_not_judged() {
        let check = |a: &str, b: &str, same: bool| {
            assert_eq!(steady(a) == steady(b), same, "{a} / {b}");
        };
        check("AGE 3h5m", "AGE 4d", true);
        check("5 (3m ago)", "5 (12m ago)", true);
        check("newest line 12s old", "newest line 1m30s old", true);
        check("10.1.2.3:80", "10.1.2.4:80", true);
        check(
            "at 2025-12-05T01:02:03Z",
            "at 2025-12-05T11:02:03+09:00",
            true,
        );
        check(
            "377줄, 마지막 줄 2025-12-05 19:02:03 KST",
            "500줄, 마지막 줄 2025-12-05T11:02:03Z",
            true,
        );
        check("1일 4시간", "2일 5시간", true);
        check("377줄, 최근 4초 전", "500줄, 최근 1분 전", true);
        check("377 lines, newest 4s ago", "1 line, newest 9s ago", true);
        check("for 3 minutes", "for 1 minute", true);
        check("READY 9/10", "READY 10/10", false);
        check("123m", "250m", false);
        check("700Mi", "701Mi", false);
        check("5 (3m ago)", "6 (3m ago)", false);
        check("노드 9개", "노드 10개", false);
        check("v1.28.0", "v1.29.0", false);
    }
}
