//! Shell text becomes pipelines of raw words, by brush-parser's tokenizer: lists, redirections and the
//! compound commands around them. Words are not expanded here, and no tool is known.

use crate::facts::brackets::nesting;
use brush_parser::{Token, TokenizerOptions, uncached_tokenize_str};

mod compound;

pub(super) use compound::{Nest, Open};

/// Deeper nesting is not handed to the tokenizer, which recurses.
const NESTING: usize = 24;

/// A pipeline as it stands in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Piped {
    /// Its commands; the first one asks and the others filter.
    pub calls: Vec<Call>,
    /// The text, without what is around it.
    pub text: String,
    /// First and last line of the text that it stands on, from 0.
    pub lines: (usize, usize),
    /// Whether it runs only when the one before it failed.
    pub on_failure: bool,
    /// Whether `!` turns its exit status around.
    pub negated: bool,
    /// Whether `&` follows.
    pub background: bool,
    /// The loop, condition or function that decides whether and how often it runs; by itself the
    /// innermost one around it.
    pub inside: Option<&'static str>,
    /// Everything that is open around it, the outermost first.
    pub within: Vec<Open>,
    /// `… | while`: how many of its calls stand before the loop that reads what they print.
    pub feeds: Option<usize>,
}

/// A command of a pipeline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Call {
    /// Raw words, assignments before the command included.
    pub words: Vec<String>,
    /// Redirections as written: operator with descriptor, and target.
    pub redirects: Vec<(String, String)>,
}

/// Reads the pipelines of a statement. The error says what is not shell.
pub(super) fn read(text: &str, nest: &mut Nest) -> Result<Vec<Piped>, String> {
    if nesting(text, "([{") > NESTING {
        return Err("it is nested too deeply".into());
    }
    let options = TokenizerOptions {
        enable_extended_globbing: false,
        ..TokenizerOptions::default()
    };
    let tokens = uncached_tokenize_str(text, &options).map_err(|error| error.to_string())?;
    let mut reader = Reader {
        newlines: text
            .chars()
            .enumerate()
            .filter(|(_, c)| *c == '\n')
            .map(|(at, _)| at)
            .collect(),
        chars: text.chars().collect(),
        nest,
        done: Vec::new(),
        now: Piped::default(),
        call: Call::default(),
        span: None,
        wants: Wants::Nothing,
        joined: false,
        stray: false,
        array: false,
        defines: false,
    };
    for token in &tokens {
        reader.token(token);
    }
    reader.end_pipeline();
    if reader.stray {
        Err("a parenthesis stands where none can".into())
    } else {
        Ok(reader.done)
    }
}

/// What the next word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wants {
    Nothing,
    Target,
    Tag,
    Body,
    EndTag,
}

struct Reader<'a> {
    chars: Vec<char>,
    newlines: Vec<usize>,
    nest: &'a mut Nest,
    done: Vec<Piped>,
    now: Piped,
    call: Call,
    span: Option<(usize, usize)>,
    wants: Wants,
    /// Whether the next word is glued to the last one: an unquoted `&` of a URL.
    joined: bool,
    /// Whether a parenthesis stands where the grammar has none.
    stray: bool,
    /// Whether the words are those of `NAME=( … )`.
    array: bool,
    /// Whether the head of a function was read, so that its body follows.
    defines: bool,
}

impl Reader<'_> {
    fn token(&mut self, token: &Token) {
        let (start, end) = (token.location().start.index, token.location().end.index);
        match token {
            Token::Word(word, _) => self.word(word, start, end),
            Token::Operator(operator, _) => self.operator(operator, start, end),
        }
    }

    fn word(&mut self, word: &str, start: usize, end: usize) {
        match std::mem::replace(&mut self.wants, Wants::Nothing) {
            wants @ (Wants::Target | Wants::Tag) => {
                self.cover(start, end);
                if let Some(last) = self.call.redirects.last_mut() {
                    last.1 = word.to_owned();
                }
                if wants == Wants::Tag {
                    self.wants = Wants::Body;
                }
                return;
            }
            Wants::Body => {
                self.wants = Wants::EndTag;
                return;
            }
            Wants::EndTag => return,
            Wants::Nothing => {}
        }
        if self.array
            && let Some(last) = self.call.words.last_mut()
        {
            if !last.ends_with('=') {
                last.push(' ');
            }
            last.push_str(word);
            self.cover(start, end);
            return;
        }
        if std::mem::take(&mut self.joined)
            && let Some(last) = self.call.words.last_mut()
        {
            last.push('&');
            last.push_str(word);
            self.cover(start, end);
            return;
        }
        if self.call.words.is_empty() && self.call.redirects.is_empty() && self.keyword(word) {
            return;
        }
        if word == "{" && self.call.words.len() == 2 && self.call.words[0] == "function" {
            self.nest.pop();
            self.function();
            return;
        }
        self.cover(start, end);
        self.call.words.push(word.to_owned());
    }

    /// Reserved words where a command may begin. True if the word is used up.
    fn keyword(&mut self, word: &str) -> bool {
        const COMPOUNDS: &[&str] = &["if", "while", "until", "for", "select", "case", "function"];
        let defines = std::mem::take(&mut self.defines);
        if let Some(kind) = COMPOUNDS.iter().copied().find(|kind| *kind == word) {
            self.nest.push(kind);
            if !self.now.calls.is_empty() {
                self.now.feeds = Some(self.now.calls.len());
            }
            return matches!(kind, "if" | "while" | "until");
        }
        match word {
            "{" => self.nest.push(if defines { "function" } else { "{ }" }),
            "then" | "do" | "else" => self.nest.head(false),
            "elif" => self.nest.head(true),
            "!" => self.now.negated = true,
            "done" | "fi" | "esac" | "}" => self.nest.pop(),
            _ => return false,
        }
        true
    }

    fn operator(&mut self, operator: &str, start: usize, end: usize) {
        if self.in_test() && !matches!(operator, "\n") {
            self.call.words.push(operator.to_owned());
            return;
        }
        match operator {
            "\n" if self.is_between() || self.array => {}
            "|" | "|&" => {
                if operator == "|&" {
                    self.call.redirects.push(("2>&".to_owned(), "1".to_owned()));
                }
                self.end_call();
                self.cover(start, end);
            }
            "&&" | ";" | ";;" | ";&" | ";;&" | "\n" => self.end_pipeline(),
            "||" => {
                self.end_pipeline();
                self.now.on_failure = true;
            }
            "&" if self.in_address(start, end) => self.joined = true,
            "&" => {
                self.now.background = true;
                self.end_pipeline();
            }
            "(" => self.open(start),
            ")" => self.close(),
            "<<" | "<<-" => {
                self.cover(start, end);
                self.call
                    .redirects
                    .push((operator.to_owned(), String::new()));
                self.wants = Wants::Tag;
            }
            _ => {
                let descriptor = self.descriptor(start);
                self.cover(start, end);
                let shown = format!("{descriptor}{operator}");
                self.call.redirects.push((shown, String::new()));
                self.wants = Wants::Target;
            }
        }
    }

    /// `[[ a && b ]]` holds operators that are none of the list's.
    fn in_test(&self) -> bool {
        self.call.words.first().is_some_and(|word| word == "[[")
            && self.call.words.last().is_none_or(|word| word != "]]")
    }

    /// A line end behind `|`, `&&` or `||`, which goes on.
    fn is_between(&self) -> bool {
        self.call.words.is_empty() && self.call.redirects.is_empty()
    }

    /// `http://host/path?a=b&c=d` without quotes: a shell would run the first half in the background,
    /// and nobody means that.
    fn in_address(&self, start: usize, end: usize) -> bool {
        let glued = |at: Option<usize>| {
            at.and_then(|at| self.chars.get(at))
                .is_some_and(|c| !c.is_whitespace())
        };
        let address = self
            .call
            .words
            .last()
            .is_some_and(|word| word.contains('?') && word.contains('='));
        address && glued(start.checked_sub(1)) && glued(Some(end))
    }

    /// The `2` of `2>`: a number that touches the operator.
    fn descriptor(&mut self, start: usize) -> String {
        let touches = self.span.is_some_and(|(_, end)| end == start);
        match self.call.words.last() {
            Some(word) if touches && word.len() < 3 && word.bytes().all(|b| b.is_ascii_digit()) => {
                self.call.words.pop().unwrap_or_default()
            }
            _ => String::new(),
        }
    }

    /// An opening parenthesis that ends where the next thing starts.
    fn open(&mut self, start: usize) {
        let words = &self.call.words;
        let glued = self.span.is_some_and(|(_, end)| end == start);
        if words.is_empty() {
            self.nest.push("( )");
        } else if glued && words.last().is_some_and(|word| word.ends_with('=')) {
            self.array = true;
        } else if words.len() == 2 && words[0] == "function" {
            self.nest.pop();
            self.function();
        } else if words.len() > 1 || !self.now.calls.is_empty() {
            self.stray = true;
        } else {
            self.function();
        }
    }

    /// `name()`: a function's head. Its parentheses are matched and dropped.
    fn function(&mut self) {
        self.nest.push("function");
        self.nest.functions.extend(self.call.words.pop());
        self.call = Call::default();
    }

    fn close(&mut self) {
        if std::mem::take(&mut self.array) {
            return;
        }
        match self.nest.last() {
            Some("( )") => {
                self.end_pipeline();
                self.nest.pop();
            }
            Some("function") if self.call.words.is_empty() => {
                self.nest.pop();
                self.defines = true;
            }
            Some("case") => {
                // A pattern.
                self.call = Call::default();
                self.span = None;
            }
            _ => self.stray = true,
        }
    }

    fn cover(&mut self, start: usize, end: usize) {
        let (first, _) = self.span.unwrap_or((start, end));
        self.span = Some((first, end));
    }

    fn end_call(&mut self) {
        let call = std::mem::take(&mut self.call);
        self.now.calls.push(call);
    }

    fn end_pipeline(&mut self) {
        self.end_call();
        let mut piped = std::mem::take(&mut self.now);
        let span = self.span.take();
        let empty = piped
            .calls
            .iter()
            .all(|call| call.words.is_empty() && call.redirects.is_empty());
        if let (Some((start, end)), false) = (span, empty) {
            let line = |at: usize| self.newlines.partition_point(|newline| *newline < at);
            piped.lines = (line(start), line(end));
            piped.text = self.chars[start.min(self.chars.len())..end.min(self.chars.len())]
                .iter()
                .collect();
            piped.inside = self.nest.last();
            piped.within = self.nest.open.clone();
            self.done.push(piped);
        }
    }
}

#[cfg(test)]
mod tests;
