//! The catalogue of words that the faces use, each in Korean and English.

use crate::facts::lang::Lang;
use crate::facts::verdict::Verdict;

/// The sign of a verdict; each is two columns wide.
pub fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => "✅",
        Verdict::Failed => "❌",
        Verdict::Pending => "⏳",
        Verdict::Unknown => "❔",
        Verdict::Manual => "✋",
    }
}

/// The word of a verdict.
pub fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Passed => lang.pick("통과", "passed"),
        Verdict::Failed => lang.pick("실패", "failed"),
        Verdict::Pending => lang.pick("진행 중", "pending"),
        Verdict::Unknown => lang.pick("확인 불가", "unknown"),
        Verdict::Manual => lang.pick("사람이 확인", "manual"),
    }
}

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
        Lang::Ko => format!("{} {number}", verdict(of, lang)),
        Lang::En => format!("{number} {}", verdict(of, lang)),
    }
}

/// Items that were settled before the run.
pub fn settled(number: usize, lang: Lang) -> String {
    match lang {
        Lang::Ko => format!("완료됨 {number}"),
        Lang::En => format!("{number} settled"),
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
