//! `report regenerate` on the command line: its arguments, options, the outside, output, exit status.

use super::Shard;
use crate::both;
use crate::cli::{Cluster, Detail};
use crate::command::asking::{ask, outside, save_evidence};
use crate::command::formats::{Faces, Told};
use crate::command::records::{records, told_if_none, vocabulary};
use crate::command::regions::Drawing;
use crate::command::verify::run::{busy, context, named};
use crate::command::verify::{Context, Options, Write};
use crate::command::{list, new};
use crate::console::Console;
use crate::error::{Error, exit};
use crate::facts::lang::Lang;
use crate::output::brief::Diffs;
use crate::record::results::Edited;
use crate::settings::Settings;
use crate::verify::Wanted;
use clap::Args;
use std::path::PathBuf;

/// `report regenerate`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report regenerate             refresh all open records\n  \
                        report regenerate --check     write nothing, exit 1 if something is out of date\n  \
                        report regenerate --index --exit news\n\n\
                  Exit status with --exit news, a bit each: 1 a failure, 2 an error, 4 a blind spot that was not told before;\n8 what was told and is still so; 16 what is resolved. docs/ci.md"
)]
pub(crate) struct RegenerateArgs {
    /// Records [default: all open ones of .kiro/deployments]
    pub records: Vec<PathBuf>,
    /// Write nothing; exit 1 if something is out of date
    #[arg(long)]
    pub check: bool,
    /// Show what changes
    #[arg(long)]
    pub diff: bool,
    /// Overwrite regions that were edited by hand
    #[arg(long)]
    pub force: bool,
    /// How much JSON tells: `brief` leaves out what commands printed and the lines that demand nothing [default: `brief` to a pipe]
    #[arg(long, value_enum)]
    pub detail: Option<Detail>,
    /// Only every N-th record, by its name: part I of N, for several runners
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub shard: Option<Shard>,
    /// Keep the index of .kiro/deployments/README.md, too
    #[arg(long)]
    pub index: bool,
    /// What the exit status says: how the records are, or what is new since the last run
    #[arg(
        long,
        value_name = "OF",
        default_value = "verdicts",
        hide_possible_values = true
    )]
    pub exit: ExitOf,
    /// Which cluster.
    #[command(flatten)]
    pub cluster: Cluster,
}

/// What an exit status is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ExitOf {
    /// How the records are.
    Verdicts,
    /// What is new since the last run, a bit each.
    News,
}

/// `report regenerate`.
pub(crate) fn regenerate(
    args: &RegenerateArgs,
    settings: &Settings,
    console: &Console,
    faces: &Faces,
) -> Result<u8, Error> {
    let options = Options {
        write: if args.check {
            Write::Nothing
        } else {
            Write::Changes
        },
        wanted: Wanted {
            edited: if args.force {
                Edited::Overwrite
            } else {
                Edited::Keep
            },
            ..Wanted::default()
        },
        named: named(&args.records),
        ..Options::default()
    };
    let mut paths = records(&args.records, settings)?;
    told_if_none(&paths, settings, console);
    if let Some(part) = args.shard {
        paths.retain(|path| part.holds(path));
    }
    let outside = outside(settings)?;
    let vocabulary = vocabulary(settings);
    let setting = new::run::setting(settings, &outside);
    let templates = [Lang::Ko, Lang::En]
        .map(|lang| new::run::templates(lang, settings).map(|templates| (lang.code(), templates)));
    let templates = templates.into_iter().collect::<Result<_, Error>>()?;
    let context = Context {
        drawing: Some(&Drawing {
            setting: &setting,
            templates: &templates,
        }),
        ..context(settings, &outside, &vocabulary, &options)
    };
    let told = console.busy(busy(console));
    let mut outcome = ask(&outside, async {
        let now = outside.now();
        let context = Context { now, ..context };
        super::run(&paths, &context, &outside).await
    })?;
    drop(told);
    let index = (args.index && !args.check).then(|| list::run::indexed(settings));
    let all = args.records.is_empty() && args.shard.is_none();
    super::tell(&mut outcome, index, &settings.root, options.write, all);
    // What is not written is shown.
    let diffs = if args.diff || args.check {
        Diffs::Shown
    } else {
        Diffs::Hidden
    };
    faces.show(&outcome, Told::News(diffs), console)?;
    save_evidence(settings, &outside)?;
    Ok(match (args.exit, outcome.exit_status(), &outcome.news) {
        (ExitOf::News, _, Some(news)) => super::status(news),
        (_, exit::OK | exit::UNKNOWN, _) if args.check && super::is_stale(&outcome) => exit::FAILED,
        (_, status, _) => status,
    })
}

fn shard(text: &str) -> Result<Shard, Error> {
    Shard::read(text).ok_or_else(|| {
        Error::user(both!(
            "`{text}`: I/N 형식이 아닙니다",
            "`{text}` is not I/N"
        ))
        .hinted(both!(
            "1/4처럼 쓰세요: 첫 번째는 1, 마지막은 4입니다",
            "write it as 1/4: the first part is 1, the last one 4"
        ))
    })
}
