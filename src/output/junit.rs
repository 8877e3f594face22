//! JUnit XML: a testsuite a record, a testcase a checklist item (a step where there are no items).
//! Failed is a failure, unknown an error, pending and manual are skipped with their reason.

use crate::facts::outcome::{ItemOutcome, RecordOutcome, RunOutcome, StepOutcome};
use crate::facts::verdict::{Judgement, Verdict};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

/// The XML text.
pub fn render(outcome: &RunOutcome) -> String {
    let mut report = Report::new("report");
    report.set_timestamp(outcome.now.fixed_offset());
    for record in &outcome.records {
        report.add_test_suite(suite(record));
    }
    report.to_string().unwrap_or_default()
}

fn suite(record: &RecordOutcome) -> TestSuite {
    let mut suite = TestSuite::new(record.path.as_str());
    if let Some(error) = &record.error {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(error.as_str()).set_type("RecordError");
        suite.add_test_case(case(&record.path, "record", status));
        return suite;
    }
    for item in &record.items {
        let details = details(
            record
                .steps
                .iter()
                .filter(|step| item.steps.contains(&step.name)),
        );
        let name = item_name(item);
        suite.add_test_case(case(&record.path, &name, status(&item.judgement, &details)));
    }
    let tied = |step: &&StepOutcome| record.items.iter().any(|i| i.steps.contains(&step.name));
    for step in record.steps.iter().filter(|step| !tied(step)) {
        let details = details(std::iter::once(step));
        suite.add_test_case(case(
            &record.path,
            &step.title,
            status(&step.judgement, &details),
        ));
    }
    suite
}

/// Two items of the same text stay apart by their line.
fn item_name(item: &ItemOutcome) -> String {
    format!("{} (line {})", item.text, item.at.line)
}

fn case(path: &str, name: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(name, status);
    case.set_classname(path);
    case
}

fn status(judgement: &Judgement, details: &str) -> TestCaseStatus {
    let mut status = match judgement.verdict {
        Verdict::Passed => return TestCaseStatus::success(),
        Verdict::Failed => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Verdict::Unknown => TestCaseStatus::non_success(NonSuccessKind::Error),
        Verdict::Pending | Verdict::Manual => TestCaseStatus::skipped(),
    };
    status.set_type(judgement.reason.as_str());
    status.set_message(format!(
        "{}: {}",
        judgement.verdict.word(),
        judgement.message
    ));
    if !details.is_empty() {
        status.set_description(details);
    }
    status
}

/// The expectations that do not hold, with the values seen.
fn details<'a>(steps: impl Iterator<Item = &'a StepOutcome>) -> String {
    steps
        .flat_map(|step| &step.expectations)
        .filter(|expectation| expectation.judgement.verdict != Verdict::Passed)
        .map(|expectation| {
            let judgement = &expectation.judgement;
            let seen = match judgement.seen.is_empty() {
                true => String::new(),
                false => format!(" [seen: {}]", judgement.seen),
            };
            format!(
                "line {}: {}: {} {}{seen}\n",
                expectation.at.line,
                expectation.text,
                judgement.verdict.word(),
                judgement.message,
            )
        })
        .collect()
}
