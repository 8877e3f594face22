//! `uniq`, `cut`, `tr`, `column -t` and `xargs` on lines.

use super::super::Uniq;
use super::flow::{Flow, Line};
use crate::both;
use crate::facts::budget::{self, Exceeded};
use crate::facts::lang::Bilingual;

/// `uniq`: neighbours that are equal, counted with `-c`.
pub(super) fn uniq(uniq: &Uniq, flow: &mut Flow) {
    let same = |a: &str, b: &str| {
        if uniq.ignore_case {
            a.eq_ignore_ascii_case(b)
        } else {
            a == b
        }
    };
    let mut groups: Vec<(usize, Line)> = Vec::new();
    for line in std::mem::take(&mut flow.lines) {
        match groups.last_mut() {
            Some((times, last)) if same(&last.text, &line.text) => *times += 1,
            _ => groups.push((1, line)),
        }
    }
    flow.lines = groups
        .into_iter()
        .filter(|(times, _)| !(uniq.repeated && *times == 1 || uniq.unique && *times > 1))
        .map(|(times, mut line)| {
            if uniq.count {
                line.text = format!("{times:>7} {}", line.text);
            }
            line
        })
        .collect();
    flow.ended = true;
}

/// `column -t`: words two blanks apart, padded but for the last one; empty lines are left out.
pub(super) fn columns(flow: &mut Flow) -> Result<(), Exceeded> {
    flow.lines.retain(|line| !line.text.trim().is_empty());
    let mut widths: Vec<usize> = Vec::new();
    for line in &flow.lines {
        for (at, word) in line.text.split_whitespace().enumerate() {
            let width = word.chars().count();
            match widths.get_mut(at) {
                Some(known) => *known = width.max(*known),
                None => widths.push(width),
            }
        }
    }
    for line in &mut flow.lines {
        let words: Vec<&str> = line.text.split_whitespace().collect();
        let padded = words.len().saturating_sub(1);
        budget::make(widths[..padded].iter().map(|width| width + 2).sum())?;
        let mut text = String::new();
        for (at, word) in words.iter().enumerate() {
            text.push_str(word);
            if at < padded {
                let blanks = widths[at] + 2 - word.chars().count();
                text.extend(std::iter::repeat_n(' ', blanks));
            }
        }
        line.text = text;
    }
    flow.ended = true;
    Ok(())
}

/// `xargs` without a command, which is `echo`: all words on one line. Quotes have a meaning of their
/// own there.
pub(super) fn words(flow: &mut Flow) -> Result<(), Bilingual> {
    const BYTES: usize = 64 * 1024;
    let text = flow.text();
    if text.contains(['"', '\'', '\\']) || text.len() > BYTES {
        return Err(both!(
            "따옴표나 긴 텍스트에 쓴 `xargs`는 지원하지 않습니다",
            "`xargs` with quotes or long texts is not supported"
        ));
    }
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    flow.replace(vec![words.join(" ")]);
    Ok(())
}

/// The list of `cut -f` or `-c`: ranges from 1, both ends included.
pub(super) fn ranges(list: &str) -> Result<Vec<(usize, usize)>, Bilingual> {
    let wrong = || {
        both!(
            "`cut {list}`[은/는] 필드 목록이 아닙니다",
            "`cut {list}` is not a list of fields"
        )
    };
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

/// `cut -d X -f LIST`, or characters without a delimiter. A line without the delimiter stays whole. What a
/// character is beyond ASCII, a byte or a letter, is not the same everywhere.
pub(super) fn cut(
    delimiter: Option<char>,
    ranges: &[(usize, usize)],
    flow: &mut Flow,
) -> Result<(), Bilingual> {
    if delimiter.is_none() && flow.lines.iter().any(|line| !line.text.is_ascii()) {
        return Err(both!(
            "ASCII가 아닌 글자가 있는 텍스트에 쓴 `cut -c`는 지원하지 않습니다",
            "`cut -c` is not supported for text beyond ASCII"
        ));
    }
    budget::spend(flow.size() as u64 / 8 * ranges.len() as u64)?;
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
    Ok(())
}

/// Whether `tr`'s sets are understood.
pub(super) fn check_tr(from: &str, to: Option<&str>) -> Result<(), Bilingual> {
    set(from)?;
    to.map_or(Ok(()), |to| set(to).map(|_| ()))
}

/// `tr SET1 SET2`, or `tr -d SET1`.
pub(super) fn translate(from: &str, to: Option<&str>, flow: &mut Flow) -> Result<(), Bilingual> {
    let from = set(from)?;
    let to = match to {
        None => None,
        Some(to) => Some(set(to)?),
    };
    budget::spend(flow.size() as u64 / 16 * from.len() as u64)?;
    let change = |c: char| match (from.iter().rposition(|one| *one == c), &to) {
        (None, _) => Some(c),
        (Some(_), None) => None,
        (Some(at), Some(to)) => to.get(at).or(to.last()).copied(),
    };
    rewrite(flow, |text| text.chars().filter_map(change).collect());
    Ok(())
}

/// `tr -s SET`: runs of one of the characters become one.
pub(super) fn squeeze(of: &str, flow: &mut Flow) -> Result<(), Bilingual> {
    let of = set(of)?;
    budget::spend(flow.size() as u64 / 16 * of.len() as u64)?;
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
fn set(text: &str) -> Result<Vec<char>, Bilingual> {
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
                    '0'..='7' => {
                        return Err(both!(
                            "`tr {text}`에 8진수 글자가 있습니다",
                            "`tr {text}` has an octal character"
                        ));
                    }
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
    if out.is_empty() {
        Err(both!(
            "`tr`의 글자 집합이 비어 있습니다",
            "`tr` has an empty set"
        ))
    } else {
        Ok(out)
    }
}

fn class(name: &str) -> Result<Vec<char>, Bilingual> {
    Ok(match name {
        "upper" => ('A'..='Z').collect(),
        "lower" => ('a'..='z').collect(),
        "digit" => ('0'..='9').collect(),
        "alpha" => ('A'..='Z').chain('a'..='z').collect(),
        "alnum" => ('0'..='9').chain('A'..='Z').chain('a'..='z').collect(),
        "space" => vec![' ', '\t', '\n', '\r', '\u{B}', '\u{C}'],
        "blank" => vec![' ', '\t'],
        "punct" => (' '..='~').filter(char::is_ascii_punctuation).collect(),
        _ => {
            return Err(both!(
                "`tr`에 `{name}`[이라는/라는] 글자 종류가 없습니다",
                "`tr` has no class `{name}`"
            ));
        }
    })
}
