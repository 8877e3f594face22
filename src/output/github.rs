//! GitHub Actions: workflow-command annotations on the record's lines, and a step summary.
//!
//! GitHub shows at most 10 errors and 10 warnings a step; what is over is counted in a last one.
//! A step summary is dropped silently when it is over 1 MiB less a byte (actions/runner#4337), so it
//! is cut below that, with a note.

use crate::facts::literal::cell;
use crate::facts::outcome::{RecordOutcome, RunOutcome};
use crate::facts::verdict::{Judgement, Verdict};
use crate::output::wording;

/// Annotations a type that GitHub shows a step.
const SHOWN: usize = 10;
/// Bytes of a summary that GitHub shows: 1 MiB less two.
pub const SUMMARY_LIMIT: usize = 1024 * 1024 - 2;

/// The annotations, one workflow command a line. Failed is an error, unknown a warning. GitHub finds
/// their lines by the path in the repository, which `path` makes of a record's.
pub fn annotations(outcome: &RunOutcome, path: impl Fn(&str) -> String) -> String {
    let mut errors = Vec::new();
    let mut warnings = Vec::new();
    for record in &outcome.records {
        let path = path(&record.path);
        if let Some(error) = &record.error {
            errors.push(command("error", &path, 1, "RecordError", error));
        }
        for (line, title, judgement) in judged(record) {
            let text = |kind| {
                let body = format!("{title}: {}", judgement.message);
                command(kind, &path, line, &judgement.reason, &body)
            };
            match judgement.verdict {
                Verdict::Failed => errors.push(text("error")),
                Verdict::Unknown => warnings.push(text("warning")),
                Verdict::Passed | Verdict::Pending | Verdict::Manual => {}
            }
        }
    }
    let mut out = limited("error", errors);
    out.push_str(&limited("warning", warnings));
    out
}

/// Errors that are no judgements: each a path in the repository, a line, a title and a text.
pub fn errors<'a>(all: impl Iterator<Item = (String, usize, &'a str, String)>) -> String {
    let all = all.map(|(path, line, title, text)| command("error", &path, line, title, &text));
    limited("error", all.collect())
}

/// Line, title and judgement of every item, and of every step that no item stands for.
fn judged(record: &RecordOutcome) -> Vec<(usize, &str, &Judgement)> {
    let steps = record
        .steps
        .iter()
        .filter(|step| {
            !record
                .items
                .iter()
                .any(|item| item.steps.contains(&step.name))
        })
        .map(|step| (step.at.line, step.title.as_str(), &step.judgement));
    let items = record
        .items
        .iter()
        .map(|i| (i.at.line, i.text.as_str(), &i.judgement));
    steps.chain(items).collect()
}

fn limited(kind: &str, mut commands: Vec<String>) -> String {
    if commands.len() > SHOWN {
        let more = commands.len() - (SHOWN - 1);
        commands.truncate(SHOWN - 1);
        commands.push(format!("::{kind}::{more} more are in the step summary"));
    }
    commands.into_iter().map(|command| command + "\n").collect()
}

/// A workflow command with GitHub's own escapes, so that no text can start another one.
fn command(kind: &str, path: &str, line: usize, title: &str, message: &str) -> String {
    let data = |text: &str| {
        text.replace('%', "%25")
            .replace('\r', "%0D")
            .replace('\n', "%0A")
    };
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    format!(
        "::{kind} file={},line={line},title={}::{}",
        property(path),
        property(title),
        data(message)
    )
}

/// The step summary as Markdown, cut below [`SUMMARY_LIMIT`] at the end of a line, with a note. The
/// table's rows are lines, so what is left of a table is one.
pub fn summary(outcome: &RunOutcome) -> String {
    let whole: String = outcome.records.iter().map(section).collect();
    if whole.len() <= SUMMARY_LIMIT {
        return whole;
    }
    let note = "\n_The rest is left out: GitHub shows no summary of more than 1 MiB._\n";
    let mut room = SUMMARY_LIMIT - note.len();
    while !whole.is_char_boundary(room) {
        room -= 1;
    }
    let end = whole[..room].rfind('\n').map_or(0, |at| at + 1);
    format!("{}{note}", &whole[..end])
}

fn section(record: &RecordOutcome) -> String {
    let mut out = format!(
        "### {}\n\n`{}`\n\n",
        cell(match record.title.is_empty() {
            true => &record.path,
            false => &record.title,
        }),
        record.path.replace('`', "'")
    );
    if let Some(error) = &record.error {
        out.push_str(&format!("❌ {}\n\n", cell(error)));
        return out;
    }
    if record.closed {
        out.push_str(&format!("{}\n\n", wording::closed(record.lang)));
        return out;
    }
    out.push_str("| | | |\n| --- | --- | --- |\n");
    for (line, title, judgement) in judged(record) {
        let sign = wording::sign(judgement.verdict);
        let message = cell(&judgement.message);
        out.push_str(&format!(
            "| {sign} | {} (L{line}) | {message} |\n",
            cell(title)
        ));
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_start_another_command_or_leave_its_cell() {
        let text = command("error", "a,b.md", 3, "x:y", "100%\n::set-output name=a::b");
        assert_eq!(
            text,
            "::error file=a%2Cb.md,line=3,title=x%3Ay::100%25%0A::set-output name=a::b"
        );
        assert_eq!(cell("a|b <script> @team\n#1"), "a\\|b \\<script> @team #1");
    }

    #[test]
    fn annotations_stay_within_githubs_limit() {
        let many: Vec<String> = (0..25).map(|i| format!("::error::{i}")).collect();
        let out = limited("error", many);
        assert_eq!(out.lines().count(), SHOWN);
        assert!(out.ends_with("::error::16 more are in the step summary\n"));
    }

    #[test]
    fn a_summary_fits_and_says_what_it_leaves_out() {
        let mut run = crate::output::sample::run();
        let whole = summary(&run);
        insta::assert_snapshot!(whole);
        let item = run.records[0].items[1].clone();
        run.records[0].items = vec![item; 20_000];
        let cut = summary(&run);
        assert!(
            cut.len() <= SUMMARY_LIMIT && cut.len() > SUMMARY_LIMIT - 400,
            "{}",
            cut.len()
        );
        let before = cut.lines().rev().nth(2).unwrap();
        assert!(
            before.starts_with("| ❌") && before.ends_with('|'),
            "{before}"
        );
        assert!(cut.ends_with("1 MiB._\n"));
    }

    #[test]
    fn annotations_stand_on_the_records_lines() {
        insta::assert_snapshot!(annotations(&crate::output::sample::run(), |path| format!(
            "infra/{path}"
        )));
    }
}
