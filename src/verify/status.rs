//! The line of the metadata that says where a record stands: `✅ 10/10 · 마지막 확인 … · 빈칸 3`. It is the
//! tool's where `<!-- report:status -->` ends it.

use super::case::Case;
use crate::facts::lang::Lang;
use crate::record::Marker;
use crate::record::edit::Edit;
use crate::render::time_words;

/// What ends the line.
pub(super) const MARK: &str = "<!-- report:status -->";
/// What parts what counts from when it was seen.
const PART: &str = " · ";

/// Brings the line up to the items' markers. A run that changes nothing else and counts the same leaves
/// the time of the last look.
pub(super) fn edit(case: &Case<'_>, markers: &[Marker], is_changed: bool) -> Option<Edit> {
    let record = &case.understanding.record;
    let mut lines = record.metadata.iter().map(|one| one.span);
    let span = lines.find(|span| span.text(case.text).trim_end().ends_with(MARK))?;
    let old = span.text(case.text);
    let time = time_words(case.context.now, case.zone());
    let new = told(markers, record.gaps.len(), &time, case.lang);
    let counted = |line: &str| -> Vec<String> {
        let parts = line.trim_end_matches(MARK).trim().split(PART);
        let parts = parts.enumerate().filter(|(at, _)| *at != 1);
        parts.map(|(_, part)| part.to_owned()).collect()
    };
    let replacement = format!("{new} {MARK}");
    let is_news = counted(old) != counted(&replacement) || is_changed && old != replacement;
    is_news.then(|| Edit {
        span,
        expected: old.to_owned(),
        replacement,
    })
}

fn told(markers: &[Marker], gaps: usize, time: &str, lang: Lang) -> String {
    let done = markers
        .iter()
        .filter(|marker| matches!(marker, Marker::Done | Marker::Ticked));
    let sign = match () {
        () if markers.contains(&Marker::Failed) => "❌",
        () if markers.iter().any(|marker| marker.waits()) => "⏳",
        () => "✅",
    };
    let seen = lang.pick("마지막 확인", "last seen");
    let gaps = match (gaps, lang) {
        (0, _) => String::new(),
        (_, Lang::Ko) => format!("{PART}빈칸 {gaps}"),
        (1, Lang::En) => format!("{PART}1 gap"),
        (_, Lang::En) => format!("{PART}{gaps} gaps"),
    };
    format!(
        "{sign} {}/{}{PART}{seen} {time}{gaps}",
        done.count(),
        markers.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_counts_and_names_the_time_and_the_gaps() {
        use Marker::*;
        for (markers, gaps, ko, en) in [
            (
                vec![Done, Ticked],
                0,
                "✅ 2/2 · 마지막 확인 T",
                "✅ 2/2 · last seen T",
            ),
            (
                vec![Done, Pending],
                1,
                "⏳ 1/2 · 마지막 확인 T · 빈칸 1",
                "⏳ 1/2 · last seen T · 1 gap",
            ),
            (
                vec![Failed, Pending],
                3,
                "❌ 0/2 · 마지막 확인 T · 빈칸 3",
                "❌ 0/2 · last seen T · 3 gaps",
            ),
        ] {
            assert_eq!(told(&markers, gaps, "T", Lang::Ko), ko);
            assert_eq!(told(&markers, gaps, "T", Lang::En), en);
        }
    }
}
