//! The simple forms of `sed`: `s/…/…/`, `p`, `d` and `q` with addresses. Nothing that reads or writes files
//! or runs programs, no hold space, no jumps.

use super::super::Sed;
use super::flow::{Flow, Line};
use super::regex::{Syntax, compile as compile_regex, is_ambiguous, search, translate};
use super::unknown;
use crate::facts::budget::{self, Exceeded};
use crate::facts::lang::Bilingual;
use regex::Regex;

/// A longer script is not read.
const BYTES: usize = 2000;
/// More commands are not read.
const COMMANDS: usize = 20;

/// A compiled script.
#[derive(Debug)]
pub(super) struct Script {
    commands: Vec<Command>,
    quiet: bool,
}

#[derive(Debug)]
struct Command {
    from: Option<Address>,
    to: Option<Address>,
    negated: bool,
    action: Action,
}

#[derive(Debug)]
enum Address {
    Line(usize),
    Last,
    Matches(Regex),
}

#[derive(Debug)]
enum Action {
    Print,
    Delete,
    Quit,
    Substitute {
        pattern: Regex,
        by: Vec<Part>,
        all: bool,
        print: bool,
    },
}

/// A part of what is put in: a text, or a group of the match.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Group(usize),
}

/// Reads a script; the error is for a person.
pub(super) fn compile(sed: &Sed) -> Result<Script, Bilingual> {
    let script = sed.script.as_str();
    let unknown = || unknown("sed", script);
    if script.len() > BYTES {
        return Err(unknown());
    }
    let syntax = Syntax::of(sed.extended);
    let mut reader = Reader {
        rest: script,
        syntax,
    };
    let mut commands = Vec::new();
    loop {
        reader.rest = reader
            .rest
            .trim_start_matches(|c: char| c.is_whitespace() || c == ';');
        if reader.rest.is_empty() {
            break;
        }
        commands.push(reader.command().ok_or_else(unknown)?);
        if commands.len() > COMMANDS {
            return Err(unknown());
        }
    }
    if commands.is_empty() {
        Err(unknown())
    } else {
        Ok(Script {
            commands,
            quiet: sed.quiet,
        })
    }
}

struct Reader<'a> {
    rest: &'a str,
    syntax: Syntax,
}

impl Reader<'_> {
    fn command(&mut self) -> Option<Command> {
        let from = self.address()?;
        let to = if from.is_some() && self.take(',') {
            Some(self.address()??)
        } else {
            None
        };
        self.rest = self.rest.trim_start();
        let negated = self.take('!');
        self.rest = self.rest.trim_start();
        let letter = self.rest.chars().next()?;
        self.rest = &self.rest[letter.len_utf8()..];
        let action = match letter {
            'p' => Action::Print,
            'd' => Action::Delete,
            'q' if to.is_none() => Action::Quit,
            's' => self.substitution()?,
            _ => return None,
        };
        self.rest = self.rest.trim_start_matches([' ', '\t']);
        let ends = self.rest.is_empty() || self.rest.starts_with([';', '\n']);
        ends.then_some(Command {
            from,
            to,
            negated,
            action,
        })
    }

    fn take(&mut self, sign: char) -> bool {
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// `N`, `$` or `/…/`; the outer `None` is one that is not known.
    fn address(&mut self) -> Option<Option<Address>> {
        if self.take('$') {
            return Some(Some(Address::Last));
        }
        if self.take('/') {
            let text = self.until('/')?.replace("\\/", "/");
            return Some(Some(Address::Matches(self.regex(&text, false)?)));
        }
        let digits: String = self.rest.chars().take_while(char::is_ascii_digit).collect();
        if digits.is_empty() {
            return Some(None);
        }
        self.rest = &self.rest[digits.len()..];
        let line: usize = digits.parse().ok().filter(|line| *line > 0)?;
        Some(Some(Address::Line(line)))
    }

    /// `/pattern/replacement/flags` with any sign for `/`.
    fn substitution(&mut self) -> Option<Action> {
        let sign = self.rest.chars().next()?;
        if sign.is_alphanumeric() || sign.is_whitespace() || sign == '\\' {
            return None;
        }
        self.take(sign);
        let escaped = format!("\\{sign}");
        let pattern = self.until(sign)?;
        // `s|a\|b|c|`: whether the sign itself or an alternation is meant differs between programs.
        if pattern.contains(&escaped) && sign != '/' {
            return None;
        }
        let pattern = pattern.replace(&escaped, &sign.to_string());
        let by = replacement(&self.until(sign)?.replace(&escaped, &sign.to_string()))?;
        let (mut all, mut print, mut ignore_case) = (false, false, false);
        while let Some(flag) = self.rest.chars().next() {
            match flag {
                'g' => all = true,
                'p' => print = true,
                'i' | 'I' => ignore_case = true,
                _ => break,
            }
            self.rest = &self.rest[1..];
        }
        let pattern = self.regex(&pattern, ignore_case)?;
        let groups = pattern.captures_len();
        let known = by
            .iter()
            .all(|part| !matches!(part, Part::Group(group) if *group >= groups));
        known.then_some(Action::Substitute {
            pattern,
            by,
            all,
            print,
        })
    }

    fn regex(&self, text: &str, ignore_case: bool) -> Option<Regex> {
        if text.is_empty() || is_ambiguous(text, self.syntax) {
            return None;
        }
        // sed knows tabs, which grep does not.
        let text = text.replace("\\\\", "\u{0}").replace("\\t", "\t");
        let text = text.replace('\u{0}', "\\\\");
        compile_regex(&translate(&text, self.syntax).ok()?, ignore_case).ok()
    }

    /// The text up to an unescaped sign outside brackets, escapes kept.
    fn until(&mut self, sign: char) -> Option<String> {
        let (mut escaped, mut bracket) = (false, false);
        for (at, c) in self.rest.char_indices() {
            if std::mem::take(&mut escaped) {
                continue;
            }
            match c {
                '\n' => return None,
                '\\' => escaped = true,
                '[' => bracket = true,
                ']' => bracket = false,
                c if c == sign && !bracket => {
                    let text = self.rest[..at].to_owned();
                    self.rest = &self.rest[at + c.len_utf8()..];
                    return Some(text);
                }
                _ => {}
            }
        }
        None
    }
}

/// `&`, `\1`, `\n` and texts.
fn replacement(text: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut plain = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let group = match c {
            '&' => Some(0),
            '\\' => match chars.next()? {
                digit @ '1'..='9' => digit.to_digit(10).map(|digit| digit as usize),
                't' => {
                    plain.push('\t');
                    None
                }
                c if c.is_alphanumeric() => return None,
                c => {
                    plain.push(c);
                    None
                }
            },
            c => {
                plain.push(c);
                None
            }
        };
        if let Some(group) = group {
            parts.push(Part::Text(std::mem::take(&mut plain)));
            parts.push(Part::Group(group));
        }
    }
    parts.push(Part::Text(plain));
    Some(parts)
}

/// Whether a script drops lines by where they stand (`1,5p`, `$d`, `q`) and not by what they say.
pub(super) fn picks_by_place(sed: &Sed) -> bool {
    let placed =
        |address: &Option<Address>| matches!(address, Some(Address::Line(_) | Address::Last));
    compile(sed).is_ok_and(|script| {
        script.commands.iter().any(|command| {
            placed(&command.from) || placed(&command.to) || matches!(command.action, Action::Quit)
        })
    })
}

/// Runs a script on the lines. A last line without a line end is printed without one.
pub(super) fn run(script: &Script, flow: &mut Flow) -> Result<(), Exceeded> {
    let lines = std::mem::take(&mut flow.lines);
    let last = lines.len();
    let mut open: Vec<Option<usize>> = vec![None; script.commands.len()];
    let mut printed_last = false;
    for (at, line) in lines.into_iter().enumerate() {
        let (shown, quits) = script.line(line.text, at + 1, last, &mut open)?;
        printed_last = at + 1 == last && !shown.is_empty();
        flow.lines.extend(shown.into_iter().map(|text| Line {
            text,
            origin: line.origin,
        }));
        if quits {
            break;
        }
    }
    flow.ended |= !printed_last;
    Ok(())
}

impl Script {
    /// What is printed for a line, and whether it is the last one that is looked at.
    fn line(
        &self,
        mut text: String,
        at: usize,
        last: usize,
        open: &mut [Option<usize>],
    ) -> Result<(Vec<String>, bool), Exceeded> {
        let mut shown = Vec::new();
        let mut quits = false;
        for (command, open) in self.commands.iter().zip(open) {
            if command.chooses(&text, at, last, open)? == command.negated {
                continue;
            }
            match &command.action {
                Action::Print => {
                    budget::make(text.len())?;
                    shown.push(text.clone());
                }
                Action::Delete => return Ok((shown, false)),
                Action::Quit => {
                    quits = true;
                    break;
                }
                Action::Substitute {
                    pattern,
                    by,
                    all,
                    print,
                } => {
                    search(pattern, &text)?;
                    if let Some(new) = substituted(pattern, by, *all, &text)? {
                        text = new;
                        if *print {
                            budget::make(text.len())?;
                            shown.push(text.clone());
                        }
                    }
                }
            }
        }
        if !self.quiet {
            shown.push(text);
        }
        Ok((shown, quits))
    }
}

/// A line with something else put in; `None` if the pattern is not in it.
fn substituted(
    pattern: &Regex,
    by: &[Part],
    all: bool,
    text: &str,
) -> Result<Option<String>, Exceeded> {
    let most = if all { usize::MAX } else { 1 };
    let mut out = String::new();
    let mut last = None;
    for found in pattern.captures_iter(text).take(most) {
        let Some(whole) = found.get(0) else { continue };
        out.push_str(&text[last.unwrap_or(0)..whole.start()]);
        let before = out.len();
        for part in by {
            out.push_str(match part {
                Part::Text(text) => text.as_str(),
                Part::Group(group) => found.get(*group).map_or("", |one| one.as_str()),
            });
        }
        budget::make(1 + out.len() - before)?;
        last = Some(whole.end());
    }
    Ok(last.map(|last| out + &text[last..]))
}

impl Command {
    /// Whether its addresses choose a line; `open` is the line that its range began on.
    fn chooses(
        &self,
        text: &str,
        at: usize,
        last: usize,
        open: &mut Option<usize>,
    ) -> Result<bool, Exceeded> {
        let Some(from) = &self.from else {
            return Ok(true);
        };
        let Some(to) = &self.to else {
            return from.is(text, at, last);
        };
        if open.is_none() {
            if !from.is(text, at, last)? {
                return Ok(false);
            }
            // A range whose end is a line before its start is this line only.
            let ends = match to {
                Address::Line(line) => *line <= at,
                Address::Last => at == last,
                Address::Matches(_) => false,
            };
            *open = (!ends).then_some(at);
            return Ok(true);
        }
        let ends = match to {
            Address::Line(line) => *line <= at,
            Address::Last | Address::Matches(_) => to.is(text, at, last)?,
        };
        if ends {
            *open = None;
        }
        Ok(true)
    }
}

impl Address {
    fn is(&self, text: &str, at: usize, last: usize) -> Result<bool, Exceeded> {
        Ok(match self {
            Address::Line(line) => *line == at,
            Address::Last => at == last,
            Address::Matches(regex) => {
                search(regex, text)?;
                regex.is_match(text)
            }
        })
    }
}
