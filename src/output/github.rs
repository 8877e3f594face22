//! GitHub Actions: workflow-command annotations on the record's lines, and a step summary.
//!
//! GitHub shows at most 10 errors and 10 warnings a step; what is over is counted in a last one.
//! A step summary is dropped silently when it is over 1 MiB less a byte (actions/runner#4337), so it
//! is cut below that, with a note.

use super::brief;
use crate::facts::lang::Lang;
use crate::facts::literal::cell;
use crate::facts::news::{News, Told, What};
use crate::facts::outcome::{RecordOutcome, RunOutcome};
use crate::facts::verdict::{Judgement, Verdict};
use crate::output::wording;

/// Annotations a type that GitHub shows a step.
const SHOWN: usize = 10;
/// Bytes of a summary that GitHub shows: 1 MiB less two.
pub const SUMMARY_LIMIT: usize = 1024 * 1024 - 2;

/// The annotations, one workflow command a line. Failed is an error, unknown and what a person should know
/// a warning. A run that remembers tells what is new, and what is mended as a notice. GitHub finds their
/// lines by the path in the repository, which `path` makes of a record's.
pub fn annotations(outcome: &RunOutcome, path: impl Fn(&str) -> String) -> String {
    let (mut errors, mut warnings, mut notices) = (Vec::new(), Vec::new(), Vec::new());
    if let Some(news) = &outcome.news {
        let lang = outcome.lang;
        let told = |kind: &str, one: &Told| {
            let body = match (one.title.as_str(), one.message.as_str()) {
                (title, "") => title.to_owned(),
                ("", message) => message.to_owned(),
                (title, message) => format!("{title}: {message}"),
            };
            let title = match (kind, one.what) {
                ("notice", _) => lang.pick("해결됨", "resolved"),
                (_, What::Error) => "RecordError",
                (_, What::Failed) => lang.pick("새로 실패", "newly failed"),
                (_, What::Unseen) => lang.pick("새로 확인 불가", "newly unknown"),
                (_, What::Noted) => lang.pick("알아둘 것", "worth knowing"),
                (_, What::Ticked | What::Owed) => "",
                (_, What::Resting) => wording::resting(lang),
            };
            let line = one.line.unwrap_or(1);
            command(kind, &path(&one.path), line, title, &body)
        };
        let all = |kind: &str, list: &[Told]| -> Vec<String> {
            list.iter().map(|one| told(kind, one)).collect()
        };
        errors = all("error", &news.new);
        warnings = all("warning", &news.unseen);
        let noted = news.noted.iter().cloned();
        let noted: Vec<Told> = noted.filter(|one| one.what != What::Resting).collect();
        warnings.extend(all("warning", &noted));
        notices = all("notice", &news.mended);
    } else {
        for record in &outcome.records {
            let path = path(&record.path);
            if let Some(error) = &record.error {
                errors.push(command("error", &path, 1, "RecordError", error));
            }
            for (line, title, judgement) in judged(record) {
                let text = |kind| {
                    let body = format!("{title}: {}", judgement.message);
                    command(kind, &path, line, judgement.reason.word(), &body)
                };
                match judgement.verdict {
                    Verdict::Failed => errors.push(text("error")),
                    Verdict::Unknown => warnings.push(text("warning")),
                    Verdict::Passed | Verdict::Pending | Verdict::Manual => {}
                }
            }
            for note in record.notes.iter().filter(|note| note.is_news()) {
                let line = note.at.map_or(1, |at| at.line);
                warnings.push(command("warning", &path, line, &note.kind, &note.message));
            }
        }
    }
    let mut out = limited("error", errors);
    out.push_str(&limited("warning", warnings));
    out.push_str(&limited("notice", notices));
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
/// A run that remembers is told by its news, so that a quiet one fits a screen.
pub fn summary(outcome: &RunOutcome) -> String {
    let whole: String = match &outcome.news {
        Some(news) => of_news(outcome, news),
        None => {
            let records = outcome.records.iter();
            records
                .map(|record| section(record, outcome.lang))
                .collect()
        }
    };
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

/// Lines of a list in a summary; the rest is counted.
const LISTED: usize = 10;

fn of_news(outcome: &RunOutcome, news: &News) -> String {
    let lang = outcome.lang;
    let mut out = format!("### {}\n\n", brief::totals(outcome, lang));
    for line in wording::news(news, lang) {
        // Of the words some are a context's name; the sign is our own.
        let (sign, words) = line.split_once(' ').unwrap_or_default();
        out.push_str(&format!("- {sign} {}\n", cell(words)));
    }
    let mut list = |heading: &str, lines: Vec<String>, most: usize| {
        if lines.is_empty() {
            return;
        }
        out.push_str(&format!("\n**{heading}**\n\n"));
        let more = lines.len().saturating_sub(most);
        lines.iter().take(most).for_each(|line| out.push_str(line));
        if more > 0 {
            out.push_str(&lang.pick(
                format!("- … 그 밖에 {more}개\n"),
                format!("- … and {more} more\n"),
            ));
        }
    };
    let told = |sign: &str, list: &[Told]| -> Vec<String> {
        let line = |one: &Told| {
            let place = one.line.map_or(String::new(), |line| format!(" (L{line})"));
            let (title, message) = (cell(&one.title), cell(&one.message));
            let path = one.path.replace('`', "'");
            format!("- {sign} `{path}`{place} {title} — {message}\n")
        };
        list.iter().map(line).collect()
    };
    let whole = usize::MAX;
    let heading = lang.pick("새로 실패", "Newly failed");
    list(heading, told("❌", &news.new), whole);
    let heading = lang.pick("새로 확인 불가", "Newly unknown");
    list(heading, told("❔", &news.unseen), LISTED);
    let heading = lang.pick("해결됨", "Resolved");
    list(heading, told("✅", &news.mended), whole);
    let all = news.noted.iter().cloned();
    let (resting, noted): (Vec<Told>, Vec<Told>) = all.partition(|one| one.what == What::Resting);
    let heading = lang.pick("알아둘 것", "Worth knowing");
    list(heading, told("•", &noted), LISTED);
    list(wording::resting(lang), told("✋", &resting), LISTED);
    let moved = outcome.records.iter().flat_map(|record| {
        let items = record
            .items
            .iter()
            .filter(|item| item.marker != item.new_marker);
        items.map(|item| {
            let (path, text) = (record.path.replace('`', "'"), cell(&item.text));
            let line = item.at.line;
            format!(
                "- {} → {} `{path}` (L{line}) {text}\n",
                item.marker, item.new_marker
            )
        })
    });
    let heading = lang.pick("바뀐 표시", "Marks that changed");
    list(heading, moved.collect(), whole);
    let before = told("•", &news.known);
    list(lang.pick("이미 알린 것", "Told before"), before, LISTED);
    out
}

fn section(record: &RecordOutcome, lang: Lang) -> String {
    let mut out = format!(
        "### {}\n\n`{}`\n\n",
        cell(if record.title.is_empty() {
            &record.path
        } else {
            &record.title
        }),
        record.path.replace('`', "'")
    );
    if let Some(error) = &record.error {
        out.push_str(&format!("❌ {}\n\n", cell(error)));
        return out;
    }
    if record.closed {
        out.push_str(&format!("{}\n\n", wording::closed(lang)));
        return out;
    }
    let judged = judged(record);
    if !judged.is_empty() {
        out.push_str("| | | |\n| --- | --- | --- |\n");
    }
    for (line, title, judgement) in judged {
        let sign = judgement.verdict.sign();
        let message = cell(&judgement.message);
        out.push_str(&format!(
            "| {sign} | {} (L{line}) | {message} |\n",
            cell(title)
        ));
    }
    for note in record.notes.iter().filter(|note| note.is_news()) {
        let place = note
            .at
            .map_or(String::new(), |at| format!("L{}: ", at.line));
        out.push_str(&format!("\n• {place}{}\n", cell(&note.message)));
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
        let mut run = crate::output::tests::sample::run();
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
        insta::assert_snapshot!(annotations(
            &crate::output::tests::sample::run(),
            |path| format!("infra/{path}")
        ));
    }
}
