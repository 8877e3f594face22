//! stdout, stderr, colour and progress: the only printer. Results go to stdout, everything else to
//! stderr; progress only on a terminal.

mod busy;
mod edge;
mod pager;

pub(crate) use busy::{Busy, gone as busy_no_more};
pub(crate) use edge::Data;

use crate::both;
use crate::error::{Error, Kind};
use crate::facts::lang::Lang;
use crate::output::layout::hung;
use crate::settings::Environment;
use edge::Edge;
use std::cell::RefCell;
use std::io::{self, Write};

use ::console as terminal;

/// From so many `-v` on every request is told.
const REQUESTS: u8 = 3;

/// How to print.
#[derive(Debug)]
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
    /// Whether a program reads the result, so that errors are told as data, too.
    pub machine: bool,
    /// Columns of the terminal, 100 where there is none.
    pub width: usize,
    /// Columns of stderr's terminal, to which messages are wrapped; none where it is no terminal.
    message_width: Option<usize>,
    /// Whether a long text may be shown page by page: stdin and stdout are terminals.
    pages: bool,
    edge: Edge,
    /// Why a result could not be written, if one could not.
    failure: RefCell<Option<io::Error>>,
}

/// Variables that say that a CI system reads our lines as its own.
const RUNNERS: [&str; 3] = ["GITHUB_ACTIONS", "TF_BUILD", "GITEA_ACTIONS"];

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
        let smart = environment.var("TERM").is_none_or(|term| term != "dumb");
        let allowed = environment.var("NO_COLOR").is_none() && smart;
        let on = |terminal: bool| color.unwrap_or(forced || (terminal && allowed));
        let columns = environment
            .var("COLUMNS")
            .and_then(|columns| columns.parse().ok());
        let width = |is_terminal: bool, terminal: fn() -> terminal::Term| {
            is_terminal.then(|| terminal_width(&terminal())).flatten()
        };
        let out = width(environment.stdout_terminal, terminal::Term::stdout);
        let err = width(environment.stderr_terminal, terminal::Term::stderr);
        Console {
            lang: Lang::En,
            color: on(environment.stdout_terminal),
            color_stderr: on(environment.stderr_terminal),
            quiet,
            verbose,
            progress: environment.stderr_terminal && smart && !quiet && verbose < REQUESTS,
            interactive: environment.stderr_terminal && environment.stdin_terminal,
            machine: false,
            width: columns.or(out).unwrap_or(100).clamp(40, 200),
            message_width: err.map(|width| width.clamp(40, 200)),
            pages: environment.stdout_terminal
                && environment.stdin_terminal
                && smart
                && environment.var("PAGER") != Some("cat"),
            edge: Edge {
                runner: RUNNERS.iter().any(|name| environment.var(name).is_some()),
            },
            failure: RefCell::new(None),
        }
    }

    /// A result for people. What cannot be written is remembered for [`Console::failure`].
    pub fn result(&self, text: &str) {
        self.write(&self.edge.people(text, self.color));
    }

    /// A result for another program.
    pub fn data(&self, data: Data, text: &str) {
        self.write(&self.edge.data(data, text));
    }

    /// The same text for a file, which may be stdout by another name: for people where `data` is none.
    pub fn filed(&self, data: Option<Data>, text: &str) -> String {
        match data {
            Some(data) => self.edge.data(data, text),
            None => self.edge.people(text, false),
        }
    }

    fn write(&self, text: &str) {
        let mut out = io::stdout().lock();
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        if let Err(error) = written {
            self.failure.borrow_mut().get_or_insert(error);
        }
    }

    /// A long result: page by page on a terminal that is too low for it. No program is started.
    pub fn pages(&self, text: &str) {
        match self.pages.then(terminal_height).flatten() {
            Some(height) if text.lines().count() >= height => {
                pager::show(&self.edge.people(text, self.color), height, self.lang);
            }
            Some(_) | None => self.result(text),
        }
    }

    /// Why a result could not be written. Whoever closes a pipe has read enough: that is none.
    pub fn failure(&self) -> Option<Error> {
        let error = self.failure.borrow_mut().take()?;
        if error.kind() == io::ErrorKind::BrokenPipe {
            return None;
        }
        let told = Error::user(both!(
            "표준 출력에 쓸 수 없습니다",
            "cannot write to standard output"
        ));
        Some(told.because(&error).hinted(both!(
            "자리가 있는 곳으로 출력을 돌리세요",
            "send the output where there is room for it"
        )))
    }

    /// Whether every request is told on stderr.
    pub fn tells_requests(&self) -> bool {
        self.verbose >= REQUESTS
    }

    /// A message for the person at the terminal.
    pub fn message(&self, text: &str) {
        if !self.quiet {
            self.complain(&self.wrapped("", text));
        }
    }

    /// A message behind a lead, as wide as stderr's terminal; on no terminal as it is.
    fn wrapped(&self, lead: &str, text: &str) -> String {
        let Some(width) = self.message_width else {
            return format!("{lead}{text}");
        };
        let lead = |at| if at == 0 { lead } else { "" };
        let lines = text.lines().enumerate();
        let lines: String = lines
            .map(|(at, line)| hung(lead(at), line, width))
            .collect();
        lines.trim_end().to_owned()
    }

    /// Shows on a terminal that something takes its time; ends when the value is dropped.
    pub fn busy(&self, text: &str) -> Busy {
        // Lines of the request log would run into it.
        if self.progress && self.verbose < 3 {
            Busy::shown(text, self.width)
        } else {
            Busy::hidden()
        }
    }

    /// Asks yes or no on the terminal; no where there is none.
    pub fn confirm(&self, question: &str) -> bool {
        if !self.interactive {
            return false;
        }
        let mut err = io::stderr().lock();
        let question = self.edge.people(question, self.color_stderr);
        let _closed = write!(err, "{question} [y/N] ").and_then(|()| err.flush());
        let mut answer = String::new();
        let read = io::stdin().read_line(&mut answer);
        read.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes" | "예" | "네")
    }

    /// Lets a person pick one of several lines by its number on the terminal; `None` where there is
    /// no terminal, or no line of that number is picked.
    pub fn choose(&self, question: &str, lines: &[String]) -> Option<usize> {
        if !self.interactive || lines.is_empty() {
            return None;
        }
        for (number, line) in lines.iter().enumerate() {
            self.complain(&format!("{:>3}. {line}", number + 1));
        }
        let mut err = io::stderr().lock();
        let _closed = write!(err, "{question} [1-{}] ", lines.len()).and_then(|()| err.flush());
        let mut answer = String::new();
        io::stdin().read_line(&mut answer).ok()?;
        let number: usize = answer.trim().trim_end_matches('.').parse().ok()?;
        number.checked_sub(1).filter(|at| *at < lines.len())
    }

    /// An error: heading, excerpt, causes, hints, in this order.
    pub fn error(&self, error: &Error) {
        let heading = match error.kind {
            Kind::User | Kind::Config | Kind::Record => self.lang.pick("오류", "error"),
            Kind::Internal => self.lang.pick("내부 오류(버그)", "internal error (a bug)"),
        };
        let told = self.wrapped(&format!("{heading}: "), error.message.of(self.lang));
        self.complain(&told.replacen(heading, &self.paint("1;31", heading), 1));
        if let Some(excerpt) = &error.excerpt {
            self.complain(excerpt.trim_end());
        }
        for cause in &error.causes {
            let label = self.lang.pick("원인", "caused by");
            self.complain(&self.wrapped(&format!("  {label}: "), cause));
        }
        for hint in &error.hints {
            let label = self.lang.pick("힌트", "hint");
            let told = self.wrapped(&format!("{label}: "), hint.of(self.lang));
            self.complain(&told.replacen(label, &self.paint("1;36", label), 1));
        }
    }

    /// Who is told of each request.
    pub fn teller(&self) -> impl Fn(&str) + Send + Sync + 'static {
        let (edge, colored) = (self.edge, self.color_stderr);
        move |line| complain(line, edge, colored)
    }

    fn complain(&self, text: &str) {
        complain(text, self.edge, self.color_stderr);
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.color_stderr {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_string()
        }
    }
}

/// A line on stderr. Nobody can be told that stderr is closed.
fn complain(text: &str, edge: Edge, colored: bool) {
    let text = edge.people(text, colored);
    let _closed = writeln!(io::stderr().lock(), "{text}");
}

/// Lines of stdout's terminal.
fn terminal_height() -> Option<usize> {
    let (lines, _) = terminal::Term::stdout().size_checked()?;
    (lines > 4).then_some(usize::from(lines))
}

/// Columns of a terminal.
fn terminal_width(terminal: &terminal::Term) -> Option<usize> {
    let (_, columns) = terminal.size_checked()?;
    (columns > 0).then_some(usize::from(columns))
}
