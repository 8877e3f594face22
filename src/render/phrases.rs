//! Dates, times and causes in the words of a language.

use crate::facts::lang::Lang;
use crate::facts::observation::Cause;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Tz;

/// A date in words: `2025년 12월 5일`, `5 December 2025`.
pub(super) fn date_words(date: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::Ko => format!("{}년 {}월 {}일", date.year(), date.month(), date.day()),
        Lang::En => date.format("%-d %B %Y").to_string(),
    }
}

/// A time in a zone, with the zone's own abbreviation: `2025-12-05 19:02:58 KST`. The form is the
/// same in both languages, so that times can be compared and searched.
pub(crate) fn time_words(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone)
        .format("%Y-%m-%d %H:%M:%S %Z")
        .to_string()
}

/// Why something could not be seen, in words that fit behind "could not be seen:".
pub(crate) fn cause_words(cause: Cause, lang: Lang) -> &'static str {
    let (ko, en) = match cause {
        Cause::Unauthorized => ("인증되지 않음 (401)", "not authenticated (401)"),
        Cause::Forbidden => ("권한 없음 (403)", "not allowed (403)"),
        Cause::NoSuchApi => ("대상을 찾을 수 없음 (404)", "not found (404)"),
        Cause::NotFound => ("없음", "not found"),
        Cause::BadRequest => ("서버가 요청을 거절함", "the server refused the request"),
        Cause::Expired => ("목록이 만료됨", "the list expired"),
        Cause::TooManyRequests => ("요청이 너무 많음 (429)", "too many requests (429)"),
        Cause::ServerError => ("서버 오류", "server error"),
        Cause::Gateway => ("게이트웨이 오류", "gateway error"),
        Cause::Unreachable => ("연결할 수 없음", "unreachable"),
        Cause::NoSuchHost => (
            "호스트 이름을 찾을 수 없음",
            "the host name does not resolve",
        ),
        Cause::Tls => ("TLS 오류", "TLS failed"),
        Cause::RunDeadline => ("실행 시간 초과", "the run's time was over"),
        Cause::Timeout => ("시간 초과", "timed out"),
        Cause::CutOff => ("응답이 중간에 끊김", "the answer was cut off"),
        Cause::Malformed => ("응답을 읽을 수 없음", "the answer could not be read"),
        Cause::TooLarge => ("응답이 너무 큼", "the answer was too large"),
        Cause::TooManyQuestions => ("조회가 너무 많음", "too many questions"),
        Cause::ContextRefused => (
            "허용되지 않았거나 없는 컨텍스트",
            "the context is not allowed or does not exist",
        ),
        Cause::OtherJob => (
            "다른 작업이 보는 클러스터",
            "another job looks at that cluster",
        ),
        Cause::HostRefused => ("설정에 없는 호스트", "the host is not in the configuration"),
        Cause::NotConfigured => ("설정되지 않음", "not configured"),
        Cause::Withheld => (
            "자격 증명을 보내지 않음",
            "the credential is not sent there",
        ),
        Cause::CredentialPlugin => ("인증 플러그인 실패", "the credential plugin failed"),
        Cause::Offline => ("오프라인", "offline"),
        Cause::Interrupted => ("중단됨", "interrupted"),
    };
    lang.pick(ko, en)
}
