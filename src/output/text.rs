//! The designed face: what a person reads on a terminal.

use super::layout::{one_line, pad, tame, width, wrap};
use super::{Style, wording};
use crate::facts::outcome::{ItemOutcome, Note, RecordOutcome, RunOutcome, StepOutcome};
use crate::facts::verdict::{Judgement, Verdict};
use std::collections::BTreeSet;

/// The whole run, record by record.
pub fn render(outcome: &RunOutcome, style: Style) -> String {
    let mut page = Page::new(style);
    for (i, record) in outcome.records.iter().enumerate() {
        if i > 0 {
            page.line("");
        }
        page.told.clear();
        page.record(record);
    }
    page.out
}

/// Text under construction.
pub(super) struct Page {
    pub(super) out: String,
    pub(super) style: Style,
    /// Reasons for not seeing anything that this record's part has told already.
    told: BTreeSet<String>,
}

impl Page {
    pub(super) fn new(style: Style) -> Page {
        Page {
            out: String::new(),
            style,
            told: BTreeSet::new(),
        }
    }

    fn record(&mut self, record: &RecordOutcome) {
        let lang = self.style.lang;
        self.title(record);
        if let Some(error) = &record.error {
            self.error(error);
            return;
        }
        if record.closed {
            self.line(&format!("  {}", wording::closed(lang)));
            return;
        }
        if record.resting.is_some() {
            self.line(&format!("  {}", wording::resting(lang)));
            return;
        }
        if !record.steps.is_empty() {
            self.heading(lang.pick("검증 계획", "Verification plan"));
            record.steps.iter().for_each(|step| self.step(step));
        }
        if !record.items.is_empty() {
            self.heading(lang.pick("체크리스트", "Checklist"));
            record.items.iter().for_each(|item| self.item(item));
        }
        if !record.notes.is_empty() {
            self.heading(lang.pick("알아둘 것", "Worth knowing"));
            record.notes.iter().for_each(|note| self.note(note));
        }
        self.line("");
        if let Some(left) = record.totals.left(lang) {
            self.line(&format!("  {left}"));
        }
        self.summary(record);
        if !record.diff.is_empty() && !record.written {
            self.line("");
            self.diff(&record.diff);
        }
    }

    /// Path and title, on two lines where one is too narrow.
    pub(super) fn title(&mut self, record: &RecordOutcome) {
        let (shown, title) = (one_line(&record.path), one_line(&record.title));
        let path = self.paint("1", &shown);
        if width(&shown) + 2 + width(&title) <= self.style.width {
            return self.line(&format!("{path}  {title}"));
        }
        self.line(&path);
        for line in wrap(&title, self.style.width.saturating_sub(2)) {
            self.line(&format!("  {line}"));
        }
    }

    /// Why a record could not be handled.
    pub(super) fn error(&mut self, error: &str) {
        for (i, line) in wrap(&tame(error), self.style.width.saturating_sub(5))
            .iter()
            .enumerate()
        {
            let sign = if i == 0 {
                self.paint("31", "❌")
            } else {
                "  ".into()
            };
            self.line(&format!("  {sign} {line}"));
        }
    }

    fn heading(&mut self, text: &str) {
        self.line("");
        let text = self.paint("1;4", text);
        self.line(&format!("  {text}"));
    }

    fn step(&mut self, step: &StepOutcome) {
        self.judged(2, "", &step.title, &step.judgement, step.at.line);
        for expectation in &step.expectations {
            self.judged(
                5,
                "",
                &expectation.text,
                &expectation.judgement,
                expectation.at.line,
            );
        }
        for command in &step.commands {
            if self.style.verbose > 0 {
                let text = self.paint("36", &format!("$ {}", tame(&command.text)));
                self.line(&format!("     {text}"));
                if self.style.verbose > 1 && !command.asked.is_empty() {
                    let text = format!("# {}, {} ms", tame(&command.asked), command.millis);
                    let text = self.paint("2", &text);
                    self.line(&format!("       {text}"));
                }
                for line in tame(&command.printed).lines() {
                    self.line(&format!("       {line}"));
                }
            }
            if !command.problem.is_empty() && self.told.insert(command.problem.clone()) {
                let text = match self.style.verbose {
                    1.. => command.problem.clone(),
                    0 => format!("$ {}: {}", command.text, command.problem),
                };
                for line in wrap(&tame(&text), self.style.width.saturating_sub(7)) {
                    let line = self.paint("2", &line);
                    self.line(&format!("     {line}"));
                }
            }
        }
    }

    pub(super) fn item(&mut self, item: &ItemOutcome) {
        let change = if item.marker == item.new_marker {
            item.marker.clone()
        } else {
            format!("{} → {}", item.marker, item.new_marker)
        };
        self.judged(
            2,
            &pad(&change, 8),
            &item.text,
            &item.judgement,
            item.at.line,
        );
    }

    /// One judged line: sign (or the marker's change), text, line number; under it the message.
    pub(super) fn judged(
        &mut self,
        indent: usize,
        lead: &str,
        text: &str,
        judgement: &Judgement,
        line: usize,
    ) {
        let lead_is_sign = lead.is_empty();
        let lead = if lead.is_empty() {
            judgement.verdict.sign()
        } else {
            lead
        };
        let hang = indent + width(lead) + 1;
        let place = format!("L{line}");
        let room = self.style.width.saturating_sub(place.len() + 1);
        let mut lines = wrap(&tame(text), room.saturating_sub(hang)).into_iter();
        let first = lines.next().unwrap_or_default();
        let first = pad(&format!("{}{lead} {first}", " ".repeat(indent)), room);
        let place = self.paint("2", &format!(" {place}"));
        self.line(&format!("{first}{place}"));
        let gap = " ".repeat(hang);
        for line in lines {
            self.line(&format!("{gap}{line}"));
        }
        let repeats = judgement.verdict == Verdict::Unknown
            && lead_is_sign
            && !self.told.insert(judgement.message.clone());
        if judgement.message.is_empty() || repeats {
            return;
        }
        let text = match judgement.verdict {
            Verdict::Passed | Verdict::Failed | Verdict::Pending => judgement.message.clone(),
            Verdict::Unknown | Verdict::Manual => {
                let word = judgement.verdict.said(self.style.lang);
                format!("{word}: {}", judgement.message)
            }
        };
        for line in wrap(&tame(&text), self.style.width.saturating_sub(hang)) {
            let line = self.paint(color(judgement.verdict), &line);
            self.line(&format!("{gap}{line}"));
        }
    }

    pub(super) fn note(&mut self, note: &Note) {
        let place = note
            .at
            .map(|at| format!("L{}: ", at.line))
            .unwrap_or_default();
        let text = format!("{place}{}", note.message);
        self.hung("  • ", &text);
    }

    /// A text behind a lead, wrapped under its first word.
    pub(super) fn hung(&mut self, lead: &str, text: &str) {
        let hang = width(lead);
        let lines = wrap(&tame(text), self.style.width.saturating_sub(hang));
        let indent = " ".repeat(hang);
        for (i, line) in lines.iter().enumerate() {
            self.line(&format!("{}{line}", if i == 0 { lead } else { &indent }));
        }
    }

    pub(super) fn summary(&mut self, record: &RecordOutcome) {
        let lang = self.style.lang;
        let (done, judged): (Vec<&ItemOutcome>, Vec<&ItemOutcome>) = record
            .items
            .iter()
            .partition(|item| item.judgement.is_settled());
        let mut parts = Vec::new();
        if !done.is_empty() {
            let number = done.len();
            parts.push(lang.pick(
                format!("이미 완료 {number}"),
                format!("{number} already ticked"),
            ));
        }
        for verdict in [
            Verdict::Passed,
            Verdict::Failed,
            Verdict::Pending,
            Verdict::Unknown,
            Verdict::Manual,
        ] {
            let number = judged
                .iter()
                .filter(|item| item.judgement.verdict == verdict)
                .count();
            if number > 0 {
                let word = verdict.said(lang);
                let text = lang.pick(format!("{word} {number}"), format!("{number} {word}"));
                parts.push(self.paint(color(verdict), &text));
            }
        }
        let state = match (record.diff.is_empty(), record.written) {
            (true, _) => lang.pick("변경 없음", "no changes"),
            (false, true) => lang.pick("기록을 갱신했습니다", "record updated"),
            (false, false) => lang.pick(
                "쓰지 않았습니다 (--update로 기록)",
                "not written (--update writes it)",
            ),
        };
        parts.push(self.paint("1", state));
        self.line(&format!("  {}", parts.join(" · ")));
    }

    pub(super) fn diff(&mut self, diff: &str) {
        for line in tame(diff).lines() {
            let painted = match line.as_bytes().first() {
                Some(b'+') => self.paint("32", line),
                Some(b'-') => self.paint("31", line),
                Some(b'@') => self.paint("36", line),
                _ => line.to_string(),
            };
            self.line(&painted);
        }
    }

    pub(super) fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    pub(super) fn paint(&self, code: &str, text: &str) -> String {
        if self.style.color && !text.is_empty() {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_string()
        }
    }
}

fn color(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => "32",
        Verdict::Failed => "31",
        Verdict::Pending => "33",
        Verdict::Unknown => "35",
        Verdict::Manual => "34",
    }
}
