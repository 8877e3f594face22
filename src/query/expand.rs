//! A shell word becomes text: quotes taken off, variables put in, what is not known remembered.
//! Linear in the word's length, and nothing is ever run.

use super::placeholder::{self, Holes, Quoting};
use super::vars::Vars;

/// Stands in a word's text for what is not known.
pub(super) const UNKNOWN: char = '\u{10FFFD}';

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
    /// Whether it is one substitution and nothing else.
    pub only_substitution: bool,
    /// A part that the shell would expand to several words (`{a,b}`).
    pub braces: Option<String>,
}

impl Word {
    /// A word that is known.
    pub fn plain(text: &str) -> Word {
        Word {
            text: text.to_owned(),
            ..Word::default()
        }
    }

    /// The same word with a part of its text.
    pub fn with_text(&self, text: &str) -> Word {
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
    pub fn is_known(&self) -> bool {
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
                self.literal(&mut bare, Quoting::Bare);
                self.literal(&mut tail[..end].to_owned(), Quoting::Quoted);
                rest = tail.get(end + 1..).unwrap_or("");
            } else if !double && c == '$' && tail.starts_with('\'') {
                let (text, after) = ansi(&tail[1..]);
                self.literal(&mut bare, Quoting::Bare);
                self.literal(&mut text.clone(), Quoting::Quoted);
                rest = after;
            } else if c == '"' {
                let quoting = if double {
                    Quoting::Quoted
                } else {
                    Quoting::Bare
                };
                self.literal(&mut bare, quoting);
                self.started = true;
                self.word.quoted = true;
                double = !double;
                rest = tail;
            } else if c == '\\' {
                rest = self.escape(tail, double, &mut bare);
            } else if c == '$' || c == '`' {
                let quoting = if double {
                    Quoting::Quoted
                } else {
                    Quoting::Bare
                };
                match self.dollar(rest, quoting, &mut bare) {
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
        let quoting = if double {
            Quoting::Quoted
        } else {
            Quoting::Bare
        };
        self.literal(&mut bare, quoting);
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
    fn dollar<'b>(
        &mut self,
        rest: &'b str,
        quoting: Quoting,
        bare: &mut String,
    ) -> Option<&'b str> {
        if let Some((inner, whole)) = substitution(rest) {
            self.literal(bare, quoting);
            let alone = !self.started && self.word.text.is_empty() && self.words.is_empty();
            self.word.substitutions.push(inner.to_owned());
            self.unknown(whole);
            let after = &rest[whole.len()..];
            self.word.only_substitution = alone && matches!(after, "" | "\"");
            return Some(after);
        }
        let (name, default, length) = variable(rest)?;
        self.literal(bare, quoting);
        let value = match self.vars.get(name) {
            Some("") | None if default.is_some() => default,
            Some(value) => Some(value),
            None => None,
        };
        let written = &rest[..length];
        match value.map(str::to_owned) {
            Some(value) if quoting == Quoting::Quoted => self.add(&value),
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
        self.word.missing.push(written.to_owned());
    }

    /// Literal text with its holes; placeholders that need no protection are found at the end.
    fn literal(&mut self, text: &mut String, quoting: Quoting) {
        if quoting == Quoting::Quoted {
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
            let quoting = if word.quoted {
                Quoting::Quoted
            } else {
                Quoting::Bare
            };
            if word.missing.is_empty() {
                word.suspects = placeholder::in_word(&word.text, quoting);
            }
        }
        self.words
    }
}

/// `$( … )`, `$(( … ))` or back-quotes at the start of a text: the inside and the whole.
pub(super) fn substitution(text: &str) -> Option<(&str, &str)> {
    if let Some(inner) = text.strip_prefix('`') {
        let end = closing_backquote(inner)?;
        return Some((&inner[..end], &text[..end + 2]));
    }
    let inner = text.strip_prefix("$(")?;
    let mut depth = 1usize;
    let mut quote: Option<char> = None;
    let mut escaped = false;
    for (at, c) in inner.char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match (quote, c) {
            (None | Some('"'), '\\') => escaped = true,
            (Some(open), c) if open == c => quote = None,
            (Some('\''), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (_, '(') => depth += 1,
            (_, ')') => {
                depth -= 1;
                if depth == 0 {
                    return Some((&inner[..at], &text[..at + 3]));
                }
            }
            _ => {}
        }
    }
    None
}

fn closing_backquote(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let skip = escaped;
        escaped = !skip && c == '\\';
        (c == '`' && !skip).then_some(at)
    })
}

/// `$NAME`, `${NAME}`, `${NAME:-default}` or `$env:NAME` at the start of a text: the name, a default
/// without expansions, and the length. Anything else in braces is a name that nobody has set.
fn variable(text: &str) -> Option<(&str, Option<&str>, usize)> {
    let after = text.strip_prefix('$')?;
    if let Some(inner) = after.strip_prefix('{') {
        let end = inner.find('}')?;
        let body = &inner[..end];
        let name = &body[..name_length(body)];
        let default = body[name.len()..]
            .strip_prefix(":-")
            .or_else(|| body[name.len()..].strip_prefix('-'))
            .filter(|word| !word.contains(['$', '`', '"', '\'', '\\']));
        let known = name.len() == body.len() || default.is_some();
        return Some((if known { name } else { body }, default, end + 3));
    }
    let (prefix, after) = match after.get(..4).filter(|p| p.eq_ignore_ascii_case("env:")) {
        Some(prefix) => (1 + prefix.len(), &after[4..]),
        None => (1, after),
    };
    let length = match after.chars().next()? {
        '0'..='9' | '?' | '#' | '@' | '*' | '!' | '$' | '-' => 1,
        _ => name_length(after),
    };
    (length > 0).then(|| (&after[..length], None, prefix + length))
}

fn name_length(text: &str) -> usize {
    let starts = text
        .chars()
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    if !starts {
        return 0;
    }
    text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(text.len())
}

/// `$'…'` after its opening quote: the text, and what follows the closing one.
fn ansi(text: &str) -> (String, &str) {
    let mut out = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\'' => return (out, &text[at + 1..]),
            '\\' => match chars.next().map(|(_, c)| c) {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            c => out.push(c),
        }
    }
    (out, "")
}

/// `{a,b}` or `{1..3}` outside quotes.
fn brace_expansion(text: &str) -> Option<&str> {
    let start = text.find('{')?;
    let end = start + text[start..].find('}')?;
    let inner = &text[start + 1..end];
    let sequence = inner.split_once("..").is_some_and(|(from, to)| {
        !from.is_empty() && !to.is_empty() && !from.contains('.') && !to.starts_with('.')
    });
    let list = inner.contains(',') && !inner.contains(char::is_whitespace);
    (list || sequence).then(|| &text[start..=end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expected: &[&str]) {
        let vars: Vars = [("NS", "loki"), ("KINDS", "pods svc"), ("E", "")]
            .into_iter()
            .collect();
        let words = expand(raw, &Holes::default(), &vars);
        let shown: Vec<String> = words
            .iter()
            .map(|word| {
                let text = word.text.replace(UNKNOWN, "?");
                match (word.missing.as_slice(), word.suspects.as_slice()) {
                    ([], []) => text,
                    (missing, suspects) => {
                        format!("{text} ← {}{}", missing.join(" "), suspects.join(" "))
                    }
                }
            })
            .collect();
        assert_eq!(shown, expected, "{raw}");
    }

    #[test]
    fn words_are_expanded_as_the_shell_does() {
        check("a'b c'\"d e\"f", &["ab cd ef"]);
        check(r#"'{"a": "$NS"}'"#, &[r#"{"a": "$NS"}"#]);
        check(r#""{\"a\": \"$NS\"}""#, &[r#"{"a": "loki"}"#]);
        check(r#""{.x\.y}{\"\n\"}""#, &[r#"{.x\.y}{"\n"}"#]);
        check(r"app\.kubernetes\.io", &["app.kubernetes.io"]);
        check("$NS", &["loki"]);
        check("-n${NS}-x", &["-nloki-x"]);
        check("${POD:-web-0}", &["web-0"]);
        check("${E:-x}", &["x"]);
        check("$KINDS", &["pods", "svc"]);
        check("\"$KINDS\"", &["pods svc"]);
        check("$E", &[]);
        check("\"\"", &[""]);
        check("$POD", &["? ← $POD"]);
        check("${POD##*/}", &["? ← ${POD##*/}"]);
        check("$env:POD", &["? ← $env:POD"]);
        check("pod/$(kubectl get x)", &["pod/? ← $(kubectl get x)"]);
        check("`kubectl get \"x\"`", &["? ← `kubectl get \"x\"`"]);
        check("$'a\\nb'", &["a\nb"]);
        check("cost$", &["cost$"]);
        check("'alloy-xxxxx'", &["alloy-xxxxx ← alloy-xxxxx"]);
    }

    #[test]
    fn brace_expansions_are_seen() {
        let braces = |raw: &str| {
            expand(raw, &Holes::default(), &Vars::new())[0]
                .braces
                .clone()
        };
        assert_eq!(braces("web-{0,1}").as_deref(), Some("{0,1}"));
        assert_eq!(braces("web-{1..3}").as_deref(), Some("{1..3}"));
        assert_eq!(braces("jsonpath={.items[*].metadata.name}"), None);
        assert_eq!(braces("jsonpath={..image}"), None);
        assert_eq!(braces("'{a,b}'"), None);
    }
}
