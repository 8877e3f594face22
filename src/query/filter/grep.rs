//! `grep` on lines.

use super::super::Grep;
use super::flow::{Flow, Line};
use super::regex::{Syntax, compile, is_ambiguous, search, translate, unknown_pattern};
use crate::facts::budget::{self, Exceeded};
use crate::facts::lang::Bilingual;
use regex::Regex;

/// A compiled pattern.
#[derive(Debug)]
pub(super) struct Matcher(Regex);

impl Matcher {
    /// Compiles the patterns; the error is for a person.
    pub(super) fn new(grep: &Grep) -> Result<Matcher, Bilingual> {
        let syntax = Syntax::of(grep.extended);
        let unknown = || {
            let patterns = grep.patterns.join("|");
            unknown_pattern(&patterns)
        };
        let mut parts = Vec::new();
        for pattern in &grep.patterns {
            // Each line of a pattern is one; where a match ends matters only if it is printed.
            for line in pattern.split('\n') {
                let printed = grep.only_matching && !grep.fixed;
                if printed && is_ambiguous(line, syntax) {
                    return Err(unknown());
                }
                parts.push(if grep.fixed {
                    format!("(?:{})", regex::escape(line))
                } else {
                    format!("(?:{})", translate(line, syntax)?)
                });
            }
        }
        if grep.only_matching && parts.len() > 1 {
            return Err(unknown());
        }
        let mut whole = parts.join("|");
        if grep.line {
            whole = format!("^(?:{whole})$");
        } else if grep.word {
            whole = format!(r"\b{{start-half}}(?:{whole})\b{{end-half}}");
        }
        compile(&whole, grep.ignore_case)
            .map(Matcher)
            .map_err(|_| unknown())
    }
}

/// Keeps, counts or cuts out what matches. Fails (exit status 1) when no line was selected.
pub(super) fn run(matcher: &Matcher, grep: &Grep, flow: &mut Flow) -> Result<(), Exceeded> {
    let mut left = grep.most.unwrap_or(u64::MAX);
    let selected: Vec<bool> = flow
        .lines
        .iter()
        .map(|line| {
            search(&matcher.0, &line.text)?;
            let found = left > 0 && matcher.0.is_match(&line.text) != grep.invert;
            left -= u64::from(found);
            Ok(found)
        })
        .collect::<Result<_, Exceeded>>()?;
    let count = selected.iter().filter(|selected| **selected).count();
    if grep.quiet {
        keep(flow, &selected);
        flow.replace(Vec::new());
    } else if grep.count {
        keep(flow, &selected);
        flow.replace(vec![count.to_string()]);
    } else if grep.only_matching {
        only_matching(matcher, grep, flow, &selected)?;
    } else if grep.before > 0 || grep.after > 0 {
        with_context(grep, flow, &selected);
    } else {
        number(grep, flow, |_| ':');
        keep(flow, &selected);
    }
    flow.ended = true;
    flow.success = count > 0;
    Ok(())
}

fn keep(flow: &mut Flow, selected: &[bool]) {
    let mut at = 0;
    flow.lines.retain(|_| {
        at += 1;
        selected[at - 1]
    });
}

fn number(grep: &Grep, flow: &mut Flow, sign: impl Fn(usize) -> char) {
    if grep.line_number {
        for (at, line) in flow.lines.iter_mut().enumerate() {
            line.text = format!("{}{}{}", at + 1, sign(at), line.text);
        }
    }
}

fn only_matching(
    matcher: &Matcher,
    grep: &Grep,
    flow: &mut Flow,
    selected: &[bool],
) -> Result<(), Exceeded> {
    let lines = std::mem::take(&mut flow.lines);
    for (at, line) in lines.into_iter().enumerate() {
        if !selected[at] || grep.invert {
            continue;
        }
        for found in matcher
            .0
            .find_iter(&line.text)
            .filter(|found| !found.is_empty())
        {
            let prefix = if grep.line_number {
                format!("{}:", at + 1)
            } else {
                String::new()
            };
            let text = format!("{prefix}{}", found.as_str());
            budget::make(64 + text.len())?;
            flow.lines.push(Line {
                text,
                origin: line.origin,
            });
        }
    }
    Ok(())
}

/// `-A`, `-B`, `-C`: the lines around, and `--` between groups that do not touch.
fn with_context(grep: &Grep, flow: &mut Flow, selected: &[bool]) {
    let reach = |lines: u64| usize::try_from(lines).unwrap_or(usize::MAX);
    let all = flow.lines.len();
    let mut shown = vec![false; all];
    let mut until = 0;
    for (at, _) in selected
        .iter()
        .enumerate()
        .filter(|(_, selected)| **selected)
    {
        let from = at.saturating_sub(reach(grep.before)).max(until);
        let to = at
            .saturating_add(reach(grep.after))
            .saturating_add(1)
            .min(all);
        for one in &mut shown[from.min(to)..to] {
            *one = true;
        }
        shown[at] = true;
        until = to;
    }
    number(grep, flow, |at| if selected[at] { ':' } else { '-' });
    let lines = std::mem::take(&mut flow.lines);
    let mut last: Option<usize> = None;
    for (at, line) in lines.into_iter().enumerate().filter(|(at, _)| shown[*at]) {
        if last.is_some_and(|last| last + 1 < at) {
            flow.lines.push(Line {
                text: "--".to_owned(),
                origin: line.origin,
            });
        }
        last = Some(at);
        flow.lines.push(line);
    }
}
