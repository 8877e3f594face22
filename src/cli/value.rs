//! What several commands read from a value of the command line. What is wrong with one is said here, which
//! argument it is of by `mistake`.

use crate::both;
use crate::error::Error;
use crate::facts::duration;
use chrono::NaiveDate;
use std::time::Duration;

/// `2025-12-05`.
///
/// # Errors
/// That it is no date.
pub(crate) fn date(text: &str) -> Result<NaiveDate, Error> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| {
        Error::user(both!("`{text}`: 날짜가 아닙니다", "`{text}` is not a date"))
            .hinted(both!("YYYY-MM-DD로 쓰세요", "write it as YYYY-MM-DD"))
    })
}

/// `10m`, `1h30m`.
///
/// # Errors
/// That it is no length of time.
pub(crate) fn span(text: &str) -> Result<Duration, Error> {
    let read = duration::parse(text).and_then(|delta| delta.to_std().ok());
    read.ok_or_else(|| {
        Error::user(both!(
            "`{text}`: 시간의 길이가 아닙니다",
            "`{text}` is not a duration"
        ))
        .hinted(both!(
            "`10m`이나 `1h30m`처럼 쓰세요",
            "write it as `10m` or `1h30m`"
        ))
    })
}
