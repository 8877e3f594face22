//! The table on top of the results: one line a step and one an item without a step, with what was seen
//! and when. A line whose news is old stays as it was written.

use super::fingerprint::steady;
use super::{Looked, evidence};
use crate::facts::lang::Lang;
use crate::facts::verdict::{Judgement, Verdict};

/// Longer observations are cut at a word.
const WIDTH: usize = 110;

/// Whether a line stays as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// Its block does.
    Kept,
    /// Its block is written anew.
    New,
    /// It has no block: where the same is seen.
    OfNews,
}

/// The lines, old and new.
pub(super) struct Rows<'a> {
    /// Name, sign and word, the rest, and the whole line as it was written.
    old: Vec<[&'a str; 4]>,
    looked: &'a Looked,
    lang: Lang,
    lines: Vec<String>,
}

impl<'a> Rows<'a> {
    /// With the lines of a content that is the tool's own.
    pub(super) fn of(old: &'a str, looked: &'a Looked, lang: Lang) -> Rows<'a> {
        let head = old.split("<!-- report:step ").next().unwrap_or_default();
        let lines = head.lines().filter(|line| line.starts_with("| "));
        let old = lines.filter_map(|line| {
            let mut cells = line.trim_matches('|').splitn(4, " | ").map(str::trim);
            Some([cells.next()?, cells.next()?, cells.nth(1)?, line])
        });
        Rows {
            old: old.collect(),
            looked,
            lang,
            lines: Vec::new(),
        }
    }

    /// Adds the line of a step or an item. One that was not judged has its old line.
    pub(super) fn add(&mut self, name: &str, judged: Option<&Judgement>, line: Line) {
        let name = cell(&name.replace('`', ""));
        // Each old line once: two steps may have one title.
        let place = self.old.iter().position(|[known, ..]| *known == name);
        let old = place.map(|at| self.old.remove(at));
        let Some(judged) = judged else {
            self.lines.extend(old.map(|[.., line]| line.to_owned()));
            return;
        };
        // Ticked before: nobody looked now.
        let is_settled = judged.is_settled();
        let word = if is_settled {
            self.lang.pick("이미 완료", "already ticked")
        } else {
            judged.verdict.said(self.lang)
        };
        let verdict = format!("{} {word}", judged.verdict.sign());
        let seen = match cut(&judged.message) {
            seen if seen.is_empty() => "–".to_owned(),
            seen => cell(&seen),
        };
        let same = old.filter(|[_, known, what, _]| match line {
            Line::Kept => true,
            Line::New => false,
            Line::OfNews => {
                // What could not be looked at is no news of what was seen.
                is_settled
                    || judged.verdict == Verdict::Unknown
                    || !self.looked.closes && *known == verdict && steady(what) == steady(&seen)
            }
        });
        let line = match same {
            Some([.., line]) => line.to_owned(),
            None => {
                let at = match self.looked.at.as_str() {
                    at if at.is_empty() || is_settled => "–",
                    at => at,
                };
                format!("| {name} | {verdict} | {at} | {seen} |")
            }
        };
        self.lines.push(line);
    }

    /// The table.
    pub(super) fn table(&self) -> String {
        let head = self.lang.pick(
            "| 단계 | 판정 | 확인 시각 | 관찰 |",
            "| Step | Verdict | Seen | Observation |",
        );
        format!(
            "{head}\n| --- | --- | --- | --- |\n{}",
            self.lines.join("\n")
        )
    }
}

fn cell(text: &str) -> String {
    evidence::escape(text).replace('|', "\\|")
}

/// A text in a line, cut with `…` at a word.
fn cut(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut line = String::new();
    for word in words {
        if !line.is_empty() && line.chars().count() + word.chars().count() + 1 > WIDTH {
            return format!("{line} …");
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
