//! `verify` and `regenerate`, wired: options, the outside, waiting, evidence, output, exit status.

use super::faces::Faces;
use super::records::{records, vocabulary};
use super::{block_on, newing};
use crate::cli::{Cli, Format, RegenerateArgs, VerifyArgs};
use crate::collect::observe::Outside;
use crate::command::regenerate::{self, Stale};
use crate::command::regions::Drawing;
use crate::command::verify::{self, Closed, Context, Options, Reach, Recheck, Write};
use crate::console::Console;
use crate::error::{Error, exit};
use crate::facts::duration;
use crate::facts::lang::Lang;
use crate::facts::outcome::RunOutcome;
use crate::record::results::Edited;
use crate::settings::Settings;
use crate::store;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// `report verify`.
pub fn verify(
    args: &VerifyArgs,
    cli: &Cli,
    settings: &Settings,
    console: &Console,
    faces: &Faces,
) -> Result<u8, Error> {
    let options = Options {
        write: if args.update {
            Write::Changes
        } else {
            Write::Nothing
        },
        only: args.only.clone(),
        recheck: if args.recheck {
            Recheck::All
        } else {
            Recheck::Own
        },
        edited: if args.force {
            Edited::Overwrite
        } else {
            Edited::Keep
        },
        closed: if args.records.is_empty() {
            Closed::Skipped
        } else {
            Closed::Judged
        },
        reach: reach(&args.records),
        task: args.task.clone(),
    };
    let patience = args.wait.as_deref().map(patience).transpose()?;
    let paths = records(&args.records, settings)?;
    let outside = Outside::new(settings.access.clone());
    let vocabulary = vocabulary(settings);
    let context = Context {
        now: outside.now(),
        zone: settings.timezone,
        root: &settings.root,
        vocabulary: &vocabulary,
        options: &options,
        drawing: None,
    };
    let (outcome, waited) = block_on(looked(&paths, &context, &outside, patience, console))?;
    faces.show(&outcome, console)?;
    save_evidence(cli, &outside)?;
    Ok(match (outcome.exit_status(), waited) {
        (exit::OK | exit::UNKNOWN, Waited::RanOut) => exit::WAITED,
        (status, Waited::RanOut | Waited::Enough) => status,
    })
}

/// `report regenerate`.
pub fn regenerate(
    args: &RegenerateArgs,
    cli: &Cli,
    settings: &Settings,
    console: &Console,
    faces: &Faces,
) -> Result<u8, Error> {
    let options = Options {
        edited: if args.force {
            Edited::Overwrite
        } else {
            Edited::Keep
        },
        reach: reach(&args.records),
        ..Options::default()
    };
    let stale = if args.check {
        Stale::Told
    } else {
        Stale::Written
    };
    let paths = records(&args.records, settings)?;
    let outside = Outside::new(settings.access.clone());
    let vocabulary = vocabulary(settings);
    let setting = newing::setting(settings, &outside);
    let templates = [Lang::Ko, Lang::En]
        .map(|lang| newing::templates(lang, settings).map(|templates| (lang.code(), templates)));
    let templates = templates.into_iter().collect::<Result<_, Error>>()?;
    let context = Context {
        now: outside.now(),
        zone: settings.timezone,
        root: &settings.root,
        vocabulary: &vocabulary,
        options: &options,
        drawing: Some(&Drawing {
            setting: &setting,
            templates: &templates,
        }),
    };
    let outcome = block_on(regenerate::run(&paths, stale, &context, &outside))?;
    faces.show(&outcome, console)?;
    if args.diff && cli.global.format == Format::Text {
        // What was not written is shown anyway.
        let written = outcome.records.iter().filter(|record| record.written);
        written.for_each(|record| console.result(&record.diff));
    }
    save_evidence(cli, &outside)?;
    console.message(&regenerate::summary(&outcome, console.lang));
    Ok(match outcome.exit_status() {
        exit::OK | exit::UNKNOWN if args.check && regenerate::is_stale(&outcome) => exit::FAILED,
        status => status,
    })
}

fn reach(named: &[PathBuf]) -> Reach {
    match named {
        [] => Reach::Workspace,
        _ => Reach::Anywhere,
    }
}

/// How `--wait` ended.
enum Waited {
    /// Nothing is pending any more, something failed, or nobody asked to wait.
    Enough,
    /// Something is still pending.
    RanOut,
}

/// Looks once, and again until nothing is pending, something failed, or patience is over. Only the
/// last look writes more than the earlier ones.
async fn looked(
    paths: &[PathBuf],
    context: &Context<'_>,
    outside: &Outside,
    patience: Option<Duration>,
    console: &Console,
) -> (RunOutcome, Waited) {
    let started = Instant::now();
    let until = patience.map(|patience| context.now + patience);
    let mut pause = Duration::from_secs(2);
    let mut now = outside.next_look().unwrap_or(context.now);
    loop {
        let context = Context {
            now,
            ..context.clone()
        };
        let outcome = verify::run(paths, &context, outside).await;
        let worth = until.is_some_and(|until| verify::worth_waiting(&outcome, until));
        let Some(patience) = patience.filter(|_| worth) else {
            return (outcome, Waited::Enough);
        };
        if outside.is_replay() {
            match outside.next_look() {
                Some(next) => now = next,
                None => return (outcome, Waited::RanOut),
            }
            continue;
        }
        let left = patience.saturating_sub(started.elapsed());
        if left.is_zero() {
            return (outcome, Waited::RanOut);
        }
        if console.progress {
            console.message(&waiting(&outcome, left, console));
        }
        tokio::time::sleep(pause.min(left)).await;
        pause = (pause * 3 / 2).min(Duration::from_secs(15));
        now = outside.next_look().unwrap_or(now);
    }
}

fn waiting(outcome: &RunOutcome, left: Duration, console: &Console) -> String {
    let pending = outcome
        .verdicts()
        .filter(|verdict| *verdict == crate::facts::verdict::Verdict::Pending)
        .count();
    let left = chrono::TimeDelta::from_std(left).unwrap_or_default();
    let left = duration::words(left, console.lang);
    match console.lang {
        crate::facts::lang::Lang::Ko => format!("⏳ 진행 중 {pending}, 남은 시간 {left}"),
        crate::facts::lang::Lang::En => format!("⏳ {pending} pending, {left} left"),
    }
}

/// `--wait 10m`.
fn patience(text: &str) -> Result<Duration, Error> {
    duration::parse(text)
        .and_then(|delta| delta.to_std().ok())
        .ok_or_else(|| {
            Error::user(format!("--wait {text}: not a duration"))
                .hinted("write it as `10m` or `1h30m`")
        })
}

fn save_evidence(cli: &Cli, outside: &Outside) -> Result<(), Error> {
    if let (Some(path), Some(har)) = (&cli.global.save_evidence, outside.evidence()) {
        store::write_output(path, har.as_bytes())?;
    }
    Ok(())
}
