//! The process's environment, clock and directory, read once into a value.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the one reader of environment and clock"
)]

use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::PathBuf;

/// What the process was started with.
#[derive(Clone)]
pub struct Environment {
    /// The variables that are valid UTF-8.
    pub vars: BTreeMap<String, String>,
    /// The directory it was started in; `None` if it no longer exists.
    pub directory: Option<PathBuf>,
    /// The system's clock.
    pub clock: DateTime<Utc>,
    /// Whether stdout is a terminal.
    pub stdout_terminal: bool,
    /// Whether stderr is a terminal.
    pub stderr_terminal: bool,
    /// Whether stdin is a terminal.
    pub stdin_terminal: bool,
}

impl Environment {
    /// Reads it from the process.
    pub fn read() -> Environment {
        let vars = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        Environment {
            vars,
            directory: std::env::current_dir().ok(),
            clock: Utc::now(),
            stdout_terminal: std::io::stdout().is_terminal(),
            stderr_terminal: std::io::stderr().is_terminal(),
            stdin_terminal: std::io::stdin().is_terminal(),
        }
    }

    /// The same later: what goes on for hours asks for it each time.
    pub fn later(&self) -> Environment {
        Environment {
            clock: Utc::now(),
            ..self.clone()
        }
    }

    /// A variable, if it is set and not empty.
    pub fn var(&self, name: &str) -> Option<&str> {
        self.vars
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }
}
