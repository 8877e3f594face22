//! The catalogue of words that the faces use, each in Korean and English.

use crate::facts::lang::Lang;
use crate::facts::news::{News, Told, What};

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
