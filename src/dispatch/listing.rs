//! `report list`, wired: the records on disk, and for the index their history.

use super::faces::{Face, Faces, json};
use super::records::{records, vocabulary};
use crate::both;
use crate::cli::ListArgs;
use crate::collect::git::{Git, Range};
use crate::command::{self, fault, list, parallel};
use crate::console::Console;
use crate::error::{Error, exit};
use crate::facts::commit::Commit;
use crate::output::Style;
use crate::settings::Settings;
use crate::store::Reach;
use crate::{record, store};
use chrono::NaiveDate;
use std::path::PathBuf;

/// `report list`.
pub fn list(
    args: &ListArgs,
    settings: &Settings,
    console: &Console,
    faces: &Faces,
) -> Result<u8, Error> {
    let since = args.since.as_deref().map(date).transpose()?;
    let today = settings
        .now
        .with_timezone(&settings.zone(settings.lang))
        .date_naive();
    let reach = Reach::Within(&settings.root);
    let options = record::Options {
        closed: record::ClosedRecords::InBrief,
        ..vocabulary(settings).parse
    };
    let read = parallel::each(records(&[], settings)?, |path| {
        let text = store::read_text(&path, reach)?;
        fault::caught(|| {
            let (record, _) = record::parse_with(&text, &options);
            let shown = command::verify::shown(&path, &settings.root);
            list::listed(&shown, &text, &record, today)
        })
    });
    let (mut all, mut unread) = (Vec::new(), 0);
    for one in read {
        match one {
            Ok(listed) => all.push(listed),
            // One record that cannot be read does not hide the others.
            Err(error) => {
                console.error(&error);
                unread += 1;
            }
        }
    }
    let status = if unread > 0 { exit::ERROR } else { exit::OK };
    if args.index {
        index(&all, settings, console)?;
        return Ok(status);
    }
    let state = match (args.failing, args.open) {
        (true, _) => list::State::Failing,
        (false, true) => list::State::Open,
        (false, false) => list::State::Any,
    };
    let kept = list::select(all, &list::Filter { state, since });
    let shown = |face, style: Style| match face {
        Face::Json => json(&kept),
        _ => Ok(list::text(&kept, settings.lang, style.width)),
    };
    faces.tell(shown, console)?;
    Ok(status)
}

/// Keeps the `index` region of `.kiro/deployments/README.md`; the file is made if it is not there.
fn index(all: &[list::Listed], settings: &Settings, console: &Console) -> Result<(), Error> {
    let lang = settings.record_lang.unwrap_or(settings.lang);
    let history = History::read(settings);
    let content = list::index(all, &|record| history.closed_on(record, settings), lang);
    let (dir, reach) = (settings.deployments(), Reach::Within(&settings.root));
    let path = dir.join("README.md");
    if !store::stands(&dir, reach, "README.md")? {
        let title = lang.pick("# 배포 기록\n\n", "# Deployment records\n\n");
        let text = format!("{title}{}", record::region::wrap("index", &[], &content));
        store::create_new(&dir, reach, "README.md", &text)?;
        console.message(settings.lang.pick("색인을 만들었습니다", "index written"));
        return Ok(());
    }
    let mut missing = false;
    let update = store::update::<Error>(&path, reach, |text| {
        let (regions, _) = record::region::regions(text);
        let Some(region) = regions.iter().find(|region| region.name == "index") else {
            missing = true;
            return Ok(Vec::new());
        };
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
    console.message(match update.written() {
        true => settings.lang.pick("색인을 갱신했습니다", "index updated"),
        false => settings.lang.pick("변경 없음", "no changes"),
    });
    Ok(())
}

fn date(text: &str) -> Result<NaiveDate, Error> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| {
        Error::user(both!("`{text}`: 날짜가 아닙니다", "`{text}` is not a date"))
            .hinted(both!("YYYY-MM-DD로 쓰세요", "write it as YYYY-MM-DD"))
    })
}

/// The versions of the records in the workspace's own repository.
struct History {
    git: Option<(Git, PathBuf)>,
    /// The commits that touch a record, newest first.
    commits: Vec<Commit>,
}

impl History {
    /// Without a repository, or with a shallow one, there is none.
    fn read(settings: &Settings) -> History {
        let none = History {
            git: None,
            commits: Vec::new(),
        };
        let Ok(git) = Git::open(&settings.root) else {
            return none;
        };
        let root = settings.root.canonicalize().unwrap_or_default();
        let base = git.path().canonicalize().unwrap_or_default();
        let Ok(inside) = root.strip_prefix(&base).map(PathBuf::from) else {
            return none;
        };
        let records = inside.join(".kiro/deployments").display().to_string();
        let commits = git.resolve("HEAD").and_then(|to| {
            let whole = Range { from: None, to };
            git.log(&whole, &[records])
        });
        match commits {
            Ok(commits) => History {
                git: Some((git, inside)),
                commits,
            },
            Err(_) => none,
        }
    }

    /// The day on which a closed record was closed. One that is closed only on disk so far is
    /// about to be committed: today.
    fn closed_on(&self, record: &list::Listed, settings: &Settings) -> Option<NaiveDate> {
        let (git, inside) = self.git.as_ref()?;
        let zone = settings.zone(settings.record_lang.unwrap_or(settings.lang));
        let path = inside.join(&record.path).display().to_string();
        let versions = self.commits.iter().map_while(|commit| {
            let text = git.file(&commit.id, &path).ok().flatten()?;
            Some((commit.committed_at.with_timezone(&zone).date_naive(), text))
        });
        let options = vocabulary(settings).parse;
        let today = settings.now.with_timezone(&zone).date_naive();
        Some(list::closed_on(versions, &options).unwrap_or(today))
    }
}
