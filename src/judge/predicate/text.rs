//! Plain output: texts in it, lone values, `key: value` lines, JSON, HTTP answers, versions.

use super::outcome::{Reason, Say, few};
use super::{Comparison, Join, Precision, Quantifier, Shape, Subject, Test};
use crate::facts::verdict::{Judgement, Verdict};
use crate::judge::sample_table::wildcard_parts;
use crate::judge::scene::{Scene, View};
use crate::query::Filter;
use serde_json::Value;

/// Whether a text holds another as whole words: `ACTIVE` is not in `INACTIVE`, nor `Ready` in
/// `NotReady`. `xxx` and `...` in it stand for anything within a line.
pub(super) fn holds_text(text: &str, wanted: &str) -> bool {
    let parts = wildcard_parts(wanted.trim());
    text.lines().any(|line| line_holds(line, &parts))
        || (parts.len() == 1 && wanted.contains('\n') && text.contains(wanted))
}

fn line_holds(line: &str, parts: &[String]) -> bool {
    let first = &parts[0];
    let starts: Vec<usize> = match first.is_empty() {
        true => vec![0],
        false => line
            .match_indices(first.as_str())
            .map(|(at, _)| at)
            .collect(),
    };
    starts.into_iter().any(|start| {
        let mut at = start + first.len();
        for part in &parts[1..] {
            match line[at..].find(part.as_str()) {
                Some(found) => at += found + part.len(),
                None => return false,
            }
        }
        let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric());
        let (before, after) = (line[..start].chars().next_back(), line[at..].chars().next());
        let starts_inside = word(before) && word(first.chars().next());
        let ends_inside = word(after)
            && parts
                .last()
                .is_some_and(|part| word(part.chars().next_back()));
        !starts_inside && !ends_inside
    })
}

/// What all commands printed.
fn printed(scene: &Scene) -> String {
    let texts = scene
        .views
        .iter()
        .map(|view| match view.filtered.text.is_empty() {
            true => view.filtered.stderr.clone(),
            false => view.filtered.text.clone(),
        });
    texts.collect::<Vec<_>>().join("\n")
}

/// The output holds texts, or holds none of them.
pub(super) fn literal(scene: &Scene, texts: &[String], join: Join) -> Judgement {
    let text = printed(scene);
    let (found, missing): (Vec<String>, Vec<String>) = texts
        .iter()
        .cloned()
        .partition(|wanted| holds_text(&text, wanted));
    let holds = match join {
        Join::All => missing.is_empty(),
        Join::Any => !found.is_empty(),
    };
    let cut = scene.views.iter().any(|view| {
        view.filtered
            .cut
            .as_ref()
            .is_some_and(|cut| cut.reached > 0)
    });
    let say = Say(scene.lang);
    if !holds && cut {
        let what = few(&missing, scene.lang);
        return say.with(
            Verdict::Unknown,
            Reason::Truncated,
            format!("출력이 제한에서 잘려 `{what}`이(가) 없다고 말할 수 없습니다"),
            format!("the output stopped at its limit, so `{what}` may lie beyond it"),
        );
    }
    let shown = few(if holds { &found } else { &missing }, scene.lang);
    match holds {
        true => say.passed(
            format!("출력에 있음: {shown}"),
            format!("the output has {shown}"),
        ),
        false => say.failed(
            format!("출력에 없음: {shown}"),
            format!("the output does not have {shown}"),
        ),
    }
    .with_seen(shown)
}

/// Nothing is printed.
pub(super) fn no_output(scene: &Scene) -> Judgement {
    let lines: Vec<String> = scene
        .views
        .iter()
        .flat_map(|view| real_lines(view))
        .map(str::to_owned)
        .collect();
    Say(scene.lang)
        .whether(
            lines.is_empty(),
            format!("출력 {}줄{}", lines.len(), example(&lines)),
            format!("{} lines printed{}", lines.len(), example(&lines)),
        )
        .with_seen(lines.len().to_string())
}

fn example(lines: &[String]) -> String {
    lines
        .first()
        .map(|line| format!(": {}", line.chars().take(80).collect::<String>()))
        .unwrap_or_default()
}

/// The printed lines without a table's header that a `grep -v` left over.
fn real_lines<'a>(view: &View<'a>) -> impl Iterator<Item = &'a str> {
    let header = match view.raw.tables.is_empty() {
        true => None,
        false => view.raw.text.lines().next(),
    };
    let only_header = view.raw.tables.iter().all(|table| table.rows.is_empty())
        || !view.pipeline.filters.is_empty();
    view.filtered
        .text
        .lines()
        .filter(move |line| !(line.trim().is_empty() || only_header && header == Some(*line)))
        .filter(|line| !line.starts_with("No resources found"))
}

/// The single values that commands print.
fn single_values<'a>(scene: &Scene<'a>) -> Vec<&'a str> {
    let single = |view: &View<'a>| {
        let text = view.filtered.text.trim();
        (!text.is_empty() && text.lines().count() == 1 && view.tables().is_empty()).then_some(text)
    };
    scene.views.iter().filter_map(single).collect()
}

/// A lone value.
pub(super) fn scalar(scene: &Scene, values: &[String]) -> Judgement {
    let say = Say(scene.lang);
    let codes: Option<Vec<u16>> = values
        .iter()
        .map(|value| value.parse().ok().filter(|code| (100..600).contains(code)))
        .collect();
    if let Some(codes) = codes
        && scene.views.iter().any(|view| view.filtered.http.is_some())
    {
        return http(scene, &codes);
    }
    let singles = single_values(scene);
    let number = values.iter().all(|value| value.parse::<u64>().is_ok());
    let wanted = values.join(" / ");
    if singles.is_empty() {
        let rows = scene.rows().len();
        if number && scene.views.len() == 1 && !scene.tables().is_empty() {
            let holds = values.iter().any(|value| value.parse() == Ok(rows));
            return say
                .whether(
                    holds,
                    format!("기록 {wanted}개, 실제 {rows}개"),
                    format!("written {wanted}, seen {rows} rows"),
                )
                .with_seen(rows.to_string());
        }
        if scene.views.len() == 1 && scene.views[0].filtered.text.trim().is_empty() {
            return say.none_found("출력이 없습니다".into(), "nothing was printed".into());
        }
        return say.manual(
            format!("출력이 한 값이 아니어서 `{wanted}`와(과) 비교할 수 없습니다"),
            format!("the output is not one value that could be compared with `{wanted}`"),
        );
    }
    let fits = |seen: &&str| {
        let bare = seen.trim_matches(['"', '\'']);
        values.iter().any(|value| {
            bare == value || (value.parse::<u64>().is_err() && bare.eq_ignore_ascii_case(value))
        })
    };
    let holds = singles.iter().all(fits);
    let seen = singles.join(", ");
    let seen: String = seen.chars().take(120).collect();
    say.whether(
        holds,
        format!("기록 {wanted}, 실제 {seen}"),
        format!("written {wanted}, seen {seen}"),
    )
    .with_seen(seen)
}

/// Every line is a value.
pub(super) fn each_line(scene: &Scene, value: &str) -> Judgement {
    let say = Say(scene.lang);
    let lines: Vec<String> = scene
        .views
        .iter()
        .flat_map(|view| view.filtered.text.lines())
        .map(|line| line.trim().to_owned())
        .collect();
    let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    if lines.is_empty() {
        return say.none_found("출력이 없습니다".into(), "nothing was printed".into());
    }
    let wrong: Vec<String> = lines
        .iter()
        .filter(|line| *line != value)
        .cloned()
        .collect();
    let (right, all) = (lines.len() - wrong.len(), lines.len());
    say.whether(
        wrong.is_empty(),
        format!("{all}줄 중 {right}줄이 `{value}`{}", example(&wrong)),
        format!("{right} of {all} lines are `{value}`{}", example(&wrong)),
    )
}

/// HTTP status codes.
pub(super) fn http(scene: &Scene, codes: &[u16]) -> Judgement {
    let say = Say(scene.lang);
    let mut seen: Vec<u16> = scene
        .views
        .iter()
        .filter_map(|view| view.filtered.http.as_ref())
        .map(|http| http.status)
        .collect();
    if seen.is_empty() {
        seen.extend(
            single_values(scene)
                .iter()
                .filter_map(|text| text.parse::<u16>().ok()),
        );
    }
    if seen.is_empty() {
        return say.manual(
            "이 단계에 HTTP 응답이 없습니다".into(),
            "no command of this step gives an HTTP status".into(),
        );
    }
    let holds = seen.iter().all(|code| codes.contains(code));
    let words = |codes: &[u16]| {
        codes
            .iter()
            .map(u16::to_string)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (wanted, seen) = (words(codes), words(&seen));
    say.whether(
        holds,
        format!("기록 HTTP {wanted}, 실제 {seen}"),
        format!("written HTTP {wanted}, seen {seen}"),
    )
    .with_seen(seen)
}

/// JSON that holds some JSON.
pub(super) fn json(scene: &Scene, wanted: &Value) -> Judgement {
    let say = Say(scene.lang);
    let bodies = scene.views.iter().map(|view| match &view.filtered.http {
        Some(http) if view.filtered.text.trim().is_empty() => http.body.as_str(),
        _ => view.filtered.text.as_str(),
    });
    let parsed: Vec<Value> = bodies
        .filter_map(|body| serde_json::from_str(body.trim()).ok())
        .collect();
    if parsed.is_empty() {
        let printed = printed(scene);
        let shown: String = printed.trim().chars().take(80).collect();
        return say
            .failed(
                format!("출력이 JSON이 아닙니다: {shown}"),
                format!("the output is no JSON: {shown}"),
            )
            .with_seen(shown);
    }
    let holds = parsed.iter().all(|value| subset(wanted, value));
    let seen: String = parsed
        .first()
        .map(Value::to_string)
        .unwrap_or_default()
        .chars()
        .take(120)
        .collect();
    say.whether(
        holds,
        format!("기록 {wanted}, 실제 {seen}"),
        format!("written {wanted}, seen {seen}"),
    )
    .with_seen(seen)
}

/// Whether every field of `wanted` is in `seen`; arrays hold each wanted element.
fn subset(wanted: &Value, seen: &Value) -> bool {
    match (wanted, seen) {
        (Value::Object(wanted), Value::Object(seen)) => wanted
            .iter()
            .all(|(key, value)| seen.get(key).is_some_and(|own| subset(value, own))),
        (Value::Array(wanted), Value::Array(seen)) => wanted
            .iter()
            .all(|value| seen.iter().any(|own| subset(value, own))),
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        _ => wanted == seen,
    }
}

/// `key: value` and `key=value` lines, and fields of a JSON answer. `None`: no such key.
pub(super) fn keyed(scene: &Scene, key: &str, test: &Test) -> Option<Judgement> {
    let mut values: Vec<String> = Vec::new();
    for view in &scene.views {
        let text = view.filtered.text.as_str();
        match serde_json::from_str::<Value>(text.trim()) {
            Ok(value) => values.extend(field(&value, key)),
            Err(_) => values.extend(text.lines().filter_map(|line| line_value(line, key))),
        }
    }
    if values.is_empty() {
        return None;
    }
    let holds = values
        .iter()
        .all(|value| super::rows::cell_holds(key, value, test));
    let (seen, wanted) = (
        few(&values, scene.lang),
        super::words::test(test, scene.lang),
    );
    let judgement = Say(scene.lang).whether(
        holds,
        format!("{key}: 기록 {wanted}, 실제 {seen}"),
        format!("{key}: written {wanted}, seen {seen}"),
    );
    Some(judgement.with_seen(seen))
}

fn line_value(line: &str, key: &str) -> Option<String> {
    let line = line.trim().trim_start_matches("- ");
    let (own, value) = line.split_once([':', '='])?;
    let own = own.trim().trim_matches('"');
    // `Sync Status:  Synced to main (1a2b3c)` of `argocd app get`.
    if own.eq_ignore_ascii_case(key) && own.eq_ignore_ascii_case("sync status") {
        return value.split_whitespace().next().map(str::to_owned);
    }
    own.eq_ignore_ascii_case(key)
        .then(|| value.trim().trim_matches(['"', ',']).to_owned())
}

/// The value at a dotted path of JSON.
fn field(value: &Value, path: &str) -> Option<String> {
    let mut at = value;
    for part in path.trim_start_matches('.').split('.') {
        at = at.get(part)?;
    }
    Some(match at {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    })
}

/// Whether a value has a shape.
pub(super) fn has_shape(value: &str, shape: Shape) -> bool {
    let host = |value: &str| {
        let labels: Vec<&str> = value.split('.').collect();
        labels.len() > 1
            && labels.iter().all(|label| {
                !label.is_empty()
                    && label
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
            })
            && value.parse::<std::net::IpAddr>().is_err()
    };
    match shape {
        Shape::Ip => value
            .split(',')
            .all(|one| one.trim().parse::<std::net::IpAddr>().is_ok()),
        Shape::HostName => value.split(',').all(|one| host(one.trim())),
        Shape::ElbHostName => {
            host(value) && value.contains(".elb.") && value.contains(".amazonaws.com")
        }
    }
}

/// A count that the command itself prints (`| wc -l`, `grep -c`). `None`: it prints none.
pub(super) fn counted(
    scene: &Scene,
    subject: &Subject,
    comparison: Comparison,
    wanted: u64,
    states: &[String],
) -> Option<Judgement> {
    let [view] = scene.views.as_slice() else {
        return None;
    };
    let counts = view.pipeline.filters.iter().any(|filter| match filter {
        Filter::Count('l') => true,
        Filter::Grep(grep) => grep.count,
        _ => false,
    });
    let seen: u64 = counts
        .then(|| view.filtered.text.trim().parse().ok())
        .flatten()?;
    // What was counted must be what the sentence speaks of.
    let patterns: Vec<String> = view
        .pipeline
        .filters
        .iter()
        .flat_map(|filter| match filter {
            Filter::Grep(grep) if !grep.invert => grep.patterns.clone(),
            _ => Vec::new(),
        })
        .collect();
    let picked = |word: &str| {
        patterns
            .iter()
            .any(|pattern| pattern.to_lowercase().contains(&word.to_lowercase()))
    };
    if !states.iter().all(|state| picked(state)) {
        return None;
    }
    if let Some(name) = &subject.name
        && !(picked(&name.text)
            || serde_json::to_string(&view.pipeline.query)
                .is_ok_and(|query| query.contains(&name.text)))
    {
        return None;
    }
    let header = matches!(&view.pipeline.query, crate::query::Query::Get(get) if !get.no_headers)
        && !view.raw.tables.is_empty()
        && patterns.is_empty()
        && view.raw.tables.iter().any(|table| !table.rows.is_empty());
    let say = Say(scene.lang);
    // A sentence about objects does not count the header line; one that does can't be told.
    let counts_header = header && subject.kind.is_some();
    if counts_header
        && !comparison.holds(&seen.saturating_sub(1), &wanted)
        && comparison.holds(&seen, &wanted)
    {
        return Some(say.manual(
            format!("`wc -l`이 머리글 줄까지 세어 {seen}입니다"),
            format!("`wc -l` gives {seen}, the header line counted"),
        ));
    }
    let seen = if counts_header {
        seen.saturating_sub(1)
    } else {
        seen
    };
    let header = header && !counts_header;
    let holds = comparison.holds(&seen, &wanted);
    let sign = if comparison == Comparison::Equal {
        ""
    } else {
        comparison.sign()
    };
    let (ko, en) = match header {
        true => (" (머리글 줄 포함)", " (the header line is counted)"),
        false => ("", ""),
    };
    Some(
        say.whether(
            holds,
            format!("기록 {sign}{wanted}개, 실제 {seen}개{ko}"),
            format!("written {sign}{wanted}, seen {seen}{en}"),
        )
        .with_seen(seen.to_string()),
    )
}

/// States where no table is printed: the words of the output (`-o jsonpath=…`), or the lines of
/// `argocd app get`. `None`: there is a table, or the output has nothing of the kind.
pub(super) fn states(
    scene: &Scene,
    subject: &Subject,
    quantifier: Quantifier,
    states: &[String],
) -> Option<Judgement> {
    if !scene.tables().is_empty()
        || subject
            .name
            .as_ref()
            .is_some_and(|name| name.precision == Precision::Exact)
    {
        return None;
    }
    let keys = ["Sync Status", "Health Status"];
    let lines = scene
        .views
        .iter()
        .flat_map(|view| view.filtered.text.lines());
    let argo: Vec<String> = lines
        .filter_map(|line| line.split_once(':'))
        .filter(|(key, _)| keys.contains(&key.trim()))
        .filter_map(|(_, value)| value.split_whitespace().next().map(str::to_owned))
        .collect();
    let words: Vec<String> = match argo.is_empty() {
        false => {
            let dimension = |word: &str| matches!(word, "Synced" | "OutOfSync" | "Unknown");
            let sync = states.iter().all(|state| dimension(state));
            argo.into_iter()
                .filter(|word| dimension(word) == sync)
                .collect()
        }
        true => {
            let text = printed(scene);
            let words: Vec<String> = text
                .split_whitespace()
                .map(|word| word.trim_matches(['"', '\'', ',']).to_owned())
                .collect();
            // Numbers, prose and other output are no list of states.
            let state_like = |word: &String| {
                word.chars().all(|c| c.is_ascii_alphabetic())
                    && (words.len() == 1 || word.starts_with(|c: char| c.is_ascii_uppercase()))
            };
            if words.is_empty() || !words.iter().all(state_like) {
                return None;
            }
            words
        }
    };
    let matches = |word: &String| states.iter().any(|state| state.eq_ignore_ascii_case(word));
    let right = words.iter().filter(|word| matches(word)).count();
    let holds = match quantifier {
        Quantifier::Every => right == words.len(),
        Quantifier::Some => right > 0,
        Quantifier::None => right == 0,
    };
    let wrong: Vec<String> = words
        .iter()
        .filter(|word| matches(word) == (quantifier == Quantifier::None))
        .cloned()
        .collect();
    let seen = few(if holds { &words } else { &wrong }, scene.lang);
    let wanted = states.join("/");
    let judgement = Say(scene.lang).whether(
        holds,
        format!("기록 {wanted}, 실제 {seen}"),
        format!("written {wanted}, seen {seen}"),
    );
    Some(judgement.with_seen(seen))
}

/// Whether plain output names something. `None`: that can't tell.
pub(super) fn mentions(scene: &Scene, subject: &Subject) -> Option<Judgement> {
    let name = subject
        .name
        .as_ref()
        .filter(|name| name.precision == Precision::Exact)?;
    if subject.kind.is_some() || !scene.tables().is_empty() {
        return None;
    }
    Some(literal(scene, std::slice::from_ref(&name.text), Join::All))
}

/// A version in the output.
pub(super) fn version(
    scene: &Scene,
    of: Option<&str>,
    comparison: Comparison,
    wanted: &[u64],
) -> Judgement {
    let text = printed(scene);
    let lower = text.to_lowercase();
    let relevant: String = match of {
        None => text.clone(),
        Some(word) => {
            let word = word.to_lowercase();
            let lines = text
                .lines()
                .zip(lower.lines())
                .filter(|(_, lower)| lower.contains(&word));
            lines.map(|(line, _)| line).collect::<Vec<_>>().join("\n")
        }
    };
    let mut found: Vec<Vec<u64>> = relevant
        .split(|c: char| c.is_whitespace() || ",;()\"'=".contains(c))
        .filter_map(dotted)
        .collect();
    found.sort();
    found.dedup();
    let words = |parts: &[u64]| {
        parts
            .iter()
            .map(u64::to_string)
            .collect::<Vec<_>>()
            .join(".")
    };
    let say = Say(scene.lang);
    if found.is_empty() {
        return say.manual(
            "출력에서 버전을 찾지 못했습니다".into(),
            "no version was found in the output".into(),
        );
    }
    let holds = found.iter().all(|seen| {
        let seen = &seen[..seen.len().min(if comparison == Comparison::Equal {
            wanted.len()
        } else {
            seen.len()
        })];
        let mut padded = wanted.to_vec();
        padded.resize(padded.len().max(seen.len()), 0);
        let mut own = seen.to_vec();
        own.resize(padded.len(), 0);
        comparison.holds(&own, &padded)
    });
    let seen = found
        .iter()
        .map(|parts| words(parts))
        .collect::<Vec<_>>()
        .join(", ");
    let wanted = format!(
        "{}{}",
        if comparison == Comparison::Equal {
            ""
        } else {
            comparison.sign()
        },
        words(wanted)
    );
    say.whether(
        holds,
        format!("기록 {wanted}, 실제 {seen}"),
        format!("written {wanted}, seen {seen}"),
    )
    .with_seen(seen)
}

/// `v1.28.3-eks-1`, `20.10.7`: at least two numeric parts.
fn dotted(word: &str) -> Option<Vec<u64>> {
    let plain = word.trim_start_matches('v').trim_end_matches('.');
    let core = plain.split(['-', '+']).next()?;
    let parts: Option<Vec<u64>> = core.split('.').map(|part| part.parse().ok()).collect();
    parts.filter(|parts| parts.len() > 1)
}
