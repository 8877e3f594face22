//! `promtool query instant SERVER EXPR`.

use super::expand::Word;
use super::flags::{Flag, foreign, ignored, ignored_value, parse, refuse};
use super::reason::{Why, not_ours, refused};
use super::{Class, PrometheusQuery, Query};

const FLAGS: &[Flag] = &[
    foreign("format", Some('o'), Why::OtherOutput),
    foreign("time", None, Why::PromtoolRead),
    refuse("http.config.file", None, Why::Credential),
    ignored_value("enable-feature", None),
    ignored("experimental", None),
];

/// Reads the words after `promtool`.
pub(super) fn read(words: &[Word]) -> Result<Query, Class> {
    let parsed = parse(words, &[FLAGS])?;
    let texts: Vec<&str> = parsed.words.iter().map(|word| word.text.as_str()).collect();
    match texts.as_slice() {
        ["query", "instant", addr, promql] => Ok(Query::Prometheus(PrometheusQuery {
            addr: (*addr).to_owned(),
            promql: (*promql).to_owned(),
        })),
        ["query", "instant", ..] => Err(not_ours(Why::NoQuery, "promtool query instant")),
        ["push" | "tsdb", ..] => Err(refused(
            Why::ChangesCluster,
            &format!("promtool {}", texts[0]),
        )),
        [first, second, ..] => Err(not_ours(
            Why::PromtoolRead,
            &format!("promtool {first} {second}"),
        )),
        _ => Err(not_ours(Why::NoTarget, "promtool")),
    }
}
