//! `sort`, `uniq`, `cut` and `tr` on lines.

use super::flow::{Flow, Line};
use std::cmp::Ordering;

/// How `sort` orders.
#[derive(Debug, Clone, Copy)]
pub(super) struct Order {
    pub reverse: bool,
    pub numeric: bool,
    pub unique: bool,
    pub key: Option<usize>,
}

/// `sort`: by bytes, as in the C locale; ties of `-k` and `-n` by the whole line.
pub(super) fn sort(order: &Order, flow: &mut Flow) {
    let key = |line: &str| match order.key {
        None => line.to_owned(),
        Some(from) => line
            .split_whitespace()
            .skip(from - 1)
            .collect::<Vec<_>>()
            .join(" "),
    };
    let compare = |a: &Line, b: &Line| {
        let (left, right) = (key(&a.text), key(&b.text));
        match order.numeric {
            true => number(&left)
                .partial_cmp(&number(&right))
                .unwrap_or(Ordering::Equal),
            false => left.cmp(&right),
        }
    };
    flow.lines.sort_by(|a, b| {
        let by_key = compare(a, b);
        let all = if order.unique {
            by_key
        } else {
            by_key.then_with(|| a.text.cmp(&b.text))
        };
        if order.reverse { all.reverse() } else { all }
    });
    if order.unique {
        flow.lines.dedup_by(|b, a| compare(a, b) == Ordering::Equal);
    }
    flow.ended = true;
    flow.success = true;
}

/// The number at the start of a key, as `sort -n` reads it: no number is 0.
fn number(key: &str) -> f64 {
    let key = key.trim_start();
    let end = key
        .char_indices()
        .find(|(at, c)| !(c.is_ascii_digit() || *c == '.' || (*at == 0 && *c == '-')))
        .map_or(key.len(), |(at, _)| at);
    key[..end].trim_end_matches('.').parse().unwrap_or(0.0)
}

/// `uniq`: neighbours that are equal, counted with `-c`, only repeated ones with `-d`.
pub(super) fn uniq(count: bool, repeated: bool, flow: &mut Flow) {
    let mut groups: Vec<(usize, Line)> = Vec::new();
    for line in std::mem::take(&mut flow.lines) {
        match groups.last_mut() {
            Some((times, last)) if last.text == line.text => *times += 1,
            _ => groups.push((1, line)),
        }
    }
    flow.lines = groups
        .into_iter()
        .filter(|(times, _)| !repeated || *times > 1)
        .map(|(times, line)| match count {
            true => Line {
                text: format!("{times:>7} {}", line.text),
                ..line
            },
            false => line,
        })
        .collect();
    flow.ended = true;
    flow.success = true;
}

/// The list of `cut -f` or `-c`: ranges from 1, both ends included.
pub(super) fn ranges(list: &str) -> Result<Vec<(usize, usize)>, String> {
    let wrong = || format!("`cut {list}` is not a list of fields");
    list.split(',')
        .map(|part| {
            let (from, to) = match part.split_once('-') {
                None => (part, part),
                Some((from, to)) => (if from.is_empty() { "1" } else { from }, to),
            };
            let from: usize = from.parse().map_err(|_| wrong())?;
            let to = match to {
                "" => usize::MAX,
                to => to.parse().map_err(|_| wrong())?,
            };
            (from > 0 && from <= to)
                .then_some((from, to))
                .ok_or_else(wrong)
        })
        .collect()
}

/// `cut -d X -f LIST`, or characters without a delimiter. A line without the delimiter stays whole.
pub(super) fn cut(delimiter: Option<char>, ranges: &[(usize, usize)], flow: &mut Flow) {
    let wanted = |at: usize| {
        ranges
            .iter()
            .any(|(from, to)| (*from..=*to).contains(&(at + 1)))
    };
    for line in &mut flow.lines {
        line.text = match delimiter {
            None => line
                .text
                .chars()
                .enumerate()
                .filter(|(at, _)| wanted(*at))
                .map(|(_, c)| c)
                .collect(),
            Some(sign) if !line.text.contains(sign) => continue,
            Some(sign) => {
                let parts: Vec<&str> = line
                    .text
                    .split(sign)
                    .enumerate()
                    .filter(|(at, _)| wanted(*at))
                    .map(|(_, part)| part)
                    .collect();
                parts.join(&sign.to_string())
            }
        };
    }
    flow.ended = true;
    flow.success = true;
}

/// Whether `tr`'s sets are understood.
pub(super) fn check_tr(from: &str, to: Option<&str>) -> Result<(), String> {
    set(from)?;
    to.map_or(Ok(()), |to| set(to).map(|_| ()))
}

/// `tr SET1 SET2`, or `tr -d SET1`.
pub(super) fn translate(from: &str, to: Option<&str>, flow: &mut Flow) -> Result<(), String> {
    let from = set(from)?;
    let to = match to {
        None => None,
        Some(to) => Some(set(to)?),
    };
    let change = |c: char| match (from.iter().rposition(|one| *one == c), &to) {
        (None, _) => Some(c),
        (Some(_), None) => None,
        (Some(at), Some(to)) => to.get(at).or(to.last()).copied(),
    };
    rewrite(flow, |text| text.chars().filter_map(change).collect());
    Ok(())
}

/// `tr -s SET`: runs of one of the characters become one.
pub(super) fn squeeze(of: &str, flow: &mut Flow) -> Result<(), String> {
    let of = set(of)?;
    rewrite(flow, |text| {
        let mut last = None;
        text.chars()
            .filter(|c| {
                let again = last == Some(*c) && of.contains(c);
                last = Some(*c);
                !again
            })
            .collect()
    });
    Ok(())
}

/// Changes the whole text; lines keep what they stand for as long as there are as many.
fn rewrite(flow: &mut Flow, change: impl Fn(&str) -> String) {
    let origins: Vec<Option<usize>> = flow.lines.iter().map(|line| line.origin).collect();
    let before = flow.origins();
    let kept = flow.kept.take();
    let mut changed = Flow::of(&change(&flow.text()));
    if changed.lines.len() == origins.len() {
        for (line, origin) in changed.lines.iter_mut().zip(origins) {
            line.origin = origin;
        }
        changed.kept = kept;
    } else {
        for line in &mut changed.lines {
            line.origin = None;
        }
        changed.kept = before;
    }
    *flow = changed;
}

/// A set of `tr`: characters, `\n` and the like, `a-z`, `[:upper:]`.
fn set(text: &str) -> Result<Vec<char>, String> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some((name, after)) = rest.strip_prefix("[:").and_then(|r| r.split_once(":]")) {
            out.extend(class(name)?);
            rest = after;
            continue;
        }
        let mut tail = &rest[c.len_utf8()..];
        let c = match (c, tail.chars().next()) {
            ('\\', Some(next)) => {
                tail = &tail[next.len_utf8()..];
                match next {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    '0'..='7' => return Err(format!("`tr {text}` has an octal character")),
                    other => other,
                }
            }
            _ => c,
        };
        let mut after = tail.chars();
        match (after.next(), after.next()) {
            (Some('-'), Some(last)) if last >= c && last.is_ascii() && c.is_ascii() => {
                out.extend(c..=last);
                rest = &tail[1 + last.len_utf8()..];
            }
            _ => {
                out.push(c);
                rest = tail;
            }
        }
    }
    match out.is_empty() {
        true => Err("`tr` has an empty set".to_owned()),
        false => Ok(out),
    }
}

fn class(name: &str) -> Result<Vec<char>, String> {
    Ok(match name {
        "upper" => ('A'..='Z').collect(),
        "lower" => ('a'..='z').collect(),
        "digit" => ('0'..='9').collect(),
        "alpha" => ('A'..='Z').chain('a'..='z').collect(),
        "alnum" => ('0'..='9').chain('A'..='Z').chain('a'..='z').collect(),
        "space" => vec![' ', '\t', '\n', '\r', '\u{B}', '\u{C}'],
        "blank" => vec![' ', '\t'],
        "punct" => (' '..='~').filter(char::is_ascii_punctuation).collect(),
        _ => return Err(format!("`tr` has no class `{name}`")),
    })
}
