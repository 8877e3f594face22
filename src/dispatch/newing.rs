//! `report new`, wired: options, templates, names, writing.

use super::block_on;
use crate::cli::{Cli, NewArgs};
use crate::collect::observe::Outside;
use crate::command::new::{self, Environment, NewOptions, Setting, Several};
use crate::console::Console;
use crate::error::{Error, exit};
use crate::facts::lang::Lang;
use crate::render::Templates;
use crate::render::context::RecordContext;
use crate::settings::Settings;
use crate::store;
use chrono::NaiveDate;
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// `report new`.
pub fn new(args: &NewArgs, cli: &Cli, settings: &Settings, console: &Console) -> Result<u8, Error> {
    let options = options(args)?;
    let langs = languages(cli, settings)?;
    let contexts = match &args.from_context {
        Some(path) => vec![read_context(path)?],
        None => gathered(&options, settings, &langs)?,
    };
    if args.print_context {
        let json = match contexts.as_slice() {
            [one] => serde_json::to_string_pretty(one),
            several => serde_json::to_string_pretty(several),
        };
        let json = json.map_err(|error| Error::internal("cannot write JSON").because(&error))?;
        console.result(&(json + "\n"));
        return Ok(exit::OK);
    }
    let several = if contexts.len() > 1 {
        Several::Languages
    } else {
        Several::One
    };
    for context in contexts {
        let templates = templates(context.language(), settings)?;
        let record = new::render(context, &options, &templates, several).map_err(|error| {
            Error::config(error.to_string())
                .hinted("correct the template, or remove it to use the built-in one")
        })?;
        let path = store::create_new(&settings.deployments(), &record.name, &record.text)?;
        let shown = crate::command::verify::shown(&path, &settings.root);
        console.result(&format!("{shown}\n"));
        for gap in &record.context.gaps {
            console.message(&format!("⚠ {}: {}", gap.source, gap.reason));
        }
    }
    Ok(exit::OK)
}

fn options(args: &NewArgs) -> Result<NewOptions, Error> {
    let date = args.date.as_deref().map(|text| {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| {
            Error::user(format!("--date {text}: not a date")).hinted("write it as YYYY-MM-DD")
        })
    });
    let options = NewOptions {
        title: args.title.clone(),
        deployments: args
            .deployment
            .as_deref()
            .map(numbers)
            .transpose()?
            .unwrap_or_default(),
        repo: args.repo.clone(),
        range: args.range.clone(),
        workloads: args.workload.clone(),
        context: args.cluster.context.clone(),
        namespace: args.cluster.namespace.clone(),
        task: args.task.clone(),
        pr: args.pr.clone(),
        slug: args.slug.clone(),
        date: date.transpose()?,
    };
    let nothing = options.title.is_none()
        && options.deployments.is_empty()
        && options.repo.is_none()
        && options.range.is_none()
        && options.workloads.is_empty();
    if nothing && args.from_context.is_none() {
        return Err(Error::user("there is nothing to write a record from")
            .hinted("name a Gitploy deployment: `report new --deployment 4354`")
            .hinted("or a title, --range A..B or --workload KIND/NAME"));
    }
    Ok(options)
}

/// `4354`, `4369..4374` or `4369,4371`.
fn numbers(text: &str) -> Result<Vec<u64>, Error> {
    let wrong = || {
        Error::user(format!("--deployment {text}: not a number"))
            .hinted("write 4354, 4369..4374 or 4369,4371")
    };
    let number = |word: &str| {
        word.trim()
            .trim_start_matches('#')
            .parse::<u64>()
            .map_err(|_| wrong())
    };
    if let Some((first, last)) = text.split_once("..") {
        let (first, last) = (number(first)?, number(last)?);
        return match first <= last && last - first < 100 {
            true => Ok((first..=last).collect()),
            false => Err(wrong()),
        };
    }
    text.split(',').map(number).collect()
}

/// The languages, each with its zone: `--lang`, the configuration, else that of the messages.
fn languages(cli: &Cli, settings: &Settings) -> Result<Vec<(Lang, Tz)>, Error> {
    let Some(text) = &cli.global.lang else {
        let lang = settings.record_lang.unwrap_or(settings.lang);
        return Ok(vec![(lang, settings.zone(lang))]);
    };
    let mut all = Vec::new();
    for word in text.split(',') {
        let lang = match word.trim() {
            "ko" => Lang::Ko,
            "en" => Lang::En,
            other => {
                return Err(Error::user(format!("--lang {other}: unknown language"))
                    .hinted("use ko, en or ko,en"));
            }
        };
        if !all.iter().any(|(known, _)| *known == lang) {
            all.push((lang, settings.zone(lang)));
        }
    }
    Ok(all)
}

fn gathered(
    options: &NewOptions,
    settings: &Settings,
    langs: &[(Lang, Tz)],
) -> Result<Vec<RecordContext>, Error> {
    let outside = Outside::new(settings.access.clone());
    let environments = settings.config.env.iter().map(|(name, env)| {
        let env = Environment {
            context: env.context.clone(),
            namespace: env.namespace.clone(),
            app: env.app.clone(),
        };
        (name.clone(), env)
    });
    let setting = Setting {
        outside: &outside,
        now: settings.now,
        root: settings.root.clone(),
        environments: environments.collect(),
        gitploy_host: settings.access.gitploy.as_ref().map(shown_host),
        gitploy_repo: settings.config.gitploy.repo.clone(),
    };
    block_on(new::contexts(options, &setting, langs))?
}

/// Records show the name that people use: the first alias, else the address itself.
fn shown_host(access: &crate::collect::access::GitployAccess) -> String {
    access.aliases.first().unwrap_or(&access.host).clone()
}

fn read_context(path: &std::path::Path) -> Result<RecordContext, Error> {
    let text = store::read_text(path)?;
    serde_json::from_str(&text).map_err(|error| {
        let place = format!("{}:{}:{}", path.display(), error.line(), error.column());
        Error::user(format!("{place}: not a context"))
            .because(&error)
            .hinted("write one with `report new --print-context`")
    })
}

/// The built-in templates with those of `.kiro/report/templates/LANG` over them.
fn templates(lang: Lang, settings: &Settings) -> Result<Templates, Error> {
    let dir = settings
        .root
        .join(".kiro/report/templates")
        .join(lang.code());
    let mut overrides = BTreeMap::new();
    for entry in std::fs::read_dir(&dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if let (Some("md"), Some(name)) = (
            path.extension().and_then(|e| e.to_str()),
            path.file_name().and_then(|n| n.to_str()),
        ) {
            overrides.insert(name.to_string(), store::read_text(&path)?);
        }
    }
    Templates::new(lang, &overrides).map_err(|error| {
        Error::config(error.to_string()).hinted(format!("the template is in {}", dir.display()))
    })
}
