//! `report site` on the command line: its arguments, the records and their history in, pages out.

use crate::both;
use crate::command::list::run::{History, Read, team_zone};
use crate::command::records::vocabulary;
use crate::command::{self, fault, parallel, site};
use crate::console::Console;
use crate::error::Error;
use crate::facts::secret;
use crate::render;
use crate::settings::Settings;
use crate::store::{self, Made, Reach};
use clap::Args;
use std::path::{Path, PathBuf};

/// `report site`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report site && open site/index.html\n  report site public --evidence evidence --lang ko\n\nWhat is on it, and how to publish it: docs/site.md"
)]
pub(crate) struct SiteArgs {
    /// Where to write it [default: site, beside .kiro]
    pub dir: Option<PathBuf>,
    /// Link the HAR files of this directory
    #[arg(long, value_name = "DIR")]
    pub evidence: Option<PathBuf>,
}

/// `report site`.
pub(crate) fn site(args: &SiteArgs, settings: &Settings, console: &Console) -> Result<u8, Error> {
    let read = Read::all(&[], settings, console)?;
    let status = read.status();
    let default = settings.root.join("site");
    let dir = args.dir.as_deref().unwrap_or(&default);
    let made = Made::begin(dir)?;
    let evidence = match &args.evidence {
        Some(from) => evidence(from, &made)?,
        None => Vec::new(),
    };
    let rows = read.with_pasts(settings, History::Read);
    let paths: Vec<_> = rows.iter().map(|(_, path, _)| path.clone()).collect();
    let rows = rows
        .into_iter()
        .map(|(listed, _, past)| (listed, past))
        .collect();
    let zone = team_zone(settings);
    let today = settings.now.with_timezone(&zone).date_naive();
    let site = site::Site::new(rows, evidence, today, zone, settings.lang).map_err(unfilled)?;
    for (name, text) in site.common().map_err(unfilled)? {
        made.put(&name, text.as_bytes())?;
    }
    for &(name, text) in render::site::FILES {
        made.put(name, text.as_bytes())?;
    }
    let vocabulary = vocabulary(settings);
    let written = parallel::each(paths.iter().enumerate().collect(), |(at, path)| {
        let text = store::read_text(path, Reach::Within(&settings.root))?;
        let page = fault::caught(|| site.record(at, &text, &vocabulary))?;
        let (name, page) = page.map_err(unfilled)?;
        made.put(&name, page.as_bytes())?;
        Ok::<(), Error>(())
    });
    written.into_iter().collect::<Result<(), Error>>()?;
    let count = made.end()?;
    let page = command::verify::shown(&dir.join("index.html"), &settings.root);
    let records = paths.len();
    console.message(&settings.lang.pick(
        format!("기록 {records}개로 파일 {count}개를 썼습니다: {page}"),
        format!(
            "{count} files from {records} record{}: {page}",
            if records == 1 { "" } else { "s" }
        ),
    ));
    Ok(status)
}

/// Copies the evidence files of a directory, secrets masked once more. Gives their names.
fn evidence(from: &Path, made: &Made) -> Result<Vec<String>, Error> {
    let mut names: Vec<String> = store::names(from, Reach::Anywhere)?
        .into_iter()
        .filter_map(|name| name.into_string().ok())
        .filter(|name| name.ends_with(".har"))
        .collect();
    names.sort();
    for name in &names {
        let text = store::read_large_text(&from.join(name), Reach::Within(from))?;
        made.put(&format!("evidence/{name}"), secret::mask(&text).as_bytes())?;
    }
    Ok(names)
}

fn unfilled(why: String) -> Error {
    let mut error = Error::internal(both!("페이지를 만들 수 없습니다", "cannot make a page"));
    error.causes.push(why);
    error
}
