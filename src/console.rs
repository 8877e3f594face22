//! stdout, stderr, colour and progress: the only printer. Results go to stdout, everything else to
//! stderr; progress only on a terminal.
#![expect(clippy::print_stderr, reason = "this is the one printer")]

use crate::error::{Error, Kind};
use crate::facts::lang::Lang;
use crate::settings::Environment;
use std::io::Write;

use ::console as terminal;

/// How to print.
#[derive(Debug, Clone, Copy)]
pub struct Console {
    /// Language of headings and hints.
    pub lang: Lang,
    /// Whether results are coloured.
    pub color: bool,
    /// Whether messages on stderr are coloured.
    pub color_stderr: bool,
    /// Whether only results are printed.
    pub quiet: bool,
    /// How much more is said.
    pub verbose: u8,
    /// Whether stderr is a terminal, so that progress may be shown.
    pub progress: bool,
    /// Whether a question can be asked: stdin and stderr are terminals.
    pub interactive: bool,
    /// Columns of the terminal, 100 where there is none.
    pub width: usize,
}

impl Console {
    /// From the flags and the environment: `NO_COLOR` and `CLICOLOR_FORCE` are honoured.
    pub fn new(
        environment: &Environment,
        color: Option<bool>,
        quiet: bool,
        verbose: u8,
    ) -> Console {
        let forced = environment
            .var("CLICOLOR_FORCE")
            .is_some_and(|value| value != "0");
        let allowed = environment.var("NO_COLOR").is_none()
            && environment.var("TERM").is_none_or(|term| term != "dumb");
        let on = |terminal: bool| color.unwrap_or(forced || (terminal && allowed));
        let columns = environment
            .var("COLUMNS")
            .and_then(|columns| columns.parse().ok());
        let terminal = environment.stdout_terminal.then(terminal_width).flatten();
        Console {
            lang: Lang::En,
            color: on(environment.stdout_terminal),
            color_stderr: on(environment.stderr_terminal),
            quiet,
            verbose,
            progress: environment.stderr_terminal && !quiet,
            interactive: environment.stderr_terminal && environment.stdin_terminal,
            width: columns.or(terminal).unwrap_or(100).clamp(40, 200),
        }
    }

    /// A result. A closed pipe ends the printing quietly.
    pub fn result(&self, text: &str) {
        let mut out = std::io::stdout().lock();
        let _closed_pipe = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }

    /// A message for the person at the terminal.
    pub fn message(&self, text: &str) {
        if !self.quiet {
            eprintln!("{text}");
        }
    }

    /// Asks yes or no on the terminal; no where there is none.
    pub fn confirm(&self, question: &str) -> bool {
        if !self.interactive {
            return false;
        }
        eprint!("{question} [y/N] ");
        let _flushed = std::io::stderr().flush();
        let mut answer = String::new();
        let read = std::io::stdin().read_line(&mut answer);
        read.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes" | "예" | "네")
    }

    /// Lets a person pick one of several lines by its number on the terminal; `None` where there is
    /// no terminal, or no line of that number is picked.
    pub fn choose(&self, question: &str, lines: &[String]) -> Option<usize> {
        if !self.interactive || lines.is_empty() {
            return None;
        }
        for (number, line) in lines.iter().enumerate() {
            eprintln!("{:>3}. {line}", number + 1);
        }
        eprint!("{question} [1-{}] ", lines.len());
        let _flushed = std::io::stderr().flush();
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer).ok()?;
        let number: usize = answer.trim().trim_end_matches('.').parse().ok()?;
        number.checked_sub(1).filter(|at| *at < lines.len())
    }

    /// An error: heading, excerpt, causes, hints, in this order.
    pub fn error(&self, error: &Error) {
        let heading = match error.kind {
            Kind::User | Kind::Config | Kind::Record => self.lang.pick("오류", "error"),
            Kind::Internal => self.lang.pick("내부 오류(버그)", "internal error (a bug)"),
        };
        eprintln!("{}: {}", self.paint("1;31", heading), error.message);
        if let Some(excerpt) = &error.excerpt {
            eprintln!("{}", excerpt.trim_end());
        }
        for cause in &error.causes {
            eprintln!("  {}: {cause}", self.lang.pick("원인", "caused by"));
        }
        for hint in &error.hints {
            eprintln!(
                "{}: {hint}",
                self.paint("1;36", self.lang.pick("도움말", "hint"))
            );
        }
    }

    fn paint(&self, code: &str, text: &str) -> String {
        match self.color_stderr {
            true => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            false => text.to_string(),
        }
    }
}

/// Columns of stdout's terminal.
fn terminal_width() -> Option<usize> {
    let (_, columns) = terminal::Term::stdout().size_checked()?;
    (columns > 0).then_some(usize::from(columns))
}
