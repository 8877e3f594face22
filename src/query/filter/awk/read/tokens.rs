//! The text of an awk program, read from its start.

/// What is left of a program.
pub(super) struct Tokens<'a> {
    pub rest: &'a str,
}

impl<'a> Tokens<'a> {
    pub(super) fn skip(&mut self) {
        self.rest = self.rest.trim_start();
    }

    pub(super) fn is_done(&mut self) -> bool {
        self.skip();
        self.rest.is_empty()
    }

    pub(super) fn peek(&mut self, sign: &str) -> bool {
        self.skip();
        self.rest.starts_with(sign)
    }

    pub(super) fn take(&mut self, sign: &str) -> bool {
        let found = self.peek(sign);
        if found {
            self.rest = &self.rest[sign.len()..];
        }
        found
    }

    /// A word by itself.
    pub(super) fn keyword(&mut self, word: &str) -> bool {
        let found = self.peek(word)
            && !self.rest[word.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
        if found {
            self.rest = &self.rest[word.len()..];
        }
        found
    }

    pub(super) fn word(&mut self) -> Option<&'a str> {
        self.skip();
        let end = self
            .rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .unwrap_or(self.rest.len());
        if end == 0 || self.rest.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(word)
    }

    /// An operator between two values: not one of two signs.
    pub(super) fn arithmetic(&mut self, sign: char) -> bool {
        self.skip();
        let mut after = self.rest.chars();
        let found = after.next() == Some(sign) && !matches!(after.next(), Some('=' | '+' | '-'));
        if found {
            self.rest = &self.rest[1..];
        }
        found
    }

    pub(super) fn digits(&mut self) -> Option<&'a str> {
        let end = self
            .rest
            .find(|c: char| !(c.is_ascii_digit() || c == '.'))
            .unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!digits.is_empty()).then_some(digits)
    }

    /// The text up to an unescaped sign, escapes kept.
    pub(super) fn until(&mut self, sign: char) -> Option<&'a str> {
        let mut escaped = false;
        let end = self.rest.find(|c: char| {
            let found = !escaped && c == sign;
            escaped = !escaped && c == '\\';
            found
        })?;
        let (text, rest) = self.rest.split_at(end);
        self.rest = &rest[1..];
        Some(text)
    }
}
