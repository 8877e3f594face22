//! The one error of the command layer: what happened, where, what to do, and the exit statuses.

use crate::facts::lang::{Bilingual, Lang};
use crate::facts::named::named;
use std::fmt;

/// Exit statuses of `report`, one meaning each.
pub(crate) mod exit {
    /// Nothing failed.
    pub(crate) const OK: u8 = 0;
    /// A check failed, or `--check` found something stale.
    pub(crate) const FAILED: u8 = 1;
    /// Usage, configuration or record error.
    pub(crate) const ERROR: u8 = 2;
    /// Nothing failed, but something could not be looked at.
    pub(crate) const UNKNOWN: u8 = 3;
    /// `--wait` ran out.
    pub(crate) const WAITED: u8 = 4;
    /// ^C, as shells have it: 128 and the number of the signal.
    pub(crate) const INTERRUPTED: u8 = 130;
    /// SIGTERM, likewise.
    pub(crate) const TERMINATED: u8 = 143;
}

/// Why a command could not do its work at all. A verdict is never an error.
#[derive(Debug)]
pub struct Error {
    /// What kind of trouble it is; decides the heading.
    pub kind: Kind,
    /// What happened and where, lower-case, no final dot.
    pub message: Bilingual,
    /// The chain of causes, outermost first.
    pub causes: Vec<String>,
    /// What to do, one sentence each.
    pub hints: Vec<Bilingual>,
    /// A rendered excerpt that points into a file, if the error has a place in one.
    pub excerpt: Option<Box<str>>,
}

named! {
    /// Kinds of trouble.
    pub Kind:
    /// The command line, a path, or the state of the workspace.
    User,
    /// `report.toml`, a template, the environment.
    Config,
    /// A record that cannot be read or written.
    Record,
    /// A bug of ours.
    Internal,
}

impl Error {
    /// The user can mend it.
    pub fn user(message: impl Into<Bilingual>) -> Error {
        Error::new(Kind::User, message)
    }

    /// The configuration is wrong.
    pub fn config(message: impl Into<Bilingual>) -> Error {
        Error::new(Kind::Config, message)
    }

    /// A record is in the way.
    pub fn record(message: impl Into<Bilingual>) -> Error {
        Error::new(Kind::Record, message)
    }

    /// A bug.
    pub fn internal(message: impl Into<Bilingual>) -> Error {
        Error::new(Kind::Internal, message)
    }

    fn new(kind: Kind, message: impl Into<Bilingual>) -> Error {
        Error {
            kind,
            message: message.into(),
            causes: Vec::new(),
            hints: Vec::new(),
            excerpt: None,
        }
    }

    /// Adds the chain of a cause.
    pub fn because(mut self, cause: &dyn std::error::Error) -> Error {
        let mut next = Some(cause);
        while let Some(error) = next {
            let text = error.to_string();
            if self.causes.last() != Some(&text) && !self.message.en.ends_with(&text) {
                self.causes.push(text);
            }
            next = error.source();
        }
        self
    }

    /// Adds what to do.
    pub fn hinted(mut self, hint: impl Into<Bilingual>) -> Error {
        self.hints.push(hint.into());
        self
    }

    /// Adds an excerpt that points into a file.
    pub fn pointing(mut self, excerpt: impl Into<Box<str>>) -> Error {
        self.excerpt = Some(excerpt.into());
        self
    }
}

impl Error {
    /// Message, causes and hints on one line, for a place that has only one.
    pub fn line(&self, lang: Lang) -> String {
        let mut text = self.message.of(lang).to_string();
        for cause in &self.causes {
            text.push_str(&format!(": {cause}"));
        }
        for hint in &self.hints {
            text.push_str(&format!(" ({})", hint.of(lang)));
        }
        text
    }
}

impl From<crate::store::StoreError> for Error {
    fn from(error: crate::store::StoreError) -> Error {
        let hint = error.hint();
        Error::record(error.words()).because(&error).hinted(hint)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message.en)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::both;

    #[test]
    fn a_cause_is_told_once() {
        let cause = std::io::Error::other("disk on fire");
        let both = Bilingual::from("cannot read a.md: disk on fire");
        assert!(Error::user(both).because(&cause).causes.is_empty());
        let error = Error::user(both!("a.md를 읽을 수 없습니다", "cannot read a.md"))
            .because(&cause)
            .hinted(both!("물을 쓰세요", "use water"));
        assert_eq!(error.causes, ["disk on fire"]);
        assert_eq!(
            error.line(Lang::En),
            "cannot read a.md: disk on fire (use water)"
        );
        assert_eq!(
            error.line(Lang::Ko),
            "a.md를 읽을 수 없습니다: disk on fire (물을 쓰세요)"
        );
    }
}
