//! `report verify` on the command line: its arguments, options, the outside, waiting, evidence, output, exit status.

use super::{Closed, Context, Named, Options, Write};
use crate::both;
use crate::cli::{Cluster, Detail, value};
use crate::collect::observe::Outside;
use crate::command::asking::{ask, outside, save_evidence};
use crate::command::formats::{Faces, Told};
use crate::command::records::{records, told_if_none, vocabulary};
use crate::console::Console;
use crate::error::{Error, exit};
use crate::facts::duration;
use crate::facts::outcome::RunOutcome;
use crate::record::marker::Recheck;
use crate::record::results::Edited;
use crate::settings::{Settings, did_you_mean, nearest};
use crate::store;
use crate::verify::Wanted;
use crate::verify::understand::{Vocabulary, understand};
use clap::Args;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// `report verify`.
#[derive(Debug, Default, Args)]
#[command(
    after_help = "Examples:\n  report verify                         every open record\n  \
                        report verify RECORD                  judge and show the diff, write nothing\n  \
                        report verify RECORD --update         write the verdicts back\n  \
                        report verify RECORD --update --wait 10m"
)]
pub struct VerifyArgs {
    /// Records [default: all open ones of .kiro/deployments]
    pub records: Vec<PathBuf>,
    /// Write the verdicts back into the record
    #[arg(long)]
    pub update: bool,
    /// Look again until nothing is pending, something failed, or this long (`10m`)
    #[arg(long, value_name = "DURATION", value_parser = value::span)]
    pub wait: Option<Duration>,
    /// Only the step or item of this name; may be repeated
    #[arg(long, value_name = "NAME")]
    pub only: Vec<String>,
    /// Judge items that are ticked, too, and un-tick what fails
    #[arg(long)]
    pub recheck: bool,
    /// Overwrite regions that were edited by hand
    #[arg(long)]
    pub force: bool,
    /// Also tick this Kiro task when everything passed
    #[arg(long, value_name = "SPEC:N")]
    pub task: Option<String>,
    /// How much JSON tells: `brief` leaves out what commands printed and the lines that demand nothing [default: `brief` to a pipe]
    #[arg(long, value_enum)]
    pub detail: Option<Detail>,
    /// Which cluster.
    #[command(flatten)]
    pub cluster: Cluster,
}

/// `report verify`.
pub fn verify(
    args: &VerifyArgs,
    settings: &Settings,
    console: &Console,
    faces: &Faces,
) -> Result<u8, Error> {
    let verified = verified(args, named(&args.records), settings, console)?;
    faces.show(&verified.outcome, Told::Everything, console)?;
    save_evidence(settings, &verified.outside)?;
    Ok(verified.status())
}

/// What `report verify` came to.
pub struct Verified {
    /// What is told.
    pub outcome: RunOutcome,
    waited: Waited,
    outside: Outside,
}

impl Verified {
    /// The exit status.
    pub fn status(&self) -> u8 {
        match (self.outcome.exit_status(), self.waited) {
            (exit::OK | exit::UNKNOWN, Waited::RanOut) => exit::WAITED,
            (status, Waited::RanOut | Waited::Enough) => status,
        }
    }
}

/// Verifies, and writes if it was asked to; tells nothing.
pub fn verified(
    args: &VerifyArgs,
    named: Named,
    settings: &Settings,
    console: &Console,
) -> Result<Verified, Error> {
    let options = Options {
        write: if args.update {
            Write::Changes
        } else {
            Write::Nothing
        },
        wanted: Wanted {
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
            task: args.task.clone(),
            ..Wanted::default()
        },
        closed: if args.records.is_empty() {
            Closed::Skipped
        } else {
            Closed::Judged
        },
        named,
        ..Options::default()
    };
    let paths = records(&args.records, settings)?;
    told_if_none(&paths, settings, console);
    let outside = outside(settings)?;
    let vocabulary = vocabulary(settings);
    known(&paths, &options, settings, &vocabulary)?;
    let context = context(settings, &outside, &vocabulary, &options);
    let (outcome, waited) = ask(
        &outside,
        looked(&paths, &context, &outside, args.wait, console),
    )?;
    Ok(Verified {
        outcome,
        waited,
        outside,
    })
}

/// What a run judges with, but for what regions are drawn from.
pub fn context<'a>(
    settings: &'a Settings,
    outside: &Outside,
    vocabulary: &'a Vocabulary,
    options: &'a Options,
) -> Context<'a> {
    Context {
        now: outside.now(),
        zone: settings.timezone,
        lang: settings.lang,
        asked: settings.asked_lang,
        root: &settings.root,
        vocabulary,
        options,
        drawing: None,
    }
}

/// `--only` names steps; one that no record has would judge nothing and look like a success.
fn known(
    paths: &[PathBuf],
    options: &Options,
    settings: &Settings,
    vocabulary: &Vocabulary,
) -> Result<(), Error> {
    let only = &options.wanted.only;
    if only.is_empty() {
        return Ok(());
    }
    let reach = options.named.reach(&settings.root);
    let texts = paths
        .iter()
        .filter_map(|path| store::read_text(path, reach).ok());
    let names: Vec<String> = texts
        .flat_map(|text| understand(&text, vocabulary).record.plan)
        .map(|step| step.name)
        .collect();
    let Some(wrong) = only.iter().find(|name| !names.contains(name)) else {
        return Ok(());
    };
    let error = Error::user(both!(
        "--only {wrong}: 그런 단계가 없습니다",
        "--only {wrong}: there is no such step"
    ));
    Err(match nearest(wrong, names.iter().map(String::as_str)) {
        Some(name) => error.hinted(did_you_mean(name)),
        None => error.hinted(both!(
            "`report explain`이 단계의 이름을 [ ] 안에 보여 줍니다",
            "`report explain` shows the names of the steps in [ ]"
        )),
    })
}

/// Who named the records of a command line.
pub fn named(records: &[PathBuf]) -> Named {
    match records {
        [] => Named::ByWorkspace,
        _ => Named::ByUser,
    }
}

/// How `--wait` ended.
#[derive(Clone, Copy)]
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
    let until = patience.map(|patience| outside.now() + patience);
    let mut pause = Duration::from_secs(2);
    let mut now = outside.next_look().unwrap_or_else(|| outside.now());
    loop {
        let context = Context {
            now,
            ..context.clone()
        };
        let busy = console.busy(busy(console));
        let outcome = super::run(paths, &context, outside).await;
        drop(busy);
        let worth = until.is_some_and(|until| super::worth_waiting(&outcome, until));
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
        let left = outside.left().map_or(left, |of_run| of_run.min(left));
        if left.is_zero() {
            return (outcome, Waited::RanOut);
        }
        let busy = console.busy(&waiting(&outcome, left, console));
        tokio::time::sleep(pause.min(left)).await;
        drop(busy);
        // Another look would see nothing: what the last one saw stands.
        if outside.left().is_some_and(|left| left.is_zero()) {
            return (outcome, Waited::RanOut);
        }
        pause = (pause * 3 / 2).min(Duration::from_secs(15));
        now = outside.next_look().unwrap_or(now);
    }
}

/// What is told while the outside is asked.
pub fn busy(console: &Console) -> &'static str {
    let lang = console.lang;
    lang.pick(
        "클러스터와 소스를 조회하는 중",
        "asking the cluster and the sources",
    )
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
