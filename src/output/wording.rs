//! The catalogue of words that the faces use, each in Korean and English.

use crate::facts::lang::Lang;
use crate::facts::news::{News, Told, What};
use crate::facts::verdict::Verdict;

/// Heading over the steps.
pub fn plan(lang: Lang) -> &'static str {
    lang.pick("검증 계획", "Verification plan")
}

/// Heading over the items.
pub fn checklist(lang: Lang) -> &'static str {
    lang.pick("체크리스트", "Checklist")
}

/// Heading over the notes.
pub fn notes(lang: Lang) -> &'static str {
    lang.pick("알아둘 것", "Worth knowing")
}

/// A closed record.
pub fn closed(lang: Lang) -> &'static str {
    lang.pick("닫힌 기록 (할 일 없음)", "closed (nothing to do)")
}

/// A record that is not asked any more.
pub fn resting(lang: Lang) -> &'static str {
    lang.pick(
        "사람이 할 일만 남아 더 이상 조회하지 않음",
        "waits only for a person and is no longer queried",
    )
}

/// What is news of a run, a line each; none for what there is none of.
pub fn news(news: &News, lang: Lang) -> Vec<String> {
    let count = |told: &[Told], what: What| told.iter().filter(|one| one.what == what).count();
    let line = |n: usize, sign: &str, text: String| (n > 0).then(|| format!("{sign} {text}"));
    let known = &news.known;
    let new = news.new.len();
    let (unseen, mended) = (news.unseen.len(), news.mended.len());
    let (failed, dark) = (
        count(known, What::Failed) + count(known, What::Error),
        count(known, What::Unseen),
    );
    let elsewhere = news.elsewhere.join("; ");
    let resting = count(&news.noted, What::Resting);
    let lines = match lang {
        Lang::Ko => [
            line(new, "❌", format!("새로 실패 {new}")),
            line(unseen, "❔", format!("새로 확인 불가 {unseen}")),
            line(mended, "✅", format!("해결됨 {mended}")),
            line(failed, "•", format!("이미 알린 실패 {failed}")),
            line(dark, "•", format!("이미 알린 확인 불가 {dark}")),
            line(
                resting,
                "✋",
                format!("{resting}개: {}", self::resting(lang)),
            ),
            line(
                news.elsewhere.len(),
                "•",
                format!("다른 작업이 보는 곳: {elsewhere}"),
            ),
        ],
        Lang::En => [
            line(new, "❌", format!("{new} newly failed")),
            line(unseen, "❔", format!("{unseen} newly unknown")),
            line(mended, "✅", format!("{mended} mended")),
            line(failed, "•", format!("{failed} failed as told before")),
            line(dark, "•", format!("{dark} not looked at, as told before")),
            line(resting, "✋", format!("{resting}: {}", self::resting(lang))),
            line(
                news.elsewhere.len(),
                "•",
                format!("left to another job: {elsewhere}"),
            ),
        ],
    };
    lines.into_iter().flatten().collect()
}

/// A record was written.
pub fn written(lang: Lang) -> &'static str {
    lang.pick("기록을 갱신했습니다", "record updated")
}

/// A record would be written.
pub fn not_written(lang: Lang) -> &'static str {
    lang.pick(
        "쓰지 않았습니다 (--update로 기록)",
        "not written (--update writes it)",
    )
}

/// Nothing to write.
pub fn no_changes(lang: Lang) -> &'static str {
    lang.pick("변경 없음", "no changes")
}

/// A count of things with a verdict: `통과 4`, `4 passed`.
pub fn count(number: usize, of: Verdict, lang: Lang) -> String {
    match lang {
        Lang::Ko => format!("{} {number}", of.said(lang)),
        Lang::En => format!("{number} {}", of.said(lang)),
    }
}

/// Items that were settled before the run.
pub fn settled(number: usize, lang: Lang) -> String {
    match lang {
        Lang::Ko => format!("이미 완료 {number}"),
        Lang::En => format!("{number} already ticked"),
    }
}

/// Gaps that nobody has filled.
pub fn gaps(lang: Lang) -> &'static str {
    lang.pick("빈칸", "gaps")
}

/// Items that a person decides.
pub fn manual(lang: Lang) -> &'static str {
    lang.pick("사람이 확인할 항목", "items to decide")
}
