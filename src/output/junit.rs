//! JUnit XML: a testsuite a record, a testcase a checklist item (a step where there are no items).
//! Failed is a failure, unknown an error, pending and manual are skipped with their reason.
//!
//! XML cannot hold most control characters, escaped or not, and a log line may have any: they are
//! shown as what they would be in a program's text instead of dropped.

use super::layout::tame;
use crate::facts::lang::Lang;
use crate::facts::outcome::{ItemOutcome, RecordOutcome, RunOutcome, StepOutcome};
use crate::facts::verdict::{Judgement, Verdict};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::time::Duration;

/// The XML text.
pub fn render(outcome: &RunOutcome) -> String {
    let mut report = Report::new("report");
    report.set_timestamp(outcome.now.fixed_offset());
    for record in &outcome.records {
        report.add_test_suite(suite(record, outcome.lang));
    }
    report.to_string().unwrap_or_default()
}

fn suite(record: &RecordOutcome, lang: Lang) -> TestSuite {
    let mut suite = TestSuite::new(visible(&record.path));
    if let Some(error) = &record.error {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(visible(error)).set_type("RecordError");
        suite.add_test_case(case(&record.path, "record", status, Duration::ZERO));
        return suite;
    }
    for item in &record.items {
        let own = |step: &&StepOutcome| item.steps.contains(&step.name);
        let steps = || record.steps.iter().filter(own);
        let status = status(&item.judgement, &details(steps(), lang), lang);
        suite.add_test_case(case(&record.path, &item_name(item), status, took(steps())));
    }
    let tied = |step: &&StepOutcome| record.items.iter().any(|i| i.steps.contains(&step.name));
    for step in record.steps.iter().filter(|step| !tied(step)) {
        let status = status(&step.judgement, &details(std::iter::once(step), lang), lang);
        let name = format!("{} (line {})", step.title, step.at.line);
        let took = took(std::iter::once(step));
        suite.add_test_case(case(&record.path, &name, status, took));
    }
    suite.set_time(took(record.steps.iter()));
    suite
}

/// How long the answers of the steps' commands took together.
fn took<'a>(steps: impl Iterator<Item = &'a StepOutcome>) -> Duration {
    let commands = steps.flat_map(|step| &step.commands);
    Duration::from_millis(commands.map(|command| command.millis).sum())
}

/// Text as XML can hold it.
fn visible(text: &str) -> String {
    tame(text).replace(['\u{FFFE}', '\u{FFFF}'], "\u{FFFD}")
}

/// Two items of the same text stay apart by their line.
fn item_name(item: &ItemOutcome) -> String {
    format!("{} (line {})", item.text, item.at.line)
}

fn case(path: &str, name: &str, status: TestCaseStatus, took: Duration) -> TestCase {
    let mut case = TestCase::new(visible(name), status);
    case.set_classname(visible(path)).set_time(took);
    case
}

fn status(judgement: &Judgement, details: &str, lang: Lang) -> TestCaseStatus {
    let mut status = match judgement.verdict {
        Verdict::Passed => return TestCaseStatus::success(),
        Verdict::Failed => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Verdict::Unknown => TestCaseStatus::non_success(NonSuccessKind::Error),
        Verdict::Pending | Verdict::Manual => TestCaseStatus::skipped(),
    };
    status.set_type(judgement.reason.word());
    let word = judgement.verdict.said(lang);
    status.set_message(visible(&format!("{word}: {}", judgement.message)));
    if !details.is_empty() {
        status.set_description(visible(details));
    }
    status
}

/// The expectations that do not hold, with the values seen.
fn details<'a>(steps: impl Iterator<Item = &'a StepOutcome>, lang: Lang) -> String {
    steps
        .flat_map(|step| &step.expectations)
        .filter(|expectation| expectation.judgement.verdict != Verdict::Passed)
        .map(|expectation| {
            let judgement = &expectation.judgement;
            let seen = if judgement.seen.is_empty() {
                String::new()
            } else {
                lang.pick(
                    format!(" [본 값: {}]", judgement.seen),
                    format!(" [seen: {}]", judgement.seen),
                )
            };
            let line = expectation.at.line;
            let line = lang.pick(format!("{line}행"), format!("line {line}"));
            let word = judgement.verdict.said(lang);
            let (text, message) = (&expectation.text, &judgement.message);
            format!("{line}: {text}: {word} {message}{seen}\n")
        })
        .collect()
}

#[cfg(test)]
mod tests;
