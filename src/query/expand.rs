//! A shell word becomes text: quotes taken off, variables put in, what is not known remembered.
//! Linear in the word's length, and nothing is ever run.

use super::placeholder::{self, Holes};
use super::vars::Vars;
use crate::facts::budget;
use expansion::{ansi, brace_expansion, substitution, variable};

mod expansion;

/// Stands in a word's text for what is not known.
pub(super) const UNKNOWN: char = '\u{10FFFD}';

/// How many times over the value of a variable is counted.
const COPIES: usize = 64;

/// A word of a command as the tool would get it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// The text, with [`UNKNOWN`] for each part that is not known.
    pub text: String,
    /// Variables, placeholders and substitutions without a value, as written.
    pub missing: Vec<String>,
    /// What looks like a placeholder in words that tools get (`YOUR_X`, `web-xxxxx`); a pattern or a
    /// program of a filter may look like this, too.
    pub suspects: Vec<String>,
    /// Commands whose output would stand in it.
    pub substitutions: Vec<String>,
    /// Whether any of it was quoted.
    pub quoted: bool,
    /// A part that the shell would expand to several words (`{a,b}`).
    pub braces: Option<String>,
}

impl Word {
    /// A word that is known.
    pub(super) fn plain(text: &str) -> Word {
        Word {
            text: text.to_owned(),
            ..Word::default()
        }
    }

    /// The same word with a part of its text.
    pub(super) fn with_text(&self, text: &str) -> Word {
        let missing = if text.contains(UNKNOWN) || !self.text.contains(UNKNOWN) {
            self.missing.clone()
        } else {
            Vec::new()
        };
        Word {
            text: text.to_owned(),
            missing,
            ..self.clone()
        }
    }

    /// Whether it is known completely.
    pub(super) fn is_known(&self) -> bool {
        self.missing.is_empty() && self.suspects.is_empty()
    }
}

/// Expands one raw word. An unquoted variable may become several words, or none.
pub(super) fn expand(raw: &str, holes: &Holes, vars: &Vars) -> Vec<Word> {
    let mut run = Run {
        words: Vec::new(),
        word: Word::default(),
        started: false,
        holes,
        vars,
    };
    run.walk(raw);
    run.finish()
}

struct Run<'a> {
    words: Vec<Word>,
    word: Word,
    started: bool,
    holes: &'a Holes,
    vars: &'a Vars,
}

impl Run<'_> {
    fn walk(&mut self, raw: &str) {
        let mut rest = raw;
        let mut bare = String::new();
        let mut double = false;
        while let Some(c) = rest.chars().next() {
            let tail = &rest[c.len_utf8()..];
            if !double && c == '\'' {
                let end = tail.find('\'').unwrap_or(tail.len());
                self.literal(&mut bare, false);
                self.literal(&mut tail[..end].to_owned(), true);
                rest = tail.get(end + 1..).unwrap_or("");
            } else if !double && c == '$' && tail.starts_with('\'') {
                let (text, after) = ansi(&tail[1..]);
                self.literal(&mut bare, false);
                self.literal(&mut text.clone(), true);
                rest = after;
            } else if c == '"' {
                self.literal(&mut bare, double);
                self.started = true;
                self.word.quoted = true;
                double = !double;
                rest = tail;
            } else if c == '\\' {
                rest = self.escape(tail, double, &mut bare);
            } else if c == '$' || c == '`' {
                match self.dollar(rest, double, &mut bare) {
                    Some(after) => rest = after,
                    None => {
                        bare.push(c);
                        rest = tail;
                    }
                }
            } else {
                bare.push(c);
                rest = tail;
            }
        }
        self.literal(&mut bare, double);
    }

    /// A backslash: everything outside quotes, only `$ " \` and back-quotes inside double ones.
    fn escape<'b>(&mut self, tail: &'b str, double: bool, bare: &mut String) -> &'b str {
        let Some(next) = tail.chars().next() else {
            bare.push('\\');
            return tail;
        };
        if double && !matches!(next, '$' | '"' | '\\' | '`' | '\n') {
            bare.push('\\');
            return tail;
        }
        if next != '\n' {
            bare.push(next);
            self.word.quoted = true;
        }
        &tail[next.len_utf8()..]
    }

    /// `$…` or back-quotes; `None` if the character stands for itself.
    fn dollar<'b>(&mut self, rest: &'b str, quoted: bool, bare: &mut String) -> Option<&'b str> {
        if let Some((inner, whole)) = substitution(rest) {
            self.literal(bare, quoted);
            self.word.substitutions.push(self.holes.restore(inner));
            self.unknown(whole);
            return Some(&rest[whole.len()..]);
        }
        let (name, default, length) = variable(rest)?;
        self.literal(bare, quoted);
        let value = match self.vars.get(name) {
            Some("") | None if default.is_some() => default,
            Some(value) => Some(value),
            None => None,
        };
        let written = &rest[..length];
        match value.map(str::to_owned) {
            // What a value grows to is read, copied and looked through many times.
            Some(value) if budget::make(COPIES * value.len()).is_err() => self.unknown(written),
            Some(value) if quoted => self.add(&value),
            Some(value) => self.split(&value),
            None => self.unknown(written),
        }
        Some(&rest[length..])
    }

    /// The value of an unquoted variable: its blanks separate words.
    fn split(&mut self, value: &str) {
        let mut first = true;
        for part in value.split_whitespace() {
            if !first || (value.starts_with(char::is_whitespace) && self.started) {
                self.next_word();
            }
            self.add(part);
            first = false;
        }
        if !first && value.ends_with(char::is_whitespace) {
            self.next_word();
        }
    }

    fn next_word(&mut self) {
        if std::mem::take(&mut self.started) {
            self.words.push(std::mem::take(&mut self.word));
        }
    }

    fn add(&mut self, text: &str) {
        self.started = true;
        self.word.text.push_str(text);
    }

    fn unknown(&mut self, written: &str) {
        self.add(&UNKNOWN.to_string());
        self.word.missing.push(self.holes.restore(written));
    }

    /// Literal text with its holes; placeholders that need no protection are found at the end.
    fn literal(&mut self, text: &mut String, quoted: bool) {
        if quoted {
            self.started = true;
            self.word.quoted = true;
        } else if let Some(braces) = brace_expansion(text) {
            self.word.braces = Some(braces.to_owned());
        }
        let holes = self.holes;
        for c in std::mem::take(text).chars() {
            match holes.at(c) {
                Some(written) => self.unknown(written),
                None => {
                    self.started = true;
                    self.word.text.push(c);
                }
            }
        }
    }

    fn finish(mut self) -> Vec<Word> {
        self.next_word();
        for word in &mut self.words {
            if word.missing.is_empty() {
                word.suspects = placeholder::in_word(&word.text, word.quoted);
            }
        }
        self.words
    }
}

/// What has to be filled in, in words that a tool gets.
pub(super) fn needs(words: &[Word]) -> Vec<String> {
    words
        .iter()
        .flat_map(|word| word.missing.iter().chain(&word.suspects))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests;
