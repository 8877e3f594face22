//! What a command printed, made fit for a record: as much of it as a person would
//! paste, long output shortened in the middle, nothing in it able to end its fence or to become Markdown.
//! What moves by itself (ages, the lines of a log that is as it should be, the time of a sample) is left
//! out: two runs that see the same write the same.

use crate::facts::lang::Lang;
use crate::facts::literal;
use crate::facts::outcome::{CommandOutcome, StepOutcome};
use crate::facts::verdict::Verdict;
use regex::Regex;
use std::sync::LazyLock;

/// How much of an output a person would paste: one that has more than `most` lines is shortened to
/// its `first` and `last` ones.
struct Pasted {
    most: usize,
    first: usize,
    last: usize,
}

/// Of a table or an object the rows are what was asked for.
const ROWS: Pasted = Pasted {
    most: 20,
    first: 12,
    last: 4,
};

/// Of a log five lines show that it flows and what it says.
const LOG: Pasted = Pasted {
    most: 6,
    first: 2,
    last: 3,
};

/// Longer lines are shortened in the middle.
const MAX_CHARS: usize = 240;

/// The session of each of a step's commands that was answered: the command after a prompt, then
/// what it printed.
pub(super) fn shown(step: &StepOutcome, lang: Lang) -> Vec<String> {
    step.commands
        .iter()
        .filter(|command| command.problem.is_empty() && !command.asked.is_empty())
        .map(|command| session(command, step.judgement.verdict, lang))
        .collect()
}

fn session(command: &CommandOutcome, verdict: Verdict, lang: Lang) -> String {
    let mut session = format!("$ {}\n", tame(command.text.trim()));
    let printed = tame(&command.printed);
    let (pasted, printed) = match (prints_logs(&command.text), verdict) {
        (true, Verdict::Passed | Verdict::Pending | Verdict::Manual)
            if !printed.trim().is_empty() =>
        {
            let note = lang.pick(
                "… (로그 줄은 옮기지 않음) …",
                "… (log lines are not copied) …",
            );
            (LOG, note.to_owned())
        }
        (true, _) => (LOG, printed),
        (false, _) => (ROWS, without_ages(&printed)),
    };
    for line in shortened(&printed, &pasted, lang) {
        session.push_str(line.trim_end());
        session.push('\n');
    }
    session
}

/// Columns that tell how long ago something was.
const AGES: [&str; 6] = [
    "AGE",
    "LAST SEEN",
    "FIRST SEEN",
    "LAST SCHEDULE",
    "DURATION",
    "SINCE",
];

/// A printed table with `…` for its ages, laid out anew; what is no table as it is.
fn without_ages(printed: &str) -> String {
    static GAP: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\s{2,}").expect("a constant pattern"));
    static AGO: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r" \((?:\d+[ydhms])+ ago\)").expect("a constant pattern"));
    let without = AGO.replace_all(printed, "");
    let lines: Vec<&str> = without.trim_matches('\n').lines().collect();
    let mut rows: Vec<Vec<&str>> = lines
        .iter()
        .map(|line| GAP.split(line.trim_end()).collect())
        .collect();
    let Some(header) = rows.first().cloned() else {
        return without.into_owned();
    };
    let is_table = rows.iter().all(|row| row.len() == header.len());
    let is_age = |at: usize| AGES.contains(&header[at]);
    if !is_table || !(0..header.len()).any(is_age) {
        return without.into_owned();
    }
    for row in rows.iter_mut().skip(1) {
        let ages = row.iter_mut().enumerate().filter(|(at, _)| is_age(*at));
        ages.for_each(|(_, cell)| *cell = "…");
    }
    let wide = |at: usize| rows.iter().map(|row| row[at].chars().count()).max();
    let widths: Vec<usize> = (0..header.len())
        .map(|at| wide(at).unwrap_or(0) + 3)
        .collect();
    let laid = |row: &Vec<&str>| -> String {
        let cells = row.iter().zip(&widths);
        let line: String = cells
            .map(|(cell, width)| format!("{cell:<width$}"))
            .collect();
        line.trim_end().to_owned() + "\n"
    };
    rows.iter().map(laid).collect()
}

/// Whether a command prints log lines: `kubectl … logs …`, `logcli`.
fn prints_logs(command: &str) -> bool {
    let mut before = "";
    for word in command.split_whitespace() {
        match word {
            // `-n logs` names a namespace.
            "logs" if !before.starts_with('-') => return true,
            "logcli" | "stern" | "journalctl" if matches!(before, "" | "$" | "|") => return true,
            _ => before = word,
        }
    }
    false
}

/// The lines, the middle of many left out with a note.
fn shortened(text: &str, pasted: &Pasted, lang: Lang) -> Vec<String> {
    let Pasted { most, first, last } = *pasted;
    let lines: Vec<&str> = text.trim_matches('\n').lines().collect();
    if lines.len() <= most {
        return lines.into_iter().map(short_line).collect();
    }
    let left_out = lines.len() - first - last;
    let note = match lang {
        Lang::Ko => format!("… ({left_out}줄 생략) …"),
        Lang::En => format!("… ({left_out} lines left out) …"),
    };
    let short = |lines: &[&str]| -> Vec<String> { lines.iter().copied().map(short_line).collect() };
    let mut kept = short(&lines[..first]);
    kept.push(note);
    kept.extend(short(&lines[lines.len() - last..]));
    kept
}

fn short_line(line: &str) -> String {
    let length = line.chars().count();
    if length <= MAX_CHARS {
        return line.to_owned();
    }
    // At a blank near the place, so that no word is torn.
    let half = MAX_CHARS / 2;
    let head: String = line.chars().take(half).collect();
    let tail: String = line.chars().skip(length - half).collect();
    let end = head.rfind(char::is_whitespace);
    let end = end.filter(|at| at * 2 > head.len());
    let start = tail.find(char::is_whitespace);
    let start = start.filter(|at| at * 2 < tail.len());
    let head = &head[..end.unwrap_or(head.len())];
    let tail = start.map_or(&*tail, |at| tail[at..].trim_start());
    format!("{head} … {tail}")
}

/// The text without terminal sequences and other controls, and with `\n` line ends.
fn tame(text: &str) -> String {
    static TERMINAL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\x1B(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1B]*(?:\x07|\x1B\\)?|[@-Z\\-_])")
            .expect("a constant pattern")
    });
    TERMINAL
        .replace_all(text, "")
        .replace("\r\n", "\n")
        .chars()
        .filter_map(|c| match c {
            '\n' | '\t' => Some(c),
            // Marks that turn the direction of what follows could show another text.
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => None,
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect()
}

/// A fenced block of a terminal session.
pub(super) fn fenced(content: &str) -> String {
    format!("{}\n", literal::fence(content, "console"))
}

/// Plain text after other words of its line, as Markdown that reads as it.
pub(super) fn escape(text: &str) -> String {
    let words: Vec<String> = tame(text).split_whitespace().map(str::to_owned).collect();
    literal::within(&words.join(" "))
}

#[cfg(test)]
mod tests;
