//! `report list` on the command line: its arguments, the records on disk and, where it is asked for, their history.

use super::Standing;
use crate::both;
use crate::cli::{Format, value};
use crate::collect::git::Git;
use crate::command::formats::{Face, Faces, json};
use crate::command::records::{records, vocabulary};
use crate::command::{self, fault, list, parallel};
use crate::console::Console;
use crate::error::{Error, exit};
use crate::facts::lang::Lang;
use crate::facts::outcome::RecordOutcome;
use crate::output::Style;
use crate::settings::Settings;
use crate::store::Reach;
use crate::{record, store};
use chrono::NaiveDate;
use chrono_tz::Tz;
use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Which records.
#[derive(Debug, Clone, Default, Args)]
pub struct Select {
    /// Records of this application only; may be repeated
    #[arg(long, value_name = "NAME")]
    pub app: Vec<String>,
    /// Records of this environment only; may be repeated
    #[arg(long, value_name = "NAME")]
    pub env: Vec<String>,
    /// Records of this author only; may be repeated
    #[arg(long, value_name = "NAME")]
    pub author: Vec<String>,
    /// Records of this date or later
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = value::date)]
    pub since: Option<NaiveDate>,
    /// Records of this date or earlier
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = value::date)]
    pub until: Option<NaiveDate>,
}

/// `report list`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report list --open            what is waiting, oldest first\n  report list --app alloy-ops --state failing,rolled-back\n  report list --format csv --since 2025-12-01 > records.csv\n  report list --index           keep .kiro/deployments/README.md"
)]
pub struct ListArgs {
    /// Records [default: all of .kiro/deployments]
    #[arg(value_name = "RECORD")]
    pub records: Vec<PathBuf>,
    /// Open records only
    #[arg(long)]
    pub open: bool,
    /// Records with a failed item only
    #[arg(long)]
    pub failing: bool,
    /// Records in one of these states only
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        hide_possible_values = true,
        value_name = "failing|open|verified|superseded|rolled-back|no-checklist"
    )]
    pub state: Vec<Standing>,
    /// Which records.
    #[command(flatten)]
    pub select: Select,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Keep .kiro/deployments/README.md as an index
    #[arg(long, conflicts_with = "records")]
    pub index: bool,
}

/// The values of `--state`.
impl ValueEnum for Standing {
    fn value_variants<'a>() -> &'a [Standing] {
        &Standing::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let means = match self {
            Standing::Failing => "An item failed",
            Standing::Open => "Something is left to do",
            Standing::Verified => "All of its checklist is settled",
            Standing::Superseded => "A later deployment left nothing to see",
            Standing::RolledBack => "It was taken back",
            Standing::NoChecklist => "It has no checklist",
        };
        Some(PossibleValue::new(self.name()).help(means))
    }
}

/// `report list`.
pub fn list(
    args: &ListArgs,
    settings: &Settings,
    console: &Console,
    faces: &Faces,
) -> Result<u8, Error> {
    let read = Read::all(&args.records, settings, console)?;
    let status = read.status();
    let zone = team_zone(settings);
    if args.index {
        faces.text_only("--index")?;
        console.message(index(read, zone, settings)?.words(settings.lang));
        return Ok(status);
    }
    // What the terminal shows, the records themselves tell.
    let history = if faces.formats().iter().any(|format| *format != Format::Text) {
        History::Read
    } else {
        History::Spared
    };
    let filter = list::Filter {
        open: args.open && !args.failing,
        failing: args.failing,
        states: args.state.clone(),
        ..args.select.filter()
    };
    let kept = list::select(read.settled(settings, history), &filter);
    let shown = |face, style: Style| match face {
        Face::Json(_) => json(&kept),
        Face::Csv => Ok(list::csv(&kept)),
        Face::Markdown => Ok(list::markdown(&kept, settings.lang)),
        _ => Ok(list::text(&kept, settings.lang, style.width)),
    };
    faces.tell(shown, console)?;
    Ok(status)
}

impl Select {
    /// The records that are kept.
    pub fn filter(&self) -> list::Filter {
        list::Filter {
            apps: self.app.clone(),
            envs: self.env.clone(),
            authors: self.author.clone(),
            since: self.since,
            until: self.until,
            ..list::Filter::default()
        }
    }
}

/// Whether the versions of the records are read, which takes longer than the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum History {
    /// They are.
    Read,
    /// They are not.
    Spared,
}

/// The zone of days and weeks: the team's.
pub fn team_zone(settings: &Settings) -> Tz {
    settings.zone(settings.record_lang.unwrap_or(settings.lang))
}

/// The records that were read, and those that could not be.
pub struct Read {
    records: Vec<(list::Listed, PathBuf)>,
    unread: Vec<(PathBuf, Error)>,
}

impl Read {
    /// Reads the records that are named, else all, and tells which cannot be read.
    pub fn all(named: &[PathBuf], settings: &Settings, console: &Console) -> Result<Read, Error> {
        let read = Read::quietly(named, settings)?;
        let unread = read.unread.iter();
        unread.for_each(|(_, error)| console.error(error));
        Ok(read)
    }

    /// The same for somebody who tells that elsewhere.
    pub fn quietly(named: &[PathBuf], settings: &Settings) -> Result<Read, Error> {
        let zone = team_zone(settings);
        let today = settings
            .now
            .with_timezone(&settings.zone(settings.lang))
            .date_naive();
        let reach = if named.is_empty() {
            Reach::Within(&settings.root)
        } else {
            Reach::Anywhere
        };
        let options = in_brief(settings);
        let read = parallel::each(records(named, settings)?, |path| {
            let listed = || {
                let text = store::read_text(&path, reach)?;
                fault::caught(|| {
                    let (record, _) = record::parse_with(&text, &options);
                    let shown = command::verify::shown(&path, &settings.root);
                    list::listed(&shown, &text, &record, today, zone)
                })
            };
            let listed: Result<list::Listed, Error> = listed();
            (path, listed)
        });
        let mut out = Read {
            records: Vec::new(),
            unread: Vec::new(),
        };
        for (path, one) in read {
            match one {
                Ok(listed) => out.records.push((listed, path)),
                // One record that cannot be read does not hide the others.
                Err(error) => out.unread.push((path, error)),
            }
        }
        Ok(out)
    }

    /// Why some could not be read.
    pub fn unread(&self) -> impl Iterator<Item = &Error> {
        self.unread.iter().map(|(_, error)| error)
    }

    /// The exit status.
    pub fn status(&self) -> u8 {
        if self.unread.is_empty() {
            exit::OK
        } else {
            exit::ERROR
        }
    }

    /// The rows, with what the records say of each other and, if it is read, their history.
    pub fn settled(self, settings: &Settings, history: History) -> Vec<list::Listed> {
        self.with_pasts(settings, history)
            .into_iter()
            .map(|(one, ..)| one)
            .collect()
    }

    /// The same with each record's file and past.
    pub fn with_pasts(
        self,
        settings: &Settings,
        history: History,
    ) -> Vec<(list::Listed, PathBuf, list::Past)> {
        let (mut all, paths): (Vec<_>, Vec<_>) = self.records.into_iter().unzip();
        let pasts = match history {
            History::Read => pasts(&paths, settings),
            History::Spared => vec![list::Past::default(); all.len()],
        };
        list::settle(&mut all, &pasts);
        let all = all.into_iter().zip(paths).zip(pasts);
        all.map(|((one, path), past)| (one, path, past)).collect()
    }
}

fn in_brief(settings: &Settings) -> record::Options {
    record::Options {
        closed: record::ClosedRecords::InBrief,
        ..vocabulary(settings).parse
    }
}

/// How many records' versions are in memory at a time.
const AT_A_TIME: usize = 64;

/// What the versions of each record in the workspace's own repository tell; nothing without one, or with
/// a shallow one.
fn pasts(paths: &[PathBuf], settings: &Settings) -> Vec<list::Past> {
    let nothing = || vec![list::Past::default(); paths.len()];
    let Ok(git) = Git::open(&settings.root) else {
        return nothing();
    };
    let root = settings.root.canonicalize().unwrap_or_default();
    let base = git.path().canonicalize().unwrap_or_default();
    let Ok(inside) = root.strip_prefix(&base) else {
        return nothing();
    };
    let folder = inside.join(".kiro/deployments").display().to_string();
    let Ok(mut versions) = git.versions(&folder) else {
        return nothing();
    };
    let options = in_brief(settings);
    let now = settings.now;
    let mut out = Vec::with_capacity(paths.len());
    for some in paths.chunks(AT_A_TIME) {
        let texts = some.iter().map(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let known = versions.remove(name.as_ref()).unwrap_or_default();
            let texts = known.into_iter();
            let texts = texts.filter_map(|(at, id)| Some((at, git.content(&id)?)));
            (path, texts.collect::<Vec<_>>())
        });
        out.extend(parallel::each(texts.collect(), |(path, mut texts)| {
            // What is only on disk so far is about to be committed.
            let disk = store::read_text(path, Reach::Within(&settings.root)).ok();
            if let (Some((_, newest)), Some(disk)) = (texts.last(), disk)
                && *newest != disk
            {
                texts.push((now, disk));
            }
            fault::caught(|| list::past(texts, &options)).unwrap_or_default()
        }));
    }
    out
}

/// Keeps the `index` region of `.kiro/deployments/README.md`; the file is made if it is not there.
fn index(read: Read, zone: Tz, settings: &Settings) -> Result<Kept, Error> {
    let lang = settings.record_lang.unwrap_or(settings.lang);
    // The row of a record that cannot be read: its place in the index it keeps.
    let unread = read.unread.iter().map(|(path, _)| path.clone());
    let unread: Vec<PathBuf> = unread.collect();
    let mut all = read.settled(settings, History::Read);
    all.extend(unread.iter().map(|path| {
        let shown = command::verify::shown(path, &settings.root);
        let title = shown.rsplit('/').next().unwrap_or(&shown).to_owned();
        let (nothing, _) = record::parse("");
        let listed = list::listed(&shown, "", &nothing, settings.now.date_naive(), zone);
        list::Listed { title, ..listed }
    }));
    let content = list::index(&all, zone, lang);
    // A clone that was cut off knows no better than the charts that are there.
    let is_cut = Git::open(&settings.root).is_ok_and(|git| git.is_shallow());
    let (dir, reach) = (settings.deployments(), Reach::Within(&settings.root));
    let path = dir.join("README.md");
    let kept = |old: &str| {
        if is_cut {
            with_charts_of(&content, old)
        } else {
            content.clone()
        }
    };
    if !store::stands(&dir, reach, "README.md")? {
        let title = lang.pick("# 배포 기록\n\n", "# Deployment records\n\n");
        let region = record::region::wrap("index", &[], &kept(""));
        let text = format!("{title}{region}");
        store::create_new(&dir, reach, "README.md", &text)?;
        return Ok(Kept::Made);
    }
    let mut missing = false;
    let update = store::update::<Error>(&path, reach, |text| {
        let (regions, _) = record::region::regions(text);
        let Some(region) = regions.iter().find(|region| region.name == "index") else {
            missing = true;
            return Ok(Vec::new());
        };
        let content = kept(region.content.text(text));
        Ok(record::region::refresh(text, region, &content).unwrap_or_default())
    })?;
    if missing {
        return Err(Error::user(both!(
            "{0}: `index` 영역이 없습니다",
            "{0} has no `index` region",
            path.display()
        ))
        .hinted(both!(
            "색인이 들어갈 곳에 `<!-- report:begin index -->`와 `<!-- report:end index -->`를 쓰세요",
            "add `<!-- report:begin index -->` and `<!-- report:end index -->` where it belongs"
        )));
    }
    Ok(if update.written() {
        Kept::Updated
    } else {
        Kept::Same
    })
}

/// What keeping the index came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    Made,
    Updated,
    Same,
}

impl Kept {
    fn words(self, lang: Lang) -> &'static str {
        match self {
            Kept::Made => lang.pick("색인을 만들었습니다", "index written"),
            Kept::Updated => lang.pick("색인을 갱신했습니다", "index updated"),
            Kept::Same => lang.pick("변경 없음", "no changes"),
        }
    }
}

/// What became of the index, as of a record of `regenerate`: what cannot be refreshed is told with the others.
pub fn indexed(settings: &Settings) -> RecordOutcome {
    let path = settings.deployments().join("README.md");
    let shown = command::verify::shown(&path, &settings.root);
    let kept =
        Read::quietly(&[], settings).and_then(|read| index(read, team_zone(settings), settings));
    let outcome = RecordOutcome::nothing(&shown, "", settings.lang);
    match kept {
        Ok(kept) => RecordOutcome {
            written: kept != Kept::Same,
            ..outcome
        },
        Err(error) => RecordOutcome {
            error: Some(error.line(settings.lang)),
            ..outcome
        },
    }
}

/// The table of a content with the charts of an older one.
fn with_charts_of(content: &str, old: &str) -> String {
    let chart = "\n```mermaid";
    let table = content.split(chart).next().unwrap_or(content);
    match old.replace("\r\n", "\n").split_once(chart) {
        Some((_, charts)) => format!("{table}{chart}{charts}"),
        None => table.to_owned(),
    }
}
