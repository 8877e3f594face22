//! `report init` on the command line: its arguments; asks, writes what is not there yet, tells what is next.

use crate::both;
use crate::command::init;
use crate::command::init::agent::{self, settings::Merged};
use crate::command::records::records;
use crate::console::{Console, Data};
use crate::error::{Error, exit};
use crate::facts::deployment::System;
use crate::facts::lang::Lang;
use crate::record::edit;
use crate::settings::{Environment, Settings};
use crate::store;
use crate::store::Reach;
use clap::{Args, ValueEnum};
use std::path::Path;

/// `report init`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  report init                   write what is not there yet\n  report init --print rbac | kubectl apply -f -\n  report init --agent kiro,claude    what assistants read about records, too"
)]
pub(crate) struct InitArgs {
    /// Print one of the files instead of writing
    #[arg(long, value_enum, value_name = "WHAT")]
    pub print: Option<InitFile>,
    /// Split the jobs into N parts, each with its share of the records
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..=64))]
    pub shards: Option<u16>,
    /// Also write what these AI assistants read about records
    #[arg(long, value_enum, value_name = "WHO", value_delimiter = ',')]
    pub agent: Vec<Agent>,
    /// Also write the record templates to edit
    #[arg(long)]
    pub templates: bool,
    /// Ask nothing; an address that only records name is not taken
    #[arg(long)]
    pub yes: bool,
}

/// `--agent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Agent {
    /// Kiro: steering and a hook.
    Kiro,
    /// Claude Code: a skill.
    Claude,
    /// Cursor: a rule.
    Cursor,
    /// GitHub Copilot: instructions.
    Copilot,
}

/// The files that `report init` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InitFile {
    /// `.kiro/report.toml`.
    Config,
    /// GitHub Actions workflow.
    Github,
    /// GitLab CI job.
    Gitlab,
    /// Kubernetes CronJob.
    Cronjob,
    /// ServiceAccount and read-only ClusterRole.
    Rbac,
}

/// `report init`.
pub(crate) fn init(
    args: &InitArgs,
    settings: &Settings,
    environment: &Environment,
    console: &Console,
) -> Result<u8, Error> {
    let repository = super::detected::repository_root(&settings.root);
    // Where there is no workspace yet, the repository is one, from wherever in it this was started.
    let mut settings = settings.clone();
    if !settings.root_found
        && let Some(root) = &repository
    {
        settings.root.clone_from(root);
    }
    let settings = &settings;
    let mut found = super::detected::found(settings, environment);
    found.shards = args.shards;
    if let Some(what) = args.print {
        let text = match what {
            InitFile::Config => init::config(&found, settings.lang),
            InitFile::Github => init::github(&found, Lang::En),
            InitFile::Gitlab => init::gitlab(&found, Lang::En),
            InitFile::Cronjob => init::cronjob(&found, Lang::En),
            InitFile::Rbac => init::RBAC.into(),
        };
        console.data(Data::Verbatim, &text);
        return Ok(exit::OK);
    }
    if !args.yes {
        ask(&mut found, settings.lang, console);
    }
    let mut files = init::files(&found, settings.lang);
    let lang = found.lang.unwrap_or(settings.lang);
    let agents = args.agent.iter().map(|one| match one {
        Agent::Kiro => agent::Agent::Kiro,
        Agent::Claude => agent::Agent::Claude,
        Agent::Cursor => agent::Agent::Cursor,
        Agent::Copilot => agent::Agent::Copilot,
    });
    let agents: Vec<agent::Agent> = agents.collect();
    let texts = agents
        .iter()
        .flat_map(|one| agent::files(*one, &found, lang));
    files.extend(texts);
    let root = |of_repository: bool| match &repository {
        Some(root) if of_repository => root,
        _ => &settings.root,
    };
    for file in &files {
        put(root(file.of_repository), console, file.path, &file.text)?;
    }
    for one in agents {
        let own = agent::settings::settings(one, &found);
        merge(root(own.of_repository), console, &own)?;
    }
    if !args.agent.is_empty() {
        let lines = agent::lines(lang);
        add(root(true), console, agent::AGENTS, agent::BEGIN, &lines)?;
    }
    if args.templates {
        for (path, text) in init::templates() {
            put(&settings.root, console, &path, text)?;
        }
    }
    let job = files.iter().find(|file| {
        if found.is_on_gitlab {
            file.path == init::GITLAB
        } else {
            file.of_repository
        }
    });
    let unfinished = job.filter(|job| {
        let root = root(job.of_repository);
        let text = store::read_text(&root.join(job.path), Reach::Within(root));
        text.is_ok_and(|text| text.contains(init::OWNER))
    });
    console.message(&next_steps(
        &found,
        settings,
        unfinished.map(|job| job.path),
    ));
    Ok(exit::OK)
}

/// Asks of each address that only a record names whether credentials may go there.
fn ask(found: &mut init::Found, lang: Lang, console: &Console) {
    for (server, variable, known, named) in [
        (
            System::default().name(),
            System::default().variables()[0],
            &mut found.server_host,
            &mut found.server_named,
        ),
        (
            "Loki",
            "LOKI_BEARER_TOKEN",
            &mut found.loki_addr,
            &mut found.loki_named,
        ),
    ] {
        let (None, Some(init::Named { url, record })) = (&*known, &*named) else {
            continue;
        };
        let question = both!(
            "{record}[이/가] {server} 서버로 {url}[을/를] 적습니다. {variable} 같은 자격 증명이 그리로 갑니다. 설정에 쓸까요?",
            "{record} names {url} as the {server} server. Credentials such as {variable} would go there. Use it?"
        );
        if console.confirm(question.of(lang)) {
            *known = named.take().map(|named| named.url);
        }
    }
}

/// What to do once the files are there, of which only those are told that are not done yet.
fn next_steps(found: &init::Found, settings: &Settings, unfinished: Option<&str>) -> String {
    let lang = settings.lang;
    let records = records(&[], settings).unwrap_or_default();
    let contexts = found.contexts.is_empty().then(|| {
        lang.pick(
            ".kiro/report.toml의 `contexts`에 기록이 쓸 수 있는 컨텍스트를 적습니다",
            "list the contexts that records may name in `contexts` of .kiro/report.toml",
        )
    });
    let doctor = lang.pick(
        "report doctor           무엇에 연결되고 권한이 무엇이 모자라는지 봅니다",
        "report doctor           see what answers, and what permission is missing",
    );
    let with_records = if records.is_empty() {
        vec![lang.pick(
            "report new              첫 기록을 만듭니다",
            "report new              write the first record",
        )]
    } else {
        vec![
            lang.pick(
                "report explain <기록>   기록을 어떻게 읽는지 봅니다",
                "report explain RECORD   see how a record is read",
            ),
            lang.pick(
                "report adopt <기록>     단계와 체크리스트를 잇는 표시를 제안합니다",
                "report adopt RECORD     be offered the ties of steps and checklist",
            ),
        ]
    };
    let gitlab = found.is_on_gitlab.then(|| {
        lang.pick(
            ".gitlab-ci.yml에 include: .kiro/report/gitlab-ci.yml을 적습니다",
            "include .kiro/report/gitlab-ci.yml from .gitlab-ci.yml",
        )
    });
    let mark = init::OWNER.trim_start_matches("# ");
    let unfinished = unfinished.map(|job| {
        both!(
            "{job}에서 {mark} 표시가 있는 줄을 채웁니다",
            "complete the line of {job} that is marked {mark}"
        )
    });
    let unfinished = unfinished.as_ref().map(|told| told.of(lang));
    let lines = contexts.into_iter().chain(gitlab).chain(unfinished);
    let lines = lines.chain([doctor]).chain(with_records);
    let steps: String = lines.map(|line| format!("\n  {line}")).collect();
    format!("\n{}{steps}", lang.pick("다음:", "Next:"))
}

/// Adds lines to the end of a file, or makes it of them, unless it has what begins them.
fn add(root: &Path, console: &Console, path: &str, begin: &str, lines: &str) -> Result<(), Error> {
    let place = root.join(path);
    let reach = Reach::Within(root);
    if !store::stands(root, reach, path)? {
        return put(root, console, path, lines);
    }
    let mut sign = "=";
    store::update::<Error>(&place, reach, |text| {
        if text.contains(begin) {
            return Ok(Vec::new());
        }
        sign = "+";
        let gap = match text {
            "" => "",
            text if text.ends_with('\n') => "\n",
            _ => "\n\n",
        };
        Ok(vec![edit::Edit::insert(
            text.len(),
            format!("{gap}{lines}"),
        )])
    })?;
    console.message(&format!("{sign} {path}"));
    Ok(())
}

/// Adds the server to an assistant's settings, or tells what to add to settings that are left as they are.
fn merge(root: &Path, console: &Console, own: &agent::settings::Settings) -> Result<(), Error> {
    let (place, reach) = (root.join(own.path), Reach::Within(root));
    let dir = place.parent().unwrap_or(root);
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    if !store::stands(dir, reach, &name)? {
        return put(root, console, own.path, &own.text());
    }
    let mut sign = "=";
    let updated = store::update::<Error>(&place, reach, |text| {
        Ok(match own.merged(text) {
            Merged::Same => Vec::new(),
            Merged::Added(edit) => {
                sign = "+";
                vec![edit]
            }
            Merged::Left => {
                sign = "!";
                Vec::new()
            }
        })
    });
    // What cannot be read or written as text is left, too.
    if updated.is_err() || sign == "!" {
        let left = both!(
            "! {0}: 그대로 두었습니다(주석이 있거나 JSON이 아닙니다). 이것을 더하세요:",
            "! {0} is left as it is (it has comments, or is no JSON). Add this:",
            own.path
        );
        console.message(&format!(
            "{}\n{}",
            left.of(console.lang),
            own.text().trim_end()
        ));
        return Ok(());
    }
    console.message(&format!("{sign} {}", own.path));
    Ok(())
}

/// Writes a file that is not there yet.
fn put(root: &Path, console: &Console, path: &str, text: &str) -> Result<(), Error> {
    let place = root.join(path);
    let reach = Reach::Within(root);
    if let (Some(dir), Some(name)) = (place.parent(), place.file_name().and_then(|n| n.to_str())) {
        if store::stands(dir, reach, name)? {
            console.message(&format!("= {path}"));
            return Ok(());
        }
        store::create_new(dir, reach, name, text)?;
        console.message(&format!("+ {path}"));
    }
    Ok(())
}
