//! The harmless filters of a pipe: read from their words, and run on what was seen. Patterns are linear, awk
//! has no loops, and of jq only programs whose work grows with their input alone; all of them draw from the
//! record's budget while they run.

mod awk;
mod fields;
mod flow;
mod grep;
mod jq;
pub(super) mod parse;
mod regex;
mod sed;
mod sort;
mod subset;
mod yaml;

use super::{Filter, Jq};
use crate::both;
use crate::facts::budget;
use crate::facts::lang::Bilingual;
use crate::facts::observation::Seen;
use flow::Flow;

/// Runs filters on what was seen, in order: the text as a shell's pipe would print it, and the log
/// lines, table rows, objects and usage that the lines which are left stand for. The exit status is the
/// last filter's, as a shell without `pipefail` has it. The error says which filter cannot be run on
/// this, for a person.
pub fn apply(filters: &[Filter], seen: &Seen) -> Result<Seen, Bilingual> {
    if filters.is_empty() {
        return Ok(seen.clone());
    }
    let mut at = "";
    let done = budget::within(|| filtered(filters, seen, &mut at));
    done.unwrap_or_else(|exceeded| {
        Err(Bilingual::each(|lang| {
            format!("`{at}`: {}", exceeded.told().of(lang))
        }))
    })
}

/// `at` is the filter that is being run.
fn filtered(filters: &[Filter], seen: &Seen, at: &mut &'static str) -> Result<Seen, Bilingual> {
    let mut flow = Flow::of(&seen.text);
    let mut stderr = seen.stderr.clone();
    let mut limited = None;
    flow.success = seen.success;
    for filter in filters {
        *at = name(filter);
        budget::spend(1 + flow.weight() as u64 / 16)?;
        let before = (flow.lines.len(), flow.size());
        if let Filter::WithStderr = filter {
            flow.precede(&std::mem::take(&mut stderr));
        }
        run(filter, &mut flow)?;
        let left = flow.lines.len();
        let fewer = match filter {
            // A line may have been cut through.
            Filter::Bytes { .. } => flow.size() < before.1,
            _ => left < before.0,
        };
        limited = limited.or(limit(filter, left).filter(|_| fewer));
        budget::make(flow.weight())?;
    }
    let mut filtered = subset::of(seen, &flow);
    if let Some(lines) = limited {
        subset::cut(seen, &mut filtered, lines);
    }
    filtered.text = flow.text();
    filtered.success = flow.success;
    filtered.stderr = stderr;
    Ok(filtered)
}

/// That a tool's program is of no form that is known.
fn unknown(tool: &str, program: &str) -> Bilingual {
    both!(
        "`{tool}`의 이런 형태는 지원하지 않습니다: `{program}`",
        "this form of {tool} is not supported: `{program}`"
    )
}

/// Whether a filter can be run at all: its pattern or program is one of those that are known.
pub(super) fn check(filter: &Filter) -> Result<(), Bilingual> {
    match filter {
        Filter::Grep(grep) => grep::Matcher::new(grep).map(|_| ()),
        Filter::Awk { separator, program } => {
            awk::compile(program, separator.as_deref()).map(|_| ())
        }
        Filter::Jq(Jq { program, .. }) | Filter::Yq(program) => jq::compile(program).map(|_| ()),
        Filter::Tr(from, to) => fields::check_tr(from, to.as_deref()),
        Filter::Squeeze(set) => fields::check_tr(set, None),
        Filter::Cut(_, list) => fields::ranges(list).map(|_| ()),
        Filter::Sed(sed) => sed::compile(sed).map(|_| ()),
        _ => Ok(()),
    }
}

fn run(filter: &Filter, flow: &mut Flow) -> Result<(), Bilingual> {
    // Of what is thrown away the exit status is left.
    flow.success |= !matches!(filter, Filter::Discard);
    match filter {
        Filter::Grep(grep) => grep::run(&grep::Matcher::new(grep)?, grep, flow)?,
        Filter::Head(lines) => flow.head(*lines),
        Filter::Tail { lines, from_start } => flow.tail(*lines, *from_start),
        Filter::Bytes { count, last } => flow.bytes(*count, *last)?,
        Filter::Count(what) => flow.count(*what),
        Filter::Sort(order) => sort::sort(order, flow)?,
        Filter::Uniq(uniq) => fields::uniq(uniq, flow),
        Filter::Sed(sed) => sed::run(&sed::compile(sed)?, flow)?,
        Filter::Columns => fields::columns(flow)?,
        Filter::Words => fields::words(flow)?,
        Filter::Cut(delimiter, list) => fields::cut(*delimiter, &fields::ranges(list)?, flow)?,
        Filter::Tr(from, to) => fields::translate(from, to.as_deref(), flow)?,
        Filter::Squeeze(set) => fields::squeeze(set, flow)?,
        Filter::Awk { separator, program } => {
            awk::run(&awk::compile(program, separator.as_deref())?, flow);
        }
        Filter::Jq(jq) => jq::run(jq, flow)?,
        Filter::Yq(program) => yaml::run(&jq::compile(program)?, flow)?,
        Filter::ToFile(_) | Filter::WithStderr => {}
        Filter::Discard => flow.replace(Vec::new()),
    }
    Ok(())
}

/// How many lines a filter that cuts off leaves at most; `left` is how many it left.
fn limit(filter: &Filter, left: usize) -> Option<u64> {
    match filter {
        Filter::Head(lines) => Some(lines.unsigned_abs()),
        Filter::Tail { lines, .. } => Some(*lines),
        Filter::Grep(grep) => grep.most,
        Filter::Sed(sed) if sed::picks_by_place(sed) => u64::try_from(left).ok(),
        Filter::Bytes { .. } => u64::try_from(left).ok(),
        _ => None,
    }
}

/// The tool's name, for messages.
pub(super) fn name(filter: &Filter) -> &'static str {
    match filter {
        Filter::Grep(_) => "grep",
        Filter::Head(_) => "head",
        Filter::Tail { .. } => "tail",
        Filter::Bytes { last: false, .. } => "head -c",
        Filter::Bytes { last: true, .. } => "tail -c",
        Filter::Count(_) => "wc",
        Filter::Sort(_) => "sort",
        Filter::Sed(_) => "sed",
        Filter::Columns => "column",
        Filter::Words => "xargs",
        Filter::ToFile(_) => "tee",
        Filter::Uniq(_) => "uniq",
        Filter::Cut(..) => "cut",
        Filter::Tr(..) | Filter::Squeeze(_) => "tr",
        Filter::Awk { .. } => "awk",
        Filter::Jq(_) => "jq",
        Filter::Yq(_) => "yq",
        Filter::WithStderr => "2>&1",
        Filter::Discard => "/dev/null",
    }
}

#[cfg(test)]
mod tests;
