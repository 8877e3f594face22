//! The filters of the templates, registered in one place.

use super::phrases;
use crate::facts::duration;
use crate::facts::josa;
use crate::facts::lang::Lang;
use crate::facts::literal;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use tera::{Error, Kwargs, State, Tera, TeraResult};

/// Registers all of them:
///
/// | filter | gives |
/// | --- | --- |
/// | `md`, `cell` | text as literal Markdown, in a line or a table cell |
/// | `code`, `code_cell` | a code span, in a line or a table cell |
/// | `fence(info="yaml")` | a fenced block that its content can't close |
/// | `wrap` | commands, a line each, the long ones over several lines that end with `\` |
/// | `link(to=…)` | a link to a page or a relative path |
/// | `address` | a page's address by itself |
/// | `mermaid` | text for a Mermaid label |
/// | `time(zone=…)` | an RFC 3339 time in the zone: `2025-12-05 19:02:58 KST` |
/// | `clock(zone=…)` | the same without date and zone: `19:02:58` |
/// | `date(lang=…)` | `2025-12-05` in words |
/// | `duration(lang=…)` | seconds in words |
/// | `josa(of="은/는")` | the particle that follows the word |
pub(super) fn register(tera: &mut Tera) {
    /// Writes a text so that it stands for itself.
    type Written = fn(&str) -> String;
    let plain: [(&str, Written); 7] = [
        ("md", literal::inline),
        ("cell", literal::cell),
        ("code", literal::code),
        ("code_cell", literal::code_cell),
        ("address", literal::address),
        ("mermaid", literal::mermaid),
        ("wrap", literal::wrap),
    ];
    for (name, written) in plain {
        tera.register_filter(name, move |text: &str, _: Kwargs, _: &State| written(text));
    }
    tera.register_filter("fence", fence);
    tera.register_filter("link", link);
    tera.register_filter("time", time);
    tera.register_filter("clock", clock);
    tera.register_filter("date", date);
    tera.register_filter("duration", lasting);
    tera.register_filter("josa", particle);
}

fn fence(text: &str, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let info = kwargs.get::<&str>("info")?.unwrap_or_default();
    Ok(literal::fence(text, info))
}

fn link(text: &str, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    Ok(literal::link(text, kwargs.must_get::<&str>("to")?))
}

fn time(at: &str, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    Ok(phrases::time_words(instant(at)?, zone(&kwargs)?))
}

fn clock(at: &str, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let local = instant(at)?.with_timezone(&zone(&kwargs)?);
    Ok(local.format("%H:%M:%S").to_string())
}

fn date(text: &str, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let date: NaiveDate = text
        .parse()
        .map_err(|_| Error::message(format!("{text:?} is no date like 2025-12-05")))?;
    Ok(phrases::date_words(date, lang(&kwargs)?))
}

fn lasting(seconds: i64, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let delta = TimeDelta::try_seconds(seconds).unwrap_or(TimeDelta::MAX);
    Ok(duration::words(delta, lang(&kwargs)?))
}

fn particle(word: &str, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    Ok(josa::particle(word, kwargs.must_get::<&str>("of")?))
}

fn instant(text: &str) -> TeraResult<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text)
        .map(|at| at.to_utc())
        .map_err(|_| Error::message(format!("{text:?} is no RFC 3339 time")))
}

fn zone(kwargs: &Kwargs) -> TeraResult<Tz> {
    let name = kwargs.must_get::<&str>("zone")?;
    name.parse()
        .map_err(|_| Error::message(format!("{name:?} is no time zone like Asia/Seoul")))
}

fn lang(kwargs: &Kwargs) -> TeraResult<Lang> {
    match kwargs.must_get::<&str>("lang")? {
        "ko" => Ok(Lang::Ko),
        "en" => Ok(Lang::En),
        other => Err(Error::message(format!(
            "{other:?} is no language: ko or en"
        ))),
    }
}
