//! The face of `report regenerate`: per record what changed and what is wrong, then the totals, then
//! once per record what only a person can do. A record with nothing new takes no line.

use super::layout::{one_line, tame, wrap};
use super::text::Page;
use super::{Style, wording};
use crate::facts::lang::Lang;
use crate::facts::news::News;
use crate::facts::outcome::{ItemOutcome, Note, RecordOutcome, RunOutcome};
use crate::facts::verdict::Verdict;

/// Whether the changes are shown as diffs, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Diffs {
    /// They are.
    Shown,
    /// They are not.
    Hidden,
}

/// Things that are still so of which a line is told; the rest is counted.
const LISTED: usize = 5;

/// The whole run.
pub fn render(outcome: &RunOutcome, style: Style, diffs: Diffs) -> String {
    let mut page = Page::new(style);
    for record in &outcome.records {
        // Who asks what would change is told all that stands in its way.
        let news = outcome.news.as_ref().filter(|_| diffs == Diffs::Hidden);
        if worth_telling(record, news) {
            told(record, news, diffs, &mut page);
        }
    }
    page.style.lang = style.lang;
    page.line(&totals(outcome, style.lang));
    if let Some(news) = &outcome.news {
        wording::news(news, style.lang)
            .iter()
            .for_each(|line| page.line(line));
        for told in news.known.iter().take(LISTED) {
            let place = told.line.map_or(String::new(), |line| format!(" L{line}"));
            let title = one_line(&told.title);
            let line = format!("{}{place}: {title} {}", told.path, one_line(&told.message));
            page.hung("  · ", &line);
        }
    }
    let needs: Vec<String> = outcome
        .records
        .iter()
        .filter_map(|record| needs(record, style.lang))
        .collect();
    if !needs.is_empty() {
        let heading = style.lang.pick("사람이 할 일", "For a person to do");
        let heading = page.paint("1;4", heading);
        page.line(&heading);
        for need in needs {
            for (i, line) in wrap(&tame(&need), style.width.saturating_sub(4))
                .iter()
                .enumerate()
            {
                page.line(&format!("{} {line}", if i == 0 { "✋" } else { "    " }));
            }
        }
    }
    page.out
}

/// Whether anything about the record is news: a change, an error, a failure, a blind spot. What was told
/// before and is still so is none.
fn worth_telling(record: &RecordOutcome, news: Option<&News>) -> bool {
    if !record.diff.is_empty() || record.items.iter().any(moved) {
        return true;
    }
    match news {
        Some(news) => news.of_record(&record.path).next().is_some(),
        None => {
            record.error.is_some()
                || record.items.iter().any(trouble)
                || record
                    .steps
                    .iter()
                    .any(|step| step.judgement.verdict == Verdict::Failed)
                || record.notes.iter().any(Note::is_news)
        }
    }
}

fn moved(item: &ItemOutcome) -> bool {
    item.marker != item.new_marker
}

fn trouble(item: &ItemOutcome) -> bool {
    matches!(item.judgement.verdict, Verdict::Failed | Verdict::Unknown)
}

fn told(record: &RecordOutcome, news: Option<&News>, diffs: Diffs, page: &mut Page) {
    let is_new = |name: &str| {
        news.is_none_or(|news| news.of_record(&record.path).any(|told| told.name == name))
    };
    page.title(record);
    if let Some(error) = &record.error {
        page.error(error);
    }
    for item in record
        .items
        .iter()
        .filter(|item| moved(item) || (trouble(item) && is_new(&item.name)))
    {
        page.item(item);
    }
    let ticked = |name: &String| record.items.iter().any(|item| item.steps.contains(name));
    for step in &record.steps {
        let failed = step.judgement.verdict == Verdict::Failed && !ticked(&step.name);
        if failed && is_new(&format!("step:{}", step.name)) {
            page.judged(2, "", &step.title, &step.judgement, step.at.line);
        }
    }
    record
        .notes
        .iter()
        .filter(|note| note.is_news() && (note.is_unseen() || is_new(&note.kind)))
        .for_each(|note| page.note(note));
    if diffs == Diffs::Shown && !record.diff.is_empty() {
        page.diff(&record.diff);
    }
    page.line("");
}

/// The totals of a run on one line.
pub fn totals(outcome: &RunOutcome, lang: Lang) -> String {
    let count = |is: fn(&RecordOutcome) -> bool| outcome.records.iter().filter(|r| is(r)).count();
    let closed = count(|record| record.closed);
    let failed = count(|record| record.error.is_some());
    let written = count(|record| record.written);
    let stale = count(|record| !record.diff.is_empty() && !record.written);
    let all = outcome.records.len();
    let resting = count(|record| record.resting.is_some());
    let same = all - closed - failed - written - stale - resting;
    let mut parts = match lang {
        Lang::Ko => vec![
            format!("기록 {all}개: 변경 {written}"),
            format!("변경 없음 {same}"),
            format!("닫힘 {closed}"),
        ],
        Lang::En => vec![
            format!(
                "{all} record{}: {written} changed",
                if all == 1 { "" } else { "s" }
            ),
            format!("{same} unchanged"),
            format!("{closed} closed"),
        ],
    };
    if resting > 0 {
        parts.push(lang.pick(
            format!("사람 확인 대기 {resting}"),
            format!("{resting} left to a person"),
        ));
    }
    if stale > 0 {
        parts.push(lang.pick(format!("갱신 필요 {stale}"), format!("{stale} out of date")));
    }
    if failed > 0 {
        parts.push(lang.pick(
            format!("처리 실패 {failed}"),
            format!("{failed} not handled"),
        ));
    }
    parts.join(", ")
}

/// What only a person can do in a record: gaps and manual items.
fn needs(record: &RecordOutcome, lang: Lang) -> Option<String> {
    let noted = |kind: &str| -> Vec<usize> {
        let notes = record.notes.iter().filter(|note| note.kind == kind);
        notes.filter_map(|note| Some(note.at?.line)).collect()
    };
    let manual = record
        .items
        .iter()
        .filter(|item| item.judgement.verdict == Verdict::Manual && item.marker == item.new_marker);
    let kinds = [
        (lang.pick("빈칸", "gaps"), noted("ProseGap")),
        (
            lang.pick("사람이 확인할 항목", "items to decide"),
            manual.map(|item| item.at.line).collect(),
        ),
    ];
    let parts: Vec<String> = kinds
        .into_iter()
        .filter(|(_, lines)| !lines.is_empty())
        .map(|(what, lines)| {
            let shown: Vec<String> = lines.iter().map(|line| format!("L{line}")).collect();
            format!("{what} {} ({})", lines.len(), shown.join(", "))
        })
        .collect();
    (!parts.is_empty()).then(|| format!("{}: {}", one_line(&record.path), parts.join(" · ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::tests::sample;

    fn style(lang: Lang, width: usize) -> Style {
        Style {
            lang,
            color: false,
            width,
            verbose: 0,
        }
    }

    #[test]
    fn only_news_is_told_and_a_person_is_asked_once() {
        let text = render(&sample::run(), style(Lang::Ko, 80), Diffs::Hidden);
        insta::assert_snapshot!(text);
        let text = render(&sample::run(), style(Lang::En, 60), Diffs::Shown);
        insta::assert_snapshot!(text);
    }

    #[test]
    fn a_quiet_run_is_one_line() {
        let mut run = sample::run();
        run.records.drain(..2);
        assert_eq!(
            render(&run, style(Lang::En, 80), Diffs::Shown),
            "2 records: 0 changed, 1 unchanged, 1 closed\n"
        );
        run.records.truncate(1);
        assert_eq!(
            render(&run, style(Lang::En, 80), Diffs::Shown),
            "1 record: 0 changed, 0 unchanged, 1 closed\n"
        );
    }
}
