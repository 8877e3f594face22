//! Loops and groups. A loop over values that are written is read once for each of them, a loop that waits
//! or repeats is looked at once, a group is its commands. What stands in a condition, a function or a loop
//! over something that only running a command would tell is not simply run.

use super::super::command;
use super::super::expand::Word;
use super::super::placeholder::{self, Holes};
use super::super::prompt;
use super::super::reason::{Why, not_ours};
use super::super::shell::{self, Open, Piped};
use super::super::statement::{self, Statement};
use super::super::{Class, state};
use super::lines::Lines;
use super::{Reader, joined};

/// How often the bodies of a fence's loops are read altogether.
pub(super) const ROUNDS: usize = 64;
/// A loop over more values than this is not unrolled.
const VALUES: usize = 16;
/// Deeper compounds are not told apart.
const DEPTH: usize = 24;
/// More lines than this are not one compound command.
const LINES: usize = 200;

/// Where the pipelines of a statement stand.
#[derive(Clone, Copy)]
struct At<'a> {
    holes: &'a Holes,
    line: usize,
}

impl Reader<'_> {
    /// A statement with the lines up to the end of the compound commands that it opens. One that is
    /// never closed stays as it is.
    pub(super) fn closed(&mut self, first: Statement, lines: &Lines<'_>, at: usize) -> Statement {
        if self.unclosed || self.nest.is_open() || first.broken {
            return first;
        }
        let mut nest = self.nest.clone();
        let mut read = |statement: &Statement| {
            let text = placeholder::protect(&statement.text, &mut Holes::default());
            shell::read(&text, &mut nest)
                .is_ok()
                .then(|| nest.is_open())
        };
        if read(&first) != Some(true) {
            return first;
        }
        let mut whole = first.clone();
        loop {
            let from = at + whole.lines;
            let next = lines
                .continuation(from)
                .filter(|line| whole.lines < LINES && prompt::strip(line).is_none());
            let Some(next) = next else { break };
            let more = statement::join(next, |n| lines.continuation(from + n));
            let Some(open) = read(&more).filter(|_| !more.broken) else {
                break;
            };
            whole.text.push('\n');
            whole.text.push_str(&more.text);
            let comments = more.comments.into_iter();
            let shifted = comments.map(|(line, text)| (line + whole.lines, text));
            whole.comments.extend(shifted);
            whole.lines += more.lines;
            if !open {
                return whole;
            }
        }
        self.unclosed = true;
        first
    }

    /// The pipelines of a statement.
    pub(super) fn list(&mut self, list: &[Piped], holes: &Holes, line: usize) {
        self.block(list, 0, None, At { holes, line });
    }

    /// Pipelines that stand in the same compounds up to a level.
    fn block(&mut self, list: &[Piped], level: usize, inside: Option<&'static str>, at: At<'_>) {
        let mut from = 0;
        while let Some(first) = list.get(from) {
            let Some(open) = first.within.get(level).filter(|_| level < DEPTH) else {
                let deep = first.within.get(level).map(|open| open.kind);
                self.run(first, inside.or(deep), at);
                from += 1;
                continue;
            };
            let is_same = |piped: &&Piped| {
                let other = piped.within.get(level);
                other.is_some_and(|other| other.number == open.number)
            };
            let end = from + list[from..].iter().take_while(is_same).count();
            let tail = list.get(end).filter(|piped| goes_on(piped, level));
            let inside = inside.or(tail.map(|_| open.kind));
            self.compound(&list[from..end], *open, level, inside, at);
            if let Some(tail) = tail {
                self.tail(tail, at);
            }
            from = end + usize::from(tail.is_some());
        }
    }

    fn run(&mut self, piped: &Piped, inside: Option<&'static str>, at: At<'_>) {
        let piped = Piped {
            inside,
            ..piped.clone()
        };
        self.pipeline(&piped, at.holes, at.line);
    }

    /// `done | …`: what reads a compound's output may have to be refused; it asks nothing.
    fn tail(&mut self, tail: &Piped, at: At<'_>) {
        let class = command::classify(tail, at.holes, self.vars);
        if matches!(class, Class::Refused(_)) {
            self.add_at(tail, class, None, at);
        }
    }

    fn add_at(&mut self, piped: &Piped, class: Class, name: Option<String>, at: At<'_>) {
        let lines = at.line + piped.lines.0..at.line + piped.lines.1 + 1;
        self.add(joined(&at.holes.restore(&piped.text)), lines, class, name);
    }

    fn compound(
        &mut self,
        group: &[Piped],
        open: Open,
        level: usize,
        inside: Option<&'static str>,
        at: At<'_>,
    ) {
        match (open.kind, inside) {
            ("for", None) => self.each(group, level, at),
            ("while" | "until", None) => self.repeated(group, open.kind, level, at),
            ("( )", _) => {
                let before = self.vars.clone();
                self.block(group, level + 1, inside, at);
                *self.vars = before;
            }
            ("{ }", _) => self.block(group, level + 1, inside, at),
            (kind, _) => self.block(group, level + 1, inside.or(Some(kind)), at),
        }
    }

    /// `for NAME in VALUES; do …`.
    fn each(&mut self, group: &[Piped], level: usize, at: At<'_>) {
        let heads = heads(group, level);
        let ([head], body) = group.split_at(heads.min(1)) else {
            return self.block(group, level + 1, Some("for"), at);
        };
        let words = match head.calls.as_slice() {
            [call] => command::expand_call(call, at.holes, self.vars),
            _ => Vec::new(),
        };
        let Some(name) = words.get(1).map(|word| word.text.clone()) else {
            return self.block(group, level + 1, Some("for"), at);
        };
        let listed = words.get(2).is_some_and(|word| word.text == "in");
        let items = words.get(3..).filter(|_| listed).unwrap_or_default();
        for text in items.iter().flat_map(|word| &word.substitutions) {
            if state::holds_tool(text) {
                let class = command::classify_text(text, self.vars);
                self.add_at(head, class, Some(name.clone()), at);
            }
        }
        let known = self.script.commands.len();
        match values(items).filter(|values| values.len() <= self.rounds) {
            Some(values) => {
                self.rounds -= values.len();
                for value in values {
                    self.vars.set(&name, value);
                    self.block(body, level + 1, None, at);
                }
                self.told_once(known);
            }
            None => {
                self.vars.forget(&name);
                self.block(body, level + 1, None, at);
                self.not_simply_run(known, "for");
            }
        }
    }

    /// `while …; do …` and `until …; do …`, looked at once.
    fn repeated(&mut self, group: &[Piped], kind: &'static str, level: usize, at: At<'_>) {
        let (heads, body) = group.split_at(heads(group, level));
        let known = self.script.commands.len();
        let mut lines = false;
        let mut endless = !heads.is_empty();
        for head in heads {
            if let Some((before, rest)) = fed(head) {
                let names = names_read(&rest);
                let class = command::classify(&before, at.holes, self.vars);
                self.add_at(&before, class, names.first().cloned(), at);
                self.run(&rest, None, at);
                lines = true;
                continue;
            }
            let first = head.calls.first().and_then(|call| call.words.first());
            let first = first.map_or("", String::as_str);
            let single = head.calls.len() == 1;
            lines |= first == "read";
            endless &= single && matches!(first, "true" | ":") && kind == "while";
            let quiet = matches!(first, "true" | ":" | "[" | "[[" | "test" | "read" | "sleep");
            let waits = (kind == "until") != head.negated;
            let head = Piped {
                negated: false,
                ..head.clone()
            };
            // A loop that goes on while a command succeeds waits for it to fail.
            let asks_first = waits || single && quiet;
            let inside = (!asks_first).then_some(kind);
            self.run(&head, inside, at);
        }
        let asked = self.script.commands.len();
        match (lines, endless) {
            (true, _) => {
                self.block(body, level + 1, None, at);
                self.not_simply_run(asked.max(known), kind);
            }
            (false, true) => self.block(body, level + 1, None, at),
            (false, false) => self.block(body, level + 1, Some(kind), at),
        }
    }

    /// What a loop's body says in each round alike is said once.
    fn told_once(&mut self, from: usize) {
        let mut at = from;
        while at < self.script.commands.len() {
            let (before, rest) = self.script.commands.split_at(at);
            let again = before[from..]
                .iter()
                .any(|one| one.text == rest[0].text && one.class == rest[0].class);
            if again {
                drop(self.script.commands.remove(at))
            } else {
                at += 1
            }
        }
    }

    /// Commands that run as often as only running another one would tell.
    fn not_simply_run(&mut self, from: usize, kind: &'static str) {
        for one in &mut self.script.commands[from..] {
            if matches!(one.class, Class::Understood(_)) {
                one.class = not_ours(Why::InConstruct, kind);
            }
        }
    }
}

/// How many pipelines of a loop stand before its `do`.
fn heads(group: &[Piped], level: usize) -> usize {
    let is_head = |piped: &&Piped| {
        piped.within.len() == level + 1 && piped.within.last().is_some_and(|open| open.head)
    };
    group.iter().take_while(is_head).count()
}

/// `done | …` and `done < …`: a pipeline whose first call is the compound before it.
fn goes_on(piped: &Piped, level: usize) -> bool {
    let first = piped.calls.first();
    piped.within.len() == level
        && first.is_some_and(|call| {
            call.words.is_empty() && (piped.calls.len() > 1 || !call.redirects.is_empty())
        })
}

/// The calls that feed a loop, and the loop's own.
fn fed(piped: &Piped) -> Option<(Piped, Piped)> {
    let count = piped.feeds.filter(|count| *count < piped.calls.len())?;
    let part = |calls: &[shell::Call]| Piped {
        calls: calls.to_vec(),
        inside: None,
        feeds: None,
        ..piped.clone()
    };
    let (before, rest) = piped.calls.split_at(count);
    Some((part(before), part(rest)))
}

/// The variables of `read -r NAME …`.
fn names_read(piped: &Piped) -> Vec<String> {
    let words = piped.calls.first().map(|call| call.words.as_slice());
    let names = words.unwrap_or_default().iter().skip(1);
    names
        .filter(|word| !word.starts_with('-'))
        .cloned()
        .collect()
}

/// The values of a list, if all of them are known: words, `{a,b}`, `{1..3}`, `$(seq 3)`.
fn values(items: &[Word]) -> Option<Vec<String>> {
    let mut values = Vec::new();
    for item in items {
        let more = match (item.substitutions.as_slice(), &item.braces) {
            ([text], None) if item.text.chars().count() == 1 => sequence(text)?,
            ([], Some(braces)) if *braces == item.text => spelled_out(braces)?,
            ([], None) if item.is_known() && !item.text.contains(['*', '?', '[']) => {
                vec![item.text.clone()]
            }
            _ => return None,
        };
        values.extend(more);
        if values.len() > VALUES {
            return None;
        }
    }
    (!values.is_empty()).then_some(values)
}

/// `seq LAST` and `seq FIRST LAST`.
fn sequence(text: &str) -> Option<Vec<String>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        ["seq", last] => numbers("1", last),
        ["seq", first, last] => numbers(first, last),
        _ => None,
    }
}

fn spelled_out(braces: &str) -> Option<Vec<String>> {
    let inner = braces.strip_prefix('{')?.strip_suffix('}')?;
    match inner.split_once("..") {
        Some((first, last)) => numbers(first, last),
        None => Some(inner.split(',').map(str::to_owned).collect()),
    }
}

fn numbers(first: &str, last: &str) -> Option<Vec<String>> {
    let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
    let few = last
        .checked_sub(first)
        .is_some_and(|more| (more as usize) < VALUES);
    few.then(|| (first..=last).map(|number| number.to_string()).collect())
}
