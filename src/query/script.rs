//! A fence's text becomes documented commands, each with its comments and its pasted output. Keeps
//! track of variables, directories and switched contexts from line to line.

use super::Class;
use super::command;
use super::documented::{Item, Loose};
use super::placeholder::{self, Holes};
use super::prompt::{self, Kind};
use super::reason::{Why, not_ours};
use super::shell::{self, Nest, Piped};
use super::state;
use super::statement::{self, Statement};
use super::vars::Vars;
use crate::facts::budget;
use lines::{Before, Lines};
use std::ops::Range;

mod compound;
mod lines;
mod spelling;

pub(crate) use super::documented::{Comment, Documented, Place, Script};
pub(super) use lines::starts_with_tool;

/// A longer fence is not read.
const BYTES: usize = 512 * 1024;

/// Steps that it takes to read a short command.
const READING: u64 = 100;

/// Reads a fence by itself; `info` is its info string (`bash test=false`).
pub fn read(text: &str, info: &str) -> Script {
    read_with(text, info, &mut Vars::new())
}

/// Reads a fence with what the record said before it, and adds what this fence says.
pub(crate) fn read_with(text: &str, info: &str, vars: &mut Vars) -> Script {
    let mut script = Script::default();
    if text.len() > BYTES {
        let class = not_ours(Why::TooLong, &format!("{} bytes", text.len()));
        let lines = 0..text.lines().count();
        let whole = Documented::new(String::new(), lines, class);
        script.commands.push(whole);
        return script;
    }
    vars.begin_fence();
    let clean = spelling::cleaned(text);
    let lines = Lines::of(&clean, Kind::of(info));
    let mut reader = Reader {
        vars,
        nest: Nest::default(),
        script,
        items: Vec::new(),
        unclosed: false,
        rounds: compound::ROUNDS,
    };
    let (_, _exceeded) = budget::counted(|| reader.walk(&lines));
    super::comments::attach(reader.script, &reader.items)
}

struct Reader<'a> {
    vars: &'a mut Vars,
    nest: Nest,
    script: Script,
    items: Vec<Item>,
    /// Whether a compound command of this fence is never closed.
    unclosed: bool,
    /// How many more times the body of a loop may be read.
    rounds: usize,
}

impl Reader<'_> {
    fn walk(&mut self, lines: &Lines<'_>) {
        let mut at = 0;
        let mut before = Before::Nothing;
        while at < lines.raw.len() {
            let line = lines.raw[at];
            if line.trim().is_empty() || prompt::is_bare(line) {
                if lines.kind == Kind::Shell && before == Before::Output {
                    before = Before::Command;
                }
                self.items.push(Item::Blank);
                at += 1;
                continue;
            }
            if let Some(text) =
                comment(line).filter(|_| !lines.root || prompt::root_prompt(line).is_none())
            {
                self.items.push(Item::Line(Loose {
                    text,
                    line: at,
                    comment: true,
                }));
                at += 1;
                continue;
            }
            let Some(first) = lines.command(at, before) else {
                self.items.push(Item::Line(Loose {
                    text: line.to_owned(),
                    line: at,
                    comment: false,
                }));
                if !self.script.commands.is_empty() {
                    before = Before::Output;
                }
                at += 1;
                continue;
            };
            before = Before::Command;
            let statement = statement::join(first, |n| lines.continuation(at + n));
            let statement = self.closed(statement, lines, at);
            let known = self.script.commands.len();
            self.statement(&statement, at);
            let trailing = statement
                .comments
                .iter()
                .map(|(offset, text)| (at + offset, text.clone()));
            if let Some(last) = self.script.commands[known..].last_mut() {
                last.comments.extend(trailing.map(|(line, text)| Comment {
                    text,
                    line,
                    place: Place::Trailing,
                }));
            }
            self.items
                .push(Item::Commands(known..self.script.commands.len()));
            at += statement.lines;
        }
    }

    fn statement(&mut self, statement: &Statement, at: usize) {
        let whole = at..at + statement.lines;
        if statement.text.len() > statement::BYTES {
            let class = not_ours(Why::TooLong, &format!("{} bytes", statement.text.len()));
            return self.add(joined(&statement.text), whole, class, None);
        }
        let mut holes = Holes::default();
        let text = placeholder::protect(&spelling::plain(&statement.text), &mut holes);
        let list = if statement.broken {
            Err("a quote or a parenthesis is never closed".to_owned())
        } else {
            shell::read(&text, &mut self.nest)
        };
        match list {
            Ok(list) => {
                for name in std::mem::take(&mut self.nest.functions) {
                    self.vars.shadow(&name);
                }
                self.list(&list, &holes, at);
            }
            Err(error) => {
                let class = match state::refused_anywhere(&statement.text, self.vars) {
                    Some(class) => class,
                    None => not_ours(Why::Unparsed, &error),
                };
                self.add(joined(&statement.text), whole, class, None);
            }
        }
    }

    /// A pipeline's commands. Beyond the budget none is known any more.
    fn pipeline(&mut self, piped: &Piped, holes: &Holes, at: usize) {
        let lines = at + piped.lines.0..at + piped.lines.1 + 1;
        let text = joined(&holes.restore(&piped.text));
        let known = self.script.commands.len();
        let read = budget::within(|| {
            budget::spend(READING + 4 * piped.text.len() as u64).map(|()| {
                self.commands(piped, holes, lines.clone(), &text);
            })
        });
        if read.is_err() {
            self.script.commands.truncate(known);
            let class = not_ours(Why::TooMuch, &text);
            self.add(text, lines, class, None);
        }
    }

    fn commands(&mut self, piped: &Piped, holes: &Holes, lines: Range<usize>, text: &str) {
        let words = match piped.calls.first() {
            Some(call) => command::expand_call(call, holes, self.vars),
            None => Vec::new(),
        };
        if let [only] = piped.calls.as_slice()
            && let Some(effects) = state::read(&words, only, piped, self.vars)
        {
            self.script.assignments.extend(effects.assignments);
            for (inner, name) in effects.commands {
                let class = within(piped, command::classify_text(&inner, self.vars));
                self.add(text.to_owned(), lines.clone(), class, name);
            }
            if effects.done {
                return;
            }
        }
        let class = command::classify(piped, holes, self.vars);
        self.add(text.to_owned(), lines, class, None);
    }

    fn add(
        &mut self,
        text: String,
        lines: Range<usize>,
        class: Class,
        captured_as: Option<String>,
    ) {
        self.script.commands.push(Documented {
            captured_as,
            ..Documented::new(text, lines, class)
        });
    }
}

/// A capture inside a loop or a condition is not simply run.
fn within(piped: &Piped, class: Class) -> Class {
    match (piped.inside, class) {
        (Some(inside), Class::Understood(_) | Class::NeedsValue(_)) => {
            not_ours(Why::InConstruct, inside)
        }
        (_, class) => class,
    }
}

/// A whole-line comment; the shebang is none.
fn comment(line: &str) -> Option<String> {
    let text = line.trim_start();
    let rest = text.strip_prefix('#')?;
    (!rest.starts_with('!') && !rest.starts_with("$ "))
        .then(|| rest.trim_start_matches('#').trim().to_owned())
}

/// Continuation lines joined with one blank.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\\n") {
        out.push_str(before.trim_end());
        out.push(' ');
        rest = after.trim_start_matches([' ', '\t']);
    }
    out.push_str(rest);
    out.trim().to_owned()
}

#[cfg(test)]
mod tests;
