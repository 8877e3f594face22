//! The commands that need no network: explain, list, adopt, judge, init, completions, man.

use super::records::{records, vocabulary};
use crate::cli::{
    AdoptArgs, Cli, CompletionsArgs, ExplainArgs, Format, InitArgs, InitFile, ListArgs,
};
use crate::command::{explain, init, list, parallel};
use crate::console::Console;
use crate::error::{Error, exit};
use crate::facts::lang::Lang;
use crate::record::{self, adopt, edit};
use crate::settings::{Environment, Settings};
use crate::{command, store};
use chrono::NaiveDate;
use clap::CommandFactory;

/// `report completions`.
pub fn completions(console: &Console, args: &CompletionsArgs) -> Result<u8, Error> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "report", &mut script);
    console.result(&String::from_utf8_lossy(&script));
    Ok(exit::OK)
}

/// `report man`.
pub fn man(console: &Console) -> Result<u8, Error> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command())
        .render(&mut page)
        .map_err(|error| Error::internal("cannot render the man page").because(&error))?;
    console.result(&String::from_utf8_lossy(&page));
    Ok(exit::OK)
}

/// `report explain`.
pub fn explain(
    args: &ExplainArgs,
    cli: &Cli,
    settings: &Settings,
    console: &Console,
) -> Result<u8, Error> {
    let path = store::locate(&args.record);
    let text = store::read_text(&path)?;
    let shown = command::verify::shown(&path, &settings.root);
    let explained = explain::explain(&shown, &text, &vocabulary(settings));
    match cli.global.format {
        Format::Json => {
            let json = serde_json::to_string_pretty(&explained)
                .map_err(|error| Error::internal("cannot write JSON").because(&error))?;
            console.result(&(json + "\n"));
        }
        Format::Text | Format::Junit | Format::Github => {
            console.result(&explain::text(&explained, explained.lang, console.width));
        }
    }
    Ok(exit::OK)
}

/// `report list`.
pub fn list(args: &ListArgs, settings: &Settings, console: &Console) -> Result<u8, Error> {
    let since = args.since.as_deref().map(date).transpose()?;
    let today = settings
        .now
        .with_timezone(&settings.zone(settings.lang))
        .date_naive();
    let options = vocabulary(settings).parse;
    let all = parallel::each(records(&[], settings)?, |path| {
        let text = store::read_text(&path)?;
        let (record, _) = record::parse_with(&text, &options);
        let shown = command::verify::shown(&path, &settings.root);
        Ok(list::listed(&shown, &text, &record, today))
    });
    let all: Vec<list::Listed> = all.into_iter().collect::<Result<_, Error>>()?;
    if args.index {
        return index(&all, settings, console);
    }
    let state = match (args.failing, args.open) {
        (true, _) => list::State::Failing,
        (false, true) => list::State::Open,
        (false, false) => list::State::Any,
    };
    let kept = list::select(all, &list::Filter { state, since });
    if args.json {
        let json = serde_json::to_string_pretty(&kept)
            .map_err(|error| Error::internal("cannot write JSON").because(&error))?;
        console.result(&(json + "\n"));
    } else {
        console.result(&list::text(&kept, settings.lang, console.width));
    }
    Ok(exit::OK)
}

/// Keeps the `index` region of `.kiro/deployments/README.md`; the file is made if it is not there.
fn index(all: &[list::Listed], settings: &Settings, console: &Console) -> Result<u8, Error> {
    let lang = settings.record_lang.unwrap_or(settings.lang);
    let content = list::index(all, lang);
    let path = settings.deployments().join("README.md");
    if !path.exists() {
        let title = lang.pick("# 배포 기록\n\n", "# Deployment records\n\n");
        let text = format!("{title}{}", record::region::wrap("index", &[], &content));
        store::create_new(&settings.deployments(), "README.md", &text)?;
        console.message(lang.pick("색인을 만들었습니다", "index written"));
        return Ok(exit::OK);
    }
    let mut missing = false;
    let update = store::update::<Error>(&path, |text| {
        let (regions, _) = record::region::regions(text);
        let Some(region) = regions.iter().find(|region| region.name == "index") else {
            missing = true;
            return Ok(Vec::new());
        };
        Ok(record::region::refresh(text, region, &content).unwrap_or_default())
    })?;
    if missing {
        return Err(Error::user(format!("{} has no `index` region", path.display()))
            .hinted("add `<!-- report:begin index -->` and `<!-- report:end index -->` where it belongs"));
    }
    console.message(match update.written() {
        true => lang.pick("색인을 갱신했습니다", "index updated"),
        false => lang.pick("변경 없음", "no changes"),
    });
    Ok(exit::OK)
}

fn date(text: &str) -> Result<NaiveDate, Error> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| {
        Error::user(format!("`{text}` is not a date")).hinted("write it as YYYY-MM-DD")
    })
}

/// `report adopt`.
pub fn adopt(args: &AdoptArgs, settings: &Settings, console: &Console) -> Result<u8, Error> {
    let path = store::locate(&args.record);
    let text = store::read_text(&path)?;
    let options = vocabulary(settings).parse;
    let proposal = adopt::propose(&text, &options);
    let lang = Lang::of(&text);
    if proposal.edits.is_empty() {
        console.message(lang.pick("더할 것이 없습니다", "nothing to propose"));
        return Ok(exit::OK);
    }
    let adopted = edit::apply(&text, &proposal.edits)
        .map_err(|error| Error::internal("the proposal does not fit the text").because(&error))?;
    let shown = command::verify::shown(&path, &settings.root);
    console.result(&edit::diff(&text, &adopted, &shown));
    let question = lang.pick("이대로 쓸까요?", "Write this?");
    if !args.yes && !console.confirm(question) {
        console.message(lang.pick(
            "쓰지 않았습니다 (--yes로 기록)",
            "not written (--yes writes it)",
        ));
        return Ok(exit::OK);
    }
    store::update::<Error>(&path, |now| Ok(adopt::propose(now, &options).edits))?;
    console.message(lang.pick("기록을 갱신했습니다", "record updated"));
    Ok(exit::OK)
}

/// `report init`.
pub fn init(
    args: &InitArgs,
    settings: &Settings,
    environment: &Environment,
    console: &Console,
) -> Result<u8, Error> {
    let found = super::found::found(settings, environment);
    if let Some(what) = args.print {
        console.result(&match what {
            InitFile::Config => init::config(&found),
            InitFile::Github => init::GITHUB.into(),
            InitFile::Gitlab => init::GITLAB.into(),
            InitFile::Cronjob => init::CRONJOB.into(),
            InitFile::Rbac => init::RBAC.into(),
        });
        return Ok(exit::OK);
    }
    let files = init::files(&found);
    for file in &files {
        put(settings, console, file.path, &file.text)?;
    }
    if args.templates {
        for (path, text) in init::templates() {
            put(settings, console, &path, text)?;
        }
    }
    Ok(exit::OK)
}

/// Writes a file that is not there yet.
fn put(settings: &Settings, console: &Console, path: &str, text: &str) -> Result<(), Error> {
    let place = settings.root.join(path);
    if place.exists() {
        console.message(&format!("= {path}"));
        return Ok(());
    }
    if let (Some(dir), Some(name)) = (place.parent(), place.file_name().and_then(|n| n.to_str())) {
        store::create_new(dir, name, text)?;
        console.message(&format!("+ {path}"));
    }
    Ok(())
}
