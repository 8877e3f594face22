//! Label matchers `{a="b", c=~"d.*"}`, which Loki and Prometheus share.

use regex::Regex;
use std::collections::BTreeMap;

/// A stream's or a series' labels.
pub(super) type Labels = BTreeMap<String, String>;

/// One matcher: `=`, `!=`, `=~` or `!~`. Regular expressions match whole values.
#[derive(Debug, Clone)]
pub(super) struct Matcher {
    label: String,
    value: Regex,
    is_wanted: bool,
}

impl Matcher {
    pub(super) fn new(label: &str, operator: &str, value: &str) -> Result<Matcher, String> {
        let pattern = match operator {
            "=~" | "!~" => format!("^(?:{value})$"),
            _ => format!("^(?:{})$", regex::escape(value)),
        };
        Ok(Matcher {
            label: label.into(),
            value: Regex::new(&pattern).map_err(|error| error.to_string())?,
            is_wanted: !operator.starts_with('!'),
        })
    }

    /// A label that is not there counts as empty.
    pub(super) fn fits(&self, labels: &Labels) -> bool {
        let value = labels.get(&self.label).map_or("", String::as_str);
        self.value.is_match(value) == self.is_wanted
    }

    /// Whether it also lets through streams without the label.
    pub(super) fn lets_empty_through(&self) -> bool {
        self.fits(&Labels::new())
    }
}

/// A cursor over a query's text.
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Cursor<'a> {
        Cursor { text, at: 0 }
    }

    /// What is left, spaces skipped.
    pub(super) fn rest(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        &self.text[self.at..]
    }

    pub(super) fn is_done(&mut self) -> bool {
        self.rest().is_empty()
    }

    /// Takes a piece of text if it comes next.
    pub(super) fn take(&mut self, piece: &str) -> bool {
        let found = self.rest().starts_with(piece);
        if found {
            self.at += piece.len();
        }
        found
    }

    pub(super) fn expect(&mut self, piece: &str) -> Result<(), String> {
        if self.take(piece) {
            Ok(())
        } else {
            Err(self.error())
        }
    }

    /// Takes a name: letters, digits, `_`, `:` and `.`.
    pub(super) fn name(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && !"_:.".contains(c))
            .unwrap_or(rest.len());
        self.at += end;
        (end > 0).then(|| &rest[..end])
    }

    /// Takes a string in double quotes (with escapes) or back quotes.
    pub(super) fn string(&mut self) -> Result<String, String> {
        let error = self.error();
        let mut chars = self.rest().char_indices();
        let quote = match chars.next() {
            Some((_, quote @ ('"' | '`'))) => quote,
            _ => return Err(error),
        };
        let mut out = String::new();
        while let Some((place, c)) = chars.next() {
            if c == quote {
                self.at += place + 1;
                return Ok(out);
            }
            match (c, quote) {
                ('\\', '"') => match chars.next().map(|(_, escaped)| escaped) {
                    Some('n') => out.push('\n'),
                    Some('t') => out.push('\t'),
                    Some(escaped) => out.push(escaped),
                    None => return Err(error),
                },
                _ => out.push(c),
            }
        }
        Err(error)
    }

    /// Takes `{…}`.
    pub(super) fn matchers(&mut self) -> Result<Vec<Matcher>, String> {
        self.expect("{")?;
        let mut matchers = Vec::new();
        while !self.take("}") {
            let label = self.name().ok_or_else(|| self.error())?;
            let operator = self.operator()?;
            let value = self.string()?;
            matchers.push(Matcher::new(label, operator, &value)?);
            if !self.take(",") && !self.rest().starts_with('}') {
                return Err(self.error());
            }
        }
        Ok(matchers)
    }

    /// Takes a matcher's operator.
    pub(super) fn operator(&mut self) -> Result<&'static str, String> {
        let all = ["=~", "!=", "!~", "==", "="];
        let found = all.into_iter().find(|operator| self.take(operator));
        found.ok_or_else(|| self.error())
    }

    /// Loki's words for something unexpected here.
    pub(super) fn error(&mut self) -> String {
        let unexpected = match self.rest().chars().next() {
            None => "$end".to_string(),
            Some(c) if c.is_ascii_alphabetic() => "IDENTIFIER".to_string(),
            Some('"' | '`') => "STRING".to_string(),
            Some(c) if c.is_ascii_digit() => "NUMBER".to_string(),
            Some(c) => c.to_string(),
        };
        let column = self.text[..self.at].chars().count() + 1;
        format!("parse error at line 1, col {column}: syntax error: unexpected {unexpected}")
    }
}
